//! Text to lines of a given width.

use std::rc::Rc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::document::Align;
use crate::shaping::{FaceId, Shaper, Word, is_mark};

/// Longer words are shaped in parts, so that a text without a space stays cheap.
const WORD_CHARS: usize = 64;
/// A line is not stretched by more than this for each gap, in em.
const STRETCH: f32 = 0.9;

/// A word on a line: `x` points from the line's left end.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub word: Rc<Word>,
    pub face: FaceId,
    /// Spaces that follow it.
    pub spaces: u8,
    pub x: f32,
}

/// A line of text, ready to be placed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub pieces: Box<[Piece]>,
    /// Width without the spaces at its end, points.
    pub width: f32,
    /// The line was broken because it was full.
    pub soft: bool,
}

impl Line {
    /// Places the line between `left` and `left + width`; returns where it begins.
    pub(crate) fn align(&mut self, align: Align, width: f32, size: f32) -> f32 {
        let slack = (width - self.width).max(0.0);
        match align {
            Align::Left => 0.0,
            Align::Right => slack,
            Align::Center => slack / 2.0,
            Align::Justify => {
                self.stretch(slack, size);
                0.0
            }
        }
    }

    fn stretch(&mut self, slack: f32, size: f32) {
        let last = self.pieces.len().saturating_sub(1);
        let gaps: usize = self
            .pieces
            .iter()
            .take(last)
            .map(|p| usize::from(p.spaces))
            .sum();
        if !self.soft || gaps == 0 || slack > gaps as f32 * STRETCH * size {
            return;
        }
        let each = slack / gaps as f32;
        let mut shift = 0.0;
        for piece in &mut self.pieces {
            piece.x += shift;
            shift += each * f32::from(piece.spaces);
        }
        self.width += slack;
    }
}

/// A piece of text in one face.
pub(crate) type Styled<'t> = (FaceId, &'t str);

/// Breaks text into lines; at least one line comes back, an empty one for empty text.
/// `first` is the width of the first line, `width` of the others; all in points.
pub(crate) fn break_lines(
    shaper: &mut Shaper,
    runs: &[Styled<'_>],
    size: f32,
    first: f32,
    width: f32,
) -> Vec<Line> {
    let joined;
    let text = match runs {
        [(_, text)] => *text,
        _ => {
            joined = runs.iter().map(|(_, text)| *text).collect::<String>();
            &joined
        }
    };
    let mut filler = Filler {
        size,
        room: first.max(size),
        width: width.max(size),
        ..Filler::default()
    };
    let mut unit = Vec::new();
    for atom in atoms(text, runs) {
        let ends = atom.end;
        unit.push(atom);
        if ends != End::Joined {
            filler.unit(shaper, &mut unit);
        }
        if ends == End::Hard {
            filler.finish(false);
        }
    }
    filler.unit(shaper, &mut unit);
    if !filler.line.is_empty() || filler.lines.is_empty() {
        filler.finish(false);
    }
    filler.lines
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// The next atom belongs to the same word.
    Joined,
    /// A line may end here.
    Soft,
    /// A line must end here.
    Hard,
}

/// Text between two places where something may happen.
#[derive(Debug)]
struct Atom<'t> {
    face: FaceId,
    raw: &'t str,
    spaces: u8,
    end: End,
}

fn atoms<'t>(text: &'t str, runs: &[Styled<'_>]) -> Vec<Atom<'t>> {
    let mut cuts: Vec<(usize, End)> = Vec::new();
    for (at, kind) in linebreaks(text) {
        // The end of the text counts as a mandatory break; it is one only after a line feed.
        let hard =
            kind == BreakOpportunity::Mandatory && (at < text.len() || text.ends_with(is_line_end));
        if !hard && is_ordinal(text, at) {
            continue;
        }
        cuts.push((at, if hard { End::Hard } else { End::Soft }));
    }
    let mut faces = runs.iter().map(|(face, run)| (*face, run.len()));
    let Some((mut face, mut until)) = faces.next() else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut start = 0;
    for (at, end) in cuts {
        while until < at {
            push_atoms(
                &mut out,
                face,
                text.get(start..until).unwrap_or_default(),
                End::Joined,
            );
            start = until;
            let Some((next, length)) = faces.next() else {
                break;
            };
            (face, until) = (next, until + length);
        }
        push_atoms(&mut out, face, text.get(start..at).unwrap_or_default(), end);
        start = at;
        if until == at
            && let Some((next, length)) = faces.next()
        {
            (face, until) = (next, until + length);
        }
    }
    out
}

fn push_atoms<'t>(out: &mut Vec<Atom<'t>>, face: FaceId, raw: &'t str, end: End) {
    let without_end = raw.trim_end_matches(is_line_end);
    let word = without_end.trim_end_matches(is_space);
    let spaces: usize = without_end
        .get(word.len()..)
        .unwrap_or_default()
        .chars()
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum();
    // Spaces before a word (two runs that meet, a text that begins with them) are kept as spaces too.
    let bare = word.trim_start_matches(is_space);
    let lead = word.len() - bare.len();
    if lead > 0 {
        out.push(Atom {
            face,
            raw: "",
            spaces: to_u8(lead),
            end: End::Joined,
        });
    }
    let mut rest = bare;
    while let Some((head, tail)) = split_long(rest) {
        out.push(Atom {
            face,
            raw: head,
            spaces: 0,
            end: End::Joined,
        });
        rest = tail;
    }
    out.push(Atom {
        face,
        raw: rest,
        spaces: to_u8(spaces),
        end,
    });
}

fn to_u8(n: usize) -> u8 {
    u8::try_from(n.min(40)).unwrap_or(40)
}

/// The first 64 characters of a longer word with the marks that follow them, and the rest.
fn split_long(word: &str) -> Option<(&str, &str)> {
    if word.len() <= WORD_CHARS {
        return None;
    }
    let mut after = word.char_indices().skip(WORD_CHARS);
    // A heap of marks is no reason to let a word grow without end.
    let (at, _) = after
        .by_ref()
        .take(WORD_CHARS)
        .find(|(_, c)| !is_mark(*c))
        .or_else(|| after.next())?;
    word.split_at_checked(at)
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{200b}')
}

/// `9-апрели`, `2026-жылдын`: Kyrgyz and Russian join a number to its ending, and no line ends between them.
fn is_ordinal(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let number = before
        .strip_suffix('-')
        .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    number && after.starts_with(char::is_alphabetic)
}

/// Where a word may be cut if it must: between characters, and between marks where there is nothing else.
fn ends(word: &str) -> Vec<usize> {
    let after = |keep: fn(char) -> bool| {
        word.char_indices()
            .skip(1)
            .filter(move |(_, c)| keep(*c))
            .map(|(at, _)| at)
    };
    let whole: Vec<usize> = after(|c| !is_mark(c)).collect();
    if whole.is_empty() {
        after(|_| true).collect()
    } else {
        whole
    }
}

/// Fills lines from left to right.
#[derive(Default)]
struct Filler {
    size: f32,
    /// Width of the line in hand.
    room: f32,
    /// Width of the lines after it.
    width: f32,
    line: Vec<Piece>,
    /// Where the next word begins, with the spaces before it.
    x: f32,
    /// Where the last word ended.
    ink: f32,
    lines: Vec<Line>,
}

impl Filler {
    /// Takes atoms between two allowed breaks; they stay on one line if one can hold them.
    fn unit(&mut self, shaper: &mut Shaper, unit: &mut Vec<Atom<'_>>) {
        let mut width = 0.0;
        for (index, atom) in unit.iter().enumerate() {
            width += shaper.width(atom.face, atom.raw) * self.size;
            if index + 1 < unit.len() {
                width += self.gap(shaper, atom);
            }
        }
        if !self.line.is_empty() && self.x + width > self.room {
            self.finish(true);
        }
        for atom in unit.drain(..) {
            if self.x + shaper.width(atom.face, atom.raw) * self.size <= self.room {
                self.push(shaper, &atom);
            } else {
                self.push_in_parts(shaper, atom);
            }
        }
    }

    fn gap(&self, shaper: &Shaper, atom: &Atom<'_>) -> f32 {
        shaper.space(atom.face).advance * self.size * f32::from(atom.spaces)
    }

    fn push(&mut self, shaper: &mut Shaper, atom: &Atom<'_>) {
        let word = shaper.word(atom.face, atom.raw);
        let end = self.x + word.advance * self.size;
        if !atom.raw.is_empty() {
            self.ink = end;
        }
        self.line.push(Piece {
            word,
            face: atom.face,
            spaces: atom.spaces,
            x: self.x,
        });
        self.x = end + self.gap(shaper, atom);
    }

    /// A word that is wider than a line: as many characters as fit on each.
    fn push_in_parts(&mut self, shaper: &mut Shaper, atom: Atom<'_>) {
        let mut rest = atom.raw;
        loop {
            if self.x + shaper.width(atom.face, rest) * self.size <= self.room {
                self.push(shaper, &Atom { raw: rest, ..atom });
                return;
            }
            let ends = ends(rest);
            let fits = ends.partition_point(|&at| {
                let part = rest.get(..at).unwrap_or_default();
                self.x + shaper.width_of_part(atom.face, part) * self.size <= self.room
            });
            let at = match (fits, self.line.is_empty()) {
                (0, false) => {
                    self.finish(true);
                    continue;
                }
                // Not even one character fits: it is set all the same, for the text must not vanish.
                (0, true) => ends.first().copied(),
                (n, _) => ends.get(n - 1).copied(),
            };
            let Some((head, tail)) = at.and_then(|at| rest.split_at_checked(at)) else {
                self.push(shaper, &Atom { raw: rest, ..atom });
                return;
            };
            self.push(
                shaper,
                &Atom {
                    raw: head,
                    spaces: 0,
                    ..atom
                },
            );
            self.finish(true);
            rest = tail;
        }
    }

    fn finish(&mut self, soft: bool) {
        self.lines.push(Line {
            pieces: std::mem::take(&mut self.line).into(),
            width: self.ink,
            soft,
        });
        (self.x, self.ink, self.room) = (0.0, 0.0, self.width);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .map(|line| {
                let mut text = String::new();
                for piece in &line.pieces {
                    text.extend(piece.word.segments.iter().map(|s| &*s.text));
                    text.extend(std::iter::repeat_n(' ', usize::from(piece.spaces)));
                }
                text
            })
            .collect()
    }

    fn check(text: &str, width: f32, expect: &[&str]) {
        let mut shaper = Shaper::new().unwrap();
        let lines = break_lines(&mut shaper, &[(FaceId::Serif, text)], 10.0, width, width);
        assert_eq!(shown(&lines), expect, "{text:?} in {width}");
        for line in &lines {
            assert!(
                line.width <= width + 0.01,
                "{text:?}: {} > {width}",
                line.width
            );
        }
    }

    #[test]
    fn words_flow() {
        check("бир эки үч төрт", 45.0, &["бир эки ", "үч төрт"]);
        check("", 100.0, &[""]);
        check("бир\n\nэки\r\nүч\n", 100.0, &["бир", "", "эки", "үч"]);
        check("  бир", 100.0, &["  бир"]);
        check(
            "бир 2026-жылдын 9-апрели",
            78.0,
            &["бир ", "2026-жылдын ", "9-апрели"],
        );
        check("бир онлайн-кабылдама", 65.0, &["бир онлайн-", "кабылдама"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut_and_nothing_is_lost() {
        let long = "өзгөртүпкураштырылбагандыктарыңыздардан".repeat(8);
        for width in [3.0, 30.0, 77.0, 200.0] {
            let mut shaper = Shaper::new().unwrap();
            let lines = break_lines(&mut shaper, &[(FaceId::Serif, &long)], 10.0, width, width);
            assert_eq!(shown(&lines).concat(), long);
            assert!(lines.len() > 1);
        }
    }

    #[test]
    fn bold_inside_a_word_does_not_break_it() {
        let mut shaper = Shaper::new().unwrap();
        let runs = [(FaceId::Serif, "бир эки"), (FaceId::SerifBold, "нчи үч")];
        for width in 40..120 {
            let lines = break_lines(&mut shaper, &runs, 10.0, width as f32, width as f32);
            let whole = shown(&lines).iter().any(|line| line.contains("экинчи"));
            assert!(whole, "{width}: {:?}", shown(&lines));
            let faces: Vec<_> = lines
                .iter()
                .flat_map(|l| l.pieces.iter())
                .map(|p| p.face)
                .collect();
            assert_eq!(
                faces,
                [
                    FaceId::Serif,
                    FaceId::Serif,
                    FaceId::SerifBold,
                    FaceId::SerifBold
                ]
            );
        }
    }

    #[test]
    fn justified_lines_end_at_the_edge_and_the_last_does_not() {
        let mut shaper = Shaper::new().unwrap();
        let text = "кайрылуу катталды жана аткаруучуга берилди";
        let mut lines = break_lines(&mut shaper, &[(FaceId::Serif, text)], 10.0, 110.0, 110.0);
        assert!(lines.len() > 1);
        let last = lines.len() - 1;
        for line in &mut lines {
            line.align(Align::Justify, 110.0, 10.0);
        }
        assert!((lines[0].width - 110.0).abs() < 0.01);
        assert!(lines[last].width < 109.0);
    }

    #[test]
    fn the_text_of_all_lines_is_the_text() {
        let text = "Урматтуу Айнура Болотовна! Сиздин 2026-жылдын 4-декабрындагы кайрылууңуз (№ 214/2026) каралды/четке кагылды.";
        for width in (20..200).step_by(7) {
            let mut shaper = Shaper::new().unwrap();
            let lines = break_lines(
                &mut shaper,
                &[(FaceId::Sans, text)],
                9.0,
                width as f32,
                width as f32,
            );
            assert_eq!(shown(&lines).concat(), text);
        }
    }
}
