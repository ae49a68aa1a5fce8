//! What a person does.

use domain::ids::{CommandId, InquiryId};
use domain::inquiry::Card;
use domain::{Act, Lang};
use serde::{Deserialize, Serialize};

/// Does something to one inquiry or to several (bulk). For several, each is done on its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Perform {
    /// Which.
    pub inquiries: Vec<InquiryId>,
    /// What.
    pub act: Act,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Performed {
    /// Done: inquiry, command, and whether it can be taken back.
    pub done: Vec<DoneView>,
    /// Not done, with why.
    pub refused: Vec<(InquiryId, crate::ApiError)>,
}

/// One thing done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoneView {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// The command.
    pub command: CommandId,
    /// Number to show.
    pub number: String,
    /// Whether [`Act::Withdraw`] can take it back.
    pub undoable: bool,
}

/// Registers an inquiry. `card.attachments` is empty: files are named by their staging ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegisterInquiry {
    /// The card.
    pub card: Card,
    /// Staged files.
    pub staged: Vec<String>,
}

/// Looks for earlier inquiries of the same person or about the same matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindSimilar {
    /// Applicant's name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Subject or text.
    pub text: String,
}

/// Looks for what a citizen should not have sent, and for a minor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckText {
    /// Text.
    pub text: String,
}

/// Something in a text that a person should look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// `card`, `pin`, `phone`, `password`, `minor`.
    pub kind: String,
    /// First character, in Unicode scalar values.
    pub start: u32,
    /// After the last.
    pub end: u32,
}

/// Fills a template with the case's values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FillTemplate {
    /// The case.
    pub inquiry: InquiryId,
    /// Template code.
    pub template: domain::Code,
    /// Language.
    pub lang: Lang,
}

/// A filled template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilledTemplate {
    /// Text.
    pub body: String,
    /// Variables without a value: left as they are in the text.
    pub missing: Vec<String>,
    /// Outcome that the template announces.
    pub outcome: Option<domain::Code>,
}

/// Asks for a file of the website's submissions and reads it. `None` when the person cancels.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PickImport {}

/// What the file holds; nothing is stored yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// To name it in [`CommitImport`].
    pub token: String,
    /// File name.
    pub file: String,
    /// How it was read, for example `CSV, windows-1251, ;`.
    pub format: String,
    /// Rows in the file.
    pub total: u32,
    /// New ones.
    pub new: u32,
    /// Already here.
    pub known: u32,
    /// Bad rows.
    pub problems: Vec<ImportProblem>,
    /// The first rows, for a look.
    pub sample: Vec<ImportRow>,
}

/// A row that cannot be taken, or a remark on one that can.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportProblem {
    /// Line in the file, from 1.
    pub line: u32,
    /// Place among the elements of a JSON list, from 1: all of them may stand on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<u32>,
    /// Column, if one is at fault.
    pub column: Option<String>,
    /// Code; the sentence is `intake-problem-<code>`.
    pub code: String,
    /// What stood there, shortened.
    pub excerpt: String,
    /// Whether the row is taken all the same.
    pub warning: bool,
}

/// A row for a look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportRow {
    /// Line.
    pub line: u32,
    /// Name.
    pub name: String,
    /// Subject or beginning of the text.
    pub subject: String,
    /// Whether it is here already.
    pub known: bool,
}

/// Takes the good rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CommitImport {
    /// The preview.
    pub token: String,
    /// Department that gets them.
    pub unit: domain::UnitId,
    /// Whether they are entered in the register at once, rather than waiting as new.
    pub register: bool,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Taken.
    pub taken: u32,
    /// Already here.
    pub known: u32,
    /// Not taken.
    pub problems: Vec<ImportProblem>,
}
