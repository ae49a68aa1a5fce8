//! People and departments, as both wires carry them.

use domain::Role;
use domain::ids::{StaffId, UnitId};
use domain::profile::Label;
use serde::{Deserialize, Serialize};

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Code.
    pub id: UnitId,
    /// Name.
    pub name: Label,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// Id.
    pub id: StaffId,
    /// Login.
    pub login: String,
    /// Name as on papers.
    pub name: String,
    /// Office.
    pub position: Label,
    /// Roles.
    pub roles: Vec<Role>,
    /// Department.
    pub unit: UnitId,
    /// Telephone for the applicant.
    #[serde(default)]
    pub phone: String,
    /// Whether the person still works here.
    pub active: bool,
    /// Whether the person may unlock this device.
    #[serde(default)]
    pub on_this_device: bool,
}
