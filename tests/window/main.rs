//! The real window: unlocked and worked by keys alone, its outcome read from the database.

use desk::Desk;
use desk::clock::SystemClock;
use office::Options;
use protocol::window::list::{List, View};
use scenarios::demonstration;
use scenarios::window::{Window, shots};
use std::path::Path;
use std::sync::Arc;
use thirtyfour::Key;

const SUBJECT: &str = "Көпүрө оңдоо";

async fn found(dir: &Path, search: &str) -> u32 {
    let desk = Desk::at(dir, Arc::new(SystemClock));
    let session = desk
        .unlock("clerk", "demo-clerk-2026")
        .await
        .expect("unlocks");
    let list = List {
        view: View::All,
        search: search.into(),
        limit: 10,
        ..List::default()
    };
    let total = session.list(&list).await.expect("lists").total;
    drop(session);
    desk.lock().await.expect("closes");
    total
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_unlocks_and_registers_by_keys_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let demo = dir.path().join("demo");
    let options = Options {
        inquiries: 60,
        ..demonstration()
    };
    office::build(&demo, &options, &|_| {})
        .await
        .expect("a demonstration");
    assert_eq!(
        found(&demo.join("device-1"), SUBJECT).await,
        0,
        "negative control: it is not there yet"
    );
    let picked = dir.path().join("picked");

    let window = Window::open(&["--demo", demo.to_str().expect("a plain path")], &picked)
        .await
        .expect("a window");
    window.see("passphrase").await.expect("the first screen");
    window
        .picture(&shots().join("unlock.png"))
        .await
        .expect("a picture");
    window.press(&[], Key::Enter).await.expect("Enter");
    window.see("row").await.expect("the list");
    window
        .picture(&shots().join("inbox.png"))
        .await
        .expect("a picture");

    window.press(&[Key::Control], 'n').await.expect("Ctrl+N");
    window.see("register").await.expect("the register screen");
    for (field, text) in [
        ("register-subject", SUBJECT),
        (
            "register-text",
            "Айылдагы көпүрө бузулду, оңдоп бериңиздер.",
        ),
    ] {
        let element = window
            .find(&format!("[data-test=\"{field}\"]"))
            .await
            .expect("a field");
        element.focus().await.expect("takes the focus");
        window.write(text).await.expect("typed");
    }
    window
        .picture(&shots().join("register.png"))
        .await
        .expect("a picture");
    window
        .press(&[Key::Control], Key::Enter)
        .await
        .expect("Ctrl+Enter");
    let last = window
        .until("register-last", |text| {
            text.contains("P-") || text.contains("/2")
        })
        .await
        .expect("registered");
    assert!(!last.is_empty());
    window.close().await.expect("closes");

    assert_eq!(
        found(&demo.join("device-1"), SUBJECT).await,
        1,
        "the database has it"
    );
}
