//! The server's signatures.

use ed25519_dalek::{Signature, VerifyingKey};

/// Whether a message carries the signature of a key; both hexadecimal.
pub(super) fn holds(key: &str, message: &str, signature: &str) -> bool {
    let key = || -> Option<VerifyingKey> {
        let bytes: [u8; 32] = hex::decode(key).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok()
    };
    let signature = || -> Option<Signature> {
        let bytes: [u8; 64] = hex::decode(signature).ok()?.try_into().ok()?;
        Some(Signature::from_bytes(&bytes))
    };
    match (key(), signature()) {
        (Some(key), Some(signature)) => key.verify_strict(message.as_bytes(), &signature).is_ok(),
        _ => false,
    }
}
