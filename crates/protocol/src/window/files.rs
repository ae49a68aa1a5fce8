//! Files: staged before they belong to a case, stored, looked at.

use domain::ids::{AttachmentId, InquiryId};
use serde::{Deserialize, Serialize};

/// Asks for files. Empty when the person cancels.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PickFiles {}

/// A file pasted into the window.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StagePasted {
    /// Name.
    pub name: String,
    /// Bytes in base64.
    pub base64: String,
}

/// A file that is encrypted in the replica's store but belongs to no case yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagedFile {
    /// Staging id.
    pub id: String,
    /// Name as it will be shown.
    pub name: String,
    /// Media type found from the bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Remarks: codes of `file-warning-<code>`, for example `name-changed`, `type-differs`.
    pub warnings: Vec<String>,
    /// Why it cannot be taken, if it cannot.
    pub refused: Option<crate::ApiError>,
}

/// Forgets a staged file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DropStaged {
    /// Staging id.
    pub id: String,
}

/// Adds staged files to a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttachStaged {
    /// The case.
    pub inquiry: InquiryId,
    /// Staged files.
    pub staged: Vec<String>,
    /// Whether they go with the answer.
    pub answer: bool,
}

/// Asks where to save a file in the clear. The reply is the name it got; `None` when cancelled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveAttachment {
    /// The case.
    pub inquiry: InquiryId,
    /// The file.
    pub attachment: AttachmentId,
}

/// Asks what a file is: a stored one, a staged one (register screen) or a burned copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileInfo {
    /// Which.
    pub file: FileRef,
}

/// A file the window can look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FileRef {
    /// Of a case.
    Attachment {
        /// The case.
        inquiry: InquiryId,
        /// The file.
        attachment: AttachmentId,
    },
    /// Staged.
    Staged {
        /// Staging id.
        id: String,
    },
    /// Burned, not yet released.
    Burned {
        /// Job of [`super::redact::Apply`].
        job: String,
    },
    /// A paper made by [`super::papers`].
    Paper {
        /// Its token.
        token: String,
    },
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileInfoView {
    /// `pdf`, `jpeg`, `png`, `tiff`, `webp`, `bmp`, or `other`, which cannot be shown page by page.
    pub kind: String,
    /// Pages, width and height each in points (PDF) or pixels (pictures).
    pub pages: Vec<[f32; 2]>,
    /// Bytes.
    pub size: u64,
    /// Whether the bytes are on this device; otherwise they come with a sync.
    pub here: bool,
}

/// Draws a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilePage {
    /// Which file.
    pub file: FileRef,
    /// Page from 1.
    pub page: u32,
    /// Dots an inch; for pictures, 72 is one to one.
    pub dpi: u32,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PagePicture {
    /// PNG as `data:` URL.
    pub url: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}
