//! Examines the copy of a PDF: opened with `lopdf`, every object visited and compared with what a copy may consist of.

mod beside;
mod pictures;

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::pixels::{JPEG_TOLERANCE, check_flat, check_kept};
use super::{
    Examiner, MARKS_FLAT, METADATA, NO_TEXT, Original, PAGES_KEPT, READABLE, STRUCTURE, Subject,
};
use crate::pdf::{fixed, source, text};
use crate::{PageInfo, RedactionError, limits};
use beside::{nothing_beside, search};
use pictures::decode;

/// The most that one stream of a copy may inflate to: a page at the pixel bound, in colour.
const MAX_STREAM: usize = limits::MAX_PAGE_PIXELS as usize * 3 + 1;

const TRAILER: &[&str] = &["Size", "Root", "ID"];
const CATALOG: &[&str] = &["Type", "Pages", "Metadata", "OutputIntents"];
const INTENT: &[&str] = &[
    "Type",
    "S",
    "OutputConditionIdentifier",
    "Info",
    "DestOutputProfile",
];
const PAGE_TREE: &[&str] = &["Type", "Count", "Kids"];
const PAGE: &[&str] = &["Type", "Parent", "MediaBox", "Resources", "Contents"];
const PICTURE: &[&str] = &[
    "Type",
    "Subtype",
    "Width",
    "Height",
    "ColorSpace",
    "BitsPerComponent",
    "Filter",
    "Length",
];

pub(super) fn examine(
    examiner: &mut Examiner,
    copy: &[u8],
    subject: &Subject,
    original: Option<&Original<'_>>,
) -> Result<(), RedactionError> {
    let options = LoadOptions {
        strict: true,
        max_decompressed_size: Some(MAX_STREAM),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(copy, options)
        .map_err(|_| RedactionError::Unreadable("the second reader cannot open the copy"))?;
    let mut walk = Walk {
        document: &document,
        examiner,
        subject,
        visited: BTreeSet::new(),
        fixed_streams: BTreeSet::new(),
    };
    let pages = walk.document();
    let (visited, fixed_streams) = (walk.visited, walk.fixed_streams);
    orphans(examiner, &document, &visited);
    examiner.done(STRUCTURE, format!("{} objects", document.objects.len()));
    metadata(examiner, &document, &pages);
    if let Some(original) = original {
        search(examiner, &document, copy, &fixed_streams, original);
    }
    nothing_beside(examiner, document, copy);
    look_at_pages(examiner, copy, &pages, subject, original)?;
    examiner.done(READABLE, format!("{} pages opened", pages.len()));
    Ok(())
}

/// A page of the copy, as far as it is what it should be.
struct CopyPage {
    info: PageInfo,
    data_sha256: [u8; 32],
}

struct Walk<'d, 'e> {
    document: &'d Document,
    examiner: &'e mut Examiner,
    subject: &'e Subject,
    visited: BTreeSet<ObjectId>,
    fixed_streams: BTreeSet<ObjectId>,
}

impl<'d> Walk<'d, '_> {
    fn complain(&mut self, place: impl Into<String>) {
        self.examiner.found(STRUCTURE, place);
    }

    fn only(&mut self, place: &str, dict: &Dictionary, allowed: &[&str]) {
        for (key, _) in dict {
            if !allowed.iter().any(|name| name.as_bytes() == key.as_slice()) {
                let key = String::from_utf8_lossy(key).into_owned();
                self.complain(format!("{place}: an entry {key}"));
            }
        }
    }

    fn named(&mut self, place: &str, dict: &Dictionary, key: &str, expected: &str) {
        if dict.get(key.as_bytes()).and_then(Object::as_name).ok() != Some(expected.as_bytes()) {
            self.complain(format!("{place}: {key} is not {expected}"));
        }
    }

    /// Follows a reference; each object may be reached once only.
    fn follow(&mut self, place: &str, object: Option<&Object>) -> Option<(ObjectId, &'d Object)> {
        let id = object.and_then(|object| object.as_reference().ok());
        let target = id.and_then(|id| self.document.objects.get(&id).map(|o| (id, o)));
        match target {
            Some((id, _)) if !self.visited.insert(id) => {
                self.complain(format!("{place}: used twice"));
                None
            }
            Some(found) => Some(found),
            None => {
                self.complain(format!("{place}: missing"));
                None
            }
        }
    }

    fn dict(&mut self, place: &str, object: Option<&Object>) -> Option<&'d Dictionary> {
        let (_, object) = self.follow(place, object)?;
        let dict = object.as_dict().ok();
        if dict.is_none() {
            self.complain(format!("{place}: not a dictionary"));
        }
        dict
    }

    fn stream(&mut self, place: &str, object: Option<&Object>) -> Option<(ObjectId, &'d Stream)> {
        let (id, object) = self.follow(place, object)?;
        let stream = object.as_stream().ok();
        if stream.is_none() {
            self.complain(format!("{place}: not a stream"));
        }
        stream.map(|stream| (id, stream))
    }

    fn document(&mut self) -> Vec<CopyPage> {
        let document = self.document;
        self.only("trailer", &document.trailer, TRAILER);
        let root = document.trailer.get(b"Root").ok();
        let Some(catalog) = self.dict("catalog", root) else {
            return Vec::new();
        };
        self.only("catalog", catalog, CATALOG);
        self.named("catalog", catalog, "Type", "Catalog");
        self.fixed_parts(catalog);
        let Some(tree) = self.dict("page tree", catalog.get(b"Pages").ok()) else {
            return Vec::new();
        };
        self.only("page tree", tree, PAGE_TREE);
        let kids = tree.get(b"Kids").and_then(Object::as_array);
        let kids = kids.map(Vec::as_slice).unwrap_or_default();
        let count = tree.get(b"Count").and_then(Object::as_i64).ok();
        if count != i64::try_from(kids.len()).ok() {
            self.complain("page tree: a wrong count");
        }
        let mut pages = Vec::new();
        for (number, kid) in (1..).zip(kids) {
            pages.extend(self.page(number, kid));
        }
        pages
    }

    /// Metadata and colour profile: byte for byte what is the same in every copy.
    fn fixed_parts(&mut self, catalog: &'d Dictionary) {
        if let Some((id, xmp)) = self.stream("metadata", catalog.get(b"Metadata").ok()) {
            self.only("metadata", &xmp.dict, &["Type", "Subtype", "Length"]);
            if xmp.content == fixed::XMP.as_bytes() {
                self.fixed_streams.insert(id);
            } else {
                self.examiner
                    .found(METADATA, "the XMP packet is not the fixed one");
            }
        }
        let intent = catalog.get(b"OutputIntents").and_then(Object::as_array);
        let Ok([Object::Dictionary(intent)]) = intent.map(Vec::as_slice) else {
            self.complain("catalog: not one output intent");
            return;
        };
        self.only("output intent", intent, INTENT);
        self.named("output intent", intent, "S", "GTS_PDFA1");
        for key in ["OutputConditionIdentifier", "Info"] {
            let text = intent.get(key.as_bytes()).and_then(Object::as_str).ok();
            if text != Some(fixed::SRGB_NAME.as_bytes()) {
                self.examiner
                    .found(METADATA, "the output intent is not the fixed one");
            }
        }
        if let Some((id, icc)) = self.stream("profile", intent.get(b"DestOutputProfile").ok()) {
            self.only("profile", &icc.dict, &["N", "Length"]);
            if fixed::srgb_profile().as_deref() == Some(icc.content.as_slice()) {
                self.fixed_streams.insert(id);
            } else {
                self.examiner
                    .found(METADATA, "the colour profile is not the fixed one");
            }
        }
    }

    fn page(&mut self, number: u32, kid: &Object) -> Option<CopyPage> {
        let place = format!("page {number}");
        let page = self.dict(&place, Some(kid))?;
        self.only(&place, page, PAGE);
        self.named(&place, page, "Type", "Page");
        let info = media_box(page).or_else(|| {
            self.complain(format!("{place}: no size"));
            None
        })?;
        let (_, contents) = self.stream(&place, page.get(b"Contents").ok())?;
        self.only(&place, &contents.dict, &["Length"]);
        let name = format!("P{number}");
        if !draws_one_picture(&contents.content, &name, &info) {
            self.complain(format!("{place}: its content is more than one picture"));
        }
        let Some(picture) = only_entry(page, "Resources")
            .and_then(|resources| {
                resources
                    .0
                    .as_dict()
                    .ok()
                    .filter(|_| resources.1 == "XObject")
            })
            .and_then(|pictures| single(pictures).filter(|(_, key)| *key == name))
        else {
            self.complain(format!("{place}: its resources are more than one picture"));
            return None;
        };
        let (_, stream) = self.stream(&place, Some(picture.0))?;
        self.only(&place, &stream.dict, PICTURE);
        self.named(&place, &stream.dict, "Subtype", "Image");
        match decode(stream) {
            Ok((raster, tolerance)) => {
                check_flat(
                    self.examiner,
                    self.subject,
                    number,
                    &info,
                    &raster,
                    tolerance,
                );
                Some(CopyPage {
                    info,
                    data_sha256: crate::sha256(&stream.content),
                })
            }
            Err(complaint) => {
                self.complain(format!("{place}: {complaint}"));
                None
            }
        }
    }
}

fn single(dict: &Dictionary) -> Option<(&Object, String)> {
    let mut entries = dict.iter();
    let (key, value) = entries.next()?;
    entries
        .next()
        .is_none()
        .then(|| (value, String::from_utf8_lossy(key).into_owned()))
}

fn only_entry<'d>(dict: &'d Dictionary, key: &str) -> Option<(&'d Object, String)> {
    single(dict.get(key.as_bytes()).and_then(Object::as_dict).ok()?)
}

fn media_box(page: &Dictionary) -> Option<PageInfo> {
    let sides = page.get(b"MediaBox").and_then(Object::as_array).ok()?;
    let sides: Option<Vec<f32>> = sides.iter().map(|side| side.as_float().ok()).collect();
    match sides?.as_slice() {
        [0.0, 0.0, width, height] if *width > 0.0 && *height > 0.0 => Some(PageInfo {
            width: *width,
            height: *height,
        }),
        _ => None,
    }
}

/// True if the content is exactly "draw this picture over the whole page": no text, no comment, no second operation.
fn draws_one_picture(content: &[u8], name: &str, info: &PageInfo) -> bool {
    let Ok(content) = std::str::from_utf8(content) else {
        return false;
    };
    let tokens: Vec<&str> = content.split_ascii_whitespace().collect();
    let ["q", matrix @ .., "cm", picture, "Do", "Q"] = tokens.as_slice() else {
        return false;
    };
    let numbers: Vec<f32> = matrix.iter().filter_map(|n| n.parse().ok()).collect();
    let close = |a: f32, b: f32| (a - b).abs() < 0.01;
    let fills = match numbers.as_slice() {
        [w, 0.0, 0.0, h, 0.0, 0.0] => close(*w, info.width) && close(*h, info.height),
        _ => false,
    };
    fills && numbers.len() == matrix.len() && picture.strip_prefix('/') == Some(name)
}

type Size = (u32, u32, usize);

fn orphans(examiner: &mut Examiner, document: &Document, visited: &BTreeSet<ObjectId>) {
    for id in document.objects.keys().filter(|id| !visited.contains(id)) {
        examiner.found(STRUCTURE, format!("object {} belongs to nothing", id.0));
    }
}

fn metadata(examiner: &mut Examiner, document: &Document, pages: &[CopyPage]) {
    for key in [&b"Info"[..], b"Encrypt", b"Prev", b"XRefStm"] {
        if document.trailer.has(key) {
            let key = String::from_utf8_lossy(key);
            examiner.found(METADATA, format!("the trailer has {key}"));
        }
    }
    // The identifier may depend on the redacted pixels and on nothing else.
    let hashes: Vec<u8> = pages.iter().flat_map(|page| page.data_sha256).collect();
    let expected = &crate::sha256(&hashes)[..16];
    let ids = document.trailer.get(b"ID").and_then(Object::as_array);
    let fits = ids
        .is_ok_and(|ids| ids.len() == 2 && ids.iter().all(|id| id.as_str().ok() == Some(expected)));
    if !fits {
        examiner.found(METADATA, "an identifier that does not come from the pixels");
    }
    examiner.done(METADATA, "information, XMP, profile, identifier".to_owned());
}

/// The resolution of the comparison, in dots per inch.
const LOOK_DPI: f32 = 72.0;

/// Looks at each page as a viewer draws it. The samples of its picture, as they are stored, were looked at when it was
/// decoded: the rasters of two pages are never held at once.
fn look_at_pages(
    examiner: &mut Examiner,
    copy: &[u8],
    pages: &[CopyPage],
    subject: &Subject,
    original: Option<&Original<'_>>,
) -> Result<(), RedactionError> {
    let drawn_copy = source::open(copy)?;
    let drawn_source = original.map(|o| source::open(o.bytes)).transpose()?;
    let mut draftsman = source::Draftsman::new();
    let mut source_draftsman = source::Draftsman::new();
    for (number, page) in (1..).zip(drawn_copy.pages().iter()) {
        if !text::lines(page).is_empty() {
            examiner.found_at(NO_TEXT, Some(number), None, "text that can be selected");
        }
        let info = source::info(page);
        let seen = draftsman.draw(page, LOOK_DPI)?.raster;
        check_flat(examiner, subject, number, &info, &seen, JPEG_TOLERANCE);
        if let Some(pdf) = &drawn_source
            && let Ok(before) = source::page(pdf, number)
        {
            let before = source_draftsman.draw(before, LOOK_DPI)?.raster;
            check_kept(examiner, subject, number, &info, &before, &seen);
        }
    }
    examiner.done(NO_TEXT, format!("{} pages", drawn_copy.pages().len()));
    let shown = pages.len() == drawn_copy.pages().len()
        && subject
            .flat
            .iter()
            .all(|(on, _)| *on as usize <= pages.len());
    if !shown {
        examiner.found(MARKS_FLAT, "a page could not be looked at");
    }
    examiner.done(MARKS_FLAT, format!("{} areas, twice", subject.flat.len()));
    if let Some(original) = original {
        sizes_kept(examiner, pages, original);
    }
    Ok(())
}

fn sizes_kept(examiner: &mut Examiner, pages: &[CopyPage], original: &Original<'_>) {
    if pages.len() != original.pages.len() {
        examiner.found(PAGES_KEPT, "another number of pages");
    }
    for (number, (page, expected)) in (1..).zip(pages.iter().zip(&original.pages)) {
        let differs = (page.info.width - expected.width).abs() > 0.02
            || (page.info.height - expected.height).abs() > 0.02;
        if differs {
            examiner.found_at(PAGES_KEPT, Some(number), None, "another size");
        }
    }
    examiner.done(PAGES_KEPT, format!("{} pages compared", pages.len()));
}
