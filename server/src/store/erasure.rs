//! Erased cases: what goes, and what stays to show that it went.

use super::sql::sql;
use super::{
    StoreError, Tx, batch, blob, bytes, json, moment, signed, sums, tenant, to_json, unsigned, uuid,
};
use chrono::{DateTime, FixedOffset};
use domain::ids::{DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::number::RegistrationNumber;
use protocol::snapshot::Gone;
use protocol::wire::Command;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An order to erase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// The case.
    pub inquiry: InquiryId,
    /// The officer.
    pub ordered_by: StaffId,
    /// Why, in the officer's words.
    pub reason: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The case's registration number, which nobody else gets.
    pub number: Option<RegistrationNumber>,
}

/// Which of some cases were erased.
pub(crate) async fn among(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    ids: &BTreeSet<InquiryId>,
) -> Result<BTreeSet<InquiryId>, StoreError> {
    let mut erased = BTreeSet::new();
    for part in batch::chunks(ids) {
        let found: Vec<Vec<u8>> =
            sql("select inquiry from erasure where tenant = ? and inquiry in ")
                .bind(blob(tenant.0))
                .push_list(part.iter().map(|id| blob(id.0)))
                .scalars(tx)
                .await?;
        for id in found {
            erased.insert(uuid("erasure", &id)?);
        }
    }
    Ok(erased)
}

/// Whether anything was erased after a sequence of the log.
pub(crate) async fn since(tx: &mut Tx<'_>, tenant: TenantId, seq: u64) -> Result<bool, StoreError> {
    let found: Option<i64> = sql("select seq from erasure where tenant = ? and seq > ? limit 1")
        .bind(blob(tenant.0))
        .bind(signed(seq))
        .scalar(tx)
        .await?;
    Ok(found.is_some())
}

/// All that was erased, for devices that begin behind it.
pub(crate) async fn gone(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Gone>, StoreError> {
    const T: &str = "erasure";
    let rows = sql("select inquiry, seq from erasure where tenant = ? order by seq")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Gone {
                seq: unsigned(T, row.int("seq")?)?,
                inquiry: uuid(T, &row.bytes("inquiry")?)?,
            })
        })
        .collect()
}

/// All orders, in their order.
pub(crate) async fn all(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Erasure>, StoreError> {
    const T: &str = "erasure";
    let rows = sql(
        "select inquiry, ordered_by, reason, at, number from erasure where tenant = ? order by seq",
    )
    .bind(blob(tenant.0))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Erasure {
                inquiry: uuid(T, &row.bytes("inquiry")?)?,
                ordered_by: uuid(T, &row.bytes("ordered_by")?)?,
                reason: row.get("reason")?,
                at: moment(T, &row.text("at")?)?,
                number: row
                    .get::<Option<String>>("number")?
                    .map(|text| json(T, &text))
                    .transpose()?,
            })
        })
        .collect()
}

/// Removes a case and everything that was said of it: row, texts of commands, salts of the audit, receipts of the website,
/// files that no other case has. Writes down the order, with its place in the log. Whether there was such a case is
/// returned; an order for one that is not here (any more) is kept all the same, so that no device brings it back.
pub(crate) async fn erase(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    order: &mut Erasure,
) -> Result<bool, StoreError> {
    let row = remove_row(tx, tenant, order.inquiry).await?;
    let (place, number) = row.unzip();
    order.number = number.flatten().or(order.number.take());
    remove_texts(tx, tenant, order.inquiry).await?;
    remove_files(tx, tenant, order.inquiry).await?;
    for text in [
        "delete from audit_salt where tenant = ?1 and seq in (select seq from audit where tenant = ?1 and inquiry = ?2)",
        "delete from intake_receipt where tenant = ?1 and inquiry = ?2",
    ] {
        sql(text)
            .bind(blob(tenant.0))
            .bind(blob(order.inquiry.0))
            .execute(tx)
            .await?;
    }
    let number = order
        .number
        .as_ref()
        .map(|n| to_json("erasure", n))
        .transpose()?;
    let head = tenant::counter(tx, tenant, "log").await?;
    let found = place.is_some();
    let (bucket, seen_by) = place.unwrap_or_default();
    sql(
        "insert into log (tenant, seq, inquiry, unit, seen_by, op) values (?, ?, ?, ?, ?, 'erase')",
    )
    .bind(blob(tenant.0))
    .bind(signed(head + 1))
    .bind(blob(order.inquiry.0))
    .bind(bucket.as_str())
    .bind(seen_by)
    .execute(tx)
    .await?;
    sql("insert into erasure (tenant, inquiry, seq, ordered_by, reason, at, number) values (?, ?, ?, ?, ?, ?, ?)")
        .bind(blob(tenant.0))
        .bind(blob(order.inquiry.0))
        .bind(signed(head + 1))
        .bind(blob(order.ordered_by.0))
        .bind(&order.reason)
        .bind(order.at.to_rfc3339())
        .bind(number.as_deref())
        .execute(tx)
        .await?;
    tenant::advance(tx, tenant, "log", head, head + 1).await?;
    Ok(found)
}

/// Where a row lay: its bucket, and who is named on a restricted case, as JSON.
type Lay = (UnitId, Option<String>);

async fn remove_row(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
) -> Result<Option<(Lay, Option<RegistrationNumber>)>, StoreError> {
    const T: &str = "inquiry";
    let row = sql(
        "delete from inquiry where tenant = ? and id = ? returning unit, seen_by, digest, content",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let unit = UnitId(row.get("unit")?);
    let digest = u128::from_be_bytes(bytes(T, &row.bytes("digest")?)?);
    let sum = sums::get(tx, tenant, &unit).await?.minus(digest);
    sums::put(tx, tenant, &unit, sum).await?;
    let case: domain::Inquiry = json(T, &row.text("content")?)?;
    Ok(Some(((unit, row.get("seen_by")?), case.number)))
}

/// The texts that devices signed. Which of them are about the case stands in them alone.
async fn remove_texts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
) -> Result<(), StoreError> {
    const PAGE: i64 = 200;
    let (mut device, mut place) = (Vec::new(), -1);
    loop {
        let rows = sql(
            "select device, device_seq, signed from command where tenant = ?1 and (device, device_seq) > (?2, ?3) \
             and signed like ?4 order by device, device_seq limit ?5",
        )
        .bind(blob(tenant.0))
        .bind(device.clone())
        .bind(place)
        .bind(format!("%{inquiry}%"))
        .bind(PAGE)
        .fetch_all(tx)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        (device, place) = (last.bytes("device")?, last.int("device_seq")?);
        for row in &rows {
            let command = Command {
                signed: row.text("signed")?,
                signature: String::new(),
                tombstone: None,
                was: Default::default(),
            };
            if command.read().is_ok_and(|body| body.inquiry != inquiry) {
                continue;
            }
            sql("update command set signed = '' where device = ? and device_seq = ?")
                .bind(row.bytes("device")?)
                .bind(row.int("device_seq")?)
                .execute(tx)
                .await?;
        }
    }
}

/// What only this case has goes. Another case keeps a file if whoever attached it there has shown that they have it; who has
/// not yet will send it anew.
async fn remove_files(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
) -> Result<(), StoreError> {
    for text in [
        "insert into blob_gone (tenant, sha256) select tenant, sha256 from blob_ref r where tenant = ?1 and inquiry = ?2 \
         and not exists (select 1 from blob_ref o where o.tenant = r.tenant and o.sha256 = r.sha256 and o.inquiry <> ?2 \
         and o.claimed_by is null) \
         on conflict do nothing",
        "insert into blob_erased (tenant, sha256) select tenant, sha256 from blob_ref r where tenant = ?1 and inquiry = ?2 \
         and not exists (select 1 from blob_ref o where o.tenant = r.tenant and o.sha256 = r.sha256 and o.inquiry <> ?2 \
         and o.claimed_by is null) \
         on conflict do nothing",
        "delete from blob_ref where tenant = ?1 and inquiry = ?2",
    ] {
        sql(text)
            .bind(blob(tenant.0))
            .bind(blob(inquiry.0))
            .execute(tx)
            .await?;
    }
    for text in [
        "delete from blob_chunk where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1)",
        "delete from blob_proof where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1)",
        "delete from blob where tenant = ?1 and sha256 in (select sha256 from blob_gone where tenant = ?1)",
    ] {
        sql(text).bind(blob(tenant.0)).execute(tx).await?;
    }
    Ok(())
}

/// Whether a file's bytes have still to go.
pub(crate) async fn file_goes(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<bool, StoreError> {
    let found = sql("select sha256 from blob_gone where tenant = ? and sha256 = ?")
        .bind(blob(tenant.0))
        .bind(sha256)
        .fetch_optional(tx)
        .await?;
    Ok(found.is_some())
}

/// Files whose bytes have still to go.
pub(crate) async fn files_gone(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<Vec<String>, StoreError> {
    sql("select sha256 from blob_gone where tenant = ? order by sha256")
        .bind(blob(tenant.0))
        .scalars(tx)
        .await
}

/// A file's bytes are gone.
pub(crate) async fn file_went(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    sha256: &str,
) -> Result<(), StoreError> {
    sql("delete from blob_gone where tenant = ? and sha256 = ?")
        .bind(blob(tenant.0))
        .bind(sha256)
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps a device's receipt. A receipt for what was never ordered is nothing.
pub(crate) async fn receipt(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
    inquiry: InquiryId,
    signature: &str,
    now: &str,
) -> Result<(), StoreError> {
    sql(
        "insert into erasure_receipt (tenant, inquiry, device, signature, at) \
         select tenant, inquiry, ?3, ?4, ?5 from erasure where tenant = ?1 and inquiry = ?2 on conflict do nothing",
    )
    .bind(blob(tenant.0))
    .bind(blob(inquiry.0))
    .bind(blob(device.0))
    .bind(signature)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(())
}

/// Devices that have given their receipt.
pub(crate) async fn receipts(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    inquiry: InquiryId,
) -> Result<BTreeSet<DeviceId>, StoreError> {
    let rows: Vec<Vec<u8>> =
        sql("select device from erasure_receipt where tenant = ? and inquiry = ?")
            .bind(blob(tenant.0))
            .bind(blob(inquiry.0))
            .scalars(tx)
            .await?;
    rows.iter().map(|id| uuid("erasure_receipt", id)).collect()
}

/// Registration numbers of erased cases, by journal, year and serial.
pub(crate) async fn numbers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<BTreeSet<(String, i32, u32)>, StoreError> {
    let rows: Vec<String> =
        sql("select number from erasure where tenant = ? and number is not null")
            .bind(blob(tenant.0))
            .scalars(tx)
            .await?;
    rows.iter()
        .map(|text| {
            let number: RegistrationNumber = json("erasure", text)?;
            Ok((number.journal, number.year, number.serial))
        })
        .collect()
}
