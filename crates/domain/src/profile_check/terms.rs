//! Kinds, clocks and their rules; the law's other figures.

use super::Findings;
use crate::calendar::Calendar;
use crate::deadline;
use crate::profile::{Clock, Profile, Series};
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    for kind in &profile.kinds {
        let place = format!("kinds.{}", kind.code);
        if !profile.clocks.iter().any(|c| c.code == kind.clock) {
            found.add(&place, &format!("no clock {}", kind.clock));
        }
        if found.full {
            found.source(&place, &kind.source);
            if kind.effective_from.is_none() {
                found.add(&place, "does not say from which day");
            }
        }
    }
    let mut seen = BTreeSet::new();
    for clock in &profile.clocks {
        let place = format!("clocks.{}", clock.code);
        for (term, series) in clock.terms() {
            rules(profile, &format!("{place}.{}", term.code()), series, found);
        }
        if !found.full {
            continue;
        }
        if !seen.insert(clock.code.as_str()) {
            found.add(&place, "the code is there twice");
        }
        if !profile.kinds.iter().any(|k| k.clock == clock.code) {
            found.add(&place, "no kind runs by it");
        }
        pauses_and_proposals(clock, &place, found);
        long_enough(profile, clock, &place, found);
    }
    if found.full {
        limits(profile, found);
    }
}

fn rules(profile: &Profile, place: &str, series: &Series, found: &mut Findings) {
    let mut days = BTreeSet::new();
    for rule in series.rules() {
        if rule.value == 0 || rule.value > 366 {
            found.add(place, "a term has 1 to 366 days");
        }
        if rule.source.trim().is_empty() {
            found.add(place, "a term names its source");
        }
        if !found.full {
            continue;
        }
        if !days.insert(rule.effective_from) {
            found.add(place, &format!("two rules from {}", rule.effective_from));
        }
        if last_day(profile).is_some_and(|last| rule.effective_from > last) {
            found.add(
                place,
                &format!(
                    "the calendar ends before the rule of {}",
                    rule.effective_from
                ),
            );
        }
    }
}

fn pauses_and_proposals(clock: &Clock, place: &str, found: &mut Findings) {
    let at = format!("{place}.pauses");
    found.codes(&at, clock.pauses.iter().map(|p| (&p.code, &p.label)));
    for pause in &clock.pauses {
        found.source(&format!("{at}.{}", pause.code), &pause.source);
    }
    for proposed in &clock.proposed {
        let at = format!("{place}.proposed.{}", proposed.term.code());
        found.source(&at, &proposed.source);
        if proposed.value == 0 || proposed.value > 366 {
            found.add(&at, "a term has 1 to 366 days");
        }
    }
}

/// A calendar that is shorter than the longest way of one case could not say when that is due.
fn long_enough(profile: &Profile, clock: &Clock, place: &str, found: &mut Findings) {
    let calendar = Calendar::of(profile);
    let [first, last] = profile.calendar.complete;
    let Some(begins) = NaiveDate::from_ymd_opt(first, 1, 1).filter(|_| first <= last) else {
        return;
    };
    // A weekend that is the whole week is said where the weekend is.
    if !begins.iter_days().take(366).any(|d| calendar.works(d)) {
        return;
    }
    for rule in clock.consideration.rules() {
        let due = deadline::count(profile, begins, rule).on;
        let latest = clock
            .extension
            .rules()
            .map(|extension| deadline::count(profile, due, extension).on)
            .max();
        if latest.is_some_and(|on| !calendar.knows(on)) {
            found.add(
                &format!("{place}.consideration"),
                "the calendar ends before a deadline that begins on its first day",
            );
        }
    }
}

fn last_day(profile: &Profile) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(profile.calendar.complete[1], 12, 31)
}

fn limits(profile: &Profile, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for limit in &profile.limits {
        let place = format!("limits.{}", limit.code);
        if !seen.insert((limit.code.as_str(), limit.effective_from)) {
            found.add(&place, &format!("two rows from {}", limit.effective_from));
        }
        if limit.value == 0 {
            found.add(&place, "is nought");
        }
        found.source(&place, &limit.source);
        found.label(&place, &limit.label);
    }
}
