//! The system's random numbers: keys, salts, nonces and ids of staged files. Nothing that a command decides.

use uuid::Uuid;

/// Random bytes of the system.
///
/// # Errors
/// When the system has none to give; nothing can be encrypted then.
#[expect(clippy::disallowed_methods, reason = "this is the port")]
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], std::io::Error> {
    let mut out = [0; N];
    getrandom::fill(&mut out).map_err(|e| std::io::Error::other(e.to_string()))?;
    Ok(out)
}

pub(crate) fn uuid() -> Result<Uuid, std::io::Error> {
    Ok(uuid::Builder::from_random_bytes(bytes()?).into_uuid())
}
