//! What happened on this computer, as a hash chain.
//!
//! An entry's hash is SHA-256 over: `inquiry-desk audit 1`, a zero byte; the entry's place as 8 bytes big-endian;
//! then moment (RFC 3339), actor, act, command, inquiry, commitment and the hash of the entry before, each with its
//! length as 4 bytes big-endian in front (0 for what is absent). The commitment is SHA-256 over a salt of 16 bytes
//! and what the entry is about, so that the chain still holds when salt and data have been erased.

use crate::error::{ReplicaError, Result};
use crate::replica::Replica;
use crate::rows;
use crate::writing::{Device, Writing};
use chrono::{DateTime, FixedOffset};
use domain::{CommandId, InquiryId, StaffId};
use protocol::window::sync::AuditView;
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// Who; `None` for the program itself.
    pub actor: Option<StaffId>,
    /// Code of an act, or of another event such as `unlock`, `view_restricted`, `report`.
    pub act: &'a str,
    /// The command that carried the act.
    pub command: Option<CommandId>,
    /// The inquiry that it was about.
    pub inquiry: Option<InquiryId>,
}

struct Entry<'a> {
    seq: i64,
    at: &'a str,
    actor: &'a [u8],
    act: &'a str,
    command: &'a [u8],
    inquiry: &'a [u8],
    commitment: &'a [u8],
    prev: &'a [u8],
}

impl Entry<'_> {
    fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix(b"inquiry-desk audit 1\0");
        hash.update(self.seq.to_be_bytes());
        let parts = [
            self.at.as_bytes(),
            self.actor,
            self.act.as_bytes(),
            self.command,
            self.inquiry,
            self.commitment,
            self.prev,
        ];
        for part in parts {
            hash.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
}

/// The commitment to what an entry is about.
fn commit(salt: &[u8], content: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(salt)
        .chain_update(content)
        .finalize()
        .into()
}

/// Appends an entry in the transaction that does what it tells of.
pub(crate) async fn append(w: &mut Writing<'_>, what: &Happened<'_>, content: &[u8]) -> Result<()> {
    let salt: [u8; 16] = crate::random::bytes()?;
    let commitment = commit(&salt, content);
    let at = what.at.to_rfc3339();
    let [actor, command, inquiry] = [
        what.actor.map(|a| a.0),
        what.command.map(|c| c.0),
        what.inquiry.map(|i| i.0),
    ]
    .map(|id| id.map(rows::blob));
    let entry = Entry {
        seq: w.device.audit_seq + 1,
        at: &at,
        actor: actor.as_deref().unwrap_or_default(),
        act: what.act,
        command: command.as_deref().unwrap_or_default(),
        inquiry: inquiry.as_deref().unwrap_or_default(),
        commitment: &commitment,
        prev: &w.device.audit_head,
    };
    let hash = entry.hash().to_vec();
    let (seq, prev) = (entry.seq, w.device.audit_head.clone());
    sqlx::query(
        "insert into audit (seq, at, actor, act, command, inquiry, salt, commitment, prev, hash)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(seq)
    .bind(&at)
    .bind(&actor)
    .bind(what.act)
    .bind(&command)
    .bind(&inquiry)
    .bind(salt.as_slice())
    .bind(commitment.as_slice())
    .bind(prev)
    .bind(&hash)
    .execute(w.conn())
    .await?;
    w.device.audit_seq = seq;
    w.device.audit_head = hash;
    Ok(())
}

impl Replica {
    /// Logs something that changes no inquiry: an unlocking, a look at a restricted case, a report. `about` is what
    /// the entry commits to; it is not stored.
    ///
    /// # Errors
    /// The database's.
    pub async fn record(&self, what: Happened<'_>, about: &[u8]) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        append(&mut w, &what, about).await?;
        w.commit().await
    }

    /// Reads the whole chain. `broken_at` is the place of the first entry that does not fit: changed, missing,
    /// moved, or cut off at the end.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_verify(&self) -> Result<AuditView> {
        const PAGE: i64 = 5_000;
        let mut held = self.inner.db.long_reader().await?;
        let mut tx = sqlx::Connection::begin(held.conn()?).await?;
        let device = Device::load(&mut tx).await?;
        let mut chain = Chain::default();
        loop {
            let page = sqlx::query(include_str!("sql/audit_page.sql"))
                .bind(chain.seq)
                .bind(PAGE)
                .fetch_all(&mut *tx)
                .await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                chain.read(row)?;
            }
        }
        let server = crate::witness::view(&mut tx).await?;
        tx.rollback().await?;
        if chain.broken_at.is_none()
            && (chain.seq != device.audit_seq || chain.head != device.audit_head)
        {
            chain.broken_at = Some(chain.seq + 1);
        }
        Ok(AuditView {
            entries: chain.entries,
            broken_at: chain.broken_at.and_then(|seq| u64::try_from(seq).ok()),
            head: hex::encode(chain.head),
            server,
        })
    }
}

/// An entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Place in the chain, from 1.
    pub seq: u64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who; `None` for the program itself.
    pub actor: Option<StaffId>,
    /// Code of the act or event.
    pub act: String,
    /// Hash, hexadecimal.
    pub hash: String,
}

/// The entries about one inquiry, and the chain's head when they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditOf {
    /// Entries in order.
    pub entries: Vec<AuditEntry>,
    /// Hash of the chain's last entry, hexadecimal.
    pub head: String,
    /// Its place.
    pub head_seq: u64,
}

impl Replica {
    /// The entries of this computer's chain about an inquiry.
    ///
    /// # Errors
    /// The database's.
    pub async fn audit_of(&self, inquiry: InquiryId) -> Result<AuditOf> {
        let mut held = self.inner.db.long_reader().await?;
        let mut tx = sqlx::Connection::begin(held.conn()?).await?;
        let device = Device::load(&mut tx).await?;
        let rows = sqlx::query(
            "select seq, at, actor, act, hash from audit where inquiry = ? order by seq",
        )
        .bind(rows::blob(inquiry.0))
        .fetch_all(&mut *tx)
        .await?;
        tx.rollback().await?;
        let entries = rows.iter().map(|row| {
            let seq: i64 = row.try_get(0)?;
            Ok(AuditEntry {
                seq: u64::try_from(seq).unwrap_or(0),
                at: DateTime::parse_from_rfc3339(row.try_get(1)?)
                    .map_err(|_| ReplicaError::corrupt(format!("audit, entry {seq}")))?,
                actor: rows::optional_uuid(row, 2)?.map(StaffId),
                act: row.try_get(3)?,
                hash: hex::encode(row.try_get::<&[u8], _>(4)?),
            })
        });
        Ok(AuditOf {
            entries: entries.collect::<Result<_>>()?,
            head: hex::encode(&device.audit_head),
            head_seq: u64::try_from(device.audit_seq).unwrap_or(0),
        })
    }
}

struct Chain {
    entries: u64,
    seq: i64,
    head: Vec<u8>,
    broken_at: Option<i64>,
}

impl Default for Chain {
    fn default() -> Self {
        Self {
            entries: 0,
            seq: 0,
            head: vec![0; 32],
            broken_at: None,
        }
    }
}

impl Chain {
    fn read(&mut self, row: &SqliteRow) -> Result<()> {
        let seq: i64 = row.try_get(0)?;
        let optional = |column: usize| -> Result<Vec<u8>> {
            Ok(row
                .try_get::<Option<Vec<u8>>, _>(column)?
                .unwrap_or_default())
        };
        let (actor, command, inquiry) = (optional(2)?, optional(4)?, optional(5)?);
        let (commitment, prev, hash): (Vec<u8>, Vec<u8>, Vec<u8>) =
            (row.try_get(6)?, row.try_get(7)?, row.try_get(8)?);
        let entry = Entry {
            seq,
            at: row.try_get(1)?,
            actor: &actor,
            act: row.try_get(3)?,
            command: &command,
            inquiry: &inquiry,
            commitment: &commitment,
            prev: &prev,
        };
        let fits = seq == self.seq + 1 && prev == self.head && entry.hash().as_slice() == hash;
        if !fits && self.broken_at.is_none() {
            self.broken_at = Some(self.seq + 1);
        }
        self.entries += 1;
        if seq <= self.seq {
            return Err(ReplicaError::corrupt("audit"));
        }
        self.seq = seq;
        self.head = hash;
        Ok(())
    }
}
