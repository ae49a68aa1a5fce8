//! The report of a period: plain rows, one for each inquiry, become a [`ReportModel`] (figures with the inquiries
//! behind each, totals reconciled), and the model becomes a PDF with its data inside.
//!
//! The model knows codes, not words: labels ([`Labels`]) and texts come in when it is put on paper, so that the same
//! model is printed in any language, and an office's own topics and channels need no change here.
//!
//! To add a section: a variant of [`Dimension`], what a row answers to it in [`Dimension::of`], and its title
//! `report-by-<code>` in `crates/text/ftl/*/report.ftl`.

mod data;
mod labels;
mod model;
mod page;
mod row;
mod spread;

pub use data::{csv, json};
pub use labels::Labels;
pub use model::{Figure, Period, ReportInput, ReportModel, Section, SectionRow, Signer, Unsynced};
pub use page::{document, pdf};
pub use row::{Dimension, ReportRow, Timeliness};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The period ends before it begins.
    #[error("the period ends ({to}) before it begins ({from})")]
    Period {
        /// First day.
        from: chrono::NaiveDate,
        /// Last day.
        to: chrono::NaiveDate,
    },
    /// An inquiry was received outside the period for which it is given.
    #[error("inquiry {number} was received on {received}, outside the period")]
    OutsidePeriod {
        /// Its number.
        number: String,
        /// Its day of receipt.
        received: chrono::NaiveDate,
    },
    /// An inquiry is given twice.
    #[error("inquiry {number} is there twice")]
    Twice {
        /// Its number.
        number: String,
    },
    /// A section does not add up to the total.
    #[error("section {section} counts {counted} inquiries of {total}")]
    Unreconciled {
        /// Code of the section.
        section: String,
        /// The sum of its rows.
        counted: usize,
        /// What it had to be.
        total: usize,
    },
    /// The data could not be written as JSON or CSV.
    #[error("the rows cannot be written as data")]
    Data(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The paper could not be written.
    #[error(transparent)]
    Paper(#[from] paper::PaperError),
}
