//! Files on their way to the server and from it.

use super::{open, store_fetched, want_staged};
use crate::error::{ReplicaError, Result};
use crate::replica::{Changes, Replica, Tag};
use crate::rows;
use crate::writing::{Writing, begin};
use domain::{AttachmentId, InquiryId};
use protocol::wire::{BlobOffer, BlobReceipt, CHUNK};
use sha2::{Digest, Sha256};
use sqlx::Row;
use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// A file whose bytes the server does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// A file whose bytes are not here yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedFile {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Chunks not yet written, ascending.
    pub missing: Vec<u32>,
}

fn sha(hex_text: &str) -> Result<Vec<u8>> {
    hex::decode(hex_text).map_err(|_| ReplicaError::NoFile)
}

fn chunks(size: u64) -> u32 {
    u32::try_from(size.div_ceil(CHUNK as u64)).unwrap_or(u32::MAX)
}

impl Replica {
    /// Files that the server lacks, smallest first, whose commands have been sent.
    ///
    /// # Errors
    /// The database's.
    pub async fn files_to_send(&self) -> Result<Vec<StoredFile>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(include_str!("../sql/files_to_send.sql"))
            .fetch_all(held.conn()?)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(StoredFile {
                    sha256: hex::encode(row.try_get::<&[u8], _>(0)?),
                    size: u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0),
                })
            })
            .collect()
    }

    /// The offer of a file: hashes of its chunks.
    ///
    /// # Errors
    /// [`ReplicaError::NoFile`], the file system.
    pub async fn offer(&self, sha256: &str) -> Result<BlobOffer> {
        let mut reader = self.by_hash(sha256).await?;
        let sha256 = sha256.to_owned();
        super::blocking(move || {
            let mut hashes = Vec::new();
            for _ in 0..chunks(reader.len()) {
                let mut chunk = Vec::with_capacity(CHUNK);
                (&mut reader).take(CHUNK as u64).read_to_end(&mut chunk)?;
                hashes.push(hex::encode(Sha256::digest(&chunk)));
            }
            Ok(BlobOffer {
                sha256,
                size: reader.len(),
                chunks: hashes,
            })
        })
        .await
    }

    /// The bytes of chunk `n` of a file.
    ///
    /// # Errors
    /// [`ReplicaError::NoFile`], the file system.
    pub async fn read_chunk(&self, sha256: &str, n: u32) -> Result<Vec<u8>> {
        let mut reader = self.by_hash(sha256).await?;
        super::blocking(move || {
            reader.seek(SeekFrom::Start(u64::from(n) * CHUNK as u64))?;
            let mut chunk = Vec::with_capacity(CHUNK);
            reader.take(CHUNK as u64).read_to_end(&mut chunk)?;
            Ok(chunk)
        })
        .await
    }

    async fn by_hash(&self, sha256: &str) -> Result<super::FileReader> {
        let mut held = self.inner.db.reader().await?;
        let row =
            sqlx::query("select key, nonce, size, attachment from file where sha256 = ? limit 1")
                .bind(sha(sha256)?)
                .fetch_optional(held.conn()?)
                .await?
                .ok_or(ReplicaError::NoFile)?;
        open(&self.inner.dir, rows::uuid(&row, 3)?, &row)
    }

    /// The server has a file; its receipt, whose signature the caller has checked, is kept.
    ///
    /// # Errors
    /// The database's.
    pub async fn file_sent(&self, receipt: &BlobReceipt) -> Result<()> {
        let json = serde_json::to_string(receipt).map_err(|_| ReplicaError::corrupt("receipt"))?;
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        sqlx::query("update blob_up set receipt = ? where sha256 = ?")
            .bind(json)
            .bind(sha(&receipt.sha256)?)
            .execute(w.conn())
            .await?;
        // Files of a case that has left this computer were kept only for this.
        for sql in [
            "insert or ignore into file_gone select attachment",
            "delete",
        ] {
            let sql = format!(
                "{sql} from file where sha256 = ? and inquiry is not null
                 and not exists (select 1 from inquiry i where i.uuid = file.inquiry)
                 and not exists (select 1 from outbox o where o.inquiry = file.inquiry and o.status = 'queued')"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(sha(&receipt.sha256)?)
                .execute(w.conn())
                .await?;
        }
        w.files_gone = true;
        w.commit().await
    }

    /// Files that are not here, smallest first, at most 500.
    ///
    /// # Errors
    /// The database's.
    pub async fn files_to_fetch(&self) -> Result<Vec<WantedFile>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(include_str!("../sql/files_to_fetch.sql"))
            .fetch_all(held.conn()?)
            .await?;
        let mut wanted = Vec::with_capacity(rows.len());
        for row in &rows {
            let hash: Vec<u8> = row.try_get(0)?;
            let size = u64::try_from(row.try_get::<i64, _>(1)?).unwrap_or(0);
            let here: Vec<u32> = sqlx::query_scalar("select n from blob_part where sha256 = ?")
                .bind(&hash)
                .fetch_all(held.conn()?)
                .await?;
            let here: BTreeSet<u32> = here.into_iter().collect();
            let missing = (0..chunks(size)).filter(|n| !here.contains(n)).collect();
            wanted.push(WantedFile {
                sha256: hex::encode(hash),
                size,
                missing,
            });
        }
        Ok(wanted)
    }

    /// Keeps chunk `n` of a file that is being fetched. A chunk of a file that nobody wants is dropped.
    ///
    /// # Errors
    /// [`ReplicaError::Full`], the database's.
    pub async fn write_chunk(&self, sha256: &str, n: u32, bytes: &[u8]) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        sqlx::query(
            "insert or replace into blob_part (sha256, n, bytes)
             select ?1, ?2, ?3 where exists (select 1 from blob_down where sha256 = ?1)",
        )
        .bind(sha(sha256)?)
        .bind(n)
        .bind(bytes)
        .execute(held.at_rest().await?)
        .await?;
        Ok(())
    }

    /// All chunks are here: checks the whole against its hash and takes it in, for every attachment that has it.
    ///
    /// # Errors
    /// [`ReplicaError::WrongHash`]; the chunks are thrown away then, to be fetched anew.
    pub async fn file_fetched(&self, sha256: &str) -> Result<Changes> {
        let hash = sha(sha256)?;
        let parts: Vec<Vec<u8>> = {
            let mut held = self.inner.db.reader().await?;
            sqlx::query_scalar("select bytes from blob_part where sha256 = ? order by n")
                .bind(&hash)
                .fetch_all(held.conn()?)
                .await?
        };
        let whole = parts.concat();
        if Sha256::digest(&whole).as_slice() != hash {
            let mut held = self.inner.db.writer().await?;
            sqlx::query("delete from blob_part where sha256 = ?")
                .bind(&hash)
                .execute(held.at_rest().await?)
                .await?;
            return Err(ReplicaError::WrongHash);
        }
        self.put_fetched(sha256, whole).await
    }

    /// Takes the bytes of a wanted file in, for every attachment that has them. Its chunks go with the last of these
    /// (`0009_parts.sql`).
    ///
    /// # Errors
    /// [`ReplicaError::WrongHash`], [`ReplicaError::Full`], the database's.
    pub async fn put_fetched(&self, sha256: &str, bytes: Vec<u8>) -> Result<Changes> {
        let hash = sha(sha256)?;
        let bytes = Arc::new(bytes);
        let wanted = {
            let mut held = self.inner.db.reader().await?;
            sqlx::query(
                "select attachment, inquiry, name, media_type from blob_down where sha256 = ?",
            )
            .bind(&hash)
            .fetch_all(held.conn()?)
            .await?
        };
        let mut changes = Changes {
            inquiries: Vec::new(),
            tags: BTreeSet::from([Tag::Files]),
        };
        for row in &wanted {
            let (attachment, inquiry) = (
                AttachmentId(rows::uuid(row, 0)?),
                InquiryId(rows::uuid(row, 1)?),
            );
            let (key, found) = store_fetched(&self.inner.dir, attachment.0, bytes.clone()).await?;
            if found.as_slice() != hash {
                // The bytes have no row, so no key: they are swept up.
                return Err(ReplicaError::WrongHash);
            }
            let file = want_staged(row, attachment, bytes.len(), sha256)?;
            let mut held = self.inner.db.writer().await?;
            let mut tx = begin(&mut held).await?;
            let taken = sqlx::query("delete from blob_down where attachment = ?")
                .bind(rows::blob(attachment.0))
                .execute(&mut *tx)
                .await?;
            if taken.rows_affected() == 1 {
                super::insert(&mut tx, &file, &found, &key, Some(inquiry)).await?;
            }
            tx.commit().await?;
            changes.touch(inquiry);
        }
        Ok(changes)
    }
}
