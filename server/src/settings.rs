//! How a server is run, from a file and the environment; the environment wins. Everything that is wrong is said at
//! once, each with the place where it stands.
//!
//! | In the file | In the environment | Without it |
//! |---|---|---|
//! | `data` | `INQUIRY_SERVER_DATA` | `data` |
//! | `listen` | `INQUIRY_SERVER_LISTEN` | `127.0.0.1:8480` |
//! | `database_url` | `DATABASE_URL` | a file of SQLite in the data folder |
//! | `objects_url` | `INQUIRY_SERVER_OBJECTS` | the data folder |
//! | `metrics` | `INQUIRY_SERVER_METRICS` | nowhere |
//! | `behind_proxy` | `INQUIRY_SERVER_BEHIND_PROXY` | `false` |
//! | `log` (`text`, `json`) | `INQUIRY_SERVER_LOG` | `text` |
//! | `migrate` (`by-itself`, `by-hand`) | `INQUIRY_SERVER_MIGRATE` | `by-itself` |
//! | `tls_cert`, `tls_key` | `INQUIRY_SERVER_TLS_CERT`, `INQUIRY_SERVER_TLS_KEY` | plain HTTP |
//! | `most_reads`, `most_writes`, `most_files`, `most_at_the_door` | `INQUIRY_SERVER_MOST_READS`, ... | 64, 64, 32, 16 |
//! | `most_connections`, `most_connections_of_one` | `INQUIRY_SERVER_MOST_CONNECTIONS`, ... | 2048, 256 |

use crate::{Config, Limits, TlsFiles};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What is written to standard error, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Log {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a line, for what collects them.
    Json,
}

/// Settings that make sense.
#[derive(Clone)]
pub struct Settings {
    /// For [`crate::start`].
    pub config: Config,
    /// Log.
    pub log: Log,
}

/// Something that is wrong, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Name in the file or in the environment.
    pub place: String,
    /// What is wrong with it; no secret is quoted.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// The file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    data: Option<PathBuf>,
    listen: Option<String>,
    database_url: Option<String>,
    objects_url: Option<String>,
    metrics: Option<String>,
    behind_proxy: Option<bool>,
    log: Option<String>,
    migrate: Option<String>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    most_reads: Option<usize>,
    most_writes: Option<usize>,
    most_files: Option<usize>,
    most_at_the_door: Option<usize>,
    most_connections: Option<usize>,
    most_connections_of_one: Option<usize>,
}

/// What a store of files that speaks S3 may be told by its usual variables.
const OBJECTS_OPTIONS: [&str; 9] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT",
    "AWS_ENDPOINT_URL",
    "AWS_ALLOW_HTTP",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
];

/// Reads a file, if one is named, and the environment.
///
/// # Errors
/// Everything that is wrong.
pub fn read(
    file: Option<&Path>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Settings, Vec<Violation>> {
    let mut wrong = Vec::new();
    let written = match file.map(written).transpose() {
        Ok(written) => written.unwrap_or_default(),
        Err(violation) => {
            wrong.push(violation);
            Written::default()
        }
    };
    // An empty variable is one that was switched off.
    let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
    let mut reader = Reader {
        variable: &variable,
        wrong,
    };
    let data = reader.text("data", "INQUIRY_SERVER_DATA", None);
    let data = data.map_or(written.data, |(_, text)| Some(text.into()));
    let listen = reader.parsed(
        "listen",
        "INQUIRY_SERVER_LISTEN",
        written.listen,
        |text| text.parse::<SocketAddr>().ok(),
        "an address with a port is meant, such as 127.0.0.1:8480",
    );
    let database_url = reader.parsed(
        "database_url",
        "DATABASE_URL",
        written.database_url,
        |text| {
            let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
            (known && text.parse::<sqlx::postgres::PgConnectOptions>().is_ok())
                .then(|| text.to_owned())
        },
        "the address of a PostgreSQL database is meant: postgres://user@host/database",
    );
    let objects_url = reader.parsed(
        "objects_url",
        "INQUIRY_SERVER_OBJECTS",
        written.objects_url,
        |text| {
            let url = url::Url::parse(text).ok()?;
            matches!(url.scheme(), "s3" | "file").then(|| text.to_owned())
        },
        "s3://bucket/folder or file:///folder is meant",
    );
    let metrics = reader.parsed(
        "metrics",
        "INQUIRY_SERVER_METRICS",
        written.metrics,
        |text| text.parse::<SocketAddr>().ok(),
        "an address with a port is meant, such as 127.0.0.1:9480",
    );
    let behind_proxy = reader.parsed(
        "behind_proxy",
        "INQUIRY_SERVER_BEHIND_PROXY",
        written.behind_proxy.map(|yes| yes.to_string()),
        |text| match text {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        },
        "true or false is meant",
    );
    let log = reader.parsed(
        "log",
        "INQUIRY_SERVER_LOG",
        written.log,
        |text| match text {
            "text" => Some(Log::Text),
            "json" => Some(Log::Json),
            _ => None,
        },
        "text or json is meant",
    );
    let by_hand = reader.parsed(
        "migrate",
        "INQUIRY_SERVER_MIGRATE",
        written.migrate,
        |text| match text {
            "by-hand" => Some(true),
            "by-itself" => Some(false),
            _ => None,
        },
        "by-itself or by-hand is meant",
    );
    let tls = reader.tls(written.tls_cert, written.tls_key);
    let least = Limits::default();
    let limits = Limits {
        reads: reader.most("most_reads", written.most_reads, least.reads),
        writes: reader.most("most_writes", written.most_writes, least.writes),
        files: reader.most("most_files", written.most_files, least.files),
        door: reader.most("most_at_the_door", written.most_at_the_door, least.door),
        connections: reader.most(
            "most_connections",
            written.most_connections,
            least.connections,
        ),
        connections_of_one: reader.most(
            "most_connections_of_one",
            written.most_connections_of_one,
            least.connections_of_one,
        ),
        ..least
    };
    if !reader.wrong.is_empty() {
        return Err(reader.wrong);
    }
    let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8480)));
    let mut config = Config::new(data.unwrap_or_else(|| "data".into()), listen);
    config.database_url = database_url;
    config.objects_url = objects_url;
    config.objects_options = OBJECTS_OPTIONS
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), variable(name)?)))
        .collect();
    config.migrate_by_hand = by_hand.unwrap_or_default();
    config.tls = tls;
    config.limits = limits;
    config.metrics = metrics;
    config.behind_proxy = behind_proxy.unwrap_or_default();
    Ok(Settings {
        config,
        log: log.unwrap_or_default(),
    })
}

fn written(file: &Path) -> Result<Written, Violation> {
    let violation = |what: String| Violation {
        place: file.display().to_string(),
        what,
    };
    let text = std::fs::read_to_string(file).map_err(|e| violation(e.to_string()))?;
    // The whole message would quote the line, and the line may hold a password.
    toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(0, |span| {
            text.get(..span.start)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1
        });
        violation(format!("line {line}: {}", e.message()))
    })
}

struct Reader<'a> {
    variable: &'a dyn Fn(&str) -> Option<String>,
    wrong: Vec<Violation>,
}

impl Reader<'_> {
    /// A setting's place and text.
    fn text(
        &self,
        name: &str,
        variable: &str,
        written: Option<String>,
    ) -> Option<(String, String)> {
        (self.variable)(variable)
            .map(|text| (variable.to_owned(), text))
            .or_else(|| written.map(|text| (name.to_owned(), text)))
    }

    /// Certificate and key: both or neither.
    fn tls(&mut self, cert: Option<PathBuf>, key: Option<PathBuf>) -> Option<TlsFiles> {
        let path = |name, variable, written: Option<PathBuf>| match (self.variable)(variable) {
            Some(text) => (variable, Some(text.into())),
            None => (name, written),
        };
        let (cert_at, cert) = path("tls_cert", "INQUIRY_SERVER_TLS_CERT", cert);
        let (key_at, key) = path("tls_key", "INQUIRY_SERVER_TLS_KEY", key);
        let (place, what) = match (cert, key) {
            (Some(cert), Some(key)) => return Some(TlsFiles { cert, key }),
            (None, None) => return None,
            (Some(_), None) => (cert_at, "tls_key is missing beside it"),
            (None, Some(_)) => (key_at, "tls_cert is missing beside it"),
        };
        self.wrong.push(Violation {
            place: place.to_owned(),
            what: what.to_owned(),
        });
        None
    }

    /// A bound; what is not said is as it is without a setting.
    fn most(&mut self, name: &str, written: Option<usize>, without: usize) -> usize {
        let variable = format!("INQUIRY_SERVER_{}", name.to_uppercase());
        let parse = |text: &str| text.parse().ok().filter(|n| *n > 0);
        let written = written.map(|n| n.to_string());
        self.parsed(name, &variable, written, parse, "a number above 0 is meant")
            .unwrap_or(without)
    }

    /// A setting, or a note on what is wrong with it.
    fn parsed<T>(
        &mut self,
        name: &str,
        variable: &str,
        written: Option<String>,
        parse: impl FnOnce(&str) -> Option<T>,
        meant: &str,
    ) -> Option<T> {
        let (place, text) = self.text(name, variable, written)?;
        let value = parse(text.trim());
        if value.is_none() {
            self.wrong.push(Violation {
                place,
                what: meant.to_owned(),
            });
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("inquiry-server.toml");
        std::fs::write(&path, text).unwrap();
        (dir, path)
    }

    #[test]
    fn nothing_said_is_a_server_on_this_machine() {
        let settings = read(None, |_| None).ok().unwrap();
        assert_eq!(settings.config.listen.to_string(), "127.0.0.1:8480");
        assert_eq!(settings.config.data_dir, PathBuf::from("data"));
        assert_eq!(settings.config.database_url, None);
        assert_eq!(settings.log, Log::Text);
    }

    #[test]
    fn the_environment_wins_over_the_file_and_an_empty_variable_says_nothing() {
        let (_dir, path) = file("listen = \"0.0.0.0:1\"\nlog = \"json\"\nbehind_proxy = true\n");
        let settings = read(Some(&path), |name| match name {
            "INQUIRY_SERVER_LISTEN" => Some("127.0.0.1:2".into()),
            "DATABASE_URL" => Some(String::new()),
            _ => None,
        })
        .ok()
        .unwrap();
        assert_eq!(settings.config.listen.port(), 2);
        assert_eq!(settings.log, Log::Json);
        assert!(settings.config.behind_proxy);
        assert_eq!(settings.config.database_url, None);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_and_no_secret_with_it() {
        let (_dir, path) = file("listen = \"here\"\nlog = \"loud\"\n");
        let wrong = read(Some(&path), |name| match name {
            "DATABASE_URL" => Some("mysql://u:hunter2@h/d".into()),
            "INQUIRY_SERVER_OBJECTS" => Some("ftp://h".into()),
            "INQUIRY_SERVER_BEHIND_PROXY" => Some("perhaps".into()),
            _ => None,
        })
        .err()
        .unwrap();
        let places: Vec<&str> = wrong.iter().map(|v| v.place.as_str()).collect();
        assert_eq!(
            places,
            [
                "listen",
                "DATABASE_URL",
                "INQUIRY_SERVER_OBJECTS",
                "INQUIRY_SERVER_BEHIND_PROXY",
                "log"
            ]
        );
        assert!(!format!("{wrong:?}").contains("hunter2"));
    }

    #[test]
    fn certificate_and_key_go_together_and_bounds_are_above_zero() {
        let (_dir, path) = file("tls_cert = \"c.pem\"\nmost_files = 0\nmigrate = \"by-hand\"\n");
        let wrong = read(Some(&path), |_| None).err().unwrap();
        let places: Vec<&str> = wrong.iter().map(|v| v.place.as_str()).collect();
        assert_eq!(places, ["tls_cert", "most_files"]);
        let settings = read(Some(&path), |name| match name {
            "INQUIRY_SERVER_TLS_KEY" => Some("k.pem".into()),
            "INQUIRY_SERVER_MOST_FILES" => Some("7".into()),
            "AWS_ENDPOINT" => Some("http://127.0.0.1:9000".into()),
            "AWS_PROFILE" => Some("not asked for".into()),
            _ => None,
        });
        let config = settings.ok().unwrap().config;
        assert_eq!(config.tls.unwrap().key, PathBuf::from("k.pem"));
        assert_eq!((config.limits.files, config.limits.reads), (7, 64));
        assert!(config.migrate_by_hand);
        let endpoint = ("AWS_ENDPOINT", "http://127.0.0.1:9000");
        assert_eq!(
            config.objects_options,
            [(endpoint.0.to_owned(), endpoint.1.to_owned())]
        );
    }

    #[test]
    fn a_file_with_an_unknown_or_broken_line_names_the_line() {
        let (_dir, path) = file("data = \"d\"\ndatabse_url = \"postgres://u:hunter2@h/d\"\n");
        let wrong = read(Some(&path), |_| None).err().unwrap();
        assert_eq!(wrong.len(), 1);
        assert!(
            wrong[0].what.starts_with("line 2: unknown field"),
            "{}",
            wrong[0]
        );
        assert!(!wrong[0].what.contains("hunter2"));
        assert!(read(Some(Path::new("/nowhere")), |_| None).is_err());
    }
}
