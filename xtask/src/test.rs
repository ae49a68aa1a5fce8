//! `test`: everything that must hold before a change lands.

use anyhow::{Result, bail};

use crate::{
    capabilities,
    cargo::{self, cargo, has},
    counts::Counts,
    floors,
    house::{House, Profile},
    licences,
    steps::Steps,
    ui,
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
        let built = steps.take("programs", || {
            cargo::build(house, Profile::Dev, &["inquiry-desk", "deskctl"])
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
    }
}

/// Packages whose tests have been seen to pass together. The others compile as part of the programs; each joins this
/// list when its own tests have been run in this house, and then the list goes (see README, "State").
const GATED: &[&str] = &["domain", "text", "protocol", "intake"];

/// The gated packages' tests.
fn test(house: &House, steps: &mut Steps, counts: &mut Counts) {
    steps.take("tests", || {
        let mut command = cargo(house);
        command.args(["test", "--no-fail-fast"]);
        for package in GATED {
            command.args(["--package", package]);
        }
        counts.run_any(&mut command)
    });
}
