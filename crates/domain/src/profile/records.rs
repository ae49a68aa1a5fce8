//! The body, its files and how long they are kept, its numbers, what it reports to a portal, and the law's other figures.

use super::label::Label;
use super::rule::Status;
use crate::ids::Code;
use crate::number::RegistrationNumber;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The body that uses the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Name, as in the head of a letter.
    pub name: Label,
    /// Address.
    pub address: Label,
    /// Telephone; may be empty.
    #[serde(default)]
    pub phone: String,
    /// Website; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// Office of the person who signs.
    pub head: Label,
}

/// A file of the nomenclature that closed cases go into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileIndex {
    /// Index.
    pub index: String,
    /// Title.
    pub title: Label,
    /// How long it is kept, as the list of documents says.
    pub retention: Label,
    /// Code of the row of the retention schedule; files of schema 1 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<Code>,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
    /// From which day; files of schema 1 do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
}

/// A row of the retention schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Code.
    pub code: Code,
    /// What is kept.
    pub label: Label,
    /// Years, counted from [`Retention::starts`]; without a number for ever.
    #[serde(default)]
    pub years: Option<u32>,
    /// Whether experts look at it before it is destroyed.
    #[serde(default)]
    pub review: bool,
    /// From when the years run.
    pub starts: Starts,
    /// Article of the list of documents, as the destruction act names it.
    pub article: String,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
    /// From which day.
    pub effective_from: NaiveDate,
}

/// From when years of keeping run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// 1 January of the year after the file was closed.
    YearAfterClosing,
    /// The day on which the case was closed.
    Closing,
}

/// How numbers are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumberFormats {
    /// A registration number: text with `{serial}` and `{year}`.
    pub registration: String,
    /// The same in a journal that has a prefix: `{journal}` too.
    pub journal: String,
    /// Beginning of a telephone number in the body's country.
    pub phone_prefix: String,
}

impl Default for NumberFormats {
    fn default() -> Self {
        Self {
            registration: "{serial}/{year}".into(),
            journal: "{journal}-{serial}/{year}".into(),
            phone_prefix: String::new(),
        }
    }
}

impl NumberFormats {
    /// A number as this body writes it.
    #[must_use]
    pub fn write(&self, number: &RegistrationNumber) -> String {
        let format = if number.journal.is_empty() {
            &self.registration
        } else {
            &self.journal
        };
        format
            .replace("{serial}", &number.serial.to_string())
            .replace("{year}", &number.year.to_string())
            .replace("{journal}", &number.journal)
    }
}

/// What a figure of the law is counted in that is no term of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Worked days.
    WorkingDays,
    /// All days.
    CalendarDays,
    /// Hours.
    Hours,
    /// Kyrgyz som.
    Som,
    /// Bytes of a file in base64.
    Base64Bytes,
}

/// A figure of the law beside the clocks: a fine, the notice of a breach, the term of a data subject's request.
/// A later row of the same code supersedes an earlier one from its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Code.
    pub code: Code,
    /// What it is.
    pub label: Label,
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: Measure,
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day.
    pub effective_from: NaiveDate,
}

/// What a portal outside is told of a case: which of its words fits which of our states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portal {
    /// Code.
    pub code: Code,
    /// Name.
    pub label: Label,
    /// Its words. The first that fits is told.
    pub statuses: Vec<PortalStatus>,
    /// Where they are from.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day.
    pub effective_from: NaiveDate,
}

/// One word of a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalStatus {
    /// The word.
    pub value: String,
    /// States of a case that it stands for (see [`crate::State::code`]); none for a word that a case of ours never has.
    #[serde(default)]
    pub states: Vec<String>,
    /// Outcome that the case has besides; any, where absent.
    #[serde(default)]
    pub outcome: Option<Code>,
    /// Whether the answer must be attached.
    #[serde(default)]
    pub attachment: bool,
    /// Whether it is told what was done.
    #[serde(default)]
    pub actions: bool,
}

impl Portal {
    /// The word for a state with an outcome.
    #[must_use]
    pub fn word(&self, state: &str, outcome: Option<&Code>) -> Option<&PortalStatus> {
        self.statuses.iter().find(|s| {
            s.states.iter().any(|known| known == state)
                && (s.outcome.is_none() || s.outcome.as_ref() == outcome)
        })
    }
}
