//! A field that two people changed at once, listed and settled on the command line.

use scenarios::tour::apart;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

fn run(dir: &Path, login: &str, args: &[&str]) -> Output {
    Command::new(scenarios::deskctl())
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

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_seen_with_both_values_and_settled_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let demo = dir.path().join("office");
    office::build(&demo, &scenarios::demonstration(), &|_| {})
        .await
        .expect("a demonstration");
    let none = run(&demo, "clerk", &["conflicts", "list"]);
    assert_eq!(String::from_utf8_lossy(&none.stdout), "No conflicts\n");
    apart::make(&demo, &[]).await.expect("two devices apart");
    let open = listed(&demo);
    assert_eq!(open.len(), 1);
    let (number, field) = (&open[0]["number"], &open[0]["field"]);
    let (number, field) = (
        number.as_str().expect("a number"),
        field.as_str().expect("a field"),
    );
    assert_eq!(field, "subject");
    assert_eq!(open[0]["theirs"], "Суу түтүгүнүн жарылышы");
    assert_eq!(open[0]["mine"], "Көчөдөгү суу түтүгүн оңдоо");
    let words = run(&demo, "clerk", &["conflicts", "list"]);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    for part in [
        number,
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
