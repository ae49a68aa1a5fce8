//! Codes of letters and figures: IBAN, number plates, identity cards. All are read in Latin capitals, whatever alphabet
//! they were typed in.

use crate::{
    checks,
    figures::figure,
    hit::{Hit, Why},
    kind::Kind,
    labels::{Beside, Label, Labels},
    normal::Normal,
    tokens::Token,
};

/// Letters and figures from a place on, marks between them left out.
struct Code {
    /// In Latin capitals.
    chars: Vec<char>,
    /// Where each stands.
    at: Vec<usize>,
}

/// The Latin capital that a letter looks like.
fn latin_capital(c: char) -> char {
    match c.to_uppercase().next().unwrap_or(c) {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'І' => 'I',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Т' => 'T',
        'У' | 'Ү' => 'Y',
        'Х' => 'X',
        'Ѕ' => 'S',
        'Ј' => 'J',
        '|' => 'I',
        other => other,
    }
}

impl Code {
    fn from(text: &Normal, start: usize, longest: usize) -> Self {
        let (mut chars, mut at) = (Vec::new(), Vec::new());
        let mut gap = 0;
        for i in start..text.len() {
            let c = text.at(i);
            if c.is_alphanumeric() {
                chars.push(latin_capital(c));
                at.push(i);
                gap = 0;
                if chars.len() == longest {
                    break;
                }
            } else if " -.№\n/".contains(c) && gap < 3 {
                gap += 1;
            } else {
                break;
            }
        }
        Self { chars, at }
    }

    /// Whether the first characters have the form: `L` a letter, `9` a figure, anything else itself. Where the form
    /// wants a letter of figures' shape, a figure is taken for it, and the other way round.
    fn has(&self, form: &str) -> bool {
        self.chars.len() >= form.chars().count()
            && form.chars().zip(&self.chars).all(|(want, is)| match want {
                '9' => figure(*is).is_some() && !matches!(is, '!' | 'Q' | 'D' | 'G'),
                'L' => is.is_ascii_uppercase(),
                'R' => "ABEKMHOPCTYX".contains(*is) || *is == '0',
                'I' => matches!(is, 'I' | '1' | 'L'),
                other => other == *is,
            })
    }

    /// Whether the code ends after `count` characters: no letter or figure is glued to the last one.
    fn ends_after(&self, text: &Normal, count: usize) -> bool {
        self.at
            .get(count - 1)
            .is_some_and(|last| !text.at(last + 1).is_alphanumeric())
    }

    /// Whether only single blanks and dashes part its first characters.
    fn is_close(&self, text: &Normal, count: usize) -> bool {
        self.at[..count]
            .windows(2)
            .all(|w| w[1] - w[0] == 1 || (w[1] - w[0] == 2 && " -".contains(text.at(w[0] + 1))))
    }

    /// Whether the first characters are written in one, or in groups of four.
    fn is_in_fours(&self, count: usize) -> bool {
        self.at[..count]
            .windows(2)
            .zip(1..)
            .all(|(w, n)| w[1] - w[0] == 1 || n % 4 == 0)
    }

    /// Where the longest plate that the code could begin with ends.
    fn longest_plate(&self, text: &Normal) -> Option<usize> {
        PLATES
            .iter()
            .map(|(form, _)| (form, form.len()))
            .filter(|(form, n)| self.has(form) && self.ends_after(text, *n))
            .filter_map(|(_, n)| self.at.get(n - 1).map(|last| last + 1))
            .max()
    }

    fn figures_in(&self, from: usize, to: usize) -> usize {
        self.chars[from..to.min(self.chars.len())]
            .iter()
            .filter(|c| c.is_ascii_digit())
            .count()
    }

    fn hit(&self, kind: Kind, count: usize, score: f32, why: Why) -> Option<Hit> {
        let (first, last) = (self.at.first()?, self.at.get(count - 1)?);
        Some(Hit::new(kind, *first, last + 1, score, why))
    }
}

/// All codes of a text.
#[must_use]
pub fn find(text: &Normal, tokens: &[Token], labels: &Labels) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut free = 0;
    for (i, token) in tokens.iter().enumerate() {
        if token.start < free || !text.at(token.start).is_alphanumeric() {
            continue;
        }
        let code = Code::from(text, token.start, 40);
        let beside = labels.before(tokens, i).or_else(|| {
            // `B 1234 AK номерлүү унаа`
            let plate = code.longest_plate(text)?;
            labels.behind(tokens, tokens.partition_point(|t| t.start < plate))
        });
        let hit = iban(&code, text, beside.as_ref())
            .or_else(|| passport(&code, text, beside.as_ref()))
            .or_else(|| machine_readable(&code, text))
            .or_else(|| plate(&code, text, beside.as_ref()));
        if let Some(hit) = hit {
            free = hit.end;
            hits.push(hit);
        }
    }
    hits
}

fn named(beside: Option<&Beside>, label: Label) -> Option<String> {
    beside.filter(|b| b.label == label).map(|b| b.word.clone())
}

fn iban(code: &Code, text: &Normal, beside: Option<&Beside>) -> Option<Hit> {
    if !code.has("LL99") || code.chars.len() < 15 {
        return None;
    }
    let country: String = code.chars[..2].iter().collect();
    let known = checks::iban_length(&country).is_some();
    let lengths = match checks::iban_length(&country) {
        Some(length) => length..=length,
        None => 15..=34,
    };
    let label = named(beside, Label::Iban);
    for count in lengths.rev() {
        if count > code.chars.len()
            || !code.ends_after(text, count)
            || code.figures_in(4, count) < 8
            || code.figures_in(2, 4) == 0
            || !code.chars[..count].iter().all(char::is_ascii_alphanumeric)
        {
            continue;
        }
        let right = readings(&code.chars[..count]).any(|reading| checks::iban(&reading));
        match (right, &label) {
            (true, Some(word)) => {
                return code.hit(Kind::Iban, count, 0.99, Why::ChecksumAndLabel(word.clone()));
            }
            // Of so many lengths one fits by chance now and then, in a sentence that begins like a country's code.
            (true, None) if known || code.is_in_fours(count) => {
                return code.hit(Kind::Iban, count, 0.95, Why::Checksum);
            }
            _ => {}
        }
    }
    // A misread one: the label, and the first piece of the right length.
    let word = label?;
    let count = match checks::iban_length(&country) {
        Some(length) => length,
        None => (15..=code.chars.len().min(34)).rev().find(|n| {
            code.ends_after(text, *n) && code.chars[2..*n].iter().all(|c| figure(*c).is_some())
        })?,
    };
    (count <= code.chars.len() && code.ends_after(text, count))
        .then(|| code.hit(Kind::Iban, count, 0.65, Why::Label(word)))
        .flatten()
}

/// As it stands, and with letters that are often put for figures.
fn readings(chars: &[char]) -> impl Iterator<Item = String> + '_ {
    let mended = |only_zero: bool| -> String {
        chars
            .iter()
            .enumerate()
            .map(|(i, c)| match figure(*c) {
                Some(f) if i >= 2 && (*c == 'O' || !only_zero) => f,
                _ => *c,
            })
            .collect()
    };
    [chars.iter().collect(), mended(true), mended(false)].into_iter()
}

/// Series of Kyrgyz passports and identity cards.
const SERIES: [&str; 3] = ["ID", "AN", "AC"];

fn passport(code: &Code, text: &Normal, beside: Option<&Beside>) -> Option<Hit> {
    let label = named(beside, Label::Passport);
    let known = SERIES.iter().any(|s| code.has(s))
        && (code.chars.get(1) != Some(&'O'))
        && (code.chars[0] != 'I' && code.chars[0] != '1' && code.chars[0] != 'L'
            || code.chars.get(1) == Some(&'D'));
    if code.has("LL9999999") || (known && code.has("I99999999")) {
        if !code.ends_after(text, 9) || code.figures_in(2, 9) < 5 {
            return None;
        }
        return match (known, label) {
            (true, Some(word)) => code.hit(Kind::Passport, 9, 0.99, Why::FormAndLabel(word)),
            (true, None) => code.hit(Kind::Passport, 9, 0.92, Why::Form),
            (false, Some(word)) => code.hit(Kind::Passport, 9, 0.85, Why::FormAndLabel(word)),
            (false, None) => None,
        };
    }
    let word = label?;
    // Older ones: a letter and seven figures.
    (code.has("L9999999") && code.ends_after(text, 8) && code.figures_in(1, 8) >= 5)
        .then(|| code.hit(Kind::Passport, 8, 0.8, Why::FormAndLabel(word)))
        .flatten()
}

/// The first line of the machine-readable zone: `IDKGZID1234567...`.
fn machine_readable(code: &Code, text: &Normal) -> Option<Hit> {
    let count = [16, 15, 14]
        .into_iter()
        .find(|n| code.chars.len() >= *n && code.ends_after(text, *n) || *n == 14)?;
    (code.has("I")
        && code.chars.get(1) == Some(&'D')
        && code.chars.len() >= 14
        && code.chars[2..5] == ['K', 'G', 'Z']
        && code.figures_in(7, count) >= 6)
        .then(|| code.hit(Kind::Passport, count, 0.97, Why::Form))
        .flatten()
}

/// Number plates with what makes them sure: (form, length, sure without a label).
const PLATES: &[(&str, bool)] = &[
    ("99KG999LLL", true),
    ("99KG999LL", true),
    ("R999RR999", true),
    ("R999RR99", true),
    ("99999LLL", false),
    ("99999LL", false),
    ("L9999LL", false),
    ("L9999L", false),
    ("LL9999L", false),
];

fn plate(code: &Code, text: &Normal, beside: Option<&Beside>) -> Option<Hit> {
    let label = named(beside, Label::Plate);
    for (form, sure) in PLATES {
        let count = form.len();
        if !code.has(form)
            || !code.ends_after(text, count)
            || !code.is_close(text, count)
            || code.figures_in(0, count) < 3
        {
            continue;
        }
        let figures = form.chars().filter(|c| *c == '9').count();
        let letters = code.chars[..count]
            .iter()
            .filter(|c| c.is_ascii_alphabetic())
            .count();
        // Two may be misread, not more.
        if code.figures_in(0, count) + 2 < figures || letters < 2 {
            continue;
        }
        match (&label, sure) {
            (Some(word), _) => {
                return code.hit(Kind::Plate, count, 0.95, Why::FormAndLabel(word.clone()));
            }
            (None, true) => return code.hit(Kind::Plate, count, 0.9, Why::Form),
            (None, false) => {}
        }
    }
    None
}
