//! `inquiry-server check`: what is wrong, in sentences.

use super::{Failed, Say};
use server::{Admin, CheckReport, TenantCheck};
use std::process::ExitCode;

pub(super) async fn check(admin: &Admin, say: &Say) -> Result<ExitCode, Failed> {
    let report = admin.check().await?;
    say.either(&report, || sentences(&report))?;
    Ok(if report.sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn sentences(report: &CheckReport) -> Vec<String> {
    let mut lines = Vec::new();
    if report.database != "ok" {
        lines.push(format!(
            "The database's own check says: {}.",
            report.database
        ));
    }
    for tenant in &report.tenants {
        lines.extend(of_tenant(tenant));
    }
    for folder in &report.replaced {
        lines.push(format!(
            "{folder} in the data folder is what a restore replaced. It holds personal data, also of cases that were erased since: delete it as soon as you do not need it."
        ));
    }
    let bodies = report.tenants.len();
    lines.push(if report.sound() {
        format!("Everything fits together: the database, and {bodies} bodies with their logs, numbers, audit chains and files.")
    } else {
        "Do not restore over it before you have a copy: docs/server.md says what to do.".to_owned()
    });
    lines
}

fn of_tenant(found: &TenantCheck) -> Vec<String> {
    let body = found.tenant;
    let mut lines = Vec::new();
    if let Some(seq) = found.log_gap {
        let head = found.head;
        lines.push(format!(
            "{body}: the log has no entry {seq}, though it goes up to {head}."
        ));
    }
    if let Some(seq) = found.audit.broken_at {
        lines.push(format!(
            "{body}: the audit chain does not fit from entry {seq} on; somebody changed the database."
        ));
    }
    for number in &found.numbers {
        lines.push(format!(
            "{body}: the registration number {number} is missing or was given twice."
        ));
    }
    for unit in &found.sums {
        let unit = unit.as_str();
        lines.push(format!(
            "{body}: the checksum of the department {unit} is not that of its rows."
        ));
    }
    for file in &found.files {
        lines.push(format!(
            "{body}: the file {file} is missing in the store, or its bytes are others."
        ));
    }
    for inquiry in &found.unerased {
        lines.push(format!(
            "{body}: the case {inquiry} is here, though it was ordered that it be erased. The server erases it when it starts."
        ));
    }
    lines
}
