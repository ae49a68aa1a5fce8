//! Pages to PDF: content marked with the node it belongs to, artefacts, outline, metadata, attachments.

use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::{Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document as Writer, SerializeSettings};

use crate::PaperError;
use crate::document::{Align, Document, Footer, PageSetup, Tone};
use crate::files::{date, embed};
use crate::flow::{Entry, Laid, Type, text_item};
use crate::lines::{Line, break_lines};
use crate::page::{Area, Frame, Mark, Page, RULE, Rgb, Rule, STRONG_RULE, TextItem};
use crate::shaping::{FaceId, Glyph, Segment, Shaper};
use crate::subtype;
use crate::tree::{NodeId, Tree, shorten};

const FOOT: Type = Type {
    size: 8.0,
    leading: 1.3,
    tone: Tone::Muted,
};

/// Draws the pages and closes the file.
pub(crate) fn draw(
    document: Document,
    laid: Laid,
    shaper: &mut Shaper,
) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperError::Rejected(vec![format!("{error:?}")]))?;
    let mut writer = Writer::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let fonts = FaceId::ALL
        .into_iter()
        .map(font)
        .collect::<Result<Vec<_>, _>>()?;
    let Laid {
        pages,
        tree,
        outline,
    } = laid;
    let mut pen = Pen {
        fonts,
        shaper,
        tree,
        glyphs: Vec::new(),
        text: String::new(),
    };
    let total = pages.len();
    for (index, page) in pages.into_iter().enumerate() {
        let foot = pen.footer(&document.footer, &document.page, index + 1, total);
        let settings =
            PageSettings::from_wh(document.page.width, document.page.height).unwrap_or_default();
        let mut sheet = writer.start_page_with(settings);
        let mut surface = sheet.surface();
        pen.page(&mut surface, page, foot);
        surface.finish();
        sheet.finish();
    }
    writer.set_tag_tree(pen.tree.finish(&document.lang));
    writer.set_outline(outline_of(&document.title, &outline, document.page.left));
    writer.set_metadata(metadata(&document));
    embed(&mut writer, document.attachments, &document.created)?;
    let written = writer.finish().map_err(refused)?;
    // A paper without the label is the same paper: nobody is refused one for it. The tests see to the label.
    Ok(subtype::declare(&written).unwrap_or(written))
}

fn font(face: FaceId) -> Result<Font, PaperError> {
    Font::new(face.data().into(), 0).ok_or(PaperError::Font(face.name()))
}

fn refused(error: KrillaError) -> PaperError {
    match error {
        KrillaError::Validation(errors) => {
            let mut reasons: Vec<String> = errors
                .iter()
                .map(|(error, _)| format!("{error:?}"))
                .collect();
            reasons.dedup();
            PaperError::Rejected(reasons)
        }
        other => PaperError::Rejected(vec![other.to_string()]),
    }
}

fn metadata(document: &Document) -> Metadata {
    let mut metadata = Metadata::new()
        .title(shorten(&document.title))
        .language(document.lang.clone())
        .creator("Inquiry Desk".to_owned())
        .producer("Inquiry Desk".to_owned())
        .creation_date(date(&document.created))
        .text_direction(TextDirection::LeftToRight)
        .keywords(document.keywords.iter().map(|word| shorten(word)).collect());
    if !document.subject.is_empty() {
        metadata = metadata.description(shorten(&document.subject));
    }
    if !document.author.is_empty() {
        metadata = metadata.authors(vec![shorten(&document.author)]);
    }
    metadata
}

/// An outline as deep as the headings; a document without any has its title.
fn outline_of(title: &str, entries: &[Entry], left: f32) -> Outline {
    let mut outline = Outline::new();
    if entries.is_empty() {
        outline.push_child(OutlineNode::new(
            shorten(title),
            XyzDestination::new(0, Point::from_xy(left, 0.0)),
        ));
    }
    let mut rest = entries;
    while let Some((node, after)) = outline_node(rest, left) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// The first entry with the deeper ones after it, and what is left.
fn outline_node(entries: &[Entry], left: f32) -> Option<(OutlineNode, &[Entry])> {
    let (entry, mut rest) = entries.split_first()?;
    let place = XyzDestination::new(entry.page, Point::from_xy(left, (entry.y - 12.0).max(0.0)));
    let mut node = OutlineNode::new(shorten(&entry.text), place).with_open(entry.level == 1);
    while rest.first().is_some_and(|next| next.level > entry.level) {
        let (child, after) = outline_node(rest, left)?;
        node.push_child(child);
        rest = after;
    }
    Some((node, rest))
}

/// What draws: fonts, and the tree that learns which content is whose.
struct Pen<'s> {
    fonts: Vec<Font>,
    shaper: &'s mut Shaper,
    tree: Tree,
    glyphs: Vec<KrillaGlyph>,
    text: String,
}

impl Pen<'_> {
    fn footer(
        &mut self,
        footer: &Footer,
        setup: &PageSetup,
        page: usize,
        pages: usize,
    ) -> Vec<TextItem> {
        let frame = Frame::of(setup);
        let top = setup.height - setup.bottom * 0.62;
        let shown = footer
            .page_of
            .replace("{page}", &page.to_string())
            .replace("{pages}", &pages.to_string());
        let mut right = self.foot_line(&shown, frame.width);
        let room = frame.width - right.width - 12.0;
        let left = self.foot_line(&footer.text, room);
        let offset = right.align(Align::Right, frame.width, FOOT.size);
        vec![
            text_item(left, frame.left, top, FOOT),
            text_item(right, frame.left + offset, top, FOOT),
        ]
    }

    /// The text on one line, shortened with `…` where it is longer.
    fn foot_line(&mut self, text: &str, width: f32) -> Line {
        let text = text.replace(['\n', '\r'], " ");
        let whole = break_lines(
            self.shaper,
            &[(FaceId::Sans, &text)],
            FOOT.size,
            width,
            width,
        );
        if let [_] = whole.as_slice() {
            return whole.into_iter().next().unwrap_or_default();
        }
        let room = width - 2.0 * FOOT.size;
        let first = break_lines(self.shaper, &[(FaceId::Sans, &text)], FOOT.size, room, room)
            .into_iter()
            .next();
        let kept: String = first
            .iter()
            .flat_map(|line| line.pieces.iter())
            .map(|piece| {
                let word: String = piece.word.segments.iter().map(|s| &*s.text).collect();
                format!("{word}{}", " ".repeat(piece.spaces.into()))
            })
            .collect();
        let shown = format!("{}…", kept.trim_end());
        break_lines(
            self.shaper,
            &[(FaceId::Sans, &shown)],
            FOOT.size,
            width,
            width,
        )
        .into_iter()
        .next()
        .unwrap_or_default()
    }

    fn page(&mut self, surface: &mut Surface<'_>, page: Page, foot: Vec<TextItem>) {
        if !page.fills.is_empty() || !page.rules.is_empty() {
            surface.start_tagged(artefact(ArtifactType::Layout));
            for (area, colour) in &page.fills {
                bar(surface, *area, *colour);
            }
            rules(surface, &page.rules, false);
            rules(surface, &page.rules, true);
            surface.end_tagged();
        }
        self.artefacts(surface, &page.repeated, ArtifactType::PaginationOther);
        self.marks(surface, &page.marks);
        self.artefacts(surface, &foot, ArtifactType::Footer);
    }

    fn artefacts(&mut self, surface: &mut Surface<'_>, items: &[TextItem], kind: ArtifactType) {
        if items.iter().all(|item| item.line.pieces.is_empty()) {
            return;
        }
        surface.start_tagged(artefact(kind));
        for item in items {
            self.line(surface, item);
        }
        surface.end_tagged();
    }

    /// Content, one marked sequence for what stands together and belongs to one node.
    fn marks(&mut self, surface: &mut Surface<'_>, marks: &[(NodeId, Mark)]) {
        for group in marks.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((node, _)) = group.first() else {
                continue;
            };
            let empty =
                |mark: &Mark| matches!(mark, Mark::Text(item) if item.line.pieces.is_empty());
            if group.iter().all(|(_, mark)| empty(mark)) {
                continue;
            }
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.tree.leaf(*node, identifier);
            for (_, mark) in group {
                match mark {
                    Mark::Text(item) => self.line(surface, item),
                    Mark::Bar(area, colour) => bar(surface, *area, *colour),
                    Mark::Picture(area, image) => {
                        if let Some(size) = Size::from_wh(area.w, area.h) {
                            surface.push_transform(&Transform::from_translate(area.x, area.y));
                            surface.draw_image(image.clone(), size);
                            surface.pop();
                        }
                    }
                }
            }
            surface.end_tagged();
        }
    }

    /// One line, in as few strings as its faces allow; spaces are drawn, so that words stay apart for every reader.
    fn line(&mut self, surface: &mut Surface<'_>, item: &TextItem) {
        surface.set_fill(Some(fill(item.tone.rgb())));
        let mut run = Run {
            face: FaceId::Sans,
            from: item.x,
            end: item.x,
            y: item.y,
            size: item.size,
        };
        let last = item.line.pieces.len().saturating_sub(1);
        for (index, piece) in item.line.pieces.iter().enumerate() {
            let mut x = item.x + piece.x;
            for segment in &piece.word.segments {
                x = self.segment(surface, &mut run, segment, x);
            }
            if index < last {
                let next = item
                    .line
                    .pieces
                    .get(index + 1)
                    .map_or(x, |next| item.x + next.x);
                self.spaces(surface, &mut run, piece.face, piece.spaces, x, next);
            } else if item.line.soft && piece.spaces > 0 {
                let width = self.shaper.space(piece.face).advance * item.size;
                self.spaces(surface, &mut run, piece.face, 1, x, x + width);
            }
        }
        self.flush(surface, &mut run, item.x);
    }

    /// Adds the glyphs of a segment at `x`; returns where it ends.
    fn segment(
        &mut self,
        surface: &mut Surface<'_>,
        run: &mut Run,
        segment: &Segment,
        x: f32,
    ) -> f32 {
        if run.face != segment.face {
            self.flush(surface, run, x);
            run.face = segment.face;
        }
        self.join(run, x);
        let base = self.text.len();
        self.text.push_str(&segment.text);
        for glyph in &segment.glyphs {
            self.glyphs.push(placed(glyph, base));
            run.end += glyph.advance * run.size;
        }
        run.end
    }

    /// Spaces from `x` to `next`, of the face of the word before them.
    fn spaces(
        &mut self,
        surface: &mut Surface<'_>,
        run: &mut Run,
        face: FaceId,
        count: u8,
        x: f32,
        next: f32,
    ) {
        if count == 0 {
            return;
        }
        if run.face != face {
            self.flush(surface, run, x);
            run.face = face;
        }
        self.join(run, x);
        let each = (next - run.end) / f32::from(count) / run.size;
        let glyph = Glyph {
            advance: each,
            ..self.shaper.space(face)
        };
        for _ in 0..count {
            let base = self.text.len();
            self.text.push(' ');
            self.glyphs.push(placed(&glyph, base));
        }
        run.end = next;
    }

    fn join(&self, run: &mut Run, x: f32) {
        if self.glyphs.is_empty() {
            (run.from, run.end) = (x, x);
        }
    }

    fn flush(&mut self, surface: &mut Surface<'_>, run: &mut Run, next: f32) {
        if !self.glyphs.is_empty() {
            let start = Point::from_xy(run.from, run.y);
            let font = self.fonts[run.face as usize].clone();
            surface.draw_glyphs(start, &self.glyphs, font, &self.text, run.size, false);
        }
        self.glyphs.clear();
        self.text.clear();
        (run.from, run.end) = (next, next);
    }
}

/// Glyphs of one face that are gathered to be drawn at once.
struct Run {
    face: FaceId,
    from: f32,
    end: f32,
    y: f32,
    size: f32,
}

fn placed(glyph: &Glyph, base: usize) -> KrillaGlyph {
    let range = base + usize::from(glyph.start)..base + usize::from(glyph.end);
    KrillaGlyph::new(
        GlyphId::new(glyph.id.into()),
        glyph.advance,
        glyph.dx,
        glyph.dy,
        0.0,
        range,
        None,
    )
}

fn artefact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn colour(rgb: Rgb) -> rgb::Color {
    rgb::Color::new(rgb.0, rgb.1, rgb.2)
}

fn fill(rgb: Rgb) -> Fill {
    Fill {
        paint: colour(rgb).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn bar(surface: &mut Surface<'_>, area: Area, rgb: Rgb) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(area.x, area.y, area.w, area.h) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(rgb)));
        surface.draw_path(&path);
    }
}

/// All rules of one strength in one path.
fn rules(surface: &mut Surface<'_>, rules: &[Rule], strong: bool) {
    let mut path = PathBuilder::new();
    for rule in rules.iter().filter(|rule| rule.strong == strong) {
        path.move_to(rule.from.0, rule.from.1);
        path.line_to(rule.to.0, rule.to.1);
    }
    let Some(path) = path.finish() else { return };
    let (rgb, width) = if strong {
        (STRONG_RULE, 0.7)
    } else {
        (RULE, 0.4)
    };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour(rgb).into(),
        width,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}
