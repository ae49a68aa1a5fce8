//! What happened, in short: a failure shows the end of it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Lines that are kept.
const KEPT: usize = 120;

/// The lines, and how often each kind of trouble was made.
pub struct Journal {
    seed: u64,
    began: Instant,
    lines: Mutex<VecDeque<String>>,
    counts: Mutex<BTreeMap<&'static str, u32>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            began: Instant::now(),
            lines: Mutex::default(),
            counts: Mutex::default(),
        }
    }

    /// Notes what happened.
    pub fn note(&self, line: String) {
        let at = self.began.elapsed().as_millis();
        let mut lines = held(&self.lines);
        lines.push_back(format!("{at:>7} {line}"));
        if lines.len() > KEPT {
            lines.pop_front();
        }
    }

    /// Notes trouble that was made, and counts it.
    pub fn trouble(&self, kind: &'static str, about: &str) {
        *held(&self.counts).entry(kind).or_default() += 1;
        self.note(format!("{kind} {about}"));
    }

    /// How often such trouble was made.
    pub fn count(&self, kind: &str) -> u32 {
        held(&self.counts).get(kind).copied().unwrap_or(0)
    }

    /// All that was made.
    pub fn counts(&self) -> String {
        format!("{:?}", held(&self.counts))
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let lines = held(&self.lines);
            eprintln!("seed {:#x}; the last of what happened:", self.seed);
            for line in lines.iter() {
                eprintln!("{line}");
            }
            eprintln!("{}", self.counts());
        }
    }
}
