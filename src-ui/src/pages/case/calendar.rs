//! How the date was computed: each day counted or skipped, with the reason, and the rule with its source.

use super::Shown;
use crate::i18n::{Words, words};
use chrono::{Datelike, NaiveDate, Weekday};
use domain::calendar::Day;
use domain::deadline::{CountedDay, Deadline};
use domain::profile::{Status, Unit};
use leptos::prelude::*;
use std::collections::BTreeMap;
use text::format::{month, weekday_short};

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The counted calendar of a case.
#[component]
pub fn CountedCalendar(shown: Shown) -> impl IntoView {
    let words = words();
    let steps = Memo::new(move |_| {
        shown
            .with(|c| {
                c.as_ref().map(|c| {
                    if c.deadlines.is_empty() {
                        c.registration_due.iter().cloned().collect()
                    } else {
                        c.deadlines.clone()
                    }
                })
            })
            .unwrap_or_default()
    });
    view! {
        <section class="why" id="deadline-why" tabindex="0" aria-label=words.say("deadline-why") data-test="deadline">
            {move || steps.get().into_iter().enumerate().map(|(i, step): (usize, Deadline)| {
                let sentence = rule(words, &step, i > 0);
                let source = source(words, &step);
                let notes = notes(words, &step);
                let months = months(&step).into_iter().map(|first| view! { <Month first step=step.clone()/> }).collect_view();
                view! {
                    <div class="why-step">
                        <p><strong>{sentence}</strong></p>
                        <p class="muted">{source}</p>
                        {notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                        <div class="months">{months}</div>
                    </div>
                }
            }).collect_view()}
            <ul class="legend" aria-hidden="true">
                <li><span class="day counted">"1"</span>{words.say("day-counted")}</li>
                <li><span class="day off"></span>{words.say("day-skipped")}</li>
                <li><span class="day moved">"1"</span>{words.say("day-transferred")}</li>
                <li><span class="day last">"1"</span>{words.say("day-last")}</li>
            </ul>
        </section>
    }
}

fn rule(words: Words, step: &Deadline, extension: bool) -> String {
    let unit = match step.rule.unit {
        Unit::WorkingDays => "unit-working_days",
        Unit::CalendarDays => "unit-calendar_days",
    };
    let term = words.with(unit, &[("n", i64::from(step.rule.value).into())]);
    let values = [
        ("term", term.into()),
        ("from", words.date(step.from).into()),
        ("on", words.date(step.on).into()),
    ];
    words.with(
        if extension {
            "why-rule-extended"
        } else {
            "why-rule"
        },
        &values,
    )
}

fn source(words: Words, step: &Deadline) -> String {
    let status = match step.rule.status {
        Status::Verified => "status-verified",
        Status::Secondary => "status-secondary",
        Status::Unverified => "status-unverified",
    };
    let values = [
        ("source", words.source(&step.rule.source).into()),
        ("status", words.get(status).into()),
    ];
    words.with("why-source", &values)
}

/// What moved the date, and what may still move it.
fn notes(words: Words, step: &Deadline) -> Vec<String> {
    let moved = step.moved_from.map(|off| {
        let values = [
            ("date", words.date(off).into()),
            ("on", words.date(step.on).into()),
        ];
        words.with("deadline-moved", &values)
    });
    let beyond = step
        .beyond_calendar
        .then(|| words.get("deadline-beyond-calendar"));
    moved.into_iter().chain(beyond).collect()
}

/// First days of the months on the way.
fn months(step: &Deadline) -> Vec<NaiveDate> {
    let mut firsts: Vec<NaiveDate> = std::iter::once(step.from)
        .chain(step.days.iter().map(|d| d.date))
        .filter_map(|d| d.with_day(1))
        .collect();
    firsts.dedup();
    firsts
}

/// One month as a table.
#[component]
fn Month(first: NaiveDate, step: Deadline) -> impl IntoView {
    let words = words();
    let lang = words.lang();
    let days: BTreeMap<NaiveDate, CountedDay> =
        step.days.iter().map(|d| (d.date, d.clone())).collect();
    let before = first.weekday().num_days_from_monday();
    let dates: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|d| d.month() == first.month())
        .collect();
    let mut cells: Vec<Option<NaiveDate>> = vec![None; usize::try_from(before).unwrap_or(0)];
    cells.extend(dates.into_iter().map(Some));
    cells.resize(cells.len().div_ceil(7) * 7, None);
    let rows = cells
        .chunks(7)
        .map(|week| {
            let tds = week
                .iter()
                .map(|date| cell(words, *date, &days, &step))
                .collect_view();
            view! { <tr>{tds}</tr> }
        })
        .collect_view();
    view! {
        <table class="month">
            <caption>{month(lang, first)}</caption>
            <thead><tr>{WEEK.map(|d| view! { <th scope="col">{weekday_short(lang, d)}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn cell(
    words: Words,
    date: Option<NaiveDate>,
    days: &BTreeMap<NaiveDate, CountedDay>,
    step: &Deadline,
) -> AnyView {
    let Some(date) = date else {
        return view! { <td></td> }.into_any();
    };
    let number = date.day();
    if date == step.from {
        let text = words.get("day-from");
        return view! { <td class="day from" title=text.clone()>{number}<span class="unseen">{text.clone()}</span></td> }.into_any();
    }
    let Some(day) = days.get(&date) else {
        return view! { <td class="day">{number}</td> }.into_any();
    };
    let (class, why) = meaning(words, day);
    let why = cited(words, day, why);
    let class = if date == step.on { "day last" } else { class };
    let counted = day
        .counted
        .map(|n| view! { <small aria-hidden="true">{n}</small> });
    view! { <td class=class title=why.clone()>{number}{counted}<span class="unseen">{why.clone()}</span></td> }.into_any()
}

/// With the row of the calendar that says so, for a day that is no usual one.
fn cited(words: Words, day: &CountedDay, why: String) -> String {
    let Some(row) = &day.cited else { return why };
    let status = match row.status {
        Status::Verified => "status-verified",
        Status::Secondary => "status-secondary",
        Status::Unverified => "status-unverified",
    };
    let values = [
        ("why", why.into()),
        ("source", words.source(&row.source).into()),
        ("status", words.get(status).into()),
    ];
    words.with("deadline-why-cited", &values)
}

fn meaning(words: Words, day: &CountedDay) -> (&'static str, String) {
    let counted = day
        .counted
        .map(|n| words.with("day-number", &[("n", i64::from(n).into())]));
    match (&day.day, counted) {
        (Day::Transferred { stands_for }, counted) => {
            let why = words.with(
                "day-transferred-for",
                &[("date", words.date(*stands_for).into())],
            );
            (
                "day moved",
                counted.map_or(why.clone(), |c| format!("{c}; {why}")),
            )
        }
        (Day::Holiday { name }, counted) => {
            let name = name.get(words.lang()).to_owned();
            (
                if counted.is_some() {
                    "day counted"
                } else {
                    "day off"
                },
                counted.map_or(name.clone(), |c| format!("{c}; {name}")),
            )
        }
        (_, Some(counted)) => ("day counted", counted),
        (Day::Weekend, None) => ("day off", words.get("day-weekend")),
        (Day::Working, None) => ("day", words.get("day-not-counted")),
    }
}
