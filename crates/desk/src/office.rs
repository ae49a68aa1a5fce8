//! What the device knows of the body: law, people, departments, scope.

use crate::error::{DeskError, Result};
use domain::{Profile, Refusal, StaffId, UnitId};
use protocol::window::directory::{StaffRow, UnitRow};
use replica::Identity;
use std::sync::Arc;
use sync::Http;

/// The body as the device knows it.
#[derive(Debug, Clone)]
pub struct Office {
    /// The law.
    pub profile: Arc<Profile>,
    /// People.
    pub directory: Vec<StaffRow>,
    /// Departments.
    pub units: Vec<UnitRow>,
    /// Departments whose rows are here.
    pub scope: Vec<UnitId>,
    /// Short number of the device.
    pub device_number: u32,
    /// Address of the server.
    pub server_url: String,
    /// Certificate of the office's own authority, in PEM, where the server's is signed by it.
    pub server_ca: Option<String>,
}

/// The way to a server, with an authority of the office's own or those of the world.
///
/// # Errors
/// An authority whose certificate cannot be read.
pub(crate) fn way_to(server_url: &str, authority: Option<&str>) -> Result<Http> {
    if !Http::is_address(server_url) {
        return Err(sync::SyncError::BadAddress.into());
    }
    Ok(match authority {
        Some(authority) => Http::trusting(server_url, authority)?,
        None => Http::new(server_url),
    })
}

impl Office {
    /// Reads the stored identity.
    ///
    /// # Errors
    /// [`DeskError::Inconsistent`] when the stored profile is not valid.
    pub fn of(identity: &Identity) -> Result<Self> {
        let profile = Profile::read(&identity.profile_json).map_err(|violations| {
            DeskError::Inconsistent {
                place: "profile".into(),
                why: violations
                    .iter()
                    .map(|v| format!("{}: {}", v.place, v.what))
                    .collect::<Vec<_>>()
                    .join("; "),
            }
        })?;
        Ok(Self {
            profile: Arc::new(profile),
            directory: identity.scope.staff.clone(),
            units: identity.scope.all_units.clone(),
            scope: identity.scope.units.clone(),
            device_number: identity.device_number,
            server_url: identity.server_url.clone(),
            server_ca: identity.server_ca.clone(),
        })
    }

    /// The way to its server.
    ///
    /// # Errors
    /// A stored authority whose certificate cannot be read.
    pub fn transport(&self) -> Result<Http> {
        way_to(&self.server_url, self.server_ca.as_deref())
    }

    /// Checks that there is such a department.
    ///
    /// # Errors
    /// [`DeskError::UnknownUnit`] with those that there are.
    pub fn check_unit(&self, unit: &UnitId) -> Result<()> {
        if self.units.iter().any(|u| u.id == *unit) {
            return Ok(());
        }
        Err(DeskError::UnknownUnit {
            value: unit.0.clone(),
            known: self.units.iter().map(|u| u.id.0.clone()).collect(),
        })
    }

    /// Checks that inquiries may be assigned to these people.
    ///
    /// # Errors
    /// A refusal that names the first who cannot work on one: unknown, gone, or of another role.
    pub fn check_executors(&self, people: &[StaffId]) -> Result<()> {
        let works = |id: &StaffId| {
            let person = self.person(*id);
            person.is_some_and(|s| s.active && s.roles.iter().any(|r| r.executes()))
        };
        match people.iter().find(|id| !works(id)) {
            None => Ok(()),
            Some(id) => Err(DeskError::Refused(Refusal::NotInProfile {
                field: "executor".into(),
                code: self.name_of(*id),
            })),
        }
    }

    /// A member of staff.
    #[must_use]
    pub fn person(&self, id: StaffId) -> Option<&StaffRow> {
        self.directory.iter().find(|s| s.id == id)
    }

    /// A name for papers and lists; the id's beginning for somebody unknown.
    #[must_use]
    pub fn name_of(&self, id: StaffId) -> String {
        self.person(id).map_or_else(
            || id.to_string().chars().take(8).collect(),
            |s| s.name.clone(),
        )
    }
}
