//! Makes sources for the tests.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// A PDF under construction: pages share a font.
pub(super) struct Maker {
    pub(super) document: Document,
    pub(super) tree: ObjectId,
    pub(super) font: ObjectId,
    kids: Vec<Object>,
}

impl Maker {
    pub(super) fn new() -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            "Encoding" => "WinAnsiEncoding",
        });
        Self {
            document,
            tree,
            font,
            kids: Vec::new(),
        }
    }

    /// A page of A5 with this content; entries of `more` are added to the page.
    pub(super) fn page(&mut self, content: &str, more: Dictionary) -> ObjectId {
        let contents = Stream::new(dictionary! {}, content.as_bytes().to_vec());
        let contents = self.document.add_object(contents);
        let font = self.font;
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => self.tree, "Contents" => contents,
            "MediaBox" => vec![0.into(), 0.into(), 420.into(), 595.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        };
        for (key, value) in &more {
            page.set(key.clone(), value.clone());
        }
        let id = self.document.add_object(page);
        self.kids.push(id.into());
        id
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.finish_with(dictionary! {})
    }

    /// Writes the file; entries of `more` are added to the catalog.
    pub(super) fn finish_with(mut self, more: Dictionary) -> Vec<u8> {
        let count = self.kids.len() as i64;
        self.document.set_object(
            self.tree,
            dictionary! { "Type" => "Pages", "Count" => count, "Kids" => self.kids },
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => self.tree };
        for (key, value) in &more {
            catalog.set(key.clone(), value.clone());
        }
        let catalog = self.document.add_object(catalog);
        self.document.trailer.set("Root", catalog);
        let id = Object::string_literal("0123456789abcdef");
        self.document.trailer.set("ID", vec![id.clone(), id]);
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).unwrap();
        bytes
    }
}

/// Lines of text from the top of a page, 12 points, at x = 40.
pub(super) fn text_lines(lines: &[&str]) -> String {
    let mut content = String::from("BT /F 12 Tf 16 TL 40 540 Td\n");
    for line in lines {
        content += &format!("({line}) Tj T*\n");
    }
    content + "ET\n"
}

/// One page of text with a number on its second line.
pub(super) fn letter(number: &str) -> Vec<u8> {
    let mut maker = Maker::new();
    let lines = [
        "To the district administration.",
        &format!("My number is {number} and my house is old."),
        "Please answer in writing.",
    ];
    maker.page(&text_lines(&lines), dictionary! {});
    maker.finish()
}

/// One page that is a picture: grey noise, as of a poor scan.
pub(super) fn scan(width: u32, height: u32) -> Vec<u8> {
    let mut maker = Maker::new();
    let samples = noise((width * height) as usize);
    let picture = maker.document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        },
        samples,
    ));
    let resources = dictionary! { "XObject" => dictionary! { "Im" => picture } };
    maker.page(
        "q 420 0 0 595 0 0 cm /Im Do Q",
        dictionary! { "Resources" => resources },
    );
    maker.finish()
}

/// Light noise that is always the same.
pub(super) fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        130 + (state % 120) as u8
    })
    .take(len)
    .collect()
}

/// The document opened again, changed and written: what a tamperer does.
pub(super) fn edited(bytes: &[u8], edit: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap();
    edit(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}
