//! 500 pages of full tables: time and memory. `cargo run --release -p paper --example bench_pages [out.pdf]`
#![allow(clippy::print_stdout, reason = "a bench prints")]

use std::time::Instant;

use paper::{Align, Block, Column, Document, Footer, PageSetup, Row, Table, write};

const ROWS: usize = 15_900;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let created = chrono::DateTime::parse_from_rfc3339("2026-04-03T09:30:00+06:00")?;
    let topics = [
        "Ичүүчү суу",
        "Жолдор жана көпүрөлөр",
        "Социальная защита",
        "Жер маселелери",
        "Коммунальное хозяйство",
    ];
    let column = |share, align| Column { share, align };
    let table = Table {
        summary: "Каттоо журналы".to_owned(),
        columns: vec![
            column(1.2, Align::Left),
            column(1.3, Align::Left),
            column(2.4, Align::Left),
            column(3.0, Align::Left),
            column(1.3, Align::Left),
            column(2.0, Align::Left),
            column(0.8, Align::Right),
        ],
        head: vec![Row::new([
            "№",
            "Күнү",
            "Кайрылуучу",
            "Тема",
            "Мөөнөтү",
            "Аткаруучу",
            "Күн",
        ])],
        body: (0..ROWS)
            .map(|n| {
                Row::named([
                    format!("{n}/2026"),
                    format!("{:02}.{:02}.2026", n % 28 + 1, n % 12 + 1),
                    format!("Үлгүев Үлгү {}", n % 700),
                    topics[n % topics.len()].to_owned(),
                    format!("{:02}.{:02}.2026", n % 27 + 1, n % 12 + 1),
                    format!("Аткаруучу {}", n % 40),
                    (n % 14).to_string(),
                ])
            })
            .collect(),
        foot: Vec::new(),
        keep_with_next: false,
        size: 8.0,
        lang: None,
    };
    let begin = Instant::now();
    let paper = write(Document {
        lang: "ky".to_owned(),
        title: "Каттоо журналы".to_owned(),
        subject: String::new(),
        author: String::new(),
        keywords: Vec::new(),
        page: PageSetup::PORTRAIT,
        footer: Footer {
            text: "Каттоо журналы".to_owned(),
            page_of: "{page} / {pages}".to_owned(),
        },
        blocks: vec![Block::heading(1, "Каттоо журналы"), Block::Table(table)],
        attachments: Vec::new(),
        created,
    })?;
    let time = begin.elapsed();
    let memory = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            status
                .lines()
                .find(|l| l.starts_with("VmHWM"))
                .map(str::to_owned)
        })
        .unwrap_or_default();
    println!(
        "{} pages, {ROWS} rows, {} kB in {time:.2?}; {memory}",
        paper.pages,
        paper.bytes.len() / 1024
    );
    if let Some(out) = std::env::args().nth(1) {
        std::fs::write(out, &paper.bytes)?;
    }
    Ok(())
}
