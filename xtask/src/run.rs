//! `run`: the demonstration in its window.

use std::{
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    cargo, display,
    house::{House, Profile},
    screenshots, ui, weights,
};

/// `run [--demo DIR] [--screenshots DIR] [arguments of the program]`.
pub fn run(house: &House, args: &[String]) -> Result<()> {
    let wish = Wish::parse(args)?;
    if let Some(shots) = &wish.screenshots {
        return screenshots::take(house, shots, &wish.rest);
    }
    if !display::is_here() {
        bail!("there is no screen here; `./desk run --screenshots DIR` does without one");
    }
    eprintln!("building the window and the program");
    ui::build(house, Profile::Dev)?;
    cargo::build(house, Profile::Dev, &["inquiry-desk", "deskctl"])?;
    let demo = match wish.demo {
        Some(dir) => dir,
        None => default_demo()?,
    };
    eprintln!("demonstration data: {}", demo.display());
    let mut program = Command::new(house.program(Profile::Dev, "inquiry-desk"));
    program.arg("--demo").arg(&demo).args(&wish.rest);
    weights::hand(&mut program);
    Err(program.exec()).context("cannot start the program")
}

/// What the command line of `run` asks for.
#[derive(Default, PartialEq, Eq, Debug)]
struct Wish {
    demo: Option<PathBuf>,
    screenshots: Option<PathBuf>,
    rest: Vec<String>,
}

impl Wish {
    fn parse(args: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let slot = match arg.as_str() {
                "--demo" => &mut wish.demo,
                "--screenshots" => &mut wish.screenshots,
                _ => {
                    wish.rest.push(arg.clone());
                    continue;
                }
            };
            let dir = args
                .next()
                .with_context(|| format!("{arg} needs a directory"))?;
            *slot = Some(std::path::absolute(Path::new(dir))?);
        }
        Ok(wish)
    }
}

/// Where the demonstration lives when nobody says: with the user's data, so that it survives a `cargo clean`.
fn default_demo() -> Result<PathBuf> {
    let data = match std::env::var_os("XDG_DATA_HOME").filter(|dir| !dir.is_empty()) {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(std::env::var_os("HOME").context("HOME is not set; use --demo DIR")?)
            .join(".local/share"),
    };
    Ok(data.join("inquiry-desk-demo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Wish> {
        Wish::parse(&args.iter().map(|&arg| arg.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn own_flags_are_taken_and_the_rest_goes_to_the_program() {
        let wish = parse(&["--lang", "ky", "--screenshots", "/s", "--demo", "/d"]).expect("parsed");
        assert_eq!(wish.screenshots, Some("/s".into()));
        assert_eq!(wish.demo, Some("/d".into()));
        assert_eq!(wish.rest, ["--lang", "ky"]);
    }

    #[test]
    fn a_relative_directory_means_where_the_caller_stands() {
        let wish = parse(&["--demo", "here"]).expect("parsed");
        let expected = std::env::current_dir().expect("a directory").join("here");
        assert_eq!(wish.demo, Some(expected));
    }

    #[test]
    fn a_flag_without_its_directory_is_refused() {
        assert!(parse(&["--screenshots"]).is_err());
    }
}
