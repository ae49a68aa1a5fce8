//! The hostile PDF: one number and one name in every place where a PDF can keep them.

use lopdf::{Document, Object, Stream, StringFormat, dictionary};

use super::make::Maker;
use super::*;

fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn cp1251(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
}

/// Visible once, boxed over once, and hidden everywhere else.
pub(super) fn hostile() -> Vec<u8> {
    let mut maker = Maker::new();
    let layer = maker.document.add_object(
        dictionary! { "Type" => "OCG", "Name" => Object::string_literal(format!("layer {PIN}")) },
    );
    let note = maker.document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![10.into(), 10.into(), 30.into(), 30.into()],
        "Contents" => utf16(&format!("{NAME} {PIN}")), "T" => Object::string_literal(cp1251(NAME)),
    });
    let field = maker.document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "T" => Object::string_literal("pin"),
        "V" => Object::string_literal(PIN), "DV" => utf16(PIN),
        "Rect" => vec![40.into(), 40.into(), 200.into(), 60.into()],
    });
    let content = format!(
        "BT /F 12 Tf 40 540 Td (Number: {PIN} shown) Tj ET\n\
         BT /F 12 Tf 40 500 Td ({PIN}) Tj ET 0 g 38 496 120 16 re f\n\
         /OC /L BDC BT /F 12 Tf 40 460 Td ({PIN}) Tj ET EMC\n\
         BT 1 g /F 12 Tf 40 420 Td ({PIN}) Tj 0 g ET\n\
         BT 3 Tr /F 12 Tf 40 380 Td ({PIN}) Tj 0 Tr ET\n\
         BT /F 12 Tf 40 -200 Td ({PIN}) Tj ET\n\
         /Span << /ActualText ({PIN}) >> BDC BT /F 12 Tf 40 340 Td (xxx) Tj ET EMC\n\
         BT /F 12 Tf 40 300 Td [(2121) -40 (0198) -40 (5002) -40 (34)] TJ ET\n\
         % a remark {PIN}\n"
    );
    let font = maker.font;
    maker.page(
        &content,
        dictionary! {
            "Resources" => dictionary! {
                "Font" => dictionary! { "F" => font },
                "Properties" => dictionary! { "L" => layer },
            },
            "Annots" => vec![note.into(), field.into()],
            "PieceInfo" => dictionary! { "App" => dictionary! { "Private" => Object::string_literal(PIN) } },
        },
    );
    let catalog = catalog_of_secrets(&mut maker, layer, field);
    let info = maker.document.add_object(dictionary! {
        "Title" => utf16(&format!("{NAME}, {PIN}")), "Author" => Object::string_literal(PIN),
    });
    maker.document.trailer.set("Info", info);
    maker
        .document
        .add_object(Object::string_literal(format!("orphan {PIN}")));
    let mut bytes = maker.finish_with(catalog);
    bytes.extend_from_slice(format!("\n{PIN} {NAME}\n").as_bytes());
    bytes.extend_from_slice(&cp1251(NAME));
    bytes
}

fn catalog_of_secrets(
    maker: &mut Maker,
    layer: lopdf::ObjectId,
    field: lopdf::ObjectId,
) -> lopdf::Dictionary {
    let document = &mut maker.document;
    let xmp = format!("<x:xmpmeta><dc:title>{NAME} {PIN}</dc:title></x:xmpmeta>");
    let xmp = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        xmp.into_bytes(),
    ));
    let mut file = Stream::new(
        dictionary! { "Type" => "EmbeddedFile" },
        format!("{PIN};{NAME}\n").repeat(40).into_bytes(),
    );
    file.compress().unwrap();
    let file = document.add_object(file);
    let spec = document.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal(format!("{PIN}.csv")),
        "EF" => dictionary! { "F" => file },
    });
    let outlines = document.new_object_id();
    let item = document.add_object(
        dictionary! { "Title" => utf16(&format!("{NAME} {PIN}")), "Parent" => outlines },
    );
    document.set_object(
        outlines,
        dictionary! { "Type" => "Outlines", "First" => item, "Last" => item, "Count" => 1 },
    );
    dictionary! {
        "Metadata" => xmp,
        "Outlines" => outlines,
        "AcroForm" => dictionary! { "Fields" => vec![field.into()], "NeedAppearances" => true },
        "OCProperties" => dictionary! {
            "OCGs" => vec![layer.into()],
            "D" => dictionary! { "OFF" => vec![layer.into()] },
        },
        "Names" => dictionary! { "EmbeddedFiles" => dictionary! {
            "Names" => vec![Object::string_literal(PIN), spec.into()],
        } },
        "OpenAction" => dictionary! {
            "S" => "JavaScript", "JS" => Object::string_literal(format!("app.alert('{PIN}')")),
        },
    }
}

/// An independent scan: every stream inflated, every string, the raw bytes, in plain, UTF-16, cp1251 and hexadecimal form.
/// It shares nothing with the verifier.
fn scan(bytes: &[u8]) -> usize {
    let mut haystacks = vec![bytes.to_vec()];
    let document = Document::load_mem(bytes).unwrap();
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            haystacks.push(stream.decompressed_content().unwrap_or_default());
        }
        haystacks.extend(strings(object));
    }
    let mut forms: Vec<Vec<u8>> = Vec::new();
    for text in [PIN, NAME] {
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        forms.push(hex::encode(&be).into_bytes());
        forms.push(hex::encode_upper(&be).into_bytes());
        forms.extend([text.as_bytes().to_vec(), be, le, cp1251(text)]);
    }
    let count =
        |hay: &Vec<u8>, form: &Vec<u8>| hay.windows(form.len()).filter(|w| w == form).count();
    haystacks
        .iter()
        .map(|hay| forms.iter().map(|form| count(hay, form)).sum::<usize>())
        .sum()
}

fn strings(object: &Object) -> Vec<Vec<u8>> {
    match object {
        Object::String(bytes, _) => vec![bytes.clone()],
        Object::Array(items) => items.iter().flat_map(strings).collect(),
        Object::Dictionary(dict) => dict.iter().flat_map(|(_, v)| strings(v)).collect(),
        _ => Vec::new(),
    }
}

/// What a tool on the path says about a file, if it is there.
fn tool(name: &str, args: &[&str], bytes: &[u8]) -> Option<(bool, String)> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("copy.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = std::process::Command::new(name)
        .args(args)
        .arg(&path)
        .output()
        .ok()?;
    let said = [output.stdout, output.stderr].concat();
    Some((
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    ))
}

#[test]
fn nothing_of_the_hostile_pdf_is_left() {
    let source = hostile();
    let hits = scan(&source);
    assert!(hits >= 40, "the source gives itself away {hits} times");

    let mut plan = plan_for(&source, PIN);
    let name = Mark {
        text: Some(NAME.to_owned()),
        ..plan.marks[0].clone()
    };
    plan.marks.push(name);
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert_eq!(scan(&burned.bytes), 0);
    let verification = verify(&burned, &source, &plan);
    assert_passed(&verification);

    let (copy, certificate) = release(burned, verification, issued()).unwrap();
    assert_eq!(copy.media_type(), "application/pdf");
    assert_eq!(verify_copy(copy.bytes(), &certificate), []);
    let json = serde_json::to_string(&certificate).unwrap();
    assert!(!json.contains(PIN) && !json.contains(NAME), "{json}");

    // Independent readers, where this machine has them; the scan above is the assertion that always holds.
    if let Some((clean, said)) = tool("qpdf", &["--check"], copy.bytes()) {
        assert!(clean, "{said}");
    }
    if let Some((_, said)) = tool("pdftotext", &[], copy.bytes()) {
        assert!(!said.contains(PIN), "{said}");
    }
    if let Some((_, said)) = tool("pdfinfo", &[], copy.bytes()) {
        for absent in ["Title", "Author", "Producer", "Creator", "CreationDate"] {
            assert!(!said.contains(absent), "{said}");
        }
    }
}

/// The verifier sees what the scan sees: shown the source itself as a "copy", nearly every check fails.
#[test]
fn the_source_itself_does_not_pass() {
    let source = hostile();
    let plan = plan_for(&source, PIN);
    let mut burned = burn(&source, &plan, &mut go).unwrap();
    burned.bytes = source.clone();
    let verification = verify(&burned, &source, &plan);
    let failed = failed(&verification);
    for check in [
        "structure",
        "nothing-beside",
        "metadata",
        "no-text",
        "search",
        "marks-flat",
    ] {
        assert!(failed.contains(&check), "{check} in {failed:?}");
    }
    let refused = release(burned, verification, issued()).unwrap_err();
    assert_eq!(refused.reason, RefusalReason::NotPassed);
    assert!(!refused.verification.failures().is_empty());
    assert!(!format!("{refused:?}").contains(PIN));
}
