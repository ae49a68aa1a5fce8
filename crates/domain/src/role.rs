//! Who may do what. The server decides with this table; the window uses the same one to show only what works.

use crate::act::Act;
use serde::{Deserialize, Serialize};

/// A role of a member of staff. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Registers, works and answers.
    Clerk,
    /// Routes, controls deadlines, signs and reports.
    Supervisor,
    /// Closes, archives, keeps and destroys.
    Archivist,
    /// Staff, devices, calendars, profiles.
    Administrator,
    /// The rights of the data subject.
    DataOfficer,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 5] = [
        Role::Clerk,
        Role::Supervisor,
        Role::Archivist,
        Role::Administrator,
        Role::DataOfficer,
    ];

    /// The role's code in texts and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::Supervisor => "supervisor",
            Role::Archivist => "archivist",
            Role::Administrator => "administrator",
            Role::DataOfficer => "data_officer",
        }
    }

    /// Whether this role alone allows an act.
    #[must_use]
    pub fn allows(self, act: &Act) -> bool {
        use Role::{Administrator, Archivist, Clerk, DataOfficer, Supervisor};
        match act {
            Act::Receive(_)
            | Act::Register(_)
            | Act::EnterInRegister { .. }
            | Act::Correct(_)
            | Act::Attach(_)
            | Act::SaveDraft(_)
            | Act::SubmitForSignoff
            | Act::RecordDispatch { .. }
            | Act::Link { .. } => matches!(self, Clerk | Supervisor),
            Act::Assign { .. } | Act::RecordRedaction(_) | Act::Forward { .. } => {
                matches!(self, Clerk | Supervisor | DataOfficer)
            }
            Act::Approve
            | Act::Return { .. }
            | Act::Extend { .. }
            | Act::NotConsidered { .. }
            | Act::Void { .. } => self == Supervisor,
            Act::Recount { .. } => self == Administrator,
            Act::Close { .. } | Act::Reopen { .. } => {
                matches!(self, Clerk | Supervisor | Archivist)
            }
            Act::Archive { .. } => self == Archivist,
            Act::Restrict { .. } => matches!(self, Supervisor | DataOfficer),
            Act::AddNote { .. } | Act::Withdraw { .. } | Act::SettleConflict { .. } => {
                matches!(self, Clerk | Supervisor | Archivist | DataOfficer)
            }
        }
    }

    /// Whether an inquiry may be assigned to somebody of this role.
    #[must_use]
    pub fn executes(self) -> bool {
        matches!(self, Role::Clerk | Role::Supervisor)
    }

    /// Whether this role sees the restricted cases of others.
    #[must_use]
    pub fn sees_restricted(self) -> bool {
        matches!(self, Role::Supervisor | Role::DataOfficer)
    }

    /// Whether this role may order that a case be erased.
    #[must_use]
    pub fn orders_erasure(self) -> bool {
        matches!(self, Role::Supervisor | Role::DataOfficer)
    }

    /// Whether this role may make a period's report.
    #[must_use]
    pub fn reports(self) -> bool {
        matches!(
            self,
            Role::Supervisor | Role::Archivist | Role::Administrator
        )
    }
}
