//! What is known about files. Their bytes are in [`crate::objects`], never written inside of a transaction.

use super::sight::{self, Sight};
use super::sql::sql;
use super::{StoreError, Tx, blob, json, one, signed, to_json, unsigned};
use domain::ids::{InquiryId, TenantId};
use protocol::wire::BlobOffer;
use std::collections::BTreeSet;

/// A file that was offered.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    /// Size and chunks.
    pub offer: BlobOffer,
    /// Whether the whole is stored.
    pub stored: bool,
    /// Whether it waits to be checked.
    pub quarantined: bool,
}

pub(crate) async fn get(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<Option<Offered>, StoreError> {
    let row = sql(
        "select size, chunks, stored_at, quarantined from blob where tenant = ? and sha256 = ?",
    )
    .bind(blob(tenant.0))
    .bind(sha256)
    .fetch_optional(tx)
    .await?;
    row.map(|row| {
        Ok(Offered {
            offer: BlobOffer {
                sha256: sha256.to_owned(),
                size: unsigned("blob", row.int("size")?)?,
                chunks: json("blob", &row.text("chunks")?)?,
            },
            stored: row.get::<Option<String>>("stored_at")?.is_some(),
            quarantined: row.get("quarantined")?,
        })
    })
    .transpose()
}

/// Remembers an offer; a later one for the same file replaces it while the file is not stored (an offer with wrong
/// chunk hashes would otherwise block the file for ever).
pub(crate) async fn offer(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    offer: &BlobOffer,
    quarantined: bool,
) -> Result<(), StoreError> {
    let done = sql(
        "insert into blob (tenant, sha256, size, chunks, quarantined) values (?1, ?2, ?3, ?4, ?5) \
         on conflict (tenant, sha256) do update set size = ?3, chunks = ?4 where blob.stored_at is null",
    )
    .bind(blob(tenant.0))
    .bind(&offer.sha256)
    .bind(signed(offer.size))
    .bind(to_json("blob", &offer.chunks)?)
    .bind(quarantined)
    .execute(tx)
    .await?;
    one("blob", done)
}

/// Chunks that have arrived.
pub(crate) async fn chunks(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<BTreeSet<u32>, StoreError> {
    let rows: Vec<i64> = sql("select n from blob_chunk where tenant = ? and sha256 = ?")
        .bind(blob(tenant.0))
        .bind(sha256)
        .scalars(tx)
        .await?;
    rows.into_iter()
        .map(|n| u32::try_from(n).map_err(|_| super::bad("blob_chunk", "a chunk out of range")))
        .collect()
}

pub(crate) async fn chunk_arrived(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    n: u32,
) -> Result<(), StoreError> {
    sql("insert into blob_chunk (tenant, sha256, n) values (?, ?, ?) on conflict do nothing")
        .bind(blob(tenant.0))
        .bind(sha256)
        .bind(i64::from(n))
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets the chunks of a file: they are stored as a whole, or have to be sent anew.
pub(crate) async fn forget_chunks(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<(), StoreError> {
    sql("delete from blob_chunk where tenant = ? and sha256 = ?")
        .bind(blob(tenant.0))
        .bind(sha256)
        .execute(tx)
        .await?;
    Ok(())
}

/// A file is whole. `false` where nobody knows of it any more: its case was erased meanwhile.
pub(crate) async fn stored(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    now: &str,
) -> Result<bool, StoreError> {
    let done =
        sql("update blob set stored_at = coalesce(stored_at, ?) where tenant = ? and sha256 = ?")
            .bind(now)
            .bind(blob(tenant.0))
            .bind(sha256)
            .execute(tx)
            .await?;
    forget_chunks(tx, tenant, sha256).await?;
    Ok(done > 0)
}

/// Whether a file belongs to a case that a device may hold, as somebody who has it said.
pub(crate) async fn in_scope(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    sight: &Sight,
) -> Result<bool, StoreError> {
    let text = format!(
        "select cast(1 as bigint) from blob_ref r join inquiry i on i.tenant = r.tenant and i.id = r.inquiry \
         where r.tenant = ?1 and r.sha256 = ?2 and r.claimed_by is null and {} and i.unit in ({}) limit 1",
        sight::sees(tx, "i.seen_by", "?3"),
        sight::among(tx, "?4"),
    );
    let found: Option<i64> = sql(&text)
        .bind(blob(tenant.0))
        .bind(sha256)
        .bind(sight.named()?)
        .bind(sight.scope()?)
        .scalar(tx)
        .await?;
    Ok(found.is_some())
}

/// Whether a file must not come any more: it belonged to a case that was erased, and to no other.
pub(crate) async fn is_barred(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<bool, StoreError> {
    let found = sql(
        "select sha256 from blob_erased e where tenant = ?1 and sha256 = ?2 \
         and not exists (select 1 from blob_ref r where r.tenant = ?1 and r.sha256 = ?2)",
    )
    .bind(blob(tenant.0))
    .bind(sha256)
    .fetch_optional(tx)
    .await?;
    Ok(found.is_some())
}

/// Takes no such file any more, as long as no other case has it. Where there is one already, from before the server was
/// put back to a backup, it has to go.
pub(crate) async fn bar(tx: &mut Tx<'_>, tenant: TenantId, sha256: &str) -> Result<(), StoreError> {
    for text in [
        "insert into blob_erased (tenant, sha256) values (?1, ?2) on conflict do nothing",
        "insert into blob_gone (tenant, sha256) select e.tenant, e.sha256 from blob_erased e where tenant = ?1 and sha256 = ?2 \
         and not exists (select 1 from blob_ref r where r.tenant = ?1 and r.sha256 = ?2) on conflict do nothing",
        "delete from blob_chunk where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1 and sha256 = ?2)",
        "delete from blob_proof where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1 and sha256 = ?2)",
        "delete from blob where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1 and sha256 = ?2)",
    ] {
        sql(text)
            .bind(blob(tenant.0))
            .bind(sha256)
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Files in quarantine.
pub(crate) async fn quarantined(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(String, Option<InquiryId>)>, StoreError> {
    let rows = sql(
        "select b.sha256, (select inquiry from blob_ref r where r.tenant = b.tenant and r.sha256 = b.sha256) as inquiry \
         from blob b where b.tenant = ? and b.quarantined and b.refused_note is null order by b.sha256",
    )
    .bind(blob(tenant.0))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let inquiry: Option<Vec<u8>> = row.get("inquiry")?;
            Ok((
                row.get("sha256")?,
                inquiry.map(|id| super::uuid("blob_ref", &id)).transpose()?,
            ))
        })
        .collect()
}

/// Lets a file out of quarantine.
pub(crate) async fn release(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<(), StoreError> {
    let done = sql(
        "update blob set quarantined = false, refused_note = null where tenant = ? and sha256 = ? and quarantined",
    )
    .bind(blob(tenant.0))
    .bind(sha256)
    .execute(tx)
    .await?;
    one("blob", done)
}

/// Keeps a file in quarantine for good.
pub(crate) async fn refuse(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    note: &str,
) -> Result<(), StoreError> {
    let done =
        sql("update blob set refused_note = ? where tenant = ? and sha256 = ? and quarantined")
            .bind(note)
            .bind(blob(tenant.0))
            .bind(sha256)
            .execute(tx)
            .await?;
    one("blob", done)
}

/// All stored files, for a check of the object folder.
pub(crate) async fn all_stored(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = sql(
        "select sha256, size from blob where tenant = ? and stored_at is not null order by sha256",
    )
    .bind(blob(tenant.0))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.get("sha256")?, unsigned("blob", row.int("size")?)?)))
        .collect()
}
