//! Runs the core over a replica and a transport.

use crate::clock::Clock;
use crate::core::{Change, Core, Effect, Event, Message, Query};
use crate::error::SyncError;
use crate::store::{LocalStore, StoreError};
use crate::transport::{Transport, TransportError};
use chrono::TimeDelta;
use protocol::window::sync::{Changed, Progress};
use protocol::wire::{Outcome, OutcomeKind};

/// What a run brought. A run that broke off has still brought what is in here.
#[derive(Debug, Default)]
pub struct SyncOutcome {
    /// Commands whose outcome came.
    pub pushed: u64,
    /// Rows that came.
    pub pulled: u64,
    /// Files sent.
    pub files_sent: u64,
    /// Files fetched.
    pub files_fetched: u64,
    /// Commands of which a field waits for a person.
    pub conflicts: u64,
    /// Commands that the server refused.
    pub rejected: u64,
    /// What to show anew.
    pub changed: Changed,
    /// What went wrong, in order: the last one may have ended the run.
    pub problems: Vec<SyncError>,
    /// Whether everything that could travel did.
    pub complete: bool,
}

/// More changed inquiries than this, and everything is read anew.
const NAMED: usize = 500;

impl SyncOutcome {
    /// The outcome, or the first problem of a run that did not come to its end.
    ///
    /// # Errors
    /// The problem.
    pub fn into_result(mut self) -> Result<Self, SyncError> {
        if self.complete || self.problems.is_empty() {
            Ok(self)
        } else {
            Err(self.problems.remove(0))
        }
    }

    pub(crate) fn note_changed(&mut self, changed: &Changed) {
        self.changed.all |= changed.all;
        if self.changed.all {
            self.changed.inquiries.clear();
            return;
        }
        self.changed.inquiries.extend(&changed.inquiries);
        if self.changed.inquiries.len() > NAMED {
            self.changed.inquiries.sort_unstable();
            self.changed.inquiries.dedup();
        }
        if self.changed.inquiries.len() > NAMED {
            self.changed = Changed {
                inquiries: Vec::new(),
                all: true,
            };
        }
    }

    pub(crate) fn note_outcome(&mut self, outcome: &Outcome) {
        self.pushed += 1;
        match outcome.result {
            OutcomeKind::Conflict { .. } => self.conflicts += 1,
            OutcomeKind::Rejected { .. } => self.rejected += 1,
            OutcomeKind::Applied | OutcomeKind::Merged | OutcomeKind::Unsupported => {}
        }
    }
}

/// Synchronises once: sends what waits, brings what is new, carries files. Never more than one at a time for a
/// replica. `on_progress` is called after every step that moved something.
pub async fn synchronise<S: LocalStore, T: Transport, C: Clock>(
    store: &S,
    transport: &T,
    clock: &C,
    on_progress: &(dyn Fn(&Progress) + Send + Sync),
) -> SyncOutcome {
    let mut core = match store.server_key().await {
        Ok(key) => Core::new(key),
        Err(error) => {
            return SyncOutcome {
                problems: vec![error.into()],
                ..SyncOutcome::default()
            };
        }
    };
    let mut shown = core.progress().clone();
    let mut event = Event::Start;
    let mut ahead: Option<(Message, Came)> = None;
    loop {
        let effect = core.step(clock.now(), event);
        if *core.progress() != shown {
            shown.clone_from(core.progress());
            on_progress(&shown);
        }
        event = match effect {
            Effect::Read(query) => read(store, query).await.unwrap_or_else(Event::StoreFailed),
            Effect::Write(change) => {
                let next = core.ahead().filter(|_| transport.looks_ahead());
                let written = match next {
                    None => write(store, change).await,
                    Some(message) => {
                        let asked = send(&core, transport, clock, &message);
                        let (written, came) = tokio::join!(write(store, change), asked);
                        ahead = Some((message, came));
                        written
                    }
                };
                written.map_or_else(Event::StoreFailed, Event::Written)
            }
            Effect::Send(message) => {
                let came = match ahead.take() {
                    Some((asked, came)) if asked == message => came,
                    // Something came in between: what was asked ahead may be old by now.
                    _ => send(&core, transport, clock, &message).await,
                };
                core.note_took(came.took);
                came.event
            }
            Effect::Done => break,
        };
    }
    let mut outcome = core.into_outcome();
    if let Err(error) = store.sweep().await {
        outcome.problems.push(error.into());
    }
    outcome
}

async fn read<S: LocalStore>(store: &S, query: Query) -> Result<Event, StoreError> {
    Ok(match query {
        Query::Standing => Event::Standing(store.standing().await?),
        Query::Outbox { commands, bytes } => Event::Outbox(store.outbox(commands, bytes).await?),
        Query::PartSums(unit) => Event::PartSums(store.part_sums(&unit).await?),
        Query::SnapshotNext(unit, id) => {
            Event::SnapshotNext(store.snapshot_next(&unit, &id).await?)
        }
        Query::FilesToSend => Event::FilesToSend(store.files_to_send().await?),
        Query::Offer(sha256) => Event::Offer(store.offer(&sha256).await?),
        Query::Chunk(sha256, n) => Event::Chunk(store.read_chunk(&sha256, n).await?),
        Query::FilesToFetch => Event::FilesToFetch(store.files_to_fetch().await?),
    })
}

async fn write<S: LocalStore>(store: &S, change: Change) -> Result<Changed, StoreError> {
    match change {
        Change::Contact(contact) => store
            .note_contact(&contact)
            .await
            .map(|()| Changed::default()),
        Change::Scope(scope) => store.note_scope(&scope).await,
        Change::Profile(file) => store.note_profile(&file).await,
        Change::OldCopy => store.note_old_copy().await.map(|()| Changed::default()),
        Change::Epoch {
            epoch,
            durable_seq,
            head,
        } => store.enter_epoch(epoch, durable_seq, head).await,
        Change::Outcomes(outcomes) => store.store_outcomes(&outcomes).await,
        Change::Frame(frame) => store.apply(&frame).await,
        Change::RepairRows(ops) => store.apply_repair(&ops).await,
        Change::Repaired(repaired) => store.finish_repair(&repaired).await,
        Change::SnapshotBlock(block) => store.apply_snapshot(&block).await,
        Change::SnapshotsIn => store.finish_snapshots().await.map(|()| Changed::default()),
        Change::FileSent(receipt) => store.file_sent(&receipt).await.map(|()| Changed::default()),
        Change::Chunk(sha256, n, bytes) => store
            .write_chunk(&sha256, n, &bytes)
            .await
            .map(|()| Changed::default()),
        Change::FileFetched(sha256) => store.file_fetched(&sha256).await,
    }
}

/// What a call brought, and how long it took.
struct Came {
    event: Event,
    took: TimeDelta,
}

async fn send<T: Transport, C: Clock>(
    core: &Core,
    transport: &T,
    clock: &C,
    message: &Message,
) -> Came {
    let asked = clock.now();
    let event = call(core, transport, message).await;
    Came {
        event,
        took: clock.now() - asked,
    }
}

async fn call<T: Transport>(core: &Core, transport: &T, message: &Message) -> Event {
    let request = match message.request(core.token()) {
        Ok(request) => request,
        Err(error) => return Event::Failed(TransportError::Garbled(error.to_string()).into()),
    };
    match transport.call(request).await {
        Ok(reply) => match message.answer(reply) {
            Ok(Ok(answer)) => Event::Answered(answer),
            Ok(Err(refusal)) => Event::Refused(refusal),
            Err(error) => Event::Failed(error),
        },
        Err(error) => Event::Failed(error.into()),
    }
}
