//! What must not be in the copy, in every form in which it could hide.
//!
//! Two searches. *Bytes*: each marked text, each of its parts and each reversed, in upper, lower and given case, in UTF-8,
//! UTF-16 (both orders), cp1251, KOI8-R, cp866 and Mac Cyrillic, and of those the hexadecimal, octal-escaped,
//! percent-encoded, entity-encoded and base64 forms. *Folded*: text decoded in each of these encodings, with case,
//! look-alikes, blanks, dashes and line ends folded away, forwards and backwards.
//!
//! A pattern is *long* from eight bytes with three different ones on. Short ones occur by chance among compressed pixels
//! and in the numbers of a PDF's skeleton, so they are searched only where nothing but the unexpected can be.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use encoding_rs::{Encoding, IBM866, KOI8_R, UTF_16BE, UTF_16LE, WINDOWS_1251, X_MAC_CYRILLIC};

use crate::fold::fold;

/// Parts of a marked text from so many letters and digits on are searched by themselves.
const PART_FROM: usize = 4;
const LONG_BYTES: usize = 8;
const LONG_DISTINCT: usize = 3;

const SINGLE_BYTE: [&Encoding; 4] = [WINDOWS_1251, KOI8_R, IBM866, X_MAC_CYRILLIC];

/// Everything to be searched for. The needles are numbered; their text never leaves this module.
pub(crate) struct Needles {
    count: usize,
    long_bytes: Searcher,
    short_bytes: Searcher,
    long_folded: Searcher,
    short_folded: Searcher,
}

struct Searcher {
    automaton: AhoCorasick,
    needle_of: Vec<usize>,
}

impl Searcher {
    fn new(patterns: Vec<(Vec<u8>, usize)>) -> Option<Self> {
        let (patterns, needle_of): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(patterns)
            .ok()?;
        Some(Self {
            automaton,
            needle_of,
        })
    }

    fn hits(&self, haystack: &[u8]) -> BTreeSet<usize> {
        self.automaton
            .find_overlapping_iter(haystack)
            .map(|hit| self.needle_of[hit.pattern().as_usize()])
            .collect()
    }
}

impl Needles {
    /// Nothing to search for.
    pub(crate) fn none() -> Self {
        Self::new(&[]).expect("an empty search can be prepared")
    }

    /// Prepares the search for these texts. `None` if there is more to search for than a machine can hold.
    pub(crate) fn new(texts: &[String]) -> Option<Self> {
        let needles = with_parts(texts);
        let (mut long_bytes, mut short_bytes) = (Vec::new(), Vec::new());
        let (mut long_folded, mut short_folded) = (Vec::new(), Vec::new());
        for (number, needle) in needles.iter().enumerate() {
            for form in byte_forms(needle) {
                let list = if is_long(&form) {
                    &mut long_bytes
                } else {
                    &mut short_bytes
                };
                list.push((form, number));
            }
            let folded = fold(needle);
            for form in [reversed(&folded), folded] {
                let long = form.chars().count() >= LONG_BYTES && is_long(form.as_bytes());
                let list = if long {
                    &mut long_folded
                } else {
                    &mut short_folded
                };
                list.push((form.into_bytes(), number));
            }
        }
        Some(Self {
            count: needles.len(),
            long_bytes: Searcher::new(long_bytes)?,
            short_bytes: Searcher::new(short_bytes)?,
            long_folded: Searcher::new(long_folded)?,
            short_folded: Searcher::new(short_folded)?,
        })
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Searches bytes whose content is arbitrary (compressed data, samples): long patterns only. Gives the needles found.
    pub(crate) fn in_noise(&self, haystack: &[u8]) -> BTreeSet<usize> {
        self.long_bytes.hits(haystack)
    }

    /// Searches bytes in which nothing at all is expected, or text: every pattern, every encoding, folded.
    pub(crate) fn in_text(&self, haystack: &[u8]) -> BTreeSet<usize> {
        let mut found = self.long_bytes.hits(haystack);
        found.extend(self.short_bytes.hits(haystack));
        for text in decodings(haystack) {
            let folded = fold(&text);
            found.extend(self.long_folded.hits(folded.as_bytes()));
            found.extend(self.short_folded.hits(folded.as_bytes()));
        }
        found
    }

    /// Searches text that holds many legitimate short numbers and names, for what is too long to be there by chance.
    pub(crate) fn in_skeleton(&self, haystack: &[u8]) -> BTreeSet<usize> {
        let mut found = self.long_bytes.hits(haystack);
        for text in decodings(haystack) {
            found.extend(self.long_folded.hits(fold(&text).as_bytes()));
        }
        found
    }
}

fn is_long(pattern: &[u8]) -> bool {
    let distinct: BTreeSet<u8> = pattern.iter().copied().collect();
    pattern.len() >= LONG_BYTES && distinct.len() >= LONG_DISTINCT
}

/// The texts and their parts, without repetition. What is under two letters or digits cannot be searched for.
fn with_parts(texts: &[String]) -> BTreeSet<String> {
    let significant = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let mut all = BTreeSet::new();
    for text in texts {
        let text = text.trim();
        if significant(text) >= 2 {
            all.insert(text.to_owned());
        }
        let parts = text.split(|c: char| !c.is_alphanumeric());
        all.extend(
            parts
                .filter(|part| significant(part) >= PART_FROM)
                .map(str::to_owned),
        );
    }
    all
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

fn byte_forms(needle: &str) -> BTreeSet<Vec<u8>> {
    let mut forms = BTreeSet::new();
    let cases = [
        needle.to_owned(),
        needle.to_lowercase(),
        needle.to_uppercase(),
        reversed(needle),
    ];
    for text in cases {
        let utf8 = text.as_bytes().to_vec();
        let utf16be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let utf16le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut encoded = vec![utf8.clone(), utf16be, utf16le];
        for encoding in SINGLE_BYTE {
            let (bytes, _, unmappable) = encoding.encode(&text);
            if !unmappable {
                encoded.push(bytes.into_owned());
            }
        }
        for bytes in &encoded {
            forms.insert(hex::encode(bytes).into_bytes());
            forms.insert(octal_escaped(bytes));
        }
        forms.extend(base64_cores(&utf8));
        forms.insert(percent_encoded(&utf8));
        forms.extend(entities(&text));
        forms.extend(encoded);
    }
    forms
}

/// As a PDF literal string writes bytes that are not ASCII.
fn octal_escaped(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|b| format!("\\{b:03o}").into_bytes())
        .collect()
}

fn percent_encoded(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .flat_map(|b| format!("%{b:02X}").into_bytes())
        .collect()
}

/// XML's decimal and hexadecimal entities, and the escapes of JSON and JavaScript.
fn entities(text: &str) -> [Vec<u8>; 3] {
    let each = |form: &dyn Fn(u32) -> String| {
        text.chars()
            .map(|c| form(u32::from(c)))
            .collect::<String>()
            .into_bytes()
    };
    [
        each(&|c| format!("&#{c};")),
        each(&|c| format!("&#x{c:x};")),
        each(&|c| format!("\\u{c:04x}")),
    ]
}

/// The part of the base64 form that is the same whatever stands before and after, for each of the three alignments.
fn base64_cores(bytes: &[u8]) -> Vec<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|skip| {
            let (threes, _) = bytes.get(skip..).unwrap_or_default().as_chunks::<3>();
            threes
                .iter()
                .flat_map(|[a, b, c]| {
                    let n = u32::from(*a) << 16 | u32::from(*b) << 8 | u32::from(*c);
                    [18, 12, 6, 0].map(|shift| ALPHABET[(n >> shift & 63) as usize])
                })
                .collect::<Vec<u8>>()
        })
        .filter(|core| core.len() >= LONG_BYTES)
        .collect()
}

/// The bytes read as text in each encoding in which an office's file may hide it.
fn decodings(bytes: &[u8]) -> Vec<String> {
    let mut texts = vec![String::from_utf8_lossy(bytes).into_owned()];
    for encoding in SINGLE_BYTE.into_iter().chain([UTF_16BE, UTF_16LE]) {
        texts.push(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    // Text in two-byte form may begin at an odd offset.
    if let Some(rest) = bytes.get(1..) {
        for encoding in [UTF_16BE, UTF_16LE] {
            texts.push(encoding.decode_without_bom_handling(rest).0.into_owned());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(texts: &[&str]) -> Needles {
        let texts: Vec<String> = texts.iter().map(|t| (*t).to_owned()).collect();
        Needles::new(&texts).unwrap()
    }

    #[test]
    fn found_in_every_form() {
        let needles = needles(&["Асанова Жылдыз 21210198500234"]);
        let check = |what: &str, haystack: &[u8]| {
            let padded = [b"..q\x01 ", haystack, b" \x02zz"].concat();
            assert!(!needles.in_text(&padded).is_empty(), "{what}");
        };
        let name = "асанова";
        check("UTF-8", name.as_bytes());
        check("UTF-8 upper", "АСАНОВА".as_bytes());
        check("reversed", reversed(name).as_bytes());
        check("split", "ас ан-о\u{AD}ва".as_bytes());
        check("look-alikes", "Acaнoвa".as_bytes());
        for encoding in SINGLE_BYTE {
            check(encoding.name(), &encoding.encode(name).0);
            check(encoding.name(), &encoding.encode("а с а н о в а").0);
        }
        let be: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check("UTF-16BE", &be);
        check("UTF-16LE", &le);
        check(
            "hex of UTF-16BE",
            hex::encode(&be).to_uppercase().as_bytes(),
        );
        check("octal", &octal_escaped(&WINDOWS_1251.encode(name).0));
        check("percent", &percent_encoded(name.as_bytes()));
        check("entities", &entities(name)[1]);
        check("digits split", b"2121 0198-5002\n34");
        check("digits reversed", b"43200589101212");
        check("O for 0", b"2121O1985OO234");
        // base64 of "xАсанова Жылдызy", at an odd alignment
        check(
            "base64",
            "eNCQ0YHQsNC90L7QstCwINCW0YvQu9C00YvQt3k=".as_bytes(),
        );
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let needles = needles(&["Асанова Жылдыз 21210198500234", "1985"]);
        assert!(needles.in_text("Урматтуу Осмонова".as_bytes()).is_empty());
        assert!(needles.in_noise(b"obj 1985 endobj").is_empty());
        assert!(!needles.in_text(b"obj 1985 endobj").is_empty());
        assert!(needles.in_skeleton(b"obj 1985 endobj").is_empty());
        assert!(!needles.in_noise(b"..21210198500234..").is_empty());
        assert!(!needles.in_skeleton(b"21 21 01 98 50 02 34").is_empty());
    }

    #[test]
    fn empty_needles_are_harmless() {
        let none = needles(&["", " ", "-", "а"]);
        assert_eq!(none.count(), 0);
        assert!(none.in_text(b"anything at all").is_empty());
    }
}
