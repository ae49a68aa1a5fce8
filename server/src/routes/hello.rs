//! `POST /v1/hello`: where both sides stand.

use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::error::Failure;
use crate::store::{Wall, device, tenant};
use axum::extract::State;
use axum::response::Response;
use protocol::wire::{Hello, HelloReply, PROTOCOL};

pub(crate) async fn hello(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<Hello>,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let lease_until = now + crate::LEASE;
    let skew = (message.clock.to_utc() - now.to_utc()).num_seconds();
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    device::seen(
        &mut tx,
        caller.id,
        now,
        skew,
        lease_until,
        message.protocol[1],
    )
    .await?;
    let caller = device::get(&mut tx, caller.id).await?;
    let scope = if message.scope_version == caller.scope_version {
        None
    } else {
        Some(super::scope(&mut tx, &caller).await?)
    };
    let reply = HelloReply {
        protocol: message.protocol[1].min(PROTOCOL[1]),
        epoch: tenant::epoch(&mut tx).await?,
        head: tenant::counter(&mut tx, caller.tenant, "log").await?,
        durable_seq: caller.durable_seq,
        server_time: now,
        lease_until,
        scope,
        backed_up: match tenant::counter(&mut tx, caller.tenant, &tenant::backed_up(caller.id))
            .await?
        {
            0 => None,
            seq => Some(seq),
        },
    };
    tx.commit().await?;
    accepts.reply(&reply)
}
