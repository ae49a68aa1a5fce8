//! `enrol`

use super::print;
use crate::cli::{Cli, Enrol};
use crate::failure::Failure;
use desk::Desk;
use desk::clock::SystemClock;
use desk::enrol::NewAccount;
use protocol::ApiError;
use std::sync::Arc;

pub async fn enrol(cli: &Cli, wanted: &Enrol) -> Result<(), Failure> {
    let need = |what: &str| Failure::new(2, ApiError::new("needs").with("value", what));
    let data = cli.data.clone().ok_or_else(|| need("--data"))?;
    let secret = |name: &str| std::env::var(name).map_err(|_| need(name));
    let account = NewAccount {
        login: wanted.login.clone(),
        password: secret("DESK_PASSWORD")?,
        passphrase: secret("DESK_PASSPHRASE")?,
    };
    let desk = Desk::at(&data, Arc::new(SystemClock));
    let authority = match &wanted.authority {
        Some(file) => Some(std::fs::read_to_string(file).map_err(|e| {
            let error = ApiError::new("sync-problem-bad-authority").because(e);
            Failure::new(4, error)
        })?),
        None => None,
    };
    let (server, code, name) = (&wanted.server, &wanted.code, &wanted.name);
    let enrolled = desk
        .enrol(server, authority.as_deref(), code, name, &[account])
        .await?;
    let report =
        serde_json::json!({ "data": data, "recovery_code": enrolled.recovery_code.expose() });
    let printed = print(cli, &report, |r| r.to_string());
    if printed.is_err() {
        // It is told this once.
        eprintln!("{report}");
    }
    printed
}
