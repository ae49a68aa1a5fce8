//! Looks at a file: its pages, their pictures and their words.

use serde::{Deserialize, Serialize};

use crate::error::guarded;
use crate::pdf::{source, text};
use crate::picture::build::png;
use crate::picture::source::Picture;
use crate::raster::Raster;
use crate::{Rect, RedactionError, SourceKind, detect, find};

/// The size of a page as displayed: PDF points, or pixels of the upright picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageInfo {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

impl PageInfo {
    /// The page as a rectangle.
    pub fn rect(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }
}

/// A page drawn for the screen.
pub struct PagePicture {
    /// A PNG file.
    pub png: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

impl std::fmt::Debug for PagePicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PagePicture({} x {})", self.width, self.height)
    }
}

/// A word on a page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// Its letters, as the file tells them; U+FFFD for a glyph whose letter it does not tell.
    pub text: String,
    /// Its box: the height of its line, not of its letters.
    pub rect: Rect,
    /// The line it stands in, from 0.
    pub line: u32,
}

/// Words are a citizen's; they are not printed.
impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Word({:?}, line {})", self.rect, self.line)
    }
}

/// Pictures are shown as pages of this resolution.
const PICTURE_DPI: f32 = 200.0;

/// The pages of a file, in order.
///
/// # Errors
/// Whatever makes the file unreadable: see [`RedactionError`].
pub fn pages(bytes: &[u8]) -> Result<Vec<PageInfo>, RedactionError> {
    guarded("counting pages", || match detect(bytes)? {
        SourceKind::Pdf => {
            let pdf = source::open(bytes)?;
            Ok(pdf.pages().iter().map(source::info).collect())
        }
        kind => {
            let picture = Picture::open(kind, bytes)?;
            (1..=picture.page_count())
                .map(|page| picture.info(page))
                .collect()
        }
    })
}

/// Draws a page as a PNG, for the viewer and for thumbnails. A picture counts as a page of 200 dots per inch and is never
/// enlarged, so `dpi` 100 shows a photograph at half its size.
///
/// # Errors
/// `OutOfRange`, or whatever makes the file unreadable.
pub fn render_page(bytes: &[u8], page: u32, dpi: u32) -> Result<PagePicture, RedactionError> {
    guarded("drawing a page", || {
        let raster = match detect(bytes)? {
            SourceKind::Pdf => {
                let pdf = source::open(bytes)?;
                let mut draftsman = source::Draftsman::new();
                let page = source::page(&pdf, page)?;
                draftsman.draw(page, dpi.max(1) as f32)?.raster
            }
            kind => shrunk(Picture::open(kind, bytes)?.decode(page)?, dpi),
        };
        Ok(PagePicture {
            png: png(&raster)?,
            width: raster.width,
            height: raster.height,
        })
    })
}

fn shrunk(raster: Raster, dpi: u32) -> Raster {
    let scale = dpi.max(1) as f32 / PICTURE_DPI;
    if scale >= 1.0 {
        return raster;
    }
    let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
    let (width, height) = (side(raster.width), side(raster.height));
    Raster::from_picture(raster.into_picture().thumbnail_exact(width, height))
}

/// The words of a page with their boxes, in reading order, invisible ones on the page included. A picture has none, and
/// neither has a scan without a text layer.
///
/// # Errors
/// `OutOfRange`, or whatever makes the file unreadable.
pub fn words(bytes: &[u8], page: u32) -> Result<Vec<Word>, RedactionError> {
    guarded("reading words", || match detect(bytes)? {
        SourceKind::Pdf => {
            let pdf = source::open(bytes)?;
            Ok(text::words(&text::lines(source::page(&pdf, page)?)))
        }
        kind => Picture::open(kind, bytes)?.info(page).map(|_| Vec::new()),
    })
}

/// Every place of a text: page from 1, and a box a line. Case, compatibility forms and kinds of blanks do not matter; from
/// six letters and digits on, neither do blanks, dashes, line breaks and look-alike letters.
///
/// # Errors
/// Whatever makes the file unreadable. A picture has no text, so nothing is found in it.
pub fn find_text(bytes: &[u8], needle: &str) -> Result<Vec<(u32, Rect)>, RedactionError> {
    guarded("looking for text", || {
        if detect(bytes)? != SourceKind::Pdf {
            return Ok(Vec::new());
        }
        let pdf = source::open(bytes)?;
        let mut found = Vec::new();
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            let places = find::Letters::of(&text::lines(page)).places(needle);
            found.extend(places.into_iter().map(|rect| (number, rect)));
        }
        Ok(found)
    })
}

/// Whether a text stands under a rectangle of a page: the letters that the rectangle covers, read in order, hold it. A
/// mark that names a text and lies beside it would take out something else and be believed. Letters are compared as in
/// [`find_text`]; a picture, and a scan without a text layer, has none.
///
/// # Errors
/// `OutOfRange`, or whatever makes the file unreadable.
pub fn text_under(
    bytes: &[u8],
    page: u32,
    rect: Rect,
    needle: &str,
) -> Result<bool, RedactionError> {
    guarded("looking under a mark", || match detect(bytes)? {
        SourceKind::Pdf => {
            let pdf = source::open(bytes)?;
            let lines = text::lines(source::page(&pdf, page)?);
            Ok(find::stands_under(&lines, needle, rect))
        }
        kind => Picture::open(kind, bytes)?.info(page).map(|_| false),
    })
}
