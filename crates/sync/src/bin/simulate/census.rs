//! Everything that a server or a replica holds, read out of its tables behind its back.

use crate::broken_rule::Result;
use crate::central::Central;
use crate::device::Device;
use domain::ids::{CommandId, InquiryId, StaffId};
use domain::{Inquiry, Role};
use protocol::wire::{Outcome, Unsigned};
use server::audit::Field;
use sqlx::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A case at the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Bucket: department, or that of its restricted cases.
    pub unit: String,
    /// Sequence of its latest change.
    pub seq: i64,
    /// Content, byte for byte.
    pub content: String,
}

/// A command at the server.
#[derive(Debug)]
pub struct Kept {
    /// Device.
    pub device: Uuid,
    /// As it was signed; `None` of an erased case.
    pub body: Option<Unsigned>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What the audit says of one command.
#[derive(Debug)]
pub struct Noted {
    /// The command.
    pub command: CommandId,
    /// The case.
    pub case: InquiryId,
    /// What changed.
    pub fields: Vec<Field>,
    /// Salt of the commitments.
    pub salt: Vec<u8>,
}

/// The server.
#[derive(Debug)]
pub struct Census {
    /// Epoch of the log.
    pub epoch: u64,
    /// Cases.
    pub cases: BTreeMap<InquiryId, Case>,
    /// Commands, as they were taken.
    pub commands: Vec<Kept>,
    /// The audit in order, without what was erased.
    pub audit: Vec<Noted>,
    /// Erased cases.
    pub erased: BTreeSet<InquiryId>,
    /// Who is admitted to which device and works here, with their roles.
    people: Vec<(Uuid, StaffId, Vec<Role>)>,
}

fn id(bytes: &[u8]) -> Result<Uuid> {
    Ok(Uuid::from_slice(bytes)?)
}

impl Census {
    /// Reads a server.
    pub async fn of(central: &Central) -> Result<Self> {
        let mut db = central.database().await?;
        let epoch: i64 = sqlx::query_scalar("select epoch from server")
            .fetch_one(&mut db)
            .await?;
        let mut cases = BTreeMap::new();
        for row in sqlx::query("select id, unit, seq, content from inquiry")
            .fetch_all(&mut db)
            .await?
        {
            let case = Case {
                unit: row.try_get(1)?,
                seq: row.try_get(2)?,
                content: row.try_get(3)?,
            };
            cases.insert(InquiryId(id(row.try_get(0)?)?), case);
        }
        let mut commands = Vec::new();
        for row in
            sqlx::query("select device, signed, outcome from command order by device, device_seq")
                .fetch_all(&mut db)
                .await?
        {
            commands.push(Kept {
                device: id(row.try_get(0)?)?,
                body: serde_json::from_str(row.try_get(1)?).ok(),
                outcome: serde_json::from_str(row.try_get(2)?)?,
            });
        }
        let mut audit = Vec::new();
        for row in sqlx::query(
            "select a.command, a.inquiry, a.fields, s.salt from audit a join audit_salt s on s.seq = a.seq order by a.seq",
        )
        .fetch_all(&mut db)
        .await?
        {
            audit.push(Noted {
                command: CommandId(id(row.try_get(0)?)?),
                case: InquiryId(id(row.try_get(1)?)?),
                fields: serde_json::from_str(row.try_get(2)?)?,
                salt: row.try_get(3)?,
            });
        }
        let mut erased = BTreeSet::new();
        for gone in sqlx::query("select inquiry from erasure")
            .fetch_all(&mut db)
            .await?
        {
            erased.insert(InquiryId(id(gone.try_get(0)?)?));
        }
        let mut people = Vec::new();
        for row in sqlx::query(
            "select d.device, s.id, s.roles from device_staff d join staff s on s.id = d.staff where s.active",
        )
        .fetch_all(&mut db)
        .await?
        {
            let (device, who) = (id(row.try_get(0)?)?, id(row.try_get(1)?)?);
            people.push((device, StaffId(who), serde_json::from_str(row.try_get(2)?)?));
        }
        db.close().await?;
        Ok(Self {
            people,
            erased,
            epoch: u64::try_from(epoch).unwrap_or(0),
            cases,
            commands,
            audit,
        })
    }
}

impl Census {
    /// Whether a device may hold a case: one of its departments, and where it is restricted, one that somebody who uses the
    /// device is named on or sees by role. Said of what the case itself says, not of where the server has put it.
    pub fn is_for(&self, device: &Device, case: &InquiryId) -> Result<bool> {
        let Some(case) = self.cases.get(case) else {
            return Ok(false);
        };
        let case: Inquiry = serde_json::from_str(&case.content)?;
        let here = self.people.iter().filter(|(of, ..)| *of == device.id.0);
        let mut concerned = here.filter(|(_, who, roles)| {
            case.executor == Some(*who)
                || case.co_executors.contains(who)
                || roles.contains(&Role::Supervisor)
                || roles.contains(&Role::DataOfficer)
        });
        Ok(device.units.contains(&case.unit) && (!case.restricted || concerned.next().is_some()))
    }
}

/// A case on a device.
#[derive(Debug)]
pub struct Shown {
    /// The server's row as it came.
    pub base: Option<Case>,
    /// Whether something else is shown than that.
    pub differs: bool,
}

/// A command on a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Place.
    pub seq: u64,
    /// Id.
    pub id: CommandId,
    /// `queued`, `acked`, `done` or `rejected`.
    pub status: String,
}

/// A replica.
#[derive(Debug)]
pub struct Holding {
    /// Cases.
    pub cases: BTreeMap<InquiryId, Shown>,
    /// The outbox, with what has gone already.
    pub outbox: Vec<Queued>,
    /// Refused commands that are kept for a person.
    pub rejected: BTreeSet<CommandId>,
    /// Files that the server has given a receipt for.
    pub receipts: BTreeSet<String>,
    /// Commands of which the device's audit tells.
    pub noted: u64,
}

impl Holding {
    /// Reads a replica.
    pub async fn of(device: &Device) -> Result<Self> {
        let mut db = device.database().await?;
        let mut cases = BTreeMap::new();
        for row in sqlx::query(
            "select i.uuid, i.base_unit, i.base_seq, b.content, i.content is not null
             from inquiry i left join base_inquiry b on b.id = i.id",
        )
        .fetch_all(&mut db)
        .await?
        {
            let (unit, seq, content): (Option<String>, Option<i64>, Option<String>) =
                (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            let base = match (unit, seq, content) {
                (Some(unit), Some(seq), Some(content)) => Some(Case { unit, seq, content }),
                _ => None,
            };
            let differs = row.try_get(4)?;
            cases.insert(InquiryId(id(row.try_get(0)?)?), Shown { base, differs });
        }
        let mut outbox = Vec::new();
        for row in sqlx::query("select device_seq, command, status from outbox order by device_seq")
            .fetch_all(&mut db)
            .await?
        {
            outbox.push(Queued {
                seq: u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0),
                id: CommandId(id(row.try_get(1)?)?),
                status: row.try_get(2)?,
            });
        }
        let ids = |rows: Vec<Vec<u8>>| rows.iter().map(|b| id(b)).collect::<Result<Vec<_>>>();
        let rejected = sqlx::query_scalar("select command from rejected")
            .fetch_all(&mut db)
            .await?;
        let receipts: Vec<Vec<u8>> =
            sqlx::query_scalar("select sha256 from blob_up where receipt is not null")
                .fetch_all(&mut db)
                .await?;
        let noted: i64 = sqlx::query_scalar("select count(*) from audit where command is not null")
            .fetch_one(&mut db)
            .await?;
        db.close().await?;
        Ok(Self {
            cases,
            outbox,
            rejected: ids(rejected)?.into_iter().map(CommandId).collect(),
            receipts: receipts.iter().map(hex::encode).collect(),
            noted: u64::try_from(noted).unwrap_or(0),
        })
    }
}
