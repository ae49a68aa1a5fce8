//! Where things are: the workspace's root and the directory builds go to.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// How the desktop programs are built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// Quick to build; what is hot is optimised all the same (see the root `Cargo.toml`).
    Dev,
    /// What is shipped and measured.
    Release,
}

impl Profile {
    /// `--release` asks for the shipped build; its absence for the quick one.
    pub fn from_args(args: &[String]) -> Self {
        if args.iter().any(|arg| arg == "--release") {
            Self::Release
        } else {
            Self::Dev
        }
    }

    /// The directory below the target directory.
    pub fn dir(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }
}

/// The workspace on this machine.
pub struct House {
    /// The directory of the root `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target directory, absolute.
    pub target: PathBuf,
}

impl House {
    /// Finds the workspace from which cargo started this program. What was true when it was compiled may not be:
    /// clones that share a target directory share the compiled program too.
    pub fn find() -> Result<Self> {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .context("started without cargo; use `cargo xtask`")?;
        let root = Path::new(&package)
            .parent()
            .context("xtask lies in a directory of the workspace")?
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => std::path::absolute(dir)?,
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    /// A program of the workspace, where cargo puts it.
    pub fn program(&self, profile: Profile, name: &str) -> PathBuf {
        self.target.join(profile.dir()).join(name)
    }
}
