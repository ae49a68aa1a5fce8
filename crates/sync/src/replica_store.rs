//! The replica as synchronisation sees it: the same calls, other names for results and errors.

use crate::store::{Contact, LocalStore, Repaired, Standing, StoreError, StoredFile, WantedFile};
use domain::UnitId;
use protocol::snapshot::BlockRows;
use protocol::window::sync::Changed;
use protocol::wire::{BlobOffer, BlobReceipt, Command, Op, Outcome, PullReply, Scope};
use replica::{Changes, Replica, ReplicaError};

/// A replica, lent to a run of synchronisation.
pub struct ReplicaStore<'a>(pub &'a Replica);

fn failed(error: ReplicaError) -> StoreError {
    match error {
        ReplicaError::Full => StoreError::Full,
        ReplicaError::Closed | ReplicaError::NotEnrolled => StoreError::Closed,
        ReplicaError::Locked => StoreError::Busy,
        ReplicaError::NoFile => StoreError::MissingFile,
        other => StoreError::Failed(Box::new(other)),
    }
}

fn changed(changes: Changes) -> Changed {
    Changed {
        inquiries: changes.inquiries,
        all: false,
    }
}

impl LocalStore for ReplicaStore<'_> {
    async fn standing(&self) -> Result<Standing, StoreError> {
        let standing = self.0.standing().await.map_err(failed)?;
        Ok(Standing {
            token: standing.token,
            epoch: standing.epoch,
            cursor: standing.cursor,
            scope_version: standing.scope_version,
            profile: standing.profile,
            acked: standing.acked,
            signed: standing.signed,
            queued: standing.queued,
            repair: standing.repair,
            tenant: standing.tenant,
            tree: self.0.tree_head().await.map_err(failed)?,
            erased: self.0.erase_receipts().await.map_err(failed)?,
        })
    }

    async fn note_contact(&self, contact: &Contact) -> Result<(), StoreError> {
        self.0
            .receipts_sent(&contact.confirmed)
            .await
            .map_err(failed)?;
        if let Some((head, sound)) = &contact.tree {
            self.0.note_tree_head(head, *sound).await.map_err(failed)?;
        }
        let contact = replica::Contact {
            server_time: contact.server_time,
            device_time: contact.device_time,
            lease_until: contact.lease_until,
        };
        self.0.note_contact(&contact).await.map_err(failed)
    }

    async fn outbox(&self, commands: usize, bytes: usize) -> Result<Vec<Command>, StoreError> {
        let standing = self.0.standing().await.map_err(failed)?;
        self.0
            .outbox_after(standing.acked, commands, bytes)
            .await
            .map_err(failed)
    }

    async fn store_outcomes(&self, outcomes: &[Outcome]) -> Result<Changed, StoreError> {
        self.0
            .store_outcomes(outcomes)
            .await
            .map(changed)
            .map_err(failed)
    }

    async fn apply(&self, frame: &PullReply) -> Result<Changed, StoreError> {
        self.0.apply_pull(frame).await.map(changed).map_err(failed)
    }

    async fn note_scope(&self, scope: &Scope) -> Result<Changed, StoreError> {
        self.0.set_scope(scope).await.map(changed).map_err(failed)
    }

    async fn note_profile(&self, file: &str) -> Result<Changed, StoreError> {
        let taken = self.0.set_profile(file).await.map_err(failed)?;
        // Names, dates and urgencies all over the window come from it.
        Ok(Changed {
            inquiries: Vec::new(),
            all: taken,
        })
    }

    async fn note_old_copy(&self) -> Result<(), StoreError> {
        self.0.note_old_copy().await.map_err(failed)
    }

    async fn enter_epoch(
        &self,
        epoch: u64,
        durable_seq: u64,
        head: u64,
    ) -> Result<Changed, StoreError> {
        self.0
            .enter_epoch(epoch, durable_seq, head)
            .await
            .map(changed)
            .map_err(failed)
    }

    async fn part_sums(&self, unit: &UnitId) -> Result<Vec<String>, StoreError> {
        self.0.part_sums(unit).await.map_err(failed)
    }

    async fn apply_repair(&self, ops: &[Op]) -> Result<Changed, StoreError> {
        self.0.apply_repair(ops).await.map(changed).map_err(failed)
    }

    async fn finish_repair(&self, repaired: &Repaired) -> Result<Changed, StoreError> {
        self.0
            .finish_repair(&repaired.unit, &repaired.parts, &repaired.seen)
            .await
            .map(changed)
            .map_err(failed)
    }

    async fn snapshot_next(&self, unit: &UnitId, id: &str) -> Result<u32, StoreError> {
        self.0.snapshot_next(unit, id).await.map_err(failed)
    }

    async fn apply_snapshot(&self, block: &BlockRows) -> Result<Changed, StoreError> {
        self.0
            .apply_snapshot(block)
            .await
            .map(changed)
            .map_err(failed)
    }

    async fn finish_snapshots(&self) -> Result<(), StoreError> {
        self.0.finish_snapshots().await.map_err(failed)
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        // Where a reader of another program holds the log, the next run goes on.
        self.0.sweep().await.map(|_| ()).map_err(failed)
    }

    async fn files_to_send(&self) -> Result<Vec<StoredFile>, StoreError> {
        let files = self.0.files_to_send().await.map_err(failed)?;
        Ok(files
            .into_iter()
            .map(|f| StoredFile {
                sha256: f.sha256,
                size: f.size,
            })
            .collect())
    }

    async fn offer(&self, sha256: &str) -> Result<BlobOffer, StoreError> {
        self.0.offer(sha256).await.map_err(failed)
    }

    async fn read_chunk(&self, sha256: &str, n: u32) -> Result<Vec<u8>, StoreError> {
        self.0.read_chunk(sha256, n).await.map_err(failed)
    }

    async fn file_sent(&self, receipt: &BlobReceipt) -> Result<(), StoreError> {
        self.0.file_sent(receipt).await.map_err(failed)
    }

    async fn files_to_fetch(&self) -> Result<Vec<WantedFile>, StoreError> {
        let files = self.0.files_to_fetch().await.map_err(failed)?;
        let wanted = |f: replica::files::WantedFile| WantedFile {
            sha256: f.sha256,
            size: f.size,
            missing: f.missing,
        };
        Ok(files.into_iter().map(wanted).collect())
    }

    async fn write_chunk(&self, sha256: &str, n: u32, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.write_chunk(sha256, n, bytes).await.map_err(failed)
    }

    async fn file_fetched(&self, sha256: &str) -> Result<Changed, StoreError> {
        match self.0.file_fetched(sha256).await {
            Ok(changes) => Ok(changed(changes)),
            // The replica answers so for bytes that are not the ones promised, and has thrown them away.
            Err(ReplicaError::NoFile) => Err(StoreError::WrongHash),
            Err(other) => Err(failed(other)),
        }
    }

    async fn server_key(&self) -> Result<String, StoreError> {
        let identity = self
            .0
            .identity()
            .await
            .map_err(failed)?
            .ok_or(StoreError::Closed)?;
        Ok(identity.server_key)
    }
}
