//! A demonstration to work in, and the command line as a program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use tempfile::TempDir;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A demonstration of its own for each test.
pub struct Office(pub TempDir);

impl Office {
    pub fn new() -> Self {
        let office = Self(tempfile::tempdir().unwrap());
        copy(&demonstration().join("device-1"), &office.data());
        office
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.at("office/device-1")
    }

    /// A file to be read.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let at = self.at(name);
        std::fs::write(&at, content).unwrap();
        at
    }

    pub fn run(&self, login: &str, args: &[&str]) -> Output {
        let data = self.data();
        let mut all = vec!["--data", path(&data), "--as", login];
        all.extend(args);
        command(&all)
            .env("DESK_PASSPHRASE", format!("demo-{login}-2026"))
            .output()
            .unwrap()
    }

    pub fn register(&self, more: &[&str]) -> Output {
        let text = self.file("letter.txt", "Биздин көчөдө суу жок, чара көрүңүздөр.");
        let mut args = vec!["inquiries", "register", "--subject", "Суу", "--text"];
        args.push(path(&text));
        args.extend(more);
        self.run("clerk", &args)
    }

    /// Number of a case in a state.
    pub fn number(&self, view: &str) -> String {
        let args = ["inquiries", "list", "--view", view, "--json"];
        let found = json(&self.run("supervisor", &args));
        found["rows"][0]["number"].as_str().unwrap().to_owned()
    }
}

/// A demonstration that is made once for this build of the program, and copied for each test.
fn demonstration() -> PathBuf {
    let program = std::fs::metadata(env!("CARGO_BIN_EXE_deskctl")).unwrap();
    let built = program.modified().unwrap();
    let built = built.duration_since(std::time::UNIX_EPOCH).unwrap();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    // Each test is a process of its own: the first makes it, the others wait.
    let lock = std::fs::File::create(place.join("office.lock")).unwrap();
    lock.lock().unwrap();
    let made = place.join(format!("office-{}", built.as_millis()));
    if !made.is_dir() {
        for old in std::fs::read_dir(place).unwrap() {
            let old = old.unwrap();
            let name = old.file_name();
            // That of an earlier build; a younger one may be another build's that runs now.
            let age = old.metadata().unwrap().modified().unwrap().elapsed();
            let rested = age.is_ok_and(|age| age > DAY);
            if rested && name.to_string_lossy().starts_with("office-") && old.path().is_dir() {
                std::fs::remove_dir_all(old.path()).unwrap();
            }
        }
        let making = tempfile::tempdir_in(place).unwrap();
        let out = making.path().join("office");
        let output = deskctl(&["demo", "--inquiries", "12", "--out", path(&out)]);
        assert!(output.status.success(), "{}", said(&output));
        std::fs::rename(&out, &made).unwrap();
    }
    made
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deskctl"));
    for name in ["DESK_DATA", "DESK_ACCOUNT", "DESK_LANG", "DESK_LOG"] {
        command.env_remove(name);
    }
    command.env("LC_ALL", "C").args(args);
    command
}

pub fn deskctl(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {} {}", printed(output), said(output)))
}

#[track_caller]
pub fn ends(output: &Output, code: i32, sentence: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(sentence), "{said}");
}
