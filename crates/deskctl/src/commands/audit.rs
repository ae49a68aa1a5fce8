//! `audit verify`

use super::print;
use crate::cli::Cli;
use crate::failure::Failure;
use crate::session::open;
use protocol::ApiError;

pub async fn verify(cli: &Cli) -> Result<(), Failure> {
    let open = open(cli).await?;
    let view = open.session.verify_audit().await?;
    open.close().await?;
    print(cli, &view, |v| match v.broken_at {
        None => format!("entries {}\tunbroken\thead {}", v.entries, v.head),
        Some(place) => format!("entries {}\tbroken at {place}", v.entries),
    })?;
    match view.broken_at {
        None => Ok(()),
        Some(place) => Err(Failure::new(
            1,
            ApiError::new("audit-broken").with("place", place),
        )),
    }
}
