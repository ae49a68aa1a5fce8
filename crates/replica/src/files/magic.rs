//! What a file is, by its first bytes and never by its name.

/// The media type of a file by its first bytes; `application/octet-stream` for what is not known.
pub(crate) fn media_type(head: &[u8]) -> &'static str {
    let at = |place: usize, bytes: &[u8]| head.get(place..place + bytes.len()) == Some(bytes);
    // A PDF may have some bytes before its header; readers accept 1,024.
    let pdf = head
        .get(..head.len().min(1029))
        .is_some_and(|h| h.windows(5).any(|w| w == b"%PDF-"));
    match () {
        () if at(0, b"\x89PNG\r\n\x1a\n") => "image/png",
        () if at(0, b"\xff\xd8\xff") => "image/jpeg",
        () if at(0, b"II*\0") || at(0, b"MM\0*") => "image/tiff",
        () if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if at(0, b"BM") && head.len() >= 26 && at(6, b"\0\0\0\0") => "image/bmp",
        () if at(0, b"GIF8") => "image/gif",
        () if at(4, b"ftypheic") || at(4, b"ftypheix") || at(4, b"ftypmif1") => "image/heic",
        () if at(4, b"ftyp") => "video/mp4",
        () if at(0, b"PK\x03\x04") => zip(head),
        () if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => "application/x-ole-storage",
        () if at(0, b"{\\rtf") => "application/rtf",
        () if at(0, b"MZ") => "application/x-msdownload",
        () if at(0, b"\x7fELF") => "application/x-executable",
        () if at(0, b"ID3") || at(0, b"\xff\xfb") => "audio/mpeg",
        () if at(0, b"OggS") => "audio/ogg",
        () if at(0, b"Rar!") => "application/vnd.rar",
        () if at(0, b"7z\xbc\xaf\x27\x1c") => "application/x-7z-compressed",
        () if pdf => "application/pdf",
        () if text(head) => "text/plain",
        () => "application/octet-stream",
    }
}

/// Office documents are archives whose first entries have telling names.
fn zip(head: &[u8]) -> &'static str {
    let has = |name: &[u8]| head.windows(name.len()).any(|w| w == name);
    match () {
        () if has(b"mimetypeapplication/vnd.oasis.opendocument.text") => {
            "application/vnd.oasis.opendocument.text"
        }
        () if has(b"word/") => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        () if has(b"xl/") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        () => "application/zip",
    }
}

fn text(head: &[u8]) -> bool {
    // The head may end inside a character: up to three bytes of it are forgiven.
    let whole = |cut: usize| {
        head.get(..head.len().saturating_sub(cut))
            .is_some_and(|h| std::str::from_utf8(h).is_ok())
    };
    !head.is_empty() && !head.contains(&0) && (0..4).any(whole)
}

/// Whether the bytes are a program or an active page, whatever the name says: opening them may do something.
pub(crate) fn active(head: &[u8], media_type: &str) -> bool {
    if matches!(
        media_type,
        "application/x-msdownload" | "application/x-executable"
    ) || head.starts_with(b"#!")
        || head.starts_with(b"L\0\0\0\x01\x14\x02\0")
    {
        return true;
    }
    if media_type != "text/plain" {
        return false;
    }
    let begin: String = String::from_utf8_lossy(head)
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
        .chars()
        .take(400)
        .collect::<String>()
        .to_ascii_lowercase();
    let page = [
        "<!doctype html",
        "<html",
        "<script",
        "<svg",
        "<?php",
        "<hta:",
    ];
    page.iter().any(|mark| begin.starts_with(mark))
        || (begin.starts_with("<?xml") || begin.starts_with("<!"))
            && (begin.contains("<svg") || begin.contains("<html"))
}

/// Whether a name's ending promises something else than the bytes are. Unknown endings promise nothing.
pub(crate) fn differs(name: &str, media_type: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, e)| e.to_lowercase())
        .unwrap_or_default();
    let promised: &[&str] = match ending.as_str() {
        "pdf" => &["application/pdf"],
        "png" => &["image/png"],
        "jpg" | "jpeg" => &["image/jpeg"],
        "tif" | "tiff" => &["image/tiff"],
        "webp" => &["image/webp"],
        "bmp" => &["image/bmp"],
        "gif" => &["image/gif"],
        "heic" => &["image/heic"],
        "txt" | "csv" | "json" | "xml" | "html" => &["text/plain"],
        "docx" => &[
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/zip",
        ],
        "xlsx" => &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/zip",
        ],
        "doc" | "xls" => &["application/x-ole-storage"],
        "rtf" => &["application/rtf"],
        "zip" => &["application/zip"],
        "mp3" => &["audio/mpeg"],
        "mp4" => &["video/mp4"],
        _ => {
            return matches!(
                media_type,
                "application/x-msdownload" | "application/x-executable"
            ) && ending != "exe";
        }
    };
    !promised.contains(&media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_say_what_a_file_is() {
        let check = |head: &[u8], expect: &str| assert_eq!(media_type(head), expect);
        check(b"%PDF-1.7\n", "application/pdf");
        check(b"\n\n%PDF-1.4", "application/pdf");
        check(b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg");
        check(b"MZ\x90\0%PDF-", "application/x-msdownload");
        check("Салам".as_bytes(), "text/plain");
        check(&"Салам".as_bytes()[..9], "text/plain");
        check(b"\0\x01\x02", "application/octet-stream");
        check(b"", "application/octet-stream");
    }

    #[test]
    fn programs_and_active_pages_are_known_by_their_bytes() {
        let check = |head: &[u8], expect: bool| {
            assert_eq!(active(head, media_type(head)), expect, "{head:?}");
        };
        check(b"MZ\x90\0", true);
        check(b"#!/bin/sh\n", true);
        check(b"\xef\xbb\xbf <!DOCTYPE html><p>", true);
        check(b"<?xml version='1.0'?>\n<svg onload='x()'/>", true);
        check(b"<?xml version='1.0'?><letter/>", false);
        check("Салам <html>".as_bytes(), false);
        check(b"%PDF-1.7", false);
    }

    #[test]
    fn a_false_ending_is_noticed() {
        assert!(differs("letter.pdf", media_type(b"MZ\x90\0")));
        assert!(differs("photo.jpg", media_type(b"\x89PNG\r\n\x1a\n")));
        assert!(!differs("PHOTO.JPEG", media_type(b"\xff\xd8\xff\xe0")));
        assert!(!differs("notes", media_type(b"abc")));
    }
}
