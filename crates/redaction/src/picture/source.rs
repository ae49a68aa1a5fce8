//! Decodes pictures, bounded by their headers, turned upright by their EXIF orientation.

use std::io::{BufRead, Cursor, Read, Seek, SeekFrom};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError};

use crate::raster::Raster;
use crate::{Limit, PageInfo, RedactionError, SourceKind, limits};

/// The pages of a picture, none of them decoded yet.
pub(crate) struct Picture<'a> {
    kind: SourceKind,
    bytes: &'a [u8],
    /// For a TIFF, where each page's directory begins.
    directories: Vec<u64>,
}

impl<'a> Picture<'a> {
    pub(crate) fn open(kind: SourceKind, bytes: &'a [u8]) -> Result<Self, RedactionError> {
        let directories = if kind == SourceKind::Tiff {
            tiff_directories(bytes)?
        } else {
            Vec::new()
        };
        Ok(Self {
            kind,
            bytes,
            directories,
        })
    }

    pub(crate) fn page_count(&self) -> u32 {
        self.directories.len().max(1) as u32
    }

    fn decoder(&self, page: u32) -> Result<Box<dyn ImageDecoder + '_>, RedactionError> {
        use image::codecs::{
            bmp::BmpDecoder, jpeg::JpegDecoder, png::PngDecoder, tiff::TiffDecoder,
            webp::WebPDecoder,
        };
        let out_of_range = RedactionError::OutOfRange {
            page,
            pages: self.page_count(),
        };
        let index = (page as usize).checked_sub(1).ok_or(out_of_range.clone())?;
        if page > self.page_count() {
            return Err(out_of_range);
        }
        let input = Cursor::new(self.bytes);
        Ok(match self.kind {
            SourceKind::Jpeg => Box::new(JpegDecoder::new(input).map_err(unreadable)?),
            SourceKind::Png => Box::new(PngDecoder::new(input).map_err(unreadable)?),
            SourceKind::Webp => Box::new(WebPDecoder::new(input).map_err(unreadable)?),
            SourceKind::Bmp => Box::new(BmpDecoder::new(input).map_err(unreadable)?),
            SourceKind::Tiff => {
                let page = TiffPage::new(self.bytes, self.directories[index])
                    .ok_or(RedactionError::Unreadable("a broken TIFF directory"))?;
                Box::new(TiffDecoder::new(page).map_err(unreadable)?)
            }
            SourceKind::Pdf => return Err(RedactionError::Unreadable("a PDF is no picture")),
        })
    }

    /// The size of a page in pixels, upright, from its header alone.
    pub(crate) fn info(&self, page: u32) -> Result<PageInfo, RedactionError> {
        let mut decoder = self.decoder(page)?;
        let (width, height) = decoder.dimensions();
        limits::check_pixels(width, height)?;
        let (width, height) = (width as f32, height as f32);
        Ok(if lies_on_its_side(upright(&mut *decoder)) {
            PageInfo {
                width: height,
                height: width,
            }
        } else {
            PageInfo { width, height }
        })
    }

    /// A page as upright pixels.
    pub(crate) fn decode(&self, page: u32) -> Result<Raster, RedactionError> {
        let mut decoder = self.decoder(page)?;
        let (width, height) = decoder.dimensions();
        limits::check_pixels(width, height)?;
        let orientation = upright(&mut *decoder);
        let mut limits = image::Limits::default();
        // Room for 16 bits and four channels of the largest picture that was let through.
        limits.max_alloc = Some(limits::MAX_PIXELS * 8 + 64 * 1024 * 1024);
        decoder.set_limits(limits).map_err(unreadable)?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
        picture.apply_orientation(orientation);
        Ok(Raster::from_picture(picture))
    }
}

/// A broken orientation tag is no reason to refuse a picture: it is shown as it lies.
fn upright(decoder: &mut dyn ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn lies_on_its_side(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

fn unreadable(error: ImageError) -> RedactionError {
    match error {
        ImageError::Limits(_) => RedactionError::Limits(Limit::Pixels),
        ImageError::Unsupported(_) => {
            RedactionError::Unreadable("a variety of the format nobody here reads")
        }
        _ => RedactionError::Unreadable("a broken picture"),
    }
}

/// A TIFF whose header points at another page's directory, so that the decoder sees that page first. Nothing is copied.
struct TiffPage<'a> {
    bytes: &'a [u8],
    header: [u8; TIFF_HEADER],
    at: usize,
}

const TIFF_HEADER: usize = 16;

impl<'a> TiffPage<'a> {
    fn new(bytes: &'a [u8], directory: u64) -> Option<Self> {
        let mut header = *bytes.first_chunk::<TIFF_HEADER>()?;
        let little = header[0] == b'I';
        let slot = if is_big_tiff(bytes) {
            &mut header[8..16]
        } else {
            &mut header[4..8]
        };
        let len = slot.len();
        if little {
            slot.copy_from_slice(&directory.to_le_bytes()[..len]);
        } else {
            slot.copy_from_slice(&directory.to_be_bytes()[8 - len..]);
        }
        Some(Self {
            bytes,
            header,
            at: 0,
        })
    }
}

impl BufRead for TiffPage<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        Ok(match self.header.get(self.at..) {
            Some(rest) if !rest.is_empty() => rest,
            _ => self.bytes.get(self.at..).unwrap_or_default(),
        })
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for TiffPage<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl Seek for TiffPage<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let mut whole = Cursor::new(self.bytes);
        whole.set_position(self.at as u64);
        let at = whole.seek(to)?;
        self.at = usize::try_from(at).unwrap_or(usize::MAX);
        Ok(at)
    }
}

fn is_big_tiff(bytes: &[u8]) -> bool {
    bytes.get(2) == Some(&43) || bytes.get(3) == Some(&43)
}

/// Walks the chain of directories of a TIFF.
fn tiff_directories(bytes: &[u8]) -> Result<Vec<u64>, RedactionError> {
    const BROKEN: RedactionError = RedactionError::Unreadable("a broken TIFF directory");
    let little = bytes.first() == Some(&b'I');
    let number = |at: u64, len: usize| -> Result<u64, RedactionError> {
        let at = usize::try_from(at).map_err(|_| BROKEN)?;
        let end = at.checked_add(len).ok_or(BROKEN)?;
        let field = bytes.get(at..end).ok_or(BROKEN)?;
        let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Ok(if little {
            field.iter().rev().fold(0, fold)
        } else {
            field.iter().fold(0, fold)
        })
    };
    let (count_len, entry_len, offset_len, first) = if is_big_tiff(bytes) {
        (8u64, 20u64, 8, 8)
    } else {
        (2, 12, 4, 4)
    };
    let mut found = Vec::new();
    let mut next = number(first, offset_len)?;
    while next != 0 {
        if found.contains(&next) {
            return Err(BROKEN);
        }
        if found.len() == limits::MAX_PAGES {
            return Err(RedactionError::Limits(Limit::Pages));
        }
        found.push(next);
        let entries = number(next, count_len as usize)?;
        let link = entries
            .checked_mul(entry_len)
            .and_then(|len| next.checked_add(count_len)?.checked_add(len))
            .ok_or(BROKEN)?;
        next = number(link, offset_len)?;
    }
    if found.is_empty() {
        return Err(BROKEN);
    }
    Ok(found)
}
