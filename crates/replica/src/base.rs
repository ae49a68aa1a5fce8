//! What a device had seen of the fields that an act may change (`base` of a command).

use crate::error::{ReplicaError, Result};
use crate::rows::blob;
use domain::act::{Act, Correction};
use domain::merge::{Base, NEVER_IN_CONFLICT};
use domain::{CommandId, Inquiry, InquiryId, undo};
use serde_json::Value;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that an act may change on some row, though not on the one that this device shows. The server compares all
/// of them, so that setting a field to the value it has here, while another device gave it another one, is seen.
pub(crate) fn may_change(act: &Act, before: &Inquiry) -> BTreeSet<String> {
    let fixed: &[&str] = match act {
        Act::Receive(_) | Act::Register(_) => &[],
        Act::EnterInRegister { .. } => &["state", "registered_on", "due", "provisional"],
        Act::Correct(correction) => return corrected(correction),
        Act::Assign { topic: Some(_), .. } => {
            &["state", "executor", "co_executors", "resolutions", "topic"]
        }
        Act::Assign { topic: None, .. } => &["state", "executor", "co_executors", "resolutions"],
        Act::SaveDraft(_) => &["state", "draft"],
        Act::SubmitForSignoff | Act::Return { .. } | Act::Close { .. } | Act::Archive { .. } => {
            &["state"]
        }
        Act::Approve => &["state", "outcome"],
        Act::RecordDispatch { .. } => &["dispatch"],
        Act::Reopen { .. } => &["state", "dispatch"],
        Act::Forward { .. } | Act::NotConsidered { .. } | Act::Void { .. } => &["state"],
        Act::Extend { .. } | Act::Recount { .. } => &["due"],
        Act::AddNote { .. } => &["notes"],
        Act::Attach(_) | Act::RecordRedaction(_) => &["attachments"],
        Act::Link { .. } => &["repeat_of"],
        Act::Restrict { .. } => &["restricted"],
        Act::Withdraw { .. } => {
            return before
                .undo
                .iter()
                .flat_map(|u| u.before.keys().cloned())
                .collect();
        }
        Act::SettleConflict { conflict, .. } => {
            return before
                .conflicts
                .iter()
                .filter(|c| c.id == *conflict)
                .map(|c| c.field.clone())
                .collect();
        }
    };
    fixed.iter().map(|f| (*f).to_owned()).collect()
}

fn corrected(correction: &Correction) -> BTreeSet<String> {
    let mut fields: BTreeSet<String> = match serde_json::to_value(correction) {
        Ok(serde_json::Value::Object(map)) => map.keys().cloned().collect(),
        _ => BTreeSet::new(),
    };
    if correction.kind.is_some() {
        fields.insert("due".into());
    }
    fields
}

/// The base of a command: for each field the last unconfirmed command of this device that changed it, else the
/// server's version of it.
pub(crate) async fn base(
    conn: &mut SqliteConnection,
    id: InquiryId,
    current: &Inquiry,
    fields: &BTreeSet<String>,
) -> Result<BTreeMap<String, Base>> {
    let open = sqlx::query(
        "select command, fields from outbox where inquiry = ? and status in ('queued', 'acked') order by device_seq",
    )
    .bind(blob(id.0))
    .fetch_all(conn)
    .await?;
    let mut base: BTreeMap<String, Base> = fields
        .iter()
        .map(|field| {
            (
                field.clone(),
                Base::Version(current.versions.get(field).copied().unwrap_or(0)),
            )
        })
        .collect();
    for row in &open {
        let command = CommandId(crate::rows::uuid(row, 0)?);
        let changed: BTreeSet<String> = serde_json::from_str(row.try_get(1)?)
            .map_err(|_| ReplicaError::corrupt(format!("outbox, command {command}")))?;
        for field in changed {
            if let Some(seen) = base.get_mut(&field) {
                *seen = Base::After(command);
            }
        }
    }
    Ok(base)
}

/// What those fields hold here, as far as a conflict may ask for it.
pub(crate) fn was(current: &Inquiry, fields: &BTreeSet<String>) -> Result<BTreeMap<String, Value>> {
    let mut was = BTreeMap::new();
    for field in fields {
        let value = undo::value(current, field)?.filter(|value| !value.is_null());
        if let Some(value) = value.filter(|_| !NEVER_IN_CONFLICT.contains(&field.as_str())) {
            was.insert(field.clone(), value);
        }
    }
    Ok(was)
}
