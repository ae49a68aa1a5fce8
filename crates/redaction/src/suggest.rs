//! Suggests marks: personal data that the detector finds in the words of a file, with the boxes in which they stand.

use recognise::{Detector, Hit, Kind};

use crate::error::guarded;
use crate::find::Letters;
use crate::pdf::source;
use crate::pdf::text::{self, Line};
use crate::{Mark, ReasonCode, Rect, RedactionError, SourceKind, Word, detect, pages};

/// A page of this resolution shows whether anything is drawn on it.
const GLANCE_DPI: f32 = 36.0;
/// Of a page's letters so many in a hundred may be unknown; beyond that its words say nothing.
const UNKNOWN_PERCENT: usize = 10;
/// From so many characters on, the same words elsewhere in the file are suggested too.
const EVERYWHERE_FROM: usize = 4;

/// What the detector found, and what it could not look at.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// In the order of reading; what stands in several places is one.
    pub found: Vec<Suggestion>,
    /// Pages that show something and have no words that can be read: scans, pictures, fonts without letters.
    pub unread: Vec<u32>,
}

/// Something to be taken out, if a person agrees.
#[derive(Clone, PartialEq)]
pub struct Suggestion {
    /// The finding; its places are in the words of the whole file.
    pub hit: Hit,
    /// What stands there.
    pub text: String,
    /// Where: a page from 1, and a box a line.
    pub places: Vec<(u32, Rect)>,
}

/// The words are a citizen's; they are not printed.
impl std::fmt::Debug for Suggestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Suggestion({:?}, {:?})", self.hit.kind, self.places)
    }
}

impl Suggestion {
    /// The marks that take it out.
    pub fn marks(&self) -> impl Iterator<Item = Mark> + '_ {
        self.places.iter().map(|(page, rect)| Mark {
            page: *page,
            rect: *rect,
            reason: reason(self.hit.kind),
            text: Some(self.text.clone()),
        })
    }
}

/// The reason of the law for a kind, as long as a person gives no other.
pub fn reason(kind: Kind) -> ReasonCode {
    match kind {
        Kind::Card | Kind::Iban => ReasonCode::CardData,
        _ => ReasonCode::PersonalData,
    }
}

/// Looks for personal data of some kinds in a file's words. Pictures have none: all their pages are unread.
///
/// # Errors
/// Whatever makes the file unreadable: see [`RedactionError`].
pub fn suggest(
    bytes: &[u8],
    detector: &Detector,
    kinds: &[Kind],
) -> Result<Suggestions, RedactionError> {
    if detect(bytes)? != SourceKind::Pdf {
        let pages = u32::try_from(pages(bytes)?.len()).unwrap_or(u32::MAX);
        return Ok(Suggestions {
            unread: (1..=pages).collect(),
            ..Suggestions::default()
        });
    }
    guarded("looking for personal data", || {
        let (read, unread) = read(bytes)?;
        let hits = detector.find(&read.text);
        let pages: Vec<Letters<'_>> = read.pages.iter().map(|page| Letters::of(page)).collect();
        let hits = hits.into_iter().filter(|hit| kinds.contains(&hit.kind));
        let mut found = Vec::<Suggestion>::new();
        for hit in hits {
            let (text, mut places) = read.under(&hit);
            if text.chars().count() >= EVERYWHERE_FROM {
                // Where the same words stand again the detector may have been less sure, but the reader would not be.
                for (number, page) in (1..).zip(&pages) {
                    for rect in page.places(&text) {
                        add(&mut places, (number, rect));
                    }
                }
            }
            let known = found
                .iter_mut()
                .find(|s| s.hit.kind == hit.kind && s.text == text);
            match known {
                Some(known) => places.into_iter().for_each(|p| add(&mut known.places, p)),
                None => found.push(Suggestion { hit, text, places }),
            }
        }
        Ok(Suggestions { found, unread })
    })
}

/// Looks for personal data in words that were read off a page's pixels.
pub fn suggest_in(
    words: Vec<Word>,
    page: u32,
    detector: &Detector,
    kinds: &[Kind],
) -> Vec<Suggestion> {
    let mut read = Read::default();
    for word in words {
        read.push(page, word);
    }
    let hits = detector.find(&read.text).into_iter();
    hits.filter(|hit| kinds.contains(&hit.kind))
        .map(|hit| {
            let (text, places) = read.under(&hit);
            Suggestion { hit, text, places }
        })
        .collect()
}

/// A file's words as one text, and where each of them stands in it.
#[derive(Default)]
struct Read {
    text: String,
    length: usize,
    words: Vec<Placed>,
    /// The lines of each page.
    pages: Vec<Vec<Line>>,
}

/// A word: its first character in the text, and after its last.
struct Placed {
    from: usize,
    to: usize,
    page: u32,
    word: Word,
}

impl Read {
    fn push(&mut self, page: u32, word: Word) {
        if let Some(last) = self.words.last() {
            let gap = match (last.page == page, last.word.line == word.line) {
                (true, true) => " ",
                (true, false) => "\n",
                (false, _) => "\n\n",
            };
            self.text.push_str(gap);
            self.length += gap.len();
        }
        let from = self.length;
        self.text.push_str(&word.text);
        self.length += word.text.chars().count();
        self.words.push(Placed {
            from,
            to: self.length,
            page,
            word,
        });
    }

    /// What a finding covers, whole words of it, a box a line.
    fn under(&self, hit: &Hit) -> (String, Vec<(u32, Rect)>) {
        let mut places = Vec::<(u32, Rect)>::new();
        let mut line = None;
        for placed in &self.words {
            if placed.to <= hit.named_from || placed.from >= hit.end {
                continue;
            }
            let here = Some((placed.page, placed.word.line));
            match places.last_mut() {
                Some((_, rect)) if line == here => *rect = rect.union(&placed.word.rect),
                _ => places.push((placed.page, placed.word.rect)),
            }
            line = here;
        }
        let letters = self.text.chars().skip(hit.start).take(hit.end - hit.start);
        let text = letters.map(|c| if c == '\n' { ' ' } else { c }).collect();
        (text, places)
    }
}

fn add(places: &mut Vec<(u32, Rect)>, (page, rect): (u32, Rect)) {
    let there = places.iter().any(|(on, known)| {
        *on == page
            && known
                .intersection(&rect)
                .is_some_and(|shared| shared.width() > 0.9 * rect.width())
    });
    if !there {
        places.push((page, rect));
    }
}

fn read(bytes: &[u8]) -> Result<(Read, Vec<u32>), RedactionError> {
    let pdf = source::open(bytes)?;
    let mut draftsman = source::Draftsman::new();
    let (mut read, mut unread) = (Read::default(), Vec::new());
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let lines = text::lines(page);
        let words = text::words(&lines);
        let letters = || words.iter().flat_map(|word| word.text.chars());
        let (all, unknown) = (
            letters().count(),
            letters()
                .filter(|c| *c == char::REPLACEMENT_CHARACTER)
                .count(),
        );
        let legible = all > 0 && unknown * 100 <= all * UNKNOWN_PERCENT;
        if !legible && !draftsman.draw(page, GLANCE_DPI)?.raster.is_one_colour() {
            unread.push(number);
        }
        for word in words {
            read.push(number, word);
        }
        read.pages.push(lines);
    }
    Ok((read, unread))
}
