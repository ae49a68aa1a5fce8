//! A backup: one file with everything that a server has, read in one snapshot while it serves, the same from SQLite and
//! PostgreSQL, so that either can be restored from the other's.
//!
//! `format` is how the file is written, `save` makes one, `load` restores one, `swap` puts it in its place, `key` is the
//! server's key under a passphrase. The file holds personal data in the clear: only its owner may read it, and where it is kept matters.
//!
//! Invariants: a backup is there whole under its name or not at all; nothing is restored from a file of which a byte
//! differs; what is restored has a new epoch, so that devices offer again what the backup lacks.

mod format;
pub(crate) use format::Target;

mod key;
mod load;
mod save;
pub(crate) mod swap;

pub use load::{KeyState, Restored};
pub(crate) use load::{alone, load};
pub use save::Saved;
pub(crate) use save::save;

use crate::admin::AdminError;
use crate::objects::ObjectsError;
use crate::secrets::SecretError;
use crate::store::{StoreError, migrations};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What to save.
#[derive(Clone)]
pub struct SaveOptions {
    /// Also the files that cases have.
    pub files: bool,
    /// Encrypts the server's key into the backup; without it the key is left out.
    pub passphrase: Option<Zeroizing<String>>,
    /// Called with what is being done.
    pub progress: Tell,
}

/// How to restore.
#[derive(Clone)]
pub struct LoadOptions {
    /// Also where there is something already.
    pub replace: bool,
    /// Opens the server's key, where the backup holds it.
    pub passphrase: Option<Zeroizing<String>>,
    /// Called with what is being done.
    pub progress: Tell,
}

/// Hears how far it is: what, and how much of it is done.
pub type Tell = Arc<dyn Fn(&str, u64) + Send + Sync>;

/// Why nothing was saved or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store of the files.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// No randomness, or no hash.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// What was erased after the backup was made could not be erased in it. Nothing was restored.
    #[error("what was erased since the backup was made could not be erased in it")]
    Erasing(#[source] Box<AdminError>),
    /// A file or folder.
    #[error("{} cannot be used", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The backup is there already.
    #[error("{} is there already; a backup never overwrites one", .0.display())]
    Exists(PathBuf),
    /// The database is empty.
    #[error("there is nothing to save: the database is empty")]
    Nothing,
    /// No backup, or not a whole one, or not the one that was written.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// Made by a program of a later version.
    #[error(
        "the backup is of version {backup} and this program knows versions up to {program}: restore it with a newer program"
    )]
    Newer {
        /// Version of the backup.
        backup: i64,
        /// Newest version that this program has.
        program: i64,
    },
    /// Something is there already.
    #[error("there is a server's data in {0} already; --replace puts the backup in its place")]
    Occupied(String),
    /// The database to be filled cannot be brought to the backup's version.
    #[error(
        "the database is of version {database} and the backup of version {backup}: restore into an empty database"
    )]
    OtherVersion {
        /// Version of the database.
        database: i64,
        /// Version of the backup.
        backup: i64,
    },
    /// A server uses what would be replaced.
    #[error("a server is running on this data; stop it first")]
    Running,
    /// The passphrase does not open the key.
    #[error("the passphrase does not open the server's key in the backup")]
    Passphrase,
    /// Another key lies in the folder.
    #[error(
        "the folder has another server.key than the backup; take it away or use --replace, which keeps it in a folder beside"
    )]
    OtherKey,
    /// A task ended before its time.
    #[error("a task did not end")]
    Task,
}

impl BackupError {
    fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that made it.
    pub program: String,
    /// When its snapshot was taken.
    pub taken_at: String,
    /// Database that it was read from: `sqlite` or `postgres`.
    pub database: String,
    /// Version of the database: its last migration.
    pub version: i64,
    /// Epoch of the logs.
    pub epoch: u64,
    /// Public key of the server, hexadecimal.
    pub server_key: String,
    /// Whether the server's key is in it, encrypted.
    pub holds_key: bool,
    /// Whether the files are in it.
    pub holds_files: bool,
    /// Its parts but the files.
    pub parts: Vec<Part>,
    /// Files in it.
    pub files: u64,
    /// SHA-256 over the hashes of all files in their order: none can be missing unseen.
    pub files_sha256: String,
    /// Files that the store did not have, or not with their bytes, when the backup was made: `tenant/sha256`.
    pub missing: Vec<String>,
}

/// A part of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `table/<name>` or `server.key`.
    pub name: String,
    /// Bytes once unpacked.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Rows of a table.
    pub rows: u64,
}

/// Reads a whole backup and holds every part against its hash. Nothing is written.
///
/// # Errors
/// A file that is no whole backup, or one that this program is too old for.
pub async fn verify(file: PathBuf) -> Result<Manifest, BackupError> {
    let manifest = tokio::task::spawn_blocking(move || format::verify(&file))
        .await
        .map_err(|_| BackupError::Task)??;
    let (backup, program) = (manifest.version, migrations::newest());
    if backup > program {
        return Err(BackupError::Newer { backup, program });
    }
    Ok(manifest)
}
