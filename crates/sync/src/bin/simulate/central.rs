//! The server of a run: the real one, called without a socket, with its database in a folder that is soon gone.

use crate::broken_rule::{Broken, Result};
use crate::disk;
use crate::plan::{STAFF, UNITS};
use chrono::{DateTime, FixedOffset, TimeDelta};
use domain::ids::{DeviceId, InquiryId, StaffId, TenantId, UnitId};
use domain::inquiry::Inquiry;
use domain::profile::{KG_DISTRICT, Label};
use domain::{Actor, Role};
use protocol::checksum::{self, Sum};
use protocol::window::directory::UnitRow;
use protocol::wire::{Outcome, OutcomeKind};
use server::inside::Inside;
use server::{Admin, AdminError, Config, Device, Enrolment, NewStaff};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// The body.
pub const TENANT: TenantId = TenantId(Uuid::from_u128(0x7e_0001));
const DATABASE: &str = "server.sqlite";
const KEY: [u8; 32] = [5; 32];

/// A member of staff by place.
pub fn staff(place: usize) -> StaffId {
    StaffId(Uuid::from_u128(0x0005_7aff_0000 + place as u128))
}

/// Who that is when acting.
pub fn actor(place: usize) -> Actor {
    let roles: &[Role] = match place {
        0 | 1 => &[Role::Clerk],
        2 => &[Role::Clerk, Role::Supervisor],
        3 => &[Role::Archivist],
        _ => &[Role::DataOfficer],
    };
    Actor {
        id: staff(place),
        roles: roles.iter().copied().collect(),
    }
}

/// A department by place.
pub fn unit(place: usize) -> UnitId {
    UnitId::from(UNITS[place % UNITS.len()])
}

/// When runs begin.
pub fn start_of_time() -> DateTime<FixedOffset> {
    DateTime::from_timestamp(1_772_424_000, 0)
        .unwrap_or_default()
        .with_timezone(&FixedOffset::east_opt(6 * 3600).unwrap_or(chrono::Utc.fix()))
}

use chrono::Offset as _;

/// The server.
pub struct Central {
    dir: PathBuf,
    minutes: Arc<AtomicI64>,
    inside: Option<Inside>,
}

fn config(dir: &Path, minutes: &Arc<AtomicI64>) -> Config {
    let mut config = Config::new(dir, ([127, 0, 0, 1], 9).into());
    let minutes = Arc::clone(minutes);
    config.clock =
        Arc::new(move || start_of_time() + TimeDelta::minutes(minutes.load(Ordering::SeqCst)));
    config
}

/// The database of a server that has the body, its departments and staff, and nothing else.
pub async fn template(dir: &Path) -> Result<Vec<u8>> {
    let config = config(dir, &Arc::default());
    // A key without a database would be what is left of a lost one: nothing is made beside that.
    server::migrate(&config, false).await?;
    std::fs::write(dir.join("server.key"), KEY)?;
    let inside = Inside::open(&config).await?;
    let admin = inside.admin();
    // Without its blanks: each device keeps it, and reads it whenever it is asked who it is.
    let profile: serde_json::Value = serde_json::from_str(KG_DISTRICT)?;
    admin.create_tenant(TENANT, &profile.to_string()).await?;
    for place in 0..UNITS.len() {
        let id = unit(place);
        let name = Label::same(id.as_str());
        admin.add_unit(TENANT, &UnitRow { id, name }).await?;
    }
    for place in 0..STAFF {
        let new = NewStaff {
            id: staff(place),
            login: format!("demo.{place}"),
            password: "демо-сырсөз-2026".into(),
            name: format!("Демо {place}"),
            position: Label::default(),
            roles: actor(place).roles.into_iter().collect(),
            unit: unit(0),
            phone: String::new(),
        };
        admin.add_staff(TENANT, new).await?;
    }
    drop(admin);
    inside.close().await;
    Ok(std::fs::read(dir.join(DATABASE))?)
}

impl Central {
    /// Starts a server on a copy of the template.
    pub async fn start(dir: &Path, template: &[u8]) -> Result<Self> {
        std::fs::create_dir_all(dir)?;
        std::fs::write(dir.join(DATABASE), template)?;
        std::fs::write(dir.join("server.key"), KEY)?;
        let minutes = Arc::new(AtomicI64::new(0));
        let inside = Inside::open(&config(dir, &minutes)).await?;
        Ok(Self {
            dir: dir.to_owned(),
            minutes,
            inside: Some(inside),
        })
    }

    /// The server as it runs.
    pub fn inside(&self) -> Result<&Inside> {
        self.inside.as_ref().ok_or_else(|| Broken {
            invariant: 0,
            what: "the server is stopped".into(),
        })
    }

    /// The administrator's door.
    pub fn admin(&self) -> Result<Admin> {
        Ok(self.inside()?.admin())
    }

    /// A minute passes.
    pub fn tick(&self) {
        self.minutes.fetch_add(1, Ordering::SeqCst);
    }

    /// The server's clock.
    pub fn now(&self) -> DateTime<FixedOffset> {
        start_of_time() + TimeDelta::minutes(self.minutes.load(Ordering::SeqCst))
    }

    /// A one-time code.
    pub async fn code(&self, device: DeviceId, units: &[usize], who: &[usize]) -> Result<String> {
        let enrolment = Enrolment {
            units: units.iter().map(|u| unit(*u)).collect(),
            staff: who.iter().map(|s| staff(*s)).collect(),
            device: Some(device),
            valid_for: TimeDelta::hours(1),
        };
        let admin = self.admin()?;
        Ok(admin.issue_enrolment_code(TENANT, enrolment).await?)
    }

    /// Makes somebody data officer besides, or no more.
    pub async fn promote(&self, place: usize, officer: bool) -> Result<()> {
        let mut roles = actor(place).roles;
        if officer {
            roles.insert(Role::DataOfficer);
        }
        let roles: Vec<Role> = roles.into_iter().collect();
        Ok(self
            .admin()?
            .set_roles(TENANT, staff(place), &roles)
            .await?)
    }

    /// Says whether somebody still works here.
    pub async fn leave(&self, place: usize, active: bool) -> Result<()> {
        Ok(self
            .admin()?
            .set_active(TENANT, staff(place), active)
            .await?)
    }

    /// The devices as the server knows them.
    pub async fn devices(&self) -> Result<Vec<Device>> {
        Ok(self.admin()?.devices(TENANT).await?)
    }

    /// The database, to look at and to break.
    pub async fn database(&self) -> Result<SqliteConnection> {
        open(&self.dir).await
    }

    /// Where the bytes of a file are.
    pub fn object(&self, sha256: &str) -> PathBuf {
        let folder: String = sha256.chars().take(2).collect();
        let objects = self.dir.join("objects").join(TENANT.to_string());
        objects.join(folder).join(sha256)
    }

    /// Packs what there is for devices that begin.
    pub async fn snapshot(&self) -> Result<()> {
        self.admin()?.make_snapshots(TENANT).await?;
        Ok(())
    }

    /// Copies the database.
    pub async fn back_up(&self) -> Result<()> {
        let copy = self.dir.join("backup.sqlite");
        if copy.exists() {
            std::fs::remove_file(&copy)?;
        }
        self.copy_to(&copy).await
    }

    async fn copy_to(&self, copy: &Path) -> Result<()> {
        let mut database = self.database().await?;
        sqlx::query("vacuum into ?")
            .bind(copy.to_string_lossy().into_owned())
            .execute(&mut database)
            .await?;
        database.close().await?;
        Ok(())
    }

    /// Puts the copy back, if there is one, and raises the epoch as the administrator does. Whether it was done.
    pub async fn restore(&mut self) -> Result<bool> {
        let copy = self.dir.join("backup.sqlite");
        if !copy.exists() {
            return Ok(false);
        }
        if let Some(inside) = self.inside.take() {
            inside.close().await;
        }
        for end in ["-wal", "-shm"] {
            let beside = self.dir.join(format!("{DATABASE}{end}"));
            if beside.exists() {
                std::fs::remove_file(beside)?;
            }
        }
        std::fs::copy(&copy, self.dir.join(DATABASE))?;
        let inside = Inside::open(&config(&self.dir, &self.minutes)).await?;
        inside.admin().raise_epoch().await?;
        self.inside = Some(inside);
        Ok(true)
    }

    /// Erases a case, as the data officer orders. Whether there was such a case.
    pub async fn erase(&self, case: InquiryId) -> Result<bool> {
        let admin = self.admin()?;
        match admin.erase(TENANT, case, staff(4), "суроо боюнча").await {
            Ok(()) => Ok(true),
            Err(AdminError::Unknown { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The first of several words that is in the database. Its tables are searched, not its file: SQLite leaves pieces
    /// of rows that it moved between pages in the gaps, `secure_delete` or not, until the file is vacuumed.
    pub async fn find(&self, words: &[String]) -> Result<Option<String>> {
        let copy = self.dir.join("searched.sqlite");
        if copy.exists() {
            std::fs::remove_file(&copy)?;
        }
        self.copy_to(&copy).await?;
        let found = disk::find(&std::fs::read(copy)?, words);
        Ok(match found {
            None => find_packed(&self.dir.join("objects"), words)?,
            found => found,
        })
    }

    /// Stops.
    pub async fn stop(&mut self) {
        if let Some(inside) = self.inside.take() {
            inside.close().await;
        }
    }

    /// A copy of this server with one bit of its database changed by a statement: whether its own check is silent.
    pub async fn is_blind_to(&self, statement: &str) -> Result<bool> {
        let dir = self.dir.join("tampered");
        std::fs::create_dir_all(&dir)?;
        std::fs::write(dir.join("server.key"), KEY)?;
        let _ = std::fs::remove_file(dir.join(DATABASE));
        self.copy_to(&dir.join(DATABASE)).await?;
        let mut database = open(&dir).await?;
        let done = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()))
            .execute(&mut database)
            .await?;
        database.close().await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let inside = Inside::open(&config(&dir, &self.minutes)).await?;
        let report = inside.admin().verify_audit(TENANT).await?;
        inside.close().await;
        Ok(report.broken_at.is_none())
    }

    /// Breaks the server: the next registration gets the last number once more. Whether there was one to give.
    pub async fn reuse_number(&self) -> Result<bool> {
        let mut database = self.database().await?;
        let done = sqlx::query(
            "update counter set value = value - 1 where name like 'number:%' and value > 0",
        )
        .execute(&mut database)
        .await?;
        database.close().await?;
        Ok(done.rows_affected() > 0)
    }

    /// Breaks the server: it no longer knows whom restricted cases concern.
    pub async fn open_restricted(&self) -> Result<()> {
        let mut database = self.database().await?;
        sqlx::query("update inquiry set seen_by = null")
            .execute(&mut database)
            .await?;
        database.close().await?;
        Ok(())
    }

    /// Breaks the server: what it kept as a conflict is taken as if the later value simply won.
    pub async fn merge_silently(&self, outcome: &mut Outcome, case: Uuid) -> Result<()> {
        let OutcomeKind::Conflict { .. } = &outcome.result else {
            return Ok(());
        };
        let mut database = self.database().await?;
        let mut tx = database.begin().await?;
        let row = sqlx::query("select unit, seq, digest, content from inquiry where id = ?")
            .bind(case.as_bytes().to_vec())
            .fetch_one(&mut *tx)
            .await?;
        let (unit, seq): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let before = sum_of(row.try_get(2)?);
        let mut inquiry: Inquiry = serde_json::from_str(row.try_get(3)?)?;
        let (lost, kept) = inquiry
            .conflicts
            .drain(..)
            .partition(|c| c.command == outcome.id);
        inquiry.conflicts = kept;
        let lost: Vec<domain::inquiry::Conflict> = lost;
        for conflict in lost.iter().filter(|c| c.field == "subject") {
            inquiry.subject = conflict.mine.as_str().unwrap_or_default().to_owned();
        }
        let content = server::decide::text_of(&inquiry);
        let after = checksum::row(inquiry.id, u64::try_from(seq).unwrap_or(0), &content);
        sqlx::query("update inquiry set content = ?, digest = ? where id = ?")
            .bind(content)
            .bind(after.to_be_bytes().to_vec())
            .bind(case.as_bytes().to_vec())
            .execute(&mut *tx)
            .await?;
        let row = sqlx::query("select row_count, sum from unit_sum where unit = ?")
            .bind(&unit)
            .fetch_one(&mut *tx)
            .await?;
        let sum = Sum {
            rows: u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0),
            sum: sum_of(row.try_get(1)?),
        };
        sqlx::query("update unit_sum set sum = ? where unit = ?")
            .bind(sum.minus(before).plus(after).sum.to_be_bytes().to_vec())
            .bind(&unit)
            .execute(&mut *tx)
            .await?;
        outcome.result = OutcomeKind::Applied;
        sqlx::query("update command set outcome = ? where id = ?")
            .bind(serde_json::to_string(outcome)?)
            .bind(outcome.id.0.as_bytes().to_vec())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        database.close().await?;
        Ok(())
    }
}

fn sum_of(bytes: &[u8]) -> u128 {
    bytes.try_into().map_or(0, u128::from_be_bytes)
}

async fn open(dir: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(dir.join(DATABASE))
        .busy_timeout(std::time::Duration::from_secs(5))
        .disable_statement_logging();
    Ok(options.connect().await?)
}

/// The same in blocks of snapshots.
fn find_packed(folder: &Path, words: &[String]) -> Result<Option<String>> {
    // Made with the first file.
    if !folder.exists() {
        return Ok(None);
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            find_packed(&path, words)?
        } else if path.parent().is_some_and(|p| p.ends_with("blocks")) {
            disk::find(&zstd::decode_all(std::fs::File::open(&path)?)?, words)
        } else {
            None
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
