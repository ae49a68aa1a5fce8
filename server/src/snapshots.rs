//! Snapshots for devices that begin: a department's rows, packed once and kept in the store of the files, so that a new
//! laptop costs the database nothing. See [`protocol::snapshot`].
//!
//! A snapshot is made where a device began without one or with one that is old, behind its back: it goes on page by
//! page, and the next one is served. [`Admin::make_snapshots`] makes them at once.

use crate::App;
use crate::admin::{Admin, AdminError};
use crate::objects::ObjectsError;
use crate::store::{StoreError, Wall, erasure, frames, sums, tenant};
use domain::ids::{InquiryId, TenantId, UnitId};
use protocol::snapshot::{BLOCK, Block, Manifest, push_row};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Packing well is worth it: it is done once, and travels often.
const LEVEL: i32 = 6;
/// A snapshot is made anew when more than one row in so many changed since.
const STALE: u64 = 4;

/// A snapshot could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SnapshotError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    #[error("packing failed")]
    Pack(#[from] std::io::Error),
    #[error("a row is larger than 4 GiB")]
    Row,
}

impl Admin {
    /// Makes the snapshots of all departments of a body that have rows.
    ///
    /// # Errors
    /// The database, the store of the files.
    pub async fn make_snapshots(&self, tenant: TenantId) -> Result<Vec<Manifest>, AdminError> {
        let app = self.app();
        let units = tenant::units(&mut app.store.snapshot(Wall::Open).await?, tenant).await?;
        let mut made = Vec::new();
        for unit in units {
            made.extend(make(app, tenant, &unit.id).await?);
        }
        Ok(made)
    }
}

/// Makes a department's snapshot; `None` where it has no rows, or a case was erased meanwhile.
pub(crate) async fn make(
    app: &App,
    tenant: TenantId,
    unit: &UnitId,
) -> Result<Option<Manifest>, SnapshotError> {
    let Some(manifest) = write(app, tenant, unit).await? else {
        return Ok(None);
    };
    app.objects.keep_manifest(tenant, &manifest).await?;
    // An erasure removes the snapshots once it is committed. One that was committed while this one was being written may
    // have been too early to find it.
    let erased = {
        let mut tx = app.store.snapshot(Wall::Open).await?;
        erasure::since(&mut tx, tenant, manifest.at).await?
    };
    if erased {
        app.objects.forget_snapshots(tenant).await?;
        return Ok(None);
    }
    // A device in the middle of the one before goes on by the log.
    let blocks = manifest.blocks.iter();
    let keep: BTreeSet<String> = blocks.map(|block| block.sha256.clone()).collect();
    app.objects.tidy_blocks(tenant, unit, &keep).await?;
    tracing::info!(
        rows = manifest.rows,
        bytes = manifest.size(),
        "a snapshot was made"
    );
    Ok(Some(manifest))
}

/// Writes the blocks.
async fn write(
    app: &App,
    tenant: TenantId,
    unit: &UnitId,
) -> Result<Option<Manifest>, SnapshotError> {
    let mut tx = app.store.snapshot(Wall::Open).await?;
    let mut manifest = Manifest {
        unit: unit.clone(),
        epoch: tenant::epoch(&mut tx).await?,
        at: tenant::counter(&mut tx, tenant, "log").await?,
        rows: 0,
        blocks: Vec::new(),
        erased: erasure::gone(&mut tx, tenant).await?,
    };
    let (mut block, mut after) = (Vec::new(), 0);
    loop {
        let page: Vec<(InquiryId, u64, String)> =
            frames::page(&mut tx, tenant, unit, after).await?;
        let Some((_, last, _)) = page.last() else {
            break;
        };
        after = *last;
        for (id, seq, content) in &page {
            if !push_row(&mut block, *id, *seq, content) {
                return Err(SnapshotError::Row);
            }
            manifest.rows += 1;
            if block.len() >= BLOCK {
                let full = std::mem::take(&mut block);
                manifest.blocks.push(keep(app, tenant, unit, full).await?);
            }
        }
    }
    if !block.is_empty() {
        manifest.blocks.push(keep(app, tenant, unit, block).await?);
    }
    Ok(Some(manifest).filter(|m| m.rows > 0))
}

async fn keep(
    app: &App,
    tenant: TenantId,
    unit: &UnitId,
    rows: Vec<u8>,
) -> Result<Block, SnapshotError> {
    let pack = move || zstd::encode_all(rows.as_slice(), LEVEL);
    let packed = tokio::task::spawn_blocking(pack)
        .await
        .map_err(std::io::Error::other)??;
    let block = Block {
        sha256: hex::encode(Sha256::digest(&packed)),
        size: packed.len() as u64,
    };
    app.objects
        .keep_block(tenant, unit, &block.sha256, packed.into())
        .await?;
    Ok(block)
}

/// The snapshot that a device may have now. One from which a row has left since, moved or restricted, is none: the device
/// may never have been meant to see it.
pub(crate) async fn current(
    app: &App,
    tenant: TenantId,
    unit: &UnitId,
    epoch: u64,
) -> Result<Option<Manifest>, SnapshotError> {
    let manifest = app.objects.manifest(tenant, unit).await?;
    let Some(manifest) = manifest.filter(|m| m.epoch == epoch) else {
        return Ok(None);
    };
    let mut tx = app.store.snapshot(Wall::Tenant(tenant)).await?;
    let left = frames::left_since(&mut tx, tenant, unit, manifest.at).await?;
    Ok((!left).then_some(manifest))
}

/// Rows of a device's departments, as they were counted, with the log's head.
pub(crate) struct Counted {
    pub rows: Vec<(UnitId, u64)>,
    pub epoch: u64,
    pub head: u64,
}

impl Counted {
    /// Counts; of the greeting's transaction.
    pub(crate) async fn of(
        tx: &mut crate::store::Tx<'_>,
        tenant: TenantId,
        units: &BTreeSet<UnitId>,
    ) -> Result<Self, StoreError> {
        let mut rows = Vec::new();
        for unit in units {
            rows.push((unit.clone(), sums::get(tx, tenant, unit).await?.rows));
        }
        Ok(Self {
            rows,
            epoch: tenant::epoch(tx).await?,
            head: tenant::counter(tx, tenant, "log").await?,
        })
    }
}

/// Departments whose snapshots a device that begins can fetch. What is missing or old is made behind its back, for the
/// next one. That the store of the files fails is no reason to turn the device away: there is the log.
pub(crate) async fn offered(app: &App, tenant: TenantId, counted: Counted) -> Vec<UnitId> {
    let (mut offers, mut wanting) = (Vec::new(), Vec::new());
    for (unit, rows) in counted.rows {
        let manifest = match current(app, tenant, &unit, counted.epoch).await {
            Ok(manifest) => manifest,
            Err(error) => {
                tracing::warn!(%error, "no snapshot is offered");
                return Vec::new();
            }
        };
        let fresh = manifest
            .as_ref()
            .is_some_and(|m| counted.head.saturating_sub(m.at) <= rows / STALE);
        if rows >= app.snapshot_rows && !fresh {
            wanting.push(unit.clone());
        }
        if manifest.is_some() {
            offers.push(unit);
        }
    }
    if !wanting.is_empty() {
        make_behind(app.clone(), tenant, wanting);
    }
    offers
}

fn make_behind(app: App, tenant: TenantId, units: Vec<UnitId>) {
    // Many devices may begin at once: one of them is enough.
    let Ok(making) = app.making_snapshots.clone().try_lock_owned() else {
        return;
    };
    tokio::spawn(async move {
        for unit in units {
            if let Err(error) = make(&app, tenant, &unit).await {
                tracing::warn!(%error, "a snapshot could not be made");
            }
        }
        drop(making);
    });
}
