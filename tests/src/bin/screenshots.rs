//! `screenshots DIR`: a picture of each main screen in each language, from the real window. `DESK_DEMO` names a
//! demonstration to use; otherwise one is made for the run. Progress goes to standard error.

use domain::Lang;
use image::ImageEncoder as _;
use office::Options;
use scenarios::tour::{self, Cases, Looker, SCREENS, THEMES, Walk};
use scenarios::window::{Failure, Window};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Enough for every screen to have something to show.
const INQUIRIES: u32 = 300;
/// The language that is also shown in the other themes.
const SHOWN_IN_THEMES: Lang = Lang::Ky;

#[tokio::main]
async fn main() -> ExitCode {
    let Some(dir) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("screenshots DIR");
        return ExitCode::FAILURE;
    };
    match take(&dir).await {
        Ok(count) => {
            eprintln!("{count} pictures in {}", dir.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("screenshots: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn take(dir: &Path) -> Result<usize, Failure> {
    std::fs::create_dir_all(dir)?;
    let own = tempfile::tempdir()?;
    let home = std::env::var_os("DESK_DEMO").map_or_else(|| own.path().join("demo"), PathBuf::from);
    eprintln!("demonstration …");
    let options = Options {
        inquiries: INQUIRIES,
        ..Options::default()
    };
    let demo = office::open_or_build(&home, &options, &|step| eprintln!("  {step}")).await?;
    let cases = Cases::find(&home).await?;
    let submissions = tour::submissions(own.path(), &demo)?;
    let picked = own.path().join("picked");
    let mut problems = Vec::new();
    for lang in Lang::ALL {
        eprintln!("{} …", lang.tag());
        let mut pictures = Pictures::new(dir, lang);
        // An earlier run may have left another size or theme.
        let _ = std::fs::remove_file(home.join("device-1").join("settings.json"));
        let walked = async {
            let window = Window::open(&["--demo", &home.to_string_lossy()], &picked).await?;
            let walk = Walk {
                window: &window,
                lang,
                cases: &cases,
                picked: &picked,
                submissions: &submissions,
            };
            let mut walked = tour::walk(&walk, &mut pictures).await;
            if walked.is_ok() && lang == SHOWN_IN_THEMES {
                walked = async {
                    window.press(&[thirtyfour::Key::Control], 'l').await?;
                    tour::themes(&walk, &mut pictures).await
                }
                .await;
            }
            if walked.is_err() {
                // What stood there when it failed says more than the error.
                let _ = window
                    .picture(&dir.join(format!("{}-failed.png", lang.tag())))
                    .await;
            }
            // What went wrong first says more than what that led to.
            let closed = window.close().await;
            walked.and(closed)
        };
        if let Err(error) = walked.await {
            problems.push(format!("{}: {error}", lang.tag()));
        }
    }
    let wanted = wanted();
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|name| !dir.join(name).is_file())
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        problems.push(format!("missing: {}", missing.join(", ")));
    }
    if problems.is_empty() {
        Ok(wanted.len())
    } else {
        Err(problems.join("\n").into())
    }
}

/// The names of all pictures.
fn wanted() -> Vec<String> {
    let mut names = Vec::new();
    for lang in Lang::ALL {
        names.extend(SCREENS.iter().filter_map(|s| name(lang, s)));
    }
    for (theme, screens) in THEMES {
        names.extend(
            screens
                .iter()
                .filter_map(|s| name(SHOWN_IN_THEMES, &format!("{theme}-{s}"))),
        );
    }
    names
}

/// The name of a screen's picture: `ky-03-today.png`; `None` for a screen that is in no list.
fn name(lang: Lang, screen: &str) -> Option<String> {
    let at = |wanted: &str| SCREENS.iter().position(|s| *s == wanted);
    let number = at(screen).or_else(|| {
        let (_, screens) = THEMES
            .iter()
            .find(|(theme, _)| screen.starts_with(&format!("{theme}-")))?;
        let own = screens.iter().find(|s| screen.ends_with(*s))?;
        at(own)
    })?;
    Some(format!("{}-{:02}-{screen}.png", lang.tag(), number + 1))
}

/// Leaves a picture of each screen.
struct Pictures {
    dir: PathBuf,
    lang: Lang,
    since: Instant,
}

impl Pictures {
    fn new(dir: &Path, lang: Lang) -> Self {
        // Pictures of an earlier run must not stand for missing ones.
        for old in wanted().iter().filter(|n| n.starts_with(lang.tag())) {
            let _ = std::fs::remove_file(dir.join(old));
        }
        Self {
            dir: dir.to_owned(),
            lang,
            since: Instant::now(),
        }
    }
}

impl Looker for Pictures {
    async fn look(&mut self, window: &Window, screen: &str) -> Result<(), Failure> {
        let name = name(self.lang, screen).ok_or("is in no list")?;
        let path = self.dir.join(&name);
        window.picture(&path).await?;
        pack(&path)?;
        eprintln!("  {name} ({:.1} s)", self.since.elapsed().as_secs_f64());
        for fault in window.faults().await? {
            eprintln!("    {}: {}", fault.kind, fault.text);
        }
        self.since = Instant::now();
        Ok(())
    }
}

/// Packs a picture tightly: the driver leaves it large.
fn pack(path: &Path) -> Result<(), Failure> {
    let picture = image::open(path)?.to_rgb8();
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new_with_quality(
        &mut bytes,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::Adaptive,
    )
    .write_image(
        picture.as_raw(),
        picture.width(),
        picture.height(),
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(std::fs::write(path, bytes)?)
}
