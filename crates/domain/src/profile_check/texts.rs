//! Templates and letters: every language, known variables, the same in each language.

use super::Findings;
use crate::profile::{Label, Occasion, Profile, VARIABLES};
use std::collections::BTreeSet;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
    for template in &profile.templates {
        let place = format!("templates.{}", template.code);
        found.label(&place, &template.text);
        if let Some(outcome) = template
            .outcome
            .as_ref()
            .filter(|o| !profile.has("outcome", o))
        {
            found.add(&place, &format!("no outcome {outcome}"));
        }
        if found.full {
            variables(&place, &template.text, found);
        }
    }
    if !found.full {
        return;
    }
    found.codes(
        "templates",
        profile.templates.iter().map(|t| (&t.code, &t.label)),
    );
    found.codes(
        "letters",
        profile.letters.iter().map(|l| (&l.code, &l.label)),
    );
    for letter in &profile.letters {
        let place = format!("letters.{}", letter.code);
        found.label(&format!("{place}.text"), &letter.text);
        variables(&place, &letter.text, found);
    }
    for (occasion, name) in [
        (Occasion::Registered, "registered"),
        (Occasion::Extended, "extended"),
        (Occasion::Forwarded, "forwarded"),
        (Occasion::NotConsidered, "not_considered"),
    ] {
        if !profile.letters.iter().any(|l| l.occasion == occasion) {
            found.add("letters", &format!("no letter for {name}"));
        }
    }
}

fn variables(place: &str, text: &Label, found: &mut Findings) {
    let mut first: Option<BTreeSet<&str>> = None;
    for lang in found.languages.clone() {
        let own = text.own(lang);
        if own.trim().is_empty() {
            continue;
        }
        let names = named(own);
        for name in names.iter().filter(|n| !VARIABLES.contains(n)) {
            found.add(place, &format!("no variable {name} ({})", lang.tag()));
        }
        match &first {
            None => first = Some(names),
            Some(others) if *others != names => {
                let what = format!("other variables in {} than in another language", lang.tag());
                found.add(place, &what);
            }
            Some(_) => {}
        }
    }
}

fn named(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
