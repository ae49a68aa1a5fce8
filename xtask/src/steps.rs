//! Named steps with their durations, so that a slow or failing one is seen at a glance.

use std::{fmt, time::Duration, time::Instant};

use anyhow::Result;

/// The steps taken so far.
#[derive(Default)]
pub struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Takes a step and reports it. Returns whether it succeeded.
    pub fn take(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> bool {
        eprintln!("== {name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        let failed = outcome.is_err();
        match outcome {
            Ok(()) => eprintln!("== {name}: {}", Seconds(took)),
            Err(error) => eprintln!("== {name}: FAILED after {}: {error:#}", Seconds(took)),
        }
        self.done.push(Step {
            name: name.to_owned(),
            took,
            failed,
        });
        !failed
    }

    /// The names of the steps that failed.
    pub fn failed(&self) -> Vec<&str> {
        self.done
            .iter()
            .filter(|step| step.failed)
            .map(|step| step.name.as_str())
            .collect()
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.done {
            let mark = if step.failed { "FAILED" } else { "" };
            writeln!(f, "{:>9}  {} {mark}", Seconds(step.took), step.name)?;
        }
        let all = self.done.iter().map(|step| step.took).sum();
        write!(f, "{:>9}  in all", Seconds(all))
    }
}

/// A duration as people read it: `3.2 s`, `4 min 07 s`.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 60.0 {
            f.pad(&format!("{seconds:.1} s"))
        } else {
            let whole = self.0.as_secs();
            f.pad(&format!("{}m {:02}s", whole / 60, whole % 60))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_is_remembered_and_the_next_one_still_runs() {
        let mut steps = Steps::default();
        assert!(steps.take("first", || Ok(())));
        assert!(!steps.take("second", || anyhow::bail!("no")));
        assert!(steps.take("third", || Ok(())));
        assert_eq!(steps.failed(), ["second"]);
        let table = steps.to_string();
        assert_eq!(table.lines().count(), 4);
        assert!(
            table
                .lines()
                .nth(1)
                .is_some_and(|line| line.ends_with("FAILED"))
        );
    }

    #[test]
    fn durations_read_well() {
        let text = |millis| Seconds(Duration::from_millis(millis)).to_string();
        assert_eq!(text(3_240), "3.2 s");
        assert_eq!(text(247_900), "4m 07s");
    }
}
