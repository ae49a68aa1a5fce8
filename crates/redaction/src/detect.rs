//! What a file is, by its first bytes; names and extensions are not asked.

use serde::{Deserialize, Serialize};

use crate::error::Foreign;
use crate::{RedactionError, limits};

/// A format that can be redacted. A copy keeps the format of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// PDF of any version.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF, one page or more.
    Tiff,
    /// WebP.
    Webp,
    /// Windows bitmap.
    Bmp,
}

impl SourceKind {
    /// The media type of a file of this kind.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Webp => "image/webp",
            Self::Bmp => "image/bmp",
        }
    }

    /// The usual extension, without the dot.
    pub fn file_extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Tiff => "tif",
            Self::Webp => "webp",
            Self::Bmp => "bmp",
        }
    }
}

/// How far into a file readers accept the PDF header.
const PDF_HEADER_WITHIN: usize = 1024;

/// Tells the format by its magic bytes.
///
/// # Errors
/// `Empty`, `Limits(Bytes)`, or `Unsupported` with what the file seems to be.
pub fn detect(bytes: &[u8]) -> Result<SourceKind, RedactionError> {
    limits::check_bytes(bytes)?;
    let at = |offset: usize, magic: &[u8]| {
        bytes
            .get(offset..offset + magic.len())
            .is_some_and(|found| found == magic)
    };
    if at(0, &[0xFF, 0xD8, 0xFF]) {
        return Ok(SourceKind::Jpeg);
    }
    if at(0, b"\x89PNG\r\n\x1a\n") {
        return Ok(SourceKind::Png);
    }
    if [
        &b"II*\0"[..],
        &b"MM\0*"[..],
        &b"II+\0\x08\0"[..],
        &b"MM\0+\0\x08"[..],
    ]
    .iter()
    .any(|magic| at(0, magic))
    {
        return Ok(SourceKind::Tiff);
    }
    if at(0, b"RIFF") && at(8, b"WEBP") {
        return Ok(SourceKind::Webp);
    }
    if at(0, b"BM") && at(6, &[0, 0, 0, 0]) {
        return Ok(SourceKind::Bmp);
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(5).any(|w| w == b"%PDF-") {
        return Ok(SourceKind::Pdf);
    }
    Err(RedactionError::Unsupported(foreign(&at)))
}

fn foreign(at: &dyn Fn(usize, &[u8]) -> bool) -> Foreign {
    const HEIF_BRANDS: [&[u8]; 7] = [
        b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif",
    ];
    if at(4, b"ftyp") && HEIF_BRANDS.iter().any(|brand| at(8, brand)) {
        Foreign::Heic
    } else if at(0, b"PK\x03\x04") || at(0, &[0xD0, 0xCF, 0x11, 0xE0]) || at(0, b"{\\rtf") {
        Foreign::Office
    } else if at(0, b"GIF8") {
        Foreign::Gif
    } else {
        Foreign::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_magic_bytes() {
        let check = |bytes: &[u8], expect: Result<SourceKind, &str>| {
            assert_eq!(
                detect(bytes).map_err(|e| e.code()),
                expect,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        };
        check(b"", Err("empty"));
        check(b"\n\n%PDF-1.4\n", Ok(SourceKind::Pdf));
        check(b"\xFF\xD8\xFF\xE0", Ok(SourceKind::Jpeg));
        check(b"\x89PNG\r\n\x1a\n", Ok(SourceKind::Png));
        check(b"II*\0\x08\0\0\0", Ok(SourceKind::Tiff));
        check(b"MM\0*\0\0\0\x08", Ok(SourceKind::Tiff));
        check(b"RIFF\x10\0\0\0WEBPVP8L", Ok(SourceKind::Webp));
        check(b"BM\x10\0\0\0\0\0\0\0\x36\0\0\0", Ok(SourceKind::Bmp));
        check(b"\0\0\0\x18ftypheic", Err("unsupported-heic"));
        check(b"PK\x03\x04\x14\0", Err("unsupported-office"));
        check(b"GIF89a", Err("unsupported-gif"));
        check("Урматтуу".as_bytes(), Err("unsupported"));
    }
}
