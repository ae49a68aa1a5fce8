//! `bench`: the figures of the shipped build, measured by the program `bench` of `tests/`.

use std::process::Command;

use anyhow::Result;

use crate::{
    cargo,
    display::Display,
    house::{House, Profile},
    screenshots::programs,
    ui,
};

/// `bench [NAME] [--json]`: all arguments go to the program.
pub fn run(house: &House, args: &[String]) -> Result<()> {
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
