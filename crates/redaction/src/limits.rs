//! Bounds on what is opened. They are checked from headers, before anything of that size is allocated.

use crate::{Limit, RedactionError};

/// The largest source, in bytes.
pub const MAX_BYTES: usize = 512 * 1024 * 1024;
/// The largest picture, in pixels.
pub const MAX_PIXELS: u64 = 100_000_000;
/// The largest raster of one PDF page, in pixels; larger pages are drawn at a lower resolution.
pub const MAX_PAGE_PIXELS: f64 = 40_000_000.0;
/// The most pages, of a PDF or of a TIFF.
pub const MAX_PAGES: usize = 5_000;

pub(crate) fn check_bytes(bytes: &[u8]) -> Result<(), RedactionError> {
    if bytes.is_empty() {
        return Err(RedactionError::Empty);
    }
    if bytes.len() > MAX_BYTES {
        return Err(RedactionError::Limits(Limit::Bytes));
    }
    Ok(())
}

pub(crate) fn check_pixels(width: u32, height: u32) -> Result<(), RedactionError> {
    if width == 0 || height == 0 {
        return Err(RedactionError::Unreadable("a picture without pixels"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(RedactionError::Limits(Limit::Pixels));
    }
    Ok(())
}
