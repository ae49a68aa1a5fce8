//! Other people's programs look for what was taken out.

use super::Secret;
use aho_corasick::AhoCorasick;
use encoding_rs::{KOI8_R, WINDOWS_1251};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Of so many copies one is read by `tesseract`, which takes seconds.
const READ_ONE_IN: usize = 16;

/// Whether a program is installed.
pub fn has(program: &str) -> bool {
    static KNOWN: Mutex<BTreeMap<String, bool>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap();
    *known.entry(program.to_owned()).or_insert_with(|| {
        let mut command = Command::new(program);
        command
            .arg("-v")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok()
    })
}

/// What a program says, on both its outputs; nothing where it is not installed.
fn says(program: &str, arguments: &[&str]) -> Option<Vec<u8>> {
    if !has(program) {
        return None;
    }
    let done = Command::new(program).args(arguments).output().unwrap();
    Some([done.stdout, done.stderr].concat())
}

/// How often the secret stands in bytes, in any of the forms in which a program may have written it.
pub fn in_bytes(bytes: &[u8], secret: &Secret) -> usize {
    let mut forms: Vec<Vec<u8>> = Vec::new();
    for text in [&secret.number, &secret.name, &secret.latin] {
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let reversed: String = text.chars().rev().collect();
        let spaced: Vec<String> = text.chars().map(String::from).collect();
        for plain in [
            text.as_bytes().to_vec(),
            WINDOWS_1251.encode(text).0.into_owned(),
            KOI8_R.encode(text).0.into_owned(),
            reversed.into_bytes(),
            spaced.join(" ").into_bytes(),
            be,
            le,
        ] {
            forms.push(hex::encode(&plain).into_bytes());
            forms.push(hex::encode_upper(&plain).into_bytes());
            forms.push(plain);
        }
    }
    let all = AhoCorasick::new(forms).unwrap();
    all.find_overlapping_iter(bytes).count()
}

/// A file, packed anew by `qpdf`.
pub fn packed(bytes: &[u8], way: &[&str]) -> Option<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("from.pdf"), dir.path().join("to.pdf"));
    std::fs::write(&from, bytes).unwrap();
    let (from, to_name) = (from.to_str().unwrap(), to.to_str().unwrap());
    let end: &[&str] = &[from, to_name];
    says("qpdf", &[way, end].concat())?;
    Some(std::fs::read(to).unwrap())
}

/// Where the secret is found, program by program. Empty: nowhere.
pub fn hits(name: &str, extension: &str, bytes: &[u8], secret: &Secret) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(format!("{}.{extension}", clean(name)));
    std::fs::write(&file, bytes).unwrap();
    let path = file.to_str().unwrap();
    let mut found = Vec::new();
    let mut look = |program: &str, said: Option<Vec<u8>>| {
        let n = said.map_or(0, |said| in_bytes(&said, secret));
        if n > 0 {
            found.push(format!("{program}: {n}"));
        }
    };
    look("bytes", Some(bytes.to_vec()));
    for encoding in ["s", "S", "b", "l", "B", "L"] {
        look(
            "strings",
            says("strings", &["-n", "6", "-e", encoding, path]),
        );
    }
    if extension == "pdf" {
        look("pdftotext", says("pdftotext", &["-q", path, "-"]));
        look(
            "pdftotext -raw",
            says("pdftotext", &["-q", "-raw", path, "-"]),
        );
        look("pdfinfo", says("pdfinfo", &[path]));
        look("pdfdetach", says("pdfdetach", &["-list", path]));
        look(
            "qpdf",
            says(
                "qpdf",
                &["--qdf", "--object-streams=disable", "--decrypt", path, "-"],
            ),
        );
        look(
            "mutool draw",
            says("mutool", &["draw", "-q", "-F", "text", path]),
        );
        look("mutool show", says("mutool", &["show", "-b", path, "grep"]));
        look("mutool info", says("mutool", &["info", path]));
    }
    found
}

fn clean(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(60)
        .collect()
}

/// Copies that are searched, some of them together at the end.
pub struct Searched {
    dir: tempfile::TempDir,
    copies: Vec<(String, PathBuf, Secret)>,
}

impl Searched {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            copies: Vec::new(),
        }
    }

    /// Searches a copy now, and keeps it for those programs that take many files at once.
    pub fn copy(&mut self, made: &str, extension: &str, bytes: &[u8], secret: &Secret) {
        let found = hits("copy", extension, bytes, secret);
        assert!(found.is_empty(), "{made}: {found:?}");
        let file = self
            .dir
            .path()
            .join(format!("{}.{extension}", self.copies.len()));
        std::fs::write(&file, bytes).unwrap();
        self.copies.push((made.to_owned(), file, secret.clone()));
    }

    /// Metadata of all of them, and the words of some, read off their pixels.
    pub fn together(&self) {
        let dir = self.dir.path().to_str().unwrap();
        if let Some(said) = says("exiftool", &["-a", "-u", "-U", "-g1", "-ee", dir]) {
            for (made, _, secret) in &self.copies {
                assert_eq!(in_bytes(&said, secret), 0, "exiftool: {made}");
            }
            let said = String::from_utf8_lossy(&said).into_owned();
            for never in [
                "GPS",
                "Thumbnail",
                "Comment",
                "Artist",
                "Author",
                "Software",
            ] {
                assert!(!said.contains(never), "exiftool says {never}: {said}");
            }
        }
        for (made, file, secret) in self.copies.iter().step_by(READ_ONE_IN) {
            if let Some(words) = read(file, self.dir.path()) {
                assert_eq!(in_bytes(&words, secret), 0, "tesseract: {made}");
            }
        }
    }
}

/// What a reader of pixels sees on the first page.
pub fn read(file: &Path, dir: &Path) -> Option<Vec<u8>> {
    let picture = if file.extension().is_some_and(|e| e == "pdf") {
        let page = dir.join("page");
        says(
            "pdftoppm",
            &[
                "-png",
                "-r",
                "200",
                "-singlefile",
                file.to_str()?,
                page.to_str()?,
            ],
        )?;
        page.with_extension("png")
    } else {
        file.to_owned()
    };
    let said = says("tesseract", &[picture.to_str()?, "-", "--psm", "6"])?;
    // Blanks that it sees between figures are none.
    let dense: Vec<u8> = said
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    Some([said, dense].concat())
}
