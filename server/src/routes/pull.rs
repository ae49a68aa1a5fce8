//! `POST /v1/pull`: what changed after a cursor, as far as the device may see it.

use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::device::{self, Device};
use crate::store::sight::{self, Sight};
use crate::store::{self, Tx, Wall, frames, tenant};
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
    let mut reader = Reader::of_rows(&app, &caller, message.epoch).await?;
    if reader.device.scope_version != message.scope_version {
        return Err(Failure::new(StatusCode::CONFLICT, "scope-changed"));
    }
    let reply = frames::pull(
        &mut reader.tx,
        caller.tenant,
        &reader.sight,
        message.cursor,
        room(message.max_bytes),
    )
    .await?;
    accepts.reply(&reply)
}

pub(super) fn room(max_bytes: u64) -> u64 {
    max_bytes.clamp(FRAME_LEAST, FRAME_MOST)
}

/// A device that reads, as of a snapshot, with what it may see: everything else stands behind the second wall.
pub(super) struct Reader {
    pub tx: Tx<'static>,
    pub device: Device,
    pub sight: Sight,
}

impl Reader {
    pub(super) async fn of(app: &App, caller: &Device) -> Result<Self, Failure> {
        let mut tx = app.store.snapshot(Wall::Tenant(caller.tenant)).await?;
        let device = device::get(&mut tx, caller.id).await?;
        let sight = sight::of(&mut tx, &device).await?;
        store::behind(&mut tx, Wall::Device(caller.tenant, &sight)).await?;
        Ok(Self { tx, device, sight })
    }

    /// One that can read rows as they are now written.
    pub(super) async fn of_rows(app: &App, caller: &Device, epoch: u64) -> Result<Self, Failure> {
        let mut reader = Self::of(app, caller).await?;
        if tenant::epoch(&mut reader.tx).await? != epoch {
            return Err(Failure::new(StatusCode::CONFLICT, "wrong-epoch"));
        }
        if reader.device.protocol < PROTOCOL[0] {
            return Err(Failure::new(StatusCode::UPGRADE_REQUIRED, "upgrade-needed"));
        }
        Ok(reader)
    }
}
