//! `deskctl`: the use cases of Inquiry Desk on the command line, for administrators, scripts and tests.
//!
//! Results go to standard output (as JSON with `--json`), sentences to standard error in the language of `--lang`.
//!
//! | Exit code | Meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | refused or failed; the sentence says why and what is safe |
//! | 2 | wrong usage |
//! | 3 | a redaction did not pass its verification; no output was left behind |
//! | 4 | an input file cannot be read |
//! | 5 | an input file is beyond the limits |
//! | 6 | the server cannot be reached; what was done is kept and stays queued |
//! | 7 | a result cannot be written (no such folder, no permission, a folder of that name), or the disk is full |

mod cli;
mod commands;
mod failure;
mod session;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let filter =
        // What is damaged is said in the reader's language.
        tracing_subscriber::EnvFilter::try_from_env("DESK_LOG")
            .unwrap_or_else(|_| "warn,desk::damaged=off".into());
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let lang = cli.lang();
    match runtime.block_on(commands::run(&cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(lang, cli.json),
    }
}
