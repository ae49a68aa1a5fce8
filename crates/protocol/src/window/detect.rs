//! Personal data that the program believes to have found: suggestions, of which a person takes those that are right.

use super::redact::{PlacedRect, WordView};
use domain::ids::{AttachmentId, InquiryId};
use serde::{Deserialize, Serialize};

/// Why something is taken for personal data; the sentence is `detect-why-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Code.
    pub code: String,
    /// A word that stood beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// How many parts, where that is the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// Looks for personal data in the words of a file. Takes a moment for a long one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Suggest {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
}

/// What was found in a file, and what could not be looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuggestionsView {
    /// In the order of reading.
    pub found: Vec<SuggestionView>,
    /// Pages that show something and have no words: a person has to look at them.
    pub unread: Vec<u32>,
    /// Key of the sentence that says what looked for names.
    pub model: String,
}

/// One of them.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SuggestionView {
    /// `detect-kind-<kind>` in the texts.
    pub kind: String,
    /// What stands there.
    pub text: String,
    /// 0 to 1: how sure.
    pub score: f32,
    /// Why.
    pub why: Why,
    /// Reason code of the profile, as long as a person gives no other.
    pub reason: String,
    /// Where: a box a line.
    pub places: Vec<PlacedRect>,
}

/// The words are a citizen's; they are not printed.
impl std::fmt::Debug for SuggestionView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SuggestionView({}, {:?})", self.kind, self.places)
    }
}

/// Reads a page that has no words off its pixels, and looks for personal data in what was read. Takes some seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadPage {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Page from 1.
    pub page: u32,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadPageView {
    /// The words, with their boxes. Mistakes are possible.
    pub words: Vec<WordView>,
    /// What was found in them.
    pub found: Vec<SuggestionView>,
}

/// Looks for personal data in a text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DetectText {
    /// Text.
    pub text: String,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectedView {
    /// In order; they do not meet.
    pub found: Vec<SpanView>,
    /// Key of the sentence that says what looked for names.
    pub model: String,
}

/// A place in a text, in Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpanView {
    /// First character.
    pub start: u32,
    /// After the last.
    pub end: u32,
    /// `detect-kind-<kind>` in the texts.
    pub kind: String,
    /// Why.
    pub why: Why,
}
