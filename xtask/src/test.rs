//! `test`: everything that must hold before a change lands.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{
    capabilities,
    cargo::{self, DESKTOP, cargo, has},
    counts::Counts,
    display::Display,
    floors,
    house::{House, Profile},
    licences,
    postgres::Postgres,
    screenshots::programs,
    steps::Steps,
    ui, wasm, weights,
};

/// Runs every step, even after one failed, unless the next cannot make sense without it.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    if let Some(arg) = args.first() {
        bail!("`test` takes no argument, `{arg}` was given");
    }
    let mut steps = Steps::default();
    let mut counts = Counts::default();
    check(house, &mut steps);
    if steps.take("the window's bundle", || ui::build(house, Profile::Dev)) {
        steps.take("lints", || lints(house));
        let built = steps.take("programs", || {
            cargo::build(
                house,
                Profile::Dev,
                &["inquiry-desk", "deskctl", "inquiry-server", "simulate"],
            )
        });
        if built {
            test(house, &mut steps, &mut counts);
        }
    }
    eprintln!("{steps}");
    // Alone on its line and last on standard output: what reads the figures of a run looks for this.
    emit(&format!(
        "{} passed, {} failed, {} skipped",
        counts.passed, counts.failed, counts.skipped
    ));
    let failed = steps.failed();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the result of the command")]
fn emit(line: &str) {
    println!("{line}");
}

/// What needs no compiler.
fn check(house: &House, steps: &mut Steps) {
    if has("rustfmt") {
        steps.take("format", || {
            cargo::status(cargo(house).args(["fmt", "--all", "--check"]))
        });
    } else {
        eprintln!("format: not checked, this toolchain has no rustfmt");
    }
    steps.take("dependency floors", || floors::run(house, &[]));
    steps.take("licences", || licences::run(house, &["--check".into()]));
    steps.take("the window's rights", || {
        capabilities::run(house, &["--check".into()])
    });
    if has("cargo-deny") {
        steps.take("cargo-deny", || {
            cargo::status(cargo(house).args(["deny", "check", "bans", "licenses", "sources"]))
        });
    } else {
        eprintln!(
            "cargo-deny: not installed; the floors and licences above are checked by our own steps"
        );
    }
}

/// Clippy over both sides. Warnings are shown, denied lints fail.
fn lints(house: &House) -> Result<()> {
    if !has("cargo-clippy") {
        eprintln!("lints: not checked, this toolchain has no clippy");
        return Ok(());
    }
    let mut desktop = cargo(house);
    desktop.arg("clippy").args(DESKTOP).arg("--all-targets");
    cargo::status(&mut desktop)?;
    wasm::lint(house)
}

/// All tests: the quick ones side by side, the documentation's, then the window's one by one.
fn test(house: &House, steps: &mut Steps, counts: &mut Counts) {
    let targets = match test_targets(house) {
        Ok(targets) => targets,
        Err(error) => {
            steps.take("list of tests", || Err(error));
            return;
        }
    };
    let (window, stories): (Vec<_>, Vec<_>) = targets
        .into_iter()
        .partition(|name| name.starts_with("window"));
    steps.take("tests", || {
        let mut command = tests(house);
        command.args(["--lib", "--bins"]);
        for story in &stories {
            command.args(["--test", story]);
        }
        counts.run(&mut command)
    });
    steps.take("the simulator of synchronisation", || simulate(house));
    steps.take("the window's own tests", || {
        let mut command = cargo(house);
        command.args(["test", "--package", "src-ui", "--target-dir"]);
        // Beside its wasm: the macros and build scripts are the same.
        command.arg(house.target.join("ui"));
        counts.run(&mut command)
    });
    steps.take("the server's story and the storm on PostgreSQL", || {
        let postgres = Postgres::start(false)?;
        let mut command = tests(house);
        command.args(["--test", "story", "--test", "storm"]);
        command.env("INQUIRY_TEST_POSTGRES", postgres.url());
        counts.run(&mut command)
    });
    steps.take("documentation's tests", || {
        let mut command = cargo(house);
        command.arg("test").args(DESKTOP).arg("--doc");
        counts.run_any(&mut command)
    });
    steps.take("window tests", || {
        if window.is_empty() {
            bail!("`scenarios` has no test whose name begins with `window`");
        }
        let display = Display::start()?;
        let mut command = tests(house);
        for name in &window {
            command.args(["--test", name]);
        }
        // One window at a time: they share the display's focus.
        if has("cargo-nextest") {
            command.args(["--test-threads", "1"]);
        } else {
            command.args(["--", "--test-threads", "1"]);
        }
        display.enter(&mut command);
        // A picture of each screen stays behind to be looked at.
        command.env("SHOTS", house.target.join("shots"));
        counts.run(&mut command)
    });
}

/// Synchronisation under everything that can go wrong, a thousand times. A seed that fails is told with its replay.
fn simulate(house: &House) -> Result<()> {
    let program = house.program(Profile::Dev, "simulate");
    cargo::status(Command::new(program).args(["--seeds", "0..1000"]))
}

/// `cargo nextest run` where it is installed, else `cargo test`; both know where the programs are.
fn tests(house: &House) -> Command {
    let mut command = cargo(house);
    if has("cargo-nextest") {
        command.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        command.args(["test", "--no-fail-fast"]);
    }
    command.args(DESKTOP);
    programs(house, Profile::Dev, &mut command);
    weights::hand(&mut command);
    command
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// The names of all integration tests of the workspace.
fn test_targets(house: &House) -> Result<Vec<String>> {
    let mut command = cargo(house);
    command.args(["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Metadata = serde_json::from_slice(&cargo::output(&mut command)?)
        .context("cargo metadata printed something else")?;
    Ok(metadata
        .packages
        .into_iter()
        .flat_map(|package| package.targets)
        .filter(|target| target.kind.iter().any(|kind| kind == "test"))
        .map(|target| target.name)
        .collect())
}
