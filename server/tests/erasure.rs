//! A case that an officer had erased.

use crate::blobs::{attach, complete, file, put};
use crate::support::*;
use ed25519_dalek::Signer;
use protocol::wire::{BlobState, EraseReceipt, Hello, HelloReply, Op, PROTOCOL};
use server::AdminError;
use std::path::Path;

fn greet(desk: &Desk, erased: Vec<EraseReceipt>) -> Result<HelloReply, protocol::wire::WireError> {
    let hello = Hello {
        protocol: PROTOCOL,
        epoch: desk.epoch,
        cursor: desk.cursor,
        scope_version: desk.scope_version,
        acked: desk.seq,
        queued: 0,
        clock: start_of_time(),
        tree: None,
        erased,
        profile: None,
    };
    desk.post("/v1/hello", &hello)
}

fn receipt(desk: &Desk, inquiry: domain::InquiryId) -> EraseReceipt {
    let signature = desk.key.sign(EraseReceipt::message(inquiry).as_bytes());
    EraseReceipt {
        inquiry,
        signature: hex::encode(signature.to_bytes()),
    }
}

/// Whether bytes stand anywhere in the files of a folder.
fn on_disk(dir: &Path, needle: &str) -> bool {
    // The store takes away folders that become empty.
    std::fs::read_dir(dir).into_iter().flatten().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            on_disk(&path, needle)
        } else {
            let bytes = std::fs::read(&path).unwrap();
            bytes.windows(needle.len()).any(|w| w == needle.as_bytes())
        }
    })
}

#[test]
fn an_erased_case_is_gone_for_good_and_who_owes_a_receipt_is_known() {
    let house = House::new();
    let (mut desk, apart) = (house.desk(&["general"]), house.desk(&["roads"]));
    let (id, clerk) = (new_id(), house.clerk);
    desk.act(clerk, id, register("general"), &[]);
    desk.act(clerk, id, note("канарейка-эскертүү"), &[]);
    let (bytes, offer) = file(1, 100);
    desk.act(clerk, id, attach(&offer), &[]);
    desk.post::<_, BlobState>("/v1/blobs", &offer).unwrap();
    put(&desk, &offer.sha256, 0, &bytes).unwrap();
    complete(&desk, &offer.sha256).unwrap();
    let next = new_id();
    desk.act(clerk, next, register("general"), &[]);
    let sqlite = !house.database.is_postgres();
    let kept = |needle: &str| on_disk(house.dir.path(), needle);
    assert!(!sqlite || kept("канарейка"));

    let erase = |id| {
        let admin = house.admin();
        house
            .rt
            .block_on(admin.erase(house.tenant, id, house.supervisor, "арыз боюнча"))
    };
    assert!(erase(new_id()).is_err(), "no such case");
    erase(id).unwrap();
    assert!(erase(id).is_err(), "it is gone already");
    assert!(!kept("канарейка"));
    let stored = house.dir.path().join("objects");
    assert!(!on_disk(
        &stored,
        std::str::from_utf8(&bytes[40..80]).unwrap_or("\u{0}")
    ));
    let names: Vec<_> = walk(&stored);
    assert!(
        !names.iter().any(|n| n.ends_with(&offer.sha256)),
        "{names:?}"
    );

    // Every device hears of it, whatever its departments.
    for desk in [&desk, &apart] {
        let ops = desk.try_pull(0, 1 << 20).unwrap().ops;
        assert!(
            ops.iter()
                .any(|op| matches!(op, Op::Erase { id: gone, .. } if *gone == id))
        );
    }
    let late = desk.act(clerk, id, note("канарейка-кеч"), &[]);
    assert_eq!(refusal(&late), Some("erased"));
    let again = desk.act(clerk, id, register("general"), &[]);
    assert_eq!(refusal(&again), Some("erased"));
    assert!(!kept("канарейка"), "nor is what comes late kept");
    assert_eq!(desk.rows().len(), 1);
    let number = desk.inquiry(next).number.unwrap().serial;
    assert_eq!(number, 2, "nobody else gets its number");
    assert!(house.check().sound(), "{:?}", house.check());

    let state = || {
        let all = house
            .rt
            .block_on(house.admin().erasures(house.tenant))
            .unwrap();
        (all[0].owed.clone(), all[0].confirmed.clone())
    };
    assert_eq!(state().0.len(), 2);
    let stolen = receipt(&apart, id);
    assert_eq!(
        greet(&desk, vec![stolen]).unwrap_err().code,
        "bad-signature"
    );
    greet(&desk, vec![receipt(&desk, id), receipt(&desk, next)]).unwrap();
    assert_eq!(state(), (vec![device_of(&apart)], vec![device_of(&desk)]));
    let admin = house.admin();
    house
        .rt
        .block_on(admin.revoke_device(house.tenant, device_of(&apart)))
        .unwrap();
    let all = house.rt.block_on(admin.erasures(house.tenant)).unwrap();
    assert_eq!(
        (all[0].owed.len(), all[0].lost.clone()),
        (0, vec![device_of(&apart)])
    );

    // A device that has not heard of it offers the file again, and one that it was refused just now.
    let offered = |desk: &Desk, offer| {
        desk.post::<_, BlobState>("/v1/blobs", offer)
            .map_err(|e| e.code)
    };
    assert_eq!(offered(&desk, &offer), Err("unknown-blob".to_owned()));
    let (_, second) = file(2, 100);
    assert!(offered(&desk, &second).is_ok());
    let late = desk.act(clerk, id, attach(&second), &[]);
    assert_eq!(refusal(&late), Some("erased"));
    assert_eq!(offered(&desk, &second), Err("unknown-blob".to_owned()));

    // The same file of another case is taken in as if it had never been there.
    desk.act(clerk, next, attach(&offer), &[]);
    let state: BlobState = desk.post("/v1/blobs", &offer).unwrap();
    assert_eq!(state.missing, [0]);
    put(&desk, &offer.sha256, 0, &bytes).unwrap();
    complete(&desk, &offer.sha256).unwrap();
    assert!(house.check().sound());
}

fn walk(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(walk(&path));
        } else {
            names.push(path.display().to_string());
        }
    }
    names
}

#[test]
fn a_backup_that_still_has_the_case_is_made_to_forget_it() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let (id, later, clerk) = (new_id(), new_id(), house.clerk);
    let first = desk.command(clerk, id, register("general"), &[]);
    desk.push(std::slice::from_ref(&first)).unwrap();
    let mut backup = None;
    house.restart(|_, database| backup = Some(database.keep()));
    desk.url = house.url();
    let lost = desk.command(clerk, later, register("general"), &[]);
    desk.push(std::slice::from_ref(&lost)).unwrap();
    let order = |house: &House, id| {
        let admin = house.admin();
        house
            .rt
            .block_on(admin.erase(house.tenant, id, house.supervisor, "арыз боюнча"))
            .unwrap();
    };
    order(&house, id);
    order(&house, later);
    house.restart(|_, database| database.put_back(&backup.unwrap()));
    desk.url = house.url();
    house.rt.block_on(house.admin().raise_epoch()).unwrap();
    let reply = desk.hello();
    assert_eq!((reply.epoch, reply.durable_seq), (2, 1));
    assert!(desk.rows().is_empty(), "both are erased again");
    // What is left of a command goes on with the chain, and has no effect.
    let outcomes = desk.push(&[lost.erased().unwrap()]).unwrap();
    assert_eq!(refusal(&outcomes[0]), Some("erased"));
    let new = new_id();
    let outcome = desk.act(clerk, new, register("general"), &[]);
    assert_eq!(
        outcome.number.unwrap().serial,
        3,
        "number 2 was given before the restore"
    );
    assert!(house.check().sound(), "{:?}", house.check());
}

#[test]
fn a_command_that_breaks_its_form_ends_as_a_refusal_and_holds_up_nothing() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let (id, clerk) = (new_id(), house.clerk);
    desk.act(clerk, id, register("general"), &[]);
    let mut broken = desk.command(clerk, id, note("бүтүн"), &[]);
    broken.signed = broken.signed.replace("add_note", "levitate");
    broken.signature = hex::encode(desk.key.sign(&broken.hash()).to_bytes());
    desk.prev_hash = broken.hash_hex();
    let behind = desk.command(clerk, id, note("артындагы"), &[]);
    let outcomes = desk.push(&[broken.clone(), behind.clone()]).unwrap();
    assert_eq!(refusal(&outcomes[0]), Some("malformed"));
    assert!(is_applied(&outcomes[1]));
    assert_eq!(desk.push(&[broken, behind]).unwrap(), outcomes, "for ever");
    assert_eq!(desk.inquiry(id).notes.len(), 1);
}

#[test]
fn the_file_of_a_refused_command_goes_with_the_case_too() {
    let house = House::new();
    let (mut desk, mut apart) = (house.desk(&["general"]), house.desk(&["roads"]));
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let (bytes, offer) = file(1, 100);
    let refused = apart.act(house.clerk, id, attach(&offer), &[]);
    assert_eq!(refusal(&refused), Some("out-of-scope"));
    apart.post::<_, BlobState>("/v1/blobs", &offer).unwrap();
    put(&apart, &offer.sha256, 0, &bytes).unwrap();
    complete(&apart, &offer.sha256).unwrap();
    let stored = || walk(&house.dir.path().join("objects"));
    assert!(stored().iter().any(|name| name.ends_with(&offer.sha256)));
    let admin = house.admin();
    let refused = |by, reason| {
        let erase = admin.erase(house.tenant, id, by, reason);
        house.rt.block_on(erase).unwrap_err()
    };
    assert!(matches!(
        refused(house.clerk, "арыз боюнча"),
        AdminError::NoOfficer
    ));
    assert!(matches!(
        refused(house.supervisor, "  "),
        AdminError::Reason
    ));
    let leaves = house.admin();
    let leave = |active| {
        let set = leaves.set_active(house.tenant, house.supervisor, active);
        house.rt.block_on(set).unwrap();
    };
    leave(false);
    assert!(matches!(
        refused(house.supervisor, "арыз боюнча"),
        AdminError::NoOfficer
    ));
    leave(true);
    assert!(stored().iter().any(|name| name.ends_with(&offer.sha256)));
    let erase = admin.erase(house.tenant, id, house.supervisor, "арыз боюнча");
    house.rt.block_on(erase).unwrap();
    assert!(!stored().iter().any(|name| name.ends_with(&offer.sha256)));
    assert!(house.check().sound());
}
