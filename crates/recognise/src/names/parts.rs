//! What each word could be in a name.

use super::{
    coarse::coarse,
    endings,
    known::{Known, Sure},
};
use crate::tokens::Token;

/// How much a word looks like a surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surname {
    /// It could be one.
    Perhaps,
    /// Its ending is a surname's, and of many other words.
    Formed,
    /// A given name stands in it, or its ending is of surnames only.
    Sure,
}

/// The parts of a name that a word could be.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The coarse spelling.
    pub coarse: String,
    /// A given name.
    pub given: Option<Sure>,
    /// A surname.
    pub surname: Option<Surname>,
    /// A patronymic: `true` if a given name stands in it.
    pub patronymic: Option<bool>,
    /// `уулу`, `кызы` in some case.
    pub child: bool,
    /// A word that is in no name.
    pub never: bool,
    /// A given name in the first case.
    pub nominative: bool,
}

impl Parts {
    /// Whether it is a part of a name by itself.
    #[must_use]
    pub fn any(&self) -> bool {
        self.given.is_some() || self.surname >= Some(Surname::Formed) || self.patronymic.is_some()
    }
}

/// For each token.
#[must_use]
pub fn of(tokens: &[Token], known: &Known, kyrgyz: bool) -> Vec<Parts> {
    tokens
        .iter()
        .map(|t| if t.is_word() && t.letters() > 1 { part(t, known, kyrgyz) } else { Parts::default() })
        .collect()
}

fn part(token: &Token, known: &Known, kyrgyz: bool) -> Parts {
    let coarse = coarse(&token.key, token.latin);
    let never = super::announce::never_in_a_name(&token.key);
    let child = is_child(&coarse);
    if never || child {
        return Parts {
            coarse,
            child,
            never,
            ..Parts::default()
        };
    }
    Parts {
        given: known.given(&coarse),
        nominative: known.is_nominative(&coarse),
        surname: surname(&coarse, known, kyrgyz),
        patronymic: patronymic(&coarse, known),
        coarse,
        child,
        never,
    }
}

fn is_child(coarse: &str) -> bool {
    ["уулу", "кизи", "улу", "уул"].iter().any(|child| {
        coarse.strip_prefix(child).is_some_and(|rest| {
            rest.is_empty()
                || (*child != "уул" && *child != "улу")
                    && ["на", "нин", "нун", "ни", "ну", "нан", "нда", "га", "ге", "менен", "дан", "да", "мун", "мин"].contains(&rest)
        })
    })
}

fn surname(word: &str, known: &Known, kyrgyz: bool) -> Option<Surname> {
    if word.chars().count() < 4 {
        return None;
    }
    let mut best = None;
    for stem in endings::without_kyrgyz(word) {
        best = best.max(by_case(stem, known, kyrgyz && stem.len() == word.len()));
        if let Some(ending) = endings::SURNAMES_FIXED.iter().find(|e| stem.ends_with(*e)) {
            let sure = endings::SURNAMES_SURE.contains(ending) && stem.chars().count() >= 6;
            best = best.max(Some(if sure {
                Surname::Formed
            } else {
                Surname::Perhaps
            }));
        }
    }
    best
}

/// `-ов`, `-ев`, `-ин`, `-ский` in all cases, perhaps with a Kyrgyz ending behind `-а`.
fn by_case(word: &str, known: &Known, kyrgyz: bool) -> Option<Surname> {
    let mut best = None;
    for (ending, cases) in endings::SURNAMES {
        for case in *cases {
            let Some(root) = word.strip_suffix(case).and_then(|w| w.strip_suffix(ending)) else {
                continue;
            };
            let n = root.chars().count();
            if n < 2 {
                continue;
            }
            let sure = *ending != "ск" && *ending != "цк" && n >= 3 && known.is_root(root);
            // `мыйзамдын`, `Конституциянын`: in a Kyrgyz text that is the genitive of anything.
            let genitive = kyrgyz && *ending == "ин" && root.ends_with(['н', 'д', 'т']);
            best = best.max(Some(match (sure, genitive) {
                (true, _) => Surname::Sure,
                (false, false) => Surname::Formed,
                (false, true) => Surname::Perhaps,
            }));
        }
    }
    best
}

/// Endings of patronymics with their cases.
const PATRONYMICS: &[(&str, &[&str])] = &[
    ("ович", &["", "а", "у", "ем", "е"]),
    ("евич", &["", "а", "у", "ем", "е"]),
    ("ич", &["", "а", "у", "ом", "ем", "е"]),
    ("овн", &["а", "и", "е", "у", "ои", "ою"]),
    ("евн", &["а", "и", "е", "у", "ои", "ою"]),
    ("ичн", &["а", "и", "е", "у", "ои", "ою"]),
];

fn patronymic(word: &str, known: &Known) -> Option<bool> {
    let mut best = None;
    for stem in endings::without_kyrgyz(word) {
        for (ending, cases) in PATRONYMICS {
            for case in *cases {
                let Some(root) = stem.strip_suffix(case).and_then(|w| w.strip_suffix(ending)) else {
                    continue;
                };
                let n = root.chars().count();
                let short = ending.starts_with("ич");
                // Юрий keeps two letters, and so does Илья.
                let rooted = n >= 2 && (known.is_root(root) || known.is_nominative(&format!("{root}и")))
                    || short && root == "ил";
                if rooted || (!short && n >= 3) {
                    best = best.max(Some(rooted));
                }
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::key_of;

    fn of_word(word: &str) -> Parts {
        let coarse = coarse(&key_of(word), word.is_ascii());
        let known = Known::default();
        Parts {
            surname: surname(&coarse, &known, false),
            patronymic: patronymic(&coarse, &known),
            child: is_child(&coarse),
            ..Parts::default()
        }
    }

    #[test]
    fn surnames_and_patronymics() {
        for word in ["Асанов", "Асановой", "Асановдун", "Асановага", "Иванову", "Asanova", "Сергеевым"] {
            assert_eq!(of_word(word).surname, Some(Surname::Sure), "{word}");
        }
        for word in ["Петренко", "Кузнецову", "Раевского", "законов"] {
            assert_eq!(of_word(word).surname, Some(Surname::Formed), "{word}");
        }
        for word in ["Асанович", "Сергеевны", "Васильевичу", "Ильич", "Кузьмич", "Юрьевна", "Асановичке", "Asanovich"] {
            assert_eq!(of_word(word).patronymic, Some(true), "{word}");
        }
        for word in ["уулу", "уулуна", "кызынын", "uulu", "kyzy"] {
            assert!(of_word(word).child, "{word}");
        }
    }
}
