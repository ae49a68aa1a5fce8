//! Tokens, codes, passwords and the server's key.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, FixedOffset};
use domain::ids::InquiryId;
use domain::passphrase;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};
use std::path::Path;
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The server could not do something secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The system gives no randomness.
    #[error("the system gives no randomness")]
    Random(#[from] getrandom::Error),
    /// A password that is too short, too long or too common.
    #[error(
        "the password or passphrase is too weak: 12 to 256 characters are needed, 5 different ones among them, and not only a common word with digits"
    )]
    WeakPassword,
    /// Argon2 refused.
    #[error("the password could not be hashed")]
    Hash,
}

/// Random bytes.
#[expect(clippy::disallowed_methods, reason = "this is the port")]
pub(crate) fn random<const N: usize>() -> Result<[u8; N], SecretError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A new id of version 7: by the moment, then by chance.
pub(crate) fn fresh_id(now: DateTime<FixedOffset>) -> Result<Uuid, SecretError> {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random()?).into_uuid())
}

/// A bearer token of 256 bits.
pub(crate) fn token() -> Result<String, SecretError> {
    random::<32>().map(hex::encode)
}

/// A code of 130 bits that a person can type: groups of letters and digits that are not mistaken for each other.
pub(crate) fn typed_code() -> Result<String, SecretError> {
    random::<26>().map(|bytes| typed(&bytes))
}

fn typed(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut code = String::with_capacity(bytes.len() * 6 / 5);
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 5 == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32: every letter is equally likely.
        code.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    code
}

/// The short number on a citizen's receipt. It names a case and opens nothing.
pub(crate) fn reference(id: InquiryId) -> String {
    let hash = Sha256::new_with_prefix(b"inquiry-desk reference 1\0").chain_update(id.0.as_bytes());
    typed(hash.finalize().get(..10).unwrap_or_default())
}

/// A receipt's number as it is stored: however it was typed.
pub(crate) fn as_reference(number: &str) -> String {
    let plain: Vec<char> = number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .take(40)
        .collect();
    let groups: Vec<String> = plain.chunks(5).map(|g| g.iter().collect()).collect();
    groups.join("-")
}

/// The code that belongs to a key of a submission: the same each time, and known only to whoever has the server's key.
pub(crate) fn code_of(key: &SigningKey, submission: &str) -> String {
    // A signature is random to everybody else. Its bytes are hashed, so that they are equally likely.
    let signature = key.sign(format!("receipt:{submission}").as_bytes());
    let hash = Sha256::digest(signature.to_bytes());
    typed(hash.get(..26).unwrap_or_default())
}

/// The server's seal on what it puts into a form and wants back unchanged.
pub(crate) fn seal(key: &SigningKey, text: &str) -> String {
    hex::encode(key.sign(format!("form:{text}").as_bytes()).to_bytes())
}

/// Whether a seal is this server's.
pub(crate) fn sealed(key: &SigningKey, text: &str, seal: &str) -> bool {
    same(self::seal(key, text).as_bytes(), seal.as_bytes())
}

/// The code as it is stored and compared: however it was typed.
pub(crate) fn code_hash(typed: &str) -> [u8; 32] {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    hash(&plain)
}

/// SHA-256 of a token. Tokens are random, so no salt and no slow hash is needed.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Compares without telling by its duration where the two differ.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Whether a password may be used.
pub(crate) fn strong(password: &str) -> bool {
    passphrase::weakness(password).is_none()
}

fn argon2() -> Argon2<'static> {
    // 19 MiB, two passes: the first recommendation of OWASP for a server that many sign in to.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// PHC string of a password's Argon2id hash.
pub(crate) fn hash_password(password: &str) -> Result<String, SecretError> {
    if !strong(password) {
        return Err(SecretError::WeakPassword);
    }
    Ok(argon2()
        .hash_password(password.as_bytes())
        .map_err(|_| SecretError::Hash)?
        .to_string())
}

/// A hash of nobody's password, with the parameters of a real one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$xWQkFGYkM3M0cWvJqYV0B9nYyYQvYH8m0eF3yq0Yb1I";

/// Whether a password is the one of the hash. Takes as long for a login that does not exist.
pub(crate) fn verify_password(password: &str, phc: Option<&str>) -> bool {
    let (phc, known) = phc.map_or((NOBODY, false), |phc| (phc, true));
    let Ok(hash) = PasswordHash::new(phc) else {
        return false;
    };
    argon2().verify_password(password.as_bytes(), &hash).is_ok() && known
}

/// What is said of a key's file that holds none.
const DAMAGED_KEY: &str = "server.key is damaged: it must have 32 bytes. Put a copy of it in its place, or take it away and use `restore` with a backup that holds it";

/// The server's signing key: made at the first start, kept readable by the server's user alone.
pub(crate) fn server_key(path: &Path) -> Result<SigningKey, io::Error> {
    match std::fs::File::open(path) {
        Ok(mut file) => {
            // One more is asked for: what is longer is no key either.
            let mut bytes = Zeroizing::new(Vec::with_capacity(33));
            Read::by_ref(&mut file).take(33).read_to_end(&mut bytes)?;
            let bytes: Zeroizing<[u8; 32]> = match <[u8; 32]>::try_from(bytes.as_slice()) {
                Ok(bytes) => Zeroizing::new(bytes),
                Err(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, DAMAGED_KEY)),
            };
            Ok(SigningKey::from_bytes(&bytes))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let bytes = Zeroizing::new(random::<32>().map_err(io::Error::other)?);
            write_private(path, bytes.as_ref())?;
            Ok(SigningKey::from_bytes(&bytes))
        }
        Err(error) => Err(error),
    }
}

/// Keeps a key that came from a backup.
pub(crate) fn keep_server_key(path: &Path, key: &SigningKey) -> Result<(), io::Error> {
    write_private(path, Zeroizing::new(key.to_bytes()).as_ref())
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), io::Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The signature on a receipt, hexadecimal.
pub(crate) fn sign_receipt(key: &SigningKey, sha256: &str, size: u64) -> String {
    hex::encode(
        key.sign(format!("blob:{sha256}:{size}").as_bytes())
            .to_bytes(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_verified_and_weak_ones_refused() {
        let phc = hash_password("жылдыз-тоо-48").unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password("жылдыз-тоо-48", Some(&phc)));
        assert!(!verify_password("жылдыз-тоо-49", Some(&phc)));
        assert!(!verify_password("жылдыз-тоо-48", None));
        for weak in [
            "short1",
            "passwordpassword",
            "Password12345",
            "aaaaaaaaaaaaaaaa",
            "парольпароль",
            "123456789012",
        ] {
            assert!(!strong(weak), "{weak}");
        }
        assert!(strong("correct horse battery"));
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one() {
        let phc = hash_password("жылдыз-тоо-48").unwrap();
        let (real, nobody) = (
            PasswordHash::new(&phc).unwrap(),
            PasswordHash::new(NOBODY).unwrap(),
        );
        assert_eq!(real.algorithm, nobody.algorithm);
        assert_eq!(real.version, nobody.version);
        assert_eq!(real.params, nobody.params);
        let length = |hash: &PasswordHash| hash.hash.as_ref().map(|h| h.as_ref().len());
        assert_eq!(length(&real), length(&nobody));
    }

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let code = typed_code().unwrap();
        assert_eq!(code.len(), 31);
        assert_eq!(
            code_hash(&code),
            code_hash(&code.to_lowercase().replace('-', " "))
        );
        assert_ne!(code_hash(&code), code_hash(&typed_code().unwrap()));
    }

    #[test]
    fn the_key_is_kept_and_private() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("server.key");
        let first = server_key(&path).unwrap();
        assert_eq!(first.to_bytes(), server_key(&path).unwrap().to_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
}
