//! A deadline and its explanation: every day counted or skipped, with the reason, and the rule with its source.

mod count;
mod left;
mod steps;

use crate::calendar::{Arrival, Cited, Day};
use crate::ids::Code;
use crate::profile::{Rule, Term};
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

pub use count::{count, count_paused};
pub use left::{Urgency, left};
pub use steps::{
    Course, consideration, documents, due_on, explain, extension, forwarding, registration,
};

/// One day on the way to the deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedDay {
    /// The day.
    pub date: NaiveDate,
    /// Its place in the count, from 1; `None` when it is skipped.
    pub counted: Option<u32>,
    /// What the calendar says of it.
    pub day: Day,
    /// Where the calendar has that from; `None` for a worked day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cited: Option<Cited>,
    /// What stopped the clock on it, a code of the clock's pauses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Code>,
}

/// Days on which a clock stands still, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Why: a code of the clock's pauses.
    pub reason: Code,
}

impl Pause {
    /// Whether a day is part of it.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        (self.from..=self.to).contains(&date)
    }
}

/// When something came and on which day that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The moment, in the body's own time.
    pub at: DateTime<FixedOffset>,
    /// In hours, after them, or on a day off.
    pub came: Arrival,
    /// Days off from the one on which it came to the day that counts.
    pub skipped: Vec<CountedDay>,
}

/// A last day, with how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day.
    pub on: NaiveDate,
    /// The day from which it is counted. Which day is day 1, this one or the next, the profile says.
    pub from: NaiveDate,
    /// The rule that was applied.
    pub rule: Rule,
    /// Each day from day 1 up to the last one, counted or skipped. Of a term that ends before a day off, days after `on`
    /// are among them.
    pub days: Vec<CountedDay>,
    /// Which term it is.
    #[serde(default)]
    pub term: Term,
    /// For a registration: when it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The day off on which the count ended, where the last day is another one because of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<NaiveDate>,
    /// Whether it lies in years of which the calendar knows nothing: holidays will still move it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beyond_calendar: bool,
}
