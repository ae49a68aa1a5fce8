//! The letters' building blocks, read from `content/*.txt`: sections of `key: text` lines, or
//! `key/tags: text`. A case has one tag (a letter); what fits only some cases names theirs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::Lang;

type Section = BTreeMap<&'static str, Vec<Line>>;

/// A text, and the cases that it fits: those whose tag is among its letters, or all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub tags: &'static str,
    pub text: &'static str,
}

impl Line {
    fn fits(&self, case: &str) -> bool {
        self.tags.is_empty() || (!case.is_empty() && self.tags.contains(case))
    }
}

/// The blocks of one language.
pub(crate) struct Content {
    sections: BTreeMap<&'static str, Section>,
}

static KY: LazyLock<Content> = LazyLock::new(|| Content::parse(include_str!("../content/ky.txt")));
static RU: LazyLock<Content> = LazyLock::new(|| Content::parse(include_str!("../content/ru.txt")));
static EN: LazyLock<Content> = LazyLock::new(|| Content::parse(include_str!("../content/en.txt")));

/// The blocks of a language.
pub(crate) fn content(lang: Lang) -> &'static Content {
    match lang {
        Lang::Ky => &KY,
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}

impl Content {
    fn parse(text: &'static str) -> Self {
        let mut sections: BTreeMap<&'static str, Section> = BTreeMap::new();
        let mut name = "";
        for line in text.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(inner) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                name = inner;
            } else if let Some((key, text)) = line.split_once(": ") {
                let section = sections.entry(name).or_default();
                let (key, tags) = key.split_once('/').unwrap_or((key, ""));
                section.entry(key).or_default().push(Line {
                    tags,
                    text: text.trim(),
                });
            }
        }
        Self { sections }
    }

    /// The texts of a key; empty where there are none.
    pub(crate) fn lines(&self, section: &str, key: &str) -> &[Line] {
        self.sections
            .get(section)
            .and_then(|s| s.get(key))
            .map_or(&[], Vec::as_slice)
    }

    /// The texts of a key that fit a case.
    pub(crate) fn fitting(&self, section: &str, key: &str, case: &str) -> Vec<&'static str> {
        let lines = self.lines(section, key).iter();
        lines
            .filter(|line| line.fits(case))
            .map(|line| line.text)
            .collect()
    }

    /// Whether there is such a section.
    pub(crate) fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matters::MATTERS;

    #[test]
    fn every_line_is_a_section_a_remark_or_a_text() {
        for text in [
            include_str!("../content/ky.txt"),
            include_str!("../content/ru.txt"),
            include_str!("../content/en.txt"),
        ] {
            for line in text
                .lines()
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
            {
                assert!(
                    line.split_once(": ").is_some()
                        || (line.starts_with('[') && line.ends_with(']')),
                    "{line}"
                );
            }
        }
    }

    #[test]
    fn every_matter_has_enough_to_say_in_kyrgyz_and_russian() {
        for matter in MATTERS {
            for lang in [Lang::Ky, Lang::Ru] {
                let all = content(lang);
                let least = |key, least: usize| {
                    let found = all.lines(matter.code, key).len();
                    assert!(found >= least, "{} {key}: {found} ({lang:?})", matter.code);
                };
                let cases = if matter.code == "rant" { 3 } else { 6 };
                least("case", cases);
                for case in all
                    .lines(matter.code, "case")
                    .iter()
                    .chain(all.lines(matter.code, "casef"))
                {
                    let subjects = all.fitting(matter.code, "subject", case.tags);
                    assert!(
                        !subjects.is_empty(),
                        "{}: no subject for {} ({lang:?})",
                        matter.code,
                        case.text
                    );
                    assert!(case.tags.len() <= 1, "{}: {}", matter.code, case.text);
                }
                least("subject", 1);
                least("ask", 1);
                least("explained", 1);
                least("order", 1);
                if matter.code != "rant" {
                    least("detail", 2);
                    least("satisfied", 1);
                }
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let counts = |lang| {
            let all = content(lang);
            all.sections
                .iter()
                .flat_map(|(name, section)| {
                    section.iter().map(move |(key, texts)| {
                        let mut tags: Vec<&str> = texts.iter().map(|line| line.tags).collect();
                        tags.sort_unstable();
                        (format!("{name}.{key}"), tags)
                    })
                })
                .collect::<BTreeMap<_, _>>()
        };
        assert_eq!(counts(Lang::Ky), counts(Lang::Ru));
    }
}
