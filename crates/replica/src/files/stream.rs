//! A stored file: XChaCha20-Poly1305 STREAM over chunks of 64 KiB, under a key of its own.
//!
//! Chunk *n* is encrypted with the file's nonce and counter, and with the attachment's id and *n* as associated
//! data; the last chunk is marked as such. A chunk that is changed, moved, taken from another file or missing at the
//! end does not decrypt.

use crate::atomic::Pending;
use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::aead::Payload;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Plain bytes of a chunk.
const CHUNK: usize = 64 * 1024;
/// Bytes that encryption adds to a chunk.
const TAG: usize = 16;
/// First bytes kept for finding the media type.
const HEAD: usize = 4096;

/// Key and nonce of one file.
pub(crate) struct FileKey {
    pub key: Zeroizing<[u8; 32]>,
    pub nonce: [u8; 19],
}

impl FileKey {
    pub fn random() -> io::Result<Self> {
        Ok(Self {
            key: Zeroizing::new(crate::random::bytes()?),
            nonce: crate::random::bytes()?,
        })
    }

    fn stream(&self) -> StreamBE32<XChaCha20Poly1305> {
        let cipher = XChaCha20Poly1305::new((&*self.key).into());
        StreamBE32::from_aead(cipher, (&self.nonce).into())
    }
}

/// What was written.
pub(crate) struct Written {
    pub size: u64,
    pub sha256: [u8; 32],
    pub head: Vec<u8>,
}

fn bound_to(id: Uuid, n: u32) -> [u8; 20] {
    let mut aad = [0; 20];
    aad[..16].copy_from_slice(id.as_bytes());
    aad[16..].copy_from_slice(&n.to_be_bytes());
    aad
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "too many chunks")
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a chunk does not decrypt")
}

/// Encrypts a reader's bytes into a file, which is complete and on the disk when this returns.
pub(crate) fn write(
    path: &Path,
    id: Uuid,
    key: &FileKey,
    mut from: impl Read,
) -> io::Result<Written> {
    let stream = key.stream();
    let mut file = Pending::create(path)?;
    let (mut hash, mut size, mut head) = (Sha256::new(), 0_u64, Vec::new());
    let mut chunk = fill(&mut from)?;
    for n in 0_u32.. {
        let next = if chunk.len() == CHUNK {
            fill(&mut from)?
        } else {
            Vec::new()
        };
        let last = next.is_empty();
        hash.update(&chunk);
        size += chunk.len() as u64;
        head.extend(chunk.iter().take(HEAD.saturating_sub(head.len())));
        let payload = Payload {
            msg: &chunk,
            aad: &bound_to(id, n),
        };
        let sealed = stream.encrypt(n, last, payload).map_err(|_| damaged())?;
        file.write_all(&sealed)?;
        if last {
            file.commit()?;
            return Ok(Written {
                size,
                sha256: hash.finalize().into(),
                head,
            });
        }
        if n == u32::MAX {
            return Err(too_large());
        }
        chunk = next;
    }
    Err(too_large())
}

/// Up to one chunk.
fn fill(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK);
    from.take(CHUNK as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

/// Reads the plain bytes of a stored file, from any place.
pub struct FileReader {
    file: File,
    stream: StreamBE32<XChaCha20Poly1305>,
    id: Uuid,
    size: u64,
    at: u64,
    chunk: Option<(u64, Vec<u8>)>,
}

impl std::fmt::Debug for FileReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileReader({}, {} bytes)", self.id, self.size)
    }
}

impl FileReader {
    pub(crate) fn open(path: &Path, id: Uuid, key: &FileKey, size: u64) -> io::Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            stream: key.stream(),
            id,
            size,
            at: 0,
            chunk: None,
        })
    }

    /// Bytes of the whole.
    #[must_use]
    #[expect(
        clippy::len_without_is_empty,
        reason = "the size of a file, not of a collection"
    )]
    pub fn len(&self) -> u64 {
        self.size
    }

    fn load(&mut self, n: u64) -> io::Result<()> {
        if self.chunk.as_ref().is_some_and(|(at, _)| *at == n) {
            return Ok(());
        }
        let chunk = CHUNK as u64;
        let last = n == self.size.saturating_sub(1) / chunk;
        let plain = if last { self.size - n * chunk } else { chunk };
        let mut sealed = vec![0; usize::try_from(plain).map_err(|_| damaged())? + TAG];
        self.file.seek(SeekFrom::Start(n * (chunk + TAG as u64)))?;
        self.file.read_exact(&mut sealed).map_err(|_| damaged())?;
        let place = u32::try_from(n).map_err(|_| damaged())?;
        let payload = Payload {
            msg: &sealed,
            aad: &bound_to(self.id, place),
        };
        let plain = self
            .stream
            .decrypt(place, last, payload)
            .map_err(|_| damaged())?;
        self.chunk = Some((n, plain));
        Ok(())
    }
}

impl Read for FileReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size {
            return Ok(0);
        }
        let n = self.at / CHUNK as u64;
        self.load(n)?;
        let Some((_, plain)) = &self.chunk else {
            return Ok(0);
        };
        let from = usize::try_from(self.at % CHUNK as u64).map_err(|_| damaged())?;
        let rest = plain.get(from..).unwrap_or_default();
        let len = rest.len().min(out.len());
        out[..len].copy_from_slice(&rest[..len]);
        self.at += len as u64;
        Ok(len)
    }
}

impl Seek for FileReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(n: usize) -> Vec<u8> {
        (0..n).map(|i| u8::try_from(i * 7 % 251).unwrap()).collect()
    }

    fn stored(n: usize) -> (tempfile::TempDir, std::path::PathBuf, Uuid, FileKey) {
        let dir = tempfile::tempdir().unwrap();
        let (path, id, key) = (
            dir.path().join("f"),
            Uuid::from_u128(7),
            FileKey::random().unwrap(),
        );
        let written = write(&path, id, &key, bytes(n).as_slice()).unwrap();
        assert_eq!(written.size, n as u64);
        assert_eq!(written.sha256, <[u8; 32]>::from(Sha256::digest(bytes(n))));
        (dir, path, id, key)
    }

    fn read(path: &Path, id: Uuid, key: &FileKey, n: usize) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        FileReader::open(path, id, key, n as u64)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn what_goes_in_comes_out_at_every_size_around_a_chunk() {
        for n in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
            let (_dir, path, id, key) = stored(n);
            assert_eq!(read(&path, id, &key, n).unwrap(), bytes(n), "{n}");
        }
    }

    #[test]
    fn a_reader_goes_to_any_place() {
        let n = 2 * CHUNK + 100;
        let (_dir, path, id, key) = stored(n);
        let mut reader = FileReader::open(&path, id, &key, n as u64).unwrap();
        for at in [CHUNK - 3, 2 * CHUNK + 90, 5] {
            reader.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut out = [0; 10];
            reader.read_exact(&mut out).unwrap();
            assert_eq!(out, bytes(n)[at..at + 10]);
        }
    }

    #[test]
    fn whatever_is_changed_is_noticed() {
        let n = 2 * CHUNK + 100;
        let (_dir, path, id, key) = stored(n);
        let sealed = std::fs::read(&path).unwrap();
        let step = CHUNK + TAG;
        let swapped = [
            &sealed[step..2 * step],
            &sealed[..step],
            &sealed[2 * step..],
        ]
        .concat();
        let mut flipped = sealed.clone();
        flipped[step + 9] ^= 1;
        for bad in [
            swapped,
            flipped,
            sealed[..2 * step].to_vec(),
            sealed[..sealed.len() - 1].to_vec(),
        ] {
            std::fs::write(&path, bad).unwrap();
            assert_eq!(
                read(&path, id, &key, n).unwrap_err().kind(),
                io::ErrorKind::InvalidData
            );
        }
        std::fs::write(&path, &sealed).unwrap();
        assert!(
            read(&path, Uuid::from_u128(8), &key, n).is_err(),
            "another attachment's id"
        );
        assert!(
            read(&path, id, &key, 2 * CHUNK).is_err(),
            "cut off at a chunk's end"
        );
        assert_eq!(read(&path, id, &key, n).unwrap(), bytes(n));
    }

    #[test]
    fn the_plain_bytes_are_not_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let text = b"canary-in-an-attachment".repeat(100);
        write(
            &path,
            Uuid::from_u128(1),
            &FileKey::random().unwrap(),
            text.as_slice(),
        )
        .unwrap();
        let sealed = std::fs::read(&path).unwrap();
        assert!(!sealed.windows(6).any(|w| w == b"canary"));
    }
}
