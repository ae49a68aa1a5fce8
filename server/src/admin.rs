//! What an administrator does, for the command line, the demonstration and tests.

pub(crate) mod profile;
mod quarantine;
mod website;

use crate::audit::ChainReport;
use crate::backup::{self, BackupError, SaveOptions, Saved};
use crate::erasure;
use crate::objects::ObjectsError;
use crate::secrets::{self, SecretError};
use crate::snapshots::SnapshotError;
use crate::store::device::{self, Code, Device};
use crate::store::{StoreError, Tx, Upgrade, Wall, audit, staff, tenant};
use crate::{App, Config, StartError};
use chrono::TimeDelta;
use domain::Role;
use domain::ids::{DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::profile::Label;
use protocol::window::directory::{StaffRow, UnitRow};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The administrator's door. Several may be open on one data folder, also beside a running server.
pub struct Admin {
    pub(crate) app: App,
}

/// Characters of a reason or a note.
const REASON_MOST: usize = 1_000;

/// A reason as it is stored.
pub(crate) fn said(text: &str) -> Result<&str, AdminError> {
    let text = text.trim();
    // Signs that nobody sees say nothing either.
    let says = text.chars().any(char::is_alphanumeric);
    match says && text.chars().count() <= REASON_MOST {
        true => Ok(text),
        false => Err(AdminError::Reason),
    }
}

/// What people are to read has something to read in it.
fn named(what: &'static str, texts: &[&str]) -> Result<(), AdminError> {
    let says = |text: &&str| text.chars().any(char::is_alphanumeric);
    match texts.iter().all(says) {
        true => Ok(()),
        false => Err(AdminError::Unnamed(what)),
    }
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A password that is too weak, or no randomness.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A profile that breaks its own rules; all of them are named.
    #[error("the profile is not valid: {}", violations.join("; "))]
    Profile {
        /// Place and rule.
        violations: Vec<String>,
    },
    /// A mapping or a policy that cannot be used; everything that is wrong is named.
    #[error("the {what} is not valid: {}", violations.join("; "))]
    File {
        /// `mapping` or `policy`.
        what: &'static str,
        /// Place and rule.
        violations: Vec<String>,
    },
    /// An address that a page cannot have: of other signs, reserved, or another body's.
    #[error(
        "`{0}` cannot be the address of a page: 2 to 40 of a-z, 0-9 and -, and no other body's"
    )]
    Slug(String),
    /// A page that was never opened needs an address and a policy.
    #[error(
        "a page that is opened for the first time needs an address (--slug) and a policy (--policy FILE)"
    )]
    PageNeeds,
    /// A department's id that is empty, or has the sign of the buckets of restricted cases.
    #[error("`{0}` cannot be the id of a department: it must not be empty, nor have a ~")]
    Unit(String),
    /// A name or a login without a letter or digit in it.
    #[error("{0} is empty: people have to read it")]
    Unnamed(&'static str),
    /// A department or a member of staff that the body has already.
    #[error("there is a {what} {name} already")]
    Exists {
        /// `unit` or `login`.
        what: &'static str,
        /// Which.
        name: String,
    },
    /// A department, member of staff or device that does not exist in the body.
    #[error("no such {what}")]
    Unknown {
        /// `unit`, `staff`, `device`, `tenant`, `command` or `file`.
        what: &'static str,
    },
    /// Somebody who is no administrator of the body, or does not work there any more.
    #[error("only an administrator of the body may order this")]
    NotOrdered,
    /// Somebody who may not order an erasure, or does not work there any more.
    #[error("only a supervisor or a data officer who works here may order that a case be erased")]
    NoOfficer,
    /// A reason or a note that says nothing, or is a letter of its own.
    #[error("say in up to {REASON_MOST} characters why, without personal data")]
    Reason,
    /// A command in quarantine that somebody has seen to already.
    #[error("{name} was settled already: {note}")]
    Settled {
        /// Its name in the list.
        name: String,
        /// What was noted then.
        note: String,
    },
    /// A profile without codes that open cases have: no date could be computed for them.
    #[error("open cases have kinds that the new profile lacks: {}", .0.join(", "))]
    KindsLost(Vec<String>),
    /// A date could not be computed anew. Nothing was changed.
    #[error("the deadline of {inquiry} cannot be computed anew: {why}")]
    Recount {
        /// The case.
        inquiry: InquiryId,
        /// The refusal's code.
        why: &'static str,
    },
    /// The store of the files.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// A file that was asked for could not be written.
    #[error("the file could not be written")]
    Write(#[source] std::io::Error),
    /// A snapshot could not be packed.
    #[error("a snapshot could not be made")]
    Snapshot(#[source] std::io::Error),
}

impl From<SnapshotError> for AdminError {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Store(error) => error.into(),
            SnapshotError::Objects(error) => error.into(),
            SnapshotError::Pack(error) => Self::Snapshot(error),
            SnapshotError::Row => Self::Snapshot(std::io::ErrorKind::FileTooLarge.into()),
        }
    }
}

/// Somebody new.
pub struct NewStaff {
    /// Id; the caller's choice, so that a demonstration is the same each time.
    pub id: StaffId,
    /// Login.
    pub login: String,
    /// Server password, at least twelve characters.
    pub password: String,
    /// Name as on papers.
    pub name: String,
    /// Office.
    pub position: Label,
    /// Roles.
    pub roles: Vec<Role>,
    /// Department.
    pub unit: UnitId,
    /// Telephone for the applicant.
    pub phone: String,
}

/// A device to let in.
pub struct Enrolment {
    /// Departments whose rows it may hold.
    pub units: Vec<UnitId>,
    /// Who may use it from the beginning; others prove themselves on it with their password.
    pub staff: Vec<StaffId>,
    /// The id it will have; a random one where it does not matter.
    pub device: Option<DeviceId>,
    /// How long the code is good for.
    pub valid_for: TimeDelta,
}

impl Admin {
    /// Opens a data folder without serving.
    ///
    /// # Errors
    /// As of [`crate::start`].
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        crate::settle(config)?;
        Ok(Self::of(App::open(config).await?))
    }

    /// Opens a data folder without bringing its database to this version: to save it as it is.
    ///
    /// # Errors
    /// As of [`crate::start`].
    pub async fn open_as_it_is(config: &Config) -> Result<Self, StartError> {
        crate::settle(config)?;
        Ok(Self::of(App::open_with(config, Upgrade::Not).await?))
    }

    /// Saves everything into a file that must not be there yet, from one snapshot; a server may serve meanwhile. The
    /// devices are told up to which of their commands there is a backup.
    ///
    /// # Errors
    /// The database, the store of the files, the file. Nothing is left behind then.
    pub async fn save(
        &self,
        file: &std::path::Path,
        options: &SaveOptions,
    ) -> Result<Saved, BackupError> {
        backup::save(&self.app, file, options).await
    }

    pub(crate) fn of(app: App) -> Self {
        Self { app }
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// An id for something new.
    ///
    /// # Errors
    /// The system gives no randomness.
    pub fn new_id(&self) -> Result<Uuid, AdminError> {
        Ok(secrets::fresh_id((self.app.clock)())?)
    }

    fn now(&self) -> String {
        (self.app.clock)().to_rfc3339()
    }

    /// Makes a body with its legal profile.
    ///
    /// # Errors
    /// A profile that is not valid; an id that exists.
    pub async fn create_tenant(&self, id: TenantId, profile: &str) -> Result<(), AdminError> {
        profile::read(profile)?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let website = StaffRow {
            id: StaffId(Uuid::new_v8(hash_of(id))),
            login: "website".into(),
            name: "Электрондук кабылдама".into(),
            position: Label {
                ky: "Электрондук кабылдама".into(),
                ru: "Электронная приёмная".into(),
                en: "Electronic Reception".into(),
            },
            roles: Vec::new(),
            unit: UnitId::default(),
            phone: String::new(),
            active: false,
            on_this_device: false,
        };
        tenant::insert(&mut tx, id, profile, website.id, &self.now()).await?;
        staff::insert(&mut tx, id, &website, None).await?;
        commit(tx).await
    }

    /// All bodies.
    ///
    /// # Errors
    /// The database.
    pub async fn tenants(&self) -> Result<Vec<TenantId>, AdminError> {
        Ok(tenant::all(&mut self.app.store.snapshot(Wall::Open).await?).await?)
    }

    /// Adds a department.
    ///
    /// # Errors
    /// A code that exists, or cannot be one.
    pub async fn add_unit(&self, tenant: TenantId, unit: &UnitRow) -> Result<(), AdminError> {
        if !protocol::checksum::is_unit(&unit.id) {
            return Err(AdminError::Unit(unit.id.0.clone()));
        }
        let Label { ky, ru, en } = &unit.name;
        named("a name of the department", &[ky, ru, en])?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let units = tenant::units(&mut tx, tenant).await?;
        if units.iter().any(|known| known.id == unit.id) {
            return Err(AdminError::Exists {
                what: "department",
                name: unit.id.0.clone(),
            });
        }
        tenant::insert_unit(&mut tx, tenant, unit).await?;
        device::scopes_changed(&mut tx, tenant).await?;
        commit(tx).await
    }

    /// Adds a member of staff.
    ///
    /// # Errors
    /// A weak password, an unknown department, a login that exists.
    pub async fn add_staff(&self, tenant: TenantId, new: NewStaff) -> Result<(), AdminError> {
        let NewStaff {
            id,
            login,
            password,
            name,
            position,
            roles,
            unit,
            phone,
        } = new;
        named("the login", &[&login])?;
        named("the name", &[&name])?;
        let hashed = tokio::task::spawn_blocking(move || secrets::hash_password(&password));
        let phc = hashed.await.map_err(|_| SecretError::Hash)??;
        let row = StaffRow {
            id,
            login,
            name,
            position,
            roles,
            unit,
            phone,
            active: true,
            on_this_device: false,
        };
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, std::slice::from_ref(&row.unit)).await?;
        let others = staff::all(&mut tx, tenant, DeviceId(Uuid::nil())).await?;
        if others.iter().any(|other| other.login == row.login) {
            return Err(AdminError::Exists {
                what: "login",
                name: row.login,
            });
        }
        staff::insert(&mut tx, tenant, &row, Some(&phc)).await?;
        device::scopes_changed(&mut tx, tenant).await?;
        commit(tx).await
    }

    /// Says whether somebody still works here. Commands of one who does not are refused from now on.
    ///
    /// # Errors
    /// An unknown member of staff.
    pub async fn set_active(
        &self,
        tenant: TenantId,
        id: StaffId,
        active: bool,
    ) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        known(&mut tx, tenant, id).await?;
        staff::set_active(&mut tx, tenant, id, active).await?;
        device::sights_changed(&mut tx, tenant, id).await?;
        device::scopes_changed(&mut tx, tenant).await?;
        commit(tx).await
    }

    /// The staff of a body.
    ///
    /// # Errors
    /// The database.
    pub async fn staff(&self, tenant: TenantId) -> Result<Vec<StaffRow>, AdminError> {
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        // Of no device: who may use which is asked elsewhere.
        Ok(staff::all(&mut tx, tenant, DeviceId(Uuid::nil())).await?)
    }

    /// Gives somebody another server password.
    ///
    /// # Errors
    /// A weak password, an unknown member of staff.
    pub async fn set_password(
        &self,
        tenant: TenantId,
        id: StaffId,
        password: String,
    ) -> Result<(), AdminError> {
        let hashed = tokio::task::spawn_blocking(move || secrets::hash_password(&password));
        let phc = hashed.await.map_err(|_| SecretError::Hash)??;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        known(&mut tx, tenant, id).await?;
        staff::set_password(&mut tx, tenant, id, &phc).await?;
        commit(tx).await
    }

    /// Changes what somebody may do. Holds for every command that comes from now on.
    ///
    /// # Errors
    /// An unknown member of staff.
    pub async fn set_roles(
        &self,
        tenant: TenantId,
        id: StaffId,
        roles: &[Role],
    ) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        known(&mut tx, tenant, id).await?;
        staff::set_roles(&mut tx, tenant, id, roles).await?;
        device::sights_changed(&mut tx, tenant, id).await?;
        device::scopes_changed(&mut tx, tenant).await?;
        commit(tx).await
    }

    /// Issues a one-time code of 130 bits for a device. It is shown this once and stored only as a hash.
    ///
    /// # Errors
    /// Unknown departments or staff.
    pub async fn issue_enrolment_code(
        &self,
        tenant: TenantId,
        enrolment: Enrolment,
    ) -> Result<String, AdminError> {
        let Enrolment {
            units,
            staff: who,
            device,
            valid_for,
        } = enrolment;
        let code = secrets::typed_code()?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, &units).await?;
        if !staff::known(&mut tx, tenant, &who).await? {
            return Err(AdminError::Unknown { what: "staff" });
        }
        let device = match device {
            Some(known) => known,
            None => DeviceId(self.new_id()?),
        };
        let stored = Code {
            tenant,
            units: units.into_iter().collect(),
            staff: who,
            device,
        };
        device::insert_code(
            &mut tx,
            &secrets::code_hash(&code),
            &stored,
            (self.app.clock)() + valid_for,
        )
        .await?;
        commit(tx).await?;
        Ok(code)
    }

    /// The devices of a body.
    ///
    /// # Errors
    /// The database.
    pub async fn devices(&self, tenant: TenantId) -> Result<Vec<Device>, AdminError> {
        Ok(device::all(&mut self.app.store.snapshot(Wall::Open).await?, tenant).await?)
    }

    /// Revokes a device: its next call is refused.
    ///
    /// # Errors
    /// An unknown device.
    pub async fn revoke_device(&self, tenant: TenantId, id: DeviceId) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        known_device(&mut tx, tenant, id).await?;
        device::revoke(&mut tx, tenant, id, &self.now()).await?;
        commit(tx).await
    }

    /// Changes the departments whose rows a device may hold.
    ///
    /// # Errors
    /// Unknown departments or device.
    pub async fn set_device_units(
        &self,
        tenant: TenantId,
        id: DeviceId,
        units: &[UnitId],
    ) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, units).await?;
        known_device(&mut tx, tenant, id).await?;
        device::set_units(&mut tx, tenant, id, &units.iter().cloned().collect()).await?;
        commit(tx).await
    }

    /// To be called after the database was restored from a backup: devices then offer again what the backup lacks, and
    /// what was erased since is erased again. No epoch comes twice, also when the same backup is put back twice.
    ///
    /// # Errors
    /// The database, the store of the files.
    pub async fn raise_epoch(&self) -> Result<u64, AdminError> {
        let last = self.app.objects.last_epoch().await?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        let epoch = tenant::raise_epoch(&mut tx, last).await?;
        self.app.objects.keep_epoch(epoch).await?;
        commit(tx).await?;
        erasure::again(&self.app.store, &self.app.objects, &self.app.clock).await?;
        Ok(epoch)
    }

    /// Reads a body's whole audit chain.
    ///
    /// # Errors
    /// The database.
    pub async fn verify_audit(&self, tenant: TenantId) -> Result<ChainReport, AdminError> {
        Ok(audit::verify(&mut self.app.store.snapshot(Wall::Open).await?, tenant).await?)
    }
}

async fn commit(tx: Tx<'_>) -> Result<(), AdminError> {
    tx.commit().await?;
    Ok(())
}

async fn known(tx: &mut Tx<'_>, tenant: TenantId, id: StaffId) -> Result<(), AdminError> {
    // The website is nobody: it cannot work here, nor have a password.
    let website = StaffId(Uuid::new_v8(hash_of(tenant)));
    if id != website && staff::known(tx, tenant, &[id]).await? {
        Ok(())
    } else {
        Err(AdminError::Unknown { what: "staff" })
    }
}

async fn known_device(tx: &mut Tx<'_>, tenant: TenantId, id: DeviceId) -> Result<(), AdminError> {
    let all = device::all(tx, tenant).await?;
    if all.iter().any(|d| d.id == id) {
        Ok(())
    } else {
        Err(AdminError::Unknown { what: "device" })
    }
}

async fn check_units(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    units: &[UnitId],
) -> Result<(), AdminError> {
    let known: BTreeSet<UnitId> = tenant::units(tx, tenant)
        .await?
        .into_iter()
        .map(|u| u.id)
        .collect();
    if units.iter().all(|u| known.contains(u)) {
        Ok(())
    } else {
        Err(AdminError::Unknown { what: "unit" })
    }
}

/// A fixed id within a tenant, made from the tenant's own.
fn hash_of(tenant: TenantId) -> [u8; 16] {
    let hash = secrets::hash(&format!("website of {tenant}"));
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    first
}
