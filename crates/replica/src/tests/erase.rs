//! A case that an officer had erased leaves nothing behind, and the queue goes on.

use super::server::Server;
use super::*;
use domain::inquiry::AttachmentRole;
use protocol::wire::{EraseReceipt, Op, PullReply};
use sqlx::Row;

/// Each table's rows with a text or bytes that hold the needle; the words of the index too.
async fn found(desk: &Desk, needle: &str) -> Vec<String> {
    let mut held = desk.replica.inner.db.writer().await.unwrap();
    let conn = held.conn().unwrap();
    let tables: Vec<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'table'")
            .fetch_all(&mut *conn)
            .await
            .unwrap();
    let mut found = Vec::new();
    for table in tables {
        // The contentless index itself cannot be read; its segments are tables of their own.
        if table == "search" {
            continue;
        }
        let columns: Vec<String> = sqlx::query_scalar("select name from pragma_table_info(?)")
            .bind(&table)
            .fetch_all(&mut *conn)
            .await
            .unwrap();
        for column in columns {
            let text = format!(
                "select count(*) from \"{table}\" where instr(cast(\"{column}\" as blob), cast(? as blob)) > 0"
            );
            let rows: i64 = sqlx::query(sqlx::AssertSqlSafe(text))
                .bind(needle)
                .fetch_one(&mut *conn)
                .await
                .unwrap()
                .get(0);
            if rows > 0 {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found
}

/// Files under a folder.
fn count(dir: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|e| {
            if e.path().is_dir() {
                count(&e.path())
            } else {
                1
            }
        })
        .sum()
}

#[tokio::test]
async fn nothing_of_an_erased_case_is_left_and_its_places_in_the_queue_are_kept() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let kept = desk.register("Башкасы", "kept", "t").await;
    let id = desk.register("Чижов", "zeisigsubject", "zeisigtext").await;
    let staged = desk
        .replica
        .stage("zeisigname.txt", b"zeisigbytes")
        .await
        .unwrap();
    let file = staged.describe(AttachmentRole::Received, now());
    desk.act(id, Act::Attach(Box::new(file))).await;
    desk.synchronise(&mut server).await;
    desk.act(id, note("zeisignote, not sent yet")).await;
    desk.act(kept, note("sent after it")).await;
    desk.replica
        .draft_save(&format!("note:{id}"), Some("zeisigdraft"))
        .await
        .unwrap();
    assert!(found(&desk, "zeisig").await.len() > 3);
    let files = || count(&desk.dir.path().join("files"));
    assert_eq!(files(), 1);

    server.remove(id);
    server.removed.clear();
    let frame = PullReply {
        ops: vec![Op::Erase {
            seq: server.head,
            id,
        }],
        ..server.pull(server.head - 1, 20)
    };
    desk.replica.apply_pull(&frame).await.unwrap();
    assert_eq!(found(&desk, "zeisig").await, Vec::<String>::new());
    assert!(desk.replica.get(id).await.unwrap().is_none());
    assert!(desk.search("zeisigtext").await.is_empty());
    assert_eq!(files(), 0);
    let wal = desk.dir.path().join("replica.db-wal");
    // One page: the note that it was cut.
    let left = std::fs::metadata(wal).map_or(0, |m| m.len());
    assert!(left < 10_000, "the log is cut: {left}");
    assert!(
        desk.replica
            .audit_verify()
            .await
            .unwrap()
            .broken_at
            .is_none(),
        "the chain still holds"
    );

    let commands = desk.replica.outbox_after(3, 50, 1 << 20).await.unwrap();
    assert_eq!(commands.len(), 2);
    assert_eq!(commands[0].signed, "");
    let public = crate::sign::public_key(&identity(3).signing_seed);
    assert!(commands.iter().all(|c| crate::sign::verify(&public, c)));
    assert_eq!(
        commands[1].envelope().unwrap().prev_hash,
        commands[0].hash_hex(),
        "the device's chain still holds"
    );
    let receipts = desk.replica.erase_receipts().await.unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].inquiry, id);
    let key = ed25519_dalek::SigningKey::from_bytes(identity(3).signing_seed.expose());
    assert_eq!(
        receipts[0].signature,
        crate::sign::message(&key, &EraseReceipt::message(id))
    );
    desk.replica.receipts_sent(&[id]).await.unwrap();
    assert!(desk.replica.erase_receipts().await.unwrap().is_empty());
    // A server that was restored may not have it.
    desk.replica.enter_epoch(2, 0, server.head).await.unwrap();
    assert_eq!(desk.replica.erase_receipts().await.unwrap().len(), 1);
    assert_eq!(
        desk.replica
            .outbox_after(0, 50, 1 << 20)
            .await
            .unwrap()
            .len(),
        5
    );
}
