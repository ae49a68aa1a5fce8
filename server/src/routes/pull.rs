//! `POST /v1/pull`: what changed after a cursor, within the device's departments.

use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::device::{self, Device};
use crate::store::{Tx, Wall, frames, tenant};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::wire::{PROTOCOL, Pull};

/// Bytes of rows in one frame.
const FRAME_LEAST: u64 = 16 * 1024;
const FRAME_MOST: u64 = 16 * 1024 * 1024;

pub(crate) async fn pull(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<Pull>,
) -> Result<Response, Failure> {
    let mut tx = app
        .store
        .snapshot(Wall::Units(caller.tenant, &caller.units))
        .await?;
    let caller = reader(&mut tx, &caller, message.epoch).await?;
    if caller.scope_version != message.scope_version {
        return Err(Failure::new(StatusCode::CONFLICT, "scope-changed"));
    }
    let reply = frames::pull(
        &mut tx,
        caller.tenant,
        &caller.units,
        message.cursor,
        room(message.max_bytes),
    )
    .await?;
    accepts.reply(&reply)
}

pub(super) fn room(max_bytes: u64) -> u64 {
    max_bytes.clamp(FRAME_LEAST, FRAME_MOST)
}

/// The device as of this snapshot, if it can read rows as they are now written.
pub(super) async fn reader(
    tx: &mut Tx<'_>,
    caller: &Device,
    epoch: u64,
) -> Result<Device, Failure> {
    if tenant::epoch(tx).await? != epoch {
        return Err(Failure::new(StatusCode::CONFLICT, "wrong-epoch"));
    }
    let caller = device::get(tx, caller.id).await?;
    if caller.protocol < PROTOCOL[0] {
        return Err(Failure::new(StatusCode::UPGRADE_REQUIRED, "upgrade-needed"));
    }
    Ok(caller)
}
