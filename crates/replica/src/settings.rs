//! Drafts of forms, settings that belong to the data, the last contact with the server, and the index that catches up.

use crate::error::{ReplicaError, Result};
use crate::identity;
use crate::replica::Replica;
use crate::rows;
use crate::search::{self, Before};
use crate::writing::{Writing, begin};
use chrono::{DateTime, FixedOffset};
use domain::{AttachmentId, InquiryId, Refusal};
use serde::{Deserialize, Serialize};

/// What the server said on greeting, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The server's clock.
    pub server_time: DateTime<FixedOffset>,
    /// The device's clock when the answer came.
    pub device_time: DateTime<FixedOffset>,
    /// Until when the device may be unlocked without speaking to the server again.
    pub lease_until: DateTime<FixedOffset>,
}

const CONTACT: &str = "contact";
const LAST_SYNC: &str = "last-sync";

impl Replica {
    /// What was typed under a key and not yet done.
    ///
    /// # Errors
    /// The database's.
    pub async fn draft_load(&self, key: &str) -> Result<Option<String>> {
        let mut held = self.inner.db.reader().await?;
        Ok(sqlx::query_scalar("select body from draft where key = ?")
            .bind(key)
            .fetch_optional(held.conn()?)
            .await?)
    }

    /// Keeps what was typed under a key; `None` forgets it.
    ///
    /// # Errors
    /// The database's.
    pub async fn draft_save(&self, key: &str, body: Option<&str>) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let conn = held.at_rest().await?;
        match body {
            Some(body) => {
                sqlx::query(
                    "insert into draft (key, body) values (?, ?) on conflict (key) do update set body = excluded.body",
                )
                .bind(key)
                .bind(body)
                .execute(conn)
                .await?
            }
            None => sqlx::query("delete from draft where key = ?").bind(key).execute(conn).await?,
        };
        Ok(())
    }

    /// A setting.
    ///
    /// # Errors
    /// The database's.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        let mut held = self.inner.db.reader().await?;
        Ok(
            sqlx::query_scalar("select value from setting where key = ?")
                .bind(key)
                .fetch_optional(held.conn()?)
                .await?,
        )
    }

    /// Stores a setting; `None` forgets it.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_setting(&self, key: &str, value: Option<&str>) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let conn = held.at_rest().await?;
        match value {
            Some(value) => {
                sqlx::query(
                    "insert into setting (key, value) values (?, ?)
                     on conflict (key) do update set value = excluded.value",
                )
                .bind(key)
                .bind(value)
                .execute(conn)
                .await?
            }
            None => {
                sqlx::query("delete from setting where key = ?")
                    .bind(key)
                    .execute(conn)
                    .await?
            }
        };
        Ok(())
    }

    /// Remembers a greeting: the lease in the identity, the clocks beside it.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn note_contact(&self, contact: &Contact) -> Result<()> {
        let json = serde_json::to_string(contact).map_err(|_| ReplicaError::corrupt("contact"))?;
        let mut held = self.inner.db.writer().await?;
        let mut tx = begin(&mut held).await?;
        let mut identity = identity::load(&mut tx)
            .await?
            .ok_or(ReplicaError::NotEnrolled)?;
        identity.lease_until = Some(contact.lease_until);
        identity::store(&mut tx, &identity).await?;
        sqlx::query(
            "insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
        )
        .bind(CONTACT)
        .bind(json)
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The last greeting.
    ///
    /// # Errors
    /// The database's.
    pub async fn last_contact(&self) -> Result<Option<Contact>> {
        let json = self.setting(CONTACT).await?;
        json.map(|j| serde_json::from_str(&j).map_err(|_| ReplicaError::corrupt("contact")))
            .transpose()
    }

    /// When the last synchronisation ended well.
    ///
    /// # Errors
    /// The database's.
    pub async fn last_sync(&self) -> Result<Option<DateTime<FixedOffset>>> {
        let at = self.setting(LAST_SYNC).await?;
        at.map(|a| DateTime::parse_from_rfc3339(&a).map_err(|_| ReplicaError::corrupt("last sync")))
            .transpose()
    }

    /// Remembers that a synchronisation ended well.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_last_sync(&self, at: DateTime<FixedOffset>) -> Result<()> {
        self.set_setting(LAST_SYNC, Some(&at.to_rfc3339())).await
    }

    /// Brings waiting rows into the search index, at most so many, and makes a stale index anew. Returns how many
    /// still wait. Called in the background until that is 0; a search before misses the words of what waits.
    ///
    /// # Errors
    /// The database's.
    pub async fn index_pending(&self, most: u32) -> Result<u32> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        if w.device.fts_stale {
            search::start_again(w.conn()).await?;
            w.device.fts_stale = false;
        }
        search::index_waiting(w.conn(), most).await?;
        let left: i64 = sqlx::query_scalar("select count(*) from unindexed")
            .fetch_one(w.conn())
            .await?;
        w.commit().await?;
        Ok(u32::try_from(left).unwrap_or(u32::MAX))
    }

    /// Stores the text that was found in an attachment and brings it into the search index.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] for an attachment that the inquiry does not have, the database's.
    pub async fn set_attachment_text(
        &self,
        inquiry: InquiryId,
        attachment: AttachmentId,
        text: &str,
    ) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let (Some(id), Some(current)) = (w.place(inquiry), rows::current(w.conn(), inquiry).await?)
        else {
            return Err(Refusal::Unknown.into());
        };
        if current.inquiry.attachment(attachment).is_none() {
            return Err(Refusal::Unknown.into());
        }
        let stale = search::forget(w.conn(), id, &current.inquiry, current.search_hash).await?;
        w.device.fts_stale |= stale;
        sqlx::query(
            "insert into attachment_text (attachment, inquiry_id, text) values (?, ?, ?)
             on conflict (attachment) do update set text = excluded.text",
        )
        .bind(rows::blob(attachment.0))
        .bind(id)
        .bind(text)
        .execute(w.conn())
        .await?;
        let hash = search::index(w.conn(), id, Before::Stored(None), &current.inquiry, false)
            .await?
            .hash;
        sqlx::query("update inquiry set search_hash = ? where id = ?")
            .bind(hash)
            .bind(id)
            .execute(w.conn())
            .await?;
        w.commit().await
    }

    /// Attachments that are here but whose text has not been looked for, at most so many.
    ///
    /// # Errors
    /// The database's.
    pub async fn attachments_without_text(
        &self,
        most: u32,
    ) -> Result<Vec<(InquiryId, AttachmentId, String)>> {
        use sqlx::Row;
        let mut held = self.inner.db.reader().await?;
        let found = sqlx::query(include_str!("sql/without_text.sql"))
            .bind(most)
            .fetch_all(held.conn()?)
            .await?;
        found
            .iter()
            .map(|row| {
                Ok((
                    InquiryId(rows::uuid(row, 0)?),
                    AttachmentId(rows::uuid(row, 1)?),
                    row.try_get(2)?,
                ))
            })
            .collect()
    }
}
