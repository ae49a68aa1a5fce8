//! Encodes pixels into a new file of the source's format: pixels alone, no metadata, no thumbnail, no profile.

use std::cell::RefCell;
use std::io::{Cursor, Seek, SeekFrom, Write};
use std::rc::Rc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};
use tiff::encoder::{Compression, TiffEncoder, TiffKindStandard, colortype};

use crate::raster::Raster;
use crate::{RedactionError, SourceKind};

/// JPEG quality of a copy, of 100: a photograph loses nothing that can be seen.
pub(crate) const JPEG_QUALITY: u8 = 90;

const FAILED: RedactionError = RedactionError::Failed("encoding a picture");

/// Takes the pages of a picture one after the other.
pub(crate) enum PictureWriter {
    /// A format of one page.
    Single(SourceKind, Vec<u8>),
    /// TIFF.
    Pages(Box<TiffEncoder<SharedFile, TiffKindStandard>>, SharedFile),
}

/// A file in memory that its encoder and its owner both hold: the encoder does not give it back.
#[derive(Clone, Default)]
pub(crate) struct SharedFile(Rc<RefCell<Cursor<Vec<u8>>>>);

impl Write for SharedFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}

impl PictureWriter {
    pub(crate) fn new(kind: SourceKind) -> Result<Self, RedactionError> {
        if kind != SourceKind::Tiff {
            return Ok(Self::Single(kind, Vec::new()));
        }
        let file = SharedFile::default();
        let encoder = TiffEncoder::new(file.clone()).map_err(|_| FAILED)?;
        let deflate = Compression::Deflate(tiff::encoder::DeflateLevel::Balanced);
        let encoder = Box::new(encoder.with_compression(deflate));
        Ok(Self::Pages(encoder, file))
    }

    pub(crate) fn add(&mut self, page: &Raster) -> Result<(), RedactionError> {
        match self {
            Self::Single(kind, out) => encode(*kind, page, out),
            Self::Pages(encoder, _) => {
                let (width, height) = (page.width, page.height);
                if page.channels == 1 {
                    encoder.write_image::<colortype::Gray8>(width, height, &page.samples)
                } else {
                    encoder.write_image::<colortype::RGB8>(width, height, &page.samples)
                }
                .map_err(|_| FAILED)
            }
        }
    }

    pub(crate) fn finish(self) -> Result<Vec<u8>, RedactionError> {
        match self {
            Self::Single(_, out) => Ok(out),
            Self::Pages(_, file) => Ok(file.0.take().into_inner()),
        }
    }
}

fn encode(kind: SourceKind, page: &Raster, out: &mut Vec<u8>) -> Result<(), RedactionError> {
    let colour = if page.channels == 1 {
        ExtendedColorType::L8
    } else {
        ExtendedColorType::Rgb8
    };
    let (width, height, samples) = (page.width, page.height, page.samples.as_slice());
    match kind {
        SourceKind::Jpeg => jpeg(page, JPEG_QUALITY, out)?,
        SourceKind::Png => {
            PngEncoder::new_with_quality(out, CompressionType::Default, FilterType::Adaptive)
                .write_image(samples, width, height, colour)
                .map_err(|_| FAILED)?;
        }
        SourceKind::Webp => WebPEncoder::new_lossless(out)
            .write_image(samples, width, height, colour)
            .map_err(|_| FAILED)?,
        SourceKind::Bmp => image::codecs::bmp::BmpEncoder::new(out)
            .encode(samples, width, height, colour)
            .map_err(|_| FAILED)?,
        SourceKind::Tiff | SourceKind::Pdf => return Err(FAILED),
    }
    Ok(())
}

/// One JPEG of the raster, all channels at full resolution, so that no colour bleeds out of or into a painted area.
pub(crate) fn jpeg(page: &Raster, quality: u8, out: &mut Vec<u8>) -> Result<(), RedactionError> {
    let colour = if page.channels == 1 {
        ExtendedColorType::L8
    } else {
        ExtendedColorType::Rgb8
    };
    JpegEncoder::new_with_quality(out, quality)
        .write_image(&page.samples, page.width, page.height, colour)
        .map_err(|_| FAILED)
}

/// A PNG of the raster, for the viewer.
pub(crate) fn png(page: &Raster) -> Result<Vec<u8>, RedactionError> {
    let mut out = Vec::new();
    let colour = if page.channels == 1 {
        ExtendedColorType::L8
    } else {
        ExtendedColorType::Rgb8
    };
    PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Up)
        .write_image(&page.samples, page.width, page.height, colour)
        .map_err(|_| FAILED)?;
    Ok(out)
}
