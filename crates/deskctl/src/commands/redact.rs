//! `redact`

use super::print;
use crate::cli::{Cli, Redact};
use crate::failure::Failure;
use crate::session::{read, read_text, write};
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
    let written: WrittenPlan = serde_json::from_str(&read_text(&wanted.plan)?)?;
    let plan = plan_of(&source, written)?;
    let issued = Issued {
        by: wanted.by.clone(),
        at: now(),
    };
    let (copy, certificate) = Session::redact_bytes(&source, &plan, issued)?;
    // The copy first: a certificate without its copy would vouch for nothing.
    write(&wanted.out, copy.bytes())?;
    if let Some(path) = &wanted.certificate {
        write(path, &serde_json::to_vec_pretty(&certificate)?)?;
    }
    let report = serde_json::json!({
        "out": wanted.out,
        "marks": certificate.marks.len(),
        "result": certificate.result,
        "copy_sha256": certificate.copy_sha256,
    });
    print(cli, &report, |r| r.to_string())
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
    for mark in written.marks {
        match (mark.page, mark.rect, mark.text) {
            (Some(page), Some([x0, y0, x1, y1]), text) => {
                marks.push(Mark {
                    page,
                    rect: Rect::new(x0, y0, x1, y1),
                    reason: mark.reason,
                    text,
                });
            }
            (_, None, Some(text)) => {
                let found = redaction::find_text(source, &text).map_err(DeskError::from)?;
                if found.is_empty() {
                    // A text that is not found is not "nothing to do": the person believes it is there.
                    return Err(Failure::new(1, ApiError::new("text-not-found")));
                }
                marks.extend(found.into_iter().map(|(page, rect)| Mark {
                    page,
                    rect,
                    reason: mark.reason,
                    text: Some(text.clone()),
                }));
            }
            _ => return Err(Failure::usage("bad-mark", "page, rect | text")),
        }
    }
    Ok(Plan { marks })
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    use desk::clock::Clock as _;
    desk::clock::SystemClock.now().fixed_offset()
}
