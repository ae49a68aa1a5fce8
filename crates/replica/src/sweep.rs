//! What rows leave in pages that they once lay in.
//!
//! `secure_delete` overwrites a row where it is deleted. But when SQLite spreads the rows of a full page over several,
//! it copies them and leaves the old bytes in the unused middle of the page, where nothing overwrites them until new rows
//! need the room. So after a row of the server was taken away, by an erasure or because this computer may no longer
//! hold it, the unused bytes of all pages are made zero, and then the write-ahead log is cut. A `vacuum` would do the same,
//! but it writes the whole database twice while nobody else can write.

use crate::db::Held;
use crate::error::{ReplicaError, Result};
use crate::replica::Replica;
use sqlx::{Row, SqliteConnection};

/// Pages that are looked at in one go: 2 MiB.
const AT_ONCE: i64 = 512;

/// Bytes before the tree's heading on the first page.
const FILE_HEADING: usize = 100;

/// The unused middle of a page of a tree: between the places of its cells and the first cell. `None` for pages of other
/// kinds, which have no such middle: long values go on in pages that begin with the number of the next one, below 2^24
/// for any replica of less than 64 GiB, and freed pages are zero.
fn unused(page: &[u8], number: i64) -> Option<std::ops::Range<usize>> {
    let heading = if number == 1 { FILE_HEADING } else { 0 };
    let places = match page.get(heading)? {
        2 | 5 => heading + 12,
        10 | 13 => heading + 8,
        _ => return None,
    };
    let two = |at: usize| Some(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?]));
    let from = places + 2 * usize::from(two(heading + 3)?);
    let to = match two(heading + 5)? {
        0 => 65536,
        to => usize::from(to),
    };
    (from <= to && to <= page.len()).then_some(from..to)
}

fn is_clean(page: &[u8], number: i64) -> bool {
    unused(page, number)
        .and_then(|middle| page.get(middle))
        .is_none_or(|middle| middle.iter().all(|byte| *byte == 0))
}

/// Pages from one to another whose unused bytes are not zero.
async fn soiled(conn: &mut SqliteConnection, from: i64, to: i64) -> Result<Vec<i64>> {
    let pages = sqlx::query(include_str!("sql/pages.sql"))
        .bind(from)
        .bind(to)
        .fetch_all(conn)
        .await?;
    let mut soiled = Vec::new();
    for page in &pages {
        let number: i64 = page.try_get(0)?;
        if !is_clean(page.try_get(1)?, number) {
            soiled.push(number);
        }
    }
    Ok(soiled)
}

/// Makes the unused bytes of a page zero, as it is now.
async fn clean(conn: &mut SqliteConnection, number: i64) -> Result<()> {
    let page: Option<Vec<u8>> = sqlx::query_scalar("select data from sqlite_dbpage where pgno = ?")
        .bind(number)
        .fetch_optional(&mut *conn)
        .await?;
    // It may have been given back to the system since it was looked at.
    let Some(mut page) = page else { return Ok(()) };
    let Some(middle) = unused(&page, number).and_then(|range| page.get_mut(range)) else {
        return Ok(());
    };
    middle.fill(0);
    sqlx::query("update sqlite_dbpage set data = ? where pgno = ?")
        .bind(page)
        .bind(number)
        .execute(conn)
        .await?;
    Ok(())
}

/// Rows that were taken away, and how many of them had been at the last sweep.
async fn due(conn: &mut SqliteConnection) -> Result<(i64, i64)> {
    let row = sqlx::query("select removed, swept from device where id = 1")
        .fetch_optional(conn)
        .await?
        .ok_or(ReplicaError::NotEnrolled)?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

/// Cuts the write-ahead log, and notes what was swept. With a reader in between it is tried again later.
async fn cut_log(held: &mut Held<'_>, removed: i64) -> Result<bool> {
    let conn = held.at_rest().await?;
    let busy: i64 = sqlx::query_scalar("pragma wal_checkpoint(truncate)")
        .fetch_one(&mut *conn)
        .await?;
    if busy != 0 {
        return Ok(false);
    }
    // A case that was erased in between waits for the next sweep.
    sqlx::query(
        "update erased set scrubbed = 1
         where scrubbed = 0 and (select removed from device where id = 1) = ?",
    )
    .bind(removed)
    .execute(&mut *conn)
    .await?;
    sqlx::query("update device set swept = ? where id = 1")
        .bind(removed)
        .execute(conn)
        .await?;
    Ok(true)
}

impl Replica {
    /// Makes sure that of rows which were taken away nothing is left on the disk. Does nothing where none was since the
    /// last time. Returns whether it is done: a reader of another program can hold the log, then a later call goes on.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn sweep(&self) -> Result<bool> {
        let (removed, last) = {
            let mut held = self.inner.db.long_reader().await?;
            let conn = held.conn()?;
            let (removed, swept) = due(conn).await?;
            if removed == swept {
                return Ok(true);
            }
            let pages: i64 = sqlx::query_scalar("pragma page_count")
                .fetch_one(conn)
                .await?;
            (removed, pages)
        };
        let mut from = 1;
        while from <= last {
            let to = from + AT_ONCE - 1;
            let soiled = {
                let mut held = self.inner.db.long_reader().await?;
                soiled(held.conn()?, from, to).await?
            };
            if !soiled.is_empty() {
                let mut held = self.inner.db.writer().await?;
                let mut tx = crate::writing::begin(&mut held).await?;
                for number in soiled {
                    clean(&mut tx, number).await?;
                }
                tx.commit().await?;
            }
            from = to + 1;
        }
        let mut held = self.inner.db.writer().await?;
        cut_log(&mut held, removed).await
    }
}

#[cfg(test)]
mod tests {
    use super::{is_clean, unused};

    fn page(kind: u8, cells: u16, content: u16) -> Vec<u8> {
        let mut page = vec![0; 4096];
        page[0] = kind;
        page[3..5].copy_from_slice(&cells.to_be_bytes());
        page[5..7].copy_from_slice(&content.to_be_bytes());
        page
    }

    #[test]
    fn the_unused_middle_lies_between_the_places_and_the_cells() {
        let check = |page: &[u8], number, expect| assert_eq!(unused(page, number), expect);
        check(&page(13, 4, 1596), 47, Some(16..1596));
        check(&page(10, 0, 4016), 2, Some(8..4016));
        check(&page(5, 3, 4000), 3, Some(18..4000));
        check(&page(2, 1, 100), 9, Some(14..100));
        // The next page of a long value, a freed page, and a damaged one.
        check(&page(0, 4, 1596), 47, None);
        check(&[0; 4096], 47, None);
        check(&page(13, 4000, 1596), 47, None);
        check(&page(13, 4, 5000), 47, None);
        check(&[13, 0], 47, None);
        let mut first = vec![b'x'; 100];
        first.extend(page(13, 4, 1596));
        check(&first, 1, Some(116..1596));
    }

    #[test]
    fn bytes_there_are_seen_and_those_elsewhere_are_not() {
        let mut some = page(13, 4, 1596);
        some[1600] = 7;
        some[15] = 7;
        assert!(is_clean(&some, 5));
        some[1595] = 7;
        assert!(!is_clean(&some, 5));
    }
}
