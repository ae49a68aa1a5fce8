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
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
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
    /// Variables that are named like settings and are none: misspelt, as a rule.
    pub unknown: Vec<String>,
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

/// What the names of settings in the environment begin with.
const PREFIXES: [&str; 2] = ["INQUIRY_SERVER_", "INQUIRY_BACKUP_"];
/// Variables of that form that are no settings: the file's name and a new password are for the command line.
const NO_SETTINGS: [&str; 3] = [
    "INQUIRY_SERVER_CONFIG",
    "INQUIRY_SERVER_PASSWORD",
    "INQUIRY_BACKUP_PASSPHRASE",
];
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
    environment: &BTreeMap<String, String>,
) -> Result<Settings, Vec<Violation>> {
    let mut wrong = Vec::new();
    let written = file.map_or_else(Written::default, |file| written(file, &mut wrong));
    let asked = RefCell::new(BTreeSet::from(NO_SETTINGS.map(str::to_owned)));
    let variable = |name: &str| {
        asked.borrow_mut().insert(name.to_owned());
        // An empty variable is one that was switched off.
        let value = environment.get(name).filter(|value| !value.is_empty());
        value.cloned()
    };
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
    let unknown = |name: &&String| {
        PREFIXES.iter().any(|p| name.starts_with(p)) && !asked.borrow().contains(*name)
    };
    let unknown = environment.keys().filter(unknown).cloned().collect();
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
        unknown,
    })
}

/// What the file says; each line that cannot be meant is noted, and the others count.
fn written(file: &Path, wrong: &mut Vec<Violation>) -> Written {
    let mut note = |what: String| {
        wrong.push(Violation {
            place: file.display().to_string(),
            what,
        });
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            note(error.to_string());
            return Written::default();
        }
    };
    let line = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.matches('\n').count() + 1
    };
    // Messages alone: what else the error says quotes the line, and the line may hold a password.
    let entries: BTreeMap<toml::Spanned<String>, toml::Value> = match toml::from_str(&text) {
        Ok(entries) => entries,
        Err(error) => {
            let line = line(error.span().map_or(0, |span| span.start));
            note(format!("line {line}: {}", error.message()));
            return Written::default();
        }
    };
    let mut fit = toml::Table::new();
    for (name, value) in entries {
        let line = line(name.span().start);
        let name = name.into_inner();
        let alone = toml::Table::from_iter([(name.clone(), value.clone())]);
        match alone.try_into::<Written>() {
            Ok(_) => drop(fit.insert(name, value)),
            Err(error) => {
                let what = unquoted(error.message());
                note(format!("line {line}: {name}: {what}"));
            }
        }
    }
    fit.try_into().unwrap_or_default()
}

/// A message about a value's kind without the value, which may be a password.
fn unquoted(message: &str) -> String {
    match (message.split_once(':'), message.rsplit_once(", expected ")) {
        (Some((kind, _)), Some((_, expected))) => format!("{kind}, {expected} is meant"),
        _ => message.to_owned(),
    }
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

    fn environment(set: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        set.iter().map(owned).collect()
    }

    #[test]
    fn nothing_said_is_a_server_on_this_machine() {
        let settings = read(None, &BTreeMap::new()).ok().unwrap();
        assert_eq!(settings.config.listen.to_string(), "127.0.0.1:8480");
        assert_eq!(settings.config.data_dir, PathBuf::from("data"));
        assert_eq!(settings.config.database_url, None);
        assert_eq!(settings.log, Log::Text);
    }

    #[test]
    fn the_environment_wins_over_the_file_and_an_empty_variable_says_nothing() {
        let (_dir, path) = file("listen = \"0.0.0.0:1\"\nlog = \"json\"\nbehind_proxy = true\n");
        let settings = read(
            Some(&path),
            &environment(&[("INQUIRY_SERVER_LISTEN", "127.0.0.1:2")]),
        )
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
        let wrong = read(
            Some(&path),
            &environment(&[
                ("DATABASE_URL", "mysql://u:hunter2@h/d"),
                ("INQUIRY_SERVER_OBJECTS", "ftp://h"),
                ("INQUIRY_SERVER_BEHIND_PROXY", "perhaps"),
            ]),
        )
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
        let wrong = read(Some(&path), &BTreeMap::new()).err().unwrap();
        let places: Vec<&str> = wrong.iter().map(|v| v.place.as_str()).collect();
        assert_eq!(places, ["tls_cert", "most_files"]);
        let settings = read(
            Some(&path),
            &environment(&[
                ("INQUIRY_SERVER_TLS_KEY", "k.pem"),
                ("INQUIRY_SERVER_MOST_FILES", "7"),
                ("AWS_ENDPOINT", "http://127.0.0.1:9000"),
                ("AWS_PROFILE", "not asked for"),
            ]),
        );
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
        let wrong = read(Some(&path), &BTreeMap::new()).err().unwrap();
        assert_eq!(wrong.len(), 1);
        assert!(
            wrong[0]
                .what
                .starts_with("line 2: databse_url: unknown field"),
            "{}",
            wrong[0]
        );
        assert!(!wrong[0].what.contains("hunter2"));
        assert!(read(Some(Path::new("/nowhere")), &BTreeMap::new()).is_err());
    }

    #[test]
    fn a_wrong_kind_hides_nothing_else_and_no_value_is_told() {
        let text = "behind_proxy = \"hunter2\"\nlisten = 8480\nmost_reads = -3\nmost_writes = 0\nlog = \"j\"\n";
        let (_dir, path) = file(text);
        let wrong = read(Some(&path), &BTreeMap::new()).err().unwrap();
        let told: Vec<String> = wrong
            .iter()
            .map(|v| format!("{} {}", v.place, v.what))
            .collect();
        let told = told.join("\n");
        for part in [
            "line 1: behind_proxy: invalid type",
            "line 2: listen: invalid type",
            "line 3: most_reads: invalid value",
            "most_writes",
            "log text or json",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert_eq!(wrong.len(), 5, "{told}");
        assert!(!told.contains("hunter2") && !told.contains("-3"), "{told}");
    }

    #[test]
    fn a_misspelt_variable_is_named_and_one_that_is_meant_is_not() {
        let set = environment(&[
            ("INQUIRY_SERVER_LISTNE", "127.0.0.1:1"),
            ("INQUIRY_SERVER_LISTEN", "127.0.0.1:2"),
            ("INQUIRY_SERVER_PASSWORD", "p"),
            ("INQUIRY_BACKUP_PASSPHRASE", "p"),
            ("INQUIRY_BACKUP_PASSPHRAS", "p"),
            ("INQUIRY_SERVER_CONFIG", "c"),
            ("INQUIRY_SERVER_MOST_READS", ""),
            ("HOME", "/"),
        ]);
        let settings = read(None, &set).ok().unwrap();
        assert_eq!(
            settings.unknown,
            ["INQUIRY_BACKUP_PASSPHRAS", "INQUIRY_SERVER_LISTNE"]
        );
    }
}
