//! Who gets in, and what is refused at the door.

use crate::support::*;
use chrono::TimeDelta;
use domain::Act;
use domain::ids::{StaffId, TenantId};
use protocol::wire::{AddStaff, Hello, HelloReply, PROTOCOL, Pull, PullReply, StaffToken};
use std::io::Read;
use uuid::Uuid;

#[test]
fn a_code_works_once_and_not_for_ever_and_guessing_is_stopped() {
    let house = House::new();
    let code = house.code(&["general"], &[]);
    assert!(code.len() >= 26, "{code}");
    assert!(
        Desk::enrol(&house.url(), &code.to_lowercase()).is_ok(),
        "however it is typed"
    );
    assert_eq!(
        Desk::enrol(&house.url(), &code).err().unwrap().code,
        "bad-code"
    );
    let late = house.code(&["general"], &[]);
    house.pass(TimeDelta::hours(25));
    assert_eq!(
        Desk::enrol(&house.url(), &late).err().unwrap().code,
        "bad-code"
    );
    for _ in 0..9 {
        assert_eq!(
            Desk::enrol(&house.url(), "AAAAA-AAAAA").err().unwrap().code,
            "bad-code"
        );
    }
    let good = house.code(&["general"], &[]);
    assert_eq!(
        Desk::enrol(&house.url(), &good).err().unwrap().code,
        "too-many-tries"
    );
    house.pass(TimeDelta::minutes(16));
    assert_eq!(
        Desk::enrol(&house.url(), &good)
            .unwrap()
            .enrolled
            .device_number,
        2
    );
}

#[test]
fn a_password_admits_to_the_device_and_guessing_is_stopped() {
    let house = House::new();
    let mut desk = Desk::enrol(&house.url(), &house.code(&["general"], &[])).unwrap();
    let id = new_id();
    let before = desk.act(house.clerk, id, register("general"), &[]);
    assert_eq!(
        refusal(&before),
        Some("not-allowed"),
        "not admitted to this device yet"
    );
    let ask = |desk: &Desk, login: &str, password: &str| {
        desk.post::<_, StaffToken>(
            "/v1/staff",
            &AddStaff {
                login: login.into(),
                password: password.into(),
            },
        )
    };
    let admitted = ask(&desk, "demo.clerk", PASSWORD).unwrap();
    assert_eq!(admitted.staff, house.clerk);
    assert!(admitted.scope.version > desk.scope_version);
    let here: Vec<_> = admitted
        .scope
        .staff
        .iter()
        .filter(|s| s.on_this_device)
        .map(|s| s.id)
        .collect();
    assert_eq!(here, [house.clerk]);
    assert!(is_applied(&desk.act(
        house.clerk,
        id,
        register("general"),
        &[]
    )));
    // Side by side: each is counted before its password is looked at.
    let wrong = || ask(&desk, "demo.supervisor", "туура эмес сырсөз").unwrap_err();
    let codes: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..12).map(|_| scope.spawn(wrong)).collect();
        tries.into_iter().map(|t| t.join().unwrap().code).collect()
    });
    let looked_at = codes.iter().filter(|c| *c == "bad-password").count();
    assert_eq!(looked_at, 5, "{codes:?}");
    assert_eq!(
        ask(&desk, "demo.supervisor", PASSWORD).unwrap_err().code,
        "too-many-tries"
    );
    assert_eq!(
        ask(&desk, "demo.nobody", PASSWORD).unwrap_err().code,
        "bad-password"
    );
    assert_eq!(
        ask(&desk, "website", "").unwrap_err().code,
        "bad-password",
        "the website's hand has no password"
    );
    house.pass(TimeDelta::minutes(16));
    assert!(ask(&desk, "demo.supervisor", PASSWORD).is_ok());
}

#[test]
fn who_left_or_was_revoked_does_nothing_more() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    assert!(is_applied(&desk.act(
        house.clerk,
        id,
        register("general"),
        &[]
    )));
    house
        .rt
        .block_on(house.admin().set_active(house.tenant, house.clerk, false))
        .unwrap();
    assert_eq!(
        refusal(&desk.act(house.clerk, id, note("кетти"), &[])),
        Some("not-allowed")
    );
    assert!(is_applied(&desk.act(
        house.supervisor,
        id,
        note("калды"),
        &[]
    )));
    house
        .rt
        .block_on(house.admin().revoke_device(house.tenant, device_of(&desk)))
        .unwrap();
    let command = desk.command(house.supervisor, id, note("жок"), &[]);
    assert_eq!(desk.push(&[command]).unwrap_err().code, "device-revoked");
    assert_eq!(
        desk.try_pull(0, 1 << 20).unwrap_err().code,
        "device-revoked"
    );
    desk.enrolled.token = "0".repeat(64);
    assert_eq!(desk.try_pull(0, 1 << 20).unwrap_err().code, "bad-token");
    assert_eq!(
        post::<_, PullReply>(&desk.url, "/v1/pull", None, &0)
            .unwrap_err()
            .code,
        "bad-token"
    );
}

#[test]
fn a_body_sees_nothing_of_another_body() {
    let house = House::new();
    let mut ours = house.desk(&["general"]);
    let id = new_id();
    ours.act(house.clerk, id, register("general"), &[]);
    let foreign = House {
        tenant: TenantId(Uuid::from_u128(0x2000)),
        ..house
    };
    let staff = [0x2001, 0x2002, 0x2003].map(|n| StaffId(Uuid::from_u128(n)));
    foreign.furnish(foreign.tenant, staff);
    let foreign = House {
        clerk: staff[0],
        supervisor: staff[1],
        archivist: staff[2],
        ..foreign
    };
    let mut theirs = foreign.desk(&["general"]);
    assert_eq!(
        theirs.enrolled.device_number, 1,
        "numbers of devices are a body's own"
    );
    assert!(theirs.rows().is_empty());
    assert_eq!(
        refusal(&theirs.act(foreign.clerk, id, note("чоочун"), &[])),
        Some("unknown")
    );
    let borrowed = ours
        .enrolled
        .scope
        .staff
        .iter()
        .find(|s| s.login == "demo.clerk")
        .unwrap()
        .id;
    assert_eq!(
        refusal(&theirs.act(borrowed, new_id(), register("general"), &[])),
        Some("not-allowed")
    );
    let own = theirs.act(foreign.clerk, id, register("general"), &[]);
    assert_eq!(
        own.number.unwrap().serial,
        1,
        "and so are registration numbers"
    );
    assert_eq!((theirs.rows().len(), ours.rows().len()), (1, 1));
    assert_ne!(theirs.rows()[&id], ours.rows()[&id]);
    assert!(foreign.check().sound());
}

#[test]
fn a_restricted_case_is_for_those_named_on_it() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    assert!(is_applied(&desk.act(
        house.supervisor,
        id,
        Act::Restrict { restricted: true },
        &[]
    )));
    assert_eq!(
        refusal(&desk.act(house.clerk, id, note("карайын"), &[])),
        Some("restricted")
    );
    assert!(is_applied(&desk.act(
        house.supervisor,
        id,
        assign(house.clerk),
        &[]
    )));
    assert!(is_applied(&desk.act(house.clerk, id, draft("Жооп"), &[])));
}

#[test]
fn a_changed_scope_is_told_at_the_next_greeting() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    assert!(
        desk.hello().scope.is_none(),
        "nothing changed, nothing sent"
    );
    let units = ["general", "roads"].map(domain::UnitId::from);
    house
        .rt
        .block_on(
            house
                .admin()
                .set_device_units(house.tenant, device_of(&desk), &units),
        )
        .unwrap();
    assert_eq!(desk.try_pull(0, 1 << 20).unwrap_err().code, "scope-changed");
    let scope = desk.hello().scope.unwrap();
    assert_eq!(scope.units, units);
    let buckets = desk.try_pull(0, 1 << 20).unwrap().buckets;
    let buckets: Vec<&str> = buckets.iter().map(|b| b.unit.as_str()).collect();
    let both = ["general", "general~restricted", "roads", "roads~restricted"];
    assert_eq!(buckets, both);
}

#[test]
fn an_old_program_still_sends_and_is_told_to_upgrade_when_it_reads() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let hello = Hello {
        protocol: [0, 0],
        epoch: 1,
        cursor: 0,
        scope_version: desk.scope_version,
        acked: 0,
        queued: 1,
        clock: start_of_time(),
        tree: None,
        erased: Vec::new(),
        profile: None,
    };
    let reply: HelloReply = desk.post("/v1/hello", &hello).unwrap();
    assert_eq!(reply.protocol, 0);
    assert!(
        is_applied(&desk.act(house.clerk, new_id(), register("general"), &[])),
        "push is always accepted"
    );
    assert_eq!(
        desk.try_pull(0, 1 << 20).unwrap_err().code,
        "upgrade-needed"
    );
    let newer = Hello {
        protocol: [1, PROTOCOL[1] + 5],
        ..hello
    };
    let reply: HelloReply = desk.post("/v1/hello", &newer).unwrap();
    assert_eq!(reply.protocol, PROTOCOL[1]);
    assert!(desk.try_pull(0, 1 << 20).is_ok());
}

#[test]
fn bodies_are_compressed_both_ways_and_a_bomb_is_refused() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let commands: Vec<_> = (0..50)
        .map(|_| desk.command(house.clerk, new_id(), register("general"), &[]))
        .collect();
    desk.push(&commands).unwrap();
    let pull = Pull {
        epoch: 1,
        cursor: 0,
        scope_version: desk.scope_version,
        max_bytes: 1 << 20,
    };
    let json = serde_json::to_vec(&pull).unwrap();
    let packed = zstd::encode_all(json.as_slice(), 3).unwrap();
    let token = Some(desk.enrolled.token.as_str());
    let plain = send("POST", &desk.url, "/v1/pull", token, &json, &[])
        .unwrap()
        .1;
    let headers = [("content-encoding", "zstd"), ("accept-encoding", "zstd")];
    let small = send("POST", &desk.url, "/v1/pull", token, &packed, &headers)
        .unwrap()
        .1;
    assert!(
        small.len() * 5 < plain.len(),
        "{} against {}",
        small.len(),
        plain.len()
    );
    assert_eq!(zstd::decode_all(small.as_slice()).unwrap(), plain);
    let bomb = zstd::encode_all(std::io::repeat(b' ').take(300 * 1024 * 1024), 3).unwrap();
    let refused = send("POST", &desk.url, "/v1/pull", token, &bomb, &headers).unwrap_err();
    assert_eq!(refused.code, "too-large");
    assert_eq!(
        send("POST", &desk.url, "/v1/pull", token, b"not zstd", &headers)
            .unwrap_err()
            .code,
        "bad-request"
    );
    let quoted = send(
        "POST",
        &desk.url,
        "/v1/pull",
        token,
        "{\"epoch\":\"Демоев\"}".as_bytes(),
        &[],
    )
    .unwrap_err();
    assert!(
        quoted.code == "bad-request" && !quoted.details.contains("Демоев"),
        "{quoted:?}"
    );
}

#[test]
fn health_answers_and_a_stopped_server_is_gone() {
    let mut house = House::new();
    assert_eq!(
        send("GET", &house.url(), "/health", None, &[], &[])
            .unwrap()
            .1,
        b"ok"
    );
    let url = house.url();
    house.restart(|dir, _| {
        let gone = ureq::get(format!("{url}/health")).call();
        assert!(gone.is_err());
        assert!(
            !dir.join("server.sqlite-wal").exists(),
            "the write-ahead log is written back"
        );
    });
}
