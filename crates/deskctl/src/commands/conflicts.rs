//! `conflicts ...`: fields that two people changed at once.

use super::inquiries::told;
use super::print;
use crate::cli::{Cli, Conflicts, Take};
use crate::failure::Failure;
use crate::session::{Open, open};
use chrono::{DateTime, FixedOffset};
use desk::DeskError;
use domain::{Act, Inquiry, InquiryId, Refusal};
use protocol::window::list::{List, View};
use serde::Serialize;
use serde_json::Value;
use text::{Texts, arg};

/// Cases read at once.
const PAGE: u32 = 200;

/// An open conflict.
#[derive(Serialize)]
struct Found {
    number: String,
    inquiry: InquiryId,
    field: String,
    /// What it was before both, where it was anything.
    base: Option<Value>,
    /// What stands.
    theirs: Value,
    /// What was proposed.
    mine: Value,
    /// Who proposed it.
    by: String,
    at: DateTime<FixedOffset>,
    /// Version of the field that the proposal was made on.
    base_version: u64,
}

pub async fn run(cli: &Cli, what: &Conflicts) -> Result<(), Failure> {
    let open = open(cli).await?;
    let result = match what {
        Conflicts::List => list(cli, &open).await,
        Conflicts::Settle {
            number,
            field,
            take,
        } => settle(cli, &open, number, field, *take).await,
    };
    let closed = open.close().await;
    result.and(closed)
}

async fn list(cli: &Cli, open: &Open) -> Result<(), Failure> {
    let office = open.session.office();
    let mut all = Vec::new();
    let mut offset = 0;
    loop {
        let list = List {
            view: View::Conflicts,
            offset,
            limit: PAGE,
            ..List::default()
        };
        let rows = open.session.list(&list).await?.rows;
        for row in &rows {
            let case = open.session.open_case(row.id).await?.inquiry;
            all.extend(found(&case, |id| office.name_of(id)));
        }
        offset += PAGE;
        if rows.len() < PAGE as usize {
            break;
        }
    }
    let texts = Texts::new(cli.lang());
    print(cli, &all, |all| said(&texts, all))
}

fn found(case: &Inquiry, name: impl Fn(domain::StaffId) -> String) -> Vec<Found> {
    case.open_conflicts()
        .map(|c| Found {
            number: case.shown_number().unwrap_or_default(),
            inquiry: case.id,
            field: c.field.clone(),
            base: c.base.clone(),
            theirs: c.theirs.clone(),
            mine: c.mine.clone(),
            by: name(c.by),
            at: c.at,
            base_version: c.base_version,
        })
        .collect()
}

fn said(texts: &Texts, all: &[Found]) -> String {
    if all.is_empty() {
        return texts.get("empty-conflicts");
    }
    let parts: Vec<String> = all
        .iter()
        .map(|c| {
            let field = texts.get(&format!("field-{}", c.field));
            let proposed = [
                ("name", arg(c.by.clone())),
                ("at", arg(text::format::date_time(texts.lang(), c.at))),
            ];
            let before = c.base.as_ref().map(|base| {
                let label = texts.get("conflict-base");
                format!("\n{label}: {}", plain(base))
            });
            format!(
                "{}  {} ({}){}\n{}: {}\n{}: {}",
                c.number,
                texts.with("conflict-title", &[("field", arg(field))]),
                c.field,
                before.unwrap_or_default(),
                texts.get("conflict-stands"),
                plain(&c.theirs),
                texts.with("conflict-mine", &proposed),
                plain(&c.mine),
            )
        })
        .collect();
    parts.join("\n\n")
}

/// A text as it is, anything else as JSON.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

async fn settle(
    cli: &Cli,
    open: &Open,
    number: &str,
    field: &str,
    take: Take,
) -> Result<(), Failure> {
    let case = open.find(number).await?;
    let Some(conflict) = case.open_conflicts().find(|c| c.field == field) else {
        return Err(DeskError::Refused(Refusal::Unknown).into());
    };
    let act = Act::SettleConflict {
        conflict: conflict.id,
        take_mine: take == Take::Mine,
    };
    told(cli, &open.session.perform_one(case.id, act).await?)
}
