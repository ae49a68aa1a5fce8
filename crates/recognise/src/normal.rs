//! The text as it is read: composed, without what cannot be seen, with one kind of dash and of blank; and the way back
//! from each of its characters to the text as it was given.

use unicode_normalization::{UnicodeNormalization as _, char::canonical_combining_class};

/// A normalised text. Positions in it are indices of `chars`.
#[derive(Debug, Clone, Default)]
pub struct Normal {
    /// Its characters.
    pub chars: Vec<char>,
    /// For each: the first scalar value of the given text that it stands for, and the one after the last.
    from: Vec<(u32, u32)>,
}

impl Normal {
    /// Normalises.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut normal = Self::default();
        let mut cluster = String::new();
        let mut begun = 0;
        let mut at = 0;
        for c in text.chars() {
            if canonical_combining_class(c) == 0 {
                normal.push(&cluster, begun, at);
                cluster.clear();
                begun = at;
            }
            if !is_unseen(c) {
                cluster.push(c);
            }
            at += 1;
        }
        normal.push(&cluster, begun, at);
        normal
    }

    fn push(&mut self, cluster: &str, start: usize, end: usize) {
        let place = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        for c in cluster.nfc() {
            self.chars.push(seen_as(c));
            self.from.push((place(start), place(end)));
        }
    }

    /// How many characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether nothing is left to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The character at a position; a line's end before the first and behind the last.
    #[must_use]
    pub fn at(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\n')
    }

    /// A place of the given text, in scalar values, for a place of this one. An empty place stays empty.
    #[must_use]
    pub fn given(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.from.get(start).map_or(0, |p| p.0 as usize);
        let last = end
            .checked_sub(1)
            .filter(|last| *last >= start)
            .and_then(|last| self.from.get(last))
            .map_or(first, |p| p.1 as usize);
        (first, last)
    }

    /// The characters of a place.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> &[char] {
        self.chars.get(start..end).unwrap_or_default()
    }
}

/// Soft hyphens, zero-width marks, marks of direction, variation selectors: they part what the eye joins.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\r' | '\0')
}

/// One sign for all that look the same. Letters of another alphabet stay: whether they were meant, only the word tells.
fn seen_as(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\t'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => ' ',
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        // Full-width forms.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        // Arabic digits.
        '\u{660}'..='\u{669}' => char::from_u32(u32::from(c) - 0x660 + 0x30).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_u32(u32::from(c) - 0x6f0 + 0x30).unwrap_or(c),
        // Mathematical digits, as some phones send them.
        '\u{1d7ce}'..='\u{1d7ff}' => {
            char::from_u32((u32::from(c) - 0x1d7ce) % 10 + 0x30).unwrap_or(c)
        }
        'ɵ' | 'ѳ' => 'ө',
        'Ɵ' | 'Ѳ' => 'Ө',
        'ʏ' | 'ұ' => 'ү',
        'Ұ' => 'Ү',
        'ӊ' | 'ӈ' => 'ң',
        'Ӊ' | 'Ӈ' => 'Ң',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str, given: &[(usize, usize)]) {
        let normal = Normal::of(text);
        assert_eq!(normal.chars.iter().collect::<String>(), expect);
        for (i, place) in given.iter().enumerate() {
            assert_eq!(normal.given(i, i + 1), *place, "{text}: {i}");
        }
    }

    #[test]
    fn what_is_read_and_where_it_stood() {
        check("и\u{306}ё", "йё", &[(0, 2), (2, 3)]);
        check("А\u{ad}сан", "Асан", &[(0, 1), (2, 3), (3, 4), (4, 5)]);
        check("\u{feff}я", "я", &[(1, 2)]);
        check("1\u{a0}2—3", "1 2-3", &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        check("１２\r\n", "12\n", &[(0, 1), (1, 2)]);
        check("", "", &[]);
    }
}
