//! `POST /v1/repair/check` and `/v1/repair/pull`: where the rows of a bucket differ, and only those.

use super::pull::{Reader, room};
use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::sight::Sight;
use crate::store::{frames, tenant};
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
    let mut reader = Reader::of_rows(&app, &caller, message.epoch).await?;
    in_scope(&reader.sight, &message.unit)?;
    let theirs = match message.sums.len() {
        0 => vec![Sum::default().hex(); PARTS],
        PARTS => message.sums,
        _ => return Err(Failure::bad_request(format!("{PARTS} sums or none"))),
    };
    let ours = frames::part_sums(
        &mut reader.tx,
        caller.tenant,
        &message.unit,
        Some(&reader.sight),
    )
    .await?;
    let parts = (0..=u8::MAX)
        .zip(ours.iter().zip(&theirs))
        .filter(|(_, (o, t))| o.hex() != **t)
        .map(|(n, _)| n);
    let plan = RepairPlan {
        parts: parts.collect(),
        head: tenant::counter(&mut reader.tx, caller.tenant, "log").await?,
    };
    accepts.reply(&plan)
}

pub(crate) async fn pull(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<RepairPull>,
) -> Result<Response, Failure> {
    let mut reader = Reader::of_rows(&app, &caller, message.epoch).await?;
    in_scope(&reader.sight, &message.unit)?;
    let room = room(message.max_bytes);
    let frame = frames::repair(
        &mut reader.tx,
        caller.tenant,
        &reader.sight,
        &message.unit,
        &message.parts,
        message.after,
        room,
    )
    .await?;
    accepts.reply(&frame)
}

fn in_scope(sight: &Sight, unit: &UnitId) -> Result<(), Failure> {
    if sight.buckets.contains(unit) {
        Ok(())
    } else {
        Err(Failure::new(StatusCode::FORBIDDEN, "out-of-scope"))
    }
}
