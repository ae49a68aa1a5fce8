//! What the machine needs at least, measured in the same run.

use crate::ground::{Failure, Rows};
use scenarios::figures::millis;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, QueryBuilder, Sqlite};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use tempfile::TempDir;

/// Rows of one statement.
const TOGETHER: usize = 100;

/// Milliseconds of inserting the rows into an empty encrypted database with three indexes, in one transaction.
pub async fn insert(dir: &TempDir, rows: &Rows) -> Result<f64, Failure> {
    let file = dir.path().join("floor.db");
    let mut database = open(&file).await?;
    database
        .execute(
            "create table row (id blob primary key, unit text not null, seq integer not null, content text not null)",
        )
        .await?;
    database
        .execute("create index row_unit on row (unit)")
        .await?;
    database
        .execute("create index row_seq on row (seq)")
        .await?;
    database
        .execute("create index row_both on row (unit, seq)")
        .await?;
    let started = Instant::now();
    let mut tx = database.begin().await?;
    // Many at once, as anybody in a hurry would.
    for some in rows.chunks(TOGETHER) {
        let mut insert = QueryBuilder::<Sqlite>::new("insert into row (id, unit, seq, content) ");
        insert.push_values(some, |mut row, (id, unit, seq, content)| {
            row.push_bind(id.0.as_bytes().as_slice())
                .push_bind(unit)
                .push_bind(i64::try_from(*seq).unwrap_or(i64::MAX))
                .push_bind(content);
        });
        insert.build().execute(&mut *tx).await?;
    }
    tx.commit().await?;
    let took = millis(started.elapsed());
    database.close().await?;
    std::fs::remove_file(&file)?;
    Ok(took)
}

async fn open(file: &Path) -> Result<sqlx::SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .pragma("key", format!("\"x'{}'\"", "07".repeat(32)))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-65536")
        .disable_statement_logging()
        .connect()
        .await
}

/// All rows, packed at once by zstd at level 3.
pub fn packed(rows: &Rows) -> Result<Vec<u8>, Failure> {
    let mut packer = zstd::Encoder::new(Vec::new(), 3)?;
    for (_, _, _, content) in rows {
        packer.write_all(content.as_bytes())?;
    }
    Ok(packer.finish()?)
}

/// Milliseconds of unpacking them into a file that lasts: what putting a ready file in place would cost at least.
pub fn restored(dir: &TempDir, packed: &[u8]) -> Result<f64, Failure> {
    let path = dir.path().join("floor.rows");
    let started = Instant::now();
    let mut file = std::fs::File::create(&path)?;
    zstd::stream::copy_decode(packed, &mut file)?;
    file.sync_all()?;
    let took = millis(started.elapsed());
    std::fs::remove_file(&path)?;
    Ok(took)
}

/// Milliseconds of making so many pages last.
pub fn commit(dir: &TempDir, times: u64) -> Result<f64, Failure> {
    let mut file = std::fs::File::create(dir.path().join("floor"))?;
    let started = Instant::now();
    for _ in 0..times {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
    }
    Ok(millis(started.elapsed()))
}
