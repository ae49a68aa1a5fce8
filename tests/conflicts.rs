//! A field that two people changed at once, listed and settled on the command line.

use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::act::Correction;
use domain::{Act, InquiryId};
use office::DemoServer;
use protocol::window::list::{List, View};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

fn run(dir: &Path, login: &str, args: &[&str]) -> Output {
    Command::new(scenarios::programs::deskctl())
        .arg("--data")
        .arg(dir.join("device-1"))
        .args(["--as", login, "--lang", "en"])
        .args(args)
        .env("DESK_PASSPHRASE", format!("demo-{login}-2026"))
        .output()
        .expect("it runs")
}

fn listed(dir: &Path) -> Vec<Value> {
    let out = run(dir, "clerk", &["--json", "conflicts", "list"]);
    assert!(out.status.success(), "{out:?}");
    serde_json::from_slice(&out.stdout).expect("JSON")
}

async fn unlock(dir: &Path) -> (Desk, Arc<Session>) {
    let desk = Desk::at(dir, Arc::new(SystemClock));
    let session = desk.unlock("clerk", "demo-clerk-2026").await;
    (desk, session.expect("unlocks"))
}

/// A case whose card may be corrected here.
async fn open_case(session: &Session) -> InquiryId {
    let list = List {
        view: View::All,
        limit: 200,
        ..List::default()
    };
    for row in session.list(&list).await.expect("a list").rows {
        let case = session.open_case(row.id).await.expect("a case");
        if case.can.iter().any(|act| act == "correct") {
            return row.id;
        }
    }
    panic!("the demonstration has no open case");
}

/// Both devices change the subject of one case without hearing of each other; the second one is first at the server.
async fn drift_apart(demo: &Path) -> String {
    let opened = office::open(demo).expect("a demonstration");
    let server = DemoServer::start(demo, &opened).await.expect("a server");
    let (here_desk, here) = unlock(&demo.join("device-1")).await;
    let (there_desk, there) = unlock(&demo.join("device-2")).await;
    here.synchronise().await.expect("in step");
    there.synchronise().await.expect("in step");
    let case = open_case(&here).await;
    let before = here.open_case(case).await.expect("a case").inquiry.subject;
    for (session, subject) in [
        (&here, "Көчөдөгү суу түтүгүн оңдоо"),
        (&there, "Суу түтүгүнүн жарылышы"),
    ] {
        let act = Act::Correct(Box::new(Correction {
            subject: Some(subject.to_owned()),
            ..Correction::default()
        }));
        session.perform_one(case, act).await.expect("corrects");
    }
    there.synchronise().await.expect("goes first");
    here.synchronise().await.expect("comes second");
    let known = here.devices().await.expect("the server answers").devices;
    let seen = known.iter().filter_map(|device| device.last_seen);
    let local = seen.filter(|at| *at.offset() == here.profile().offset());
    assert_eq!(local.count(), 2, "in the body's own time: {known:?}");
    drop((here, there));
    here_desk.lock().await.expect("closes");
    there_desk.lock().await.expect("closes");
    server.switch(false).await.expect("stops");
    before
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_seen_with_both_values_and_settled_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let demo = dir.path().join("office");
    office::build(&demo, &scenarios::demonstration(), &|_| {})
        .await
        .expect("a demonstration");
    let none = run(&demo, "clerk", &["conflicts", "list"]);
    assert_eq!(String::from_utf8_lossy(&none.stdout), "No conflicts\n");
    let before = drift_apart(&demo).await;
    let open = listed(&demo);
    assert_eq!(open.len(), 1);
    let (number, field) = (&open[0]["number"], &open[0]["field"]);
    let (number, field) = (
        number.as_str().expect("a number"),
        field.as_str().expect("a field"),
    );
    assert_eq!(field, "subject");
    assert_eq!(open[0]["base"], before.as_str());
    assert_eq!(open[0]["theirs"], "Суу түтүгүнүн жарылышы");
    assert_eq!(open[0]["mine"], "Көчөдөгү суу түтүгүн оңдоо");
    let words = run(&demo, "clerk", &["conflicts", "list"]);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    for part in [
        number,
        &before,
        "Суу түтүгүнүн жарылышы",
        "Көчөдөгү суу түтүгүн оңдоо",
    ] {
        assert!(words.contains(part), "{words}");
    }
    let wrong = run(
        &demo,
        "clerk",
        &["conflicts", "settle", number, "topic", "--take", "mine"],
    );
    assert_eq!(wrong.status.code(), Some(1), "no conflict of this field");
    let settle = ["conflicts", "settle", number, field, "--take", "mine"];
    let done = run(&demo, "clerk", &settle);
    assert!(done.status.success(), "{done:?}");
    assert!(listed(&demo).is_empty());
    let shown = run(&demo, "clerk", &["--json", "inquiries", "show", number]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(shown["inquiry"]["subject"], "Көчөдөгү суу түтүгүн оңдоо");
    let kept = &shown["inquiry"]["conflicts"][0];
    assert_eq!(
        kept["theirs"], "Суу түтүгүнүн жарылышы",
        "the value that lost is kept"
    );
    assert!(!kept["settled"].is_null(), "and who decided");
    let again = run(&demo, "clerk", &settle);
    assert_eq!(again.status.code(), Some(1));
}
