//! The three languages.

use serde::{Deserialize, Serialize};

/// A language of the window, of an inquiry, or of a paper.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Kyrgyz, the state language.
    #[default]
    Ky,
    /// Russian, the official language.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// All, in the order in which a person is offered them.
    pub const ALL: [Lang; 3] = [Lang::Ky, Lang::Ru, Lang::En];

    /// BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Ky => "ky",
            Lang::Ru => "ru",
            Lang::En => "en",
        }
    }

    /// From a BCP 47 tag or a longer locale name (`ky-KG`, `ru_RU.UTF-8`).
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let head = tag.split(['-', '_', '.']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.tag() == head)
    }

    /// A guess at the language of a text: Kyrgyz has letters and words that Russian lacks. `None` for a
    /// text without enough letters to tell.
    #[must_use]
    pub fn guess(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let cyrillic = lower
            .chars()
            .filter(|c| ('а'..='я').contains(c) || "ёңөү".contains(*c))
            .count();
        let latin = lower.chars().filter(char::is_ascii_alphabetic).count();
        if cyrillic + latin < 12 {
            return None;
        }
        if latin > cyrillic * 2 {
            return Some(Lang::En);
        }
        let own_letters = lower.chars().filter(|c| "ңөүɵʏ".contains(*c)).count();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
        let own_words = words
            .iter()
            .filter(|w| {
                [
                    "жана",
                    "менен",
                    "үчүн",
                    "учун",
                    "болуп",
                    "керек",
                    "биздин",
                    "менин",
                    "сиздерге",
                    "сураныч",
                    "айылы",
                    "көчөсү",
                    "жок",
                    "бар",
                    "деп",
                    "эле",
                    "бул",
                    "эмес",
                ]
                .contains(w)
            })
            .count();
        let russian_words = words
            .iter()
            .filter(|w| {
                [
                    "и",
                    "в",
                    "на",
                    "не",
                    "что",
                    "прошу",
                    "для",
                    "нас",
                    "по",
                    "с",
                    "мы",
                    "я",
                ]
                .contains(w)
            })
            .count();
        // One own letter in a hundred is already more than any Russian text has; names alone give fewer.
        if own_letters * 100 >= cyrillic * 2 || own_words > russian_words {
            Some(Lang::Ky)
        } else {
            Some(Lang::Ru)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_guessed_from_letters_and_words() {
        let check =
            |text: &str, expect: Option<Lang>| assert_eq!(Lang::guess(text), expect, "{text}");
        check(
            "Биздин көчөдө эки жумадан бери таза суу жок, чара көрүүңүздөрдү суранабыз.",
            Some(Lang::Ky),
        );
        check(
            "Прошу отремонтировать дорогу на нашей улице.",
            Some(Lang::Ru),
        );
        check(
            "Прошу принять меры, наша улица Көк-Бел затоплена водой и не убирается.",
            Some(Lang::Ru),
        );
        check(
            "Please repair the street lamp near our school.",
            Some(Lang::En),
        );
        check("123", None);
    }
}
