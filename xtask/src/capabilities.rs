//! `capabilities`: what the window may call, written from the one list of commands.

#[path = "../../src-tauri/capability.rs"]
mod capability;

use std::fs;

use anyhow::{Context, Result, anyhow, bail};
use capability::{CAPABILITY, COMMANDS};

use crate::house::House;

/// `capabilities [--check]`: writes the file, or only says whether it is up to date.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    let list = fs::read_to_string(house.root.join(COMMANDS))
        .with_context(|| format!("cannot read {COMMANDS}"))?;
    let commands = capability::commands(&list).map_err(|error| anyhow!(error))?;
    let right = capability::capability(&commands);
    let path = house.root.join(CAPABILITY);
    let there = fs::read_to_string(&path).unwrap_or_default();
    if there == right {
        return Ok(());
    }
    if args.iter().any(|arg| arg == "--check") {
        bail!("{CAPABILITY} is not what {COMMANDS} asks for: run `cargo xtask capabilities`");
    }
    fs::write(&path, right).with_context(|| format!("cannot write {CAPABILITY}"))?;
    eprintln!("{CAPABILITY}: {} commands", commands.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::capability::{capability, commands};

    #[test]
    fn comments_and_blank_lines_are_no_commands() {
        let list = "# first\nunlock\n\n  sync_now # by hand\n";
        assert_eq!(commands(list), Ok(vec!["unlock", "sync_now"]));
    }

    #[test]
    fn a_bad_or_doubled_name_is_named_with_its_line() {
        for bad in ["unlock\nSync", "unlock\nopen-case", "a\nb\n\"x\"", "1st"] {
            assert!(commands(bad).is_err(), "{bad}");
        }
        let error = commands("a\nb\na").expect_err("doubled");
        assert!(error.contains(":3:"), "{error}");
    }

    #[test]
    fn the_window_gets_these_rights_and_no_others() {
        let json: serde_json::Value =
            serde_json::from_str(&capability(&["unlock", "sync_now"])).expect("valid JSON");
        let rights: Vec<_> = json["permissions"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|right| right.as_str())
            .collect();
        let expected = [
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "allow-unlock",
            "allow-sync-now",
        ];
        assert_eq!(rights, expected);
        assert_eq!(json["windows"][0], "main");
        assert!(json.get("remote").is_none());
    }
}
