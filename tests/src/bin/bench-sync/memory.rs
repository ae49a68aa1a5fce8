//! What each side of a first synchronisation needs: the server and the replica are processes of their own here, so that
//! neither is counted for the other, and none of them has made the rows.

use crate::ground::{Failure, Ground, desk, serve};
use scenarios::figures::{Figure, millis, peak_memory, print};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// The word with which this program is started once more as one of the sides.
pub const SIDE: &str = "--side";
/// MB that a side may need.
const MOST: f64 = 300.0;

/// Peaks of a side, in MB.
#[derive(Debug, Serialize, Deserialize)]
struct Peaks {
    before: f64,
    after: f64,
    millis: f64,
    rows: u64,
}

/// Fills a server, then measures both sides.
pub async fn measure(count: u64, json: bool) -> Result<(), Failure> {
    let mut ground = Ground::new(None).await?;
    eprintln!("a server with {count} inquiries of 1.8 kB");
    ground.fill(count).await?;
    let code = ground.code().await?;
    let dir = ground.leave().await;
    let mut server = Side::start(&["server", &dir.path().to_string_lossy()])?;
    let url = server.line()?;
    let replica = Side::start(&["replica", &url, &code, &dir.path().to_string_lossy()])?;
    let replica: Peaks = replica.end()?;
    let server: Peaks = server.end()?;
    if replica.rows < count {
        return Err(format!("{} rows of {count} came", replica.rows).into());
    }
    let figures = [
        Figure::at_most(
            "first sync of many, paged",
            replica.millis,
            "ms",
            f64::INFINITY,
        ),
        Figure::at_most("the server before it", server.before, "MB", f64::INFINITY),
        Figure::at_most("the server's peak", server.after, "MB", MOST),
        Figure::at_most("the replica before it", replica.before, "MB", f64::INFINITY),
        Figure::at_most("the replica's peak", replica.after, "MB", MOST),
    ];
    print(&figures, json)?;
    Ok(())
}

/// This program as one of the sides: `server DIR` or `replica URL CODE DIR`.
pub async fn side(arguments: &[String]) -> Result<(), Failure> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let peaks = match arguments.as_slice() {
        ["server", dir] => {
            let running = serve(Path::new(dir), None).await?;
            let before = peak_memory();
            tell(&running.url())?;
            // Until the other side is done.
            tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
            let after = peak_memory();
            running.shutdown().await;
            Peaks {
                before,
                after,
                millis: 0.0,
                rows: 0,
            }
        }
        ["replica", url, code, dir] => {
            let desk = desk(url, code, Path::new(dir)).await?;
            let before = peak_memory();
            let started = Instant::now();
            let pulled = desk.synchronise().await?;
            Peaks {
                before,
                after: peak_memory(),
                millis: millis(started.elapsed()),
                rows: pulled.pulled,
            }
        }
        _ => return Err("no such side".into()),
    };
    tell(&serde_json::to_string(&peaks)?)
}

fn tell(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

/// A process of this program that plays one side. It ends with this one: its input does.
struct Side {
    child: Child,
    stdin: Option<ChildStdin>,
    out: BufReader<ChildStdout>,
}

impl Side {
    fn start(arguments: &[&str]) -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(SIDE)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take();
        let out = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, stdin, out })
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.out.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// Lets it come to its end; what it says last.
    fn end<T: DeserializeOwned>(mut self) -> Result<T, Failure> {
        drop(self.stdin.take());
        let said = self.line()?;
        let status = self.child.wait()?;
        if !status.success() {
            return Err(format!("a side failed: {status}").into());
        }
        Ok(serde_json::from_str(&said)?)
    }
}
