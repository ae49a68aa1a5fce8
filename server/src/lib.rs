//! The central server of a body, or of several: devices enrol, send what their clerks did and get what others did;
//! the website's form posts to it. SQLite or PostgreSQL, a folder or S3.
//!
//! - [`start`] runs it inside of another program (the demonstration, tests) or for the binary `inquiry-server`.
//! - [`inside`] is the same without a socket, for the simulator.
//! - [`Admin`] is what an administrator does: bodies, departments, staff, devices, the website's token, checks.
//! - `routes/` has one file an endpoint, `decide` what becomes of a command, `store/` all SQL, `objects` the files.
//!
//! To add an endpoint: its types in `protocol::wire`, a file in `routes/`, its line in `routes::router`. To add a
//! table: a new migration with a comment on the table and on each column that is not plain.
//!
//! Invariants: only this server gives registration numbers and places in the log; every command ends as exactly one
//! stored outcome; nothing of a case changes without an entry in the audit chain; no log line holds personal data;
//! nothing here fetches an address that somebody else named.

mod admin;
pub mod audit;
mod auth;
mod backup;
mod body;
mod check;
pub mod decide;
mod entry;
mod erasure;
mod error;
pub mod inside;
mod mapping;
mod metrics;
mod objects;
mod reception;
mod routes;
mod secrets;
mod serve;
pub mod settings;
mod snapshots;
mod sticks;
mod store;

pub use admin::profile::ProfileChange;
pub use admin::{Admin, AdminError, Enrolment, NewStaff};
pub use backup::{
    BackupError, KeyState, LoadOptions, Manifest, Part, Restored, SaveOptions, Saved, Tell,
    verify as verify_backup,
};
pub use check::{CheckReport, TenantCheck};
pub use erasure::{Erasure, ErasureState};
pub use objects::ObjectsError;
pub use secrets::SecretError;
pub use serve::Limits;
pub use serve::tls::{TlsError, TlsFiles};
pub use sticks::{OutboxTaken, SnapshotStick, StickFailure};
pub use store::StoreError;
pub use store::device::Device;
pub use store::quarantine::HeldCommand;

use chrono::{DateTime, FixedOffset, TimeDelta};
use ed25519_dalek::SigningKey;
use metrics::Metrics;
use objects::Objects;
use serve::Entrance;
use serve::gates::Gates;
use serve::tls::Tls;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Place, Store, Upgrade};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long a device may be unlocked without speaking to the server.
pub(crate) const LEASE: TimeDelta = TimeDelta::days(30);
/// How long open calls may go on after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);
/// See [`Config::snapshot_rows`]. Fewer rows come in a second or two over any link.
const SNAPSHOT_ROWS: u64 = 2_000;
/// A file in the data folder that is locked while a server serves from it.
pub(crate) const SERVING: &str = "serving.lock";

/// The wall clock, in the body's own time.
pub type Clock = Arc<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>;

/// How a server is run.
#[derive(Clone)]
pub struct Config {
    /// Folder of the files, the key and, without [`Config::database_url`], the database; made when it does not exist.
    pub data_dir: PathBuf,
    /// Address of a PostgreSQL database (`postgres://...`); without it the database is a file of SQLite in the folder.
    pub database_url: Option<String>,
    /// Where the files are (`s3://bucket/folder`, `file:///folder`); in the data folder where none is named.
    pub objects_url: Option<String>,
    /// What a store of files needs besides its address: `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID` and so on.
    pub objects_options: Vec<(String, String)>,
    /// Whether a database of an older version is refused, instead of being brought to this one.
    pub migrate_by_hand: bool,
    /// Certificate and key; without them the server speaks plain HTTP.
    pub tls: Option<TlsFiles>,
    /// What callers may cost.
    pub limits: Limits,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where an operator's Prometheus may read figures; nowhere unless named.
    pub metrics: Option<SocketAddr>,
    /// Departments with fewer rows are not worth a snapshot for devices that begin.
    pub snapshot_rows: u64,
    /// Clock.
    pub clock: Clock,
    /// Whether a proxy stands in front that sets `x-forwarded-for`.
    pub behind_proxy: bool,
}

impl Config {
    /// A server on this machine's clock, without a proxy.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            data_dir: data_dir.into(),
            database_url: None,
            objects_url: None,
            objects_options: Vec::new(),
            migrate_by_hand: false,
            tls: None,
            limits: Limits::default(),
            listen,
            metrics: None,
            snapshot_rows: SNAPSHOT_ROWS,
            clock: system_clock(),
            behind_proxy: false,
        }
    }
}

/// This machine's clock.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the port")]
pub fn system_clock() -> Clock {
    Arc::new(|| chrono::Local::now().fixed_offset())
}

/// The server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder or its key.
    #[error("the data folder cannot be used")]
    Folder(#[source] std::io::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store of the files.
    #[error(transparent)]
    Objects(#[from] objects::ObjectsError),
    /// A database restored from a backup has what was erased since, and could not be made to forget it.
    #[error("what was erased could not be erased again in the restored database")]
    Erasing(#[source] Box<AdminError>),
    /// Certificate and key.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The database has bodies in it, and its key is not there.
    #[error(
        "server.key is missing in the data folder: put the one of this database there, from its copy or with `restore` from a backup that holds it; devices believe no other. If it is lost for good, `inquiry-server new-key` makes a new one, and every device has to enrol again"
    )]
    KeyLost,
    /// The key that is there is not the one of this database.
    #[error(
        "server.key in the data folder is not the one of this database: its public part is {here}, and the devices believe {wanted}. Put the right one there, from its copy or with `restore` from a backup that holds it. If that is lost for good, take this one away; `inquiry-server new-key` makes a new one, and every device has to enrol again"
    )]
    OtherKey {
        /// Public part of the one that is there, hexadecimal.
        here: String,
        /// Public part of the right one.
        wanted: String,
    },
    /// A key is there.
    #[error("there is a server.key in the data folder already")]
    KeyThere,
    /// There is what belongs to a database, and no database.
    #[error(
        "server.sqlite is missing or empty in the data folder, though there is {0}: nothing was made. Keep a copy of the folder, then put the last backup in its place with `inquiry-server restore --replace`"
    )]
    DatabaseLost(&'static str),
    /// A backup is being restored into the data folder.
    #[error("a backup is being restored into the data folder")]
    Restoring,
    /// The address.
    #[error("cannot listen on {address}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
}

/// What the endpoints share.
#[derive(Clone)]
pub(crate) struct App {
    store: Store,
    objects: Objects,
    data_dir: Arc<Path>,
    key: Arc<SigningKey>,
    clock: Clock,
    behind_proxy: bool,
    metrics: Metrics,
    gates: Gates,
    forms: entry::form::Budget,
    snapshot_rows: u64,
    making_snapshots: Arc<tokio::sync::Mutex<()>>,
}

impl App {
    async fn open(config: &Config) -> Result<Self, StartError> {
        let upgrade = match config.migrate_by_hand {
            true => Upgrade::Refused,
            false => Upgrade::Now,
        };
        Self::open_with(config, upgrade).await
    }

    async fn open_with(config: &Config, upgrade: Upgrade) -> Result<Self, StartError> {
        let dir = &config.data_dir;
        std::fs::create_dir_all(dir).map_err(StartError::Folder)?;
        not_lost(config)?;
        let store = database(config, upgrade).await?;
        let key = match key(dir, &store).await {
            Ok(key) => key,
            Err(error) => {
                store.close().await;
                return Err(error);
            }
        };
        Ok(Self {
            store,
            objects: objects(config)?,
            data_dir: dir.as_path().into(),
            key: Arc::new(key),
            clock: Arc::clone(&config.clock),
            behind_proxy: config.behind_proxy,
            metrics: Metrics::new(),
            gates: Gates::new(&config.limits),
            forms: entry::form::Budget::default(),
            snapshot_rows: config.snapshot_rows,
            making_snapshots: Arc::default(),
        })
    }
}

fn not_lost(config: &Config) -> Result<(), StartError> {
    if config.database_url.is_some() {
        return Ok(());
    }
    left_of_a_database(&config.data_dir).map_or(Ok(()), |left| Err(StartError::DatabaseLost(left)))
}

/// What says that there was a database where none is now: an empty one must not be made in its place, since that would
/// also destroy the log in which its last rows may be.
fn left_of_a_database(dir: &Path) -> Option<&'static str> {
    let filled = |name: &str| std::fs::metadata(dir.join(name)).is_ok_and(|m| m.len() > 0);
    if filled(backup::swap::DATABASE) {
        return None;
    }
    let log = format!("{}-wal", backup::swap::DATABASE);
    [
        (log.as_str(), "its write-ahead log"),
        (backup::swap::KEY, "a server.key"),
        ("objects", "a folder of files"),
    ]
    .into_iter()
    .find_map(|(name, what)| filled(name).then_some(what))
}

/// The server's key. A new one is made for a database without bodies alone: devices believe no other than the one they
/// enrolled with.
async fn key(dir: &Path, store: &Store) -> Result<SigningKey, StartError> {
    let path = dir.join(backup::swap::KEY);
    if !path.exists() && store.has_bodies().await? {
        return Err(StartError::KeyLost);
    }
    let key = secrets::server_key(&path).map_err(StartError::Folder)?;
    let here = hex::encode(key.verifying_key().to_bytes());
    match store.fits_key(&here).await? {
        None => Ok(key),
        Some(wanted) => Err(StartError::OtherKey { here, wanted }),
    }
}

/// Makes a new key where the old one is lost for good.
///
/// # Errors
/// There is a key; the database or the folder cannot be written.
pub async fn new_key(config: &Config) -> Result<(), StartError> {
    let path = config.data_dir.join(backup::swap::KEY);
    if path.exists() {
        return Err(StartError::KeyThere);
    }
    settle(config)?;
    not_lost(config)?;
    let store = database(config, Upgrade::Not).await?;
    // First: a key that is not written yet is asked for again, one that the database does not expect is refused.
    let forgotten = store.forget_key().await;
    store.close().await;
    forgotten?;
    secrets::server_key(&path)
        .map(drop)
        .map_err(StartError::Folder)
}

/// Whether there is anything in the place that the settings name.
#[must_use]
pub fn exists(config: &Config) -> bool {
    let dir = &config.data_dir;
    config.database_url.is_some()
        || dir.join(backup::swap::DATABASE).exists()
        || backup::swap::is_unfinished(dir)
}

/// Finishes a restore that was decided and cut off.
fn settle(config: &Config) -> Result<(), StartError> {
    let dir = &config.data_dir;
    if !backup::swap::is_unfinished(dir) {
        return Ok(());
    }
    let _alone = backup::alone(dir).map_err(|_| StartError::Restoring)?;
    backup::swap::finish(dir).map_err(StartError::Folder)
}

async fn database(config: &Config, upgrade: Upgrade) -> Result<Store, StoreError> {
    match &config.database_url {
        Some(url) => Store::open(Place::Postgres(url), upgrade).await,
        None => {
            let file = config.data_dir.join(backup::swap::DATABASE);
            Store::open(Place::File(&file), upgrade).await
        }
    }
}

pub(crate) fn objects(config: &Config) -> Result<Objects, ObjectsError> {
    match &config.objects_url {
        Some(url) => Objects::at(url, &config.objects_options),
        None => Objects::in_folder(&config.data_dir),
    }
}

/// What bringing a database to this program's version means, or meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Migration {
    /// Version of the database; 0 for an empty one.
    pub from: i64,
    /// Version that this program brings.
    pub to: i64,
}

/// Brings the database to this program's version; with `only_tell` nothing is changed.
///
/// # Errors
/// A folder or database that cannot be used; one of a newer program.
pub async fn migrate(config: &Config, only_tell: bool) -> Result<Migration, StartError> {
    if only_tell && !exists(config) {
        let (from, to) = (0, store::migrations::newest());
        return Ok(Migration { from, to });
    }
    std::fs::create_dir_all(&config.data_dir).map_err(StartError::Folder)?;
    settle(config)?;
    not_lost(config)?;
    let store = database(config, Upgrade::Not).await?;
    let (from, to) = (store.version().await?, store.newest());
    if !only_tell {
        store.migrate(to).await?;
    }
    store.close().await;
    Ok(Migration { from, to })
}

/// Restores a backup into the data folder and database of these settings. No server may run on them.
///
/// # Errors
/// A damaged or newer backup; data that is there already, unless it is to be replaced; a server that runs.
pub async fn restore(
    config: &Config,
    file: PathBuf,
    options: &LoadOptions,
) -> Result<Restored, BackupError> {
    backup::load(config, file, options).await
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    app: App,
    figures: Option<(SocketAddr, AbortOnDrop)>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    tls: Option<(Arc<Tls>, AbortOnDrop)>,
    /// Kept locked while it serves.
    _serving: std::fs::File,
}

impl Running {
    /// `http://<address>`, or `https://<address>`.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.addr)
    }

    /// Reads certificate and key again, now; they are also read again when their files change.
    ///
    /// # Errors
    /// Files that cannot be used: what was there before goes on being used.
    pub fn reload_tls(&self) -> Result<(), TlsError> {
        self.tls.as_ref().map_or(Ok(()), |(tls, _)| tls.reload())
    }

    /// Where the figures are read, if they are.
    #[must_use]
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.figures.as_ref().map(|(address, _)| *address)
    }

    /// What an administrator does.
    #[must_use]
    pub fn admin(&self) -> Admin {
        Admin::of(self.app.clone())
    }

    /// Stops taking calls, lets the open ones end for a while, and closes the database.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only when the server has stopped already.
            let _ = stop.send(());
        }
        let abort = self.task.abort_handle();
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            abort.abort();
        }
        self.app.store.close().await;
    }

    /// Waits until the server stops by itself.
    pub async fn wait(&mut self) {
        if let Err(error) = (&mut self.task).await {
            tracing::error!(panicked = error.is_panic(), "the server did not end well");
        }
    }
}

/// Opens the data folder, brings the database to this version and serves.
///
/// # Errors
/// A folder, database or address that cannot be used.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let tls = config.tls.clone().map(Tls::read).transpose()?.map(Arc::new);
    std::fs::create_dir_all(&config.data_dir).map_err(StartError::Folder)?;
    settle(&config)?;
    let serving = serving(&config)?;
    let app = App::open(&config).await?;
    let failed = |source| StartError::Listen {
        address: config.listen,
        source,
    };
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let figures = match config.metrics {
        Some(address) => Some(serve_figures(address, app.metrics.clone()).await?),
        None => None,
    };
    let entrance = Entrance {
        limits: config.limits,
        tls: tls.clone(),
        behind_proxy: config.behind_proxy,
    };
    let router = routes::router(app.clone());
    let task = tokio::spawn(serve::serve(listener, router, entrance, stopped));
    let tls = tls.map(|tls| {
        let watching = tokio::spawn(Arc::clone(&tls).watch());
        (tls, AbortOnDrop(watching.abort_handle()))
    });
    erasure::again(&app.store, &app.objects, &app.clock)
        .await
        .map_err(|e| StartError::Erasing(Box::new(e)))?;
    let swept = app.clone();
    tokio::spawn(async move {
        if let Err(error) = erasure::sweep_all(&swept).await {
            tracing::warn!(%error, "files of erased cases stay until the next start");
        }
    });
    tracing::info!(%addr, tls = tls.is_some(), "serving");
    Ok(Running {
        addr,
        app,
        figures,
        stop: Some(stop),
        task,
        tls,
        _serving: serving,
    })
}

/// How often, and after what time, the lock of a folder is tried again.
const LOCK_TRIES: u32 = 10;
const LOCK_AGAIN: std::time::Duration = std::time::Duration::from_millis(50);

/// Says that somebody serves from the folder: several may, but nobody restores a backup meanwhile.
fn serving(config: &Config) -> Result<std::fs::File, StartError> {
    let path = config.data_dir.join(SERVING);
    let mut options = std::fs::OpenOptions::new();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(StartError::Folder)?;
    // Nobody restores while this lock is held alone: what a killed restore left goes.
    if file.try_lock().is_ok() {
        if !backup::swap::is_unfinished(&config.data_dir) {
            backup::swap::clear(&config.data_dir).map_err(StartError::Folder)?;
        }
        file.unlock().map_err(StartError::Folder)?;
    }
    // Another server that starts may hold it for the moment above.
    for _ in 0..LOCK_TRIES {
        match file.try_lock_shared() {
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(LOCK_AGAIN),
            // Not every file system can lock; then it is the operator who looks.
            Ok(()) | Err(std::fs::TryLockError::Error(_)) => return Ok(file),
        }
    }
    Err(StartError::Restoring)
}

/// Figures end with the process, or with the server: nobody waits for them.
async fn serve_figures(
    address: SocketAddr,
    metrics: Metrics,
) -> Result<(SocketAddr, AbortOnDrop), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, routes::figures(metrics)).await {
            tracing::error!(kind = ?error.kind(), "serving figures ended");
        }
    });
    Ok((bound, AbortOnDrop(task.abort_handle())))
}

struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
