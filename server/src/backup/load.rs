//! Restores a backup. Every byte is checked before anything is touched; rows come in one transaction.

use super::format::{Reader, Record, file_of};
use super::{BackupError, LoadOptions, Manifest, key, swap};
use crate::objects::{Objects, Upload};
use crate::secrets;
use crate::store::catalog::{self, Column, Table};
use crate::store::sql::sql;
use crate::store::{Place, SERVER, Store, Tx, Upgrade, Wall, blob, tenant};
use crate::{Config, SERVING, erasure};
use domain::ids::TenantId;
use ed25519_dalek::SigningKey;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// Values that one statement may bind; both databases take more.
const VALUES: usize = 20_000;
/// Bytes of rows that are gathered for one statement.
const GATHERED: usize = 4 * 1024 * 1024;
/// How often, and after what time, it is looked whether a server is gone.
const LOOKS: u32 = 10;
const LOOK_AGAIN: Duration = Duration::from_millis(300);
/// Second from which the minutes are counted that an epoch is at least: 2020-01-01.
const BEGINNING: i64 = 1_577_836_800;

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// The new epoch.
    pub epoch: u64,
    /// Rows put in.
    pub rows: u64,
    /// Files put in.
    pub files: u64,
    /// Files that cases name and the store does not have: devices will offer them again.
    pub absent: u64,
    /// The server's key.
    pub key: KeyState,
    /// Where what was there before is kept: personal data, also of cases that were erased since.
    pub aside: Option<PathBuf>,
}

/// What became of the server's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Taken from the backup.
    Restored,
    /// The folder has the right one.
    Present,
    /// The folder has none, or another one: receipts would not be believed.
    Wanted,
}

/// Restores into a data folder and, where the settings name one, a PostgreSQL.
///
/// # Errors
/// A damaged or newer backup; something that is there already; a server that runs.
pub(crate) async fn load(
    config: &Config,
    file: PathBuf,
    options: &LoadOptions,
) -> Result<Restored, BackupError> {
    let dir = &config.data_dir;
    let manifest = super::verify(file.clone()).await?;
    (options.progress)("checked", manifest.parts.len() as u64 + manifest.files);
    std::fs::create_dir_all(dir).map_err(BackupError::file(dir))?;
    let _alone = alone(dir)?;
    swap::finish(dir).map_err(BackupError::file(dir))?;
    swap::clear(dir).map_err(BackupError::file(dir))?;
    let wanted = wanted_key(&file, options)?;
    let key = key_state(dir, &manifest, wanted.as_ref(), options)?;
    let mut unfinished = Unfinished(Some(dir));
    let objects = crate::objects(config)?;
    let target = Target::open(config, &manifest, options).await?;
    let mut tx = target.store.begin(Wall::Open).await?;
    let floor = floor(config).max(manifest.epoch).max(target.epoch);
    let mut filled = Filled::default();
    fill(&mut tx, &objects, &file, options, &mut filled).await?;
    let absent = forget_absent(&mut tx, &objects, &filled.files).await?;
    let last = floor.max(objects.last_epoch().await?);
    let epoch = tenant::raise_epoch(&mut tx, last).await?;
    objects.keep_epoch(epoch).await?;
    tx.commit().await?;
    target.store.migrate(target.store.newest()).await?;
    // Of a backup from before the database knew its key.
    target.store.fits_key(&manifest.server_key).await?;
    let erased = erasure::again(&target.store, &objects, &config.clock).await;
    target.store.close().await;
    erased.map_err(|e| BackupError::Erasing(Box::new(e)))?;
    if let (KeyState::Restored, Some(key)) = (key, &wanted) {
        let fresh = swap::fresh(dir, swap::KEY);
        secrets::keep_server_key(&fresh, key).map_err(BackupError::file(&fresh))?;
    }
    unfinished.0 = None;
    let stamp = (config.clock)().format("%Y%m%d-%H%M%S").to_string();
    let aside = swap::decide(dir, &stamp).map_err(BackupError::file(dir))?;
    Ok(Restored {
        manifest,
        epoch,
        rows: filled.rows,
        files: filled.files.len() as u64,
        absent,
        key,
        aside,
    })
}

/// New files of a restore that fails are removed: they hold personal data, and nobody looks for them.
struct Unfinished<'a>(Option<&'a Path>);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(dir) = self.0 {
            // What cannot be removed now goes with the next restore, or when a server starts.
            let _ = swap::clear(dir);
        }
    }
}

/// Nobody serves from this folder while it is filled.
pub(crate) fn alone(dir: &Path) -> Result<std::fs::File, BackupError> {
    let path = dir.join(SERVING);
    let file = std::fs::File::create(&path).map_err(BackupError::file(&path))?;
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(BackupError::Running),
        // Not every file system can lock; then it is the operator who looks.
        Ok(()) | Err(std::fs::TryLockError::Error(_)) => Ok(file),
    }
}

/// The least epoch: one that no server restored from the same backup an hour ago can have.
fn floor(config: &Config) -> u64 {
    let minutes = ((config.clock)().timestamp() - BEGINNING) / 60;
    u64::try_from(minutes).unwrap_or_default()
}

/// Where the rows go.
struct Target {
    store: Store,
    /// Epoch of what is replaced.
    epoch: u64,
}

impl Target {
    async fn open(
        config: &Config,
        manifest: &Manifest,
        options: &LoadOptions,
    ) -> Result<Self, BackupError> {
        match &config.database_url {
            Some(url) => Self::on_postgres(url, manifest, options).await,
            None => Self::on_sqlite(&config.data_dir, manifest, options).await,
        }
    }

    /// A new file beside the old one, which keeps its name until the new one is whole.
    async fn on_sqlite(
        dir: &Path,
        manifest: &Manifest,
        options: &LoadOptions,
    ) -> Result<Self, BackupError> {
        let (file, fresh) = (dir.join(swap::DATABASE), swap::fresh(dir, swap::DATABASE));
        let epoch = match file.exists() {
            true => epoch_of(&file, options).await?,
            false => 0,
        };
        let store = Store::open(Place::File(&fresh), Upgrade::To(manifest.version)).await?;
        Ok(Self { store, epoch })
    }

    async fn on_postgres(
        url: &str,
        manifest: &Manifest,
        options: &LoadOptions,
    ) -> Result<Self, BackupError> {
        let store = Store::open(Place::Postgres(url), Upgrade::Not).await?;
        unused(&store).await?;
        let epoch = used(&store, options, "the database").await?;
        let database = store.version().await?;
        if database > manifest.version {
            return Err(BackupError::OtherVersion {
                database,
                backup: manifest.version,
            });
        }
        store.migrate(manifest.version).await?;
        Ok(Self { store, epoch })
    }
}

/// Epoch of the file that is replaced. One that cannot be read is what a restore is for: its epoch is then not known, and
/// the time and the store of the files say how high the new one has to be.
async fn epoch_of(file: &Path, options: &LoadOptions) -> Result<u64, BackupError> {
    // SQLite would take what is no database for an empty one, and remove the log beside it.
    if !is_database(file).map_err(BackupError::file(file))? {
        if !options.replace {
            return Err(BackupError::Occupied("the data folder".to_owned()));
        }
        tracing::warn!("what is replaced is no database");
        return Ok(0);
    }
    let looked = async {
        let old = Store::open(Place::File(file), Upgrade::Not).await?;
        let epoch = used(&old, options, "the data folder").await;
        old.close().await;
        epoch
    };
    match looked.await {
        Err(BackupError::Store(error)) if options.replace => {
            tracing::warn!(%error, "what is replaced cannot be read");
            Ok(0)
        }
        other => other,
    }
}

/// Whether the file begins as every database of SQLite does.
fn is_database(file: &Path) -> std::io::Result<bool> {
    const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
    let mut begins = Vec::new();
    let file = std::fs::File::open(file)?;
    file.take(BEGINNING.len() as u64).read_to_end(&mut begins)?;
    Ok(begins == BEGINNING)
}

/// No server is connected. One that has just ended may be seen for a moment.
async fn unused(store: &Store) -> Result<(), BackupError> {
    for _ in 0..LOOKS {
        let mut tx = store.snapshot(Wall::Open).await?;
        let others: Option<i64> = sql("select count(*) from pg_stat_activity \
             where datname = current_database() and application_name = ?")
        .bind(SERVER)
        .scalar(&mut tx)
        .await?;
        if others == Some(0) {
            return Ok(());
        }
        drop(tx);
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Err(BackupError::Running)
}

/// Epoch of a database that has a body in it, which only `--replace` throws away; 0 for an empty one.
async fn used(store: &Store, options: &LoadOptions, where_: &str) -> Result<u64, BackupError> {
    if store.version().await? == 0 {
        return Ok(0);
    }
    let mut tx = store.snapshot(Wall::Open).await?;
    if tenant::all(&mut tx).await?.is_empty() {
        return Ok(0);
    }
    if !options.replace {
        return Err(BackupError::Occupied(where_.to_owned()));
    }
    Ok(tenant::epoch(&mut tx).await?)
}

/// What came out of the backup.
#[derive(Default)]
struct Filled {
    rows: u64,
    files: BTreeSet<(TenantId, String)>,
}

/// Reads the backup a second time, and puts its rows and files where they belong.
async fn fill(
    tx: &mut Tx<'_>,
    objects: &Objects,
    file: &Path,
    options: &LoadOptions,
    filled: &mut Filled,
) -> Result<(), BackupError> {
    let tables = catalog::tables(tx).await?;
    for table in tables.iter().rev() {
        table.empty(tx).await?;
    }
    let mut tables: BTreeMap<String, Table> = tables
        .into_iter()
        .map(|table| (format!("table/{}", table.name), table))
        .collect();
    let mut reader = Reader::open(file)?;
    loop {
        match reader.next()? {
            Record::Begin(name) => {
                if let Some(table) = tables.remove(&name) {
                    let rows = fill_table(tx, &mut reader, table).await?;
                    filled.rows += rows;
                    (options.progress)(&name, rows);
                } else if let Some((tenant, sha256)) = file_of(&name) {
                    let tenant = Uuid::parse_str(tenant)
                        .map_err(|_| BackupError::damaged("a file of nobody"))?;
                    if fill_file(objects, &mut reader, TenantId(tenant), sha256).await? {
                        filled.files.insert((TenantId(tenant), sha256.to_owned()));
                    }
                    (options.progress)("files", filled.files.len() as u64);
                } else if name.starts_with("table/") {
                    return Err(BackupError::damaged(format!("{name} is not known")));
                } else {
                    skip(&mut reader)?;
                }
            }
            Record::Manifest(_) => return Ok(()),
            Record::Data(_) | Record::End => return Err(out_of_turn()),
        }
    }
}

fn out_of_turn() -> BackupError {
    BackupError::damaged("records out of turn")
}

fn skip(reader: &mut Reader) -> Result<(), BackupError> {
    loop {
        match reader.next()? {
            Record::Data(_) => {}
            Record::End => return Ok(()),
            Record::Begin(_) | Record::Manifest(_) => return Err(out_of_turn()),
        }
    }
}

async fn fill_table(
    tx: &mut Tx<'_>,
    reader: &mut Reader,
    mut table: Table,
) -> Result<u64, BackupError> {
    let name = table.name.clone();
    let unreadable = |_| BackupError::damaged(format!("a line of `{name}`"));
    let at_once = (VALUES / table.columns.len().max(1)).max(1);
    let (mut rest, mut batch, mut gathered) = (Vec::new(), Vec::new(), 0);
    let (mut rows, mut headed) = (0, false);
    loop {
        let data = match reader.next()? {
            Record::Data(data) => data,
            Record::End => break,
            Record::Begin(_) | Record::Manifest(_) => return Err(out_of_turn()),
        };
        rest.extend_from_slice(&data);
        let mut read = 0;
        while let Some(end) = rest.iter().skip(read).position(|b| *b == b'\n') {
            let line = rest.get(read..read + end).unwrap_or_default();
            read += end + 1;
            if !headed {
                headed = true;
                let columns: Vec<Column> = serde_json::from_slice(line).map_err(unreadable)?;
                table = of_columns(table, &columns)?;
                continue;
            }
            gathered += line.len();
            batch.push(serde_json::from_slice(line).map_err(unreadable)?);
            rows += 1;
            if batch.len() >= at_once || gathered > GATHERED {
                table.put(tx, std::mem::take(&mut batch)).await?;
                gathered = 0;
            }
        }
        rest.drain(..read);
    }
    table.put(tx, batch).await?;
    Ok(rows)
}

/// The table with its columns in the backup's order, in this database's kinds.
fn of_columns(table: Table, columns: &[Column]) -> Result<Table, BackupError> {
    let here: BTreeMap<&str, &Column> =
        table.columns.iter().map(|c| (c.name.as_str(), c)).collect();
    let found: Option<Vec<Column>> = columns
        .iter()
        .map(|c| here.get(c.name.as_str()).map(|c| (*c).clone()))
        .collect();
    let found = found.filter(|found| found.len() == here.len());
    let columns = found
        .ok_or_else(|| BackupError::damaged(format!("`{}` has other columns here", table.name)))?;
    Ok(Table {
        name: table.name,
        columns,
    })
}

/// Whether the file was stored: one that was damaged already when the backup was made is not.
async fn fill_file(
    objects: &Objects,
    reader: &mut Reader,
    tenant: TenantId,
    sha256: &str,
) -> Result<bool, BackupError> {
    if !crate::objects::is_hash(sha256) {
        return Err(BackupError::damaged("a file without a hash"));
    }
    let mut upload = objects.upload(tenant, sha256).await?;
    match pour(&mut upload, reader).await {
        Ok(()) if upload.sha256() == sha256 => {
            upload.finish().await?;
            Ok(true)
        }
        Ok(()) => {
            upload.abort().await?;
            Ok(false)
        }
        Err(error) => {
            // The first failure is the one to tell.
            let _ = upload.abort().await;
            Err(error)
        }
    }
}

async fn pour(upload: &mut Upload, reader: &mut Reader) -> Result<(), BackupError> {
    loop {
        match reader.next()? {
            Record::Data(data) => upload.put(data.into()).await?,
            Record::End => return Ok(()),
            Record::Begin(_) | Record::Manifest(_) => return Err(out_of_turn()),
        }
    }
}

/// Files that are not in the store are not called stored, so that devices send them again; chunks that were on their
/// way are not there either.
async fn forget_absent(
    tx: &mut Tx<'_>,
    objects: &Objects,
    restored: &BTreeSet<(TenantId, String)>,
) -> Result<u64, BackupError> {
    let mut absent = 0;
    sql("delete from blob_chunk").execute(tx).await?;
    for id in tenant::all(tx).await? {
        for (sha256, _) in blob::all_stored(tx, id).await? {
            if restored.contains(&(id, sha256.clone())) || objects.has(id, &sha256).await? {
                continue;
            }
            sql("update blob set stored_at = null where tenant = ? and sha256 = ?")
                .bind(crate::store::blob(id.0))
                .bind(sha256)
                .execute(tx)
                .await?;
            absent += 1;
        }
    }
    Ok(absent)
}

/// The key that the backup holds, where a passphrase is there to open it.
fn wanted_key(file: &Path, options: &LoadOptions) -> Result<Option<SigningKey>, BackupError> {
    let Some(passphrase) = &options.passphrase else {
        return Ok(None);
    };
    // It is the first part, where it is there at all.
    let mut reader = Reader::open(file)?;
    match reader.next()? {
        Record::Begin(name) if name == "server.key" => {}
        _ => return Ok(None),
    }
    match reader.next()? {
        Record::Data(bytes) => key::unwrap(&bytes, passphrase).map(Some),
        _ => Err(out_of_turn()),
    }
}

fn key_state(
    dir: &Path,
    manifest: &Manifest,
    wanted: Option<&SigningKey>,
    options: &LoadOptions,
) -> Result<KeyState, BackupError> {
    let path = dir.join(swap::KEY);
    let here = path.exists();
    let right = here && {
        let key = secrets::server_key(&path).map_err(BackupError::file(&path))?;
        hex::encode(key.verifying_key().to_bytes()) == manifest.server_key
    };
    match (right, wanted) {
        (true, _) => Ok(KeyState::Present),
        (false, Some(_)) if here && !options.replace => Err(BackupError::OtherKey),
        (false, Some(_)) => Ok(KeyState::Restored),
        (false, None) => Ok(KeyState::Wanted),
    }
}
