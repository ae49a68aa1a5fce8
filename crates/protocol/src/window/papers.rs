//! Papers: made as PDF, looked at page by page, saved.

use chrono::NaiveDate;
use domain::Lang;
use domain::ids::{AttachmentId, InquiryId};
use serde::{Deserialize, Serialize};

/// Makes the report of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeReport {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Language.
    pub lang: Lang,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportView {
    /// The paper.
    pub paper: PaperView,
    /// Its figures: sections with rows.
    pub sections: Vec<SectionView>,
    /// Inquiries of the period.
    pub total: u32,
    /// Inquiries of the same period last year.
    pub total_before: u32,
    /// Commands of this device that the server has not confirmed.
    pub queued: u32,
}

/// A table of the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionView {
    /// Title.
    pub title: String,
    /// Rows.
    pub rows: Vec<FigureView>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureView {
    /// Label.
    pub label: String,
    /// This period.
    pub count: u32,
    /// The same period last year.
    pub before: u32,
    /// Per mille of this period's total.
    pub share: u32,
}

/// Makes the archival PDF of a closed case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeCaseFile {
    /// The case.
    pub inquiry: InquiryId,
    /// Language of headings.
    pub lang: Lang,
}

/// Makes the answer's letter as it will be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeLetter {
    /// The case.
    pub inquiry: InquiryId,
}

/// Makes the certificate of a redaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MakeCertificate {
    /// The case.
    pub inquiry: InquiryId,
    /// The redacted copy.
    pub attachment: AttachmentId,
    /// Language.
    pub lang: Lang,
}

/// A paper that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaperView {
    /// To name it in what follows.
    pub token: String,
    /// File name that will be offered.
    pub name: String,
    /// Pages.
    pub pages: u32,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Draws a page of a paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaperPage {
    /// The paper.
    pub token: String,
    /// Page from 1.
    pub page: u32,
    /// Dots an inch.
    pub dpi: u32,
}

/// Asks where to save a paper. The reply is the name it got; `None` when cancelled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavePaper {
    /// The paper.
    pub token: String,
}
