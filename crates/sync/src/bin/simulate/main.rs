//! The seeded simulator of synchronisation: real replicas on a disk that loses power, the real server, and a link on
//! which everything goes wrong that can. It asserts the invariants of the design (module `invariants`).
//!
//! ```text
//! cargo run -p sync --bin simulate -- --seeds 0..1000     many seeds; one line for each that fails
//! cargo run -p sync --bin simulate -- --seed 17 --trace   one seed again, every step in words
//! cargo run -p sync --bin simulate -- --seed 17 --keep 0,4,31 --trace   the same with these events alone
//! cargo run -p sync --bin simulate -- --seeds 0..20 --break skip-row    something broken on purpose
//! ```
//!
//! A seed makes a plan (`plan`): devices with departments and staff, and some dozens of events: what people do, runs of
//! synchronisation with faults of the link, crashes, clocks, revocations, backups. The events are lived through one
//! after another in one thread (`world`), then comes a calm in which all queues must empty, then everything is looked
//! at. All that decides anything comes from the seed, so a seed does the same again: ids, clocks, which write is lost.
//! Keys, tokens, salts, vectors of the ciphers and the salts of SQLite's log come from the system; they change bytes,
//! never what happens. The worker threads of SQLite are waited for at each call.
//!
//! When a seed fails, events are left out as long as the same invariant still breaks (`shrink`), and the shortest plan
//! is printed with the command that replays it. Of several failing seeds the first is shortened.
//!
//! What is simulated of a disk is the replica's database (`drive`). The attachments beside it are ordinary files, which
//! a crash leaves as they are.

mod broken;
mod broken_rule;
mod census;
mod central;
mod chance;
mod core;
mod device;
mod disk;
mod drive;
mod invariants;
mod link;
mod model;
mod person;
mod plan;
mod run;
mod shrink;
mod vfs;
mod world;

use broken::Break;
use clap::Parser;
use plan::Plan;
use run::{Runner, Summary, Verdict};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Runs the seeded simulator of synchronisation.
#[derive(Debug, Parser)]
#[command(name = "simulate")]
struct Args {
    /// Seeds from A up to but without B.
    #[arg(long, value_name = "A..B", value_parser = range, default_value = "0..100")]
    seeds: std::ops::Range<u64>,
    /// One seed.
    #[arg(long, conflicts_with = "seeds")]
    seed: Option<u64>,
    /// Of the one seed's plan, these events alone.
    #[arg(long, value_delimiter = ',', requires = "seed")]
    keep: Option<Vec<usize>>,
    /// Prints every step of the one seed.
    #[arg(long, requires = "seed")]
    trace: bool,
    /// Breaks something on purpose.
    #[arg(long = "break", value_enum)]
    breaks: Option<Break>,
    /// Threads; as many as there are cores where nothing is said.
    #[arg(long)]
    jobs: Option<usize>,
    /// The summary as JSON.
    #[arg(long)]
    json: bool,
    /// Leaves a failing plan as long as it is.
    #[arg(long)]
    whole: bool,
}

fn range(text: &str) -> Result<std::ops::Range<u64>, String> {
    let wrong = || format!("`{text}` is not of the form A..B");
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    let number = |n: &str| n.parse::<u64>().map_err(|_| wrong());
    Ok(number(from)?..number(to)?)
}

/// One line on standard output. Whoever reads it may be gone: that is no failure of the simulation.
fn emit(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

fn main() -> ExitCode {
    let args = Args::parse();
    let runner = match Runner::new(args.breaks) {
        Ok(runner) => runner,
        Err(broken) => {
            emit(&format!("the simulator cannot start: {}", broken.what));
            return ExitCode::FAILURE;
        }
    };
    let begun = Instant::now();
    let failed = match args.seed {
        Some(seed) => one(&runner, &args, seed),
        None => many(&runner, &args),
    };
    let (mut summary, failed) = failed;
    summary.seconds = begun.elapsed().as_secs_f64();
    if let Some(plan) = failed.filter(|_| !args.whole) {
        tell_shortest(&runner, &args, plan);
    }
    emit(&summary.text(args.json));
    if summary.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn one(runner: &Runner, args: &Args, seed: u64) -> (Summary, Option<Plan>) {
    let mut plan = Plan::of(seed);
    if let Some(places) = &args.keep {
        plan = plan.keeping(places);
    }
    let verdict = runner.on_this_thread().run(&plan);
    if args.trace {
        verdict.trace.iter().for_each(|line| emit(line));
    }
    let mut summary = Summary::default();
    let failed = verdict.failure.is_some();
    tell(args, seed, &verdict);
    summary.add(seed, &verdict);
    (
        summary,
        failed.then_some(plan).filter(|_| args.keep.is_none()),
    )
}

fn many(runner: &Runner, args: &Args) -> (Summary, Option<Plan>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(args.seeds.start);
    let all = Mutex::new((Summary::default(), BTreeMap::new()));
    std::thread::scope(|scope| {
        for place in 0..args.jobs.unwrap_or(cores).max(1) {
            let (next, all) = (&next, &all);
            scope.spawn(move || {
                core::stay_on(place);
                let here = runner.on_this_thread();
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= args.seeds.end {
                        return;
                    }
                    let plan = Plan::of(seed);
                    let verdict = here.run(&plan);
                    tell(args, seed, &verdict);
                    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                    all.0.add(seed, &verdict);
                    if verdict.failure.is_some() {
                        all.1.insert(seed, plan);
                    }
                }
            });
        }
    });
    let (mut summary, mut failed) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.failed.sort_unstable();
    (summary, failed.pop_first().map(|(_, plan)| plan))
}

fn replay(args: &Args, seed: u64) -> String {
    let breaks = args.breaks.map(|b| format!(" --break {}", b.name()));
    let breaks = breaks.unwrap_or_default();
    format!("cargo run -p sync --bin simulate -- --seed {seed}{breaks}")
}

fn tell(args: &Args, seed: u64, verdict: &Verdict) {
    if let Some(broken) = &verdict.failure {
        emit(&format!(
            "seed {seed} breaks invariant {}: {}; replay: {} --trace",
            broken.invariant,
            broken.what,
            replay(args, seed)
        ));
    }
}

fn tell_shortest(runner: &Runner, args: &Args, plan: Plan) {
    let here = runner.on_this_thread();
    let wanted = here.run(&plan).failure.map(|b| b.invariant);
    let (seed, length) = (plan.seed, plan.events.len());
    let short = shrink::shrink(plan, |plan| {
        here.run(plan).failure.map(|b| b.invariant) == wanted
    });
    emit(&format!(
        "the shortest plan of seed {seed} has {} of {length} events:",
        short.events.len()
    ));
    for planned in &short.events {
        emit(&format!("  {}: {:?}", planned.n, planned.event));
    }
    let places: Vec<String> = short.events.iter().map(|e| e.n.to_string()).collect();
    emit(&format!(
        "replay: {} --keep {} --trace",
        replay(args, seed),
        places.join(",")
    ));
}
