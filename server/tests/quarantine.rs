//! What waits for the administrator is told, can be read, and is never dropped.

use crate::cli::run;
use crate::intake::post_form;
use crate::rows::seen;
use crate::support::*;
use serde_json::Value;

fn call(house: &House, arguments: &[&str]) -> (i32, String, String) {
    run(house.dir.path(), house.database.url().as_deref(), arguments)
}

fn json(house: &House, arguments: &[&str]) -> Value {
    let (code, out, err) = call(house, &[&["--json", "quarantine"], arguments].concat());
    assert_eq!(code, 0, "{arguments:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn a_command_for_a_case_that_left_is_kept_until_somebody_has_seen_to_it() {
    let house = House::new();
    let (mut general, mut both) = (house.desk(&["general"]), house.desk(&["general", "roads"]));
    let goes = new_id();
    general.act(house.clerk, goes, register("general"), &[]);
    both.act(house.clerk, goes, move_to("roads"), &seen(&[("unit", 0)]));
    assert_eq!(
        call(&house, &["quarantine", "list"]).1.trim(),
        "Nothing waits."
    );
    let late = general.act(house.clerk, goes, note("кеч калган сөз"), &[]);
    assert_eq!(refusal(&late), Some("out-of-scope"));

    let listed = json(&house, &["list"]);
    let held = &listed["commands"][0];
    assert_eq!(
        (
            &held["act"],
            &held["refusal"],
            &held["inquiry"],
            &held["actor"]
        ),
        (
            &"add_note".into(),
            &"out-of-scope".into(),
            &goes.to_string().into(),
            &house.clerk.to_string().into()
        )
    );
    assert!(
        !listed.to_string().contains("кеч калган"),
        "no text in a list"
    );
    let name = held["name"].as_str().unwrap();
    let (_, lines, _) = call(&house, &["quarantine", "list"]);
    assert!(
        lines.contains(name) && lines.contains("out-of-scope"),
        "{lines}"
    );
    let shown = json(&house, &["show", name]);
    assert!(shown["signed"].as_str().unwrap().contains("кеч калган сөз"));

    json(&house, &["settle", name, "--note", "typed again by roads"]);
    assert_eq!(json(&house, &["list"])["commands"], serde_json::json!([]));
    let all = json(&house, &["list", "--all"]);
    assert_eq!(all["commands"][0]["settled_note"], "typed again by roads");
    let (code, _, err) = call(&house, &["quarantine", "settle", name, "--note", "again"]);
    assert!(code == 2 && err.contains("settled already"), "{err}");
    let (code, _, err) = call(&house, &["quarantine", "settle", name, "--note", " "]);
    assert!(code == 2 && err.contains("say in up to"), "{err}");
    let nobody = "01900000-0000-7000-8000-000000000000";
    let (code, _, err) = call(&house, &["quarantine", "list", "--tenant", nobody]);
    assert!(code == 2 && err.contains("there is no body"), "{err}");
    for wrong in ["9-9", "nonsense", "1-1"] {
        let (code, _, err) = call(&house, &["quarantine", "show", wrong]);
        assert!(
            code == 2 && err.contains("no such command"),
            "{wrong}: {err}"
        );
        let (code, _, err) = call(&house, &["quarantine", "settle", wrong, "--note", "x"]);
        assert!(
            code == 2 && err.contains("no such command"),
            "{wrong}: {err}"
        );
    }
    // With the case its words go; that there was a command stays.
    let admin = house.admin();
    let erase = admin.erase(house.tenant, goes, house.supervisor, "арыз боюнча");
    house.rt.block_on(erase).unwrap();
    let (_, text, _) = call(&house, &["quarantine", "show", name]);
    assert!(text.contains("which was erased"), "{text}");
    assert!(house.check().sound());
}

#[test]
fn a_file_that_is_no_document_is_fetched_checked_and_let_go_or_kept() {
    let house = House::new();
    let token = house
        .rt
        .block_on(house.admin().set_intake(house.tenant, &"general".into()))
        .unwrap();
    // "MZ 1" and "MZ 2".
    let form = serde_json::json!({
        "id": "ER-1", "name": "Демоева Айгүл", "phone": "0000 12 34 56", "content": "Оңдоп бериңиздер.", "language": "ky",
        "attachments": [{"name": "a.exe", "content": "TVogMQ=="}, {"name": "b.exe", "content": "TVogMg=="}]
    });
    post_form(&house, &token, &form).unwrap();
    let waiting = json(&house, &["list"]);
    let files: Vec<&str> = waiting["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["sha256"].as_str().unwrap())
        .collect();
    assert_eq!(files.len(), 2);

    let kept = tempfile::tempdir().unwrap();
    let copy = kept.path().join("copy");
    let path = copy.to_str().unwrap();
    json(&house, &["fetch", files[0], "-o", path]);
    assert!(std::fs::read(&copy).unwrap().starts_with(b"MZ "));
    let (code, _, err) = call(&house, &["quarantine", "fetch", files[1], "-o", path]);
    assert!(code == 2 && err.contains("is there already"), "{err}");
    let other = kept.path().join("other");
    let nothing = "0".repeat(64);
    let (code, _, err) = call(
        &house,
        &[
            "quarantine",
            "fetch",
            &nothing,
            "-o",
            other.to_str().unwrap(),
        ],
    );
    assert!(code == 2 && err.contains("no such file"), "{err}");
    assert!(!other.exists(), "nothing half-written is left");

    let desk = house.desk(&["general"]);
    let reads = |sha256: &str| crate::blobs::get(&desk, sha256, 0).map_err(|e| e.code);
    assert_eq!(reads(files[0]), Err("unknown-blob".to_owned()));
    json(&house, &["release", files[0]]);
    assert!(reads(files[0]).unwrap().starts_with(b"MZ "));
    json(&house, &["refuse", files[1], "--note", "a program"]);
    assert_eq!(reads(files[1]), Err("unknown-blob".to_owned()));
    assert_eq!(json(&house, &["list"])["files"], serde_json::json!([]));
    let (code, _, err) = call(&house, &["quarantine", "release", files[1]]);
    assert!(code == 2 && err.contains("no such file"), "{err}");
}
