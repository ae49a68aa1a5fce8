//! The submissions of a website's Electronic Reception, read from the bytes of a file.
//!
//! What arrives is what a web form, a content-management system or Excel wrote: JSON or CSV, in
//! any of the encodings those programs choose. [`read`] takes the good rows, and reports each bad
//! one with its line in the file and a code; nothing is lost silently and nothing is guessed
//! silently. One submission posted to the server goes through the same rules: [`validate_web`].
//!
//! The crate is pure: bytes in, data out. It knows no clock, no file system and no user interface;
//! the sentence for each code is in the text catalogue (`intake-problem-<code>`,
//! `intake-warning-<code>`, `intake-file-<code>`).
//!
//! To add a field: [`columns`] (its names in three languages), `check` (its rule) and
//! [`Submission`]. To add a code: [`problem`], then the three `intake.ftl` files; a test holds the
//! two together.

mod check;
pub mod columns;
mod delimited;
mod encoding;
mod gather;
mod json;
mod phone;
pub mod problem;
mod sheet;
mod submission;
mod web;
mod when;

pub use encoding::Encoding;
pub use problem::{FileError, ProblemCode, RowProblem, Warning, WarningCode};
pub use submission::{Submission, SubmittedAt, same_words};
pub use web::{FieldProblem, WebSubmission, validate_web};

use serde::Serialize;

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;
/// The largest cell or JSON value that is taken, in bytes of UTF-8.
pub const MAX_CELL_BYTES: usize = domain::clean::LARGEST_TEXT;
/// The most rows that one file may hold, blank ones not counted.
pub const MAX_ROWS: usize = 100_000;

/// What a file was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DetectedFormat {
    /// How the bytes spell characters.
    pub encoding: Encoding,
    /// The character between cells; `None` for JSON.
    pub delimiter: Option<char>,
    /// Table, JSON document or JSON lines.
    pub kind: Kind,
}

/// The shape of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Rows of cells under a line of column names.
    Table,
    /// A JSON array, `{ "submissions": [...] }`, or a single object.
    Json,
    /// One JSON object a line.
    JsonLines,
}

/// What [`read`] found in a file.
#[derive(Debug, PartialEq)]
pub struct Import {
    /// The submissions that can be taken, in the order of the file.
    pub rows: Vec<Submission>,
    /// The rows that cannot, each with its line and reason, in the order of the file.
    pub problems: Vec<RowProblem>,
    /// How the file was read.
    pub format: DetectedFormat,
    /// Rows that were not blank: taken ones, and those with a problem, each counted once.
    pub total: usize,
}

/// Reads a file of submissions.
///
/// `file_name` only decides what to say about a file that is no table (a workbook, for example);
/// how to read is decided by the content.
///
/// # Errors
/// A [`FileError`] where no row can be read at all: too large, empty, not text, a workbook, no
/// column for the content, too many rows, or JSON of another shape.
pub fn read(bytes: &[u8], file_name: Option<&str>) -> Result<Import, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge {
            bytes: bytes.len(),
            limit: MAX_FILE_BYTES,
        });
    }
    encoding::refuse_foreign(bytes, file_name)?;
    let (text, encoding) = encoding::decode(bytes)?;
    match text.trim_start().chars().next() {
        None => Err(FileError::Empty),
        Some('[' | '{') => json::read(&text, encoding),
        Some(_) => sheet::read(&text, encoding),
    }
}
