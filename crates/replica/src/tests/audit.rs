//! The chain notices whatever is done to it.

use super::*;
use crate::Happened;

async fn chain(desk: &Desk) {
    let id = desk.register("A", "s", "t").await;
    for n in 0..4 {
        desk.act(id, note(&format!("note {n}"))).await;
    }
    let looked = Happened {
        at: now(),
        actor: Some(CLERK),
        act: "view_restricted",
        command: None,
        inquiry: Some(id),
    };
    desk.replica.record(looked, b"").await.unwrap();
}

#[tokio::test]
async fn a_chain_that_nobody_touched_holds() {
    let mut desk = Desk::new().await;
    chain(&desk).await;
    desk.restart().await;
    let view = desk.replica.audit_verify().await.unwrap();
    assert_eq!((view.entries, view.broken_at), (6, None));
    let of = desk
        .replica
        .audit_of(
            desk.ids(
                &List {
                    view: View::All,
                    ..List::default()
                },
                &chief(),
            )
            .await[0],
        )
        .await;
    let of = of.unwrap();
    assert_eq!(
        (of.entries.len(), of.head_seq, &of.head),
        (6, 6, &view.head)
    );
    assert_eq!(of.entries[5].act, "view_restricted");
    assert_eq!(of.entries[5].hash, view.head);
}

#[tokio::test]
async fn every_kind_of_change_is_found_where_it_was_made() {
    let changes: [(&'static str, u64); 11] = [
        ("update audit set act = 'approve' where seq = 3", 3),
        (
            "update audit set at = '2020-01-01T00:00:00+06:00' where seq = 2",
            2,
        ),
        (
            "update audit set actor = x'00000000000000000000000000000000' where seq = 1",
            1,
        ),
        ("update audit set inquiry = null where seq = 4", 4),
        ("update audit set command = null where seq = 4", 4),
        (
            "update audit set commitment = zeroblob(32) where seq = 5",
            5,
        ),
        ("update audit set hash = zeroblob(32) where seq = 5", 5),
        ("update audit set prev = zeroblob(32) where seq = 2", 2),
        ("delete from audit where seq = 3", 3),
        ("delete from audit where seq = 1", 1),
        ("delete from audit where seq = 6", 6),
    ];
    for (change, place) in changes {
        let desk = Desk::new().await;
        chain(&desk).await;
        desk.tamper(change).await;
        assert_eq!(
            desk.replica.audit_verify().await.unwrap().broken_at,
            Some(place),
            "{change}"
        );
    }
}

#[tokio::test]
async fn two_entries_that_changed_places_are_found() {
    let desk = Desk::new().await;
    chain(&desk).await;
    desk.tamper("update audit set seq = seq + 100 where seq in (2, 3)")
        .await;
    desk.tamper("update audit set seq = case seq when 102 then 3 else 2 end where seq > 100")
        .await;
    assert_eq!(
        desk.replica.audit_verify().await.unwrap().broken_at,
        Some(2)
    );
}

#[tokio::test]
async fn the_chain_outlives_what_it_committed_to() {
    let desk = Desk::new().await;
    chain(&desk).await;
    desk.tamper("update audit set salt = null").await;
    assert_eq!(desk.replica.audit_verify().await.unwrap().broken_at, None);
}
