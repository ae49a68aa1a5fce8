//! `verify-copy`: is this the copy that was certified, and does it still hide what it hid?

use super::print;
use crate::cli::{Cli, VerifyCopy};
use crate::failure::Failure;
use crate::session::{read, read_text};
use protocol::ApiError;
use redaction::{Certificate, Violation};
use text::{Texts, arg};

/// Exit code of a copy that does not pass; as of a redaction whose verification failed.
const NOT_PASSED: u8 = 3;

pub fn verify(cli: &Cli, wanted: &VerifyCopy) -> Result<(), Failure> {
    let copy = read(&wanted.copy)?;
    let written = read_text(&wanted.certificate)?;
    let certificate: Certificate = serde_json::from_str(&written).map_err(|error| {
        let name = wanted.certificate.display();
        Failure::new(
            4,
            ApiError::new("no-certificate")
                .with("name", name)
                .because(error),
        )
    })?;
    let violations = redaction::verify_copy(&copy, &certificate);
    let source = match &wanted.source {
        Some(path) => certificate.is_of_source(&read(path)?),
        None => None,
    };
    if wanted.source.is_some() && source.is_none() {
        return Err(Failure::new(4, ApiError::new("certificate-public")));
    }
    let passed = violations.is_empty() && source != Some(false);
    let report = serde_json::json!({
        "passed": passed,
        "certificate": certificate.id,
        "of_source": source,
        "violations": violations,
    });
    print(cli, &report, |_| {
        sentences(cli, &certificate, &violations, source).join("\n")
    })?;
    match passed {
        true => Ok(()),
        false => Err(Failure::new(NOT_PASSED, ApiError::new("copy-not-passed"))),
    }
}

fn sentences(
    cli: &Cli,
    certificate: &Certificate,
    violations: &[Violation],
    source: Option<bool>,
) -> Vec<String> {
    let texts = Texts::new(cli.lang());
    let mut lines = Vec::new();
    if violations.is_empty() {
        let values = [
            ("by", arg(certificate.issued_by.clone())),
            ("at", arg(certificate.issued_at.to_rfc3339())),
            ("n", arg(certificate.marks.len())),
        ];
        lines.push(texts.with("deskctl-copy-passed", &values));
    }
    for violation in violations {
        let check = texts.get(&format!("redaction-check-{}", violation.check));
        let values = [
            ("check", arg(check)),
            ("place", arg(violation.place.clone())),
        ];
        lines.push(match violation.page {
            Some(page) => {
                let values = [&values[..], &[("page", arg(page))]].concat();
                texts.with("deskctl-copy-violation-on", &values)
            }
            None => texts.with("deskctl-copy-violation", &values),
        });
    }
    if let Some(fits) = source {
        lines.push(texts.get(match fits {
            true => "deskctl-copy-of-source",
            false => "deskctl-copy-other-source",
        }));
    }
    lines
}
