//! How a call reaches the server: over HTTP, or in a test through whatever drops and cuts.

use domain::sensitive::Sensitive;
use std::future::Future;
use std::time::Duration;

/// Methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends a message.
    Post,
    /// Sends a chunk.
    Put,
}

/// What a call carries.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// JSON, worth compressing.
    Json(Vec<u8>),
    /// Bytes of a file, sent as they are.
    Bytes(Vec<u8>),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Body::Empty => f.write_str("Empty"),
            Body::Json(bytes) => write!(f, "Json({} bytes)", bytes.len()),
            Body::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
        }
    }
}

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Method.
    pub method: Method,
    /// Path from the server's root, for example `/v1/push`.
    pub path: String,
    /// Bearer token.
    pub token: Option<Sensitive<String>>,
    /// Body.
    pub body: Body,
}

/// What came back.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Body, decompressed.
    pub body: Vec<u8>,
    /// How long the server asks to be left alone.
    pub retry_after: Option<Duration>,
}

/// Why nothing came back. Whether the server has acted on the request is then unknown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection.
    #[error("no connection: {0}")]
    Offline(String),
    /// A connection on which nothing moves.
    #[error("nothing moved for too long")]
    Stall,
    /// Who answered has a certificate that is not believed.
    #[error("the certificate is not believed: {0}")]
    Untrusted(String),
    /// A reply that cannot be read.
    #[error("unreadable reply: {0}")]
    Garbled(String),
}

/// A way to the server.
pub trait Transport: Send + Sync {
    /// Whether rows may be asked for while others are being written.
    fn looks_ahead(&self) -> bool {
        false
    }

    /// Makes one call.
    fn call(&self, request: Request) -> impl Future<Output = Result<Reply, TransportError>> + Send;
}
