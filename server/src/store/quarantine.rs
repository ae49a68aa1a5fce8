//! Commands that touched what their device may not touch: received, refused, and kept for the administrator.

use super::sql::{Row, sql};
use super::{StoreError, Tx, blob, json, moment, one, signed, unsigned, uuid};
use chrono::{DateTime, FixedOffset};
use domain::ids::{DeviceId, InquiryId, StaffId, TenantId};
use protocol::wire::{Command, Outcome, OutcomeKind};
use serde::Serialize;

const T: &str = "command";

const SELECT: &str = "select c.device, c.device_seq, c.signed, c.signature, c.outcome, c.received_at, c.settled_at, \
     c.settled_note, d.number, d.name from command c join device d on d.id = c.device where c.tenant = ? and c.quarantined";

/// A command in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldCommand {
    /// Its name here: number of the device, and the command's place among the device's own.
    pub name: String,
    /// The device.
    pub device: DeviceId,
    /// The device's name.
    pub device_name: String,
    /// When it came, by the server's clock.
    pub received_at: DateTime<FixedOffset>,
    /// Who did it; `None` where the command cannot be read.
    pub actor: Option<StaffId>,
    /// What: an act's code.
    pub act: Option<String>,
    /// The case.
    pub inquiry: Option<InquiryId>,
    /// Why it was refused: a refusal's code.
    pub refusal: String,
    /// When somebody saw to it.
    pub settled_at: Option<DateTime<FixedOffset>>,
    /// What was done then.
    pub settled_note: Option<String>,
    /// As the device signed it, with all that was typed; empty once the case was erased. Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
}

fn held(row: &Row) -> Result<HeldCommand, StoreError> {
    let number = row.int("number")?;
    let place = unsigned(T, row.int("device_seq")?)?;
    let outcome: Outcome = json(T, &row.text("outcome")?)?;
    let command = Command {
        signed: row.text("signed")?,
        signature: row.text("signature")?,
        tombstone: None,
        was: std::collections::BTreeMap::new(),
    };
    let read = command.read().ok();
    let settled_at: Option<String> = row.get("settled_at")?;
    Ok(HeldCommand {
        name: format!("{number}-{place}"),
        device: uuid(T, &row.bytes("device")?)?,
        device_name: row.text("name")?,
        received_at: moment(T, &row.text("received_at")?)?,
        actor: read.as_ref().map(|r| r.actor),
        act: read.as_ref().map(|r| r.act.code().to_owned()),
        inquiry: read.as_ref().map(|r| r.inquiry),
        refusal: match outcome.result {
            OutcomeKind::Rejected { refusal } => refusal.code().to_owned(),
            _ => String::new(),
        },
        settled_at: settled_at.map(|at| moment(T, &at)).transpose()?,
        settled_note: row.get("settled_note")?,
        signed: Some(command.signed),
    })
}

/// Those that nobody has seen to yet, or all; oldest first, without their texts.
pub(crate) async fn list(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    settled_too: bool,
) -> Result<Vec<HeldCommand>, StoreError> {
    let open = if settled_too {
        ""
    } else {
        " and c.settled_at is null"
    };
    let text = format!("{SELECT}{open} order by c.received_at, d.number, c.device_seq");
    let rows = sql(&text).bind(blob(tenant.0)).fetch_all(tx).await?;
    let without_text = |held: HeldCommand| HeldCommand {
        signed: None,
        ..held
    };
    rows.iter().map(|row| held(row).map(without_text)).collect()
}

/// One of them, with its text.
pub(crate) async fn one_of(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (number, place): (u32, u64),
) -> Result<Option<HeldCommand>, StoreError> {
    let text = format!("{SELECT} and d.number = ? and c.device_seq = ?");
    let row = sql(&text)
        .bind(blob(tenant.0))
        .bind(i64::from(number))
        .bind(signed(place))
        .fetch_optional(tx)
        .await?;
    row.as_ref().map(held).transpose()
}

/// Somebody has seen to it.
pub(crate) async fn settle(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    (device, place): (DeviceId, u64),
    at: DateTime<FixedOffset>,
    note: &str,
) -> Result<(), StoreError> {
    let done = sql(
        "update command set settled_at = ?, settled_note = ? where tenant = ? and device = ? and device_seq = ? and quarantined",
    )
    .bind(at.to_rfc3339())
    .bind(note)
    .bind(blob(tenant.0))
    .bind(blob(device.0))
    .bind(signed(place))
    .execute(tx)
    .await?;
    one(T, done)
}
