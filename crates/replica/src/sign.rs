//! The device's signature under its commands. What is hashed and signed is `protocol::wire::Command`'s to say.

use crate::error::{ReplicaError, Result};
use domain::sensitive::Sensitive;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use protocol::wire::{Command, Unsigned};

/// A new signing seed, 32 random bytes.
///
/// # Errors
/// When the system gives no random numbers.
pub fn new_seed() -> Result<Sensitive<[u8; 32]>> {
    Ok(Sensitive(crate::random::bytes()?))
}

/// The Ed25519 public key of a seed, hexadecimal: what enrolment sends.
#[must_use]
pub fn public_key(seed: &Sensitive<[u8; 32]>) -> String {
    hex::encode(
        SigningKey::from_bytes(seed.expose())
            .verifying_key()
            .to_bytes(),
    )
}

/// Writes a command down and signs it. Its `hash_hex` is the next one's `prev_hash`.
///
/// # Errors
/// [`ReplicaError::Corrupt`] for a body that cannot be serialised.
pub(crate) fn sign(key: &SigningKey, body: &Unsigned) -> Result<Command> {
    Command::sign(body, |hash| key.sign(hash).to_bytes())
        .map_err(|_| ReplicaError::corrupt(format!("command {}", body.id)))
}

/// Signs a message that is no command. Hexadecimal.
pub(crate) fn message(key: &SigningKey, message: &str) -> String {
    hex::encode(key.sign(message.as_bytes()).to_bytes())
}

/// Whether a command carries the signature of a public key (hexadecimal).
#[must_use]
pub fn verify(public_key: &str, command: &Command) -> bool {
    let check = || {
        let key = VerifyingKey::from_bytes(&hex::decode(public_key).ok()?.try_into().ok()?).ok()?;
        let signature =
            Signature::from_bytes(&hex::decode(&command.signature).ok()?.try_into().ok()?);
        key.verify_strict(&command.hash(), &signature).ok()
    };
    check().is_some()
}
