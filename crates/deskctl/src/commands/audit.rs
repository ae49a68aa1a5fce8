//! `audit verify`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;
use protocol::ApiError;
use text::{Texts, arg};

pub async fn verify(cli: &Cli) -> Result<(), Failure> {
    let open = open(cli).await?;
    let view = open.session.verify_audit().await?;
    open.close().await?;
    let texts = Texts::new(cli.lang());
    print(cli, &view, |v| match v.broken_at {
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
    })?;
    match view.broken_at {
        None => Ok(()),
        Some(place) => Err(Failure::new(
            1,
            ApiError::new("audit-broken").with("place", place),
        )),
    }
}
