//! The audit chain: each entry's hash covers the entry and the hash before it, so no entry can be edited, left out
//! or put elsewhere without every later hash changing. Values appear only as salted commitments.

use chrono::{DateTime, FixedOffset};
use domain::ids::{CommandId, DeviceId, InquiryId, StaffId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash before the first entry.
pub const GENESIS: [u8; 32] = [0; 32];

/// One entry. Its JSON, in the order of the fields, is what the hash covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Place, from 1.
    pub seq: u64,
    /// By the server's clock.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub actor: Option<StaffId>,
    /// From which device; `None` for the server itself.
    pub device: Option<DeviceId>,
    /// The command.
    pub command: CommandId,
    /// The case.
    pub inquiry: InquiryId,
    /// The act's code.
    pub act: String,
    /// `applied`, `merged`, `conflict` or `rejected`.
    pub result: String,
    /// What changed.
    pub fields: Vec<Field>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name.
    pub field: String,
    /// Version before.
    pub base: u64,
    /// Version after.
    pub version: u64,
    /// SHA-256 over the entry's salt, the field's name, a zero byte and the value's JSON, hexadecimal.
    pub commitment: String,
}

impl Entry {
    /// The hash of this entry after another.
    #[must_use]
    pub fn hash(&self, prev: &[u8; 32]) -> [u8; 32] {
        // Serialising plain structs cannot fail.
        let json = serde_json::to_vec(self).unwrap_or_default();
        Sha256::new()
            .chain_update(prev)
            .chain_update(json)
            .finalize()
            .into()
    }
}

/// The commitment to a field's value.
#[must_use]
pub fn commitment(salt: &[u8], field: &str, value: &str) -> String {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(salt)
        .chain_update(field)
        .chain_update([0])
        .chain_update(value)
        .finalize()
        .into();
    hex::encode(hash)
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainReport {
    /// Entries read.
    pub entries: u64,
    /// First place where the chain does not fit.
    pub broken_at: Option<u64>,
    /// Hash of the last entry that fits, hexadecimal.
    pub head: String,
}
