//! What is measured with: made-up letters, as text and as PDF.

use paper::{Block, Document, Footer, PageSetup, ParagraphStyle};

/// Whatever went wrong.
pub type Failure = Box<dyn std::error::Error>;

const SEED: u64 = 11;

/// Letters of at least so many characters in all.
pub fn text(characters: usize) -> Vec<String> {
    let mut have = 0;
    let mut letters = Vec::new();
    for inquiry in demo::bench_rows(2_000, SEED) {
        if have >= characters {
            break;
        }
        have += inquiry.text.chars().count();
        letters.push(inquiry.text);
    }
    letters
}

/// A PDF with a letter on each of so many pages.
pub fn of_pages(pages: usize) -> Result<Vec<u8>, Failure> {
    let mut blocks = Vec::new();
    for (number, inquiry) in demo::bench_rows(pages as u64, SEED).enumerate() {
        if number > 0 {
            blocks.push(Block::PageBreak);
        }
        blocks.push(Block::heading(2, &inquiry.subject));
        let lines = inquiry.text.split('\n').filter(|line| !line.is_empty());
        blocks.extend(lines.map(|line| Block::paragraph(line, ParagraphStyle::LETTER)));
    }
    let made = paper::write(Document {
        lang: "ky".into(),
        title: "Көрсөтмө каттар".into(),
        subject: "Ойдон чыгарылган".into(),
        author: "Демо".into(),
        keywords: Vec::new(),
        page: PageSetup::PORTRAIT,
        footer: Footer {
            text: "ДЕМО".into(),
            page_of: "{page} / {pages}".into(),
        },
        blocks,
        attachments: Vec::new(),
        created: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
    })?;
    if made.pages < pages {
        return Err(format!("{} pages of {pages} were made", made.pages).into());
    }
    Ok(made.bytes)
}
