//! `./desk bench [NAME] [--json]`: each figure beside a floor or a goal taken in the same run.

mod window;

use desk::clock::SystemClock;
use desk::{Desk, Session};
use domain::{Act, Lang};
use protocol::window::list::{List, View};
use protocol::window::papers::MakeReport;
use scenarios::bulk;
use scenarios::figures::{Figure, median, millis, p95, peak_memory, print};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Inquiries in the measured replica.
const COUNT: u64 = 100_000;

/// Only makes the replica.
const MAKE: &str = "--make";

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|a| a == "--json");
    let wanted = arguments.iter().find(|a| !a.starts_with("--"));
    let asked = |name: &str| wanted.is_none_or(|w| name.contains(w.as_str()));
    let dir = data_dir();
    if arguments.iter().any(|a| a == MAKE) {
        return bulk::replica(&dir, COUNT, &|n| {
            if n.is_multiple_of(10_000) {
                eprintln!("  {n}");
            }
        })
        .await;
    }
    eprintln!("replica of {COUNT} inquiries in {}", dir.display());
    // In a process of its own, whose memory is not that of the work that is measured.
    let made = std::process::Command::new(std::env::current_exe()?)
        .arg(MAKE)
        .status()?;
    if !made.success() {
        return Err("the replica was not made".into());
    }
    let mut figures = Vec::new();
    let desk = Desk::at(&dir, Arc::new(SystemClock));
    let opened = Instant::now();
    let session = desk.unlock(bulk::LOGIN, bulk::PASSPHRASE).await?;
    session
        .list(&List {
            view: View::Inbox,
            limit: 100,
            ..List::default()
        })
        .await?;
    session.counts().await?;
    figures.push(Figure::at_most(
        "unlock, first list and counts",
        millis(opened.elapsed()),
        "ms",
        1_500.0,
    ));
    measure(&session, &dir, &mut figures).await?;
    drop(session);
    desk.lock().await?;
    if window::FIGURES.iter().any(|name| asked(name)) {
        window::measure(&dir, &mut figures).await?;
    }
    figures.retain(|figure| asked(figure.name));
    if figures.is_empty() {
        return Err("no figure has this name; without a name all are measured".into());
    }
    print(&figures, json)?;
    Ok(())
}

/// Beside the builds, so that the replica is made once.
fn data_dir() -> PathBuf {
    let own = std::env::current_exe()
        .ok()
        .and_then(|p| p.parent().map(Path::to_owned));
    own.unwrap_or_else(std::env::temp_dir).join("bench-100000")
}

async fn measure(session: &Session, dir: &Path, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let rows = session
        .list(&List {
            view: View::All,
            limit: 200,
            ..List::default()
        })
        .await?
        .rows;
    let mut saves = Vec::new();
    let mut floors = Vec::new();
    let mut file = std::fs::File::create(dir.join("fdatasync"))?;
    for row in rows.iter().take(60) {
        // In turn, so that both see the same disk.
        let started = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        floors.push(millis(started.elapsed()));
        let started = Instant::now();
        let note = Act::AddNote {
            text: "ченөө".into(),
        };
        session.perform_one(row.id, note).await?;
        saves.push(millis(started.elapsed()));
    }
    figures.push(Figure::over_floor(
        "a clerk's save (median)",
        median(&mut saves),
        "ms",
        median(&mut floors),
        1.5,
    ));

    let mut opens = Vec::new();
    for row in &rows {
        let started = Instant::now();
        session.open_case(row.id).await?;
        opens.push(millis(started.elapsed()));
    }
    figures.push(Figure::at_most(
        "opening a case (p95)",
        p95(&mut opens),
        "ms",
        20.0,
    ));
    figures.push(
        search(
            session,
            "full-text search (p95)",
            &[
                "таза суу",
                "жол оңдоо",
                "пенсия",
                "дорога ремонт",
                "мектеп",
                "жарык жок",
                "прошу принять меры",
            ],
            50.0,
        )
        .await?,
    );
    figures.push(
        search(
            session,
            "look-up by part of a number (p95)",
            &["9998", "5432", "123/20", "77", "00001", "4567/2026"],
            50.0,
        )
        .await?,
    );

    let mut pages = Vec::new();
    for offset in (0..40).map(|n| n * 2_400) {
        let started = Instant::now();
        session
            .list(&List {
                view: View::All,
                offset,
                limit: 100,
                ..List::default()
            })
            .await?;
        pages.push(millis(started.elapsed()));
    }
    figures.push(Figure::at_most(
        "a window of the list, anywhere (p95)",
        p95(&mut pages),
        "ms",
        50.0,
    ));

    let today = session.today();
    let wanted = MakeReport {
        from: today - chrono::Duration::days(364),
        to: today,
        lang: Lang::Ky,
    };
    let started = Instant::now();
    let model = session.report_model(&wanted).await?;
    let took = millis(started.elapsed());
    eprintln!("  the report counts {} inquiries", model.total.count);
    figures.push(Figure::at_most(
        "a period report over 100,000",
        took,
        "ms",
        1_000.0,
    ));
    figures.push(Figure::at_most(
        "peak memory without a window",
        peak_memory(),
        "MB",
        400.0,
    ));
    Ok(())
}

async fn search(
    session: &Session,
    name: &'static str,
    queries: &[&str],
    goal: f64,
) -> Result<Figure, Failure> {
    let mut times = Vec::new();
    for _ in 0..8 {
        for query in queries {
            let list = List {
                view: View::All,
                search: (*query).to_owned(),
                limit: 50,
                ..List::default()
            };
            let started = Instant::now();
            let found = session.list(&list).await?;
            times.push(millis(started.elapsed()));
            if found.total == 0 {
                eprintln!("  nothing found for {query:?}");
            }
        }
    }
    Ok(Figure::at_most(name, p95(&mut times), "ms", goal))
}
