//! Attachments: encrypted files beside the database, their keys in it.
//!
//! `DIR/files/xx/<attachment id>` holds the bytes (see [`stream`]), table `file` the key. A file is complete and on
//! the disk before its row is; a row goes before its file does. What a crash leaves between the two is swept up at
//! the next start, and cannot be read meanwhile, because its key is gone.

mod blobs;
mod magic;
mod stream;

pub use blobs::{StoredFile, WantedFile};
pub use domain::file_name::clean_name;
pub use stream::FileReader;

use crate::atomic;
use crate::error::{ReplicaError, Result};
use crate::replica::{Inner, Replica};
use crate::rows;
use crate::writing::{Writing, begin};
use chrono::{DateTime, FixedOffset};
use domain::act::Act;
use domain::inquiry::{Attachment, AttachmentRole};
use domain::{AttachmentId, CommandId, Inquiry, InquiryId, Refusal};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::collections::HashSet;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;
use stream::FileKey;
use uuid::Uuid;

/// A file that is stored encrypted but may not belong to a case yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// Staging id: the attachment's id as text.
    pub id: String,
    /// The id that it will have as an attachment.
    pub attachment: AttachmentId,
    /// Name as it will be shown, cleaned.
    pub name: String,
    /// Media type found from the bytes.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Remarks: `name-changed`, `type-differs`, `can-run`.
    pub warnings: Vec<String>,
}

impl Staged {
    /// The description for an act.
    #[must_use]
    pub fn describe(&self, role: AttachmentRole, added_at: DateTime<FixedOffset>) -> Attachment {
        Attachment {
            id: self.attachment,
            name: self.name.clone().into(),
            media_type: self.media_type.clone(),
            size: self.size,
            sha256: self.sha256.clone(),
            role,
            added_at,
        }
    }
}

impl Replica {
    /// Takes bytes in, encrypted. They belong to no case until an act names them.
    ///
    /// # Errors
    /// [`ReplicaError::Full`], the file system, the database.
    pub async fn stage(&self, name: &str, bytes: &[u8]) -> Result<Staged> {
        let bytes = bytes.to_vec();
        self.stage_reader(name, Cursor::new(bytes)).await
    }

    /// As [`Replica::stage`], from a reader: a large file is never in memory as a whole.
    ///
    /// # Errors
    /// As [`Replica::stage`], and those of the reader.
    pub async fn stage_reader(
        &self,
        name: &str,
        reader: impl Read + Send + 'static,
    ) -> Result<Staged> {
        let attachment = AttachmentId(crate::random::uuid()?);
        self.stage_as(attachment, name, reader).await
    }

    /// As [`Replica::stage_reader`], under an id that nothing else has.
    ///
    /// # Errors
    /// As there.
    pub async fn stage_as(
        &self,
        attachment: AttachmentId,
        name: &str,
        reader: impl Read + Send + 'static,
    ) -> Result<Staged> {
        let path = path_of(&self.inner.dir, attachment.0);
        let (key, stored) = blocking(move || {
            let key = FileKey::random()?;
            let stored = stream::write(&path, attachment.0, &key, reader)?;
            Ok((key, stored))
        })
        .await?;
        let clean = clean_name(name);
        let media_type = magic::media_type(&stored.head);
        let mut warnings = Vec::new();
        if clean != name {
            warnings.push("name-changed".to_owned());
        }
        if magic::differs(&clean, media_type) {
            warnings.push("type-differs".to_owned());
        }
        if domain::file_name::can_run(&clean) || magic::active(&stored.head, media_type) {
            warnings.push("can-run".to_owned());
        }
        let staged = Staged {
            id: attachment.to_string(),
            attachment,
            name: clean,
            media_type: media_type.to_owned(),
            size: stored.size,
            sha256: hex::encode(stored.sha256),
            warnings,
        };
        let mut held = self.inner.db.writer().await?;
        insert(held.at_rest().await?, &staged, &stored.sha256, &key, None).await?;
        Ok(staged)
    }

    /// A staged file. Still known by its staging id when it belongs to a case.
    ///
    /// # Errors
    /// The database's.
    pub async fn staged(&self, id: &str) -> Result<Option<Staged>> {
        let Ok(attachment) = id.parse::<AttachmentId>() else {
            return Ok(None);
        };
        let mut held = self.inner.db.reader().await?;
        let row = sqlx::query(include_str!("../sql/file.sql"))
            .bind(rows::blob(attachment.0))
            .fetch_optional(held.conn()?)
            .await?;
        row.as_ref().map(staged_of).transpose()
    }

    /// All files that belong to no case, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_staged(&self) -> Result<Vec<Staged>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(include_str!("../sql/staged.sql"))
            .fetch_all(held.conn()?)
            .await?;
        rows.iter().map(staged_of).collect()
    }

    /// Says that a staged file belongs to a case. [`Replica::perform`] has done so in the act's own transaction;
    /// this bears repetition.
    ///
    /// # Errors
    /// [`ReplicaError::NoFile`] for an unknown one, [`Refusal::Exists`] for one of another case.
    pub async fn adopt(&self, id: &str, inquiry: InquiryId) -> Result<AttachmentId> {
        let attachment: AttachmentId = id.parse().map_err(|_| ReplicaError::NoFile)?;
        let mut held = self.inner.db.writer().await?;
        let mut tx = begin(&mut held).await?;
        own(&mut tx, attachment, inquiry).await?;
        tx.commit().await?;
        Ok(attachment)
    }

    /// Forgets a staged file: its key is destroyed, its bytes removed. One that belongs to a case stays.
    ///
    /// # Errors
    /// The database's.
    pub async fn drop_staged(&self, id: &str) -> Result<()> {
        let Ok(attachment) = id.parse::<AttachmentId>() else {
            return Ok(());
        };
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        sqlx::query("insert or ignore into file_gone select attachment from file where attachment = ? and inquiry is null")
            .bind(rows::blob(attachment.0))
            .execute(w.conn())
            .await?;
        sqlx::query("delete from file where attachment = ? and inquiry is null")
            .bind(rows::blob(attachment.0))
            .execute(w.conn())
            .await?;
        w.files_gone = true;
        w.commit().await
    }

    /// The bytes of an attachment or staged file; `None` while they are not on this computer.
    ///
    /// # Errors
    /// [`ReplicaError::Corrupt`] for bytes that do not decrypt, the file system.
    pub async fn read_file(&self, attachment: AttachmentId) -> Result<Option<Vec<u8>>> {
        let Some(mut reader) = self.open_reader(attachment).await? else {
            return Ok(None);
        };
        let read = blocking(move || {
            let mut bytes = Vec::with_capacity(usize::try_from(reader.len()).unwrap_or(0));
            reader.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
        .await;
        match read {
            Err(ReplicaError::Io(e)) if e.kind() == std::io::ErrorKind::InvalidData => {
                Err(ReplicaError::corrupt(format!("file {attachment}")))
            }
            other => other.map(Some),
        }
    }

    /// A reader over the plain bytes of an attachment; `None` while they are not on this computer.
    ///
    /// # Errors
    /// The file system.
    pub async fn open_reader(&self, attachment: AttachmentId) -> Result<Option<FileReader>> {
        let row = {
            let mut held = self.inner.db.reader().await?;
            sqlx::query("select key, nonce, size from file where attachment = ?")
                .bind(rows::blob(attachment.0))
                .fetch_optional(held.conn()?)
                .await?
        };
        let Some(row) = row else { return Ok(None) };
        let reader = open(&self.inner.dir, attachment.0, &row)?;
        Ok(Some(reader))
    }

    /// Whether bytes with a SHA-256 (hexadecimal) are on this computer.
    ///
    /// # Errors
    /// The database's.
    pub async fn has(&self, sha256: &str) -> Result<bool> {
        let mut held = self.inner.db.reader().await?;
        Ok(
            sqlx::query_scalar("select exists (select 1 from file where sha256 = ?)")
                .bind(hex::decode(sha256).unwrap_or_default())
                .fetch_one(held.conn()?)
                .await?,
        )
    }
}

/// A reader from a row of `key, nonce, size`.
fn open(dir: &Path, attachment: Uuid, row: &SqliteRow) -> Result<FileReader> {
    let corrupt = || ReplicaError::corrupt(format!("file {attachment}"));
    let key = FileKey {
        key: zeroize::Zeroizing::new(
            row.try_get::<&[u8], _>(0)?
                .try_into()
                .map_err(|_| corrupt())?,
        ),
        nonce: row
            .try_get::<&[u8], _>(1)?
            .try_into()
            .map_err(|_| corrupt())?,
    };
    let size = u64::try_from(row.try_get::<i64, _>(2)?).map_err(|_| corrupt())?;
    match FileReader::open(&path_of(dir, attachment), attachment, &key, size) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(corrupt()),
        other => Ok(other?),
    }
}

async fn insert(
    conn: &mut SqliteConnection,
    file: &Staged,
    sha256: &[u8; 32],
    key: &FileKey,
    inquiry: Option<InquiryId>,
) -> Result<()> {
    let warnings =
        serde_json::to_string(&file.warnings).map_err(|_| ReplicaError::corrupt("warnings"))?;
    sqlx::query(
        "insert into file (attachment, inquiry, name, media_type, size, sha256, key, nonce, warnings)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(rows::blob(file.attachment.0))
    .bind(inquiry.map(|i| rows::blob(i.0)))
    .bind(&file.name)
    .bind(&file.media_type)
    .bind(i64::try_from(file.size).unwrap_or(i64::MAX))
    .bind(sha256.to_vec())
    .bind(key.key.to_vec())
    .bind(key.nonce.to_vec())
    .bind(warnings)
    .execute(conn)
    .await?;
    Ok(())
}

fn staged_of(row: &SqliteRow) -> Result<Staged> {
    let attachment = AttachmentId(rows::uuid(row, 0)?);
    Ok(Staged {
        id: attachment.to_string(),
        attachment,
        name: row.try_get(1)?,
        media_type: row.try_get(2)?,
        size: u64::try_from(row.try_get::<i64, _>(3)?).unwrap_or(0),
        sha256: hex::encode(row.try_get::<&[u8], _>(4)?),
        warnings: serde_json::from_str(row.try_get(5)?)
            .map_err(|_| ReplicaError::corrupt("warnings"))?,
    })
}

/// In the transaction of an act: its files belong to the inquiry from now on, and go to the server after the command.
pub(crate) async fn belong_to(
    w: &mut Writing<'_>,
    act: &Act,
    inquiry: InquiryId,
    command: CommandId,
) -> Result<()> {
    for (attachment, sha256) in act.files() {
        let stored = own(w.conn(), attachment, inquiry).await?;
        if hex::encode(&stored.0) != sha256 {
            return Err(ReplicaError::WrongHash);
        }
        sqlx::query(
            "insert or ignore into blob_up (sha256, size, attachment, command) values (?, ?, ?, ?)",
        )
        .bind(stored.0)
        .bind(stored.1)
        .bind(rows::blob(attachment.0))
        .bind(rows::blob(command.0))
        .execute(w.conn())
        .await?;
    }
    Ok(())
}

/// Makes a file an inquiry's. Returns its hash and size.
async fn own(
    conn: &mut SqliteConnection,
    attachment: AttachmentId,
    inquiry: InquiryId,
) -> Result<(Vec<u8>, i64)> {
    let row = sqlx::query("select inquiry, sha256, size from file where attachment = ?")
        .bind(rows::blob(attachment.0))
        .fetch_optional(&mut *conn)
        .await?
        .ok_or(ReplicaError::NoFile)?;
    match rows::optional_uuid(&row, 0)? {
        Some(owner) if owner != inquiry.0 => return Err(Refusal::Exists.into()),
        Some(_) => {}
        None => {
            sqlx::query("update file set inquiry = ? where attachment = ?")
                .bind(rows::blob(inquiry.0))
                .bind(rows::blob(attachment.0))
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok((row.try_get(1)?, row.try_get(2)?))
}

/// A file of a row that came: attachment, inquiry and hash in hexadecimal, size, name, media type.
pub(crate) type Wanted = (String, String, String, u64, String, String);

/// The attachments of a row that came.
pub(crate) fn wanted(i: &Inquiry) -> impl Iterator<Item = Wanted> + '_ {
    i.attachments.iter().map(|file| {
        (
            hex::encode(file.id.0.as_bytes()),
            hex::encode(i.id.0.as_bytes()),
            file.sha256.clone(),
            file.size,
            file.name.expose().clone(),
            file.media_type.clone(),
        )
    })
}

/// Puts files on the list of those to be fetched, where they are not here.
pub(crate) async fn want(conn: &mut SqliteConnection, files: &mut Vec<Wanted>) -> Result<()> {
    if !files.is_empty() {
        let json = rows::json(files)?;
        files.clear();
        sqlx::query(include_str!("../sql/want_files.sql"))
            .bind(json)
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// An inquiry leaves this computer: the keys of its files are destroyed and what was typed about it is forgotten.
/// Files that the server does not have yet stay until it has them.
pub(crate) async fn let_go(w: &mut Writing<'_>, id: InquiryId) -> Result<()> {
    let unsent = "select 1 from blob_up u where u.sha256 = file.sha256 and u.receipt is null";
    for sql in [
        format!(
            "insert or ignore into file_gone select attachment from file where inquiry = ? and not exists ({unsent})"
        ),
        format!("delete from file where inquiry = ? and not exists ({unsent})"),
        "delete from blob_down where inquiry = ?".to_owned(),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(rows::blob(id.0))
            .execute(w.conn())
            .await?;
    }
    sqlx::query("delete from draft where instr(key, ?) > 0")
        .bind(id.to_string())
        .execute(w.conn())
        .await?;
    w.files_gone = true;
    Ok(())
}

/// Removes the bytes of files whose rows are gone. What fails is tried again at the next start.
pub(crate) async fn remove_gone(inner: &Inner) {
    // The rows are committed: nothing that goes wrong here may look like a failed write.
    let _ = async {
        let mut held = inner.db.reader().await?;
        let rows = sqlx::query("select attachment from file_gone")
            .fetch_all(held.conn()?)
            .await?;
        for row in &rows {
            let path = path_of(&inner.dir, rows::uuid(row, 0)?);
            if let Err(e) = std::fs::remove_file(&path)
                && e.kind() != std::io::ErrorKind::NotFound
            {
                return Err(e.into());
            }
        }
        Ok::<(), ReplicaError>(())
    }
    .await;
}

/// At the start: removes the bytes of files whose rows are gone, then forgets them.
pub(crate) async fn sweep(conn: &mut SqliteConnection, dir: &Path) -> Result<()> {
    let rows = sqlx::query("select attachment from file_gone")
        .fetch_all(&mut *conn)
        .await?;
    for row in &rows {
        let id = rows::uuid(row, 0)?;
        match std::fs::remove_file(path_of(dir, id)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => continue,
            _ => {}
        }
        sqlx::query("delete from file_gone where attachment = ?")
            .bind(rows::blob(id))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

impl Replica {
    /// Removes encrypted files without a row: what a crash left between file and row. Only those that have rested
    /// for so long: a younger one may be on its way to its row. Returns how many there were.
    ///
    /// # Errors
    /// The file system, the database.
    pub async fn tidy_files(&self, rest: Duration) -> Result<u32> {
        let dir = self.inner.dir.join("files");
        let rested = blocking(move || rested(&dir, rest)).await?;
        if rested.is_empty() {
            return Ok(0);
        }
        let mut held = self.inner.db.long_reader().await?;
        let rows = sqlx::query("select attachment from file")
            .fetch_all(held.conn()?)
            .await?;
        drop(held);
        let known: HashSet<Uuid> = rows
            .iter()
            .map(|row| rows::uuid(row, 0))
            .collect::<Result<_>>()?;
        let mut removed = 0;
        for path in rested {
            let name = path.file_name().and_then(|n| n.to_str());
            let id = name.and_then(|n| Uuid::parse_str(n).ok());
            if !id.is_some_and(|id| known.contains(&id)) {
                std::fs::remove_file(&path)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Files of the folders under `dir` that nobody has written to for so long.
fn rested(dir: &Path, rest: Duration) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let Ok(folders) = std::fs::read_dir(dir) else {
        return Ok(files);
    };
    for folder in folders {
        for file in std::fs::read_dir(folder?.path())? {
            let file = file?;
            // A time in the future, after the clock was set back, is no age.
            let age = file.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age >= rest {
                files.push(file.path());
            }
        }
    }
    Ok(files)
}

pub(crate) fn path_of(dir: &Path, attachment: Uuid) -> PathBuf {
    let name = attachment.to_string();
    let folder: String = name.chars().rev().take(2).collect();
    dir.join("files").join(folder).join(name)
}

/// Runs work on files off the thread that serves the window.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| ReplicaError::Io(std::io::Error::other(e.to_string())))?
}

/// The row of a file that came from the server, from a row of `attachment, inquiry, name, media_type`.
fn want_staged(
    row: &SqliteRow,
    attachment: AttachmentId,
    size: usize,
    sha256: &str,
) -> Result<Staged> {
    Ok(Staged {
        id: attachment.to_string(),
        attachment,
        name: row.try_get(2)?,
        media_type: row.try_get(3)?,
        size: size as u64,
        sha256: sha256.to_owned(),
        warnings: Vec::new(),
    })
}

/// Writes bytes as a stored file of an attachment that came from the server.
async fn store_fetched(
    dir: &Path,
    attachment: Uuid,
    bytes: std::sync::Arc<Vec<u8>>,
) -> Result<(FileKey, [u8; 32])> {
    let path = path_of(dir, attachment);
    atomic::private_dir(dir)?;
    blocking(move || {
        let key = FileKey::random()?;
        let stored = stream::write(&path, attachment, &key, bytes.as_slice())?;
        Ok((key, stored.sha256))
    })
    .await
}
