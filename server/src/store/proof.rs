//! References to files, and the proof that whoever makes one has the file. A hash is no secret: it stands in each row that
//! names the file, in certificates and in archives. So a device's reference opens the bytes to those who may hold the case
//! only after the device sent each chunk itself, or where it could have fetched them before.

use super::sql::sql;
use super::{StoreError, Tx, blob, device, sight};
use domain::ids::{DeviceId, InquiryId, TenantId};
use std::collections::BTreeSet;

/// Notes the files that cases name. Without a device it is the server itself that took them in.
pub(super) async fn refer(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: Option<DeviceId>,
    files: &[(InquiryId, String)],
) -> Result<(), StoreError> {
    if files.is_empty() {
        return Ok(());
    }
    let theirs = match device {
        Some(id) => {
            let device = device::get(tx, id).await?;
            Some((id, sight::of(tx, &device).await?))
        }
        None => None,
    };
    for (inquiry, sha256) in files {
        let claimed_by = match &theirs {
            Some((id, sight)) if !blob::in_scope(tx, tenant, sha256, sight).await? => Some(*id),
            _ => None,
        };
        // What is proven stays so; a claim goes to the last who made it, since they send the file next.
        sql(
            "insert into blob_ref (tenant, sha256, inquiry, claimed_by) values (?1, ?2, ?3, ?4) \
             on conflict (tenant, sha256, inquiry) do update set claimed_by = ?4 where blob_ref.claimed_by is not null",
        )
        .bind(blob(tenant.0))
        .bind(sha256.as_str())
        .bind(blob(inquiry.0))
        .bind(claimed_by.map(|id| blob(id.0)))
        .execute(tx)
        .await?;
    }
    Ok(())
}

/// Whether a device has yet to show that it has a file.
pub(crate) async fn is_owed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    device: DeviceId,
) -> Result<bool, StoreError> {
    let found: Option<i64> = sql(
        "select cast(1 as bigint) from blob_ref where tenant = ? and sha256 = ? and claimed_by = ? limit 1",
    )
    .bind(blob(tenant.0))
    .bind(sha256)
    .bind(blob(device.0))
    .scalar(tx)
    .await?;
    Ok(found.is_some())
}

/// Chunks that a device has shown.
pub(crate) async fn shown(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    device: DeviceId,
) -> Result<BTreeSet<u32>, StoreError> {
    let rows: Vec<i64> =
        sql("select n from blob_proof where tenant = ? and sha256 = ? and device = ?")
            .bind(blob(tenant.0))
            .bind(sha256)
            .bind(blob(device.0))
            .scalars(tx)
            .await?;
    rows.into_iter()
        .map(|n| u32::try_from(n).map_err(|_| super::bad("blob_proof", "a chunk out of range")))
        .collect()
}

/// A device has shown a chunk.
pub(crate) async fn show(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    device: DeviceId,
    n: u32,
) -> Result<(), StoreError> {
    sql("insert into blob_proof (tenant, sha256, device, n) values (?, ?, ?, ?) on conflict do nothing")
        .bind(blob(tenant.0))
        .bind(sha256)
        .bind(blob(device.0))
        .bind(i64::from(n))
        .execute(tx)
        .await?;
    Ok(())
}

/// Settles what a device owes of a file with so many chunks. `false`: it has not shown them all.
pub(crate) async fn settle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
    device: DeviceId,
    chunks: usize,
) -> Result<bool, StoreError> {
    if !is_owed(tx, tenant, sha256, device).await? {
        return Ok(true);
    }
    if shown(tx, tenant, sha256, device).await?.len() < chunks {
        return Ok(false);
    }
    for text in [
        "update blob_ref set claimed_by = null where tenant = ?1 and sha256 = ?2 and claimed_by = ?3",
        "delete from blob_proof where tenant = ?1 and sha256 = ?2 and device = ?3",
    ] {
        sql(text)
            .bind(blob(tenant.0))
            .bind(sha256)
            .bind(blob(device.0))
            .execute(tx)
            .await?;
    }
    Ok(true)
}
