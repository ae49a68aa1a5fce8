//! Words, numbers and marks of a normalised text, with a key by which words are looked up.

use crate::normal::Normal;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Letters (perhaps with a figure that was read for a letter).
    Word,
    /// Figures.
    Number,
    /// Letters and figures: `12а`, `01KG123ABC`.
    Mixed,
    /// One mark.
    Mark(char),
    /// The end of a line.
    Break,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `асан`
    Lower,
    /// `Асан`
    Title,
    /// `АСАН`, also one capital letter.
    Upper,
    /// Anything else.
    Other,
}

/// A token. Places are those of the normalised text.
#[derive(Debug, Clone)]
pub struct Token {
    /// First character.
    pub start: usize,
    /// After the last.
    pub end: usize,
    /// What it is.
    pub form: Form,
    /// How it is written.
    pub case: Case,
    /// Lower case, look-alikes of another alphabet undone, `ё ң ө ү` as `е н о у`. Of a number its figures.
    pub key: String,
    /// Whether its letters are Latin.
    pub latin: bool,
}

impl Token {
    /// Whether it is a word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.form == Form::Word
    }

    /// Whether it is this mark.
    #[must_use]
    pub fn is(&self, mark: char) -> bool {
        self.form == Form::Mark(mark)
    }

    /// Whether a name could be written so: with a capital.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.is_word() && matches!(self.case, Case::Title | Case::Upper | Case::Other)
    }

    /// One letter, as of an initial.
    #[must_use]
    pub fn is_letter(&self) -> bool {
        self.is_word() && self.end - self.start == 1
    }

    /// Letters of the key.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.key.chars().count()
    }
}

/// The tokens of a text, in order. Blanks are left out.
#[must_use]
pub fn tokens(text: &Normal) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5 + 1);
    let mut i = 0;
    while i < text.len() {
        let c = text.at(i);
        if c == '\n' {
            tokens.push(mark(i, Form::Break));
            i += 1;
        } else if c.is_whitespace() {
            i += 1;
        } else if c.is_alphanumeric() {
            let end = end_of_run(text, i);
            push_run(&mut tokens, text, i, end);
            i = end;
        } else {
            tokens.push(mark(i, Form::Mark(c)));
            i += 1;
        }
    }
    join_hyphenated(tokens)
}

fn mark(at: usize, form: Form) -> Token {
    Token {
        start: at,
        end: at + 1,
        form,
        case: Case::Other,
        key: String::new(),
        latin: false,
    }
}

fn end_of_run(text: &Normal, start: usize) -> usize {
    (start..text.len())
        .find(|i| !text.at(*i).is_alphanumeric())
        .unwrap_or(text.len())
}

fn push_run(tokens: &mut Vec<Token>, text: &Normal, start: usize, end: usize) {
    let run = text.slice(start, end);
    let figures = run.iter().filter(|c| c.is_numeric()).count();
    let form = match (figures, run.len() - figures) {
        (0, _) => Form::Word,
        (_, 0) => Form::Number,
        // A word in which a figure was read for a letter: `Асан0в`, `3аречная`. Never with many figures.
        (1 | 2, letters)
            if letters >= 3 * figures
                && run.iter().all(|c| !c.is_numeric() || "0346".contains(*c)) =>
        {
            Form::Word
        }
        _ => Form::Mixed,
    };
    let cyrillic = run.iter().any(|c| is_cyrillic(*c));
    tokens.push(Token {
        start,
        end,
        form,
        case: case_of(run),
        key: key(run, cyrillic, form == Form::Word),
        latin: !cyrillic && form != Form::Number,
    });
}

/// Whether a letter is Cyrillic.
#[must_use]
pub fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn case_of(run: &[char]) -> Case {
    let mut letters = run.iter().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return Case::Other;
    };
    let (mut upper, mut lower) = (0, 0);
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, _, 0) => Case::Upper,
        (true, 0, _) => Case::Title,
        (false, 0, _) => Case::Lower,
        _ => Case::Other,
    }
}

/// See [`Token::key`].
#[must_use]
pub fn key(run: &[char], cyrillic: bool, word: bool) -> String {
    let mut key = String::with_capacity(run.len() * 2);
    for &c in run {
        for c in c.to_lowercase() {
            // The capital's shape decides: В and B, Н and H look the same, в and b do not.
            let c = match c {
                _ if !cyrillic => c,
                'a' => 'а',
                'b' => 'в',
                'c' => 'с',
                'e' => 'е',
                'h' => 'н',
                'k' => 'к',
                'm' => 'м',
                'o' => 'о',
                'p' => 'р',
                't' => 'т',
                'x' => 'х',
                'y' => 'у',
                '0' if word => 'о',
                '3' if word => 'з',
                '4' if word => 'ч',
                '6' if word => 'б',
                other => other,
            };
            key.push(folded(c));
        }
    }
    if !cyrillic && word {
        key = key.replace('0', "o");
    }
    key
}

/// `ё ң ө ү` as people type them where the keyboard lacks them.
#[must_use]
pub fn folded(c: char) -> char {
    match c {
        'ё' => 'е',
        'ң' => 'н',
        'ө' => 'о',
        'ү' => 'у',
        other => other,
    }
}

/// The key of a word written in the source of this crate.
#[must_use]
pub fn key_of(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(folded)
        .collect()
}

/// `Аса-` at a line's end and `нов` on the next one are one word.
fn join_hyphenated(tokens: Vec<Token>) -> Vec<Token> {
    if !tokens.iter().any(|t| t.form == Form::Break) {
        return tokens;
    }
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let n = joined.len();
        let broken = n >= 3
            && joined[n - 1].form == Form::Break
            && joined[n - 2].is('-')
            && joined[n - 3].is_word()
            && joined[n - 3].end == joined[n - 2].start
            && token.is_word()
            && joined[n - 3].latin == token.latin
            && (token.case == Case::Lower
                || (token.case == Case::Upper && joined[n - 3].case == Case::Upper));
        if broken {
            joined.truncate(n - 2);
            if let Some(last) = joined.last_mut() {
                last.end = token.end;
                last.key.push_str(&token.key);
            }
        } else {
            joined.push(token);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let keys: Vec<String> = tokens(&Normal::of(text))
            .iter()
            .map(|t| match t.form {
                Form::Mark(c) => c.to_string(),
                Form::Break => "|".to_owned(),
                _ => t.key.clone(),
            })
            .collect();
        assert_eq!(keys, expect, "{text}");
    }

    #[test]
    fn keys_undo_what_was_misread() {
        check("Асан0в Бакыт", &["асанов", "бакыт"]);
        // Latin c, a, o within.
        check("Aсaнов", &["асанов"]);
        check("Жеңиш-Өмүр ул.5", &["жениш", "-", "омур", "ул", ".", "5"]);
        check("12а, 01KG123ABC", &["12а", ",", "01kg123abc"]);
        check(
            "Аса-\nнов, кайра-\nТалап",
            &["асанов", ",", "кайра", "-", "|", "талап"],
        );
    }
}
