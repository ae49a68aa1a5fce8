//! On which core a seed is lived through.
//!
//! A world hands its work to and fro between its own thread and those of SQLite, one of which works at a time. On two
//! cores each handing over wakes the other one, which costs more than the work: seeds that stay on one core take 0.6 of
//! the time. Threads that a thread starts stay where it stays.

/// Keeps this thread, and all that it starts, on one of the cores that the process may use. Where that cannot be had
/// it goes on as it is: only time is lost.
#[cfg(target_os = "linux")]
pub fn stay_on(place: usize) {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let Ok(may) = sched_getaffinity(None) else {
        return;
    };
    let count = may.count().max(1) as usize;
    let mut ours = (0..CpuSet::MAX_CPU).filter(|core| may.is_set(*core));
    let Some(core) = ours.nth(place % count) else {
        return;
    };
    let mut only = CpuSet::new();
    only.set(core);
    let _ = sched_setaffinity(None, &only);
}

/// Other systems have no such call, or other ones.
#[cfg(not(target_os = "linux"))]
pub fn stay_on(_place: usize) {}
