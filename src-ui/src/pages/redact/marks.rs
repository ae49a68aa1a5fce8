//! The marks of a file with the way back, and the walk over words and marks. Pure: no window, no core.

use super::places::{covered, holds, overlap};
use protocol::window::redact::{MarkView, RectView, WordView};

/// How many changes can be taken back.
const PAST: usize = 100;
/// How much of a rectangle another one must cover to count as the same place.
const SAME: f32 = 0.8;

/// The marks of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    list: Vec<MarkView>,
    past: Vec<Vec<MarkView>>,
}

impl Marks {
    /// Marks that were kept.
    pub fn restore(list: Vec<MarkView>) -> Self {
        Self {
            list,
            past: Vec::new(),
        }
    }

    /// All of them, in the order in which they were set.
    pub fn all(&self) -> &[MarkView] {
        &self.list
    }

    /// How many a page has.
    pub fn on_page(&self, page: u32) -> usize {
        self.list.iter().filter(|m| m.page == page).count()
    }

    /// Places of a page's marks in [`Marks::all`].
    pub fn places(&self, page: u32) -> Vec<usize> {
        self.list
            .iter()
            .enumerate()
            .filter(|(_, m)| m.page == page)
            .map(|(i, _)| i)
            .collect()
    }

    /// Whether a place is marked already.
    pub fn covers(&self, page: u32, rect: &RectView) -> bool {
        self.list
            .iter()
            .any(|m| m.page == page && covered(rect, &m.rect) >= SAME)
    }

    /// Adds marks in one step, without those whose place is marked already. Returns how many were added.
    pub fn add(&mut self, marks: Vec<MarkView>) -> usize {
        let mut fresh: Vec<MarkView> = Vec::new();
        for mark in marks {
            let twice = fresh
                .iter()
                .any(|m| m.page == mark.page && covered(&mark.rect, &m.rect) >= SAME);
            if !twice && !self.covers(mark.page, &mark.rect) {
                fresh.push(mark);
            }
        }
        let added = fresh.len();
        if added > 0 {
            self.remember();
            self.list.append(&mut fresh);
        }
        added
    }

    /// Removes a mark.
    pub fn remove(&mut self, at: usize) {
        if at < self.list.len() {
            self.remember();
            self.list.remove(at);
        }
    }

    /// Puts another rectangle in a mark's place; smaller marks that it covers go.
    pub fn widen(&mut self, at: usize, rect: RectView) {
        let Some(mark) = self.list.get(at).cloned() else {
            return;
        };
        self.remember();
        let wide = MarkView {
            rect,
            text: None,
            ..mark
        };
        self.list.remove(at);
        self.list
            .retain(|m| m.page != wide.page || covered(&m.rect, &wide.rect) < SAME);
        self.list.push(wide);
    }

    /// Gives a mark another reason.
    pub fn reason(&mut self, at: usize, reason: &str) {
        if self.list.get(at).is_some_and(|m| m.reason != reason) {
            self.remember();
            if let Some(mark) = self.list.get_mut(at) {
                reason.clone_into(&mut mark.reason);
            }
        }
    }

    /// Takes the last change back. `false` when there is none.
    pub fn undo(&mut self) -> bool {
        match self.past.pop() {
            Some(before) => {
                self.list = before;
                true
            }
            None => false,
        }
    }

    fn remember(&mut self) {
        if self.past.len() == PAST {
            self.past.remove(0);
        }
        self.past.push(self.list.clone());
    }
}

/// A stop of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A word, by its place on the page.
    Word(usize),
    /// A mark, by its place in [`Marks::all`].
    Mark(usize),
    /// A suggestion, by its place among them; the walk over words and marks does not stop there.
    Suggestion(usize),
}

/// The stops of a page in reading order: a mark comes before the first word that it covers, or where it stands.
pub fn stops(words: &[WordView], marks: &Marks, page: u32) -> Vec<Stop> {
    let mut placed: Vec<(usize, RectView, usize)> = marks
        .places(page)
        .into_iter()
        .filter_map(|i| {
            marks
                .all()
                .get(i)
                .map(|m| (before(words, &m.rect), m.rect, i))
        })
        .collect();
    placed.sort_by(|a, b| {
        a.0.cmp(&b.0)
            .then(a.1.y0.total_cmp(&b.1.y0))
            .then(a.1.x0.total_cmp(&b.1.x0))
    });
    let mut placed = placed.into_iter().peekable();
    let mut stops = Vec::with_capacity(words.len());
    for word in 0..=words.len() {
        while let Some((_, _, mark)) = placed.next_if(|(at, ..)| *at == word) {
            stops.push(Stop::Mark(mark));
        }
        if word < words.len() {
            stops.push(Stop::Word(word));
        }
    }
    stops
}

/// The first word that a rectangle covers, else the first that comes after it.
fn before(words: &[WordView], rect: &RectView) -> usize {
    let touches = |w: &WordView| overlap(&w.rect, rect) > 0.0;
    let after =
        |w: &WordView| w.rect.y0 >= rect.y1 || (w.rect.y1 > rect.y0 && w.rect.x0 >= rect.x1);
    words
        .iter()
        .position(touches)
        .or_else(|| words.iter().position(after))
        .unwrap_or(words.len())
}

/// The stop after or before one; `None` past the end.
pub fn walk(stops: &[Stop], at: Option<Stop>, forward: bool) -> Option<Stop> {
    let here = at.and_then(|at| stops.iter().position(|s| *s == at));
    let next = match (here, forward) {
        (None, true) => Some(0),
        (None, false) => stops.len().checked_sub(1),
        (Some(i), true) => Some(i + 1),
        (Some(i), false) => i.checked_sub(1),
    }?;
    stops.get(next).copied()
}

/// The word one line below or above a word, nearest to its middle.
pub fn line_step(words: &[WordView], at: usize, down: bool) -> Option<usize> {
    let here = words.get(at)?;
    let lines = words.iter().map(|w| w.line);
    let line = if down {
        lines.filter(|l| *l > here.line).min()
    } else {
        lines.filter(|l| *l < here.line).max()
    }?;
    let middle = f32::midpoint(here.rect.x0, here.rect.x1);
    let distance = |w: &WordView| (f32::midpoint(w.rect.x0, w.rect.x1) - middle).abs();
    words
        .iter()
        .enumerate()
        .filter(|(_, w)| w.line == line)
        .min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)))
        .map(|(i, _)| i)
}

/// The mark under a point; the last set lies on top.
pub fn mark_at(marks: &Marks, page: u32, x: f32, y: f32) -> Option<usize> {
    marks
        .places(page)
        .into_iter()
        .rev()
        .find(|i| marks.all().get(*i).is_some_and(|m| holds(&m.rect, x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::redact::places::{text_under, word_at};

    fn rect(x0: f32, y0: f32, x1: f32, y1: f32) -> RectView {
        RectView { x0, y0, x1, y1 }
    }

    fn mark(page: u32, r: RectView) -> MarkView {
        MarkView {
            page,
            rect: r,
            reason: "personal-data".into(),
            text: None,
        }
    }

    /// Two lines: `a b c` and `d e`.
    fn words() -> Vec<WordView> {
        let word = |text: &str, x: f32, line: u32| {
            let y = 10.0 + 20.0 * line as f32;
            WordView {
                text: text.into(),
                rect: rect(x, y, x + 20.0, y + 10.0),
                line,
            }
        };
        vec![
            word("a", 10.0, 0),
            word("b", 40.0, 0),
            word("c", 70.0, 0),
            word("d", 10.0, 1),
            word("e", 40.0, 1),
        ]
    }

    #[test]
    fn marks_are_not_set_twice_and_can_be_taken_back() {
        let mut marks = Marks::default();
        assert_eq!(
            marks.add(vec![
                mark(1, rect(10.0, 10.0, 30.0, 20.0)),
                mark(1, rect(11.0, 10.0, 30.0, 20.0))
            ]),
            1
        );
        assert_eq!(
            marks.add(vec![
                mark(1, rect(10.0, 10.0, 30.0, 20.0)),
                mark(2, rect(10.0, 10.0, 30.0, 20.0))
            ]),
            1
        );
        assert_eq!((marks.on_page(1), marks.on_page(2)), (1, 1));
        marks.remove(0);
        assert_eq!(marks.on_page(1), 0);
        assert!(marks.undo());
        assert_eq!(marks.on_page(1), 1);
        assert!(marks.undo());
        assert!(marks.undo());
        assert_eq!(marks.all().len(), 0);
        assert!(!marks.undo());
    }

    #[test]
    fn adding_nothing_new_leaves_nothing_to_take_back() {
        let mut marks = Marks::default();
        marks.add(vec![mark(1, rect(0.0, 0.0, 10.0, 10.0))]);
        assert_eq!(marks.add(vec![mark(1, rect(0.0, 0.0, 10.0, 10.0))]), 0);
        assert!(marks.undo());
        assert_eq!(marks.all().len(), 0);
    }

    #[test]
    fn a_widened_mark_swallows_those_inside_it() {
        let mut marks = Marks::default();
        marks.add(vec![
            mark(1, rect(10.0, 10.0, 30.0, 20.0)),
            mark(1, rect(40.0, 10.0, 60.0, 20.0)),
            mark(1, rect(10.0, 30.0, 30.0, 40.0)),
        ]);
        marks.widen(0, rect(0.0, 9.0, 600.0, 21.0));
        assert_eq!(marks.all().len(), 2);
        assert!(marks.covers(1, &rect(40.0, 10.0, 60.0, 20.0)));
        assert!(marks.undo());
        assert_eq!(marks.all().len(), 3);
    }

    #[test]
    fn the_walk_goes_in_reading_order_with_marks_before_their_words() {
        let mut marks = Marks::default();
        marks.add(vec![
            mark(1, rect(35.0, 28.0, 65.0, 42.0)),
            mark(1, rect(38.0, 8.0, 62.0, 22.0)),
            mark(2, rect(0.0, 0.0, 9.0, 9.0)),
        ]);
        use Stop::{Mark, Word};
        let all = stops(&words(), &marks, 1);
        assert_eq!(
            all,
            [
                Word(0),
                Mark(1),
                Word(1),
                Word(2),
                Word(3),
                Mark(0),
                Word(4)
            ]
        );
        assert_eq!(walk(&all, None, true), Some(Word(0)));
        assert_eq!(walk(&all, None, false), Some(Word(4)));
        assert_eq!(walk(&all, Some(Mark(1)), true), Some(Word(1)));
        assert_eq!(walk(&all, Some(Word(4)), true), None);
        assert_eq!(walk(&all, Some(Word(0)), false), None);
        assert_eq!(stops(&[], &marks, 2), [Mark(2)]);
        assert_eq!(walk(&[], None, false), None);
    }

    #[test]
    fn arrows_go_from_line_to_line() {
        let words = words();
        assert_eq!(line_step(&words, 1, true), Some(4));
        assert_eq!(line_step(&words, 2, true), Some(4));
        assert_eq!(line_step(&words, 3, false), Some(0));
        assert_eq!(line_step(&words, 0, false), None);
    }

    #[test]
    fn points_find_words_and_marks() {
        let words = words();
        let mut marks = Marks::default();
        marks.add(vec![mark(1, rect(0.0, 0.0, 100.0, 25.0))]);
        assert_eq!(word_at(&words, 45.0, 12.0), Some(1));
        assert_eq!(word_at(&words, 35.0, 12.0), None);
        assert_eq!(mark_at(&marks, 1, 45.0, 12.0), Some(0));
        assert_eq!(mark_at(&marks, 2, 45.0, 12.0), None);
        assert_eq!(
            text_under(&words, &rect(30.0, 5.0, 95.0, 25.0)).as_deref(),
            Some("b c")
        );
        assert_eq!(text_under(&words, &rect(200.0, 5.0, 300.0, 25.0)), None);
    }
}
