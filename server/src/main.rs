//! `inquiry-server`: serves, and does the administrator's work on a data folder.

mod cli;

use clap::Parser as _;
use server::settings::{self, Log};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let settings = settings::read(cli.config.as_deref(), |name| std::env::var(name).ok());
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
    match cli::run(cli, settings.config).await {
        Ok(code) => code,
        Err(error) => {
            let mut text = error.to_string();
            let mut cause = error.source();
            while let Some(next) = cause {
                text.push_str(&format!(": {next}"));
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
