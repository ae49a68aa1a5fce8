//! What somebody typed, pasted or sent, made fit to be read: the one place, whatever way it came in.
//!
//! [`crate::apply`] cleans every act before it changes anything, so that the window, the command line, an import and
//! the server's intake store the same text. What is cleaned once stays as it is when it is cleaned again.

use crate::act::{Act, Correction};
use crate::file_name::clean_name;
use crate::inquiry::{Applicant, Attachment};
use crate::refusal::Refusal;
use crate::sensitive::Sensitive;
use std::borrow::Cow;

/// The longest value that is one line by nature (a name, a subject, an address), in characters.
pub const LONGEST_LINE: usize = 2_000;
/// The longest remark of the staff (a reason, a resolution), in characters.
pub const LONGEST_REMARK: usize = 20_000;
/// The largest text (an inquiry's words, an answer, a note), in bytes of UTF-8.
pub const LARGEST_TEXT: usize = 1024 * 1024;

/// Characters that show nothing, or change the direction in which others are read: they can hide what stands there.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// A text of several lines without control and hidden characters, its line ends all `\n`.
#[must_use]
pub fn text(raw: &str) -> Cow<'_, str> {
    let kept = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_hidden(c));
    let is_end = |c: char| matches!(c, '\r' | '\u{2028}' | '\u{2029}');
    if raw.chars().all(|c| kept(c) && !is_end(c)) {
        return Cow::Borrowed(raw);
    }
    let mut clean = String::with_capacity(raw.len());
    let mut after_return = false;
    for c in raw.chars() {
        match c {
            '\n' if after_return => {}
            c if is_end(c) => clean.push('\n'),
            c if kept(c) => clean.push(c),
            _ => {}
        }
        after_return = c == '\r';
    }
    Cow::Owned(clean)
}

/// A value that is one line by nature: as [`text`], with single blanks in place of breaks, and none at its ends.
#[must_use]
pub fn line(raw: &str) -> Cow<'_, str> {
    // A blank that must not break keeps its kind: it stands between initials and a surname.
    let parts = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    let clean = text(raw);
    let whole = clean
        .split(parts)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if whole == raw {
        Cow::Borrowed(raw)
    } else {
        Cow::Owned(whole)
    }
}

/// Whether [`text`] takes out something that the writer should be told of: not a line end, nor a mark that every
/// program drops quietly.
#[must_use]
pub fn loses(raw: &str) -> bool {
    raw.chars().any(|c| {
        let quiet = matches!(c, '\n' | '\t' | '\r' | '\u{feff}' | '\u{ad}' | '\u{200b}');
        !quiet && (c.is_control() || is_hidden(c))
    })
}

/// An act with every text in it cleaned.
///
/// # Errors
/// [`Refusal::TooLong`] for a value that is longer than its kind may be.
pub fn act(act: &Act) -> Result<Act, Refusal> {
    let mut clean = act.clone();
    match &mut clean {
        Act::Receive(card) | Act::Register(card) => {
            one_line("subject", &mut card.subject)?;
            words("text", &mut card.text.0)?;
            if let Some(service) = &mut card.service {
                one_line("service", service)?;
            }
            let source = card.source.as_mut();
            if let Some(consent) = source.and_then(|s| s.consent.as_mut()) {
                one_line("policy", &mut consent.policy)?;
            }
            card.applicants.iter_mut().try_for_each(applicant)?;
            card.attachments.iter_mut().for_each(file);
        }
        Act::Correct(correction) => correct(correction)?,
        Act::Assign { resolution, .. } => remark("resolution", resolution)?,
        Act::SaveDraft(draft) => words("body", &mut draft.body.0)?,
        Act::Return { reason }
        | Act::Reopen { reason }
        | Act::Void { reason }
        | Act::Extend { reason, .. }
        | Act::Recount { reason } => remark("reason", reason)?,
        Act::RecordDispatch { reference, .. } => one_line("reference", reference)?,
        Act::Forward { to, .. } => one_line("to", to)?,
        Act::NotConsidered { note, .. } => remark("note", note)?,
        Act::AddNote { text } => words("text", text)?,
        Act::Attach(attached) | Act::RecordRedaction(attached) => file(attached),
        Act::EnterInRegister { .. }
        | Act::SubmitForSignoff
        | Act::Approve
        | Act::Close { .. }
        | Act::Link { .. }
        | Act::Restrict { .. }
        | Act::Archive { .. }
        | Act::Withdraw { .. }
        | Act::SettleConflict { .. } => {}
    }
    Ok(clean)
}

fn correct(c: &mut Correction) -> Result<(), Refusal> {
    if let Some(subject) = &mut c.subject {
        one_line("subject", subject)?;
    }
    c.applicants.iter_mut().flatten().try_for_each(applicant)
}

fn applicant(a: &mut Applicant) -> Result<(), Refusal> {
    one_line("name", &mut a.name.0)?;
    one_line("phone", &mut a.phone.0)?;
    one_line("email", &mut a.email.0)?;
    one_line("address", &mut a.address.0)
}

/// The name of a file that is cleaned already has its hidden characters written out, and is left alone.
fn file(attached: &mut Attachment) {
    let name = attached.name.expose();
    if name.chars().any(|c| c.is_control() || is_hidden(c)) {
        attached.name = Sensitive(clean_name(name));
    }
}

fn one_line(field: &str, value: &mut String) -> Result<(), Refusal> {
    if let Cow::Owned(clean) = line(value) {
        *value = clean;
    }
    within(field, value.chars().count(), LONGEST_LINE)
}

fn remark(field: &str, value: &mut String) -> Result<(), Refusal> {
    if let Cow::Owned(clean) = text(value) {
        *value = clean;
    }
    within(field, value.chars().count(), LONGEST_REMARK)
}

fn words(field: &str, value: &mut String) -> Result<(), Refusal> {
    if let Cow::Owned(clean) = text(value) {
        *value = clean;
    }
    within(field, value.len(), LARGEST_TEXT)
}

fn within(field: &str, length: usize, most: usize) -> Result<(), Refusal> {
    if length <= most {
        return Ok(());
    }
    Err(Refusal::TooLong {
        field: field.into(),
        most: u32::try_from(most).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_turns_text_is_taken_out() {
        let check = |raw: &str, expect: &str| {
            assert_eq!(text(raw), expect, "{raw:?}");
            assert_eq!(text(expect), expect, "cleaning twice changes nothing");
        };
        check("Суу\u{0} жок\u{202e}\u{7}!", "Суу жок!");
        check("a\r\nb\rc\u{2028}d\n\te", "a\nb\nc\nd\n\te");
        check("со\u{ad}гласен\u{200b}", "согласен");
        assert!(matches!(text("Көчөдө жарык жок.\n"), Cow::Borrowed(_)));
        assert_eq!(line("  Демо\r\n Өмүр\t\u{202e} "), "Демо Өмүр");
        assert_eq!(line("А.\u{a0}Демоев"), "А.\u{a0}Демоев");
    }

    #[test]
    fn only_what_matters_is_told() {
        assert!(loses("a\u{0}b") && loses("a\u{202e}b"));
        assert!(!loses("\u{feff}a\r\nb\u{ad}\u{200b}"));
    }

    #[test]
    fn limits_name_their_field() {
        let most = |act_: Act| act(&act_).err();
        let note = |n: usize| Act::AddNote {
            text: "x".repeat(n),
        };
        assert_eq!(most(note(LARGEST_TEXT)), None);
        assert_eq!(
            most(note(LARGEST_TEXT + 1)),
            Some(Refusal::TooLong {
                field: "text".into(),
                most: 1024 * 1024
            })
        );
        let reason = Act::Return {
            reason: "ө".repeat(LONGEST_REMARK + 1),
        };
        assert!(matches!(most(reason), Some(Refusal::TooLong { field, .. }) if field == "reason"));
    }
}
