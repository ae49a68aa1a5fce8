//! `redact`

mod auto;

use super::{print, written};
use crate::cli::{Cli, Redact};
use crate::failure::Failure;
use crate::session::{read, read_text};
use desk::settings::prepare;
use desk::{DeskError, Session};
use protocol::ApiError;
use redaction::{Issued, Mark, Plan, ReasonCode, Rect};
use serde::Deserialize;
use std::path::Path;

/// A plan as a person writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPlan {
    marks: Vec<WrittenMark>,
}

/// A mark: a page and rectangle, or a text wherever it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMark {
    page: Option<u32>,
    rect: Option<[f32; 4]>,
    text: Option<String>,
    reason: ReasonCode,
}

pub fn redact(cli: &Cli, wanted: &Redact) -> Result<(), Failure> {
    apart(&wanted.input, &wanted.out)?;
    if let Some(certificate) = &wanted.certificate {
        apart(&wanted.input, certificate)?;
        apart(&wanted.out, certificate)?;
    }
    let source = read(&wanted.input)?;
    let plan = match &wanted.plan {
        Some(plan) => plan_of(&source, serde_json::from_str(&read_text(plan)?)?)?,
        None => auto::plan_of(cli, &source, &wanted.kinds)?,
    };
    let issued = Issued {
        by: wanted.by.clone(),
        at: now(),
    };
    let (copy, certificate) = Session::redact_bytes(&source, &plan, issued)?;
    // Both are written before either is in its place; the copy first: a certificate without it would vouch for nothing.
    let to_keep = prepare(&wanted.out, copy.bytes())?;
    let vouching = match &wanted.certificate {
        Some(path) => Some(prepare(path, &serde_json::to_vec_pretty(&certificate)?)?),
        None => None,
    };
    to_keep.keep()?;
    if let Some(certificate) = vouching {
        certificate.keep()?;
    }
    let report = serde_json::json!({
        "out": wanted.out,
        "marks": certificate.marks.len(),
        "result": certificate.result,
        "copy_sha256": certificate.copy_sha256,
    });
    print(cli, &report, |_| {
        let sha256 = &certificate.copy_sha256;
        format!("{}\nSHA-256 {sha256}", written(cli, &wanted.out))
    })
}

/// The original is never written over, nor one result by the other.
fn apart(one: &Path, other: &Path) -> Result<(), Failure> {
    let place = |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    match (place(one), place(other)) {
        (Ok(one), Ok(other)) if one == other => {
            Err(Failure::usage("same-file", &other.display().to_string()))
        }
        _ => Ok(()),
    }
}

fn plan_of(source: &[u8], written: WrittenPlan) -> Result<Plan, Failure> {
    let mut marks = Vec::new();
    for (number, mark) in (1..).zip(written.marks) {
        marks.extend(marks_of(source, number, mark)?);
    }
    Ok(Plan { marks })
}

/// The marks of what a person wrote. What is not found is not "nothing to do": the person believes it is there.
fn marks_of(source: &[u8], number: usize, mark: WrittenMark) -> Result<Vec<Mark>, Failure> {
    let refused = |code: &str, page: Option<u32>| {
        let error = ApiError::new(code).with("mark", number);
        Failure::new(1, page.iter().fold(error, |e, page| e.with("page", page)))
    };
    let reason = mark.reason;
    match (
        mark.page,
        mark.rect,
        mark.text.filter(|t| !t.trim().is_empty()),
    ) {
        (Some(page), Some([x0, y0, x1, y1]), text) => {
            let rect = Rect::new(x0, y0, x1, y1);
            if let Some(text) = &text
                && !redaction::text_under(source, page, rect, text).map_err(DeskError::from)?
            {
                return Err(refused("text-not-under", Some(page)));
            }
            Ok(vec![Mark {
                page,
                rect,
                reason,
                text,
            }])
        }
        (page, None, Some(text)) => {
            if let Some(page) = page {
                on_file(source, page)?;
            }
            let found = redaction::find_text(source, &text).map_err(DeskError::from)?;
            let marks: Vec<Mark> = found
                .into_iter()
                .filter(|(on, _)| page.is_none_or(|page| page == *on))
                .map(|(page, rect)| Mark {
                    page,
                    rect,
                    reason,
                    text: Some(text.clone()),
                })
                .collect();
            match (marks.is_empty(), page) {
                (false, _) => Ok(marks),
                (true, None) => Err(refused("text-not-found", None)),
                (true, page) => Err(refused("text-not-on-page", page)),
            }
        }
        _ => {
            let error = ApiError::new("bad-mark").with("mark", number);
            Err(Failure::new(2, error))
        }
    }
}

/// A page that the file does not have is another mistake than a text that a page does not have.
fn on_file(source: &[u8], page: u32) -> Result<(), Failure> {
    let pages = redaction::pages(source).map_err(DeskError::from)?.len();
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    if (1..=pages).contains(&page) {
        Ok(())
    } else {
        Err(DeskError::from(redaction::RedactionError::OutOfRange { page, pages }).into())
    }
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    use desk::clock::Clock as _;
    desk::clock::SystemClock.now().fixed_offset()
}
