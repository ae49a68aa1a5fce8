//! Closed cases go into the archive: what a case lacks, its file as one PDF, and the record that it is archived.

mod complete;
mod list;
mod verdict;

use super::sheet::Sheet;
use crate::components::{Button, Empty, ErrorNote, Loading, Look, Note};
use crate::i18n::{Words, words};
use crate::ipc::{Remote, call, fetch};
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use complete::{Check, FileState, Readable, checks, missing};
use domain::ids::InquiryId;
use domain::{Act, Inquiry, Role, State};
use leptos::prelude::*;
use leptos::task::spawn_local;
use list::{Cases, CasesPanel};
use protocol::window::case::{CaseView, OpenCase};
use protocol::window::files::{FileInfo, FileRef};
use protocol::window::papers::{MakeCaseFile, PaperView, SavePaper};
use verdict::Completeness;

#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    words: Words,
    cases: Cases,
    /// The case in hand with the state of its files.
    case: RwSignal<Option<(CaseView, Vec<FileState>)>>,
    paper: RwSignal<Option<Remote<PaperView>>>,
    /// The paper that was saved, by its token: only that one is recorded.
    saved: RwSignal<Option<(String, String)>>,
    busy: RwSignal<bool>,
    may: bool,
}

impl Work {
    fn checks(self) -> Vec<Check> {
        self.case.with(|c| {
            c.as_ref()
                .map(|(case, files)| checks(&case.inquiry, case.queued.len(), files))
                .unwrap_or_default()
        })
    }

    fn closed(self) -> bool {
        self.case.with(|c| {
            c.as_ref()
                .is_some_and(|(c, _)| matches!(c.inquiry.state, State::Closed { .. }))
        })
    }

    fn paper(self) -> Option<PaperView> {
        self.paper
            .with(|p| p.as_ref().and_then(Remote::ready).cloned())
    }

    fn can_make(self) -> bool {
        self.case.with(Option::is_some) && missing(&self.checks()) == 0 && !self.busy.get()
    }

    fn can_record(self) -> bool {
        let token = self.paper().map(|p| p.token);
        let saved = self.saved.with(|s| s.as_ref().map(|(t, _)| t.clone()));
        self.may && self.closed() && token.is_some() && token == saved && !self.busy.get()
    }

    fn make(self) {
        if !untrack(|| self.can_make()) {
            return;
        }
        let Some(inquiry) = self.cases.chosen.get_untracked() else {
            return;
        };
        self.busy.set(true);
        self.saved.set(None);
        self.paper.set(Some(Remote::Loading));
        let lang = untrack(|| self.words.lang());
        spawn_local(async move {
            let reply = call(MakeCaseFile { inquiry, lang }).await;
            self.busy.try_set(false);
            // The archivist went on to another case meanwhile.
            if self.cases.chosen.try_get_untracked().flatten() != Some(inquiry) {
                return;
            }
            if let Ok(paper) = &reply {
                self.desk.say(self.made(paper));
            }
            self.paper.try_set(Some(match reply {
                Ok(paper) => Remote::Ready(paper),
                Err(error) => Remote::Failed(error),
            }));
        });
    }

    fn made(self, paper: &PaperView) -> String {
        self.words.with(
            "archives-made",
            &[
                ("pages", paper.pages.into()),
                ("size", self.words.size(paper.size).into()),
            ],
        )
    }

    fn save(self) {
        let Some(paper) = untrack(|| self.paper()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let reply = call(SavePaper {
                token: paper.token.clone(),
            })
            .await;
            self.busy.try_set(false);
            match reply {
                Ok(Some(name)) => {
                    let key = if untrack(|| self.closed()) {
                        "archives-saved"
                    } else {
                        "archives-saved-copy"
                    };
                    self.desk
                        .done(self.words.with(key, &[("name", name.clone().into())]));
                    self.saved.try_set(Some((paper.token, name)));
                }
                Ok(None) => self.desk.say(self.words.get("archives-save-cancelled")),
                Err(error) => self.desk.fail(&error),
            }
        });
    }

    fn record(self) {
        if !untrack(|| self.can_record()) {
            if untrack(|| self.closed() && self.paper().is_some()) {
                self.desk.say(self.words.get("archives-save-first"));
            }
            return;
        }
        let (Some(inquiry), Some(paper)) =
            (self.cases.chosen.get_untracked(), untrack(|| self.paper()))
        else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let done = self
                .desk
                .perform(
                    vec![inquiry],
                    Act::Archive {
                        sha256: paper.sha256,
                    },
                )
                .await;
            self.busy.try_set(false);
            let number = done
                .and_then(|p| p.done.into_iter().next())
                .map(|d| d.number);
            if let Some(number) = number {
                let key = if self.cases.total() > 1 {
                    "archives-recorded"
                } else {
                    "archives-recorded-last"
                };
                self.desk
                    .done(self.words.with(key, &[("number", number.into())]));
            }
        });
    }
}

/// Closed cases go into the archive.
#[component]
pub fn Archive() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let work = Work {
        desk,
        words,
        cases: Cases::open(),
        case: RwSignal::new(None),
        paper: RwSignal::new(None),
        saved: RwSignal::new(None),
        busy: RwSignal::new(false),
        may: desk.is(Role::Archivist),
    };
    let opened = fetch(move || {
        desk.changed.track();
        work.cases.chosen.get().map(|id| OpenCase { id })
    });
    // Another case: its paper is not this one's.
    Effect::new(move |_| {
        work.cases.chosen.track();
        work.paper.set(None);
        work.saved.set(None);
        work.case.set(None);
    });
    Effect::new(move |_| {
        if let Remote::Ready(view) = opened.value.get() {
            spawn_local(async move {
                let files = look_at_files(words, &view.inquiry).await;
                if work.cases.chosen.try_get_untracked().flatten() == Some(view.inquiry.id) {
                    work.case.try_set(Some((view, files)));
                }
            });
        }
    });
    use_keys(move |key| {
        if key.plain("KeyV") {
            opened.refresh();
            desk.say(words.get("archives-checked-again"));
        } else if key.ctrl("KeyG") {
            work.make();
        } else if key.ctrl("KeyS") || key.ctrl("KeyP") {
            work.save();
        } else if key.ctrl("Enter") {
            work.record();
        } else if key.plain("Enter") {
            open(desk, work.cases.chosen.get_untracked());
        } else {
            return false;
        }
        true
    });
    view! {
        <section class="page archive" data-test="archive">
            <div class="page-head">
                <h1>{words.say("archives-title")}</h1>
                <span class="muted">{words.say("archives-lead")}</span>
            </div>
            <div class="archive-columns">
                <CasesPanel cases=work.cases/>
                <div class="archive-case">
                    {move || match (work.cases.chosen.get(), opened.value.get()) {
                        (None, _) => view! { <Empty title=words.say("archives-choose") icon="archive"/> }.into_any(),
                        (_, Remote::Loading) => view! { <Loading/> }.into_any(),
                        (_, Remote::Failed(error)) => view! { <ErrorNote error on_retry=move || opened.refresh()/> }.into_any(),
                        (Some(_), Remote::Ready(view)) => view! { <Case work inquiry=view.inquiry again=move || opened.refresh()/> }.into_any(),
                    }}
                </div>
                <div class="archive-paper">
                    {move || work.paper.get().map(|paper| match paper {
                        Remote::Loading => view! { <p class="muted">{words.say("archives-making")}</p><Loading lines=12/> }.into_any(),
                        Remote::Failed(error) => view! { <ErrorNote error on_retry=move || work.make()/> }.into_any(),
                        Remote::Ready(paper) => view! { <Sheet file=FileRef::Paper { token: paper.token } name=paper.name test="archives-paper"/> }.into_any(),
                    })}
                </div>
            </div>
        </section>
    }
}

fn open(desk: Desk, id: Option<InquiryId>) {
    if let Some(id) = id {
        desk.show_case(id);
    }
}

/// Opens every file of the case as far as knowing what it is, so that a broken one is named before it is needed.
async fn look_at_files(words: Words, inquiry: &Inquiry) -> Vec<FileState> {
    let mut files = Vec::new();
    for file in &inquiry.attachments {
        let request = FileInfo {
            file: FileRef::Attachment {
                inquiry: inquiry.id,
                attachment: file.id,
            },
        };
        let state = match call(request).await {
            Ok(info) if info.here => Readable::Yes,
            Ok(_) => Readable::NotHere,
            // It is whole, only not one that can be shown: a PDF with a password, for example.
            Err(error) if error.code.starts_with("redaction-error-") => Readable::Yes,
            Err(error) => Readable::Broken(words.error(&error)),
        };
        files.push(FileState {
            name: file.name.expose().clone(),
            state,
        });
    }
    files
}

#[component]
fn Case(work: Work, inquiry: Inquiry, #[prop(into)] again: Callback<()>) -> impl IntoView {
    let (desk, words) = (work.desk, work.words);
    let id = inquiry.id;
    let number = inquiry.shown_number().unwrap_or_default();
    let closed = matches!(inquiry.state, State::Closed { .. });
    view! {
        <div class="archive-scroll stack" tabindex="0" role="region" aria-label=words.say("archives-case")>
            <div class="line">
                <h2 class="figures" data-test="archives-number">{number}</h2>
                <span class="grow"></span>
                <button type="button" class="link" data-test="archives-open-case" on:click=move |_| desk.show_case(id)>{words.say("archives-open-case")}</button>
            </div>
            <p>{inquiry.subject.clone()}</p>
            <Ending work inquiry/>
            <Completeness work again/>
            {move || work.paper().map(|paper| {
                let made = work.made(&paper);
                view! {
                    <p data-test="archives-made">{made}</p>
                    <p class="muted">{words.say("archives-hash")}<br/><code class="details">{paper.sha256}</code></p>
                }
            })}
            {move || work.saved.with(|s| s.as_ref().map(|(_, name)| name.clone())).map(|name| {
                let key = if work.closed() { "archives-saved" } else { "archives-saved-copy" };
                view! { <div data-test="archives-saved"><Note kind="ok"><p>{move || words.with(key, &[("name", name.clone().into())])}</p></Note></div> }
            })}
            {(closed && !work.may).then(|| view! { <Note kind="soon"><p>{words.say("archives-not-allowed")}</p></Note> })}
        </div>
        <div class="page-foot">
            <Button label=words.say("archives-make") on_press=move || work.make() test="archives-make" icon="file" key="Ctrl+G" disabled=Signal::derive(move || !work.can_make())/>
            <Button label=words.say("archives-save") on_press=move || work.save() test="archives-save" icon="download" key="Ctrl+S"
                disabled=Signal::derive(move || work.paper().is_none() || work.busy.get())/>
            {(closed && work.may).then(|| view! {
                <Button label=words.say("archives-record") on_press=move || work.record() test="archives-record" look=Look::Primary icon="archive" key="Ctrl+Enter"
                    disabled=Signal::derive(move || !work.can_record())/>
            })}
        </div>
    }
}

/// When and how the case ended, and how long it is kept.
#[component]
fn Ending(work: Work, inquiry: Inquiry) -> impl IntoView {
    let (desk, words) = (work.desk, work.words);
    let (key, at, index, hash) = match inquiry.state {
        State::Closed { at, file_index, .. } => ("archives-closed-on", at, file_index, None),
        State::Archived {
            at,
            file_index,
            sha256,
        } => ("archives-archived-on", at, file_index, Some(sha256)),
        _ => return ().into_any(),
    };
    let file = move || {
        let lang = words.lang();
        desk.with(|s| {
            s.profile.files.iter().find(|f| f.index == index).map(|f| {
                (
                    format!("{} {}", f.index, f.title.get(lang)),
                    f.retention.get(lang).to_owned(),
                )
            })
        })
        .flatten()
    };
    view! {
        <ul class="archive-ending">
            <li>{move || words.with(key, &[("date", words.moment(at).into())])}</li>
            {move || file().map(|(title, retention)| view! {
                <li>{words.say("archives-file-index")}": "{title}</li>
                <li class="muted">{words.with("archives-retention", &[("retention", retention.into())])}</li>
            })}
            {hash.map(|hash| view! { <li class="muted">{words.say("archives-hash")}<br/><code class="details" data-test="archives-hash">{hash}</code></li> })}
        </ul>
    }
    .into_any()
}
