//! Who calls: a device by its bearer token.

use crate::App;
use crate::error::Failure;
use crate::secrets;
use crate::store::Wall;
use crate::store::device::{self, Device};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use ed25519_dalek::{Signature, VerifyingKey};
use std::net::{IpAddr, SocketAddr};

/// The device that calls: enrolled and not revoked.
pub(crate) struct Caller(pub Device);

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or_else(refused)?;
        let hash = secrets::hash(token);
        let mut tx = app.store.snapshot(Wall::Open).await?;
        let device = device::by_token(&mut tx, &hash)
            .await?
            .filter(|d| secrets::same(&d.token_hash, &hash));
        let device = device.ok_or_else(refused)?;
        if device.revoked {
            return Err(Failure::new(StatusCode::FORBIDDEN, "device-revoked"));
        }
        Ok(Self(device))
    }
}

/// Whether a device's key signed a message.
pub(crate) fn signed_by(device: &Device, message: &[u8], signature: &str) -> bool {
    let bytes: Option<[u8; 64]> = hex::decode(signature).ok().and_then(|b| b.try_into().ok());
    let key = VerifyingKey::from_bytes(&device.public_key);
    match (key, bytes) {
        (Ok(key), Some(bytes)) => key
            .verify_strict(message, &Signature::from_bytes(&bytes))
            .is_ok(),
        _ => false,
    }
}

pub(crate) fn refused() -> Failure {
    Failure::new(StatusCode::UNAUTHORIZED, "bad-token")
}

/// The token of `authorization: Bearer <token>`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .map(str::trim)
}

/// The address that a call comes from: the connection's, or behind a proxy what the proxy says.
pub(crate) struct Address(pub IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let direct = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|c| c.0.ip());
        let direct = direct.ok_or_else(|| Failure::bad_request("no address"))?;
        // Only the last entry was written by our own proxy; what stands before it anybody may have made up.
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|v| v.to_str().ok());
        let last = forwarded
            .and_then(|v| v.rsplit(',').next())
            .and_then(|v| v.trim().parse().ok());
        Ok(Self(if app.behind_proxy {
            last.unwrap_or(direct)
        } else {
            direct
        }))
    }
}
