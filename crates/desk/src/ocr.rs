//! The words of a page that has none, read off its pixels by `tesseract`, where that is installed.
//!
//! It gets a picture that this program drew, on its standard input, and no file of a stranger. What it reads helps a person
//! to mark; nothing of it passes into a copy.

use crate::error::{DeskError, Result};
use redaction::{PageInfo, PagePicture, Rect, Word};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// Dots per inch at which it reads best; more takes longer and reads no better.
pub const DPI: u32 = 200;
/// A page takes two to five seconds.
const LONGEST: Duration = Duration::from_secs(90);
/// Its languages, those of the office first.
const LANGUAGES: [&str; 3] = ["kir", "rus", "eng"];

/// Reads a page.
///
/// # Errors
/// [`DeskError::NoOcr`] where `tesseract` or its languages are not installed; [`DeskError::OcrFailed`].
pub async fn read(picture: &PagePicture, page: PageInfo) -> Result<Vec<Word>> {
    let languages = languages().await?;
    let mut command = Command::new("tesseract");
    command.args(["-", "-", "-l", &languages]);
    command.args(["--dpi", &DPI.to_string(), "--psm", "3", "tsv"]);
    let said = said(command, &picture.png).await?;
    let (x, y) = (
        page.width / picture.width.max(1) as f32,
        page.height / picture.height.max(1) as f32,
    );
    Ok(words(&said, x, y))
}

/// Which of the languages are installed, as `tesseract` wants them named.
async fn languages() -> Result<String> {
    let mut command = Command::new("tesseract");
    command.arg("--list-langs");
    let said = said(command, &[]).await?;
    let there: Vec<&str> = LANGUAGES
        .into_iter()
        .filter(|language| said.lines().any(|line| line.trim() == *language))
        .collect();
    match there.is_empty() {
        true => Err(DeskError::NoOcr),
        false => Ok(there.join("+")),
    }
}

async fn said(mut command: Command, input: &[u8]) -> Result<String> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => DeskError::NoOcr,
        _ => DeskError::OcrFailed(error.to_string()),
    };
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(failed)?;
    let stdin = child.stdin.take();
    let feed = async {
        if let Some(mut stdin) = stdin {
            // It may end without having read all: its status says why.
            let _ = stdin.write_all(input).await;
        }
    };
    let both = async { tokio::join!(feed, child.wait_with_output()).1 };
    let done = tokio::time::timeout(LONGEST, both)
        .await
        .map_err(|_| DeskError::OcrFailed("too slow".to_owned()))?
        .map_err(failed)?;
    if !done.status.success() {
        return Err(DeskError::OcrFailed(done.status.to_string()));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Columns of its table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn words(table: &str, x: f32, y: f32) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut line, mut before) = (0, None);
    for row in table.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[
            level,
            _,
            block,
            paragraph,
            of,
            _,
            left,
            top,
            width,
            height,
            _,
            text,
        ] = &columns[..]
        else {
            continue;
        };
        let place = [left, top, width, height].map(|n| n.parse::<f32>().ok());
        let [Some(left), Some(top), Some(width), Some(height)] = place else {
            continue;
        };
        if level != "5" || text.trim().is_empty() {
            continue;
        }
        let here = (block.to_owned(), paragraph.to_owned(), of.to_owned());
        if before.as_ref().is_some_and(|before| *before != here) {
            line += 1;
        }
        before = Some(here);
        words.push(Word {
            text: text.trim().to_owned(),
            rect: Rect::new(left * x, top * y, (left + width) * x, (top + height) * y),
            line,
        });
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_scan_is_read_and_what_is_personal_in_it_is_found() {
        let letter = [
            "Районго кайрылуу",
            "Менин ПИН 21210198500234, телефон 0555 123 456.",
        ];
        let made = paper::write(paper::Document {
            lang: "ky".into(),
            title: "Көрсөтмө".into(),
            subject: String::new(),
            author: String::new(),
            keywords: Vec::new(),
            page: paper::PageSetup::PORTRAIT,
            footer: paper::Footer {
                text: String::new(),
                page_of: String::new(),
            },
            blocks: letter
                .map(|line| paper::Block::paragraph(line, paper::ParagraphStyle::LETTER))
                .into(),
            attachments: Vec::new(),
            created: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        });
        let bytes = made.unwrap().bytes;
        let picture = redaction::render_page(&bytes, 1, DPI).unwrap();
        let page = redaction::pages(&bytes).unwrap()[0];
        let words = match read(&picture, page).await {
            // Nothing reads on this computer, and that is said.
            Err(DeskError::NoOcr) => return,
            other => other.unwrap(),
        };
        let detector = recognise::Detector::new(None);
        let found = redaction::suggest_in(words, 1, &detector, &recognise::Kind::ALL);
        let pin = found.iter().find(|s| s.text == "21210198500234").unwrap();
        // It stands where the letters of the file itself stand.
        let (_, place) = pin.places[0];
        let (_, there) = redaction::find_text(&bytes, "21210198500234").unwrap()[0];
        assert!(place.intersection(&there).unwrap().width() > 0.8 * there.width());
    }

    #[test]
    fn its_table_becomes_words_in_the_units_of_the_page() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t10\t20\t300\t30\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t100\t30\t96.1\tКайрылуу\n\
            5\t1\t1\t1\t1\t2\t120\t20\t50\t30\t90\t \n\
            5\t1\t1\t1\t2\t1\t10\t60\t40\t30\t90\tОш\n\
            nonsense\n";
        let found = words(table, 0.5, 0.25);
        let told: Vec<(&str, u32)> = found.iter().map(|w| (w.text.as_str(), w.line)).collect();
        assert_eq!(told, [("Кайрылуу", 0), ("Ош", 1)]);
        assert_eq!(found[0].rect, Rect::new(5.0, 5.0, 55.0, 12.5));
    }
}
