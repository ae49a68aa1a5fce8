//! Says in the document's information what the file is: readers and archives show "PDF/A" from the key that ISO 15930
//! and its kin use there, besides the XMP metadata that the writer makes. The key goes into the object where it stands;
//! what lies behind moves, so the cross-reference table is written anew.

use std::io::Write as _;

/// The key and its value, as poppler and others read them.
const ENTRY: &[u8] = b"/GTS_PDFA1Version(PDF/A-3a:2012)";
/// Bytes of an entry of the table (ISO 32000-1, 7.5.4).
const LINE: usize = 20;

/// The file with the key. `None` when the writer's output is not laid out as expected.
pub(crate) fn declare(pdf: &[u8]) -> Option<Vec<u8>> {
    let start = number(after_last(pdf, b"startxref")?)?;
    let table = Table::read(pdf.get(start..)?)?;
    let trailer = after_last(pdf, b"trailer")?;
    let info = number(after_last(trailer, b"/Info")?)?;
    let object = table.offset(info)?;
    let opening = find(pdf.get(object..start)?, b"<<")?;
    let place = object + opening + 2;

    let mut out = Vec::with_capacity(pdf.len() + ENTRY.len());
    out.extend_from_slice(pdf.get(..place)?);
    out.extend_from_slice(ENTRY);
    let body = pdf.get(place..start + table.head)?;
    out.extend_from_slice(body);
    for entry in table.entries.chunks_exact(LINE) {
        let offset = number(entry)?;
        let used = entry.get(17) == Some(&b'n');
        let moved = if used && offset >= place {
            offset + ENTRY.len()
        } else {
            offset
        };
        write!(out, "{moved:010}").ok()?;
        out.extend_from_slice(entry.get(10..)?);
    }
    let tail = pdf.get(start + table.head + table.entries.len()..)?;
    let end = find(tail, b"startxref")?;
    out.extend_from_slice(tail.get(..end)?);
    write!(out, "startxref\n{}\n%%EOF", start + ENTRY.len()).ok()?;
    Some(out)
}

/// The one section of a cross-reference table that begins with object 0.
struct Table<'a> {
    /// Bytes before the first entry.
    head: usize,
    entries: &'a [u8],
}

impl<'a> Table<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"xref\n0 ")?;
        let count = number(rest)?;
        let line = find(rest, b"\n")?;
        let head = bytes.len() - rest.len() + line + 1;
        let entries = bytes.get(head..head + count.checked_mul(LINE)?)?;
        bytes
            .get(head + entries.len()..)?
            .starts_with(b"trailer")
            .then_some(Self { head, entries })
    }

    fn offset(&self, object: usize) -> Option<usize> {
        number(self.entries.chunks_exact(LINE).nth(object)?)
    }
}

/// The number with which the bytes begin, behind spaces.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits: String = bytes
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    digits.parse().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|w| w == what)
}

fn after_last<'a>(bytes: &'a [u8], what: &[u8]) -> Option<&'a [u8]> {
    let at = bytes.windows(what.len()).rposition(|w| w == what)?;
    bytes.get(at + what.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_laid_out_as_expected_is_left_alone() {
        assert_eq!(declare(b""), None);
        assert_eq!(declare(b"%PDF-1.7\nstartxref\n900\n%%EOF"), None);
        assert_eq!(
            declare(b"xref\n0 1\n0000000000 65535 f \nstartxref\n0\n%%EOF"),
            None
        );
    }
}
