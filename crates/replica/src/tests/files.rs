//! Attachments from staging to the case.

use super::*;
use crate::ReplicaError;
use domain::inquiry::AttachmentRole;
use std::io::{Read, Seek, SeekFrom};

#[tokio::test]
async fn a_staged_file_becomes_an_attachment_with_the_act() {
    let mut desk = Desk::new().await;
    let bytes = [b"%PDF-1.7\n".as_slice(), &[7; 200_000]].concat();
    let staged = desk
        .replica
        .stage("../скан\u{202e}fdp.pdf", &bytes)
        .await
        .unwrap();
    assert_eq!(
        (staged.media_type.as_str(), staged.size),
        ("application/pdf", bytes.len() as u64)
    );
    assert_eq!(staged.name, "скан\\u{202e}fdp.pdf");
    assert_eq!(staged.warnings, ["name-changed"]);
    desk.restart().await;
    assert_eq!(
        desk.replica.all_staged().await.unwrap(),
        std::slice::from_ref(&staged)
    );
    assert_eq!(
        desk.replica.staged(&staged.id).await.unwrap(),
        Some(staged.clone())
    );
    let id = desk.register("A", "s", "t").await;
    desk.act(
        id,
        Act::Attach(Box::new(staged.describe(AttachmentRole::Received, now()))),
    )
    .await;
    assert!(desk.replica.all_staged().await.unwrap().is_empty());
    desk.replica.drop_staged(&staged.id).await.unwrap();
    assert_eq!(
        desk.replica.read_file(staged.attachment).await.unwrap(),
        Some(bytes.clone())
    );
    assert!(desk.replica.has(&staged.sha256).await.unwrap());
    assert_eq!(
        desk.replica.adopt(&staged.id, id).await.unwrap(),
        staged.attachment,
        "bears repetition"
    );
    assert!(
        desk.replica.adopt(&staged.id, inquiry_id()).await.is_err(),
        "not of another case"
    );
    let mut reader = desk
        .replica
        .open_reader(staged.attachment)
        .await
        .unwrap()
        .unwrap();
    reader.seek(SeekFrom::End(-3)).unwrap();
    let mut end = Vec::new();
    reader.read_to_end(&mut end).unwrap();
    assert_eq!(end, [7; 3]);
}

#[tokio::test]
async fn an_act_cannot_name_a_file_that_is_not_here() {
    let desk = Desk::new().await;
    let id = desk.register("A", "s", "t").await;
    let staged = desk.replica.stage("a.txt", b"text").await.unwrap();
    let mut missing = staged.describe(AttachmentRole::Received, now());
    missing.id = domain::AttachmentId(fresh());
    let act = |file| Act::Attach(Box::new(file));
    assert!(matches!(
        desk.act_as(&clerk(), id, act(missing)).await,
        Err(ReplicaError::NoFile)
    ));
    let mut other = staged.describe(AttachmentRole::Received, now());
    other.sha256 = "00".repeat(32);
    assert!(matches!(
        desk.act_as(&clerk(), id, act(other)).await,
        Err(ReplicaError::WrongHash)
    ));
    assert_eq!(desk.number_of("select count(*) from outbox").await, 1);
    assert_eq!(
        desk.replica.all_staged().await.unwrap().len(),
        1,
        "still staged"
    );
}

#[tokio::test]
async fn a_dropped_file_is_gone_and_so_is_its_key() {
    let desk = Desk::new().await;
    let staged = desk.replica.stage("a.txt", b"text").await.unwrap();
    let path = crate::files::path_of(desk.dir.path(), staged.attachment.0);
    assert!(path.exists());
    desk.replica.drop_staged(&staged.id).await.unwrap();
    assert!(!path.exists());
    assert_eq!(desk.number_of("select count(*) from file").await, 0);
    assert_eq!(
        desk.replica.read_file(staged.attachment).await.unwrap(),
        None
    );
    desk.replica.drop_staged(&staged.id).await.unwrap();
    desk.replica.drop_staged("not an id").await.unwrap();
}

#[tokio::test]
async fn a_changed_file_is_not_read() {
    let desk = Desk::new().await;
    let staged = desk
        .replica
        .stage("a.txt", b"text that matters")
        .await
        .unwrap();
    let path = crate::files::path_of(desk.dir.path(), staged.attachment.0);
    let mut sealed = std::fs::read(&path).unwrap();
    sealed[3] ^= 1;
    std::fs::write(&path, sealed).unwrap();
    assert!(matches!(
        desk.replica.read_file(staged.attachment).await,
        Err(ReplicaError::Corrupt(_))
    ));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(
        desk.replica.read_file(staged.attachment).await,
        Err(ReplicaError::Corrupt(_))
    ));
}

#[tokio::test]
async fn what_a_crash_left_behind_is_swept_up() {
    let mut desk = Desk::new().await;
    let kept = desk.replica.stage("a.txt", b"kept").await.unwrap();
    // A crash between file and row, one in the middle of a file, and one between row and file.
    let orphan = crate::files::path_of(desk.dir.path(), fresh());
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    std::fs::write(&orphan, b"no row").unwrap();
    let half = orphan.with_extension("tmp01");
    std::fs::write(&half, b"half").unwrap();
    let unlinked = desk.replica.stage("b.txt", b"key is gone").await.unwrap();
    desk.tamper("insert into file_gone select attachment from file where name = 'b.txt'")
        .await;
    desk.tamper("delete from file where name = 'b.txt'").await;
    desk.restart().await;
    assert!(!crate::files::path_of(desk.dir.path(), unlinked.attachment.0).exists());
    assert_eq!(desk.number_of("select count(*) from file_gone").await, 0);
    let day = std::time::Duration::from_secs(24 * 3600);
    assert_eq!(desk.replica.tidy_files(day).await.unwrap(), 0);
    let rest = std::time::Duration::ZERO;
    assert_eq!(desk.replica.tidy_files(rest).await.unwrap(), 2);
    assert!(!orphan.exists() && !half.exists());
    assert_eq!(
        desk.replica.read_file(kept.attachment).await.unwrap(),
        Some(b"kept".to_vec())
    );
}

#[tokio::test]
async fn drafts_and_settings_are_kept() {
    let mut desk = Desk::new().await;
    desk.replica
        .draft_save("register", Some("{\"a\":1}"))
        .await
        .unwrap();
    desk.replica
        .draft_save("register", Some("{\"a\":2}"))
        .await
        .unwrap();
    desk.replica.set_setting("k", Some("v")).await.unwrap();
    desk.restart().await;
    assert_eq!(
        desk.replica
            .draft_load("register")
            .await
            .unwrap()
            .as_deref(),
        Some("{\"a\":2}")
    );
    assert_eq!(
        desk.replica.setting("k").await.unwrap().as_deref(),
        Some("v")
    );
    desk.replica.draft_save("register", None).await.unwrap();
    desk.replica.set_setting("k", None).await.unwrap();
    assert_eq!(desk.replica.draft_load("register").await.unwrap(), None);
    assert_eq!(desk.replica.setting("k").await.unwrap(), None);
}

#[tokio::test]
async fn a_file_that_only_a_spoilt_row_names_is_not_asked_for_after_the_repair() {
    let (sender, desk) = (Desk::new().await, Desk::new().await);
    let mut server = super::server::Server::default();
    let id = sender.register("A", "s", "t").await;
    let staged = sender.replica.stage("a.bin", &[7; 1_000]).await.unwrap();
    let attach = Act::Attach(Box::new(staged.describe(AttachmentRole::Received, now())));
    sender.act(id, attach).await;
    sender.send(&mut server).await;

    let mut spoilt = server.pull(0, 10);
    let another = "0".repeat(64);
    for op in &mut spoilt.ops {
        if let protocol::wire::Op::Put { content, .. } = op {
            *content = content.replace(&staged.sha256, &another);
        }
    }
    desk.replica.apply_pull(&spoilt).await.unwrap();
    assert_eq!(
        desk.replica.files_to_fetch().await.unwrap()[0].sha256,
        another
    );
    let ops = server.pull(0, 10).ops;
    desk.replica.apply_repair(&ops).await.unwrap();
    let wanted = desk.replica.files_to_fetch().await.unwrap();
    let wanted: Vec<&str> = wanted.iter().map(|file| file.sha256.as_str()).collect();
    assert_eq!(wanted, [staged.sha256.as_str()]);
}
