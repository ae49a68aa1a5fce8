//! Snapshots for devices that begin: `snapshots/<tenant>/<unit>/manifest` and `.../blocks/<sha256>`, the unit's code in
//! hexadecimal. They hold what the database holds, and go with it: see [`Objects::forget_snapshots`].

use super::{Objects, ObjectsError};
use bytes::Bytes;
use domain::ids::{TenantId, UnitId};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::path::Path as Place;
use object_store::{Error, ObjectStoreExt as _};
use protocol::snapshot::Manifest;
use std::collections::BTreeSet;

impl Objects {
    fn snapshots(tenant: TenantId) -> Place {
        Place::from(format!("snapshots/{tenant}"))
    }

    fn snapshot(tenant: TenantId, unit: &UnitId) -> Place {
        Self::snapshots(tenant).join(hex::encode(unit.as_str()))
    }

    fn block_place(tenant: TenantId, unit: &UnitId, sha256: &str) -> Place {
        Self::snapshot(tenant, unit).join("blocks").join(sha256)
    }

    /// Keeps a block.
    pub(crate) async fn keep_block(
        &self,
        tenant: TenantId,
        unit: &UnitId,
        sha256: &str,
        bytes: Bytes,
    ) -> Result<(), ObjectsError> {
        let place = Self::block_place(tenant, unit, sha256);
        self.store.put(&place, bytes.into()).await?;
        Ok(())
    }

    /// A block; `None` where there is none such.
    pub(crate) async fn block(
        &self,
        tenant: TenantId,
        unit: &UnitId,
        sha256: &str,
    ) -> Result<Option<Bytes>, ObjectsError> {
        self.found(&Self::block_place(tenant, unit, sha256)).await
    }

    async fn found(&self, place: &Place) -> Result<Option<Bytes>, ObjectsError> {
        match self.store.get(place).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Makes a snapshot the one that devices are told of. Its blocks are there already.
    pub(crate) async fn keep_manifest(
        &self,
        tenant: TenantId,
        manifest: &Manifest,
    ) -> Result<(), ObjectsError> {
        let place = Self::snapshot(tenant, &manifest.unit).join("manifest");
        // Serialising a plain struct cannot fail.
        let bytes = serde_json::to_vec(manifest).unwrap_or_default();
        self.store.put(&place, bytes.into()).await?;
        Ok(())
    }

    /// The snapshot that devices are told of. One that cannot be read is none: it is made again.
    pub(crate) async fn manifest(
        &self,
        tenant: TenantId,
        unit: &UnitId,
    ) -> Result<Option<Manifest>, ObjectsError> {
        let place = Self::snapshot(tenant, unit).join("manifest");
        let bytes = self.found(&place).await?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Removes the blocks of a unit that are not among these.
    pub(crate) async fn tidy_blocks(
        &self,
        tenant: TenantId,
        unit: &UnitId,
        keep: &BTreeSet<String>,
    ) -> Result<(), ObjectsError> {
        let blocks = Self::snapshot(tenant, unit).join("blocks");
        let mut gone = Vec::new();
        let mut places = self.store.list(Some(&blocks));
        while let Some(found) = places.try_next().await? {
            if !found.location.filename().is_some_and(|n| keep.contains(n)) {
                gone.push(found.location);
            }
        }
        self.delete(gone).await
    }

    /// Removes all snapshots of a body: a case was erased, and they may hold it.
    pub(crate) async fn forget_snapshots(&self, tenant: TenantId) -> Result<(), ObjectsError> {
        let places = self.store.list(Some(&Self::snapshots(tenant)));
        let mut gone: Vec<Place> = places.map_ok(|found| found.location).try_collect().await?;
        // Manifests first: nobody is told of a snapshot whose blocks are going.
        gone.sort_by_key(|place| place.filename() != Some("manifest"));
        self.delete(gone).await
    }

    async fn delete(&self, places: Vec<Place>) -> Result<(), ObjectsError> {
        let stream = futures_util::stream::iter(places.into_iter().map(Ok)).boxed();
        let mut gone = self.store.delete_stream(stream);
        while let Some(done) = gone.next().await {
            match done {
                // Another instance was quicker.
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
