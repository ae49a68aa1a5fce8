//! `icons`: the sizes that desktops ask for, drawn from the one source.

use std::process::Command;

use anyhow::Result;

use crate::{cargo, house::House};

/// File name and edge in pixels; `tauri.conf.json` names the same files.
const SIZES: &[(&str, u32)] = &[
    ("32x32.png", 32),
    ("64x64.png", 64),
    ("128x128.png", 128),
    ("128x128@2x.png", 256),
    ("icon.png", 512),
];

/// `icons`.
pub fn run(house: &House, _args: &[String]) -> Result<()> {
    let dir = house.root.join("icons");
    for (name, edge) in SIZES {
        let edge = edge.to_string();
        let mut render = Command::new("rsvg-convert");
        render
            .args(["--width", &edge, "--height", &edge, "--output"])
            .arg(dir.join(name))
            .arg(dir.join("desk.svg"));
        cargo::status(&mut render)?;
    }
    Ok(())
}
