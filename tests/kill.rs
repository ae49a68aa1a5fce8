//! `kill -9` of real programs, the desk's and the server's, while they save, send and take in: whatever a program had
//! said it did is there afterwards, exactly once, on the device, at the server and on the other device.
//!
//! The program under test is `deskctl`: `DESKCTL_BIN` names it, or else it is built here.

use office::{Demo, Options};
use scenarios::programs::{self, Chance, Moment, Outcome, Server};
use serde_json::Value;
use server::{Admin, Config};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How often the first device works and is killed.
const ROUNDS: u32 = 12;
/// A program is killed after one of so many changes of its files; some end before that.
const WRITES: u64 = 10;
/// Rows that one import takes in.
const ROWS: u32 = 12;

/// The office of the story: programs, their directory, what they acknowledged.
struct Story {
    program: PathBuf,
    dir: PathBuf,
    demo: Demo,
    moments: Chance,
    /// Programs that were killed before they ended, and ones that were faster.
    killed: u32,
    ended: u32,
    /// Subjects of what each device acknowledged.
    acknowledged: [Vec<String>; 2],
    /// Ids of inquiries whose command was acknowledged, with their subject.
    inquiries: BTreeMap<String, String>,
}

impl Story {
    fn command(&self, device: usize, arguments: &[&str]) -> Command {
        let account = &self.demo.accounts[0];
        let mut command = Command::new(&self.program);
        command
            .arg("--json")
            .arg("--data")
            .arg(self.folder(device))
            .args(["--as", &account.login])
            .args(arguments)
            .env("DESK_PASSPHRASE", &account.passphrase);
        command
    }

    fn folder(&self, device: usize) -> PathBuf {
        self.dir.join(&self.demo.devices[device].dir)
    }

    /// Runs a program, and kills it at a moment.
    fn run(&mut self, device: usize, arguments: &[&str], until: Option<Moment>) -> Outcome {
        let folder = self.folder(device);
        let until = until.map(|moment| (moment, folder.as_path()));
        let outcome = programs::run(&mut self.command(device, arguments), until);
        if until.is_some() {
            *(if outcome.killed {
                &mut self.killed
            } else {
                &mut self.ended
            }) += 1;
        }
        // The server may be dead too: to be out of reach is no fault. Nothing else may go wrong.
        assert!(
            outcome.killed || matches!(outcome.code, Some(0 | 6)),
            "{arguments:?}: {outcome:?}"
        );
        outcome
    }

    /// Registers one inquiry; remembers it if that was acknowledged.
    fn register(&mut self, device: usize, subject: &str, attach: bool, until: Option<Moment>) {
        let (text, file) = (self.dir.join("text.txt"), self.dir.join("scan.png"));
        let (text, file) = (text.to_string_lossy(), file.to_string_lossy());
        let mut arguments = vec!["inquiries", "register", "--subject", subject];
        arguments.extend(["--text", &text]);
        if attach {
            arguments.extend(["--attach", &file]);
        }
        let outcome = self.run(device, &arguments, until);
        if let Some(done) = outcome.said.first() {
            assert!(done["command"].is_string(), "{done}");
            let id = done["inquiry"].as_str().expect("an id").to_owned();
            self.inquiries.insert(id, subject.to_owned());
            self.acknowledged[device].push(subject.to_owned());
        }
        assert!(outcome.killed || !outcome.said.is_empty());
    }

    /// Takes in a file of the website; all of its rows are acknowledged by one report.
    fn import(&mut self, device: usize, name: &str, until: Option<Moment>) {
        let subjects: Vec<String> = (0..ROWS).map(|row| format!("{name}-{row}")).collect();
        let rows: String = subjects
            .iter()
            .map(|s| format!("Демо Өмүр;+996 000 111 222;Көчөдө жарык жок: {s};{s}\r\n"))
            .collect();
        let csv = format!("Аты-жөнү;Телефон;Кайрылуунун мазмуну;Тема\r\n{rows}");
        let path = self.dir.join("import.csv");
        std::fs::write(&path, csv).expect("writes");
        let outcome = self.run(
            device,
            &["inquiries", "import", &path.to_string_lossy()],
            until,
        );
        if let Some(report) = outcome.said.first() {
            assert_eq!(report["taken"], ROWS, "{report}");
            self.acknowledged[device].extend(subjects);
        }
    }

    /// Synchronises until nothing waits any more.
    fn settle(&mut self, device: usize) {
        for _ in 0..5 {
            let outcome = self.run(device, &["sync"], None);
            let report = outcome.said.first().cloned().unwrap_or_default();
            if outcome.code == Some(0) && report["outbox"] == 0 && report["files_waiting"] == 0 {
                assert_eq!(report["rejected"], 0, "{report}");
                return;
            }
        }
        panic!("device {device} does not settle");
    }

    /// Everything on a device: how often each subject is there, and each inquiry by its id without what differs from
    /// device to device.
    fn export(&mut self, device: usize) -> BTreeMap<String, Vec<Value>> {
        let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for inquiry in self.run(device, &["inquiries", "export"], None).said {
            let subject = inquiry["subject"].as_str().unwrap_or_default().to_owned();
            found.entry(subject).or_default().push(inquiry);
        }
        found
    }

    /// What devices acknowledged is on this one, once; its audit chain is whole.
    fn check(&mut self, device: usize, of: &[usize]) -> BTreeMap<String, Vec<Value>> {
        let found = self.export(device);
        for subject in of.iter().flat_map(|device| &self.acknowledged[*device]) {
            let times = found.get(subject).map_or(0, Vec::len);
            assert_eq!(times, 1, "{subject} on device {device}");
        }
        let twice: Vec<_> = found.iter().filter(|(_, all)| all.len() > 1).collect();
        assert!(twice.iter().all(|(s, _)| !s.contains("kill")), "{twice:?}");
        for (id, subject) in &self.inquiries {
            assert_eq!(found[subject][0]["id"], id.as_str(), "{subject}");
        }
        let audit = self.run(device, &["audit", "verify"], None);
        assert_eq!(audit.code, Some(0), "{audit:?}");
        found
    }
}

/// The embedded server, as a program of its own.
fn serve(program: &Path, dir: &Path) -> Server {
    let mut command = Command::new(program);
    command.args(["--json", "serve"]).arg(dir);
    let started = Server::start(&mut command);
    started.expect("the server says where it is").0
}

async fn office_in(dir: &Path) -> Demo {
    let options = Options {
        inquiries: 3,
        ..scenarios::demonstration()
    };
    let demo = office::build(dir, &options, &|_| ()).await.expect("builds");
    std::fs::write(dir.join("text.txt"), "Биздин көчөдө таза суу жок.").expect("writes");
    std::fs::write(dir.join("scan.png"), scenarios::picture()).expect("writes");
    demo
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

#[test]
fn what_a_killed_program_acknowledged_is_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().to_owned();
    let demo = runtime().block_on(office_in(&dir));
    let address: SocketAddr = demo.server.url.replace("http://", "").parse().expect("one");
    let mut story = Story {
        program: programs::deskctl(),
        dir: dir.clone(),
        demo,
        moments: Chance::new(0x9E37_79B9_7F4A_7C15),
        killed: 0,
        ended: 0,
        acknowledged: [Vec::new(), Vec::new()],
        inquiries: BTreeMap::new(),
    };
    let mut server = serve(&story.program, &dir);
    for round in 0..ROUNDS {
        // Two in a row, so that the second one opens what the first one left.
        let until = story.moments.moment(WRITES);
        story.register(0, &format!("kill-{round}"), round % 2 == 0, Some(until));
        let until = story.moments.moment(WRITES);
        if round % 3 == 2 {
            story.import(0, &format!("kill-import-{round}"), Some(until));
        } else {
            story.register(0, &format!("kill-more-{round}"), false, Some(until));
        }
        if round % 4 == 1 {
            // The other device works in peace, so that the first one has something to take in.
            story.import(1, &format!("kill-other-{round}"), None);
            story.run(1, &["sync"], None);
        }
        let until = story.moments.moment(WRITES);
        if round % 3 == 1 {
            // The server dies in the middle of it, and comes back.
            let mut sync = story
                .command(0, &["sync"])
                .stdout(Stdio::null())
                .spawn()
                .expect("starts");
            let data = dir.join(&story.demo.server.dir);
            until.wait(&data, || programs::has_ended(&mut sync));
            server.kill();
            server = serve(&story.program, &dir);
            let ended = sync.wait().expect("ends");
            assert!(matches!(ended.code(), Some(0 | 6)), "{ended}");
        } else {
            story.run(0, &["sync"], Some(until));
        }
        if round % 6 == 5 {
            story.check(0, &[0]);
        }
    }

    server.kill();
    let server = serve(&story.program, &dir);
    for device in [0, 1, 0] {
        story.settle(device);
    }
    let (first, second) = (story.check(0, &[0, 1]), story.check(1, &[0, 1]));
    assert_eq!(first, second, "both devices hold the same");
    server.kill();
    let config = Config::new(dir.join(&story.demo.server.dir), address);
    let report = runtime().block_on(async {
        let admin = Admin::open(&config).await.expect("opens");
        admin.check().await.expect("reads")
    });
    assert!(report.sound(), "{report:?}");
    let counts = (story.killed, story.ended, story.inquiries.len());
    let enough = counts.0 >= ROUNDS / 2 && counts.2 >= 4;
    assert!(enough, "killed, faster, registered: {counts:?}");
    eprintln!("killed, faster, registered: {counts:?}");
}
