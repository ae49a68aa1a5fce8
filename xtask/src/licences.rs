//! `licences`: what others wrote and we ship, with the licence of each, in `docs/third-party-licences.md`.
//!
//! Crates come from cargo's own graph, only those that end up in a shipped program or in the window; their
//! licences must be among those that `deny.toml` allows. Fonts are found in the tree, each with its licence beside it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::{cargo, cargo::cargo, house::House};

const LIST: &str = "docs/third-party-licences.md";

/// What is shipped: the target and the packages that are built for it.
const SHIPPED: &[(&str, &[&str])] = &[
    (
        "x86_64-unknown-linux-gnu",
        &["inquiry-desk", "deskctl", "server"],
    ),
    ("wasm32-unknown-unknown", &["src-ui"]),
];

/// C libraries that lie inside crates and are compiled with them.
const EMBEDDED: &[(&str, &str, &str)] = &[
    ("OpenSSL 3", "Apache-2.0", "openssl-sys"),
    ("SQLCipher", "BSD-3-Clause", "libsqlite3-sys"),
    ("SQLite", "public domain", "libsqlite3-sys"),
    ("Zstandard", "BSD-3-Clause", "zstd-sys"),
];

/// `licences [--check]`: writes the list, or only says whether it is up to date.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    let mut crates = BTreeSet::new();
    for (target, packages) in SHIPPED {
        crates.extend(shipped(house, target, packages)?);
    }
    let allowed = allowed(&fs::read_to_string(house.root.join("deny.toml"))?)?;
    let refused: Vec<_> = crates
        .iter()
        .filter(|one| !permitted(&one.licence, &allowed))
        .collect();
    for one in &refused {
        eprintln!(
            "{} {}: `{}` is not allowed by deny.toml",
            one.name, one.version, one.licence
        );
    }
    if !refused.is_empty() {
        bail!(
            "{} crates have a licence that deny.toml does not allow",
            refused.len()
        );
    }
    let list = render(&crates, &fonts(house)?);
    let path = house.root.join(LIST);
    if fs::read_to_string(&path).is_ok_and(|there| there == list) {
        return Ok(());
    }
    if args.iter().any(|arg| arg == "--check") {
        bail!("{LIST} is out of date: run `cargo xtask licences`");
    }
    fs::write(&path, list).with_context(|| format!("cannot write {LIST}"))?;
    eprintln!("{LIST}: {} crates", crates.len());
    Ok(())
}

/// A crate that others wrote.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Crate {
    name: String,
    version: String,
    licence: String,
    repository: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

/// The crates from a registry that `packages` need at run time on `target`.
fn shipped(house: &House, target: &str, packages: &[&str]) -> Result<Vec<Crate>> {
    let mut command = cargo(house);
    command.args([
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        target,
    ]);
    let metadata: Metadata = serde_json::from_slice(&cargo::output(&mut command)?)
        .context("cargo metadata printed something else")?;
    let reached = reach(&metadata, packages)?;
    Ok(metadata
        .packages
        .into_iter()
        .filter(|package| package.source.is_some() && reached.contains(&package.id))
        .map(|package| Crate {
            name: package.name,
            version: package.version,
            licence: package.license.unwrap_or_default().replace('/', " OR "),
            repository: package.repository.unwrap_or_default(),
        })
        .collect())
}

/// The ids of all packages that are reached from the named ones by ordinary dependencies.
fn reach(metadata: &Metadata, packages: &[&str]) -> Result<BTreeSet<String>> {
    let nodes: HashMap<&str, &Node> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), node))
        .collect();
    let mut open = Vec::new();
    for name in packages {
        let package = metadata
            .packages
            .iter()
            .find(|package| package.name == *name && package.source.is_none())
            .with_context(|| format!("there is no package `{name}`"))?;
        open.push(package.id.as_str());
    }
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id.to_owned()) {
            continue;
        }
        let node = nodes
            .get(id)
            .with_context(|| format!("{id} is not resolved"))?;
        let ordinary = |edge: &&Edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none());
        open.extend(
            node.deps
                .iter()
                .filter(ordinary)
                .map(|edge| edge.pkg.as_str()),
        );
    }
    Ok(reached)
}

/// The expressions of `licenses.allow`.
fn allowed(deny: &str) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Deny {
        licenses: Licenses,
    }
    #[derive(Deserialize)]
    struct Licenses {
        allow: Vec<String>,
    }
    let deny: Deny = toml::from_str(deny).context("deny.toml")?;
    Ok(deny.licenses.allow)
}

/// Whether the allowed licences are enough to use what stands under `licence`.
fn permitted(licence: &str, allowed: &[String]) -> bool {
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|needed| allowed.iter().any(|one| *one == needed.to_string()))
    })
}

/// Every font in the tree, by directory.
///
/// # Errors
/// If a directory with fonts has no licence in it.
fn fonts(house: &House) -> Result<BTreeMap<PathBuf, Vec<String>>> {
    let mut fonts: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for top in ["crates", "server", "src-ui/assets", "tests"] {
        find_fonts(&house.root, Path::new(top), &mut fonts)?;
    }
    for (dir, names) in &mut fonts {
        names.sort();
        licence_beside(&house.root.join(dir))
            .with_context(|| format!("{} holds fonts and no licence", dir.display()))?;
    }
    Ok(fonts)
}

fn find_fonts(root: &Path, dir: &Path, fonts: &mut BTreeMap<PathBuf, Vec<String>>) -> Result<()> {
    let Ok(entries) = fs::read_dir(root.join(dir)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            find_fonts(root, &dir.join(&name), fonts)?;
        } else if [".ttf", ".otf", ".woff2", ".woff"]
            .iter()
            .any(|end| name.to_lowercase().ends_with(end))
        {
            fonts.entry(dir.to_path_buf()).or_default().push(name);
        }
    }
    Ok(())
}

/// The licence file that lies in a directory.
fn licence_beside(dir: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| {
            let name = name.to_uppercase();
            name.starts_with("OFL") || name.starts_with("LICEN")
        })
        .collect();
    names.sort();
    names.into_iter().next()
}

fn render(crates: &BTreeSet<Crate>, fonts: &BTreeMap<PathBuf, Vec<String>>) -> String {
    let mut text = String::from(
        "# What others wrote\n\n\
         Written by `cargo xtask licences`; `./desk test` checks that it is up to date. Inquiry Desk itself is \
         MIT OR Apache-2.0.\n\n\
         ## Fonts\n\n",
    );
    // Writing to a string cannot fail.
    for (dir, names) in fonts {
        let _ = writeln!(
            text,
            "- `{}`: {}; licence beside them",
            dir.display(),
            names.join(", ")
        );
    }
    text.push_str(
        "\n## Libraries in C\n\n\
         Compiled in with the crate that carries them.\n\n\
         | Library | Licence | Crate |\n|---|---|---|\n",
    );
    for (name, licence, home) in EMBEDDED {
        if crates.iter().any(|one| one.name == *home) {
            let _ = writeln!(text, "| {name} | {licence} | {home} |");
        }
    }
    text.push_str(
        "\nGTK, WebKitGTK and what they need are the system's own (LGPL-2.1-or-later and others), linked dynamically.\n\n\
         ## Crates\n\n\
         | Crate | Version | Licence | Source |\n|---|---|---|---|\n",
    );
    for one in crates {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            one.name, one.version, one.licence, one.repository
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(licence: &str, expected: bool) {
        let allowed = ["MIT", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"].map(str::to_owned);
        assert_eq!(permitted(licence, &allowed), expected, "{licence}");
    }

    #[test]
    fn one_allowed_side_of_a_choice_is_enough_and_every_part_of_a_sum_is_needed() {
        check("MIT", true);
        check("MIT OR GPL-3.0-only", true);
        check("MIT AND Unicode-3.0", true);
        check("(MIT OR Apache-2.0) AND Unicode-3.0", true);
        check("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", true);
        check("Apache-2.0", false);
        check("GPL-3.0-only", false);
        check("MIT AND GPL-3.0-only", false);
        check("", false);
        check("see the file", false);
    }

    #[test]
    fn build_and_test_dependencies_are_not_shipped() {
        let json = r#"{
            "packages": [
                {"id": "app", "name": "app", "version": "1.0.0", "license": null, "repository": null, "source": null},
                {"id": "used", "name": "used", "version": "1.0.0", "license": "MIT", "repository": null, "source": "registry"},
                {"id": "deep", "name": "deep", "version": "1.0.0", "license": "MIT", "repository": null, "source": "registry"},
                {"id": "tool", "name": "tool", "version": "1.0.0", "license": "MIT", "repository": null, "source": "registry"}
            ],
            "resolve": {"nodes": [
                {"id": "app", "deps": [
                    {"pkg": "used", "dep_kinds": [{"kind": "build"}, {"kind": null}]},
                    {"pkg": "tool", "dep_kinds": [{"kind": "dev"}]}
                ]},
                {"id": "used", "deps": [{"pkg": "deep", "dep_kinds": [{"kind": null}]}]},
                {"id": "deep", "deps": []},
                {"id": "tool", "deps": []}
            ]}
        }"#;
        let metadata: Metadata = serde_json::from_str(json).expect("metadata");
        let reached = reach(&metadata, &["app"]).expect("reached");
        let expected: BTreeSet<String> = ["app", "deep", "used"].map(str::to_owned).into();
        assert_eq!(reached, expected);
        assert!(reach(&metadata, &["gone"]).is_err());
    }
}
