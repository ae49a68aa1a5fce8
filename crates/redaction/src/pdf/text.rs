//! The words of a PDF page with their boxes: what marks snap to, what `find_text` finds, what the verifier searches for.
//!
//! Glyphs are taken where they are drawn, in whatever order and pieces; words and lines are made from their places. So text
//! split by glyph, kerned apart or set in several operations comes out as the reader sees it.

use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, SoftMask, TransformExt, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, BezPath, Point, Rect as KRect, Shape};

use super::fonts;
use crate::fold::is_invisible;
use crate::{Rect, Word};

/// What stands for a glyph whose letter the file does not tell.
const UNKNOWN: char = '\u{FFFD}';
/// Glyph space has this many units to the em.
const EM: f64 = 1000.0;
/// The height of a line's box: from below the descenders to above the capitals, in units of the em.
const DESCENT: f64 = -220.0;
const ASCENT: f64 = 800.0;

/// One glyph as drawn.
pub(crate) struct Placed {
    pub(crate) text: String,
    pub(crate) rect: Rect,
    /// The direction of reading, in degrees, to the nearest even one: glyphs of one line share it.
    angle: i32,
    /// Where the baseline begins, along the direction of reading and across it.
    along: f64,
    across: f64,
    advance: f64,
    size: f64,
    /// Its place in the order of drawing.
    drawn: usize,
}

/// Glyphs of one line in reading order, in words.
pub(crate) struct Line {
    pub(crate) words: Vec<Vec<Placed>>,
}

/// The lines of a page, from the top. Text off the page is not among them; invisible text on it is.
pub(crate) fn lines<'a>(page: &'a Page<'a>) -> Vec<Line> {
    let (width, height) = page.render_dimensions();
    let cache = InterpreterCache::new();
    let bounds = KRect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(
        page.initial_transform(true).to_kurbo(),
        bounds,
        &cache,
        page.xref(),
        fonts::settings(),
    );
    let mut reader = GlyphReader {
        bounds,
        glyphs: Vec::new(),
    };
    interpret_page(page, &mut context, &mut reader);
    arrange(reader.glyphs)
}

/// The words of the lines, numbered by line from 0.
pub(crate) fn words(lines: &[Line]) -> Vec<Word> {
    let mut words = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        for glyphs in &line.words {
            let Some(rect) = around(glyphs) else { continue };
            words.push(Word {
                text: glyphs.iter().map(|g| g.text.as_str()).collect(),
                rect,
                line: number as u32,
            });
        }
    }
    words
}

/// The glyphs of the lines in the order in which they were drawn, each with its line's number, parted where the eye would
/// see a gap. Letters of two texts that lie over each other, and of one that lies aslant, are together here and nowhere
/// else.
pub(crate) fn as_drawn(lines: &[Line]) -> Vec<Vec<(usize, &Placed)>> {
    let mut glyphs: Vec<(usize, &Placed)> = (0..)
        .zip(lines)
        .flat_map(|(number, line)| line.words.iter().flatten().map(move |g| (number, g)))
        .collect();
    glyphs.sort_by_key(|(_, glyph)| glyph.drawn);
    glyphs
        .chunk_by(|(_, a), (_, b)| follows(a, b))
        .map(<[_]>::to_vec)
        .collect()
}

/// Whether a glyph stands right beside the one drawn before it, whatever the direction.
fn follows(before: &Placed, glyph: &Placed) -> bool {
    let center = |r: &Rect| ((r.x0 + r.x1) / 2.0, (r.y0 + r.y1) / 2.0);
    let (a, b) = (center(&before.rect), center(&glyph.rect));
    let apart = f64::from((a.0 - b.0).hypot(a.1 - b.1));
    let halves = (before.advance.abs() + glyph.advance.abs()) / 2.0;
    apart <= halves + WORD_GAP * before.size.max(glyph.size)
}

/// The box around glyphs.
pub(crate) fn around<'g>(glyphs: impl IntoIterator<Item = &'g Placed>) -> Option<Rect> {
    glyphs
        .into_iter()
        .map(|g| g.rect)
        .reduce(|all, one| all.union(&one))
}

struct GlyphReader {
    bounds: KRect,
    glyphs: Vec<Placed>,
}

impl GlyphReader {
    fn take(&mut self, glyph: &Glyph<'_>, to_page: Affine) {
        let (advance, outline) = match glyph {
            Glyph::Outline(g) => (g.advance_width(), Some(g.outline())),
            Glyph::Type3(g) => (g.advance_width(), None),
        };
        let advance = f64::from(advance.unwrap_or(500.0));
        let mut frame = KRect::new(0.0, DESCENT, advance, ASCENT);
        if let Some(ink) = outline.filter(|o| !o.elements().is_empty()) {
            frame = frame.union(ink.bounding_box());
        }
        let on_page = to_page.transform_rect_bbox(frame);
        if !on_page.is_finite() || !self.bounds.contains(on_page.center()) {
            return;
        }
        let origin = to_page * Point::ORIGIN;
        let step = to_page * Point::new(advance, 0.0) - origin;
        let ahead = to_page * Point::new(EM, 0.0) - origin;
        let size = (to_page * Point::new(0.0, EM) - origin).hypot();
        let direction = ahead / ahead.hypot().max(f64::MIN_POSITIVE);
        self.glyphs.push(Placed {
            text: letters(glyph),
            rect: Rect::new(
                on_page.x0 as f32,
                on_page.y0 as f32,
                on_page.x1 as f32,
                on_page.y1 as f32,
            ),
            angle: (direction.atan2().to_degrees() / 2.0).round() as i32 * 2,
            along: origin.to_vec2().dot(direction),
            across: direction.cross(origin.to_vec2()),
            advance: step.dot(direction),
            size: size.max(0.1),
            drawn: self.glyphs.len(),
        });
    }
}

fn letters(glyph: &Glyph<'_>) -> String {
    match glyph.as_unicode() {
        Some(BfString::Char(c)) => c.to_string(),
        Some(BfString::String(s)) => s,
        None => UNKNOWN.to_string(),
    }
}

impl<'a> Device<'a> for GlyphReader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Baselines closer than this share of the size are one line.
const SAME_LINE: f64 = 0.35;
/// A gap wider than this share of the size parts words.
const WORD_GAP: f64 = 0.22;
/// A gap wider than this many sizes parts columns, which are then lines of their own.
const COLUMN_GAP: f64 = 4.0;
/// The same letter this close, in sizes, is one letter drawn twice to look bold.
const DOUBLED: f64 = 0.12;

fn arrange(mut glyphs: Vec<Placed>) -> Vec<Line> {
    let order = |g: &Placed| (g.angle, g.across);
    glyphs.sort_by(|a, b| {
        let (a, b) = (order(a), order(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut lines = Vec::new();
    let mut row: Vec<Placed> = Vec::new();
    for glyph in glyphs {
        let same = row.first().is_some_and(|first| {
            first.angle == glyph.angle
                && glyph.across - first.across <= SAME_LINE * first.size.max(glyph.size)
        });
        if !same {
            lines.extend(split_row(std::mem::take(&mut row)));
        }
        row.push(glyph);
    }
    lines.extend(split_row(row));
    lines
}

/// Orders one row of glyphs and parts it into columns and words.
fn split_row(mut row: Vec<Placed>) -> Vec<Line> {
    row.sort_by(|a, b| a.along.total_cmp(&b.along));
    let mut lines: Vec<Line> = Vec::new();
    let mut word: Vec<Placed> = Vec::new();
    let mut words: Vec<Vec<Placed>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for glyph in row {
        if word.last().is_some_and(|last| {
            last.text == glyph.text && glyph.along - last.along < DOUBLED * glyph.size
        }) {
            continue;
        }
        let gap = glyph.along - end;
        let blank = glyph.text.chars().all(|c| c.is_whitespace() || c == '\0');
        let parted = blank || gap > WORD_GAP * glyph.size;
        if parted && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if gap > COLUMN_GAP * glyph.size && !words.is_empty() {
            lines.push(Line {
                words: std::mem::take(&mut words),
            });
        }
        end = end.max(glyph.along + glyph.advance.max(0.0));
        // A glyph that takes no room and shows nothing would only stand between its neighbours.
        if !blank && !glyph.text.chars().all(is_invisible) {
            word.push(glyph);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    if !words.is_empty() {
        lines.push(Line { words });
    }
    lines
}
