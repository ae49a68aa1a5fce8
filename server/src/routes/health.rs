//! `GET /health`: whether this process answers. `GET /ready`: whether it can work, that is, whether the database and
//! the store of the files answer. A balancer sends calls to whoever is ready.

use crate::App;
use crate::error::Failure;
use crate::store::{Wall, tenant};
use axum::extract::State;

pub(crate) async fn health() -> &'static str {
    "ok"
}

pub(crate) async fn ready(State(app): State<App>) -> Result<&'static str, Failure> {
    look(&app).await.map_err(Failure::unavailable)?;
    Ok("ready")
}

async fn look(app: &App) -> Result<(), Failure> {
    let mut tx = app.store.snapshot(Wall::Open).await?;
    tenant::epoch(&mut tx).await?;
    drop(tx);
    Ok(app.objects.answers().await?)
}
