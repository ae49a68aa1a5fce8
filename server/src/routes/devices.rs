//! `POST /v1/devices`: how the computers of the caller's departments stand. What is missing from a report is on one of them.

use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::{Wall, device};
use axum::extract::State;
use axum::response::Response;
use protocol::devices::{DeviceState, Devices, DevicesAsk};

pub(crate) async fn devices(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<DevicesAsk>,
) -> Result<Response, Failure> {
    let DevicesAsk {} = message;
    let mut tx = app.store.snapshot(Wall::Tenant(caller.tenant)).await?;
    let mut devices = device::all(&mut tx, caller.tenant).await?;
    devices.retain(|d| !d.revoked && !d.units.is_disjoint(&caller.units));
    devices.sort_by_key(|d| d.number);
    let devices = devices.into_iter().map(|d| DeviceState {
        number: d.number,
        here: d.id == caller.id,
        waiting: d.announced.saturating_sub(d.durable_seq),
        name: d.name,
        last_seen: d.last_seen,
        lease_until: d.lease_until,
        clock_skew: d.clock_skew,
    });
    accepts.reply(&Devices {
        devices: devices.collect(),
    })
}
