//! A mapping's file, checked as a whole: every mistake is said, each with its place.

use super::{ConsentField, FileField, Kept, Mapping, Target};
use crate::settings::Violation;
use domain::fold::fold;
use domain::ids::Code;
use domain::inquiry::DataRequest;
use domain::{Lang, Profile};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// Reads a mapping and checks its codes against the body's profile.
///
/// # Errors
/// Everything that is wrong.
pub(crate) fn read(text: &str, profile: &Profile) -> Result<Mapping, Vec<Violation>> {
    let table: Table = text.parse().map_err(|e: toml::de::Error| {
        vec![Violation {
            place: "file".into(),
            what: e.message().to_owned(),
        }]
    })?;
    let mut reader = Reader {
        profile,
        wrong: Vec::new(),
    };
    let mapping = reader.mapping(&table);
    if reader.wrong.is_empty() {
        Ok(mapping)
    } else {
        Err(reader.wrong)
    }
}

struct Reader<'a> {
    profile: &'a Profile,
    wrong: Vec<Violation>,
}

impl Reader<'_> {
    fn add(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.wrong.push(Violation {
            place: place.into(),
            what: what.into(),
        });
    }

    fn mapping(&mut self, table: &Table) -> Mapping {
        const KNOWN: [&str; 10] = [
            "system",
            "title",
            "date_formats",
            "ignored",
            "fields",
            "values",
            "constants",
            "kept",
            "consent",
            "files",
        ];
        self.known("", table, &KNOWN);
        let mapping = Mapping {
            system: self.word("system", table.get("system")),
            date_formats: self.words("date_formats", table.get("date_formats")),
            ignored: self
                .words("ignored", table.get("ignored"))
                .into_iter()
                .collect(),
            fields: self.fields(table),
            values: self.values(table),
            constants: self.constants(table),
            kept: self.kept(table.get("kept")),
            consent: self.consent(table),
            files: self.files(table),
        };
        for format in &mapping.date_formats {
            let items = chrono::format::StrftimeItems::new(format);
            if items.into_iter().any(|i| i == chrono::format::Item::Error) {
                self.add("date_formats", format!("`{format}` is no format of a date"));
            }
        }
        if !mapping.fields.contains_key(&Target::Text) {
            self.add("fields.text", "the field of the inquiry's words is missing");
        }
        mapping
    }

    fn known(&mut self, place: &str, table: &Table, known: &[&str]) {
        for key in table.keys().filter(|k| !known.contains(&k.as_str())) {
            self.add(join(place, key), "is not known here");
        }
    }

    fn table<'t>(&mut self, place: &str, value: Option<&'t Value>) -> Option<&'t Table> {
        match value {
            None => None,
            Some(Value::Table(table)) => Some(table),
            Some(_) => {
                self.add(place, "a table is meant");
                None
            }
        }
    }

    /// A text that must be there.
    fn word(&mut self, place: &str, value: Option<&Value>) -> String {
        match value.and_then(Value::as_str).map(str::trim) {
            Some(word) if !word.is_empty() => word.to_owned(),
            _ => {
                self.add(place, "a text is meant");
                String::new()
            }
        }
    }

    /// A text or a list of texts; nothing where nothing stands.
    fn words(&mut self, place: &str, value: Option<&Value>) -> Vec<String> {
        match value {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| self.word(place, Some(item)))
                .collect(),
            one => vec![self.word(place, one)],
        }
    }

    fn targets<T>(
        &mut self,
        table: &Table,
        name: &str,
        mut read: impl FnMut(&mut Self, Target, &str, &Value) -> T,
    ) -> BTreeMap<Target, T> {
        let mut found = BTreeMap::new();
        for (key, value) in self.table(name, table.get(name)).into_iter().flatten() {
            let place = join(name, key);
            match Target::of(key) {
                Some(target) => {
                    let value = read(self, target, &place, value);
                    found.insert(target, value);
                }
                None => self.add(place, "is no field of an inquiry"),
            }
        }
        found
    }

    fn fields(&mut self, table: &Table) -> BTreeMap<Target, Vec<String>> {
        self.targets(table, "fields", |reader, _, place, value| {
            reader.words(place, Some(value))
        })
    }

    fn values(&mut self, table: &Table) -> BTreeMap<Target, BTreeMap<String, String>> {
        self.targets(table, "values", |reader, target, place, value| {
            let mut codes = BTreeMap::new();
            for (said, code) in reader.table(place, Some(value)).into_iter().flatten() {
                let place = join(place, said);
                let code = reader.word(&place, Some(code));
                reader.code(target, &place, &code);
                if codes.insert(fold(said), code).is_some() {
                    reader.add(place, "is there twice");
                }
            }
            codes
        })
    }

    fn constants(&mut self, table: &Table) -> BTreeMap<Target, String> {
        self.targets(table, "constants", |reader, target, place, value| {
            let code = reader.word(place, Some(value));
            reader.code(target, place, &code);
            code
        })
    }

    /// Whether a code is one.
    fn code(&mut self, target: Target, place: &str, code: &str) {
        let known = match target {
            Target::Kind | Target::Topic | Target::Category | Target::Territory => {
                self.profile.has(target.code(), &Code::from(code))
            }
            Target::Asks => DataRequest::of(code).is_some(),
            Target::Language => Lang::ALL.iter().any(|l| l.tag() == code),
            _ => true,
        };
        if !known && !code.is_empty() {
            let list = target.code();
            self.add(
                place,
                format!("`{code}` is no {list} of the body's profile"),
            );
        }
    }

    fn kept(&mut self, value: Option<&Value>) -> Vec<Kept> {
        let items: &[Value] = match value {
            None => &[],
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.add("kept", "a list of tables is meant");
                &[]
            }
        };
        let mut kept = Vec::new();
        for (n, item) in items.iter().enumerate() {
            let place = format!("kept[{n}]");
            let Some(table) = self.table(&place, Some(item)) else {
                continue;
            };
            self.known(&place, table, &["field", "label", "values"]);
            let values = self.table(&join(&place, "values"), table.get("values"));
            let mut words = BTreeMap::new();
            for (said, word) in values.into_iter().flatten() {
                words.insert(fold(said), self.word(&join(&place, said), Some(word)));
            }
            kept.push(Kept {
                field: self.word(&join(&place, "field"), table.get("field")),
                label: self.word(&join(&place, "label"), table.get("label")),
                values: words,
            });
        }
        kept
    }

    fn consent(&mut self, table: &Table) -> Option<ConsentField> {
        let table = self.table("consent", table.get("consent"))?;
        self.known(
            "consent",
            table,
            &["field", "yes", "policy_field", "policy"],
        );
        let yes: BTreeSet<String> = self
            .words("consent.yes", table.get("yes"))
            .iter()
            .map(|word| fold(word))
            .collect();
        if yes.is_empty() {
            self.add("consent.yes", "what the form says for yes is missing");
        }
        let policy_field = table
            .get("policy_field")
            .map(|value| self.word("consent.policy_field", Some(value)));
        Some(ConsentField {
            field: self.word("consent.field", table.get("field")),
            yes,
            policy_field,
            policy: self.word("consent.policy", table.get("policy")),
        })
    }

    fn files(&mut self, table: &Table) -> Option<FileField> {
        let table = self.table("files", table.get("files"))?;
        self.known("files", table, &["field", "name", "content"]);
        Some(FileField {
            field: self.word("files.field", table.get("field")),
            name: self.word("files.name", table.get("name")),
            content: self.word("files.content", table.get("content")),
        })
    }
}

fn join(place: &str, key: &str) -> String {
    if place.is_empty() {
        key.to_owned()
    } else {
        format!("{place}.{key}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::profile::KG_DISTRICT;

    fn profile() -> Profile {
        Profile::read(KG_DISTRICT).unwrap()
    }

    #[test]
    fn every_mistake_is_said_at_once_with_its_place() {
        let wrong = read(
            "sistem = \"x\"\ndate_formats = [\"%Q\"]\n[fields]\nnam = \"a\"\nname = 3\n\
             [values.kind]\n\"Донос\" = \"denunciation\"\n[constants]\nasks = \"forget\"\n\
             [consent]\nfield = \"ok\"\n[[kept]]\nfield = \"x\"\n",
            &profile(),
        )
        .unwrap_err();
        let places: BTreeSet<&str> = wrong.iter().map(|v| v.place.as_str()).collect();
        for place in [
            "sistem",
            "system",
            "date_formats",
            "fields.nam",
            "fields.name",
            "fields.text",
            "values.kind.Донос",
            "constants.asks",
            "consent.yes",
            "consent.policy",
            "kept[0].label",
        ] {
            assert!(places.contains(place), "{place} is missing in {places:?}");
        }
        assert_eq!(read("= 3", &profile()).unwrap_err().len(), 1);
    }

    #[test]
    fn the_mappings_that_ship_are_valid() {
        for (name, text) in [
            (
                "kg-district",
                include_str!("../../mappings/kg-district.toml"),
            ),
            (
                "ru-municipality",
                include_str!("../../mappings/ru-municipality.toml"),
            ),
            (
                "kg-vacancies",
                include_str!("../../mappings/kg-vacancies.toml"),
            ),
            (
                "kg-consular",
                include_str!("../../mappings/kg-consular.toml"),
            ),
        ] {
            if let Err(wrong) = read(text, &profile()) {
                panic!("{name}: {wrong:?}");
            }
        }
    }
}
