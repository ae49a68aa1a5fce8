//! The calendar: days off, transfers, hours.

use super::{Findings, repeats};
use crate::calendar::Calendar;
use crate::profile::{CalendarData, Profile};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// More years than anybody knows the holidays of.
const MOST_YEARS: i32 = 20;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    let calendar = &profile.calendar;
    if calendar.utc_offset_minutes.unsigned_abs() > 14 * 60 {
        found.add("calendar.utc_offset_minutes", "at most 14 hours");
    }
    if calendar.weekend.iter().any(|d| !(1..=7).contains(d)) || calendar.weekend.len() > 6 {
        found.add(
            "calendar.weekend",
            "days 1 to 7, and at least one day that is worked",
        );
    }
    if calendar.hours.from >= calendar.hours.to {
        found.add("calendar.hours", "opening is before closing");
    }
    for holiday in &calendar.holidays {
        let place = format!("calendar.holidays.{}", holiday.from);
        if !(0..=31).contains(&(holiday.last() - holiday.from).num_days()) {
            found.add(&place, "ends 0 to 31 days after it begins");
        }
        found.label(&place, &holiday.name);
    }
    let [first, last] = calendar.complete;
    if first > last {
        found.add("calendar.complete", "the first year is not after the last");
    }
    if found.full {
        hours(calendar, found);
        years(calendar, found);
        holidays(calendar, found);
        transfers(profile, found);
        short_days(profile, found);
    }
}

fn hours(calendar: &CalendarData, found: &mut Findings) {
    let h = &calendar.hours;
    if !(h.from <= h.lunch_from && h.lunch_from <= h.lunch_to && h.lunch_to <= h.to) {
        found.add("calendar.hours", "the pause lies within the hours");
    }
    if repeats(&calendar.weekend) {
        found.add("calendar.weekend", "a day is there twice");
    }
}

fn years(calendar: &CalendarData, found: &mut Findings) {
    let [first, last] = calendar.complete;
    if last.saturating_sub(first) >= MOST_YEARS {
        found.add("calendar.complete", "at most 20 years");
        return;
    }
    for year in first..=last {
        if !calendar.holidays.iter().any(|h| h.from.year() == year) {
            found.add("calendar.complete", &format!("no holiday in {year}"));
        }
    }
    let dates = calendar
        .holidays
        .iter()
        .flat_map(|h| [("holidays", h.from, h.from), ("holidays", h.from, h.last())])
        .chain(
            calendar
                .transfers
                .iter()
                .map(|t| ("transfers", t.worked, t.worked)),
        )
        .chain(
            calendar
                .short_days
                .iter()
                .map(|d| ("short_days", d.date, d.date)),
        );
    let outside: BTreeSet<String> = dates
        .filter(|(_, _, date)| !(first..=last).contains(&date.year()))
        .map(|(list, key, _)| format!("calendar.{list}.{key}"))
        .collect();
    for place in outside {
        found.add(&place, "lies outside the years of the calendar");
    }
}

fn holidays(calendar: &CalendarData, found: &mut Findings) {
    for (n, holiday) in calendar.holidays.iter().enumerate() {
        let place = format!("calendar.holidays.{}", holiday.from);
        found.source(&place, &holiday.source);
        let before = calendar.holidays.iter().take(n);
        for other in before.filter(|o| o.from <= holiday.last() && holiday.from <= o.last()) {
            found.add(&place, &format!("overlaps with that of {}", other.from));
        }
    }
}

fn transfers(profile: &Profile, found: &mut Findings) {
    let calendar = &profile.calendar;
    let holiday = |date: NaiveDate| calendar.holidays.iter().any(|h| h.covers(date));
    let mut seen = BTreeSet::new();
    for transfer in &calendar.transfers {
        let place = format!("calendar.transfers.{}", transfer.worked);
        found.source(&place, &transfer.source);
        if !seen.insert(transfer.worked) {
            found.add(&place, "the day is there twice");
        }
        if holiday(transfer.worked) {
            found.add(&place, "a holiday is not worked in place of another day");
        }
        let weekday = transfer.worked.weekday().number_from_monday();
        // A weekend that is none is said where it is.
        let weekend = calendar.weekend.iter().all(|d| (1..=7).contains(d));
        if weekend && !calendar.weekend.iter().any(|d| u32::from(*d) == weekday) {
            found.add(&place, "is no weekly day off");
        }
        if !holiday(transfer.stands_for) {
            found.add(
                &place,
                &format!("{} is not among the holidays", transfer.stands_for),
            );
        }
    }
}

fn short_days(profile: &Profile, found: &mut Findings) {
    let calendar = &profile.calendar;
    let mut seen = BTreeSet::new();
    for short in &calendar.short_days {
        let place = format!("calendar.short_days.{}", short.date);
        found.source(&place, &short.source);
        if !seen.insert(short.date) {
            found.add(&place, "the day is there twice");
        }
        if !Calendar::of(profile).works(short.date) {
            found.add(&place, "is not worked at all");
        }
        if short.to <= calendar.hours.from || short.to > calendar.hours.to {
            found.add(&place, "closes within the hours of other days");
        }
    }
}
