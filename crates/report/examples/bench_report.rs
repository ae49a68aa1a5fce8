//! A report over 100,000 inquiries and 100,000 of the year before. `cargo run --release -p report --example bench_report`
#![allow(clippy::print_stdout, reason = "a bench prints")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate};
use domain::Lang;
use report::{Labels, Period, ReportInput, ReportModel, ReportRow, Unsynced, pdf};
use text::Texts;

const ROWS: u64 = 100_000;

fn row(n: u64, from: NaiveDate) -> ReportRow {
    let received = from + Days::new(n % 365);
    ReportRow {
        id: format!("0190f5fe-7c00-7a00-8000-{:06}{n:06}", from.format("%Y")),
        number: format!("{n}/{}", from.format("%Y")),
        received,
        registered: Some(received + Days::new(1)),
        channel: format!("channel-{}", n % 6),
        form: format!("form-{}", n % 3),
        kind: format!("kind-{}", n % 4),
        topic: Some(format!("topic-{:03}", n * 7 % 140)),
        territory: Some(format!("territory-{:02}", n % 40)),
        outcome: (!n.is_multiple_of(5)).then(|| format!("outcome-{}", n % 5)),
        state: "answered".to_owned(),
        due: Some(received + Days::new(20)),
        answered: (!n.is_multiple_of(5)).then(|| received + Days::new(n % 25)),
        closed: None,
        repeat: n.is_multiple_of(9),
        collective: n.is_multiple_of(13),
        category: Some(format!("category-{}", n % 9)),
        lang: "ky".to_owned(),
        executor: Some(format!("staff-{}", n % 60)),
    }
}

/// Time this thread has spent on a processor; wall time tells little on a machine that others use.
fn on_cpu() -> Duration {
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default();
    Duration::from_nanos(nanoseconds)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let year = |y| NaiveDate::from_ymd_opt(y, 1, 1).ok_or("a day");
    let (from, before) = (year(2026)?, year(2025)?);
    let input = ReportInput {
        period: Period {
            from,
            to: from + Days::new(364),
        },
        rows: (0..ROWS).map(|n| row(n, from)).collect(),
        rows_before: (0..ROWS).map(|n| row(n, before)).collect(),
        known: BTreeMap::new(),
        as_of: DateTime::parse_from_rfc3339("2027-01-10T09:30:00+06:00")?,
        sequence: None,
        body: vec!["Үлгү районунун мамлекеттик администрациясы".to_owned()],
        profile: "kg-district".to_owned(),
        profile_version: "1".to_owned(),
        made_by: "Үлгү".to_owned(),
        signers: Vec::new(),
        unsynced: Unsynced::default(),
    };
    let (begin, begin_cpu) = (Instant::now(), on_cpu());
    let model = ReportModel::build(input)?;
    let (built, built_cpu) = (begin.elapsed(), on_cpu() - begin_cpu);
    let paper = pdf(&model, &Labels::new(), &Texts::new(Lang::Ky))?;
    println!(
        "{ROWS} + {ROWS} inquiries: model {built:.2?} ({built_cpu:.2?} of a processor), paper with its data {:.2?} ({:.2?}), {} pages, {} kB",
        begin.elapsed() - built,
        on_cpu() - begin_cpu - built_cpu,
        paper.pages,
        paper.bytes.len() / 1024
    );
    Ok(())
}
