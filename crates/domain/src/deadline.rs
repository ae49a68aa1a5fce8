//! A deadline and its explanation: every day counted or skipped, with the reason, and the rule with its source.

use crate::calendar::{Calendar, Day};
use crate::ids::Code;
use crate::inquiry::Inquiry;
use crate::profile::{Profile, Rule, Unit};
use crate::refusal::Refusal;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

/// One day on the way to the deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedDay {
    /// The day.
    pub date: NaiveDate,
    /// Its place in the count, from 1; `None` when it is skipped.
    pub counted: Option<u32>,
    /// What the calendar says of it.
    pub day: Day,
}

/// A last day, with how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day.
    pub on: NaiveDate,
    /// The day from which it is counted; the day after it is day 1.
    pub from: NaiveDate,
    /// The rule that was applied.
    pub rule: Rule,
    /// Each day after `from` up to and including `on`.
    pub days: Vec<CountedDay>,
}

/// Counts a rule's days from a day.
#[must_use]
pub fn count(profile: &Profile, from: NaiveDate, rule: &Rule) -> Deadline {
    let calendar = Calendar::of(profile);
    let mut days = Vec::new();
    let mut counted = 0;
    let mut on = from;
    for date in from.iter_days().skip(1) {
        let day = calendar.day(date);
        let counts = match rule.unit {
            Unit::WorkingDays => day.works(),
            Unit::CalendarDays => counted < rule.value || day.works(),
        };
        // A calendar-day term that ends on a day off ends on the next worked day: the days off after the last
        // counted one are shown as skipped.
        if counts && (counted < rule.value) {
            counted += 1;
            days.push(CountedDay {
                date,
                counted: Some(counted),
                day: day.clone(),
            });
        } else {
            days.push(CountedDay {
                date,
                counted: None,
                day: day.clone(),
            });
        }
        on = date;
        if counted >= rule.value && day.works() {
            break;
        }
        if days.len() > 3_660 {
            break;
        }
    }
    Deadline {
        on,
        from,
        rule: rule.clone(),
        days,
    }
}

/// The last day by which something received must be in the register.
///
/// # Errors
/// [`Refusal::NotInProfile`] for a kind without a clock.
pub fn registration(
    profile: &Profile,
    kind: &Code,
    received_at: DateTime<FixedOffset>,
) -> Result<Deadline, Refusal> {
    let clock = profile.clock_of(kind)?;
    let from = Calendar::of(profile).day_of_receipt(received_at);
    Ok(count(profile, from, clock.registration.on(from)))
}

/// The last day by which an inquiry must be considered, from the day of registration.
///
/// # Errors
/// [`Refusal::NotInProfile`] for a kind without a clock.
pub fn consideration(
    profile: &Profile,
    kind: &Code,
    registered_on: NaiveDate,
) -> Result<Deadline, Refusal> {
    let clock = profile.clock_of(kind)?;
    Ok(count(
        profile,
        registered_on,
        clock.consideration.on(registered_on),
    ))
}

/// The deadlines of an inquiry one after the other: consideration, then each extension from the one before.
///
/// # Errors
/// [`Refusal::Missing`] before registration, [`Refusal::NotInProfile`] for a kind without a clock.
pub fn explain(profile: &Profile, inquiry: &Inquiry) -> Result<Vec<Deadline>, Refusal> {
    let registered = inquiry.registered_on.ok_or_else(|| Refusal::Missing {
        fields: vec!["registered_on".into()],
    })?;
    let clock = profile.clock_of(&inquiry.kind)?;
    let mut steps = vec![consideration(profile, &inquiry.kind, registered)?];
    for extension in inquiry.due.iter().flat_map(|d| &d.extended) {
        let from = steps.last().map_or(registered, |s| s.on);
        let mut rule = clock.extension.on(registered).clone();
        rule.value = extension.days;
        steps.push(count(profile, from, &rule));
    }
    Ok(steps)
}

/// The day on which the inquiry is due, all extensions counted.
///
/// # Errors
/// As [`explain`].
pub fn due_on(profile: &Profile, inquiry: &Inquiry) -> Result<NaiveDate, Refusal> {
    let steps = explain(profile, inquiry)?;
    steps.last().map(|d| d.on).ok_or_else(|| Refusal::Missing {
        fields: vec!["registered_on".into()],
    })
}

/// How near the deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Nothing runs.
    None,
    /// More than three working days.
    Ok,
    /// Three working days or fewer.
    Soon,
    /// Past.
    Late,
}

/// Working days left (negative when late) and the urgency, for a case on control.
#[must_use]
pub fn left(profile: &Profile, due: NaiveDate, today: NaiveDate) -> (i64, Urgency) {
    let days = Calendar::of(profile).working_days_between(today, due);
    let urgency = if today > due {
        Urgency::Late
    } else if days <= 3 {
        Urgency::Soon
    } else {
        Urgency::Ok
    };
    (days, urgency)
}
