//! Synchronising: on demand, after each act, and from time to time.

use crate::error::{DeskError, Result};
use crate::office::Office;
use crate::session::{Desk, Event, Session};
use chrono::{DateTime, FixedOffset};
use protocol::ApiError;
use protocol::window::sync::{Chip, Progress, SyncView};
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;
use sync::{Backoff, ReplicaStore, SyncOutcome};

/// How long the program waits with nothing to send before it asks the server again.
const EVERY: Duration = Duration::from_secs(60);
/// A file without a row may be on its way to it for so long.
const RESTED: Duration = Duration::from_secs(24 * 3600);
/// How long it waits after an act, so that a burst of acts travels together.
const SETTLE: Duration = Duration::from_millis(400);

/// How the last run went.
#[derive(Debug, Default)]
pub struct SyncState {
    /// When a run last came to its end.
    pub last: Option<DateTime<FixedOffset>>,
    /// Whether a run goes on.
    pub busy: bool,
    /// Whether the last call reached the server.
    pub online: bool,
    /// What went wrong in the last run.
    pub problem: Option<ApiError>,
}

impl Session {
    /// Synchronises once; waits for a run that is under way.
    ///
    /// # Errors
    /// Why the run did not come to its end. What it brought until then is kept, and the chip says it too.
    pub async fn synchronise(&self) -> Result<SyncOutcome> {
        let _one_at_a_time = self.syncing.lock().await;
        self.set_state(|s| s.busy = true);
        self.tell(Event::Chip(self.chip().await?));
        let transport = self.office().transport()?;
        let (clock, offset) = (self.clock.clone(), self.profile().offset());
        let now = move || crate::clock::local(clock.now(), offset);
        let events = self.events.clone();
        let progress = move |step: &Progress| {
            // Nobody listening is no error.
            let _ = events.send(Event::Progress(step.clone()));
        };
        let outcome =
            sync::synchronise(&ReplicaStore(&self.replica), &transport, &now, &progress).await;
        self.note_run(&outcome).await?;
        Ok(outcome.into_result()?)
    }

    async fn note_run(&self, outcome: &SyncOutcome) -> Result<()> {
        let problem = outcome
            .problems
            .first()
            .map(|e| ApiError::new(&format!("sync-problem-{}", e.code())).because(e));
        let reached = !matches!(
            outcome.problems.first(),
            Some(sync::SyncError::Offline(_) | sync::SyncError::Stall)
        );
        let now = self.now();
        if outcome.complete {
            self.replica.set_last_sync(now).await?;
        }
        self.set_state(|s| {
            s.busy = false;
            s.online = reached;
            s.problem = problem;
            if outcome.complete {
                s.last = Some(now);
            }
        });
        if let Some(identity) = self.replica.identity().await? {
            *self.office.write().unwrap_or_else(PoisonError::into_inner) =
                Arc::new(Office::of(&identity)?);
        }
        if outcome.changed.all || !outcome.changed.inquiries.is_empty() {
            self.tell(Event::Changed(outcome.changed.clone()));
        }
        self.tell(Event::Chip(self.chip().await?));
        Ok(())
    }

    fn set_state(&self, change: impl FnOnce(&mut SyncState)) {
        change(
            &mut self
                .sync_state
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    /// The chip.
    ///
    /// # Errors
    /// The replica's.
    pub async fn chip(&self) -> Result<Chip> {
        let counts = self.replica.chip(&self.viewer()).await?;
        let contact = self.replica.last_contact().await?;
        let clock_off = contact.and_then(|contact| crate::clock::off(&contact, self.now()));
        let state = self
            .sync_state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(Chip {
            online: state.online,
            busy: state.busy,
            queued: counts.queued,
            conflicts: counts.conflicts,
            rejected: counts.rejected,
            files: counts.files,
            last: state.last,
            clock_off,
        })
    }

    /// The sync screen.
    ///
    /// # Errors
    /// The replica's.
    pub async fn view_sync(&self) -> Result<SyncView> {
        let office = self.office();
        Ok(SyncView {
            chip: self.chip().await?,
            outbox: self.replica.outbox_view().await?,
            rejected: self.replica.rejected().await?,
            problem: self
                .sync_state
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .problem
                .clone(),
            server: office.server_url.clone(),
            demo_server: None,
            device_number: office.device_number,
        })
    }

    /// Asks the loop to run soon.
    pub(crate) fn nudge_sync(&self) {
        self.nudge.notify_one();
    }

    /// A draft is its writer's own, also on a shared computer.
    fn own(&self, key: &str) -> String {
        format!("{}/{key}", self.actor.id)
    }

    /// Text typed but not yet done.
    ///
    /// # Errors
    /// The replica's.
    pub async fn load_draft(&self, key: &str) -> Result<Option<String>> {
        Ok(self.replica.draft_load(&self.own(key)).await?)
    }

    /// Keeps what was typed; `None` forgets it.
    ///
    /// # Errors
    /// The replica's.
    pub async fn save_draft(&self, key: &str, text: Option<&str>) -> Result<()> {
        Ok(self.replica.draft_save(&self.own(key), text).await?)
    }
}

impl Desk {
    /// Keeps synchronising while a session is open: soon after an act, else every minute, and after a failure
    /// with growing pauses. Runs until the program ends.
    pub async fn keep_synchronised(self: Arc<Self>) {
        let mut backoff = Backoff::default();
        let mut tidied = Weak::new();
        loop {
            let Ok(session) = self.session().await else {
                self.turned.notified().await;
                continue;
            };
            let pause = match session.synchronise().await {
                Ok(_) => {
                    backoff.reset();
                    EVERY
                }
                // Without randomness the pause is merely not spread.
                Err(error) => backoff.next_after(
                    crate::clock::random::<8>()
                        .map(u64::from_le_bytes)
                        .unwrap_or(0),
                    match &error {
                        DeskError::Sync(problem) => problem.retry_after(),
                        _ => None,
                    },
                ),
            };
            // Once for each that sits down, when nobody waits for anything.
            if tidied.as_ptr() != Arc::as_ptr(&session) {
                tidied = Arc::downgrade(&session);
                if let Err(error) = session.replica.tidy_files(RESTED).await {
                    tracing::warn!(%error, "files without a row were not looked for");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = session.nudge.notified() => tokio::time::sleep(SETTLE).await,
                // Somebody else sits down: what kept the one before waiting is not theirs.
                () = self.turned.notified() => backoff.reset(),
            }
        }
    }
}
