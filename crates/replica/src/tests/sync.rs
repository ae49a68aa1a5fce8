//! The server's side: outcomes, frames, repair, scope, epoch.

use super::server::Server;
use super::*;
use crate::ReplicaError;
use domain::act::Correction;
use domain::inquiry::AttachmentRole;
use domain::profile::Label;
use domain::{Role, StaffId};
use protocol::checksum;
use protocol::window::directory::StaffRow;
use protocol::wire::{BlobReceipt, Op, Scope};

fn correct(subject: &str) -> Act {
    Act::Correct(Box::new(Correction {
        subject: Some(subject.into()),
        ..Correction::default()
    }))
}

impl Desk {
    pub async fn subject(&self, id: InquiryId) -> String {
        self.replica.get(id).await.unwrap().unwrap().subject
    }

    /// With nothing queued, what is stored is the server's, byte for byte.
    pub async fn same_as(&self, server: &Server) {
        assert_eq!(
            self.number_of("select count(*) from outbox where status in ('queued', 'acked')")
                .await,
            0
        );
        for (id, row) in &server.rows {
            assert_eq!(
                self.replica.get(*id).await.unwrap().as_ref(),
                Some(&row.inquiry)
            );
        }
        assert_eq!(
            self.number_of("select count(*) from inquiry").await,
            i64::try_from(server.rows.len()).unwrap()
        );
        assert_eq!(
            self.number_of("select count(*) from inquiry where content is not null")
                .await,
            0
        );
        assert!(self.replica.standing().await.unwrap().repair.is_empty());
        assert!(self.replica.check_rows().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn an_own_act_is_seen_at_every_moment_until_the_server_has_it() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let id = desk.register("A", "one", "t").await;
    desk.synchronise(&mut server).await;
    let shown = desk.replica.get(id).await.unwrap().unwrap();
    assert_eq!(
        shown.shown_number().as_deref(),
        Some("1/2026"),
        "the official number has replaced the provisional"
    );
    assert_eq!(shown.provisional.unwrap().to_string(), "P-3-1");
    desk.same_as(&server).await;

    desk.act(id, correct("two")).await;
    desk.send(&mut server).await;
    assert_eq!(
        desk.subject(id).await,
        "two",
        "acknowledged, the row not yet pulled"
    );
    // A later change of another device moves the row behind this command; the frame ends before it.
    server.edit(id, &["sheets"], |i| i.sheets = Some(9));
    let other = Desk::number(3).await;
    let frame = protocol::wire::PullReply {
        to: server.head - 1,
        ops: vec![],
        buckets: vec![],
        ..server.pull(1, 100)
    };
    desk.replica.apply_pull(&frame).await.unwrap();
    assert_eq!(
        desk.subject(id).await,
        "two",
        "the cursor has passed the command, its row has not come"
    );
    desk.fetch(&server).await;
    let shown = desk.replica.get(id).await.unwrap().unwrap();
    assert_eq!((shown.subject.as_str(), shown.sheets), ("two", Some(9)));
    desk.same_as(&server).await;
    drop(other);
}

#[tokio::test]
async fn a_refused_act_leaves_the_row_but_stays_visible_with_its_text() {
    let desk = Desk::new().await;
    let mut server = Server {
        refuses: Some("add_note"),
        ..Server::default()
    };
    let id = desk.register("A", "one", "t").await;
    desk.act(id, note("my careful remark")).await;
    desk.act(id, assign(CLERK)).await;
    desk.synchronise(&mut server).await;
    let shown = desk.replica.get(id).await.unwrap().unwrap();
    assert!(shown.notes.is_empty());
    assert_eq!(shown.executor, Some(CLERK), "what came after it holds");
    assert!(desk.search("careful").await.is_empty());
    let rejected = desk.replica.rejected().await.unwrap();
    assert_eq!(
        (
            rejected.len(),
            rejected[0].inquiry,
            rejected[0].act.as_str()
        ),
        (1, id, "add_note")
    );
    assert_eq!(rejected[0].error.code, "refused-not-allowed");
    assert_eq!(
        desk.replica.rejected_of(id).await.unwrap()[0].act,
        "add_note"
    );
    let text = desk
        .replica
        .rejected_command(rejected[0].command)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(text.act, note("my careful remark"));
    assert_eq!(
        desk.replica.chip(&viewer(&clerk())).await.unwrap().rejected,
        1
    );
    desk.replica
        .dismiss_rejected(rejected[0].command)
        .await
        .unwrap();
    assert!(desk.replica.rejected().await.unwrap().is_empty());
    assert_eq!(desk.replica.rejected_of(id).await.unwrap().len(), 1);
    desk.same_as(&server).await;
}

#[tokio::test]
async fn a_refused_registration_goes_from_the_list_and_keeps_its_text() {
    let desk = Desk::new().await;
    let mut server = Server {
        refuses: Some("register"),
        ..Server::default()
    };
    let id = desk.register("A", "only here", "t").await;
    desk.act(id, note("later")).await;
    desk.synchronise(&mut server).await;
    assert!(desk.replica.get(id).await.unwrap().is_none());
    assert!(desk.search("only").await.is_empty());
    let rejected = desk.replica.rejected().await.unwrap();
    assert_eq!(rejected.len(), 2, "the note had nothing to stand on");
    let Act::Register(card) = desk
        .replica
        .rejected_command(rejected[0].command)
        .await
        .unwrap()
        .unwrap()
        .act
    else {
        panic!()
    };
    assert_eq!(card.subject, "only here");
}

#[tokio::test]
async fn a_conflict_shows_the_standing_value_and_keeps_mine() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let id = desk.register("A", "one", "t").await;
    desk.synchronise(&mut server).await;
    server.edit(id, &["subject"], |i| i.subject = "theirs".into());
    desk.act(id, correct("mine")).await;
    assert_eq!(desk.subject(id).await, "mine");
    desk.synchronise(&mut server).await;
    let shown = desk.replica.get(id).await.unwrap().unwrap();
    assert_eq!(shown.subject, "theirs");
    assert_eq!(shown.conflicts[0].mine, serde_json::json!("mine"));
    assert_eq!(
        desk.ids(
            &List {
                view: View::Conflicts,
                ..List::default()
            },
            &clerk()
        )
        .await,
        [id]
    );
    assert_eq!(
        desk.replica
            .chip(&viewer(&clerk()))
            .await
            .unwrap()
            .conflicts,
        1
    );
    desk.act(
        id,
        Act::SettleConflict {
            conflict: shown.conflicts[0].id,
            take_mine: true,
        },
    )
    .await;
    assert_eq!(desk.subject(id).await, "mine");
    desk.synchronise(&mut server).await;
    assert_eq!(desk.subject(id).await, "mine");
    desk.same_as(&server).await;
}

#[tokio::test]
async fn answers_and_frames_bear_repetition() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    for n in 0..5 {
        desk.register("A", &format!("s{n}"), "t").await;
    }
    let commands = desk.replica.outbox_after(0, 200, 1 << 20).await.unwrap();
    let outcomes = server.push(identity(3).device, &commands);
    let frame = server.pull(0, 100);
    for _ in 0..2 {
        desk.replica.store_outcomes(&outcomes).await.unwrap();
        desk.replica.apply_pull(&frame).await.unwrap();
    }
    desk.same_as(&server).await;
    // Frames that come before their outcomes, as after a lost answer.
    let id = desk.register("A", "late answer", "t").await;
    let commands = desk.replica.outbox_after(5, 200, 1 << 20).await.unwrap();
    let outcomes = server.push(identity(3).device, &commands);
    desk.fetch(&server).await;
    assert_eq!(
        desk.replica.get(id).await.unwrap().unwrap().history.len(),
        1,
        "not applied twice"
    );
    assert_eq!(
        desk.replica.standing().await.unwrap().queued,
        1,
        "it still waits for its answer"
    );
    desk.replica.store_outcomes(&outcomes).await.unwrap();
    desk.same_as(&server).await;
    let gap = protocol::wire::PullReply {
        from: server.head + 1,
        to: server.head + 2,
        ..server.pull(0, 1)
    };
    assert!(matches!(
        desk.replica.apply_pull(&gap).await,
        Err(ReplicaError::Gap { .. })
    ));
}

#[tokio::test]
async fn an_older_commands_outbox_is_cut_by_number_and_bytes() {
    let desk = Desk::new().await;
    for n in 0..6 {
        desk.register("A", &format!("s{n}"), &"x".repeat(2_000))
            .await;
    }
    assert_eq!(
        desk.replica
            .outbox_after(0, 4, 1 << 20)
            .await
            .unwrap()
            .len(),
        4
    );
    assert_eq!(
        desk.replica
            .outbox_after(4, 200, 1 << 20)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        desk.replica.outbox_after(0, 200, 1).await.unwrap().len(),
        1,
        "one at least"
    );
    assert_eq!(
        desk.replica
            .outbox_after(0, 200, 6_000)
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn what_leaves_the_scope_leaves_the_disk() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let gone = desk.register("Канарейкин", "canaryword", "t").await;
    let stays = desk.register("A", "stays", "t").await;
    let staged = desk.replica.stage("a.txt", b"the bytes").await.unwrap();
    desk.act(
        gone,
        Act::Attach(Box::new(staged.describe(AttachmentRole::Received, now()))),
    )
    .await;
    desk.replica
        .draft_save(&format!("answer:{gone}"), Some("typed"))
        .await
        .unwrap();
    desk.synchronise(&mut server).await;
    let path = crate::files::path_of(desk.dir.path(), staged.attachment.0);
    server.remove(gone);
    desk.fetch(&server).await;
    assert!(path.exists(), "the server does not have the file yet");
    let receipt = BlobReceipt {
        sha256: staged.sha256.clone(),
        size: 9,
        signature: String::new(),
    };
    desk.replica.file_sent(&receipt).await.unwrap();
    assert!(!path.exists());
    assert!(
        desk.replica
            .read_file(staged.attachment)
            .await
            .unwrap()
            .is_none()
    );
    assert!(desk.replica.get(gone).await.unwrap().is_none());
    assert!(desk.search("canaryword").await.is_empty());
    assert!(
        desk.replica
            .draft_load(&format!("answer:{gone}"))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        desk.ids(
            &List {
                view: View::All,
                ..List::default()
            },
            &chief()
        )
        .await,
        [stays]
    );
    // No term of it is left in the index's own pages either.
    let term =
        "select count(*) from search_data where instr(cast(block as text), 'canaryword') > 0";
    assert_eq!(desk.number_of(term).await, 0);
    desk.same_as(&server).await;
}

#[tokio::test]
async fn a_row_that_leaves_and_comes_back_in_one_frame_is_there_once() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let id = desk.register("A", "subject", "t").await;
    desk.synchronise(&mut server).await;
    server.edit(id, &["subject"], |i| i.subject = "back again".into());
    let mut frame = server.pull(1, 10);
    frame.ops.insert(0, Op::Remove { seq: 2, id });
    let again = frame.ops[1].clone();
    frame.ops.push(again);
    desk.replica.apply_pull(&frame).await.unwrap();
    assert_eq!(desk.subject(id).await, "back again");
    assert_eq!(
        desk.ids(
            &List {
                view: View::All,
                ..List::default()
            },
            &chief()
        )
        .await,
        [id]
    );
    assert_eq!(desk.search("back").await, [id].into());
    desk.same_as(&server).await;
    desk.tamper("insert into search (search) values ('integrity-check')")
        .await;
}

#[tokio::test]
async fn a_unit_taken_from_the_scope_is_deleted_and_a_new_one_is_fetched() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let mut in_roads = card("A", "road", "t");
    in_roads.unit = "roads".into();
    let road = inquiry_id();
    desk.act(road, Act::Register(Box::new(in_roads))).await;
    let general = desk.register("A", "general", "t").await;
    desk.synchronise(&mut server).await;
    let mut scope = identity(3).scope;
    scope.version = 2;
    scope.units = vec!["general".into(), "water".into()];
    let changes = desk.replica.set_scope(&scope).await.unwrap();
    assert_eq!(changes.inquiries, [road]);
    assert!(desk.replica.get(road).await.unwrap().is_none());
    assert!(desk.replica.get(general).await.unwrap().is_some());
    let standing = desk.replica.standing().await.unwrap();
    let water = checksum::buckets_of(&"water".into());
    assert_eq!(
        (standing.scope_version, standing.repair),
        (2, water.to_vec())
    );
    for bucket in &water {
        let done = desk
            .replica
            .finish_repair(bucket, &[], &BTreeSet::new())
            .await;
        done.unwrap();
    }
    assert!(desk.replica.standing().await.unwrap().repair.is_empty());
}

#[tokio::test]
async fn another_profile_takes_the_place_of_the_one_that_is_held() {
    let desk = Desk::new().await;
    let mut scope = desk.replica.identity().await.unwrap().unwrap().scope;
    let mut file: serde_json::Value = serde_json::from_str(domain::profile::KG_DISTRICT).unwrap();
    file["version"] = "2026.13".into();
    let file = file.to_string();
    // Which one it holds is said only where the scope names another one.
    assert_eq!(desk.replica.standing().await.unwrap().profile, None);
    scope.version += 1;
    scope.profile = Some(protocol::wire::profile_digest(&file));
    desk.replica.set_scope(&scope).await.unwrap();
    let held = protocol::wire::profile_digest(domain::profile::KG_DISTRICT);
    assert_eq!(desk.replica.standing().await.unwrap().profile, Some(held));
    assert!(desk.replica.set_profile(&file).await.unwrap());
    assert_eq!(desk.replica.standing().await.unwrap().profile, None);
    let identity = desk.replica.identity().await.unwrap().unwrap();
    assert_eq!(identity.profile_json, file);
    // One of a later time, which this program cannot read, is left.
    assert!(!desk.replica.set_profile("{\"schema\":9}").await.unwrap());
    let identity = desk.replica.identity().await.unwrap().unwrap();
    assert_eq!(identity.profile_json, file);
}

#[tokio::test]
async fn other_people_on_a_device_have_its_restricted_rows_compared() {
    let desk = Desk::new().await;
    let mut scope = identity(3).scope;
    let marked = async |scope: &Scope| {
        desk.replica.set_scope(scope).await.unwrap();
        let marks = desk.replica.standing().await.unwrap().repair;
        for bucket in &marks {
            let done = desk
                .replica
                .finish_repair(bucket, &[], &BTreeSet::new())
                .await;
            done.unwrap();
        }
        marks
    };
    assert!(marked(&scope).await.is_empty(), "nobody new");
    let units = scope.units.iter().map(checksum::restricted_bucket);
    let restricted: Vec<UnitId> = units.collect();
    let mut somebody = |roles: &[Role], active, on_this_device| {
        scope.version += 1;
        scope.staff = vec![StaffRow {
            id: StaffId(Uuid::from_u128(77)),
            login: "demo.77".into(),
            name: "Демо".into(),
            position: Label::default(),
            roles: roles.to_vec(),
            unit: "general".into(),
            phone: String::new(),
            active,
            on_this_device,
        }];
        scope.clone()
    };
    let without = somebody(&[Role::Clerk], true, false);
    marked(&without).await;
    for (scope, compared) in [
        (somebody(&[Role::Clerk], true, true), true),
        (somebody(&[Role::Clerk, Role::Archivist], true, true), false),
        (somebody(&[Role::DataOfficer], true, true), true),
        (somebody(&[Role::Supervisor], true, true), false),
        (somebody(&[Role::Supervisor], false, true), true),
        (somebody(&[Role::Supervisor], true, false), false),
    ] {
        let wanted = if compared { restricted.clone() } else { vec![] };
        assert_eq!(marked(&scope).await, wanted, "{:?}", scope.staff);
    }
}

#[tokio::test]
async fn rows_that_differ_are_noticed_and_repaired_part_by_part() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    for n in 0..30 {
        desk.register("A", &format!("s{n}"), "t").await;
    }
    desk.synchronise(&mut server).await;
    desk.same_as(&server).await;
    // A row is changed, another one lost, behind both backs.
    let ids: Vec<InquiryId> = server.rows.keys().copied().collect();
    server.rows.get_mut(&ids[3]).unwrap().inquiry.subject = "silently changed".into();
    server.rows.remove(&ids[7]);
    let frame = server.pull(server.head, 10);
    desk.replica.apply_pull(&frame).await.unwrap();
    assert_eq!(
        desk.replica.standing().await.unwrap().repair,
        [UnitId::from("general")]
    );
    assert_eq!(
        desk.replica
            .part_sums(&"general".into())
            .await
            .unwrap()
            .len(),
        256
    );
    assert!(
        desk.replica
            .part_sums(&"roads".into())
            .await
            .unwrap()
            .is_empty()
    );
    let parts: Vec<u8> = [ids[3], ids[7]].map(protocol::checksum::part).into();
    let all = server.pull(0, 1_000).ops;
    let ops: Vec<Op> = all
        .into_iter()
        .filter(
            |op| matches!(op, Op::Put { id, .. } if parts.contains(&protocol::checksum::part(*id))),
        )
        .collect();
    let seen = ops
        .iter()
        .map(|op| match op {
            Op::Put { id, .. } | Op::Remove { id, .. } | Op::Erase { id, .. } => *id,
        })
        .collect();
    desk.replica.apply_repair(&ops).await.unwrap();
    desk.replica
        .finish_repair(&"general".into(), &parts, &seen)
        .await
        .unwrap();
    desk.same_as(&server).await;
    desk.replica
        .apply_pull(&server.pull(server.head, 10))
        .await
        .unwrap();
    desk.same_as(&server).await;
}

#[tokio::test]
async fn bytes_that_changed_in_the_database_are_found() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    desk.register("A", "s", "t").await;
    desk.synchronise(&mut server).await;
    desk.tamper("update base_inquiry set content = replace(content, '\"s\"', '\"z\"')")
        .await;
    assert_eq!(
        desk.replica.check_rows().await.unwrap(),
        [UnitId::from("general")]
    );
}

#[tokio::test]
async fn a_server_from_a_backup_gets_its_commands_again() {
    let mut desk = Desk::new().await;
    let (mut server, mut backup) = (Server::default(), Server::default());
    let first = desk.register("A", "first", "t").await;
    let commands = desk.replica.outbox_after(0, 10, 1 << 20).await.unwrap();
    backup.push(identity(3).device, &commands);
    desk.synchronise(&mut server).await;
    let second = desk.register("A", "second", "t").await;
    desk.act(first, correct("corrected")).await;
    desk.synchronise(&mut server).await;
    let signed = desk
        .number_of("select sum(length(signed)) from outbox")
        .await;

    desk.replica.enter_epoch(2, 1, backup.head).await.unwrap();
    let standing = desk.replica.standing().await.unwrap();
    assert_eq!(
        (
            standing.epoch,
            standing.acked,
            standing.queued,
            standing.cursor
        ),
        (2, 1, 2, backup.head)
    );
    assert_eq!(standing.repair.len(), 4, "both buckets of two units");
    assert_eq!(
        desk.number_of("select sum(length(signed)) from outbox")
            .await,
        signed,
        "with their signatures"
    );
    desk.restart().await;
    assert!(
        desk.replica.get(second).await.unwrap().is_some(),
        "what only this device has stays"
    );
    assert_eq!(desk.subject(first).await, "corrected");
    // The repair brings the backup's rows, then the commands go again.
    let ops = backup.pull(0, 100).ops;
    desk.replica.apply_repair(&ops).await.unwrap();
    desk.replica
        .finish_repair(
            &"general".into(),
            &(0..=255).collect::<Vec<u8>>(),
            &[first].into(),
        )
        .await
        .unwrap();
    for bucket in ["roads", "general~restricted", "roads~restricted"] {
        desk.replica
            .finish_repair(&bucket.into(), &[], &BTreeSet::new())
            .await
            .unwrap();
    }
    assert_eq!(desk.subject(first).await, "corrected");
    desk.send(&mut backup).await;
    desk.fetch(&backup).await;
    assert_eq!(desk.subject(second).await, "second");
    desk.same_as(&backup).await;
}

#[tokio::test]
async fn a_file_comes_in_chunks_and_only_whole() {
    let sender = Desk::new().await;
    let desk = Desk::new().await;
    let mut server = Server::default();
    let bytes: Vec<u8> = (0..600_000_u32)
        .map(|n| u8::try_from(n % 253).unwrap())
        .collect();
    let id = sender.register("A", "s", "t").await;
    let staged = sender.replica.stage("a.bin", &bytes).await.unwrap();
    sender
        .act(
            id,
            Act::Attach(Box::new(staged.describe(AttachmentRole::Received, now()))),
        )
        .await;
    assert!(
        sender.replica.files_to_send().await.unwrap().is_empty(),
        "after its command, not before"
    );
    sender.send(&mut server).await;
    assert_eq!(
        sender.replica.files_to_send().await.unwrap()[0].sha256,
        staged.sha256
    );
    let offer = sender.replica.offer(&staged.sha256).await.unwrap();
    assert_eq!((offer.size, offer.chunks.len()), (600_000, 3));

    desk.fetch(&server).await;
    assert!(
        desk.replica
            .read_file(staged.attachment)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(desk.replica.chip(&viewer(&clerk())).await.unwrap().files, 1);
    for n in [1, 0, 2] {
        let missing = desk.replica.files_to_fetch().await.unwrap()[0]
            .missing
            .clone();
        assert!(missing.contains(&n));
        let chunk = sender.replica.read_chunk(&staged.sha256, n).await.unwrap();
        use sha2::Digest;
        assert_eq!(
            hex::encode(sha2::Sha256::digest(&chunk)),
            offer.chunks[n as usize]
        );
        let spoilt = [b"x", &chunk[1..]].concat();
        desk.replica
            .write_chunk(&staged.sha256, n, &spoilt)
            .await
            .unwrap();
    }
    assert!(matches!(
        desk.replica.file_fetched(&staged.sha256).await,
        Err(ReplicaError::WrongHash)
    ));
    assert_eq!(
        desk.replica.files_to_fetch().await.unwrap()[0].missing,
        [0, 1, 2],
        "fetched anew"
    );
    for n in 0..3 {
        let chunk = sender.replica.read_chunk(&staged.sha256, n).await.unwrap();
        desk.replica
            .write_chunk(&staged.sha256, n, &chunk)
            .await
            .unwrap();
    }
    assert_eq!(
        desk.replica
            .file_fetched(&staged.sha256)
            .await
            .unwrap()
            .inquiries,
        [id]
    );
    assert_eq!(
        desk.replica.read_file(staged.attachment).await.unwrap(),
        Some(bytes)
    );
    assert!(desk.replica.files_to_fetch().await.unwrap().is_empty());
    assert_eq!(desk.number_of("select count(*) from blob_part").await, 0);
    desk.fetch(&server).await;
    assert!(desk.replica.files_to_fetch().await.unwrap().is_empty());
}

#[tokio::test]
async fn chunks_go_with_the_last_case_that_wants_the_file() {
    let (sender, desk) = (Desk::new().await, Desk::new().await);
    let mut server = Server::default();
    let bytes = vec![7; 600_000];
    let mut cases = Vec::new();
    let mut sha256 = String::new();
    for name in ["A", "B"] {
        let id = sender.register(name, "s", "t").await;
        let staged = sender.replica.stage("a.bin", &bytes).await.unwrap();
        let file = staged.describe(AttachmentRole::Received, now());
        sender.act(id, Act::Attach(Box::new(file))).await;
        sha256 = staged.sha256;
        cases.push(id);
    }
    sender.send(&mut server).await;
    desk.fetch(&server).await;
    let chunk = sender.replica.read_chunk(&sha256, 0).await.unwrap();
    desk.replica.write_chunk(&sha256, 0, &chunk).await.unwrap();
    for (case, left) in cases.iter().zip([1, 0]) {
        server.remove(*case);
        desk.fetch(&server).await;
        assert!(desk.replica.get(*case).await.unwrap().is_none());
        assert_eq!(desk.number_of("select count(*) from blob_part").await, left);
    }
}

#[tokio::test]
async fn contact_and_lease_are_remembered() {
    let mut desk = Desk::new().await;
    let contact = crate::Contact {
        server_time: now(),
        device_time: now(),
        lease_until: at("2026-04-01T00:00:00+06:00"),
    };
    desk.replica.note_contact(&contact).await.unwrap();
    desk.replica.set_last_sync(now()).await.unwrap();
    desk.restart().await;
    assert_eq!(desk.replica.last_contact().await.unwrap(), Some(contact));
    assert_eq!(desk.replica.last_sync().await.unwrap(), Some(now()));
    let lease = desk.replica.identity().await.unwrap().unwrap().lease_until;
    assert_eq!(lease, Some(at("2026-04-01T00:00:00+06:00")));
}
