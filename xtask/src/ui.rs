//! The window's bundle: `src-ui` as wasm and JavaScript beside its page, styles and fonts, in `src-ui/dist`.

use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    house::{House, Profile},
    wasm::Compiler,
};

/// The stem of the generated module; `boot.js` imports it.
const NAME: &str = "window";

/// `ui [--release]`.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    build(house, Profile::from_args(args))
}

/// Compiles the window and renews `src-ui/dist` where anything differs.
///
/// Only changed files are written: the desktop program embeds them and is rebuilt when they change.
pub fn build(house: &House, profile: Profile) -> Result<()> {
    let wasm = Compiler::find(house)?.build(house, profile)?;
    let wasm = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let assets = read_tree(&house.root.join("src-ui/assets"))?;
    let dist = house.root.join("src-ui/dist");
    let stamp = Stamp::new(house, &dist);
    let digest = digest(profile, &wasm, &assets);
    if stamp.read() == Some(digest) && dist.join("index.html").exists() {
        return Ok(());
    }
    let mut files = assets;
    files.extend(bind(house, profile, wasm)?);
    write_tree(&dist, &files)?;
    stamp.write(digest)?;
    let size: usize = files.values().map(Vec::len).sum();
    eprintln!("window: {} files, {} kB", files.len(), size / 1000);
    Ok(())
}

/// What wasm-bindgen makes of the raw module, by relative path.
fn bind(house: &House, profile: Profile, wasm: Vec<u8>) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let out = house.target.join("ui").join("bound");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_bytes(NAME, wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&out)
        .context("wasm-bindgen")?;
    read_tree(&out)
}

/// All files below a directory, by relative path.
fn read_tree(dir: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    fn walk(top: &Path, dir: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
        for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                walk(top, &path, files)?;
            } else {
                files.insert(path.strip_prefix(top)?.to_path_buf(), fs::read(&path)?);
            }
        }
        Ok(())
    }
    let mut files = BTreeMap::new();
    walk(dir, dir, &mut files)?;
    Ok(files)
}

/// Makes a directory hold exactly these files, touching none that is right already.
fn write_tree(dir: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    fs::create_dir_all(dir)?;
    for path in read_tree(dir)?.into_keys() {
        if !files.contains_key(&path) {
            fs::remove_file(dir.join(path))?;
        }
    }
    for (path, bytes) in files {
        let path = dir.join(path);
        if fs::read(&path).is_ok_and(|old| old == *bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn digest(profile: Profile, wasm: &[u8], assets: &BTreeMap<PathBuf, Vec<u8>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    profile.dir().hash(&mut hasher);
    wasm.hash(&mut hasher);
    assets.hash(&mut hasher);
    hasher.finish()
}

/// Remembers what a bundle was made from. It lies in the target directory, for whatever lies in the bundle is
/// shipped; clones that share a target directory have one each.
struct Stamp(PathBuf);

impl Stamp {
    fn new(house: &House, dist: &Path) -> Self {
        let mut hasher = DefaultHasher::new();
        dist.hash(&mut hasher);
        let name = format!("bundle-{:016x}", hasher.finish());
        Self(house.target.join("ui").join(name))
    }

    fn read(&self) -> Option<u64> {
        fs::read_to_string(&self.0).ok()?.trim().parse().ok()
    }

    fn write(&self, digest: u64) -> Result<()> {
        if let Some(parent) = self.0.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&self.0, digest.to_string()).context("cannot write the bundle's stamp")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
        files
            .iter()
            .map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec()))
            .collect()
    }

    #[test]
    fn a_tree_holds_exactly_what_was_asked_for_and_leaves_right_files_alone() {
        let dir = std::env::temp_dir().join(format!("xtask-tree-{}", std::process::id()));
        let first = tree(&[("a.html", "1"), ("fonts/f", "2"), ("old.js", "3")]);
        write_tree(&dir, &first).expect("written");
        let before = fs::metadata(dir.join("a.html")).and_then(|meta| meta.modified());
        let second = tree(&[("a.html", "1"), ("fonts/f", "changed")]);
        write_tree(&dir, &second).expect("written again");
        let after = fs::metadata(dir.join("a.html")).and_then(|meta| meta.modified());
        assert_eq!(read_tree(&dir).expect("read"), second);
        assert_eq!(before.expect("time"), after.expect("time"));
        fs::remove_dir_all(&dir).expect("removed");
    }

    #[test]
    fn the_digest_sees_profile_module_and_assets() {
        let assets = tree(&[("a", "1")]);
        let base = digest(Profile::Dev, b"wasm", &assets);
        assert_eq!(base, digest(Profile::Dev, b"wasm", &assets));
        assert_ne!(base, digest(Profile::Release, b"wasm", &assets));
        assert_ne!(base, digest(Profile::Dev, b"wasn", &assets));
        assert_ne!(base, digest(Profile::Dev, b"wasm", &tree(&[("a", "2")])));
        assert_ne!(base, digest(Profile::Dev, b"wasm", &tree(&[("b", "1")])));
    }
}
