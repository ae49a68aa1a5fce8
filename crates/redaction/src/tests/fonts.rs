//! Fonts that the file names and does not hold, as office programs write them: every letter must show as itself.

use lopdf::{Object, Stream, dictionary};

use super::make::Maker;
use super::*;
use crate::pdf::source;

/// Letters of Russian and Kyrgyz by the names that PDF files give them.
const LETTERS: [(&str, char); 8] = [
    ("afii10017", 'А'),
    ("afii10024", 'Ж'),
    ("afii10049", 'Я'),
    ("afii10067", 'в'),
    ("afii10080", 'о'),
    ("uni04A3", 'ң'),
    ("uni04E9", 'ө'),
    ("uni04AF", 'ү'),
];

/// A page a letter, in a simple font of Windows with an encoding of its own.
fn simple(base: &str) -> Vec<u8> {
    let mut maker = Maker::new();
    let mut names: Vec<Object> = vec![192.into()];
    names.extend(LETTERS.map(|(name, _)| Object::Name(name.into())));
    maker.font = maker.document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => base,
        "Encoding" => dictionary! { "BaseEncoding" => "WinAnsiEncoding", "Differences" => names },
        "FirstChar" => 192, "LastChar" => 199, "Widths" => vec![600.into(); 8],
    });
    for code in (192..).take(LETTERS.len()) {
        maker.page(&letter_of(&format!("<{code:02X}>")), dictionary! {});
    }
    maker.finish()
}

/// The same in a font of two-byte codes, which stand for letters by its map to Unicode alone.
fn composite(base: &str) -> Vec<u8> {
    let mut maker = Maker::new();
    let map: String = (1..)
        .zip(LETTERS)
        .map(|(code, (_, letter))| format!("<{code:04X}> <{:04X}>\n", letter as u32))
        .collect();
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
         1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
         {} beginbfchar\n{map}endbfchar\nendcmap end end\n",
        LETTERS.len()
    );
    let map = maker
        .document
        .add_object(Stream::new(dictionary! {}, map.into_bytes()));
    let descendant = maker.document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => base, "DW" => 600,
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
        },
    });
    maker.font = maker.document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => base, "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()], "ToUnicode" => map,
    });
    for code in (1..).take(LETTERS.len()) {
        maker.page(&letter_of(&format!("<{code:04X}>")), dictionary! {});
    }
    maker.finish()
}

fn letter_of(code: &str) -> String {
    format!("BT /F 40 Tf 40 500 Td {code} Tj ET")
}

fn drawn(bytes: &[u8]) -> Vec<Vec<u8>> {
    let pdf = source::open(bytes).unwrap();
    let mut draftsman = source::Draftsman::new();
    let drawn = pdf.pages().iter();
    drawn
        .map(|page| draftsman.draw(page, 72.0).unwrap().raster.samples)
        .collect()
}

#[test]
fn cyrillic_shows_where_the_file_holds_no_font() {
    for base in [
        "TimesNewRomanPSMT",
        "Arial-BoldMT",
        "CourierNewPSMT",
        "Calibri",
    ] {
        for bytes in [simple(base), composite(base)] {
            let pages = drawn(&bytes);
            for (i, page) in pages.iter().enumerate() {
                assert!(page.iter().any(|s| *s < 40), "{base} {:?}", LETTERS[i]);
                // Boxes in place of letters, or one letter for all, would be alike.
                for (j, other) in pages.iter().enumerate().skip(i + 1) {
                    assert!(page != other, "{base} {:?} {:?}", LETTERS[i], LETTERS[j]);
                }
            }
            let read: Vec<String> = (1..=8)
                .flat_map(|page| words(&bytes, page).unwrap())
                .map(|word| word.text)
                .collect();
            assert_eq!(
                read,
                LETTERS.map(|(_, letter)| letter.to_string()),
                "{base}"
            );
        }
    }
}
