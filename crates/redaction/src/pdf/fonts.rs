//! Faces for the fonts that a PDF names and does not hold. Those that `hayro` brings have no Cyrillic: a letter that an
//! office program wrote without its fonts would come out as boxes.

use std::sync::{Arc, LazyLock};

use ab_glyph::{Font, FontRef};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};

type Face = LazyLock<Vec<u8>>;

static SANS: Face =
    Face::new(|| named(include_bytes!("../../../paper/fonts/NotoSans-Regular.ttf")));
static SANS_BOLD: Face =
    Face::new(|| named(include_bytes!("../../../paper/fonts/NotoSans-Bold.ttf")));
static SERIF: Face =
    Face::new(|| named(include_bytes!("../../../paper/fonts/NotoSerif-Regular.ttf")));
static SERIF_BOLD: Face =
    Face::new(|| named(include_bytes!("../../../paper/fonts/NotoSerif-Bold.ttf")));

/// How every PDF is read here, for its pixels and for its words alike.
pub(super) fn settings() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(|query| {
            let font = match query {
                FontQuery::Standard(font) => *font,
                FontQuery::Fallback(wanted) => wanted.pick_standard_font(),
            };
            Some(substitute(font))
        }),
        ..InterpreterSettings::default()
    }
}

/// Upright for italics and proportional for typewriter faces: a letter in another style can be read, a box cannot. Each
/// glyph is stretched to the width that the file gives it.
fn substitute(font: StandardFont) -> (FontData, u32) {
    use StandardFont::*;
    let face = match font {
        Helvetica | HelveticaOblique | Courier | CourierOblique => &SANS,
        HelveticaBold | HelveticaBoldOblique | CourierBold | CourierBoldOblique => &SANS_BOLD,
        TimesRoman | TimesItalic => &SERIF,
        TimesBold | TimesBoldItalic => &SERIF_BOLD,
        Symbol | ZapfDingBats => return font.get_font_data(),
    };
    (Arc::new(face.as_slice()), 0)
}

/// The length of a `post` table without names.
const POST_HEAD: usize = 32;
/// Names of a font's own are numbered behind those of the Macintosh.
const MAC_NAMES: u16 = 258;

/// The face with names for its Cyrillic glyphs, `uni04A3` and the like. The faces bear no names, and the letters of Kyrgyz
/// are in no list of names, so nothing else leads from such a name to a glyph.
fn named(face: &[u8]) -> Vec<u8> {
    with_names(face).unwrap_or_else(|| face.to_vec())
}

fn with_names(face: &[u8]) -> Option<Vec<u8>> {
    let font = FontRef::try_from_slice(face).ok()?;
    let tables = usize::from(u16::from_be_bytes(*face.get(4..)?.first_chunk()?));
    // The directory of tables: tag, checksum, offset, length.
    let record = (0..tables)
        .map(|table| 12 + table * 16)
        .find(|at| face.get(*at..at + 4) == Some(b"post"))?;
    let old = u32::from_be_bytes(*face.get(record + 8..)?.first_chunk()?) as usize;
    let mut post = face.get(old..old + POST_HEAD)?.to_vec();
    post[..4].copy_from_slice(&[0, 2, 0, 0]);
    // Glyphs without a name share that of the missing glyph, which is the first of the Macintosh's.
    let mut index = vec![0; font.glyph_count()];
    let mut names = Vec::new();
    let mut next = MAC_NAMES;
    for letter in '\u{400}'..='\u{52F}' {
        let place = index.get_mut(usize::from(font.glyph_id(letter).0))?;
        if font.glyph_id(letter).0 != 0 && *place == 0 {
            *place = next;
            next += 1;
            let name = format!("uni{:04X}", u32::from(letter));
            names.push(name.len() as u8);
            names.extend(name.into_bytes());
        }
    }
    post.extend(u16::try_from(index.len()).ok()?.to_be_bytes());
    post.extend(index.into_iter().flat_map(u16::to_be_bytes));
    post.extend(names);
    let mut bytes = face.to_vec();
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    let (offset, len) = (
        u32::try_from(bytes.len()).ok()?,
        u32::try_from(post.len()).ok()?,
    );
    bytes.extend(post);
    bytes[record + 8..record + 12].copy_from_slice(&offset.to_be_bytes());
    bytes[record + 12..record + 16].copy_from_slice(&len.to_be_bytes());
    Some(bytes)
}
