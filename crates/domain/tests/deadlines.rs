//! Deadlines: properties over all days, and days counted by hand from the calendar of 2026.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};
use domain::Code;
use domain::calendar::Calendar;
use domain::deadline::{self, Urgency};
use domain::profile::{KG_DISTRICT, Profile, Rule, Status, Unit};
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
    let mut json: serde_json::Value = serde_json::from_str(KG_DISTRICT).expect("json");
    let terms = json["clocks"][0]["consideration"]
        .as_array_mut()
        .expect("terms");
    let mut reform = terms[0].clone();
    reform["value"] = 10.into();
    reform["effective_from"] = "2026-12-01".into();
    terms.push(reform);
    let profile = Profile::read(&json.to_string()).expect("valid");
    let due = |registered: &str| {
        deadline::consideration(&profile, &Code::from("application"), day(registered))
            .expect("a clock")
            .on
    };
    assert_eq!(due("2026-11-30"), day("2026-12-18"));
    assert_eq!(due("2026-12-01"), day("2026-12-15"));
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
    fn days_left_and_urgency_agree(due in some_day(), gap in -30_i64..30) {
        let profile = profile();
        let due = Calendar::of(&profile).first_working_from(due);
        let today = due - Duration::days(gap);
        let (left, urgency) = deadline::left(&profile, due, today);
        prop_assert_eq!(urgency == Urgency::Late, today > due);
        if gap >= 0 { prop_assert!(left >= 0); } else { prop_assert!(left <= 0); }
    }
}
