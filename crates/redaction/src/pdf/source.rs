//! Opens and draws a PDF made by a stranger, with `hayro`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::object::Dict;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};

use super::fonts;
use crate::raster::Raster;
use crate::{Limit, PageInfo, RedactionError, limits};

/// The sides of a PDF page that is not drawn at the full resolution: longer than A3.
const LARGE_PAGE_POINTS: f32 = 1300.0;
/// Below this a page cannot be read any more, so a copy of it would be of no use.
const MIN_DPI: f32 = 24.0;

/// The resolution at which a page of this size is burned, in dots per inch.
pub(crate) fn burn_dpi(info: &PageInfo) -> f32 {
    if info.width.max(info.height) > LARGE_PAGE_POINTS {
        150.0
    } else {
        200.0
    }
}

/// Opens a PDF, with the empty password if it is encrypted.
///
/// # Errors
/// `Encrypted`, `Limits(Pages)`, `Unreadable` also for a file that was cut off, so that no copy silently lacks a page.
pub(crate) fn open(bytes: &[u8]) -> Result<Pdf, RedactionError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => RedactionError::Encrypted,
        LoadPdfError::Decryption(_) => RedactionError::Unreadable("broken encryption"),
        LoadPdfError::Invalid => RedactionError::Unreadable("not a PDF inside"),
    })?;
    let found = pdf.pages().len();
    if found == 0 {
        return Err(RedactionError::Unreadable("no pages"));
    }
    if found > limits::MAX_PAGES {
        return Err(RedactionError::Limits(Limit::Pages));
    }
    if declared_pages(&pdf).is_some_and(|declared| declared > found) {
        return Err(RedactionError::Unreadable("pages are missing"));
    }
    if !bytes.windows(5).rev().any(|w| w == b"%%EOF") {
        return Err(RedactionError::Unreadable("cut off before its end"));
    }
    Ok(pdf)
}

fn declared_pages(pdf: &Pdf) -> Option<usize> {
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let count = catalog.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")?;
    usize::try_from(count).ok()
}

/// The size of a page in points, as displayed.
pub(crate) fn info(page: &Page<'_>) -> PageInfo {
    let (width, height) = page.render_dimensions();
    PageInfo { width, height }
}

/// A page by its number, from 1.
pub(crate) fn page<'a>(pdf: &'a Pdf, number: u32) -> Result<&'a Page<'a>, RedactionError> {
    let pages = pdf.pages();
    (number as usize)
        .checked_sub(1)
        .and_then(|index| pages.get(index))
        .ok_or(RedactionError::OutOfRange {
            page: number,
            pages: pages.len() as u32,
        })
}

/// A page as pixels.
pub(crate) struct Drawn {
    pub(crate) raster: Raster,
    /// False if a picture or a font of the page could not be read, so that something may be missing.
    pub(crate) complete: bool,
}

/// Draws pages of one document. What pages share is kept between them, within bounds.
pub(crate) struct Draftsman<'a> {
    cache: RenderCache<'a>,
    settings: InterpreterSettings,
    incomplete: Arc<AtomicBool>,
    drawn: u32,
}

/// After so many pages the shared fonts and pictures are dropped: the cache has no bound of its own.
const PAGES_PER_CACHE: u32 = 16;

impl<'a> Draftsman<'a> {
    pub(crate) fn new() -> Self {
        let incomplete = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&incomplete);
        let settings = InterpreterSettings {
            warning_sink: Arc::new(move |warning| {
                if matches!(
                    warning,
                    InterpreterWarning::ImageDecodeFailure | InterpreterWarning::UnsupportedFont
                ) {
                    flag.store(true, Ordering::Relaxed);
                }
            }),
            ..fonts::settings()
        };
        Self {
            cache: RenderCache::new(),
            settings,
            incomplete,
            drawn: 0,
        }
    }

    /// Draws the page on white, at the resolution asked for or at the highest one that the pixel bound allows.
    pub(crate) fn draw(&mut self, page: &'a Page<'a>, dpi: f32) -> Result<Drawn, RedactionError> {
        let info = info(page);
        let (width, height) = pixels_of(&info, dpi)?;
        if self.drawn == PAGES_PER_CACHE {
            self.cache = RenderCache::new();
            self.drawn = 0;
        }
        self.drawn += 1;
        self.incomplete.store(false, Ordering::Relaxed);
        // The renderer rounds down, so each scale is a trifle larger than the size that is wanted.
        let pixmap = hayro::render(
            page,
            &self.cache,
            &self.settings,
            &RenderSettings::default(),
            &PixmapSettings {
                x_scale: (f32::from(width) + 0.02) / info.width,
                y_scale: (f32::from(height) + 0.02) / info.height,
                bg_color: WHITE,
            },
        );
        Ok(Drawn {
            raster: Raster::from_opaque_rgba(
                u32::from(pixmap.width()),
                u32::from(pixmap.height()),
                pixmap.data_as_u8_slice(),
            ),
            complete: !self.incomplete.load(Ordering::Relaxed),
        })
    }
}

fn pixels_of(info: &PageInfo, dpi: f32) -> Result<(u16, u16), RedactionError> {
    let area = f64::from(info.width) * f64::from(info.height);
    if !area.is_finite() || area <= 0.0 {
        return Err(RedactionError::Unreadable("a page without a size"));
    }
    let most = (limits::MAX_PAGE_PIXELS / area).sqrt() * 72.0;
    let dpi = dpi.min(most as f32);
    let side = |points: f32| (points * dpi / 72.0).round().max(1.0);
    let (width, height) = (side(info.width), side(info.height));
    if most < f64::from(MIN_DPI) || width.max(height) > 32_000.0 {
        return Err(RedactionError::Limits(Limit::Pixels));
    }
    // Both were just bounded, so the casts are exact.
    Ok((width as u16, height as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pages_are_drawn_smaller_and_absurd_ones_refused() {
        let check = |width, height, dpi, expect: Result<(u16, u16), &str>| {
            let found = pixels_of(&PageInfo { width, height }, dpi).map_err(|e| e.code());
            assert_eq!(found, expect, "{width} x {height}");
        };
        check(595.0, 842.0, 200.0, Ok((1653, 2339)));
        check(1.0, 1.0, 10.0, Ok((1, 1)));
        check(14_400.0, 14_400.0, 150.0, Ok((6325, 6325)));
        check(100_000.0, 100_000.0, 150.0, Err("limits-pixels"));
        check(100_000.0, 1.0, 150.0, Err("limits-pixels"));
        check(f32::NAN, 1.0, 150.0, Err("unreadable"));
    }
}
