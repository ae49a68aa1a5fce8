//! Gathers the Fluent files of each language, so that a part adds its words by adding a file.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut code = String::new();
    for lang in ["ky", "ru", "en"] {
        let folder = Path::new(&root).join("ftl").join(lang);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<_> = fs::read_dir(&folder)?
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .map(fs::DirEntry::path)
            .collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "ftl"));
        files.sort();
        let _ = writeln!(
            code,
            "/// Files of this language: name and content.\npub const {}: &[(&str, &str)] = &[",
            lang.to_uppercase()
        );
        for file in files {
            println!("cargo::rerun-if-changed={}", file.display());
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let _ = writeln!(
                code,
                "    ({name:?}, include_str!({:?})),",
                file.display().to_string()
            );
        }
        code.push_str("];\n");
    }
    fs::write(Path::new(&out).join("catalogue.rs"), code)
}
