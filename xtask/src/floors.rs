//! `floors`: no locked version lies below a known advisory's fix.
//!
//! The floors are the bans of `deny.toml` that carry a version; `cargo deny` reads the same lines. This check
//! needs no tool beyond cargo, so it always runs.

use std::{fmt, fs};

use anyhow::{Context, Result, bail};
use semver::{Version, VersionReq};
use serde::Deserialize;

use crate::house::House;

/// `floors`.
pub fn run(house: &House, _args: &[String]) -> Result<()> {
    let read = |name: &str| {
        fs::read_to_string(house.root.join(name)).with_context(|| format!("cannot read {name}"))
    };
    let bans = Ban::read(&read("deny.toml")?)?;
    let broken = violations(&bans, &read("Cargo.lock")?)?;
    if broken.is_empty() {
        return Ok(());
    }
    for violation in &broken {
        eprintln!("{violation}");
    }
    bail!("{} locked packages are banned by deny.toml", broken.len());
}

/// A crate, or some versions of it, that may not be used.
#[derive(Debug)]
struct Ban {
    name: String,
    versions: VersionReq,
    reason: String,
}

impl Ban {
    fn read(deny: &str) -> Result<Vec<Self>> {
        #[derive(Deserialize)]
        struct Deny {
            bans: Bans,
        }
        #[derive(Deserialize)]
        struct Bans {
            deny: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            #[serde(rename = "crate")]
            spec: String,
            reason: String,
        }
        let deny: Deny = toml::from_str(deny).context("deny.toml")?;
        if deny.bans.deny.is_empty() {
            bail!("deny.toml bans nothing");
        }
        let ban = |entry: Entry| {
            let (name, versions) = match entry.spec.split_once(':') {
                Some((name, versions)) => (name, VersionReq::parse(versions)?),
                None => (entry.spec.as_str(), VersionReq::STAR),
            };
            Ok(Self {
                name: name.to_owned(),
                versions,
                reason: entry.reason,
            })
        };
        deny.bans.deny.into_iter().map(ban).collect()
    }

    fn forbids(&self, name: &str, version: &Version) -> bool {
        // A pre-release of the floor is below it; requirements alone never match pre-releases.
        let plain = Version::new(version.major, version.minor, version.patch);
        self.name == name
            && (self.versions == VersionReq::STAR
                || self.versions.matches(version)
                || (!version.pre.is_empty() && self.versions.matches(&plain)))
    }
}

/// A locked package that is banned.
#[derive(Debug)]
struct Violation<'a> {
    name: String,
    version: Version,
    ban: &'a Ban,
}

impl fmt::Display for Violation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, ban } = self;
        write!(
            f,
            "{name} {version} is banned ({}): {}",
            ban.versions, ban.reason
        )
    }
}

/// Every locked package that some ban forbids.
fn violations<'a>(bans: &'a [Ban], lock: &str) -> Result<Vec<Violation<'a>>> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: Version,
    }
    let lock: Lock = toml::from_str(lock).context("Cargo.lock")?;
    let mut found = Vec::new();
    for Package { name, version } in lock.package {
        if let Some(ban) = bans.iter().find(|ban| ban.forbids(&name, &version)) {
            found.push(Violation { name, version, ban });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = r#"
        [bans]
        deny = [
            { crate = "lopdf:<0.42.0", reason = "stack overflow" },
            { crate = "bincode", reason = "unmaintained" },
        ]
    "#;

    #[track_caller]
    fn check(name: &str, version: &str, banned: bool) {
        let bans = Ban::read(DENY).expect("bans");
        let lock =
            format!("version = 4\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        let found = violations(&bans, &lock).expect("lock");
        assert_eq!(!found.is_empty(), banned, "{name} {version}");
    }

    #[test]
    fn below_the_floor_is_found_and_at_it_is_not() {
        check("lopdf", "0.41.9", true);
        check("lopdf", "0.42.0", false);
        check("lopdf", "0.44.0", false);
        check("lopdf", "0.41.0-beta.1", true);
        check("lopdf-like", "0.1.0", false);
    }

    #[test]
    fn a_ban_without_versions_means_all() {
        check("bincode", "1.0.0", true);
        check("bincode", "3.0.0-rc.1", true);
    }

    #[test]
    fn a_file_without_bans_is_no_passed_check() {
        assert!(Ban::read("[bans]\ndeny = []").is_err());
        assert!(Ban::read("[bans]").is_err());
    }
}
