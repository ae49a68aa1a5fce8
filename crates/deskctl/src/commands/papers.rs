//! `report` and `archive`

use super::{print, written};
use crate::cli::{Archive, Cli, Report, ReportFormat};
use crate::failure::Failure;
use crate::session::{open, write};
use domain::Act;
use protocol::window::papers::MakeReport;

pub async fn report(cli: &Cli, wanted: &Report) -> Result<(), Failure> {
    if wanted.name != "activity" {
        return Err(Failure::usage("unknown-report", &wanted.name));
    }
    let open = open(cli).await?;
    let request = MakeReport {
        from: wanted.from,
        to: wanted.to,
        lang: cli.lang(),
    };
    let bytes = match wanted.format {
        ReportFormat::Pdf => {
            let view = open.session.make_report(&request).await?;
            open.session.paper(&view.paper.token)?.bytes.to_vec()
        }
        ReportFormat::Json => {
            serde_json::to_vec_pretty(&open.session.report_model(&request).await?)?
        }
    };
    open.close().await?;
    write(&wanted.out, &bytes)?;
    let report = serde_json::json!({ "out": wanted.out, "bytes": bytes.len() });
    print(cli, &report, |_| written(cli, &wanted.out))
}

pub async fn archive(cli: &Cli, wanted: &Archive) -> Result<(), Failure> {
    let open = open(cli).await?;
    let inquiry = open.find(&wanted.number).await?;
    let act = |sha256: &str| Act::Archive {
        sha256: sha256.to_owned(),
    };
    if wanted.record {
        // Decided before anything is made; any hash will do.
        open.session
            .would(inquiry.id, &act(&"0".repeat(64)))
            .await?;
    }
    let view = open.session.make_case_file(inquiry.id, cli.lang()).await?;
    let paper = open.session.paper(&view.token)?;
    // On the disk before it is recorded, and in its place only afterwards: a refusal leaves no file.
    let file = desk::settings::prepare(&wanted.out, &paper.bytes)?;
    if wanted.record {
        open.session
            .perform_one(inquiry.id, act(&paper.sha256))
            .await?;
    }
    file.keep()?;
    open.close().await?;
    let report =
        serde_json::json!({ "out": wanted.out, "pages": view.pages, "sha256": view.sha256 });
    print(cli, &report, |_| {
        format!("{}\nSHA-256 {}", written(cli, &wanted.out), view.sha256)
    })
}
