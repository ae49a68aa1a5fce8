//! Makes a backup of a server that may serve meanwhile.

use super::format::{Target, Writer, over};
use super::{BackupError, Manifest, Part, SaveOptions, key};
use crate::App;
use crate::store::catalog::{self, Table};
use crate::store::{StoreError, Tx, Wall, blob, device, tenant};
use domain::ids::{DeviceId, TenantId};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Rows after which progress is told.
const STEP: u64 = 10_000;

/// A backup that was made.
#[derive(Debug)]
pub struct Saved {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its length in bytes.
    pub bytes: u64,
}

type Out = Writer<BufWriter<File>>;

/// Writes everything into a file, from one snapshot.
pub(crate) async fn save(
    app: &App,
    path: &Path,
    options: &SaveOptions,
) -> Result<Saved, BackupError> {
    let failed = || BackupError::file(path);
    let (target, file) = Target::create(path)?;
    let mut out = Writer::new(file).map_err(failed())?;
    let mut tx = app.store.snapshot(Wall::Open).await?;
    let version = catalog::version(&mut tx).await?;
    if version == 0 {
        return Err(BackupError::Nothing);
    }
    if version > app.store.newest() {
        // Whether all of it would be in the file, only the newer program knows.
        return Err(StoreError::Newer.into());
    }
    let mut manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken_at: (app.clock)().to_rfc3339(),
        database: if tx.is_postgres() {
            "postgres"
        } else {
            "sqlite"
        }
        .to_owned(),
        version,
        epoch: tenant::epoch(&mut tx).await?,
        server_key: hex::encode(app.key.verifying_key().to_bytes()),
        holds_key: options.passphrase.is_some(),
        holds_files: options.files,
        parts: Vec::new(),
        files: 0,
        files_sha256: over(&[]),
        missing: Vec::new(),
    };
    if let Some(passphrase) = &options.passphrase {
        let wrapped = key::wrap(&app.key, passphrase)?;
        out.begin("server.key").map_err(failed())?;
        out.data(&wrapped).map_err(failed())?;
        manifest
            .parts
            .push(ended(&mut out, "server.key", 0).map_err(failed())?);
    }
    for table in catalog::tables(&mut tx).await? {
        let part = write_table(&mut tx, &mut out, &table, options, path).await?;
        manifest.parts.push(part);
    }
    let held = held(&mut tx).await?;
    if options.files {
        write_files(app, &mut tx, &mut out, options, path, &mut manifest).await?;
    }
    drop(tx);
    let file = out.finish(&manifest).map_err(failed())?;
    let bytes = target.keep(file, path)?;
    note(app, &held).await?;
    Ok(Saved { manifest, bytes })
}

fn ended(out: &mut Out, name: &str, rows: u64) -> std::io::Result<Part> {
    let (bytes, sha256) = out.end()?;
    Ok(Part {
        name: name.to_owned(),
        bytes,
        sha256,
        rows,
    })
}

/// The first line names the columns, each line behind it is a row.
async fn write_table(
    tx: &mut Tx<'_>,
    out: &mut Out,
    table: &Table,
    options: &SaveOptions,
    path: &Path,
) -> Result<Part, BackupError> {
    let name = format!("table/{}", table.name);
    out.begin(&name).map_err(BackupError::file(path))?;
    line(out, &table.columns).map_err(BackupError::file(path))?;
    let mut rows = 0;
    table
        .each(tx, |row| {
            line(out, &row).map_err(BackupError::file(path))?;
            rows += 1;
            if rows % STEP == 0 {
                (options.progress)(&name, rows);
            }
            Ok::<_, BackupError>(())
        })
        .await?;
    (options.progress)(&name, rows);
    ended(out, &name, rows).map_err(BackupError::file(path))
}

fn line<T: Serialize>(out: &mut Out, value: &T) -> std::io::Result<()> {
    out.data(&serde_json::to_vec(value)?)?;
    out.data(b"\n")
}

async fn write_files(
    app: &App,
    tx: &mut Tx<'_>,
    out: &mut Out,
    options: &SaveOptions,
    path: &Path,
    manifest: &mut Manifest,
) -> Result<(), BackupError> {
    let failed = || BackupError::file(path);
    let mut written = Vec::new();
    for id in tenant::all(tx).await? {
        for (sha256, _) in blob::all_stored(tx, id).await? {
            let Some(mut bytes) = app.objects.read(id, &sha256).await? else {
                manifest.missing.push(format!("{id}/{sha256}"));
                continue;
            };
            out.begin(&format!("file/{id}/{sha256}"))
                .map_err(failed())?;
            while let Some(part) = bytes.try_next().await? {
                out.data(&part).map_err(failed())?;
            }
            let (_, found) = out.end().map_err(failed())?;
            if found != sha256 {
                manifest.missing.push(format!("{id}/{sha256}"));
            }
            written.push(sha256);
            (options.progress)("files", written.len() as u64);
        }
    }
    manifest.files = written.len() as u64;
    manifest.files_sha256 = over(&written);
    Ok(())
}

/// Up to which command of each device the snapshot has the outcomes.
async fn held(tx: &mut Tx<'_>) -> Result<Vec<(TenantId, DeviceId, u64)>, BackupError> {
    let mut held = Vec::new();
    for id in tenant::all(tx).await? {
        for device in device::all(tx, id).await? {
            held.push((id, device.id, device.durable_seq));
        }
    }
    Ok(held)
}

/// Remembers it, now that the backup is there: `hello` tells the devices.
async fn note(app: &App, held: &[(TenantId, DeviceId, u64)]) -> Result<(), BackupError> {
    let mut tx = app.store.begin(Wall::Open).await?;
    for (tenant, device, seq) in held.iter().filter(|(_, _, seq)| *seq > 0) {
        tenant::raise(&mut tx, *tenant, &tenant::backed_up(*device), *seq).await?;
    }
    Ok(tx.commit().await?)
}
