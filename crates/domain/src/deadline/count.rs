//! Counting a rule's days.

use super::{CountedDay, Deadline, Pause};
use crate::calendar::Calendar;
use crate::profile::{DayOne, OnDayOff, Profile, Rule, Term, Unit};
use chrono::NaiveDate;

/// No checked calendar comes near this; one that is all days off ends here.
const MOST_DAYS: usize = 3_660;

/// Counts a rule's days from a day.
#[must_use]
pub fn count(profile: &Profile, from: NaiveDate, rule: &Rule) -> Deadline {
    count_paused(profile, from, rule, &[])
}

/// As [`count`], where the clock stands still on some days: they are not counted, whatever the calendar says.
#[must_use]
pub fn count_paused(profile: &Profile, from: NaiveDate, rule: &Rule, pauses: &[Pause]) -> Deadline {
    let walk = Walk {
        calendar: Calendar::of(profile),
        rule,
        pauses,
    };
    let mut days = walk.to_the_last_counted(first_day(profile, from));
    let nominal = days.last().map_or(from, |d| d.date);
    let on = if rule.unit == Unit::WorkingDays || walk.calendar.works(nominal) {
        nominal
    } else {
        walk.off_a_day_off(nominal, profile.counting.on_day_off, &mut days)
    };
    Deadline {
        on,
        from,
        rule: rule.clone(),
        beyond_calendar: !walk.calendar.knows(on.max(nominal)),
        moved_from: (on != nominal).then_some(nominal),
        days,
        term: Term::default(),
        receipt: None,
    }
}

fn first_day(profile: &Profile, from: NaiveDate) -> NaiveDate {
    match profile.counting.day_one {
        DayOne::NextDay => from.succ_opt().unwrap_or(from),
        DayOne::SameDay => from,
    }
}

struct Walk<'a> {
    calendar: Calendar<'a>,
    rule: &'a Rule,
    pauses: &'a [Pause],
}

impl Walk<'_> {
    fn day(&self, date: NaiveDate) -> CountedDay {
        CountedDay {
            date,
            counted: None,
            day: self.calendar.day(date),
            cited: self.calendar.cited(date),
            paused: self
                .pauses
                .iter()
                .find(|p| p.covers(date))
                .map(|p| p.reason.clone()),
        }
    }

    /// The days up to the one that is counted last; at least one is.
    fn to_the_last_counted(&self, first: NaiveDate) -> Vec<CountedDay> {
        let mut days = Vec::new();
        let mut counted = 0;
        for date in first.iter_days().take(MOST_DAYS) {
            let mut day = self.day(date);
            let counts =
                day.paused.is_none() && (self.rule.unit == Unit::CalendarDays || day.day.works());
            if counts {
                counted += 1;
                day.counted = Some(counted);
            }
            days.push(day);
            if counted >= self.rule.value.max(1) {
                break;
            }
        }
        days
    }

    /// The last day of a term of calendar days whose count ended on a day off.
    fn off_a_day_off(
        &self,
        nominal: NaiveDate,
        custom: OnDayOff,
        days: &mut Vec<CountedDay>,
    ) -> NaiveDate {
        let before = || {
            let counted = days.iter().rev().filter(|d| d.counted.is_some());
            counted.map(|d| (d.date, d.day.works())).find(|(_, w)| *w)
        };
        match custom {
            OnDayOff::SameDay => nominal,
            OnDayOff::PreviousWorking => match before() {
                Some((date, _)) => date,
                None => self.to_the_next_worked(nominal, days),
            },
            OnDayOff::NextWorking => self.to_the_next_worked(nominal, days),
        }
    }

    /// The days off after the last counted one are shown as skipped.
    fn to_the_next_worked(&self, nominal: NaiveDate, days: &mut Vec<CountedDay>) -> NaiveDate {
        for date in nominal.iter_days().skip(1).take(MOST_DAYS) {
            let day = self.day(date);
            let works = day.day.works();
            days.push(day);
            if works {
                return date;
            }
        }
        nominal
    }
}
