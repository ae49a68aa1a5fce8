//! `run --screenshots DIR`: the tour of the real window, on a display of its own.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{
    cargo,
    display::Display,
    house::{House, Profile},
    ui, weights,
};

/// Builds everything and has the tour (`tests/`, program `screenshots`) leave its pictures in `dir`.
pub fn take(house: &House, dir: &Path, rest: &[String]) -> Result<()> {
    ui::build(house, Profile::Dev)?;
    cargo::build(
        house,
        Profile::Dev,
        &["inquiry-desk", "deskctl", "screenshots"],
    )?;
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let display = Display::start()?;
    let mut tour = Command::new(house.program(Profile::Dev, "screenshots"));
    tour.arg(dir).args(rest);
    display.enter(&mut tour);
    programs(house, Profile::Dev, &mut tour);
    weights::hand(&mut tour);
    cargo::status(&mut tour)
}

/// Tells a command where the programs under test are.
pub fn programs(house: &House, profile: Profile, command: &mut Command) {
    command
        .env("INQUIRY_DESK_BIN", house.program(profile, "inquiry-desk"))
        .env("DESKCTL_BIN", house.program(profile, "deskctl"))
        .env(
            "INQUIRY_SERVER_BIN",
            house.program(profile, "inquiry-server"),
        );
}
