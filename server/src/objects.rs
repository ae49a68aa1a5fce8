//! The bytes of files, in a folder or an S3 store: `objects/<tenant>/<first two digits>/<sha256>`, and chunks that are
//! on their way in `incoming/<tenant>/<sha256>/<n>`, orders to erase in `orders/<tenant>/<inquiry>`, epochs that a restore began in `epochs/<n>`. A file is there under its hash, whole and durable, or not at all.
//! Several instances of the server share one store.

mod snapshots;

use crate::store::erasure::Erasure;
use bytes::Bytes;
use domain::ids::TenantId;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::prefix::PrefixStore;
use object_store::{Error, ObjectStore, ObjectStoreExt as _, WriteMultipart};
use protocol::wire::{BlobOffer, CHUNK};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// Parts of a large file on their way to the store at a time.
const PARTS: usize = 2;

/// The store failed.
#[derive(Debug, thiserror::Error)]
pub enum ObjectsError {
    /// The store's address is not one.
    #[error(
        "the address of the store of the files is none: s3://bucket/folder or file:///folder is meant"
    )]
    Address,
    /// S3 without keys: what is asked for them then answers on other machines than this one, if at all.
    #[error("S3 needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")]
    Keys,
    /// The disk of the folder is full.
    #[error("the store of the files is full")]
    Full,
    /// An order to erase that cannot be read: it must not be passed over.
    #[error("the order to erase in `{0}` cannot be read")]
    Order(String),
    /// Whatever the store says.
    #[error("the store of the files failed")]
    Store(#[source] Error),
}

impl From<Error> for ObjectsError {
    fn from(error: Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(this) = cause {
            if let Some(io) = this.downcast_ref::<std::io::Error>()
                && matches!(
                    io.kind(),
                    std::io::ErrorKind::StorageFull
                        | std::io::ErrorKind::QuotaExceeded
                        | std::io::ErrorKind::FileTooLarge
                )
            {
                return Self::Full;
            }
            cause = this.source();
        }
        Self::Store(error)
    }
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub(crate) struct Objects {
    store: Arc<dyn ObjectStore>,
}

/// How putting a file together ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assembled {
    /// The whole is stored.
    Stored,
    /// A chunk is missing in the store.
    Incomplete,
    /// The chunks do not make the file that was offered.
    WrongHash,
}

impl Objects {
    /// In a folder. What is written is on the disk before it counts.
    pub(crate) fn in_folder(root: &Path) -> Result<Self, ObjectsError> {
        let store = LocalFileSystem::new_with_prefix(root)?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// At an address: `s3://bucket/folder`, with the store's own options (`AWS_*`), or `file:///folder`.
    pub(crate) fn at(address: &str, options: &[(String, String)]) -> Result<Self, ObjectsError> {
        // Without the address: it may hold a key.
        let wrong = || ObjectsError::Address;
        let url = url::Url::parse(address).map_err(|_| wrong())?;
        if url.scheme() == "file" {
            return Self::in_folder(&url.to_file_path().map_err(|()| wrong())?);
        }
        let given = |name: &str| options.iter().any(|(known, _)| known == name);
        if !given("AWS_ACCESS_KEY_ID") || !given("AWS_SECRET_ACCESS_KEY") {
            return Err(ObjectsError::Keys);
        }
        let options = options
            .iter()
            .map(|(name, value)| (name.to_lowercase(), value.clone()));
        let (store, folder) = object_store::parse_url_opts(&url, options)?;
        Ok(Self {
            store: Arc::new(PrefixStore::new(store, folder)),
        })
    }

    fn place(tenant: TenantId, sha256: &str) -> Place {
        let folder: String = sha256.chars().take(2).collect();
        Place::from(format!("objects/{tenant}/{folder}/{sha256}"))
    }

    fn incoming(tenant: TenantId, sha256: &str) -> Place {
        Place::from(format!("incoming/{tenant}/{sha256}"))
    }

    /// Whether the store answers.
    pub(crate) async fn answers(&self) -> Result<(), ObjectsError> {
        match self.store.head(&Place::from("objects/none")).await {
            Err(Error::NotFound { .. }) | Ok(_) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a chunk whose hash has been checked.
    pub(crate) async fn keep_chunk(
        &self,
        tenant: TenantId,
        sha256: &str,
        n: u32,
        bytes: Bytes,
    ) -> Result<(), ObjectsError> {
        let place = Self::incoming(tenant, sha256).join(n.to_string());
        self.store.put(&place, bytes.into()).await?;
        Ok(())
    }

    /// Puts the chunks together, checks the whole and stores it under its hash.
    pub(crate) async fn assemble(
        &self,
        tenant: TenantId,
        offer: &BlobOffer,
    ) -> Result<Assembled, ObjectsError> {
        let mut whole = self.upload(tenant, &offer.sha256).await?;
        match self.gather(&mut whole, tenant, offer).await {
            Ok(true) => {
                whole.finish().await?;
                Ok(Assembled::Stored)
            }
            Ok(false) => {
                let ended = match whole.size {
                    size if size < offer.size => Assembled::Incomplete,
                    _ => Assembled::WrongHash,
                };
                whole.abort().await?;
                Ok(ended)
            }
            Err(error) => {
                // The first failure is the one to tell; parts that stay behind are the store's to clear away.
                let _ = whole.abort().await;
                Err(error)
            }
        }
    }

    /// Whether the chunks are there and make the file.
    async fn gather(
        &self,
        whole: &mut Upload,
        tenant: TenantId,
        offer: &BlobOffer,
    ) -> Result<bool, ObjectsError> {
        let incoming = Self::incoming(tenant, &offer.sha256);
        for n in 0..offer.chunks.len() {
            match self.store.get(&incoming.clone().join(n.to_string())).await {
                Ok(found) => whole.put(found.bytes().await?).await?,
                Err(Error::NotFound { .. }) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(whole.size == offer.size && whole.sha256() == offer.sha256)
    }

    /// Begins a file of any size under its hash. It is there once the upload is finished.
    pub(crate) async fn upload(
        &self,
        tenant: TenantId,
        sha256: &str,
    ) -> Result<Upload, ObjectsError> {
        let target = Self::place(tenant, sha256);
        Ok(Upload {
            parts: WriteMultipart::new(self.store.put_multipart(&target).await?),
            hash: Sha256::new(),
            size: 0,
        })
    }

    /// A stored file's bytes, as the store hands them over; `None` where it has none.
    pub(crate) async fn read(
        &self,
        tenant: TenantId,
        sha256: &str,
    ) -> Result<Option<BoxStream<'static, Result<Bytes, ObjectsError>>>, ObjectsError> {
        match self.store.get(&Self::place(tenant, sha256)).await {
            Ok(found) => Ok(Some(found.into_stream().map_err(Into::into).boxed())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a file is stored; its bytes are not looked at.
    pub(crate) async fn has(&self, tenant: TenantId, sha256: &str) -> Result<bool, ObjectsError> {
        match self.store.head(&Self::place(tenant, sha256)).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Stores a file whose hash has been checked.
    pub(crate) async fn keep(
        &self,
        tenant: TenantId,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<(), ObjectsError> {
        let place = Self::place(tenant, sha256);
        self.store.put(&place, bytes.into()).await?;
        Ok(())
    }

    /// Throws away the chunks of a file.
    pub(crate) async fn forget_chunks(
        &self,
        tenant: TenantId,
        sha256: &str,
    ) -> Result<(), ObjectsError> {
        let chunks = self
            .store
            .list(Some(&Self::incoming(tenant, sha256)))
            .map_ok(|found| found.location)
            .boxed();
        let gone: Result<Vec<Place>, Error> = self.store.delete_stream(chunks).try_collect().await;
        match gone {
            Err(error) if !matches!(error, Error::NotFound { .. }) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Reads chunk `n` of a stored file of `size` bytes; empty behind its end.
    pub(crate) async fn read_chunk(
        &self,
        tenant: TenantId,
        sha256: &str,
        n: u32,
        size: u64,
    ) -> Result<Bytes, ObjectsError> {
        let start = u64::from(n) * CHUNK as u64;
        let end = size.min(start + CHUNK as u64);
        if start >= end {
            return Ok(Bytes::new());
        }
        let place = Self::place(tenant, sha256);
        Ok(self.store.get_range(&place, start..end).await?)
    }

    /// Removes a file. Removing what is not there is no error.
    pub(crate) async fn remove(&self, tenant: TenantId, sha256: &str) -> Result<(), ObjectsError> {
        self.forget_chunks(tenant, sha256).await?;
        match self.store.delete(&Self::place(tenant, sha256)).await {
            Err(error) if !matches!(error, Error::NotFound { .. }) => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn orders_of(tenant: TenantId) -> Place {
        Place::from(format!("orders/{tenant}"))
    }

    /// Keeps an order to erase where a restore of the database does not reach it.
    pub(crate) async fn keep_order(
        &self,
        tenant: TenantId,
        order: &Erasure,
    ) -> Result<(), ObjectsError> {
        let place = Self::orders_of(tenant).join(order.inquiry.to_string());
        // Serialising a plain struct cannot fail.
        let bytes = serde_json::to_vec(order).unwrap_or_default();
        self.store.put(&place, bytes.into()).await?;
        Ok(())
    }

    /// All orders to erase that were ever kept.
    pub(crate) async fn orders(&self, tenant: TenantId) -> Result<Vec<Erasure>, ObjectsError> {
        let mut places = self.store.list(Some(&Self::orders_of(tenant)));
        let mut orders = Vec::new();
        while let Some(found) = places.try_next().await? {
            let bytes = self.store.get(&found.location).await?.bytes().await?;
            let order = serde_json::from_slice(&bytes)
                .map_err(|_| ObjectsError::Order(found.location.to_string()))?;
            orders.push(order);
        }
        orders.sort_by_key(|order: &Erasure| (order.at, order.inquiry));
        Ok(orders)
    }

    /// Notes that a restore begins an epoch, where the next restore of the same backup does not reach it.
    pub(crate) async fn keep_epoch(&self, epoch: u64) -> Result<(), ObjectsError> {
        let place = Place::from(format!("epochs/{epoch}"));
        self.store.put(&place, Bytes::new().into()).await?;
        Ok(())
    }

    /// The latest epoch that a restore ever began; 0 before the first.
    pub(crate) async fn last_epoch(&self) -> Result<u64, ObjectsError> {
        let mut places = self.store.list(Some(&Place::from("epochs")));
        let mut last = 0;
        while let Some(found) = places.try_next().await? {
            let epoch = found.location.filename().and_then(|n| n.parse().ok());
            last = last.max(epoch.unwrap_or(0));
        }
        Ok(last)
    }

    /// Whether a stored file's bytes still have its hash.
    pub(crate) async fn intact(
        &self,
        tenant: TenantId,
        sha256: &str,
    ) -> Result<bool, ObjectsError> {
        let Some(mut bytes) = self.read(tenant, sha256).await? else {
            return Ok(false);
        };
        let mut hash = Sha256::new();
        while let Some(part) = bytes.try_next().await? {
            hash.update(&part);
        }
        Ok(hex::encode(hash.finalize()) == sha256)
    }
}

/// A file on its way into the store. What is neither finished nor aborted leaves parts behind.
pub(crate) struct Upload {
    parts: WriteMultipart,
    hash: Sha256,
    size: u64,
}

impl Upload {
    /// More of it.
    pub(crate) async fn put(&mut self, bytes: Bytes) -> Result<(), ObjectsError> {
        self.hash.update(&bytes);
        self.size += bytes.len() as u64;
        self.parts.wait_for_capacity(PARTS).await?;
        self.parts.put(bytes);
        Ok(())
    }

    /// SHA-256 of what came so far.
    pub(crate) fn sha256(&self) -> String {
        hex::encode(self.hash.clone().finalize())
    }

    /// All of it came.
    pub(crate) async fn finish(self) -> Result<(), ObjectsError> {
        // Where this fails, it takes back its parts itself.
        self.parts.finish().await?;
        Ok(())
    }

    /// Takes back what came.
    pub(crate) async fn abort(self) -> Result<(), ObjectsError> {
        Ok(self.parts.abort().await?)
    }
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

    #[tokio::test]
    async fn a_file_is_stored_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let objects = Objects::in_folder(dir.path()).unwrap();
        let tenant = TenantId(Uuid::from_u128(1));
        let bytes = vec![7; CHUNK + 10];
        let offer = offer(&bytes);
        let sha256 = offer.sha256.as_str();
        let first = Bytes::copy_from_slice(&bytes[..CHUNK]);
        objects.keep_chunk(tenant, sha256, 0, first).await.unwrap();
        let ended = objects.assemble(tenant, &offer).await.unwrap();
        assert_eq!(ended, Assembled::Incomplete);
        let wrong = Bytes::from_static(&[8; 10]);
        objects.keep_chunk(tenant, sha256, 1, wrong).await.unwrap();
        let ended = objects.assemble(tenant, &offer).await.unwrap();
        assert_eq!(ended, Assembled::WrongHash);
        assert!(!objects.intact(tenant, sha256).await.unwrap());
        let last = Bytes::copy_from_slice(&bytes[CHUNK..]);
        objects.keep_chunk(tenant, sha256, 1, last).await.unwrap();
        let ended = objects.assemble(tenant, &offer).await.unwrap();
        assert_eq!(ended, Assembled::Stored);
        assert!(objects.intact(tenant, sha256).await.unwrap());
        let size = offer.size;
        let last = objects.read_chunk(tenant, sha256, 1, size).await.unwrap();
        assert_eq!(last.as_ref(), [7; 10]);
        let none = objects.read_chunk(tenant, sha256, 2, size).await.unwrap();
        assert!(none.is_empty());
        objects.forget_chunks(tenant, sha256).await.unwrap();
        objects.forget_chunks(tenant, sha256).await.unwrap();
        let incoming = dir.path().join(Objects::incoming(tenant, sha256).as_ref());
        assert!(!incoming.exists());
        let stored = dir.path().join(Objects::place(tenant, sha256).as_ref());
        let left = std::fs::read_dir(stored.parent().unwrap()).unwrap().count();
        assert_eq!(left, 1, "no half-written file stays");
        std::fs::write(stored, b"edited").unwrap();
        assert!(!objects.intact(tenant, sha256).await.unwrap());
    }

    #[tokio::test]
    async fn the_latest_epoch_is_remembered_beside_the_database() {
        let dir = tempfile::tempdir().unwrap();
        let objects = Objects::in_folder(dir.path()).unwrap();
        assert_eq!(objects.last_epoch().await.unwrap(), 0);
        for epoch in [2, 10, 9] {
            objects.keep_epoch(epoch).await.unwrap();
        }
        assert_eq!(objects.last_epoch().await.unwrap(), 10);
    }

    #[test]
    fn an_address_is_one_of_a_store() {
        for wrong in ["", "nonsense", "https://[", "file://host/x"] {
            assert!(Objects::at(wrong, &[]).is_err(), "{wrong}");
        }
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
