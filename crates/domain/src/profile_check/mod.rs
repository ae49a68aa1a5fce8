//! Checks a profile and names every violation, not the first. What a file of an older schema could not say is not
//! asked of it.

mod days;
mod lists;
mod records;
mod terms;
mod texts;

use crate::ids::Code;
use crate::lang::Lang;
use crate::profile::{Label, ORIGINS, Profile, SCHEMA, Term};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;

/// One thing that is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Where: a path in the file.
    pub place: String,
    /// What.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// All violations of a profile.
#[must_use]
pub fn check(profile: &Profile) -> Vec<Violation> {
    let mut found = Findings::of(profile);
    head(profile, &mut found);
    lists::check(profile, &mut found);
    terms::check(profile, &mut found);
    days::check(profile, &mut found);
    texts::check(profile, &mut found);
    records::check(profile, &mut found);
    found.list
}

/// A clock's term without a rule cannot be read into a profile: it is named here, with all else that is wrong. `None`
/// where the file could not be read for another reason.
pub(crate) fn without_rules(json: &str) -> Option<Vec<Violation>> {
    let mut file: Value = serde_json::from_str(json).ok()?;
    let mut empty = Vec::new();
    for clock in file.get_mut("clocks")?.as_array_mut()? {
        let code = clock.get("code")?.as_str()?.to_owned();
        let fields = clock.as_object_mut()?;
        for term in [
            Term::Registration,
            Term::Consideration,
            Term::Extension,
            Term::Forwarding,
        ] {
            let rules = fields.entry(term.code()).or_insert_with(|| json!([]));
            if !rules.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            empty.push(Violation {
                place: format!("clocks.{code}.{}", term.code()),
                what: "a term needs at least one rule".into(),
            });
            *rules = json!([{
                "value": 1, "unit": "working_days", "source": "-", "status": "unverified",
                "effective_from": "2000-01-01"
            }]);
        }
    }
    let profile: Profile = serde_json::from_value(file).ok()?;
    empty.extend(check(&profile));
    (!empty.is_empty()).then_some(empty)
}

fn head(profile: &Profile, found: &mut Findings) {
    if profile.languages.is_empty() {
        found.add("languages", "at least one language");
    }
    if profile.schema > SCHEMA {
        found.add(
            "schema",
            &format!("this program knows schemas up to {SCHEMA}"),
        );
    }
    if !found.full {
        return;
    }
    for (name, value) in [("id", &profile.id), ("version", &profile.version)] {
        if value.trim().is_empty() {
            found.add(name, "is empty");
        }
    }
    if repeats(&profile.languages) {
        found.add("languages", "a language is there twice");
    }
    if !(1..=21).contains(&profile.minor_under) {
        found.add("minor_under", "an age from 1 to 21");
    }
    for (place, label) in [
        ("title", &profile.title),
        ("body.name", &profile.body.name),
        ("body.head", &profile.body.head),
    ] {
        found.label(place, label);
    }
    for field in ORIGINS {
        match profile.origin(field) {
            None => found.add(&format!("origins.{field}"), "does not say where it is from"),
            Some(origin) => found.source(&format!("origins.{field}"), &origin.source),
        }
    }
    for field in profile.origins.keys() {
        if !ORIGINS.contains(&field.as_str()) {
            found.add(&format!("origins.{field}"), "there is no such field");
        }
    }
}

fn repeats<T: Ord>(items: &[T]) -> bool {
    items.iter().collect::<BTreeSet<_>>().len() != items.len()
}

/// What was found so far.
struct Findings {
    list: Vec<Violation>,
    /// Languages in which each text must be there.
    languages: Vec<Lang>,
    /// Whether the file's schema could say all that this program asks.
    full: bool,
}

impl Findings {
    fn of(profile: &Profile) -> Self {
        Self {
            list: Vec::new(),
            languages: profile.languages.clone(),
            full: profile.schema >= 2,
        }
    }

    fn add(&mut self, place: &str, what: &str) {
        self.list.push(Violation {
            place: place.to_owned(),
            what: what.to_owned(),
        });
    }

    fn source(&mut self, place: &str, source: &str) {
        if source.trim().is_empty() {
            self.add(place, "names no source");
        }
    }

    fn label(&mut self, place: &str, label: &Label) {
        for lang in self.languages.clone() {
            if label.own(lang).trim().is_empty() {
                self.add(place, &format!("no text in {}", lang.tag()));
            }
        }
    }

    /// Codes with labels: each code once, each label in each language.
    fn codes<'a>(&mut self, list: &str, items: impl Iterator<Item = (&'a Code, &'a Label)>) {
        let mut seen = BTreeSet::new();
        for (code, label) in items {
            if code.as_str().trim().is_empty() {
                self.add(list, "a code is empty");
            }
            if !seen.insert(code.as_str()) {
                self.add(&format!("{list}.{code}"), "the code is there twice");
            }
            self.label(&format!("{list}.{code}"), label);
        }
    }
}
