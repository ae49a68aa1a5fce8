//! The calendar's data: days off, days worked in place of others, hours.

use super::label::Label;
use super::rule::Status;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// A day off that is not weekly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// First day.
    pub from: NaiveDate,
    /// Last day; the first if absent.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Name.
    pub name: Label,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

impl Holiday {
    /// Last day.
    #[must_use]
    pub fn last(&self) -> NaiveDate {
        self.to.unwrap_or(self.from)
    }

    /// Whether a day is part of it.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.last()
    }
}

/// A weekly day off that is worked in place of another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The day that is worked.
    pub worked: NaiveDate,
    /// The day that is free for it. It is free by its own row among the holidays.
    pub stands_for: NaiveDate,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

/// A worked day on which the body closes earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortDay {
    /// The day.
    pub date: NaiveDate,
    /// Closing.
    pub to: NaiveTime,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

/// Working hours of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Opening.
    pub from: NaiveTime,
    /// Closing: what arrives later counts as received on the next worked day.
    pub to: NaiveTime,
    /// Pause.
    pub lunch_from: NaiveTime,
    /// End of the pause.
    pub lunch_to: NaiveTime,
}

/// The calendar's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Minutes east of UTC.
    pub utc_offset_minutes: i32,
    /// Weekly days off: 1 Monday to 7 Sunday.
    pub weekend: Vec<u8>,
    /// Hours.
    pub hours: Hours,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Transfers.
    pub transfers: Vec<Transfer>,
    /// Days that end earlier.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short_days: Vec<ShortDay>,
    /// Years for which the calendar is complete: `[first, last]`.
    pub complete: [i32; 2],
}
