//! Of what left this computer nothing stays in pages, and the pages stay whole.

use super::server::Server;
use super::*;
use domain::inquiry::AttachmentRole;
use protocol::wire::BlobReceipt;

/// Pages that hold a word, as somebody with the key finds them.
async fn pages_with(desk: &Desk, word: &str) -> i64 {
    let mut held = desk.replica.inner.db.writer().await.unwrap();
    sqlx::query_scalar("select count(*) from sqlite_dbpage where instr(data, cast(? as blob)) > 0")
        .bind(word)
        .fetch_one(held.conn().unwrap())
        .await
        .unwrap()
}

/// Leaves a word in the unused bytes of each page of a tree that has room for it, as SQLite does when rows move. Returns
/// how many there are.
async fn soil(desk: &Desk, word: &str) -> usize {
    let mut held = desk.replica.inner.db.writer().await.unwrap();
    let conn = held.conn().unwrap();
    let pages: Vec<(i64, Vec<u8>)> = sqlx::query_as("select pgno, data from sqlite_dbpage")
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let mut soiled = 0;
    for (number, mut page) in pages {
        let heading = if number == 1 { 100 } else { 0 };
        let leaf = matches!(page[heading], 10 | 13);
        let two = |at: usize| usize::from(u16::from_be_bytes([page[at], page[at + 1]]));
        let (from, to) = (heading + 8 + 2 * two(heading + 3), two(heading + 5));
        if !leaf || to < from + word.len() {
            continue;
        }
        page[to - word.len()..to].copy_from_slice(word.as_bytes());
        sqlx::query("update sqlite_dbpage set data = ? where pgno = ?")
            .bind(page)
            .bind(number)
            .execute(&mut *conn)
            .await
            .unwrap();
        soiled += 1;
    }
    soiled
}

#[tokio::test]
async fn what_rows_leave_in_pages_goes_with_the_next_row_that_is_taken_away() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let gone = desk.register("A", "zeisigsubject", "t").await;
    let stays = desk.register("B", "stays", "t").await;
    desk.synchronise(&mut server).await;
    assert!(soil(&desk, "zeisigleft").await > 20);

    assert!(desk.replica.sweep().await.unwrap());
    assert!(
        pages_with(&desk, "zeisigleft").await > 20,
        "nothing was taken away yet"
    );

    server.remove(gone);
    desk.fetch(&server).await;
    assert!(desk.replica.sweep().await.unwrap());
    assert_eq!(pages_with(&desk, "zeisigleft").await, 0);
    let mut held = desk.replica.inner.db.writer().await.unwrap();
    let whole: String = sqlx::query_scalar("pragma integrity_check")
        .fetch_one(held.conn().unwrap())
        .await
        .unwrap();
    drop(held);
    assert_eq!(whole, "ok");
    assert_eq!(desk.subject(stays).await, "stays");
    desk.same_as(&server).await;
}

#[tokio::test]
async fn the_file_of_a_case_that_went_elsewhere_before_it_was_ever_fetched_goes_too() {
    let desk = Desk::new().await;
    let mut server = Server::default();
    let id = desk.register("A", "subject", "t").await;
    let staged = desk.replica.stage("a.txt", b"the bytes").await.unwrap();
    let file = staged.describe(AttachmentRole::Received, now());
    desk.act(id, Act::Attach(Box::new(file))).await;
    desk.send(&mut server).await;
    let receipt = BlobReceipt {
        sha256: staged.sha256.clone(),
        size: 9,
        signature: String::new(),
    };
    desk.replica.file_sent(&receipt).await.unwrap();
    let path = crate::files::path_of(desk.dir.path(), staged.attachment.0);
    assert!(path.exists(), "the case is still shown here");
    // Another department's by now: this computer is told nothing about it.
    server.rows.remove(&id);
    desk.fetch(&server).await;
    assert!(desk.replica.get(id).await.unwrap().is_none());
    assert!(!path.exists());
}
