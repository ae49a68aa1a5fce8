//! What can go wrong, as codes the window turns into sentences.

use crate::plan::PlanViolation;

/// A file that the program knows and cannot redact. Each has a sentence of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// HEIC or AVIF, as telephones make them.
    Heic,
    /// A zip or compound file: DOCX, XLSX, ODT, DOC, XLS.
    Office,
    /// GIF.
    Gif,
    /// None of the formats that are known here.
    Unknown,
}

/// A bound that a file exceeds. Nothing is allocated for what exceeds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More bytes than [`crate::limits::MAX_BYTES`].
    Bytes,
    /// More pixels than [`crate::limits::MAX_PIXELS`], or a page too large to draw.
    Pixels,
    /// More pages than [`crate::limits::MAX_PAGES`].
    Pages,
}

/// Why a source cannot be read, shown or burned. The source is never changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RedactionError {
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file claims a format and cannot be read as it, or only in part. The text names the place, for logs.
    #[error("unreadable: {0}")]
    Unreadable(&'static str),
    /// The PDF needs a password that is not the empty one, or an encryption nobody here knows.
    #[error("the file is protected by a password")]
    Encrypted,
    /// A format that cannot be redacted here.
    #[error("unsupported format: {0:?}")]
    Unsupported(Foreign),
    /// The file is larger than can be worked on safely.
    #[error("limit exceeded: {0:?}")]
    Limits(Limit),
    /// A page was asked for that the file does not have.
    #[error("page {page} of {pages}")]
    OutOfRange {
        /// The page asked for, from 1.
        page: u32,
        /// How many there are.
        pages: u32,
    },
    /// The plan does not fit the file. Every violation is listed.
    #[error("the plan has {} violation(s)", .0.len())]
    Plan(Vec<PlanViolation>),
    /// The caller asked to stop. Nothing was made.
    #[error("cancelled")]
    Cancelled,
    /// A library broke down on this file. The text names the step, for logs.
    #[error("failed while {0}")]
    Failed(&'static str),
}

impl RedactionError {
    /// Every code there is, so that a test can demand a sentence for each.
    pub const CODES: [&'static str; 14] = [
        "empty",
        "unreadable",
        "encrypted",
        "unsupported-heic",
        "unsupported-office",
        "unsupported-gif",
        "unsupported",
        "limits-bytes",
        "limits-pixels",
        "limits-pages",
        "out-of-range",
        "plan-invalid",
        "cancelled",
        "failed",
    ];

    /// The code in kebab case. The localised sentence is `redaction-error-<code>`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unreadable(_) => "unreadable",
            Self::Encrypted => "encrypted",
            Self::Unsupported(Foreign::Heic) => "unsupported-heic",
            Self::Unsupported(Foreign::Office) => "unsupported-office",
            Self::Unsupported(Foreign::Gif) => "unsupported-gif",
            Self::Unsupported(Foreign::Unknown) => "unsupported",
            Self::Limits(Limit::Bytes) => "limits-bytes",
            Self::Limits(Limit::Pixels) => "limits-pixels",
            Self::Limits(Limit::Pages) => "limits-pages",
            Self::OutOfRange { .. } => "out-of-range",
            Self::Plan(_) => "plan-invalid",
            Self::Cancelled => "cancelled",
            Self::Failed(_) => "failed",
        }
    }
}

/// Runs foreign parsers and renderers. They promise not to panic; a stranger's file may prove them wrong, and the clerk
/// must then see an error and not a vanished window.
pub(crate) fn guarded<T>(
    step: &'static str,
    work: impl FnOnce() -> Result<T, RedactionError>,
) -> Result<T, RedactionError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or(Err(RedactionError::Failed(step)))
}
