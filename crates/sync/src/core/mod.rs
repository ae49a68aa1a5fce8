//! The decisions of a synchronisation, without any I/O: [`Core::step`] takes what happened and says what to do next.
//!
//! The way is: stand, greet, push, repair, pull, files. After each frame and each chunk the outbox is read again, and
//! whatever is in it goes first. A run ends with [`Effect::Done`], when nothing is left to do or nothing more can be
//! done; what is left then waits, durably, for the next run.

mod files;
pub(crate) mod message;
mod rows;
mod signature;
mod snapshot;
mod witness;

pub use message::{Answer, Message};
pub(crate) use snapshot::unpack;

use crate::error::SyncError;
use crate::run::SyncOutcome;
use crate::store::{Contact, Repaired, Standing, StoreError, StoredFile, WantedFile};
use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::ids::{TenantId, UnitId};
use files::Files;
use protocol::snapshot::BlockRows;
use protocol::window::sync::{Changed, Progress};
use protocol::wire::{
    BlobOffer, BlobReceipt, Command, Hello, HelloReply, Op, Outcome, OutcomeKind, PROTOCOL,
    PUSH_BYTES, PUSH_COMMANDS, PullReply, Push, PushReply, Scope, TreeSeen, WireError,
};
use rows::{Repair, Rows};
use snapshot::Snapshots;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The run begins.
    Start,
    /// Answer to [`Query::Standing`].
    Standing(Standing),
    /// Answer to [`Query::Outbox`].
    Outbox(Vec<Command>),
    /// Answer to [`Query::PartSums`].
    PartSums(Vec<String>),
    /// Answer to [`Query::SnapshotNext`].
    SnapshotNext(u32),
    /// Answer to [`Query::FilesToSend`].
    FilesToSend(Vec<StoredFile>),
    /// Answer to [`Query::Offer`].
    Offer(BlobOffer),
    /// Answer to [`Query::Chunk`].
    Chunk(Vec<u8>),
    /// Answer to [`Query::FilesToFetch`].
    FilesToFetch(Vec<WantedFile>),
    /// A change is durable.
    Written(Changed),
    /// The replica could not read or write.
    StoreFailed(StoreError),
    /// The server answered.
    Answered(Answer),
    /// The server refused.
    Refused(WireError),
    /// The call did not come back, or not readably.
    Failed(SyncError),
}

/// What to do next.
#[derive(Debug)]
pub enum Effect {
    /// Read from the replica.
    Read(Query),
    /// Write to the replica.
    Write(Change),
    /// Call the server.
    Send(Message),
    /// The run is over.
    Done,
}

/// A question to the replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Where it stands.
    Standing,
    /// The next commands.
    Outbox {
        /// At most so many.
        commands: usize,
        /// At most so many bytes.
        bytes: usize,
    },
    /// Sums of a unit's parts.
    PartSums(UnitId),
    /// The next block of a unit's snapshot, by the snapshot's id.
    SnapshotNext(UnitId, String),
    /// Files that the server lacks.
    FilesToSend,
    /// A file's offer.
    Offer(String),
    /// A file's chunk.
    Chunk(String, u32),
    /// Files that the replica lacks.
    FilesToFetch,
}

/// A change of the replica: one transaction.
#[derive(Debug)]
pub enum Change {
    /// See [`crate::LocalStore::note_contact`].
    Contact(Contact),
    /// See [`crate::LocalStore::note_scope`].
    Scope(Scope),
    /// See [`crate::LocalStore::note_profile`].
    Profile(String),
    /// See [`crate::LocalStore::note_old_copy`].
    OldCopy,
    /// See [`crate::LocalStore::enter_epoch`].
    Epoch {
        /// Epoch.
        epoch: u64,
        /// What the server still has of the device.
        durable_seq: u64,
        /// Its log.
        head: u64,
    },
    /// See [`crate::LocalStore::store_outcomes`].
    Outcomes(Vec<Outcome>),
    /// See [`crate::LocalStore::apply`].
    Frame(PullReply),
    /// See [`crate::LocalStore::apply_repair`].
    RepairRows(Vec<Op>),
    /// See [`crate::LocalStore::finish_repair`].
    Repaired(Repaired),
    /// See [`crate::LocalStore::apply_snapshot`].
    SnapshotBlock(BlockRows),
    /// See [`crate::LocalStore::finish_snapshots`].
    SnapshotsIn,
    /// See [`crate::LocalStore::file_sent`].
    FileSent(BlobReceipt),
    /// See [`crate::LocalStore::write_chunk`].
    Chunk(String, u32, Vec<u8>),
    /// See [`crate::LocalStore::file_fetched`].
    FileFetched(String),
}

/// Where the run is.
#[derive(Debug)]
enum Phase {
    /// Waits for the standing.
    Stand,
    /// Waits for the greeting.
    Greet,
    /// Writes what the greeting brought, last first.
    Note(Vec<Change>),
    /// Notes that the disk is an old copy; then it is over.
    OldCopy,
    /// Waits for the standing after the greeting.
    Settle,
    /// Waits for commands.
    Outbox,
    /// Waits for outcomes of these commands.
    Push(Vec<Command>),
    /// Outcomes are being stored; whether more may be pushed.
    Store { more: bool },
    /// Rows of a unit are compared and fetched again.
    Repair(Repair),
    /// A snapshot is fetched.
    Snapshot(snapshot::Stage),
    /// A frame is on its way.
    Pull,
    /// A frame is being applied.
    Apply,
    /// Waits for the standing after the last frame: do the sums agree?
    Compare,
    /// Files.
    Files,
    /// Over.
    Done,
}

/// How often a run starts over when the server's epoch or place turns out to be another, before it gives up.
const RESTARTS: u32 = 3;
/// While files travel, the server is asked for news this often.
const NEWS_EVERY: TimeDelta = TimeDelta::seconds(60);

/// The state of one run.
#[derive(Debug)]
pub struct Core {
    phase: Phase,
    standing: Standing,
    server_key: String,
    greeted: Option<DateTime<FixedOffset>>,
    rows: Rows,
    snapshots: Snapshots,
    files: Files,
    push_closed: bool,
    restarts: u32,
    progress: Progress,
    /// How long the last call took.
    took: TimeDelta,
    outcome: SyncOutcome,
}

impl Core {
    /// A run for a device that trusts a server's key.
    #[must_use]
    pub fn new(server_key: String) -> Self {
        Self {
            phase: Phase::Done,
            standing: Standing {
                token: String::new().into(),
                epoch: 0,
                cursor: 0,
                scope_version: 0,
                profile: None,
                acked: 0,
                queued: 0,
                signed: 0,
                repair: Vec::new(),
                erased: Vec::new(),
                tenant: TenantId(uuid::Uuid::nil()),
                tree: None,
            },
            server_key,
            greeted: None,
            rows: Rows::default(),
            snapshots: Snapshots::default(),
            files: Files::default(),
            push_closed: false,
            restarts: 0,
            progress: Progress {
                job: "sync".into(),
                what: String::new(),
                done: 0,
                of: 0,
            },
            took: TimeDelta::zero(),
            outcome: SyncOutcome::default(),
        }
    }

    /// The next effect. `now` is the device's clock.
    pub fn step(&mut self, now: DateTime<FixedOffset>, event: Event) -> Effect {
        if let Event::Written(changed) = &event {
            self.outcome.note_changed(changed);
        }
        match event {
            Event::Start => self.stand(),
            Event::Failed(error) => self.stop(error),
            Event::StoreFailed(error) if matches!(self.phase, Phase::Files) => {
                self.file_store_failed(error)
            }
            Event::StoreFailed(error) => self.stop(error.into()),
            Event::Refused(refusal) => self.refused(refusal),
            event => self.forward(now, event),
        }
    }

    fn forward(&mut self, now: DateTime<FixedOffset>, event: Event) -> Effect {
        match (std::mem::replace(&mut self.phase, Phase::Done), event) {
            (Phase::Stand, Event::Standing(standing)) => self.greet(standing, now),
            (Phase::Greet, Event::Answered(Answer::Hello(reply))) => self.note(*reply, now),
            (Phase::Note(rest), Event::Written(_)) => self.note_next(rest),
            (Phase::OldCopy, _) => Effect::Done,
            (Phase::Settle, Event::Standing(standing)) => self.settle(standing, now),
            (Phase::Outbox, Event::Outbox(commands)) => self.push(commands),
            (Phase::Push(commands), Event::Answered(Answer::Push(reply))) => {
                self.store(&commands, reply)
            }
            (Phase::Store { more }, Event::Written(_)) => {
                if more {
                    self.read_outbox()
                } else {
                    self.next_rows()
                }
            }
            (Phase::Repair(repair), event) => self.repair_step(repair, event),
            (Phase::Snapshot(stage), event) => self.snapshot_step(stage, event),
            (Phase::Pull, Event::Answered(Answer::Pull(frame))) => self.apply(*frame),
            (Phase::Apply, Event::Written(_)) => self.applied(),
            (Phase::Compare, Event::Standing(standing)) => self.compare(standing),
            (Phase::Files, event) => self.files_step(event, now),
            // Never with the event's content: it may hold personal data.
            _ => self.stop(out_of_turn()),
        }
    }

    /// How long the call took whose answer comes next: frames grow and shrink by it.
    pub fn note_took(&mut self, took: TimeDelta) {
        self.took = took;
    }

    /// What will be asked next once the change is written that was just ordered, should nothing come in between: it may
    /// be asked meanwhile. Only rows; asking for them twice does no harm.
    #[must_use]
    pub fn ahead(&self) -> Option<Message> {
        match self.phase {
            Phase::Apply if self.standing.cursor < self.rows.head => Some(self.pull_message()),
            Phase::Snapshot(snapshot::Stage::Apply) => self.snapshots.after_this(),
            _ => None,
        }
    }

    /// What the run brought so far, and at the end.
    #[must_use]
    pub fn into_outcome(self) -> SyncOutcome {
        self.outcome
    }

    /// How far the run is.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The token to call with.
    #[must_use]
    pub fn token(&self) -> domain::sensitive::Sensitive<String> {
        self.standing.token.clone()
    }

    fn stand(&mut self) -> Effect {
        self.phase = Phase::Stand;
        Effect::Read(Query::Standing)
    }

    fn greet(&mut self, standing: Standing, now: DateTime<FixedOffset>) -> Effect {
        let hello = Hello {
            protocol: PROTOCOL,
            epoch: standing.epoch,
            cursor: standing.cursor,
            scope_version: standing.scope_version,
            acked: standing.acked,
            queued: standing.queued,
            clock: now,
            tree: standing.tree.as_ref().map(|head| TreeSeen {
                epoch: head.epoch,
                size: head.size,
            }),
            erased: standing.erased.clone(),
            profile: standing.profile.clone(),
        };
        self.standing = standing;
        self.phase = Phase::Greet;
        Effect::Send(Message::Hello(hello))
    }

    /// What the greeting brought is written before anything else is done with it.
    fn note(&mut self, reply: HelloReply, now: DateTime<FixedOffset>) -> Effect {
        self.greeted = Some(now);
        if reply.durable_seq > self.standing.signed {
            // The server has commands that were signed here and are not known here: the disk is an old copy. Whatever
            // were signed now would bear numbers that are taken.
            return self.old_copy();
        }
        self.rows.head = reply.head;
        self.note_snapshots(reply.snapshots.clone());
        if reply.protocol < PROTOCOL[0] && !self.rows.closed {
            // Commands still go; rows of a form from before this program's time do not come.
            self.rows.closed = true;
            self.outcome.problems.push(SyncError::ServerTooOld);
        }
        let restored =
            reply.epoch != self.standing.epoch || reply.durable_seq < self.standing.acked;
        let mut writes = Vec::new();
        if restored {
            if !self.may_restart() {
                return self.stop(SyncError::BadChain);
            }
            writes.push(Change::Epoch {
                epoch: reply.epoch,
                durable_seq: reply.durable_seq,
                head: reply.head,
            });
        }
        // Written before the epoch: a scope's version says which scope it is only together with its epoch, so the server
        // would think that a device of the new epoch already holds it.
        if let Some(scope) = reply.scope.clone() {
            writes.push(Change::Scope(scope));
        }
        writes.extend(reply.profile.clone().map(Change::Profile));
        let tree = reply.tree.clone().map(|head| {
            let sound = witness::is_sound(&self.server_key, &self.standing, &reply, &head);
            (head, sound)
        });
        if tree.as_ref().is_some_and(|(_, sound)| !sound) {
            // Work goes on: what a clerk does is not made safer by not sending it. The head is kept as evidence.
            self.outcome.problems.push(SyncError::AuditForked);
        }
        writes.push(Change::Contact(Contact {
            server_time: reply.server_time,
            device_time: now,
            lease_until: reply.lease_until,
            tree,
            confirmed: self.standing.erased.iter().map(|r| r.inquiry).collect(),
        }));
        self.note_next(writes)
    }

    fn note_next(&mut self, mut rest: Vec<Change>) -> Effect {
        match rest.pop() {
            Some(change) => {
                self.phase = Phase::Note(rest);
                Effect::Write(change)
            }
            None => {
                self.phase = Phase::Settle;
                Effect::Read(Query::Standing)
            }
        }
    }

    fn settle(&mut self, standing: Standing, now: DateTime<FixedOffset>) -> Effect {
        if standing.profile.is_some() && self.standing.profile.is_none() {
            // The new scope names another legal profile: it is here before the rows that were counted by it.
            return self.greet(standing, now);
        }
        self.rows.repair.clone_from(&standing.repair);
        self.progress.of = standing.queued;
        self.progress.done = 0;
        self.standing = standing;
        self.read_outbox()
    }

    fn read_outbox(&mut self) -> Effect {
        self.phase = Phase::Outbox;
        Effect::Read(Query::Outbox {
            commands: PUSH_COMMANDS,
            bytes: PUSH_BYTES,
        })
    }

    fn push(&mut self, commands: Vec<Command>) -> Effect {
        if commands.is_empty() || self.push_closed {
            return self.next_rows();
        }
        self.show(
            "sync-push",
            self.outcome.pushed,
            self.outcome.pushed.max(self.standing.queued),
        );
        let message = Push {
            epoch: self.standing.epoch,
            commands: commands.clone(),
        };
        self.phase = Phase::Push(commands);
        Effect::Send(Message::Push(message))
    }

    /// Takes the outcomes that belong to the commands; anything else is not our server's answer.
    fn store(&mut self, commands: &[Command], reply: PushReply) -> Effect {
        let mut outcomes = reply.outcomes;
        let unsupported = matches!(
            outcomes.last(),
            Some(Outcome {
                result: OutcomeKind::Unsupported,
                ..
            })
        );
        if unsupported {
            outcomes.pop();
            self.push_closed = true;
            self.outcome.problems.push(SyncError::ServerTooOld);
        }
        let ids = commands
            .iter()
            .map(|c| c.envelope().map(|e| (e.device_seq, e.id)));
        let fits = outcomes
            .iter()
            .zip(ids)
            .all(|(o, id)| id.is_ok_and(|id| id == (o.device_seq, o.id)));
        let complete =
            outcomes.len() == commands.len() || (unsupported && outcomes.len() < commands.len());
        if !fits || !complete {
            return self.stop(SyncError::NotOurServer("outcomes of other commands".into()));
        }
        for outcome in &outcomes {
            self.outcome.note_outcome(outcome);
            self.rows.head = self.rows.head.max(outcome.seq.unwrap_or(0));
        }
        self.phase = Phase::Store { more: !unsupported };
        Effect::Write(Change::Outcomes(outcomes))
    }

    /// The server refused a call. Where it says how the device can go on, the device does.
    fn refused(&mut self, refusal: WireError) -> Effect {
        let (pushes, reads_rows, repairs, carries_files) = (
            matches!(self.phase, Phase::Push(_)),
            matches!(
                self.phase,
                Phase::Pull | Phase::Repair(_) | Phase::Snapshot(_)
            ),
            matches!(self.phase, Phase::Repair(_)),
            matches!(self.phase, Phase::Files),
        );
        match refusal.code.as_str() {
            "wrong-epoch" if self.may_restart() => self.stand(),
            "bad-chain" => self.old_copy(),
            // The server lost what it had acknowledged: the commands in between are offered again.
            "gap" if pushes && self.may_restart() => {
                let durable_seq = refusal.expected.unwrap_or(1).saturating_sub(1);
                self.phase = Phase::Note(Vec::new());
                Effect::Write(Change::Epoch {
                    epoch: self.standing.epoch,
                    durable_seq,
                    head: self.rows.head,
                })
            }
            "upgrade-needed" if reads_rows => {
                self.rows.closed = true;
                self.outcome.problems.push(SyncError::UpgradeNeeded);
                self.next_rows()
            }
            _ if matches!(self.phase, Phase::Snapshot(_)) => self.without_snapshots(),
            // The unit has left the device's scope since: the next greeting says so.
            "out-of-scope" if repairs => match self.unknown_bucket() {
                Some(effect) => effect,
                None if self.may_restart() => self.stand(),
                None => self.stop(message::problem(refusal)),
            },
            _ if carries_files => self.file_refused(&refusal),
            _ => self.stop(message::problem(refusal)),
        }
    }

    fn may_restart(&mut self) -> bool {
        self.restarts += 1;
        self.restarts <= RESTARTS
    }

    /// Whether it is time to ask the server for news while files travel.
    fn news_due(&self, now: DateTime<FixedOffset>) -> bool {
        self.greeted.is_none_or(|at| (now - at).abs() >= NEWS_EVERY)
    }

    fn show(&mut self, what: &str, done: u64, of: u64) {
        if self.progress.what != what {
            what.clone_into(&mut self.progress.what);
        }
        self.progress.done = done;
        self.progress.of = of.max(done);
    }

    /// Nothing is signed any more, from now on: also not by the next program that opens the replica.
    fn old_copy(&mut self) -> Effect {
        self.outcome.problems.push(SyncError::BadChain);
        self.phase = Phase::OldCopy;
        Effect::Write(Change::OldCopy)
    }

    fn stop(&mut self, error: SyncError) -> Effect {
        self.outcome.problems.push(error);
        self.phase = Phase::Done;
        Effect::Done
    }

    fn done(&mut self) -> Effect {
        self.phase = Phase::Done;
        self.outcome.complete = self.outcome.problems.is_empty();
        Effect::Done
    }
}

fn out_of_turn() -> SyncError {
    SyncError::NotOurServer("an answer out of turn".into())
}
