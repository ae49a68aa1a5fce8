//! `inquiry-server profile`.

use super::{Failed, OfTenant, Say, only};
use clap::Subcommand;
use domain::Profile;
use domain::ids::StaffId;
use domain::recount::{Cause, Moved};
use server::{Admin, Config, ProfileChange};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Checks a legal profile's file and names all that is wrong with it. Exit code 1 where something is.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Shows what a profile would do to the open cases of a body: old date, new date, why. Changes nothing.
    Diff {
        #[command(flatten)]
        tenant: OfTenant,
        /// The file.
        file: PathBuf,
    },
    /// Puts a profile in force, and counts the open cases anew. Look at `diff` first.
    Apply {
        #[command(flatten)]
        tenant: OfTenant,
        /// The file.
        file: PathBuf,
        /// Id of the administrator who orders it.
        #[arg(long)]
        by: StaffId,
        /// Why, without personal data: it stands in the history of each case that moves.
        #[arg(long)]
        reason: String,
    },
}

pub(super) async fn run(config: &Config, command: Command, say: &Say) -> Result<ExitCode, Failed> {
    match command {
        Command::Check { file } => return check(&file, say),
        Command::Diff { tenant, file } => {
            let text = std::fs::read_to_string(&file).map_err(super::about(&file))?;
            let admin = Admin::open(config).await?;
            let tenant = only(&admin, tenant).await?;
            let change = admin.review_profile(tenant, &text).await?;
            say.either(&change, || told(&change, "would be counted anew"))?;
        }
        Command::Apply {
            tenant,
            file,
            by,
            reason,
        } => {
            let text = std::fs::read_to_string(&file).map_err(super::about(&file))?;
            let admin = Admin::open(config).await?;
            let tenant = only(&admin, tenant).await?;
            let change = admin.apply_profile(tenant, &text, by, &reason).await?;
            say.either(&change, || told(&change, "were counted anew"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(file: &Path, say: &Say) -> Result<ExitCode, Failed> {
    let text = std::fs::read_to_string(file).map_err(super::about(file))?;
    let wrong = Profile::read(&text).err().unwrap_or_default();
    say.either(&wrong, || {
        if wrong.is_empty() {
            vec!["The profile is valid.".to_owned()]
        } else {
            wrong.iter().map(ToString::to_string).collect()
        }
    })?;
    Ok(if wrong.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn told(change: &ProfileChange, what: &str) -> Vec<String> {
    let review = &change.review;
    let mut lines = vec![format!(
        "{} -> {}: of {} open cases {} {what}.",
        change.from,
        change.to,
        review.open,
        review.moved.len()
    )];
    lines.extend(review.moved.iter().map(moved));
    lines.extend(review.lost.iter().map(|l| {
        format!(
            "{}: the new profile has no {} {}",
            l.inquiry, l.list, l.code
        )
    }));
    if !review.beyond_calendar.is_empty() {
        lines.push(format!(
            "{} cases are due in years that the new calendar does not know.",
            review.beyond_calendar.len()
        ));
    }
    lines
}

fn moved(moved: &Moved) -> String {
    let id = moved.inquiry.to_string();
    let number = moved.number.as_deref().unwrap_or(&id);
    let why: Vec<String> = moved.why.iter().map(cause).collect();
    format!(
        "{number}: {} -> {} ({})",
        moved.was,
        moved.becomes,
        why.join("; ")
    )
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Rule { term, was, becomes } => format!(
            "{}: {} days, was {}, {}",
            term.code(),
            becomes.value,
            was.value,
            becomes.source
        ),
        Cause::Day { date, becomes, .. } => {
            let is = if becomes.works() { "worked" } else { "off" };
            format!("{date} is {is}")
        }
        Cause::Counting => "days are counted by another custom".to_owned(),
        Cause::Standing { by_the_old } => {
            format!("by the old profile it would have been {by_the_old}")
        }
    }
}
