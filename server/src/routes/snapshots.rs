//! `/v1/snapshots`: a department's rows as they stood at one place of the log, for a device that begins.

use super::pull::Reader;
use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::objects;
use crate::snapshots;
use crate::store::tenant;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::UnitId;
use protocol::wire::SnapshotAsk;

pub(crate) async fn manifest(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<SnapshotAsk>,
) -> Result<Response, Failure> {
    {
        let reader = Reader::of_rows(&app, &caller, message.epoch).await?;
        in_scope(&reader, &message.unit)?;
    }
    let current = snapshots::current(&app, caller.tenant, &message.unit, message.epoch).await?;
    accepts.reply(&current.ok_or_else(unknown)?)
}

pub(crate) async fn block(
    State(app): State<App>,
    Caller(caller): Caller,
    Path((unit, sha256)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let unit = hex::decode(unit)
        .ok()
        .and_then(|u| String::from_utf8(u).ok());
    let unit = UnitId(unit.ok_or_else(unknown)?);
    let epoch = {
        let mut reader = Reader::of(&app, &caller).await?;
        in_scope(&reader, &unit)?;
        tenant::epoch(&mut reader.tx).await?
    };
    if !objects::is_hash(&sha256) {
        return Err(unknown());
    }
    // As of now: what could be had when the manifest was read may have been restricted since.
    let current = snapshots::current(&app, caller.tenant, &unit, epoch).await?;
    let named = current.is_some_and(|m| m.blocks.iter().any(|block| block.sha256 == sha256));
    if !named {
        return Err(unknown());
    }
    let block = app.objects.block(caller.tenant, &unit, &sha256).await?;
    let block = block.ok_or_else(unknown)?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], block).into_response())
}

fn in_scope(reader: &Reader, unit: &UnitId) -> Result<(), Failure> {
    if reader.device.units.contains(unit) {
        Ok(())
    } else {
        Err(Failure::new(StatusCode::FORBIDDEN, "out-of-scope"))
    }
}

fn unknown() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "unknown-snapshot")
}
