//! From a plan that fails to a short one: parts of its events are left out, then single ones, as long as the same
//! invariant still breaks.

use crate::plan::Plan;

/// Runs that looking for a shorter plan may cost.
const RUNS: usize = 400;

/// The shortest plan found. `fails` says whether a plan still does.
pub fn shrink(plan: Plan, mut fails: impl FnMut(&Plan) -> bool) -> Plan {
    let mut best = plan;
    let mut runs = 0;
    let mut size = best.events.len().div_ceil(2).max(1);
    loop {
        let mut progress = false;
        let mut start = 0;
        while start < best.events.len() {
            if runs == RUNS {
                return best;
            }
            runs += 1;
            let mut shorter = best.clone();
            let end = (start + size).min(shorter.events.len());
            shorter.events.drain(start..end);
            if fails(&shorter) {
                best = shorter;
                progress = true;
            } else {
                start = end;
            }
        }
        if size > 1 {
            size = size.div_ceil(2);
        } else if !progress {
            return best;
        }
    }
}
