//! The simulator itself: it does the same again, it finds what is broken on purpose, and what it shortens still fails.

use std::process::{Command, Output};

fn simulate(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_simulate"))
        .args(args)
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// All but the summary, which says how long it took.
fn steps(output: &Output) -> Vec<String> {
    let text = text(output);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.pop();
    lines
}

#[test]
fn a_seed_does_the_same_again() {
    for seed in ["1", "5"] {
        let args = ["--seed", seed, "--trace", "--whole"];
        let (one, other) = (simulate(&args), simulate(&args));
        assert!(one.status.success(), "{}", text(&one));
        assert!(steps(&one).len() > 30);
        assert_eq!(steps(&one), steps(&other));
    }
}

/// The power went between a fetched file's row and its chunks: an erasure did not find those any more.
#[test]
fn a_crash_in_a_file_leaves_nothing_that_an_erasure_misses() {
    let kept = "0,1,2,3,10,12,15,16,24,38,40";
    let output = simulate(&["--seed", "35721", "--keep", kept]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("1 crashes"), "{}", text(&output));
}

/// Breaks something and returns what the first of a few seeds says of it.
fn broken(name: &str, seeds: &str) -> String {
    let output = simulate(&["--seeds", seeds, "--break", name, "--whole"]);
    assert!(!output.status.success(), "{name} is not found");
    text(&output)
}

#[test]
fn a_dropped_ack_is_found() {
    let said = broken("drop-ack", "0..4");
    assert!(said.contains("breaks invariant 14"), "{said}");
}

#[test]
fn a_number_given_twice_is_found() {
    let said = broken("reuse-number", "0..4");
    assert!(said.contains("breaks invariant 4"), "{said}");
}

#[test]
fn a_skipped_row_is_found() {
    let said = broken("skip-row", "0..4");
    assert!(said.contains("breaks invariant 3"), "{said}");
}

#[test]
fn a_silent_merge_is_found() {
    let said = broken("silent-merge", "0..8");
    assert!(said.contains("breaks invariant 5"), "{said}");
}

#[test]
fn a_restricted_case_in_other_hands_is_found() {
    let said = broken("open-restricted", "0..8");
    assert!(said.contains("breaks invariant 3"), "{said}");
}

#[test]
fn a_forgotten_erasure_is_found() {
    let said = broken("forget-erase", "0..8");
    assert!(said.contains("breaks invariant 8"), "{said}");
}

#[test]
fn a_shortened_plan_still_fails() {
    let said = text(&simulate(&["--seeds", "0..4", "--break", "skip-row"]));
    let replay = said.lines().find_map(|l| l.strip_prefix("replay: "));
    let args: Vec<&str> = replay
        .and_then(|l| l.split_once(" -- "))
        .map(|(_, args)| args.split(' ').collect())
        .unwrap();
    let keep = args.iter().position(|a| *a == "--keep").unwrap() + 1;
    assert!(args[keep].split(',').count() < 10, "{said}");
    let again = simulate(&args);
    assert!(!again.status.success());
    assert!(text(&again).contains("breaks invariant 3"));
}
