//! Tenants, departments, counters, and what concerns the whole server.

use super::sql::sql;
use super::{StoreError, Tx, bad, blob, json, one, signed, to_json, unsigned, uuid};
use domain::ids::{DeviceId, StaffId, TenantId, UnitId};
use protocol::window::directory::UnitRow;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Name of the counter that keeps the log's head of a restore, before the epoch's number.
const EPOCH: &str = "epoch:";
/// Name of the counter that tells profiles apart.
const PROFILE: &str = "profile";

/// Epoch of the logs.
pub(crate) async fn epoch(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    let epoch: Option<i64> = sql("select epoch from server where id = 1")
        .scalar(tx)
        .await?;
    unsigned("server", epoch.ok_or_else(|| bad("server", "no row"))?)
}

/// Public part of the key that the devices believe, hexadecimal.
pub(crate) async fn public_key(tx: &mut Tx<'_>) -> Result<Option<String>, StoreError> {
    let key = sql("select public_key from server where id = 1")
        .scalar::<Option<String>>(tx)
        .await?;
    Ok(key.flatten())
}

pub(crate) async fn set_public_key(tx: &mut Tx<'_>, key: Option<&str>) -> Result<(), StoreError> {
    let done = sql("update server set public_key = ? where id = 1")
        .bind(key.map(str::to_owned))
        .execute(tx)
        .await?;
    one("server", done)
}

/// Raises the epoch above its own and above `last`, which the database may have forgotten: it was restored from a backup.
/// Where each log stood is kept: what devices saw behind it is lost.
pub(crate) async fn raise_epoch(tx: &mut Tx<'_>, last: u64) -> Result<u64, StoreError> {
    let epoch = signed(self::epoch(tx).await?.max(last) + 1);
    let done = sql("update server set epoch = ? where id = 1")
        .bind(epoch)
        .execute(tx)
        .await?;
    one("server", done)?;
    for tenant in all(tx).await? {
        let head = counter(tx, tenant, "log").await?;
        sql("insert into counter (tenant, name, value) values (?, ?, ?)")
            .bind(blob(tenant.0))
            .bind(format!("{EPOCH}{epoch}"))
            .bind(signed(head))
            .execute(tx)
            .await?;
    }
    unsigned("server", epoch)
}

/// Where each epoch after a restore began in a tenant's log: the last sequence that the backup had.
pub(crate) async fn restored(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<BTreeMap<u64, u64>, StoreError> {
    let rows = sql("select name, value from counter where tenant = ? and name like 'epoch:%'")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            let name = row.text("name")?;
            let epoch = name.strip_prefix(EPOCH).and_then(|n| n.parse().ok());
            let epoch = epoch.ok_or_else(|| bad("counter", "a name that cannot be read"))?;
            Ok((epoch, unsigned("counter", row.int("value")?)?))
        })
        .collect()
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    profile: &str,
    system_staff: StaffId,
    now: &str,
) -> Result<(), StoreError> {
    sql("insert into tenant (id, profile, system_staff, created_at) values (?, ?, ?, ?)")
        .bind(blob(tenant.0))
        .bind(profile)
        .bind(blob(system_staff.0))
        .bind(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// All tenants.
pub(crate) async fn all(tx: &mut Tx<'_>) -> Result<Vec<TenantId>, StoreError> {
    let rows: Vec<Vec<u8>> = sql("select id from tenant order by created_at, id")
        .scalars(tx)
        .await?;
    rows.iter().map(|id| uuid("tenant", id)).collect()
}

/// The profile's file.
pub(crate) async fn profile(tx: &mut Tx<'_>, tenant: TenantId) -> Result<String, StoreError> {
    sql("select profile from tenant where id = ?")
        .bind(blob(tenant.0))
        .scalar(tx)
        .await?
        .ok_or_else(|| bad("tenant", "no such tenant"))
}

/// Puts another profile in the place of a body's. What is kept of the old one anywhere is known by its mark to be old.
pub(crate) async fn set_profile(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    file: &str,
) -> Result<(), StoreError> {
    let done = sql("update tenant set profile = ? where id = ?")
        .bind(file)
        .bind(blob(tenant.0))
        .execute(tx)
        .await?;
    one("tenant", done)?;
    let before = profile_mark(tx, tenant).await?;
    advance(tx, tenant, PROFILE, before, mark_of(file)).await
}

/// Tells profiles of a body apart without reading them; 0 for the one that it was made with.
pub(crate) async fn profile_mark(tx: &mut Tx<'_>, tenant: TenantId) -> Result<u64, StoreError> {
    counter(tx, tenant, PROFILE).await
}

/// Made of the file itself, so that what was read in a transaction that never came about is not taken for another.
fn mark_of(file: &str) -> u64 {
    let digest: [u8; 32] = Sha256::digest(file.as_bytes()).into();
    let (head, _) = digest.split_at(8);
    head.iter()
        .fold(0, |mark, byte| mark << 8 | u64::from(*byte))
        >> 1
}

pub(crate) async fn insert_unit(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    unit: &UnitRow,
) -> Result<(), StoreError> {
    sql("insert into unit (tenant, id, name) values (?, ?, ?)")
        .bind(blob(tenant.0))
        .bind(unit.id.as_str())
        .bind(to_json("unit", &unit.name)?)
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn units(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<UnitRow>, StoreError> {
    let rows = sql("select id, name from unit where tenant = ? order by id")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.get("id")?;
            Ok(UnitRow {
                id: UnitId(id),
                name: json("unit", &row.text("name")?)?,
            })
        })
        .collect()
}

/// A counter; 0 before its first use.
pub(crate) async fn counter(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &str,
) -> Result<u64, StoreError> {
    let value: Option<i64> = sql("select value from counter where tenant = ? and name = ?")
        .bind(blob(tenant.0))
        .bind(name)
        .scalar(tx)
        .await?;
    unsigned("counter", value.unwrap_or(0))
}

/// The counters of registration numbers, by journal and year.
pub(crate) async fn numbers(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<BTreeMap<(String, i32), u32>, StoreError> {
    let rows = sql("select name, value from counter where tenant = ? and name like 'number:%'")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    let mut numbers = BTreeMap::new();
    for row in rows {
        let (name, value): (String, i64) = (row.get("name")?, row.get("value")?);
        let (journal, year) = name
            .strip_prefix("number:")
            .and_then(|rest| rest.rsplit_once(':'))
            .and_then(|(journal, year)| Some((journal.to_owned(), year.parse().ok()?)))
            .ok_or_else(|| bad("counter", "a name that cannot be read"))?;
        let value = u32::try_from(value).map_err(|_| bad("counter", "a number out of range"))?;
        numbers.insert((journal, year), value);
    }
    Ok(numbers)
}

/// Name of the counter of registration numbers.
pub(crate) fn number_counter(journal: &str, year: i32) -> String {
    format!("number:{journal}:{year}")
}

/// Name of the counter of a device's commands that a backup holds.
pub(crate) fn backed_up(device: DeviceId) -> String {
    format!("backed-up:{device}")
}

/// Raises a counter to a value, where it is below.
pub(crate) async fn raise(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &str,
    to: u64,
) -> Result<(), StoreError> {
    sql(
        "insert into counter (tenant, name, value) values (?1, ?2, ?3) \
         on conflict (tenant, name) do update set value = ?3 where counter.value < ?3",
    )
    .bind(blob(tenant.0))
    .bind(name)
    .bind(signed(to))
    .execute(tx)
    .await?;
    Ok(())
}

/// Moves a counter from the value that was read to a later one; anything else in between is an inconsistency.
pub(crate) async fn advance(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    name: &str,
    from: u64,
    to: u64,
) -> Result<(), StoreError> {
    let done = sql(
        "insert into counter (tenant, name, value) values (?1, ?2, ?4) \
         on conflict (tenant, name) do update set value = ?4 where counter.value = ?3",
    )
    .bind(blob(tenant.0))
    .bind(name)
    .bind(signed(from))
    .bind(signed(to))
    .execute(tx)
    .await?;
    one("counter", done)
}
