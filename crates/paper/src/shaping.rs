//! Words to glyphs. Shaped words are cached: tables repeat theirs thousands of times.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer};

use crate::document::Family;
use crate::{PaperError, Replaced};

/// What is printed for a character that no font has; the symbols' font has it.
const STAND_IN: char = '□';
/// Glyphs kept for words that come again; about 20 MB.
const CACHED_GLYPHS: usize = 1_000_000;
/// More marks on one character are shown as boxes: no script needs them, and a PDF cannot map them.
const MARKS: usize = 8;

/// The shipped faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FaceId {
    Sans,
    SansBold,
    Serif,
    SerifBold,
    Symbols,
}

impl FaceId {
    pub(crate) const ALL: [Self; 5] = [
        Self::Sans,
        Self::SansBold,
        Self::Serif,
        Self::SerifBold,
        Self::Symbols,
    ];

    pub(crate) fn of(family: Family, bold: bool) -> Self {
        match (family, bold) {
            (Family::Sans, false) => Self::Sans,
            (Family::Sans, true) => Self::SansBold,
            (Family::Serif, false) => Self::Serif,
            (Family::Serif, true) => Self::SerifBold,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sans => "NotoSans-Regular",
            Self::SansBold => "NotoSans-Bold",
            Self::Serif => "NotoSerif-Regular",
            Self::SerifBold => "NotoSerif-Bold",
            Self::Symbols => "DeskSymbols-Regular",
        }
    }

    pub(crate) fn data(self) -> &'static [u8] {
        match self {
            Self::Sans => include_bytes!("../fonts/NotoSans-Regular.ttf"),
            Self::SansBold => include_bytes!("../fonts/NotoSans-Bold.ttf"),
            Self::Serif => include_bytes!("../fonts/NotoSerif-Regular.ttf"),
            Self::SerifBold => include_bytes!("../fonts/NotoSerif-Bold.ttf"),
            Self::Symbols => include_bytes!("../fonts/DeskSymbols-Regular.ttf"),
        }
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// A placed glyph; lengths in sizes of the type (em), `start..end` the bytes of the segment's text that it shows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Glyph {
    pub id: u16,
    pub start: u16,
    pub end: u16,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
}

/// Glyphs of one face, and the text that they stand for: where boxes are shown it is the true text, so that it can
/// still be copied and searched.
#[derive(Debug)]
pub(crate) struct Segment {
    pub face: FaceId,
    pub text: Box<str>,
    pub glyphs: Box<[Glyph]>,
}

/// A shaped word.
#[derive(Debug)]
pub(crate) struct Word {
    pub segments: Box<[Segment]>,
    /// Width in em.
    pub advance: f32,
    replaced: Box<[char]>,
}

struct Shaped {
    face: Face<'static>,
    units: f32,
    space: Glyph,
    plans: Vec<(Script, ShapePlan)>,
    words: HashMap<Box<str>, Rc<Word>>,
}

/// Shapes words and counts the characters that it had to replace.
pub(crate) struct Shaper {
    faces: Vec<Shaped>,
    stand_in: Glyph,
    cached: usize,
    buffer: Option<UnicodeBuffer>,
    replaced: BTreeMap<char, usize>,
}

impl Shaper {
    pub(crate) fn new() -> Result<Self, PaperError> {
        let faces = FaceId::ALL
            .into_iter()
            .map(Shaped::new)
            .collect::<Result<Vec<_>, _>>()?;
        let stand_in = faces
            .last()
            .and_then(|symbols| symbols.glyph(STAND_IN))
            .ok_or(PaperError::Font(FaceId::Symbols.name()))?;
        Ok(Self {
            faces,
            stand_in,
            cached: 0,
            buffer: None,
            replaced: BTreeMap::new(),
        })
    }

    pub(crate) fn replaced(&self) -> Vec<Replaced> {
        self.replaced
            .iter()
            .map(|(&character, &times)| Replaced { character, times })
            .collect()
    }

    /// The space of a face.
    pub(crate) fn space(&self, face: FaceId) -> Glyph {
        self.faces[face.index()].space
    }

    /// A word without spaces or line feeds, shaped and counted.
    pub(crate) fn word(&mut self, face: FaceId, raw: &str) -> Rc<Word> {
        let word = self.shaped(face, raw);
        for &character in &word.replaced {
            *self.replaced.entry(character).or_default() += 1;
        }
        word
    }

    /// Its width in em, not counted.
    pub(crate) fn width(&mut self, face: FaceId, raw: &str) -> f32 {
        self.shaped(face, raw).advance
    }

    /// The width of a part of a word, which will not come again.
    pub(crate) fn width_of_part(&mut self, face: FaceId, raw: &str) -> f32 {
        self.shape(face, raw).advance
    }

    fn shaped(&mut self, face: FaceId, raw: &str) -> Rc<Word> {
        if let Some(word) = self.faces[face.index()].words.get(raw) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.shape(face, raw));
        let glyphs: usize = word
            .segments
            .iter()
            .map(|segment| segment.glyphs.len())
            .sum();
        if self.cached + glyphs <= CACHED_GLYPHS {
            self.cached += glyphs;
            self.faces[face.index()]
                .words
                .insert(raw.into(), Rc::clone(&word));
        }
        word
    }

    fn shape(&mut self, face: FaceId, raw: &str) -> Word {
        let mut replaced = Vec::new();
        let mut segments = Vec::new();
        for (kind, text) in self.parts(face, raw) {
            let (face, text, glyphs) = match kind {
                Kind::Own => (face, text.clone(), self.glyphs(face, &text)),
                Kind::Symbol => (
                    FaceId::Symbols,
                    text.clone(),
                    self.glyphs(FaceId::Symbols, &text),
                ),
                Kind::Missing => {
                    replaced.extend(text.chars());
                    let text: String = text
                        .chars()
                        .map(|c| if is_forbidden(c) { STAND_IN } else { c })
                        .collect();
                    let glyphs = self.boxes(&text);
                    (FaceId::Symbols, text, glyphs)
                }
            };
            segments.push(Segment {
                face,
                text: text.into(),
                glyphs,
            });
        }
        let advance = segments
            .iter()
            .flat_map(|s| s.glyphs.iter())
            .map(|g| g.advance)
            .sum();
        Word {
            segments: segments.into(),
            advance,
            replaced: replaced.into(),
        }
    }

    /// Cuts a word into parts of one kind each and leaves out what is invisible by its nature.
    fn parts(&self, face: FaceId, raw: &str) -> Vec<(Kind, String)> {
        let mut parts: Vec<(Kind, String)> = Vec::with_capacity(1);
        let mut marks = 0;
        for c in raw.chars().filter(|&c| !is_invisible(c)) {
            // A space that does not break is drawn as a space: the two share a glyph, and searching finds a space.
            let c = if c == '\u{a0}' { ' ' } else { c };
            marks = if is_mark(c) { marks + 1 } else { 0 };
            let kind = if marks > MARKS {
                Kind::Missing
            } else {
                self.kind(face, c)
            };
            match parts.last_mut().filter(|(last, _)| *last == kind) {
                Some((_, text)) => text.push(c),
                None => parts.push((kind, c.into())),
            }
        }
        parts
    }

    fn kind(&self, face: FaceId, c: char) -> Kind {
        if is_forbidden(c) {
            Kind::Missing
        } else if self.has(face, c) {
            Kind::Own
        } else if self.has(FaceId::Symbols, c) {
            Kind::Symbol
        } else {
            Kind::Missing
        }
    }

    /// A box for each character.
    fn boxes(&self, text: &str) -> Box<[Glyph]> {
        let glyph = self.stand_in;
        text.char_indices()
            .map(|(at, c)| Glyph {
                start: to_u16(at),
                end: to_u16(at + c.len_utf8()),
                ..glyph
            })
            .collect()
    }

    fn has(&self, face: FaceId, c: char) -> bool {
        self.faces[face.index()]
            .face
            .glyph_index(c)
            .is_some_and(|id| id != GlyphId(0))
    }

    fn glyphs(&mut self, face: FaceId, text: &str) -> Box<[Glyph]> {
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = &mut self.faces[face.index()];
        let plan = shaped.plan(buffer.script());
        let output = rustybuzz::shape_with_plan(&shaped.face, &shaped.plans[plan].1, buffer);
        let infos = output.glyph_infos();
        let glyphs = infos
            .iter()
            .zip(output.glyph_positions())
            .enumerate()
            .map(|(index, (info, position))| {
                let end = infos
                    .iter()
                    .skip(index)
                    .map(|i| i.cluster)
                    .find(|&c| c != info.cluster);
                Glyph {
                    id: to_u16(info.glyph_id as usize),
                    start: to_u16(info.cluster as usize),
                    end: end.map_or(to_u16(text.len()), |c| to_u16(c as usize)),
                    advance: position.x_advance as f32 / shaped.units,
                    dx: position.x_offset as f32 / shaped.units,
                    dy: position.y_offset as f32 / shaped.units,
                }
            })
            .collect();
        self.buffer = Some(output.clear());
        glyphs
    }
}

impl Shaped {
    fn new(id: FaceId) -> Result<Self, PaperError> {
        let face = Face::from_slice(id.data(), 0).ok_or(PaperError::Font(id.name()))?;
        let units = face.units_per_em() as f32;
        let mut shaped = Self {
            face,
            units,
            space: Glyph::default(),
            plans: Vec::new(),
            words: HashMap::new(),
        };
        // The symbols never set a line's spaces.
        if id != FaceId::Symbols {
            shaped.space = shaped.glyph(' ').ok_or(PaperError::Font(id.name()))?;
        }
        Ok(shaped)
    }

    /// The glyph of one character, as it stands alone.
    fn glyph(&self, c: char) -> Option<Glyph> {
        let glyph = self.face.glyph_index(c)?;
        let advance = f32::from(self.face.glyph_hor_advance(glyph)?) / self.units;
        Some(Glyph {
            id: glyph.0,
            start: 0,
            end: to_u16(c.len_utf8()),
            advance,
            dx: 0.0,
            dy: 0.0,
        })
    }

    /// Where the plan for a script is; made once.
    fn plan(&mut self, script: Script) -> usize {
        if let Some(at) = self.plans.iter().position(|(s, _)| *s == script) {
            return at;
        }
        let plan = ShapePlan::new(&self.face, Direction::LeftToRight, Some(script), None, &[]);
        self.plans.push((script, plan));
        self.plans.len() - 1
    }
}

/// How a character is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Symbol,
    Missing,
}

/// Words are cut to 64 characters before they come here (see `lines`), so the cap is never met.
fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// Characters that show nothing: joiners, marks of direction, variation selectors, soft hyphens, byte order marks.
/// They are left out; a mark of direction could otherwise make a paper read otherwise than it was written.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// What PDF/A does not allow as text: controls, private use, noncharacters.
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || matches!(code, 0xe000..=0xf8ff | 0xf0000..=0x10_ffff | 0xfdd0..=0xfdef)
        || code & 0xfffe == 0xfffe
}

/// Marks that belong to the character before them.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
        || is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expect: &[(FaceId, &str)]) {
        let mut shaper = Shaper::new().unwrap();
        let word = shaper.word(FaceId::Serif, raw);
        let found: Vec<_> = word.segments.iter().map(|s| (s.face, &*s.text)).collect();
        assert_eq!(found, expect, "{raw:?}");
        assert!(
            word.segments
                .iter()
                .flat_map(|s| s.glyphs.iter())
                .all(|g| g.id != 0),
            "{raw:?} shows a missing glyph"
        );
    }

    #[test]
    fn kyrgyz_letters_come_from_the_face_itself() {
        check("Өтүнмө-ҢңҮү№§", &[(FaceId::Serif, "Өтүнмө-ҢңҮү№§")]);
    }

    #[test]
    fn symbols_come_from_the_symbols() {
        check("а☑→", &[(FaceId::Serif, "а"), (FaceId::Symbols, "☑→")]);
    }

    #[test]
    fn what_no_font_has_becomes_boxes_that_keep_the_true_text() {
        check(
            "а😀ж",
            &[
                (FaceId::Serif, "а"),
                (FaceId::Symbols, "😀"),
                (FaceId::Serif, "ж"),
            ],
        );
        check("سلام", &[(FaceId::Symbols, "سلام")]);
        let mut shaper = Shaper::new().unwrap();
        let word = shaper.word(FaceId::Sans, "سلام");
        let glyphs: Vec<_> = word.segments[0]
            .glyphs
            .iter()
            .map(|g| (g.id, g.start, g.end))
            .collect();
        let id = shaper.stand_in.id;
        assert_eq!(glyphs, [(id, 0, 2), (id, 2, 4), (id, 4, 6), (id, 6, 8)]);
    }

    #[test]
    fn controls_and_private_use_become_boxes_without_text() {
        check(
            "а\u{1}\u{e000}",
            &[(FaceId::Serif, "а"), (FaceId::Symbols, "□□")],
        );
    }

    #[test]
    fn what_is_invisible_is_left_out() {
        check(
            "\u{feff}а\u{202e}б\u{200d}\u{fe0f}",
            &[(FaceId::Serif, "аб")],
        );
    }

    #[test]
    fn a_heap_of_marks_is_shown_as_boxes() {
        let mut shaper = Shaper::new().unwrap();
        shaper.word(FaceId::Sans, &("а".to_owned() + &"\u{301}".repeat(30)));
        assert_eq!(
            shaper.replaced(),
            [Replaced {
                character: '\u{301}',
                times: 22
            }]
        );
    }

    #[test]
    fn replaced_characters_are_counted_at_every_use() {
        let mut shaper = Shaper::new().unwrap();
        shaper.word(FaceId::Sans, "😀😀");
        shaper.word(FaceId::Sans, "😀😀");
        shaper.width(FaceId::Sans, "😀😀");
        assert_eq!(
            shaper.replaced(),
            [Replaced {
                character: '😀',
                times: 4
            }]
        );
    }

    #[test]
    fn every_face_has_what_the_papers_need() {
        let shaper = Shaper::new().unwrap();
        let needed = ('а'..='я')
            .chain('А'..='Я')
            .chain("ЁёҢңӨөҮү№§«»„“–—…•0123456789₽°".chars());
        for c in needed {
            for face in &FaceId::ALL[..4] {
                assert!(shaper.has(*face, c), "{} lacks {c}", face.name());
            }
        }
        for c in "□☐☑☒✓✗→←↑↓−≤≥".chars() {
            assert!(shaper.has(FaceId::Symbols, c), "the symbols lack {c}");
        }
    }

    #[test]
    fn a_mark_alone_still_shows_something() {
        let mut shaper = Shaper::new().unwrap();
        let word = shaper.word(FaceId::Sans, "\u{306}");
        assert!(!word.segments.is_empty());
        assert!(word.segments[0].glyphs.iter().all(|g| g.id != 0));
    }
}
