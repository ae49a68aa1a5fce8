//! `report` and `archive`

use super::print;
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
    print(cli, &report, |r| r.to_string())
}

pub async fn archive(cli: &Cli, wanted: &Archive) -> Result<(), Failure> {
    let open = open(cli).await?;
    let inquiry = open.find(&wanted.number).await?;
    let view = open.session.make_case_file(inquiry.id, cli.lang()).await?;
    let paper = open.session.paper(&view.token)?;
    write(&wanted.out, &paper.bytes)?;
    if wanted.record {
        open.session
            .perform_one(
                inquiry.id,
                Act::Archive {
                    sha256: paper.sha256.clone(),
                },
            )
            .await?;
    }
    open.close().await?;
    let report =
        serde_json::json!({ "out": wanted.out, "pages": view.pages, "sha256": view.sha256 });
    print(cli, &report, |r| r.to_string())
}
