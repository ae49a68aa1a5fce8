//! Checks a profile and names every violation, not the first.

use crate::ids::Code;
use crate::lang::Lang;
use crate::profile::{Item, Label, Profile, Series};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing that is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Where: a path in the file.
    pub place: String,
    /// What.
    pub what: String,
}

/// All violations of a profile.
#[must_use]
pub fn check(profile: &Profile) -> Vec<Violation> {
    let mut found = Findings::default();
    for list in [
        "kind",
        "channel",
        "topic",
        "territory",
        "category",
        "outcome",
        "delivery",
        "not_considered",
        "forwarded",
        "redaction",
    ] {
        found.codes(list, &profile.list(list));
    }
    if profile.languages.is_empty() {
        found.add("languages", "at least one language");
    }
    kinds_and_clocks(profile, &mut found);
    calendar(profile, &mut found);
    for template in &profile.templates {
        let place = format!("templates.{}", template.code);
        found.label(&place, &template.text);
        if let Some(outcome) = template
            .outcome
            .as_ref()
            .filter(|o| !has(&profile.outcomes, o))
        {
            found.add(&place, &format!("no outcome {outcome}"));
        }
    }
    for topic in &profile.topics {
        if let Some(parent) = topic
            .parent
            .as_ref()
            .filter(|p| !profile.topics.iter().any(|t| t.code == **p))
        {
            found.add(
                &format!("topics.{}", topic.code),
                &format!("no topic {parent}"),
            );
        }
    }
    if profile.files.is_empty() {
        found.add("files", "at least one file of the nomenclature");
    }
    found.0
}

fn has(items: &[Item], code: &Code) -> bool {
    items.iter().any(|i| i.code == *code)
}

fn kinds_and_clocks(profile: &Profile, found: &mut Findings) {
    for kind in &profile.kinds {
        if !profile.clocks.iter().any(|c| c.code == kind.clock) {
            found.add(
                &format!("kinds.{}", kind.code),
                &format!("no clock {}", kind.clock),
            );
        }
    }
    for channel in &profile.channels {
        if !["written", "electronic", "oral"].contains(&channel.form.as_str()) {
            found.add(
                &format!("channels.{}", channel.code),
                "form is written, electronic or oral",
            );
        }
    }
    for clock in &profile.clocks {
        let place = format!("clocks.{}", clock.code);
        for (name, series) in [
            ("registration", &clock.registration),
            ("consideration", &clock.consideration),
            ("extension", &clock.extension),
            ("forwarding", &clock.forwarding),
        ] {
            terms(&format!("{place}.{name}"), series, found);
        }
    }
}

fn terms(place: &str, series: &Series, found: &mut Findings) {
    for rule in series.rules() {
        if rule.value == 0 || rule.value > 366 {
            found.add(place, "a term has 1 to 366 days");
        }
        if rule.source.trim().is_empty() {
            found.add(place, "a term names its source");
        }
    }
}

fn calendar(profile: &Profile, found: &mut Findings) {
    let calendar = &profile.calendar;
    if calendar.utc_offset_minutes.abs() > 14 * 60 {
        found.add("calendar.utc_offset_minutes", "at most 14 hours");
    }
    if calendar.weekend.iter().any(|d| !(1..=7).contains(d)) || calendar.weekend.len() > 6 {
        found.add(
            "calendar.weekend",
            "days 1 to 7, and at least one day that is worked",
        );
    }
    if calendar.hours.from >= calendar.hours.to {
        found.add("calendar.hours", "opening is before closing");
    }
    for holiday in &calendar.holidays {
        let days = holiday.to.map_or(0, |to| (to - holiday.from).num_days());
        if !(0..=31).contains(&days) {
            found.add(
                &format!("calendar.holidays.{}", holiday.from),
                "ends 0 to 31 days after it begins",
            );
        }
        found.label(
            &format!("calendar.holidays.{}", holiday.from),
            &holiday.name,
        );
    }
    if calendar.complete[0] > calendar.complete[1] {
        found.add("calendar.complete", "the first year is not after the last");
    }
}

#[derive(Default)]
struct Findings(Vec<Violation>);

impl Findings {
    fn add(&mut self, place: &str, what: &str) {
        self.0.push(Violation {
            place: place.to_owned(),
            what: what.to_owned(),
        });
    }

    fn label(&mut self, place: &str, label: &Label) {
        for lang in Lang::ALL {
            if label.get(lang).trim().is_empty() {
                self.add(place, &format!("no text in {}", lang.tag()));
            }
        }
    }

    fn codes(&mut self, list: &str, items: &[(&Code, &Label)]) {
        if items.is_empty() {
            self.add(list, "the list is empty");
        }
        let mut seen = BTreeSet::new();
        for (code, label) in items {
            if !seen.insert(code.as_str()) {
                self.add(&format!("{list}.{code}"), "the code is there twice");
            }
            self.label(&format!("{list}.{code}"), label);
        }
    }
}
