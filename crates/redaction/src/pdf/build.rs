//! Makes the copy: a new PDF of pictures, built by `printpdf`, finished by `lopdf` into PDF/A-2u.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, Mm, Op, PdfDocument, PdfPage, PdfSaveOptions, Pt,
    XObject, XObjectId, XObjectTransform,
};

use super::fixed;
use crate::picture::build::jpeg;
use crate::raster::Raster;
use crate::{PageInfo, RedactionError};

/// Pages with more changes than this from pixel to pixel are scans and photographs, which only JPEG keeps small.
const BUSY: f32 = 0.22;
/// Grey pages with fewer half-tones than this are text, whose smoothed edges 16 levels of grey show as well as 256.
const HALF_TONES: f32 = 0.15;
/// JPEG quality of scanned pages, of 100.
const SCAN_QUALITY: u8 = 85;

const FAILED: RedactionError = RedactionError::Failed("building the copy");

/// A page of the copy: one picture as large as the page.
pub(crate) struct EncodedPage {
    info: PageInfo,
    width: u32,
    height: u32,
    colour: &'static str,
    bits: u8,
    filter: &'static str,
    data: Vec<u8>,
}

/// Encodes a painted page: as many bits a pixel as it needs and no loss of detail if it is text and drawing, as JPEG if it
/// is a scan.
pub(crate) fn encode_page(raster: &Raster, info: PageInfo) -> Result<EncodedPage, RedactionError> {
    let (mut bits, mut filter, mut data) = (8, "FlateDecode", Vec::new());
    if raster.busyness() > BUSY {
        filter = "DCTDecode";
        jpeg(raster, SCAN_QUALITY, &mut data)?;
    } else {
        if raster.channels == 1 && raster.is_line_art() {
            bits = 1;
        } else if raster.channels == 1 && raster.midtones() < HALF_TONES {
            bits = 4;
        }
        data = deflate(&packed(raster, bits))?;
    }
    Ok(EncodedPage {
        info,
        width: raster.width,
        height: raster.height,
        colour: if raster.channels == 1 {
            "DeviceGray"
        } else {
            "DeviceRGB"
        },
        bits,
        filter,
        data,
    })
}

fn deflate(samples: &[u8]) -> Result<Vec<u8>, RedactionError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(samples).map_err(|_| FAILED)?;
    encoder.finish().map_err(|_| FAILED)
}

/// Samples of so many bits (1, 4 or 8), rounded, the leftmost in the highest bits; each row begins with a new byte.
fn packed(raster: &Raster, bits: u8) -> Cow<'_, [u8]> {
    if bits == 8 {
        return Cow::Borrowed(&raster.samples);
    }
    let top = (1u32 << bits) - 1;
    let level = |sample: u8| ((u32::from(sample) * top + 127) / 255) as u8;
    raster
        .rows()
        .flat_map(|row| row.chunks(8 / usize::from(bits)))
        .map(|samples| {
            let first = 8 - bits;
            let shifts = (0..=first).rev().step_by(usize::from(bits));
            samples
                .iter()
                .zip(shifts)
                .fold(0, |byte, (sample, shift)| byte | level(*sample) << shift)
        })
        .collect()
}

/// The whole copy. The same pages give the same bytes.
pub(crate) fn build(pages: Vec<EncodedPage>) -> Result<Vec<u8>, RedactionError> {
    let mut identity = Vec::new();
    for page in &pages {
        identity.extend(crate::sha256(&page.data));
    }
    let document = compose(&pages);
    finish(document, pages, &crate::sha256(&identity))
}

fn picture_name(index: usize) -> String {
    format!("P{}", index + 1)
}

/// The document with pictures that have no pixels yet: `printpdf` would copy them.
fn compose(pages: &[EncodedPage]) -> Document {
    let mut document = PdfDocument::new("");
    for (index, page) in pages.iter().enumerate() {
        let id = XObjectId(picture_name(index));
        document.pages.push(PdfPage::new(
            Mm::from(Pt(page.info.width)),
            Mm::from(Pt(page.info.height)),
            vec![Op::UseXobject {
                id: id.clone(),
                transform: XObjectTransform {
                    scale_x: Some(page.info.width),
                    scale_y: Some(page.info.height),
                    no_auto_scale: true,
                    ..XObjectTransform::default()
                },
            }],
        ));
        let picture = ExternalXObject {
            stream: picture_stream(page),
            width: None,
            height: None,
            dpi: None,
        };
        document
            .resources
            .xobjects
            .map
            .insert(id, XObject::External(picture));
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    document.to_lopdf_document(&options, &mut Vec::new())
}

fn picture_stream(page: &EncodedPage) -> ExternalStream {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), DictItem::Int(page.width.into())),
        ("Height".to_owned(), DictItem::Int(page.height.into())),
        ("ColorSpace".to_owned(), name(page.colour)),
        (
            "BitsPerComponent".to_owned(),
            DictItem::Int(page.bits.into()),
        ),
        ("Filter".to_owned(), name(page.filter)),
    ]);
    ExternalStream {
        dict,
        content: Vec::new(),
        compress: false,
    }
}

/// Puts the pixels in, takes away what `printpdf` adds (document information, random identifiers, boxes and resources that pages of one picture
/// do not need) and adds what PDF/A-2u demands.
fn finish(
    mut document: Document,
    pages: Vec<EncodedPage>,
    identity: &[u8; 32],
) -> Result<Vec<u8>, RedactionError> {
    let page_ids: Vec<_> = document.get_pages().into_values().collect();
    if page_ids.len() != pages.len() {
        return Err(FAILED);
    }
    for (index, (page_id, encoded)) in page_ids.into_iter().zip(pages).enumerate() {
        let page = document.get_dictionary(page_id).map_err(|_| FAILED)?;
        let parent = page.get(b"Parent").map_err(|_| FAILED)?.clone();
        let contents = page.get(b"Contents").map_err(|_| FAILED)?.clone();
        let name = picture_name(index);
        let picture = picture_of(&document, page_id, &name)?;
        document
            .get_object_mut(picture)
            .and_then(Object::as_stream_mut)
            .map_err(|_| FAILED)?
            .set_content(encoded.data);
        let (width, height) = (encoded.info.width, encoded.info.height);
        let slim = dictionary! {
            "Type" => "Page",
            "Parent" => parent,
            "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { name => picture } },
            "Contents" => contents,
        };
        document.set_object(page_id, slim);
    }
    let catalog = catalog(&mut document)?;
    let catalog_id = document.add_object(catalog);
    let half = identity[..16].to_vec();
    let id = Object::String(half, StringFormat::Hexadecimal);
    document.trailer = dictionary! { "Root" => catalog_id, "ID" => vec![id.clone(), id] };
    document.version = "1.7".to_owned();
    document.prune_objects();
    document.renumber_objects();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|_| FAILED)?;
    Ok(bytes)
}

fn picture_of(document: &Document, page: ObjectId, name: &str) -> Result<ObjectId, RedactionError> {
    let look_up = || -> lopdf::Result<ObjectId> {
        let page = document.get_dictionary(page)?;
        let resources = document.get_dict_in_dict(page, b"Resources")?;
        let pictures = document.get_dict_in_dict(resources, b"XObject")?;
        pictures.get(name.as_bytes())?.as_reference()
    };
    look_up().map_err(|_| FAILED)
}

fn catalog(document: &mut Document) -> Result<Dictionary, RedactionError> {
    let pages = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .map_err(|_| FAILED)?
        .clone();
    let xmp = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        fixed::XMP.as_bytes().to_vec(),
    );
    let metadata = document.add_object(xmp.with_compression(false));
    let profile = fixed::srgb_profile().ok_or(FAILED)?;
    let profile = Stream::new(dictionary! { "N" => 3 }, profile).with_compression(false);
    let profile = document.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal(fixed::SRGB_NAME),
        "Info" => Object::string_literal(fixed::SRGB_NAME),
        "DestOutputProfile" => profile,
    };
    Ok(dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        "Metadata" => metadata,
        "OutputIntents" => vec![Object::Dictionary(intent)],
    })
}
