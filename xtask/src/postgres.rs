//! A PostgreSQL of its own for a run: in a new directory, reached by a socket in it, gone when the guard goes.

use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{cargo, display::bound};

/// How long a start may take on a busy machine.
const FAST: [&str; 4] = ["-c", "fsync=off", "-c", "full_page_writes=off"];
const DURABLE: [&str; 4] = ["-c", "fsync=on", "-c", "synchronous_commit=on"];
const PATIENCE: Duration = Duration::from_secs(60);

/// A running PostgreSQL.
pub struct Postgres {
    dir: PathBuf,
    child: Child,
}

impl Postgres {
    /// Makes a cluster and starts it. Nothing of it is meant to outlive the run, so it does not wait for the disk, unless
    /// it is there to be measured.
    pub fn start(durable: bool) -> Result<Self> {
        let programs = programs()?;
        // Short, since a socket's path may have 107 bytes.
        let dir = std::env::temp_dir().join(format!("desk-pg-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(&dir, Some(user), Some(group))?;
        }
        let run = |program: &str| {
            let mut command = bound(&programs.join(program).to_string_lossy(), owner);
            command.current_dir(&dir).stdin(Stdio::null());
            command
        };
        let data = dir.join("data");
        cargo::output(run("initdb").arg("-D").arg(&data).args([
            "-U",
            "desk",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]))?;
        let log = fs::File::create(dir.join("log"))?;
        let child = run("postgres")
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&dir)
            .args(["-c", "listen_addresses=", "-c", "max_connections=300"])
            .args(if durable { DURABLE } else { FAST })
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start postgres")?;
        let mut server = Self { dir, child };
        server.wait(&programs)?;
        // The server's own role: no superuser, since those stand before no row-level security.
        server.command(&programs, "create role inquiry login")?;
        Ok(server)
    }

    /// Makes a database for a server. Its address, in the name of the server's role.
    pub fn database(&self, name: &str) -> Result<String> {
        let statement = format!("create database {name} owner inquiry");
        self.command(&programs()?, &statement)?;
        let dir = self.dir.display();
        Ok(format!("postgres:///{name}?host={dir}&user=inquiry"))
    }

    fn command(&self, programs: &Path, statement: &str) -> Result<()> {
        let mut psql = Command::new(programs.join("psql"));
        psql.args(["-q", "-U", "desk", "-d", "postgres", "-c", statement]);
        cargo::status(psql.arg("-h").arg(&self.dir))
    }

    /// Address of its first database, for its superuser; `inquiry` is a role without rights of its own.
    pub fn url(&self) -> String {
        format!("postgres:///postgres?host={}&user=desk", self.dir.display())
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let started = Instant::now();
        loop {
            let ready = Command::new(programs.join("pg_isready"))
                .args(["-q", "-h"])
                .arg(&self.dir)
                .status()?;
            if ready.success() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(self.dir.join("log")).unwrap_or_default();
                bail!("postgres ended at its start: {status}\n{log}");
            }
            if started.elapsed() > PATIENCE {
                bail!("postgres did not get ready");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT asks it to end its sessions and go; killed outright it would leave its shared memory behind.
        let asked = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            // It may have ended by itself; then there is nothing left to stop.
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        if let Err(error) = fs::remove_dir_all(&self.dir) {
            eprintln!("{} stays behind: {error}", self.dir.display());
        }
    }
}

/// The newest PostgreSQL here. Debian keeps its programs off the path, beside those of other versions.
fn programs() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return Ok(bin);
    }
    std::env::var_os("PATH")
        .iter()
        .flat_map(std::env::split_paths)
        .find(|dir| dir.join("initdb").is_file() && dir.join("postgres").is_file())
        .context("PostgreSQL is not here (package postgresql)")
}

/// User and group in whose name PostgreSQL runs when this runs as root: it refuses root itself.
fn owner() -> Result<Option<(u32, u32)>> {
    let uid = cargo::output(Command::new("id").arg("-u"))?;
    if String::from_utf8_lossy(&uid).trim() != "0" {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| {
            let line = users.lines().find(|l| l.split(':').next() == Some(name))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        })
        .map(Some)
        .context("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`")
}
