//! Copies that were tampered with, or burned by a broken program: the verifier must notice each.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::make::{edited, letter};
use super::*;

fn page_id(document: &Document) -> ObjectId {
    document.get_pages()[&1]
}

fn contents_id(document: &Document) -> ObjectId {
    let page = document.get_dictionary(page_id(document)).unwrap();
    page.get(b"Contents").unwrap().as_reference().unwrap()
}

fn picture(document: &mut Document) -> &mut Stream {
    document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .find(|stream| stream.dict.has(b"Width"))
        .unwrap()
}

fn catalog_id(document: &Document) -> ObjectId {
    document
        .trailer
        .get(b"Root")
        .unwrap()
        .as_reference()
        .unwrap()
}

fn recoded(document: &mut Document, change: impl FnOnce(&mut Vec<u8>)) {
    let stream = picture(document);
    let mut samples = stream.decompressed_content().unwrap();
    change(&mut samples);
    stream.set_plain_content(samples);
    stream.compress().unwrap();
}

/// Tampers with a good copy and names the checks that must fail.
#[track_caller]
fn check(tamper: impl FnOnce(&[u8]) -> Vec<u8>, expected: &[&str]) {
    let source = letter(PIN);
    let plan = plan_for(&source, PIN);
    let mut burned = burn(&source, &plan, &mut go).unwrap();
    let good = verify(&burned, &source, &plan);
    assert_passed(&good);
    let (_, certificate) = release_salted(
        burn(&source, &plan, &mut go).unwrap(),
        good.clone(),
        issued(),
        [0; 32],
    )
    .unwrap();
    let bytes = tamper(&burned.bytes);
    assert!(bytes != burned.bytes, "the tampering did something");
    assert_ne!(verify_copy(&bytes, &certificate), []);
    burned.bytes = bytes;
    let verification = verify(&burned, &source, &plan);
    let failed = failed(&verification);
    for name in expected {
        assert!(
            failed.contains(name),
            "{name} in {:?}",
            verification.failures()
        );
    }
    // Neither the failed verification nor the good one of the other bytes opens the door.
    let refused = release(burned, good, issued()).unwrap_err();
    assert_eq!(refused.reason, RefusalReason::OtherCopy);
}

#[test]
fn an_untouched_copy_written_again_is_the_same() {
    let source = letter(PIN);
    let burned = burn(&source, &plan_for(&source, PIN), &mut go).unwrap();
    assert!(edited(&burned.bytes, |_| {}) == burned.bytes);
}

#[test]
fn bytes_behind_the_end() {
    check(
        |copy| [copy, b"\n", PIN.as_bytes()].concat(),
        &["nothing-beside", "search"],
    );
    check(|copy| [copy, b"\n%%EOF"].concat(), &["nothing-beside"]);
}

#[test]
fn bytes_between_objects() {
    let between = |remark: &str| {
        let remark = format!("endobj\n% {remark}\n");
        move |copy: &[u8]| {
            let at = copy.windows(7).position(|w| w == b"endobj\n").unwrap();
            // The table of offsets is moved along, so that the file stays readable.
            let mut bytes = [&copy[..at], remark.as_bytes(), &copy[at + 7..]].concat();
            let shift = remark.len() - 7;
            let text = bytes.windows(9).rposition(|w| w == b"startxref").unwrap();
            let number: usize = String::from_utf8_lossy(&bytes[text + 10..bytes.len() - 6])
                .trim()
                .parse()
                .unwrap();
            bytes.truncate(text);
            bytes.extend_from_slice(format!("startxref\n{}\n%%EOF", number + shift).as_bytes());
            bytes
        }
    };
    check(between("2121 0198 5002 34"), &["nothing-beside", "search"]);
}

#[test]
fn metadata_added() {
    let xmp = |copy: &[u8]| {
        edited(copy, |document| {
            let id = catalog_id(document);
            let metadata = document
                .get_dictionary(id)
                .unwrap()
                .get(b"Metadata")
                .unwrap();
            let metadata = metadata.as_reference().unwrap();
            let text = format!("<x:xmpmeta>{PIN}</x:xmpmeta>");
            let stream = document
                .get_object_mut(metadata)
                .unwrap()
                .as_stream_mut()
                .unwrap();
            stream.set_plain_content(text.into_bytes());
        })
    };
    check(xmp, &["metadata", "search"]);
    let info = |copy: &[u8]| {
        edited(copy, |document| {
            let utf16: Vec<u8> = PIN.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let title = Object::String(utf16, lopdf::StringFormat::Hexadecimal);
            let info = document.add_object(dictionary! { "Title" => title });
            document.trailer.set("Info", info);
        })
    };
    check(info, &["metadata", "structure", "search"]);
    let id = |copy: &[u8]| {
        edited(copy, |document| {
            let id = Object::string_literal(PIN);
            document.trailer.set("ID", vec![id.clone(), id]);
        })
    };
    check(id, &["metadata"]);
}

#[test]
fn text_drawn_on_the_page() {
    let text = |copy: &[u8]| {
        edited(copy, |document| {
            let font = document.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
            });
            let (page, contents) = (page_id(document), contents_id(document));
            let page = document.get_dictionary_mut(page).unwrap();
            let resources = page.get_mut(b"Resources").unwrap().as_dict_mut().unwrap();
            resources.set("Font", dictionary! { "F" => font });
            let stream = document
                .get_object_mut(contents)
                .unwrap()
                .as_stream_mut()
                .unwrap();
            let mut content = stream.content.clone();
            content.extend_from_slice(format!(" BT 3 Tr /F 9 Tf 9 9 Td ({PIN}) Tj ET").as_bytes());
            stream.set_plain_content(content);
        })
    };
    check(text, &["structure", "no-text", "search"]);
}

#[test]
fn objects_added() {
    let orphan = |copy: &[u8]| {
        edited(copy, |document| {
            document.add_object(Object::string_literal(PIN));
        })
    };
    check(orphan, &["structure", "search"]);
    let packed = |copy: &[u8]| {
        edited(copy, |document| {
            let mut stream = Stream::new(dictionary! {}, format!("{PIN} ").repeat(50).into_bytes());
            stream.compress().unwrap();
            document.add_object(stream);
        })
    };
    check(packed, &["structure", "search"]);
    let note = |copy: &[u8]| {
        edited(copy, |document| {
            let annotation = dictionary! { "Type" => "Annot", "Subtype" => "Text" };
            let page = page_id(document);
            let page = document.get_dictionary_mut(page).unwrap();
            page.set("Annots", vec![Object::Dictionary(annotation)]);
        })
    };
    check(note, &["structure"]);
    let script = |copy: &[u8]| {
        edited(copy, |document| {
            let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
            let id = catalog_id(document);
            document
                .get_dictionary_mut(id)
                .unwrap()
                .set("OpenAction", action);
        })
    };
    check(script, &["structure"]);
}

#[test]
fn pixels_that_show_through() {
    let white = |copy: &[u8]| edited(copy, |d| recoded(d, |samples| samples.fill(255)));
    check(white, &["marks-flat", "pages-kept", "metadata"]);
    let black = |copy: &[u8]| edited(copy, |d| recoded(d, |samples| samples.fill(0)));
    check(black, &["pages-kept", "metadata"]);
    // One pixel in the middle of the box, barely visible.
    let faint = |copy: &[u8]| {
        edited(copy, |document| {
            let number = |document: &mut Document, key: &[u8]| {
                let value = picture(document).dict.get(key).unwrap().as_i64();
                value.unwrap() as usize
            };
            let bits = number(document, b"BitsPerComponent");
            let row_len = (number(document, b"Width") * bits).div_ceil(8);
            recoded(document, |samples| {
                let row = samples
                    .chunks(row_len)
                    .position(|row| row.iter().filter(|s| **s == 0).count() > row_len / 8);
                let at = (row.unwrap() + 12) * row_len + row_len / 3;
                assert_eq!(samples[at - 3..at + 3], [0; 6], "within the box");
                samples[at] = 1;
            });
        })
    };
    check(faint, &["marks-flat"]);
    let longer = |copy: &[u8]| {
        edited(copy, |d| {
            recoded(d, |samples| samples.extend_from_slice(PIN.as_bytes()))
        })
    };
    check(longer, &["structure", "search"]);
    let behind_pixels = |copy: &[u8]| {
        edited(copy, |document| {
            let stream = picture(document);
            let mut content = stream.content.clone();
            content.extend_from_slice(b"1234");
            stream.set_content(content);
        })
    };
    check(behind_pixels, &["structure"]);
}

/// A program that paints beside the mark, or forgets it, or burns another plan, is caught.
#[test]
fn a_burn_that_missed() {
    let source = letter(PIN);
    let plan = plan_for(&source, PIN);
    let mut missed = plan.clone();
    missed.marks[0].rect.y0 += 60.0;
    missed.marks[0].rect.y1 += 60.0;
    let mut burned = burn(&source, &missed, &mut go).unwrap();
    assert_passed(&verify(&burned, &source, &missed));
    // What was painted far from the mark was not marked, and does not show any more.
    assert_eq!(
        failed(&verify(&burned, &source, &plan)),
        ["same-source", "marks-flat", "pages-kept"]
    );
    burned.plan_digest = plan.digest();
    assert_eq!(
        failed(&verify(&burned, &source, &plan)),
        ["marks-flat", "pages-kept"]
    );
    let mut beside = plan.clone();
    beside.marks[0].rect.y0 += 16.0;
    beside.marks[0].rect.y1 += 16.0;
    let mut burned = burn(&source, &beside, &mut go).unwrap();
    burned.plan_digest = plan.digest();
    assert_eq!(failed(&verify(&burned, &source, &plan)), ["marks-flat"]);

    // A mark that covers half a word: the word must be gone as a whole.
    let mut half = plan.clone();
    half.marks[0].rect.x1 -= half.marks[0].rect.width() * 0.4;
    half.marks[0].text = None;
    let burned = burn(&source, &half, &mut go).unwrap();
    assert_passed(&verify(&burned, &source, &half));

    let other = letter("11112222333344");
    assert!(failed(&verify(&burned, &other, &half)).contains(&"same-source"));
}

#[test]
fn garbage_as_a_copy_is_answered_and_not_passed() {
    let source = letter(PIN);
    let plan = plan_for(&source, PIN);
    for bytes in [
        &b""[..],
        b"%PDF-1.7\n%%EOF",
        b"\x89PNG\r\n\x1a\n",
        &source[..90],
    ] {
        let mut burned = burn(&source, &plan, &mut go).unwrap();
        burned.bytes = bytes.to_vec();
        let verification = verify(&burned, &source, &plan);
        assert!(!verification.passed());
        assert!(failed(&verification).contains(&"readable"));
    }
}
