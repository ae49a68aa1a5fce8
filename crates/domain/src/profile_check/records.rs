//! Files and how long they are kept, forms, numbers, portals.

use super::{Findings, repeats};
use crate::profile::Profile;
use crate::state::State;
use std::collections::BTreeSet;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    if profile.files.is_empty() {
        found.add("files", "at least one file of the nomenclature");
    }
    if !found.full {
        return;
    }
    files(profile, found);
    retention(profile, found);
    forms(profile, found);
    portals(profile, found);
    for (name, format, needed) in [
        (
            "registration",
            &profile.numbers.registration,
            &["{serial}", "{year}"][..],
        ),
        (
            "journal",
            &profile.numbers.journal,
            &["{journal}", "{serial}", "{year}"][..],
        ),
    ] {
        for part in needed.iter().filter(|p| !format.contains(**p)) {
            found.add(&format!("numbers.{name}"), &format!("{part} is missing"));
        }
    }
}

fn files(profile: &Profile, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for file in &profile.files {
        let place = format!("files.{}", file.index);
        if !seen.insert(file.index.as_str()) {
            found.add(&place, "the index is there twice");
        }
        found.source(&place, &file.source);
        found.label(&place, &file.title);
        found.label(&place, &file.retention);
        if file.effective_from.is_none() {
            found.add(&place, "does not say from which day");
        }
        match &file.row {
            None => found.add(&place, "names no row of the retention schedule"),
            Some(row) if !profile.retention.iter().any(|r| r.code == *row) => {
                found.add(&place, &format!("no row {row} in the retention schedule"));
            }
            Some(_) => {}
        }
    }
}

fn retention(profile: &Profile, found: &mut Findings) {
    found.codes(
        "retention",
        profile.retention.iter().map(|r| (&r.code, &r.label)),
    );
    for row in &profile.retention {
        let place = format!("retention.{}", row.code);
        if row.article.trim().is_empty() {
            found.add(&place, "names no article");
        }
        if row.years.is_some_and(|n| n == 0 || n > 100) {
            found.add(&place, "1 to 100 years, or none for ever");
        }
        found.source(&place, &row.source);
    }
}

fn forms(profile: &Profile, found: &mut Findings) {
    found.codes("forms", profile.forms.iter().map(|f| (&f.code, &f.label)));
    for form in &profile.forms {
        let place = format!("forms.{}", form.code);
        found.source(&place, &form.source);
        if form.languages.is_empty() || repeats(&form.languages) {
            found.add(&place, "each language once, and at least one");
        }
        for lang in form
            .languages
            .iter()
            .filter(|l| !profile.languages.contains(l))
        {
            found.add(
                &place,
                &format!("{} is no language of the body", lang.tag()),
            );
        }
    }
}

fn portals(profile: &Profile, found: &mut Findings) {
    found.codes(
        "portals",
        profile.portals.iter().map(|p| (&p.code, &p.label)),
    );
    for portal in &profile.portals {
        let place = format!("portals.{}", portal.code);
        found.source(&place, &portal.source);
        for word in &portal.statuses {
            let place = format!("{place}.{}", word.value);
            for state in word
                .states
                .iter()
                .filter(|s| !State::CODES.contains(&s.as_str()))
            {
                found.add(&place, &format!("no state {state}"));
            }
            if let Some(outcome) = word.outcome.as_ref().filter(|o| !profile.has("outcome", o)) {
                found.add(&place, &format!("no outcome {outcome}"));
            }
        }
        // A voided card was a slip: it is told to nobody.
        for state in State::CODES.iter().filter(|s| **s != "void") {
            if portal.word(state, None).is_none() {
                found.add(&place, &format!("no word for the state {state}"));
            }
        }
    }
}
