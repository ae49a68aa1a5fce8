//! axe-core on the screen that stands: WCAG 2 A and AA, contrast included.

use crate::window::{Failure, Window};
use serde::Deserialize;

/// Version 4.14.1 as published, under the Mozilla Public License 2.0 (`vendor/axe-core/LICENSE`). A tool of the tests;
/// nothing that is shipped contains it.
const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");

const RUN: &str = r#"
const done = arguments[arguments.length - 1];
axe.run(document, {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  resultTypes: ["violations"],
}).then(
  found => done({ violations: found.violations.map(v => ({
    id: v.id, help: v.help,
    places: v.nodes.slice(0, 6).map(n => n.target.join(" ") + " — " + n.html.slice(0, 160) + " — "
      + (n.any.concat(n.all, n.none).map(c => c.message).join("; ")).slice(0, 300)),
  })), rules: found.violations.length + found.passes.length, error: null }),
  error => done({ violations: [], rules: 0, error: String(error) }));
"#;

/// A rule that the screen breaks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Violation {
    /// axe's name of the rule.
    pub id: String,
    /// The rule in words.
    pub help: String,
    /// Where: selector, markup, what is wrong.
    pub places: Vec<String>,
}

#[derive(Deserialize)]
struct Found {
    violations: Vec<Violation>,
    rules: usize,
    error: Option<String>,
}

/// What axe finds wrong on the screen.
///
/// # Errors
/// When axe itself fails, or ran no rule at all.
pub async fn violations(window: &Window) -> Result<Vec<Violation>, Failure> {
    let there = window
        .run("return typeof window.axe === 'object';", Vec::new())
        .await?;
    if there.as_bool() != Some(true) {
        window.run(AXE, Vec::new()).await?;
    }
    let found: Found = window
        .driver
        .execute_async(RUN, Vec::new())
        .await?
        .convert()?;
    if let Some(error) = found.error {
        return Err(error.into());
    }
    if found.rules == 0 {
        return Err("axe ran no rule".into());
    }
    Ok(found.violations)
}

/// Fails with every violation at once.
///
/// # Errors
/// When there is one.
pub async fn check(window: &Window) -> Result<(), Failure> {
    let found = violations(window).await?;
    if found.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = found
        .into_iter()
        .map(|v| format!("{}: {}\n      {}", v.id, v.help, v.places.join("\n      ")))
        .collect();
    Err(lines.join("\n    ").into())
}
