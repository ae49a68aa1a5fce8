//! The bytes of files, in a folder: `objects/<tenant>/<first two digits>/<sha256>`, and chunks that are on their way
//! in `incoming/<tenant>/<sha256>/<n>`. A file is there under its hash, whole and synced, or not at all.

use domain::ids::TenantId;
use protocol::wire::{BlobOffer, CHUNK};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Where the bytes are.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    root: PathBuf,
}

/// How putting a file together ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assembled {
    /// The whole is stored.
    Stored,
    /// A chunk is missing on the disk.
    Incomplete,
    /// The chunks do not make the file that was offered.
    WrongHash,
}

impl Objects {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// Where a stored file is.
    pub(crate) fn path(&self, tenant: TenantId, sha256: &str) -> PathBuf {
        let folder: String = sha256.chars().take(2).collect();
        self.root
            .join("objects")
            .join(tenant.to_string())
            .join(folder)
            .join(sha256)
    }

    fn incoming(&self, tenant: TenantId, sha256: &str) -> PathBuf {
        self.root
            .join("incoming")
            .join(tenant.to_string())
            .join(sha256)
    }

    /// Keeps a chunk whose hash has been checked.
    pub(crate) fn keep_chunk(
        &self,
        tenant: TenantId,
        sha256: &str,
        n: u32,
        bytes: &[u8],
    ) -> io::Result<()> {
        let folder = self.incoming(tenant, sha256);
        fs::create_dir_all(&folder)?;
        store(&folder.join(n.to_string()), |file| file.write_all(bytes))
    }

    /// Puts the chunks together, checks the whole and stores it under its hash.
    pub(crate) fn assemble(&self, tenant: TenantId, offer: &BlobOffer) -> io::Result<Assembled> {
        let target = self.path(tenant, &offer.sha256);
        let folder = target
            .parent()
            .ok_or_else(|| io::Error::other("a path without a folder"))?;
        fs::create_dir_all(folder)?;
        let incoming = self.incoming(tenant, &offer.sha256);
        let mut ended = Assembled::Stored;
        let written = store_if(&target, |file| {
            let mut hash = Sha256::new();
            let mut size = 0;
            for n in 0..offer.chunks.len() {
                let chunk = match fs::read(incoming.join(n.to_string())) {
                    Ok(chunk) => chunk,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {
                        ended = Assembled::Incomplete;
                        return Ok(false);
                    }
                    Err(error) => return Err(error),
                };
                hash.update(&chunk);
                size += chunk.len() as u64;
                file.write_all(&chunk)?;
            }
            let right = size == offer.size && hex::encode(hash.finalize()) == offer.sha256;
            if !right {
                ended = Assembled::WrongHash;
            }
            Ok(right)
        });
        written?;
        Ok(ended)
    }

    /// Stores a file whose hash has been checked.
    pub(crate) fn keep(&self, tenant: TenantId, sha256: &str, bytes: &[u8]) -> io::Result<()> {
        let target = self.path(tenant, sha256);
        let folder = target
            .parent()
            .ok_or_else(|| io::Error::other("a path without a folder"))?;
        fs::create_dir_all(folder)?;
        store(&target, |file| file.write_all(bytes))
    }

    /// Throws away the chunks of a file.
    pub(crate) fn forget_chunks(&self, tenant: TenantId, sha256: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.incoming(tenant, sha256)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Reads chunk `n` of a stored file; empty behind its end.
    pub(crate) fn read_chunk(&self, tenant: TenantId, sha256: &str, n: u32) -> io::Result<Vec<u8>> {
        let mut file = File::open(self.path(tenant, sha256))?;
        file.seek(SeekFrom::Start(u64::from(n) * CHUNK as u64))?;
        let mut bytes = Vec::new();
        file.take(CHUNK as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether a stored file's bytes still have its hash.
    pub(crate) fn intact(&self, tenant: TenantId, sha256: &str) -> io::Result<bool> {
        let mut hash = Sha256::new();
        let mut file = match File::open(self.path(tenant, sha256)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let mut buffer = vec![0; CHUNK];
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hex::encode(hash.finalize()) == sha256),
                n => hash.update(buffer.get(..n).unwrap_or_default()),
            }
        }
    }
}

fn store(target: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    store_if(target, |file| write(file).map(|()| true))
}

/// Writes beside the target, syncs, renames and syncs the folder, so that a loss of power leaves all or nothing.
fn store_if(target: &Path, write: impl FnOnce(&mut File) -> io::Result<bool>) -> io::Result<()> {
    let folder = target
        .parent()
        .ok_or_else(|| io::Error::other("a path without a folder"))?;
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::other("a path without a name"))?;
    let mut beside = name.to_owned();
    let unique = crate::secrets::random::<8>().map_err(io::Error::other)?;
    beside.push(format!(".{}.part", hex::encode(unique)));
    let beside = folder.join(beside);
    let mut file = File::create_new(&beside)?;
    let done = write(&mut file).and_then(|keep| {
        if keep {
            file.sync_all()?;
            fs::rename(&beside, target)?;
            File::open(folder)?.sync_all()?;
        }
        Ok(keep)
    });
    if !matches!(done, Ok(true)) {
        fs::remove_file(&beside)?;
    }
    done.map(|_| ())
}

/// Whether an offer makes sense: hashes are hashes, and the number of chunks fits the size.
pub(crate) fn sound(offer: &BlobOffer, most: u64) -> bool {
    let hashes = std::iter::once(&offer.sha256).chain(&offer.chunks);
    offer.size <= most
        && offer.chunks.len() as u64 == offer.size.div_ceil(CHUNK as u64)
        && hashes.into_iter().all(|h| is_hash(h))
}

/// Whether a text is a SHA-256 in lower-case hexadecimal: also what keeps a path inside its folder.
pub(crate) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn offer(bytes: &[u8]) -> BlobOffer {
        BlobOffer {
            sha256: hex::encode(Sha256::digest(bytes)),
            size: bytes.len() as u64,
            chunks: bytes
                .chunks(CHUNK)
                .map(|c| hex::encode(Sha256::digest(c)))
                .collect(),
        }
    }

    #[test]
    fn a_file_is_stored_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let (objects, tenant) = (Objects::new(dir.path()), TenantId(Uuid::from_u128(1)));
        let bytes = vec![7; CHUNK + 10];
        let offer = offer(&bytes);
        objects
            .keep_chunk(tenant, &offer.sha256, 0, &bytes[..CHUNK])
            .unwrap();
        assert_eq!(
            objects.assemble(tenant, &offer).unwrap(),
            Assembled::Incomplete
        );
        objects
            .keep_chunk(tenant, &offer.sha256, 1, &[8; 10])
            .unwrap();
        assert_eq!(
            objects.assemble(tenant, &offer).unwrap(),
            Assembled::WrongHash
        );
        assert!(!objects.intact(tenant, &offer.sha256).unwrap());
        objects
            .keep_chunk(tenant, &offer.sha256, 1, &bytes[CHUNK..])
            .unwrap();
        assert_eq!(objects.assemble(tenant, &offer).unwrap(), Assembled::Stored);
        assert!(objects.intact(tenant, &offer.sha256).unwrap());
        assert_eq!(
            objects.read_chunk(tenant, &offer.sha256, 1).unwrap(),
            [7; 10]
        );
        assert_eq!(
            objects.read_chunk(tenant, &offer.sha256, 2).unwrap(),
            Vec::<u8>::new()
        );
        let left: Vec<_> = fs::read_dir(objects.path(tenant, &offer.sha256).parent().unwrap())
            .unwrap()
            .collect();
        assert_eq!(left.len(), 1, "no half-written file stays");
        fs::write(objects.path(tenant, &offer.sha256), b"edited").unwrap();
        assert!(!objects.intact(tenant, &offer.sha256).unwrap());
    }

    #[test]
    fn an_offer_must_be_sound() {
        let good = offer(&vec![1; CHUNK + 1]);
        assert!(sound(&good, u64::MAX));
        assert!(sound(&offer(b""), 0));
        assert!(!sound(&good, CHUNK as u64));
        assert!(!sound(
            &BlobOffer {
                size: good.size + CHUNK as u64,
                ..good.clone()
            },
            u64::MAX
        ));
        let up = format!("../../{}", good.sha256.chars().skip(6).collect::<String>());
        assert!(!sound(&BlobOffer { sha256: up, ..good }, u64::MAX));
    }
}
