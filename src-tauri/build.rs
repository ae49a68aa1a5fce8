//! Checks what the program embeds (the window's bundle, its rights) and writes Tauri's part of the build.

#[path = "capability.rs"]
mod capability;

use std::{error::Error, fs, path::Path};

use capability::{CAPABILITY, COMMANDS};
use tauri_build::{AppManifest, Attributes};

const PAGE: &str = "src-ui/dist/index.html";

fn main() -> Result<(), Box<dyn Error>> {
    for path in [COMMANDS, CAPABILITY, PAGE, "src-tauri/capability.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rerun-if-changed=src-tauri/capabilities");
    if !Path::new(PAGE).exists() {
        return Err("the window is not built yet: run `cargo xtask ui`".into());
    }
    let list = fs::read_to_string(COMMANDS).map_err(|error| format!("{COMMANDS}: {error}"))?;
    let commands = capability::commands(&list)?;
    let rights = fs::read_to_string(CAPABILITY).unwrap_or_default();
    if rights != capability::capability(&commands) {
        return Err(format!("{CAPABILITY} is stale: run `cargo xtask capabilities`").into());
    }
    // Tauri keeps the list for as long as the build script runs.
    let commands: &'static [&'static str] = commands
        .iter()
        .map(|&name| &*String::leak(name.to_owned()))
        .collect::<Vec<_>>()
        .leak();
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(AppManifest::new().commands(commands)),
    )?;
    Ok(())
}
