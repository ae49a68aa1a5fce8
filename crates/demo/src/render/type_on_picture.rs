//! Words on pictures, with the fonts of the papers.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use crate::attachment::RenderError;

const SERIF: &[u8] = include_bytes!("../../../paper/fonts/NotoSerif-Regular.ttf");
const SANS_BOLD: &[u8] = include_bytes!("../../../paper/fonts/NotoSans-Bold.ttf");

/// Letters of a sheet.
pub(crate) fn serif() -> Result<FontRef<'static>, RenderError> {
    FontRef::try_from_slice(SERIF).map_err(|_| RenderError::Font)
}

/// Letters of plates and notices.
pub(crate) fn sans_bold() -> Result<FontRef<'static>, RenderError> {
    FontRef::try_from_slice(SANS_BOLD).map_err(|_| RenderError::Font)
}

/// The width of a line, in pixels.
pub(crate) fn width(font: &FontRef<'_>, size: f32, text: &str) -> f32 {
    let scaled = font.as_scaled(PxScale::from(size));
    text.chars()
        .map(|c| scaled.h_advance(scaled.glyph_id(c)))
        .sum()
}

/// Draws a line whose base line begins at `(x, y)`: `put` is called with a pixel and how much of it
/// is covered, 0 to 1.
pub(crate) fn draw(
    font: &FontRef<'_>,
    size: f32,
    (x, y): (f32, f32),
    text: &str,
    mut put: impl FnMut(i32, i32, f32),
) {
    let scale = PxScale::from(size);
    let scaled = font.as_scaled(scale);
    let mut caret = x;
    for c in text.chars() {
        let id = scaled.glyph_id(c);
        let glyph = Glyph {
            id,
            scale,
            position: point(caret, y),
        };
        caret += scaled.h_advance(id);
        if let Some(outline) = font.outline_glyph(glyph) {
            let bounds = outline.px_bounds();
            // Pixel positions of a picture a few thousand wide.
            #[expect(clippy::cast_possible_truncation)]
            let (left, top) = (bounds.min.x as i32, bounds.min.y as i32);
            outline.draw(|dx, dy, covered| {
                let (dx, dy) = (
                    i32::try_from(dx).unwrap_or(0),
                    i32::try_from(dy).unwrap_or(0),
                );
                put(left + dx, top + dy, covered.clamp(0.0, 1.0));
            });
        }
    }
}

/// Breaks a text into lines that fit a width; its own line breaks stay.
pub(crate) fn wrap(font: &FontRef<'_>, size: f32, text: &str, most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let blank = width(font, size, " ");
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for word in paragraph.split_whitespace() {
            let wide = width(font, size, word);
            if !line.is_empty() && used + blank + wide > most {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += blank;
            }
            line.push_str(word);
            used += wide;
        }
        lines.push(line);
    }
    lines
}
