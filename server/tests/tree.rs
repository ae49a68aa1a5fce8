//! The Merkle tree over the audit, as devices see it.

use crate::support::*;
use protocol::tree::{Hash, is_consistent};
use protocol::wire::{Hello, HelloReply, PROTOCOL, TreeHead, TreeSeen};

fn greet(desk: &Desk, tree: Option<TreeSeen>) -> HelloReply {
    let hello = Hello {
        protocol: PROTOCOL,
        epoch: desk.epoch,
        cursor: desk.cursor,
        scope_version: desk.scope_version,
        acked: desk.seq,
        queued: 0,
        clock: start_of_time(),
        tree,
        erased: Vec::new(),
        profile: None,
    };
    desk.post("/v1/hello", &hello).unwrap()
}

fn seen(head: &TreeHead) -> Option<TreeSeen> {
    Some(TreeSeen {
        epoch: head.epoch,
        size: head.size,
    })
}

fn hash(text: &str) -> Hash {
    hex::decode(text).unwrap().try_into().unwrap()
}

fn proves(old: &TreeHead, reply: &HelloReply) -> bool {
    let new = reply.tree.as_ref().unwrap();
    let proof: Vec<Hash> = reply.proof.iter().map(|part| hash(part)).collect();
    is_consistent(
        (old.size, &hash(&old.root)),
        (new.size, &hash(&new.root)),
        &proof,
    )
}

#[test]
fn every_head_proves_each_earlier_one_and_a_changed_log_proves_none() {
    let mut house = House::new();
    let mut desk = house.desk(&["general"]);
    let (id, clerk) = (new_id(), house.clerk);
    desk.act(clerk, id, register("general"), &[]);
    let mut heads = vec![greet(&desk, None).tree.unwrap()];
    assert_eq!(
        greet(&desk, seen(&heads[0])).tree,
        None,
        "nothing new, nothing said"
    );
    // Batches of many sizes, over several complete subtrees.
    for size in [1, 2, 3, 30, 61, 1, 100, 57] {
        let commands: Vec<_> = (0..size)
            .map(|n| desk.command(clerk, id, note(&format!("{n}")), &[]))
            .collect();
        desk.push(&commands).unwrap();
        heads.push(greet(&desk, None).tree.unwrap());
        for old in &heads[..heads.len() - 1] {
            assert!(
                proves(old, &greet(&desk, seen(old))),
                "{} entries",
                old.size
            );
        }
    }
    assert!(house.check().sound());
    let last = heads.last().unwrap().clone();
    assert_eq!(last.size, 256);
    // Somebody changes an entry and has the tree made anew.
    house.restart(|_, database| {
        database.edit(
            "update audit set hash = zeroblob(32) where seq = 200",
            "update audit set hash = decode(repeat('00', 32), 'hex') where seq = 200",
        );
        database.edit("delete from audit_edge", "delete from audit_edge");
        database.edit("delete from audit_node", "delete from audit_node");
    });
    desk.url = house.url();
    desk.act(clerk, id, note("кийин"), &[]);
    assert!(!proves(&last, &greet(&desk, seen(&last))));
    assert!(
        proves(&heads[3], &greet(&desk, seen(&heads[3]))),
        "what came before it still holds"
    );
    assert_eq!(house.check().tenants[0].audit.broken_at, Some(200));
}
