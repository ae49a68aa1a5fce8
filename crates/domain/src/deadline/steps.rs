//! The deadlines of an inquiry: registration, consideration, extensions, forwarding, another body's documents.

use super::{CountedDay, Deadline, Pause, Receipt, count, count_paused};
use crate::calendar::Calendar;
use crate::ids::Code;
use crate::inquiry::Inquiry;
use crate::profile::{Profile, Rule, Series, Term};
use crate::refusal::Refusal;
use chrono::{DateTime, FixedOffset, NaiveDate};

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
    let calendar = Calendar::of(profile);
    let (from, came) = calendar.receipt(received_at);
    let at = received_at.with_timezone(&profile.offset());
    let skipped = at
        .date_naive()
        .iter_days()
        .take_while(|d| *d < from)
        .map(|date| CountedDay {
            date,
            counted: None,
            day: calendar.day(date),
            cited: calendar.cited(date),
            paused: None,
        })
        .collect();
    Ok(Deadline {
        term: Term::Registration,
        receipt: Some(Receipt { at, came, skipped }),
        ..count(profile, from, clock.registration.on(from))
    })
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
    Course {
        kind,
        registered_on,
        extended: &[],
        pauses: &[],
    }
    .steps(profile)
    .map(|mut steps| steps.swap_remove(0))
}

/// The last day by which an inquiry for another body must be forwarded, from the day of registration.
///
/// # Errors
/// [`Refusal::NotInProfile`] for a kind without a clock.
pub fn forwarding(
    profile: &Profile,
    kind: &Code,
    registered_on: NaiveDate,
) -> Result<Deadline, Refusal> {
    let series = &profile.clock_of(kind)?.forwarding;
    Ok(of_day(profile, Term::Forwarding, series, registered_on))
}

/// The last day by which another body must have supplied documents, from the day of the request; `None` where the law
/// sets no term.
///
/// # Errors
/// [`Refusal::NotInProfile`] for a kind without a clock.
pub fn documents(
    profile: &Profile,
    kind: &Code,
    asked_on: NaiveDate,
) -> Result<Option<Deadline>, Refusal> {
    let series = profile.clock_of(kind)?.documents.as_ref();
    Ok(series.map(|s| of_day(profile, Term::Documents, s, asked_on)))
}

/// A deadline made later by an extension: counted from the day on which it was due, not from the day of the decision.
///
/// # Errors
/// [`Refusal::NotInProfile`] for a kind without a clock.
pub fn extension(
    profile: &Profile,
    kind: &Code,
    due: NaiveDate,
    days: u32,
    decided_on: NaiveDate,
) -> Result<Deadline, Refusal> {
    extended(profile, kind, due, (days, decided_on), &[])
}

fn extended(
    profile: &Profile,
    kind: &Code,
    due: NaiveDate,
    (days, decided_on): (u32, NaiveDate),
    pauses: &[Pause],
) -> Result<Deadline, Refusal> {
    let most = profile.clock_of(kind)?.extension.on(decided_on);
    let rule = Rule {
        value: days,
        ..most.clone()
    };
    Ok(Deadline {
        term: Term::Extension,
        ..count_paused(profile, due, &rule, pauses)
    })
}

fn of_day(profile: &Profile, term: Term, series: &Series, day: NaiveDate) -> Deadline {
    Deadline {
        term,
        ..count(profile, day, series.on(day))
    }
}

/// What the consideration of an inquiry depends on.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// Kind, a code of the profile.
    pub kind: &'a Code,
    /// Day of registration.
    pub registered_on: NaiveDate,
    /// Extensions in order: how many days, and decided when.
    pub extended: &'a [(u32, NaiveDate)],
    /// Days on which the clock stood still.
    pub pauses: &'a [Pause],
}

impl Course<'_> {
    /// The deadlines one after the other: consideration, then each extension from the day that was due before it.
    ///
    /// # Errors
    /// [`Refusal::NotInProfile`] for a kind without a clock, or a pause that the clock does not know;
    /// [`Refusal::OutOfBounds`] for a pause that ends before it begins.
    pub fn steps(&self, profile: &Profile) -> Result<Vec<Deadline>, Refusal> {
        let clock = profile.clock_of(self.kind)?;
        for pause in self.pauses {
            if pause.to < pause.from {
                return Err(Refusal::OutOfBounds {
                    field: "pause".into(),
                });
            }
            if !clock.pauses.iter().any(|p| p.code == pause.reason) {
                return Err(Refusal::NotInProfile {
                    field: "pause".into(),
                    code: pause.reason.0.clone(),
                });
            }
        }
        let rule = clock.consideration.on(self.registered_on);
        let mut steps = vec![count_paused(profile, self.registered_on, rule, self.pauses)];
        for decided in self.extended {
            let due = steps.last().map_or(self.registered_on, |s| s.on);
            steps.push(extended(profile, self.kind, due, *decided, self.pauses)?);
        }
        Ok(steps)
    }
}

/// The deadlines of an inquiry one after the other: consideration, then each extension from the one before.
///
/// # Errors
/// [`Refusal::Missing`] before registration, [`Refusal::NotInProfile`] for a kind without a clock.
pub fn explain(profile: &Profile, inquiry: &Inquiry) -> Result<Vec<Deadline>, Refusal> {
    let registered_on = inquiry.registered_on.ok_or_else(|| Refusal::Missing {
        fields: vec!["registered_on".into()],
    })?;
    let extended: Vec<(u32, NaiveDate)> = inquiry
        .due
        .iter()
        .flat_map(|d| &d.extended)
        .map(|e| (e.days, e.at.with_timezone(&profile.offset()).date_naive()))
        .collect();
    Course {
        kind: &inquiry.kind,
        registered_on,
        extended: &extended,
        pauses: &[],
    }
    .steps(profile)
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
