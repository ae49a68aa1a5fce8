//! `inquiries import`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::Open;
use desk::session::Event;
use protocol::window::work::ImportProblem;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;
use text::{Texts, arg};
use tokio::sync::broadcast::Receiver;
use tokio::time::{Instant, timeout};

/// Nobody needs to be told of what is done by then.
const PATIENCE: Duration = Duration::from_secs(1);

pub async fn import(
    cli: &Cli,
    open: &Open,
    file: &Path,
    unit: Option<&str>,
    new: bool,
) -> Result<(), Failure> {
    let unit = unit.map_or_else(|| open.session.staff().unit.clone(), Into::into);
    // Before a large file is read in vain.
    open.session.office().check_unit(&unit)?;
    let progress = (!cli.json).then(|| tokio::spawn(tell(Texts::new(cli.lang()), open.events())));
    let report = async {
        let preview = open.session.preview_import(file).await?;
        let token = &preview.token;
        open.session.commit_import(token, &unit, !new).await
    }
    .await;
    if let Some(progress) = progress {
        progress.abort();
        // Whether it ended by itself or was stopped is all the same.
        let _ = progress.await;
        if std::io::stderr().is_terminal() {
            eprint!("\r\u{1b}[K");
        }
    }
    let report = report?;
    let texts = Texts::new(cli.lang());
    for p in &report.problems {
        eprintln!("{}: {}", place(&texts, p), sentence(&texts, p));
    }
    print(cli, &report, |r| {
        let left_out = r.problems.iter().filter(|p| !p.warning).count();
        let values = [
            ("taken", arg(r.taken)),
            ("known", arg(r.known)),
            ("problems", arg(left_out)),
        ];
        texts.with("deskctl-imported", &values)
    })
}

/// The line, and the element where many may stand on one line.
fn place(texts: &Texts, p: &ImportProblem) -> String {
    match p.element {
        None => p.line.to_string(),
        Some(n) => texts.with(
            "deskctl-element",
            &[("line", arg(p.line.to_string())), ("n", arg(n.to_string()))],
        ),
    }
}

fn sentence(texts: &Texts, p: &ImportProblem) -> String {
    let kind = if p.warning { "warning" } else { "problem" };
    let key = format!("intake-{kind}-{}", p.code);
    let values = [
        ("line", arg(p.line.to_string())),
        ("column", arg(p.column.clone().unwrap_or_default())),
        ("value", arg(p.excerpt.clone())),
    ];
    texts.with(&key, &values)
}

/// Says how far it is: over and over on one line of a terminal, now and then in a log.
async fn tell(texts: Texts, mut events: Receiver<Event>) {
    let terminal = std::io::stderr().is_terminal();
    let pause = Duration::from_millis(if terminal { 200 } else { 5_000 });
    let (begun, mut last) = (Instant::now(), None::<Instant>);
    let mut line = texts.get("import-reading");
    loop {
        match timeout(PATIENCE, events.recv()).await {
            Ok(Ok(Event::Progress(p))) if p.job == "import" => {
                let values = [
                    ("done", arg(p.done.to_string())),
                    ("of", arg(p.of.to_string())),
                ];
                line = texts.with("deskctl-import", &values);
            }
            Ok(Err(tokio::sync::broadcast::error::RecvError::Closed)) => return,
            Ok(_) => continue,
            Err(_) => {}
        }
        let due = last.is_none_or(|l| l.elapsed() >= pause);
        if begun.elapsed() < PATIENCE || !due {
            continue;
        }
        last = Some(Instant::now());
        let mut stderr = std::io::stderr().lock();
        // Whoever does not listen misses nothing.
        let _ = if terminal {
            write!(stderr, "\r\u{1b}[K{line}").and_then(|()| stderr.flush())
        } else {
            writeln!(stderr, "{line}")
        };
    }
}
