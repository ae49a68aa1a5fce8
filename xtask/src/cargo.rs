//! Calls of cargo. The desktop side is always built with the same selection of packages, because cargo
//! unites features over what is selected: another selection would compile half of the tree again.

use std::{ffi::OsStr, process::Command};

use anyhow::{Context, Result, bail};

use crate::house::{House, Profile};

/// The whole workspace but the window, which is compiled to wasm instead (see `ui`).
pub const DESKTOP: &[&str] = &["--workspace", "--exclude", "src-ui"];

/// The cargo that runs this program, started in the workspace's root.
pub fn cargo(house: &House) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(&house.root);
    // Cargo sets these for the program it runs; the builds started from here are not that package's.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// Builds the named programs of the desktop side.
pub fn build(house: &House, profile: Profile, programs: &[&str]) -> Result<()> {
    let mut command = cargo(house);
    command.arg("build").args(DESKTOP);
    if profile == Profile::Release {
        command.arg("--release");
    }
    for program in programs {
        command.args(["--bin", program]);
    }
    status(&mut command)
}

/// Runs a command to its end; anything but success is an error that names it.
pub fn status(command: &mut Command) -> Result<()> {
    let name = describe(command);
    let status = command
        .status()
        .with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name}: {status}");
    }
    Ok(())
}

/// The standard output of a command that succeeded.
pub fn output(command: &mut Command) -> Result<Vec<u8>> {
    let name = describe(command);
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", output.status);
    }
    Ok(output.stdout)
}

/// Whether a program is on the path (or a cargo subcommand, by its `cargo-` name).
pub fn has(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut text = program
        .file_name()
        .unwrap_or(OsStr::new("?"))
        .to_string_lossy()
        .into_owned();
    for arg in command.get_args().take(6) {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}
