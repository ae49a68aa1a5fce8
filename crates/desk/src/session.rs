//! Opening and closing the replica: who is at the desk.

use crate::clock::Clock;
use crate::error::{DeskError, Result};
use crate::office::Office;
use crate::papers::Papers;
use crate::redact::Jobs;
use crate::settings;
use domain::{Actor, Profile};
use protocol::window::directory::StaffRow;
use protocol::window::session::{AccountView, SessionView, Settings, StatusView};
use protocol::window::sync::{Changed, Chip, Progress};
use replica::Replica;
use replica::vault::Vault;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{RwLock, broadcast};

/// What the desk tells whoever listens.
#[derive(Debug, Clone)]
pub enum Event {
    /// The replica changed.
    Changed(Changed),
    /// The chip changed.
    Chip(Chip),
    /// Something long goes on.
    Progress(Progress),
    /// The replica was closed.
    Locked,
}

/// One data directory: at most one open session.
pub struct Desk {
    pub(crate) dir: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) demo_passphrases: Vec<(String, String)>,
    settings: Mutex<Settings>,
    session: RwLock<Option<Arc<Session>>>,
    opening: tokio::sync::Mutex<u32>,
    /// A session was opened or closed.
    pub(crate) turned: tokio::sync::Notify,
}

/// An open replica and the person who opened it.
pub struct Session {
    pub(crate) replica: Replica,
    pub(crate) actor: Actor,
    pub(crate) staff: StaffRow,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) events: broadcast::Sender<Event>,
    pub(crate) office: std::sync::RwLock<Arc<Office>>,
    pub(crate) papers: Papers,
    pub(crate) jobs: Jobs,
    pub(crate) imports: Mutex<Vec<crate::import::Pending>>,
    pub(crate) sync_state: Mutex<crate::synchronise::SyncState>,
    pub(crate) syncing: tokio::sync::Mutex<()>,
    pub(crate) nudge: tokio::sync::Notify,
}

impl Desk {
    /// The desk of a data directory. Nothing is opened yet.
    #[must_use]
    pub fn at(dir: &Path, clock: Arc<dyn Clock>) -> Self {
        let (events, _) = broadcast::channel(256);
        for file in settings::damaged(dir) {
            tracing::warn!(
                target: "desk::damaged",
                file = %file.display(),
                "damaged; the program goes on without it"
            );
        }
        Self {
            dir: dir.to_owned(),
            clock,
            events,
            demo_passphrases: Vec::new(),
            settings: Mutex::new(settings::load(dir)),
            session: RwLock::new(None),
            opening: tokio::sync::Mutex::new(0),
            turned: tokio::sync::Notify::new(),
        }
    }

    /// The desk of the demonstration: its first screen offers these accounts (login, passphrase).
    #[must_use]
    pub fn demonstration(mut self, passphrases: Vec<(String, String)>) -> Self {
        self.demo_passphrases = passphrases;
        self
    }

    /// Listens to what happens.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// The open session.
    ///
    /// # Errors
    /// [`DeskError::Locked`].
    pub async fn session(&self) -> Result<Arc<Session>> {
        self.session.read().await.clone().ok_or(DeskError::Locked)
    }

    /// Where the program stands; also while locked.
    ///
    /// # Errors
    /// When the vault's file cannot be read.
    pub async fn status(&self) -> Result<StatusView> {
        let accounts = if Vault::exists(&self.dir) {
            Vault::open(&self.dir)?.accounts()
        } else {
            Vec::new()
        };
        let open = self.session.read().await.clone();
        let session = match open {
            Some(session) => Some(session.view().await?),
            None => None,
        };
        Ok(StatusView {
            accounts: accounts
                .into_iter()
                .map(|a| AccountView {
                    demo_passphrase: self
                        .demo_passphrases
                        .iter()
                        .find(|(l, _)| *l == a.login)
                        .map(|(_, p)| p.clone()),
                    login: a.login,
                    name: a.name,
                    roles: a.roles,
                })
                .collect(),
            session,
            demo: !self.demo_passphrases.is_empty(),
            settings: self.settings(),
            overrides: settings::overrides(&self.dir),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    /// Opens the replica with an account's passphrase. Wrong tries are answered more and more slowly.
    ///
    /// # Errors
    /// [`DeskError::WrongPassphrase`], [`DeskError::LeaseEnded`], [`DeskError::NotEnrolled`], or the replica's.
    pub async fn unlock(&self, login: &str, passphrase: &str) -> Result<Arc<Session>> {
        let mut wrong_tries = self.opening.lock().await;
        if *wrong_tries > 2 {
            let wait = std::time::Duration::from_millis(250 << (*wrong_tries - 2).min(7));
            tokio::time::sleep(wait).await;
        }
        let key = match self.unwrap_key(login, passphrase).await {
            Err(DeskError::WrongPassphrase) => {
                *wrong_tries += 1;
                return Err(DeskError::WrongPassphrase);
            }
            other => other?,
        };
        *wrong_tries = 0;
        let before = self.session.write().await.take();
        if let Some(open) = before {
            open.replica.close().await?;
        }
        let replica = open_replica(self.dir.clone(), key).await?;
        let session = Arc::new(self.enter(replica, login).await?);
        *self.session.write().await = Some(session.clone());
        self.turned.notify_one();
        self.remember(login);
        Ok(session)
    }

    /// Remembers who was here last. A full disk or a folder without permission is no reason to keep anybody out.
    fn remember(&self, login: &str) {
        let mut settings = self.settings();
        if settings.last_login == login {
            return;
        }
        login.clone_into(&mut settings.last_login);
        if let Err(error) = self.save_settings(settings) {
            tracing::warn!(%error, "the last login was not remembered");
        }
    }

    async fn unwrap_key(&self, login: &str, passphrase: &str) -> Result<replica::DbKey> {
        // One that was broken off can be opened by nobody.
        if !Vault::exists(&self.dir) || Vault::is_unfinished(&self.dir) {
            return Err(DeskError::NotEnrolled);
        }
        let vault = Vault::open(&self.dir)?;
        let (login, passphrase) = (login.to_owned(), passphrase.to_owned());
        // Argon2id takes a fifth of a second on purpose: not on the thread that serves the window.
        tokio::task::spawn_blocking(move || vault.unlock(&login, &passphrase))
            .await
            .map_err(DeskError::inconsistent("unlock"))?
            .map_err(|e| {
                if e.is_wrong_passphrase() {
                    DeskError::WrongPassphrase
                } else {
                    e.into()
                }
            })
    }

    /// A session with a lease. Where it ran out nothing is shown: but what waits is sent, and the greeting renews the lease.
    async fn enter(&self, replica: Replica, login: &str) -> Result<Session> {
        let session = self.session_of(replica.clone(), login).await?;
        let Some(until) = session.lease_ended().await? else {
            return Ok(session);
        };
        if let Err(error) = session.synchronise().await {
            tracing::warn!(%error, "the lease was not renewed");
        }
        if session.lease_ended().await?.is_some() {
            replica.close().await?;
            return Err(DeskError::LeaseEnded(until));
        }
        // The run may have brought other people.
        self.session_of(replica, login).await
    }

    async fn session_of(&self, replica: Replica, login: &str) -> Result<Session> {
        let identity = replica.identity().await?.ok_or(DeskError::NotEnrolled)?;
        let office = Office::of(&identity)?;
        let staff = office
            .directory
            .iter()
            .find(|s| s.login == login && s.active && s.on_this_device)
            .cloned()
            .ok_or(DeskError::WrongPassphrase)?;
        let last = replica.last_sync().await?;
        Ok(Session {
            actor: Actor {
                id: staff.id,
                roles: staff.roles.iter().copied().collect(),
            },
            replica,
            staff,
            clock: self.clock.clone(),
            events: self.events.clone(),
            office: std::sync::RwLock::new(Arc::new(office)),
            papers: Papers::default(),
            jobs: Jobs::default(),
            imports: Mutex::default(),
            sync_state: Mutex::new(crate::synchronise::SyncState {
                last,
                ..Default::default()
            }),
            syncing: tokio::sync::Mutex::default(),
            nudge: tokio::sync::Notify::new(),
        })
    }

    /// Closes the replica: its key is forgotten.
    ///
    /// # Errors
    /// When the database cannot be closed in order; the key is forgotten all the same.
    pub async fn lock(&self) -> Result<()> {
        let Some(session) = self.session.write().await.take() else {
            return Ok(());
        };
        let closed = session.replica.close().await;
        let _ = self.events.send(Event::Locked);
        self.turned.notify_one();
        Ok(closed?)
    }

    /// Settings of this computer.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Stores the settings.
    ///
    /// # Errors
    /// [`DeskError::Write`].
    pub fn save_settings(&self, settings: Settings) -> Result<()> {
        settings::store(&self.dir, &settings)?;
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings;
        Ok(())
    }
}

impl Session {
    /// The day on which the lease ran out, if it did.
    async fn lease_ended(&self) -> Result<Option<String>> {
        let identity = self.replica.identity().await?;
        let until = identity.and_then(|i| i.lease_until);
        let until = until.filter(|until| *until < self.clock.now());
        let offset = self.profile().offset();
        Ok(until.map(|until| until.with_timezone(&offset).date_naive().to_string()))
    }

    /// People, units, scope and law, as of the last sync.
    #[must_use]
    pub fn office(&self) -> Arc<Office> {
        self.office
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The law.
    #[must_use]
    pub fn profile(&self) -> Arc<Profile> {
        self.office().profile.clone()
    }

    /// Who is at the desk.
    #[must_use]
    pub fn staff(&self) -> &StaffRow {
        &self.staff
    }

    /// The database, for reports on the command line and tests.
    #[must_use]
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Now, in the body's time.
    #[must_use]
    pub fn now(&self) -> chrono::DateTime<chrono::FixedOffset> {
        crate::clock::local(self.clock.now(), self.profile().offset())
    }

    /// Today, in the body's time.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.now().date_naive()
    }

    pub(crate) fn tell(&self, event: Event) {
        // Nobody listening is no error: the command line has no window.
        let _ = self.events.send(event);
    }

    pub(crate) fn viewer(&self) -> replica::Viewer {
        replica::Viewer {
            staff: self.actor.id,
            roles: self.actor.roles.clone(),
        }
    }

    /// What the window needs to know of the session.
    ///
    /// # Errors
    /// The replica's.
    pub async fn view(&self) -> Result<SessionView> {
        let office = self.office();
        Ok(SessionView {
            staff: self.staff.clone(),
            directory: office.directory.clone(),
            units: office.units.clone(),
            scope: office.scope.clone(),
            profile: (*office.profile).clone(),
            chip: self.chip().await?,
            today: self.today(),
        })
    }
}

/// Opens the replica on a thread of its own: opening brings the database to this version, which may take long.
async fn open_replica(dir: PathBuf, key: replica::DbKey) -> Result<Replica> {
    let runtime = tokio::runtime::Handle::current();
    let opened = tokio::task::spawn_blocking(move || runtime.block_on(Replica::open(&dir, &key)));
    Ok(opened.await.map_err(DeskError::inconsistent("open"))??)
}
