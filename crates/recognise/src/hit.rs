//! A finding: what, where, how sure, and why.

use crate::kind::Kind;

/// A place that seems to hold personal data. A person confirms it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What.
    pub kind: Kind,
    /// First character, in Unicode scalar values.
    pub start: usize,
    /// After the last one.
    pub end: usize,
    /// Where the word begins that names it, if that word must be hidden or shown with it (of a password); else `start`.
    pub named_from: usize,
    /// 0 to 1: how sure.
    pub score: f32,
    /// The reason.
    pub why: Why,
}

/// The reason of a finding. Sentences are made of it where texts are made; it holds no personal data, only a word that
/// stood beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The check digits are right.
    Checksum,
    /// The check digits are right, and this word names it.
    ChecksumAndLabel(String),
    /// This word names it.
    Label(String),
    /// It has the form.
    Form,
    /// It has the form, and this word names it.
    FormAndLabel(String),
    /// The figures hold a date of birth that exists.
    DateWithin,
    /// The same, and this word names it.
    DateWithinAndLabel(String),
    /// Given name, surname or patronymic side by side.
    NameParts,
    /// A name with initials.
    Initials,
    /// `уулу` or `кызы` after a name.
    ChildOf,
    /// One word, a known name.
    KnownName,
    /// This word announces a person.
    Announced(String),
    /// The tagger takes it for a person.
    Tagger,
    /// The tagger takes it for a person, and it has a name's form.
    TaggerAndForm,
    /// The name stands elsewhere in the text.
    Repeated,
    /// Parts of an address in a row; how many.
    AddressParts(usize),
}

impl Why {
    /// The code in data and texts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Why::Checksum => "checksum",
            Why::ChecksumAndLabel(_) => "checksum_and_label",
            Why::Label(_) => "label",
            Why::Form => "form",
            Why::FormAndLabel(_) => "form_and_label",
            Why::DateWithin => "date_within",
            Why::DateWithinAndLabel(_) => "date_within_and_label",
            Why::NameParts => "name_parts",
            Why::Initials => "initials",
            Why::ChildOf => "child_of",
            Why::KnownName => "known_name",
            Why::Announced(_) => "announced",
            Why::Tagger => "tagger",
            Why::TaggerAndForm => "tagger_and_form",
            Why::Repeated => "repeated",
            Why::AddressParts(_) => "address_parts",
        }
    }

    /// The word that stood beside it, if the reason has one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Why::ChecksumAndLabel(w)
            | Why::Label(w)
            | Why::FormAndLabel(w)
            | Why::DateWithinAndLabel(w)
            | Why::Announced(w) => Some(w),
            _ => None,
        }
    }

    /// A number, if the reason has one.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match self {
            Why::AddressParts(n) => Some(*n),
            _ => None,
        }
    }
}

impl Hit {
    pub(crate) fn new(kind: Kind, start: usize, end: usize, score: f32, why: Why) -> Self {
        Self {
            kind,
            start,
            end,
            named_from: start,
            score,
            why,
        }
    }

    /// Whether the two share a character.
    #[must_use]
    pub fn meets(&self, start: usize, end: usize) -> bool {
        self.start < end && start < self.end
    }
}
