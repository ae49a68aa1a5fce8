//! How long to wait before trying again.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(2);
const MOST: Duration = Duration::from_secs(15 * 60);

/// Doubling waits with full jitter, so that thirty laptops do not call in the same second when the link is back.
#[derive(Debug, Clone, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The wait after one more failure: between half of the step and all of it. `random` is any number; the same
    /// one gives the same wait.
    pub fn next(&mut self, random: u64) -> Duration {
        let step = FIRST.saturating_mul(1 << self.failures.min(16)).min(MOST);
        self.failures = self.failures.saturating_add(1);
        let half = step / 2;
        let millis = u64::try_from(half.as_millis()).unwrap_or(u64::MAX).max(1);
        half + Duration::from_millis(random % millis)
    }

    /// A call succeeded.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour_and_begin_again() {
        let mut backoff = Backoff::default();
        let waits: Vec<u64> = (0..14).map(|_| backoff.next(0).as_secs()).collect();
        assert_eq!(
            waits,
            [1, 2, 4, 8, 16, 32, 64, 128, 256, 450, 450, 450, 450, 450]
        );
        backoff.reset();
        assert_eq!(backoff.next(0), Duration::from_secs(1));
    }

    #[test]
    fn jitter_spreads_within_the_step() {
        let mut spread: Vec<Duration> = (0..1000)
            .map(|n| Backoff { failures: 5 }.next(n * 7919))
            .collect();
        spread.sort();
        spread.dedup();
        assert!(spread.len() > 900);
        assert!(
            spread
                .iter()
                .all(|w| (Duration::from_secs(32)..Duration::from_secs(64)).contains(w))
        );
    }
}
