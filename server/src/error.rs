//! What a call answers when it cannot do what it was asked. Details are technical: no personal data, no SQL.

use crate::objects::ObjectsError;
use crate::secrets::SecretError;
use crate::store::StoreError;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::wire::WireError;

/// A refusal on the wire.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    error: WireError,
    /// Seconds after which the call may be tried again.
    retry_after: Option<u32>,
}

/// Seconds for which tries of codes and passwords count.
const TRIES_COUNT: u32 = 15 * 60;

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &str) -> Self {
        Self {
            status,
            error: WireError {
                code: code.to_owned(),
                details: String::new(),
                expected: None,
            },
            retry_after: None,
        }
    }

    /// Too much is being done already; come again after so many seconds.
    pub(crate) fn busy(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
        }
    }

    /// Too many tries of a code or a password, or too many submissions.
    pub(crate) fn too_many_tries() -> Self {
        Self {
            retry_after: Some(TRIES_COUNT),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-tries")
        }
    }

    /// What a balancer is told: send calls to another one.
    pub(crate) fn unavailable(mut self) -> Self {
        self.status = StatusCode::SERVICE_UNAVAILABLE;
        self
    }

    /// The body did not come in time.
    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "too-slow")
    }

    pub(crate) fn because(mut self, details: impl Into<String>) -> Self {
        self.error.details = details.into();
        self
    }

    pub(crate) fn expecting(mut self, device_seq: u64) -> Self {
        self.error.expected = Some(device_seq);
        self
    }

    pub(crate) fn bad_request(details: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request").because(details)
    }

    pub(crate) fn too_large(details: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large").because(details)
    }

    /// Code and details, for an operator.
    pub(crate) fn told(&self) -> String {
        if self.error.details.is_empty() {
            self.error.code.clone()
        } else {
            format!("{}: {}", self.error.code, self.error.details)
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    fn full() -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, "storage-full")
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.error)).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::full(),
            // A row that cannot be: say where, so that somebody can look, but only in the log.
            StoreError::Inconsistent { .. }
            | StoreError::Migrate(_)
            | StoreError::Newer
            | StoreError::Old { .. }
            | StoreError::Unwalled => {
                tracing::error!(%error, "the database is inconsistent");
                Self::internal()
            }
            StoreError::NoAnswer => {
                tracing::error!("{error}");
                Self::internal()
            }
            StoreError::Driver(ref cause) | StoreError::Damaged(ref cause) => {
                tracing::error!(kind = driver_kind(cause), "the database failed");
                Self::internal()
            }
        }
    }
}

/// A driver's error without its text, which may quote values.
fn driver_kind(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(e) => format!("database {}", e.code().unwrap_or_default()),
        None => match error {
            sqlx::Error::PoolClosed => "pool closed".into(),
            sqlx::Error::Io(e) => format!("io {:?}", e.kind()),
            sqlx::Error::ColumnDecode { index, .. } => format!("column {index}"),
            _ => "driver".into(),
        },
    }
}

impl From<crate::snapshots::SnapshotError> for Failure {
    fn from(error: crate::snapshots::SnapshotError) -> Self {
        use crate::snapshots::SnapshotError as E;
        match error {
            E::Store(error) => error.into(),
            E::Objects(error) => error.into(),
            E::Pack(_) | E::Row => Self::internal(),
        }
    }
}

impl From<ObjectsError> for Failure {
    fn from(error: ObjectsError) -> Self {
        match error {
            ObjectsError::Full => Self::full(),
            ObjectsError::Address
            | ObjectsError::Keys
            | ObjectsError::Order(_)
            | ObjectsError::Store(_) => {
                tracing::error!(%error, "the store of the files failed");
                Self::internal()
            }
        }
    }
}

impl From<SecretError> for Failure {
    fn from(error: SecretError) -> Self {
        tracing::error!(%error, "no randomness or no hash");
        Self::internal()
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(error: tokio::task::JoinError) -> Self {
        tracing::error!(panicked = error.is_panic(), "a task did not end");
        Self::internal()
    }
}
