//! `audit verify`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;
use protocol::ApiError;
use protocol::window::sync::AuditView;
use text::{Texts, arg};

pub async fn verify(cli: &Cli) -> Result<(), Failure> {
    let open = open(cli).await?;
    let view = open.session.verify_audit().await?;
    open.close().await?;
    let texts = Texts::new(cli.lang());
    print(cli, &view, |v| {
        format!("{}{}", own(&texts, v), servers(&texts, v))
    })?;
    let forked = view.server.as_ref().is_some_and(|server| server.forks > 0);
    match view.broken_at {
        None if forked => Err(Failure::new(1, ApiError::new("sync-problem-audit-forked"))),
        None => Ok(()),
        Some(place) => Err(Failure::new(
            1,
            ApiError::new("audit-broken").with("place", place),
        )),
    }
}

/// This device's own chain.
fn own(texts: &Texts, v: &AuditView) -> String {
    match v.broken_at {
        None => format!(
            "{}\n{}: {}",
            texts.with("sync-screen-audit-whole", &[("n", arg(v.entries))]),
            texts.get("sync-screen-audit-head"),
            v.head
        ),
        Some(place) => texts.with(
            "sync-screen-audit-broken",
            &[("at", arg(place.to_string()))],
        ),
    }
}

/// The server's, as this device has seen it.
fn servers(texts: &Texts, v: &AuditView) -> String {
    let Some(server) = &v.server else {
        return String::new();
    };
    let at = text::format::date_time(texts.lang(), server.at);
    let mut lines = format!(
        "\n{}\n{}",
        texts.with(
            "sync-screen-audit-server",
            &[("n", arg(server.entries)), ("at", arg(at))]
        ),
        server.root
    );
    if server.forks > 0 {
        let forked = texts.with("sync-screen-audit-forked", &[("n", arg(server.forks))]);
        lines.push_str(&format!("\n{forked}"));
    }
    lines
}
