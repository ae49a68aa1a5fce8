//! Files carried inside a document.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::metadata;

use crate::PaperError;
use crate::document::{Content, Embedded, Relationship};
use crate::tree::shorten;

const LONGEST_NAME: usize = 120;

/// The names under which files of these names are embedded, in the same order: without directories and characters
/// that file systems refuse, and none twice.
pub fn file_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names
        .into_iter()
        .map(|name| unique(&safe_name(name), &mut taken))
        .collect()
}

/// Embeds the files one after another; each is dropped before the next is read.
pub(crate) fn embed(
    writer: &mut krilla::Document,
    files: Vec<Embedded>,
    created: &DateTime<FixedOffset>,
) -> Result<(), PaperError> {
    let names = file_names(files.iter().map(|file| file.name.as_str()));
    for (file, name) in files.into_iter().zip(names) {
        let bytes = match file.content {
            Content::Bytes(bytes) => bytes,
            Content::Load(load) => load().map_err(|source| PaperError::Attachment {
                name: name.clone(),
                source,
            })?,
        };
        if i32::try_from(bytes.len()).is_err() {
            return Err(PaperError::TooLarge { name });
        }
        let compress = Some(is_text(&file.media_type));
        let embedded = EmbeddedFile {
            path: name.clone(),
            mime_type: MimeType::new(&file.media_type)
                .or_else(|| MimeType::new("application/octet-stream")),
            description: Some(shorten(&file.description)),
            association_kind: match file.relationship {
                Relationship::Source => AssociationKind::Source,
                Relationship::Data => AssociationKind::Data,
                Relationship::Alternative => AssociationKind::Alternative,
                Relationship::Supplement => AssociationKind::Supplement,
            },
            data: bytes.into(),
            modification_date: Some(date(created)),
            compress,
            location: None,
        };
        if writer.embed_file(embedded).is_none() {
            return Err(PaperError::Rejected(vec![format!(
                "two attachments are named {name}"
            )]));
        }
    }
    Ok(())
}

/// Scans and photographs are compressed already; trying again costs time and memory for nothing.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/") || matches!(media_type, "application/json" | "application/xml")
}

/// A name without directories and characters that file systems refuse.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| {
            if c.is_control() || "<>:\"|?*".contains(c) || crate::shaping::is_invisible(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim().trim_matches('.').trim();
    let (stem, ending) = split_ending(clean);
    let room = LONGEST_NAME.saturating_sub(ending.chars().count());
    let stem: String = stem.chars().take(room).collect();
    if stem.is_empty() {
        format!("attachment{ending}")
    } else {
        format!("{stem}{ending}")
    }
}

/// `scan.pdf` -> (`scan`, `.pdf`); an ending is at most 10 characters.
fn split_ending(name: &str) -> (&str, &str) {
    match name.rfind('.').and_then(|at| name.split_at_checked(at)) {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 10 => (stem, ending),
        _ => (name, ""),
    }
}

/// Adds ` (2)`, ` (3)` ... before the ending of a name that is taken. Case does not make a difference, for Windows.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, ending) = split_ending(name);
    let mut tries = (2_usize..).map(|n| format!("{stem} ({n}){ending}"));
    let mut name = name.to_owned();
    while !taken.insert(name.to_lowercase()) {
        name = tries.next().unwrap_or_default();
    }
    name
}

/// A date as the writer takes it.
pub(crate) fn date(at: &DateTime<FixedOffset>) -> metadata::DateTime {
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    let offset = at.offset().local_minus_utc() / 60;
    metadata::DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(i8::try_from(offset / 60).unwrap_or_default())
        .utc_offset_minute(u8::try_from((offset % 60).abs()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        let check = |given: &str, expect: &str| assert_eq!(safe_name(given), expect);
        check("арыз.pdf", "арыз.pdf");
        check("../../etc/passwd", "passwd");
        check("C:\\scans\\кат 1.jpg", "кат 1.jpg");
        check("", "attachment");
        check("..", "attachment");
        check(".pdf", "pdf");
        check("a\u{202e}fdp.exe", "a_fdp.exe");
        check(
            &format!("{}.pdf", "ж".repeat(300)),
            &format!("{}.pdf", "ж".repeat(116)),
        );
    }

    #[test]
    fn names_are_unique_whatever_the_case() {
        let names = file_names(["a.pdf", "A.PDF", "a (2).pdf", "a.pdf"]);
        assert_eq!(names, ["a.pdf", "A (2).PDF", "a (2) (2).pdf", "a (3).pdf"]);
    }
}
