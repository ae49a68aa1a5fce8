//! The only door through which a copy leaves.

use chrono::{DateTime, FixedOffset};

use crate::certificate::commitment;
use crate::{Burned, Certificate, SourceKind, Verification};

/// Who releases a copy, and when.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The person, as the audit names them.
    pub by: String,
    /// The office's time.
    pub at: DateTime<FixedOffset>,
}

/// A redacted copy that passed its verification. There is no other way to one than [`release`].
pub struct ReleasableCopy {
    bytes: Vec<u8>,
    kind: SourceKind,
}

impl ReleasableCopy {
    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, given away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Its media type.
    pub fn media_type(&self) -> &'static str {
        self.kind.media_type()
    }

    /// Its extension, without the dot.
    pub fn file_extension(&self) -> &'static str {
        self.kind.file_extension()
    }
}

impl std::fmt::Debug for ReleasableCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ReleasableCopy({:?}, {} bytes)",
            self.kind,
            self.bytes.len()
        )
    }
}

/// Why a copy was not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// A check failed.
    NotPassed,
    /// The verification is of another copy.
    OtherCopy,
}

impl RefusalReason {
    /// The code in kebab case. The localised sentence is `redaction-refused-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotPassed => "not-passed",
            Self::OtherCopy => "other-copy",
        }
    }
}

/// The refusal, with the verification that led to it.
#[derive(Debug, thiserror::Error)]
#[error("the copy is not released: {reason:?}")]
pub struct Refused {
    /// Why.
    pub reason: RefusalReason,
    /// What was found.
    pub verification: Verification,
}

/// Turns a burned copy into one that may leave, if the verification is of this copy and passed.
///
/// The certificate's commitment is salted from the system's random source; [`release_salted`] takes the salt as a parameter.
///
/// # Errors
/// [`Refused`] with the verification. The burned copy is dropped: it is to be burned and verified anew.
#[expect(clippy::disallowed_methods, reason = "this is the port")]
pub fn release(
    burned: Burned,
    verification: Verification,
    issued: Issued,
) -> Result<(ReleasableCopy, Certificate), Refused> {
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).expect("every supported system has a random source");
    release_salted(burned, verification, issued, salt)
}

/// [`release`] with the salt of the commitment given: 32 random bytes.
///
/// # Errors
/// As [`release`].
pub fn release_salted(
    burned: Burned,
    verification: Verification,
    issued: Issued,
    salt: [u8; 32],
) -> Result<(ReleasableCopy, Certificate), Refused> {
    let copy_sha256 = crate::sha256(&burned.bytes);
    let reason = if verification.copy_sha256 != copy_sha256 {
        Some(RefusalReason::OtherCopy)
    } else if !verification.passed() {
        Some(RefusalReason::NotPassed)
    } else {
        None
    };
    if let Some(reason) = reason {
        return Err(Refused {
            reason,
            verification,
        });
    }
    let certificate = certify(&burned, &verification, issued, salt, &copy_sha256);
    let copy = ReleasableCopy {
        bytes: burned.bytes,
        kind: burned.kind,
    };
    Ok((copy, certificate))
}

fn certify(
    burned: &Burned,
    verification: &Verification,
    issued: Issued,
    salt: [u8; 32],
    copy_sha256: &[u8; 32],
) -> Certificate {
    let identity = [
        &copy_sha256[..],
        issued.by.as_bytes(),
        issued.at.to_rfc3339().as_bytes(),
    ]
    .concat();
    Certificate {
        version: 1,
        id: hex::encode(&crate::sha256(&identity)[..16]),
        issued_by: issued.by,
        issued_at: issued.at,
        kind: burned.kind,
        source_commitment: commitment(&salt, &burned.source_sha256),
        source_salt: Some(hex::encode(salt)),
        source_sha256: Some(hex::encode(burned.source_sha256)),
        copy_sha256: hex::encode(copy_sha256),
        marks: burned.painted.clone(),
        checks: verification.checks().to_vec(),
        result: "passed".to_owned(),
    }
}
