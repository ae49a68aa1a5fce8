//! Every code has its sentence in every language.

use std::path::Path;

use super::*;

#[test]
fn every_code_has_a_sentence_in_three_languages() {
    let mut keys: Vec<String> = Vec::new();
    let mut add = |prefix: &str, codes: &[&str]| {
        keys.extend(
            codes
                .iter()
                .map(|code| format!("redaction-{prefix}-{code}")),
        );
    };
    add("error", &RedactionError::CODES);
    add("plan", &PlanViolation::CODES);
    add("check", &CHECK_NAMES);
    add("refused", &["not-passed", "other-copy"]);
    add("reason", &ReasonCode::ALL.map(ReasonCode::code));
    for language in ["ky", "ru", "en"] {
        let path = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap())
            .join("../text/ftl")
            .join(language)
            .join("redaction.ftl");
        let texts = std::fs::read_to_string(path).unwrap();
        for key in &keys {
            let line = format!("{key} = ");
            let told = texts
                .lines()
                .any(|l| l.starts_with(&line) && l.len() > line.len());
            assert!(told, "{language}: {key}");
        }
    }
}
