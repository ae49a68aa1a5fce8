//! Replica <-> server, over HTTPS: JSON bodies, compressed with zstd (`content-encoding: zstd`).
//!
//! | Message | Path |
//! |---|---|
//! | [`EnrolRequest`] -> [`EnrolReply`] | `POST /v1/enrol` |
//! | [`Hello`] -> [`HelloReply`] | `POST /v1/hello` |
//! | [`Push`] -> [`PushReply`] | `POST /v1/push` |
//! | [`Pull`] -> [`PullReply`] | `POST /v1/pull` |
//! | [`RepairCheck`] -> [`RepairPlan`] | `POST /v1/repair/check` |
//! | [`RepairPull`] -> [`RepairFrame`] | `POST /v1/repair/pull` |
//! | [`SnapshotAsk`] -> [`Manifest`](crate::snapshot::Manifest) | `POST /v1/snapshots` |
//! | -> bytes of a block | `GET /v1/snapshots/{unit, hexadecimal}/{sha256}` |
//! | [`BlobOffer`] -> [`BlobState`] | `POST /v1/blobs` |
//! | bytes of chunk *n* | `PUT /v1/blobs/{sha256}/chunks/{n}` |
//! | `()` -> [`BlobReceipt`] | `POST /v1/blobs/{sha256}/complete` |
//! | -> bytes of chunk *n* | `GET /v1/blobs/{sha256}/chunks/{n}` |
//! | [`AddStaff`] -> [`StaffToken`] | `POST /v1/staff` |
//! | [`DevicesAsk`](crate::devices::DevicesAsk) -> [`Devices`](crate::devices::Devices) | `POST /v1/devices` |
//!
//! Every call but enrolment carries `authorization: Bearer <device token>`. An error's body is a [`WireError`].

use crate::window::directory::{StaffRow, UnitRow};
use chrono::{DateTime, FixedOffset};
use domain::ids::{CommandId, DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::merge::Base;
use domain::number::{ProvisionalNumber, RegistrationNumber};
use domain::{Act, Refusal};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The protocol versions that this program speaks: oldest, newest.
pub const PROTOCOL: [u32; 2] = [1, 1];
/// The newest form of a command that this program knows: [`Unsigned::type_version`]. It rises with each new act and with
/// each change of an old one; what older forms meant is in [`crate::forms`], for ever.
pub const ACT_FORM: u32 = 2;
/// Bytes of a blob's chunk; the last one may be shorter.
pub const CHUNK: usize = 256 * 1024;
/// Commands in one push, at most.
pub const PUSH_COMMANDS: usize = 200;
/// Bytes of commands in one push, at most, before compression; a single command may be larger.
pub const PUSH_BYTES: usize = 256 * 1024;
/// The first `prev_hash` of a device.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A device asks to be let in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// One-time code from the administrator.
    pub code: String,
    /// Ed25519 public key, hexadecimal.
    pub public_key: String,
    /// Version of the program.
    pub app_version: String,
    /// A name for the list of devices.
    pub device_name: String,
    /// Who shall unlock the device at once. A wrong password refuses the whole, and the code is still good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<AddStaff>,
}

/// The most people that are admitted while a device is enrolled.
pub const ENROL_STAFF: usize = 8;

/// The device is let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolReply {
    /// The device's id.
    pub device: DeviceId,
    /// The device's short number, for provisional numbers.
    pub device_number: u32,
    /// The body.
    pub tenant: TenantId,
    /// Bearer token.
    pub token: String,
    /// Epoch of the log; rises when the server is restored from a backup.
    pub epoch: u64,
    /// The server's Ed25519 public key, hexadecimal.
    pub server_key: String,
    /// What the device may hold.
    pub scope: Scope,
    /// The legal profile's file.
    pub profile: String,
}

/// What a device may hold and who may use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Rises with every change.
    pub version: u64,
    /// Units whose rows the device holds.
    pub units: Vec<UnitId>,
    /// All units of the body.
    pub all_units: Vec<UnitRow>,
    /// All staff of the body, for names; those whose `on_this_device` is set may unlock it.
    pub staff: Vec<StaffRow>,
    /// [`profile_digest`] of the body's legal profile: who holds another one asks for it in a greeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

/// A member of staff proves to the server who they are, to be admitted to a device.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddStaff {
    /// Login.
    pub login: String,
    /// Server password.
    pub password: String,
}

/// Admitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffToken {
    /// The person.
    pub staff: StaffId,
    /// The scope afterwards.
    pub scope: Scope,
}

/// The device says where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Versions spoken: oldest, newest.
    pub protocol: [u32; 2],
    /// Epoch of the log that the device knows.
    pub epoch: u64,
    /// Last log sequence that the device has applied.
    pub cursor: u64,
    /// Scope version that the device knows.
    pub scope_version: u64,
    /// Last device sequence whose outcome the device has stored.
    pub acked: u64,
    /// Commands that wait.
    pub queued: u64,
    /// The device's clock: recorded and shown, never refused.
    pub clock: DateTime<FixedOffset>,
    /// The last tree head that the device holds, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeSeen>,
    /// Cases that were erased here and whose receipts the server may not have yet; at most [`RECEIPTS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<EraseReceipt>,
    /// Which legal profile the device holds, where it is not the one that the scope names: [`profile_digest`] of its file.
    /// Who does not say gets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

/// SHA-256 of a legal profile's file, hexadecimal.
#[must_use]
pub fn profile_digest(file: &str) -> String {
    hex::encode(Sha256::digest(file.as_bytes()))
}

/// Receipts of erasures in one greeting, at most.
pub const RECEIPTS: usize = 500;

/// The device holds nothing of a case any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseReceipt {
    /// The case.
    pub inquiry: InquiryId,
    /// The device's Ed25519 signature over `erased:<inquiry>`, hexadecimal.
    pub signature: String,
}

impl EraseReceipt {
    /// The bytes that are signed.
    #[must_use]
    pub fn message(inquiry: InquiryId) -> String {
        format!("erased:{inquiry}")
    }
}

/// The server's side of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloReply {
    /// Version to speak.
    pub protocol: u32,
    /// Epoch of the log.
    pub epoch: u64,
    /// Last sequence of the log.
    pub head: u64,
    /// Last device sequence whose outcome the server has stored.
    pub durable_seq: u64,
    /// The server's clock.
    pub server_time: DateTime<FixedOffset>,
    /// Until when the device may be unlocked without speaking to the server again.
    pub lease_until: DateTime<FixedOffset>,
    /// Present when the device's scope version is old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The audit's tree as it stands, where it is not the one that the device holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeHead>,
    /// That `tree` begins with the tree that the device holds: hashes of RFC 6962, hexadecimal. Of another epoch there is
    /// no proof: the log began anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proof: Vec<String>,
    /// Last device sequence whose outcome is in a backup; absent where no backup has held any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backed_up: Option<u64>,
    /// Units of which a snapshot can be fetched; only to a device that begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snapshots: Vec<UnitId>,
    /// The legal profile's file, where the device said that it holds another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

/// Which tree a device holds. Travels as `[epoch, size]`: it is in each greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct TreeSeen {
    /// Epoch in which the server signed it.
    pub epoch: u64,
    /// Entries.
    pub size: u64,
}

impl From<(u64, u64)> for TreeSeen {
    fn from((epoch, size): (u64, u64)) -> Self {
        Self { epoch, size }
    }
}

impl From<TreeSeen> for (u64, u64) {
    fn from(seen: TreeSeen) -> Self {
        (seen.epoch, seen.size)
    }
}

/// The audit of a body at a moment, signed by the server: it cannot deny it later. See [`crate::tree`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// Epoch of the log.
    pub epoch: u64,
    /// Entries.
    pub size: u64,
    /// Root, hexadecimal.
    pub root: String,
    /// By the server's clock.
    pub at: DateTime<FixedOffset>,
    /// The server's Ed25519 signature over [`TreeHead::message`], hexadecimal.
    pub signature: String,
}

impl TreeHead {
    /// The bytes that are signed.
    #[must_use]
    pub fn message(&self, tenant: TenantId) -> String {
        format!(
            "tree:{tenant}:{}:{}:{}:{}",
            self.epoch,
            self.size,
            self.root,
            self.at.to_rfc3339()
        )
    }
}

/// An act of a person, as queued, signed and sent. The signed part travels as the very text that was signed, so
/// that a server of another version checks the same bytes, and answers [`OutcomeKind::Unsupported`] to an act that
/// it does not know instead of failing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// JSON of [`Unsigned`], kept byte for byte from the moment of signing.
    pub signed: String,
    /// Ed25519 signature over the 32 bytes of [`Command::hash`], hexadecimal.
    pub signature: String,
    /// What is left of a command whose case was erased; `signed` is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tombstone: Option<Tombstone>,
    /// What the fields of `base` held on the device, where they held anything: only for the people who settle a conflict.
    /// Not signed, since the device forgets it sooner than what was signed: these are not its own words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub was: BTreeMap<String, serde_json::Value>,
}

/// What keeps a device's chain whole where a command's text was erased. The signature still covers `hash`; that the rest
/// belongs to it nobody can prove any more, so such a command has no effect: its outcome is a refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// SHA-256 of the text that was signed, hexadecimal.
    pub hash: String,
    /// Its place on the device.
    pub device_seq: u64,
    /// Its id.
    pub id: CommandId,
    /// Hash of the device's previous command.
    pub prev_hash: String,
}

impl Command {
    /// Writes down a command and has it signed: `sign` gets the 32 bytes of the hash and returns the signature.
    ///
    /// # Errors
    /// An act that cannot be serialised.
    pub fn sign(
        body: &Unsigned,
        sign: impl FnOnce(&[u8; 32]) -> [u8; 64],
    ) -> Result<Self, serde_json::Error> {
        let signed = serde_json::to_string(body)?;
        let signature = hex::encode(sign(&sha256(signed.as_bytes())));
        Ok(Self {
            signed,
            signature,
            tombstone: None,
            was: BTreeMap::new(),
        })
    }

    /// SHA-256 of the signed text: what the signature covers. Of an erased command the hash that it names; all zeros
    /// where that is none: a device that signs those gets a refusal like any other.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        match &self.tombstone {
            None => sha256(self.signed.as_bytes()),
            Some(left) => hex::decode(&left.hash)
                .ok()
                .and_then(|bytes| bytes.try_into().ok())
                .unwrap_or_default(),
        }
    }

    /// The hash in hexadecimal: `prev_hash` of the device's next command.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hex::encode(self.hash())
    }

    /// The signed part, in today's meaning whatever form it was written in.
    ///
    /// # Errors
    /// A form that this program does not know, or a text that breaks its own form.
    pub fn read(&self) -> Result<Unsigned, crate::forms::Unreadable> {
        crate::forms::read(&self.signed)
    }

    /// The part that never changes between versions.
    ///
    /// # Errors
    /// A text that is not a command at all.
    pub fn envelope(&self) -> Result<Envelope, serde_json::Error> {
        match &self.tombstone {
            None => serde_json::from_str(&self.signed),
            Some(left) => Ok(Envelope {
                device_seq: left.device_seq,
                id: left.id,
                prev_hash: left.prev_hash.clone(),
                type_version: 0,
            }),
        }
    }

    /// What is left of this command once its text is erased.
    ///
    /// # Errors
    /// As of [`Command::envelope`].
    pub fn erased(&self) -> Result<Self, serde_json::Error> {
        let envelope = self.envelope()?;
        Ok(Self {
            signed: String::new(),
            signature: self.signature.clone(),
            tombstone: Some(Tombstone {
                hash: self.hash_hex(),
                device_seq: envelope.device_seq,
                id: envelope.id,
                prev_hash: envelope.prev_hash,
            }),
            was: BTreeMap::new(),
        })
    }

    /// Bytes of the command in a push, before compression.
    #[must_use]
    pub fn size(&self) -> usize {
        self.signed.len() + self.signature.len() + 32
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// What of a command every version can read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Envelope {
    /// Contiguous per device, from 1.
    pub device_seq: u64,
    /// Id: one effect at most.
    pub id: CommandId,
    /// Hash of the device's previous command.
    pub prev_hash: String,
    /// Form of the rest.
    #[serde(default)]
    pub type_version: u32,
}

/// The signed part of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsigned {
    /// Contiguous per device, from 1.
    pub device_seq: u64,
    /// Id: one effect at most.
    pub id: CommandId,
    /// Version of the act's form.
    pub type_version: u32,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// What the device had seen of the fields that the act may change.
    pub base: BTreeMap<String, Base>,
    /// The act.
    pub act: Act,
    /// Who.
    pub actor: StaffId,
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// The provisional number given to a registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional: Option<ProvisionalNumber>,
    /// Hash of the device's previous command; [`GENESIS`] for the first.
    pub prev_hash: String,
    /// Epoch of the log whose sequences `base` names; 0 where the device did not say it yet.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub epoch: u64,
}

// The signature is serde's.
#[cfg_attr(
    target_pointer_width = "64",
    expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )
)]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Commands in the order of the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// Epoch that the device knows.
    pub epoch: u64,
    /// Commands.
    pub commands: Vec<Command>,
}

/// Outcomes in the same order. There are fewer of them than commands when one was
/// [`OutcomeKind::Unsupported`]: it is the last outcome, nothing behind it was looked at, and all of it stays queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushReply {
    /// One for each command, word for word the same on a retry.
    pub outcomes: Vec<Outcome>,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The command.
    pub id: CommandId,
    /// Its place on the device.
    pub device_seq: u64,
    /// The result.
    pub result: OutcomeKind,
    /// Log sequence at which it took effect; absent where it had none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Official number, when the command gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<RegistrationNumber>,
}

/// The result of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum OutcomeKind {
    /// Applied to the row as the device knew it.
    Applied,
    /// Applied to a row that had moved on, without loss.
    Merged,
    /// Applied but for some fields, which wait for a person.
    Conflict {
        /// The fields.
        fields: Vec<String>,
    },
    /// Not applied; the clerk sees why.
    Rejected {
        /// Why.
        refusal: Refusal,
    },
    /// The act's form is not known to this server yet; it stays queued.
    Unsupported,
}

/// Changes after a cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// Epoch that the device knows.
    pub epoch: u64,
    /// Last sequence applied.
    pub cursor: u64,
    /// Scope version that the device knows.
    pub scope_version: u64,
    /// Bytes of rows that one reply may carry, before compression.
    pub max_bytes: u64,
}

/// One frame of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullReply {
    /// The cursor before.
    pub from: u64,
    /// The cursor after applying all of it.
    pub to: u64,
    /// Last sequence of the log: more to pull while `to` is less.
    pub head: u64,
    /// Row changes in order of sequence.
    pub ops: Vec<Op>,
    /// Checksums of the rows of each unit of the device at `to`, when `to` equals `head`; also of units without rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buckets: Vec<Bucket>,
}

/// A change of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Op {
    /// The row as it stands.
    Put {
        /// Sequence of its latest change.
        seq: u64,
        /// The inquiry.
        id: InquiryId,
        /// Its unit.
        unit: UnitId,
        /// Canonical JSON of the inquiry, kept byte for byte.
        content: String,
    },
    /// The row left the device's scope.
    Remove {
        /// Sequence.
        seq: u64,
        /// The inquiry.
        id: InquiryId,
    },
    /// The case was erased: whatever the device holds of it goes, the texts of its commands too. Sent to each device of
    /// the body, whatever its scope. The next greeting carries the receipt.
    Erase {
        /// Sequence.
        seq: u64,
        /// The inquiry.
        id: InquiryId,
    },
}

/// Checksum of the current rows of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// The unit.
    pub unit: UnitId,
    /// Rows.
    pub rows: u64,
    /// Sum of the rows' checksums, 32 hexadecimal digits: see [`crate::checksum`].
    pub sum: String,
}

/// The device's checksums of a unit do not agree: where do they differ?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairCheck {
    /// Epoch that the device knows.
    pub epoch: u64,
    /// The unit, one of the device's scope.
    pub unit: UnitId,
    /// The device's checksums of the unit's 256 parts, in order (see [`crate::checksum::part`]); empty when the
    /// device has no rows of the unit.
    pub sums: Vec<String>,
}

/// The parts to fetch again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairPlan {
    /// Parts whose checksums differ.
    pub parts: Vec<u8>,
    /// Last sequence of the log when they were compared.
    pub head: u64,
}

/// Fetches all rows of some parts of a unit, in order of sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairPull {
    /// Epoch that the device knows.
    pub epoch: u64,
    /// The unit.
    pub unit: UnitId,
    /// The parts.
    pub parts: Vec<u8>,
    /// Rows after this sequence: 0 to begin, then `to` of the last reply.
    pub after: u64,
    /// Bytes of rows that one reply may carry, before compression.
    pub max_bytes: u64,
}

/// A frame of a repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairFrame {
    /// The rows of the parts with a sequence in `after..=to`, as they stand: only [`Op::Put`].
    pub ops: Vec<Op>,
    /// Where the next frame begins.
    pub to: u64,
    /// Whether there is no further one. Rows of the parts that came in no frame and whose sequence is at most
    /// `to` are not the unit's any more.
    pub last: bool,
}

/// Asks for a unit's snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotAsk {
    /// Epoch that the device knows.
    pub epoch: u64,
    /// The unit, one of the device's scope.
    pub unit: UnitId,
}

/// A file is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobOffer {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of each chunk, hexadecimal.
    pub chunks: Vec<String>,
}

/// What the server still lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobState {
    /// Numbers of missing chunks.
    pub missing: Vec<u32>,
    /// Present when the whole is there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<BlobReceipt>,
}

/// The server has the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobReceipt {
    /// SHA-256 of the whole, hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// The server's Ed25519 signature over `blob:<sha256>:<size>`, hexadecimal.
    pub signature: String,
}

/// An error's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireError {
    /// Code, one of [`WireError::CODES`].
    pub code: String,
    /// Technical, without personal data.
    #[serde(default)]
    pub details: String,
    /// For `gap` and `bad-chain`: the next device sequence that the server expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
}

impl WireError {
    /// All codes that a device gets. What each means, and its status: `docs/sync.md`.
    pub const CODES: [&'static str; 20] = [
        "bad-request",
        "bad-token",
        "device-revoked",
        "out-of-scope",
        "bad-code",
        "bad-password",
        "too-many-tries",
        "gap",
        "bad-chain",
        "bad-signature",
        "wrong-epoch",
        "scope-changed",
        "too-large",
        "bad-chunk",
        "unknown-blob",
        "incomplete-blob",
        "unknown-snapshot",
        "upgrade-needed",
        "storage-full",
        "internal",
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn body() -> Unsigned {
        Unsigned {
            device_seq: 1,
            id: CommandId(Uuid::from_u128(1)),
            type_version: 1,
            inquiry: InquiryId(Uuid::from_u128(2)),
            base: BTreeMap::from([
                ("topic".into(), Base::Version(3)),
                ("draft".into(), Base::After(CommandId(Uuid::from_u128(4)))),
            ]),
            act: Act::AddNote { text: "Ң".into() },
            actor: StaffId(Uuid::from_u128(5)),
            at: DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap(),
            provisional: None,
            prev_hash: GENESIS.into(),
            epoch: 1,
        }
    }

    #[test]
    fn a_command_is_read_back_and_its_hash_covers_every_byte() {
        let command = Command::sign(&body(), |_| [7; 64]).unwrap();
        assert_eq!(command.read().unwrap(), body());
        assert_eq!(command.envelope().unwrap().prev_hash, GENESIS);
        let other = Command {
            signed: command
                .signed
                .replace("\"device_seq\":1", "\"device_seq\":2"),
            ..command.clone()
        };
        assert_ne!(other.hash_hex(), command.hash_hex());
    }

    #[test]
    fn an_act_of_a_later_version_still_has_its_envelope() {
        let mut command = Command::sign(&body(), |_| [7; 64]).unwrap();
        command.signed = command.signed.replace("add_note", "levitate");
        assert!(command.read().is_err());
        assert_eq!(command.envelope().unwrap().device_seq, 1);
    }
}
