//! Renders the first files of each sort into a directory: `files DIR [how many]`.
#![allow(clippy::print_stdout, reason = "an example that prints")]

use std::collections::BTreeMap;

use demo::{Content, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let dir = std::path::PathBuf::from(words.next().ok_or("a directory is needed")?);
    let many: u32 = words.next().map_or(Ok(3), |word| word.parse())?;
    std::fs::create_dir_all(&dir)?;
    let year_end = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).ok_or("a day")?;
    let mut made: BTreeMap<String, u32> = BTreeMap::new();
    for inquiry in demo::inquiries(Options::year(900, 7, year_end)) {
        for (place, file) in inquiry.attachments.iter().enumerate() {
            let (sort, ending) = match &file.content {
                Content::Scan { .. } => ("scan".to_owned(), "jpg"),
                Content::Letter { .. } => ("letter".to_owned(), "pdf"),
                Content::Certificate { .. } => ("certificate".to_owned(), "pdf"),
                Content::Photo { scene, .. } => (format!("{scene:?}").to_lowercase(), "jpg"),
            };
            let count = made.entry(sort.clone()).or_default();
            if *count >= many {
                continue;
            }
            *count += 1;
            let begun = std::time::Instant::now();
            let rendered = file.render()?;
            let name = format!("{sort}-{}-{place}.{ending}", inquiry.index);
            println!(
                "{name} {} bytes {:?} {:?} {:?}",
                rendered.bytes.len(),
                begun.elapsed(),
                file.name,
                rendered.regions
            );
            std::fs::write(dir.join(&name), &rendered.bytes)?;
            std::fs::write(dir.join(format!("{name}.txt")), &rendered.truth)?;
        }
    }
    Ok(())
}
