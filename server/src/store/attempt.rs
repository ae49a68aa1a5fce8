//! Failed tries, by account and by address.

use super::sql::sql;
use super::{StoreError, Tx, moment};
use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};

/// How long failures count.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Whether a key has failed `most` times in the window.
pub(crate) async fn barred(
    tx: &mut Tx<'_>,
    key: &str,
    most: i64,
    now: DateTime<FixedOffset>,
) -> Result<bool, StoreError> {
    let row = sql("select failures, since from attempt where key = ?")
        .bind(key)
        .fetch_optional(tx)
        .await?;
    let Some(row) = row else { return Ok(false) };
    let since = moment("attempt", &row.text("since")?)?;
    Ok(now - since < WINDOW && row.int("failures")? >= most)
}

/// Counts one more for a key, in a new window when the old one is over.
pub(crate) async fn count(
    tx: &mut Tx<'_>,
    key: &str,
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let begun: Option<String> = sql("select since from attempt where key = ?")
        .bind(key)
        .scalar(tx)
        .await?;
    let fresh = match begun {
        Some(since) => now - moment("attempt", &since)? >= WINDOW,
        None => true,
    };
    if fresh {
        // Whoever is over goes, so that the table does not grow with the internet's curiosity.
        sql("delete from attempt where since < ?")
            .bind(text(now - WINDOW))
            .execute(tx)
            .await?;
        sql("insert into attempt (key, failures, since) values (?1, 1, ?2) on conflict (key) do update set failures = 1, since = ?2")
            .bind(key)
            .bind(text(now))
            .execute(tx)
            .await?;
    } else {
        sql("update attempt set failures = failures + 1 where key = ?")
            .bind(key)
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Forgets a key: a try succeeded.
pub(crate) async fn clear(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    sql("delete from attempt where key = ?")
        .bind(key)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes one try back that was counted and succeeded.
pub(crate) async fn forgive(tx: &mut Tx<'_>, key: &str) -> Result<(), StoreError> {
    sql("update attempt set failures = failures - 1 where key = ? and failures > 0")
        .bind(key)
        .execute(tx)
        .await?;
    Ok(())
}

/// Moments of this table are compared as text: all in UTC and of one length.
fn text(moment: DateTime<FixedOffset>) -> String {
    moment.to_utc().to_rfc3339_opts(SecondsFormat::Micros, true)
}
