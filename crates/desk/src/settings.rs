//! Settings of this computer. Kept in the clear in `settings.json`, since language and look are needed before
//! the replica opens; nothing personal is in them.

use crate::error::{DeskError, Result};
use domain::Lang;
use protocol::window::session::Settings;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const FILE: &str = "settings.json";

/// Reads the settings; a missing or damaged file gives the usual ones, since no work is in them. [`damaged`] says
/// which it was.
#[must_use]
pub fn load(dir: &Path) -> Settings {
    read(&dir.join(FILE)).ok().flatten().unwrap_or_default()
}

/// Files of this folder that are there and cannot be read: the settings and the office's own words. The program goes
/// on without them, and whoever runs it should hear of it.
#[must_use]
pub fn damaged(dir: &Path) -> Vec<PathBuf> {
    let settings = dir.join(FILE);
    let mut found = Vec::new();
    if read::<Settings>(&settings).is_err() {
        found.push(settings);
    }
    for lang in Lang::ALL {
        let words = words_of(dir, lang);
        if read::<BTreeMap<String, String>>(&words).is_err() {
            found.push(words);
        }
    }
    found
}

/// The content of a file; `None` where there is none.
fn read<T: serde::de::DeserializeOwned>(path: &Path) -> std::result::Result<Option<T>, Damaged> {
    match std::fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| Damaged),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(Damaged),
    }
}

/// A file that is there and cannot be read.
struct Damaged;

fn words_of(dir: &Path, lang: Lang) -> PathBuf {
    dir.join(format!("texts-{}.json", lang.tag()))
}

/// Stores the settings.
///
/// # Errors
/// [`DeskError::Write`] if the file cannot be written.
pub fn store(dir: &Path, settings: &Settings) -> Result<()> {
    let mut settings = settings.clone();
    settings.text_scale = settings.text_scale.clamp(100, 200);
    settings.lock_after = settings.lock_after.clamp(1, 240);
    let json = serde_json::to_vec_pretty(&settings).map_err(DeskError::inconsistent("settings"))?;
    let path = dir.join(FILE);
    if read::<Settings>(&path).is_err() && path.is_file() {
        // Somebody may have written it by hand: it is put aside, never written over.
        let aside = dir.join(format!("{FILE}.damaged"));
        std::fs::rename(&path, &aside).map_err(|source| DeskError::Write {
            path: aside,
            source,
        })?;
    }
    write_atomically(&path, &json)
}

/// The office's own words: `texts-ky.json` and so on, each an object of key and text.
#[must_use]
pub fn overrides(dir: &Path) -> BTreeMap<Lang, BTreeMap<String, String>> {
    Lang::ALL
        .into_iter()
        .filter_map(|lang| Some((lang, read(&words_of(dir, lang)).ok()??)))
        .collect()
}

/// A file that is written beside its place and not yet put there.
#[must_use = "nothing is in its place before `keep`"]
pub struct Prepared {
    file: tempfile::NamedTempFile,
    path: PathBuf,
    folder: PathBuf,
}

impl Prepared {
    /// Puts the file in its place. Dropped without this, it leaves no trace.
    ///
    /// # Errors
    /// [`DeskError::Write`].
    pub fn keep(self) -> Result<()> {
        let failed = |path: &Path, source| DeskError::Write {
            path: path.to_owned(),
            source,
        };
        self.file
            .persist(&self.path)
            .map_err(|e| failed(&self.path, e.error))?;
        std::fs::File::open(&self.folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|e| failed(&self.path, e))
    }
}

/// Writes a file beside its place, durably: what can fail (no folder, no permission, a full disk) fails here.
///
/// # Errors
/// [`DeskError::Write`].
pub fn prepare(path: &Path, bytes: &[u8]) -> Result<Prepared> {
    let write = || -> std::io::Result<Prepared> {
        match std::fs::symlink_metadata(path) {
            Ok(there) if there.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
            // A link or a device would be replaced by the file, not written through.
            Ok(there) if !there.is_file() => return Err(std::io::ErrorKind::InvalidInput.into()),
            _ => {}
        }
        // The parent of a bare name is the empty path, which is no folder.
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(Prepared {
            file,
            path: path.to_owned(),
            folder: folder.to_owned(),
        })
    };
    write().map_err(|source| DeskError::Write {
        path: path.to_owned(),
        source,
    })
}

/// Writes a file so that either the old or the new content is there, whatever happens.
///
/// # Errors
/// [`DeskError::Write`].
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    prepare(path, bytes)?.keep()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_means_the_folder_one_stands_in() {
        let name = format!("inquiry-desk-{}.test", std::process::id());
        let path = Path::new(&name);
        write_atomically(path, b"here").unwrap();
        let content = std::fs::read(path).unwrap();
        std::fs::remove_file(path).unwrap();
        assert_eq!(content, b"here");
    }

    #[test]
    fn damaged_settings_are_said_and_put_aside() {
        let dir = tempfile::tempdir().unwrap();
        assert!(damaged(dir.path()).is_empty());
        store(dir.path(), &Settings::default()).unwrap();
        std::fs::write(dir.path().join("texts-ru.json"), "{\"a\": \"b\"}").unwrap();
        assert!(damaged(dir.path()).is_empty());
        let (file, words) = (dir.path().join(FILE), dir.path().join("texts-ky.json"));
        std::fs::write(&file, "{\"lang\": by hand").unwrap();
        std::fs::write(&words, "[]").unwrap();
        assert_eq!(damaged(dir.path()), [file.clone(), words]);
        assert_eq!(load(dir.path()), Settings::default());
        store(dir.path(), &Settings::default()).unwrap();
        let aside = std::fs::read(dir.path().join("settings.json.damaged")).unwrap();
        assert_eq!(aside, b"{\"lang\": by hand");
        assert!(!damaged(dir.path()).contains(&file));
    }

    #[test]
    fn what_is_prepared_and_not_kept_leaves_no_trace() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.pdf");
        drop(prepare(&path, b"x").unwrap());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
        prepare(&path, b"x").unwrap().keep().unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"x");
    }

    #[test]
    fn each_place_that_cannot_be_written_has_its_own_code() {
        let dir = tempfile::tempdir().unwrap();
        let code = |path: &Path| {
            let error = write_atomically(path, b"x").err().unwrap();
            let error = protocol::ApiError::from(error);
            assert_eq!(error.params["name"], path.display().to_string());
            error.code
        };
        assert_eq!(code(&dir.path().join("none/a.pdf")), "write-no-folder");
        assert_eq!(code(dir.path()), "write-folder");
        std::fs::write(dir.path().join("file"), "x").unwrap();
        assert_eq!(code(&dir.path().join("file/a.pdf")), "write-no-folder");
    }
}
