//! Stories over whole files: a source made here, marked, burned, verified, released, tampered with.

mod fonts;
mod hostile;
mod make;
mod pdf;
mod pictures;
mod robust;
mod suggest;
mod tampered;
mod texts;

use crate::*;

/// A made-up personal number and a made-up name, as in the reference of identifiers.
const PIN: &str = "21210198500234";
const NAME: &str = "Асанова";

fn go(_: u32, _: u32) -> Flow {
    Flow::Continue
}

fn mark(page: u32, rect: Rect, text: Option<&str>) -> Mark {
    Mark {
        page,
        rect,
        reason: ReasonCode::PersonalData,
        text: text.map(str::to_owned),
    }
}

/// Marks every place of the text.
fn plan_for(source: &[u8], text: &str) -> Plan {
    let marks: Vec<Mark> = find_text(source, text)
        .unwrap()
        .into_iter()
        .map(|(page, rect)| mark(page, rect, Some(text)))
        .collect();
    assert!(!marks.is_empty(), "the text is on the page");
    Plan { marks }
}

fn issued() -> Issued {
    Issued {
        by: "a clerk".to_owned(),
        at: chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap(),
    }
}

/// The names of the checks that did not pass.
fn failed(verification: &Verification) -> Vec<&str> {
    verification
        .checks()
        .iter()
        .filter(|check| !check.passed)
        .map(|check| check.name.as_str())
        .collect()
}

#[track_caller]
fn assert_passed(verification: &Verification) {
    assert!(
        verification.passed() && verification.failures().is_empty(),
        "{:?}",
        verification.failures()
    );
}
