//! Time of burn and verify a page, beside the floor: drawing the same pages and nothing else, in the same run.
//!
//! `cargo run -p redaction --example bench_burn [-- [--out DIR] FILE.pdf...]`; without files, a document made here.
//! With `--out`, each copy that passed is written there.
#![expect(clippy::print_stdout, reason = "a bench prints its table")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use lopdf::{Document, Object, Stream, dictionary};
use redaction::{Flow, Issued, Mark, Plan, ReasonCode, Rect, burn, pages, release, verify, words};

fn main() -> Result<(), Box<dyn Error>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut out = None;
    let mut args = std::env::args_os().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--out" {
            out = args.next().map(PathBuf::from);
        } else {
            files.push(PathBuf::from(arg));
        }
    }
    println!(
        "ms a page                        pages    floor     burn   verify  burn/floor  kB/page  passed"
    );
    if files.is_empty() {
        measure(Path::new("letters"), &letters(20)?, out.as_deref())?;
    }
    for file in &files {
        measure(file, &std::fs::read(file)?, out.as_deref())?;
    }
    Ok(())
}

fn measure(name: &Path, source: &[u8], out: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let plan = plan(source)?;
    let (count, floor) = floor(source)?;
    let start = Instant::now();
    let burned = burn(source, &plan, &mut |_, _| Flow::Continue)?;
    let burning = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let verification = verify(&burned, source, &plan);
    let verifying = start.elapsed().as_secs_f64();
    let a_page = |seconds: f64| seconds * 1000.0 / f64::from(count);
    let short = name.file_name().unwrap_or_default().to_string_lossy();
    println!(
        "{short:32} {count:6} {:8.1} {:8.1} {:8.1} {:11.2} {:8.1}  {}",
        a_page(floor),
        a_page(burning),
        a_page(verifying),
        burning / floor,
        burned.size() as f64 / 1024.0 / f64::from(count),
        verification.passed(),
    );
    for failure in verification.failures() {
        println!("    {failure:?}");
    }
    if let Some(dir) = out {
        let issued = Issued {
            by: "bench".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        };
        if let Ok((copy, certificate)) = release(burned, verification, issued) {
            let path = dir.join(short.as_ref()).with_extension("redacted.pdf");
            std::fs::write(&path, copy.bytes())?;
            std::fs::write(
                path.with_extension("json"),
                serde_json::to_vec_pretty(&certificate)?,
            )?;
        }
    }
    Ok(())
}

/// The longest word of each page, or a box in its middle.
fn plan(source: &[u8]) -> Result<Plan, Box<dyn Error>> {
    let mut marks = Vec::new();
    for (page, info) in (1..).zip(pages(source)?) {
        let words = words(source, page)?;
        let longest = words
            .into_iter()
            .max_by_key(|word| word.text.chars().count());
        let middle = Rect::new(
            info.width * 0.4,
            info.height * 0.45,
            info.width * 0.6,
            info.height * 0.5,
        );
        marks.push(Mark {
            page,
            rect: longest.as_ref().map_or(middle, |word| word.rect),
            reason: ReasonCode::PersonalData,
            text: longest.map(|word| word.text),
        });
    }
    Ok(Plan { marks })
}

/// Draws every page at the resolution of the burn, and keeps nothing.
fn floor(source: &[u8]) -> Result<(u32, f64), Box<dyn Error>> {
    let start = Instant::now();
    let pdf = Pdf::new(source.to_vec()).map_err(|e| format!("{e:?}"))?;
    let cache = RenderCache::new();
    let settings = InterpreterSettings::default();
    let mut count = 0;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let dpi = if width.max(height) > 1300.0 {
            150.0
        } else {
            200.0
        };
        let scale = PixmapSettings {
            x_scale: dpi / 72.0,
            y_scale: dpi / 72.0,
            ..PixmapSettings::default()
        };
        let drawn = hayro::render(page, &cache, &settings, &RenderSettings::default(), &scale);
        std::hint::black_box(drawn.data_as_u8_slice().first());
        count += 1;
    }
    Ok((count, start.elapsed().as_secs_f64()))
}

/// A document of full pages of text in a font that every reader has.
fn letters(pages: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Times-Roman",
    });
    let mut kids = Vec::new();
    for page in 0..pages {
        let mut content = String::from("BT /F 11 Tf 14 TL 60 780 Td\n");
        for line in 0..52 {
            let number = page * 52 + line;
            content += &format!(
                "(Inquiry {number} of a made-up citizen asks the district for an answer in {} days, please.) Tj T*\n",
                number % 14 + 1
            );
        }
        content += "ET";
        let contents = document.add_object(Stream::new(dictionary! {}, content.into_bytes()));
        let id = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => contents,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        });
        kids.push(Object::Reference(id));
    }
    document.set_object(
        tree,
        dictionary! { "Type" => "Pages", "Count" => i64::from(pages), "Kids" => kids },
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}
