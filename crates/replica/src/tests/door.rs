//! The one door: all of it or nothing.

use super::*;
use crate::{ReplicaError, sign};
use domain::Refusal;
use domain::merge::Base;
use protocol::wire::GENESIS;

#[tokio::test]
async fn an_act_writes_row_outbox_and_audit_together() {
    let desk = Desk::new().await;
    let id = desk
        .register("Демо Асанов", "Жол оңдоо", "Көчөдө чуңкур бар")
        .await;
    let shown = desk.replica.get(id).await.unwrap().unwrap();
    assert_eq!(shown.shown_number().as_deref(), Some("P-3-1"));
    assert_eq!(desk.number_of("select count(*) from outbox").await, 1);
    assert_eq!(desk.number_of("select count(*) from audit").await, 1);
    let queued = desk.replica.outbox_view().await.unwrap();
    assert_eq!(
        (queued[0].inquiry, queued[0].number.as_str()),
        (id, "P-3-1")
    );
    assert_eq!(
        desk.replica.queued_of(id).await.unwrap(),
        [queued[0].command]
    );
    assert_eq!(desk.replica.by_number("p-3-1").await.unwrap(), Some(id));
}

#[tokio::test]
async fn nothing_is_signed_on_an_old_copy_until_the_server_is_one_too() {
    let mut desk = Desk::new().await;
    let id = desk.register("Демо Асанов", "Жол", "Чуңкур").await;
    desk.replica.note_old_copy().await.unwrap();
    desk.restart().await;
    let refused = desk.act_as(&chief(), id, note("taken place")).await;
    assert!(matches!(refused, Err(ReplicaError::OldCopy)), "{refused:?}");
    let registered = Act::Register(Box::new(card("Демо Асанова", "Суу", "Суу жок")));
    let refused = desk.act_as(&chief(), inquiry_id(), registered).await;
    assert!(matches!(refused, Err(ReplicaError::OldCopy)), "{refused:?}");
    let kept = "select count(*) + sum(provisional) from outbox, device";
    assert_eq!(desk.number_of(kept).await, 2);
    assert_eq!(desk.replica.get(id).await.unwrap().unwrap().notes, []);
    desk.replica.enter_epoch(2, 0, 0).await.unwrap();
    assert_eq!(desk.act(id, note("goes on")).await.inquiry.notes.len(), 1);
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_trace() {
    let desk = Desk::new().await;
    let id = desk.register("A", "subject", "text").await;
    for step in 0..3 {
        let mut held = desk.replica.inner.db.writer().await.unwrap();
        let mut w = crate::writing::Writing::begin(&desk.replica.inner, &mut held)
            .await
            .unwrap();
        let new = NewCommand {
            id: CommandId(fresh()),
            inquiry: id,
            act: note("never"),
            at: now(),
        };
        // Whatever has been written when the power goes: everything but the commit.
        if step > 0 {
            crate::perform::one(&mut w, &new, &chief(), profile())
                .await
                .unwrap();
        }
        drop(w);
    }
    let after = desk.act(id, note("kept")).await.inquiry;
    assert_eq!(after.notes.len(), 1);
    assert_eq!(desk.number_of("select count(*) from outbox").await, 2);
    assert_eq!(
        desk.number_of("select max(device_seq) from outbox").await,
        2
    );
    assert_eq!(desk.number_of("select count(*) from audit").await, 2);
    assert!(desk.search("never").await.is_empty());
    assert_eq!(desk.search("kept").await, [id].into());
    assert_eq!(desk.replica.audit_verify().await.unwrap().broken_at, None);
}

#[tokio::test]
async fn a_refused_act_changes_nothing() {
    let desk = Desk::new().await;
    let id = desk.register("A", "subject", "text").await;
    let refused = desk.act_as(&clerk(), id, Act::Approve).await;
    assert!(matches!(
        refused,
        Err(ReplicaError::Refused(Refusal::NotAllowed { .. }))
    ));
    let empty = Card {
        subject: String::new(),
        ..card("B", "x", "y")
    };
    assert!(
        desk.act_as(&clerk(), inquiry_id(), Act::Register(Box::new(empty)))
            .await
            .is_err()
    );
    assert_eq!(desk.number_of("select count(*) from outbox").await, 1);
    assert_eq!(desk.number_of("select count(*) from audit").await, 1);
    // The refused registration has not used up a number.
    let next = desk.register("C", "subject", "text").await;
    assert_eq!(
        desk.replica
            .get(next)
            .await
            .unwrap()
            .unwrap()
            .shown_number()
            .as_deref(),
        Some("P-3-2")
    );
}

#[tokio::test]
async fn a_command_is_done_once() {
    let desk = Desk::new().await;
    let id = desk.register("A", "subject", "text").await;
    let new = NewCommand {
        id: CommandId(fresh()),
        inquiry: id,
        act: note("once"),
        at: now(),
    };
    desk.replica
        .perform(new.clone(), &clerk(), profile())
        .await
        .unwrap();
    let again = desk.replica.perform(new, &clerk(), profile()).await;
    assert!(matches!(again, Err(ReplicaError::Refused(Refusal::Exists))));
    assert_eq!(desk.replica.get(id).await.unwrap().unwrap().notes.len(), 1);
}

#[tokio::test]
async fn commands_form_a_signed_chain() {
    let mut desk = Desk::new().await;
    let id = desk.register("A", "subject", "text").await;
    desk.act(id, assign(CLERK)).await;
    desk.restart().await;
    desk.act(id, note("after a restart")).await;
    let commands = desk.replica.outbox_after(0, 200, 1 << 20).await.unwrap();
    let key = sign::public_key(&identity(3).signing_seed);
    let mut prev = GENESIS.to_owned();
    for (command, seq) in commands.iter().zip(1..) {
        let body = command.read().unwrap();
        assert_eq!((body.device_seq, &body.prev_hash), (seq, &prev));
        assert!(sign::verify(&key, command));
        prev = command.hash_hex();
    }
    assert_eq!(commands.len(), 3);
    let mut forged = commands[1].clone();
    forged.signed = forged.signed.replace("roads.repair", "roads");
    assert!(!sign::verify(&key, &forged));
}

#[tokio::test]
async fn the_base_names_what_was_seen() {
    let desk = Desk::new().await;
    let mut server = super::server::Server::default();
    let id = desk.register("A", "subject", "text").await;
    desk.synchronise(&mut server).await;
    server.edit(id, &["subject"], |i| i.subject = "from elsewhere".into());
    desk.fetch(&server).await;
    let subject = server.rows[&id].inquiry.versions["subject"];
    let correct = |text: &str| {
        Act::Correct(Box::new(domain::act::Correction {
            subject: Some(text.into()),
            ..Default::default()
        }))
    };
    desk.act(id, correct("mine")).await;
    desk.act(id, correct("mine again")).await;
    let commands = desk.replica.outbox_after(1, 10, 1 << 20).await.unwrap();
    let [first, second] = [commands[0].read().unwrap(), commands[1].read().unwrap()];
    assert_eq!(first.base["subject"], Base::Version(subject));
    assert_eq!(
        second.base["subject"],
        Base::After(first.id),
        "a device's own edits are chained"
    );
}

#[tokio::test]
async fn many_acts_are_one_transaction() {
    let desk = Desk::new().await;
    let mut commands = Vec::new();
    for n in 0..50 {
        let inquiry = inquiry_id();
        let card = Box::new(card("A", &format!("subject {n}"), "text"));
        commands.push(NewCommand {
            id: CommandId(fresh()),
            inquiry,
            act: Act::Receive(card),
            at: now(),
        });
        let enter = Act::EnterInRegister { on: today() };
        commands.push(NewCommand {
            id: CommandId(fresh()),
            inquiry,
            act: enter,
            at: now(),
        });
    }
    let changes = desk
        .replica
        .perform_many(commands.clone(), &clerk(), profile())
        .await
        .unwrap();
    assert_eq!(changes.inquiries.len(), 50);
    assert_eq!(
        desk.number_of("select count(*) from inquiry where state = 'registered'")
            .await,
        50
    );
    let bad = NewCommand {
        id: CommandId(fresh()),
        inquiry: inquiry_id(),
        act: note("of nothing"),
        at: now(),
    };
    let good = NewCommand {
        id: CommandId(fresh()),
        inquiry: commands[0].inquiry,
        act: note("good"),
        at: now(),
    };
    assert!(
        desk.replica
            .perform_many(vec![good, bad], &clerk(), profile())
            .await
            .is_err()
    );
    assert_eq!(desk.number_of("select count(*) from outbox").await, 100);
    assert!(desk.search("good").await.is_empty());
}

#[tokio::test]
async fn two_programs_see_each_others_writes() {
    let desk = Desk::new().await;
    let second = Replica::open(desk.dir.path(), &desk.key).await.unwrap();
    let id = desk.register("Демо", "Суу жок", "text").await;
    let list = List {
        view: View::All,
        limit: 10,
        ..List::default()
    };
    let seen = second
        .list(&list, None, &viewer(&chief()), today(), profile())
        .await
        .unwrap();
    assert_eq!(seen.rows[0].id, id);
    let new = NewCommand {
        id: CommandId(fresh()),
        inquiry: id,
        act: assign(CLERK),
        at: now(),
    };
    second.perform(new, &chief(), profile()).await.unwrap();
    let mine = List {
        view: View::Mine,
        limit: 10,
        ..List::default()
    };
    assert_eq!(desk.ids(&mine, &clerk()).await, [id]);
    let commands = desk.replica.outbox_after(0, 10, 1 << 20).await.unwrap();
    assert_eq!(
        commands[1].read().unwrap().prev_hash,
        commands[0].hash_hex()
    );
}

#[tokio::test]
async fn nothing_is_done_before_enrolment_or_after_closing() {
    let dir = tempfile::tempdir().unwrap();
    let replica = Replica::create(dir.path(), &DbKey::random().unwrap())
        .await
        .unwrap();
    let act = Act::Register(Box::new(card("A", "s", "t")));
    let new = NewCommand {
        id: CommandId(fresh()),
        inquiry: inquiry_id(),
        act,
        at: now(),
    };
    let early = replica.perform(new.clone(), &clerk(), profile()).await;
    assert!(matches!(early, Err(ReplicaError::NotEnrolled)));
    replica.set_identity(&identity(1)).await.unwrap();
    replica.close().await.unwrap();
    assert!(matches!(
        replica.perform(new.clone(), &clerk(), profile()).await,
        Err(ReplicaError::Closed)
    ));
    assert!(matches!(
        replica.get(new.inquiry).await,
        Err(ReplicaError::Closed)
    ));
}

#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let desk = Desk::new().await;
    let id = desk.register("A", "subject", "text").await;
    // The database may not grow any more.
    desk.tamper("pragma max_page_count = 1").await;
    let mut done = 1;
    let full = loop {
        match desk
            .act_as(&clerk(), id, note(&"long remark ".repeat(300)))
            .await
        {
            Ok(_) => done += 1,
            Err(e) => break e,
        }
        assert!(done < 500, "it must have become full");
    };
    assert!(matches!(full, ReplicaError::Full), "{full}");
    assert_eq!(desk.number_of("select count(*) from outbox").await, done);
    assert_eq!(
        desk.replica.get(id).await.unwrap().unwrap().notes.len() as i64,
        done - 1
    );
    desk.tamper("pragma max_page_count = 1073741823").await;
    desk.act(id, note("there is room again")).await;
    assert_eq!(desk.number_of("select count(*) from audit").await, done + 1);
    assert_eq!(
        desk.number_of("select max(device_seq) from outbox").await,
        done + 1
    );
    assert_eq!(desk.replica.audit_verify().await.unwrap().broken_at, None);
}
