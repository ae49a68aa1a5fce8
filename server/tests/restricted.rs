//! Restricted cases come only to devices of those whom they concern, and leave all others.

use crate::blobs::{attach, complete, file, get, put};
use crate::support::*;
use domain::ids::{InquiryId, StaffId, UnitId};
use domain::merge::Base;
use domain::{Act, Role};
use protocol::checksum::{self, Sum};
use protocol::wire::{BlobState, Op, PullReply, RepairCheck, RepairFrame, RepairPlan, RepairPull};
use serde::Serialize;

/// A word that nobody but the restricted case has.
const WORD: &str = "Купуясөз";
const BUCKET: &str = "general~restricted";

fn restrict(restricted: bool) -> Act {
    Act::Restrict { restricted }
}

fn name(executor: StaffId, co_executors: &[StaffId]) -> Act {
    Act::Assign {
        executor,
        co_executors: co_executors.to_vec(),
        topic: None,
        resolution: String::new(),
    }
}

/// An act on a case as its device sees it now.
fn knowing(desk: &mut Desk, who: StaffId, case: InquiryId, act: Act) {
    let versions = desk.inquiry(case).versions;
    let base: Vec<(&str, Base)> = versions
        .iter()
        .map(|(field, version)| (field.as_str(), Base::Version(*version)))
        .collect();
    let done = desk.act(who, case, act, &base);
    assert!(is_applied(&done), "{done:?}");
}

/// What a device gets after a cursor, in one frame.
fn since(desk: &Desk, cursor: u64) -> PullReply {
    let frame = desk.try_pull(cursor, 1 << 24).unwrap();
    assert_eq!(frame.to, frame.head);
    frame
}

fn says<T: Serialize>(reply: &T, words: &[&str]) -> Option<String> {
    let text = serde_json::to_string(reply).unwrap();
    words
        .iter()
        .find(|w| text.contains(**w))
        .map(|w| (*w).to_owned())
}

fn rows_of(frame: &PullReply, bucket: &str) -> u64 {
    let bucket = frame.buckets.iter().find(|b| b.unit.as_str() == bucket);
    bucket.unwrap().rows
}

fn removes(frame: &PullReply) -> Vec<InquiryId> {
    let removed = frame.ops.iter().filter_map(|op| match op {
        Op::Remove { id, .. } => Some(*id),
        Op::Put { .. } | Op::Erase { .. } => None,
    });
    removed.collect()
}

/// The bucket of restricted cases as a device without any gets it when it compares.
fn repaired(desk: &Desk) -> Vec<InquiryId> {
    let unit = UnitId::from(BUCKET);
    let check = RepairCheck {
        epoch: desk.epoch,
        unit: unit.clone(),
        sums: Vec::new(),
    };
    let plan: RepairPlan = desk.post("/v1/repair/check", &check).unwrap();
    // Whatever it asks for: also the parts that the plan does not name.
    let pull = RepairPull {
        epoch: desk.epoch,
        unit,
        parts: (0..=u8::MAX).collect(),
        after: 0,
        max_bytes: 1 << 20,
    };
    let frame: RepairFrame = desk.post("/v1/repair/pull", &pull).unwrap();
    assert!(frame.last);
    let ids: Vec<InquiryId> = frame
        .ops
        .iter()
        .map(|op| match op {
            Op::Put { id, .. } | Op::Remove { id, .. } | Op::Erase { id, .. } => *id,
        })
        .collect();
    assert_eq!(plan.parts.is_empty(), ids.is_empty());
    ids
}

/// A case with a file, and an ordinary one beside it; both made by the clerk.
fn two_cases(house: &House, desk: &mut Desk) -> (InquiryId, InquiryId, String) {
    let (open, case) = (new_id(), new_id());
    desk.act(house.clerk, open, register("general"), &[]);
    let mut card = card("general");
    card.subject = WORD.into();
    desk.act(house.clerk, case, Act::Register(Box::new(card)), &[]);
    let (bytes, offer) = file(9, 300);
    assert!(is_applied(&desk.act(
        house.clerk,
        case,
        attach(&offer),
        &[]
    )));
    let _: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    put(desk, &offer.sha256, 0, &bytes).unwrap();
    complete(desk, &offer.sha256).unwrap();
    (open, case, offer.sha256)
}

#[test]
fn a_restricted_case_leaves_the_devices_of_those_whom_it_does_not_concern() {
    let house = House::new();
    let mut clerk = house.desk_of(&["general"], &[house.clerk]);
    let mut chief = house.desk_of(&["general"], &[house.supervisor]);
    let mut other = house.desk_of(&["general"], &[house.archivist]);
    let (open, case, sha256) = two_cases(&house, &mut clerk);
    let before = since(&other, 0);
    assert_eq!((before.ops.len(), rows_of(&before, BUCKET)), (2, 0));
    assert!(get(&other, &sha256, 0).is_ok());

    assert!(is_applied(&chief.act(
        house.supervisor,
        case,
        restrict(true),
        &[]
    )));
    for desk in [&other, &clerk] {
        let frame = since(desk, before.to);
        assert_eq!(removes(&frame), [case]);
        assert_eq!(frame.ops.len(), 1);
        assert_eq!(
            (rows_of(&frame, "general"), rows_of(&frame, BUCKET)),
            (1, 0)
        );
        assert!(repaired(desk).is_empty());
        assert_eq!(get(desk, &sha256, 0).unwrap_err().code, "unknown-blob");
    }
    let own = since(&chief, before.to);
    let [Op::Put { unit, content, .. }] = own.ops.as_slice() else {
        panic!("{own:?}");
    };
    assert_eq!(unit.as_str(), BUCKET);
    assert!(content.contains(WORD));
    assert_eq!((rows_of(&own, "general"), rows_of(&own, BUCKET)), (1, 1));
    assert_eq!(repaired(&chief), [case]);
    assert!(get(&chief, &sha256, 0).is_ok());

    // Whatever happens to it from now on, the others hear nothing: not even that it is removed once more.
    let quiet = since(&other, 0).to;
    let words = [WORD, &case.to_string(), &sha256];
    chief.act(house.supervisor, case, note("жашыруун"), &[]);
    chief.act(house.supervisor, case, name(house.clerk, &[]), &[]);
    let frame = since(&other, quiet);
    assert!(frame.ops.is_empty(), "{frame:?}");
    let late = other.act(house.archivist, case, note("карайын"), &[]);
    assert_eq!(refusal(&late), Some("restricted"));

    // The clerk is named on it now.
    let frame = since(&clerk, quiet);
    assert!(matches!(frame.ops.as_slice(), [Op::Put { id, .. }] if *id == case));
    assert_eq!((rows_of(&frame, BUCKET), repaired(&clerk).len()), (1, 1));
    assert!(get(&clerk, &sha256, 0).is_ok());
    assert!(is_applied(&clerk.act(
        house.clerk,
        case,
        draft("Жооп"),
        &[]
    )));

    // One that is enrolled afterwards never hears of it, from whatever cursor it asks.
    let fresh = house.desk_of(&["general"], &[house.archivist]);
    for cursor in 0..since(&fresh, 0).head {
        let said = says(&since(&fresh, cursor), &words);
        assert_eq!(said, None, "after {cursor}");
    }
    assert_eq!(fresh.rows().keys().copied().collect::<Vec<_>>(), [open]);

    // Another is named instead: it comes there, and leaves here.
    let at = since(&clerk, 0).to;
    let instead = name(house.supervisor, &[house.archivist]);
    knowing(&mut chief, house.supervisor, case, instead);
    assert_eq!(removes(&since(&clerk, at)), [case]);
    assert!(other.rows().contains_key(&case));
    assert_eq!(get(&clerk, &sha256, 0).unwrap_err().code, "unknown-blob");

    // Opened, it is everybody's again.
    let at = since(&clerk, 0).to;
    knowing(&mut chief, house.supervisor, case, restrict(false));
    let frame = since(&clerk, at);
    assert!(
        matches!(frame.ops.as_slice(), [Op::Put { unit, .. }] if unit.as_str() == "general"),
        "{frame:?}"
    );
    assert_eq!(
        (rows_of(&frame, "general"), rows_of(&frame, BUCKET)),
        (2, 0)
    );
    assert!(house.check().sound(), "{:?}", house.check());
}

#[test]
fn other_people_or_roles_on_a_device_bring_and_take_restricted_cases() {
    let house = House::new();
    let mut clerk = house.desk_of(&["general"], &[house.clerk]);
    let mut chief = house.desk_of(&["general"], &[house.supervisor]);
    let mut other = house.desk_of(&["general"], &[house.archivist]);
    let (_, case, _) = two_cases(&house, &mut clerk);
    chief.act(house.supervisor, case, restrict(true), &[]);
    let roles = |desk: &mut Desk, roles: &[Role]| {
        let (admin, who) = (house.admin(), house.archivist);
        let done = admin.set_roles(house.tenant, who, roles);
        house.rt.block_on(done).unwrap();
        assert!(desk.hello().scope.is_some(), "the device is told");
    };
    assert!(repaired(&other).is_empty());
    roles(&mut other, &[Role::Archivist, Role::DataOfficer]);
    assert_eq!(repaired(&other), [case]);
    let to = since(&other, 0).to;
    roles(&mut other, &[Role::Archivist]);
    assert!(repaired(&other).is_empty());
    // The log says nothing, the sums do.
    let frame = since(&other, to);
    assert!(frame.ops.is_empty() && rows_of(&frame, BUCKET) == 0);

    // Somebody who does not work here any more sees nothing for a device, and again once back.
    let of_clerk = name(house.clerk, &[]);
    chief.act(house.supervisor, case, of_clerk, &[]);
    assert_eq!(repaired(&clerk), [case]);
    for (active, seen) in [(false, 0), (true, 1)] {
        let admin = house.admin();
        let done = admin.set_active(house.tenant, house.clerk, active);
        house.rt.block_on(done).unwrap();
        clerk.hello();
        assert_eq!(repaired(&clerk).len(), seen);
        assert_eq!(rows_of(&since(&clerk, 0), BUCKET), seen as u64);
    }
    // The supervisor is admitted to another device.
    let admitted: protocol::wire::StaffToken = other
        .post(
            "/v1/staff",
            &protocol::wire::AddStaff {
                login: "demo.supervisor".into(),
                password: PASSWORD.into(),
            },
        )
        .unwrap();
    other.scope_version = admitted.scope.version;
    assert_eq!(repaired(&other), [case]);
    assert!(other.rows().contains_key(&case));
}

#[test]
fn a_restricted_case_that_moves_tells_only_those_who_could_see_it() {
    let house = House::new();
    let mut chief = house.desk_of(&["general", "roads"], &[house.supervisor]);
    let mut clerk = house.desk_of(&["general"], &[house.clerk]);
    let roads = house.desk_of(&["roads"], &[house.archivist]);
    let (_, case, _) = two_cases(&house, &mut clerk);
    chief.act(house.supervisor, case, name(house.clerk, &[]), &[]);
    chief.act(house.supervisor, case, restrict(true), &[]);
    let (to, of_roads) = (since(&clerk, 0).to, since(&roads, 0).to);
    knowing(&mut chief, house.supervisor, case, move_to("roads"));
    assert_eq!(removes(&since(&clerk, to)), [case]);
    assert!(since(&roads, of_roads).ops.is_empty());
    knowing(&mut chief, house.supervisor, case, restrict(false));
    assert_eq!(roads.rows().len(), 1);
    // Moved back in secret: it left where it was in the open.
    let of_roads = since(&roads, 0).to;
    knowing(&mut chief, house.supervisor, case, restrict(true));
    assert_eq!(removes(&since(&roads, of_roads)), [case]);
    let admin = house.admin();
    let erased = admin.erase(house.tenant, case, house.supervisor, "суроо");
    house.rt.block_on(erased).unwrap();
    assert!(house.check().sound(), "{:?}", house.check());
}

#[test]
fn a_departments_id_cannot_be_a_buckets() {
    let house = House::new();
    for id in ["general~restricted", "a~b", ""] {
        let unit = protocol::window::directory::UnitRow {
            id: id.into(),
            name: domain::profile::Label::default(),
        };
        let refused = house
            .rt
            .block_on(house.admin().add_unit(house.tenant, &unit));
        assert!(refused.unwrap_err().to_string().contains('~'));
    }
    let mut desk = house.desk(&["general"]);
    let made = desk.act(house.clerk, new_id(), register(BUCKET), &[]);
    assert_eq!(refusal(&made), Some("out-of-scope"));
}

/// What the migration has to do, undone: as a server of the version before had it.
const BEFORE: [&str; 2] = [
    "update inquiry set unit = replace(unit, '~restricted', ''); \
     delete from unit_sum where unit like '%~restricted'; \
     alter table inquiry drop column seen_by; alter table log drop column seen_by; \
     alter table log drop column from_seen_by; alter table device drop column sight_since; \
     delete from _sqlx_migrations where version = 11; ",
    "drop policy of_unit on inquiry; create policy of_unit on inquiry using (desk_tenant(tenant) and desk_unit(unit)); \
     drop policy of_unit on log; \
     create policy of_unit on log using (desk_tenant(tenant) and (desk_unit(unit) or desk_unit(from_unit))); \
     drop function desk_sees(text); \
     update inquiry set unit = replace(unit, '~restricted', ''); \
     delete from unit_sum where unit like '%~restricted'; \
     alter table inquiry drop column seen_by; alter table log drop column seen_by; \
     alter table log drop column from_seen_by; alter table device drop column sight_since; \
     delete from _sqlx_migrations where version = 11; ",
];

#[test]
fn restricted_cases_of_an_older_database_go_into_their_bucket() {
    let mut house = House::new();
    let mut chief = house.desk_of(&["general"], &[house.supervisor]);
    let mut clerk = house.desk_of(&["general"], &[house.clerk]);
    let other = house.desk_of(&["general"], &[house.archivist]);
    let (open, case, _) = two_cases(&house, &mut clerk);
    let named = name(house.supervisor, &[house.clerk]);
    chief.act(house.supervisor, case, named, &[]);
    chief.act(house.supervisor, case, restrict(true), &[]);
    let nobody = new_id();
    chief.act(house.supervisor, nobody, register("general"), &[]);
    chief.act(house.supervisor, nobody, restrict(true), &[]);
    let all = chief.rows();
    let sum = all
        .iter()
        .fold(Sum::default(), |sum, (id, (seq, content))| {
            sum.plus(checksum::row(*id, *seq, content))
        });
    house.restart(|_, database| {
        let sums = |hex: &str| {
            format!("update unit_sum set row_count = 3, sum = {hex} where unit = 'general';")
        };
        let sqlite = [BEFORE[0], &sums(&format!("x'{}'", sum.hex()))].concat();
        let postgres = [BEFORE[1], &sums(&format!("decode('{}', 'hex')", sum.hex()))].concat();
        database.edit(&sqlite, &postgres);
    });
    for desk in [&mut chief, &mut clerk] {
        desk.url = house.url();
    }
    let other = Desk {
        url: house.url(),
        ..other
    };
    assert!(house.check().sound(), "{:?}", house.check());
    assert_eq!(chief.rows(), all);
    let ids = |desk: &Desk| desk.rows().into_keys().collect::<Vec<_>>();
    let mut of_clerk = vec![open, case];
    of_clerk.sort_unstable();
    assert_eq!((ids(&clerk), ids(&other)), (of_clerk, vec![open]));
    let counts = |desk: &Desk| {
        let frame = since(desk, 0);
        (rows_of(&frame, "general"), rows_of(&frame, BUCKET))
    };
    assert_eq!(
        (counts(&chief), counts(&clerk), counts(&other)),
        ((1, 2), (1, 1), (1, 0))
    );
    // And the sums go on from there.
    knowing(&mut chief, house.supervisor, nobody, restrict(false));
    assert!(house.check().sound(), "{:?}", house.check());
}

#[test]
fn behind_the_second_wall_a_restricted_case_is_there_only_for_those_whom_it_concerns() {
    let house = House::new();
    if !house.database.is_postgres() {
        return;
    }
    let mut desk = house.desk(&["general"]);
    let (_, case, _) = two_cases(&house, &mut desk);
    desk.act(house.supervisor, case, name(house.clerk, &[]), &[]);
    let before = house.database.behind::<i64>(
        [&hex::encode(house.tenant.0.as_bytes()), "general", ""],
        "select count(*) from log",
    );
    desk.act(house.supervisor, case, restrict(true), &[]);
    desk.act(house.supervisor, case, note("жашыруун"), &[]);
    let tenant = hex::encode(house.tenant.0.as_bytes());
    let units = format!("general\n{BUCKET}");
    let count = |people: &str, table: &str| {
        let text = format!("select count(*) from {table}");
        house
            .database
            .behind::<i64>([&tenant, &units, people], &text)[0]
    };
    let both = format!("{}\n{}", house.archivist, house.clerk);
    for (people, rows) in [
        ("*", 2),
        (house.clerk.to_string().as_str(), 2),
        (&both, 2),
        (&house.archivist.to_string(), 1),
        ("", 1),
    ] {
        assert_eq!(count(people, "inquiry"), rows, "{people}");
    }
    // Of the log: that the case left where it was in the open, and nothing behind that.
    assert_eq!(count("", "log"), before[0] + 1);
    assert_eq!(count("*", "log"), before[0] + 2);
    // Who may see it still needs the department.
    let elsewhere = house
        .database
        .behind::<i64>([&tenant, "roads", "*"], "select count(*) from inquiry");
    assert_eq!(elsewhere, [0]);
}
