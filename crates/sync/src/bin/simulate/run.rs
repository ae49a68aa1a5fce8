//! Runs of plans: a folder that is soon gone, a runtime of one thread, and what came of it.

use crate::broken::Break;
use crate::broken_rule::{Broken, Result};
use crate::plan::Plan;
use crate::world::{Count, Templates, World};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// Memory that looks like a disk, where there is any: the server syncs what it writes.
const MEMORY: &str = "/dev/shm";

/// What came of a run.
#[derive(Debug, Default)]
pub struct Verdict {
    /// What did not hold.
    pub failure: Option<Broken>,
    /// Every step in words.
    pub trace: Vec<String>,
    count: Count,
}

/// What came of many.
#[derive(Debug, Default)]
pub struct Summary {
    seeds: u64,
    count: Count,
    /// Seeds that failed.
    pub failed: Vec<u64>,
    /// How long it took.
    pub seconds: f64,
}

impl Summary {
    /// Adds a run.
    pub fn add(&mut self, seed: u64, verdict: &Verdict) {
        self.seeds += 1;
        self.count.steps += verdict.count.steps;
        self.count.commands += verdict.count.commands;
        self.count.crashes += verdict.count.crashes;
        if verdict.failure.is_some() {
            self.failed.push(seed);
        }
    }

    /// As a line, or as JSON.
    pub fn text(&self, json: bool) -> String {
        let Count {
            steps,
            commands,
            crashes,
        } = self.count;
        let (seeds, failed, seconds) = (self.seeds, &self.failed, self.seconds);
        if json {
            return serde_json::json!({
                "seeds": seeds, "steps": steps, "commands": commands, "crashes": crashes,
                "failed": failed, "seconds": seconds,
            })
            .to_string();
        }
        let failed = failed.len();
        format!(
            "{seeds} seeds, {steps} steps, {commands} commands, {crashes} crashes, {failed} failed, {seconds:.1} s"
        )
    }
}

/// What all threads share.
pub struct Runner {
    dir: TempDir,
    templates: Arc<Templates>,
    breaks: Option<Break>,
}

impl Runner {
    /// Makes the templates.
    pub fn new(breaks: Option<Break>) -> Result<Self> {
        let begin = |folder: &Path| {
            tempfile::Builder::new()
                .prefix("simulate")
                .tempdir_in(folder)
        };
        let dir = begin(Path::new(MEMORY)).or_else(|_| begin(&std::env::temp_dir()))?;
        let templates = runtime()?.block_on(Templates::new(dir.path()))?;
        Ok(Self {
            dir,
            templates: Arc::new(templates),
            breaks,
        })
    }

    /// For the runs of one thread.
    pub fn on_this_thread(&self) -> Here<'_> {
        Here {
            runner: self,
            runtime: runtime(),
        }
    }
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_time().build()?)
}

/// The runs of one thread.
pub struct Here<'a> {
    runner: &'a Runner,
    runtime: Result<Runtime>,
}

impl Here<'_> {
    /// Runs a plan.
    pub fn run(&self, plan: &Plan) -> Verdict {
        let mut verdict = Verdict::default();
        let done = catch_unwind(AssertUnwindSafe(|| self.try_run(plan, &mut verdict)));
        verdict.failure = match done {
            Ok(Ok(())) => None,
            Ok(Err(broken)) => Some(broken),
            Err(_) => Some(Broken {
                invariant: 0,
                what: "a panic, told above".into(),
            }),
        };
        verdict
    }

    fn try_run(&self, plan: &Plan, verdict: &mut Verdict) -> Result<()> {
        let runtime = self.runtime.as_ref().map_err(Clone::clone)?;
        let dir = tempfile::tempdir_in(self.runner.dir.path())?;
        let (breaks, templates) = (self.runner.breaks, &self.runner.templates);
        runtime.block_on(async {
            let mut world = World::new(plan, breaks, dir.path(), templates).await?;
            let done = world.run(plan).await;
            verdict.trace = std::mem::take(&mut world.trace);
            verdict.count = world.count;
            world.central.stop().await;
            done
        })
    }
}
