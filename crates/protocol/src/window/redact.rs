//! Mark -> Apply -> Verify.

use domain::ids::{AttachmentId, InquiryId};
use serde::{Deserialize, Serialize};

/// A rectangle in points from the page's top left (pictures: pixels of the upright picture).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RectView {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

/// A rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlacedRect {
    /// Page from 1.
    pub page: u32,
    /// Where.
    pub rect: RectView,
}

/// A word of a page's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WordView {
    /// Text.
    pub text: String,
    /// Where.
    pub rect: RectView,
    /// Line of the page.
    pub line: u32,
}

/// The words of a page, where it has text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageWords {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Page from 1.
    pub page: u32,
}

/// Where a text stands, on all pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FindText {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Text.
    pub text: String,
}

/// A mark widened to its whole line, or to its field.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WholeLine {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Page from 1.
    pub page: u32,
    /// The mark.
    pub rect: RectView,
    /// Only as far as the field of a form or a table goes.
    #[serde(default)]
    pub field: bool,
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkView {
    /// Page from 1.
    pub page: u32,
    /// Where.
    pub rect: RectView,
    /// Reason code of the profile: `personal-data`, `third-party`, `minor`, `card-data`, `secret-by-law`.
    pub reason: String,
    /// What the marked words said, where known.
    #[serde(default)]
    pub text: Option<String>,
}

/// Burns the marks into a new copy. Long: sends progress under `job`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Apply {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
    /// Marks.
    pub marks: Vec<MarkView>,
    /// Name for progress and for what follows, chosen by the window.
    pub job: String,
}

/// A burned copy: to be looked at as [`super::files::FileRef::Burned`], not yet releasable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BurnedView {
    /// Job.
    pub job: String,
    /// Pages.
    pub pages: u32,
    /// Bytes.
    pub size: u64,
}

/// The second reader looks at the copy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Verify {
    /// Job.
    pub job: String,
}

/// What the second reader found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VerificationView {
    /// Whether all checks passed.
    pub passed: bool,
    /// Each check.
    pub checks: Vec<CheckView>,
}

/// One check; its name is `redaction-check-<name>` in the texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckView {
    /// Name.
    pub name: String,
    /// Whether it passed.
    pub passed: bool,
    /// Where it failed, technical.
    pub detail: String,
}

/// Stores the verified copy with its certificate in the case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Release {
    /// Job.
    pub job: String,
}

/// Forgets a burned copy, or stops burning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Discard {
    /// Job.
    pub job: String,
}
