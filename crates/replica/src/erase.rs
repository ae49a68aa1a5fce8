//! A case that an officer had erased: nothing of it stays on this computer, and the server gets a receipt.
//!
//! Deleted rows are overwritten (`secure_delete`, and the same of the word index), then pages are swept of what rows left
//! that moved, and the write-ahead log, which still holds all of it, is cut to nothing (`sweep`). Only then does the
//! receipt go.

use crate::error::{ReplicaError, Result};
use crate::pull::Rebuild;
use crate::replica::Replica;
use crate::rows;
use crate::sign;
use crate::writing::Writing;
use domain::InquiryId;
use protocol::wire::{Command, EraseReceipt, RECEIPTS};
use sqlx::Row;

/// Erases a case in the transaction of a frame.
pub(crate) async fn erase(
    w: &mut Writing<'_>,
    rebuild: &mut Rebuild,
    id: InquiryId,
    seq: u64,
) -> Result<()> {
    rebuild.remove(w, id, None).await?;
    bury_commands(w, id).await?;
    for sql in [
        // Files that the server does not have go too: it was the officer's order.
        "delete from blob_up where attachment in (select attachment from file where inquiry = ?1)",
        "insert or ignore into file_gone select attachment from file where inquiry = ?1",
        "delete from file where inquiry = ?1",
        "update rejected set signed = '' where inquiry = ?1",
        "update audit set salt = null where inquiry = ?1",
    ] {
        sqlx::query(sql)
            .bind(rows::blob(id.0))
            .execute(w.conn())
            .await?;
    }
    w.files_gone = true;
    // Also where the case itself was not here: what was typed about it was.
    w.device.removed += 1;
    sqlx::query(
        "insert into erased (inquiry, seq) values (?1, ?2)
         on conflict (inquiry) do update set seq = ?2, scrubbed = 0, sent = 0",
    )
    .bind(rows::blob(id.0))
    .bind(crate::outbox::signed(seq))
    .execute(w.conn())
    .await?;
    Ok(())
}

/// The texts of commands go; their places stay, so that the device's chain holds and the queue goes on.
async fn bury_commands(w: &mut Writing<'_>, id: InquiryId) -> Result<()> {
    let texts = sqlx::query(
        "select device_seq, signed, signature from outbox where inquiry = ? and tombstone is null",
    )
    .bind(rows::blob(id.0))
    .fetch_all(w.conn())
    .await?;
    for row in &texts {
        let place: i64 = row.try_get(0)?;
        let corrupt = |_| ReplicaError::corrupt(format!("outbox, place {place}"));
        let command = Command {
            signed: row.try_get(1)?,
            signature: row.try_get(2)?,
            tombstone: None,
            was: Default::default(),
        };
        let left = command.erased().map_err(corrupt)?;
        sqlx::query(
            "update outbox set signed = '', was = null, fields = '[]', tombstone = ?,
                    status = case status when 'acked' then 'done' else status end
             where device_seq = ?",
        )
        .bind(serde_json::to_string(&left.tombstone).map_err(corrupt)?)
        .bind(place)
        .execute(w.conn())
        .await?;
    }
    Ok(())
}

impl Replica {
    /// Receipts of erased cases that the server may not have yet, signed: at most [`RECEIPTS`].
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn erase_receipts(&self) -> Result<Vec<EraseReceipt>> {
        let open: i64 = {
            let mut held = self.inner.db.reader().await?;
            sqlx::query_scalar("select count(*) from erased where sent = 0")
                .fetch_one(held.conn()?)
                .await?
        };
        if open == 0 {
            return Ok(Vec::new());
        }
        self.sweep().await?;
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(
            "select inquiry from erased where sent = 0 and scrubbed = 1 order by seq limit ?",
        )
        .bind(i64::try_from(RECEIPTS).unwrap_or(i64::MAX))
        .fetch_all(held.conn()?)
        .await?;
        let enrolment = self.inner.enrolment()?;
        rows.iter()
            .map(|row| {
                let inquiry = InquiryId(rows::uuid(row, 0)?);
                let signature = sign::message(&enrolment.key, &EraseReceipt::message(inquiry));
                Ok(EraseReceipt { inquiry, signature })
            })
            .collect()
    }

    /// The server has these receipts.
    ///
    /// # Errors
    /// The database's.
    pub async fn receipts_sent(&self, inquiries: &[InquiryId]) -> Result<()> {
        if inquiries.is_empty() {
            return Ok(());
        }
        let mut held = self.inner.db.writer().await?;
        let mut tx = crate::writing::begin(&mut held).await?;
        for id in inquiries {
            sqlx::query("update erased set sent = 1 where inquiry = ?")
                .bind(rows::blob(id.0))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }
}
