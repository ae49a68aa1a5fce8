//! Every text that the window names exists: a key that is missing would show as itself.

use domain::{Lang, Role, State};
use protocol::window::list::View;
use std::path::Path;
use text::Texts;

/// The beginnings of calls that name a text.
const CALLS: [&str; 6] = [
    "words.say(\"",
    "words.get(\"",
    "words.with(\"",
    "words().say(\"",
    "texts.get(\"",
    "words.with(key, \"",
];

fn named(folder: &Path, found: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.filter_map(Result::ok).map(|e| e.path()) {
        if path.is_dir() {
            named(&path, found);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap_or_default();
        let file = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for call in CALLS {
            for rest in source.split(call).skip(1) {
                if let Some((key, _)) = rest.split_once('"') {
                    found.push((file.clone(), key.to_owned()));
                }
            }
        }
    }
}

#[test]
fn every_text_that_is_named_exists() {
    let mut found = Vec::new();
    named(
        &Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("src"),
        &mut found,
    );
    assert!(found.len() > 150, "the sources were read: {}", found.len());
    let texts = Texts::new(Lang::Ru);
    let missing: Vec<_> = found
        .iter()
        .filter(|(file, key)| file != "words_test.rs" && !key.contains('{') && !texts.has(key))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_code_has_its_words() {
    let texts = Texts::new(Lang::Ky);
    let acts = [
        "receive",
        "register",
        "enter_in_register",
        "correct",
        "assign",
        "save_draft",
        "submit_for_signoff",
        "return",
        "approve",
        "record_dispatch",
        "close",
        "reopen",
        "forward",
        "extend",
        "recount",
        "not_considered",
        "void",
        "add_note",
        "attach",
        "record_redaction",
        "link",
        "restrict",
        "archive",
        "withdraw",
        "settle_conflict",
    ];
    let mut keys: Vec<String> = Vec::new();
    keys.extend(
        acts.iter()
            .flat_map(|a| [format!("act-{a}"), format!("event-{a}")]),
    );
    keys.extend(View::ALL.iter().flat_map(|v| {
        [
            format!("view-{}", v.code()),
            format!("empty-{}", v.code()),
            format!("empty-{}-why", v.code()),
        ]
    }));
    keys.extend(State::CODES.iter().map(|s| format!("state-{s}")));
    keys.extend(Role::ALL.iter().map(|r| format!("role-{}", r.code())));
    keys.extend(
        ["card", "pin", "phone", "password", "minor"]
            .iter()
            .map(|k| format!("found-{k}")),
    );
    let refusals = [
        "not-allowed",
        "wrong-state",
        "exists",
        "unknown",
        "missing",
        "not-in-profile",
        "out-of-bounds",
        "not-the-last",
        "restricted",
        "inconsistent",
    ];
    keys.extend(refusals.iter().map(|r| format!("error-refused-{r}")));
    keys.extend(fields().into_iter().map(|f| format!("field-{f}")));
    let missing: Vec<_> = keys.iter().filter(|k| !texts.has(k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn sources_of_the_law_are_said_in_each_language() {
    let profile = domain::Profile::read(domain::profile::KG_DISTRICT).expect("the shipped profile");
    let texts = Texts::new(Lang::Ky);
    for clock in &profile.clocks {
        for series in [
            &clock.registration,
            &clock.consideration,
            &clock.extension,
            &clock.forwarding,
        ] {
            for rule in series.rules() {
                let key = text::source_key(&rule.source);
                assert!(texts.has(&key), "{key}");
            }
        }
    }
}

/// Every field of an inquiry that may be named in a conflict, a correction or a refusal.
fn fields() -> Vec<String> {
    let card = serde_json::json!({
        "unit": "general", "received_at": "2026-11-16T10:00:00+06:00", "channel": "post", "kind": "application",
        "lang": "ky", "applicants": [], "subject": "s", "text": "t"
    });
    let card: domain::inquiry::Card = serde_json::from_value(card).expect("a card");
    let id = domain::InquiryId(uuid::Uuid::nil());
    let inquiry = serde_json::to_value(domain::Inquiry::from_card(id, card)).expect("serialises");
    let known = inquiry.as_object().expect("an object");
    known
        .keys()
        .filter(|k| *k != "id" && !domain::undo::BOOKKEEPING.contains(&k.as_str()))
        .cloned()
        .collect()
}
