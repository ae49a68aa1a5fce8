//! The database under a test's server: a file of SQLite, or, where `INQUIRY_TEST_POSTGRES` names a PostgreSQL, a
//! database of its own there. What is done to it here is done behind the server's back, while it stands still.

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Runtime;

/// A server's database.
pub enum Database {
    /// In the server's folder.
    Sqlite(PathBuf),
    /// A database of a PostgreSQL; gone with the cluster.
    Postgres { place: String, name: String },
}

/// A database as it once was.
pub enum Kept {
    Bytes(Vec<u8>),
    Copy(String),
}

impl Database {
    pub fn new(dir: &Path) -> Self {
        let Ok(place) = std::env::var("INQUIRY_TEST_POSTGRES") else {
            return Self::Sqlite(dir.join("server.sqlite"));
        };
        let name = fresh_name();
        let new = Self::Postgres { place, name };
        new.master(&format!("create database {} owner inquiry", new.name()));
        new
    }

    /// For [`server::Config::database_url`].
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite(_) => None,
            // The role of a real server: rights of its own on its database, and no more.
            Self::Postgres { .. } => Some(self.as_master().replace("user=desk", "user=inquiry")),
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Rows that the server's role sees of a table behind a wall of these settings, before which nobody stands who sees
    /// a restricted case.
    pub fn seen(&self, tenant: &str, units: &str, table: &str) -> i64 {
        let text = format!("select count(*) from {table}");
        self.behind([tenant, units, ""], &text).remove(0)
    }

    /// The first column of what the server's role gets behind a wall: body, buckets, people.
    pub fn behind<T>(&self, wall: [&str; 3], text: &str) -> Vec<T>
    where
        T: Send
            + Unpin
            + for<'r> sqlx::Decode<'r, sqlx::Postgres>
            + sqlx::Type<sqlx::Postgres>
            + 'static,
    {
        const WALL: &str = "select set_config('desk.tenant', $1, false), set_config('desk.units', $2, false), \
            set_config('desk.sees', $3, false)";
        let text = AssertSqlSafe(text.to_owned());
        runtime().block_on(async {
            let url = self.url().unwrap();
            let mut connection = PgConnection::connect(&url).await.unwrap();
            let raised = wall.into_iter().fold(sqlx::query(WALL), |q, v| q.bind(v));
            raised.execute(&mut connection).await.unwrap();
            sqlx::query_scalar(text)
                .fetch_all(&mut connection)
                .await
                .unwrap()
        })
    }

    /// Tables with a column `tenant`.
    pub fn tables_with_tenant(&self) -> Vec<String> {
        runtime().block_on(async {
            let mut connection = PgConnection::connect(&self.as_master()).await.unwrap();
            sqlx::query_scalar(
                "select table_name::text from information_schema.columns \
                 where table_schema = 'public' and column_name = 'tenant' order by 1",
            )
            .fetch_all(&mut connection)
            .await
            .unwrap()
        })
    }

    /// Runs statements: in SQLite's words or in PostgreSQL's.
    pub fn edit(&self, sqlite: &str, postgres: &str) {
        let text = match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres { .. } => postgres,
        };
        let text = AssertSqlSafe(text.to_owned());
        runtime().block_on(async {
            match self {
                Self::Sqlite(file) => {
                    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
                    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                    sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
                    connection.close().await.unwrap();
                }
                Self::Postgres { .. } => {
                    let url = self.as_master();
                    let mut connection = PgConnection::connect(&url).await.unwrap();
                    sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
                    connection.close().await.unwrap();
                }
            }
        });
    }

    /// A backup.
    pub fn keep(&self) -> Kept {
        match self {
            Self::Sqlite(file) => Kept::Bytes(std::fs::read(file).unwrap()),
            Self::Postgres { name, .. } => {
                let copy = fresh_name();
                self.master(&format!(
                    "create database {copy} template {name} owner inquiry"
                ));
                Kept::Copy(copy)
            }
        }
    }

    /// Puts a backup in place of what is there. It can be put back again.
    pub fn put_back(&self, kept: &Kept) {
        match (self, kept) {
            (Self::Sqlite(file), Kept::Bytes(bytes)) => std::fs::write(file, bytes).unwrap(),
            (Self::Postgres { name, .. }, Kept::Copy(copy)) => {
                self.master(&format!("drop database {name}"));
                self.master(&format!(
                    "create database {name} template {copy} owner inquiry"
                ));
            }
            _ => panic!("a backup of another database"),
        }
    }

    /// The database's address for the one who stands before no wall.
    fn as_master(&self) -> String {
        match self {
            Self::Sqlite(_) => String::new(),
            Self::Postgres { place, name } => place.replace("/postgres?", &format!("/{name}?")),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres { name, .. } => name,
        }
    }

    fn master(&self, text: &str) {
        let Self::Postgres { place, .. } = self else {
            return;
        };
        let text = AssertSqlSafe(text.to_owned());
        runtime().block_on(async {
            let mut connection = PgConnection::connect(place).await.unwrap();
            sqlx::raw_sql(text).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
    }
}

fn fresh_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::SeqCst);
    format!("test_{}_{n}", std::process::id())
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
