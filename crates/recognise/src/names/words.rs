//! Lists of words and of beginnings of words.

use std::collections::HashSet;

/// Words; those with a star stand for all that begin so.
#[derive(Debug)]
pub struct Words {
    whole: HashSet<&'static str>,
    beginnings: HashSet<&'static str>,
    longest: usize,
}

impl Words {
    /// Reads words parted by blanks; lines with `#` are notes.
    pub fn read(text: &'static str) -> Self {
        let (mut whole, mut beginnings) = (HashSet::new(), HashSet::new());
        let words = text.lines().filter(|l| !l.starts_with('#'));
        for word in words.flat_map(str::split_whitespace) {
            match word.strip_suffix('*') {
                Some(beginning) => beginnings.insert(beginning),
                None => whole.insert(word),
            };
        }
        let longest = beginnings.iter().map(|b| b.len()).max().unwrap_or(0);
        Self {
            whole,
            beginnings,
            longest,
        }
    }

    /// Whether the word, in its key's form, is in the list.
    pub fn has(&self, key: &str) -> bool {
        self.whole.contains(key)
            || (1..=key.len().min(self.longest))
                .filter_map(|end| key.get(..end))
                .any(|beginning| self.beginnings.contains(beginning))
    }
}
