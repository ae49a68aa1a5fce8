//! The central server of a body, or of several: devices enrol, send what their clerks did and get what others did;
//! the website's form posts to it. SQLite or PostgreSQL, a folder or S3.
//!
//! - [`start`] runs it inside of another program (the demonstration, tests) or for the binary `inquiry-server`.
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
mod body;
pub mod decide;
mod entry;
mod error;
mod mapping;
mod metrics;
mod objects;
mod reception;
mod routes;
mod secrets;
pub mod settings;
mod store;

pub use admin::{Admin, AdminError, CheckReport, Enrolment, NewStaff, TenantCheck};
pub use objects::ObjectsError;
pub use secrets::SecretError;
pub use store::StoreError;
pub use store::device::Device;

use chrono::{DateTime, FixedOffset, TimeDelta};
use ed25519_dalek::SigningKey;
use metrics::Metrics;
use objects::Objects;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::{Place, Store};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long a device may be unlocked without speaking to the server.
pub(crate) const LEASE: TimeDelta = TimeDelta::days(30);
/// How long open calls may go on after a stop was asked for.
const GRACE: Duration = Duration::from_secs(10);

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
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where an operator's Prometheus may read figures; nowhere unless named.
    pub metrics: Option<SocketAddr>,
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
            listen,
            metrics: None,
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
    key: Arc<SigningKey>,
    clock: Clock,
    behind_proxy: bool,
    metrics: Metrics,
    forms: entry::form::Budget,
}

impl App {
    async fn open(config: &Config) -> Result<Self, StartError> {
        let dir = &config.data_dir;
        std::fs::create_dir_all(dir).map_err(StartError::Folder)?;
        let key = secrets::server_key(&dir.join("server.key")).map_err(StartError::Folder)?;
        Ok(Self {
            store: match &config.database_url {
                Some(url) => Store::open(Place::Postgres(url)).await?,
                None => Store::open(Place::File(&dir.join("server.sqlite"))).await?,
            },
            objects: match &config.objects_url {
                Some(url) => Objects::at(url, std::env::vars())?,
                None => Objects::in_folder(dir)?,
            },
            key: Arc::new(key),
            clock: Arc::clone(&config.clock),
            behind_proxy: config.behind_proxy,
            metrics: Metrics::new(),
            forms: entry::form::Budget::default(),
        })
    }
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    app: App,
    figures: Option<(SocketAddr, AbortOnDrop)>,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Running {
    /// `http://<address>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
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
    let service = routes::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serve = axum::serve(listener, service).with_graceful_shutdown(async move {
        // Either way: asked to stop, or whoever could ask is gone.
        let _ = stopped.await;
    });
    let task = tokio::spawn(async move {
        if let Err(error) = serve.await {
            tracing::error!(kind = ?error.kind(), "serving ended");
        }
    });
    tracing::info!(%addr, "serving");
    Ok(Running {
        addr,
        app,
        figures,
        stop: Some(stop),
        task,
    })
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
