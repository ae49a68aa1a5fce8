//! `inquiries register` and `inquiries attach`: what brings files in.

use super::print;
use crate::cli::{Cli, Register};
use crate::failure::Failure;
use crate::session::{Open, read_text};
use domain::Lang;
use domain::inquiry::Applicant;
use protocol::ApiError;
use protocol::window::work::{DoneView, Performed};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What was done, with what a person should look at.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    done: &'a DoneView,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'a [FileWarning],
}

/// A remark on a file.
#[derive(Serialize)]
struct FileWarning {
    file: String,
    /// Code of `file-warning-<code>`.
    warning: String,
}

pub async fn register(cli: &Cli, open: &Open, r: &Register) -> Result<(), Failure> {
    let text = read_text(&r.text)?;
    let unit = r
        .unit
        .as_deref()
        .map_or_else(|| open.session.staff().unit.clone(), Into::into);
    open.session.office().check_unit(&unit)?;
    let received = r.received.unwrap_or_else(|| open.session.now());
    let mut card = desk::open_case::blank_card(
        unit,
        received,
        r.channel.as_str().into(),
        r.kind.as_str().into(),
    );
    card.lang = r
        .language
        .or_else(|| Lang::guess(&text))
        .unwrap_or_default();
    card.subject.clone_from(&r.subject);
    card.text = text.into();
    card.topic = r.topic.as_deref().map(Into::into);
    card.territory = r.territory.as_deref().map(Into::into);
    card.applicants = vec![Applicant {
        name: r.name.as_str().into(),
        phone: r.phone.as_str().into(),
        email: r.email.as_str().into(),
        address: r.address.as_str().into(),
        category: None,
    }];
    let (staged, warnings) = stage(cli, open, &r.attach).await?;
    let performed = open.session.register(card, &staged).await?;
    first(cli, performed, &warnings)
}

pub async fn attach(
    cli: &Cli,
    open: &Open,
    number: &str,
    file: &PathBuf,
    answer: bool,
) -> Result<(), Failure> {
    let inquiry = open.find(number).await?;
    let (staged, warnings) = stage(cli, open, std::slice::from_ref(file)).await?;
    let performed = open.session.attach(inquiry.id, &staged, answer).await?;
    first(cli, performed, &warnings)
}

async fn stage(
    cli: &Cli,
    open: &Open,
    paths: &[impl AsRef<Path>],
) -> Result<(Vec<String>, Vec<FileWarning>), Failure> {
    let texts = text::Texts::new(cli.lang());
    let (mut staged, mut warnings) = (Vec::new(), Vec::new());
    for path in paths {
        let file = open.session.stage_path(path.as_ref()).await;
        if let Some(error) = file.refused {
            return Err(Failure::new(4, error));
        }
        staged.push(file.id);
        for warning in file.warnings {
            let said = texts.get(&format!("file-warning-{warning}"));
            eprintln!("{}: {said}", file.name);
            warnings.push(FileWarning {
                file: file.name.clone(),
                warning,
            });
        }
    }
    Ok((staged, warnings))
}

fn first(cli: &Cli, performed: Performed, warnings: &[FileWarning]) -> Result<(), Failure> {
    if let Some((_, error)) = performed.refused.into_iter().next() {
        return Err(Failure::new(1, error));
    }
    match performed.done.first() {
        Some(done) => print(cli, &Told { done, warnings }, |t| t.done.number.clone()),
        None => Err(Failure::new(1, ApiError::new("nothing-done"))),
    }
}
