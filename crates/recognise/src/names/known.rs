//! The lists of given names, and whether a word is one of them in some form.

use std::collections::HashMap;

use super::{coarse::coarse, endings};
use crate::tokens::key_of;

const LISTS: [&str; 2] = [include_str!("lists/ky.txt"), include_str!("lists/ru.txt")];

/// How a stem goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Stem {
    whole: bool,
    a: bool,
    ya: bool,
    i: bool,
    /// Also a common word.
    doubtful: bool,
}

/// How sure a given name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Built as Kyrgyz names are, but in no list.
    Built,
    /// Also a common word or a place.
    Doubtful,
    /// A name and nothing else.
    Listed,
}

/// Given names, made ready for looking up.
#[derive(Debug)]
pub struct Known {
    stems: HashMap<String, Stem>,
}

impl Default for Known {
    fn default() -> Self {
        let mut known = Self {
            stems: HashMap::new(),
        };
        for line in LISTS.iter().flat_map(|l| l.lines()) {
            if line.starts_with('#') {
                continue;
            }
            for name in line.split_whitespace().skip(1) {
                let (name, doubtful) = match name.strip_suffix('?') {
                    Some(name) => (name, true),
                    None => (name, false),
                };
                known.add(name, doubtful);
            }
        }
        // Stems that Russian grammar shortens or changes.
        for stem in ["павл", "львов", "петр", "михаил", "яковл", "михаил"]
        {
            known.stem(stem, false, |s| s.whole = true);
        }
        known
    }
}

impl Known {
    fn stem(&mut self, stem: &str, doubtful: bool, set: impl Fn(&mut Stem)) {
        let entry = self.stems.entry(stem.to_owned()).or_insert(Stem {
            doubtful: true,
            ..Stem::default()
        });
        entry.doubtful &= doubtful;
        set(entry);
    }

    fn add(&mut self, name: &str, doubtful: bool) {
        let name = coarse(&key_of(name), false);
        self.stem(&name, doubtful, |s| s.whole = true);
        let (a, ya, i) = (
            name.strip_suffix('а').map(str::to_owned),
            name.strip_suffix('я').map(str::to_owned),
            name.strip_suffix('и').map(str::to_owned),
        );
        // Of the shortest the stem would be anything: `Ия`.
        let long = |s: &String| s.chars().count() >= 2;
        if let Some(stem) = a.filter(long) {
            self.stem(&stem, doubtful, |s| s.a = true);
        }
        if let Some(stem) = ya.filter(long) {
            self.stem(&stem, doubtful, |s| s.ya = true);
        }
        if let Some(stem) = i.filter(long) {
            self.stem(&stem, doubtful, |s| s.i = true);
        }
    }

    /// Whether the coarse word is a given name in some case.
    #[must_use]
    pub fn given(&self, word: &str) -> Option<Sure> {
        let listed = self.listed(word);
        listed.or_else(|| is_built(word).then_some(Sure::Built))
    }

    /// Whether it is a given name as lists write it.
    #[must_use]
    pub fn is_nominative(&self, word: &str) -> bool {
        self.stems.get(word).is_some_and(|s| s.whole)
    }

    fn listed(&self, word: &str) -> Option<Sure> {
        let mut best = None;
        for stem in endings::without_kyrgyz(word) {
            let whole = stem.len() == word.len();
            for (cut, _) in stem.char_indices().rev().take(4).chain([(stem.len(), ' ')]) {
                let (Some(root), Some(rest)) = (stem.get(..cut), stem.get(cut..)) else {
                    continue;
                };
                let Some(entry) = self.stems.get(root) else {
                    continue;
                };
                let nominative = rest.is_empty() && entry.whole
                    || rest == "а" && entry.a
                    || rest == "я" && entry.ya
                    || rest == "и" && entry.i;
                let russian = entry.whole && endings::AFTER_CONSONANT.contains(&rest)
                    || entry.a && endings::AFTER_A.contains(&rest)
                    || entry.ya && endings::AFTER_YA.contains(&rest)
                    || entry.i && endings::AFTER_I.contains(&rest);
                // A Kyrgyz ending stands behind the first case.
                if nominative || (whole && russian) {
                    let short = root.chars().count() < 4 && !nominative;
                    let sure = if entry.doubtful || short {
                        Sure::Doubtful
                    } else {
                        Sure::Listed
                    };
                    best = best.max(Some(sure));
                }
            }
        }
        best
    }

    /// Whether a given name stands behind a surname's or patronymic's stem: `асан` of `асанов`, `серге` of `сергеевич`.
    #[must_use]
    pub fn is_root(&self, root: &str) -> bool {
        self.stems.get(root).is_some_and(|s| {
            (s.whole || s.i || s.a || s.ya) && (!s.doubtful || root.chars().count() > 3)
        }) || self.stems.contains_key(root.trim_end_matches('и'))
            && root.chars().count() > 4
            || is_built(root)
            // `Тыналиев`, `Дардаев`: the endings of Kyrgyz surnames from names that end in a vowel.
            || root.chars().count() >= 5 && IN_SURNAMES.iter().any(|last| root.ends_with(last))
    }
}

/// Last parts of Kyrgyz names. Only of words long enough that something stands before them.
const LAST: &[&str] = &[
    "бек",
    "баи",
    "гул",
    "нур",
    "жан",
    "кан",
    "хан",
    "али",
    "дин",
    "болот",
    "темир",
    "султан",
    "мирза",
    "кул",
    "жигит",
    "бубу",
    "аим",
    "зат",
    "лан",
    "тур",
    "мат",
    "берди",
    "келди",
    "кожо",
    "назар",
    "дос",
    "жол",
    "бол",
    "мамат",
    "таи",
    "гази",
    "наз",
    "пери",
    "сулуу",
    "саадат",
    "нисса",
    "ниса",
    "ниссо",
    "берген",
    "киз",
    "шах",
];

/// Last parts of the names in Kyrgyz surnames, without their ending `-ов`, `-ев`.
const IN_SURNAMES: &[&str] = &[
    "бек",
    "ба",
    "баи",
    "кул",
    "али",
    "мат",
    "жан",
    "нур",
    "болот",
    "темир",
    "берд",
    "назар",
    "мирза",
    "султан",
    "гази",
    "дин",
    "маматов",
    "кожо",
    "гул",
    "бол",
    "тегин",
    "дил",
    "баши",
    "бул",
    "бат",
    "рахман",
    "келд",
    "бота",
    "кан",
];

/// First parts of Kyrgyz names that few other words have.
const FIRST: &[&str] = &[
    "нур",
    "ак",
    "аи",
    "аит",
    "бек",
    "жан",
    "гул",
    "ер",
    "ел",
    "им",
    "бакти",
    "бак",
    "кут",
    "тил",
    "абди",
    "турсун",
    "токто",
    "жума",
    "дуишон",
    "бейше",
    "орозо",
    "ороз",
    "манас",
    "алтин",
    "кумуш",
    "мир",
    "тур",
    "туру",
    "есен",
    "кал",
    "мамат",
    "тем",
    "таш",
    "болот",
    "кожо",
    "каи",
    "ари",
    "асил",
    "назар",
    "наз",
    "сап",
    "саг",
    "суи",
    "осмон",
    "омур",
    "улук",
];

/// Whether a word ends as Kyrgyz names do; proves nothing by itself.
#[must_use]
pub fn ends_as_given(word: &str) -> bool {
    word.chars().count() >= 5 && LAST.iter().any(|last| word.ends_with(last))
}

fn is_built(word: &str) -> bool {
    let n = word.chars().count();
    endings::without_kyrgyz(word).any(|w| {
        LAST.iter().any(|last| {
            w.strip_suffix(last).is_some_and(|first| {
                let left = first.chars().count();
                let sure = ["бек", "гул", "бубу", "султан", "мирза", "жигит"].contains(last);
                n >= 5 && (left >= 3 && sure || FIRST.contains(&first))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expect: Option<Sure>) {
        let known = Known::default();
        let found = known.given(&coarse(&key_of(word), word.is_ascii()));
        assert_eq!(found, expect, "{word}");
    }

    #[test]
    fn given_names_in_their_forms() {
        for word in [
            "Асан",
            "Асандын",
            "Айгуль",
            "Айнуранын",
            "Сергея",
            "Марина",
            "Еленой",
            "Aigul",
            "Игорем",
            "Асанга",
        ] {
            check(word, Some(Sure::Listed));
        }
        check("Бакыт", Some(Sure::Doubtful));
        check("Шайырбек", Some(Sure::Built));
        check("закон", None);
        check("документ", None);
    }
}
