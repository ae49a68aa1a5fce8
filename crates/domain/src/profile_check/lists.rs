//! Lists that people choose from, and the classifier as a tree.

use super::Findings;
use crate::profile::{Profile, Topic, TopicForm};
use std::collections::BTreeMap;

pub(super) fn check(profile: &Profile, found: &mut Findings) {
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
        let items = profile.list(list);
        if items.is_empty() {
            found.add(list, "the list is empty");
        }
        found.codes(list, items.into_iter());
    }
    for channel in &profile.channels {
        if !["written", "electronic", "oral"].contains(&channel.form.as_str()) {
            found.add(
                &format!("channels.{}", channel.code),
                "form is written, electronic or oral",
            );
        }
    }
    topics(profile, found);
}

fn topics(profile: &Profile, found: &mut Findings) {
    let parents: BTreeMap<&str, Option<&str>> = profile
        .topics
        .iter()
        .map(|t| (t.code.as_str(), t.parent.as_ref().map(|p| p.as_str())))
        .collect();
    for topic in &profile.topics {
        let place = format!("topics.{}", topic.code);
        if let Some(parent) = &topic.parent
            && !parents.contains_key(parent.as_str())
        {
            found.add(&place, &format!("no topic {parent}"));
        }
        if stands_in_itself(topic, &parents) {
            found.add(&place, "stands in itself");
        }
        if let Some(form) = &profile.topic_form {
            let section = parents.values().any(|p| *p == Some(topic.code.as_str()));
            by_form(topic, form, section, &place, found);
        }
    }
    if let Some(form) = &profile.topic_form
        && (form.digits == 0 || form.groups[0] == 0 || form.groups[0] > form.groups[1])
    {
        found.add(
            "topic_form",
            "at least one digit, and fewest is not above most",
        );
    }
}

fn stands_in_itself(topic: &Topic, parents: &BTreeMap<&str, Option<&str>>) -> bool {
    let mut above = topic.parent.as_ref().map(|p| p.as_str());
    for _ in 0..parents.len() {
        match above {
            None => return false,
            Some(code) if code == topic.code.as_str() => return true,
            Some(code) => above = parents.get(code).copied().flatten(),
        }
    }
    // A ring above it; its own members are named.
    false
}

fn by_form(topic: &Topic, form: &TopicForm, section: bool, place: &str, found: &mut Findings) {
    let groups: Vec<&str> = topic.code.as_str().split('.').collect();
    let well_formed = groups.iter().all(|g| {
        u32::try_from(g.len()).is_ok_and(|n| n == form.digits)
            && g.bytes().all(|b| b.is_ascii_digit())
    });
    let n = u32::try_from(groups.len()).unwrap_or(u32::MAX);
    let [fewest, most] = form.groups;
    if !well_formed || n > most || (!section && n < fewest) {
        found.add(place, "the code has not the prescribed form");
    }
    if let Some(parent) = &topic.parent {
        let begins = topic
            .code
            .as_str()
            .strip_prefix(parent.as_str())
            .is_some_and(|rest| rest.starts_with('.'));
        if !begins {
            found.add(place, "the code does not begin with its section's");
        }
    }
}
