//! PDF files: each way in which a page, and a file around it, can keep what a box only covers.

use super::{Chance, Hostile, Secret, mark, tools};
use encoding_rs::WINDOWS_1251;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use redaction::Plan;

/// A way to keep a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Boxed,
    Layer,
    White,
    Invisible,
    OffPage,
    Tiny,
    Clipped,
    ActualText,
    Remark,
    ByGlyph,
    Kerned,
    Reversed,
    AcrossLines,
    Spaced,
    FormXObject,
    Pattern,
    Note,
    Field,
    Attachment,
    Outline,
    Info,
    Xmp,
    Piece,
    Script,
    StructureTree,
    Thumbnail,
    Orphan,
    OldRevision,
    Trailing,
    Leading,
}

const WAYS: [Way; 30] = [
    Way::Boxed,
    Way::Layer,
    Way::White,
    Way::Invisible,
    Way::OffPage,
    Way::Tiny,
    Way::Clipped,
    Way::ActualText,
    Way::Remark,
    Way::ByGlyph,
    Way::Kerned,
    Way::Reversed,
    Way::AcrossLines,
    Way::Spaced,
    Way::FormXObject,
    Way::Pattern,
    Way::Note,
    Way::Field,
    Way::Attachment,
    Way::Outline,
    Way::Info,
    Way::Xmp,
    Way::Piece,
    Way::Script,
    Way::StructureTree,
    Way::Thumbnail,
    Way::Orphan,
    Way::OldRevision,
    Way::Trailing,
    Way::Leading,
];

/// A file as it was written first.
pub fn make(seed: u64) -> Hostile {
    let mut chance = Chance::of(seed);
    let secret = Secret::new(&mut chance);
    let ways = chance.some(&WAYS, 4);
    let rotated = chance.one(&[0_i64, 0, 90, 180, 270]);
    let cropped = chance.below(4) == 0;
    let bytes = Maker::new(&secret).file(&ways, rotated, cropped);
    hostile(
        format!("pdf seed {seed} {ways:?} {rotated} {cropped}"),
        bytes,
        secret,
    )
}

/// The same, packed anew by another program; nothing where that is not installed.
pub fn make_packed(seed: u64) -> Option<Hostile> {
    let file = make(seed + 10_000);
    let ways: &[&[&str]] = &[
        &["--object-streams=generate", "--compress-streams=y"],
        &["--linearize"],
        &["--encrypt", "", "owner", "256", "--"],
        &["--encrypt", "", "owner", "128", "--use-aes=y", "--"],
        &["--qdf", "--object-streams=disable"],
    ];
    let way = ways[usize::try_from(seed).unwrap() % ways.len()];
    let bytes = tools::packed(&file.bytes, way)?;
    let made = format!("{} {way:?}", file.made);
    Some(hostile(made, bytes, file.secret))
}

fn hostile(made: String, bytes: Vec<u8>, secret: Secret) -> Hostile {
    let mut marks = Vec::new();
    for text in [&secret.number, &secret.latin] {
        let found = redaction::find_text(&bytes, text).unwrap_or_else(|e| panic!("{made}: {e}"));
        assert!(!found.is_empty(), "{made}: {text} is on the page");
        marks.extend(
            found
                .into_iter()
                .map(|(page, rect)| mark(page, rect, Some(text))),
        );
    }
    // Words that stand nowhere on a page have no place; the second reader looks for them all the same.
    let place = marks[0].clone();
    marks.push(mark(place.page, place.rect, Some(&secret.name)));
    Hostile {
        made,
        extension: "pdf",
        bytes,
        secret,
        plan: Plan { marks },
    }
}

fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn literal(text: &str) -> Object {
    Object::string_literal(WINDOWS_1251.encode(text).0.into_owned())
}

struct Maker<'s> {
    secret: &'s Secret,
    document: Document,
    font: ObjectId,
    tree: ObjectId,
    page: Dictionary,
    resources: Dictionary,
    catalog: Dictionary,
    content: String,
    /// Where the next hidden line stands.
    y: i32,
}

impl<'s> Maker<'s> {
    fn new(secret: &'s Secret) -> Self {
        let mut document = Document::with_version("1.7");
        let tree = document.new_object_id();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
        });
        let (number, latin) = (&secret.number, &secret.latin);
        Self {
            content: format!(
                "BT /F 12 Tf 16 TL 60 520 Td (To the district administration.) Tj T*\n\
                 (My number is {number} and my name is) Tj T*\n\
                 ({latin}. The bridge is broken since March.) Tj ET\n"
            ),
            secret,
            document,
            font,
            tree,
            page: dictionary! {},
            resources: dictionary! { "Font" => dictionary! { "F" => font } },
            catalog: dictionary! {},
            y: 440,
        }
    }

    fn file(mut self, ways: &[Way], rotated: i64, cropped: bool) -> Vec<u8> {
        for way in ways {
            self.hide(*way);
        }
        let first = if ways.contains(&Way::OldRevision) {
            format!("BT /F 12 Tf 60 300 Td (earlier: {}) Tj ET", self.all())
        } else {
            self.content.clone()
        };
        let contents = Stream::new(dictionary! {}, first.into_bytes());
        let contents = self.document.add_object(contents);
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => self.tree, "Contents" => contents,
            "MediaBox" => vec![0.into(), 0.into(), 420.into(), 595.into()],
            "Resources" => self.resources.clone(), "Rotate" => rotated,
        };
        if cropped {
            page.set(
                "CropBox",
                vec![20.into(), 15.into(), 410.into(), 580.into()],
            );
        }
        for (key, value) in &self.page {
            page.set(key.clone(), value.clone());
        }
        let page = self.document.add_object(page);
        self.document.set_object(
            self.tree,
            dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] },
        );
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => self.tree };
        for (key, value) in &self.catalog {
            catalog.set(key.clone(), value.clone());
        }
        let catalog = self.document.add_object(catalog);
        self.document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        self.document.save_to(&mut bytes).unwrap();
        if ways.contains(&Way::OldRevision) {
            bytes = revised(bytes, contents, catalog, self.content.as_bytes());
        }
        if ways.contains(&Way::Trailing) {
            bytes.extend(format!("\n{}\n", self.all()).into_bytes());
            bytes.extend(WINDOWS_1251.encode(&self.secret.name).0.iter());
        }
        bytes
    }

    fn all(&self) -> String {
        let Secret {
            number,
            latin,
            name,
        } = self.secret;
        format!("{number} {latin} {name}")
    }

    /// A line of text on the page, with operators before and behind it.
    fn line(&mut self, before: &str, shown: &str, behind: &str) {
        let y = self.y;
        self.y -= 18;
        self.content += &format!("{before} BT /F 12 Tf 60 {y} Td {shown} ET {behind}\n");
    }

    fn hide(&mut self, way: Way) {
        let number = self.secret.number.clone();
        let shown = format!("({number}) Tj");
        match way {
            Way::Boxed => {
                let y = self.y - 4;
                self.line("", &shown, &format!("0 g 56 {y} 130 16 re f"));
            }
            Way::Layer => self.layer(&shown),
            Way::White => self.line("", &format!("1 g {shown} 0 g"), ""),
            Way::Invisible => self.line("", &format!("3 Tr {shown} 0 Tr"), ""),
            Way::OffPage => self.content += &format!("BT /F 12 Tf 60 -300 Td {shown} ET\n"),
            Way::Tiny => self.content += &format!("BT /F 0.2 Tf 60 30 Td {shown} ET\n"),
            Way::Clipped => self.line("q 0 0 1 1 re W n", &shown, "Q"),
            Way::ActualText => {
                let before = format!("/Span << /ActualText ({number}) >> BDC");
                self.line(&before, "(xxx) Tj", "EMC");
            }
            Way::Remark => self.content += &format!("% {number} {}\n", self.secret.latin),
            Way::ByGlyph => {
                let each: String = number.chars().map(|c| format!("({c}) Tj ")).collect();
                self.line("", &each, "");
            }
            Way::Kerned => {
                let (first, rest) = number.split_at(4);
                let (second, third) = rest.split_at(5);
                let shown = format!("[({first}) -60 ({second}) -60 ({third})] TJ");
                self.line("", &shown, "");
            }
            Way::Reversed => self.reversed(&number),
            Way::AcrossLines => {
                let (above, below) = number.split_at(7);
                self.line("", &format!("(number {above}) Tj"), "");
                self.line("", &format!("({below} again) Tj"), "");
            }
            Way::Spaced => {
                let spaced: Vec<String> = number.chars().map(String::from).collect();
                self.line("", &format!("({}) Tj", spaced.join(" ")), "");
            }
            Way::FormXObject => self.form(&shown),
            Way::Pattern => self.pattern(&shown),
            _ => self.beside(way),
        }
    }

    /// Letters that are drawn from the last to the first.
    fn reversed(&mut self, number: &str) {
        let y = self.y;
        self.y -= 18;
        let mut content = String::from("BT /F 12 Tf\n");
        for (at, letter) in number
            .chars()
            .enumerate()
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
        {
            // Digits of Helvetica are 0.556 em wide.
            let x = 60.0 + at as f32 * 6.672;
            content += &format!("1 0 0 1 {x} {y} Tm ({letter}) Tj\n");
        }
        self.content += &(content + "ET\n");
    }

    fn layer(&mut self, shown: &str) {
        let name = literal(&format!("layer {}", self.secret.number));
        let layer = (self.document).add_object(dictionary! { "Type" => "OCG", "Name" => name });
        self.resources
            .set("Properties", dictionary! { "L" => layer });
        let off = dictionary! { "OFF" => vec![layer.into()] };
        let properties = dictionary! { "OCGs" => vec![layer.into()], "D" => off };
        self.catalog.set("OCProperties", properties);
        self.line("/OC /L BDC", shown, "EMC");
    }

    fn form(&mut self, shown: &str) {
        let y = self.y;
        self.y -= 18;
        let form = Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form",
                "BBox" => vec![0.into(), 0.into(), 420.into(), 595.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F" => self.font } },
            },
            format!("BT /F 12 Tf 60 {y} Td {shown} ET").into_bytes(),
        );
        let form = self.document.add_object(form);
        self.resources.set("XObject", dictionary! { "Fm" => form });
        self.content += "q /Fm Do Q\n";
    }

    fn pattern(&mut self, shown: &str) {
        let pattern = Stream::new(
            dictionary! {
                "Type" => "Pattern", "PatternType" => 1, "PaintType" => 1, "TilingType" => 1,
                "BBox" => vec![0.into(), 0.into(), 200.into(), 20.into()], "XStep" => 1_000, "YStep" => 1_000,
                "Resources" => dictionary! { "Font" => dictionary! { "F" => self.font } },
            },
            format!("BT 3 Tr /F 12 Tf 2 4 Td {shown} ET").into_bytes(),
        );
        let pattern = self.document.add_object(pattern);
        self.resources
            .set("Pattern", dictionary! { "P" => pattern });
        self.content += "/Pattern cs /P scn 60 60 100 20 re f 0 g\n";
    }

    /// Places that are on no page.
    fn beside(&mut self, way: Way) {
        let Secret {
            number,
            name,
            latin,
        } = self.secret.clone();
        let all = format!("{number} {name} {latin}");
        match way {
            Way::Note => {
                let note = self.document.add_object(dictionary! {
                    "Type" => "Annot", "Subtype" => "Text", "F" => 2,
                    "Rect" => vec![10.into(), 10.into(), 30.into(), 30.into()],
                    "Contents" => utf16(&all), "T" => literal(&name),
                });
                self.page.set("Annots", vec![note.into()]);
            }
            Way::Field => {
                let field = self.document.add_object(dictionary! {
                    "FT" => "Tx", "T" => literal("pin"), "V" => literal(&number), "DV" => utf16(&all),
                });
                let form = dictionary! { "Fields" => vec![field.into()], "XFA" => literal(&all) };
                self.catalog.set("AcroForm", form);
            }
            Way::Attachment => self.attachment(&all),
            Way::Outline => self.outline(&all),
            Way::Info => {
                let info = dictionary! { "Title" => utf16(&all), "Author" => literal(&name), "Own" => literal(&number) };
                let info = self.document.add_object(info);
                self.document.trailer.set("Info", info);
            }
            Way::Xmp => {
                let xmp = format!("<x:xmpmeta><dc:title>{all}</dc:title></x:xmpmeta>");
                let xmp = Stream::new(
                    dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
                    xmp.into_bytes(),
                );
                let xmp = self.document.add_object(xmp);
                self.catalog.set("Metadata", xmp);
            }
            Way::Piece => {
                let own = dictionary! { "App" => dictionary! { "Private" => utf16(&all) } };
                self.page.set("PieceInfo", own);
            }
            Way::Script => {
                let script = dictionary! { "S" => "JavaScript", "JS" => literal(&format!("app.alert('{all}')")) };
                self.catalog.set("OpenAction", script);
            }
            Way::StructureTree => {
                let element = self.document.add_object(
                    dictionary! { "Type" => "StructElem", "S" => "Figure", "Alt" => utf16(&all), "E" => literal(&number) },
                );
                let tree = dictionary! { "Type" => "StructTreeRoot", "K" => element };
                self.catalog.set("StructTreeRoot", tree);
            }
            Way::Thumbnail => {
                let samples = all.as_bytes().repeat(4);
                let picture = Stream::new(
                    dictionary! {
                        "Width" => samples.len() as i64, "Height" => 1, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                    },
                    samples,
                );
                let picture = self.document.add_object(picture);
                self.page.set("Thumb", picture);
            }
            Way::Orphan => drop(self.document.add_object(utf16(&all))),
            // Before the first object there may be remarks.
            Way::Leading => drop(self.document.add_object(literal(&format!("first {all}")))),
            _ => {}
        }
    }

    fn attachment(&mut self, all: &str) {
        let mut file = Stream::new(
            dictionary! { "Type" => "EmbeddedFile" },
            format!("{all}\n").repeat(40).into_bytes(),
        );
        file.compress().unwrap();
        let file = self.document.add_object(file);
        let spec = self.document.add_object(dictionary! {
            "Type" => "Filespec", "F" => literal(&format!("{}.csv", self.secret.number)),
            "EF" => dictionary! { "F" => file },
        });
        let names = vec![literal(&self.secret.number), spec.into()];
        let files = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
        self.catalog.set("Names", files);
    }

    fn outline(&mut self, all: &str) {
        let outlines = self.document.new_object_id();
        let item = self
            .document
            .add_object(dictionary! { "Title" => utf16(all), "Parent" => outlines });
        let root =
            dictionary! { "Type" => "Outlines", "First" => item, "Last" => item, "Count" => 1 };
        self.document.set_object(outlines, root);
        self.catalog.set("Outlines", outlines);
    }
}

/// The file with a newer revision of one stream behind it: the older one stays in it.
fn revised(mut bytes: Vec<u8>, stream: ObjectId, root: ObjectId, new: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let before = text.rsplit("startxref").next().unwrap();
    let before: usize = before.split_whitespace().next().unwrap().parse().unwrap();
    let object = bytes.len() + 1;
    bytes.extend(format!("\n{} 0 obj\n<</Length {}>>\nstream\n", stream.0, new.len()).into_bytes());
    bytes.extend(new);
    bytes.extend(b"\nendstream\nendobj\n");
    let table = bytes.len();
    let (id, root) = (stream.0, root.0);
    bytes.extend(
        format!(
            "xref\n{id} 1\n{object:010} 00000 n \ntrailer\n<</Size 1000/Root {root} 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n"
        )
        .into_bytes(),
    );
    bytes
}
