//! What a bench prints: each figure beside a floor or a goal taken in the same run.
#![expect(clippy::print_stdout, reason = "the table is the result")]

use serde::Serialize;
use std::time::Duration;

/// One line of the table.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What.
    pub name: &'static str,
    /// Measured.
    pub value: f64,
    /// Unit of value and floor.
    pub unit: &'static str,
    /// What the machine needs at least.
    pub floor: Option<f64>,
    /// Value over floor.
    pub ratio: Option<f64>,
    /// In words.
    pub goal: String,
    /// Whether it is met.
    pub met: bool,
}

impl Figure {
    /// A value with a goal of its own.
    #[must_use]
    pub fn at_most(name: &'static str, value: f64, unit: &'static str, goal: f64) -> Self {
        Self {
            name,
            value,
            unit,
            floor: None,
            ratio: None,
            goal: said(goal, unit),
            met: value <= goal,
        }
    }

    /// A value against a floor of the same run.
    #[must_use]
    pub fn over_floor(
        name: &'static str,
        value: f64,
        unit: &'static str,
        floor: f64,
        goal: f64,
    ) -> Self {
        let ratio = value / floor;
        let goal_text = said(goal, "x floor");
        Self {
            name,
            value,
            unit,
            floor: Some(floor),
            ratio: Some(ratio),
            goal: goal_text,
            met: ratio <= goal,
        }
    }
}

/// A goal in words; what is only shown has none.
fn said(goal: f64, unit: &str) -> String {
    match goal.is_finite() {
        true if unit.starts_with('x') => format!("<= {goal}{unit}"),
        true => format!("<= {goal} {unit}"),
        false => "none".to_owned(),
    }
}

/// Prints all of them: as a table, or as one line of JSON.
///
/// # Errors
/// Never: they are plain values.
pub fn print(figures: &[Figure], json: bool) -> Result<(), serde_json::Error> {
    if json {
        println!("{}", serde_json::to_string(figures)?);
    } else {
        table(figures);
    }
    Ok(())
}

fn table(figures: &[Figure]) {
    println!(
        "{:<40} {:>10} {:<4} {:>9} {:>7}  {:<14} met",
        "figure", "value", "", "floor", "ratio", "goal"
    );
    for f in figures {
        let floor = f.floor.map(|v| format!("{v:.2}")).unwrap_or_default();
        let ratio = f.ratio.map(|v| format!("{v:.2}")).unwrap_or_default();
        let met = if f.met { "yes" } else { "NO" };
        println!(
            "{:<40} {:>10.2} {:<4} {floor:>9} {ratio:>7}  {:<14} {met}",
            f.name, f.value, f.unit, f.goal
        );
    }
}

/// Milliseconds.
#[must_use]
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The middle one.
#[must_use]
pub fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The one that 95 of 100 are below.
#[must_use]
pub fn p95(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times
        .get(times.len() * 95 / 100)
        .copied()
        .unwrap_or(f64::NAN)
}

/// Peak resident memory of this process in MB, as Linux tells it.
#[must_use]
pub fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line
        .and_then(|l| l.split_whitespace().next())
        .and_then(|n| n.parse::<f64>().ok());
    kb.map_or(f64::NAN, |kb| kb / 1_024.0)
}
