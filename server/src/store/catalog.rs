//! What tables there are, and of what: read from the database itself, so that a backup forgets none that a later
//! migration adds. Both databases are described in the same words.

use super::sql::{Value, either, sql};
use super::{StoreError, Tx, bad};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of values. A truth is a number in SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    Int,
    Text,
    Bytes,
    Bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table with its columns in their order.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// Version of the last migration that ran; 0 for an empty database.
pub(crate) async fn version(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    let known: Option<i64> = either(
        tx,
        "select count(*) from sqlite_schema where type = 'table' and name = '_sqlx_migrations'",
        "select count(*) from information_schema.tables \
         where table_schema = current_schema() and table_name = '_sqlx_migrations'",
    )
    .scalar(tx)
    .await?;
    if known.unwrap_or_default() == 0 {
        return Ok(0);
    }
    let version: Option<i64> =
        sql("select coalesce(max(version), cast(0 as bigint)) from _sqlx_migrations where success")
            .scalar(tx)
            .await?;
    Ok(version.unwrap_or_default())
}

/// All tables but the migrations' own, each behind those that it refers to.
pub(crate) async fn tables(tx: &mut Tx<'_>) -> Result<Vec<Table>, StoreError> {
    let rows = either(
        tx,
        "select t.name as table_name, c.name as column_name, lower(c.type) as kind from sqlite_schema t \
         join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' \
         and t.name <> '_sqlx_migrations' order by t.name, c.cid",
        "select c.table_name::text, c.column_name::text, c.data_type::text as kind from information_schema.columns c \
         join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name \
         where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' \
         and c.table_name <> '_sqlx_migrations' order by c.table_name, c.ordinal_position",
    )
    .fetch_all(tx)
    .await?;
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for row in rows {
        let kind = match row.text("kind")?.as_str() {
            "integer" | "bigint" => Kind::Int,
            "text" => Kind::Text,
            "blob" | "bytea" => Kind::Bytes,
            "boolean" => Kind::Bool,
            other => return Err(bad("schema", format!("a column of the kind {other}"))),
        };
        let name = row.text("column_name")?;
        let columns = tables.entry(row.text("table_name")?).or_default();
        columns.push(Column { name, kind });
    }
    in_order(tables, &references(tx).await?)
}

/// Which table refers to which.
async fn references(tx: &mut Tx<'_>) -> Result<BTreeSet<(String, String)>, StoreError> {
    let rows = either(
        tx,
        "select t.name as child, f.\"table\" as parent from sqlite_schema t \
         join pragma_foreign_key_list(t.name) f where t.type = 'table'",
        "select c.relname::text as child, p.relname::text as parent from pg_constraint k \
         join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid \
         join pg_namespace n on n.oid = c.relnamespace where k.contype = 'f' and n.nspname = current_schema()",
    )
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("child")?, row.text("parent")?)))
        .collect()
}

fn in_order(
    mut left: BTreeMap<String, Vec<Column>>,
    references: &BTreeSet<(String, String)>,
) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let free = |name: &String| {
            !references
                .iter()
                .any(|(child, parent)| child == name && parent != name && left.contains_key(parent))
        };
        let next: Vec<String> = left.keys().filter(|name| free(name)).cloned().collect();
        if next.is_empty() {
            return Err(bad("schema", "tables that refer to each other in a ring"));
        }
        for name in next {
            let columns = left.remove(&name).unwrap_or_default();
            tables.push(Table { name, columns });
        }
    }
    Ok(tables)
}

impl Table {
    /// The columns' names, as a statement lists them.
    pub(crate) fn names(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|c| format!("\"{}\"", c.name))
            .collect();
        names.join(", ")
    }

    /// Hands over the table's rows, each as JSON: bytes in hexadecimal.
    pub(crate) async fn each<E: From<StoreError>>(
        &self,
        tx: &mut Tx<'_>,
        mut take: impl FnMut(Vec<serde_json::Value>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = format!("select {} from \"{}\"", self.names(), self.name);
        sql(&text)
            .each(tx, |row| {
                let values: Result<Vec<_>, StoreError> = self
                    .columns
                    .iter()
                    .enumerate()
                    .map(|(n, column)| {
                        Ok(match column.kind {
                            Kind::Int => row.at::<Option<i64>>(n)?.into(),
                            Kind::Text => row.at::<Option<String>>(n)?.into(),
                            Kind::Bytes => row.at::<Option<Vec<u8>>>(n)?.map(hex::encode).into(),
                            Kind::Bool => row.at::<Option<bool>>(n)?.into(),
                        })
                    })
                    .collect();
                take(values?)
            })
            .await
    }

    /// Throws all rows away.
    pub(crate) async fn empty(&self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        let text = format!("delete from \"{}\"", self.name);
        sql(&text).execute(tx).await?;
        Ok(())
    }

    /// Puts rows in, as [`Table::each`] gave them on either database.
    pub(crate) async fn put(
        &self,
        tx: &mut Tx<'_>,
        rows: Vec<Vec<serde_json::Value>>,
    ) -> Result<(), StoreError> {
        let rows: Option<Vec<Vec<Value>>> = rows
            .into_iter()
            .map(|row| {
                if row.len() != self.columns.len() {
                    return None;
                }
                let cells = row.into_iter().zip(&self.columns);
                cells.map(|(v, column)| bound(v, column.kind)).collect()
            })
            .collect();
        let rows = rows.ok_or_else(|| bad("backup", format!("a row of `{}`", self.name)))?;
        if rows.is_empty() {
            return Ok(());
        }
        let text = format!("insert into \"{}\" ({})", self.name, self.names());
        sql(&text).push_rows(rows).execute(tx).await?;
        Ok(())
    }
}

/// A value as the column of this database takes it; `None` for one that it cannot take.
fn bound(value: serde_json::Value, kind: Kind) -> Option<Value> {
    use serde_json::Value as Json;
    Some(match (kind, value) {
        (Kind::Int, Json::Null) => Value::Int(None),
        (Kind::Int, Json::Number(n)) => Value::Int(Some(n.as_i64()?)),
        (Kind::Int, Json::Bool(yes)) => Value::Int(Some(yes.into())),
        (Kind::Text, Json::Null) => Value::Text(None),
        (Kind::Text, Json::String(text)) => Value::Text(Some(text)),
        (Kind::Bytes, Json::Null) => Value::Bytes(None),
        (Kind::Bytes, Json::String(text)) => Value::Bytes(Some(hex::decode(text).ok()?)),
        (Kind::Bool, Json::Null) => Value::Bool(None),
        (Kind::Bool, Json::Bool(yes)) => Value::Bool(Some(yes)),
        (Kind::Bool, Json::Number(n)) => Value::Bool(Some(n.as_i64()? != 0)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_behind_those_that_it_refers_to() {
        let tables = ["a", "b", "c"].map(|name| (name.to_owned(), Vec::new()));
        let refers = |pairs: &[(&str, &str)]| {
            let owned = pairs.iter().map(|(a, b)| ((*a).into(), (*b).into()));
            owned.collect::<BTreeSet<(String, String)>>()
        };
        let order = in_order(
            tables.clone().into(),
            &refers(&[("a", "c"), ("c", "b"), ("b", "b")]),
        );
        let names: Vec<String> = order.unwrap().into_iter().map(|t| t.name).collect();
        assert_eq!(names, ["b", "c", "a"]);
        assert!(in_order(tables.into(), &refers(&[("a", "b"), ("b", "a")])).is_err());
    }

    #[test]
    fn a_truth_is_a_number_where_there_is_no_other() {
        assert_eq!(bound(true.into(), Kind::Int), Some(Value::Int(Some(1))));
        assert_eq!(bound(0.into(), Kind::Bool), Some(Value::Bool(Some(false))));
        assert_eq!(bound("0g".into(), Kind::Bytes), None);
        assert_eq!(bound("x".into(), Kind::Int), None);
    }
}
