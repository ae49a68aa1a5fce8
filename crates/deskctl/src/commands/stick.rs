//! `stick ...`: what travels without a link.

use super::print;
use crate::cli::{Cli, Stick};
use crate::failure::Failure;
use crate::session::{Open, open};
use serde_json::{Value, json};
use text::{Texts, arg};

pub async fn run(cli: &Cli, what: &Stick) -> Result<(), Failure> {
    let open = open(cli).await?;
    let done = carry_out(&open, what).await;
    open.close().await?;
    let report = done?;
    let texts = Texts::new(cli.lang());
    print(cli, &report, |r| match r["commands"].as_u64() {
        Some(n) => texts.with("deskctl-stick-saved", &[("n", n.into())]),
        None => texts.with(
            "deskctl-stick-loaded",
            &[("rows", arg(r["rows"].to_string()))],
        ),
    })
}

async fn carry_out(open: &Open, what: &Stick) -> Result<Value, Failure> {
    Ok(match what {
        Stick::Outbox { output } => {
            let commands = open.session.save_outbox(output).await?;
            json!({ "commands": commands, "file": output })
        }
        Stick::Snapshot { file } => {
            let rows = open.session.load_snapshot(file).await?;
            json!({ "rows": rows })
        }
    })
}
