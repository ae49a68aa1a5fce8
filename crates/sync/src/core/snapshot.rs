//! A device that begins fetches what was prepared, block by block, before it asks the log what came later. A block that
//! is in is in: a link that breaks costs one. Whatever is wrong with a snapshot, the log has everything too.

use super::{Answer, Change, Core, Effect, Event, Message, Phase, Query};
use domain::ids::UnitId;
use protocol::snapshot::{BLOCK_MOST, Block, Manifest, rows};
use protocol::wire::{Op, SnapshotAsk};
use sha2::{Digest, Sha256};
use std::io::Read as _;

/// What the run knows about snapshots.
#[derive(Debug, Default)]
pub(super) struct Snapshots {
    /// Units whose snapshots are still to fetch.
    units: Vec<UnitId>,
    /// The one that is being fetched, and its next block.
    current: Option<(Manifest, u32)>,
    /// Whether any block or unit came: the cursor is to be moved.
    begun: bool,
}

/// Where the run is with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Waits for the manifest.
    Manifest,
    /// Waits for the next block's number.
    Next,
    /// Waits for a block.
    Block,
    /// A block is being applied.
    Apply,
    /// The cursor is being moved.
    Finish,
}

impl Snapshots {
    /// The block after the one that is being applied.
    pub fn after_this(&self) -> Option<Message> {
        let (manifest, n) = self.current.as_ref()?;
        let block = manifest.blocks.get(*n as usize + 1)?;
        Some(ask(manifest, block))
    }
}

impl Core {
    /// What the greeting offered: only a device at the beginning of the log takes it.
    pub(super) fn note_snapshots(&mut self, units: Vec<UnitId>) {
        self.snapshots = Snapshots {
            units,
            ..Snapshots::default()
        };
    }

    /// The next step towards the rows of the snapshots; `None` when there is none.
    pub(super) fn next_snapshot(&mut self) -> Option<Effect> {
        if self.standing.cursor != 0 {
            self.snapshots = Snapshots::default();
            return None;
        }
        if let Some((manifest, n)) = &self.snapshots.current {
            if let Some(block) = manifest.blocks.get(*n as usize) {
                let message = ask(manifest, block);
                let (done, of) = (u64::from(*n), manifest.blocks.len() as u64);
                self.show("sync-pull", done, of);
                self.phase = Phase::Snapshot(Stage::Block);
                return Some(Effect::Send(message));
            }
            self.snapshots.current = None;
        }
        if let Some(unit) = self.snapshots.units.pop() {
            let ask = SnapshotAsk {
                epoch: self.standing.epoch,
                unit,
            };
            self.phase = Phase::Snapshot(Stage::Manifest);
            return Some(Effect::Send(Message::Snapshot(ask)));
        }
        if self.snapshots.begun {
            self.snapshots.begun = false;
            self.phase = Phase::Snapshot(Stage::Finish);
            return Some(Effect::Write(Change::SnapshotsIn));
        }
        None
    }

    pub(super) fn snapshot_step(&mut self, stage: Stage, event: Event) -> Effect {
        match (stage, event) {
            (Stage::Manifest, Event::Answered(Answer::Snapshot(manifest))) => {
                self.manifest(manifest)
            }
            (Stage::Next, Event::SnapshotNext(next)) => self.snapshot_from(next),
            (Stage::Block, Event::Answered(Answer::Bytes(bytes))) => self.snapshot_block(&bytes),
            (Stage::Apply, Event::Written(_)) => self.snapshot_applied(),
            (Stage::Finish, Event::Written(_)) => {
                self.phase = Phase::Settle;
                Effect::Read(Query::Standing)
            }
            _ => self.stop(super::out_of_turn()),
        }
    }

    fn manifest(&mut self, manifest: Manifest) -> Effect {
        let query = Query::SnapshotNext(manifest.unit.clone(), manifest.id());
        self.snapshots.current = Some((manifest, 0));
        self.phase = Phase::Snapshot(Stage::Next);
        Effect::Read(query)
    }

    fn snapshot_from(&mut self, next: u32) -> Effect {
        self.snapshots.begun = true;
        if let Some((_, n)) = &mut self.snapshots.current {
            *n = next;
        }
        self.next_rows()
    }

    fn snapshot_block(&mut self, bytes: &[u8]) -> Effect {
        let Some((manifest, n)) = &self.snapshots.current else {
            return self.stop(super::out_of_turn());
        };
        let block = manifest.blocks.get(*n as usize);
        let ops = block.and_then(|block| unpack(&manifest.unit, &block.sha256, bytes));
        let Some(ops) = ops else {
            // Not the block that was named: rather none than a wrong one.
            return self.without_snapshots();
        };
        self.outcome.pulled += ops.len() as u64;
        let block = manifest.block(*n, ops);
        self.phase = Phase::Snapshot(Stage::Apply);
        Effect::Write(Change::SnapshotBlock(block))
    }

    fn snapshot_applied(&mut self) -> Effect {
        if let Some((_, n)) = &mut self.snapshots.current {
            *n += 1;
        }
        self.read_outbox()
    }

    /// Goes on by the log alone. Rows that came already come again, and are the same.
    pub(super) fn without_snapshots(&mut self) -> Effect {
        self.snapshots = Snapshots::default();
        self.next_rows()
    }
}

fn ask(manifest: &Manifest, block: &Block) -> Message {
    Message::SnapshotBlock {
        unit: manifest.unit.clone(),
        sha256: block.sha256.clone(),
    }
}

/// The rows of a packed block, if it is the one that was named.
pub(crate) fn unpack(unit: &UnitId, sha256: &str, packed: &[u8]) -> Option<Vec<Op>> {
    if hex::encode(Sha256::digest(packed)) != sha256 {
        return None;
    }
    let mut block = Vec::new();
    let decoder = zstd::Decoder::with_buffer(packed).ok()?;
    let most = BLOCK_MOST as u64;
    decoder.take(most + 1).read_to_end(&mut block).ok()?;
    if block.len() as u64 > most {
        return None;
    }
    rows(unit, &block).ok()
}
