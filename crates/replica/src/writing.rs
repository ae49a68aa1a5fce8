//! A write: one `begin immediate` transaction, the counters of table `device`, and the roster afterwards.

use crate::db::Held;
use crate::error::Result;
use crate::extract::Extract;
use crate::files;
use crate::identity::{self, Enrolment};
use crate::replica::Inner;
use crate::roster::Roster;
use domain::InquiryId;
use sqlx::{Connection, Row, Sqlite, SqliteConnection, Transaction};
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

/// The row of table `device`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Device {
    pub device_seq: i64,
    pub prev_hash: String,
    pub provisional: i64,
    pub epoch: i64,
    pub cursor: i64,
    pub audit_seq: i64,
    pub audit_head: Vec<u8>,
    pub generation: i64,
    pub identity_generation: i64,
    pub fts_stale: bool,
    pub removed: i64,
    pub old_copy: bool,
}

impl Device {
    pub async fn load(conn: &mut SqliteConnection) -> Result<Self> {
        let row = sqlx::query(
            "select device_seq, prev_hash, provisional, epoch, cursor, audit_seq, audit_head, generation,
                    identity_generation, fts_stale, removed, old_copy
             from device where id = 1",
        )
        .fetch_one(conn)
        .await?;
        Ok(Self {
            device_seq: row.try_get(0)?,
            prev_hash: row.try_get(1)?,
            provisional: row.try_get(2)?,
            epoch: row.try_get(3)?,
            cursor: row.try_get(4)?,
            audit_seq: row.try_get(5)?,
            audit_head: row.try_get(6)?,
            generation: row.try_get(7)?,
            identity_generation: row.try_get(8)?,
            fts_stale: row.try_get(9)?,
            removed: row.try_get(10)?,
            old_copy: row.try_get(11)?,
        })
    }

    async fn store(&self, conn: &mut SqliteConnection) -> Result<()> {
        sqlx::query(
            "update device set device_seq = ?, prev_hash = ?, provisional = ?, epoch = ?, cursor = ?, audit_seq = ?,
                    audit_head = ?, generation = ?, fts_stale = ?, removed = ?, old_copy = ?
             where id = 1",
        )
        .bind(self.device_seq)
        .bind(&self.prev_hash)
        .bind(self.provisional)
        .bind(self.epoch)
        .bind(self.cursor)
        .bind(self.audit_seq)
        .bind(&self.audit_head)
        .bind(self.generation)
        .bind(self.fts_stale)
        .bind(self.removed)
        .bind(self.old_copy)
        .execute(conn)
        .await?;
        Ok(())
    }
}

/// What the roster learns when the transaction has been committed.
#[derive(Debug)]
pub(crate) enum Change {
    Put(i64, Arc<Extract>),
    Remove(i64),
    Queued(Uuid, bool),
}

/// A transaction under way. Dropped without [`Writing::commit`], it leaves no trace.
pub(crate) struct Writing<'a> {
    pub inner: &'a Inner,
    pub tx: Transaction<'a, Sqlite>,
    pub device: Device,
    before: Device,
    pub changes: Vec<Change>,
    /// The next new row's key, all but the changes behind `numbered` counted.
    next_id: i64,
    numbered: usize,
    /// Whether files lost their rows and have to be removed from the disk.
    pub files_gone: bool,
}

/// `begin immediate`: waits for another program's write, and never has to give up in the middle.
pub(crate) async fn begin<'a>(held: &'a mut Held<'_>) -> Result<Transaction<'a, Sqlite>> {
    Ok(held.at_rest().await?.begin_with("begin immediate").await?)
}

impl<'a> Writing<'a> {
    /// Begins. When another program has written since, the roster and the identity are read again first.
    pub async fn begin(inner: &'a Inner, held: &'a mut Held<'_>) -> Result<Self> {
        let mut tx = begin(held).await?;
        let device = Device::load(&mut tx).await?;
        if inner.roster().generation() != device.generation {
            let roster = Roster::load(&mut tx).await?;
            *inner.roster.write().unwrap_or_else(PoisonError::into_inner) = roster;
        }
        if inner.roster().identity_generation() != device.identity_generation {
            let enrolment = identity::load(&mut tx)
                .await?
                .map(Enrolment::of)
                .transpose()?;
            inner.set_enrolment(enrolment.map(Arc::new));
            inner
                .roster
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .set_identity_generation(device.identity_generation);
        }
        Ok(Self {
            inner,
            tx,
            before: device.clone(),
            device,
            changes: Vec::new(),
            next_id: 0,
            numbered: 0,
            files_gone: false,
        })
    }

    pub fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    /// The integer key of an inquiry.
    pub fn place(&self, id: InquiryId) -> Option<i64> {
        self.inner.roster().place(id)
    }

    /// A key for a new row: above all that are in use, this transaction's included. Each change is looked at once:
    /// an import makes a hundred thousand rows in one transaction.
    pub fn next_id(&mut self) -> i64 {
        let mut next = self.next_id.max(self.inner.roster().next_id());
        for change in self.changes.iter().skip(self.numbered) {
            if let Change::Put(id, _) = change {
                next = next.max(*id + 1);
            }
        }
        (self.next_id, self.numbered) = (next, self.changes.len());
        next
    }

    /// Commits, then brings the roster up to date, then removes files without a row.
    pub async fn commit(mut self) -> Result<()> {
        if !self.changes.is_empty() {
            self.device.generation += 1;
        }
        if self.device != self.before {
            self.device.store(&mut self.tx).await?;
        }
        self.tx.commit().await?;
        if !self.changes.is_empty() {
            let mut roster = self
                .inner
                .roster
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            roster.apply(self.changes, self.device.generation);
        }
        self.inner
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .empty();
        if self.files_gone {
            files::remove_gone(self.inner).await;
        }
        Ok(())
    }
}
