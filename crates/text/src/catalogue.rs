//! Look-up of texts by key.

use domain::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeMap;
use unic_langid::LanguageIdentifier;

mod files {
    #![allow(missing_docs, reason = "generated")]
    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));
}

/// The texts of one language.
pub struct Texts {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// A value for a text, from a number or a string.
pub fn arg<'a>(value: impl Into<FluentValue<'a>>) -> FluentValue<'a> {
    value.into()
}

/// The key of a source of the law: its words in small letters.
#[must_use]
pub fn source_key(source: &str) -> String {
    let parts: Vec<String> = source
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    format!("source-{}", parts.join("-"))
}

impl Texts {
    /// The texts as they ship.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self::with_overrides(lang, &BTreeMap::new())
    }

    /// The texts with an office's own words in place of some. An override that is not valid Fluent is left out.
    #[must_use]
    pub fn with_overrides(lang: Lang, overrides: &BTreeMap<String, String>) -> Self {
        let id: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for (_, source) in sources(lang) {
            bundle.add_resource_overriding(resource(source));
        }
        for (key, value) in overrides {
            let source = format!("{key} = {}\n", value.replace('\n', "\n    "));
            if let Ok(resource) = FluentResource::try_new(source) {
                bundle.add_resource_overriding(resource);
            }
        }
        Self { lang, bundle }
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a text for a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle
            .get_message(key)
            .is_some_and(|m| m.value().is_some())
    }

    /// A text without values. A key that does not exist comes back itself, so that a gap shows.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with values.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        // A value that is missing shows as its name; nothing is lost by going on.
        let mut problems = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut problems)
            .into_owned()
    }

    /// The text of the first key that exists.
    #[must_use]
    pub fn first(&self, keys: &[&str], values: &[(&str, FluentValue<'_>)]) -> String {
        let key = keys
            .iter()
            .find(|k| self.has(k))
            .or(keys.last())
            .copied()
            .unwrap_or_default();
        self.with(key, values)
    }
}

impl Texts {
    /// A source of the law in this language. A profile names its sources in one language; those that ship with the
    /// program are in the texts under [`source_key`], and an office's own are said as they are written.
    #[must_use]
    pub fn source(&self, source: &str) -> String {
        let key = source_key(source);
        if self.has(&key) {
            self.get(&key)
        } else {
            source.to_owned()
        }
    }

    /// The sentence for an error's code: `error-<code>`, else a text whose key is the code itself (parts keep
    /// their own), else the general sentence. Codes among the values (`act`, `state`, `field`, `fields`) are
    /// put into words.
    #[must_use]
    pub fn error(&self, code: &str, params: &BTreeMap<String, String>) -> String {
        let named = |prefix: &str, code: &str| {
            let key = format!("{prefix}-{code}");
            if self.has(&key) {
                self.get(&key)
            } else {
                code.to_owned()
            }
        };
        let words: Vec<(&str, FluentValue<'_>)> = params
            .iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    "act" => named("act", value),
                    "state" => named("state", value),
                    "field" => named("field", value),
                    "fields" => value
                        .split(',')
                        .map(|f| named("field", f))
                        .collect::<Vec<_>>()
                        .join(", "),
                    _ => value.clone(),
                };
                (name.as_str(), arg(value))
            })
            .collect();
        self.first(&[&format!("error-{code}"), code, "error-unknown"], &words)
    }
}

/// A shipped resource; what does not parse is left out, and a test shows it.
fn resource(source: &str) -> FluentResource {
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    }
}

fn sources(lang: Lang) -> &'static [(&'static str, &'static str)] {
    match lang {
        Lang::Ky => files::KY,
        Lang::Ru => files::RU,
        Lang::En => files::EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(lang: Lang) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for (file, source) in sources(lang) {
            for line in source.lines() {
                let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some((key, _)) = line.split_once('=').filter(|_| is_key) {
                    assert!(
                        found.insert(((*file).to_owned(), key.trim().to_owned())),
                        "{}/{file}: {key} is there twice",
                        lang.tag()
                    );
                }
            }
        }
        found
    }

    #[test]
    fn every_file_is_valid_fluent() {
        for lang in Lang::ALL {
            for (file, source) in sources(lang) {
                if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                    panic!("{}/{file}: {errors:?}", lang.tag());
                }
            }
        }
    }

    #[test]
    fn what_a_deadline_cites_is_said_in_each_language() {
        for (id, file) in domain::profile::SHIPPED {
            let profile = domain::Profile::read(file).expect("it ships");
            let clocks = &profile.clocks;
            let rules = clocks
                .iter()
                .flat_map(|c| c.terms().flat_map(|(_, s)| s.rules()));
            let days = &profile.calendar;
            let mut sources: BTreeSet<&str> = rules.map(|r| r.source.as_str()).collect();
            sources.extend(
                clocks
                    .iter()
                    .flat_map(|c| &c.proposed)
                    .map(|p| p.source.as_str()),
            );
            sources.extend(days.holidays.iter().map(|h| h.source.as_str()));
            sources.extend(days.transfers.iter().map(|t| t.source.as_str()));
            sources.extend(
                profile
                    .origin("calendar.weekend")
                    .map(|o| o.source.as_str()),
            );
            for source in sources {
                let key = source_key(source);
                assert!(Texts::new(Lang::Ru).has(&key), "{id}: {key}");
            }
        }
    }

    #[test]
    fn the_three_languages_have_the_same_keys() {
        let russian = keys(Lang::Ru);
        for lang in [Lang::Ky, Lang::En] {
            let own = keys(lang);
            let missing: Vec<_> = russian.difference(&own).collect();
            let extra: Vec<_> = own.difference(&russian).collect();
            assert!(
                missing.is_empty() && extra.is_empty(),
                "{}: missing {missing:?}, extra {extra:?}",
                lang.tag()
            );
        }
    }

    #[test]
    fn every_field_that_a_refusal_names_has_its_word() {
        // Fields of `Refusal` in `domain` and of the use cases in `desk`.
        let fields = [
            "address",
            "body",
            "category",
            "certificate",
            "channel",
            "conflicts",
            "days",
            "delivery",
            "dispatch",
            "draft",
            "email",
            "executor",
            "file_index",
            "forwarded",
            "kind",
            "name",
            "not_considered",
            "note",
            "on",
            "outcome",
            "period",
            "phone",
            "reason",
            "received_at",
            "redaction",
            "reference",
            "registered_on",
            "repeat_of",
            "resolution",
            "service",
            "sha256",
            "size",
            "subject",
            "template",
            "territory",
            "text",
            "to",
            "topic",
            "unit",
        ];
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for field in fields {
                assert!(
                    texts.has(&format!("field-{field}")),
                    "{}: {field}",
                    lang.tag()
                );
            }
        }
    }

    #[test]
    fn no_key_stands_in_two_files() {
        let mut seen = BTreeMap::new();
        for (file, key) in keys(Lang::Ru) {
            if let Some(other) = seen.insert(key.clone(), file.clone()) {
                panic!("{key} stands in {other} and in {file}");
            }
        }
    }

    #[test]
    fn kyrgyz_texts_hold_no_sentence_of_the_russian_ones() {
        let (ky, ru) = (Texts::new(Lang::Ky), Texts::new(Lang::Ru));
        for (_, key) in keys(Lang::Ru) {
            let (k, r) = (ky.get(&key), ru.get(&key));
            let words = r.split_whitespace().count();
            assert!(
                words < 4 || k != r,
                "{key} is the same in Kyrgyz and Russian: {r}"
            );
        }
    }

    #[test]
    fn plurals_and_overrides() {
        let mut own = BTreeMap::new();
        own.insert(
            "days-test".to_owned(),
            "{ $n ->\n [one] { $n } день\n [few] { $n } дня\n *[many] { $n } дней\n}".to_owned(),
        );
        let texts = Texts::with_overrides(Lang::Ru, &own);
        let check =
            |n: i64, expect: &str| assert_eq!(texts.with("days-test", &[("n", arg(n))]), expect);
        check(1, "1 день");
        check(3, "3 дня");
        check(11, "11 дней");
        check(22, "22 дня");
        assert_eq!(texts.get("no-such-key"), "no-such-key");
    }
}
