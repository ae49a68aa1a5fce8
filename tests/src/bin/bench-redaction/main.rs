//! `./desk bench redaction [--pages N] [--json]`: the detector, drawing and burning, each figure beside a floor taken in the same run.
//!
//! The floor of drawing is `pdftoppm -png` on the same pages of the same file; without it (package `poppler-utils`) those
//! figures have none. The detector is measured first, so that what it needs of memory is told alone.

mod papers;

use papers::Failure;
use recognise::Kind;
use redaction::{Flow, Issued, Plan};
use scenarios::figures::{Figure, millis, p95, peak_memory, print};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Pages of the long document, unless `--pages` says otherwise.
const PAGES: usize = 300;
/// Characters by which the detector is measured.
const CHARACTERS: usize = 400_000;
/// Of the long document so many pages are drawn for the comparison.
const DRAWN: usize = 20;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|a| a == "--json");
    let pages = arguments
        .iter()
        .position(|a| a == "--pages")
        .and_then(|at| arguments.get(at + 1))
        .map(|n| n.parse())
        .transpose()?
        .unwrap_or(PAGES);
    let mut figures = Vec::new();
    let dir = tempfile::tempdir()?;
    detector(&mut figures);
    for (number, names) in [
        (
            1,
            ["Apply to verified, 1 page", "its size beside the source's"],
        ),
        (
            20,
            [
                "Apply to verified, 20 pages",
                "their size beside the source's",
            ],
        ),
    ] {
        let source = papers::of_pages(number)?;
        apply(&source, names, &mut figures)?;
    }
    let source = papers::of_pages(pages)?;
    eprintln!("a document of {pages} pages, {} kB", source.len() / 1_000);
    viewer(&source, pages, &mut figures)?;
    drawing(&source, dir.path(), &mut figures)?;
    apply(
        &source,
        ["Apply to verified, all pages", "the copy beside the source"],
        &mut figures,
    )?;
    figures.push(Figure::at_most(
        "memory at its peak",
        peak_memory(),
        "MB",
        1_000.0,
    ));
    print(&figures, json)?;
    Ok(())
}

/// Speed on one core, and memory with the tagger's weights.
fn detector(figures: &mut Vec<Figure>) {
    let text = papers::text(CHARACTERS);
    let (detector, missing) = desk::detect::detector();
    if let Some(why) = missing {
        eprintln!("the language model is not there ({why}): rules alone are measured");
    }
    let started = Instant::now();
    let found: usize = text.iter().map(|letter| detector.find(letter).len()).sum();
    let took = millis(started.elapsed());
    let characters: usize = text.iter().map(|letter| letter.chars().count()).sum();
    eprintln!("{found} findings in {characters} characters");
    figures.push(Figure::at_most(
        "detector, 50,000 characters",
        took * 50_000.0 / characters as f64,
        "ms",
        1_000.0,
    ));
    figures.push(Figure::at_most(
        "memory of the detector",
        peak_memory(),
        "MB",
        150.0,
    ));
}

/// What a person waits for who opens a long file.
fn viewer(source: &[u8], pages: usize, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let mut times = Vec::new();
    for page in 1..=pages.min(DRAWN) {
        let started = Instant::now();
        if page == 1 {
            redaction::pages(source)?;
        }
        redaction::render_page(source, u32::try_from(page)?, 96)?;
        times.push(millis(started.elapsed()));
    }
    let first = times.remove(0);
    figures.push(Figure::at_most(
        "first page of the long file",
        first,
        "ms",
        300.0,
    ));
    figures.push(Figure::at_most(
        "the next ones (p95)",
        p95(&mut times),
        "ms",
        100.0,
    ));
    let detector = recognise::Detector::new(None);
    let started = Instant::now();
    let found = redaction::suggest(source, &detector, &Kind::ALL)?;
    let took = millis(started.elapsed());
    eprintln!("{} suggestions by rules", found.found.len());
    figures.push(Figure::at_most(
        "suggestions for all pages",
        took / 1_000.0,
        "s",
        f64::INFINITY,
    ));
    Ok(())
}

/// Milliseconds a page, beside those of `pdftoppm`.
fn drawing(source: &[u8], dir: &Path, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let file = dir.join("source.pdf");
    std::fs::write(&file, source)?;
    for (dpi, name) in [
        (150, "drawing a page at 150 dpi"),
        (200, "drawing a page at 200 dpi"),
    ] {
        let started = Instant::now();
        for page in 1..=DRAWN {
            redaction::render_page(source, u32::try_from(page)?, dpi)?;
        }
        let ours = millis(started.elapsed()) / DRAWN as f64;
        match floor(&file, dir, dpi)? {
            Some(theirs) => figures.push(Figure::over_floor(name, ours, "ms", theirs, 1.0)),
            None => figures.push(Figure::at_most(name, ours, "ms", f64::INFINITY)),
        }
    }
    Ok(())
}

/// Milliseconds a page of `pdftoppm`; nothing where it is not installed.
fn floor(file: &Path, dir: &Path, dpi: u32) -> Result<Option<f64>, Failure> {
    let mut command = Command::new("pdftoppm");
    command.args(["-png", "-r", &dpi.to_string(), "-l", &DRAWN.to_string()]);
    command.arg(file).arg(dir.join("page"));
    let started = Instant::now();
    match command.status() {
        Ok(done) if done.success() => Ok(Some(millis(started.elapsed()) / DRAWN as f64)),
        Ok(done) => Err(format!("pdftoppm ended with {done}").into()),
        Err(_) => Ok(None),
    }
}

/// Marks all that is found in the words, burns, verifies, releases.
fn apply(
    source: &[u8],
    names: [&'static str; 2],
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    let found = redaction::suggest(source, &recognise::Detector::new(None), &Kind::ALL)?;
    let marks = found.found.iter().flat_map(|s| s.marks()).collect();
    let plan = Plan { marks };
    let started = Instant::now();
    let burned = redaction::burn(source, &plan, &mut |_, _| Flow::Continue)?;
    let verification = redaction::verify(&burned, source, &plan);
    let took = millis(started.elapsed());
    let issued = Issued {
        by: "bench".into(),
        at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
    };
    let (copy, _) = redaction::release(burned, verification, issued)
        .map_err(|_| "the copy did not pass its verification")?;
    figures.push(Figure::at_most(
        names[0],
        took / 1_000.0,
        "s",
        f64::INFINITY,
    ));
    figures.push(Figure::over_floor(
        names[1],
        copy.bytes().len() as f64 / 1_000.0,
        "kB",
        source.len() as f64 / 1_000.0,
        f64::INFINITY,
    ));
    Ok(())
}
