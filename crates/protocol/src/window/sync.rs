//! What the chip and the sync screen show.

use chrono::{DateTime, FixedOffset};
use domain::ids::{CommandId, InquiryId};
use serde::{Deserialize, Serialize};

/// Synchronises now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SyncNow {}

/// Shows how things stand.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ViewSync {}

/// Only in the demonstration: stops or starts the embedded server, to see the program work offline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SwitchDemoServer {
    /// Whether it shall run.
    pub run: bool,
}

/// Writes all that waits into a file for a stick, and shows how things stand; asks where to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveOutbox {}

/// Asks the server how the computers of the departments of this one stand.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ViewDevices {}

/// A file for a stick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxSaved {
    /// Acts in it.
    pub commands: u64,
    /// Its path.
    pub path: String,
}

/// The chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Chip {
    /// Whether the last call reached the server.
    pub online: bool,
    /// Whether a sync goes on.
    pub busy: bool,
    /// Commands that wait.
    pub queued: u32,
    /// Open conflicts.
    pub conflicts: u32,
    /// Refused commands that nobody has looked at.
    pub rejected: u32,
    /// Files that wait to be sent or fetched.
    pub files: u32,
    /// When the last sync ended well.
    pub last: Option<DateTime<FixedOffset>>,
    /// Minutes by which this computer's clock is ahead of the server's; below 0 behind it. Absent where they agree well
    /// enough, or where the server was never reached.
    pub clock_off: Option<i64>,
}

/// Keys of the texts that say by how much a clock is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockWords {
    /// The sentence; it wants `amount`.
    pub sentence: &'static str,
    /// The amount, in the unit that a person would say; it wants `n`.
    pub amount: &'static str,
    /// How many of that unit.
    pub n: u64,
}

impl Chip {
    /// What to say of this computer's clock, where it is wrong.
    #[must_use]
    pub fn clock_words(&self) -> Option<ClockWords> {
        let off = self.clock_off?;
        let minutes = off.unsigned_abs();
        let (amount, n) = match minutes {
            0..120 => ("clock-minutes", minutes),
            120..2880 => ("clock-hours", minutes / 60),
            _ => ("clock-days", minutes / 1440),
        };
        let sentence = if off > 0 {
            "clock-ahead"
        } else {
            "clock-behind"
        };
        Some(ClockWords {
            sentence,
            amount,
            n,
        })
    }
}

/// The sync screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncView {
    /// The chip.
    pub chip: Chip,
    /// What waits, oldest first.
    pub outbox: Vec<QueuedView>,
    /// What the server refused.
    pub rejected: Vec<RefusedView>,
    /// Why the last try failed, if it did.
    pub problem: Option<crate::ApiError>,
    /// Address of the server.
    pub server: String,
    /// Only in the demonstration: whether the embedded server runs.
    pub demo_server: Option<bool>,
    /// The device's short number.
    pub device_number: u32,
}

/// A command that waits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueuedView {
    /// The command.
    pub command: CommandId,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Number to show.
    pub number: String,
    /// Act code.
    pub act: String,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
}

/// A command that was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefusedView {
    /// The command.
    pub command: CommandId,
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Act code.
    pub act: String,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
    /// Why.
    pub error: crate::ApiError,
}

/// The replica changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Changed {
    /// Inquiries whose rows changed; empty with `all` set when there are many.
    pub inquiries: Vec<InquiryId>,
    /// Whether everything should be read again.
    pub all: bool,
}

/// Something long goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Job.
    pub job: String,
    /// What: a code of `progress-<what>`.
    pub what: String,
    /// Done.
    pub done: u64,
    /// Of.
    pub of: u64,
}

/// Checks the audit chain of this device.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyAudit {}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// Entries read.
    pub entries: u64,
    /// First entry that does not fit, if any.
    pub broken_at: Option<u64>,
    /// Hash of the last entry.
    pub head: String,
    /// What this device has seen of the server's audit; nothing before the first greeting.
    pub server: Option<WitnessView>,
}

/// The server's audit, as it last signed it for this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessView {
    /// Entries.
    pub entries: u64,
    /// When, by the server's clock.
    pub at: DateTime<FixedOffset>,
    /// Root of the tree, hexadecimal.
    pub root: String,
    /// Heads that did not go on from the ones before: something was changed on the server.
    pub forks: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_clock_is_told_in_the_unit_of_a_person() {
        let check = |off: i64, sentence: &str, amount: &str, n: u64| {
            let chip = Chip {
                clock_off: Some(off),
                ..Chip::default()
            };
            let words = chip.clock_words().unwrap();
            assert_eq!(
                (words.sentence, words.amount, words.n),
                (sentence, amount, n)
            );
        };
        check(5, "clock-ahead", "clock-minutes", 5);
        check(-119, "clock-behind", "clock-minutes", 119);
        check(-150, "clock-behind", "clock-hours", 2);
        check(400 * 1440, "clock-ahead", "clock-days", 400);
        assert_eq!(Chip::default().clock_words(), None);
    }
}
