//! An invariant that did not hold, or the simulator's own failure (number 0).

/// What did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Number of the invariant in SYNC.md.
    pub invariant: u8,
    /// What was seen.
    pub what: String,
}

/// A result that breaks off a run.
pub type Result<T> = std::result::Result<T, Broken>;

/// Invariant `invariant` does not hold.
pub fn broken<T>(invariant: u8, what: impl Into<String>) -> Result<T> {
    Err(Broken {
        invariant,
        what: what.into(),
    })
}

/// Invariant `invariant` must hold.
pub fn holds(invariant: u8, condition: bool, what: impl FnOnce() -> String) -> Result<()> {
    if condition {
        Ok(())
    } else {
        broken(invariant, what())
    }
}

impl<E: std::error::Error> From<E> for Broken {
    fn from(error: E) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(this) = cause {
            what = format!("{what}: {this}");
            cause = this.source();
        }
        Self { invariant: 0, what }
    }
}
