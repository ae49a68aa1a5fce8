//! Deadlines on the command line: computed by a profile, and of a case.

use crate::office::{Office, command, ends, json, path, printed, said};
use serde_json::{Value, json};
use std::process::Output;

fn compute(more: &[&str]) -> Output {
    let mut args = vec!["deadline", "compute"];
    args.extend(more);
    command(&args).output().unwrap()
}

/// The example of the design.
const MAY: [&str; 8] = [
    "--profile",
    "kg-district",
    "--kind",
    "application",
    "--received",
    "2026-05-08T16:00",
    "--registered",
    "2026-05-08",
];

#[test]
fn each_day_is_counted_or_skipped_with_its_reason_and_source() {
    let found = json(&compute(&[&MAY[..], &["--json"]].concat()));
    assert_eq!(found["registration_due"], "2026-05-12");
    assert_eq!(found["consideration_due"], "2026-05-29");
    let consideration = &found["consideration"];
    let counted = consideration["counted"].as_array().unwrap();
    assert_eq!(counted.len(), 14);
    assert_eq!(counted[0], json!({"date": "2026-05-11", "day": 1}));
    let skipped = consideration["skipped"].as_array().unwrap();
    let of = |date: &str| skipped.iter().find(|d| d["date"] == date).unwrap();
    assert_eq!(of("2026-05-27")["reason"], "holiday");
    assert_eq!(of("2026-05-27")["name"], "Kurman Ait");
    assert_eq!(of("2026-05-27")["status"], "verified");
    assert_eq!(of("2026-05-16")["reason"], "weekend");
    assert_eq!(consideration["rule"]["value"], 14);
    assert_eq!(consideration["rule"]["status"], "verified");
    // The days from Friday the 8th, a holiday, to Monday the 11th.
    let skipped = found["registration"]["skipped"].as_array().unwrap();
    let reasons: Vec<&Value> = skipped.iter().map(|d| &d["reason"]).collect();
    assert_eq!(reasons, ["holiday", "holiday", "weekend"]);
}

#[test]
fn people_read_it_in_their_language() {
    let told = compute(&[&MAY[..], &["--lang", "ru"]].concat());
    let told = printed(&told);
    assert!(told.contains("Срок рассмотрения"), "{told}");
    assert!(told.contains("Курман айт"), "{told}");
    assert!(told.contains("Пока не действует"), "{told}");
}

#[test]
fn every_profile_computes_and_so_does_a_file() {
    for (profile, kind, due) in [
        ("ru-municipality", "complaint", "2026-11-03"),
        ("kg-vacancies", "complaint", "2026-10-23"),
        ("kg-consular", "information_request", "2026-10-19"),
    ] {
        let args = [
            "--profile",
            profile,
            "--kind",
            kind,
            "--received",
            "2026-10-05T10:00",
            "--registered",
            "2026-10-05",
            "--json",
        ];
        assert_eq!(json(&compute(&args))["consideration_due"], due, "{profile}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.json");
    let mut own: Value = serde_json::from_str(domain::profile::KG_DISTRICT).unwrap();
    own["id"] = "own".into();
    own["clocks"][0]["consideration"][0]["value"] = 3.into();
    std::fs::write(&file, own.to_string()).unwrap();
    let args = [
        "--profile",
        path(&file),
        "--kind",
        "application",
        "--received",
        "2026-10-05T10:00",
        "--registered",
        "2026-10-05",
        "--extend",
        "5",
        "--json",
    ];
    let found = json(&compute(&args));
    assert_eq!(found["profile"], "own");
    assert_eq!(found["consideration_due"], "2026-10-08");
    assert_eq!(found["extended_due"], "2026-10-13");
    own["clocks"][0]["consideration"][0]["value"] = 0.into();
    own["minor_under"] = 0.into();
    std::fs::write(&file, own.to_string()).unwrap();
    let wrong = compute(&args);
    ends(
        &wrong,
        4,
        "clocks.appeal.consideration: a term has 1 to 366 days",
    );
    assert!(said(&wrong).contains("minor_under"), "{}", said(&wrong));
}

#[test]
fn what_cannot_be_computed_says_why() {
    let with = |n: usize, value: &str| {
        let mut args = MAY;
        args[n] = value;
        compute(&args)
    };
    ends(
        &with(1, "kg-nowhere"),
        2,
        "neither a profile nor a file kg-nowhere",
    );
    assert!(said(&with(1, "kg-nowhere")).contains("ru-municipality"));
    let kind = with(3, "tea");
    ends(&kind, 2, "");
    assert!(
        said(&kind).contains("information_request"),
        "{}",
        said(&kind)
    );
    ends(&with(5, "yesterday"), 2, "yesterday is no moment");
    ends(&with(7, "2026-05-07"), 2, "");
    ends(&with(7, "2026-13-07"), 2, "");
    let pause = |text: &str| compute(&[&MAY[..], &["--pause", text]].concat());
    ends(&pause("tea"), 2, "tea is no pause");
    ends(&pause("2026-05-12..2026-05-14:tea"), 2, "");
    ends(&compute(&[&MAY[..], &["--extend", "31"]].concat()), 2, "");
}

#[test]
fn a_case_is_explained() {
    let office = Office::new();
    let number = office.number("all");
    let args = ["deadline", "explain", &number, "--json"];
    let found = json(&office.run("supervisor", &args));
    let steps = found.as_array().unwrap();
    assert_eq!(steps[0]["term"], "registration");
    assert_eq!(steps[1]["term"], "consideration");
    assert!(!steps[1]["counted"].as_array().unwrap().is_empty());
    let told = office.run(
        "supervisor",
        &["deadline", "explain", &number, "--lang", "en"],
    );
    assert!(printed(&told).contains("Term of consideration"));
    let unknown = office.run("supervisor", &["deadline", "explain", "999999/1999"]);
    ends(&unknown, 1, "");
}
