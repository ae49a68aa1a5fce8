//! Everything `./desk` does once Rust and the system packages are there.
//!
//! Each command is one file. To add one: a file with `pub fn run(house, args)`, a line in [`COMMANDS`].
//! Notes go to standard error; standard output belongs to what a command was asked for.

mod bench;
mod capabilities;
mod cargo;
mod counts;
mod display;
mod floors;
mod house;
mod icons;
mod licences;
mod package;
mod postgres;
mod run;
mod screenshots;
mod steps;
mod test;
mod ui;
mod wasm;
mod weights;

use std::process::ExitCode;

use anyhow::{Result, bail};
use house::House;

type Run = fn(&House, &[String]) -> Result<()>;

/// Name, what it does, its function.
const COMMANDS: &[(&str, &str, Run)] = &[
    (
        "run",
        "build, fill the demonstration on first start, open the window [--demo DIR] [--screenshots DIR]",
        run::run,
    ),
    (
        "test",
        "format, lints, dependency floors, licences, tests, window tests",
        test::run,
    ),
    (
        "bench",
        "print each figure beside its goal [NAME] [--json]; `sync` for synchronisation [--count N], `redaction` [--pages N]",
        bench::run,
    ),
    ("package", "build the .deb of the program", package::run),
    (
        "ui",
        "build the window's bundle into src-ui/dist [--release]",
        ui::run,
    ),
    (
        "capabilities",
        "write the window's rights from crates/protocol/commands.txt [--check]",
        capabilities::run,
    ),
    (
        "floors",
        "check Cargo.lock against the floors of deny.toml",
        floors::run,
    ),
    (
        "licences",
        "write docs/third-party-licences.md [--check]",
        licences::run,
    ),
    (
        "icons",
        "render icons/*.png from icons/desk.svg (needs rsvg-convert)",
        icons::run,
    ),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((name, rest)) = args.split_first() else {
        help();
        bail!("no command given");
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        help();
        return Ok(());
    }
    let Some((_, _, run)) = COMMANDS.iter().find(|(known, ..)| known == name) else {
        help();
        bail!("there is no command `{name}`");
    };
    run(&House::find()?, rest)
}

fn help() {
    eprintln!("cargo xtask COMMAND");
    for (name, what, _) in COMMANDS {
        eprintln!("  {name:<13}{what}");
    }
}
