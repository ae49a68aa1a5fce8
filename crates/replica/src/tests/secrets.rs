//! What lies on the disk.

use super::*;
use crate::ReplicaError;
use std::path::Path;

fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path))
        } else {
            found.push(path)
        }
    }
    found
}

fn on_disk(dir: &Path, needle: &[u8]) -> Option<std::path::PathBuf> {
    files(dir).into_iter().find(|f| {
        std::fs::read(f)
            .unwrap()
            .windows(needle.len())
            .any(|w| w == needle)
    })
}

#[tokio::test]
async fn a_wrong_key_is_told_from_a_broken_file() {
    let desk = Desk::new().await;
    desk.register("A", "s", "t").await;
    desk.replica.close().await.unwrap();
    let wrong = Replica::open(desk.dir.path(), &DbKey::random().unwrap()).await;
    assert!(
        matches!(wrong, Err(ReplicaError::WrongKey)),
        "{:?}",
        wrong.err()
    );
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(
        Replica::open(empty.path(), &desk.key).await,
        Err(ReplicaError::Absent)
    ));
    assert!(matches!(
        Replica::create(desk.dir.path(), &desk.key).await,
        Err(ReplicaError::Exists)
    ));
    Replica::open(desk.dir.path(), &desk.key).await.unwrap();
}

#[tokio::test]
async fn nothing_of_what_was_entered_can_be_read_from_the_disk() {
    let desk = Desk::new().await;
    let id = desk
        .register("Канарейкин Иван", "canary-subject", "canary-text")
        .await;
    let staged = desk
        .replica
        .stage("canary-name.txt", b"canary-bytes of a letter")
        .await
        .unwrap();
    let file = staged.describe(domain::inquiry::AttachmentRole::Received, now());
    desk.act(id, Act::Attach(Box::new(file))).await;
    desk.replica
        .draft_save("register", Some("canary-draft"))
        .await
        .unwrap();
    assert_eq!(desk.search("canary").await, [id].into());
    // Open, with its log, and closed.
    for closed in [false, true] {
        if closed {
            desk.replica.close().await.unwrap();
        }
        assert!(files(desk.dir.path()).len() >= 2);
        for needle in [
            "canary",
            "Канарейкин",
            "канарейкин",
            "general",
            "SQLite format",
            "registered",
        ] {
            assert_eq!(
                on_disk(desk.dir.path(), needle.as_bytes()),
                None,
                "{needle}, closed: {closed}"
            );
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new().await;
    desk.replica.stage("a.txt", b"text").await.unwrap();
    let open: Vec<_> = files(desk.dir.path())
        .into_iter()
        .filter(|f| std::fs::metadata(f).unwrap().permissions().mode() & 0o077 != 0)
        .collect();
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test]
async fn a_newer_schema_is_not_touched() {
    let desk = Desk::new().await;
    desk.tamper(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'of a later version', 1, x'00', 0)",
    )
    .await;
    desk.replica.close().await.unwrap();
    assert!(matches!(
        Replica::open(desk.dir.path(), &desk.key).await,
        Err(ReplicaError::Newer)
    ));
}

#[tokio::test]
async fn each_connection_keeps_the_promises_of_the_design() {
    let desk = Desk::new().await;
    let mut held = desk.replica.inner.db.writer().await.unwrap();
    let conn = held.conn().unwrap();
    for (pragma, expect) in [
        ("synchronous", 2_i64),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
    ] {
        let sql = sqlx::AssertSqlSafe(format!("pragma {pragma}"));
        let value: i64 = sqlx::query_scalar(sql).fetch_one(&mut *conn).await.unwrap();
        assert_eq!(value, expect, "{pragma}");
    }
    let mode: String = sqlx::query_scalar("pragma journal_mode")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    assert_eq!(mode, "wal");
}
