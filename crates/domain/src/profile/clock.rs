//! The terms of the law, and the customs of counting them.

use super::label::Label;
use super::rule::{Rule, Series, Status, Unit};
use crate::ids::Code;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The terms of one sort of inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Code.
    pub code: Code,
    /// From receipt to entry in the register.
    pub registration: Series,
    /// From registration to the answer.
    pub consideration: Series,
    /// The most that an extension may add.
    pub extension: Series,
    /// From registration to forwarding by competence.
    pub forwarding: Series,
    /// From a request for documents to another body until it must have supplied them, where the law says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<Series>,
    /// What stops the clock. Nothing, where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<PauseRule>,
    /// Changes that are not law yet. They are shown, never applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<Proposed>,
}

impl Clock {
    /// The terms by name; `documents` where the law has it.
    pub fn terms(&self) -> impl Iterator<Item = (Term, &Series)> {
        [
            (Term::Registration, Some(&self.registration)),
            (Term::Consideration, Some(&self.consideration)),
            (Term::Extension, Some(&self.extension)),
            (Term::Forwarding, Some(&self.forwarding)),
            (Term::Documents, self.documents.as_ref()),
        ]
        .into_iter()
        .filter_map(|(term, series)| series.map(|s| (term, s)))
    }
}

/// Which term of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// From receipt to entry in the register.
    Registration,
    /// From registration to the answer.
    #[default]
    Consideration,
    /// From the day that was due to the one that is.
    Extension,
    /// From registration to forwarding.
    Forwarding,
    /// From a request to another body to its documents.
    Documents,
}

impl Term {
    /// Code in files and texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Consideration => "consideration",
            Self::Extension => "extension",
            Self::Forwarding => "forwarding",
            Self::Documents => "documents",
        }
    }
}

/// Something that stops a clock: days that it covers are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseRule {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day.
    pub effective_from: NaiveDate,
}

/// A change of a term that is not in force. It comes into force when an officer writes it, with its day, among the
/// term's rules: one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// Which term it would change.
    pub term: Term,
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: Unit,
    /// Where it stands, and how far it got.
    pub source: String,
    /// How sure that is.
    pub status: Status,
}

impl Proposed {
    /// The rule that it would be from a day on.
    #[must_use]
    pub fn in_force(&self, effective_from: NaiveDate) -> Rule {
        Rule {
            value: self.value,
            unit: self.unit,
            source: self.source.clone(),
            status: self.status,
            effective_from,
        }
    }
}

/// How days are counted. What a file does not say is as it was before files could say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counting {
    /// Which day is the first.
    pub day_one: DayOne,
    /// What becomes of a calendar-day term that ends on a day off.
    pub on_day_off: OnDayOff,
    /// When something counts as received that came after closing time.
    pub after_hours: AfterHours,
}

/// Which day is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOne {
    /// The day after the one from which the term runs.
    #[default]
    NextDay,
    /// That day itself.
    SameDay,
}

/// What becomes of a calendar-day term that ends on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDayOff {
    /// It ends on the next worked day.
    #[default]
    NextWorking,
    /// It ends on the last worked day before; on the next one where no worked day is within the term.
    PreviousWorking,
    /// It ends on that day.
    SameDay,
}

/// When something counts as received that came after closing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterHours {
    /// On the next worked day.
    #[default]
    NextWorkingDay,
    /// On the day itself, if it is worked.
    SameDay,
}
