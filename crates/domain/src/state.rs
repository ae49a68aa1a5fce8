//! The states of a case, each with the data that only it has.

use crate::ids::{Code, StaffId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// Arrived, not yet entered in the register.
    Received,
    /// In the register, nobody's yet.
    Registered,
    /// Somebody's, not begun.
    Assigned,
    /// A draft of the answer exists.
    InWork,
    /// The draft waits for a supervisor.
    AwaitingSignoff {
        /// Who sent it.
        by: StaffId,
        /// When.
        at: DateTime<FixedOffset>,
    },
    /// The supervisor gave it back.
    Returned {
        /// Who returned it.
        by: StaffId,
        /// When.
        at: DateTime<FixedOffset>,
        /// What has to be mended.
        reason: String,
    },
    /// Signed; waits for dispatch and closing.
    Answered {
        /// Who signed.
        by: StaffId,
        /// When.
        at: DateTime<FixedOffset>,
    },
    /// Sent to the body that is competent.
    Forwarded {
        /// The other body.
        to: String,
        /// Reason code of the profile.
        reason: Code,
        /// When.
        at: DateTime<FixedOffset>,
    },
    /// Left without consideration, by a person, with a reason of the law.
    NotConsidered {
        /// Reason code of the profile.
        reason: Code,
        /// What the person wrote about it.
        note: String,
        /// When.
        at: DateTime<FixedOffset>,
    },
    /// Removed from control.
    Closed {
        /// Who closed.
        by: StaffId,
        /// When.
        at: DateTime<FixedOffset>,
        /// Index of the file in the nomenclature.
        file_index: String,
    },
    /// Its archival PDF has been made and checked.
    Archived {
        /// When.
        at: DateTime<FixedOffset>,
        /// SHA-256 of the archival PDF, hexadecimal.
        sha256: String,
        /// Index of the file in the nomenclature.
        file_index: String,
    },
    /// Entered by mistake. The number stays given.
    Void {
        /// Why.
        reason: String,
    },
}

impl State {
    /// The state's code in texts, filters and SQL.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            State::Received => "received",
            State::Registered => "registered",
            State::Assigned => "assigned",
            State::InWork => "in_work",
            State::AwaitingSignoff { .. } => "awaiting_signoff",
            State::Returned { .. } => "returned",
            State::Answered { .. } => "answered",
            State::Forwarded { .. } => "forwarded",
            State::NotConsidered { .. } => "not_considered",
            State::Closed { .. } => "closed",
            State::Archived { .. } => "archived",
            State::Void { .. } => "void",
        }
    }

    /// All codes, in the order of a case's life.
    pub const CODES: [&'static str; 12] = [
        "received",
        "registered",
        "assigned",
        "in_work",
        "awaiting_signoff",
        "returned",
        "answered",
        "forwarded",
        "not_considered",
        "closed",
        "archived",
        "void",
    ];

    /// Whether the deadline still runs.
    #[must_use]
    pub fn on_control(&self) -> bool {
        matches!(
            self,
            State::Received
                | State::Registered
                | State::Assigned
                | State::InWork
                | State::AwaitingSignoff { .. }
                | State::Returned { .. }
        )
    }

    /// Whether nothing but reading, notes by the archivist and archiving is left.
    #[must_use]
    pub fn ended(&self) -> bool {
        matches!(
            self,
            State::Closed { .. } | State::Archived { .. } | State::Void { .. }
        )
    }
}
