//! The ports for time and chance. Everything else in the program receives both as values.

use chrono::{DateTime, FixedOffset, Utc};
use domain::{CommandId, InquiryId};
use replica::Contact;
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

/// Minutes of difference between the clocks that nobody needs to hear of.
const TOLERATED: i64 = 5;

/// By how many minutes this computer's clock is ahead of the server's, as far as the last greeting tells, or below 0 behind
/// it; `None` where they agree well enough. A clock that was set back since shows less than it showed then.
#[must_use]
pub fn off(contact: &Contact, now: DateTime<FixedOffset>) -> Option<i64> {
    let then = (contact.device_time - contact.server_time).num_minutes();
    let since = (now - contact.device_time).num_minutes().min(0);
    Some(then.saturating_add(since)).filter(|minutes| minutes.abs() >= TOLERATED)
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

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn a_clock_that_is_off_is_noticed_and_a_long_silence_is_not() {
        let server = DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap();
        let check = |ahead: i64, later: i64, expect: Option<i64>| {
            let device_time = server + TimeDelta::minutes(ahead);
            let contact = Contact {
                server_time: server,
                device_time,
                lease_until: server,
            };
            let now = device_time + TimeDelta::minutes(later);
            assert_eq!(off(&contact, now), expect, "{ahead} {later}");
        };
        check(0, 0, None);
        check(4, 60 * 24 * 20, None);
        check(-4, 10, None);
        check(5, 0, Some(5));
        check(-3 * 365 * 24 * 60, 90, Some(-3 * 365 * 24 * 60));
        check(0, -600, Some(-600));
        check(3, -3, None);
        check(700, -400, Some(300));
    }
}
