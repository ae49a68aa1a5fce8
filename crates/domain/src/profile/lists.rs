//! What a person chooses from: kinds, channels, topics, reasons, letters, forms.

use super::label::Label;
use super::rule::Status;
use crate::ids::Code;
use crate::lang::Lang;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A code with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
}

/// A kind of inquiry and the clock that runs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRule {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// Code of the clock.
    pub clock: Code,
    /// Where the kind is defined.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day the law knows it; files of schema 1 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
}

/// A channel and the form of what comes through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRule {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// `written`, `electronic` or `oral`.
    pub form: Code,
}

/// A topic of the classifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// Section that it stands in.
    #[serde(default)]
    pub parent: Option<Code>,
}

/// The form that the classifier's codes have, where a register outside prescribes one: groups of digits with points
/// between them, each code beginning with that of its section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicForm {
    /// Digits of a group.
    pub digits: u32,
    /// Groups of a topic that an inquiry may have: fewest and most. Sections have fewer.
    pub groups: [u32; 2],
}

/// Reasons that a person must choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// For leaving without consideration.
    pub not_considered: Vec<Item>,
    /// For forwarding.
    pub forwarded: Vec<Item>,
    /// For redaction.
    pub redaction: Vec<Item>,
}

/// A template of an answer: text with `{variables}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Code.
    pub code: Code,
    /// Name in the list.
    pub label: Label,
    /// Outcome that it announces.
    #[serde(default)]
    pub outcome: Option<Code>,
    /// Text in each language.
    pub text: Label,
}

/// What a letter tells the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// The inquiry is in the register.
    Registered,
    /// The term was extended.
    Extended,
    /// Another body will answer.
    Forwarded,
    /// It was left without consideration.
    NotConsidered,
}

/// A letter to the applicant beside the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Code.
    pub code: Code,
    /// Name in the list.
    pub label: Label,
    /// When it is written.
    pub occasion: Occasion,
    /// Text with `{variables}` in each language.
    pub text: Label,
}

/// Variables that texts of templates and letters may use.
pub const VARIABLES: [&str; 12] = [
    "applicant",
    "body",
    "due_date",
    "executor",
    "number",
    "phone",
    "reason",
    "received_date",
    "registered_date",
    "subject",
    "to",
    "topic",
];

/// A paper that the body keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// Code: `card`, `register`, `nomenclature`, `inventory`, `destruction_act`, `period_report`, ...
    pub code: Code,
    /// Title.
    pub label: Label,
    /// Languages that it is made in, the original first.
    pub languages: Vec<Lang>,
    /// Where its layout is from.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day.
    pub effective_from: NaiveDate,
}
