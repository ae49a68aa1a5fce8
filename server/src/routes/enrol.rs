//! `POST /v1/enrol`: a one-time code and a public key become a device.

use crate::App;
use crate::auth::Address;
use crate::body::{BRIEF, Packed};
use crate::error::Failure;
use crate::secrets;
use crate::store::device::{self, Code, Device};
use crate::store::{Wall, attempt, staff, tenant};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use ed25519_dalek::VerifyingKey;
use protocol::wire::{ENROL_STAFF, EnrolReply, EnrolRequest, GENESIS};

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
    if message.staff.len() > ENROL_STAFF {
        return Err(Failure::bad_request("too many people"));
    }
    let tried = format!("enrol:{address}");
    let hash = secrets::code_hash(&message.code);
    let code = known_code(&app, &hash, &tried).await?;
    // Before the code is used up: who mistypes a password may try again with the same one.
    let mut proven = Vec::new();
    for person in message.staff {
        proven.push(super::staff::prove(&app, code.tenant, &address, person).await?);
    }
    let mut tx = app.store.begin(Wall::Open).await?;
    let Some(code) = device::use_code(&mut tx, &hash, now).await? else {
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
    for person in &proven {
        person.welcome(&mut tx).await?;
    }
    for id in code.staff.into_iter().chain(proven.iter().map(|p| p.id)) {
        staff::admit(&mut tx, enrolled.id, id).await?;
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

/// The code, still good. A wrong one is counted.
async fn known_code(app: &App, hash: &[u8; 32], tried: &str) -> Result<Code, Failure> {
    let now = (app.clock)();
    let mut tx = app.store.begin(Wall::Open).await?;
    if attempt::barred(&mut tx, tried, TRIES, now).await? {
        return Err(Failure::too_many_tries());
    }
    match device::code(&mut tx, hash, now).await? {
        Some(code) => Ok(code),
        None => {
            attempt::count(&mut tx, tried, now).await?;
            tx.commit().await?;
            Err(Failure::new(StatusCode::FORBIDDEN, "bad-code"))
        }
    }
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
