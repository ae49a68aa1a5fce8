//! Order, numbers, retries, chains, the audit.

use crate::support::*;
use domain::Act;
use domain::merge::Base;
use protocol::wire::{Command, OutcomeKind, PUSH_COMMANDS};
use std::collections::BTreeSet;

#[test]
fn concurrent_devices_share_one_contiguous_log_and_one_run_of_numbers() {
    let house = House::new();
    // On PostgreSQL two instances serve them, and each call of a device may go to another one.
    let twin = house.twin();
    let urls = [
        house.url(),
        twin.as_ref()
            .map_or_else(|| house.url(), server::Running::url),
    ];
    let mut desks: Vec<Desk> = (0..4).map(|_| house.desk(&["general", "roads"])).collect();
    let clerk = house.clerk;
    let given: Vec<(u64, u32)> = std::thread::scope(|scope| {
        let handles: Vec<_> = desks
            .iter_mut()
            .map(|desk| {
                let urls = &urls;
                scope.spawn(move || {
                    let mut given = Vec::new();
                    for round in 0..6 {
                        let unit = if round % 2 == 0 { "general" } else { "roads" };
                        desk.url.clone_from(&urls[round % 2]);
                        let batch: Vec<Command> = (0..10)
                            .map(|_| desk.command(clerk, new_id(), register(unit), &[]))
                            .collect();
                        for outcome in desk.push(&batch).unwrap() {
                            assert_eq!(outcome.result, OutcomeKind::Applied);
                            given.push((outcome.seq.unwrap(), outcome.number.unwrap().serial));
                        }
                    }
                    given
                })
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|h| h.join().unwrap())
            .collect()
    });
    let seqs: BTreeSet<u64> = given.iter().map(|(seq, _)| *seq).collect();
    let numbers: BTreeSet<u32> = given.iter().map(|(_, n)| *n).collect();
    assert_eq!(seqs, (1..=240).collect(), "the log is contiguous");
    assert_eq!(
        numbers,
        (1..=240).collect(),
        "numbers are contiguous and given once"
    );
    let rows: Vec<_> = desks.iter().map(Desk::rows).collect();
    assert_eq!(rows[0].len(), 240);
    assert!(
        rows.iter().all(|r| *r == rows[0]),
        "all devices see the same bytes"
    );
    let report = house.check();
    assert!(report.sound(), "{report:?}");
    assert_eq!(report.tenants[0].head, 240);
    if let Some(twin) = twin {
        house.rt.block_on(twin.shutdown());
    }
}

#[test]
fn a_number_belongs_to_the_year_of_registration_and_a_void_entry_keeps_it() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    let first = desk.act(house.clerk, id, register("general"), &[]);
    assert_eq!(first.number.unwrap().to_string(), "1/2026");
    assert!(is_applied(&desk.act(
        house.supervisor,
        id,
        Act::Void {
            reason: "кайталанган".into()
        },
        &[]
    )));
    let received = new_id();
    let outcome = desk.act(house.clerk, received, receive("general", "k1"), &[]);
    assert_eq!(
        (outcome.number, desk.inquiry(received).number),
        (None, None)
    );
    let on = "2027-01-05".parse().unwrap();
    let entered = desk.act(house.clerk, received, Act::EnterInRegister { on }, &[]);
    assert_eq!(entered.number.clone().unwrap().to_string(), "1/2027");
    assert_eq!(desk.inquiry(received).number, entered.number);
    let next = desk.act(house.clerk, new_id(), register("general"), &[]);
    assert_eq!(next.number.unwrap().to_string(), "2/2026");
    assert!(house.check().sound());
}

#[test]
fn a_retry_gets_the_stored_outcome_word_for_word_and_has_no_effect() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    let commands = vec![
        desk.command(house.clerk, id, register("general"), &[]),
        desk.command(house.clerk, id, Act::Approve, &[]),
        desk.command(house.clerk, id, note("биринчи"), &[]),
    ];
    let raw = |commands: &[Command]| {
        let body = serde_json::json!({ "epoch": desk.epoch, "commands": commands });
        send(
            "POST",
            &desk.url,
            "/v1/push",
            Some(&desk.enrolled.token),
            body.to_string().as_bytes(),
            &[],
        )
        .unwrap()
        .1
    };
    let first = raw(&commands);
    assert_eq!(first, raw(&commands), "a retry of all");
    assert!(
        String::from_utf8(raw(&commands[1..]))
            .unwrap()
            .contains("not_allowed"),
        "a retry of a part"
    );
    assert_eq!(
        desk.rows()[&id].0,
        2,
        "the refused one has no place in the log, and a retry adds none"
    );
    assert_eq!(desk.inquiry(id).notes.len(), 1);
    // A retry that goes on with something new.
    let more = desk.command(house.clerk, id, note("экинчи"), &[]);
    let outcomes = desk.push(&[commands[2].clone(), more]).unwrap();
    assert_eq!(
        outcomes.iter().map(|o| o.seq).collect::<Vec<_>>(),
        [Some(2), Some(3)]
    );
    assert!(house.check().sound());
}

#[test]
fn a_gap_a_broken_chain_and_a_bad_signature_change_nothing() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    let first = desk.command(house.clerk, id, register("general"), &[]);
    let second = desk.command(house.clerk, id, note("экинчи"), &[]);
    let third = desk.command(house.clerk, id, note("үчүнчү"), &[]);
    let gap = desk.push(&[first.clone(), third.clone()]).unwrap_err();
    assert_eq!((gap.code.as_str(), gap.expected), ("gap", Some(2)));
    let forged = Command {
        signed: second.signed.replace("экинчи", "башка"),
        ..second.clone()
    };
    assert_eq!(
        desk.push(&[first.clone(), forged]).unwrap_err().code,
        "bad-signature"
    );
    let stranger = Command {
        signature: "00".repeat(64),
        ..second.clone()
    };
    assert_eq!(
        desk.push(&[first.clone(), stranger]).unwrap_err().code,
        "bad-signature"
    );
    assert!(desk.rows().is_empty(), "a refused batch leaves nothing");
    assert_eq!(desk.push(&[first.clone(), second]).unwrap().len(), 2);
    // The disk was restored: the device signs another command for a place that is taken.
    let mut restored = Desk {
        seq: 1,
        prev_hash: first.hash_hex(),
        ..house.desk(&["general"])
    };
    restored.key = desk.key.clone();
    restored.enrolled = desk.enrolled.clone();
    let other = restored.command(house.clerk, id, note("башка тарых"), &[]);
    assert_eq!(restored.push(&[other]).unwrap_err().code, "bad-chain");
    let mut wrong_parent = Desk {
        seq: 2,
        prev_hash: first.hash_hex(),
        ..restored
    };
    let orphan = wrong_parent.command(house.clerk, id, note("ата-энеси жок"), &[]);
    let error = wrong_parent.push(&[orphan]).unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.expected),
        ("bad-chain", Some(3))
    );
    assert_eq!(
        desk.push(&[third]).unwrap()[0].seq,
        Some(3),
        "the true history goes on"
    );
    assert_eq!(desk.inquiry(id).notes.len(), 2);
}

#[test]
fn an_id_has_at_most_one_effect_whoever_uses_it() {
    let house = House::new();
    let (mut one, mut other) = (house.desk(&["general"]), house.desk(&["general"]));
    let id = new_id();
    let first = one.command(house.clerk, id, register("general"), &[]);
    one.push(std::slice::from_ref(&first)).unwrap();
    let mut body = first.read().unwrap();
    body.act = note("башка");
    let stolen = other.sign(&body);
    let outcome = other.push(&[stolen]).unwrap().remove(0);
    assert_eq!(refusal(&outcome), Some("exists"));
    let note_command = other.command(house.clerk, id, note("бир"), &[]);
    let mut again = note_command.read().unwrap();
    again.device_seq += 1;
    again.prev_hash = note_command.hash_hex();
    let again = other.sign(&again);
    let outcomes = other.push(&[note_command, again]).unwrap();
    assert!(is_applied(&outcomes[0]));
    assert_eq!(refusal(&outcomes[1]), Some("exists"));
    assert_eq!(one.inquiry(id).notes.len(), 1);
}

#[test]
fn an_act_of_a_later_version_stays_queued_and_what_is_before_it_is_applied() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    let first = desk.command(house.clerk, id, register("general"), &[]);
    let mut later = desk
        .command(house.clerk, id, note("x"), &[])
        .read()
        .unwrap();
    later.type_version = 99;
    desk.seq = 1;
    let later = desk.sign(&later);
    let behind = desk.command(house.clerk, id, note("артында"), &[]);
    for _ in 0..2 {
        let outcomes = desk
            .push(&[first.clone(), later.clone(), behind.clone()])
            .unwrap();
        assert_eq!(outcomes.len(), 2);
        assert_eq!(
            (&outcomes[0].result, &outcomes[1].result),
            (&OutcomeKind::Applied, &OutcomeKind::Unsupported)
        );
    }
    assert_eq!(desk.hello().durable_seq, 1);
    assert!(desk.inquiry(id).notes.is_empty());
}

#[test]
fn limits_of_a_push() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let many: Vec<Command> = (0..=PUSH_COMMANDS)
        .map(|_| desk.command(house.clerk, new_id(), note("x"), &[]))
        .collect();
    assert_eq!(desk.push(&many).unwrap_err().code, "too-large");
    let mut desk = house.desk(&["general"]);
    let long = "узун текст ".repeat(40_000);
    let id = new_id();
    let (first, big) = (
        desk.command(house.clerk, id, register("general"), &[]),
        desk.command(house.clerk, id, note(&long), &[]),
    );
    assert_eq!(
        desk.push(&[first.clone(), big.clone()]).unwrap_err().code,
        "too-large"
    );
    assert!(is_applied(&desk.push(&[first]).unwrap()[0]));
    assert!(
        is_applied(&desk.push(&[big]).unwrap()[0]),
        "a single command may be larger than a batch"
    );
}

#[test]
fn a_clock_of_1970_orders_nothing_and_is_refused_nowhere() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let mut old = desk
        .command(house.clerk, id, note("эски саат"), &[])
        .read()
        .unwrap();
    old.at = chrono::DateTime::parse_from_rfc3339("1970-01-01T00:00:00+00:00").unwrap();
    desk.seq = 1;
    let old = desk.sign(&old);
    let outcome = desk.push(&[old]).unwrap().remove(0);
    assert_eq!(
        (outcome.seq, &outcome.result),
        (Some(2), &OutcomeKind::Applied)
    );
    let hello = protocol::wire::Hello {
        protocol: protocol::wire::PROTOCOL,
        epoch: 1,
        cursor: 0,
        scope_version: desk.scope_version,
        acked: 2,
        queued: 0,
        clock: chrono::DateTime::parse_from_rfc3339("1970-01-01T00:00:00+00:00").unwrap(),
        tree: None,
        erased: Vec::new(),
        profile: None,
    };
    let _: protocol::wire::HelloReply = desk.post("/v1/hello", &hello).unwrap();
    let devices = house
        .rt
        .block_on(house.admin().devices(house.tenant))
        .unwrap();
    let skew = devices[0].clock_skew.unwrap();
    assert!(skew < -50 * 365 * 86_400, "the skew is recorded: {skew}");
}

#[test]
fn an_edit_of_the_audit_is_found_wherever_it_is() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    for n in 0..8 {
        desk.act(
            house.clerk,
            id,
            correct_subject(&format!("Тема {n}")),
            &[("subject", Base::Version(n + 1))],
        );
    }
    let sound = house
        .rt
        .block_on(house.admin().verify_audit(house.tenant))
        .unwrap();
    assert_eq!((sound.entries, sound.broken_at), (9, None));
    let edits = [
        ("update audit set actor = zeroblob(16) where seq = 3", 3),
        (
            "update audit set at = '2026-03-02T10:00:01+06:00' where seq = 9",
            9,
        ),
        (
            "update audit set fields = replace(fields, 'subject', 'topic') where seq = 5",
            5,
        ),
        ("update audit set result = 'rejected' where seq = 1", 1),
        ("update audit set hash = randomblob(32) where seq = 4", 4),
        ("delete from audit where seq = 6", 6),
        ("delete from audit where seq = 9", 9),
        ("delete from audit", 1),
        (
            "update audit set seq = -1 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = -1",
            2,
        ),
    ];
    for (sql, place) in edits {
        let mut kept = None;
        house.restart(|_, database| {
            kept = Some(database.keep());
            let postgres = sql
                .replace("zeroblob(16)", "decode(repeat('00', 16), 'hex')")
                .replace("randomblob(32)", "sha256('x'::bytea)");
            database.edit(sql, &postgres);
        });
        let report = house
            .rt
            .block_on(house.admin().verify_audit(house.tenant))
            .unwrap();
        assert_eq!(report.broken_at, Some(place), "{sql}");
        assert!(!house.check().sound());
        house.restart(|_, database| database.put_back(&kept.unwrap()));
    }
    assert!(house.check().sound(), "put back, it fits again");
}
