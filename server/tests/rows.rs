//! Merging, conflicts, scope, frames and repairs.

use crate::support::*;
use domain::Act;
use domain::ids::UnitId;
use domain::merge::Base;
use protocol::checksum::{self, Sum};
use protocol::wire::{Op, OutcomeKind, RepairCheck, RepairFrame, RepairPlan, RepairPull};
use std::collections::BTreeMap;

pub fn seen(fields: &[(&'static str, u64)]) -> Vec<(&'static str, Base)> {
    fields
        .iter()
        .map(|(f, v)| (*f, Base::Version(*v)))
        .collect()
}

#[test]
fn disjoint_changes_merge_and_the_same_field_keeps_both_values() {
    let house = House::new();
    let (mut one, mut two) = (house.desk(&["general"]), house.desk(&["general"]));
    let id = new_id();
    one.act(house.clerk, id, register("general"), &[]);
    let base = seen(&[("subject", 0), ("executor", 0), ("state", 0)]);
    assert_eq!(
        one.act(house.clerk, id, correct_subject("Биринчи"), &base)
            .result,
        OutcomeKind::Applied
    );
    assert_eq!(
        two.act(house.clerk, id, assign(house.clerk), &base).result,
        OutcomeKind::Merged
    );
    let lost = two.act(house.clerk, id, correct_subject("Экинчи"), &base);
    assert_eq!(
        lost.result,
        OutcomeKind::Conflict {
            fields: vec!["subject".into()]
        }
    );
    let row = one.inquiry(id);
    assert_eq!(
        (row.subject.as_str(), row.executor),
        ("Биринчи", Some(house.clerk))
    );
    let conflict = row.open_conflicts().next().unwrap().clone();
    assert_eq!(
        (conflict.mine.as_str(), conflict.theirs.as_str()),
        (Some("Экинчи"), Some("Биринчи"))
    );
    assert_eq!(row.versions["subject"], 2);
    let settle = Act::SettleConflict {
        conflict: conflict.id,
        take_mine: true,
    };
    assert!(is_applied(&one.act(house.supervisor, id, settle, &[])));
    let row = two.inquiry(id);
    assert_eq!(row.subject, "Экинчи");
    assert!(
        row.open_conflicts().next().is_none()
            && row.conflicts[0].settled.as_ref().unwrap().took_mine
    );
    assert!(house.check().sound());
}

#[test]
fn stacked_edits_of_one_device_do_not_conflict_with_each_other_but_do_not_pass_over_others() {
    let house = House::new();
    let (mut one, mut two) = (house.desk(&["general"]), house.desk(&["general"]));
    let id = new_id();
    let created = one.command(house.clerk, id, register("general"), &[]);
    let first = one.command(
        house.clerk,
        id,
        correct_subject("1"),
        &[("subject", Base::Version(0))],
    );
    let after = Base::After(first.read().unwrap().id);
    let second = one.command(house.clerk, id, correct_subject("2"), &[("subject", after)]);
    let outcomes = one.push(&[created, first, second.clone()]).unwrap();
    assert!(
        outcomes.iter().all(|o| o.result == OutcomeKind::Applied),
        "{outcomes:?}"
    );
    // Across batches too.
    let after = Base::After(second.read().unwrap().id);
    assert_eq!(
        one.act(house.clerk, id, correct_subject("3"), &[("subject", after)])
            .result,
        OutcomeKind::Applied
    );
    // The other device edits on an old base, and stacks a second edit on its losing one.
    let losing = two.command(
        house.clerk,
        id,
        correct_subject("A"),
        &[("subject", Base::Version(2))],
    );
    let stacked_on = Base::After(losing.read().unwrap().id);
    let stacked = two.command(
        house.clerk,
        id,
        correct_subject("B"),
        &[("subject", stacked_on)],
    );
    for outcome in two.push(&[losing, stacked]).unwrap() {
        assert_eq!(
            outcome.result,
            OutcomeKind::Conflict {
                fields: vec!["subject".into()]
            }
        );
    }
    let row = one.inquiry(id);
    assert_eq!(row.subject, "3", "nothing is overwritten silently");
    let proposals: Vec<_> = row
        .open_conflicts()
        .map(|c| c.mine.as_str().unwrap().to_owned())
        .collect();
    assert_eq!(proposals, ["A", "B"], "and nothing proposed is lost");
}

#[test]
fn the_same_submission_on_two_devices_is_one_case() {
    let house = House::new();
    let (mut one, mut two) = (house.desk(&["general"]), house.desk(&["general"]));
    let key = "ab".repeat(32);
    let id = domain::InquiryId::of_submission(&key).unwrap();
    assert_eq!(
        one.act(house.clerk, id, receive("general", &key), &[])
            .result,
        OutcomeKind::Applied
    );
    let again = two.act(house.clerk, id, receive("general", &key), &[]);
    assert_eq!((again.result, again.seq), (OutcomeKind::Merged, None));
    assert_eq!(one.rows().len(), 1);
    let double = two.act(house.clerk, id, register("general"), &[]);
    assert_eq!(refusal(&double), Some("exists"));
    let mut card = card("general");
    card.source = Some(domain::inquiry::Source {
        system: "electronic-reception".into(),
        key,
        ..Default::default()
    });
    let other_id = two.act(house.clerk, new_id(), Act::Register(Box::new(card)), &[]);
    assert_eq!(refusal(&other_id), Some("exists"));
    assert!(house.check().sound());
}

#[test]
fn the_way_to_an_answer_and_who_may_go_it() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    desk.act(house.clerk, id, register("general"), &[]);
    let early = desk.act(house.supervisor, id, Act::Approve, &[]);
    assert_eq!(refusal(&early), Some("wrong-state"));
    let mut act = |actor, act| desk.act(actor, id, act, &[]);
    let topic = domain::profile::Profile::read(domain::profile::KG_DISTRICT)
        .unwrap()
        .topics[0]
        .code
        .clone();
    let outcome = domain::ids::Code::from("explained");
    assert!(is_applied(&act(
        house.clerk,
        Act::Assign {
            executor: house.clerk,
            co_executors: vec![],
            topic: Some(topic),
            resolution: String::new()
        }
    )));
    let mut letter = domain::inquiry::Draft {
        lang: domain::Lang::Ky,
        template: None,
        outcome: Some(outcome),
        body: "".into(),
    };
    let saved = act(house.clerk, Act::SaveDraft(Box::new(letter.clone())));
    assert!(is_applied(&saved), "{saved:?}");
    let empty = act(house.clerk, Act::SubmitForSignoff);
    assert_eq!(refusal(&empty), Some("missing"), "an answer has a text");
    letter.body = "Жооп".into();
    let full = Act::SaveDraft(Box::new(letter));
    let seen = seen(&[("draft", saved.seq.unwrap())]);
    assert!(is_applied(&desk.act(house.clerk, id, full, &seen)));
    let mut act = |actor, act| desk.act(actor, id, act, &[]);
    let sent = act(house.clerk, Act::SubmitForSignoff);
    assert!(is_applied(&sent), "{sent:?}");
    let own = act(house.clerk, Act::Approve);
    assert_eq!(refusal(&own), Some("not-allowed"), "a clerk does not sign");
    assert!(is_applied(&act(house.supervisor, Act::Approve)));
    assert_eq!(desk.inquiry(id).state.code(), "answered");
}

#[test]
fn a_row_that_leaves_the_scope_is_removed_and_what_was_queued_for_it_is_kept_aside() {
    let house = House::new();
    let mut general = house.desk(&["general"]);
    let mut both = house.desk(&["general", "roads"]);
    let (stays, goes) = (new_id(), new_id());
    for id in [stays, goes] {
        general.act(house.clerk, id, register("general"), &[]);
    }
    let before = general.try_pull(0, 1 << 20).unwrap();
    assert_eq!(before.ops.len(), 2);
    assert!(is_applied(&both.act(
        house.clerk,
        goes,
        move_to("roads"),
        &seen(&[("unit", 0)])
    )));
    let frame = general.try_pull(before.to, 1 << 20).unwrap();
    assert!(
        matches!(frame.ops.as_slice(), [Op::Remove { id, .. }] if *id == goes),
        "{frame:?}"
    );
    assert_eq!(frame.buckets[0].rows, 1);
    // The clerk had queued something for it.
    let late = general.act(house.clerk, goes, note("кеч калган"), &[]);
    assert_eq!(refusal(&late), Some("out-of-scope"));
    // Later changes do not bring it back to a device that was long away.
    both.act(house.clerk, goes, note("жаңы"), &[]);
    assert_eq!(general.rows().keys().copied().collect::<Vec<_>>(), [stays]);
    assert_eq!(both.rows().len(), 2);
    let out = general.act(house.clerk, new_id(), register("roads"), &[]);
    assert_eq!(
        refusal(&out),
        Some("out-of-scope"),
        "nor may it make rows out of its scope"
    );
    let nowhere = both.act(house.clerk, stays, move_to("nowhere"), &[]);
    assert_eq!(refusal(&nowhere), Some("not-in-profile"));
    assert!(house.check().sound());
}

#[test]
fn frames_are_bounded_and_together_are_the_whole() {
    let house = House::new();
    let mut desk = house.desk(&["general"]);
    let ids: Vec<_> = (0..60).map(|_| new_id()).collect();
    let mut commands: Vec<_> = ids
        .iter()
        .map(|id| desk.command(house.clerk, *id, register("general"), &[]))
        .collect();
    commands.push(desk.command(house.clerk, ids[3], note("кайра"), &[]));
    desk.push(&commands).unwrap();
    let (mut rows, mut cursor, mut frames) = (BTreeMap::new(), 0, 0);
    loop {
        let frame = desk.try_pull(cursor, 16 * 1024).unwrap();
        let bytes: usize = frame
            .ops
            .iter()
            .map(|op| {
                if let Op::Put { content, .. } = op {
                    content.len()
                } else {
                    0
                }
            })
            .sum();
        assert!(bytes <= 16 * 1024, "{bytes}");
        assert_eq!((frame.from, frame.head), (cursor, 61));
        assert_eq!(
            frame.buckets.is_empty(),
            frame.to < frame.head,
            "sums only at the head"
        );
        take(&mut rows, &frame);
        (cursor, frames) = (frame.to, frames + 1);
        if frame.to == frame.head {
            let sum = rows.iter().fold(Sum::default(), |s, (id, (seq, content))| {
                s.plus(checksum::row(*id, *seq, content))
            });
            assert!(sum.agrees(&frame.buckets[0]), "{:?}", frame.buckets);
            break;
        }
    }
    assert!(frames > 3, "{frames}");
    assert_eq!(rows.len(), 60);
    let nothing = desk.try_pull(61, 1 << 20).unwrap();
    assert!(nothing.ops.is_empty() && nothing.to == 61);
}

#[test]
fn a_repair_finds_the_part_that_differs_and_nothing_else() {
    let mut house = House::new();
    let mut desk = house.desk(&["general", "roads"]);
    let commands: Vec<_> = (0..100)
        .map(|n| {
            desk.command(
                house.clerk,
                new_id(),
                register(if n < 90 { "general" } else { "roads" }),
                &[],
            )
        })
        .collect();
    desk.push(&commands).unwrap();
    let rows = desk.rows();
    let unit = UnitId::from("general");
    let sums = |rows: &BTreeMap<domain::InquiryId, (u64, String)>| {
        let mut sums = vec![Sum::default(); checksum::PARTS];
        for (id, (seq, content)) in rows
            .iter()
            .filter(|(_, (_, c))| c.contains("\"unit\":\"general\""))
        {
            let part = usize::from(checksum::part(*id));
            sums[part] = sums[part].plus(checksum::row(*id, *seq, content));
        }
        sums.into_iter().map(Sum::hex).collect::<Vec<_>>()
    };
    let check = |sums| {
        desk.post::<_, RepairPlan>(
            "/v1/repair/check",
            &RepairCheck {
                epoch: 1,
                unit: unit.clone(),
                sums,
            },
        )
    };
    assert!(check(sums(&rows)).unwrap().parts.is_empty());
    let victim = *rows
        .iter()
        .find(|(_, (_, c))| c.contains("\"unit\":\"general\""))
        .unwrap()
        .0;
    let mut flipped = rows.clone();
    flipped.get_mut(&victim).unwrap().1 = flipped[&victim].1.replace("жарык", "жарыг");
    let plan = check(sums(&flipped)).unwrap();
    assert_eq!(plan.parts, [checksum::part(victim)]);
    let pull = RepairPull {
        epoch: 1,
        unit: unit.clone(),
        parts: plan.parts,
        after: 0,
        max_bytes: 1 << 20,
    };
    let frame: RepairFrame = desk.post("/v1/repair/pull", &pull).unwrap();
    assert!(frame.last && frame.ops.len() < 10);
    assert!(frame.ops.iter().any(|op| matches!(op, Op::Put { id, content, .. } if *id == victim && *content == rows[&victim].1)));
    let all = check(Vec::new()).unwrap();
    let mut fetched = 0;
    let mut after = 0;
    loop {
        let pull = RepairPull {
            epoch: 1,
            unit: unit.clone(),
            parts: all.parts.clone(),
            after,
            max_bytes: 16 * 1024,
        };
        let frame: RepairFrame = desk.post("/v1/repair/pull", &pull).unwrap();
        fetched += frame.ops.len();
        after = frame.to;
        if frame.last {
            break;
        }
    }
    assert_eq!(fetched, 90);
    let foreign = RepairCheck {
        epoch: 1,
        unit: UnitId::from("archive"),
        sums: Vec::new(),
    };
    assert_eq!(
        desk.post::<_, RepairPlan>("/v1/repair/check", &foreign)
            .unwrap_err()
            .code,
        "out-of-scope"
    );
    // The server finds a damaged row of its own too.
    house.restart(|_, database| {
        database.edit(
            "update inquiry set digest = zeroblob(16) where seq = 5",
            "update inquiry set digest = decode(repeat('00', 16), 'hex') where seq = 5",
        );
    });
    assert_eq!(house.check().tenants[0].sums, [unit]);
}

#[test]
fn after_a_restore_from_a_backup_the_epoch_says_so() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let id = new_id();
    let first = desk.command(house.clerk, id, register("general"), &[]);
    let second = desk.command(house.clerk, id, note("резервдик көчүрмөдөн кийин"), &[]);
    desk.push(std::slice::from_ref(&first)).unwrap();
    let mut backup = None;
    house.restart(|_, database| backup = Some(database.keep()));
    desk.url = house.url();
    desk.push(std::slice::from_ref(&second)).unwrap();
    house.restart(|_, database| database.put_back(&backup.unwrap()));
    desk.url = house.url();
    assert_eq!(house.rt.block_on(house.admin().raise_epoch()).unwrap(), 2);
    assert_eq!(desk.try_pull(0, 1 << 20).unwrap_err().code, "wrong-epoch");
    assert_eq!(
        desk.push(std::slice::from_ref(&second)).unwrap_err().code,
        "wrong-epoch"
    );
    let reply = desk.hello();
    assert_eq!((reply.epoch, reply.durable_seq, reply.head), (2, 1, 1));
    assert!(
        is_applied(&desk.push(&[second]).unwrap()[0]),
        "what the backup lacks is offered again"
    );
    assert_eq!(desk.inquiry(id).notes.len(), 1);
}

#[test]
fn a_change_made_on_a_lost_log_does_not_pass_over_one_of_the_log_that_took_its_place() {
    let mut house = House::new();
    let (mut mine, mut other) = (house.desk(&["general"]), house.desk(&["general"]));
    let (id, clerk) = (new_id(), house.clerk);
    let first = mine.command(clerk, id, register("general"), &[]);
    mine.push(&[first]).unwrap();
    let mut backup = None;
    house.restart(|_, database| backup = Some(database.keep()));
    mine.url = house.url();
    // Two of its own, so that the lost log is ahead of the one that takes its place.
    let lost: Vec<_> = ["бир", "эки"]
        .map(|text| mine.command(clerk, id, note(text), &[]))
        .into();
    assert!(mine.push(&lost).unwrap().iter().all(is_applied));
    let seen = [("subject", Base::Version(3))];
    let unsent = mine.command(clerk, id, correct_subject("меники"), &seen);
    house.restart(|_, database| database.put_back(&backup.unwrap()));
    house.rt.block_on(house.admin().raise_epoch()).unwrap();
    (mine.url, other.url) = (house.url(), house.url());
    other.hello();
    let base = [("subject", Base::Version(0))];
    let done = other.act(clerk, id, correct_subject("башканыкы"), &base);
    assert_eq!((is_applied(&done), done.seq), (true, Some(2)));
    assert_eq!(mine.hello().epoch, 2);
    let again = [lost, vec![unsent]].concat();
    let outcomes = mine.push(&again).unwrap();
    assert_eq!(
        outcomes[2].result,
        OutcomeKind::Conflict {
            fields: vec!["subject".into()]
        }
    );
    let row = mine.inquiry(id);
    assert_eq!((row.subject.as_str(), row.notes.len()), ("башканыкы", 2));
    // What is seen in the new log counts there.
    let seen = [("subject", Base::Version(2))];
    let done = mine.act(clerk, id, correct_subject("макулдашылды"), &seen);
    assert!(is_applied(&done), "{done:?}");
}
