//! One file a family of commands.

mod audit;
mod conflicts;
mod deadline;
mod demo;
mod detect;
mod devices;
mod enrol;
mod import;
mod inquiries;
mod papers;
mod redact;
mod register;
mod show;
mod stick;
mod synchronise;
mod verify_copy;

use crate::cli::{Audit, Cli, Command};
use crate::failure::Failure;
use serde::Serialize;
use std::path::Path;

/// Runs what was typed.
pub async fn run(cli: &Cli) -> Result<(), Failure> {
    dispatch(cli)
        .await
        .map_err(|failure| failure.looked_at(cli.data.as_deref()))
}

async fn dispatch(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
        Command::Demo(demo) => demo::make(cli, demo).await,
        Command::Serve(serve) => demo::serve(cli, serve).await,
        Command::Enrol(enrol) => enrol::enrol(cli, enrol).await,
        Command::Inquiries(what) => inquiries::run(cli, what).await,
        Command::Detect(wanted) => detect::detect(cli, wanted),
        Command::Redact(redact) => redact::redact(cli, redact),
        Command::VerifyCopy(wanted) => verify_copy::verify(cli, wanted),
        Command::Report(report) => papers::report(cli, report).await,
        Command::Archive(archive) => papers::archive(cli, archive).await,
        Command::Sync => synchronise::sync(cli).await,
        Command::Devices => devices::devices(cli).await,
        Command::Stick(what) => stick::run(cli, what).await,
        Command::Conflicts(what) => conflicts::run(cli, what).await,
        Command::Deadline(what) => deadline::run(cli, what).await,
        Command::Audit(Audit::Verify) => audit::verify(cli).await,
    }
}

/// Prints a result: as JSON when asked, else as the line that `human` makes of it.
fn print<T: Serialize>(
    cli: &Cli,
    value: &T,
    human: impl FnOnce(&T) -> String,
) -> Result<(), Failure> {
    say(&if cli.json {
        serde_json::to_string(value)?
    } else {
        human(value)
    })
}

/// The sentence that a file was written.
fn written(cli: &Cli, path: &Path) -> String {
    let name = text::arg(path.display().to_string());
    text::Texts::new(cli.lang()).with("deskctl-written", &[("name", name)])
}

/// Prints a line. Whoever reads may have heard enough: what was done stays done, and that is no failure. A line that
/// cannot be written, to a full disk for example, is one.
pub fn say(line: &str) -> Result<(), Failure> {
    use std::io::{ErrorKind, Write as _};
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::unwritten(error)),
        _ => Ok(()),
    }
}
