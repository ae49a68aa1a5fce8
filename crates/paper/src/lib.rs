//! Papers: a [`Document`] of plain data becomes one file that is PDF/A-3a and PDF/UA-1 at once.
//!
//! The writer (krilla) refuses what does not conform, but has no layout. This crate is the layout: flowing
//! paragraphs, tables whose heads repeat on every page, key-value cards, lists, bar charts, signature lines,
//! "page x of y", an outline, and a structure tree in reading order. The same document gives the same bytes.
//!
//! The way through: [`document`] (what a caller builds) -> `shaping` and `lines` (text to lines) -> `flow`,
//! `table`, `chart` (blocks to pages) -> `draw` (pages to PDF). To add a kind of block: a variant of
//! [`Block`], its layout beside the others in `flow`, and its least height in `Flow::lead`, so that a heading before it is
//! never left alone.

mod chart;
pub mod document;
mod draw;
mod files;
mod flow;
mod letter;
mod lines;
mod page;
mod shaping;
mod subtype;
mod table;
mod tree;

pub use document::*;
pub use files::file_names;
pub use letter::{Letter, LetterHead, letter};

/// A finished file.
#[derive(Debug)]
pub struct Paper {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that the fonts cannot show, each with how often it occurred, in order of code point. On the page
    /// they are a box (□); the character itself stays readable for programs where PDF/A allows it.
    pub replaced: Vec<Replaced>,
}

/// A character for which a box was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The character of the text.
    pub character: char,
    /// How often it occurred.
    pub times: usize,
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A shipped font could not be read: a broken build.
    #[error("the shipped font {0} cannot be read")]
    Font(&'static str),
    /// A picture is neither PNG nor JPEG, or is damaged.
    #[error("picture {index} of the document cannot be read: {reason}")]
    Picture {
        /// Which picture, counted from 0.
        index: usize,
        /// What the decoder said.
        reason: String,
    },
    /// The bytes of an attachment could not be had.
    #[error("attachment {name} cannot be read")]
    Attachment {
        /// Its name.
        name: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// An attachment is larger than a PDF can hold (2 GiB).
    #[error("attachment {name} is larger than 2 GiB")]
    TooLarge {
        /// Its name.
        name: String,
    },
    /// The writer found that the file would not conform; every reason is listed.
    #[error("the document does not conform: {}", .0.join("; "))]
    Rejected(Vec<String>),
}

/// Lays out and writes a document.
///
/// # Errors
/// See [`PaperError`]. Text never fails: what cannot be shown is replaced and reported.
pub fn write(document: Document) -> Result<Paper, PaperError> {
    let mut shaper = shaping::Shaper::new()?;
    let laid = flow::lay_out(&document, &mut shaper)?;
    let pages = laid.pages.len();
    let bytes = draw::draw(document, laid, &mut shaper)?;
    Ok(Paper {
        bytes,
        pages,
        replaced: shaper.replaced(),
    })
}
