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

    /// The wait where the server asked for one: at least that, but never longer than a wait may be, with jitter
    /// behind it.
    pub fn next_after(&mut self, random: u64, asked: Option<Duration>) -> Duration {
        let own = self.next(random);
        let Some(asked) = asked.map(|asked| asked.min(MOST)) else {
            return own;
        };
        let spread = u64::try_from(asked.as_millis() / 4).unwrap_or(u64::MAX);
        let spread = Duration::from_millis(random % spread.max(1000));
        own.max(asked + spread)
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
    fn what_the_server_asks_for_is_the_least_and_not_a_wait_without_an_end() {
        let seconds = Duration::from_secs;
        let wait = |random, asked| Backoff::default().next_after(random, asked);
        assert_eq!(wait(0, None), seconds(1));
        assert_eq!(wait(0, Some(seconds(5))), seconds(5));
        assert!((seconds(5)..seconds(7)).contains(&wait(u64::MAX, Some(seconds(5)))));
        assert_ne!(wait(1, Some(seconds(5))), wait(999, Some(seconds(5))));
        assert!(wait(7, Some(seconds(1 << 40))) < seconds(30 * 60));
        let mut tired = Backoff { failures: 9 };
        assert!(
            tired.next_after(0, Some(seconds(5))) > seconds(400),
            "it still backs off"
        );
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
