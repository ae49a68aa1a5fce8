//! Many rows at once. The driver hands over one row at a time, with allocations for each value and a wake-up for each
//! row: for a hundred thousand rows that takes several times as long as reading them. So SQLite makes one JSON text of
//! a page of rows, and the rows borrow from it.

use crate::error::{ReplicaError, Result};
use serde::Deserialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

/// Rows of a page: few enough that its text stays within a few megabytes.
const PAGE: i64 = 10_000;

/// Reads page after page. The query's first parameters are the key behind which a page begins and the most rows it
/// may have; it gives the page's text and its last key. While one page is read here, the next is made there.
pub(crate) async fn pages(
    conn: &mut SqliteConnection,
    sql: &'static str,
    more: &[i64],
    mut read: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let mut page = page(conn, sql, i64::MIN, more).await?;
    while let (text, Some(last)) = page {
        // Joined futures start in their order: the next page is asked for, then this one is read.
        let (next, done) = tokio::join!(self::page(conn, sql, last, more), async { read(&text) });
        done?;
        page = next?;
    }
    Ok(())
}

async fn page(
    conn: &mut SqliteConnection,
    sql: &'static str,
    after: i64,
    more: &[i64],
) -> Result<(String, Option<i64>)> {
    let mut query = sqlx::query_as(sql).bind(after).bind(PAGE);
    for value in more {
        query = query.bind(*value);
    }
    Ok(query.fetch_one(conn).await?)
}

/// The rows of a page's text.
pub(crate) fn rows<'t, T: Deserialize<'t>>(text: &'t str) -> Result<Vec<T>> {
    serde_json::from_str(text).map_err(|_| ReplicaError::corrupt("a page of rows"))
}

/// A uuid as `hex()` writes it.
pub(crate) fn uuid(hex: &str) -> Result<Uuid> {
    Uuid::try_parse(hex).map_err(|_| ReplicaError::corrupt("an id"))
}

/// The same where there may be none: `hex()` of null is empty.
pub(crate) fn optional_uuid(hex: &str) -> Result<Option<Uuid>> {
    (!hex.is_empty()).then(|| uuid(hex)).transpose()
}
