//! The ports for time and chance. Everything else in the program receives both as values.

use chrono::{DateTime, FixedOffset, Utc};
use domain::{CommandId, InquiryId};
use std::sync::Mutex;
use uuid::Uuid;

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// Now, in any offset.
    fn now(&self) -> DateTime<Utc>;
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands where it is put: for seeded data and tests.
#[derive(Debug)]
pub struct SetClock(Mutex<DateTime<Utc>>);

impl SetClock {
    /// A clock that shows a time.
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        Self(Mutex::new(time))
    }

    /// Puts the clock to a time.
    pub fn set(&self, time: DateTime<Utc>) {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = time;
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        *self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Random bytes from the operating system.
///
/// # Errors
/// When the system has none to give.
#[expect(clippy::disallowed_methods, reason = "this is the port")]
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// Ids that grow with time (`UUIDv7`), from a clock and the system's randomness.
pub struct Ids<'a>(pub &'a dyn Clock);

impl Ids<'_> {
    fn uuid(&self) -> Result<Uuid, getrandom::Error> {
        let millis = u64::try_from(self.0.now().timestamp_millis()).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random()?).into_uuid())
    }

    /// A command's id.
    ///
    /// # Errors
    /// Without randomness.
    pub fn command(&self) -> Result<CommandId, getrandom::Error> {
        self.uuid().map(CommandId)
    }

    /// An inquiry's id.
    ///
    /// # Errors
    /// Without randomness.
    pub fn inquiry(&self) -> Result<InquiryId, getrandom::Error> {
        self.uuid().map(InquiryId)
    }

    /// A random token for staging and papers, hexadecimal.
    ///
    /// # Errors
    /// Without randomness.
    pub fn token(&self) -> Result<String, getrandom::Error> {
        Ok(hex::encode(random::<16>()?))
    }
}

/// A time in the body's offset.
#[must_use]
pub fn local(at: DateTime<Utc>, offset: FixedOffset) -> DateTime<FixedOffset> {
    at.with_timezone(&offset)
}
