//! Why a synchronisation did not come to its end. The sentence for each is `sync-problem-<code>`.

use crate::store::StoreError;
use crate::transport::TransportError;
use protocol::ApiError;
use std::time::Duration;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// No way to the server.
    #[error("the server cannot be reached: {0}")]
    Offline(String),
    /// The connection stands, but nothing moves.
    #[error("the connection stalled")]
    Stall,
    /// Something answered that is not our server, a hotel's log-in page for example.
    #[error("what answered is not the server: {0}")]
    NotOurServer(String),
    /// The certificate of what answered is not believed: of an unknown authority, of another name, or run out.
    #[error("the certificate is not believed: {0}")]
    Untrusted(String),
    /// What was given as the server's address is none.
    #[error("no address of a server")]
    BadAddress,
    /// The address is one of plain HTTP, and not of this computer: whatever is sent there could be read on the way.
    #[error("the address is not encrypted")]
    PlainHttp,
    /// The server does not know the device's token.
    #[error("the server refused the device's token")]
    TokenRefused,
    /// An administrator has revoked the device.
    #[error("the device is revoked")]
    DeviceRevoked,
    /// The server speaks only later versions of the protocol: rows wait for an upgrade, commands have been sent.
    #[error("this program is too old to read what the server has")]
    UpgradeNeeded,
    /// The server does not know an act of this version yet; it stays queued.
    #[error("the server is too old for this program")]
    ServerTooOld,
    /// The server's storage is full: nothing was lost, everything stays queued.
    #[error("the server's storage is full")]
    ServerFull,
    /// The server has too much to do just now; it may say for how long to leave it alone.
    #[error("the server is busy")]
    ServerBusy(Option<Duration>),
    /// What was given as the certificate of the office's own authority is none.
    #[error("no certificate of an authority in PEM")]
    BadAuthority,
    /// This computer's disk is full.
    #[error("this computer's disk is full")]
    DiskFull,
    /// The replica is locked or closed.
    #[error("the replica is closed")]
    Closed,
    /// Another program holds the replica for a long time: a large import, for example.
    #[error("another program holds the replica")]
    Busy,
    /// The device's history does not continue the one that the server has: its disk was restored or copied.
    #[error("the device's queue does not continue what the server has")]
    BadChain,
    /// The server's audit does not go on where it stood when this device last saw it: something in it was changed.
    #[error("the server's audit was changed behind the entries that this device has seen")]
    AuditForked,
    /// A signature does not fit.
    #[error("a signature does not fit")]
    BadSignature,
    /// After a repair the rows of a unit still differ.
    #[error("the rows of unit {unit} still differ after a repair")]
    StillDiffers {
        /// The unit.
        unit: String,
    },
    /// A file could not be sent or fetched; the others were.
    #[error("a file did not pass: {0}")]
    File(String),
    /// The one-time code is wrong, used or too old.
    #[error("the enrolment code is not valid")]
    BadCode,
    /// Login or password is wrong.
    #[error("login or password is wrong")]
    BadPassword,
    /// Too many tries; wait.
    #[error("too many tries")]
    TooManyTries,
    /// The server failed; it said so.
    #[error("the server failed: {0}")]
    Server(String),
    /// The replica failed.
    #[error("the replica failed")]
    Store(#[source] StoreError),
}

impl SyncError {
    /// The code under which the texts keep the sentence.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "offline",
            Self::Stall => "stall",
            Self::NotOurServer(_) => "not-our-server",
            Self::Untrusted(_) => "untrusted",
            Self::BadAddress => "bad-address",
            Self::PlainHttp => "plain-http",
            Self::TokenRefused => "token-refused",
            Self::DeviceRevoked => "device-revoked",
            Self::UpgradeNeeded => "upgrade-needed",
            Self::ServerTooOld => "server-too-old",
            Self::ServerFull => "server-full",
            Self::ServerBusy(_) => "server-busy",
            Self::BadAuthority => "bad-authority",
            Self::DiskFull => "disk-full",
            Self::Closed => "closed",
            Self::Busy => "busy",
            Self::BadChain => "bad-chain",
            Self::AuditForked => "audit-forked",
            Self::BadSignature => "bad-signature",
            Self::StillDiffers { .. } => "still-differs",
            Self::File(_) => "file",
            Self::BadCode => "bad-code",
            Self::BadPassword => "bad-password",
            Self::TooManyTries => "too-many-tries",
            Self::Server(_) => "server",
            Self::Store(_) => "store",
        }
    }

    /// All codes.
    pub const CODES: [&'static str; 26] = [
        "offline",
        "stall",
        "not-our-server",
        "untrusted",
        "bad-address",
        "plain-http",
        "token-refused",
        "device-revoked",
        "upgrade-needed",
        "server-too-old",
        "server-full",
        "server-busy",
        "bad-authority",
        "disk-full",
        "closed",
        "busy",
        "bad-chain",
        "audit-forked",
        "bad-signature",
        "still-differs",
        "file",
        "bad-code",
        "bad-password",
        "too-many-tries",
        "server",
        "store",
    ];

    /// How long the server asks to be left alone.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::ServerBusy(asked) => *asked,
            _ => None,
        }
    }

    /// Whether trying again later may help without anybody doing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Offline(_)
                | Self::Stall
                | Self::NotOurServer(_)
                | Self::Untrusted(_)
                | Self::ServerFull
                | Self::ServerBusy(_)
                | Self::Server(_)
                | Self::TooManyTries
                | Self::Busy
        )
    }
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::DiskFull,
            StoreError::Closed => Self::Closed,
            StoreError::Busy => Self::Busy,
            other => Self::Store(other),
        }
    }
}

impl From<TransportError> for SyncError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Offline(details) => Self::Offline(details),
            TransportError::Stall => Self::Stall,
            TransportError::Untrusted(details) => Self::Untrusted(details),
            TransportError::Garbled(details) => Self::NotOurServer(details),
        }
    }
}

/// The window's error, with its values. Its sentence is `error-sync-problem-<code>`, the same as `sync-problem-<code>`.
impl From<&SyncError> for ApiError {
    fn from(error: &SyncError) -> Self {
        let api = ApiError::new(&format!("sync-problem-{}", error.code()));
        match error {
            SyncError::Offline(details)
            | SyncError::NotOurServer(details)
            | SyncError::Server(details)
            | SyncError::File(details) => api.because(details),
            SyncError::StillDiffers { unit } => api.with("unit", unit),
            _ => api,
        }
    }
}
