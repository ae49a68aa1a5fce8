//! How a website's form is read: names of its fields to ours, its values to codes of the body's profile. A mapping is a
//! file (`server/mappings`); it is checked when an administrator sets it, and every mistake in it is said at once.
//!
//! Nothing that was posted is lost: a value without a code, and a field that nobody named, stand below the text.
//!
//! To add a field of ours: [`Target`], [`Mapping::apply`], and its line in `server/mappings/README.md`.

mod read;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use domain::fold::fold;
use domain::inquiry::{Consent, DataRequest};
use intake::WebSubmission;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use read::read;

/// What a form posted: values by the name of their field.
pub(crate) type Fields = BTreeMap<String, Vec<String>>;

/// A field of ours that a mapping can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Id,
    SubmittedAt,
    Language,
    Name,
    Phone,
    Email,
    Address,
    Text,
    Kind,
    Asks,
    Topic,
    Category,
    Territory,
    Service,
}

impl Target {
    pub(crate) const ALL: [Self; 14] = [
        Self::Id,
        Self::SubmittedAt,
        Self::Language,
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::Text,
        Self::Kind,
        Self::Asks,
        Self::Topic,
        Self::Category,
        Self::Territory,
        Self::Service,
    ];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::SubmittedAt => "submitted_at",
            Self::Language => "language",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::Text => "text",
            Self::Kind => "kind",
            Self::Asks => "asks",
            Self::Topic => "topic",
            Self::Category => "category",
            Self::Territory => "territory",
            Self::Service => "service",
        }
    }

    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }

    /// Only codes may stand in it: what has none stays below the text.
    fn coded(self) -> bool {
        matches!(
            self,
            Self::Kind | Self::Asks | Self::Topic | Self::Category | Self::Territory
        )
    }
}

/// A field that has no place among ours and stands below the text.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub field: String,
    pub label: String,
    pub values: BTreeMap<String, String>,
}

/// How consent is said.
#[derive(Debug, Default)]
pub(crate) struct ConsentField {
    pub field: String,
    pub yes: BTreeSet<String>,
    /// Where the form names the policy's version.
    pub policy_field: Option<String>,
    /// The version where it does not.
    pub policy: String,
}

/// Where the files of a JSON post are.
#[derive(Debug)]
pub(crate) struct FileField {
    pub field: String,
    pub name: String,
    /// Base64.
    pub content: String,
}

/// A mapping that was checked.
#[derive(Debug, Default)]
pub(crate) struct Mapping {
    /// For [`domain::inquiry::Source::system`].
    pub system: String,
    pub date_formats: Vec<String>,
    pub fields: BTreeMap<Target, Vec<String>>,
    /// Codes by what the form says, folded.
    pub values: BTreeMap<Target, BTreeMap<String, String>>,
    pub constants: BTreeMap<Target, String>,
    pub kept: Vec<Kept>,
    pub ignored: BTreeSet<String>,
    pub consent: Option<ConsentField>,
    pub files: Option<FileField>,
}

/// What a mapping made of a post.
#[derive(Default)]
pub(crate) struct Mapped {
    pub submission: WebSubmission,
    pub address: Option<String>,
    pub kind: Option<String>,
    pub asks: Option<DataRequest>,
    pub territory: Option<String>,
    pub consent: Option<Consent>,
    /// Below the text.
    pub kept: Vec<(String, String)>,
}

/// A JSON object's values by the name of their field, nested ones with dots. The list of the files is read apart.
pub(crate) fn flatten(message: &serde_json::Value, files: Option<&str>) -> Fields {
    let mut fields = Fields::new();
    if let serde_json::Value::Object(object) = message {
        for (name, value) in object.iter().filter(|(n, _)| Some(n.as_str()) != files) {
            gather(name, value, &mut fields);
        }
    }
    fields
}

fn gather(name: &str, value: &serde_json::Value, fields: &mut Fields) {
    use serde_json::Value;
    let said = match value {
        Value::Null => return,
        // The parser has limited the depth.
        Value::Object(object) => {
            return object
                .iter()
                .for_each(|(inner, value)| gather(&format!("{name}.{inner}"), value, fields));
        }
        Value::Array(items) => return items.iter().for_each(|item| gather(name, item, fields)),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    fields.entry(name.to_owned()).or_default().push(said);
}

impl Mapping {
    /// This server's own names, for a form that has no mapping.
    pub(crate) fn own() -> Self {
        let own = |target: Target| match target {
            Target::Text => (target, vec!["content".to_owned()]),
            _ => (target, vec![target.code().to_owned()]),
        };
        let asks = DataRequest::ALL.map(|asks| (asks.code().to_owned(), asks.code().to_owned()));
        Self {
            system: "electronic-reception".into(),
            fields: Target::ALL.into_iter().map(own).collect(),
            values: BTreeMap::from([(Target::Asks, BTreeMap::from(asks))]),
            consent: Some(ConsentField {
                field: "consent".into(),
                yes: ["on", "true", "1", "yes"].map(str::to_owned).into(),
                policy_field: Some("policy_version".into()),
                policy: String::new(),
            }),
            ..Self::default()
        }
    }

    /// Reads what was posted. `at` is the moment that a consent is recorded with.
    pub(crate) fn apply(&self, posted: &Fields, at: DateTime<FixedOffset>) -> Mapped {
        let mut reading = Reading {
            mapping: self,
            posted,
            used: BTreeSet::new(),
        };
        let mut take = |target| reading.take(target);
        let submission = WebSubmission {
            id: take(Target::Id),
            submitted_at: take(Target::SubmittedAt).map(|text| self.date(&text)),
            language: take(Target::Language),
            name: take(Target::Name),
            phone: take(Target::Phone),
            email: take(Target::Email),
            content: take(Target::Text).unwrap_or_default(),
            files: Vec::new(),
            topic: take(Target::Topic),
            category: take(Target::Category),
            service: take(Target::Service),
        };
        Mapped {
            submission,
            address: take(Target::Address),
            kind: take(Target::Kind),
            asks: take(Target::Asks).as_deref().and_then(DataRequest::of),
            territory: take(Target::Territory),
            consent: reading.consent(at),
            kept: reading.kept(),
        }
    }

    /// Whether the form posts our codes themselves: nobody said what its values mean.
    fn bare(&self, target: Target) -> bool {
        !self.values.contains_key(&target)
    }

    /// A date in one of the form's own formats, as the intake reads it; as it is where none fits.
    fn date(&self, text: &str) -> String {
        let read = |format: &String| {
            let day = || {
                let day = NaiveDate::parse_from_str(text, format).ok()?;
                day.and_hms_opt(0, 0, 0)
            };
            NaiveDateTime::parse_from_str(text, format)
                .ok()
                .or_else(day)
        };
        self.date_formats.iter().find_map(read).map_or_else(
            || text.to_owned(),
            |at| at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        )
    }
}

struct Reading<'a> {
    mapping: &'a Mapping,
    posted: &'a Fields,
    /// Fields whose words have a place already.
    used: BTreeSet<&'a str>,
}

impl<'a> Reading<'a> {
    fn values(&self, field: &str) -> Vec<&'a str> {
        let values = self.posted.get(field).into_iter().flatten();
        values.map(|v| v.trim()).filter(|v| !v.is_empty()).collect()
    }

    /// One of our fields: names in one line, texts in paragraphs, of the others the first that says something.
    fn take(&mut self, target: Target) -> Option<String> {
        let mapping = self.mapping;
        let fields = mapping.fields.get(&target).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<String> = Vec::new();
        for field in fields {
            for value in self.values(field) {
                let code = mapping
                    .values
                    .get(&target)
                    .and_then(|codes| codes.get(&fold(value)));
                match code {
                    Some(code) => found.push(code.clone()),
                    None if target.coded() && !mapping.bare(target) => continue,
                    None => found.push(value.to_owned()),
                }
                self.used.insert(field.as_str());
            }
        }
        let said = match target {
            Target::Name | Target::Address => Some(found.join(" ")),
            Target::Text => Some(found.join("\n\n")),
            _ => found.into_iter().next(),
        };
        said.filter(|text| !text.is_empty())
            .or_else(|| mapping.constants.get(&target).cloned())
    }

    fn consent(&mut self, at: DateTime<FixedOffset>) -> Option<Consent> {
        let said = self.mapping.consent.as_ref()?;
        self.used.insert(&said.field);
        let version = said.policy_field.as_deref().and_then(|field| {
            self.used.insert(field);
            self.values(field).first().map(|v| (*v).to_owned())
        });
        let yes = self.values(&said.field);
        yes.iter()
            .any(|v| said.yes.contains(&fold(v)))
            .then(|| Consent {
                policy: version.unwrap_or_else(|| said.policy.clone()),
                at,
            })
            // To agree to nobody knows what is no consent.
            .filter(|consent| !consent.policy.is_empty())
    }

    /// What has no place among our fields, under the label that the mapping gives it, else under its own name.
    fn kept(&self) -> Vec<(String, String)> {
        let mapping = self.mapping;
        let mut kept = Vec::new();
        for named in &mapping.kept {
            for value in self.values(&named.field) {
                let word = named.values.get(&fold(value));
                let word = word.map_or(value, String::as_str);
                kept.push((named.label.clone(), word.to_owned()));
            }
        }
        let has_place = |field: &str| {
            self.used.contains(field)
                || mapping.ignored.contains(field)
                || mapping.kept.iter().any(|k| k.field == field)
        };
        for field in self.posted.keys().filter(|field| !has_place(field)) {
            for value in self.values(field) {
                kept.push((field.clone(), value.to_owned()));
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Profile;
    use domain::profile::KG_DISTRICT;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::new();
        for (name, value) in pairs {
            let values = fields.entry((*name).to_owned()).or_default();
            values.push((*value).to_owned());
        }
        fields
    }

    #[test]
    fn what_has_a_place_is_in_it_and_the_rest_below_the_text() {
        let mapping = read(
            "system = \"demo\"\ndate_formats = [\"%d.%m.%y\"]\nignored = [\"csrf\"]\n\
             [fields]\nname = [\"last\", \"first\"]\ntext = \"body\"\nkind = \"type\"\nasks = \"type\"\nsubmitted_at = \"on\"\n\
             [values.kind]\n\"Жалоба\" = \"complaint\"\n[values.asks]\n\"delete\" = \"erase\"\n\
             [constants]\nkind = \"application\"\n[consent]\nfield = \"ok\"\nyes = [\"on\"]\npolicy = \"2026\"\n",
            &Profile::read(KG_DISTRICT).unwrap(),
        )
        .unwrap();
        let at = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap();
        let mapped = mapping.apply(
            &fields(&[
                ("last", "Демоев"),
                ("first", "Бакыт"),
                ("body", "Жол бузук."),
                ("type", "ЖАЛОБА"),
                ("on", "01.03.26"),
                ("ok", "on"),
                ("csrf", "x"),
                ("age", "40"),
            ]),
            at,
        );
        assert_eq!(mapped.submission.name.as_deref(), Some("Демоев Бакыт"));
        assert_eq!(mapped.kind.as_deref(), Some("complaint"));
        assert_eq!(mapped.asks, None);
        assert_eq!(
            mapped.submission.submitted_at.as_deref(),
            Some("2026-03-01T00:00:00")
        );
        assert_eq!(mapped.consent.map(|c| c.policy).as_deref(), Some("2026"));
        assert_eq!(mapped.kept, [("age".to_owned(), "40".to_owned())]);
        let other = mapping.apply(&fields(&[("body", "x"), ("type", "Донос")]), at);
        assert_eq!(other.kind.as_deref(), Some("application"));
        assert_eq!(
            other.kept,
            [("type".to_owned(), "Донос".to_owned())],
            "a value without a code is not lost"
        );
        let erase = mapping.apply(&fields(&[("body", "x"), ("type", "delete")]), at);
        assert_eq!(
            (erase.asks, erase.kept.len()),
            (Some(DataRequest::Erase), 0)
        );
    }
}
