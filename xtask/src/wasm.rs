//! Which compiler turns `src-ui` into wasm.
//!
//! 1. The default toolchain, if it has the target (`rustup target add wasm32-unknown-unknown`).
//! 2. Debian's `rustc-web` with its library's source: the standard library is built along with the window.
//!    That compiler calls itself stable, and `-Zbuild-std` has to be unlocked.
//!
//! `DESK_WASM=rustup` or `DESK_WASM=debian` chooses by hand.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    cargo::{cargo, has, output, status},
    house::{House, Profile},
};

/// The only target of the window.
const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LIBRARY: &str = "/usr/lib/rustlib/src/rust/library/Cargo.lock";

/// A compiler that can build the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compiler {
    /// The toolchain that runs this program, which has the target installed.
    Installed,
    /// Debian's compiler, with the linker to use.
    Debian(&'static str),
}

impl Compiler {
    /// The first one that this machine has.
    pub fn find(house: &House) -> Result<Self> {
        let wish = std::env::var("DESK_WASM").unwrap_or_default();
        match wish.as_str() {
            "" => {}
            "rustup" | "debian" => eprintln!("wasm: DESK_WASM={wish}"),
            other => bail!("DESK_WASM is `{other}`; it may be `rustup` or `debian`"),
        }
        if wish != "debian" && target_is_installed(house)? {
            return Ok(Self::Installed);
        }
        if wish != "rustup"
            && Path::new(DEBIAN_LIBRARY).exists()
            && Path::new(DEBIAN_CARGO).exists()
            && let Some(linker) = ["rust-lld", "wasm-ld"].into_iter().find(|name| has(name))
        {
            return Ok(Self::Debian(linker));
        }
        bail!(
            "no compiler here can build for {TARGET}: run `rustup target add {TARGET}`, or install \
             Debian's rustc-web, cargo-web, rust-web-src and lld (`./desk run` does either)"
        )
    }

    /// Compiles the window and returns the raw module, as rustc left it.
    pub fn build(self, house: &House, profile: Profile) -> Result<PathBuf> {
        let (cargo_profile, dir) = match profile {
            Profile::Dev => ("dev", "debug"),
            Profile::Release => ("wasm-release", "wasm-release"),
        };
        // Of its own: the desktop's build must not wait for the window's lock, nor share its features.
        let (mut command, target) = match self {
            Self::Installed => (cargo(house), house.target.join("ui")),
            Self::Debian(linker) => (debian(house, linker), house.target.join("ui-debian")),
        };
        command
            .args(["build", "--package", "src-ui", "--target", TARGET])
            .args(["--profile", cargo_profile, "--target-dir"])
            .arg(&target);
        if let Self::Debian(_) = self {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        status(&mut command)?;
        Ok(target.join(TARGET).join(dir).join("src-ui.wasm"))
    }
}

/// Clippy over the window, where the default toolchain can compile it (Debian's has no clippy).
pub fn lint(house: &House) -> Result<()> {
    if Compiler::find(house)? != Compiler::Installed {
        eprintln!("lints of the window: not checked, the toolchain with clippy lacks {TARGET}");
        return Ok(());
    }
    let mut command = cargo(house);
    command
        .args(["clippy", "--package", "src-ui", "--target", TARGET])
        .arg("--target-dir")
        .arg(house.target.join("ui"));
    status(&mut command)
}

fn debian(house: &House, linker: &str) -> Command {
    let mut command = Command::new(DEBIAN_CARGO);
    command
        .current_dir(&house.root)
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
        // Else build scripts would ask the toolchain that started this program.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("RUSTDOC");
    command
}

/// Whether the standard library of the target lies in the default toolchain.
fn target_is_installed(house: &House) -> Result<bool> {
    let mut rustc = Command::new("rustc");
    rustc
        .current_dir(&house.root)
        .args(["--print", "target-libdir", "--target", TARGET]);
    let dir = String::from_utf8(output(&mut rustc)?).context("rustc printed a strange path")?;
    Ok(Path::new(dir.trim())
        .read_dir()
        .is_ok_and(|mut files| files.next().is_some()))
}
