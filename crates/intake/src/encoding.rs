//! From bytes to text: byte-order marks, UTF-16 without one, UTF-8, and the four single-byte
//! Cyrillic encodings that Excel and old web forms still write.

use std::borrow::Cow;

use encoding_rs as enc;
use serde::Serialize;

use crate::FileError;
use crate::columns;

/// How a file spells characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// UTF-8 with a byte-order mark ("CSV UTF-8" in Excel).
    Utf8Bom,
    /// UTF-16, low byte first ("Unicode text" in Excel).
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows Cyrillic ("CSV" in a Russian Excel).
    Windows1251,
    /// KOI8-R.
    Koi8R,
    /// DOS Cyrillic ("CSV (MS-DOS)" in Excel).
    Ibm866,
    /// Macintosh Cyrillic ("CSV (Macintosh)" in Excel).
    MacCyrillic,
}

impl Encoding {
    /// Whether the letters Ң Ө Ү have no place in it, so that a program wrote `?` instead.
    pub(crate) fn loses_kyrgyz(self) -> bool {
        matches!(
            self,
            Self::Windows1251 | Self::Koi8R | Self::Ibm866 | Self::MacCyrillic
        )
    }
}

/// How much of a file the guess of its encoding looks at, in bytes.
const SAMPLE: usize = 64 * 1024;

/// Refuses what is certainly no text, with the reason that helps most.
pub(crate) fn refuse_foreign(bytes: &[u8], file_name: Option<&str>) -> Result<(), FileError> {
    const WORKBOOK_ENDINGS: [&str; 5] = [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"];
    let named_workbook = file_name.is_some_and(|name| {
        let name = name.to_lowercase();
        WORKBOOK_ENDINGS.iter().any(|ending| name.ends_with(ending))
    });
    // A ZIP container is nearly always XLSX or ODS here; the other mark is the old XLS.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let other_archive = file_name.is_some_and(|n| n.to_lowercase().ends_with(".zip"));
        return Err(if other_archive {
            FileError::NotText
        } else {
            FileError::Workbook
        });
    }
    let foreign: [&[u8]; 8] = [
        b"%PDF",
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"Rar!",
        b"7z\xBC\xAF",
        b"\x1F\x8B",
        b"{\\rtf",
    ];
    if foreign.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(if named_workbook {
            FileError::Workbook
        } else {
            FileError::NotText
        });
    }
    Ok(())
}

/// The text of a file without its mark, with every line end as `\n`.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Encoding), FileError> {
    let (text, encoding) = decode_raw(bytes);
    let head: String = text.chars().take(600).collect::<String>().to_lowercase();
    let head = head.trim_start();
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<table") {
        return Err(FileError::WebPage);
    }
    if looks_binary(&text) {
        return Err(FileError::NotText);
    }
    Ok((unify_line_ends(&text), encoding))
}

fn decode_raw(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return (String::from_utf8_lossy(rest), Encoding::Utf8Bom);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return (decode_with(enc::UTF_16LE, rest), Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return (decode_with(enc::UTF_16BE, rest), Encoding::Utf16Be);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        let reader = if encoding == Encoding::Utf16Le {
            enc::UTF_16LE
        } else {
            enc::UTF_16BE
        };
        return (decode_with(reader, bytes), encoding);
    }
    if mostly_utf8(bytes) {
        return (String::from_utf8_lossy(bytes), Encoding::Utf8);
    }
    single_byte(bytes)
}

fn decode_with(encoding: &'static enc::Encoding, bytes: &[u8]) -> Cow<'static, str> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Cow::Owned(text.into_owned())
}

/// UTF-16 without a mark: the high bytes of Latin and Cyrillic text are nearly all 0 or 4, and no
/// other encoding here holds such bytes.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE))?;
    if sample.len() < 4 {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        if let [a, b] = pair {
            even += usize::from(matches!(a, 0 | 4));
            odd += usize::from(matches!(b, 0 | 4));
        }
    }
    let pairs = sample.len() / 2;
    if odd * 10 >= pairs * 8 && even * 10 < pairs * 3 {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= pairs * 8 && odd * 10 < pairs * 3 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Valid UTF-8, or UTF-8 with a few broken characters (a file cut in the middle, rows of two
/// programs put together): then only the rows with broken characters are in doubt. In the single-byte
/// encodings a letter in five at most looks like a part of a UTF-8 character by chance.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > bad * 3
}

/// The single-byte Cyrillic encoding under which the text reads most like Russian or Kyrgyz.
fn single_byte(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let candidates = [
        (enc::WINDOWS_1251, Encoding::Windows1251),
        (enc::KOI8_R, Encoding::Koi8R),
        (enc::IBM866, Encoding::Ibm866),
        (enc::X_MAC_CYRILLIC, Encoding::MacCyrillic),
    ];
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or(bytes);
    let mut best = (enc::WINDOWS_1251, Encoding::Windows1251);
    let mut best_score = i64::MIN;
    for (reader, encoding) in candidates {
        let score = score(&decode_with(reader, sample));
        if score > best_score {
            best_score = score;
            best = (reader, encoding);
        }
    }
    (decode_with(best.0, bytes), best.1)
}

/// How much `text` reads like Cyrillic prose: frequent letters, capitals only where a word begins
/// or throughout, no drawing characters; and column names that are known weigh most.
fn score(text: &str) -> i64 {
    const COMMON: &str = "оеаинтрсвлкмдпуы";
    const RARE: &str = "яьгзбчйхжшюцщэфъё";
    let mut total = 0i64;
    let mut before = ' ';
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let lower = c.to_lowercase().next().unwrap_or(c);
        total += if COMMON.contains(lower) {
            3
        } else if RARE.contains(lower) {
            -1
        } else if "«»–—№…“”„\u{a0}°’".contains(c) {
            0
        } else {
            -6
        };
        if c.is_uppercase() && before.is_lowercase() {
            total -= 6;
        }
        before = c;
    }
    let known = text
        .split(['\n', '\r'])
        .take(5)
        .map(|line| {
            line.split([',', ';', '\t'])
                .filter(|cell| columns::field(cell, false).is_some())
                .count()
        })
        .max()
        .unwrap_or(0);
    total + i64::try_from(known).unwrap_or(0) * 1000
}

/// Control characters that text does not hold, in a share that text does not reach.
fn looks_binary(text: &str) -> bool {
    let (mut all, mut strange) = (0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        strange += usize::from(
            (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
                || c == char::REPLACEMENT_CHARACTER,
        );
    }
    strange * 20 > all
}

fn unify_line_ends(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\r' => out.push('\n'),
            '\n' if after_return => {}
            _ => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str =
        "ФИО;Телефон;Текст обращения\nЖумабаева Айгүл;;ПРОШУ ОТРЕМОНТИРОВАТЬ дорогу\n";

    #[track_caller]
    fn check(bytes: &[u8], expect: Encoding) {
        let (text, found) = decode(bytes).expect("text");
        assert_eq!(found, expect);
        assert!(text.contains("ПРОШУ ОТРЕМОНТИРОВАТЬ дорогу"), "{text}");
    }

    #[test]
    fn each_encoding_is_recognised() {
        check(RUSSIAN.as_bytes(), Encoding::Utf8);
        check(format!("\u{feff}{RUSSIAN}").as_bytes(), Encoding::Utf8Bom);
        let le: Vec<u8> = RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = RUSSIAN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&le, Encoding::Utf16Le);
        check(&be, Encoding::Utf16Be);
        check(&[b"\xFF\xFE", le.as_slice()].concat(), Encoding::Utf16Le);
        check(&[b"\xFE\xFF", be.as_slice()].concat(), Encoding::Utf16Be);
        for (writer, expect) in [
            (enc::WINDOWS_1251, Encoding::Windows1251),
            (enc::KOI8_R, Encoding::Koi8R),
            (enc::IBM866, Encoding::Ibm866),
        ] {
            let text = RUSSIAN.replace('ү', "?");
            check(&writer.encode(&text).0, expect);
        }
    }

    #[test]
    fn without_known_column_names_the_letters_decide() {
        let prose =
            "Прошу разобраться с вывозом мусора на нашей улице. УЖЕ МЕСЯЦ НИКТО НЕ ПРИЕЗЖАЕТ.";
        for (writer, expect) in [
            (enc::WINDOWS_1251, Encoding::Windows1251),
            (enc::KOI8_R, Encoding::Koi8R),
            (enc::IBM866, Encoding::Ibm866),
            (enc::X_MAC_CYRILLIC, Encoding::MacCyrillic),
        ] {
            let (bytes, _, lost) = writer.encode(prose);
            assert!(!lost);
            let (text, found) = decode_raw(&bytes);
            assert_eq!((text.as_ref(), found), (prose, expect));
        }
        let capitals = "ПРОШУ РАЗОБРАТЬСЯ С ВЫВОЗОМ МУСОРА";
        let (bytes, _, _) = enc::WINDOWS_1251.encode(capitals);
        assert_eq!(decode_raw(&bytes).1, Encoding::Windows1251);
    }

    #[test]
    fn one_broken_character_does_not_turn_a_file_into_another_encoding() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes.extend(b"abc;\xD0;x\n");
        check(&bytes, Encoding::Utf8);
        // Also where the rows are mostly Latin.
        let latin = [
            "name;text\nДемоева;The road is dark\nAzamat Demo;".as_bytes(),
            b"caf\xE9 is loud\n",
        ]
        .concat();
        let (text, found) = decode(&latin).expect("text");
        assert_eq!(found, Encoding::Utf8);
        assert!(text.contains("Демоева;The road"), "{text}");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(
            refuse_foreign(b"PK\x03\x04....", Some("a.xlsx")),
            Err(FileError::Workbook)
        );
        assert_eq!(
            refuse_foreign(b"%PDF-1.7", Some("a.csv")),
            Err(FileError::NotText)
        );
        assert_eq!(decode(b"<html><table><tr>").err(), Some(FileError::WebPage));
        let noise: Vec<u8> = (0..4000u32).map(|i| (i * 7 % 32) as u8).collect();
        assert_eq!(decode(&noise).err(), Some(FileError::NotText));
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(unify_line_ends("a\r\nb\rc\nd\r\r\ne"), "a\nb\nc\nd\n\ne");
    }
}
