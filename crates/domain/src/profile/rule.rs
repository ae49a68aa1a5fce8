//! A value of the law: how many of what, where it says so, how sure that is, and from which day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How sure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read in the source itself.
    Verified,
    /// From a secondary source.
    Secondary,
    /// General knowledge; an officer should check it.
    Unverified,
}

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that the calendar counts as worked.
    WorkingDays,
    /// All days; what becomes of a last day that is not worked the profile says (see [`super::OnDayOff`]).
    CalendarDays,
}

/// One term of the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: Unit,
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day it is in force.
    pub effective_from: NaiveDate,
}

/// Where a value comes from that is no number of days: a list, a custom of counting, a weekly day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day it holds.
    pub effective_from: NaiveDate,
}

/// A term through time: at least one rule, by day of effect. A later rule supersedes the one before from its day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Rule>", into = "Vec<Rule>")]
pub struct Series {
    first: Rule,
    later: Vec<Rule>,
}

impl Series {
    /// The rule in force on a day: the latest whose day of effect has come, else the first.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> &Rule {
        self.later
            .iter()
            .rev()
            .find(|r| r.effective_from <= date)
            .unwrap_or(&self.first)
    }

    /// All rules in order of effect.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(&self.first).chain(&self.later)
    }
}

impl TryFrom<Vec<Rule>> for Series {
    type Error = &'static str;
    fn try_from(mut rules: Vec<Rule>) -> Result<Self, Self::Error> {
        if rules.is_empty() {
            return Err("a term needs at least one rule");
        }
        rules.sort_by_key(|r| r.effective_from);
        let first = rules.remove(0);
        Ok(Self {
            first,
            later: rules,
        })
    }
}

impl From<Series> for Vec<Rule> {
    fn from(series: Series) -> Self {
        std::iter::once(series.first).chain(series.later).collect()
    }
}
