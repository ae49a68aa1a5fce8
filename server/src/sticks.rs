//! What goes to and from a device on a stick, where its link carries too little: see [`protocol::stick`].

use crate::admin::{Admin, AdminError};
use crate::backup::{BackupError, Target};
use crate::store::Wall;
use crate::store::device::{self, Device};
use crate::{App, routes, secrets, snapshots};
use domain::ids::{DeviceId, TenantId};
use protocol::snapshot::Manifest;
use protocol::stick::{OutboxHead, Purpose, SnapshotHead, StickError, StickReader, StickWriter};
use protocol::wire::{OutcomeKind, Push, PushReply};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::Path;

/// Nothing was written, or what came cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum StickFailure {
    /// The file that is being made.
    #[error(transparent)]
    Target(#[from] BackupError),
    /// The file.
    #[error(transparent)]
    Stick(#[from] StickError),
    /// Database, store of the files, or no such device.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// A device that was revoked.
    #[error("the device is revoked")]
    Revoked,
    /// What is in the file cannot be read, though it was not damaged on its way.
    #[error("the file holds nothing that this program knows: it may be of a newer one")]
    Unknown,
    /// The server does not take the commands, for the reason that the device would be told.
    #[error("the commands are not taken: {0}")]
    Refused(String),
}

/// A snapshot's file that was made.
#[derive(Debug)]
pub struct SnapshotStick {
    /// What is in it.
    pub manifests: Vec<Manifest>,
    /// Its length in bytes.
    pub bytes: u64,
}

/// What became of an outbox that came on a stick. The device learns it at its next call, whenever that is: it sends
/// the same commands again, and gets the outcomes that are stored.
#[derive(Debug, Default)]
pub struct OutboxTaken {
    /// Commands in the file.
    pub commands: u64,
    /// Those that took effect, now or before.
    pub applied: u64,
    /// Those of which a field waits for a person.
    pub conflicts: u64,
    /// Those that were refused; the device shows why.
    pub rejected: u64,
}

impl Admin {
    /// Writes a snapshot of all departments of a device into a file that only this device can read.
    ///
    /// # Errors
    /// No such device, a revoked one; the file, the database, the store of the files.
    pub async fn write_snapshot_stick(
        &self,
        tenant: TenantId,
        id: DeviceId,
        path: &Path,
    ) -> Result<SnapshotStick, StickFailure> {
        let app = self.app();
        let device = of(app, tenant, id).await?;
        let mut manifests = Vec::new();
        for unit in &device.units {
            let made = snapshots::make(app, tenant, unit).await;
            manifests.extend(made.map_err(AdminError::from)?);
        }
        let head = SnapshotHead {
            device: id,
            tenant,
            manifests,
        };
        let salt = secrets::random().map_err(AdminError::from)?;
        let (target, file) = Target::create(path)?;
        let writer = StickWriter::begin(file, Purpose::Snapshot, id, &device.token_hash, &salt)?;
        let file = blocks(app, writer, &head).await?;
        Ok(SnapshotStick {
            bytes: target.keep(file, path)?,
            manifests: head.manifests,
        })
    }

    /// Takes in the outbox of a device that cannot call. Taking the same file twice does nothing twice.
    ///
    /// # Errors
    /// A file of something else, of a device that is unknown or revoked, a damaged one; commands that a call would be
    /// refused for. What was taken before the failure stays taken.
    pub async fn take_outbox_stick(&self, path: &Path) -> Result<OutboxTaken, StickFailure> {
        let app = self.app();
        let file = File::open(path).map_err(StickError::from)?;
        let reader = StickReader::begin(BufReader::new(file))?;
        let mut device = {
            let mut tx = app
                .store
                .snapshot(Wall::Open)
                .await
                .map_err(AdminError::from)?;
            let known = device::find(&mut tx, reader.device).await;
            known
                .map_err(AdminError::from)?
                .ok_or(AdminError::Unknown { what: "device" })?
        };
        if device.revoked {
            return Err(StickFailure::Revoked);
        }
        let mut records = reader.open(Purpose::Outbox, &device.token_hash);
        let head: OutboxHead = read(records.next_record()?)?;
        if (head.device, head.tenant) != (device.id, device.tenant) {
            return Err(StickError::Damaged.into());
        }
        // All of it is read before any of it is taken: a torn file is none.
        let mut pushes = Vec::new();
        while let Some(record) = records.next_record()? {
            pushes.push(read::<Push>(Some(record))?);
        }
        let mut taken = OutboxTaken::default();
        for push in pushes {
            taken.commands += push.commands.len() as u64;
            let outcomes = routes::push::take(app, &device, push).await;
            let outcomes = outcomes.map_err(|refused| StickFailure::Refused(refused.told()))?;
            taken.count(&outcomes);
            let mut tx = app
                .store
                .snapshot(Wall::Open)
                .await
                .map_err(AdminError::from)?;
            device = device::get(&mut tx, device.id)
                .await
                .map_err(AdminError::from)?;
        }
        Ok(taken)
    }
}

impl OutboxTaken {
    fn count(&mut self, outcomes: &PushReply) {
        for outcome in &outcomes.outcomes {
            match outcome.result {
                OutcomeKind::Applied | OutcomeKind::Merged => self.applied += 1,
                OutcomeKind::Conflict { .. } => self.conflicts += 1,
                OutcomeKind::Rejected { .. } | OutcomeKind::Unsupported => self.rejected += 1,
            }
        }
    }
}

async fn of(app: &App, tenant: TenantId, id: DeviceId) -> Result<Device, StickFailure> {
    let mut tx = app
        .store
        .snapshot(Wall::Open)
        .await
        .map_err(AdminError::from)?;
    let found = device::find(&mut tx, id).await.map_err(AdminError::from)?;
    let device = found
        .filter(|device| device.tenant == tenant)
        .ok_or(AdminError::Unknown { what: "device" })?;
    if device.revoked {
        return Err(StickFailure::Revoked);
    }
    Ok(device)
}

/// Writes head and blocks; the last of them is marked as such.
async fn blocks<W: Write>(
    app: &App,
    mut writer: StickWriter<W>,
    head: &SnapshotHead,
) -> Result<W, StickFailure> {
    // Serialising a plain struct cannot fail.
    let mut last = serde_json::to_vec(head).unwrap_or_default();
    for manifest in &head.manifests {
        for block in &manifest.blocks {
            let bytes = app
                .objects
                .block(head.tenant, &manifest.unit, &block.sha256)
                .await
                .map_err(AdminError::from)?
                // Another instance made a newer one meanwhile.
                .ok_or(AdminError::Unknown { what: "snapshot" })?;
            writer.record(&last)?;
            last = bytes.to_vec();
        }
    }
    Ok(writer.last(&last)?)
}

fn read<T: serde::de::DeserializeOwned>(record: Option<Vec<u8>>) -> Result<T, StickFailure> {
    record
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or(StickFailure::Unknown)
}
