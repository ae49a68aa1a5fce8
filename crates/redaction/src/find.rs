//! Looks for words on pages, and widens a mark to its line: aids for the person who marks.

use crate::fold::{fold, is_invisible, plain};
use crate::pdf::text::{Line, Placed, around};
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

/// True if the rectangle covers so much of the word's height that it is meant; a hand-drawn box often grazes the next line.
pub(crate) fn touches_line(word: &Rect, rect: &Rect) -> bool {
    let shared = word.y1.min(rect.y1) - word.y0.max(rect.y0);
    shared > 0.35 * word.height() || shared > 0.8 * rect.height()
}

/// From so many letters and digits on a needle is also found when it is split by blanks, dashes or lines.
const LOOSE_FROM: usize = 6;

/// The places of a needle on one page: a box a line for each.
pub(crate) fn places(lines: &[Line], needle: &str) -> Vec<Rect> {
    let folded = fold(needle);
    if folded.chars().count() >= LOOSE_FROM {
        search(lines, &folded, &|text| fold(text), false)
    } else {
        search(lines, &plain(needle), &plain_glyph, true)
    }
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

/// Letters of the page in reading order, each with the line and glyph that it came from; blanks between words if asked for.
fn search(lines: &[Line], needle: &str, form: &dyn Fn(&str) -> String, blanks: bool) -> Vec<Rect> {
    let needle: Vec<char> = needle.chars().collect();
    if needle.is_empty() {
        return Vec::new();
    }
    let mut letters: Vec<char> = Vec::new();
    let mut from: Vec<Option<(usize, &Placed)>> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        for word in &line.words {
            if blanks && !letters.is_empty() {
                letters.push(' ');
                from.push(None);
            }
            for glyph in word {
                for letter in form(&glyph.text).chars() {
                    letters.push(letter);
                    from.push(Some((number, glyph)));
                }
            }
        }
    }
    let mut found = Vec::new();
    let mut start = 0;
    while start + needle.len() <= letters.len() {
        if letters[start..start + needle.len()] == needle[..] {
            found.extend(boxes_by_line(&from[start..start + needle.len()]));
            start += needle.len();
        } else {
            start += 1;
        }
    }
    found
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
        let none = widen_to_line(&words, Rect::new(200.0, 2.0, 210.0, 10.0));
        assert_eq!(none, Rect::new(200.0, 2.0, 210.0, 10.0));
    }
}
