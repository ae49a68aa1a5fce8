//! Messages with their paths, and how their answers are read.

use crate::error::SyncError;
use crate::transport::{Body, Method, Reply, Request};
use domain::ids::UnitId;
use domain::sensitive::Sensitive;
use protocol::snapshot::Manifest;
use protocol::wire::{
    BlobOffer, BlobReceipt, BlobState, Hello, HelloReply, Pull, PullReply, Push, PushReply,
    RepairCheck, RepairFrame, RepairPlan, RepairPull, SnapshotAsk, WireError,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A call to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Greets.
    Hello(Hello),
    /// Sends commands.
    Push(Push),
    /// Asks for rows.
    Pull(Pull),
    /// Asks where a unit's rows differ.
    RepairCheck(RepairCheck),
    /// Asks for rows of parts.
    RepairPull(RepairPull),
    /// Asks for a unit's snapshot.
    Snapshot(SnapshotAsk),
    /// Asks for a block of it.
    SnapshotBlock {
        /// The unit.
        unit: UnitId,
        /// The block.
        sha256: String,
    },
    /// Offers a file.
    Offer(BlobOffer),
    /// Sends a chunk.
    PutChunk {
        /// File.
        sha256: String,
        /// Chunk.
        n: u32,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// All chunks were sent.
    Complete {
        /// File.
        sha256: String,
    },
    /// Asks for a chunk.
    GetChunk {
        /// File.
        sha256: String,
        /// Chunk.
        n: u32,
    },
}

/// What the server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To [`Message::Hello`].
    Hello(Box<HelloReply>),
    /// To [`Message::Push`].
    Push(PushReply),
    /// To [`Message::Pull`].
    Pull(Box<PullReply>),
    /// To [`Message::RepairCheck`].
    RepairPlan(RepairPlan),
    /// To [`Message::RepairPull`].
    RepairFrame(RepairFrame),
    /// To [`Message::Snapshot`].
    Snapshot(Manifest),
    /// To [`Message::Offer`].
    Blob(BlobState),
    /// To [`Message::PutChunk`].
    Taken,
    /// To [`Message::Complete`].
    Receipt(BlobReceipt),
    /// To [`Message::GetChunk`] and [`Message::SnapshotBlock`].
    Bytes(Vec<u8>),
}

impl Message {
    /// The call as it travels.
    ///
    /// # Errors
    /// A message that cannot be serialised.
    pub fn request(&self, token: Sensitive<String>) -> Result<Request, serde_json::Error> {
        let (method, path, body) = match self {
            Message::Hello(m) => (Method::Post, "/v1/hello".to_owned(), json(m)?),
            Message::Push(m) => (Method::Post, "/v1/push".to_owned(), json(m)?),
            Message::Pull(m) => (Method::Post, "/v1/pull".to_owned(), json(m)?),
            Message::RepairCheck(m) => (Method::Post, "/v1/repair/check".to_owned(), json(m)?),
            Message::RepairPull(m) => (Method::Post, "/v1/repair/pull".to_owned(), json(m)?),
            Message::Snapshot(m) => (Method::Post, "/v1/snapshots".to_owned(), json(m)?),
            Message::SnapshotBlock { unit, sha256 } => (
                Method::Get,
                format!("/v1/snapshots/{}/{sha256}", hex::encode(unit.as_str())),
                Body::Empty,
            ),
            Message::Offer(m) => (Method::Post, "/v1/blobs".to_owned(), json(m)?),
            Message::PutChunk { sha256, n, bytes } => (
                Method::Put,
                format!("/v1/blobs/{sha256}/chunks/{n}"),
                Body::Bytes(bytes.clone()),
            ),
            Message::Complete { sha256 } => (
                Method::Post,
                format!("/v1/blobs/{sha256}/complete"),
                Body::Empty,
            ),
            Message::GetChunk { sha256, n } => (
                Method::Get,
                format!("/v1/blobs/{sha256}/chunks/{n}"),
                Body::Empty,
            ),
        };
        Ok(Request {
            method,
            path,
            token: Some(token),
            body,
        })
    }

    /// Reads the answer to this message.
    ///
    /// # Errors
    /// Outer: what answered is not our server. Inner: our server refused.
    pub fn answer(&self, reply: Reply) -> Result<Result<Answer, WireError>, SyncError> {
        if let Some(refusal) = refusal(&reply)? {
            return Ok(Err(refusal));
        }
        Ok(Ok(match self {
            Message::Hello(_) => Answer::Hello(Box::new(read(&reply)?)),
            Message::Push(_) => Answer::Push(read(&reply)?),
            Message::Pull(_) => Answer::Pull(Box::new(read(&reply)?)),
            Message::RepairCheck(_) => Answer::RepairPlan(read(&reply)?),
            Message::RepairPull(_) => Answer::RepairFrame(read(&reply)?),
            Message::Snapshot(_) => Answer::Snapshot(read(&reply)?),
            Message::Offer(_) => Answer::Blob(read(&reply)?),
            Message::PutChunk { .. } => Answer::Taken,
            Message::Complete { .. } => Answer::Receipt(read(&reply)?),
            Message::GetChunk { .. } | Message::SnapshotBlock { .. } => Answer::Bytes(reply.body),
        }))
    }
}

pub(crate) fn json<T: Serialize>(message: &T) -> Result<Body, serde_json::Error> {
    serde_json::to_vec(message).map(Body::Json)
}

/// The refusal that a reply is, if it is one.
pub(crate) fn refusal(reply: &Reply) -> Result<Option<WireError>, SyncError> {
    if (200..300).contains(&reply.status) {
        return Ok(None);
    }
    let busy = || SyncError::ServerBusy(reply.retry_after);
    match serde_json::from_slice::<WireError>(&reply.body) {
        // Nothing was looked at: the run ends here, and the next one waits.
        Ok(refusal) if refusal.code == "busy" => Err(busy()),
        Ok(refusal) if refusal.code == "too-slow" => Err(SyncError::Stall),
        Ok(refusal) => Ok(Some(refusal)),
        // The server, or a proxy in front of it, waited in vain for the rest of the request.
        Err(_) if matches!(reply.status, 408 | 504) => Err(SyncError::Stall),
        Err(_) if matches!(reply.status, 429 | 503) && reply.retry_after.is_some() => Err(busy()),
        // A proxy in front of the server, or something else altogether.
        Err(_) if reply.status >= 500 => Err(SyncError::Server(format!("status {}", reply.status))),
        Err(_) => Err(SyncError::NotOurServer(format!("status {}", reply.status))),
    }
}

pub(crate) fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, SyncError> {
    serde_json::from_slice(&reply.body)
        .map_err(|e| SyncError::NotOurServer(format!("line {}, column {}", e.line(), e.column())))
}

/// A refusal as a problem.
pub(crate) fn problem(refusal: WireError) -> SyncError {
    match refusal.code.as_str() {
        "bad-token" => SyncError::TokenRefused,
        "device-revoked" => SyncError::DeviceRevoked,
        "upgrade-needed" => SyncError::UpgradeNeeded,
        "storage-full" => SyncError::ServerFull,
        "gap" | "bad-chain" => SyncError::BadChain,
        "bad-signature" => SyncError::BadSignature,
        "bad-code" => SyncError::BadCode,
        "bad-password" => SyncError::BadPassword,
        "too-many-tries" => SyncError::TooManyTries,
        _ => SyncError::Server(if refusal.details.is_empty() {
            refusal.code
        } else {
            format!("{}: {}", refusal.code, refusal.details)
        }),
    }
}
