//! Connections: one that writes, one that reads, and one for long reading, opened when first needed.

use crate::error::{ReplicaError, Result};
use crate::vault::DbKey;
use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard, OnceCell};

macro_rules! migration {
    ($version:literal, $file:literal) => {
        Migration::new(
            $version,
            $file.into(),
            MigrationType::Simple,
            SqlStr::from_static(include_str!(concat!("../../../migrations/replica/", $file))),
            false,
        )
    };
}

static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(|| {
    Migrator::with_migrations(vec![
        migration!(1, "0001_replica.sql"),
        migration!(2, "0002_erasure.sql"),
        migration!(3, "0003_tree.sql"),
        migration!(4, "0004_snapshot.sql"),
        migration!(5, "0005_was.sql"),
        migration!(6, "0006_sweep.sql"),
        migration!(7, "0007_sweep_again.sql"),
        migration!(8, "0008_old_copy.sql"),
        migration!(9, "0009_parts.sql"),
    ])
});

/// Page cache of each connection in KiB. Pages in it are plain: what is not in it costs a decryption.
const WRITER_CACHE_KIB: u32 = 16 * 1024;
const READER_CACHE_KIB: u32 = 32 * 1024;
const LONG_CACHE_KIB: u32 = 8 * 1024;
/// Pages in the write-ahead log before a commit also moves them into the database.
const CHECKPOINT_PAGES: u32 = 4_000;

/// A connection that is there, not yet there, or closed for good.
enum Slot {
    Idle,
    Open(SqliteConnection),
    Closed,
}

pub(crate) struct Lane {
    slot: Mutex<Slot>,
    cache_kib: u32,
}

/// The connection of a lane, held while it is used.
pub(crate) struct Held<'a> {
    slot: MutexGuard<'a, Slot>,
    db: &'a Db,
    cache_kib: u32,
}

impl Held<'_> {
    pub fn conn(&mut self) -> Result<&mut SqliteConnection> {
        match &mut *self.slot {
            Slot::Open(conn) => Ok(conn),
            Slot::Idle | Slot::Closed => Err(ReplicaError::Closed),
        }
    }

    /// The connection, outside any transaction. An error such as a full disk makes SQLite roll back by itself, and
    /// the driver then believes for ever that the transaction is open: such a connection is replaced.
    pub async fn at_rest(&mut self) -> Result<&mut SqliteConnection> {
        let conn = self.conn()?;
        if conn.is_in_transaction() {
            // A dropped transaction is rolled back by the connection's thread; the ping waits behind that.
            conn.ping().await?;
        }
        if self.conn()?.is_in_transaction() {
            *self.slot = Slot::Idle;
            *self.slot = Slot::Open(self.db.connect(self.cache_kib).await?);
        }
        self.conn()
    }
}

impl Lane {
    fn new(cache_kib: u32) -> Self {
        Self {
            slot: Mutex::new(Slot::Idle),
            cache_kib,
        }
    }

    async fn hold<'a>(&'a self, db: &'a Db) -> Result<Held<'a>> {
        let mut slot = self.slot.lock().await;
        if matches!(*slot, Slot::Idle) {
            *slot = Slot::Open(db.connect(self.cache_kib).await?);
        }
        match *slot {
            Slot::Closed => Err(ReplicaError::Closed),
            _ => Ok(Held {
                slot,
                db,
                cache_kib: self.cache_kib,
            }),
        }
    }

    async fn close(&self) -> Result<()> {
        let slot = std::mem::replace(&mut *self.slot.lock().await, Slot::Closed);
        if let Slot::Open(conn) = slot {
            conn.close().await?;
        }
        Ok(())
    }
}

pub(crate) struct Db {
    place: DbPlace,
    writer: Lane,
    reader: Lane,
    long: Lane,
}

/// Where a database is and what opens it.
pub(crate) struct DbPlace {
    pub path: PathBuf,
    pub key: DbKey,
    /// Name of SQLite's file system; its own where none is named.
    pub vfs: Option<String>,
}

/// Whoever drops the database waits until its threads have closed it. SQLCipher frees its mutexes and ciphers when the
/// process ends; a connection that was still closing in its own thread would then end the process with a crash.
impl Drop for Db {
    fn drop(&mut self) {
        for lane in [&mut self.long, &mut self.reader, &mut self.writer] {
            let slot = std::mem::replace(lane.slot.get_mut(), Slot::Closed);
            if let Slot::Open(conn) = slot {
                // Nobody is left to be told; what was acknowledged is on the disk.
                let _ = futures_executor::block_on(conn.close());
            }
        }
    }
}

impl Db {
    /// Opens the database and brings its schema up to date.
    pub async fn open(place: DbPlace, create: bool) -> Result<Self> {
        let mut conn = connect(&place, WRITER_CACHE_KIB, create).await?;
        if let Err(error) = MIGRATIONS.run(&mut conn).await {
            // Closed before anybody hears of it: see `Drop` for what a connection does that is still closing.
            conn.close().await?;
            return Err(error.into());
        }
        let writer = Lane {
            slot: Mutex::new(Slot::Open(conn)),
            cache_kib: WRITER_CACHE_KIB,
        };
        Ok(Self {
            place,
            writer,
            reader: Lane::new(READER_CACHE_KIB),
            long: Lane::new(LONG_CACHE_KIB),
        })
    }

    async fn connect(&self, cache_kib: u32) -> Result<SqliteConnection> {
        connect(&self.place, cache_kib, false).await
    }

    pub async fn writer(&self) -> Result<Held<'_>> {
        self.writer.hold(self).await
    }

    /// For what a person waits for.
    pub async fn reader(&self) -> Result<Held<'_>> {
        self.reader.hold(self).await
    }

    /// For reports, checks and whatever reads the whole database.
    pub async fn long_reader(&self) -> Result<Held<'_>> {
        self.long.hold(self).await
    }

    /// Closes all connections; the writer last, which moves the log into the database.
    pub async fn close(&self) -> Result<()> {
        self.long.close().await?;
        self.reader.close().await?;
        self.writer.close().await
    }
}

/// SQLCipher writes what it thinks of a damaged page to standard error, in words that help no clerk. Its level is one
/// for the process, and a connection's own pragmas come too late: the first of them reads the damaged page.
async fn silence() -> Result<()> {
    static SILENT: OnceCell<()> = OnceCell::const_new();
    SILENT
        .get_or_try_init(|| async {
            // Before SQLCipher asks for it: OpenSSL then does not take its tables down when the process ends, while a
            // thread may still be encrypting a page.
            openssl_sys::init();
            let mut conn = SqliteConnectOptions::new()
                .in_memory(true)
                .disable_statement_logging()
                .connect()
                .await?;
            sqlx::query("pragma cipher_log_level = none")
                .fetch_all(&mut conn)
                .await?;
            Ok(conn.close().await?)
        })
        .await
        .copied()
}

async fn connect(place: &DbPlace, cache_kib: u32, create: bool) -> Result<SqliteConnection> {
    silence().await?;
    let mut options = SqliteConnectOptions::new()
        .filename(&place.path)
        .create_if_missing(create)
        .pragma("key", place.key.pragma().to_string())
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(200)
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory")
        .pragma("cache_size", format!("-{cache_kib}"))
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
        .pragma("journal_size_limit", "67108864")
        .disable_statement_logging();
    if let Some(vfs) = &place.vfs {
        options = options.vfs(vfs.clone());
    }
    Ok(options.connect().await?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_of_the_folder_is_a_migration() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/replica");
        let files = std::fs::read_dir(folder).unwrap();
        let mut files: Vec<_> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let known: Vec<_> = super::MIGRATIONS.iter().collect();
        assert_eq!(known.len(), files.len(), "{files:?}");
        for (migration, file) in known.iter().zip(&files) {
            assert_eq!(migration.description, *file);
            let version = format!("{:04}_", migration.version);
            assert!(file.starts_with(&version), "{file}: {version}");
        }
    }
}
