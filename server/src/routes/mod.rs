//! One file an endpoint. Each reads look-up, rule, write; the paths are those of [`protocol::wire`].

mod blobs;
mod devices;
mod enrol;
mod health;
mod hello;
pub(crate) mod intake;
mod pull;
pub(crate) mod push;
mod repair;
mod snapshots;
mod staff;

use crate::App;
use crate::metrics::{self, Metrics};
use crate::serve::gates;
use crate::store::device::Device;
use crate::store::{Store, StoreError, Tx, staff as staff_rows, tenant};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use protocol::wire::Scope;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

/// A chunk over a bad link takes a minute; what takes longer than this is not coming any more.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(300);

pub(crate) fn router(app: App) -> Router {
    Router::new()
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/staff", post(staff::admit))
        .route("/v1/devices", post(devices::devices))
        .route("/v1/hello", post(hello::hello))
        .route("/v1/push", post(push::push))
        .route("/v1/pull", post(pull::pull))
        .route("/v1/repair/check", post(repair::check))
        .route("/v1/repair/pull", post(repair::pull))
        .route("/v1/snapshots", post(snapshots::manifest))
        .route("/v1/snapshots/{unit}/{sha256}", get(snapshots::block))
        .route("/v1/blobs", post(blobs::offer))
        .route(
            "/v1/blobs/{sha256}/chunks/{n}",
            put(blobs::put_chunk).get(blobs::get_chunk),
        )
        .route("/v1/blobs/{sha256}/complete", post(blobs::complete))
        .route("/intake/inquiries", post(intake::receive))
        .route("/intake/status", post(intake::status))
        .route("/openapi.yaml", get(openapi))
        .merge(crate::reception::router())
        .layer(DefaultBodyLimit::max(crate::body::PACKED_MOST))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            REQUEST_TIMEOUT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.gates.clone(), gates::pass))
        .layer(from_fn_with_state(app.metrics.clone(), metrics::count))
        .with_state(app)
}

/// The public endpoints, for whoever writes a website's side.
async fn openapi() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    const OPENAPI: &str = include_str!("../../../docs/openapi.yaml");
    ([(header::CONTENT_TYPE, "application/yaml")], OPENAPI)
}

/// What only the operator sees, at an address of its own.
pub(crate) fn figures(metrics: Metrics) -> Router {
    let page = || async move {
        metrics
            .page()
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    };
    Router::new().route("/metrics", get(page))
}

/// What a device may hold and who may use it, as of now.
pub(crate) async fn scope(
    store: &Store,
    tx: &mut Tx<'_>,
    device: &Device,
) -> Result<Scope, StoreError> {
    Ok(Scope {
        version: device.scope_version,
        units: device.units.iter().cloned().collect(),
        all_units: tenant::units(tx, device.tenant).await?,
        staff: staff_rows::all(tx, device.tenant, device.id).await?,
        profile: Some(store.profile_digest(tx, device.tenant).await?),
    })
}
