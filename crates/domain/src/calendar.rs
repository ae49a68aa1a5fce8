//! The working calendar: which day is worked, and why another is not.

use crate::profile::{AfterHours, Label, Profile, Status};
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

/// Why a day is what it is: the row of the calendar that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
}

/// When something came, as far as the calendar cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrival {
    /// On a worked day before closing: it counts on that day.
    InHours,
    /// On a worked day after closing.
    AfterHours,
    /// On a day off.
    DayOff,
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
        self.receipt(at).0
    }

    /// The day on which a receipt counts, and when it came.
    #[must_use]
    pub fn receipt(&self, at: DateTime<FixedOffset>) -> (NaiveDate, Arrival) {
        let local = at.with_timezone(&self.profile.offset());
        let date = local.date_naive();
        if !self.works(date) {
            return (self.first_working_from(date), Arrival::DayOff);
        }
        let late = local.time() > self.closing_time(date);
        if late && self.profile.counting.after_hours == AfterHours::NextWorkingDay {
            (self.next_working(date), Arrival::AfterHours)
        } else {
            (date, Arrival::InHours)
        }
    }

    /// The row that makes a day other than worked; `None` for a worked day, and where the profile does not say why its
    /// weekly days off are what they are.
    #[must_use]
    pub fn cited(&self, date: NaiveDate) -> Option<Cited> {
        let data = &self.profile.calendar;
        let (source, status) = match self.day(date) {
            Day::Working => return None,
            Day::Transferred { .. } => data
                .transfers
                .iter()
                .find(|t| t.worked == date)
                .map(|t| (&t.source, t.status))?,
            Day::Holiday { .. } => data
                .holidays
                .iter()
                .find(|h| h.covers(date))
                .map(|h| (&h.source, h.status))?,
            Day::Weekend => self
                .profile
                .origin("calendar.weekend")
                .map(|o| (&o.source, o.status))?,
        };
        Some(Cited {
            source: source.clone(),
            status,
        })
    }

    /// Whether the calendar is complete for a day: of later years neither holidays nor transfers are known.
    #[must_use]
    pub fn knows(&self, date: NaiveDate) -> bool {
        let [first, last] = self.profile.calendar.complete;
        (first..=last).contains(&date.year())
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

    fn closing_time(&self, date: NaiveDate) -> NaiveTime {
        let data = &self.profile.calendar;
        data.short_days
            .iter()
            .find(|d| d.date == date)
            .map_or(data.hours.to, |d| d.to)
    }
}

/// 1 Monday to 7 Sunday, as in ISO 8601.
fn number(day: Weekday) -> u8 {
    u8::try_from(day.number_from_monday()).unwrap_or(7)
}
