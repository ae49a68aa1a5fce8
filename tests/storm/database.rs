//! The database under the servers: a file of SQLite, or, where `INQUIRY_TEST_POSTGRES` names a PostgreSQL, a database of
//! its own there. It is read behind the servers' backs, when they stand still.

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Where it is.
pub enum Database {
    Sqlite(PathBuf),
    /// Its address for the one who stands before no wall.
    Postgres(String),
}

/// Everything that the servers hold.
pub struct Holdings {
    /// Cases by id: department and content.
    pub cases: BTreeMap<Uuid, (String, Value)>,
    /// Commands: id, device's number, outcome.
    pub commands: Vec<(Uuid, i64, Value)>,
    /// Sequences of the log, in order.
    pub log: Vec<i64>,
    /// Commands that the audit tells of, in order.
    pub audit: Vec<Uuid>,
}

/// All rows of a query, whichever database it is.
macro_rules! rows {
    ($self:ident, $query:expr, $row:ty) => {
        match $self {
            Self::Sqlite(file) => {
                let options = SqliteConnectOptions::new().filename(file);
                let mut open = SqliteConnection::connect_with(&options)
                    .await
                    .expect("opens");
                let rows = sqlx::query_as::<_, $row>($query).fetch_all(&mut open).await;
                open.close().await.expect("closes");
                rows.expect("reads")
            }
            Self::Postgres(url) => {
                let mut open = PgConnection::connect(url).await.expect("opens");
                let rows = sqlx::query_as::<_, $row>($query).fetch_all(&mut open).await;
                open.close().await.expect("closes");
                rows.expect("reads")
            }
        }
    };
}

impl Database {
    pub fn new(data: &Path) -> Self {
        let Ok(place) = std::env::var("INQUIRY_TEST_POSTGRES") else {
            return Self::Sqlite(data.join("server.sqlite"));
        };
        let name = format!("storm_{}", std::process::id());
        let statement = AssertSqlSafe(format!("create database {name} owner inquiry"));
        runtime().block_on(async {
            let mut master = PgConnection::connect(&place).await.expect("connects");
            let made = sqlx::raw_sql(statement).execute(&mut master).await;
            made.expect("a database");
            master.close().await.expect("closes");
        });
        Self::Postgres(place.replace("/postgres?", &format!("/{name}?")))
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// For a server: in the name of a role that has rights on its database, and no more.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(url) => Some(url.replace("user=desk", "user=inquiry")),
        }
    }

    /// Reads everything.
    pub fn holdings(&self) -> Holdings {
        let id = |bytes: Vec<u8>| Uuid::from_slice(&bytes).expect("an id");
        let json = |text: String| serde_json::from_str::<Value>(&text).expect("JSON");
        runtime().block_on(async {
            let cases = rows!(
                self,
                "select id, unit, content from inquiry",
                (Vec<u8>, String, String)
            );
            let commands = rows!(
                self,
                "select c.id, d.number, c.outcome from command c join device d on d.id = c.device \
                 order by d.number, c.device_seq",
                (Vec<u8>, i64, String)
            );
            let log = rows!(self, "select seq from log order by seq", (i64,));
            let audit = rows!(self, "select command from audit order by seq", (Vec<u8>,));
            let commands = commands.into_iter();
            Holdings {
                cases: cases
                    .into_iter()
                    .map(|(case, unit, content)| (id(case), (unit, json(content))))
                    .collect(),
                commands: commands.map(|(c, d, o)| (id(c), d, json(o))).collect(),
                log: log.into_iter().map(|(seq,)| seq).collect(),
                audit: audit.into_iter().map(|(command,)| id(command)).collect(),
            }
        })
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
