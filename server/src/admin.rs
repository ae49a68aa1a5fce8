//! What an administrator does, for the command line, the demonstration and tests.

use crate::audit::ChainReport;
use crate::erasure;
use crate::objects::ObjectsError;
use crate::secrets::{self, SecretError};
use crate::store::device::{self, Code, Device};
use crate::store::erasure as store_erasure;
use crate::store::sql::{either, sql};
use crate::store::{StoreError, Tx, Wall, audit, blob, frames, intake, staff, tenant};
use crate::{App, Config, StartError};
use chrono::TimeDelta;
use domain::ids::{DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::profile::Label;
use domain::{Profile, Role};
use protocol::checksum::Sum;
use protocol::window::directory::{StaffRow, UnitRow};
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The administrator's door. Several may be open on one data folder, also beside a running server.
pub struct Admin {
    app: App,
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
    /// A department, member of staff or device that does not exist in the body.
    #[error("no such {what}")]
    Unknown {
        /// `unit`, `staff`, `device` or `tenant`.
        what: &'static str,
    },
    /// The store of the files.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
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

/// What a check found.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport {
    /// What SQLite says of its file: `ok`, or what is wrong.
    pub database: String,
    /// Each body.
    pub tenants: Vec<TenantCheck>,
}

/// What a check found in one body.
#[derive(Debug, Clone, Serialize)]
pub struct TenantCheck {
    /// The body.
    pub tenant: TenantId,
    /// Last sequence of the log.
    pub head: u64,
    /// First sequence that is missing in the log.
    pub log_gap: Option<u64>,
    /// The audit chain.
    pub audit: ChainReport,
    /// Registration numbers that are missing or given twice, as `journal/year/serial`.
    pub numbers: Vec<String>,
    /// Departments whose stored sum is not that of their rows.
    pub sums: Vec<UnitId>,
    /// Files whose bytes are missing or not those of their hash.
    pub files: Vec<String>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.database == "ok"
            && self.tenants.iter().all(|t| {
                t.log_gap.is_none()
                    && t.audit.broken_at.is_none()
                    && t.numbers.is_empty()
                    && t.sums.is_empty()
                    && t.files.is_empty()
            })
    }
}

impl Admin {
    /// Opens a data folder without serving.
    ///
    /// # Errors
    /// As of [`crate::start`].
    pub async fn open(config: &Config) -> Result<Self, StartError> {
        Ok(Self::of(App::open(config).await?))
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
        Profile::read(profile).map_err(|violations| AdminError::Profile {
            violations: violations
                .iter()
                .map(|v| format!("{}: {}", v.place, v.what))
                .collect(),
        })?;
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
    /// A code that exists.
    pub async fn add_unit(&self, tenant: TenantId, unit: &UnitRow) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
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
        staff::set_active(&mut tx, tenant, id, active).await?;
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
        device::set_units(&mut tx, tenant, id, &units.iter().cloned().collect()).await?;
        commit(tx).await
    }

    /// Lets the website post to a department. The token is shown this once; an earlier one ends.
    ///
    /// # Errors
    /// An unknown department.
    pub async fn set_intake(&self, tenant: TenantId, unit: &UnitId) -> Result<String, AdminError> {
        let token = secrets::token()?;
        let mut tx = self.app.store.begin(Wall::Open).await?;
        check_units(&mut tx, tenant, std::slice::from_ref(unit)).await?;
        intake::set(&mut tx, tenant, &secrets::hash(&token), unit).await?;
        commit(tx).await?;
        Ok(token)
    }

    /// Files of the website that wait to be checked, with their case.
    ///
    /// # Errors
    /// The database.
    pub async fn quarantined(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(String, Option<InquiryId>)>, AdminError> {
        Ok(blob::quarantined(&mut self.app.store.snapshot(Wall::Open).await?, tenant).await?)
    }

    /// Lets a checked file out of quarantine.
    ///
    /// # Errors
    /// An unknown file.
    pub async fn release(&self, tenant: TenantId, sha256: &str) -> Result<(), AdminError> {
        let mut tx = self.app.store.begin(Wall::Open).await?;
        blob::release(&mut tx, tenant, sha256).await?;
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
        erasure::carry_out_again(&self.app, &mut tx).await?;
        commit(tx).await?;
        self.app.store.scrub().await;
        erasure::sweep_all(&self.app).await?;
        Ok(epoch)
    }

    /// Reads a body's whole audit chain.
    ///
    /// # Errors
    /// The database.
    pub async fn verify_audit(&self, tenant: TenantId) -> Result<ChainReport, AdminError> {
        Ok(audit::verify(&mut self.app.store.snapshot(Wall::Open).await?, tenant).await?)
    }

    /// Checks everything that can be checked without a device: the file, the log, the numbers, the chain, the sums
    /// and the files' bytes.
    ///
    /// # Errors
    /// The database.
    pub async fn check(&self) -> Result<CheckReport, AdminError> {
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        // PostgreSQL looks after its own files; that it answers is all that can be asked from here.
        let lines: Vec<String> = either(&tx, "pragma integrity_check", "select 'ok'")
            .scalars(&mut tx)
            .await?;
        let mut report = CheckReport {
            database: lines.join("; "),
            tenants: Vec::new(),
        };
        for id in tenant::all(&mut tx).await? {
            report.tenants.push(self.check_tenant(&mut tx, id).await?);
        }
        Ok(report)
    }

    async fn check_tenant(&self, tx: &mut Tx<'_>, id: TenantId) -> Result<TenantCheck, AdminError> {
        let head = tenant::counter(tx, id, "log").await?;
        let mut sums = Vec::new();
        for unit in tenant::units(tx, id).await? {
            let parts = frames::part_sums(tx, id, &unit.id).await?;
            let whole = parts.iter().fold(Sum::default(), |a, b| Sum {
                rows: a.rows + b.rows,
                sum: a.sum.wrapping_add(b.sum),
            });
            if whole != crate::store::batch::sum(tx, id, &unit.id).await? {
                sums.push(unit.id);
            }
        }
        let mut files = Vec::new();
        for (sha256, _) in blob::all_stored(tx, id).await? {
            if !self.app.objects.intact(id, &sha256).await? {
                files.push(sha256);
            }
        }
        Ok(TenantCheck {
            tenant: id,
            head,
            log_gap: log_gap(tx, id, head).await?,
            audit: audit::verify(tx, id).await?,
            numbers: wrong_numbers(tx, id).await?,
            sums,
            files,
        })
    }
}

async fn commit(tx: Tx<'_>) -> Result<(), AdminError> {
    tx.commit().await?;
    Ok(())
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

async fn log_gap(tx: &mut Tx<'_>, tenant: TenantId, head: u64) -> Result<Option<u64>, StoreError> {
    let seqs: Vec<i64> = sql("select seq from log where tenant = ? order by seq")
        .bind(crate::store::blob(tenant.0))
        .scalars(tx)
        .await?;
    let mut expected = 1;
    for seq in seqs {
        if crate::store::unsigned("log", seq)? != expected {
            return Ok(Some(expected));
        }
        expected += 1;
    }
    Ok((expected != head + 1).then_some(expected))
}

async fn wrong_numbers(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<String>, StoreError> {
    let rows = either(
        tx,
        "select coalesce(content ->> '$.number.journal', '') as journal, content ->> '$.number.year' as year, \
         content ->> '$.number.serial' as serial from inquiry \
         where tenant = ? and content ->> '$.number.serial' is not null order by journal, year, serial",
        "select coalesce(content::jsonb #>> '{number,journal}', '') as journal, \
         (content::jsonb #>> '{number,year}')::bigint as year, (content::jsonb #>> '{number,serial}')::bigint as serial \
         from inquiry where tenant = ? and content::jsonb #>> '{number,serial}' is not null \
         order by journal, year, serial",
    )
    .bind(crate::store::blob(tenant.0))
    .fetch_all(tx)
    .await?;
    let mut given: std::collections::BTreeMap<(String, i32), Vec<i64>> =
        tenant::numbers(tx, tenant)
            .await?
            .into_keys()
            .map(|key| (key, Vec::new()))
            .collect();
    for row in rows {
        let year = i32::try_from(row.int("year")?)
            .map_err(|_| crate::store::bad("inquiry", "a year out of range"))?;
        given
            .entry((row.text("journal")?, year))
            .or_default()
            .push(row.int("serial")?);
    }
    let counters = tenant::numbers(tx, tenant).await?;
    for (journal, year, serial) in store_erasure::numbers(tx, tenant).await? {
        let key = (journal, year);
        // After a restore the counter may not have come to it again yet.
        if counters.get(&key).is_some_and(|last| *last >= serial) {
            let serials = given.entry(key).or_default();
            serials.push(i64::from(serial));
            serials.sort_unstable();
        }
    }
    let mut wrong = Vec::new();
    for ((journal, year), serials) in given {
        let last = counters.get(&(journal.clone(), year)).copied().unwrap_or(0);
        let expected: Vec<i64> = (1..=i64::from(last)).collect();
        if serials != expected {
            let at = serials
                .iter()
                .zip(&expected)
                .find(|(a, b)| a != b)
                .map_or(i64::from(last), |(_, b)| *b);
            wrong.push(format!("{journal}/{year}/{at}"));
        }
    }
    Ok(wrong)
}

/// A fixed id within a tenant, made from the tenant's own.
fn hash_of(tenant: TenantId) -> [u8; 16] {
    let hash = secrets::hash(&format!("website of {tenant}"));
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    first
}
