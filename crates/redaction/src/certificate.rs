//! The certificate of redaction.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{Check, ReasonCode, Rect, SourceKind};

/// What is known of a released copy. It goes into the audit and into the archive package, and stays inside the office:
/// what accompanies the copy is [`Certificate::public`].
///
/// JSON, version 1. The marked words are in none of its fields.
///
/// | Field | |
/// |---|---|
/// | `version` | 1 |
/// | `id` | 32 hexadecimal digits, derived from the copy, the person and the time |
/// | `issued_by`, `issued_at` | who released the copy; RFC 3339 with the office's offset |
/// | `kind` | `pdf`, `jpeg`, `png`, `tiff`, `webp`, `bmp` |
/// | `source_commitment` | SHA-256 of `salt` and the SHA-256 of the source: binds the copy to its source without telling the hash |
/// | `source_salt`, `source_sha256` | open the commitment; absent from the public form |
/// | `copy_sha256` | of the released bytes |
/// | `marks` | `page`, `rect` (what was painted: padded, so that it does not tell the length of the words), `reason` |
/// | `checks` | the checks that ran: `name`, `version`, `passed`, `detail` |
/// | `result` | `passed`; there are no others, since nothing else is released |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// The version of this form.
    pub version: u32,
    /// Identifies the certificate.
    pub id: String,
    /// Who released the copy.
    pub issued_by: String,
    /// When.
    pub issued_at: DateTime<FixedOffset>,
    /// The format of source and copy.
    pub kind: SourceKind,
    /// SHA-256 over the salt and the source's SHA-256, in hexadecimal.
    pub source_commitment: String,
    /// The salt, in hexadecimal; opens the commitment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_salt: Option<String>,
    /// SHA-256 of the source, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_sha256: Option<String>,
    /// SHA-256 of the copy, in hexadecimal.
    pub copy_sha256: String,
    /// What was taken out, and why.
    pub marks: Vec<CertifiedMark>,
    /// What was checked before release.
    pub checks: Vec<Check>,
    /// `passed`.
    pub result: String,
}

/// A mark in a certificate: place and reason, never the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CertifiedMark {
    /// The page, from 1.
    pub page: u32,
    /// What was painted, in the units of [`Rect`].
    pub rect: Rect,
    /// Why.
    pub reason: ReasonCode,
}

impl Certificate {
    /// The form that may accompany the copy: without what would let a reader test guesses of the source.
    #[must_use]
    pub fn public(&self) -> Certificate {
        Certificate {
            source_salt: None,
            source_sha256: None,
            ..self.clone()
        }
    }

    /// True if the commitment was made for this source. `None` if the certificate is the public form.
    pub fn is_of_source(&self, source: &[u8]) -> Option<bool> {
        let salt = hex::decode(self.source_salt.as_ref()?).ok()?;
        let commitment = commitment(&salt, &crate::sha256(source));
        Some(commitment == self.source_commitment)
    }
}

pub(crate) fn commitment(salt: &[u8], source_sha256: &[u8; 32]) -> String {
    hex::encode(crate::sha256(&[salt, &source_sha256[..]].concat()))
}
