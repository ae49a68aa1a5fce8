//! What synchronisation is for: everybody sees the same.

use crate::memory::Memory;
use crate::support::*;
use domain::ids::UnitId;
use protocol::checksum;
use protocol::wire::{CHUNK, OutcomeKind};
use sync::SyncError;

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_see_the_same_bytes_and_files_and_a_second_run_has_nothing_to_do() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general", "roads"]).await,
        house.desk(&["general"]).await,
    );
    let (shared, apart) = (new_id(), new_id());
    one.queue(house.clerk, shared, register("general"));
    one.queue(house.clerk, apart, register("roads"));
    let scan = bytes();
    let (sha256, size) = one.keep_file(scan.clone());
    one.queue(house.clerk, shared, attach(&sha256, size));
    let sent = house.sync(&one).await;
    assert_eq!(
        (sent.pushed, sent.pulled, sent.files_sent, sent.rejected),
        (3, 2, 1, 0)
    );
    let got = house.sync(&two).await;
    assert_eq!((got.pulled, got.files_fetched), (1, 1));
    assert_eq!(two.held.lock().unwrap().files[&sha256], scan);
    assert_eq!(two.rows()[&shared], one.rows()[&shared]);
    assert!(!two.rows().contains_key(&apart), "not of its departments");
    assert_eq!(one.inquiry(shared).unwrap().number.unwrap().serial, 1);
    two.queue(house.supervisor, shared, note("көрдүм"));
    house.sync(&two).await;
    let link = Link::whole(house.http());
    run(&one, &link).await;
    assert_eq!(*link.calls.lock().unwrap(), ["/v1/hello", "/v1/pull"]);
    assert_eq!(one.rows()[&shared], two.rows()[&shared]);
    let idle = Link::whole(house.http());
    let outcome = run(&one, &idle).await;
    assert_eq!(
        *idle.calls.lock().unwrap(),
        ["/v1/hello"],
        "nothing to do is one round trip"
    );
    assert!(outcome.complete && outcome.changed.inquiries.is_empty());
    let held = one.held.lock().unwrap();
    assert!(held.heads.len() > 1 && held.heads.iter().all(|(_, sound)| *sound));
    assert!(
        held.receipts
            .iter()
            .any(|r| r.sha256 == sha256 && r.size == size)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_does_not_wait_for_its_scan_nor_for_another_one() {
    let house = House::new().await;
    let desk = house.desk(&["general"]).await;
    let id = new_id();
    let (sha256, size) = desk.keep_file(bytes());
    desk.queue(house.clerk, id, register("general"));
    desk.queue(house.clerk, id, attach(&sha256, size));
    let written = std::sync::atomic::AtomicBool::new(false);
    let clerk_writes = |path: &str| {
        // While the scan travels, the clerk goes on working.
        if path.ends_with("/chunks/0") && !written.swap(true, std::sync::atomic::Ordering::SeqCst) {
            desk.queue(house.clerk, id, note("скан жолдо"));
        }
    };
    let link = Link::whole(house.http()).then(&clerk_writes);
    let outcome = run(&desk, &link).await;
    assert!(outcome.complete, "{:?}", outcome.problems);
    let calls: Vec<String> = link
        .calls
        .lock()
        .unwrap()
        .iter()
        .map(|c| c.replace(&sha256, "S"))
        .collect();
    assert_eq!(
        calls,
        [
            "/v1/hello",
            "/v1/push",
            "/v1/pull",
            "/v1/blobs",
            "/v1/blobs/S/chunks/0",
            "/v1/push",
            "/v1/pull",
            "/v1/blobs/S/chunks/1",
            "/v1/blobs/S/chunks/2",
            "/v1/blobs/S/complete",
        ]
    );
    assert_eq!(desk.inquiry(id).unwrap().notes.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn conflicts_and_refusals_are_counted_and_stay_visible() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general"]).await,
        house.desk(&["general"]).await,
    );
    let id = new_id();
    one.queue(house.clerk, id, register("general"));
    house.sync(&one).await;
    house.sync(&two).await;
    one.queue(house.clerk, id, correct_subject("Биринчи"));
    let lost = two.queue(house.clerk, id, correct_subject("Экинчи"));
    let refused = two.queue(house.clerk, id, domain::Act::Approve);
    house.sync(&one).await;
    let outcome = house.sync(&two).await;
    assert_eq!(
        (outcome.pushed, outcome.conflicts, outcome.rejected),
        (2, 1, 1)
    );
    assert_eq!(
        two.outcome(lost).unwrap().result,
        OutcomeKind::Conflict {
            fields: vec!["subject".into()]
        }
    );
    assert!(matches!(
        two.outcome(refused).unwrap().result,
        OutcomeKind::Rejected { .. }
    ));
    let row = two.inquiry(id).unwrap();
    assert_eq!(row.subject, "Биринчи");
    assert_eq!(row.conflicts[0].mine.as_str(), Some("Экинчи"));
    assert_eq!(two.queued(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_scope_brings_rows_and_takes_them_away() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general", "roads"]).await,
        house.desk(&["general"]).await,
    );
    let ids: Vec<_> = (0..20).map(|_| new_id()).collect();
    for (n, id) in ids.iter().enumerate() {
        one.queue(
            house.clerk,
            *id,
            register(if n % 2 == 0 { "general" } else { "roads" }),
        );
    }
    house.sync(&one).await;
    house.sync(&two).await;
    assert_eq!(two.rows().len(), 10);
    let admin = house.admin();
    admin
        .set_device_units(
            house.tenant,
            two.device(),
            &["general", "roads"].map(UnitId::from),
        )
        .await
        .unwrap();
    let outcome = house.sync(&two).await;
    assert_eq!(
        outcome.pulled, 10,
        "only the rows of the new department travel"
    );
    assert_eq!(two.rows(), one.rows());
    let queued = two.queue(house.clerk, ids[0], note("кезекте"));
    admin
        .set_device_units(house.tenant, two.device(), &[UnitId::from("roads")])
        .await
        .unwrap();
    house.sync(&two).await;
    assert!(
        two.rows()
            .values()
            .all(|(unit, _, _)| unit.as_str() == "roads")
    );
    assert!(
        matches!(
            two.outcome(queued).unwrap().result,
            OutcomeKind::Rejected { .. }
        ),
        "kept, and visible"
    );
    // A case that moves between departments comes and goes with it.
    one.queue(house.clerk, ids[1], move_to("general"));
    house.sync(&one).await;
    house.sync(&two).await;
    assert!(!two.rows().contains_key(&ids[1]));
    assert_eq!(two.rows().len(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_row_is_noticed_and_repaired_without_fetching_the_rest() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general"]).await,
        house.desk(&["general"]).await,
    );
    let ids: Vec<_> = (0..60).map(|_| new_id()).collect();
    for id in &ids {
        one.queue(house.clerk, *id, register("general"));
    }
    house.sync(&one).await;
    house.sync(&two).await;
    {
        let mut held = two.held.lock().unwrap();
        let row = held.rows.get_mut(&ids[7]).unwrap();
        row.2 = row.2.replace("жарык", "жарыг");
        held.rows.remove(&ids[9]);
        let mut ghost = held.rows[&ids[0]].clone();
        ghost.1 = 999_999;
        held.rows.insert(new_id(), ghost);
    }
    one.queue(house.clerk, ids[0], note("жаңы"));
    house.sync(&one).await;
    let outcome = house.sync(&two).await;
    assert_eq!(two.rows(), one.rows());
    assert!(
        outcome.pulled < 10,
        "{} rows travelled for three damages",
        outcome.pulled
    );
    let parts: std::collections::BTreeSet<u8> = ids.iter().map(|id| checksum::part(*id)).collect();
    assert!(parts.len() > 30, "ids spread over the parts");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_restored_from_a_backup_gets_again_what_it_lost() {
    let mut house = House::new().await;
    let desk = house.desk(&["general"]).await;
    let (before, after) = (new_id(), new_id());
    desk.queue(house.clerk, before, register("general"));
    house.sync(&desk).await;
    house.stop().await;
    let file = house.dir.path().join("server.sqlite");
    let backup = std::fs::read(&file).unwrap();
    house.start().await;
    desk.queue(house.clerk, after, register("general"));
    desk.queue(house.clerk, before, note("көчүрмөдөн кийин"));
    house.sync(&desk).await;
    let with_all = desk.rows();
    house.stop().await;
    std::fs::write(&file, backup).unwrap();
    house.start().await;
    // Also where nobody said that it was restored.
    house.sync(&desk).await;
    assert_eq!(desk.held.lock().unwrap().requeued, 2);
    assert_eq!(
        desk.rows(),
        with_all,
        "the same acts, the same places, the same bytes"
    );
    assert_eq!(house.admin().raise_epoch().await.unwrap(), 2);
    house.sync(&desk).await;
    assert_eq!(desk.held.lock().unwrap().epoch, 2);
    assert_eq!(desk.rows(), with_all);
    assert_eq!(house.head().await, 3);
}

/// The same version of a scope stands for another scope after a restore. Wherever the device stops on its way into the
/// new epoch, it ends with the scope that the server has now.
#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_stops_on_its_way_into_an_epoch_gets_the_scope_of_that_epoch() {
    let mut house = House::new().await;
    let file = house.dir.path().join("server.sqlite");
    let (both, roads) = (
        ["general", "roads"].map(UnitId::from),
        [UnitId::from("roads")],
    );
    let mut writes = 1;
    let mut half = 0;
    while half <= writes * 2 {
        let desk = house.desk(&["general"]).await;
        house.stop().await;
        let backup = std::fs::read(&file).unwrap();
        house.start().await;
        rescope(&house, &desk, &both).await;
        house.sync(&desk).await;
        assert_eq!(desk.units(), both);
        house.stop().await;
        std::fs::write(&file, backup).unwrap();
        house.start().await;
        house.admin().raise_epoch().await.unwrap();
        desk.die_at(half);
        run(&desk, &house.http()).await;
        writes = desk.writes().max(writes);
        desk.die_at(-1);
        rescope(&house, &desk, &roads).await;
        house.sync(&desk).await;
        assert_eq!(desk.units(), roads, "stopped at half write {half}");
        half += 1;
    }
    assert!(writes >= 3, "contact, scope and epoch: {writes}");
}

async fn rescope(house: &House, desk: &Memory, units: &[UnitId]) {
    house
        .admin()
        .set_device_units(house.tenant, desk.device(), units)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_that_others_went_on_with_is_followed() {
    let mut house = House::new().await;
    let (one, two) = (
        house.desk(&["general"]).await,
        house.desk(&["general"]).await,
    );
    let id = new_id();
    one.queue(house.clerk, id, register("general"));
    house.sync(&one).await;
    house.sync(&two).await;
    house.stop().await;
    let file = house.dir.path().join("server.sqlite");
    let backup = std::fs::read(&file).unwrap();
    house.start().await;
    for n in 0..3 {
        one.queue(house.clerk, id, note(&format!("жоголот {n}")));
    }
    house.sync(&one).await;
    house.stop().await;
    std::fs::write(&file, backup).unwrap();
    house.start().await;
    house.admin().raise_epoch().await.unwrap();
    // The other device writes first: sequences are given anew, with other content.
    two.queue(house.clerk, id, correct_subject("Жаңы тема"));
    house.sync(&two).await;
    house.sync(&one).await;
    house.sync(&two).await;
    assert_eq!(one.rows(), two.rows());
    let row = one.inquiry(id).unwrap();
    assert_eq!(
        (row.subject.as_str(), row.notes.len()),
        ("Жаңы тема", 3),
        "nothing acknowledged is lost"
    );
    house.head().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_commands_travel_in_batches_and_many_rows_in_frames() {
    let house = House::new().await;
    let (one, two) = (
        house.desk(&["general"]).await,
        house.desk(&["general"]).await,
    );
    let ids: Vec<_> = (0..450).map(|_| new_id()).collect();
    for id in &ids {
        one.queue(house.clerk, *id, register("general"));
    }
    let link = Link::whole(house.http());
    let outcome = run(&one, &link).await;
    assert_eq!((outcome.pushed, outcome.pulled), (450, 450));
    let pushes = link
        .calls
        .lock()
        .unwrap()
        .iter()
        .filter(|c| *c == "/v1/push")
        .count();
    assert!((3..=6).contains(&pushes), "{pushes}");
    let link = Link::whole(house.http());
    run(&two, &link).await;
    assert!(
        link.calls
            .lock()
            .unwrap()
            .iter()
            .filter(|c| *c == "/v1/pull")
            .count()
            > 1
    );
    assert_eq!(two.rows(), one.rows());
    assert!(outcome.changed.inquiries.len() <= 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_on_says_why() {
    let mut house = House::new().await;
    let desk = house.desk(&["general"]).await;
    let id = new_id();
    desk.queue(house.clerk, id, register("general"));
    let http = house.http();
    house
        .admin()
        .revoke_device(house.tenant, desk.device())
        .await
        .unwrap();
    let codes = |outcome: &sync::SyncOutcome| {
        outcome
            .problems
            .iter()
            .map(SyncError::code)
            .collect::<Vec<_>>()
    };
    let revoked = run(&desk, &http).await;
    assert_eq!(
        (codes(&revoked), revoked.complete),
        (vec!["device-revoked"], false)
    );
    assert_eq!(desk.queued(), 1, "nothing is thrown away");
    house.stop().await;
    let offline = run(&desk, &http).await;
    assert_eq!(codes(&offline), ["offline"]);
    assert!(offline.into_result().is_err_and(|e| e.passes()));
    house.start().await;
    let person = protocol::wire::AddStaff {
        login: "demo.clerk".into(),
        password: "x".into(),
    };
    let wrong = sync::admit(&house.http(), desk.enrolled.token.clone().into(), &person).await;
    assert_eq!(wrong.unwrap_err().code(), "device-revoked");
    // A file that is not what it was is left out, and the others go.
    let desk = house.desk(&["general"]).await;
    desk.queue(house.clerk, id, register("general"));
    let (good, size) = desk.keep_file(vec![1; CHUNK + 1]);
    let (bad, _) = desk.keep_file(vec![2; 10]);
    desk.held
        .lock()
        .unwrap()
        .files
        .insert(bad.clone(), vec![3; 10]);
    desk.queue(house.clerk, id, attach(&good, size));
    let outcome = run(&desk, &house.http()).await;
    assert_eq!(codes(&outcome), ["file"]);
    assert_eq!((outcome.pushed, outcome.files_sent), (2, 1));
    assert_eq!(
        desk.held.lock().unwrap().unsent.iter().collect::<Vec<_>>(),
        [&bad]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_computer_whose_disk_is_an_old_copy_is_told_before_it_signs_anything() {
    let house = House::new().await;
    let desk = house.desk(&["general"]).await;
    for _ in 0..3 {
        desk.queue(house.clerk, new_id(), register("general"));
    }
    house.sync(&desk).await;
    // The disk of a moment when the last two were not written yet: nothing waits there.
    desk.held.lock().unwrap().commands.truncate(1);
    let link = Link::whole(house.http());
    let outcome = run(&desk, &link).await;
    let told: Vec<_> = outcome.problems.iter().map(SyncError::code).collect();
    assert_eq!((told, outcome.complete), (vec!["bad-chain"], false));
    assert_eq!(*link.calls.lock().unwrap(), ["/v1/hello"]);
    assert!(desk.held.lock().unwrap().old_copy, "nothing more is signed");
    // Nor when something was signed since, under a number that is taken.
    desk.queue(house.clerk, new_id(), register("general"));
    let before = house.head().await;
    let outcome = run(&desk, &Link::whole(house.http())).await;
    assert_eq!(outcome.problems[0].code(), "bad-chain");
    assert_eq!((house.head().await, desk.queued()), (before, 1));
}

/// Makes the department's snapshot, and a row that is not in it.
async fn prepared(house: &House) -> sync::SyncOutcome {
    let first = house.desk(&["general"]).await;
    for n in 0..30 {
        let id = new_id();
        first.queue(house.clerk, id, register("general"));
        for _ in 0..4 {
            first.queue(
                house.clerk,
                id,
                note(&format!("{n} {}", "көп сөз ".repeat(900))),
            );
        }
    }
    house.sync(&first).await;
    let made = house.admin().make_snapshots(house.tenant).await.unwrap();
    assert_eq!(made.len(), 1, "the other department has no rows");
    assert_eq!(made[0].rows, 30);
    first.queue(house.clerk, new_id(), register("general"));
    house.sync(&first).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_begins_takes_the_snapshot_and_then_the_log() {
    let house = House::new().await;
    prepared(&house).await;
    let late = house.desk(&["general", "roads"]).await;
    let link = Link::whole(house.http());
    let outcome = run(&late, &link).await;
    assert!(outcome.complete, "{:?}", outcome.problems);
    let calls = link.calls.lock().unwrap().clone();
    assert_eq!(calls[..2], ["/v1/hello", "/v1/snapshots"]);
    assert!(
        calls[2].starts_with("/v1/snapshots/67656e6572616c/"),
        "{calls:?}"
    );
    assert_eq!(calls.last().unwrap(), "/v1/pull");
    let pulls = calls.iter().filter(|c| *c == "/v1/pull").count();
    assert_eq!(
        (late.rows().len(), pulls),
        (31, 1),
        "one frame: what is new"
    );
    let again = Link::whole(house.http());
    run(&late, &again).await;
    assert_eq!(*again.calls.lock().unwrap(), ["/v1/hello"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_goes_with_an_erasure_and_a_device_in_the_middle_of_it_learns_of_both() {
    let house = House::new().await;
    prepared(&house).await;
    let late = house.desk(&["general"]).await;
    let cut = Link::cut(house.http(), 3, Cut::Request);
    let outcome = run(&late, &cut).await;
    assert!(!outcome.complete);
    let erased = *late.rows().keys().next().unwrap();
    let admin = house.admin();
    admin
        .erase(house.tenant, erased, house.supervisor, "демо")
        .await
        .unwrap();
    let snapshots = house.dir.path().join("objects").join("snapshots");
    assert_eq!(files_in(&snapshots), 0, "no snapshot holds the case");
    // A newer one: the device takes it, and still learns of the erasure, which is older.
    admin.make_snapshots(house.tenant).await.unwrap();
    house.sync(&late).await;
    assert!(!late.rows().contains_key(&erased));
    assert!(late.held.lock().unwrap().erased.contains_key(&erased));
    assert_eq!(late.rows().len(), 30);
}

fn files_in(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.path() {
            path if path.is_dir() => files_in(&path),
            _ => 1,
        })
        .sum()
}
