//! A deadline in sentences: the rule with its source, when the inquiry came, each run of days that is counted or not, and
//! why. One source for the case file and the command line; the window draws the same as a calendar.

use domain::Code;
use domain::calendar::{Arrival, Cited, Day};
use domain::deadline::{CountedDay, Deadline};
use domain::profile::{Profile, Status, Unit};
use text::{Texts, arg, format};

/// A number of days of a unit.
#[must_use]
pub fn term(value: u32, unit: Unit, t: &Texts) -> String {
    let key = match unit {
        Unit::WorkingDays => "unit-working_days",
        Unit::CalendarDays => "unit-calendar_days",
    };
    t.with(key, &[("n", arg(value))])
}

/// How a deadline was found, in sentences.
#[must_use]
pub fn deadline(d: &Deadline, profile: &Profile, t: &Texts) -> Vec<String> {
    let lang = t.lang();
    let mut lines = vec![
        t.with(
            "deadline-rule",
            &[
                ("term", arg(term(d.rule.value, d.rule.unit, t))),
                ("from", arg(format::date_long(lang, d.from))),
                ("on", arg(format::date_long(lang, d.on))),
            ],
        ),
        t.with(
            "deadline-source",
            &[
                ("source", arg(t.source(&d.rule.source))),
                ("status", arg(status(d.rule.status, t))),
            ],
        ),
    ];
    if let Some(receipt) = &d.receipt {
        let key = match receipt.came {
            Arrival::InHours => "deadline-came-in-hours",
            Arrival::AfterHours => "deadline-came-after-hours",
            Arrival::DayOff => "deadline-came-day-off",
        };
        let values = [
            ("at", arg(format::date_time(lang, receipt.at))),
            ("on", arg(format::date_long(lang, d.from))),
        ];
        lines.push(t.with(key, &values));
    }
    lines.extend(runs(&d.days, profile, t));
    if let Some(off) = d.moved_from {
        let values = [
            ("date", arg(format::date_long(lang, off))),
            ("on", arg(format::date_long(lang, d.on))),
        ];
        lines.push(t.with("deadline-moved", &values));
    }
    if d.beyond_calendar {
        lines.push(t.get("deadline-beyond-calendar"));
    }
    lines
}

/// Days in a row of which the same is said, in one line.
fn runs(days: &[CountedDay], profile: &Profile, t: &Texts) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = days;
    while let Some(first) = rest.first() {
        let why = why(first, profile, t);
        let alike = |day: &CountedDay| {
            day.counted.is_some() == first.counted.is_some() && self::why(day, profile, t) == why
        };
        let length = rest.iter().take_while(|d| alike(d)).count();
        let (run, others) = rest.split_at(length);
        lines.push(line(run, why.as_deref(), t));
        rest = others;
    }
    lines
}

fn line(run: &[CountedDay], why: Option<&str>, t: &Texts) -> String {
    let date = |day: Option<&CountedDay>| {
        arg(day
            .map(|d| format::date_short(t.lang(), d.date))
            .unwrap_or_default())
    };
    let number = |day: Option<&CountedDay>| arg(day.and_then(|d| d.counted).unwrap_or(0));
    let (first, last) = (run.first(), run.last());
    let counted = first.is_some_and(|d| d.counted.is_some());
    let said = match (counted, run.len()) {
        (true, 1) => t.with(
            "deadline-counted-day",
            &[("date", date(first)), ("n", number(first))],
        ),
        (true, _) => t.with(
            "deadline-counted-days",
            &[
                ("from", date(first)),
                ("to", date(last)),
                ("first", number(first)),
                ("last", number(last)),
            ],
        ),
        (false, 1) => {
            return t.with(
                "deadline-skipped-day",
                &[("date", date(first)), ("why", arg(why.unwrap_or_default()))],
            );
        }
        (false, _) => {
            return t.with(
                "deadline-skipped-days",
                &[
                    ("from", date(first)),
                    ("to", date(last)),
                    ("why", arg(why.unwrap_or_default())),
                ],
            );
        }
    };
    match why {
        Some(why) => format!("{said}, {why}"),
        None => said,
    }
}

/// Why a day is not counted, or is although it is no usual one; `None` for a worked day that is counted.
fn why(day: &CountedDay, profile: &Profile, t: &Texts) -> Option<String> {
    if let Some(code) = &day.paused {
        let rules = profile.clocks.iter().flat_map(|c| &c.pauses);
        let rule = rules.into_iter().find(|p| p.code == *code);
        let label = rule.map_or(code.as_str(), |p| p.label.get(t.lang()));
        let what = t.with("deadline-why-paused", &[("reason", arg(label))]);
        let cited = rule.map(|p| Cited {
            source: p.source.clone(),
            status: p.status,
        });
        return Some(with_source(what, cited.as_ref(), t));
    }
    let what = match &day.day {
        Day::Working if day.counted.is_some() => return None,
        Day::Working => t.get("deadline-why-after"),
        Day::Weekend => t.get("deadline-why-weekend"),
        Day::Holiday { name } => name.get(t.lang()).to_owned(),
        Day::Transferred { stands_for } => t.with(
            "deadline-why-transferred",
            &[("date", arg(format::date_short(t.lang(), *stands_for)))],
        ),
    };
    // Of a calendar-day term every day counts: why it might not have is beside the point.
    if day.counted.is_some() && !matches!(day.day, Day::Transferred { .. }) {
        return None;
    }
    Some(with_source(what, day.cited.as_ref(), t))
}

fn with_source(what: String, cited: Option<&Cited>, t: &Texts) -> String {
    let Some(cited) = cited else { return what };
    t.with(
        "deadline-why-cited",
        &[
            ("why", arg(what)),
            ("source", arg(t.source(&cited.source))),
            ("status", arg(status(cited.status, t))),
        ],
    )
}

fn status(status: Status, t: &Texts) -> String {
    t.get(match status {
        Status::Verified => "status-verified",
        Status::Secondary => "status-secondary",
        Status::Unverified => "status-unverified",
    })
}

/// Proposals for the terms of a kind's clock: shown beside it, never applied.
#[must_use]
pub fn proposed(profile: &Profile, kind: &Code, t: &Texts) -> Vec<String> {
    let clock = profile.clock_of(kind).ok();
    clock
        .into_iter()
        .flat_map(|c| &c.proposed)
        .map(|p| {
            let name = t.get(&format!("deadline-term-{}", p.term.code()));
            t.with(
                "deskctl-proposed",
                &[
                    ("term", arg(name)),
                    ("days", arg(term(p.value, p.unit, t))),
                    ("source", arg(t.source(&p.source))),
                ],
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Lang;
    use domain::profile::{KG_DISTRICT, shipped};

    fn said(id: &str, received: &str, lang: Lang) -> Vec<String> {
        let profile = Profile::read(shipped(id).unwrap_or(KG_DISTRICT)).unwrap();
        let at = chrono::DateTime::parse_from_rfc3339(received).unwrap();
        let found =
            domain::deadline::registration(&profile, &Code::from("application"), at).unwrap();
        deadline(&found, &profile, &Texts::new(lang))
    }

    #[test]
    fn a_deadline_is_told_with_each_day_and_its_source() {
        let lines = said("kg-district", "2026-11-06T18:00:00+06:00", Lang::En);
        assert!(lines[0].starts_with("1 working day from"), "{lines:#?}");
        assert!(lines[2].contains("after working hours"), "{lines:#?}");
        assert_eq!(lines.len(), 4);
        let lines = said("kg-district", "2026-04-30T10:00:00+06:00", Lang::Ru);
        assert!(lines[3].contains("Майские праздники"), "{lines:#?}");
        assert!(lines[3].contains("Трудовой кодекс"), "{lines:#?}");
        assert!(lines[3].contains("подтверждено источником"), "{lines:#?}");
    }

    #[test]
    fn a_date_that_was_moved_off_a_day_off_says_so() {
        let lines = said("ru-municipality", "2026-10-07T10:00:00+10:00", Lang::En);
        assert!(
            lines.iter().any(|l| l.contains("ended on a day off")),
            "{lines:#?}"
        );
    }

    #[test]
    fn what_is_not_law_is_told_apart() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let lines = proposed(&profile, &Code::from("application"), &Texts::new(Lang::En));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with("Not in force"), "{lines:?}");
        assert!(
            proposed(
                &profile,
                &Code::from("information_request"),
                &Texts::new(Lang::Ky)
            )
            .is_empty()
        );
    }
}
