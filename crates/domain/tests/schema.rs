//! `docs/legal-profile.md` names every field of a profile, and none that is not there.

use domain::profile::{ORIGINS, SHIPPED, VARIABLES};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn text() -> String {
    // Asked when it runs: what one clone built may run in another.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let path = Path::new(&here).join("../../docs/legal-profile.md");
    std::fs::read_to_string(path).expect("it is there")
}

/// Paths of all values: `[]` is each of a list, `*` any key. A text in languages is one value.
fn paths(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if fields.contains_key("en") => {
            found.insert(at.to_owned());
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = if at == "origins" { "*" } else { key };
                let dot = if at.is_empty() { "" } else { "." };
                paths(value, &format!("{at}{dot}{key}"), found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for item in items {
                paths(item, &format!("{at}[]"), found);
            }
        }
        _ => {
            found.insert(at.to_owned());
        }
    }
}

#[test]
fn the_table_has_every_field_and_no_other() {
    let mut fields = BTreeSet::new();
    for (_, file) in SHIPPED {
        paths(&serde_json::from_str(file).expect("json"), "", &mut fields);
    }
    // No law of the four stops a clock.
    let pause = json!({"clocks": [{"pauses": [{
        "code": "", "label": {"en": ""}, "source": "", "status": "", "effective_from": ""
    }]}]});
    paths(&pause, "", &mut fields);
    let text = text();
    let table: BTreeSet<String> = text
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split_once('`'))
        .map(|(field, _)| field.to_owned())
        .filter(|field| !SHIPPED.iter().any(|(id, _)| id == field))
        .collect();
    let missing: Vec<_> = fields.difference(&table).collect();
    let extra: Vec<_> = table.difference(&fields).collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "not in the table: {missing:?}; not in a profile: {extra:?}"
    );
}

#[test]
fn every_key_of_origins_and_every_variable_is_named() {
    let text = text();
    for key in ORIGINS {
        assert!(text.contains(&format!("`{key}`")), "{key}");
    }
    for name in VARIABLES {
        assert!(text.contains(&format!("`{{{name}}}`")), "{name}");
    }
    for (id, _) in SHIPPED {
        assert!(text.contains(&format!("| `{id}` |")), "{id}");
    }
}
