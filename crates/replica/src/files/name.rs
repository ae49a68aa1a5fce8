//! Names of files as strangers send them.

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
            _ if hidden(c) => clean.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
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

/// Marks that change the direction of text or are not seen at all.
fn hidden(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{061c}' | '\u{feff}' | '\u{00ad}'
    )
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
}
