//! The shape of a word as the network knows it: alphabet and capitals, or which mark it is.

use std::collections::HashMap;

use super::{WeightsError, archive::Archive};

const MARKS: &str = "!#$%&()[]\\/*+,.:;<=>?@^_{|}~-‐−‒⁃–—―`\"'«»„“ʼʻ”№…";

/// Shapes and their numbers.
#[derive(Debug)]
pub struct Shapes {
    ids: HashMap<String, u8>,
}

impl Shapes {
    /// From slovnet's archive.
    pub fn load(archive: &Archive<'_>) -> Result<Self, WeightsError> {
        let mut ids = HashMap::new();
        for (i, shape) in archive.lines("vocabs/shape.gz")?.into_iter().enumerate() {
            let id = u8::try_from(i).map_err(|_| WeightsError::Form("the shapes"))?;
            ids.insert(shape, id);
        }
        Ok(Self { ids })
    }

    /// The number of a word's shape.
    pub fn id(&self, word: &[char]) -> u8 {
        self.ids.get(shape(word).as_str()).copied().unwrap_or(0)
    }
}

fn shape(word: &[char]) -> String {
    let Some(first) = word.first().copied() else {
        return "OTHER".to_owned();
    };
    let lower = first.to_lowercase().next().unwrap_or(first);
    if matches!(lower, 'а'..='я' | 'ё') {
        format!("RU_{}", outline(word))
    } else if lower.is_ascii_lowercase() {
        format!("EN_{}", outline(word))
    } else if first.is_numeric()
        || (matches!(first, '+' | '-') && word.get(1).is_some_and(|c| c.is_numeric()))
    {
        "NUM".to_owned()
    } else if MARKS.contains(first) {
        match word {
            [mark] => format!("PUNCT_{mark}"),
            _ => "PUNCT_OTHER".to_owned(),
        }
    } else {
        "OTHER".to_owned()
    }
}

fn outline(word: &[char]) -> &'static str {
    if let [letter] = word {
        return if letter.is_uppercase() { "X" } else { "x" };
    }
    if all_upper(word) {
        "XX"
    } else if all_lower(word) {
        "xx"
    } else if is_title(word) {
        "Xx"
    } else if let Some(dash) = word.iter().position(|c| *c == '-')
        && is_title(&word[..dash])
        && is_title(&word[dash + 1..])
    {
        "Xx-Xx"
    } else {
        "OTHER"
    }
}

/// At least one letter with case, and none of the other case.
fn all_upper(word: &[char]) -> bool {
    word.iter().any(|c| c.is_uppercase()) && !word.iter().any(|c| c.is_lowercase())
}

fn all_lower(word: &[char]) -> bool {
    word.iter().any(|c| c.is_lowercase()) && !word.iter().any(|c| c.is_uppercase())
}

fn is_title(word: &[char]) -> bool {
    matches!(word, [first, rest @ ..] if !rest.is_empty() && first.is_uppercase() && all_lower(rest))
}
