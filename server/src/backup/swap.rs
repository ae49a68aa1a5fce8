//! Puts a restored database and its key in the place of what was there, so that whatever ends the program in between, the
//! next one finds the way to the end.
//!
//! The new files lie whole beside the old ones under names of their own. Then a marker says that they count: from that
//! moment the restore is done, and every program that opens the folder first finishes it. What was there goes into a folder
//! of its own, the write-ahead log of a database with it: beside the new database it would be played into that one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The database.
pub(crate) const DATABASE: &str = "server.sqlite";
/// The server's key.
pub(crate) const KEY: &str = "server.key";
/// What a new file is called until it takes its place.
const FRESH: &str = ".restoring";
/// Names the folder for what is replaced; it is there from the decision until all is in its place.
const MARKER: &str = "restore.decided";
/// What the folders with replaced data begin with.
const ASIDE: &str = "replaced-";
/// What belongs to a database of SQLite, in the order in which it goes: a log without its database is of no use.
const PARTS: [&str; 3] = ["-wal", "-shm", ""];

/// Where a new file is made.
pub(super) fn fresh(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("{name}{FRESH}"))
}

/// Removes new files that an earlier try left, before it was decided that they count.
pub(crate) fn clear(dir: &Path) -> io::Result<()> {
    for name in [DATABASE, KEY] {
        for part in PARTS {
            gone(fs::remove_file(with(&fresh(dir, name), part)))?;
        }
    }
    Ok(())
}

/// From here on the new files count. `stamp` tells restores apart. Where what was there is kept, if there was anything.
pub(super) fn decide(dir: &Path, stamp: &str) -> io::Result<Option<PathBuf>> {
    let aside = (0..)
        .map(|n| match n {
            0 => format!("{ASIDE}{stamp}"),
            n => format!("{ASIDE}{stamp}-{n}"),
        })
        .find(|name| !dir.join(name).exists())
        .unwrap_or_default();
    let unnamed = dir.join(format!("{MARKER}{FRESH}"));
    gone(fs::remove_file(&unnamed))?;
    let mut file = File::create_new(&unnamed)?;
    file.write_all(aside.as_bytes())?;
    file.sync_all()?;
    fs::rename(&unnamed, dir.join(MARKER))?;
    sync(dir);
    finish(dir)?;
    let aside = dir.join(aside);
    Ok(aside.exists().then_some(aside))
}

/// Whether a restore was decided, and not finished.
pub(crate) fn is_unfinished(dir: &Path) -> bool {
    dir.join(MARKER).exists()
}

/// Finishes a restore that was decided. Whoever calls is alone in the folder.
pub(crate) fn finish(dir: &Path) -> io::Result<()> {
    let marker = dir.join(MARKER);
    let aside = match fs::read_to_string(&marker) {
        Ok(name) => name,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    if !aside.starts_with(ASIDE) || Path::new(&aside).components().count() != 1 {
        return Err(io::Error::new(ErrorKind::InvalidData, MARKER));
    }
    let aside = dir.join(aside);
    for (name, parts) in [(DATABASE, &PARTS[..]), (KEY, &[""][..])] {
        let new = fresh(dir, name);
        if !new.exists() {
            continue;
        }
        for part in parts {
            let old = with(&dir.join(name), part);
            if old.exists() {
                private_folder(&aside)?;
                fs::rename(&old, with(&aside.join(name), part))?;
            }
        }
        sync(&aside);
        fs::rename(&new, dir.join(name))?;
    }
    sync(dir);
    fs::remove_file(&marker)?;
    sync(dir);
    Ok(())
}

/// Folders with replaced data: they hold personal data, also of cases that were erased since.
pub(crate) fn replaced(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Vec::new();
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // The second form is of versions that kept one file only.
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(ASIDE) || name == "server.sqlite.replaced")
        .collect();
    names.sort();
    names
}

fn with(path: &Path, part: &str) -> PathBuf {
    let mut name = path.to_path_buf().into_os_string();
    name.push(part);
    name.into()
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    match builder.create(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Names are durable once their folder is; not every system lets a folder be synced.
fn sync(dir: &Path) {
    if let Ok(folder) = File::open(dir) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, text: &str) {
        fs::write(path, text).unwrap();
    }

    fn read(path: &Path) -> Option<String> {
        fs::read_to_string(path).ok()
    }

    /// A folder with old files, and new ones that are not yet in their place.
    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for part in PARTS {
            put(&with(&dir.path().join(DATABASE), part), "old");
        }
        put(&dir.path().join(KEY), "old");
        put(&fresh(dir.path(), DATABASE), "new");
        put(&fresh(dir.path(), KEY), "new");
        dir
    }

    fn is_done(dir: &Path, aside: &Path) {
        for name in [DATABASE, KEY] {
            assert_eq!(read(&dir.join(name)).as_deref(), Some("new"), "{name}");
            assert_eq!(read(&aside.join(name)).as_deref(), Some("old"), "{name}");
            assert!(!fresh(dir, name).exists());
        }
        for part in ["-wal", "-shm"] {
            assert!(!with(&dir.join(DATABASE), part).exists());
            assert!(with(&aside.join(DATABASE), part).exists());
        }
        assert!(!is_unfinished(dir));
    }

    #[test]
    fn nothing_is_overwritten_and_no_log_stays_beside_the_new_database() {
        let dir = folder();
        let aside = decide(dir.path(), "day").unwrap().unwrap();
        is_done(dir.path(), &aside);
        put(&fresh(dir.path(), DATABASE), "newer");
        let second = decide(dir.path(), "day").unwrap().unwrap();
        assert_ne!(aside, second);
        assert_eq!(read(&second.join(DATABASE)).as_deref(), Some("new"));
        assert_eq!(replaced(dir.path()), ["replaced-day", "replaced-day-1"]);
    }

    #[test]
    fn wherever_it_was_cut_off_the_next_one_finishes_it() {
        for steps in 0..6 {
            let dir = folder();
            put(&dir.path().join(MARKER), "replaced-day");
            let aside = dir.path().join("replaced-day");
            // What a program had done when it ended: moves in their order.
            let (database, key) = (dir.path().join(DATABASE), dir.path().join(KEY));
            let mut moves: Vec<(PathBuf, PathBuf)> = PARTS
                .iter()
                .map(|part| (with(&database, part), with(&aside.join(DATABASE), part)))
                .collect();
            moves.push((fresh(dir.path(), DATABASE), database));
            moves.push((key.clone(), aside.join(KEY)));
            private_folder(&aside).unwrap();
            for (from, to) in moves.iter().take(steps) {
                fs::rename(from, to).unwrap();
            }
            assert!(is_unfinished(dir.path()));
            finish(dir.path()).unwrap();
            is_done(dir.path(), &aside);
            finish(dir.path()).unwrap();
        }
    }

    #[test]
    fn before_the_decision_nothing_counts() {
        let dir = folder();
        finish(dir.path()).unwrap();
        assert_eq!(read(&dir.path().join(DATABASE)).as_deref(), Some("old"));
        clear(dir.path()).unwrap();
        assert!(!fresh(dir.path(), DATABASE).exists());
        assert!(!fresh(dir.path(), KEY).exists());
    }
}
