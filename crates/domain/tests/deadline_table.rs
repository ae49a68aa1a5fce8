//! Two hundred cases worked out by hand from the published calendars, not by this code: `deadlines.csv`.

use chrono::{NaiveDate, NaiveDateTime};
use domain::Code;
use domain::deadline;
use domain::profile::{Profile, shipped};
use std::collections::{BTreeMap, BTreeSet};

const TABLE: &str = include_str!("deadlines.csv");

/// A line, by the names of the columns.
struct Row<'t>(BTreeMap<&'t str, &'t str>);

impl<'t> Row<'t> {
    fn text(&self, column: &str) -> &'t str {
        self.0[column]
    }

    fn date(&self, column: &str) -> NaiveDate {
        self.text(column).parse().expect("a date")
    }
}

fn rows() -> Vec<Row<'static>> {
    let mut lines = TABLE.lines();
    let columns: Vec<&str> = lines.next().expect("a head").split(',').collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), columns.len(), "{line}");
            Row(columns.iter().copied().zip(cells).collect())
        })
        .collect()
}

/// What is computed, in the columns of the table.
fn computed(profile: &Profile, row: &Row<'_>) -> BTreeMap<&'static str, String> {
    let kind = Code::from(row.text("kind"));
    let received = NaiveDateTime::parse_from_str(row.text("received"), "%Y-%m-%dT%H:%M")
        .expect("a moment")
        .and_local_timezone(profile.offset())
        .single()
        .expect("an offset has no gaps");
    let registered = row.date("registered");
    let registration = deadline::registration(profile, &kind, received).expect("a clock");
    let consideration = deadline::consideration(profile, &kind, registered).expect("a clock");
    let forwarding = deadline::forwarding(profile, &kind, registered).expect("a clock");
    let extended = match row.text("extended_by").parse() {
        Err(_) => String::new(),
        Ok(days) => deadline::extension(profile, &kind, consideration.on, days, registered)
            .expect("a clock")
            .on
            .to_string(),
    };
    BTreeMap::from([
        ("registration_due", registration.on.to_string()),
        ("consideration_due", consideration.on.to_string()),
        ("extended_due", extended),
        ("forwarding_due", forwarding.on.to_string()),
    ])
}

#[test]
fn as_by_hand() {
    let rows = rows();
    assert!(rows.len() >= 200, "{}", rows.len());
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &rows {
        let id = row.text("profile");
        let profile = Profile::read(shipped(id).expect("it ships")).expect("valid");
        seen.insert((id, row.text("kind")));
        for (column, found) in computed(&profile, row) {
            if found != row.text(column) {
                wrong.push(format!(
                    "{id} {} {} {}: {column} is {found}, by hand {}",
                    row.text("kind"),
                    row.text("received"),
                    row.text("registered"),
                    row.text(column)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(seen.len(), 15, "every kind of every profile: {seen:?}");
}
