//! `bench`: the figures of the shipped build, measured by the programs `bench`, `bench-sync` and `bench-redaction` of `tests/`.

use std::process::Command;

use anyhow::Result;

use crate::{
    cargo,
    display::Display,
    house::{House, Profile},
    postgres::Postgres,
    screenshots::programs,
    ui, weights,
};

/// `bench [NAME] [--json]`, `bench sync [--count N] [--json]`, `bench redaction [--pages N] [--json]`: the other arguments go to the program.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    match args.split_first() {
        Some((name, rest)) if name == "sync" => sync(house, rest),
        Some((name, rest)) if name == "redaction" => redaction(house, rest),
        _ => window(house, args),
    }
}

/// `bench sync [--count N] [--json]`: on SQLite, then on a PostgreSQL that waits for its disk.
fn sync(house: &House, args: &[String]) -> Result<()> {
    cargo::build(house, Profile::Release, &["bench-sync"])?;
    let postgres = Postgres::start(true)?;
    let mut bench = Command::new(house.program(Profile::Release, "bench-sync"));
    bench.args(args);
    bench.env("INQUIRY_BENCH_POSTGRES", postgres.database("bench")?);
    cargo::status(&mut bench)
}

/// `bench redaction [--pages N] [--json]`: with the tagger's weights, where they are to be had.
fn redaction(house: &House, args: &[String]) -> Result<()> {
    cargo::build(house, Profile::Release, &["bench-redaction"])?;
    let mut bench = Command::new(house.program(Profile::Release, "bench-redaction"));
    bench.args(args);
    weights::hand(&mut bench);
    cargo::status(&mut bench)
}

fn window(house: &House, args: &[String]) -> Result<()> {
    ui::build(house, Profile::Release)?;
    cargo::build(
        house,
        Profile::Release,
        &["inquiry-desk", "deskctl", "bench"],
    )?;
    let display = Display::start()?;
    let mut bench = Command::new(house.program(Profile::Release, "bench"));
    bench.args(args);
    display.enter(&mut bench);
    programs(house, Profile::Release, &mut bench);
    cargo::status(&mut bench)
}
