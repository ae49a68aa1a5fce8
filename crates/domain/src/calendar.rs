//! The working calendar: which day is worked, and why another is not.

use crate::profile::{Label, Profile};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// What a day is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Day {
    /// Worked.
    Working,
    /// A day off that is worked in place of another.
    Transferred {
        /// The day off that it stands for.
        stands_for: NaiveDate,
    },
    /// A weekly day off.
    Weekend,
    /// A holiday.
    Holiday {
        /// Its name.
        name: Label,
    },
}

impl Day {
    /// Whether it counts.
    #[must_use]
    pub fn works(&self) -> bool {
        matches!(self, Day::Working | Day::Transferred { .. })
    }
}

/// A body's calendar, from its profile.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'p> {
    profile: &'p Profile,
}

impl<'p> Calendar<'p> {
    /// The calendar of a profile.
    #[must_use]
    pub fn of(profile: &'p Profile) -> Self {
        Self { profile }
    }

    /// What a day is.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day {
        if let Some(worked) = self
            .profile
            .calendar
            .transfers
            .iter()
            .find(|t| t.worked == date)
        {
            return Day::Transferred {
                stands_for: worked.stands_for,
            };
        }
        if let Some(holiday) = self
            .profile
            .calendar
            .holidays
            .iter()
            .find(|h| h.covers(date))
        {
            return Day::Holiday {
                name: holiday.name.clone(),
            };
        }
        if self
            .profile
            .calendar
            .weekend
            .contains(&number(date.weekday()))
        {
            Day::Weekend
        } else {
            Day::Working
        }
    }

    /// Whether a day counts.
    #[must_use]
    pub fn works(&self, date: NaiveDate) -> bool {
        self.day(date).works()
    }

    /// The day itself if it is worked, else the next one that is. Bounded by a year of days off, which no
    /// checked calendar has.
    #[must_use]
    pub fn first_working_from(&self, date: NaiveDate) -> NaiveDate {
        date.iter_days()
            .take(366)
            .find(|d| self.works(*d))
            .unwrap_or(date)
    }

    /// The next worked day after this one.
    #[must_use]
    pub fn next_working(&self, date: NaiveDate) -> NaiveDate {
        date.succ_opt().map_or(date, |d| self.first_working_from(d))
    }

    /// The day on which a receipt counts: after hours or on a day off it is the next worked day.
    #[must_use]
    pub fn day_of_receipt(&self, at: DateTime<FixedOffset>) -> NaiveDate {
        let local = at.with_timezone(&self.profile.offset());
        let date = local.date_naive();
        if !self.works(date) {
            return self.first_working_from(date);
        }
        if local.time() > self.closing_time() {
            self.next_working(date)
        } else {
            date
        }
    }

    /// Worked days from one day (not counted) to another (counted); negative when the second is earlier.
    #[must_use]
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (start, end, sign) = if from <= to {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let counted = start
            .iter_days()
            .skip(1)
            .take_while(|d| *d <= end)
            .filter(|d| self.works(*d))
            .count();
        sign * i64::try_from(counted).unwrap_or(i64::MAX)
    }

    fn closing_time(&self) -> NaiveTime {
        self.profile.calendar.hours.to
    }
}

/// 1 Monday to 7 Sunday, as in ISO 8601.
fn number(day: Weekday) -> u8 {
    u8::try_from(day.number_from_monday()).unwrap_or(7)
}
