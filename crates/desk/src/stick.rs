//! A stick instead of a link: the outbox of a computer that cannot call, and the first rows of one whose link is too thin.

use crate::clock::random;
use crate::error::{DeskError, Result};
use crate::session::{Event, Session};
use protocol::window::sync::{Changed, Progress};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use sync::stick::{Holder, read_snapshot, write_outbox};
use sync::{ReplicaStore, StickProblem};

impl Session {
    /// Writes all acts that wait into a file that only the server can read, and says how many. They go on waiting here
    /// until the server's answer comes; sending them again does nothing twice. Files of cases are not in it.
    ///
    /// # Errors
    /// Nothing waits; this computer's disk is an old copy; the file cannot be written. One of that name is replaced, and only by a whole one.
    pub async fn save_outbox(&self, path: &Path) -> Result<u64> {
        let _one_at_a_time = self.syncing.lock().await;
        if self.replica.standing().await?.old_copy {
            // The server would refuse them all.
            return Err(replica::ReplicaError::OldCopy.into());
        }
        let failed = |source| DeskError::Write {
            path: path.to_owned(),
            source,
        };
        let holder = Holder {
            device: self.device().await?,
            salt: random::<32>()?,
        };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let store = ReplicaStore(&self.replica);
        let (commands, file) = write_outbox(&store, &holder, BufWriter::new(file)).await?;
        let file = file
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(commands)
    }

    /// Takes in the rows that the server wrote for this computer, before its first synchronisation, and says how many.
    ///
    /// # Errors
    /// A file for another computer, a damaged one, or this computer has rows already. What came before stays, and the
    /// same file goes on from there.
    pub async fn load_snapshot(&self, path: &Path) -> Result<u64> {
        let _one_at_a_time = self.syncing.lock().await;
        let file = File::open(path).map_err(|source| DeskError::File {
            path: path.to_owned(),
            source,
        })?;
        let events = self.events.clone();
        let progress = move |step: &Progress| {
            // Nobody listening is no error.
            let _ = events.send(Event::Progress(step.clone()));
        };
        let device = self.device().await?;
        let store = ReplicaStore(&self.replica);
        let read = read_snapshot(&store, device, BufReader::new(file), &progress).await;
        self.tell(Event::Chip(self.chip().await?));
        self.tell(Event::Changed(Changed {
            inquiries: Vec::new(),
            all: true,
        }));
        Ok(read?)
    }

    async fn device(&self) -> Result<domain::ids::DeviceId> {
        let identity = self.replica.identity().await?;
        Ok(identity.ok_or(DeskError::NotEnrolled)?.device)
    }
}

impl From<StickProblem> for DeskError {
    fn from(problem: StickProblem) -> Self {
        match problem {
            StickProblem::Store(error) => sync::SyncError::from(error).into(),
            other => DeskError::Stick(other),
        }
    }
}
