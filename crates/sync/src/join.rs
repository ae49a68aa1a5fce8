//! Calls outside a run: a device is let in, a person is admitted to it, it asks how the others stand.

use crate::core::message;
use crate::error::SyncError;
use crate::transport::{Body, Method, Request, Transport};
use domain::sensitive::Sensitive;
use protocol::devices::{Devices, DevicesAsk};
use protocol::wire::{AddStaff, EnrolReply, EnrolRequest, StaffToken};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Enrols this device with a one-time code.
///
/// # Errors
/// [`SyncError::BadCode`], [`SyncError::TooManyTries`], or no way to the server.
pub async fn enrol<T: Transport>(
    transport: &T,
    request: &EnrolRequest,
) -> Result<EnrolReply, SyncError> {
    post(transport, "/v1/enrol", None, request).await
}

/// Admits a member of staff to this device by login and server password.
///
/// # Errors
/// [`SyncError::BadPassword`], [`SyncError::TooManyTries`], or no way to the server.
pub async fn admit<T: Transport>(
    transport: &T,
    token: Sensitive<String>,
    staff: &AddStaff,
) -> Result<StaffToken, SyncError> {
    post(transport, "/v1/staff", Some(token), staff).await
}

/// Asks how the computers of this one's departments stand.
///
/// # Errors
/// A revoked device, a server of before this question, or no way to it.
pub async fn devices<T: Transport>(
    transport: &T,
    token: Sensitive<String>,
) -> Result<Devices, SyncError> {
    post(transport, "/v1/devices", Some(token), &DevicesAsk {}).await
}

async fn post<T: Transport, Q: Serialize, A: DeserializeOwned>(
    transport: &T,
    path: &str,
    token: Option<Sensitive<String>>,
    question: &Q,
) -> Result<A, SyncError> {
    let body = serde_json::to_vec(question).map_err(|e| SyncError::Server(e.to_string()))?;
    let request = Request {
        method: Method::Post,
        path: path.to_owned(),
        token,
        body: Body::Json(body),
    };
    let reply = transport.call(request).await?;
    match message::refusal(&reply)? {
        Some(refusal) => Err(message::problem(refusal)),
        None => message::read(&reply),
    }
}
