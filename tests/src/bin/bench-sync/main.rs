//! `./desk bench sync [NAME] [--json]`: synchronisation, each figure beside a floor taken in the same run.
//!
//! A real server on the loopback, real encrypted replicas, rows of 1.8 kB. With `INQUIRY_BENCH_POSTGRES` the server stands
//! on a PostgreSQL, and 500 devices come to it at the same time. `memory` measures only what a first synchronisation of
//! 1,000,000 inquiries needs, each side in a process of its own.

mod crowd;
mod floors;
mod ground;
mod memory;

use domain::Act;
use ground::{Failure, Ground};
use scenarios::figures::{Figure, millis, peak_memory, print};
use scenarios::wiretap;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Inquiries of the first synchronisation, unless `--count` says otherwise.
const COUNT: u64 = 100_000;
/// Inquiries of the first synchronisation of which the memory is measured.
const MANY: u64 = 1_000_000;
/// Commands of a clerk who worked without a link.
const OFFLINE: u64 = 2_000;
/// Rows that changed meanwhile.
const CHANGED: u64 = 5_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((first, side)) = arguments.split_first()
        && first == memory::SIDE
    {
        return memory::side(side).await;
    }
    let json = arguments.iter().any(|a| a == "--json");
    let count = arguments
        .iter()
        .position(|a| a == "--count")
        .and_then(|at| arguments.get(at + 1))
        .map(|n| n.parse())
        .transpose()?;
    if arguments.iter().any(|a| a == "memory") {
        return memory::measure(count.unwrap_or(MANY), json).await;
    }
    let count = count.unwrap_or(COUNT);
    let mut figures = Vec::new();
    let mut ground = Ground::new(None).await?;
    eprintln!("a server with {count} inquiries of 1.8 kB");
    ground.fill(count).await?;
    first_sync(&ground, count, &mut figures).await?;
    push(&ground, "push of 2,000 offline commands", &mut figures).await?;
    pull(&mut ground, &mut figures).await?;
    nothing(&ground, &mut figures).await?;
    cut(&ground, &mut figures).await?;
    ground.end().await;
    if let Ok(postgres) = std::env::var("INQUIRY_BENCH_POSTGRES") {
        let mut ground = Ground::new(Some(postgres)).await?;
        ground.fill(OFFLINE).await?;
        push(&ground, "the same on PostgreSQL", &mut figures).await?;
        crowd::measure(&ground, &mut figures).await?;
        ground.end().await;
    }
    print(&figures, json)?;
    Ok(())
}

/// The whole of it, paged, into an encrypted replica; and what travelled.
async fn first_sync(ground: &Ground, count: u64, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let rows = ground.rows().await?;
    let floor = floors::insert(&ground.dir, &rows).await?;
    let packed = floors::packed(&rows)?;
    drop(rows);
    let restored = floors::restored(&ground.dir, &packed)?;
    let (address, counts) = wiretap::tap(ground.address()).await?;
    let desk = ground.desk(&format!("http://{address}")).await?;
    let before = peak_memory();
    let started = Instant::now();
    let pulled = desk.synchronise().await?;
    let took = millis(started.elapsed());
    if pulled.pulled < count {
        return Err(format!("{} rows of {count} came", pulled.pulled).into());
    }
    figures.push(Figure::over_floor(
        "first sync, paged",
        took,
        "ms",
        floor,
        3.0,
    ));
    figures.push(Figure::over_floor(
        "bytes on the wire",
        counts.down.load(Ordering::Relaxed) as f64 / 1e6,
        "MB",
        packed.len() as f64 / 1e6,
        1.1,
    ));
    figures.push(Figure::at_most(
        "memory, server and first sync",
        peak_memory().max(before),
        "MB",
        600.0,
    ));
    let started = Instant::now();
    desk.index_all().await?;
    figures.push(Figure::at_most(
        "its words, indexed behind it",
        millis(started.elapsed()),
        "ms",
        f64::INFINITY,
    ));
    drop(desk);
    by_snapshot(ground, count, restored, figures).await
}

/// The same by blocks of rows that were packed before.
async fn by_snapshot(
    ground: &Ground,
    count: u64,
    restored: f64,
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    ground.make_snapshots().await?;
    let desk = ground.desk(&ground.url()).await?;
    let started = Instant::now();
    let pulled = desk.synchronise().await?;
    let took = millis(started.elapsed());
    if pulled.pulled < count {
        return Err(format!("{} rows of {count} came by snapshot", pulled.pulled).into());
    }
    figures.push(Figure::over_floor(
        "first sync, by snapshot",
        took,
        "ms",
        restored,
        2.0,
    ));
    Ok(())
}

async fn push(
    ground: &Ground,
    name: &'static str,
    figures: &mut Vec<Figure>,
) -> Result<(), Failure> {
    let desk = ground.desk(&ground.url()).await?;
    desk.synchronise().await?;
    let mut cases = Vec::new();
    for n in 0..OFFLINE / 4 {
        cases.push(desk.register(n).await?);
    }
    for id in &cases {
        for act in [
            Act::AddNote {
                text: "Ченөө: жер-жерде көрүлдү.".into(),
            },
            ground.assign(),
            ground::draft(),
        ] {
            desk.act(*id, act).await?;
        }
    }
    let floor = floors::commit(&ground.dir, OFFLINE / 200)?;
    let started = Instant::now();
    let outcome = desk.synchronise().await?;
    let took = millis(started.elapsed());
    if (outcome.pushed, outcome.rejected) != (OFFLINE, 0) {
        return Err(format!("{} pushed, {} refused", outcome.pushed, outcome.rejected).into());
    }
    let mut figure = Figure::at_most(name, took, "ms", 1_000.0);
    figure.floor = Some(floor);
    figure.ratio = Some(took / floor);
    figures.push(figure);
    Ok(())
}

async fn pull(ground: &mut Ground, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let desk = ground.desk(&ground.url()).await?;
    desk.synchronise().await?;
    ground.change(CHANGED).await?;
    let started = Instant::now();
    let outcome = desk.synchronise().await?;
    let took = millis(started.elapsed());
    if outcome.pulled < CHANGED {
        return Err(format!("{} rows of {CHANGED} came", outcome.pulled).into());
    }
    figures.push(Figure::at_most(
        "pull of 5,000 changed rows",
        took,
        "ms",
        700.0,
    ));
    Ok(())
}

/// A run with nothing to do: bytes of both bodies and heads, and the calls.
async fn nothing(ground: &Ground, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let (address, counts) = wiretap::tap(ground.address()).await?;
    let desk = ground.desk(&format!("http://{address}")).await?;
    desk.synchronise().await?;
    desk.synchronise().await?;
    counts.calls.store(0, Ordering::Relaxed);
    let bodies = desk.bodies_of_nothing().await?;
    figures.push(Figure::at_most(
        "nothing to do: bytes of both bodies",
        bodies as f64,
        "B",
        300.0,
    ));
    figures.push(Figure::at_most(
        "nothing to do: round trips",
        counts.calls.load(Ordering::Relaxed) as f64,
        "",
        1.0,
    ));
    Ok(())
}

/// A line that is cut in the middle of a first synchronisation: what comes twice.
async fn cut(ground: &Ground, figures: &mut Vec<Figure>) -> Result<(), Failure> {
    let (address, counts) = wiretap::tap(ground.address()).await?;
    let whole = ground.desk(&format!("http://{address}")).await?;
    whole.synchronise().await?;
    let all = counts.down.load(Ordering::Relaxed);
    let (address, counts) = wiretap::tap(ground.address()).await?;
    let desk = ground.desk(&format!("http://{address}")).await?;
    counts.cut_at.store(all / 2, Ordering::Relaxed);
    let broken = desk.try_synchronise().await;
    if broken.complete {
        return Err("the line was not cut".into());
    }
    desk.synchronise().await?;
    let twice = counts.down.load(Ordering::Relaxed).saturating_sub(all);
    let mut figure = Figure::at_most(
        "a cut link: what comes twice",
        twice as f64 / 1e6,
        "MB",
        broken.largest as f64 / 1e6,
    );
    figure.goal = format!("<= one frame ({:.1} MB)", broken.largest as f64 / 1e6);
    figures.push(figure);
    Ok(())
}
