//! What a clerk should be warned of in a citizen's text: card numbers, personal numbers, passwords, telephones,
//! and a writer who says that they are a child. A warning, never a decision. What they look like is told by `recognise`,
//! which also suggests what to redact: there is one way of finding them.

use serde::{Deserialize, Serialize};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A bank card's number: Luhn holds.
    Card,
    /// A personal number (PIN) of the Kyrgyz Republic.
    Pin,
    /// A password or card PIN given in words.
    Password,
    /// A telephone number.
    Phone,
    /// The writer may be under age.
    Minor,
}

impl AlertKind {
    /// Code in texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            AlertKind::Card => "card",
            AlertKind::Pin => "pin",
            AlertKind::Password => "password",
            AlertKind::Phone => "phone",
            AlertKind::Minor => "minor",
        }
    }
}

/// A place in a text, in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What.
    pub kind: AlertKind,
    /// First character.
    pub start: usize,
    /// After the last.
    pub end: usize,
}

/// All findings, in order. `minor_under` is the profile's age. Numbers and passwords are those that `recognise` finds.
#[must_use]
pub fn find(text: &str, minor_under: u32) -> Vec<Found> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<Found> = recognise::numbers_and_secrets(text)
        .iter()
        .filter_map(|hit| {
            alert(hit.kind).map(|kind| Found {
                kind,
                start: hit.named_from,
                end: hit.end,
            })
        })
        .collect();
    found.extend(ages(&chars, minor_under));
    found.sort_by_key(|f| (f.start, f.end));
    found
}

/// What a clerk and a citizen are warned of.
fn alert(kind: recognise::Kind) -> Option<AlertKind> {
    match kind {
        recognise::Kind::Card => Some(AlertKind::Card),
        recognise::Kind::NationalId => Some(AlertKind::Pin),
        recognise::Kind::Secret => Some(AlertKind::Password),
        recognise::Kind::Phone => Some(AlertKind::Phone),
        _ => None,
    }
}

/// `мне 14 лет`, `14 жаштамын`, `I am 14 years old`; or a class at school.
fn ages(chars: &[char], under: u32) -> Vec<Found> {
    let words = words_of(chars);
    let mut found = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let Ok(age) = word.text.parse::<u32>() else {
            continue;
        };
        let next = words.get(i + 1).map_or("", |w| w.text.as_str());
        let before = i
            .checked_sub(1)
            .and_then(|j| words.get(j))
            .map_or("", |w| w.text.as_str());
        let own_age = age >= 6
            && age < under
            && (next.starts_with("жаштамын")
                || (["жаш", "жаштам", "жашка"].contains(&next)
                    && ["мен", "менин"].contains(&before))
                || (["лет", "год", "года"].contains(&next) && before == "мне")
                || (next == "years" && before == "am"));
        let at_school = (1..=9).contains(&age)
            && (((next.starts_with("класста") || next == "классын") && !next.is_empty())
                || (["классе", "класса"].contains(&next)
                    && ["в", "ученик", "ученица", "учусь"].contains(&before)));
        if own_age || at_school {
            let end = words.get(i + 1).map_or(word.end, |w| w.end);
            found.push(Found {
                kind: AlertKind::Minor,
                start: word.start,
                end,
            });
        }
    }
    found
}

struct Word {
    text: String,
    start: usize,
    end: usize,
}

fn words_of(chars: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in chars.iter().chain(std::iter::once(&' ')).enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                let text: String = chars[s..i].iter().flat_map(|c| c.to_lowercase()).collect();
                words.push(Word {
                    text,
                    start: s,
                    end: i,
                });
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[(AlertKind, &str)]) {
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<(AlertKind, String)> = find(text, 16)
            .iter()
            .map(|f| (f.kind, chars[f.start..f.end].iter().collect()))
            .collect();
        let expect: Vec<(AlertKind, String)> =
            expect.iter().map(|(k, s)| (*k, (*s).to_owned())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn numbers_are_told_apart() {
        check(
            "карта 4111 1111 1111 1111, спасибо",
            &[(AlertKind::Card, "4111 1111 1111 1111")],
        );
        check("карта 4111 1111 1111 1112", &[]);
        check("ПИН 21210198500234", &[(AlertKind::Pin, "21210198500234")]);
        // A date that does not exist needs the word beside it.
        check("29902198500234", &[]);
        check("ИНН 29902198500234", &[(AlertKind::Pin, "29902198500234")]);
        check(
            "тел. +996 (000) 12-34-56.",
            &[(AlertKind::Phone, "+996 (000) 12-34-56")],
        );
        check("0555 123456 номерине", &[(AlertKind::Phone, "0555 123456")]);
        check("2026-жылдын 12-майында 350 сом", &[]);
        check(
            "12.05.2026 4111-1111-1111-1111 350",
            &[(AlertKind::Card, "4111-1111-1111-1111")],
        );
        check("18 21210198500234", &[(AlertKind::Pin, "21210198500234")]);
        check("1 2026 0350 1200 4001 7000", &[]);
    }

    #[test]
    fn secrets_and_children() {
        check(
            "пароль: qwerty7",
            &[(AlertKind::Password, "пароль: qwerty7")],
        );
        check("пин-код 4821", &[(AlertKind::Password, "пин-код 4821")]);
        check("мой пароль не подходит", &[]);
        check(
            "сырсөзүм: тоолор",
            &[(AlertKind::Password, "сырсөзүм: тоолор")],
        );
        check(
            "к паролю qwerty7",
            &[(AlertKind::Password, "паролю qwerty7")],
        );
        check("Мне 14 лет, я учусь", &[(AlertKind::Minor, "14 лет")]);
        check("Мен 13 жаштамын", &[(AlertKind::Minor, "13 жаштамын")]);
        check("Мне 64 года", &[]);
        check("дому 14 лет", &[]);
        check("я в 7 классе", &[(AlertKind::Minor, "7 классе")]);
    }
}
