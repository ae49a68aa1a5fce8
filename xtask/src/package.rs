//! `package`: the `.deb` of the program, with `deskctl` beside it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    cargo,
    house::{House, Profile},
    ui, weights,
};

/// The bundler, prebuilt: compiling it takes ten minutes.
const CLI: &str = "@tauri-apps/cli@2.12.5";

/// `package`: builds and prints the path of the package.
pub fn run(house: &House, _args: &[String]) -> Result<()> {
    ui::build(house, Profile::Release)?;
    cargo::build(house, Profile::Release, &["inquiry-desk", "deskctl"])?;
    let tauri = install(house)?;
    let mut bundle = Command::new(tauri);
    // Only bundled: to build, it would select other packages and features, and compile everything once more.
    bundle
        .current_dir(&house.root)
        .args(["bundle", "--ci", "--bundles", "deb", "--config"])
        .arg(config(house)?)
        .env("CARGO_TARGET_DIR", &house.target);
    cargo::status(&mut bundle)?;
    emit(&newest(&house.target.join("release/bundle/deb"))?);
    Ok(())
}

/// What the bundle gets beyond `tauri.conf.json`: paths that depend on this machine.
fn config(house: &House) -> Result<String> {
    let deskctl = house.program(Profile::Release, "deskctl");
    let deskctl = deskctl
        .to_str()
        .context("the target directory's name is not UTF-8")?;
    let mut files = serde_json::json!({ "/usr/bin/deskctl": deskctl });
    for (place, file) in weights::packaged() {
        files[place] = serde_json::json!(file);
    }
    let config = serde_json::json!({ "bundle": { "linux": { "deb": { "files": files } } } });
    Ok(config.to_string())
}

/// Puts the bundler into the target directory, once.
fn install(house: &House) -> Result<PathBuf> {
    let dir = house.target.join("tauri-cli");
    let program = dir.join("node_modules/.bin/tauri");
    let stamp = dir.join("installed");
    if program.exists() && fs::read_to_string(&stamp).is_ok_and(|there| there == CLI) {
        return Ok(program);
    }
    fs::create_dir_all(&dir)?;
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefix",
    ])
    .arg(&dir)
    .arg(CLI)
    .stdout(std::io::stderr());
    cargo::status(&mut npm)?;
    fs::write(stamp, CLI)?;
    Ok(program)
}

/// The package that was just made.
fn newest(dir: &Path) -> Result<PathBuf> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "deb") {
            packages.push((path.metadata()?.modified()?, path));
        }
    }
    packages.sort();
    match packages.pop() {
        Some((_, path)) => Ok(path),
        None => bail!("the bundler left no package in {}", dir.display()),
    }
}

#[expect(clippy::print_stdout, reason = "the result of the command")]
fn emit(path: &Path) {
    println!("{}", path.display());
}
