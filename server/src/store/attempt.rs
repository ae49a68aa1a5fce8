//! Failed tries, by account and by address.

use super::{StoreError, Tx, moment};
use chrono::{DateTime, FixedOffset, TimeDelta};
use sqlx::Row;

/// How long failures count.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Whether a key has failed `most` times in the window.
pub(crate) async fn barred(
    tx: &mut Tx<'_>,
    key: &str,
    most: i64,
    now: DateTime<FixedOffset>,
) -> Result<bool, StoreError> {
    let row = sqlx::query("select failures, since from attempt where key = ?")
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let since = moment("attempt", row.try_get("since")?)?;
    Ok(now - since < WINDOW && row.try_get::<i64, _>("failures")? >= most)
}

/// Counts one more for a key, in a new window when the old one is over.
pub(crate) async fn count(
    tx: &mut Tx<'_>,
    key: &str,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let begun: Option<String> = sqlx::query_scalar("select since from attempt where key = ?")
        .bind(key)
        .fetch_optional(&mut **tx)
        .await?;
    let fresh = match begun {
        Some(since) => now - moment("attempt", &since)? >= WINDOW,
        None => true,
    };
    if fresh {
        // Whoever is over goes, so that the table does not grow with the internet's curiosity.
        sqlx::query("delete from attempt where datetime(since) < datetime(?)")
            .bind((now - WINDOW).to_rfc3339())
            .execute(&mut **tx)
            .await?;
        sqlx::query("insert into attempt (key, failures, since) values (?1, 1, ?2) on conflict (key) do update set failures = 1, since = ?2")
            .bind(key)
            .bind(now.to_rfc3339())
            .execute(&mut **tx)
            .await?;
    } else {
        sqlx::query("update attempt set failures = failures + 1 where key = ?")
            .bind(key)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Forgets a key: a try succeeded.
pub(crate) async fn clear(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    sqlx::query("delete from attempt where key = ?")
        .bind(key)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes one try back that was counted and succeeded.
pub(crate) async fn forgive(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    sqlx::query("update attempt set failures = failures - 1 where key = ? and failures > 0")
        .bind(key)
        .execute(&mut **tx)
        .await?;
    Ok(())
}
