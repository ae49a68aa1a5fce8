//! Settings of this computer. Kept in the clear in `settings.json`, since language and look are needed before
//! the replica opens; nothing personal is in them.

use crate::error::{DeskError, Result};
use protocol::window::session::Settings;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

const FILE: &str = "settings.json";

/// Reads the settings; a missing or unreadable file gives the usual ones, since no work is in them.
#[must_use]
pub fn load(dir: &Path) -> Settings {
    std::fs::read(dir.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

/// Stores the settings.
///
/// # Errors
/// [`DeskError::File`] if the file cannot be written.
pub fn store(dir: &Path, settings: &Settings) -> Result<()> {
    let mut settings = settings.clone();
    settings.text_scale = settings.text_scale.clamp(100, 200);
    settings.lock_after = settings.lock_after.clamp(1, 240);
    let json = serde_json::to_vec_pretty(&settings).map_err(DeskError::inconsistent("settings"))?;
    write_atomically(&dir.join(FILE), &json)
}

/// The office's own words: `texts-ky.json` and so on, each an object of key and text.
#[must_use]
pub fn overrides(dir: &Path) -> BTreeMap<domain::Lang, BTreeMap<String, String>> {
    domain::Lang::ALL
        .into_iter()
        .filter_map(|lang| {
            let bytes = std::fs::read(dir.join(format!("texts-{}.json", lang.tag()))).ok()?;
            Some((lang, serde_json::from_slice(&bytes).ok()?))
        })
        .collect()
}

/// Writes a file so that either the old or the new content is there, whatever happens.
///
/// # Errors
/// [`DeskError::File`].
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || -> std::io::Result<()> {
        // A link or a device would be replaced by the file, not written through.
        if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
            return Err(std::io::ErrorKind::InvalidInput.into());
        }
        // The parent of a bare name is the empty path, which is no folder.
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|e| e.error)?;
        std::fs::File::open(folder)?.sync_all()
    };
    write().map_err(|e| DeskError::File {
        path: path.to_owned(),
        source: e,
    })
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
}
