//! `POST /v1/repair/check` and `/v1/repair/pull`: where a department's rows differ, and only those.

use super::pull::{reader, room};
use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::device::Device;
use crate::store::{Wall, frames, tenant};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::UnitId;
use protocol::checksum::{PARTS, Sum};
use protocol::wire::{RepairCheck, RepairPlan, RepairPull};

pub(crate) async fn check(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<RepairCheck>,
) -> Result<Response, Failure> {
    let mut tx = app
        .store
        .snapshot(Wall::Units(caller.tenant, &caller.units))
        .await?;
    let caller = reader(&mut tx, &caller, message.epoch).await?;
    in_scope(&caller, &message.unit)?;
    let theirs = match message.sums.len() {
        0 => vec![Sum::default().hex(); PARTS],
        PARTS => message.sums,
        _ => return Err(Failure::bad_request(format!("{PARTS} sums or none"))),
    };
    let ours = frames::part_sums(&mut tx, caller.tenant, &message.unit).await?;
    let parts = (0..=u8::MAX)
        .zip(ours.iter().zip(&theirs))
        .filter(|(_, (o, t))| o.hex() != **t)
        .map(|(n, _)| n);
    let plan = RepairPlan {
        parts: parts.collect(),
        head: tenant::counter(&mut tx, caller.tenant, "log").await?,
    };
    accepts.reply(&plan)
}

pub(crate) async fn pull(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<RepairPull>,
) -> Result<Response, Failure> {
    let mut tx = app
        .store
        .snapshot(Wall::Units(caller.tenant, &caller.units))
        .await?;
    let caller = reader(&mut tx, &caller, message.epoch).await?;
    in_scope(&caller, &message.unit)?;
    let room = room(message.max_bytes);
    let frame = frames::repair(
        &mut tx,
        caller.tenant,
        &message.unit,
        &message.parts,
        message.after,
        room,
    )
    .await?;
    accepts.reply(&frame)
}

fn in_scope(caller: &Device, unit: &UnitId) -> Result<(), Failure> {
    if caller.units.contains(unit) {
        Ok(())
    } else {
        Err(Failure::new(StatusCode::FORBIDDEN, "out-of-scope"))
    }
}
