//! One way to ask either database: statements are written once, with `?` and `?1` as in SQLite, and only ever bound.
//! Where the two differ, a statement has a text for each ([`either`]).

use super::{StoreError, bad};
use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, AssertSqlSafe, Postgres, Row as _, Sqlite, Transaction};
use std::fmt::Write as _;

/// A transaction of either database.
pub(crate) enum Tx<'a> {
    /// SQLite.
    Sqlite(Transaction<'a, Sqlite>),
    /// PostgreSQL.
    Postgres(Transaction<'a, Postgres>),
}

impl Tx<'_> {
    /// Makes it last.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Whether this is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// What can be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Bool(Option<bool>),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(Some(v))
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<&String> for Value {
    fn from(v: &String) -> Self {
        Self::Text(Some(v.clone()))
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<Option<&str>> for Value {
    fn from(v: Option<&str>) -> Self {
        Self::Text(v.map(str::to_owned))
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Self::Bytes(Some(v))
    }
}
impl From<&[u8]> for Value {
    fn from(v: &[u8]) -> Self {
        Self::Bytes(Some(v.to_vec()))
    }
}
impl From<Option<Vec<u8>>> for Value {
    fn from(v: Option<Vec<u8>>) -> Self {
        Self::Bytes(v)
    }
}

/// A statement with its values.
#[derive(Debug)]
pub(crate) struct Sql {
    text: String,
    values: Vec<Value>,
}

/// A statement in words that both databases read alike.
pub(crate) fn sql(text: &str) -> Sql {
    Sql {
        text: text.to_owned(),
        values: Vec::new(),
    }
}

/// A statement with words of its own for each.
pub(crate) fn either(tx: &Tx<'_>, sqlite: &str, postgres: &str) -> Sql {
    sql(if tx.is_postgres() { postgres } else { sqlite })
}

impl Sql {
    /// The next `?`, or `?n` for the n-th value.
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// More words.
    pub(crate) fn push(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// `(?, ?, ...)`: at least one value, since `in ()` is no SQL; without any, a null that nothing equals.
    pub(crate) fn push_list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.text.push('(');
        let before = self.values.len();
        for value in values {
            if self.values.len() > before {
                self.text.push_str(", ");
            }
            self.text.push('?');
            self.values.push(value.into());
        }
        if self.values.len() == before {
            self.text.push_str("null");
        }
        self.text.push(')');
        self
    }

    /// `values (?, ?), (?, ?), ...`.
    pub(crate) fn push_rows(mut self, rows: impl IntoIterator<Item = Vec<Value>>) -> Self {
        for (n, row) in rows.into_iter().enumerate() {
            self.text.push_str(if n == 0 { " values " } else { ", " });
            self = self.push_list(row);
        }
        self
    }

    /// Rows that it changed.
    pub(crate) async fn execute(self, tx: &mut Tx<'_>) -> Result<u64, StoreError> {
        Ok(match tx {
            Tx::Sqlite(tx) => {
                let (text, arguments) = self.sqlite()?;
                sqlx::query_with(AssertSqlSafe(text), arguments)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected()
            }
            Tx::Postgres(tx) => {
                let (text, arguments) = self.postgres()?;
                sqlx::query_with(AssertSqlSafe(text), arguments)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected()
            }
        })
    }

    /// All rows.
    pub(crate) async fn fetch_all(self, tx: &mut Tx<'_>) -> Result<Vec<Row>, StoreError> {
        Ok(match tx {
            Tx::Sqlite(tx) => {
                let (text, arguments) = self.sqlite()?;
                sqlx::query_with(AssertSqlSafe(text), arguments)
                    .fetch_all(&mut **tx)
                    .await?
                    .into_iter()
                    .map(Row::Sqlite)
                    .collect()
            }
            Tx::Postgres(tx) => {
                let (text, arguments) = self.postgres()?;
                sqlx::query_with(AssertSqlSafe(text), arguments)
                    .fetch_all(&mut **tx)
                    .await?
                    .into_iter()
                    .map(Row::Postgres)
                    .collect()
            }
        })
    }

    /// Hands over one row after the other, so that a table of any length takes no memory.
    pub(crate) async fn each<E: From<StoreError>>(
        self,
        tx: &mut Tx<'_>,
        mut take: impl FnMut(&Row) -> Result<(), E>,
    ) -> Result<(), E> {
        match tx {
            Tx::Sqlite(tx) => {
                let (text, arguments) = self.sqlite()?;
                let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    take(&Row::Sqlite(row))?;
                }
            }
            Tx::Postgres(tx) => {
                let (text, arguments) = self.postgres()?;
                let mut rows = sqlx::query_with(AssertSqlSafe(text), arguments).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                    take(&Row::Postgres(row))?;
                }
            }
        }
        Ok(())
    }

    /// The first row.
    pub(crate) async fn fetch_optional(self, tx: &mut Tx<'_>) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch_all(tx).await?.into_iter().next())
    }

    /// The first column of the first row.
    pub(crate) async fn scalar<T: Column>(self, tx: &mut Tx<'_>) -> Result<Option<T>, StoreError> {
        let row = self.fetch_optional(tx).await?;
        row.map(|row| row.at(0)).transpose()
    }

    /// The first column of all rows.
    pub(crate) async fn scalars<T: Column>(self, tx: &mut Tx<'_>) -> Result<Vec<T>, StoreError> {
        let rows = self.fetch_all(tx).await?;
        rows.iter().map(|row| row.at(0)).collect()
    }

    fn sqlite(self) -> Result<(String, SqliteArguments), StoreError> {
        let mut arguments = SqliteArguments::default();
        for value in self.values {
            match value {
                Value::Int(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Bool(v) => arguments.add(v),
            }
            .map_err(unbound)?;
        }
        Ok((self.text, arguments))
    }

    fn postgres(self) -> Result<(String, PgArguments), StoreError> {
        let text = numbered(&self.text);
        let mut arguments = PgArguments::default();
        for value in self.values {
            match value {
                Value::Int(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Bool(v) => arguments.add(v),
            }
            .map_err(unbound)?;
        }
        Ok((text, arguments))
    }
}

fn unbound(_: sqlx::error::BoxDynError) -> StoreError {
    bad("statement", "a value that cannot be bound")
}

/// `?` and `?1` as `$1`. No statement of this server has a question mark of another meaning.
fn numbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut next = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('?') {
        out.push_str(before);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, behind) = after.split_at(digits);
        if number.is_empty() {
            next += 1;
            // Writing to a string cannot fail.
            let _ = write!(out, "${next}");
        } else {
            out.push('$');
            out.push_str(number);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A row of either database.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// A column by its name.
    pub(crate) fn get<T: Column>(&self, column: &str) -> Result<T, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// A text.
    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.get(column)
    }

    /// Bytes.
    pub(crate) fn bytes(&self, column: &str) -> Result<Vec<u8>, StoreError> {
        self.get(column)
    }

    /// A number.
    pub(crate) fn int(&self, column: &str) -> Result<i64, StoreError> {
        self.get(column)
    }

    /// A column by its place.
    pub(crate) fn at<T: Column>(&self, place: usize) -> Result<T, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(place)?,
            Self::Postgres(row) => row.try_get(place)?,
        })
    }
}

/// What a column can be read as, from either.
pub(crate) trait Column:
    for<'r> sqlx::Decode<'r, Sqlite>
    + sqlx::Type<Sqlite>
    + for<'r> sqlx::Decode<'r, Postgres>
    + sqlx::Type<Postgres>
{
}
impl<T> Column for T where
    T: for<'r> sqlx::Decode<'r, Sqlite>
        + sqlx::Type<Sqlite>
        + for<'r> sqlx::Decode<'r, Postgres>
        + sqlx::Type<Postgres>
{
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_marks_become_numbers_in_order() {
        assert_eq!(numbered("a = ? and b = ?"), "a = $1 and b = $2");
        assert_eq!(
            numbered("x = ?2, y = ?1, z = ?12"),
            "x = $2, y = $1, z = $12"
        );
        assert_eq!(numbered("no values"), "no values");
    }

    #[test]
    fn an_empty_list_finds_nothing_rather_than_failing() {
        let none = sql("select 1 where 1 in ").push_list(Vec::<i64>::new());
        assert_eq!(none.text, "select 1 where 1 in (null)");
        let rows = sql("insert into t (a, b)").push_rows([
            vec![Value::from(1), Value::from("x")],
            vec![Value::from(2), Value::from("y")],
        ]);
        assert_eq!(rows.text, "insert into t (a, b) values (?, ?), (?, ?)");
        assert_eq!(rows.values.len(), 4);
    }
}
