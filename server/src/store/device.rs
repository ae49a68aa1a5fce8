//! Devices and the codes that let them in.

use super::sql::{Row, sql};
use super::{StoreError, Tx, bad, blob, bytes, json, moment, one, signed, to_json, unsigned, uuid};
use chrono::{DateTime, FixedOffset};
use domain::ids::{DeviceId, StaffId, TenantId, UnitId};
use std::collections::BTreeSet;

/// An enrolled computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Id.
    pub id: DeviceId,
    /// Body.
    pub tenant: TenantId,
    /// Short number.
    pub number: u32,
    /// Name for the list.
    pub name: String,
    /// Ed25519 public key.
    pub public_key: [u8; 32],
    /// SHA-256 of its token.
    pub(crate) token_hash: [u8; 32],
    /// Departments.
    pub units: BTreeSet<UnitId>,
    /// Version of what its scope shows.
    pub scope_version: u64,
    /// Last sequence of the log when what it may see last changed: its departments, its people, their roles. What left
    /// its sight up to there it need not be told, since it may never have had it; its sums tell where it had.
    pub sight_since: u64,
    /// Last device sequence with an outcome.
    pub durable_seq: u64,
    /// Hash of that command.
    pub last_hash: String,
    /// Last device sequence that it said it has, when it last greeted.
    pub announced: u64,
    /// Newest protocol that it speaks.
    pub protocol: u32,
    /// When it last greeted.
    pub last_seen: Option<DateTime<FixedOffset>>,
    /// Seconds that its clock is ahead of the server's.
    pub clock_skew: Option<i64>,
    /// Until when it may be unlocked.
    pub lease_until: DateTime<FixedOffset>,
    /// Whether an administrator has revoked it.
    pub revoked: bool,
}

const COLUMNS: &str = "id, tenant, number, name, public_key, token_hash, units, scope_version, sight_since, durable_seq, last_hash, \
     announced, protocol, last_seen, clock_skew, lease_until, revoked_at";

fn device(row: &Row) -> Result<Device, StoreError> {
    const T: &str = "device";
    let last_seen: Option<String> = row.get("last_seen")?;
    let revoked_at: Option<String> = row.get("revoked_at")?;
    Ok(Device {
        id: uuid(T, &row.bytes("id")?)?,
        tenant: uuid(T, &row.bytes("tenant")?)?,
        number: u32::try_from(row.int("number")?).map_err(|_| bad(T, "a number out of range"))?,
        name: row.get("name")?,
        public_key: bytes(T, &row.bytes("public_key")?)?,
        token_hash: bytes(T, &row.bytes("token_hash")?)?,
        units: json(T, &row.text("units")?)?,
        scope_version: unsigned(T, row.int("scope_version")?)?,
        sight_since: unsigned(T, row.int("sight_since")?)?,
        durable_seq: unsigned(T, row.int("durable_seq")?)?,
        last_hash: row.get("last_hash")?,
        announced: unsigned(T, row.int("announced")?)?,
        protocol: u32::try_from(row.int("protocol")?)
            .map_err(|_| bad(T, "a protocol out of range"))?,
        last_seen: last_seen.map(|at| moment(T, &at)).transpose()?,
        clock_skew: row.get("clock_skew")?,
        lease_until: moment(T, &row.text("lease_until")?)?,
        revoked: revoked_at.is_some(),
    })
}

pub(crate) async fn by_token(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
) -> Result<Option<Device>, StoreError> {
    let text = format!("select {COLUMNS} from device where token_hash = ?");
    let row = sql(&text)
        .bind(token_hash.as_slice())
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(device).transpose()
}

pub(crate) async fn get(tx: &mut Tx<'_>, id: DeviceId) -> Result<Device, StoreError> {
    find(tx, id)
        .await?
        .ok_or_else(|| bad("device", "no such device"))
}

pub(crate) async fn find(tx: &mut Tx<'_>, id: DeviceId) -> Result<Option<Device>, StoreError> {
    let text = format!("select {COLUMNS} from device where id = ?");
    let row = sql(&text).bind(blob(id.0)).fetch_optional(tx).await?;
    row.as_ref().map(device).transpose()
}

pub(crate) async fn all(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<Device>, StoreError> {
    let text = format!("select {COLUMNS} from device where tenant = ? order by number");
    let rows = sql(&text).bind(blob(tenant.0)).fetch_all(tx).await?;
    rows.iter().map(device).collect()
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    device: &Device,
    app_version: &str,
) -> Result<(), StoreError> {
    sql(
        "insert into device (id, tenant, number, name, app_version, public_key, token_hash, units, scope_version, \
         sight_since, durable_seq, last_hash, protocol, lease_until) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(blob(device.id.0))
    .bind(blob(device.tenant.0))
    .bind(i64::from(device.number))
    .bind(&device.name)
    .bind(app_version)
    .bind(device.public_key.as_slice())
    .bind(device.token_hash.as_slice())
    .bind(to_json("device", &device.units)?)
    .bind(signed(device.scope_version))
    .bind(signed(device.sight_since))
    .bind(signed(device.durable_seq))
    .bind(&device.last_hash)
    .bind(i64::from(device.protocol))
    .bind(device.lease_until.to_rfc3339())
    .execute(tx)
    .await?;
    Ok(())
}

/// What a greeting says of its device.
pub(crate) struct Greeting {
    /// By the server's clock.
    pub at: DateTime<FixedOffset>,
    pub clock_skew: i64,
    pub lease_until: DateTime<FixedOffset>,
    pub protocol: u32,
    /// See [`Device::announced`].
    pub announced: u64,
}

/// A greeting.
pub(crate) async fn seen(
    tx: &mut Tx<'_>,
    id: DeviceId,
    greeting: &Greeting,
) -> Result<(), StoreError> {
    let done = sql("update device set last_seen = ?, clock_skew = ?, lease_until = ?, protocol = ?, announced = ? where id = ?")
        .bind(greeting.at.to_rfc3339())
        .bind(greeting.clock_skew)
        .bind(greeting.lease_until.to_rfc3339())
        .bind(i64::from(greeting.protocol))
        .bind(signed(greeting.announced))
        .bind(blob(id.0))
        .execute(tx)
        .await?;
    one("device", done)
}

/// Commands up to `durable_seq` have an outcome now.
pub(crate) async fn acknowledge(
    tx: &mut Tx<'_>,
    id: DeviceId,
    durable_seq: u64,
    last_hash: &str,
) -> Result<(), StoreError> {
    let done = sql(
        "update device set durable_seq = ?1, last_hash = ?2 where id = ?3 and durable_seq < ?1",
    )
    .bind(signed(durable_seq))
    .bind(last_hash)
    .bind(blob(id.0))
    .execute(tx)
    .await?;
    one("device", done)
}

pub(crate) async fn revoke(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DeviceId,
    now: &str,
) -> Result<(), StoreError> {
    let done =
        sql("update device set revoked_at = coalesce(revoked_at, ?) where tenant = ? and id = ?")
            .bind(now)
            .bind(blob(tenant.0))
            .bind(blob(id.0))
            .execute(tx)
            .await?;
    one("device", done)
}

pub(crate) async fn set_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    id: DeviceId,
    units: &BTreeSet<UnitId>,
) -> Result<(), StoreError> {
    let done = sql("update device set units = ? where tenant = ? and id = ?")
        .bind(to_json("device", units)?)
        .bind(blob(tenant.0))
        .bind(blob(id.0))
        .execute(tx)
        .await?;
    one("device", done)?;
    sight_changed(tx, id).await
}

/// What every device of a tenant shows has changed.
pub(crate) async fn scopes_changed(tx: &mut Tx<'_>, tenant: TenantId) -> Result<(), StoreError> {
    sql("update device set scope_version = scope_version + 1 where tenant = ?")
        .bind(blob(tenant.0))
        .execute(tx)
        .await?;
    Ok(())
}

/// Where the log of a device's body ends.
const HEAD: &str =
    "(select coalesce(max(value), 0) from counter where tenant = device.tenant and name = 'log')";

/// What one device may see has changed, and with it what it shows.
pub(crate) async fn sight_changed(tx: &mut Tx<'_>, id: DeviceId) -> Result<(), StoreError> {
    let text = format!(
        "update device set scope_version = scope_version + 1, sight_since = {HEAD} where id = ?"
    );
    let done = sql(&text).bind(blob(id.0)).execute(tx).await?;
    one("device", done)
}

/// What the devices may see that somebody uses has changed. (What all devices show is [`scopes_changed`].)
pub(crate) async fn sights_changed(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: StaffId,
) -> Result<(), StoreError> {
    let text = format!(
        "update device set sight_since = {HEAD} where tenant = ? \
         and id in (select device from device_staff where staff = ?)"
    );
    sql(&text)
        .bind(blob(tenant.0))
        .bind(blob(staff.0))
        .execute(tx)
        .await?;
    Ok(())
}

/// What a code stands for.
#[derive(Debug)]
pub(crate) struct Code {
    pub tenant: TenantId,
    pub units: BTreeSet<UnitId>,
    pub staff: Vec<StaffId>,
    pub device: DeviceId,
}

pub(crate) async fn insert_code(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    code: &Code,
    expires_at: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    sql("insert into enrolment_code (hash, tenant, units, staff, device, expires_at) values (?, ?, ?, ?, ?, ?)")
        .bind(hash.as_slice())
        .bind(blob(code.tenant.0))
        .bind(to_json("enrolment_code", &code.units)?)
        .bind(to_json("enrolment_code", &code.staff)?)
        .bind(blob(code.device.0))
        .bind(expires_at.to_rfc3339())
        .execute(tx)
        .await?;
    Ok(())
}

/// Uses a code up: once, and only before it expires.
pub(crate) async fn use_code(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    now: DateTime<FixedOffset>,
) -> Result<Option<Code>, StoreError> {
    let found = code(tx, hash, now).await?;
    if found.is_some() {
        let done = sql("update enrolment_code set used_at = ? where hash = ? and used_at is null")
            .bind(now.to_rfc3339())
            .bind(hash.as_slice())
            .execute(tx)
            .await?;
        one("enrolment_code", done)?;
    }
    Ok(found)
}

/// A code that is still good.
pub(crate) async fn code(
    tx: &mut Tx<'_>,
    hash: &[u8; 32],
    now: DateTime<FixedOffset>,
) -> Result<Option<Code>, StoreError> {
    const T: &str = "enrolment_code";
    let row = sql(
        "select tenant, units, staff, device, expires_at from enrolment_code where hash = ? and used_at is null",
    )
    .bind(hash.as_slice())
    .fetch_optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if moment(T, &row.text("expires_at")?)? < now {
        return Ok(None);
    }
    Ok(Some(Code {
        tenant: uuid(T, &row.bytes("tenant")?)?,
        units: json(T, &row.text("units")?)?,
        staff: json(T, &row.text("staff")?)?,
        device: uuid(T, &row.bytes("device")?)?,
    }))
}
