//! The answer as the letter that the applicant gets, in the language of the answer.

use crate::error::{DeskError, Result};
use crate::files::blocking;
use crate::session::Session;
use domain::inquiry::AttachmentRole;
use domain::{Inquiry, InquiryId, Lang, Refusal, State};
use paper::{Footer, Letter, LetterHead, SignatureLine};
use protocol::window::papers::PaperView;
use text::{Texts, arg, format};

impl Session {
    /// Makes the letter: a preview while it is a draft, the letter itself once signed.
    ///
    /// # Errors
    /// A refusal for an unknown case or one without a draft, or the writer's.
    pub async fn make_letter(&self, inquiry: InquiryId) -> Result<PaperView> {
        let i = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        self.check_access(&i)?;
        let letter = self.letter_of(&i)?;
        let made = blocking(move || write(paper::letter(letter))).await?;
        self.papers.keep(&format!("{}.pdf", file_stem(&i)), made)
    }

    fn letter_of(&self, i: &Inquiry) -> Result<Letter> {
        let missing = || Refusal::Missing {
            fields: vec!["draft".into()],
        };
        let draft = i.draft.as_ref().ok_or_else(missing)?;
        let (lang, office) = (draft.lang, self.office());
        let t = Texts::new(lang);
        let body = &office.profile.body;
        let number = i.shown_number().unwrap_or_default();
        let (salutation, paragraphs) = split(&i.with_official_number(draft.body.expose()));
        let signer = match &i.state {
            State::Answered { by, .. } | State::Closed { by, .. } => office.name_of(*by),
            _ => String::new(),
        };
        Ok(Letter {
            lang: lang.tag().to_owned(),
            title: t.with("letter-title", &[("number", arg(number.clone()))]),
            head: LetterHead {
                names: head_names(lang, |l| body.name.get(l).to_owned()),
                contacts: [body.address.get(lang), body.phone.as_str()]
                    .into_iter()
                    .filter(|s| !s.is_empty())
                    .collect::<Vec<_>>()
                    .join(", "),
            },
            marks: self.marks(i, &number, &t),
            addressee: addressee(i, &t),
            salutation,
            body: paragraphs,
            annexes_title: t.get("letter-annexes"),
            annexes: i
                .attachments
                .iter()
                .filter(|a| matches!(a.role, AttachmentRole::Answer))
                .map(|a| a.name.expose().clone())
                .collect(),
            signer: SignatureLine {
                role: body.head.get(lang).to_owned(),
                name: signer,
                under: t.get("letter-signature"),
            },
            executor: executor_line(i, &office, &t),
            footer: Footer {
                text: String::new(),
                page_of: "{page} / {pages}".into(),
            },
            attachments: Vec::new(),
            created: self.now(),
        })
    }

    fn marks(&self, i: &Inquiry, number: &str, t: &Texts) -> Vec<String> {
        let day = i.dispatch.as_ref().map_or_else(|| self.today(), |d| d.on);
        let own = i
            .dispatch
            .as_ref()
            .map(|d| d.reference.clone())
            .unwrap_or_default();
        let received = i.received_at.date_naive();
        vec![
            t.with(
                "letter-number",
                &[
                    ("date", arg(format::date_short(t.lang(), day))),
                    ("number", arg(own)),
                ],
            ),
            t.with(
                "letter-in-reply",
                &[
                    ("number", arg(number.to_owned())),
                    ("date", arg(format::date_short(t.lang(), received))),
                ],
            ),
        ]
    }
}

/// The state language's name first, then the letter's own, as bilingual heads have it.
fn head_names(lang: Lang, name: impl Fn(Lang) -> String) -> Vec<String> {
    if lang == Lang::Ky {
        vec![name(Lang::Ky), name(Lang::Ru)]
    } else {
        vec![name(Lang::Ky), name(lang)]
    }
}

fn addressee(i: &Inquiry, t: &Texts) -> Vec<String> {
    let Some(first) = i.applicants.first() else {
        return vec![t.get("card-anonymous")];
    };
    let mut lines = vec![
        first.name.expose().clone(),
        first.address.expose().clone(),
        first.email.expose().clone(),
    ];
    lines.retain(|l| !l.trim().is_empty());
    if i.applicants.len() > 1 {
        lines.push(t.with("letter-and-others", &[("n", arg(i.applicants.len() - 1))]));
    }
    lines
}

fn executor_line(i: &Inquiry, office: &crate::office::Office, t: &Texts) -> String {
    let Some(person) = i.executor.and_then(|id| office.person(id)) else {
        return String::new();
    };
    t.with(
        "letter-executor",
        &[
            ("name", arg(person.name.clone())),
            ("phone", arg(person.phone.clone())),
        ],
    )
}

/// A first line that ends in an exclamation mark or comma is the form of address; the rest are paragraphs.
fn split(body: &str) -> (String, Vec<String>) {
    let mut paragraphs: Vec<String> = body
        .split("\n\n")
        .map(|p| p.trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect();
    let addressed = paragraphs.first().is_some_and(|p| {
        p.chars().count() < 90 && (p.ends_with('!') || p.ends_with(',')) && !p.contains('\n')
    });
    let salutation = if addressed {
        paragraphs.remove(0)
    } else {
        String::new()
    };
    (salutation, paragraphs)
}

/// Writes a document.
pub(crate) fn write(document: paper::Document) -> Result<Vec<u8>> {
    let written = paper::write(document).map_err(|e| DeskError::Paper(e.to_string()))?;
    Ok(written.bytes)
}

/// A file name from the number: `214-2026`.
pub(crate) fn file_stem(i: &Inquiry) -> String {
    i.shown_number()
        .unwrap_or_else(|| i.id.to_string().chars().take(8).collect())
        .replace('/', "-")
}
