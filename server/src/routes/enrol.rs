//! `POST /v1/enrol`: a one-time code and a public key become a device.

use crate::App;
use crate::auth::Address;
use crate::body::{BRIEF, Packed};
use crate::error::Failure;
use crate::secrets;
use crate::store::device::{self, Device};
use crate::store::{Wall, attempt, staff, tenant};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use ed25519_dalek::VerifyingKey;
use protocol::wire::{EnrolReply, EnrolRequest, GENESIS};

/// Wrong codes from one address in a quarter of an hour.
const TRIES: i64 = 10;
/// Characters that a device's name and version may have.
const NAME_MOST: usize = 100;

pub(crate) async fn enrol(
    State(app): State<App>,
    Address(address): Address,
    Packed { message, accepts }: Packed<EnrolRequest, BRIEF>,
) -> Result<Response, Failure> {
    let now = (app.clock)();
    let public_key = public_key(&message.public_key)?;
    let tried = format!("enrol:{address}");
    let mut tx = app.store.begin(Wall::Open).await?;
    if attempt::barred(&mut tx, &tried, TRIES, now).await? {
        return Err(Failure::too_many_tries());
    }
    let Some(code) = device::use_code(&mut tx, &secrets::code_hash(&message.code), now).await?
    else {
        attempt::count(&mut tx, &tried, now).await?;
        tx.commit().await?;
        return Err(Failure::new(StatusCode::FORBIDDEN, "bad-code"));
    };
    attempt::clear(&mut tx, &tried).await?;
    let last = tenant::counter(&mut tx, code.tenant, "device").await?;
    tenant::advance(&mut tx, code.tenant, "device", last, last + 1).await?;
    let token = secrets::token()?;
    let enrolled = Device {
        id: code.device,
        tenant: code.tenant,
        number: u32::try_from(last + 1).map_err(|_| Failure::bad_request("too many devices"))?,
        name: short(&message.device_name),
        public_key,
        token_hash: secrets::hash(&token),
        units: code.units,
        scope_version: 1,
        sight_since: tenant::counter(&mut tx, code.tenant, "log").await?,
        durable_seq: 0,
        announced: 0,
        last_hash: GENESIS.to_owned(),
        protocol: protocol::wire::PROTOCOL[1],
        last_seen: None,
        clock_skew: None,
        lease_until: now + crate::LEASE,
        revoked: false,
    };
    device::insert(&mut tx, &enrolled, &short(&message.app_version)).await?;
    for id in &code.staff {
        staff::admit(&mut tx, enrolled.id, *id).await?;
    }
    let reply = EnrolReply {
        device: enrolled.id,
        device_number: enrolled.number,
        tenant: enrolled.tenant,
        token,
        epoch: tenant::epoch(&mut tx).await?,
        server_key: hex::encode(app.key.verifying_key().to_bytes()),
        scope: super::scope(&app.store, &mut tx, &enrolled).await?,
        profile: tenant::profile(&mut tx, enrolled.tenant).await?,
    };
    tx.commit().await?;
    tracing::info!(device = %enrolled.id, number = enrolled.number, "a device was enrolled");
    accepts.reply(&reply)
}

fn public_key(text: &str) -> Result<[u8; 32], Failure> {
    let bytes: Option<[u8; 32]> = hex::decode(text).ok().and_then(|b| b.try_into().ok());
    bytes
        .filter(|b| VerifyingKey::from_bytes(b).is_ok_and(|key| !key.is_weak()))
        .ok_or_else(|| Failure::bad_request("not an Ed25519 public key"))
}

/// One line, without the signs that turn its direction.
fn short(text: &str) -> String {
    let clean = domain::clean::line(text);
    clean.chars().take(NAME_MOST).collect()
}
