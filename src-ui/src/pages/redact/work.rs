//! What the redaction screen knows and does: the file, its marks, and the three steps mark, apply, verify.

use super::marks::{Marks, Stop};
use super::places::text_under;
use super::step::Step;
use super::suggested::Suggested;
use crate::i18n::Words;
use crate::ipc::call;
use crate::state::Desk;
use domain::ids::{AttachmentId, Code, InquiryId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::files::{FileInfoView, FileRef};
use protocol::window::papers::PaperView;
use protocol::window::redact::{FindText, MarkView, RectView, WholeLine, WordView};

/// A paper that lies over the page: the certificate.
pub type Over = Option<PaperView>;

/// The screen's state. Copy it freely.
#[derive(Clone, Copy)]
pub struct Work {
    /// Shared state.
    pub desk: Desk,
    /// Words.
    pub words: Words,
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Whether the person may redact, and the file is one that can be.
    pub may: RwSignal<bool>,
    /// What the file is.
    pub info: RwSignal<Option<FileInfoView>>,
    /// Page from 1.
    pub page: RwSignal<u32>,
    /// Per cent of the width that there is.
    pub size: RwSignal<u32>,
    /// Marks.
    pub marks: RwSignal<Marks>,
    /// The stop in hand.
    pub at: RwSignal<Option<Stop>>,
    /// The box that is being placed.
    pub draft_box: RwSignal<Option<RectView>>,
    /// Words of a page; `None` until they are known.
    pub page_words: RwSignal<Option<(u32, Vec<WordView>)>>,
    /// Reason for new marks.
    pub reason: RwSignal<String>,
    /// Where it stands.
    pub step: RwSignal<Step>,
    /// The burning in work.
    pub job: RwSignal<String>,
    /// Why the last thing did not work.
    pub failed: RwSignal<Option<ApiError>>,
    /// The certificate, while it is looked at.
    pub over: RwSignal<Over>,
    /// Personal data that was found, to be marked if a person agrees.
    pub suggested: Suggested,
}

impl Work {
    /// Whether marks can be changed now. Untracked.
    pub fn marking(self) -> bool {
        self.may.get_untracked()
            && self.over.with_untracked(Option::is_none)
            && self.step.with_untracked(|s| *s == Step::Marking)
    }

    /// Size of a page: points, or a picture's pixels.
    pub fn page_size(self, page: u32) -> Option<[f32; 2]> {
        self.info.with(|i| {
            i.as_ref()
                .and_then(|i| i.pages.get((page as usize).checked_sub(1)?).copied())
        })
    }

    /// Pages of the file.
    pub fn pages(self) -> u32 {
        self.info.with(|i| {
            i.as_ref()
                .map_or(0, |i| u32::try_from(i.pages.len()).unwrap_or(u32::MAX))
        })
    }

    /// The file whose pages are shown: the burned copy itself once there is one, never the original beneath it.
    pub fn shown_file(self) -> Option<FileRef> {
        let of_case = |attachment| FileRef::Attachment {
            inquiry: self.inquiry,
            attachment,
        };
        self.step.with(|step| match step {
            Step::Marking | Step::Applying => Some(of_case(self.attachment)),
            Step::Released(_, copy) => copy.map(of_case),
            _ => step
                .burned()
                .map(|b| FileRef::Burned { job: b.job.clone() }),
        })
    }

    /// The words of a page, as far as they are known.
    pub fn words_of(self, page: u32) -> Vec<WordView> {
        self.page_words
            .with(|w| {
                w.as_ref()
                    .filter(|(of, _)| *of == page)
                    .map(|(_, w)| w.clone())
            })
            .unwrap_or_default()
    }

    /// A reason's label.
    pub fn reason_label(self, reason: &str) -> String {
        self.desk.label("redaction", &Code::from(reason))
    }

    /// Says a sentence to screen readers.
    pub fn say(self, key: &str, values: &[(&str, text::FluentValue<'_>)]) {
        self.desk.say(self.words.with(key, values));
    }

    /// Goes to a page.
    pub fn turn(self, to: u32) {
        let of = untrack(|| self.pages()).max(1);
        let to = to.clamp(1, of);
        if to != self.page.get_untracked() {
            self.page.set(to);
            self.at.set(None);
            self.draft_box.set(None);
            self.say("redact-page-of", &[("page", to.into()), ("of", of.into())]);
        }
    }

    fn mark(self, rect: RectView, text: Option<String>) -> MarkView {
        MarkView {
            page: self.page.get_untracked(),
            rect,
            reason: self.reason.get_untracked(),
            text,
        }
    }

    /// Sets a box as a mark.
    pub fn set_box(self, rect: RectView) {
        let words = untrack(|| self.words_of(self.page.get_untracked()));
        let mark = self.mark(rect, text_under(&words, &rect));
        self.marks.update(|m| {
            m.add(vec![mark]);
        });
        self.draft_box.set(None);
        self.say("redact-box-set", &[]);
    }

    /// Marks the word or the suggestion in hand.
    pub fn mark_word(self) {
        if let Some(at) = self.suggestion_in_hand() {
            return self.mark_suggestion(at);
        }
        let Some(word) = self.word_in_hand() else {
            return;
        };
        let mark = self.mark(word.rect, Some(word.text.clone()));
        let reason = untrack(|| self.reason_label(&mark.reason));
        if self.marks.try_update(|m| m.add(vec![mark])).unwrap_or(0) > 0 {
            self.say(
                "redact-word-marked",
                &[("text", word.text.into()), ("reason", reason.into())],
            );
        }
    }

    /// The word in hand.
    pub fn word_in_hand(self) -> Option<WordView> {
        let Some(Stop::Word(i)) = self.at.get_untracked() else {
            return None;
        };
        untrack(|| self.words_of(self.page.get_untracked()))
            .into_iter()
            .nth(i)
    }

    /// The mark in hand with its place.
    pub fn mark_in_hand(self) -> Option<(usize, MarkView)> {
        let Some(Stop::Mark(i)) = self.at.get_untracked() else {
            return None;
        };
        self.marks
            .with_untracked(|m| m.all().get(i).cloned())
            .map(|m| (i, m))
    }

    /// Marks the whole line of the word or mark in hand, or only its field.
    pub fn mark_line(self, field: bool) {
        let page = self.page.get_untracked();
        let held = self.mark_in_hand();
        let Some(rect) = held
            .as_ref()
            .map(|(_, m)| m.rect)
            .or_else(|| self.word_in_hand().map(|w| w.rect))
        else {
            return;
        };
        spawn_local(async move {
            match call(WholeLine {
                inquiry: self.inquiry,
                attachment: self.attachment,
                page,
                rect,
                field,
            })
            .await
            {
                Ok(line) => {
                    let words = untrack(|| self.words_of(page));
                    let mark = MarkView {
                        page,
                        ..self.mark(line, text_under(&words, &line))
                    };
                    self.marks.update(|m| match held {
                        Some((at, _)) => m.widen(at, line),
                        None => {
                            m.add(vec![mark]);
                        }
                    });
                    self.at.set(None);
                    let said = if field {
                        "redact-field-marked"
                    } else {
                        "redact-line-marked"
                    };
                    self.say(said, &[]);
                }
                Err(error) => self.desk.fail(&error),
            }
        });
    }

    /// Marks the same text wherever it stands, on all pages.
    pub fn mark_all_like(self) {
        let text = self
            .word_in_hand()
            .map(|w| w.text)
            .or_else(|| self.mark_in_hand().and_then(|(_, m)| m.text));
        let Some(text) = text.filter(|t| !t.trim().is_empty()) else {
            return;
        };
        spawn_local(async move {
            match call(FindText {
                inquiry: self.inquiry,
                attachment: self.attachment,
                text: text.clone(),
            })
            .await
            {
                Ok(places) => {
                    let marks = places
                        .into_iter()
                        .map(|p| MarkView {
                            page: p.page,
                            ..self.mark(p.rect, Some(text.clone()))
                        })
                        .collect();
                    let added = self.marks.try_update(|m| m.add(marks)).unwrap_or(0);
                    self.say("redact-all-marked", &[("n", added.into())]);
                }
                Err(error) => self.desk.fail(&error),
            }
        });
    }

    /// Deletes a mark.
    pub fn delete(self, at: usize) {
        self.marks.update(|m| m.remove(at));
        self.at.set(None);
        self.say("redact-mark-deleted", &[]);
    }

    /// Takes the last change of the marks back.
    pub fn undo(self) {
        let undone = self.marks.try_update(Marks::undo).unwrap_or(false);
        self.at.set(None);
        self.say(
            if undone {
                "redact-undone"
            } else {
                "redact-nothing-to-undo"
            },
            &[],
        );
    }
}
