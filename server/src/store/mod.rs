//! All SQL of the server, on SQLite or PostgreSQL: one module a table or a use of several. Queries are bound at run
//! time and in lower case; the tables are described in `migrations/server-sqlite`, those of
//! `migrations/server-postgres` are the same.
//!
//! There is one writer at a time (SQLite: one connection with `begin immediate`; PostgreSQL: an advisory lock, so
//! that it holds over several instances): whoever it is sees the last sequence of the log and may take the next one.
//! Readers have a snapshot each and never wait.

pub(crate) mod attempt;
pub(crate) mod audit;
pub(crate) mod batch;
pub(crate) mod blob;
pub(crate) mod catalog;
pub(crate) mod device;
pub(crate) mod erasure;
pub(crate) mod frames;
pub(crate) mod inquiries;
pub(crate) mod intake;
pub(crate) mod migrations;
pub(crate) mod proof;
pub(crate) mod quarantine;
pub(crate) mod sight;
pub(crate) mod sql;
pub(crate) mod staff;
pub(crate) mod sums;
pub(crate) mod tenant;
pub(crate) mod tree;

pub(crate) use sql::Tx;

use chrono::{DateTime, FixedOffset};
use domain::Profile;
use domain::ids::{StaffId, TenantId, UnitId};
use serde::de::DeserializeOwned;
use sight::Sight;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgConnection, PgPool, SqliteConnection, SqlitePool};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// Readers of SQLite at a time.
const READERS: u32 = 4;
/// Connections to PostgreSQL, of each instance of the server.
const CONNECTIONS: u32 = 16;
/// What PostgreSQL calls the connections of a server, and those of a tool that only looks or restores.
pub(crate) const SERVER: &str = "inquiry-server";
const TOOL: &str = "inquiry-server-tool";
/// The version from which on a database knows which key it goes with.
const KEY_KNOWN: i64 = 15;
/// The advisory lock of whoever writes; any number that no other program takes in this database.
const WRITER: i64 = 0x696e_7175_6972_7901;

/// The database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full. Nothing was changed.
    #[error("the disk is full")]
    Full,
    /// No connection was to be had.
    #[error(
        "the database does not answer: is it running, and is it the one that the settings name?"
    )]
    NoAnswer,
    /// The database, or the way to it.
    #[error("the database failed")]
    Driver(#[source] sqlx::Error),
    /// The role of the database sees past row-level security.
    #[error(
        "the database's role is a superuser or has BYPASSRLS: give the server a role of its own without them"
    )]
    Unwalled,
    /// The file is no database, or its pages do not fit together.
    #[error(
        "the database is damaged: keep a copy of the data folder, then put the last backup in its place with `inquiry-server restore --replace`"
    )]
    Damaged(#[source] sqlx::Error),
    /// The database was brought to a version that this program does not know.
    #[error("the database is newer than this program: start the newer program")]
    Newer,
    /// The migrations do not fit the file.
    #[error("the database is of another version")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The database is older than the program, and was not to be migrated by the way.
    #[error(
        "the database is of version {from} and this program needs {to}: run `inquiry-server migrate`"
    )]
    Old {
        /// Version of the database; 0 for an empty one.
        from: i64,
        /// Version of this program.
        to: i64,
    },
    /// A stored row that cannot be.
    #[error("inconsistent row in {table}: {what}")]
    Inconsistent {
        /// Table.
        table: &'static str,
        /// What is wrong, without personal data.
        what: String,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        /// Primary result code of SQLite for a full disk.
        const SQLITE_FULL: &str = "13";
        /// A write that failed: SQLite does not tell a quota or a limit of a file's size from a broken disk.
        const SQLITE_UNWRITTEN: &str = "778";
        /// `disk_full` of PostgreSQL.
        const POSTGRES_FULL: &str = "53100";
        /// Pages that do not fit together, and a file that is no database.
        const SQLITE_DAMAGED: [&str; 2] = ["11", "26"];
        if matches!(error, sqlx::Error::PoolTimedOut) {
            return Self::NoAnswer;
        }
        let code = error.as_database_error().and_then(|e| e.code());
        let is = |codes: &[&str]| code.as_deref().is_some_and(|code| codes.contains(&code));
        if is(&[SQLITE_FULL, SQLITE_UNWRITTEN, POSTGRES_FULL]) {
            Self::Full
        } else if is(&SQLITE_DAMAGED) {
            Self::Damaged(error)
        } else {
            Self::Driver(error)
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError;
        match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => Self::Newer,
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
            other => Self::Migrate(other),
        }
    }
}

/// The database.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    pools: Pools,
    /// Profiles already parsed.
    profiles: Arc<Mutex<BTreeMap<TenantId, Arc<KnownProfile>>>>,
}

/// The connections of either kind.
#[derive(Debug, Clone)]
enum Pools {
    /// One that writes, some that read.
    Sqlite { write: SqlitePool, read: SqlitePool },
    /// All alike: an advisory lock orders what is written.
    Postgres(PgPool),
}

/// Where the database is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// A file of SQLite.
    File(&'a Path),
    /// Address of a PostgreSQL database.
    Postgres(&'a str),
}

/// What a transaction may see: the second wall. On PostgreSQL row-level security holds it, whatever a statement
/// forgets to ask; on SQLite, which has no such thing, the statements are the only wall.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wall<'a> {
    /// Before it is known who calls, and for the administrator: all bodies.
    Open,
    /// One body.
    Tenant(TenantId),
    /// Of a body's cases those that a device may hold.
    Device(TenantId, &'a Sight),
}

impl Wall<'_> {
    /// What the policies of `migrations/server-postgres` read: body, buckets, and who sees restricted cases.
    fn settings(self) -> [String; 3] {
        let hex = |tenant: TenantId| hex::encode(tenant.0.as_bytes());
        match self {
            Self::Open => ["*".into(), "*".into(), "*".into()],
            Self::Tenant(tenant) => [hex(tenant), "*".into(), "*".into()],
            Self::Device(tenant, sight) => {
                let units: Vec<&str> = sight.buckets.iter().map(UnitId::as_str).collect();
                let people = match &sight.people {
                    None => "*".into(),
                    Some(people) => {
                        let people: Vec<String> = people.iter().map(StaffId::to_string).collect();
                        people.join("\n")
                    }
                };
                [hex(tenant), units.join("\n"), people]
            }
        }
    }
}

/// What is done to a database of an older version when it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upgrade {
    /// It is brought to this program's version.
    Now,
    /// It is brought to a version, where it is below.
    To(i64),
    /// Nothing: an older one is refused.
    Refused,
    /// Nothing: only for whoever asks how old it is.
    Not,
}

impl Store {
    /// Opens a database.
    pub(crate) async fn open(place: Place<'_>, upgrade: Upgrade) -> Result<Self, StoreError> {
        let pools = match place {
            Place::File(file) => open_sqlite(file).await?,
            Place::Postgres(url) if upgrade == Upgrade::Not => open_postgres(url, TOOL).await?,
            Place::Postgres(url) => open_postgres(url, SERVER).await?,
        };
        let store = Self {
            pools,
            profiles: Arc::default(),
        };
        match upgrade {
            Upgrade::Now => store.migrate(store.newest()).await?,
            Upgrade::To(version) => store.migrate(version).await?,
            Upgrade::Refused => {
                let (from, to) = (store.version().await?, store.newest());
                if from < to {
                    store.close().await;
                    return Err(StoreError::Old { from, to });
                }
                // Nothing is left to do; what was run is held against what this program has.
                store.migrate(to).await?;
            }
            Upgrade::Not => {}
        }
        Ok(store)
    }

    /// The version that this program brings.
    #[expect(
        clippy::unused_self,
        reason = "both kinds of database have the same versions"
    )]
    pub(crate) fn newest(&self) -> i64 {
        migrations::newest()
    }

    /// The version that the database has; 0 for an empty one.
    pub(crate) async fn version(&self) -> Result<i64, StoreError> {
        catalog::version(&mut self.snapshot(Wall::Open).await?).await
    }

    /// Whether a body was made in it.
    pub(crate) async fn has_bodies(&self) -> Result<bool, StoreError> {
        if self.version().await? == 0 {
            return Ok(false);
        }
        let mut tx = self.snapshot(Wall::Open).await?;
        Ok(!tenant::all(&mut tx).await?.is_empty())
    }

    /// Holds the server's key against the one that this database's devices believe; the first one is kept. The other one,
    /// where it is another.
    pub(crate) async fn fits_key(&self, public_key: &str) -> Result<Option<String>, StoreError> {
        if self.version().await? < KEY_KNOWN {
            return Ok(None);
        }
        let known = tenant::public_key(&mut self.snapshot(Wall::Open).await?).await?;
        if let Some(known) = known {
            return Ok((known != public_key).then_some(known));
        }
        let mut tx = self.begin(Wall::Open).await?;
        // Another instance may have been quicker.
        let known = match tenant::public_key(&mut tx).await? {
            Some(known) => known,
            None => {
                tenant::set_public_key(&mut tx, Some(public_key)).await?;
                public_key.to_owned()
            }
        };
        tx.commit().await?;
        Ok((known != public_key).then_some(known))
    }

    /// The next key that a server starts with is the one to be believed.
    pub(crate) async fn forget_key(&self) -> Result<(), StoreError> {
        if self.version().await? < KEY_KNOWN {
            return Ok(());
        }
        let mut tx = self.begin(Wall::Open).await?;
        tenant::set_public_key(&mut tx, None).await?;
        tx.commit().await
    }

    /// Brings the database to a version, where it is below.
    pub(crate) async fn migrate(&self, version: i64) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { write, .. } => migrations::ON_SQLITE.run_to(version, write).await?,
            Pools::Postgres(pool) => migrations::ON_POSTGRES.run_to(version, pool).await?,
        }
        sums::count_again(self, version).await
    }

    /// A transaction that writes. There is one at a time, over all instances of the server: whoever holds it sees
    /// the last sequence of the log and may take the next one.
    pub(crate) async fn begin(&self, wall: Wall<'_>) -> Result<Tx<'static>, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Pools::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                // Held until the transaction ends, however it ends.
                sqlx::query("select pg_advisory_xact_lock($1)")
                    .bind(WRITER)
                    .execute(&mut *tx)
                    .await?;
                raise(&mut tx, wall).await?;
                Tx::Postgres(tx)
            }
        })
    }

    /// A snapshot to read from.
    pub(crate) async fn snapshot(&self, wall: Wall<'_>) -> Result<Tx<'static>, StoreError> {
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => {
                let mut tx = pool
                    .begin_with("begin isolation level repeatable read read only")
                    .await?;
                raise(&mut tx, wall).await?;
                Tx::Postgres(tx)
            }
        })
    }

    /// Makes the database's own files forget what was deleted: SQLite's write-ahead log still has it, and PostgreSQL's
    /// tables until they are vacuumed.
    pub(crate) async fn scrub(&self) {
        let done = match &self.pools {
            // Freed space is overwritten, but not what a page keeps in its gaps when rows move to another one.
            Pools::Sqlite { write, .. } => sqlx::raw_sql("vacuum; pragma wal_checkpoint(truncate)")
                .execute(write)
                .await
                .map(drop),
            Pools::Postgres(pool) => {
                sqlx::query("vacuum inquiry, command, audit_salt, intake_receipt")
                    .execute(pool)
                    .await
                    .map(drop)
            }
        };
        if let Err(error) = done {
            tracing::warn!(%error, "the database's files still hold what was erased, until their next clean-up");
        }
    }

    /// Closes the connections. SQLite's log file is written back into its database first.
    pub(crate) async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                if let Err(error) = sqlx::query("pragma wal_checkpoint(truncate)")
                    .execute(write)
                    .await
                {
                    tracing::warn!(%error, "the write-ahead log stays until the next start");
                }
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// A tenant's profile, parsed once for each that it has.
    pub(crate) async fn profile(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
    ) -> Result<Arc<Profile>, StoreError> {
        let known = self.known_profile(tx, tenant).await?;
        Ok(Arc::clone(&known.profile))
    }

    /// Its digest, as devices say which one they hold.
    pub(crate) async fn profile_digest(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
    ) -> Result<String, StoreError> {
        let known = self.known_profile(tx, tenant).await?;
        Ok(known.digest.clone())
    }

    async fn known_profile(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
    ) -> Result<Arc<KnownProfile>, StoreError> {
        // Another process may have changed it.
        let mark = tenant::profile_mark(tx, tenant).await?;
        if let Some(known) = self.cached(tenant).filter(|known| known.mark == mark) {
            return Ok(known);
        }
        let text = tenant::profile(tx, tenant).await?;
        let profile = Profile::read(&text).map_err(|violations| StoreError::Inconsistent {
            table: "tenant",
            what: format!("profile of {tenant}: {} violations", violations.len()),
        })?;
        let known = Arc::new(KnownProfile {
            mark,
            digest: protocol::wire::profile_digest(&text),
            profile: Arc::new(profile),
        });
        if let Ok(mut profiles) = self.profiles.lock() {
            profiles.insert(tenant, Arc::clone(&known));
        }
        Ok(known)
    }

    fn cached(&self, tenant: TenantId) -> Option<Arc<KnownProfile>> {
        self.profiles.lock().ok()?.get(&tenant).cloned()
    }
}

/// A profile that was read.
#[derive(Debug)]
struct KnownProfile {
    mark: u64,
    digest: String,
    profile: Arc<Profile>,
}

/// Puts the wall up for one transaction.
async fn raise(tx: &mut PgConnection, wall: Wall<'_>) -> Result<(), StoreError> {
    let [tenant, units, sees] = wall.settings();
    sqlx::query(
        "select set_config('desk.tenant', $1, true), set_config('desk.units', $2, true), \
         set_config('desk.sees', $3, true)",
    )
    .bind(tenant)
    .bind(units)
    .bind(sees)
    .execute(tx)
    .await?;
    Ok(())
}

/// Moves the wall for the rest of a transaction: what a device may hold is only known once it has been looked up.
pub(crate) async fn behind(tx: &mut Tx<'_>, wall: Wall<'_>) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(tx) => raise(tx, wall).await,
    }
}

async fn open_sqlite(file: &Path) -> Result<Pools, StoreError> {
    // Before SQLCipher asks for it, as in `crates/replica/src/db.rs`: a replica may live in this process too.
    openssl_sys::init();
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("cache_size", "-32768")
        .pragma("secure_delete", "on");
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .after_release(|conn, _| Box::pin(at_rest(conn)))
        .connect_with(options.clone())
        .await?;
    // Makes the file, so that the readers find one.
    sqlx::query("pragma user_version").execute(&write).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_with(options.read_only(true))
        .await?;
    Ok(Pools::Sqlite { write, read })
}

/// Whether a connection that comes back can be lent again. A full disk makes SQLite roll back by itself, and the driver
/// then believes for ever that the transaction is open: such a connection is replaced.
async fn at_rest(conn: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if conn.is_in_transaction() {
        // A dropped transaction is rolled back by the connection's thread; the ping waits behind that.
        conn.ping().await?;
    }
    Ok(!conn.is_in_transaction())
}

async fn open_postgres(url: &str, name: &str) -> Result<Pools, StoreError> {
    let options: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.application_name(name))
        .await?;
    let past: bool = sqlx::query_scalar(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
    )
    .fetch_one(&pool)
    .await?;
    if past {
        return Err(StoreError::Unwalled);
    }
    Ok(Pools::Postgres(pool))
}

/// A UUID as it is bound.
pub(crate) fn blob(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// A UUID as it is read.
pub(crate) fn uuid<T: From<Uuid>>(table: &'static str, bytes: &[u8]) -> Result<T, StoreError> {
    Uuid::from_slice(bytes)
        .map(T::from)
        .map_err(|_| bad(table, "an id of another length"))
}

/// A fixed number of bytes as they are read.
pub(crate) fn bytes<const N: usize>(
    table: &'static str,
    bytes: &[u8],
) -> Result<[u8; N], StoreError> {
    bytes
        .try_into()
        .map_err(|_| bad(table, "bytes of another length"))
}

/// A count or sequence as it is read.
pub(crate) fn unsigned(table: &'static str, value: i64) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| bad(table, "a negative number"))
}

/// A count or sequence as it is bound. Sequences never come near the limit.
pub(crate) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// JSON as it is read.
pub(crate) fn json<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| bad(table, format!("JSON, column {}", e.column())))
}

/// JSON as it is bound.
pub(crate) fn to_json<T: serde::Serialize + ?Sized>(
    table: &'static str,
    value: &T,
) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| bad(table, "a value that is no JSON"))
}

/// A moment as it is read.
pub(crate) fn moment(table: &'static str, text: &str) -> Result<DateTime<FixedOffset>, StoreError> {
    DateTime::parse_from_rfc3339(text).map_err(|_| bad(table, "a moment that cannot be read"))
}

pub(crate) fn bad(table: &'static str, what: impl Into<String>) -> StoreError {
    StoreError::Inconsistent {
        table,
        what: what.into(),
    }
}

/// One row was meant.
pub(crate) fn one(table: &'static str, affected: u64) -> Result<(), StoreError> {
    if affected == 1 {
        Ok(())
    } else {
        Err(bad(table, format!("{affected} rows where one was meant")))
    }
}
