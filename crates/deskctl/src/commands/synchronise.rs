//! `sync`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;
use text::{Texts, arg};

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
        "clock_off_minutes": view.chip.clock_off,
    });
    let texts = Texts::new(cli.lang());
    if let Some(wrong) = view.chip.clock_words() {
        let amount = texts.with(wrong.amount, &[("n", wrong.n.into())]);
        eprintln!(
            "{}",
            texts.with(wrong.sentence, &[("amount", amount.into())])
        );
    }
    print(cli, &report, |r| {
        let value = |name: &str| arg(r[name].to_string());
        let names = [
            "pushed",
            "pulled",
            "files_sent",
            "files_fetched",
            "outbox",
            "rejected",
            "conflicts",
            "files_waiting",
        ];
        let values = names.map(|name| (name, value(name)));
        texts.with("deskctl-synced", &values)
    })?;
    run.map(|_| ()).map_err(Failure::from)
}
