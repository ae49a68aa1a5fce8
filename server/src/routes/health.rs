//! `GET /health`: whether the database answers.

use crate::App;
use crate::error::Failure;
use crate::store::Wall;
use crate::store::tenant;
use axum::extract::State;

pub(crate) async fn health(State(app): State<App>) -> Result<&'static str, Failure> {
    let mut tx = app.store.snapshot(Wall::Open).await?;
    tenant::epoch(&mut tx).await?;
    Ok("ok")
}
