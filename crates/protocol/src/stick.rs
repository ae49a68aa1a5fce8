//! Files that travel on a stick between a device and its server, where no link carries as much: a snapshot for a device
//! that begins, and the outbox of one that cannot call.
//!
//! A file is the line [`MAGIC`], 32 bytes of salt, the 16 bytes of the device's id, so that the server finds the key,
//! and then records. A record is its sealed length as 4 bytes big-endian
//! and as many sealed bytes: XChaCha20-Poly1305 STREAM (`BE32`), the record's number as counter, the last record marked
//! as such. The key is SHA-256 over `inquiry-desk stick:`, [`Purpose`], the SHA-256 of the device's token and the salt; the
//! nonce is the salt's first 19 bytes. Only the device and its server know the token's hash, and a salt is used once, so
//! whoever finds the stick reads nothing, and nothing can be changed, left out or added.

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use domain::ids::{DeviceId, TenantId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

use crate::snapshot::Manifest;

/// First line of such a file.
pub const MAGIC: &[u8] = b"inquiry-desk stick 1\n";
/// The most that a record may be.
const RECORD_MOST: usize = 64 * 1024 * 1024;

/// What a file is for: one of one kind is never taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// From the server to a device: a [`SnapshotHead`], then the packed blocks of its manifests in order.
    Snapshot,
    /// From a device to the server: an [`OutboxHead`], then pushes ([`crate::wire::Push`]) in order.
    Outbox,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Purpose::Snapshot => "snapshot:",
            Purpose::Outbox => "outbox:",
        }
    }
}

/// First record of a snapshot's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotHead {
    /// The device.
    pub device: DeviceId,
    /// The body.
    pub tenant: TenantId,
    /// What follows.
    pub manifests: Vec<Manifest>,
}

/// First record of an outbox's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxHead {
    /// The device.
    pub device: DeviceId,
    /// The body.
    pub tenant: TenantId,
    /// Pushes that follow.
    pub pushes: u64,
}

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StickError {
    /// The disk or the stick.
    #[error("the file cannot be read or written")]
    Io(#[from] io::Error),
    /// Not such a file at all.
    #[error("not a file of Inquiry Desk for a stick")]
    Foreign,
    /// Of another device, for another purpose, changed, or cut off.
    #[error("the file is not for this device, or it is damaged")]
    Damaged,
}

/// SHA-256 of a device's token: what both sides know.
#[must_use]
pub fn secret(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn stream(purpose: Purpose, secret: &[u8; 32], salt: &[u8; 32]) -> StreamBE32<XChaCha20Poly1305> {
    let key: [u8; 32] = Sha256::new()
        .chain_update(b"inquiry-desk stick:")
        .chain_update(purpose.name())
        .chain_update(secret)
        .chain_update(salt)
        .finalize()
        .into();
    let mut nonce = [0; 19];
    nonce.copy_from_slice(&salt[..19]);
    StreamBE32::from_aead(XChaCha20Poly1305::new((&key).into()), (&nonce).into())
}

/// Writes such a file. One that was not ended with [`StickWriter::last`] cannot be read to its end.
pub struct StickWriter<W> {
    to: W,
    stream: StreamBE32<XChaCha20Poly1305>,
    n: u32,
}

impl<W: Write> StickWriter<W> {
    /// Begins: `salt` is 32 random bytes, never the same twice.
    ///
    /// # Errors
    /// The writer's.
    pub fn begin(
        mut to: W,
        purpose: Purpose,
        device: DeviceId,
        secret: &[u8; 32],
        salt: &[u8; 32],
    ) -> Result<Self, StickError> {
        to.write_all(MAGIC)?;
        to.write_all(salt)?;
        to.write_all(device.0.as_bytes())?;
        Ok(Self {
            to,
            stream: stream(purpose, secret, salt),
            n: 0,
        })
    }

    /// A record that others follow.
    ///
    /// # Errors
    /// The writer's; too many or too large records.
    pub fn record(&mut self, bytes: &[u8]) -> Result<(), StickError> {
        self.put(bytes, false)
    }

    /// The last record; gives the writer back, with everything written to it.
    ///
    /// # Errors
    /// As [`StickWriter::record`].
    pub fn last(mut self, bytes: &[u8]) -> Result<W, StickError> {
        self.put(bytes, true)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn put(&mut self, bytes: &[u8], last: bool) -> Result<(), StickError> {
        let too_large = || StickError::Io(io::ErrorKind::FileTooLarge.into());
        if bytes.len() > RECORD_MOST {
            return Err(too_large());
        }
        let sealed = self
            .stream
            .encrypt(self.n, last, bytes)
            .map_err(|_| too_large())?;
        let length = u32::try_from(sealed.len()).map_err(|_| too_large())?;
        self.n = self.n.checked_add(1).ok_or_else(too_large)?;
        self.to.write_all(&length.to_be_bytes())?;
        Ok(self.to.write_all(&sealed)?)
    }
}

/// Reads such a file.
pub struct StickReader<R> {
    from: R,
    salt: [u8; 32],
    /// Whose it is.
    pub device: DeviceId,
}

impl<R: Read> StickReader<R> {
    /// Reads what is readable without a key.
    ///
    /// # Errors
    /// [`StickError::Foreign`] for any other file, the reader's.
    pub fn begin(mut from: R) -> Result<Self, StickError> {
        let mut magic = [0; MAGIC.len()];
        let (mut salt, mut device) = ([0; 32], [0; 16]);
        for part in [&mut magic[..], &mut salt[..], &mut device[..]] {
            from.read_exact(part).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => StickError::Foreign,
                _ => StickError::Io(error),
            })?;
        }
        if magic != MAGIC {
            return Err(StickError::Foreign);
        }
        Ok(Self {
            from,
            salt,
            device: DeviceId(uuid::Uuid::from_bytes(device)),
        })
    }

    /// The records.
    #[must_use]
    pub fn open(self, purpose: Purpose, secret: &[u8; 32]) -> Records<R> {
        Records {
            stream: stream(purpose, secret, &self.salt),
            from: self.from,
            n: 0,
            over: false,
        }
    }
}

/// The records of a file, one after another.
pub struct Records<R> {
    from: R,
    stream: StreamBE32<XChaCha20Poly1305>,
    n: u32,
    over: bool,
}

impl<R: Read> Records<R> {
    /// The next record; `None` behind the last. A file that is cut off ends with an error, never with `None`.
    ///
    /// # Errors
    /// [`StickError::Damaged`], the reader's.
    pub fn next_record(&mut self) -> Result<Option<Vec<u8>>, StickError> {
        if self.over {
            return Ok(None);
        }
        let mut length = [0; 4];
        self.read(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > RECORD_MOST + 16 {
            return Err(StickError::Damaged);
        }
        let mut sealed = Vec::new();
        let mut part = (&mut self.from).take(length as u64);
        part.read_to_end(&mut sealed)?;
        if sealed.len() < length {
            return Err(StickError::Damaged);
        }
        let n = self.n;
        self.n = n.checked_add(1).ok_or(StickError::Damaged)?;
        if let Ok(bytes) = self.stream.decrypt(n, false, sealed.as_slice()) {
            return Ok(Some(bytes));
        }
        let bytes = self
            .stream
            .decrypt(n, true, sealed.as_slice())
            .map_err(|_| StickError::Damaged)?;
        self.over = true;
        match self.from.read(&mut [0])? {
            0 => Ok(Some(bytes)),
            _ => Err(StickError::Damaged),
        }
    }

    fn read(&mut self, into: &mut [u8]) -> Result<(), StickError> {
        self.from
            .read_exact(into)
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => StickError::Damaged,
                _ => StickError::Io(error),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const DEVICE: DeviceId = DeviceId(Uuid::from_u128(5));

    fn written(records: &[&[u8]]) -> Vec<u8> {
        let secret = secret("token");
        let mut writer =
            StickWriter::begin(Vec::new(), Purpose::Snapshot, DEVICE, &secret, &[9; 32]).unwrap();
        let (last, first) = records.split_last().unwrap();
        for record in first {
            writer.record(record).unwrap();
        }
        writer.last(last).unwrap()
    }

    fn read(file: &[u8], purpose: Purpose, token: &str) -> Result<Vec<Vec<u8>>, StickError> {
        let reader = StickReader::begin(file)?;
        assert_eq!(reader.device, DEVICE);
        let mut records = reader.open(purpose, &secret(token));
        let mut all = Vec::new();
        while let Some(record) = records.next_record()? {
            all.push(record);
        }
        Ok(all)
    }

    #[test]
    fn what_was_sealed_comes_back_to_who_has_the_token() {
        let file = written(&[b"head", &[7; 100_000], b""]);
        let all = read(&file, Purpose::Snapshot, "token").unwrap();
        assert_eq!(all, [b"head".to_vec(), vec![7; 100_000], Vec::new()]);
        for (purpose, token) in [(Purpose::Snapshot, "other"), (Purpose::Outbox, "token")] {
            let error = read(&file, purpose, token).unwrap_err();
            assert!(matches!(error, StickError::Damaged));
        }
        assert!(matches!(
            read(b"PK\x03\x04", Purpose::Snapshot, "token"),
            Err(StickError::Foreign)
        ));
    }

    #[test]
    fn a_file_that_is_cut_changed_or_longer_is_damaged() {
        let file = written(&[b"head", b"one", b"two"]);
        let begins = MAGIC.len() + 32 + 16;
        for end in begins..file.len() {
            let error = read(&file[..end], Purpose::Snapshot, "token").unwrap_err();
            assert!(matches!(error, StickError::Damaged), "{end}");
        }
        for at in begins..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            assert!(read(&changed, Purpose::Snapshot, "token").is_err(), "{at}");
        }
        let mut longer = file;
        longer.push(0);
        assert!(read(&longer, Purpose::Snapshot, "token").is_err());
    }
}
