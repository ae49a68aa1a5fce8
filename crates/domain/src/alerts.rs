//! What a clerk should be warned of in a citizen's text: card numbers, personal numbers, passwords, telephones,
//! and a writer who says that they are a child. A warning, never a decision.

use chrono::NaiveDate;
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

/// All findings, in order. `minor_under` is the profile's age.
#[must_use]
pub fn find(text: &str, minor_under: u32) -> Vec<Found> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = numbers(&chars);
    found.extend(secrets(&chars));
    found.extend(ages(&chars, minor_under));
    found.sort_by_key(|f| (f.start, f.end));
    found
}

/// A run of digits with single separators between them: blanks, dashes, brackets, dots.
struct Run {
    start: usize,
    end: usize,
    digits: String,
    plus: bool,
    /// Its parts between separators: start, end.
    groups: Vec<(usize, usize)>,
}

fn runs(chars: &[char]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !chars[i].is_ascii_digit() {
            i += 1;
            continue;
        }
        let start = i;
        let (mut end, mut digits, mut gap) = (i, String::new(), 1);
        let mut groups: Vec<(usize, usize)> = Vec::new();
        while i < chars.len() {
            if chars[i].is_ascii_digit() {
                digits.push(chars[i]);
                end = i + 1;
                match groups.last_mut() {
                    Some(group) if gap == 0 => group.1 = end,
                    _ => groups.push((i, end)),
                }
                gap = 0;
            } else if " -\u{a0}().".contains(chars[i]) && gap < 2 {
                gap += 1;
            } else {
                break;
            }
            i += 1;
        }
        let plus = start > 0 && chars[start - 1] == '+';
        runs.push(Run {
            start: if plus { start - 1 } else { start },
            end,
            digits,
            plus,
            groups,
        });
    }
    runs
}

fn numbers(chars: &[char]) -> Vec<Found> {
    runs(chars)
        .into_iter()
        .flat_map(|run| {
            let d = run.digits.as_str();
            let kind = if is_pin(d) {
                AlertKind::Pin
            } else if is_card(d) {
                AlertKind::Card
            } else if is_phone(d, run.plus) {
                AlertKind::Phone
            } else {
                return inside(chars, &run.groups);
            };
            vec![Found {
                kind,
                start: run.start,
                end: run.end,
            }]
        })
        .collect()
}

fn is_card(digits: &str) -> bool {
    (13..=19).contains(&digits.len()) && luhn(digits)
}

/// Cards and personal numbers among other figures: `12.05.2026 4111 1111 1111 1111`. Only as they are printed, in one
/// piece, four fours or 4-6-5: any figures side by side would make a card number too often.
fn inside(chars: &[char], groups: &[(usize, usize)]) -> Vec<Found> {
    const PRINTED: [&[usize]; 2] = [&[4, 4, 4, 4], &[4, 6, 5]];
    let text = |part: &[(usize, usize)]| -> String {
        part.iter().flat_map(|(a, b)| &chars[*a..*b]).collect()
    };
    let (mut found, mut i) = (Vec::new(), 0);
    while i < groups.len() {
        let rest = &groups[i..];
        let printed = PRINTED.into_iter().find(|sizes| {
            rest.len() >= sizes.len() && sizes.iter().zip(rest).all(|(n, (a, b))| b - a == *n)
        });
        let (count, kind) = match printed {
            Some(sizes) if is_card(&text(&rest[..sizes.len()])) => {
                (sizes.len(), Some(AlertKind::Card))
            }
            _ => {
                let one = text(&rest[..1]);
                let kind = is_pin(&one).then_some(AlertKind::Pin);
                (1, kind.or(is_card(&one).then_some(AlertKind::Card)))
            }
        };
        if let Some(kind) = kind {
            found.push(Found {
                kind,
                start: rest[0].0,
                end: rest[count - 1].1,
            });
        }
        i += count;
    }
    found
}

/// 14 digits: sex, day, month, year of birth, five more. There is no public checksum; the date must exist.
fn is_pin(digits: &str) -> bool {
    let d: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if d.len() != 14 || !(d[0] == 1 || d[0] == 2) {
        return false;
    }
    let (day, month) = (d[1] * 10 + d[2], d[3] * 10 + d[4]);
    let year = d[5] * 1000 + d[6] * 100 + d[7] * 10 + d[8];
    (1900..=2099).contains(&year)
        && i32::try_from(year)
            .ok()
            .and_then(|y| NaiveDate::from_ymd_opt(y, month, day))
            .is_some()
}

/// The Luhn checksum.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 1 {
                if d > 4 { d * 2 - 9 } else { d * 2 }
            } else {
                d
            }
        })
        .sum();
    sum.is_multiple_of(10) && digits.chars().any(|c| c != '0')
}

fn is_phone(digits: &str, plus: bool) -> bool {
    match digits.len() {
        12 => digits.starts_with("996"),
        10 => digits.starts_with('0'),
        11 => plus && digits.starts_with('7'),
        _ => false,
    }
}

/// `пароль: ...`, `сырсөз ...`, `PIN 1234`: the word and what stands behind it.
fn secrets(chars: &[char]) -> Vec<Found> {
    let words = words_of(chars);
    words
        .iter()
        .enumerate()
        .filter(|(_, w)| {
            // Both languages inflect: паролю, сырсөзүм.
            let stem = ["парол", "сырсөз", "сырсоз", "password"];
            stem.iter().any(|s| w.text.starts_with(s))
                || ["пинкод", "пин", "pin", "cvv", "cvc"].contains(&w.text.as_str())
        })
        .filter_map(|(i, label)| {
            let next = words.get(i + 1).filter(|n| n.start - label.end <= 4)?;
            let next = if ["код", "code", "коду"].contains(&next.text.as_str()) {
                words.get(i + 2)?
            } else {
                next
            };
            // What stands behind a colon is meant as the value, whatever its letters.
            let given = chars[label.end..next.start]
                .iter()
                .any(|c| matches!(c, ':' | '='));
            let secret =
                given || next.text.chars().any(|c| c.is_ascii_digit()) || next.text.is_ascii();
            // A personal number is also called ПИН; it is reported as such, not as a password.
            (secret && next.text.len() < 14).then_some(Found {
                kind: AlertKind::Password,
                start: label.start,
                end: next.end,
            })
        })
        .collect()
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
        check("ИНН 29902198500234", &[]);
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
