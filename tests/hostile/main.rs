//! Files that hide what they show, made from seeds: a number and a name are on the page and in every place where such a
//! file can keep them. Each file is redacted, and the copy is searched by other people's programs. Hits allowed: none.
//!
//! `HOSTILE_FILES=2000 cargo nextest run -E 'binary(hostile)'` makes more of them; the seed of a failure is in its message.
//! Programs that are not installed are not asked; the search of the bytes always runs.

#![allow(clippy::unwrap_used, reason = "tests")]

mod chance;
mod pdf;
mod picture;
mod tools;

use chance::{Chance, Secret};
use redaction::{Flow, Issued, Mark, Plan, ReasonCode};
use tools::Searched;

/// A file that gives its secret away.
pub struct Hostile {
    /// How it was made, for the message of a failure.
    pub made: String,
    /// Name of the file's kind.
    pub extension: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// What has to go.
    pub secret: Secret,
    /// The marks by which a person takes it out.
    pub plan: Plan,
}

/// A mark on a text, or on a place of a picture.
pub fn mark(page: u32, rect: redaction::Rect, text: Option<&str>) -> Mark {
    Mark {
        page,
        rect,
        reason: ReasonCode::PersonalData,
        text: text.map(str::to_owned),
    }
}

/// Files of a kind that this run makes: at least 320 in all.
fn files(of_all: u64) -> std::ops::Range<u64> {
    let wanted = std::env::var("HOSTILE_FILES").ok();
    let all = wanted.and_then(|n| n.parse().ok()).unwrap_or(320);
    0..all * of_all / 320
}

/// Redacts each, and has all copies searched.
fn check(files: impl Iterator<Item = Hostile>) {
    let mut searched = Searched::new();
    let mut count = 0;
    for file in files {
        let made = &file.made;
        let bare = tools::in_bytes(&file.bytes, &file.secret) > 0;
        let found = || tools::hits("source", file.extension, &file.bytes, &file.secret);
        assert!(bare || !found().is_empty(), "{made}: nothing is hidden");
        let burned = redaction::burn(&file.bytes, &file.plan, &mut |_, _| Flow::Continue)
            .unwrap_or_else(|error| panic!("{made}: {error}"));
        let verification = redaction::verify(&burned, &file.bytes, &file.plan);
        assert!(
            verification.passed(),
            "{made}: {:?}",
            verification.failures()
        );
        let issued = Issued {
            by: "a clerk".into(),
            at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        };
        let (copy, certificate) = redaction::release(burned, verification, issued)
            .unwrap_or_else(|_| panic!("{made}: not released"));
        assert_eq!(
            redaction::verify_copy(copy.bytes(), &certificate),
            [],
            "{made}"
        );
        searched.copy(made, file.extension, copy.bytes(), &file.secret);
        count += 1;
    }
    assert!(count > 0);
    searched.together();
}

#[test]
fn nothing_of_a_hostile_pdf_is_left() {
    check(files(110).map(pdf::make));
}

#[test]
fn nothing_of_a_pdf_that_others_packed_is_left() {
    check(files(100).filter_map(pdf::make_packed));
}

#[test]
fn nothing_of_a_hostile_picture_is_left() {
    check(files(110).map(picture::make));
}

/// The search finds what it has to find: in the sources themselves.
#[test]
fn the_programs_find_it_in_the_source() {
    let file = pdf::make(1);
    let found = tools::hits("source", "pdf", &file.bytes, &file.secret);
    assert!(
        found.iter().any(|hit| hit.starts_with("bytes")),
        "{found:?}"
    );
    for tool in ["pdftotext", "qpdf"] {
        if tools::has(tool) {
            assert!(found.iter().any(|hit| hit.starts_with(tool)), "{found:?}");
        }
    }
    for file in [file, picture::make(0), picture::make(1)] {
        // What a reader of pixels takes for the figures of a source must be these: else it would overlook them in a copy.
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(format!("source.{}", file.extension));
        std::fs::write(&path, &file.bytes).unwrap();
        if let Some(read) = tools::read(&path, dir.path()) {
            let read = String::from_utf8_lossy(&read);
            assert!(read.contains(&file.secret.number), "{}: {read}", file.made);
        }
    }
    let mut chance = Chance::of(9);
    assert_ne!(Secret::new(&mut chance), Secret::new(&mut chance));
}
