//! The first synchronisation by snapshots: blocks of rows, each in one transaction with the note that it is in.
//!
//! Until all are in, the cursor stays at the beginning of the log. Then it moves to just before where the earliest of the snapshots
//! stood, also of one that was left for a newer: what happened since, erasures above all, comes by the log.

use crate::error::Result;
use crate::outbox::{signed, unsigned};
use crate::pull::put_ops;
use crate::replica::{Changes, Replica};
use crate::writing::Writing;
use domain::UnitId;
use protocol::snapshot::BlockRows;

impl Replica {
    /// The next block of a snapshot that is not in yet; 0 where nothing of it is.
    ///
    /// # Errors
    /// The database's.
    pub async fn snapshot_next(&self, unit: &UnitId, id: &str) -> Result<u32> {
        let mut held = self.inner.db.reader().await?;
        let next: Option<i64> =
            sqlx::query_scalar("select next from snapshot where unit = ? and id = ?")
                .bind(unit.as_str())
                .bind(id)
                .fetch_optional(held.conn()?)
                .await?;
        Ok(u32::try_from(next.unwrap_or(0)).unwrap_or(0))
    }

    /// Applies a block. One that is in already changes nothing.
    ///
    /// # Errors
    /// [`ReplicaError::Corrupt`](crate::ReplicaError::Corrupt) for a row that is not an inquiry, the database's.
    pub async fn apply_snapshot(&self, block: &BlockRows) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let (rebuild, mut changes) = put_ops(&mut w, &block.ops).await?;
        rebuild.finish(&mut w).await?;
        sqlx::query(
            "insert into snapshot (unit, id, at, next) values (?1, ?2, ?3, ?4)
             on conflict (unit) do update set id = ?2, at = min(at, ?3), next = ?4",
        )
        .bind(block.unit.as_str())
        .bind(&block.id)
        .bind(signed(block.at))
        .bind(i64::from(block.n) + 1)
        .execute(w.conn())
        .await?;
        w.commit().await?;
        changes.settle();
        Ok(changes)
    }

    /// All snapshots are in: moves the cursor to just before the earliest place at which one of them stood.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish_snapshots(&self) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let at: Option<i64> = sqlx::query_scalar("select min(at) from snapshot")
            .fetch_one(w.conn())
            .await?;
        if let Some(at) = at
            && unsigned(w.device.cursor) == 0
        {
            // One before: so there is always a frame to pull, whose checksums tell what no snapshot brought.
            w.device.cursor = at.saturating_sub(1);
        }
        sqlx::query("delete from snapshot")
            .execute(w.conn())
            .await?;
        w.commit().await
    }
}
