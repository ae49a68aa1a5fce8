//! `demo` and `serve`

use super::print;
use crate::cli::{Cli, Demo, Serve};
use crate::failure::Failure;
use office::{DemoServer, Options};

pub async fn make(cli: &Cli, wanted: &Demo) -> Result<(), Failure> {
    let defaults = Options::default();
    let options = Options {
        inquiries: wanted.inquiries,
        seed: wanted.seed,
        until: wanted.until.unwrap_or(defaults.until),
    };
    let demo = office::build(&wanted.out, &options, &|step| eprintln!("{step}")).await?;
    print(cli, &demo, |d| {
        serde_json::to_string_pretty(d).unwrap_or_default()
    })
}

pub async fn serve(cli: &Cli, wanted: &Serve) -> Result<(), Failure> {
    let demo = office::open(&wanted.dir)?;
    let server = DemoServer::start(&wanted.dir, &demo).await?;
    print(
        cli,
        &serde_json::json!({ "url": server.url().await }),
        |v| v.to_string(),
    )?;
    // Without a way to hear the interrupt, the server runs until it is killed: it loses nothing by that.
    let _ = tokio::signal::ctrl_c().await;
    server.switch(false).await?;
    Ok(())
}
