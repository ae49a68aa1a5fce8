//! The server's key under a passphrase.

use super::BackupError;
use crate::secrets::{self, SecretError};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const FOR: &[u8] = b"inquiry-desk server key 1";

/// As it stands in a backup. All in hexadecimal.
#[derive(Serialize, Deserialize)]
struct Wrapped {
    salt: String,
    nonce: String,
    key: String,
}

fn cipher(passphrase: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, SecretError> {
    // 64 MiB, three passes: a backup is where somebody has time to guess.
    let params = Params::new(64 * 1024, 3, 1, Some(32)).map_err(|_| SecretError::Hash)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .map_err(|_| SecretError::Hash)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

pub(super) fn wrap(key: &SigningKey, passphrase: &str) -> Result<Vec<u8>, BackupError> {
    if !secrets::strong(passphrase) {
        return Err(SecretError::WeakPassword.into());
    }
    let (salt, nonce) = (secrets::random::<16>()?, secrets::random::<24>()?);
    let plain = Zeroizing::new(key.to_bytes());
    let payload = Payload {
        msg: plain.as_ref(),
        aad: FOR,
    };
    let wrapped = cipher(passphrase, &salt)?
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| SecretError::Hash)?;
    let wrapped = Wrapped {
        salt: hex::encode(salt),
        nonce: hex::encode(nonce),
        key: hex::encode(wrapped),
    };
    serde_json::to_vec(&wrapped).map_err(|_| SecretError::Hash.into())
}

pub(super) fn unwrap(bytes: &[u8], passphrase: &str) -> Result<SigningKey, BackupError> {
    let unreadable = || BackupError::damaged("the server's key cannot be read");
    let wrapped: Wrapped = serde_json::from_slice(bytes).map_err(|_| unreadable())?;
    let read = |text: &str| hex::decode(text).map_err(|_| unreadable());
    let nonce: [u8; 24] = read(&wrapped.nonce)?.try_into().map_err(|_| unreadable())?;
    let payload = Payload {
        msg: &read(&wrapped.key)?,
        aad: FOR,
    };
    let plain = cipher(passphrase, &read(&wrapped.salt)?)?
        .decrypt(&XNonce::from(nonce), payload)
        .map_err(|_| BackupError::Passphrase)?;
    let plain = Zeroizing::new(plain);
    let bytes: &[u8; 32] = plain.as_slice().try_into().map_err(|_| unreadable())?;
    Ok(SigningKey::from_bytes(bytes))
}
