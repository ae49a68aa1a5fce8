//! A body's legal profile is changed: open cases are counted anew, and devices learn both.

use crate::support::*;
use domain::ids::StaffId;
use domain::profile::{KG_DISTRICT, Label};
use domain::{Act, Role};
use protocol::wire::{Hello, HelloReply, PROTOCOL, profile_digest};
use serde_json::{Value, json};
use server::{AdminError, NewStaff};
use uuid::Uuid;

const BY: StaffId = StaffId(Uuid::from_u128(0x2000));

/// A day off more, Friday 13 March 2026; the cases of these tests are registered on the 2nd.
fn with_a_day_off() -> String {
    let mut file: Value = serde_json::from_str(KG_DISTRICT).unwrap();
    let holidays = file["calendar"]["holidays"].as_array_mut().unwrap();
    let mut bridge = holidays[0].clone();
    (bridge["from"], bridge["to"]) = (json!("2026-03-13"), Value::Null);
    holidays.push(bridge);
    file["version"] = "2026.13".into();
    file.to_string()
}

fn house() -> House {
    let house = House::new();
    let officer = NewStaff {
        id: BY,
        login: "demo.administrator".into(),
        password: PASSWORD.into(),
        name: "Демо".into(),
        position: Label::default(),
        roles: vec![Role::Administrator],
        unit: "general".into(),
        phone: String::new(),
    };
    let admin = house.admin();
    house
        .rt
        .block_on(admin.add_staff(house.tenant, officer))
        .unwrap();
    house
}

fn greet(desk: &Desk, held: &str) -> HelloReply {
    let hello = Hello {
        protocol: PROTOCOL,
        epoch: desk.epoch,
        cursor: desk.cursor,
        scope_version: desk.scope_version,
        acked: desk.seq,
        queued: 0,
        clock: start_of_time(),
        tree: None,
        erased: Vec::new(),
        profile: Some(profile_digest(held)),
    };
    desk.post("/v1/hello", &hello).unwrap()
}

#[test]
fn what_a_change_does_is_seen_first_and_then_ordered() {
    let house = house();
    let mut desk = house.desk(&["general"]);
    let (moves, ended) = (new_id(), new_id());
    desk.act(house.clerk, moves, register("general"), &[]);
    desk.act(house.clerk, ended, register("general"), &[]);
    let void = Act::Void {
        reason: "slip".into(),
    };
    desk.act(house.supervisor, ended, void, &[]);
    // A field that has a version already, and a case that an administrator does not see.
    let extend = Act::Extend {
        days: 2,
        reason: "an inspection".into(),
    };
    assert!(is_applied(&desk.act(house.supervisor, moves, extend, &[])));
    let restrict = Act::Restrict { restricted: true };
    assert!(is_applied(&desk.act(
        house.supervisor,
        moves,
        restrict,
        &[]
    )));
    let before = desk.inquiry(moves);
    let was = before.due.as_ref().unwrap().on;

    let (admin, file) = (house.admin(), with_a_day_off());
    let seen = house
        .rt
        .block_on(admin.review_profile(house.tenant, &file))
        .unwrap();
    assert_eq!((seen.review.open, seen.review.moved.len()), (1, 1));
    assert_eq!(seen.review.moved[0].was, was);
    assert_eq!(desk.inquiry(moves), before);

    let refused = house
        .rt
        .block_on(admin.apply_profile(house.tenant, &file, house.clerk, "r"));
    assert!(matches!(refused, Err(AdminError::NotOrdered)));
    assert_eq!(desk.inquiry(moves), before);

    let done = house
        .rt
        .block_on(admin.apply_profile(house.tenant, &file, BY, "Decree on the bridge day"))
        .unwrap();
    assert_eq!(done.review, seen.review);
    // The scope names the profile, so it is a new one.
    desk.hello();
    let row = desk.inquiry(moves);
    let due = row.due.unwrap();
    assert_eq!(due.on, seen.review.moved[0].becomes);
    assert!(due.on > was);
    assert_eq!((due.recounted[0].was, due.recounted[0].by), (was, BY));
    assert_eq!(due.extended.len(), 1);
    let event = row.history.last().unwrap();
    assert_eq!((event.what.as_str(), event.by), ("recount", BY));
    assert_eq!(event.detail, "Decree on the bridge day");
    assert!(row.conflicts.is_empty());
    assert!(desk.inquiry(ended).due.unwrap().recounted.is_empty());
    assert!(house.check().sound());

    // Once more: there is nothing to do.
    let again = house
        .rt
        .block_on(admin.apply_profile(house.tenant, &file, BY, "again"))
        .unwrap();
    assert!(again.review.moved.is_empty());
    desk.hello();
    // What is registered now is counted by it at once, also by a server that has been running all the time.
    let next = new_id();
    desk.act(house.clerk, next, register("general"), &[]);
    assert_eq!(desk.inquiry(next).due.unwrap().on.to_string(), "2026-03-24");
}

#[test]
fn the_scope_names_the_profile_and_who_holds_another_one_gets_it() {
    let house = house();
    let desk = house.desk(&["general"]);
    assert_eq!(desk.enrolled.profile, KG_DISTRICT);
    assert_eq!(greet(&desk, KG_DISTRICT).profile, None);
    let file = with_a_day_off();
    house
        .rt
        .block_on(house.admin().apply_profile(house.tenant, &file, BY, "r"))
        .unwrap();
    assert_eq!(
        greet(&desk, KG_DISTRICT).profile.as_deref(),
        Some(file.as_str())
    );
    assert_eq!(greet(&desk, &file).profile, None);
    // Every device's scope is a new one, and names it.
    let greeting = greet(&desk, &file);
    let scope = greeting.scope.unwrap();
    assert!(scope.version > desk.scope_version);
    assert_eq!(scope.profile, Some(profile_digest(&file)));
    // Who does not say what it holds is not told.
    let mut old = house.desk(&["general"]);
    assert_eq!(old.hello().profile, None);
    assert_eq!(old.enrolled.profile, file);
}

#[test]
fn a_profile_that_open_cases_cannot_do_without_is_refused_whole() {
    let house = house();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let mut file: Value = serde_json::from_str(&with_a_day_off()).unwrap();
    let kinds = file["kinds"].as_array_mut().unwrap();
    kinds.retain(|k| k["code"] != "application");
    let refused = house.rt.block_on(house.admin().apply_profile(
        house.tenant,
        &file.to_string(),
        BY,
        "r",
    ));
    assert!(matches!(refused, Err(AdminError::KindsLost(kinds)) if kinds == ["application"]));
    file["languages"] = json!([]);
    let wrong = house.rt.block_on(
        house
            .admin()
            .review_profile(house.tenant, &file.to_string()),
    );
    assert!(matches!(wrong, Err(AdminError::Profile { .. })));
    assert_eq!(greet(&desk, KG_DISTRICT).profile, None);
    assert!(house.check().sound());
}
