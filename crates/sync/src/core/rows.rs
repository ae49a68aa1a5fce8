//! Rows come down: repairs first, then the log.

use super::{Answer, Change, Core, Effect, Event, Message, Phase, Query};
use crate::error::SyncError;
use crate::store::{Repaired, Standing};
use chrono::TimeDelta;
use domain::ids::{InquiryId, UnitId};
use protocol::checksum;
use protocol::wire::{Op, Pull, PullReply, RepairCheck, RepairPull};
use std::collections::BTreeSet;

/// Bytes of a frame to begin with. A frame is what a dropped link costs.
const FRAME: u64 = 256 * 1024;
const FRAME_LEAST: u64 = 32 * 1024;
const FRAME_MOST: u64 = 8 * 1024 * 1024;

/// What the run knows about rows.
#[derive(Debug)]
pub(super) struct Rows {
    /// Last sequence of the server's log that is known of.
    pub head: u64,
    /// No rows can be read in this run; commands go all the same.
    pub closed: bool,
    /// Units to compare.
    pub repair: Vec<UnitId>,
    /// Units that this run has repaired already.
    repaired: BTreeSet<UnitId>,
    /// Bytes to ask for: grows on a fast link, shrinks on a slow one.
    max_bytes: u64,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            head: 0,
            closed: false,
            repair: Vec::new(),
            repaired: BTreeSet::new(),
            max_bytes: FRAME,
        }
    }
}

impl Rows {
    fn adapt(&mut self, took: TimeDelta) {
        if took < TimeDelta::seconds(1) {
            self.max_bytes = (self.max_bytes * 2).min(FRAME_MOST);
        } else if took > TimeDelta::seconds(10) {
            self.max_bytes = (self.max_bytes / 2).max(FRAME_LEAST);
        }
    }
}

/// A repair in course.
#[derive(Debug)]
pub(super) struct Repair {
    unit: UnitId,
    parts: Vec<u8>,
    seen: BTreeSet<InquiryId>,
    after: u64,
    last: bool,
    /// Its end is being written.
    finished: bool,
}

impl Core {
    /// What is next once the outbox is empty.
    pub(super) fn next_rows(&mut self) -> Effect {
        if self.rows.closed {
            return self.enter_files();
        }
        if let Some(unit) = self.rows.repair.pop() {
            self.rows.repaired.insert(unit.clone());
            self.show("sync-repair", 0, 0);
            self.phase = Phase::Repair(Repair {
                unit: unit.clone(),
                parts: Vec::new(),
                seen: BTreeSet::new(),
                after: 0,
                last: false,
                finished: false,
            });
            return Effect::Read(Query::PartSums(unit));
        }
        if let Some(effect) = self.next_snapshot() {
            return effect;
        }
        if self.standing.cursor < self.rows.head {
            return self.pull();
        }
        self.enter_files()
    }

    /// The unit of a repair is not this device's. A server from before restricted rows had a bucket does not know that of
    /// any unit: then there is nothing to repair in it. `None` where it is the scope that has changed.
    pub(super) fn unknown_bucket(&mut self) -> Option<Effect> {
        let Phase::Repair(repair) = &mut self.phase else {
            return None;
        };
        let (unit, restricted) = checksum::unit_of(&repair.unit);
        if !restricted {
            return None;
        }
        repair.finished = true;
        let bucket = checksum::restricted_bucket(&unit);
        Some(Effect::Write(Change::Repaired(Repaired {
            unit: bucket,
            parts: Vec::new(),
            seen: BTreeSet::new(),
        })))
    }

    pub(super) fn repair_step(&mut self, mut repair: Repair, event: Event) -> Effect {
        match event {
            Event::PartSums(sums) => {
                let check = RepairCheck {
                    epoch: self.standing.epoch,
                    unit: repair.unit.clone(),
                    sums,
                };
                self.phase = Phase::Repair(repair);
                Effect::Send(Message::RepairCheck(check))
            }
            Event::Answered(Answer::RepairPlan(plan)) => {
                self.rows.head = self.rows.head.max(plan.head);
                repair.parts = plan.parts;
                repair.last = repair.parts.is_empty();
                self.repair_next(repair)
            }
            Event::Answered(Answer::RepairFrame(frame)) => {
                let ours = frame.ops.iter().all(|op| matches!(op, Op::Put { .. }));
                if !ours || (!frame.last && frame.to <= repair.after) {
                    return self.stop(SyncError::NotOurServer(
                        "a repair that does not go on".into(),
                    ));
                }
                self.rows.adapt(self.took);
                repair.seen.extend(frame.ops.iter().map(op_id));
                (repair.after, repair.last) = (frame.to, frame.last);
                self.outcome.pulled += frame.ops.len() as u64;
                self.phase = Phase::Repair(repair);
                Effect::Write(Change::RepairRows(frame.ops))
            }
            Event::Written(_) if repair.finished => self.next_rows(),
            Event::Written(_) => self.repair_next(repair),
            _ => self.stop(super::out_of_turn()),
        }
    }

    fn repair_next(&mut self, mut repair: Repair) -> Effect {
        if repair.last {
            let (parts, seen) = (
                std::mem::take(&mut repair.parts),
                std::mem::take(&mut repair.seen),
            );
            let repaired = Repaired {
                unit: repair.unit.clone(),
                parts,
                seen,
            };
            repair.finished = true;
            self.phase = Phase::Repair(repair);
            return Effect::Write(Change::Repaired(repaired));
        }
        let pull = RepairPull {
            epoch: self.standing.epoch,
            unit: repair.unit.clone(),
            parts: repair.parts.clone(),
            after: repair.after,
            max_bytes: self.rows.max_bytes,
        };
        self.show("sync-pull", repair.after, self.rows.head);
        self.phase = Phase::Repair(repair);
        Effect::Send(Message::RepairPull(pull))
    }

    fn pull(&mut self) -> Effect {
        self.show("sync-pull", self.standing.cursor, self.rows.head);
        self.phase = Phase::Pull;
        Effect::Send(self.pull_message())
    }

    pub(super) fn pull_message(&self) -> Message {
        Message::Pull(Pull {
            epoch: self.standing.epoch,
            cursor: self.standing.cursor,
            scope_version: self.standing.scope_version,
            max_bytes: self.rows.max_bytes,
        })
    }

    pub(super) fn apply(&mut self, frame: PullReply) -> Effect {
        let goes_on = frame.to > frame.from || frame.to >= frame.head;
        let ends = frame.to <= frame.head;
        if frame.from != self.standing.cursor || frame.to < frame.from || !goes_on || !ends {
            return self.stop(SyncError::NotOurServer("a frame that does not fit".into()));
        }
        self.rows.adapt(self.took);
        self.rows.head = frame.head;
        self.standing.cursor = frame.to;
        self.outcome.pulled += frame.ops.len() as u64;
        self.phase = Phase::Apply;
        Effect::Write(Change::Frame(frame))
    }

    /// After a frame: commands that came meanwhile go first; at the head, the sums are looked at.
    pub(super) fn applied(&mut self) -> Effect {
        if self.standing.cursor < self.rows.head {
            return self.read_outbox();
        }
        self.phase = Phase::Compare;
        Effect::Read(Query::Standing)
    }

    pub(super) fn compare(&mut self, standing: Standing) -> Effect {
        let (again, fresh): (Vec<_>, Vec<_>) = standing
            .repair
            .iter()
            .cloned()
            .partition(|unit| self.rows.repaired.contains(unit));
        for unit in again {
            // Repaired in this very run and still different: trying once more would not end.
            self.outcome.problems.push(SyncError::StillDiffers {
                unit: checksum::unit_of(&unit).0.0,
            });
        }
        self.rows.repair = fresh;
        let queued = standing.queued;
        self.standing = standing;
        if queued > 0 && !self.push_closed {
            self.read_outbox()
        } else {
            self.next_rows()
        }
    }
}

fn op_id(op: &Op) -> InquiryId {
    match op {
        Op::Put { id, .. } | Op::Remove { id, .. } | Op::Erase { id, .. } => *id,
    }
}
