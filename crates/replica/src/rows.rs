//! Tables `inquiry`, `co_executor` and `base_inquiry`.

use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use domain::{Inquiry, InquiryId};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A uuid of a column.
pub(crate) fn uuid(row: &SqliteRow, column: usize) -> Result<Uuid> {
    let bytes: &[u8] = row.try_get(column)?;
    Uuid::from_slice(bytes).map_err(|_| ReplicaError::corrupt("an id"))
}

pub(crate) fn optional_uuid(row: &SqliteRow, column: usize) -> Result<Option<Uuid>> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes
        .map(Uuid::from_slice)
        .transpose()
        .map_err(|_| ReplicaError::corrupt("an id"))
}

pub(crate) fn blob(uuid: Uuid) -> Vec<u8> {
    uuid.as_bytes().to_vec()
}

/// An inquiry as it is shown.
#[derive(Debug)]
pub(crate) struct Current {
    pub inquiry: Inquiry,
    pub search_hash: Option<i64>,
}

/// What stands in `inquiry` of the server's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BaseOf {
    pub unit: String,
    pub seq: u64,
    pub sum: u128,
}

/// A row to be written. What is `None` of the base is left as it is.
#[derive(Debug)]
pub(crate) struct RowToPut {
    pub id: i64,
    /// Whether co-executors may be stored that are no longer any.
    pub had_helpers: bool,
    pub extract: Arc<Extract>,
    /// The content, where it differs from the server's.
    pub content: Option<String>,
    pub base: Option<BaseOf>,
    pub search_hash: Option<i64>,
}

pub(crate) fn parse(content: &str, id: InquiryId) -> Result<Inquiry> {
    serde_json::from_str(content).map_err(|_| ReplicaError::corrupt(format!("inquiry {id}")))
}

pub(crate) fn write(inquiry: &Inquiry) -> Result<String> {
    serde_json::to_string(inquiry)
        .map_err(|_| ReplicaError::corrupt(format!("inquiry {}", inquiry.id)))
}

const CURRENT: &str = include_str!("sql/current.sql");

pub(crate) async fn current(conn: &mut SqliteConnection, id: InquiryId) -> Result<Option<Current>> {
    let row = sqlx::query(CURRENT)
        .bind(blob(id.0))
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        let inquiry = parse(row.try_get(0)?, id)?;
        Ok(Current {
            inquiry,
            search_hash: row.try_get(1)?,
        })
    })
    .transpose()
}

pub(crate) async fn base_content(conn: &mut SqliteConnection, id: i64) -> Result<Option<String>> {
    Ok(
        sqlx::query_scalar("select content from base_inquiry where id = ?")
            .bind(id)
            .fetch_optional(conn)
            .await?,
    )
}

/// What is known of a row without reading its content.
#[derive(Debug)]
pub(crate) struct Known {
    pub base: Option<BaseOf>,
    pub search_hash: Option<i64>,
}

const KNOWN: &str = "select base_unit, base_seq, base_sum, search_hash, id from inquiry where id";

fn known_of(row: &SqliteRow) -> Result<Known> {
    let id: i64 = row.try_get(4)?;
    let corrupt = || ReplicaError::corrupt(format!("inquiry {id}"));
    let base = match row.try_get::<Option<String>, _>(0)? {
        None => None,
        Some(unit) => Some(BaseOf {
            unit,
            seq: u64::try_from(row.try_get::<i64, _>(1)?).map_err(|_| corrupt())?,
            sum: u128::from_be_bytes(
                row.try_get::<&[u8], _>(2)?
                    .try_into()
                    .map_err(|_| corrupt())?,
            ),
        }),
    };
    Ok(Known {
        base,
        search_hash: row.try_get(3)?,
    })
}

pub(crate) async fn known(conn: &mut SqliteConnection, id: i64) -> Result<Known> {
    let text = format!("{KNOWN} = ?");
    let row = sqlx::query(AssertSqlSafe(text))
        .bind(id)
        .fetch_one(conn)
        .await?;
    known_of(&row)
}

/// The same of many rows.
pub(crate) async fn known_all(
    conn: &mut SqliteConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Known>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{KNOWN} in (select value from json_each(?))");
    let rows = sqlx::query(AssertSqlSafe(text))
        .bind(json(&ids)?)
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get(4)?, known_of(row)?)))
        .collect()
}

/// Rows written by one statement: fewer trips to the connection's thread, which cost more than a row.
const BATCHES: [usize; 3] = [40, 8, 1];

/// How many of so many rows the next statement writes: of a few sizes only, so that each is prepared once.
fn together(rows: usize) -> usize {
    let fits = BATCHES.into_iter().find(|size| *size <= rows);
    fits.unwrap_or(0)
}

const COLUMNS: &str = "id, uuid, content, unit, state, number, provisional, number_year, number_serial, due, \
    received_at, received, registered, answered, closed, ending, dispatched, delivery, extended, kind, channel, lang, \
    topic, territory, category, outcome, executor, repeat_of, source_key, applicant, applicant_key, applicants, \
    subject, attachments, conflicts, flags, search_hash, base_unit, base_seq, base_sum";

/// Writes rows, new ones and known ones.
pub(crate) async fn put_all(conn: &mut SqliteConnection, rows: &mut Vec<RowToPut>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let had: Vec<i64> = rows
        .iter()
        .filter(|r| r.had_helpers)
        .map(|r| r.id)
        .collect();
    let helpers: Vec<(i64, String)> = rows
        .iter()
        .flat_map(|r| {
            r.extract
                .co_executors
                .iter()
                .map(|staff| (r.id, hex::encode(staff.as_bytes())))
        })
        .collect();
    let mut next = batch(rows);
    while let Some(mut query) = next.take() {
        // The next statement is made while the connection's thread carries out this one.
        let made = async { batch(rows) };
        let (done, made) = tokio::join!(query.build().execute(&mut *conn), made);
        done?;
        next = made;
    }
    put_helpers(conn, &had, &helpers).await
}

/// The statement that writes the first of these rows; `None` where there are none left.
fn batch(rows: &mut Vec<RowToPut>) -> Option<QueryBuilder<Sqlite>> {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.drain(..together(rows.len()));
    let mut query = QueryBuilder::<Sqlite>::new("insert into inquiry (");
    query.push(COLUMNS).push(") ");
    query.push_values(rows, |mut b, row| {
        let x = &*row.extract;
        b.push_bind(row.id)
            .push_bind(blob(x.uuid))
            .push_bind(row.content)
            .push_bind(x.unit.as_str())
            .push_bind(x.state);
        b.push_bind(x.number.as_str())
            .push_bind(x.provisional.as_str())
            .push_bind(x.number_year)
            .push_bind(x.number_serial);
        b.push_bind(x.due)
            .push_bind(x.received_at)
            .push_bind(x.received)
            .push_bind(x.registered);
        b.push_bind(x.answered)
            .push_bind(x.closed)
            .push_bind(x.ending)
            .push_bind(x.dispatched)
            .push_bind(x.delivery.as_str());
        b.push_bind(x.extended)
            .push_bind(x.kind.as_str())
            .push_bind(x.channel.as_str())
            .push_bind(x.lang)
            .push_bind(x.topic.as_str());
        b.push_bind(x.territory.as_str())
            .push_bind(x.category.as_str())
            .push_bind(x.outcome.as_str())
            .push_bind(x.executor.map(blob));
        b.push_bind(x.repeat_of.map(blob))
            .push_bind(x.source_key.as_deref())
            .push_bind(x.applicant.as_str())
            .push_bind(x.applicant_key.as_slice());
        b.push_bind(x.applicants)
            .push_bind(x.subject.as_str())
            .push_bind(x.attachments)
            .push_bind(x.conflicts);
        b.push_bind(i64::from(x.flags.0)).push_bind(row.search_hash);
        let (unit, seq, sum) = match row.base {
            Some(base) => {
                let seq = i64::try_from(base.seq).unwrap_or(i64::MAX);
                (
                    Some(base.unit),
                    Some(seq),
                    Some(base.sum.to_be_bytes().to_vec()),
                )
            }
            None => (None, None, None),
        };
        b.push_bind(unit).push_bind(seq).push_bind(sum);
    });
    query.push(include_str!("sql/inquiry_upsert.sql"));
    Some(query)
}

/// Replaces the co-executors of rows, all of them with two statements.
async fn put_helpers(
    conn: &mut SqliteConnection,
    had: &[i64],
    helpers: &[(i64, String)],
) -> Result<()> {
    if !had.is_empty() {
        sqlx::query("delete from co_executor where inquiry_id in (select value from json_each(?))")
            .bind(json(had)?)
            .execute(&mut *conn)
            .await?;
    }
    if !helpers.is_empty() {
        sqlx::query(
            "insert or ignore into co_executor (inquiry_id, staff)
             select value ->> 0, unhex(value ->> 1) from json_each(?)",
        )
        .bind(json(helpers)?)
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Values for `json_each`: many rows by one statement.
pub(crate) fn json<T: serde::Serialize + ?Sized>(values: &T) -> Result<String> {
    serde_json::to_string(values).map_err(|_| ReplicaError::corrupt("values"))
}

/// Stores the server's rows, byte for byte.
pub(crate) async fn put_base(
    conn: &mut SqliteConnection,
    rows: &mut Vec<(i64, String)>,
) -> Result<()> {
    while !rows.is_empty() {
        let some = rows.drain(..together(rows.len()));
        let mut query = QueryBuilder::<Sqlite>::new("insert into base_inquiry (id, content) ");
        query.push_values(some, |mut b, (id, content)| {
            b.push_bind(id).push_bind(content);
        });
        query.push(" on conflict (id) do update set content = excluded.content");
        query.build().execute(&mut *conn).await?;
    }
    Ok(())
}

/// Removes an inquiry with everything that hangs on it in the database; the words of its text must have left the
/// search index before.
pub(crate) async fn remove(conn: &mut SqliteConnection, id: i64) -> Result<()> {
    sqlx::query("delete from inquiry where id = ?")
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}
