//! `redact --auto`: the plan is what the detector finds.

use crate::cli::Cli;
use crate::failure::Failure;
use desk::DeskError;
use protocol::ApiError;
use recognise::Kind;
use redaction::Plan;
use text::Texts;

/// A plan of all that is found. Nothing found, or a page that cannot be looked at, is no plan: who trusts the copy believes
/// that everything was seen.
pub fn plan_of(cli: &Cli, source: &[u8], kinds: &[String]) -> Result<Plan, Failure> {
    let kinds = kinds_of(kinds)?;
    let (detector, missing) = desk::detect::detector();
    if missing.is_some() {
        eprintln!(
            "{}",
            Texts::new(cli.lang()).get(desk::detect::told(missing.as_ref()))
        );
    }
    let suggested = redaction::suggest(source, &detector, &kinds).map_err(DeskError::from)?;
    if !suggested.unread.is_empty() {
        let pages: Vec<String> = suggested.unread.iter().map(u32::to_string).collect();
        let error = ApiError::new("auto-unread").with("pages", pages.join(", "));
        return Err(Failure::new(4, error));
    }
    let marks: Vec<_> = suggested.found.iter().flat_map(|s| s.marks()).collect();
    if marks.is_empty() {
        return Err(Failure::new(1, ApiError::new("auto-nothing")));
    }
    Ok(Plan { marks })
}

fn kinds_of(codes: &[String]) -> Result<Vec<Kind>, Failure> {
    if codes.is_empty() {
        return Ok(Kind::ALL.to_vec());
    }
    let kind = |code: &String| {
        Kind::of(code.trim())
            .ok_or_else(|| Failure::unknown("unknown-kind", code, &Kind::ALL.map(Kind::code)))
    };
    codes.iter().map(kind).collect()
}
