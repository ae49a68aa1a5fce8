//! `inquiry-server`: serves, and does the administrator's work on a data folder.

mod cli;

use clap::Parser as _;
use server::settings::{self, Log};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    // Also the journals, backups and files of libraries are for the server's user alone.
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let cli = cli::Cli::parse();
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let settings = settings::read(cli.config.as_deref(), &environment);
    log(settings.as_ref().map_or(Log::Text, |s| s.log));
    let settings = match settings {
        Ok(settings) => settings,
        Err(wrong) => {
            for violation in wrong {
                tracing::error!("{violation}");
            }
            return ExitCode::from(2);
        }
    };
    for name in &settings.unknown {
        tracing::warn!("{name} is no setting; is it misspelt?");
    }
    match cli::run(cli, settings.config).await {
        Ok(code) => code,
        Err(error) => {
            let mut text = error.to_string();
            let mut cause = error.source();
            while let Some(next) = cause {
                let why = next.to_string();
                if !text.contains(&why) {
                    text.push_str(&format!(": {why}"));
                }
                cause = next.source();
            }
            tracing::error!("{text}");
            ExitCode::from(2)
        }
    }
}

fn log(kind: Log) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,sqlx=warn".into());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match kind {
        Log::Text => lines.init(),
        Log::Json => lines.json().init(),
    }
}
