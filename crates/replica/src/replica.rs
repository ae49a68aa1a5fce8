//! The open database, and what every call of it goes through.

use crate::db::{Db, DbPlace};
use crate::error::{ReplicaError, Result};
use crate::identity::{self, Enrolment, Identity};
use crate::roster::Roster;
use crate::vault::{DbKey, Vault, VaultError};
use crate::{atomic, files};
use domain::InquiryId;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// What a write changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Inquiries whose rows changed, each once.
    pub inquiries: Vec<InquiryId>,
    /// What else: a screen that shows one of these reads it again.
    pub tags: BTreeSet<Tag>,
}

impl Changes {
    pub(crate) fn touch(&mut self, id: InquiryId) {
        self.inquiries.push(id);
        self.tags.insert(Tag::Inquiries);
    }

    pub(crate) fn settle(&mut self) {
        self.inquiries.sort_unstable();
        self.inquiries.dedup();
    }

    /// Adds another write's changes.
    pub fn join(&mut self, other: Changes) {
        self.inquiries.extend(other.inquiries);
        self.tags.extend(other.tags);
        self.settle();
    }
}

/// Something that a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// Rows of inquiries, lists and counts.
    Inquiries,
    /// Commands that wait.
    Outbox,
    /// Commands that the server refused.
    Rejected,
    /// Files that wait to be sent or fetched.
    Files,
    /// Units and staff.
    Scope,
}

/// How a database is opened.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// Name of a file system registered with SQLite that keeps the database instead of the disk. The folder then
    /// holds the attachments alone, and whether there is a database is the file system's to say.
    pub vfs: Option<String>,
}

/// The encrypted replica of a data folder. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Replica {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub dir: PathBuf,
    pub db: Db,
    pub roster: RwLock<Roster>,
    pub found: std::sync::Mutex<crate::search::Found>,
    enrolment: RwLock<Option<Arc<Enrolment>>>,
}

impl Replica {
    /// Makes the database of a folder, encrypted under a key of its vault.
    ///
    /// # Errors
    /// [`ReplicaError::Exists`], or the file system.
    pub async fn create(dir: &Path, key: &DbKey) -> Result<Self> {
        Self::create_with(dir, key, &OpenOptions::default()).await
    }

    /// As [`Replica::create`], with options.
    ///
    /// # Errors
    /// As there.
    pub async fn create_with(dir: &Path, key: &DbKey, options: &OpenOptions) -> Result<Self> {
        let path = file_of(dir);
        if options.vfs.is_some() {
            return Self::start(dir, Db::open(place(dir, key, options), true).await?).await;
        }
        if path.exists() {
            return Err(ReplicaError::Exists);
        }
        atomic::private_dir(dir)?;
        // Made empty with its mode first: SQLite would make it readable by the group.
        atomic::write(&path, &[])?;
        let replica = Self::start(dir, Db::open(place(dir, key, options), true).await?).await?;
        atomic::sync_parent(&path)?;
        Ok(replica)
    }

    /// Opens the database of a folder. A newer schema is refused, an older one is brought up to date.
    ///
    /// # Errors
    /// [`ReplicaError::Absent`], [`ReplicaError::WrongKey`], [`ReplicaError::Newer`].
    pub async fn open(dir: &Path, key: &DbKey) -> Result<Self> {
        Self::open_with(dir, key, &OpenOptions::default()).await
    }

    /// As [`Replica::open`], with options.
    ///
    /// # Errors
    /// As there.
    pub async fn open_with(dir: &Path, key: &DbKey, options: &OpenOptions) -> Result<Self> {
        if options.vfs.is_none() {
            if !Self::exists(dir) {
                return Err(ReplicaError::Absent);
            }
            if std::fs::metadata(file_of(dir))?.len() == 0 {
                // SQLite would take it for a new database.
                return Err(ReplicaError::corrupt("database"));
            }
        }
        Self::start(dir, Db::open(place(dir, key, options), false).await?).await
    }

    /// Whether a folder has a database.
    #[must_use]
    pub fn exists(dir: &Path) -> bool {
        file_of(dir).is_file()
    }

    /// Removes the database of a folder whose vault is unfinished, and that vault: nobody can open it.
    ///
    /// # Errors
    /// [`VaultError::Exists`] where somebody can; the file system.
    pub fn discard(dir: &Path) -> std::result::Result<(), VaultError> {
        if !Vault::is_unfinished(dir) {
            return Err(VaultError::Exists);
        }
        let path = file_of(dir);
        for part in ["-wal", "-shm", ""] {
            let mut name = path.clone().into_os_string();
            name.push(part);
            match std::fs::remove_file(&name) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error.into());
                }
                _ => {}
            }
        }
        // Last: until it is gone, the next try knows that the rest is of no use.
        Vault::discard(dir)
    }

    async fn start(dir: &Path, db: Db) -> Result<Self> {
        let (roster, enrolment) = {
            let mut held = db.writer().await?;
            let conn = held.conn()?;
            files::sweep(conn, dir).await?;
            let enrolment = identity::load(conn).await?.map(Enrolment::of).transpose()?;
            (Roster::load(conn).await?, enrolment)
        };
        let inner = Inner {
            dir: dir.to_owned(),
            db,
            roster: RwLock::new(roster),
            found: std::sync::Mutex::default(),
            enrolment: RwLock::new(enrolment.map(Arc::new)),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Closes the database and forgets its key. Every later call answers [`ReplicaError::Closed`].
    ///
    /// # Errors
    /// When the log cannot be moved into the database; nothing is lost then.
    pub async fn close(&self) -> Result<()> {
        let closed = self.inner.db.close().await;
        *self
            .inner
            .roster
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Roster::default();
        self.inner
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .empty();
        *self
            .inner
            .enrolment
            .write()
            .unwrap_or_else(PoisonError::into_inner) = None;
        closed
    }

    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// Who this computer is to the server; `None` before enrolment.
    ///
    /// # Errors
    /// The database's.
    pub async fn identity(&self) -> Result<Option<Identity>> {
        identity::load(self.inner.db.reader().await?.conn()?).await
    }

    /// Stores an enrolment.
    ///
    /// # Errors
    /// [`ReplicaError::Corrupt`] for a legal profile that is not valid; the database's.
    pub async fn set_identity(&self, identity: &Identity) -> Result<()> {
        let enrolment = Enrolment::of(identity.clone())?;
        let mut held = self.inner.db.writer().await?;
        let mut tx = crate::writing::begin(&mut held).await?;
        identity::store(&mut tx, identity).await?;
        tx.commit().await?;
        self.inner.set_enrolment(Some(Arc::new(enrolment)));
        Ok(())
    }
}

impl Inner {
    pub fn roster(&self) -> RwLockReadGuard<'_, Roster> {
        self.roster.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Errors
    /// [`ReplicaError::NotEnrolled`].
    pub fn enrolment(&self) -> Result<Arc<Enrolment>> {
        self.enrolment
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(ReplicaError::NotEnrolled)
    }

    pub fn set_enrolment(&self, enrolment: Option<Arc<Enrolment>>) {
        *self
            .enrolment
            .write()
            .unwrap_or_else(PoisonError::into_inner) = enrolment;
    }
}

fn place(dir: &Path, key: &DbKey, options: &OpenOptions) -> DbPlace {
    DbPlace {
        path: file_of(dir),
        key: key.clone(),
        vfs: options.vfs.clone(),
    }
}

fn file_of(dir: &Path) -> PathBuf {
    dir.join("replica.db")
}
