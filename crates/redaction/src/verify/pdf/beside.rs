//! Nothing but the fixed parts and the pictures is in the copy, and none of the secrets in any form.

use super::MAX_STREAM;
use crate::pdf::fixed;
use crate::verify::{Examiner, NOTHING_BESIDE, Original, SEARCH};
use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeSet;
use std::io::Write;

/// Writes the parsed document again and compares: any byte that no object accounts for (comments, earlier versions, what
/// lies behind the end) makes a difference.
pub(super) fn nothing_beside(examiner: &mut Examiner, mut document: Document, copy: &[u8]) {
    let mut comparison = Comparison {
        expected: copy,
        at: 0,
    };
    let written = document.save_to(&mut comparison).is_ok();
    if !written || comparison.at != copy.len() {
        let at = comparison.at;
        let place = format!("bytes that no object accounts for, from offset {at} on");
        examiner.found(NOTHING_BESIDE, place);
    }
    examiner.done(NOTHING_BESIDE, format!("{} bytes compared", copy.len()));
}

/// Takes what is written only as long as it is what is expected.
struct Comparison<'c> {
    expected: &'c [u8],
    at: usize,
}

impl Write for Comparison<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let same = self
            .expected
            .get(self.at..self.at + bytes.len())
            .is_some_and(|expected| expected == bytes);
        if !same {
            return Err(std::io::Error::other("another byte than expected"));
        }
        self.at += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) fn search(
    examiner: &mut Examiner,
    document: &Document,
    copy: &[u8],
    fixed_streams: &BTreeSet<ObjectId>,
    original: &Original<'_>,
) {
    let needles = &original.needles;
    let mut hits: Vec<(usize, String)> = Vec::new();
    let mut add = |place: &str, found: BTreeSet<usize>| {
        hits.extend(found.into_iter().map(|number| (number, place.to_owned())));
    };
    let (skeleton, bodies) = parted(copy);
    let tokens = Tokens::of(&without_xref(&skeleton));
    add("the skeleton", needles.in_skeleton(&tokens.with_numbers));
    add(
        "what is not a known token",
        needles.in_text(&tokens.unknown),
    );
    for body in bodies {
        if !is_fixed(body) {
            add("a stream as stored", needles.in_noise(body));
        }
    }
    let mut searched = copy.len();
    for ((number, _), object) in &document.objects {
        let place = format!("object {number}");
        for string in strings_of(object) {
            if string != fixed::SRGB_NAME.as_bytes() {
                add(&place, needles.in_text(string));
            }
        }
        let Object::Stream(stream) = object else {
            continue;
        };
        let plain = stream
            .get_plain_content_with_limit(MAX_STREAM)
            .unwrap_or_else(|_| stream.content.clone());
        searched += plain.len();
        let subtype = stream.dict.get(b"Subtype").and_then(Object::as_name);
        let is_picture = subtype.is_ok_and(|name| name == b"Image");
        if is_picture {
            add(&place, needles.in_noise(&plain));
        } else if !fixed_streams.contains(&(*number, 0)) {
            let tokens = Tokens::of(&plain);
            add(&place, needles.in_text(&tokens.unknown));
            add(&place, needles.in_skeleton(&tokens.with_numbers));
        }
    }
    for (number, place) in hits {
        examiner.found(SEARCH, format!("needle {number} is in {place}"));
    }
    examiner.done(
        SEARCH,
        format!("{} needles in {searched} bytes", needles.count()),
    );
}

pub(super) fn strings_of(object: &Object) -> Vec<&[u8]> {
    match object {
        Object::String(bytes, _) => vec![bytes],
        Object::Array(items) => items.iter().flat_map(strings_of).collect(),
        Object::Dictionary(dict) => dict.iter().flat_map(|(_, v)| strings_of(v)).collect(),
        Object::Stream(stream) => stream
            .dict
            .iter()
            .flat_map(|(_, v)| strings_of(v))
            .collect(),
        _ => Vec::new(),
    }
}

/// The file without the content of its streams, and that content as it is stored.
pub(super) fn parted(copy: &[u8]) -> (Vec<u8>, Vec<&[u8]>) {
    let mut rest = copy;
    let (mut skeleton, mut bodies) = (Vec::new(), Vec::new());
    while let Some(start) = position(rest, b"stream\n") {
        let (before, body) = rest.split_at(start + 7);
        skeleton.extend_from_slice(before);
        match position(body, b"endstream") {
            Some(end) => {
                bodies.push(&body[..end]);
                rest = &body[end + 9..];
            }
            None => rest = body,
        }
    }
    skeleton.extend_from_slice(rest);
    (skeleton, bodies)
}

/// True for the content that is the same in every copy.
pub(super) fn is_fixed(body: &[u8]) -> bool {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body == fixed::XMP.as_bytes() || fixed::srgb_profile().as_deref() == Some(body)
}

pub(super) fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// Without the lines of the cross-reference table, which are twenty bytes of a fixed form.
pub(super) fn without_xref(skeleton: &[u8]) -> Vec<u8> {
    let is_entry = |line: &&[u8]| {
        line.len() == 19
            && matches!(line[17], b'n' | b'f')
            && line[..16].iter().all(|b| b.is_ascii_digit() || *b == b' ')
    };
    let lines: Vec<&[u8]> = skeleton
        .split(|b| *b == b'\n')
        .filter(|line| !is_entry(line))
        .collect();
    lines.join(&b'\n')
}

/// Words of the format in the skeleton of a copy.
const WORDS: &str = " obj endobj stream endstream xref trailer startxref EOF R f n q Q cm Do PDF-1.7 Type Catalog Pages \
    Page Metadata OutputIntents OutputIntent S GTS_PDFA1 OutputConditionIdentifier Info DestOutputProfile sRGB \
    IEC61966-2.1 N Count Kids Parent MediaBox Resources XObject Contents Subtype Image XML Width Height ColorSpace \
    DeviceGray DeviceRGB BitsPerComponent Filter FlateDecode DCTDecode Length Root Size ID true false null ";

/// The skeleton without the words of the format, once with its numbers and once without. Where a word was taken out stands
/// a letter that no needle has, so that nothing is found across it.
struct Tokens {
    with_numbers: Vec<u8>,
    /// There should be next to nothing in it.
    unknown: Vec<u8>,
}

impl Tokens {
    fn of(skeleton: &[u8]) -> Self {
        let barrier = "\u{A66E}".as_bytes();
        let mut tokens = Self {
            with_numbers: Vec::new(),
            unknown: Vec::new(),
        };
        let delimiter = |b: &u8| b.is_ascii_whitespace() || b"()<>[]{}/%\0".contains(b);
        for token in skeleton.split(delimiter).filter(|token| !token.is_empty()) {
            let number =
                token.len() <= 10 && token.iter().all(|b| b.is_ascii_digit() || *b == b'.');
            if is_known(token) {
                tokens.with_numbers.extend_from_slice(barrier);
                tokens.unknown.extend_from_slice(barrier);
            } else {
                tokens.with_numbers.extend_from_slice(token);
                tokens
                    .unknown
                    .extend_from_slice(if number { barrier } else { token });
            }
            tokens.with_numbers.push(b'\n');
            tokens.unknown.push(b'\n');
        }
        tokens
    }
}

pub(super) fn is_known(token: &[u8]) -> bool {
    let picture = token.first() == Some(&b'P')
        && token.len() <= 5
        && token[1..].iter().all(u8::is_ascii_digit);
    // The identifier is checked against the pixels elsewhere.
    let identifier = token.len() == 32 && token.iter().all(u8::is_ascii_hexdigit);
    let word = [b" ", token, b" "].concat();
    picture || identifier || position(WORDS.as_bytes(), &word).is_some()
}
