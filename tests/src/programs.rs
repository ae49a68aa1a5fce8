//! Real programs under test: found or built, run, and killed at a moment.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

/// The command line's program: `DESKCTL_BIN`, or else built here.
///
/// # Panics
/// When it cannot be built.
#[must_use]
pub fn deskctl() -> PathBuf {
    program("deskctl", "DESKCTL_BIN")
}

/// The server's program: `INQUIRY_SERVER_BIN`, or else built here.
///
/// # Panics
/// When it cannot be built.
#[must_use]
pub fn inquiry_server() -> PathBuf {
    program("inquiry-server", "INQUIRY_SERVER_BIN")
}

/// Built with the selection of packages with which everything of the desktop is built.
fn program(name: &str, variable: &str) -> PathBuf {
    if let Some(named) = std::env::var_os(variable) {
        return named.into();
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .args(["build", "--quiet", "--workspace", "--exclude", "src-ui"])
        .args(["--bin", name])
        .status();
    assert!(built.is_ok_and(|s| s.success()), "{name} must build");
    // A test lies beside it: target/<profile>/deps/<name>-<hash>.
    let here = std::env::current_exe().expect("a test has a path");
    let profile = here.parent().and_then(Path::parent).expect("two folders");
    profile.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Chance, the same in each run.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Of a seed other than 0.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `most`, which is above 0.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    /// The moment after one of the first `most` changes.
    pub fn moment(&mut self, most: u64) -> Moment {
        let drawn = self.next();
        Moment {
            changes: u32::try_from(1 + drawn % most).unwrap_or(1),
            after: Duration::from_micros(drawn / most % 4_000),
        }
    }
}

/// When a program dies: some time after so many changes of the files in a folder. It works as it writes, so this meets it
/// at work on a slow machine as on a fast one.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    changes: u32,
    after: Duration,
}

impl Moment {
    /// Waits for it, or until it is `over` anyway.
    pub fn wait(self, folder: &Path, mut over: impl FnMut() -> bool) {
        let mut seen = state_of(folder);
        let mut left = self.changes;
        while left > 0 {
            if over() {
                return;
            }
            std::thread::sleep(Duration::from_micros(300));
            let now = state_of(folder);
            if now != seen {
                seen = now;
                left -= 1;
            }
        }
        std::thread::sleep(self.after);
    }
}

/// Whether a program of one's own has ended.
pub fn has_ended(program: &mut Child) -> bool {
    !matches!(program.try_wait(), Ok(None))
}

/// Names, sizes and times of the files of a folder.
fn state_of(folder: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<_> = entries
        // What is gone between the two calls is a change too: it is not in the list.
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
        .map(|(path, about)| (path, about.len(), about.modified().ok()))
        .collect();
    all.sort();
    all
}

/// What came of a program.
#[derive(Debug)]
pub struct Outcome {
    /// What it had said on standard output: whole lines of JSON only.
    pub said: Vec<Value>,
    /// What it had said on standard error.
    pub told: String,
    /// Its exit code; none where it was killed.
    pub code: Option<i32>,
    /// Whether it was killed before it ended.
    pub killed: bool,
}

/// Runs a program to its end, or kills it at a moment of a folder. One that has ended by then is not hurt.
///
/// # Panics
/// When it does not start.
pub fn run(command: &mut Command, until: Option<(Moment, &Path)>) -> Outcome {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // Read by threads: a full pipe would stop the program.
    let mut out = child.stdout.take().expect("a pipe");
    let mut err = child.stderr.take().expect("a pipe");
    let out = std::thread::spawn(move || read_all(&mut out));
    let err = std::thread::spawn(move || read_all(&mut err));
    if let Some((moment, folder)) = until {
        moment.wait(folder, || has_ended(&mut child));
        child.kill().expect("ours to kill");
    }
    let status = child.wait().expect("ends");
    let out = out.join().expect("reads");
    Outcome {
        said: out
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect(),
        told: err.join().expect("reads"),
        code: status.code(),
        killed: until.is_some() && status.code().is_none(),
    }
}

fn read_all(from: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).expect("a pipe");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A server, as a program of its own; killed when it goes.
#[derive(Debug)]
pub struct Server(Child);

impl Server {
    /// Starts it and waits until it says where it is; what it said comes back. `None` where it ended instead.
    ///
    /// # Panics
    /// When there is no such program.
    pub fn start(command: &mut Command) -> Option<(Self, String)> {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("starts");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        let server = Self(child);
        out.read_line(&mut line).expect("a pipe");
        line.contains("http://").then_some((server, line))
    }

    /// `kill -9`.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed; it is waited for all the same.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
