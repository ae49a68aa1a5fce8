//! Names of files as strangers send them.

use crate::clean::is_hidden;

/// Characters of a name, at most.
const LONGEST: usize = 150;

/// A name that can be shown and saved: without folders, with invisible direction marks written out as `\u{202e}`
/// (an `exe` must not look like a `pdf`), without control characters or those that a file system refuses, without
/// dots and blanks at its ends, shortened in the middle so that its ending stays. Never empty.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let base = name
        .rsplit(['/', '\\'])
        .find(|part| !part.trim().is_empty())
        .unwrap_or_default();
    let mut clean = String::with_capacity(base.len());
    for c in base.chars() {
        match c {
            _ if is_hidden(c) => clean.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => clean.push('_'),
            _ if c.is_control() => clean.push('_'),
            _ => clean.push(c),
        }
    }
    let trimmed = clean.trim_matches(|c: char| c.is_whitespace() || c == '.');
    if trimmed.is_empty() {
        "file".to_owned()
    } else {
        shorten(trimmed)
    }
}

fn shorten(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = letters
        .iter()
        .rposition(|c| *c == '.')
        .map_or(0, |dot| letters.len() - dot)
        .min(12);
    let (head, tail) = (LONGEST - ending - 1, letters.len() - ending);
    letters
        .iter()
        .take(head)
        .chain(['…'].iter())
        .chain(letters.iter().skip(tail))
        .collect()
}

/// Endings of files that a computer runs, or that carry programs, when somebody opens them.
const RUN: [&str; 72] = [
    "apk", "app", "appimage", "bash", "bat", "chm", "cmd", "com", "cpl", "deb", "desktop", "dll",
    "dmg", "docm", "dotm", "exe", "hta", "htm", "html", "img", "inf", "iso", "jar", "js", "jse",
    "jsp", "lnk", "mht", "mhtml", "mjs", "msc", "msi", "msp", "mst", "phar", "php", "pif", "pkg",
    "pl", "potm", "ppam", "ppsm", "pptm", "ps1", "ps2", "psc1", "psm1", "py", "rb", "reg", "rpm",
    "run", "scf", "scr", "sct", "sh", "shtml", "svg", "svgz", "swf", "url", "vb", "vbe", "vbs",
    "vhd", "vhdx", "ws", "wsf", "wsh", "xhtml", "xlam", "xlsm",
];

/// Whether a name ends as programs and active pages do: nobody should open such a file without thinking.
#[must_use]
pub fn can_run(name: &str) -> bool {
    let visible: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    let name = visible.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| RUN.contains(&ending.trim().to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_harmless_and_stay_readable() {
        let check = |name: &str, expect: &str| assert_eq!(clean_name(name), expect, "{name:?}");
        check("Арыз (1).pdf", "Арыз (1).pdf");
        check("../../etc/passwd", "passwd");
        check("C:\\Users\\x\\scan.jpg", "scan.jpg");
        check("letter\u{202e}fdp.exe", "letter\\u{202e}fdp.exe");
        check("a\u{200b}b.pdf", "a\\u{200b}b.pdf");
        check("a\nb\u{0}.pdf", "a_b_.pdf");
        check("  ..  ", "file");
        check("", "file");
        check("folder/", "folder");
        check("what? <x>.pdf ", "what_ _x_.pdf");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let long = format!("{}.pdf", "ж".repeat(400));
        let clean = clean_name(&long);
        assert_eq!(clean.chars().count(), LONGEST);
        assert!(clean.ends_with("….pdf"));
        assert_eq!(clean_name(&clean), clean);
    }

    #[test]
    fn programs_are_known_by_their_endings() {
        for name in [
            "арыз.pdf.exe",
            "a.JS",
            "a.svg",
            "a.html",
            "a.bat ",
            "a.exe.",
            "x.xlsm",
        ] {
            assert!(can_run(name), "{name}");
        }
        for name in ["арыз.pdf", "exe", "сүрөт.jpg", "кат.docx", "a.exe.pdf", ""] {
            assert!(!can_run(name), "{name}");
        }
    }
}
