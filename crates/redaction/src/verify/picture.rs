//! Examines the copy of a picture.

use std::io::Cursor;

use super::pixels::{JPEG_TOLERANCE, check_flat, check_kept};
use super::{
    Examiner, MARKS_FLAT, METADATA, NOTHING_BESIDE, Original, PAGES_KEPT, READABLE, SEARCH,
    STRUCTURE, Subject, container,
};
use crate::picture::source::Picture;
use crate::{RedactionError, SourceKind};

pub(super) fn examine(
    examiner: &mut Examiner,
    kind: SourceKind,
    copy: &[u8],
    subject: &Subject,
    original: Option<&Original<'_>>,
) -> Result<(), RedactionError> {
    let picture = Picture::open(kind, copy)?;
    let first = picture.info(1)?;
    let complaints = match kind {
        SourceKind::Jpeg => container::jpeg(copy),
        SourceKind::Png => container::png(copy),
        SourceKind::Tiff => container::tiff(copy),
        SourceKind::Webp => container::webp(copy),
        SourceKind::Bmp => container::bmp(copy, first.width as u32, first.height as u32),
        SourceKind::Pdf => vec!["a PDF is no picture".to_owned()],
    };
    let whole = complaints.is_empty();
    for complaint in complaints {
        let beside = complaint.contains("bytes");
        examiner.found(if beside { NOTHING_BESIDE } else { STRUCTURE }, complaint);
    }
    examiner.done(STRUCTURE, format!("{} bytes walked", copy.len()));
    examiner.done(NOTHING_BESIDE, "every byte accounted for".to_owned());
    metadata(examiner, kind, copy);
    if let Some(original) = original {
        search(examiner, copy, whole, original);
        pages_match(examiner, &picture, original)?;
    }
    look_at_pages(examiner, kind, &picture, subject, original)?;
    examiner.done(READABLE, format!("{} pages decoded", picture.page_count()));
    Ok(())
}

/// A reader of its own for EXIF, and the signatures by which other metadata announce themselves.
fn metadata(examiner: &mut Examiner, kind: SourceKind, copy: &[u8]) {
    const SIGNATURES: [&[u8]; 5] = [
        b"Exif\0\0",
        b"http://ns.adobe.com/",
        b"<x:xmpmeta",
        b"ICC_PROFILE",
        b"Photoshop 3.0",
    ];
    // In a TIFF the reader takes the tags of the pixels themselves for EXIF; its tags are walked one by one elsewhere.
    if kind != SourceKind::Tiff
        && exif::Reader::new()
            .read_from_container(&mut Cursor::new(copy))
            .is_ok()
    {
        examiner.found(METADATA, "EXIF data");
    }
    for signature in SIGNATURES {
        if copy.windows(signature.len()).any(|w| w == signature) {
            examiner.found(
                METADATA,
                format!("the signature {}", String::from_utf8_lossy(signature)),
            );
        }
    }
    examiner.done(METADATA, "EXIF, XMP, ICC, IPTC looked for".to_owned());
}

fn search(examiner: &mut Examiner, copy: &[u8], whole: bool, original: &Original<'_>) {
    let needles = &original.needles;
    // Where the walk found nothing unexpected, the file is headers and compressed pixels.
    let hits = if whole {
        needles.in_noise(copy)
    } else {
        needles.in_text(copy)
    };
    for number in hits {
        examiner.found(SEARCH, format!("needle {number} is in the file"));
    }
    examiner.done(
        SEARCH,
        format!("{} needles in {} bytes", needles.count(), copy.len()),
    );
}

fn pages_match(
    examiner: &mut Examiner,
    picture: &Picture<'_>,
    original: &Original<'_>,
) -> Result<(), RedactionError> {
    if picture.page_count() as usize != original.pages.len() {
        examiner.found(PAGES_KEPT, "another number of pages");
        return Ok(());
    }
    for (number, expected) in (1..).zip(&original.pages) {
        if picture.info(number)? != *expected {
            examiner.found_at(PAGES_KEPT, Some(number), None, "another size");
        }
    }
    Ok(())
}

fn look_at_pages(
    examiner: &mut Examiner,
    kind: SourceKind,
    picture: &Picture<'_>,
    subject: &Subject,
    original: Option<&Original<'_>>,
) -> Result<(), RedactionError> {
    let tolerance = if kind == SourceKind::Jpeg {
        JPEG_TOLERANCE
    } else {
        0
    };
    let source = original
        .map(|original| Picture::open(kind, original.bytes))
        .transpose()?;
    for number in 1..=picture.page_count() {
        let page = picture.info(number)?;
        let raster = picture.decode(number)?;
        check_flat(examiner, subject, number, &page, &raster, tolerance);
        if let Some(source) = &source
            && number <= source.page_count()
        {
            let before = source.decode(number)?;
            check_kept(examiner, subject, number, &page, &before, &raster);
        }
    }
    if subject
        .flat
        .iter()
        .any(|(on, _)| *on > picture.page_count())
    {
        examiner.found(MARKS_FLAT, "a marked page is not there");
    }
    let areas = subject.flat.len();
    examiner.done(MARKS_FLAT, format!("{areas} areas, tolerance {tolerance}"));
    if original.is_some() {
        examiner.done(PAGES_KEPT, format!("{} pages", picture.page_count()));
    }
    Ok(())
}
