//! The real window: the whole job by keys alone, its outcome read from the database.

mod job;
mod person;

use desk::Desk;
use desk::clock::SystemClock;
use domain::{Inquiry, State};
use office::{DemoServer, Options};
use person::Person;
use protocol::window::list::{List, View};
use scenarios::{demonstration, picture};
use std::path::Path;
use std::sync::Arc;

/// The inquiry as a device has it, looked for by its subject; `None` if it is not there.
async fn stored(dir: &Path, synchronise: bool) -> Option<Inquiry> {
    let desk = Desk::at(dir, Arc::new(SystemClock));
    let session = desk
        .unlock("supervisor", "demo-supervisor-2026")
        .await
        .expect("unlocks");
    if synchronise {
        session.synchronise().await.expect("synchronises");
    }
    let list = List {
        view: View::All,
        search: job::SUBJECT.into(),
        limit: 10,
        ..List::default()
    };
    let rows = session.list(&list).await.expect("lists").rows;
    let inquiry = match rows.iter().find(|row| row.subject == job::SUBJECT) {
        Some(row) => Some(session.open_case(row.id).await.expect("opens").inquiry),
        None => None,
    };
    drop(session);
    desk.lock().await.expect("closes");
    inquiry
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_job_by_keys_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let demo = dir.path().join("demo");
    let options = Options {
        inquiries: 60,
        ..demonstration()
    };
    let made = office::build(&demo, &options, &|_| {})
        .await
        .expect("a demonstration");
    let (one, two) = (demo.join("device-1"), demo.join("device-2"));
    assert!(
        stored(&one, false).await.is_none(),
        "negative control: it is not there yet"
    );
    std::fs::write(dir.path().join("photo.png"), picture()).expect("a photo");

    // The server is stopped.
    let person = Person::sits_down(&one, dir.path()).await;
    job::registers(&person).await;
    job::imports(&person).await;
    job::assigns(&person).await;
    job::redacts(&person).await;
    job::answers(&person).await;
    person.changes_to("supervisor").await;
    job::returns(&person).await;
    person.changes_to("clerk").await;
    job::sends_again(&person).await;
    person.changes_to("supervisor").await;
    job::signs(&person).await;
    person.changes_to("clerk").await;
    job::dispatches_and_closes(&person).await;
    person.changes_to("supervisor").await;
    job::reports(&person).await;

    // The server is back.
    let server = DemoServer::start(&demo, &made)
        .await
        .expect("the server starts");
    job::synchronises(&person).await;
    person.changes_to("archivist").await;
    job::archives(&person).await;
    job::synchronises(&person).await;
    person.leaves().await;

    let here = stored(&one, false).await.expect("it is in the database");
    assert!(here.number.is_some(), "it has its official number");
    assert!(
        matches!(here.state, State::Archived { .. }),
        "{:?}",
        here.state
    );
    assert_eq!(here.attachments.len(), 2, "the photo and its redacted copy");
    let there = stored(&two, true).await.expect("the second device has it");
    assert_eq!(there.number, here.number);
    assert_eq!(there.state.code(), "archived");
    server.switch(false).await.expect("stops");
}
