//! An office as an operator sets it up, all of it with real programs: a database, servers over it, enrolled devices.

use crate::database::Database;
use crate::front::Front;
use crate::journal::Journal;
use scenarios::programs::{self, Chance, Outcome, Server};
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;

pub const LOGIN: &str = "demo.clerk";
pub const PASSPHRASE: &str = "демо-купуя-сөз-2026";
const PASSWORD: &str = "демо-сырсөз-2026";
/// Departments whose rows each device holds.
pub const DEVICES: [&[&str]; 3] = [&["general", "roads"], &["general", "roads"], &["general"]];
/// Starts of a killed server: somebody else may have taken its port meanwhile, and give it back.
const STARTS: u32 = 50;

pub struct Office {
    pub dir: PathBuf,
    pub database: Database,
    pub journal: Arc<Journal>,
    program: PathBuf,
    addresses: Vec<SocketAddr>,
    servers: Vec<Mutex<Option<Server>>>,
    strikes: AtomicUsize,
}

impl Office {
    /// A body with two departments and a person who may do everything that is done here. The servers run.
    pub fn new(dir: &Path, journal: Arc<Journal>) -> Self {
        let database = Database::new(&dir.join("server"));
        // Two programs cannot share a file of SQLite.
        let count = if database.is_postgres() { 2 } else { 1 };
        let office = Self {
            dir: dir.to_owned(),
            database,
            journal,
            program: programs::inquiry_server(),
            addresses: (0..count).map(|_| free_address()).collect(),
            servers: (0..count).map(|_| Mutex::default()).collect(),
            strikes: AtomicUsize::new(0),
        };
        office.done(&["tenant"]);
        for unit in ["general", "roads"] {
            office.done(&["unit", unit, "--ky", unit, "--ru", unit, "--en", unit]);
        }
        let roles = ["--role", "clerk", "--role", "supervisor"];
        let person = [
            "staff",
            "add",
            LOGIN,
            "--name",
            "Демо Катчы",
            "--position",
            "катчы",
        ];
        office.done(&[&person[..], &["--unit", "general"], &roles].concat());
        for n in 0..count {
            office.start(n);
        }
        office
    }

    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.addresses.clone()
    }

    /// The servers' program, told where everything is. All of them share the folder of files and key.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("--data")
            .arg(self.dir.join("server"))
            .env("INQUIRY_SERVER_PASSWORD", PASSWORD)
            .env("RUST_LOG", "warn")
            .env_remove("DATABASE_URL");
        if let Some(url) = self.database.url() {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// What the operator gets for these words.
    pub fn done(&self, arguments: &[&str]) -> String {
        let out = self.command().args(arguments).output().expect("it runs");
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        let told = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{arguments:?}: {said}{told}");
        said
    }

    fn start(&self, n: usize) {
        let path = self.dir.join(format!("server-{n}.log"));
        let log = File::options().append(true).create(true).open(path);
        let log = log.expect("a log");
        for _ in 0..STARTS {
            let mut command = self.command();
            let address = self.addresses[n].to_string();
            command.args(["--json", "serve", "--listen", &address]);
            command.stderr(Stdio::from(log.try_clone().expect("a log")));
            if let Some((server, _)) = Server::start(&mut command) {
                *self.server(n) = Some(server);
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        panic!("server {n} does not start: {}", self.logs());
    }

    fn server(&self, n: usize) -> std::sync::MutexGuard<'_, Option<Server>> {
        self.servers[n]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn kill(&self, n: usize) {
        if let Some(server) = self.server(n).take() {
            server.kill();
        }
    }

    /// `kill -9` of one server, in turn, or of all, and each comes back at its address.
    pub fn strike(&self, chance: &mut Chance) {
        let count = self.addresses.len();
        let first = self.strikes.fetch_add(1, Ordering::SeqCst) % count;
        let all = chance.below(4) == 0;
        let struck: Vec<usize> = (0..count).filter(|n| all || *n == first).collect();
        for n in &struck {
            self.journal
                .trouble(["server 0 killed", "server 1 killed"][*n], "");
            self.kill(*n);
        }
        std::thread::sleep(Duration::from_millis(chance.below(600)));
        for n in struck {
            self.start(n);
            self.journal.note(format!("server {n} is back"));
        }
    }

    /// All servers end, at once.
    pub fn stop(&self) {
        (0..self.addresses.len()).for_each(|n| self.kill(n));
    }

    /// What the servers complained of.
    pub fn logs(&self) -> String {
        let count = self.addresses.len();
        let logs = (0..count).map(|n| {
            let log = std::fs::read_to_string(self.dir.join(format!("server-{n}.log")));
            let log = log.unwrap_or_default();
            let lines: Vec<&str> = log.lines().rev().take(20).collect();
            format!("server {n}:\n{}\n", lines.join("\n"))
        });
        logs.collect()
    }

    /// A device of these departments, enrolled through the front.
    fn enrol(&self, place: usize, staff: &str, front: &Front) -> Device {
        let mut code = vec!["device", "code", "--staff", staff];
        code.extend(DEVICES[place].iter().flat_map(|unit| ["--unit", unit]));
        let code = self.done(&code);
        let device = Device {
            place,
            dir: self.dir.join(format!("device-{place}")),
            program: programs::deskctl(),
        };
        let server = format!("https://{}", front.address);
        let authority = self.dir.join("authority.pem");
        let mut command = device.command(&["enrol", "--server", &server, "--login", LOGIN]);
        command.arg("--authority").arg(authority);
        command.env("DESK_PASSWORD", PASSWORD);
        let done = programs::run(command.args(["--code", code.trim()]), None);
        assert_eq!(done.code, Some(0), "{done:?}\n{}", self.logs());
        device
    }

    /// All devices.
    pub fn enrol_all(&self, front: &Front) -> Vec<Device> {
        let staff = self.done(&["--json", "staff", "list"]);
        let staff: serde_json::Value = serde_json::from_str(&staff).expect("JSON");
        let staff = staff.as_array().expect("a list").iter();
        let person = staff.clone().find(|person| person["login"] == LOGIN);
        let id = person.expect("the clerk")["id"].as_str().expect("an id");
        let places = 0..DEVICES.len();
        places.map(|place| self.enrol(place, id, front)).collect()
    }
}

/// An address that was free just now; a server takes it again each time it comes back.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it listens")
}

/// A laptop: a folder, and the program that works in it.
pub struct Device {
    pub place: usize,
    pub dir: PathBuf,
    program: PathBuf,
}

impl Device {
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["--json", "--lang", "en", "--as", LOGIN, "--data"])
            .arg(&self.dir)
            .args(arguments)
            .env("DESK_PASSPHRASE", PASSPHRASE);
        command
    }

    /// Runs it in peace.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        programs::run(&mut self.command(arguments), None)
    }
}

/// For whatever waits.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}
