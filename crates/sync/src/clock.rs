use chrono::{DateTime, FixedOffset};

/// The wall clock, in the body's own time. Only shown and recorded: it orders nothing.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<FixedOffset>;
}

impl<F: Fn() -> DateTime<FixedOffset> + Send + Sync> Clock for F {
    fn now(&self) -> DateTime<FixedOffset> {
        self()
    }
}
