//! Photographs and scans from mark to release, and tampered with.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, GrayImage, ImageEncoder, RgbImage, RgbaImage};
use tiff::encoder::{TiffEncoder, colortype};
use tiff::tags::Tag;

use super::make::noise;
use super::*;
use crate::picture::source::Picture;

/// A photograph: smooth colours with noise, `width` x `height`.
fn photo(width: u32, height: u32) -> RgbImage {
    let noise = noise((width * height) as usize);
    RgbImage::from_fn(width, height, |x, y| {
        let n = noise[(y * width + x) as usize] / 8;
        image::Rgb([
            (x * 200 / width) as u8 + n,
            (y * 200 / height) as u8 + n,
            90 + n,
        ])
    })
}

fn encode(picture: DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An EXIF block: orientation, a place on earth, and a camera named after the secret.
fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff: Vec<u8> = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [
            &tag.to_be_bytes()[..],
            &kind.to_be_bytes(),
            &count.to_be_bytes(),
            &value,
        ]
        .concat()
    };
    let short = |value: u16| [value.to_be_bytes()[0], value.to_be_bytes()[1], 0, 0];
    // IFD0 with three entries ends at 8 + 2 + 36 + 4 = 50, the camera's name follows, then the GPS directory at 66.
    tiff.extend(3u16.to_be_bytes());
    tiff.extend(entry(0x0110, 2, 15, 50u32.to_be_bytes()));
    tiff.extend(entry(0x0112, 3, 1, short(orientation)));
    tiff.extend(entry(0x8825, 4, 1, 66u32.to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(PIN.as_bytes());
    tiff.extend([0, 0]);
    tiff.extend(1u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend([0; 4]);
    [b"Exif\0\0", tiff.as_slice()].concat()
}

fn jpeg_segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let len = (body.len() as u16 + 2).to_be_bytes();
    [&[0xFF, marker], &len[..], body].concat()
}

/// A JPEG with segments after its start.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

fn find(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

/// Burns, verifies and releases, and gives the copy's bytes.
#[track_caller]
fn released(source: &[u8], plan: &Plan) -> Vec<u8> {
    let burned = burn(source, plan, &mut go).unwrap();
    let again = burn(source, plan, &mut go).unwrap();
    assert!(burned.bytes == again.bytes, "the same bytes");
    let verification = verify(&burned, source, plan);
    assert_passed(&verification);
    let (copy, certificate) = release(burned, verification, issued()).unwrap();
    assert_eq!(verify_copy(copy.bytes(), &certificate), []);
    copy.bytes().to_vec()
}

#[test]
fn a_photograph_from_a_telephone() {
    let jpeg = encode(photo(400, 300).into(), image::ImageFormat::Jpeg);
    let source = with_segments(
        &jpeg,
        &[
            jpeg_segment(0xE1, &exif(6)),
            jpeg_segment(
                0xE1,
                format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{PIN}</x:xmpmeta>").as_bytes(),
            ),
            jpeg_segment(0xFE, PIN.as_bytes()),
        ],
    );
    assert!(find(&source, PIN.as_bytes()));
    // Upright, as the person sees it: the long side stands.
    let info = pages(&source).unwrap();
    assert_eq!(
        info,
        [PageInfo {
            width: 300.0,
            height: 400.0
        }]
    );
    let plan = Plan {
        marks: vec![mark(1, Rect::new(40.0, 300.0, 141.0, 333.0), Some(PIN))],
    };
    let copy = released(&source, &plan);
    assert!(!find(&copy, b"Exif") && !find(&copy, PIN.as_bytes()));
    let upright = image::load_from_memory(&copy).unwrap().to_rgb8();
    assert_eq!(upright.dimensions(), (300, 400));
    assert!(upright.get_pixel(90, 316).0.iter().all(|s| *s < 8));
    // What was at the lower left of the sensor is at the upper left of the upright picture.
    let turned = photo(400, 300);
    let (there, here) = (turned.get_pixel(10, 289), upright.get_pixel(10, 10));
    assert!(
        there.0.iter().zip(here.0).all(|(a, b)| a.abs_diff(b) < 40),
        "{there:?} {here:?}"
    );
}

#[test]
fn a_png_with_text_chunks_and_a_transparent_secret() {
    // Beneath full transparency the picture holds other colours.
    let hidden = RgbaImage::from_fn(120, 80, |x, _| {
        image::Rgba(if x < 60 {
            [200, 30, 30, 255]
        } else {
            [1, 2, 3, 0]
        })
    });
    let png = encode(hidden.into(), image::ImageFormat::Png);
    let mut chunk = b"tEXtComment\0".to_vec();
    chunk.extend(PIN.as_bytes());
    let len = (chunk.len() as u32 - 4).to_be_bytes();
    // Readers skip a text chunk whose checksum is wrong, so none is needed.
    let source = [&png[..33], &len, &chunk, &[0; 4], &png[33..]].concat();
    let plan = Plan {
        marks: vec![mark(1, Rect::new(10.0, 20.0, 31.0, 33.0), Some(PIN))],
    };
    let copy = released(&source, &plan);
    assert!(!find(&copy, b"tEXt"));
    let pixels = image::load_from_memory(&copy).unwrap();
    assert!(!pixels.color().has_alpha());
    assert_eq!(pixels.to_rgb8().get_pixel(100, 10).0, [255, 255, 255]);
    assert_eq!(pixels.to_rgb8().get_pixel(20, 25).0, [0, 0, 0]);
}

/// Three pages: grey, lying on its side, and in colour; each with a remark.
fn tiff() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    let grey = GrayImage::from_fn(200, 100, |x, y| image::Luma([(x + y) as u8 / 2 + 90]));
    for orientation in [1u16, 6] {
        let mut page = encoder.new_image::<colortype::Gray8>(200, 100).unwrap();
        page.encoder()
            .write_tag(Tag::ImageDescription, PIN)
            .unwrap();
        page.encoder()
            .write_tag(Tag::Orientation, orientation)
            .unwrap();
        page.write_data(&grey).unwrap();
    }
    let mut page = encoder.new_image::<colortype::RGB8>(150, 90).unwrap();
    page.encoder().write_tag(Tag::Artist, PIN).unwrap();
    page.write_data(&photo(150, 90)).unwrap();
    file.into_inner()
}

#[test]
fn a_tiff_with_pages() {
    let source = tiff();
    assert!(find(&source, PIN.as_bytes()));
    let sizes: Vec<_> = pages(&source)
        .unwrap()
        .iter()
        .map(|p| (p.width, p.height))
        .collect();
    assert_eq!(sizes, [(200.0, 100.0), (100.0, 200.0), (150.0, 90.0)]);
    let plan = Plan {
        marks: vec![
            mark(1, Rect::new(20.0, 20.0, 60.0, 40.0), Some(PIN)),
            mark(2, Rect::new(20.0, 120.0, 60.0, 140.0), None),
            mark(3, Rect::new(20.0, 20.0, 60.0, 40.0), None),
        ],
    };
    let copy = released(&source, &plan);
    assert_eq!(detect(&copy), Ok(SourceKind::Tiff));
    let picture = Picture::open(SourceKind::Tiff, &copy).unwrap();
    assert_eq!(picture.page_count(), 3);
    assert_eq!(picture.decode(2).unwrap().channels, 1);
    let shown = render_page(&copy, 3, 100).unwrap();
    assert_eq!((shown.width, shown.height), (75, 45));
    assert_eq!(
        render_page(&copy, 4, 100).unwrap_err().code(),
        "out-of-range"
    );
}

#[test]
fn webp_and_bmp_keep_their_format() {
    for (format, kind) in [
        (image::ImageFormat::WebP, SourceKind::Webp),
        (image::ImageFormat::Bmp, SourceKind::Bmp),
    ] {
        for picture in [
            DynamicImage::from(photo(121, 80)),
            DynamicImage::from(photo(121, 80)).grayscale(),
        ] {
            let source = encode(picture, format);
            let plan = Plan {
                marks: vec![mark(1, Rect::new(50.0, 20.0, 71.0, 33.0), Some(PIN))],
            };
            let copy = released(&source, &plan);
            assert_eq!(detect(&copy), Ok(kind));
        }
    }
}

#[test]
fn enormous_pictures_are_refused_from_their_header() {
    // A PNG and a BMP that say 20,000 x 20,000 and hold nothing.
    let side = 20_000u32;
    let mut header = b"IHDR".to_vec();
    header.extend([side.to_be_bytes(), side.to_be_bytes()].concat());
    header.extend([8, 2, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    let png = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..],
        &header,
        &crc.sum().to_be_bytes(),
        b"\0\0\0\0IDAT\x35\xaf\x06\x1e",
    ]
    .concat();
    let mut bmp = encode(photo(4, 4).into(), image::ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&side.to_le_bytes());
    bmp[22..26].copy_from_slice(&side.to_le_bytes());
    for source in [png, bmp] {
        assert_eq!(pages(&source).unwrap_err().code(), "limits-pixels");
        assert_eq!(
            render_page(&source, 1, 20).unwrap_err().code(),
            "limits-pixels"
        );
    }
}

#[test]
fn a_tiff_that_runs_in_circles_is_refused() {
    let mut source = tiff();
    // The first directory's link leads back to itself.
    let first = u32::from_le_bytes(*source[4..].first_chunk().unwrap()) as usize;
    let entries = u16::from_le_bytes(*source[first..].first_chunk().unwrap()) as usize;
    let link = first + 2 + entries * 12;
    source[link..link + 4].copy_from_slice(&(first as u32).to_le_bytes());
    assert_eq!(pages(&source).unwrap_err().code(), "unreadable");
}

/// Tampers with a good copy of a picture; the named check must fail.
#[track_caller]
fn check(format: image::ImageFormat, tamper: impl Fn(&[u8]) -> Vec<u8>, expected: &[&str]) {
    let source = if format == image::ImageFormat::Tiff {
        tiff()
    } else {
        encode(photo(160, 120).into(), format)
    };
    let plan = Plan {
        marks: vec![mark(1, Rect::new(50.0, 20.0, 71.0, 33.0), Some(PIN))],
    };
    let mut burned = burn(&source, &plan, &mut go).unwrap();
    burned.bytes = tamper(&burned.bytes);
    let verification = verify(&burned, &source, &plan);
    let failed = failed(&verification);
    for name in expected {
        assert!(
            failed.contains(name),
            "{format:?} {name} in {:?}",
            verification.failures()
        );
    }
    assert_eq!(
        release(burned, verification, issued()).unwrap_err().reason,
        RefusalReason::NotPassed
    );
}

#[test]
fn bytes_behind_a_picture() {
    use image::ImageFormat::{Bmp, Jpeg, Png, Tiff, WebP};
    for format in [Jpeg, Png, Tiff, WebP, Bmp] {
        let behind = |copy: &[u8]| [copy, PIN.as_bytes()].concat();
        check(format, behind, &["nothing-beside", "search"]);
    }
}

#[test]
fn metadata_put_into_a_picture() {
    use image::ImageFormat::{Jpeg, Png, Tiff};
    let exif_back = |copy: &[u8]| with_segments(copy, &[jpeg_segment(0xE1, &exif(1))]);
    check(Jpeg, exif_back, &["structure", "metadata", "search"]);
    let remark = |copy: &[u8]| with_segments(copy, &[jpeg_segment(0xFE, b"x")]);
    check(Jpeg, remark, &["structure"]);
    let chunk = |copy: &[u8]| {
        let text = [
            &(PIN.len() as u32 + 2).to_be_bytes(),
            &b"tEXtA\0"[..],
            PIN.as_bytes(),
            &[0; 4],
        ]
        .concat();
        [&copy[..33], &text, &copy[33..]].concat()
    };
    check(Png, chunk, &["structure", "search"]);
    // A tag renamed to one that may hold anything.
    let tag = |copy: &[u8]| {
        let first = u32::from_le_bytes(*copy[4..].first_chunk().unwrap()) as usize;
        let mut bytes = copy.to_vec();
        let entries = u16::from_le_bytes(*copy[first..].first_chunk().unwrap()) as usize;
        let last = first + 2 + (entries - 1) * 12;
        bytes[last..last + 2].copy_from_slice(&700u16.to_le_bytes());
        bytes
    };
    check(Tiff, tag, &["structure"]);
}

#[test]
fn pixels_of_a_picture_that_show_through() {
    let faint = |copy: &[u8]| {
        let mut pixels = image::load_from_memory(copy).unwrap().to_rgb8();
        pixels.put_pixel(60, 25, image::Rgb([0, 0, 1]));
        encode(pixels.into(), image::ImageFormat::Png)
    };
    check(image::ImageFormat::Png, faint, &["marks-flat"]);
    let clear = |copy: &[u8]| {
        let _ = copy;
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90)
            .write_image(&photo(160, 120), 160, 120, ExtendedColorType::Rgb8)
            .unwrap();
        bytes
    };
    check(image::ImageFormat::Jpeg, clear, &["marks-flat"]);
    let blank = |copy: &[u8]| {
        let size = image::load_from_memory(copy).unwrap();
        let black = RgbImage::new(size.width(), size.height());
        encode(black.into(), image::ImageFormat::Png)
    };
    check(image::ImageFormat::Png, blank, &["pages-kept"]);
}

/// Boxes are padded and widened: that part was not marked, and is no loss.
#[test]
fn a_small_picture_may_lose_what_the_widened_box_covers() {
    let source = png_of(400, 300);
    for x in [10.0, 170.0, 255.0, 330.0] {
        let plan = Plan {
            marks: vec![mark(1, Rect::new(x, 140.0, x + 66.0, 151.0), None)],
        };
        released(&source, &plan);
    }
}

fn png_of(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 220, 240]));
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}
