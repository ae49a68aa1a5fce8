//! The demonstration office: an embedded server, a fictional year of inquiries, two enrolled devices. Everything in
//! it goes through the doors of real life: the administrator's functions of the server, enrolment, the desk's acts,
//! synchronisation. Nothing is written past them.
//!
//! A demonstration is a directory: `demo.json` (what is here), `server/`, `device-1/`, `device-2/`.

mod seeding;
mod serve;

pub use serve::DemoServer;

use chrono::NaiveDate;
use desk::clock::{Clock as _, SystemClock};
use desk::enrol::NewAccount;
use desk::{Desk, DeskError};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Inquiries of a district's real year.
pub const YEAR: u32 = 900;
/// Accounts that the demonstration offers on each device: keys of `demo::STAFF`.
const ACCOUNTS: [&str; 3] = ["clerk", "supervisor", "archivist"];
const FILE: &str = "demo.json";

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many inquiries.
    pub inquiries: u32,
    /// Seed: the same seed, number and last day give the same data.
    pub seed: u64,
    /// Last day of the year of data.
    pub until: NaiveDate,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            inquiries: YEAR,
            seed: 7,
            until: SystemClock
                .now()
                .with_timezone(&demo::profile().offset())
                .date_naive(),
        }
    }
}

/// What was made; the content of `demo.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demo {
    /// Always true: the data are made up.
    pub fictional: bool,
    /// The server.
    pub server: ServerPlace,
    /// The devices; the first one is where the year was worked.
    pub devices: Vec<Device>,
    /// The accounts, on every device.
    pub accounts: Vec<Account>,
    /// Inquiries.
    pub inquiries: u32,
    /// Seed.
    pub seed: u64,
    /// Last day of the data.
    pub until: NaiveDate,
}

/// Where the server is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerPlace {
    /// Directory, inside the demonstration's.
    pub dir: String,
    /// Address at which it listens when it runs.
    pub url: String,
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Directory of its replica, inside the demonstration's.
    pub dir: String,
    /// Name in the list of devices.
    pub name: String,
}

/// An account that opens the devices. The passphrases are public: the data are made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Passphrase on the devices.
    pub passphrase: String,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The directory holds something else.
    #[error("{0} is not empty")]
    NotEmpty(PathBuf),
    /// There is no demonstration in the directory.
    #[error("no demonstration in {0}")]
    Absent(PathBuf),
    /// The computer's files.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The server.
    #[error("server: {0}")]
    Server(String),
    /// A use case.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The generator's data do not fit the rules: a fault of the generator.
    #[error("made-up inquiry {place}: {why}")]
    Unfit {
        /// Which.
        place: String,
        /// Why.
        why: String,
    },
}

/// The demonstration of a directory; made now if there is none.
///
/// # Errors
/// As [`build`].
pub async fn open_or_build(
    dir: &Path,
    options: &Options,
    say: &(dyn Fn(&str) + Send + Sync),
) -> Result<Demo, OfficeError> {
    match open(dir) {
        Err(OfficeError::Absent(_)) => build(dir, options, say).await,
        other => other,
    }
}

/// The demonstration of a directory.
///
/// # Errors
/// [`OfficeError::Absent`], or a file that cannot be read.
pub fn open(dir: &Path) -> Result<Demo, OfficeError> {
    let path = dir.join(FILE);
    let bytes = match std::fs::read(&path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(OfficeError::Absent(dir.to_owned()));
        }
        other => other.map_err(|source| OfficeError::File {
            path: path.clone(),
            source,
        })?,
    };
    serde_json::from_slice(&bytes).map_err(|e| OfficeError::Unfit {
        place: FILE.into(),
        why: e.to_string(),
    })
}

/// Makes a demonstration. `say` hears each step. `demo.json` is written last: a directory without it is no
/// demonstration, and the next try says so rather than mixing two.
///
/// # Errors
/// A directory that is not empty, or whatever stops a server, an enrolment or an act.
pub async fn build(
    dir: &Path,
    options: &Options,
    say: &(dyn Fn(&str) + Send + Sync),
) -> Result<Demo, OfficeError> {
    let file_error = |source| OfficeError::File {
        path: dir.to_owned(),
        source,
    };
    std::fs::create_dir_all(dir).map_err(file_error)?;
    if std::fs::read_dir(dir).map_err(file_error)?.next().is_some() {
        return Err(OfficeError::NotEmpty(dir.to_owned()));
    }
    say("starting the embedded server");
    let running = serve::first_start(&dir.join("server")).await?;
    let url = running.url();
    let accounts = accounts();
    let devices = devices();
    let mut made = Vec::new();
    for (n, device) in devices.iter().enumerate() {
        say(&format!("enrolling device {} of {}", n + 1, devices.len()));
        let code = serve::enrolment_code(&running).await?;
        let desk = Desk::at(&dir.join(&device.dir), Arc::new(SystemClock));
        let people: Vec<NewAccount> = accounts
            .iter()
            .map(|a| NewAccount {
                login: a.login.clone(),
                password: serve::password(&a.login),
                passphrase: a.passphrase.clone(),
            })
            .collect();
        desk.enrol(&url, None, &code, &device.name, &people).await?;
        made.push(desk);
    }
    if let Some(first) = made.first() {
        seeding::work_the_year(first, &accounts, options, say).await?;
    }
    for desk in made.iter().skip(1) {
        say("synchronising the second device");
        let account = &accounts[0];
        let session = desk.unlock(&account.login, &account.passphrase).await?;
        session.synchronise().await?;
        drop(session);
        desk.lock().await?;
    }
    running.stop().await?;
    let demo = Demo {
        fictional: true,
        server: ServerPlace {
            dir: "server".into(),
            url,
        },
        devices,
        accounts,
        inquiries: options.inquiries,
        seed: options.seed,
        until: options.until,
    };
    store(dir, &demo)?;
    Ok(demo)
}

pub(crate) fn store(dir: &Path, demo: &Demo) -> Result<(), OfficeError> {
    let json = serde_json::to_vec_pretty(demo).map_err(|e| OfficeError::Unfit {
        place: FILE.into(),
        why: e.to_string(),
    })?;
    Ok(desk::settings::write_atomically(&dir.join(FILE), &json)?)
}

fn accounts() -> Vec<Account> {
    ACCOUNTS
        .iter()
        .filter_map(|key| demo::STAFF.iter().find(|s| s.key == *key))
        .map(|s| Account {
            login: s.key.into(),
            name: s.name[0].into(),
            passphrase: format!("demo-{}-2026", s.key),
        })
        .collect()
}

fn devices() -> Vec<Device> {
    (1..=2)
        .map(|n| Device {
            dir: format!("device-{n}"),
            name: format!("Demo {n}"),
        })
        .collect()
}
