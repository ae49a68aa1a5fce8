//! `sync`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;

pub async fn sync(cli: &Cli) -> Result<(), Failure> {
    let open = open(cli).await?;
    let run = open.session.synchronise().await;
    let view = open.session.view_sync().await?;
    let counts = run
        .as_ref()
        .map(|o| (o.pushed, o.pulled, o.files_sent, o.files_fetched))
        .unwrap_or_default();
    open.close().await?;
    let report = serde_json::json!({
        "complete": run.is_ok(),
        "pushed": counts.0,
        "pulled": counts.1,
        "files_sent": counts.2,
        "files_fetched": counts.3,
        "outbox": view.outbox.len(),
        "rejected": view.rejected.len(),
        "conflicts": view.chip.conflicts,
        "files_waiting": view.chip.files,
    });
    print(cli, &report, |r| r.to_string())?;
    run.map(|_| ()).map_err(Failure::from)
}
