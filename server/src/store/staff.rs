//! Staff.

use super::sql::sql;
use super::{StoreError, Tx, blob, json, one, to_json, uuid};
use domain::Role;
use domain::apply::Actor;
use domain::ids::{DeviceId, StaffId, TenantId, UnitId};
use protocol::window::directory::StaffRow;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: &StaffRow,
    password_hash: Option<&str>,
) -> Result<(), StoreError> {
    sql(
        "insert into staff (id, tenant, login, password_hash, name, position, roles, unit, phone, active) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(blob(staff.id.0))
    .bind(blob(tenant.0))
    .bind(&staff.login)
    .bind(password_hash)
    .bind(&staff.name)
    .bind(to_json("staff", &staff.position)?)
    .bind(to_json("staff", &staff.roles)?)
    .bind(staff.unit.as_str())
    .bind(&staff.phone)
    .bind(staff.active)
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn set_active(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: StaffId,
    active: bool,
) -> Result<(), StoreError> {
    let done = sql("update staff set active = ? where tenant = ? and id = ?")
        .bind(active)
        .bind(blob(tenant.0))
        .bind(blob(staff.0))
        .execute(tx)
        .await?;
    one("staff", done)
}

pub(crate) async fn set_password(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: StaffId,
    password_hash: &str,
) -> Result<(), StoreError> {
    let done = sql("update staff set password_hash = ? where tenant = ? and id = ?")
        .bind(password_hash)
        .bind(blob(tenant.0))
        .bind(blob(staff.0))
        .execute(tx)
        .await?;
    one("staff", done)
}

pub(crate) async fn set_roles(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: StaffId,
    roles: &[Role],
) -> Result<(), StoreError> {
    let done = sql("update staff set roles = ? where tenant = ? and id = ?")
        .bind(to_json("staff", roles)?)
        .bind(blob(tenant.0))
        .bind(blob(staff.0))
        .execute(tx)
        .await?;
    one("staff", done)
}

/// All staff of a tenant, with a mark on those admitted to a device.
pub(crate) async fn all(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    device: DeviceId,
) -> Result<Vec<StaffRow>, StoreError> {
    let rows = sql(
        "select s.id, s.login, s.name, s.position, s.roles, s.unit, s.phone, s.active, \
         exists (select 1 from device_staff d where d.device = ? and d.staff = s.id) as here \
         from staff s where s.tenant = ? order by s.login",
    )
    .bind(blob(device.0))
    .bind(blob(tenant.0))
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(StaffRow {
                id: uuid("staff", &row.bytes("id")?)?,
                login: row.get("login")?,
                name: row.get("name")?,
                position: json("staff", &row.text("position")?)?,
                roles: json("staff", &row.text("roles")?)?,
                unit: UnitId(row.get("unit")?),
                phone: row.get("phone")?,
                active: row.get("active")?,
                on_this_device: row.get("here")?,
            })
        })
        .collect()
}

/// Those who work here now, with their roles.
pub(crate) async fn actors(
    tx: &mut Tx<'_>,
    tenant: TenantId,
) -> Result<BTreeMap<StaffId, Actor>, StoreError> {
    let rows = sql("select id, roles from staff where tenant = ? and active")
        .bind(blob(tenant.0))
        .fetch_all(tx)
        .await?;
    let mut actors = BTreeMap::new();
    for row in rows {
        let id: StaffId = uuid("staff", &row.bytes("id")?)?;
        let roles: BTreeSet<Role> = json("staff", &row.text("roles")?)?;
        actors.insert(id, Actor { id, roles });
    }
    Ok(actors)
}

/// Id and password hash of somebody who may sign in.
pub(crate) async fn credentials(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    login: &str,
) -> Result<Option<(StaffId, String)>, StoreError> {
    let row = sql("select id, password_hash from staff \
         where tenant = ? and login = ? and active and password_hash is not null")
    .bind(blob(tenant.0))
    .bind(login)
    .fetch_optional(tx)
    .await?;
    row.map(|row| Ok((uuid("staff", &row.bytes("id")?)?, row.get("password_hash")?)))
        .transpose()
}

/// Whether all of these are staff of the tenant.
pub(crate) async fn known(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    staff: &[StaffId],
) -> Result<bool, StoreError> {
    for id in staff {
        let found: Option<i64> =
            sql("select cast(1 as bigint) from staff where tenant = ? and id = ?")
                .bind(blob(tenant.0))
                .bind(blob(id.0))
                .scalar(tx)
                .await?;
        if found.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Admits somebody to a device.
pub(crate) async fn admit(
    tx: &mut Tx<'_>,
    device: DeviceId,
    staff: StaffId,
) -> Result<bool, StoreError> {
    let done = sql("insert into device_staff (device, staff) values (?, ?) on conflict do nothing")
        .bind(blob(device.0))
        .bind(blob(staff.0))
        .execute(tx)
        .await?;
    Ok(done == 1)
}

/// Those admitted to a device.
pub(crate) async fn admitted(
    tx: &mut Tx<'_>,
    device: DeviceId,
) -> Result<BTreeSet<StaffId>, StoreError> {
    let rows: Vec<Vec<u8>> = sql("select staff from device_staff where device = ?")
        .bind(blob(device.0))
        .scalars(tx)
        .await?;
    rows.iter().map(|id| uuid("device_staff", id)).collect()
}
