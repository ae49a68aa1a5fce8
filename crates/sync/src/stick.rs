//! What travels on a stick, from the device's side: see [`protocol::stick`].

use crate::core::unpack;
use crate::store::{LocalStore, Standing, StoreError};
use domain::ids::DeviceId;
use domain::sensitive::Sensitive;
use protocol::snapshot::{BlockRows, Manifest};
use protocol::stick::{
    OutboxHead, Purpose, Records, SnapshotHead, StickError, StickReader, StickWriter, secret,
};
use protocol::window::sync::Progress;
use protocol::wire::{Command, PUSH_BYTES, PUSH_COMMANDS, Push};
use std::io::{Read, Write};

/// A stick could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StickProblem {
    /// The file.
    #[error(transparent)]
    Stick(#[from] StickError),
    /// The replica.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The device has rows of the log already: it asks its server for the rest.
    #[error("the device has begun already")]
    Begun,
    /// The server was restored from a backup since the file was made.
    #[error("the file is older than the server's last restore")]
    Old,
    /// Nothing waits.
    #[error("nothing waits")]
    Empty,
}

/// Which device writes or reads.
pub struct Holder {
    /// Its id.
    pub device: DeviceId,
    /// 32 random bytes for a file that is written.
    pub salt: [u8; 32],
}

/// Writes all that waits, in order. How many commands.
///
/// # Errors
/// [`StickProblem::Empty`], the writer's, the replica's.
pub async fn write_outbox<S: LocalStore, W: Write>(
    store: &S,
    holder: &Holder,
    to: W,
) -> Result<(u64, W), StickProblem> {
    let standing = store.standing().await?;
    let pushes = batches(store.outbox(usize::MAX, usize::MAX).await?);
    let commands = pushes.iter().map(|p| p.len() as u64).sum();
    if commands == 0 {
        return Err(StickProblem::Empty);
    }
    let head = OutboxHead {
        device: holder.device,
        tenant: standing.tenant,
        pushes: pushes.len() as u64,
    };
    let key = key(&standing.token);
    let mut writer = StickWriter::begin(to, Purpose::Outbox, holder.device, &key, &holder.salt)?;
    // Serialising plain structs cannot fail.
    let mut last = serde_json::to_vec(&head).unwrap_or_default();
    for commands in pushes {
        writer.record(&last)?;
        let push = Push {
            epoch: standing.epoch,
            commands,
        };
        last = serde_json::to_vec(&push).unwrap_or_default();
    }
    Ok((commands, writer.last(&last)?))
}

/// Parts as large as a push may be.
fn batches(commands: Vec<Command>) -> Vec<Vec<Command>> {
    let mut batches: Vec<Vec<Command>> = Vec::new();
    let mut bytes = 0;
    for command in commands {
        bytes += command.size();
        match batches.last_mut() {
            Some(last) if last.len() < PUSH_COMMANDS && bytes <= PUSH_BYTES => last.push(command),
            _ => {
                bytes = command.size();
                batches.push(vec![command]);
            }
        }
    }
    batches
}

/// Takes in a snapshot, and says how many rows it has. Rows that came before a failure stay, and the same file goes on behind them.
///
/// # Errors
/// See [`StickProblem`].
pub async fn read_snapshot<S: LocalStore, R: Read>(
    store: &S,
    device: DeviceId,
    from: R,
    on_progress: &(dyn Fn(&Progress) + Send + Sync),
) -> Result<u64, StickProblem> {
    let standing = store.standing().await?;
    let reader = StickReader::begin(from)?;
    if reader.device != device {
        return Err(StickError::Damaged.into());
    }
    let mut records = reader.open(Purpose::Snapshot, &key(&standing.token));
    let head = head(&mut records, &standing)?;
    let of = head.manifests.iter().map(|m| m.blocks.len() as u64).sum();
    let mut progress = Progress {
        job: "sync".into(),
        what: "sync-pull".into(),
        done: 0,
        of,
    };
    for manifest in &head.manifests {
        let next = store.snapshot_next(&manifest.unit, &manifest.id()).await?;
        for (n, block) in (0_u32..).zip(&manifest.blocks) {
            let packed = records.next_record()?.ok_or(StickError::Damaged)?;
            if n >= next {
                store
                    .apply_snapshot(&rows(manifest, &block.sha256, n, &packed)?)
                    .await?;
            }
            progress.done += 1;
            on_progress(&progress);
        }
    }
    store.finish_snapshots().await?;
    Ok(head.manifests.iter().map(|m| m.rows).sum())
}

fn head<R: Read>(
    records: &mut Records<R>,
    standing: &Standing,
) -> Result<SnapshotHead, StickProblem> {
    let head = records.next_record()?.ok_or(StickError::Damaged)?;
    let head: SnapshotHead = serde_json::from_slice(&head).map_err(|_| StickError::Damaged)?;
    if standing.cursor > 0 {
        return Err(StickProblem::Begun);
    }
    if head.manifests.iter().any(|m| m.epoch != standing.epoch) {
        return Err(StickProblem::Old);
    }
    Ok(head)
}

fn rows(
    manifest: &Manifest,
    sha256: &str,
    n: u32,
    packed: &[u8],
) -> Result<BlockRows, StickProblem> {
    let ops = unpack(&manifest.unit, sha256, packed).ok_or(StickError::Damaged)?;
    Ok(manifest.block(n, ops))
}

fn key(token: &Sensitive<String>) -> [u8; 32] {
    secret(token.expose())
}
