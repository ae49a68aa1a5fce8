//! What somebody typed into the form: kept on the page until it is right, and never stored before.

use crate::entry::files::Upload;
use crate::entry::form::Form;
use domain::alerts::{self, AlertKind};
use domain::clean;
use domain::ids::Code;
use domain::inquiry::DataRequest;
use domain::{Lang, Profile};
use intake::{Submission, WebSubmission, validate_web};
use sha2::{Digest, Sha256};

/// Before the code of what is asked about own data, where a kind of the law could stand.
pub(super) const ASKS: &str = "data:";

/// What was typed.
#[derive(Default)]
pub(super) struct Draft {
    /// A kind of the profile, or [`ASKS`] and a code.
    pub what: String,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub address: String,
    pub territory: String,
    pub topic: String,
    pub text: String,
    pub minor: bool,
    pub consent: bool,
    /// See [`super::key`].
    pub key: String,
    /// The warning that was read, by [`Draft::warning`].
    pub knowingly: String,
    /// No person fills this in.
    pub trap: String,
}

/// Something that has to be mended: the field, and the key of what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub field: &'static str,
    pub says: &'static str,
    /// For the text: a name of a file.
    pub name: String,
}

impl Problem {
    pub(super) fn new(field: &'static str, says: &'static str) -> Self {
        Self {
            field,
            says,
            name: String::new(),
        }
    }
}

/// Something that should not be sent.
#[derive(Clone)]
pub(super) struct Finding {
    pub field: &'static str,
    pub kind: AlertKind,
    /// With most of it hidden.
    pub masked: String,
    found: String,
}

impl Draft {
    pub(super) fn of(form: &Form) -> Self {
        let get = |name: &str| form.get(name).to_owned();
        let text = form.fields.get("text").and_then(|v| v.first());
        Self {
            what: get("what"),
            name: get("name"),
            phone: get("phone"),
            email: get("email"),
            address: get("address"),
            territory: get("territory"),
            topic: get("topic"),
            // With its blanks: it goes back into the form as it came.
            text: text.cloned().unwrap_or_default(),
            minor: !get("minor").is_empty(),
            consent: !get("consent").is_empty(),
            key: get("key"),
            knowingly: get("knowingly"),
            trap: get("leave_empty"),
        }
    }

    pub(super) fn asks(&self) -> Option<DataRequest> {
        self.what.strip_prefix(ASKS).and_then(DataRequest::of)
    }

    /// The kind of the law. A request about own data is an application.
    pub(super) fn kind(&self) -> Code {
        match self.asks() {
            Some(_) => Code::from("application"),
            None => Code::from(self.what.as_str()),
        }
    }

    /// What a submission needs, cleaned.
    ///
    /// # Errors
    /// Everything that has to be mended, in the order of the form.
    pub(super) fn check(&self, profile: &Profile) -> Result<Submission, Vec<Problem>> {
        let mut problems = Vec::new();
        if self.asks().is_none() && !profile.has("kind", &self.kind()) {
            problems.push(Problem::new("what", "problem-what"));
        }
        let lines = [
            ("name", &self.name),
            ("phone", &self.phone),
            ("email", &self.email),
            ("address", &self.address),
        ];
        for (field, value) in lines {
            if value.chars().count() > clean::LONGEST_LINE {
                problems.push(Problem::new(field, "problem-long-line"));
            }
        }
        let some = |text: &String| Some(text.clone()).filter(|t| !t.is_empty());
        let posted = WebSubmission {
            name: some(&self.name),
            phone: some(&self.phone),
            email: some(&self.email),
            content: self.text.clone(),
            topic: some(&self.topic),
            ..WebSubmission::default()
        };
        let checked = validate_web(&posted);
        for problem in checked.as_ref().err().into_iter().flatten() {
            if problem.field.as_deref() == Some("content") {
                let says = match problem.code {
                    intake::ProblemCode::ContentMissing => "problem-text",
                    _ => "problem-long-text",
                };
                problems.push(Problem::new("text", says));
            }
        }
        if !self.trap.is_empty() {
            problems.push(Problem::new("leave_empty", "problem-trap"));
        }
        if !self.consent {
            problems.push(Problem::new("consent", "problem-consent"));
        }
        match checked {
            Ok(submission) if problems.is_empty() => Ok(submission),
            // Nothing was said, and it cannot be taken all the same: a field that is no field of this form.
            Err(_) if problems.is_empty() => Err(vec![Problem::new("text", "problem-text")]),
            _ => Err(problems),
        }
    }

    /// Card numbers, personal numbers, passwords.
    pub(super) fn findings(&self, profile: &Profile) -> Vec<Finding> {
        let fields = [
            ("name", &self.name),
            ("phone", &self.phone),
            ("email", &self.email),
            ("address", &self.address),
            ("text", &self.text),
        ];
        let mut findings = Vec::new();
        for (field, value) in fields {
            let chars: Vec<char> = value.chars().collect();
            for found in alerts::find(value, profile.minor_under) {
                let secret = matches!(
                    found.kind,
                    AlertKind::Card | AlertKind::Pin | AlertKind::Password
                );
                if let (true, Some(part)) = (secret, chars.get(found.start..found.end)) {
                    findings.push(Finding {
                        field,
                        kind: found.kind,
                        masked: masked(found.kind, part),
                        found: part.iter().collect(),
                    });
                }
            }
        }
        findings
    }

    /// The name of a warning: of these findings in this form, and of no others.
    pub(super) fn warning(&self, findings: &[Finding]) -> String {
        let mut hash = Sha256::new_with_prefix(self.key.as_bytes());
        for finding in findings {
            for part in [finding.field, finding.kind.code(), &finding.found] {
                hash.update(part.as_bytes());
                hash.update(b"\0");
            }
        }
        hex::encode(hash.finalize())
    }

    /// The key by which the same post is known again: another one when anything of it has changed.
    pub(super) fn source_key(&self, files: &[Upload], lang: Lang) -> String {
        let mut hash = Sha256::new_with_prefix(b"inquiry-desk reception 1\0");
        let typed = [
            &self.key,
            &self.what,
            &self.name,
            &self.phone,
            &self.email,
            &self.address,
            &self.territory,
            &self.topic,
            &self.text,
        ];
        for part in typed {
            hash.update(Sha256::digest(part.as_bytes()));
        }
        for file in files {
            hash.update(Sha256::digest(file.name.as_bytes()));
            hash.update(Sha256::digest(&file.bytes));
        }
        hash.update([u8::from(self.minor)]);
        hash.update(lang.tag());
        hex::encode(hash.finalize())
    }
}

/// Enough to be found by whoever wrote it: of a number the last two digits, of a password its label.
fn masked(kind: AlertKind, found: &[char]) -> String {
    if kind == AlertKind::Password {
        let label: String = found.iter().take_while(|c| c.is_alphabetic()).collect();
        return format!("{label} •••••");
    }
    let digits = found.iter().filter(|c| c.is_ascii_digit()).count();
    let mut seen = 0;
    let mask = |c: &char| {
        seen += usize::from(c.is_ascii_digit());
        if c.is_ascii_digit() && seen + 2 <= digits {
            '•'
        } else {
            *c
        }
    };
    found.iter().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::profile::KG_DISTRICT;

    fn draft(text: &str) -> Draft {
        Draft {
            what: "application".into(),
            text: text.into(),
            consent: true,
            ..Draft::default()
        }
    }

    #[test]
    fn every_problem_is_said_in_the_order_of_the_form() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let empty = Draft {
            name: "x".repeat(3_000),
            trap: "x".into(),
            ..Draft::default()
        };
        let problems = empty.check(&profile).unwrap_err();
        let said: Vec<&str> = problems.iter().map(|p| p.field).collect();
        assert_eq!(said, ["what", "name", "text", "leave_empty", "consent"]);
        assert!(draft("Жол бузук.").check(&profile).is_ok());
        let data = Draft {
            what: "data:erase".into(),
            ..draft("x")
        };
        assert!(data.check(&profile).is_ok());
        assert_eq!(data.kind(), Code::from("application"));
    }

    #[test]
    fn findings_are_masked_and_a_warning_is_of_them_alone() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let one = draft("карта 4111 1111 1111 1111, пароль: qwerty7");
        let findings = one.findings(&profile);
        let masked: Vec<&str> = findings.iter().map(|f| f.masked.as_str()).collect();
        assert_eq!(masked, ["•••• •••• •••• ••11", "пароль •••••"]);
        let other = draft("карта 4111 1111 1111 1111, пароль: qwerty8");
        assert_ne!(
            one.warning(&findings),
            other.warning(&other.findings(&profile))
        );
        assert!(draft("Телефон 0555 123456").findings(&profile).is_empty());
    }

    #[test]
    fn another_text_is_another_submission() {
        let key = |text: &str| draft(text).source_key(&[], Lang::Ky);
        assert_eq!(key("а"), key("а"));
        assert_ne!(key("а"), key("б"));
        assert_eq!(key("а").len(), 64);
    }
}
