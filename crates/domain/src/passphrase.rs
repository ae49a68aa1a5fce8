//! Which passwords and passphrases people may choose: those at the server and those that open a computer's replica.

/// Characters that it has at least and at most.
pub const LEAST: usize = 12;
/// See [`LEAST`].
pub const MOST: usize = 256;
/// Different characters that it has at least.
const KINDS: usize = 5;
/// The words that lists of leaked passwords begin with. Alone, doubled or with digits around they are refused.
const COMMON: [&str; 20] = [
    "password",
    "qwerty",
    "qwertyuiop",
    "admin",
    "administrator",
    "letmein",
    "welcome",
    "iloveyou",
    "monkey",
    "dragon",
    "abc",
    "parol",
    "пароль",
    "йцукен",
    "йцукенг",
    "привет",
    "сырсөз",
    "кыргызстан",
    "kyrgyzstan",
    "bishkek",
];

/// Why one may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`LEAST`] characters.
    Short,
    /// More than [`MOST`] characters.
    Long,
    /// Few different characters, or a word that everybody tries first.
    Guessable,
}

/// What is wrong with one, if anything.
#[must_use]
pub fn weakness(phrase: &str) -> Option<Weakness> {
    let length = phrase.chars().count();
    if length < LEAST {
        return Some(Weakness::Short);
    }
    if length > MOST {
        return Some(Weakness::Long);
    }
    let lower = phrase.to_lowercase();
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let mut kinds: Vec<char> = phrase.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let common = COMMON
        .iter()
        .any(|word| letters.replace(word, "").is_empty());
    (kinds.len() < KINDS || common).then_some(Weakness::Guessable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_or_tried_first_may_not_be_chosen() {
        for (phrase, expect) in [
            ("жылдыз-тоо-48", None),
            ("demo-clerk-2026", None),
            ("жылдыз-тоо", Some(Weakness::Short)),
            ("passwordpassword", Some(Weakness::Guessable)),
            ("Пароль-2026-2026", Some(Weakness::Guessable)),
            ("111111111111111", Some(Weakness::Guessable)),
            ("123451234512345", Some(Weakness::Guessable)),
            ("abababababab", Some(Weakness::Guessable)),
            ("            ", Some(Weakness::Guessable)),
        ] {
            assert_eq!(weakness(phrase), expect, "{phrase}");
        }
        assert_eq!(weakness(&"абвгдеж".repeat(40)), Some(Weakness::Long));
    }
}
