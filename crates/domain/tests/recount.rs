//! A day more off, a new law: which open cases move, why, and what the case then says of it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::calendar::Day;
use domain::ids::{Code, CommandId, InquiryId, StaffId};
use domain::profile::{KG_DISTRICT, Profile, Term};
use domain::recount::{Cause, review};
use domain::{Act, Actor, Circumstances, Inquiry, Refusal, Role, apply};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(date: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{date}T10:00:00+06:00")).expect("a time")
}

fn profile() -> Profile {
    Profile::read(KG_DISTRICT).expect("valid")
}

fn changed(change: impl FnOnce(&mut Value)) -> Profile {
    let mut file: Value = serde_json::from_str(KG_DISTRICT).expect("json");
    change(&mut file);
    file["version"] = "2026.13".into();
    Profile::read(&file.to_string()).expect("valid")
}

/// The government makes a bridge of a Friday.
fn with_a_day_off() -> Profile {
    changed(|f| {
        let holidays = f["calendar"]["holidays"].as_array_mut().expect("holidays");
        let mut bridge = holidays[0].clone();
        (bridge["from"], bridge["to"]) = (json!("2026-11-13"), Value::Null);
        holidays.push(bridge);
    })
}

fn actor(role: Role) -> Actor {
    Actor {
        id: StaffId(Uuid::from_u128(7)),
        roles: BTreeSet::from([role]),
    }
}

fn act(
    case: Option<&Inquiry>,
    act: &Act,
    n: u128,
    by: Role,
    profile: &Profile,
) -> Result<Inquiry, Refusal> {
    let id = case.map_or(InquiryId(Uuid::from_u128(n)), |c| c.id);
    let now = Circumstances {
        actor: &actor(by),
        inquiry: id,
        command: CommandId(Uuid::from_u128(n)),
        device: None,
        at: at("2026-11-09"),
        provisional: None,
        profile,
    };
    apply(case, act, &now)
}

fn case(n: u128, registered: &str) -> Inquiry {
    let card = json!({
        "unit": "general", "received_at": at(registered).to_rfc3339(), "channel": "post", "kind": "application", "lang": "ky",
        "applicants": [], "subject": "s", "text": "t"
    });
    let card = serde_json::from_value(card).expect("a card");
    let received = act(
        None,
        &Act::Receive(Box::new(card)),
        n,
        Role::Clerk,
        &profile(),
    )
    .expect("received");
    let enter = Act::EnterInRegister {
        on: day(registered),
    };
    act(Some(&received), &enter, n + 1, Role::Clerk, &profile()).expect("entered")
}

#[test]
fn a_day_more_off_moves_those_that_it_lies_in() {
    let cases = [
        case(10, "2026-11-02"),
        case(20, "2026-11-13"),
        case(30, "2026-10-01"),
    ];
    let found = review(&profile(), &with_a_day_off(), &cases);
    assert_eq!(found.open, 3);
    let [moved] = found.moved.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(moved.inquiry, cases[0].id);
    assert_eq!(
        (moved.was, moved.becomes),
        (day("2026-11-20"), day("2026-11-23"))
    );
    let [Cause::Day { date, was, becomes }] = moved.why.as_slice() else {
        panic!("{moved:?}")
    };
    assert_eq!((*date, was), (day("2026-11-13"), &Day::Working));
    assert!(matches!(becomes, Day::Holiday { .. }));
    // Nothing was applied.
    assert_eq!(cases[0].due.as_ref().map(|d| d.on), Some(day("2026-11-20")));
    assert!(review(&profile(), &profile(), &cases).moved.is_empty());
}

#[test]
fn a_new_law_moves_what_was_registered_since_its_day() {
    let new = changed(|f| {
        let rules = f["clocks"][0]["consideration"]
            .as_array_mut()
            .expect("rules");
        let mut reform = rules[0].clone();
        (reform["value"], reform["effective_from"]) = (json!(10), json!("2026-11-05"));
        rules.push(reform);
    });
    let cases = [case(10, "2026-11-04"), case(20, "2026-11-05")];
    let found = review(&profile(), &new, &cases);
    let [moved] = found.moved.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(moved.inquiry, cases[1].id);
    assert_eq!(
        (moved.was, moved.becomes),
        (day("2026-11-25"), day("2026-11-19"))
    );
    let [Cause::Rule { term, was, becomes }] = moved.why.as_slice() else {
        panic!("{moved:?}")
    };
    assert_eq!(
        (*term, was.value, becomes.value),
        (Term::Consideration, 14, 10)
    );
}

#[test]
fn what_is_lost_and_what_lies_beyond_is_named() {
    let new = changed(|f| {
        f["kinds"]
            .as_array_mut()
            .expect("kinds")
            .retain(|k| k["code"] != "application");
    });
    let found = review(&profile(), &new, &[case(10, "2026-11-02")]);
    assert!(found.moved.is_empty());
    let lost: Vec<_> = found
        .lost
        .iter()
        .map(|l| (l.list.as_str(), l.code.as_str()))
        .collect();
    assert_eq!(lost, [("kind", "application")]);
    let late = case(20, "2027-12-20");
    let found = review(&profile(), &profile(), [&late]);
    assert_eq!(found.beyond_calendar, [late.id]);
}

#[test]
fn what_ended_is_left_alone() {
    let void = Act::Void {
        reason: "slip".into(),
    };
    let ended = act(
        Some(&case(10, "2026-11-02")),
        &void,
        12,
        Role::Supervisor,
        &profile(),
    )
    .expect("void");
    assert_eq!(review(&profile(), &with_a_day_off(), [&ended]).open, 0);
    let recount = Act::Recount { reason: "r".into() };
    let refused = act(Some(&ended), &recount, 13, Role::Administrator, &profile());
    assert!(matches!(refused, Err(Refusal::WrongState { .. })));
}

#[test]
fn a_recount_keeps_the_old_value_the_new_one_and_the_reason() {
    let recount = Act::Recount {
        reason: "Decree on the bridge day".into(),
    };
    let before = case(10, "2026-11-02");
    let refused = act(
        Some(&before),
        &recount,
        12,
        Role::Supervisor,
        &with_a_day_off(),
    );
    assert!(matches!(refused, Err(Refusal::NotAllowed { .. })));
    let after = act(
        Some(&before),
        &recount,
        12,
        Role::Administrator,
        &with_a_day_off(),
    )
    .expect("recounted");
    let due = after.due.expect("a due day");
    assert_eq!(due.on, day("2026-11-23"));
    let [entry] = due.recounted.as_slice() else {
        panic!("{due:?}")
    };
    assert_eq!(
        (entry.was, entry.on),
        (day("2026-11-20"), day("2026-11-23"))
    );
    assert_eq!(entry.profile, "kg-district 2026.13");
    let event = after.history.last().expect("an event");
    assert_eq!(
        (event.what.as_str(), event.detail.as_str()),
        ("recount", "Decree on the bridge day")
    );
    assert!(after.undo.is_none());
}

#[test]
fn an_extension_that_was_made_by_the_old_law_is_counted_by_the_new_one_when_it_is_taken() {
    // Offline, somebody extends; meanwhile the server counts anew.
    let before = case(10, "2026-11-02");
    let extend = Act::Extend {
        days: 3,
        reason: "an inspection".into(),
    };
    let recount = Act::Recount {
        reason: "Decree".into(),
    };
    let new = with_a_day_off();
    let mut standing =
        act(Some(&before), &recount, 12, Role::Administrator, &new).expect("recounted");
    standing.versions.insert("due".into(), 9);
    let now = Circumstances {
        actor: &actor(Role::Supervisor),
        inquiry: before.id,
        command: CommandId(Uuid::from_u128(13)),
        device: None,
        at: at("2026-11-09"),
        provisional: None,
        profile: &new,
    };
    let merged = domain::merge::merge(
        Some(&standing),
        &extend,
        &BTreeMap::new(),
        &BTreeMap::new(),
        &now,
        |_| None,
    )
    .expect("merged");
    assert_eq!(merged.conflicts, ["due"]);
    let conflict = merged.inquiry.conflicts[0].id;
    let settle = Act::SettleConflict {
        conflict,
        take_mine: true,
    };
    let settled = act(Some(&merged.inquiry), &settle, 14, Role::Supervisor, &new).expect("settled");
    // Friday 20 November became Monday the 23rd; three days more.
    assert_eq!(settled.due.map(|d| d.on), Some(day("2026-11-26")));
    assert!(profile().has("kind", &Code::from("application")));
}
