//! The independent readers of PDF that the tests ask: poppler-utils and qpdf, which `./desk test` installs.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs a program over a PDF written to a temporary file; `{}` in the arguments is its path.
pub fn run(program: &str, arguments: &[&str], pdf: &[u8]) -> (bool, String) {
    let mut file = tempfile::Builder::new()
        .suffix(".pdf")
        .tempfile()
        .expect("a temporary file");
    file.write_all(pdf).expect("the PDF is written");
    let path = file.path().display().to_string();
    let arguments = arguments.iter().map(|a| a.replace("{}", &path));
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::piped())
        .output()
        .unwrap_or_else(|error| {
            panic!("{program} is needed by this test (Debian: poppler-utils, qpdf): {error}")
        });
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

/// The text as it stands on the pages.
pub fn text(pdf: &[u8]) -> String {
    let (good, text) = run("pdftotext", &["-layout", "{}", "-"], pdf);
    assert!(good, "{text}");
    text
}

/// The text in the order of the file, all white space as one space.
pub fn words(pdf: &[u8]) -> String {
    let (good, text) = run("pdftotext", &["-raw", "{}", "-"], pdf);
    assert!(good, "{text}");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The structure tree with its text.
pub fn structure(pdf: &[u8]) -> String {
    let (good, text) = run("pdfinfo", &["-struct-text", "{}"], pdf);
    assert!(good, "{text}");
    text
}

/// Asserts what every paper must be: sound, tagged, PDF/A-3a and PDF/UA-1.
pub fn check(pdf: &[u8]) {
    let (good, text) = run("qpdf", &["--check", "{}"], pdf);
    assert!(
        good && text.contains("No syntax or stream encoding errors"),
        "{text}"
    );
    let (good, text) = run("pdfinfo", &["{}"], pdf);
    assert!(
        good && text
            .lines()
            .any(|l| l.starts_with("Tagged:") && l.ends_with("yes")),
        "{text}"
    );
    assert!(
        text.lines()
            .any(|l| l.starts_with("PDF subtype:") && l.ends_with("PDF/A-3a:2012")),
        "says what it is: {text}"
    );
    let (good, text) = run("pdfinfo", &["-meta", "{}"], pdf);
    assert!(good, "{text}");
    for expected in [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text}");
    }
}

/// Names of the files inside, and their bytes.
pub fn attachments(pdf: &[u8]) -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().display().to_string();
    let (good, text) = run("pdfdetach", &["-saveall", "-o", &out, "{}"], pdf);
    assert!(good, "{text}");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            (name, std::fs::read(&path).expect("the file"))
        })
        .collect()
}

/// Where `KEEP_PAPERS` names a folder, the PDF is kept there to be looked at.
pub fn keep(name: &str, pdf: &[u8]) {
    if let Some(folder) = std::env::var_os("KEEP_PAPERS") {
        std::fs::create_dir_all(&folder).expect("the folder");
        std::fs::write(PathBuf::from(folder).join(name), pdf).expect("the PDF is kept");
    }
}
