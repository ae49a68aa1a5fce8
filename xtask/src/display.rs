//! A display of its own for a run: Xvfb with a small window manager, gone when the guard goes.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// Large enough for the window of LOOK (1366x768) and the manager's frame.
const SCREEN: &str = "1440x900x24";

/// A running virtual display.
pub struct Display {
    name: String,
    children: Vec<Child>,
}

impl Display {
    /// Starts Xvfb on a free display, and openbox in it (without a manager no window ever gets the focus).
    pub fn start() -> Result<Self> {
        let mut server = bound("Xvfb", None)
            .args(["-displayfd", "1", "-screen", "0", SCREEN])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb (package xvfb)")?;
        let out = server.stdout.take().context("standard output is piped")?;
        let mut number = String::new();
        BufReader::new(out).read_line(&mut number)?;
        let number = number.trim();
        if number.is_empty() {
            bail!("Xvfb found no free display: {}", server.wait()?);
        }
        let mut display = Self {
            name: format!(":{number}"),
            children: vec![server],
        };
        let mut manager = bound("openbox", None);
        manager
            .arg("--sm-disable")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        display.enter(&mut manager);
        let manager = manager
            .spawn()
            .context("cannot start openbox (package openbox)")?;
        display.children.push(manager);
        Ok(display)
    }

    /// Sends a command's windows to this display.
    pub fn enter(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env("GDK_BACKEND", "x11")
            .env_remove("WAYLAND_DISPLAY");
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // It may have ended by itself; then there is nothing left to stop.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A program that ends with this one, even if this one is killed; in another's name if the ids of a user and a
/// group are given.
pub fn bound(program: &str, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new("setpriv");
    if let Some((user, group)) = owner {
        command.args(["--reuid", &user.to_string()]);
        command.args(["--regid", &group.to_string(), "--clear-groups"]);
    }
    command.args(["--pdeathsig", "TERM", program]);
    command
}

/// Whether this session has a screen of its own.
pub fn is_here() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
