//! A key under a passphrase: Argon2id makes the key that encrypts it.

use super::{DbKey, VaultError};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What Argon2id costs. Stored with each wrap, so that it can be raised later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// 64 MiB, three passes: about 0.2 s on an office laptop.
    pub const STANDARD: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
    };
    /// For tests and throw-away demonstrations only: no protection against guessing.
    pub const TRIVIAL: Cost = Cost {
        memory_kib: 8,
        passes: 1,
    };
    /// Beyond this a vault was not made by this program; to try it would take the computer away for hours.
    const MOST: Cost = Cost {
        memory_kib: 2 * 1024 * 1024,
        passes: 64,
    };
}

/// The key, encrypted under a secret that a person knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Wrap {
    salt: String,
    pub(super) cost: Cost,
    nonce: String,
    wrapped: String,
}

pub(super) fn derive(
    secret: &str,
    salt: &[u8],
    cost: Cost,
) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    if cost.memory_kib > Cost::MOST.memory_kib || cost.passes > Cost::MOST.passes {
        return Err(VaultError::Corrupt);
    }
    let params =
        Params::new(cost.memory_kib, cost.passes, 1, Some(32)).map_err(|_| VaultError::Corrupt)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, out.as_mut())
        .map_err(|_| VaultError::Corrupt)?;
    Ok(out)
}

/// Binds a wrap to its account, so that one account's wrap cannot be pasted under another's name.
pub(super) fn bound_to(login: &str) -> Vec<u8> {
    [b"inquiry-desk vault 1\0".as_slice(), login.as_bytes()].concat()
}

pub(super) fn wrap(key: &DbKey, login: &str, secret: &str, cost: Cost) -> Result<Wrap, VaultError> {
    let salt: [u8; 16] = crate::random::bytes()?;
    let nonce: [u8; 24] = crate::random::bytes()?;
    let cipher = XChaCha20Poly1305::new((&*derive(secret, &salt, cost)?).into());
    let wrapped = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: key.0.as_ref(),
                aad: &bound_to(login),
            },
        )
        .map_err(|_| VaultError::Corrupt)?;
    Ok(Wrap {
        salt: hex::encode(salt),
        cost,
        nonce: hex::encode(nonce),
        wrapped: hex::encode(wrapped),
    })
}

/// The key, or `None` when the secret does not fit.
pub(super) fn unwrap(wrap: &Wrap, login: &str, secret: &str) -> Result<Option<DbKey>, VaultError> {
    let bytes = |text: &str| hex::decode(text).map_err(|_| VaultError::Corrupt);
    let nonce: [u8; 24] = bytes(&wrap.nonce)?
        .try_into()
        .map_err(|_| VaultError::Corrupt)?;
    let cipher = XChaCha20Poly1305::new((&*derive(secret, &bytes(&wrap.salt)?, wrap.cost)?).into());
    let wrapped = bytes(&wrap.wrapped)?;
    let opened = cipher.decrypt(
        &XNonce::from(nonce),
        Payload {
            msg: &wrapped,
            aad: &bound_to(login),
        },
    );
    let Ok(opened) = opened.map(Zeroizing::new) else {
        return Ok(None);
    };
    let mut key = Zeroizing::new([0; 32]);
    if opened.len() != key.len() {
        return Err(VaultError::Corrupt);
    }
    key.copy_from_slice(&opened);
    Ok(Some(DbKey(key)))
}
