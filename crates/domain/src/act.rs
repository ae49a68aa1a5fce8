//! What a person does to an inquiry. An act is an intent: the replica applies it at once, the server applies
//! the same act again on what it knows, and the outcome comes back as the row.

use crate::ids::{AttachmentId, Code, CommandId, ConflictId, InquiryId, StaffId, UnitId};
use crate::inquiry::{Applicant, Attachment, Card, Draft};
use crate::lang::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An act. The serialised form is the command's `args`; its [`Act::code`] is the command's type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", content = "args", rename_all = "snake_case")]
pub enum Act {
    /// A submission arrived and waits to be entered in the register.
    Receive(Box<Card>),
    /// A clerk enters an inquiry in the register.
    Register(Box<Card>),
    /// A received one is entered in the register.
    EnterInRegister {
        /// Day of entry.
        on: NaiveDate,
    },
    /// Fields of the card are corrected; only those given change.
    Correct(Box<Correction>),
    /// Executor, co-executors, topic and the order.
    Assign {
        /// Who answers for it.
        executor: StaffId,
        /// Who helps.
        #[serde(default)]
        co_executors: Vec<StaffId>,
        /// Topic, if it is set in the same breath.
        #[serde(default)]
        topic: Option<Code>,
        /// Text of the resolution; empty for a plain assignment.
        #[serde(default)]
        resolution: String,
    },
    /// The answer's draft is stored.
    SaveDraft(Box<Draft>),
    /// The draft goes to a supervisor.
    SubmitForSignoff,
    /// The supervisor gives it back.
    Return {
        /// What has to be mended.
        reason: String,
    },
    /// The supervisor signs.
    Approve,
    /// How the answer left.
    RecordDispatch {
        /// Way of delivery, a code of the profile.
        method: Code,
        /// Day.
        on: NaiveDate,
        /// Outgoing number or postal receipt.
        reference: String,
    },
    /// Removed from control.
    Close {
        /// Index of the file in the nomenclature.
        file_index: String,
    },
    /// Work begins again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Sent on by competence.
    Forward {
        /// The other body.
        to: String,
        /// Reason code.
        reason: Code,
    },
    /// The deadline moves, the applicant is told.
    Extend {
        /// Days, in the unit of the profile's rule.
        days: u32,
        /// Reason for the applicant.
        reason: String,
    },
    /// The deadline is computed anew, since the law or the calendar changed. Only the server does it, by an officer's order.
    Recount {
        /// Why, in the officer's words.
        reason: String,
    },
    /// Left without consideration.
    NotConsidered {
        /// Reason code.
        reason: Code,
        /// Explanation.
        note: String,
    },
    /// Entered by mistake.
    Void {
        /// Why.
        reason: String,
    },
    /// A remark.
    AddNote {
        /// Text.
        text: String,
    },
    /// A file is added.
    Attach(Box<Attachment>),
    /// A verified redacted copy is added, with its certificate.
    RecordRedaction(Box<Attachment>),
    /// This one repeats an earlier one, or no longer.
    Link {
        /// The earlier inquiry.
        repeat_of: Option<InquiryId>,
    },
    /// Access is narrowed or opened.
    Restrict {
        /// Whether only those named on the case may see it.
        restricted: bool,
    },
    /// The archival PDF was made and checked.
    Archive {
        /// SHA-256 of the PDF.
        sha256: String,
    },
    /// The last act is taken back.
    Withdraw {
        /// The act that is taken back: it must be the last one.
        command: CommandId,
    },
    /// A person decides a conflict.
    SettleConflict {
        /// Which.
        conflict: ConflictId,
        /// Whether the value that had not been taken is taken after all.
        take_mine: bool,
    },
}

/// Fields of the card to change. `None` leaves a field as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Correction {
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Code>,
    /// Language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Applicants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicants: Option<Vec<Applicant>>,
    /// Collective.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collective: Option<bool>,
    /// Subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Code>,
    /// Territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<Code>,
    /// Sheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheets: Option<u32>,
    /// Under age.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minor: Option<bool>,
}

impl Act {
    /// The act's code: the command's type on the wire, in the audit and in the timeline.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Act::Receive(_) => "receive",
            Act::Register(_) => "register",
            Act::EnterInRegister { .. } => "enter_in_register",
            Act::Correct(_) => "correct",
            Act::Assign { .. } => "assign",
            Act::SaveDraft(_) => "save_draft",
            Act::SubmitForSignoff => "submit_for_signoff",
            Act::Return { .. } => "return",
            Act::Approve => "approve",
            Act::RecordDispatch { .. } => "record_dispatch",
            Act::Close { .. } => "close",
            Act::Reopen { .. } => "reopen",
            Act::Forward { .. } => "forward",
            Act::Extend { .. } => "extend",
            Act::Recount { .. } => "recount",
            Act::NotConsidered { .. } => "not_considered",
            Act::Void { .. } => "void",
            Act::AddNote { .. } => "add_note",
            Act::Attach(_) => "attach",
            Act::RecordRedaction(_) => "record_redaction",
            Act::Link { .. } => "link",
            Act::Restrict { .. } => "restrict",
            Act::Archive { .. } => "archive",
            Act::Withdraw { .. } => "withdraw",
            Act::SettleConflict { .. } => "settle_conflict",
        }
    }

    /// Whether the act makes an inquiry rather than changing one.
    #[must_use]
    pub fn creates(&self) -> bool {
        matches!(self, Act::Receive(_) | Act::Register(_))
    }

    /// Files whose bytes the act refers to.
    #[must_use]
    pub fn files(&self) -> Vec<(AttachmentId, &str)> {
        match self {
            Act::Receive(card) | Act::Register(card) => card
                .attachments
                .iter()
                .map(|a| (a.id, a.sha256.as_str()))
                .collect(),
            Act::Attach(a) | Act::RecordRedaction(a) => vec![(a.id, a.sha256.as_str())],
            _ => Vec::new(),
        }
    }
}
