//! Deadlines: properties over all days, and days counted by hand from the calendar of 2026.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};
use domain::calendar::{Arrival, Calendar, Day};
use domain::deadline::{self, Course, Pause, Urgency};
use domain::profile::{KG_DISTRICT, Profile, Rule, SHIPPED, Status, Term, Unit, shipped};
use domain::{Code, Refusal};
use proptest::prelude::*;

fn profile() -> Profile {
    Profile::read(KG_DISTRICT).expect("the shipped profile is valid")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a time")
}

#[test]
fn consideration_by_hand() {
    let profile = profile();
    let check = |kind: &str, registered: &str, due: &str| {
        let found =
            deadline::consideration(&profile, &Code::from(kind), day(registered)).expect("a clock");
        assert_eq!(found.on, day(due), "{kind} registered {registered}");
    };
    // Fourteen working days; nothing but weekends between.
    check("application", "2026-11-02", "2026-11-20");
    check("complaint", "2026-11-06", "2026-11-26");
    // Orozo Ait (Friday 20 March) and Nooruz (a Saturday, not shifted).
    check("application", "2026-03-10", "2026-03-31");
    // The first nine days of May: 1, 4-8 are weekdays off; 9 is a Saturday.
    check("application", "2026-04-24", "2026-05-22");
    // Kurman Ait, Wednesday 27 May.
    check("application", "2026-05-20", "2026-06-10");
    // 31 August is a Monday.
    check("application", "2026-08-28", "2026-09-18");
    // Over the turn of the year: 1-9 January 2026 are off for state staff.
    check("application", "2025-12-22", "2026-01-20");
    // Saturday 11 January 2025 was worked for Thursday the 2nd.
    check("application", "2024-12-30", "2025-01-23");
    // An information request has ten.
    check("information_request", "2026-11-02", "2026-11-16");
    // Registered on a day off: counting begins with the next worked day.
    check("application", "2026-11-01", "2026-11-19");
}

#[test]
fn registration_by_hand() {
    let profile = profile();
    let check = |received: &str, due: &str| {
        let found = deadline::registration(&profile, &Code::from("application"), at(received))
            .expect("a clock");
        assert_eq!(found.on, day(due), "received {received}");
    };
    check("2026-11-02T10:00:00+06:00", "2026-11-03");
    // Closing time is 17:30; a minute later is the next day's.
    check("2026-11-02T17:30:00+06:00", "2026-11-03");
    check("2026-11-02T17:31:00+06:00", "2026-11-04");
    // Friday evening counts as Monday.
    check("2026-11-06T18:00:00+06:00", "2026-11-10");
    // A holiday: Victory Day's holidays end on Saturday 9 May, so Monday 11 is the day of receipt.
    check("2026-05-08T16:00:00+06:00", "2026-05-12");
    // The same moment told in another zone.
    check("2026-11-02T04:00:00Z", "2026-11-03");
}

#[test]
fn calendar_days_end_on_a_worked_day() {
    let profile = profile();
    let rule = Rule {
        value: 5,
        unit: Unit::CalendarDays,
        source: "test".into(),
        status: Status::Unverified,
        effective_from: day("2020-01-01"),
    };
    // Monday + 5 = Saturday, moves to Monday.
    assert_eq!(
        deadline::count(&profile, day("2026-11-02"), &rule).on,
        day("2026-11-09")
    );
    assert_eq!(
        deadline::count(&profile, day("2026-11-03"), &rule).on,
        day("2026-11-09")
    );
    assert_eq!(
        deadline::count(&profile, day("2026-11-05"), &rule).on,
        day("2026-11-10")
    );
}

#[test]
fn a_new_rule_holds_from_its_day_on() {
    let profile = reformed("2026-12-01");
    let due = |registered: &str| {
        deadline::consideration(&profile, &Code::from("application"), day(registered))
            .expect("a clock")
            .on
    };
    assert_eq!(due("2026-11-30"), day("2026-12-18"));
    assert_eq!(due("2026-12-01"), day("2026-12-15"));
}

/// The district's profile with the pending reform in force: its one row, with a day.
fn reformed(from: &str) -> Profile {
    let mut json: serde_json::Value = serde_json::from_str(KG_DISTRICT).expect("json");
    let clock = profile();
    let clock = clock.clock_of(&Code::from("application")).expect("a clock");
    let row = clock.proposed[0].in_force(day(from));
    let rules = json["clocks"][0]["consideration"]
        .as_array_mut()
        .expect("rules");
    rules.push(serde_json::to_value(row).expect("serialises"));
    Profile::read(&json.to_string()).expect("valid")
}

#[test]
fn the_pending_reform_is_one_row_and_not_in_force() {
    let profile = profile();
    let clock = profile
        .clock_of(&Code::from("application"))
        .expect("a clock");
    let [proposed] = clock.proposed.as_slice() else {
        panic!("one row")
    };
    assert_eq!((proposed.value, proposed.unit), (10, Unit::WorkingDays));
    for rule in clock.consideration.rules() {
        assert_eq!(rule.value, 14);
    }
}

#[test]
fn every_violation_of_a_profile_is_named() {
    let mut json: serde_json::Value = serde_json::from_str(KG_DISTRICT).expect("json");
    json["kinds"][0]["clock"] = "nowhere".into();
    json["clocks"][0]["extension"][0]["value"] = 0.into();
    json["calendar"]["weekend"] = serde_json::json!([8]);
    json["topics"][1]["label"]["ky"] = " ".into();
    let violations = Profile::read(&json.to_string()).expect_err("not valid");
    assert_eq!(violations.len(), 4, "{violations:?}");
    assert_eq!(Profile::read("[]").expect_err("not a profile").len(), 1);
}

#[test]
fn what_a_day_is_names_its_source() {
    let profile = profile();
    let found = deadline::consideration(&profile, &Code::from("application"), day("2025-01-03"))
        .expect("a clock");
    let of = |date: &str| {
        let found = found.days.iter().find(|d| d.date == day(date));
        found.expect("on the way").clone()
    };
    assert_eq!(of("2025-01-06").counted, None);
    let cited = of("2025-01-06").cited.expect("a holiday has a source");
    assert_eq!(cited.status, Status::Verified);
    assert!(cited.source.starts_with("Labour Code"), "{}", cited.source);
    // Saturday the 11th is worked for the 2nd, and says by whose order.
    assert_eq!(of("2025-01-11").counted, Some(4));
    assert!(of("2025-01-11").cited.is_some());
    let weekend = of("2025-01-12").cited.expect("a weekend has one too");
    assert_eq!(weekend.status, Status::Unverified);
    assert_eq!(of("2025-01-13").cited, None);
}

#[test]
fn a_receipt_says_when_it_came() {
    let profile = profile();
    let of = |at_: &str| {
        let found = deadline::registration(&profile, &Code::from("application"), at(at_));
        found.expect("a clock").receipt.expect("a receipt")
    };
    assert_eq!(of("2026-11-02T10:00:00+06:00").came, Arrival::InHours);
    assert!(of("2026-11-02T10:00:00+06:00").skipped.is_empty());
    let late = of("2026-11-06T18:00:00+06:00");
    assert_eq!(late.came, Arrival::AfterHours);
    // Friday itself, then the weekend.
    assert_eq!(late.skipped.len(), 3);
    let holiday = of("2026-05-08T16:00:00+06:00");
    assert_eq!(holiday.came, Arrival::DayOff);
    assert_eq!(holiday.skipped.len(), 3);
}

fn with(change: impl FnOnce(&mut serde_json::Value)) -> Profile {
    let mut json: serde_json::Value = serde_json::from_str(KG_DISTRICT).expect("json");
    change(&mut json);
    Profile::read(&json.to_string()).expect("valid")
}

#[test]
fn customs_of_counting_are_data() {
    let rule = |profile: &Profile, value, unit| {
        let clock = profile.clock_of(&Code::from("application"));
        Rule {
            value,
            unit,
            ..clock
                .expect("a clock")
                .consideration
                .on(day("2026-01-01"))
                .clone()
        }
    };
    // Friday 6 November and two calendar days: Sunday the 8th.
    let check = |custom: &str, due: &str, moved_from: Option<&str>| {
        let profile = with(|f| f["counting"]["on_day_off"] = custom.into());
        let found = deadline::count(
            &profile,
            day("2026-11-05"),
            &rule(&profile, 3, Unit::CalendarDays),
        );
        assert_eq!(found.on, day(due), "{custom}");
        assert_eq!(found.moved_from, moved_from.map(day), "{custom}");
    };
    check("next_working", "2026-11-09", Some("2026-11-08"));
    check("previous_working", "2026-11-06", Some("2026-11-08"));
    check("same_day", "2026-11-08", None);

    let same = with(|f| f["counting"]["day_one"] = "same_day".into());
    let found = deadline::count(&same, day("2026-11-02"), &rule(&same, 3, Unit::WorkingDays));
    assert_eq!(found.on, day("2026-11-04"));
    assert_eq!(found.days[0].date, day("2026-11-02"));

    let late = |p: &Profile| {
        deadline::registration(
            p,
            &Code::from("application"),
            at("2026-11-02T20:00:00+06:00"),
        )
        .expect("a clock")
        .on
    };
    let lenient = with(|f| f["counting"]["after_hours"] = "same_day".into());
    assert_eq!(late(&lenient), day("2026-11-03"));
    assert_eq!(late(&profile()), day("2026-11-04"));
}

#[test]
fn days_of_a_pause_are_not_counted() {
    let profile = with(|f| {
        f["clocks"][0]["pauses"] = serde_json::json!([{
            "code": "reply", "label": {"ky": "Жооп күтүү", "ru": "Ожидание ответа", "en": "Waiting for an answer"},
            "source": "test", "status": "unverified", "effective_from": "2026-01-01"
        }]);
    });
    let kind = Code::from("application");
    let pause = |from: &str, to: &str, reason: &str| Pause {
        from: day(from),
        to: day(to),
        reason: Code::from(reason),
    };
    let steps = |pauses: &[Pause], extended: &[(u32, NaiveDate)]| {
        Course {
            kind: &kind,
            registered_on: day("2026-11-02"),
            extended,
            pauses,
        }
        .steps(&profile)
    };
    // A week without counting: five worked days later.
    let week = [pause("2026-11-09", "2026-11-15", "reply")];
    let found = steps(&week, &[]).expect("a clock");
    assert_eq!(found[0].on, day("2026-11-27"));
    let stood: Vec<_> = found[0]
        .days
        .iter()
        .filter(|d| d.paused.is_some())
        .collect();
    assert_eq!(stood.len(), 7);
    assert!(stood.iter().all(|d| d.counted.is_none()));
    // The extension is counted on, from the day that was due.
    let found = steps(&week, &[(5, day("2026-11-20"))]).expect("a clock");
    assert_eq!(
        (found[1].from, found[1].on),
        (day("2026-11-27"), day("2026-12-02"))
    );
    let unknown = steps(&[pause("2026-11-09", "2026-11-15", "tea")], &[]);
    assert!(matches!(unknown, Err(Refusal::NotInProfile { .. })));
    let backwards = steps(&[pause("2026-11-09", "2026-11-08", "reply")], &[]);
    assert!(matches!(backwards, Err(Refusal::OutOfBounds { .. })));
}

#[test]
fn another_bodys_documents_have_a_term_where_the_law_sets_one() {
    let read = |id| Profile::read(shipped(id).expect("it ships")).expect("valid");
    let of = |id, on| deadline::documents(&read(id), &Code::from("complaint"), day(on));
    let found = of("ru-municipality", "2026-10-05")
        .expect("a clock")
        .expect("a term");
    assert_eq!((found.on, found.term), (day("2026-10-20"), Term::Documents));
    assert_eq!(of("kg-district", "2026-10-05"), Ok(None));
}

#[test]
fn a_date_that_the_calendar_does_not_reach_says_so() {
    let profile = profile();
    let due = |d| deadline::consideration(&profile, &Code::from("application"), day(d));
    assert!(!due("2027-12-01").expect("a clock").beyond_calendar);
    assert!(due("2027-12-20").expect("a clock").beyond_calendar);
}

fn any_profile() -> impl Strategy<Value = Profile> {
    (0..SHIPPED.len()).prop_map(|n| Profile::read(SHIPPED[n].1).expect("valid"))
}

fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0..1_095_i64).prop_map(|n| day("2025-01-01") + Duration::days(n))
}

proptest! {
    #[test]
    fn a_deadline_is_worked_and_counts_exactly_its_days(from in some_day(), value in 1_u32..60) {
        let profile = profile();
        let calendar = Calendar::of(&profile);
        let rule = Rule { value, ..deadline::consideration(&profile, &Code::from("application"), from).expect("a clock").rule };
        let found = deadline::count(&profile, from, &rule);
        prop_assert!(calendar.works(found.on));
        prop_assert!(found.on > from);
        let counted: Vec<u32> = found.days.iter().filter_map(|d| d.counted).collect();
        prop_assert_eq!(counted, (1..=value).collect::<Vec<_>>());
        prop_assert_eq!(found.days.last().map(|d| d.date), Some(found.on));
        prop_assert_eq!(calendar.working_days_between(from, found.on), i64::from(value));
        for skipped in found.days.iter().filter(|d| d.counted.is_none()) {
            prop_assert!(!skipped.day.works());
        }
    }

    #[test]
    fn a_later_registration_is_never_due_earlier(from in some_day(), gap in 0_i64..40) {
        let profile = profile();
        let due = |d| deadline::consideration(&profile, &Code::from("complaint"), d).expect("a clock").on;
        prop_assert!(due(from) <= due(from + Duration::days(gap)));
    }

    #[test]
    fn every_term_of_every_profile_is_monotone_and_ends_on_a_worked_day(profile in any_profile(), from in some_day(), gap in 0_i64..40) {
        let calendar = Calendar::of(&profile);
        for kind in &profile.kinds {
            let all = |d: NaiveDate| {
                let considered = deadline::consideration(&profile, &kind.code, d).expect("a clock").on;
                let forwarded = deadline::forwarding(&profile, &kind.code, d).expect("a clock").on;
                let documents = deadline::documents(&profile, &kind.code, d).expect("a clock").map_or(d, |d| d.on);
                let longer = deadline::extension(&profile, &kind.code, considered, 7, d).expect("a clock").on;
                (considered, forwarded, documents, longer)
            };
            let (early, late) = (all(from), all(from + Duration::days(gap)));
            prop_assert!(early.0 <= late.0 && early.1 <= late.1 && early.2 <= late.2 && early.3 <= late.3);
            prop_assert!(calendar.works(early.0) && calendar.works(early.1) && calendar.works(early.3));
            prop_assert!(from < early.0 && early.0 < early.3);
        }
    }

    #[test]
    fn what_comes_later_is_registered_no_earlier(profile in any_profile(), from in some_day(), minutes in 0_u32..1_440, gap in 0_i64..10_000) {
        let calendar = Calendar::of(&profile);
        let kind = &profile.kinds[0].code;
        let first = from.and_hms_opt(minutes / 60, minutes % 60, 0).expect("a time")
            .and_local_timezone(profile.offset()).single().expect("an offset");
        let second = first + Duration::minutes(gap);
        let of = |at| deadline::registration(&profile, kind, at).expect("a clock");
        prop_assert!(of(first).on <= of(second).on);
        let counts_as = of(first).from;
        prop_assert!(calendar.works(counts_as));
        // After closing, or on a day off, it is never the day itself.
        let closed = first.time() > profile.calendar.hours.to || !calendar.works(from);
        prop_assert!(!closed || counts_as > from);
        let open = first.time() <= "16:30:00".parse().expect("a time") && calendar.works(from);
        prop_assert!(!open || counts_as == from);
    }

    #[test]
    fn an_extension_counts_from_the_day_that_was_due(profile in any_profile(), from in some_day(), days in 1_u32..=30, decided in 0_i64..20) {
        let kind = profile.kinds[0].code.clone();
        let extended = [(days, from + Duration::days(decided))];
        let course = |extended| Course { kind: &kind, registered_on: from, extended, pauses: &[] }.steps(&profile).expect("a clock");
        let steps = course(&extended);
        prop_assert_eq!(steps[1].from, steps[0].on);
        // The day of the decision changes nothing.
        prop_assert_eq!(steps[1].on, course(&[(days, from)])[1].on);
        // Never earlier than by its own days, and never before what was due.
        prop_assert!(steps[1].on > steps[0].on);
    }

    #[test]
    fn a_day_more_off_makes_no_deadline_earlier(from in some_day(), off in some_day()) {
        let old = profile();
        let mut new = old.clone();
        let mut day_off = old.calendar.holidays[0].clone();
        (day_off.from, day_off.to) = (off, None);
        new.calendar.holidays.push(day_off);
        let due = |p: &Profile| deadline::consideration(p, &Code::from("application"), from).expect("a clock");
        let (was, becomes) = (due(&old), due(&new));
        prop_assert!(was.on <= becomes.on);
        let touches = from < off && off <= was.on && Calendar::of(&old).works(off);
        prop_assert_eq!(was.on != becomes.on, touches && !old.calendar.transfers.iter().any(|t| t.worked == off));
    }

    #[test]
    fn each_day_on_the_way_is_there_once(profile in any_profile(), from in some_day()) {
        let found = deadline::consideration(&profile, &profile.kinds[0].code, from).expect("a clock");
        let dates: Vec<NaiveDate> = found.days.iter().map(|d| d.date).collect();
        let expected: Vec<NaiveDate> = from.iter_days().skip(1).take(dates.len()).collect();
        prop_assert_eq!(&dates, &expected);
        prop_assert!(dates.contains(&found.on));
        prop_assert_eq!(found.days.iter().filter(|d| d.counted.is_some()).count(), found.rule.value as usize);
        for day in &found.days {
            prop_assert_eq!(day.cited.is_none(), day.day == Day::Working);
        }
    }

    #[test]
    fn days_left_and_urgency_agree(due in some_day(), gap in -30_i64..30) {
        let profile = profile();
        let due = Calendar::of(&profile).first_working_from(due);
        let today = due - Duration::days(gap);
        let (left, urgency) = deadline::left(&profile, due, today);
        prop_assert_eq!(urgency == Urgency::Late, today > due);
        if gap >= 0 { prop_assert!(left >= 0); } else { prop_assert!(left <= 0); }
    }
}
