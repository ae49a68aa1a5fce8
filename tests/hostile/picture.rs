//! Pictures of a page: what camera, scanner and editor put beside the pixels.

use super::{Chance, Hostile, Secret, mark};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, RgbImage};
use lopdf::{Document, Stream, dictionary};
use redaction::{Plan, Rect};
use std::io::{Cursor, Write};
use tiff::encoder::{TiffEncoder, colortype};
use tiff::tags::Tag;

/// Dots per inch of the pictures; a page is 72 points to the inch.
const DPI: u32 = 120;

/// One of five kinds in turn.
pub fn make(seed: u64) -> Hostile {
    let mut chance = Chance::of(seed + 50_000);
    let secret = Secret::new(&mut chance);
    let (picture, places) = shown(&secret);
    let all = format!("{} {} {}", secret.number, secret.latin, secret.name);
    let (extension, bytes, pages) = match seed % 5 {
        0 => ("png", png(&picture, &all, &mut chance), 1),
        1 => ("jpg", jpeg(&picture, &all, &mut chance), 1),
        2 => tiff(&picture, &all, &mut chance),
        3 => ("webp", webp(&picture, &all), 1),
        _ => ("bmp", bmp(&picture, &all), 1),
    };
    let mut marks = Vec::new();
    for page in 1..=pages {
        for (rect, text) in &places {
            marks.push(mark(page, *rect, Some(text)));
        }
    }
    let place = marks[0].clone();
    marks.push(mark(1, place.rect, Some(&secret.name)));
    Hostile {
        made: format!("{extension} seed {seed}"),
        extension,
        bytes,
        secret,
        plan: Plan { marks },
    }
}

/// A page with the secret, as pixels, and where it stands.
fn shown(secret: &Secret) -> (RgbImage, Vec<(Rect, String)>) {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let (number, latin) = (&secret.number, &secret.latin);
    let content = format!(
        "BT /F 14 Tf 22 TL 30 240 Td (To the district administration.) Tj T*\n\
         (My number is {number}.) Tj T* (My name is {latin}.) Tj T*\n(The bridge is broken.) Tj ET"
    );
    let contents = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => contents,
        "MediaBox" => vec![0.into(), 0.into(), 320.into(), 280.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    document.set_object(
        tree,
        dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] },
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut pdf = Vec::new();
    document.save_to(&mut pdf).unwrap();
    let drawn = redaction::render_page(&pdf, 1, DPI).unwrap();
    let picture = image::load_from_memory(&drawn.png).unwrap().into_rgb8();
    let scale = DPI as f32 / 72.0;
    let mut places = Vec::new();
    for text in [number, latin] {
        for (_, r) in redaction::find_text(&pdf, text).unwrap() {
            let rect = Rect::new(r.x0 * scale, r.y0 * scale, r.x1 * scale, r.y1 * scale);
            places.push((rect, text.clone()));
        }
    }
    assert_eq!(places.len(), 2);
    (picture, places)
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(picture.clone());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An Exif block: a description, a place on the map, a small picture of the whole.
fn exif(all: &str, orientation: u16, thumbnail: &[u8]) -> Vec<u8> {
    let text = [all.as_bytes(), b"\0"].concat();
    let entry = |tag: u16, kind: u16, n: u32, value: u32| {
        let mut e = Vec::new();
        e.extend(tag.to_le_bytes());
        e.extend(kind.to_le_bytes());
        e.extend(n.to_le_bytes());
        e.extend(value.to_le_bytes());
        e
    };
    // Header 8, first directory of 3 entries 42, GPS of 1 entry 18, second of 2 entries 30.
    let (gps, second, words) = (50_u32, 68_u32, 98_u32);
    let small = words + u32::try_from(text.len()).unwrap();
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend(3_u16.to_le_bytes());
    block.extend(entry(0x010e, 2, u32::try_from(text.len()).unwrap(), words));
    block.extend(entry(0x0112, 3, 1, u32::from(orientation)));
    block.extend(entry(0x8825, 4, 1, gps));
    block.extend(second.to_le_bytes());
    block.extend(1_u16.to_le_bytes());
    block.extend(entry(0x0001, 2, 2, u32::from(b'N')));
    block.extend(0_u32.to_le_bytes());
    block.extend(2_u16.to_le_bytes());
    block.extend(entry(0x0201, 4, 1, small));
    block.extend(entry(0x0202, 4, 1, u32::try_from(thumbnail.len()).unwrap()));
    block.extend(0_u32.to_le_bytes());
    block.extend(&text);
    block.extend(thumbnail);
    block
}

fn xmp(all: &str) -> Vec<u8> {
    format!("<x:xmpmeta xmlns:x='adobe:ns:meta/'><d>{all}</d></x:xmpmeta>").into_bytes()
}

fn png(picture: &RgbImage, all: &str, chance: &mut Chance) -> Vec<u8> {
    let bytes = encoded(picture, ImageFormat::Png);
    let (head, rest) = bytes.split_at(33);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(6));
    packed.write_all(all.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], kind, data, &crc.sum().to_be_bytes()[..]].concat()
    };
    let chunks = [
        chunk(b"tEXt", &[b"Comment\0", all.as_bytes()].concat()),
        chunk(b"zTXt", &[b"Author\0\0", &packed[..]].concat()),
        chunk(b"iTXt", &[b"Title\0\0\0\0\0", all.as_bytes()].concat()),
        chunk(b"eXIf", &exif(all, 1, b"")),
        chunk(b"prVt", all.as_bytes()),
    ];
    let some = chance.some(&[0, 1, 2, 3, 4], 2);
    let hidden: Vec<u8> = some.iter().flat_map(|at| chunks[*at].clone()).collect();
    [head, &hidden[..], rest, all.as_bytes()].concat()
}

fn jpeg(picture: &RgbImage, all: &str, chance: &mut Chance) -> Vec<u8> {
    // A telephone keeps the picture as the sensor lay, and says how to turn it.
    let turned = chance.below(2) == 0;
    let stored = if turned {
        image::imageops::rotate270(picture)
    } else {
        picture.clone()
    };
    let bytes = encoded(&stored, ImageFormat::Jpeg);
    let small = image::imageops::thumbnail(&stored, 160, 140);
    let small = encoded(&small, ImageFormat::Jpeg);
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, data].concat()
    };
    let exif = exif(all, if turned { 6 } else { 1 }, &small);
    let (start, rest) = bytes.split_at(2);
    [
        start,
        &segment(0xe1, &[b"Exif\0\0", &exif[..]].concat()),
        &segment(
            0xe1,
            &[&b"http://ns.adobe.com/xap/1.0/\0"[..], &xmp(all)].concat(),
        ),
        &segment(
            0xed,
            &[&b"Photoshop 3.0\08BIM\x04\x04\0\0"[..], all.as_bytes()].concat(),
        ),
        &segment(0xfe, all.as_bytes()),
        &segment(0xef, all.as_bytes()),
        rest,
        all.as_bytes(),
    ]
    .concat()
}

/// One page, or two that both show it.
fn tiff(picture: &RgbImage, all: &str, chance: &mut Chance) -> (&'static str, Vec<u8>, u32) {
    let pages = u32::try_from(chance.below(2) + 1).unwrap();
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    for _ in 0..pages {
        let (width, height) = picture.dimensions();
        let mut page = encoder.new_image::<colortype::RGB8>(width, height).unwrap();
        // Texts are ASCII there.
        let ascii: String = all.chars().filter(char::is_ascii).collect();
        for tag in [Tag::ImageDescription, Tag::Artist] {
            page.encoder().write_tag(tag, ascii.as_str()).unwrap();
        }
        page.encoder()
            .write_tag(Tag::Unknown(65_000), all.as_bytes())
            .unwrap();
        page.encoder()
            .write_tag(Tag::Unknown(700), &xmp(all)[..])
            .unwrap();
        page.write_data(picture.as_raw()).unwrap();
    }
    let mut bytes = bytes.into_inner();
    bytes.extend(all.as_bytes());
    ("tif", bytes, pages)
}

fn webp(picture: &RgbImage, all: &str) -> Vec<u8> {
    let mut bytes = encoded(picture, ImageFormat::WebP);
    for (name, mut data) in [
        (b"EXIF", exif(all, 1, b"")),
        (b"XMP ", xmp(all)),
        (b"prvt", all.into()),
    ] {
        bytes.extend(name);
        bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        if data.len() % 2 == 1 {
            data.push(0);
        }
        bytes.extend(data);
    }
    let size = u32::try_from(bytes.len() - 8).unwrap().to_le_bytes();
    bytes[4..8].copy_from_slice(&size);
    bytes
}

/// Words between the head and the pixels, and behind them.
fn bmp(picture: &RgbImage, all: &str) -> Vec<u8> {
    let bytes = encoded(picture, ImageFormat::Bmp);
    let at = u32::from_le_bytes(bytes[10..14].try_into().unwrap());
    let (head, pixels) = bytes.split_at(usize::try_from(at).unwrap());
    let moved = at + u32::try_from(all.len()).unwrap();
    let mut head = head.to_vec();
    head[10..14].copy_from_slice(&moved.to_le_bytes());
    [&head[..], all.as_bytes(), pixels, all.as_bytes()].concat()
}
