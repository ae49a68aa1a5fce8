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
        .map(|t| {
            if t.is_word() && t.letters() > 1 {
                part(t, known, kyrgyz)
            } else {
                Parts::default()
            }
        })
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
        surname: surname(&coarse, known, around(token, kyrgyz)),
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
                    && [
                        "на",
                        "нин",
                        "нун",
                        "ни",
                        "ну",
                        "нан",
                        "нда",
                        "га",
                        "ге",
                        "менен",
                        "дан",
                        "да",
                        "мун",
                        "мин",
                    ]
                    .contains(&rest)
        })
    })
}

/// What the endings of surnames depend on beside the word.
#[derive(Clone, Copy)]
struct Around {
    /// The text is Kyrgyz.
    kyrgyz: bool,
    /// The word is in Latin letters with a capital.
    latin: bool,
    /// It has a capital.
    capital: bool,
    /// `Тыналиев`, `Дардаев`: hardly anything but a surname ends so.
    vowelled: bool,
}

/// Genitives that end as `Тыналиев` does.
const GENITIVES: &[&str] = &[
    "случаев",
    "урожаев",
    "краев",
    "обычаев",
    "критериев",
    "комментариев",
    "сценариев",
    "трамваев",
    "сараев",
    "героев",
    "устоев",
    "покоев",
    "ковбоев",
    "музеев",
    "юбилеев",
    "лицеев",
    "трофеев",
];

fn around(token: &Token, kyrgyz: bool) -> Around {
    let vowelled = ["иев", "аев", "оев", "еев"].iter().any(|e| {
        token.key.find(e).is_some_and(|at| {
            token
                .key
                .get(..at)
                .is_some_and(|head| head.chars().count() >= 3)
        })
    });
    Around {
        kyrgyz,
        latin: token.latin && token.is_capital(),
        capital: token.is_capital(),
        vowelled: vowelled && !GENITIVES.contains(&token.key.as_str()),
    }
}

fn surname(word: &str, known: &Known, around: Around) -> Option<Surname> {
    if word.chars().count() < 4 {
        return None;
    }
    let mut best = None;
    for stem in endings::without_kyrgyz(word) {
        best = best.max(by_case(stem, known, around, stem.len() == word.len()));
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

/// `-ов`, `-ев`, `-ин`, `-ский` in all cases. `whole`: no Kyrgyz ending was taken off.
fn by_case(word: &str, known: &Known, around: Around, whole: bool) -> Option<Surname> {
    let mut best = None;
    for (ending, cases) in endings::SURNAMES {
        for case in *cases {
            let Some(root) = word
                .strip_suffix(case)
                .and_then(|w| w.strip_suffix(ending))
                .filter(|r| r.chars().count() >= 2)
            else {
                continue;
            };
            best = best.max(Some(by_root(root, ending, known, around, whole)));
        }
    }
    best
}

fn by_root(root: &str, ending: &str, known: &Known, around: Around, whole: bool) -> Surname {
    let n = root.chars().count();
    let possessive = ending == "ов" || ending == "ев";
    // `мыйзамдын`, `форматында`: in a Kyrgyz text these are cases of anything; in a Latin one `-in` is.
    let case_of_anything = ending == "ин"
        && (around.latin
            || around.kyrgyz && (!whole || !around.capital || root.ends_with(['н', 'д', 'т'])));
    if case_of_anything {
        return Surname::Perhaps;
    }
    let rooted = (possessive || ending == "ин") && n >= 3 && known.is_root(root);
    let sure = rooted || ending == "ев" && around.vowelled || possessive && around.latin && n >= 3;
    if sure { Surname::Sure } else { Surname::Formed }
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
                let Some(root) = stem.strip_suffix(case).and_then(|w| w.strip_suffix(ending))
                else {
                    continue;
                };
                let n = root.chars().count();
                let short = ending.starts_with("ич");
                // Юрий keeps two letters, and so does Илья.
                let rooted = n >= 2
                    && (known.is_root(root) || known.is_nominative(&format!("{root}и")))
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
            surname: surname(
                &coarse,
                &known,
                Around {
                    kyrgyz: false,
                    latin: word.is_ascii(),
                    capital: true,
                    vowelled: false,
                },
            ),
            patronymic: patronymic(&coarse, &known),
            child: is_child(&coarse),
            ..Parts::default()
        }
    }

    #[test]
    fn surnames_and_patronymics() {
        for word in [
            "Асанов",
            "Асановой",
            "Асановдун",
            "Асановага",
            "Иванову",
            "Asanova",
            "Сергеевым",
        ] {
            assert_eq!(of_word(word).surname, Some(Surname::Sure), "{word}");
        }
        for word in ["Петренко", "Кузнецову", "Раевского", "законов"]
        {
            assert_eq!(of_word(word).surname, Some(Surname::Formed), "{word}");
        }
        for word in [
            "Асанович",
            "Сергеевны",
            "Васильевичу",
            "Ильич",
            "Кузьмич",
            "Юрьевна",
            "Асановичке",
            "Asanovich",
        ] {
            assert_eq!(of_word(word).patronymic, Some(true), "{word}");
        }
        for word in ["уулу", "уулуна", "кызынын", "uulu", "kyzy"] {
            assert!(of_word(word).child, "{word}");
        }
    }
}
