//! Looks for words on pages, and widens a mark to its line: aids for the person who marks.

use std::cell::OnceCell;

use crate::fold::{fold, is_invisible, plain};
use crate::pdf::text::{Line, Placed, around, as_drawn};
use crate::{Rect, Word};

/// Widens a rectangle to the whole lines that it touches. Without words it stays as it is.
pub fn widen_to_line(words: &[Word], rect: Rect) -> Rect {
    let touched: Vec<u32> = words
        .iter()
        .filter(|word| touches_line(&word.rect, &rect) && word.rect.intersection(&rect).is_some())
        .map(|word| word.line)
        .collect();
    words
        .iter()
        .filter(|word| touched.contains(&word.line))
        .fold(rect, |all, word| all.union(&word.rect))
}

/// Words that are further apart than this, in heights of their line, stand in two fields of a form or a table.
const FIELDS_APART: f32 = 1.2;

/// Widens a rectangle to the fields in which it stands: the words of its lines up to a gap so wide that something else begins
/// behind it. Without words it stays as it is.
pub fn widen_to_field(words: &[Word], rect: Rect) -> Rect {
    let meant =
        |word: &Word| touches_line(&word.rect, &rect) && word.rect.intersection(&rect).is_some();
    let mut line = Vec::new();
    let mut wide = rect;
    let mut lines: Vec<u32> = words.iter().filter(|w| meant(w)).map(|w| w.line).collect();
    lines.dedup();
    for number in lines {
        line.clear();
        line.extend(words.iter().filter(|word| word.line == number));
        line.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        let fields = line.chunk_by(|a, b| {
            let height = a.rect.height().max(b.rect.height());
            b.rect.x0 - a.rect.x1 <= FIELDS_APART * height
        });
        for field in fields.filter(|field| field.iter().any(|word| meant(word))) {
            wide = field.iter().fold(wide, |all, word| all.union(&word.rect));
        }
    }
    wide
}

/// True if the rectangle covers so much of the word's height that it is meant; a hand-drawn box often grazes the next line.
pub(crate) fn touches_line(word: &Rect, rect: &Rect) -> bool {
    let shared = word.y1.min(rect.y1) - word.y0.max(rect.y0);
    shared > 0.35 * word.height() || shared > 0.8 * rect.height()
}

/// From so many letters and digits on a needle is also found when it is split by blanks, dashes or lines.
const LOOSE_FROM: usize = 6;

/// Letters that belong together, each with the number of its line.
type Piece<'l> = Vec<(usize, &'l Placed)>;

/// The letters of one page, to be searched for one needle after the other: in the order of reading and in the order of
/// drawing. What lies aslant, or over another text, reads as nothing, but was drawn as what it says.
pub(crate) struct Letters<'l> {
    lines: &'l [Line],
    /// Compared loosely: as read, as drawn.
    loose: OnceCell<[Row<'l>; 2]>,
    /// As they stand, with blanks between words.
    plain: OnceCell<[Row<'l>; 2]>,
}

/// Letters in a row, each with its line's number and its glyph; a blank has none.
struct Row<'l> {
    letters: Vec<char>,
    from: Vec<Option<(usize, &'l Placed)>>,
}

impl<'l> Letters<'l> {
    pub(crate) fn of(lines: &'l [Line]) -> Self {
        Self {
            lines,
            loose: OnceCell::new(),
            plain: OnceCell::new(),
        }
    }

    /// The places of a needle: a box a line for each.
    pub(crate) fn places(&self, needle: &str) -> Vec<Rect> {
        let folded = fold(needle);
        let loose = folded.chars().count() >= LOOSE_FROM;
        let letters: Vec<char> = if loose { folded } else { plain(needle) }.chars().collect();
        let [read, drawn] = if loose {
            self.loose
                .get_or_init(|| self.rows(&|text| fold(text), false))
        } else {
            self.plain.get_or_init(|| self.rows(&plain_glyph, true))
        };
        let mut found = read.search(&letters);
        for rect in drawn.search(&letters) {
            if !found.iter().any(|there| holds(there, &rect)) {
                found.push(rect);
            }
        }
        found
    }

    fn rows(&self, form: &dyn Fn(&str) -> String, blanks: bool) -> [Row<'l>; 2] {
        let read: Vec<Piece<'l>> = (0..)
            .zip(self.lines)
            .flat_map(|(number, line)| line.words.iter().map(move |word| (number, word)))
            .map(|(number, word)| word.iter().map(|glyph| (number, glyph)).collect())
            .collect();
        [read, as_drawn(self.lines)].map(|pieces| Row::of(&pieces, form, blanks))
    }
}

/// Whether a box lies within another, but for less than a hair.
fn holds(outer: &Rect, inner: &Rect) -> bool {
    const HAIR: f32 = 0.1;
    outer.x0 <= inner.x0 + HAIR
        && outer.y0 <= inner.y0 + HAIR
        && outer.x1 >= inner.x1 - HAIR
        && outer.y1 >= inner.y1 - HAIR
}

/// Whether the letters that a rectangle covers, read in order, hold a needle.
pub(crate) fn stands_under(lines: &[Line], needle: &str, rect: Rect) -> bool {
    let loose = fold(needle).chars().count() >= LOOSE_FROM;
    let form: &dyn Fn(&str) -> String = if loose {
        &|text| fold(text)
    } else {
        &plain_glyph
    };
    let needle = if loose { fold(needle) } else { plain(needle) };
    let mut covered = String::new();
    for word in lines.iter().flat_map(|line| &line.words) {
        let mut letters = word.iter().filter(|glyph| covers(&rect, &glyph.rect));
        let under: String = letters.by_ref().map(|glyph| form(&glyph.text)).collect();
        if !under.is_empty() && !covered.is_empty() && !loose {
            covered.push(' ');
        }
        covered.push_str(&under);
    }
    !needle.is_empty() && covered.contains(&needle)
}

/// Most of a letter's breadth, and as much of its line's height as it takes to be meant.
fn covers(rect: &Rect, glyph: &Rect) -> bool {
    let breadth = glyph.x1.min(rect.x1) - glyph.x0.max(rect.x0);
    let height = glyph.y1.min(rect.y1) - glyph.y0.max(rect.y0);
    breadth >= 0.6 * glyph.width() && height >= 0.4 * glyph.height()
}

fn plain_glyph(text: &str) -> String {
    plain(text).chars().filter(|c| !is_invisible(*c)).collect()
}

impl<'l> Row<'l> {
    /// The letters of the pieces, one after the other; blanks between pieces if asked for.
    fn of(pieces: &[Piece<'l>], form: &dyn Fn(&str) -> String, blanks: bool) -> Self {
        let (mut letters, mut from) = (Vec::new(), Vec::new());
        for piece in pieces {
            if blanks && !letters.is_empty() {
                letters.push(' ');
                from.push(None);
            }
            for (number, glyph) in piece {
                for letter in form(&glyph.text).chars() {
                    letters.push(letter);
                    from.push(Some((*number, *glyph)));
                }
            }
        }
        Self { letters, from }
    }

    /// Where a needle stands.
    fn search(&self, needle: &[char]) -> Vec<Rect> {
        let mut found = Vec::new();
        let mut start = 0;
        while !needle.is_empty() && start + needle.len() <= self.letters.len() {
            let end = start + needle.len();
            if self.letters[start..end] == *needle {
                found.extend(boxes_by_line(&self.from[start..end]));
                start = end;
            } else {
                start += 1;
            }
        }
        found
    }
}

fn boxes_by_line(hit: &[Option<(usize, &Placed)>]) -> Vec<Rect> {
    hit.iter()
        .flatten()
        .collect::<Vec<_>>()
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|line| around(line.iter().map(|(_, glyph)| *glyph)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, line: u32, x: f32) -> Word {
        let y = 20.0 * line as f32;
        Word {
            text: text.to_owned(),
            rect: Rect::new(x, y, x + 30.0, y + 12.0),
            line,
        }
    }

    #[test]
    fn widens_to_the_line_and_not_to_the_one_it_grazes() {
        let words = [
            word("Иванов", 0, 10.0),
            word("Иван", 0, 50.0),
            word("Ош", 1, 10.0),
        ];
        let wide = widen_to_line(&words, Rect::new(15.0, 2.0, 20.0, 21.0));
        assert_eq!(wide, Rect::new(10.0, 0.0, 80.0, 21.0));
        let cells = [
            word("Аты-жөнү", 0, 10.0),
            word("Мисалов", 0, 120.0),
            word("Тест", 0, 155.0),
            word("Мисалова", 1, 120.0),
        ];
        let field = widen_to_field(&cells, Rect::new(125.0, 2.0, 130.0, 10.0));
        assert_eq!(field, Rect::new(120.0, 0.0, 185.0, 12.0));
        let label = widen_to_field(&cells, Rect::new(12.0, 2.0, 20.0, 10.0));
        assert_eq!(label, Rect::new(10.0, 0.0, 40.0, 12.0));
        let both = widen_to_field(&cells, Rect::new(12.0, 2.0, 130.0, 30.0));
        assert_eq!(both, Rect::new(10.0, 0.0, 185.0, 32.0));
        let none = widen_to_line(&words, Rect::new(200.0, 2.0, 210.0, 10.0));
        assert_eq!(none, Rect::new(200.0, 2.0, 210.0, 10.0));
    }
}
