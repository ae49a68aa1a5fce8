//! Applying an act that was made on an older row. Disjoint fields merge; a field that both changed keeps the
//! standing value and records a conflict; lists only grow; the state goes through the state machine.

use crate::act::Act;
use crate::apply::{Circumstances, apply};
use crate::ids::{CommandId, ConflictId};
use crate::inquiry::{Conflict, Inquiry};
use crate::refusal::Refusal;
use crate::undo;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a device had seen of a field when it made an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Base {
    /// The server's sequence that last changed the field; 0 for one that was never changed.
    Version(u64),
    /// An earlier command of the same device that the server has not confirmed yet.
    After(CommandId),
}

/// The outcome of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The inquiry as it stands now; `versions` not yet raised.
    pub inquiry: Inquiry,
    /// Fields that the act changed: the server raises their versions.
    pub changed: Vec<String>,
    /// Fields on which it lost.
    pub conflicts: Vec<String>,
    /// Whether the row had moved on since, so that this was more than a plain application.
    pub merged: bool,
}

/// Fields of which a later act only adds to the end, or whose change the state machine has already judged.
pub const NEVER_IN_CONFLICT: [&str; 6] = [
    "attachments",
    "notes",
    "resolutions",
    "state",
    "number",
    "provisional",
];

/// Applies an act whose device had seen the versions `base` with the values `was`, where `resolve` turns a command of the device into the
/// sequence at which the server applied it.
///
/// # Errors
/// A [`Refusal`], as of [`apply`].
pub fn merge(
    current: Option<&Inquiry>,
    act: &Act,
    base: &BTreeMap<String, Base>,
    was: &BTreeMap<String, Value>,
    now: &Circumstances<'_>,
    resolve: impl Fn(CommandId) -> Option<u64>,
) -> Result<Merged, Refusal> {
    let after = apply(current, act, now)?;
    let Some(current) = current else {
        return Ok(Merged {
            inquiry: after,
            changed: Vec::new(),
            conflicts: Vec::new(),
            merged: false,
        });
    };
    let mut changed: Vec<String> = undo::changed(current, &after)?.into_iter().collect();
    let seen = |field: &str| match base.get(field) {
        Some(Base::Version(v)) => *v,
        Some(Base::After(command)) => resolve(*command).unwrap_or(0),
        None => 0,
    };
    let stale = |field: &str| current.versions.get(field).copied().unwrap_or(0) > seen(field);
    let merged = current
        .versions
        .keys()
        .any(|f| base.contains_key(f) && stale(f));
    // Taking back and settling are about the row as it stands; the acts themselves check that.
    let judged = matches!(act, Act::Withdraw { .. } | Act::SettleConflict { .. });
    let lost: Vec<String> = changed
        .iter()
        .filter(|f| !judged && !NEVER_IN_CONFLICT.contains(&f.as_str()) && stale(f))
        .cloned()
        .collect();
    if lost.is_empty() {
        return Ok(Merged {
            inquiry: after,
            changed,
            conflicts: lost,
            merged,
        });
    }
    let inquiry = keep_standing(current, &after, &lost, (base, was), now)?;
    changed.retain(|f| !lost.contains(f));
    Ok(Merged {
        inquiry,
        changed,
        conflicts: lost,
        merged: true,
    })
}

fn keep_standing(
    current: &Inquiry,
    after: &Inquiry,
    lost: &[String],
    (base, was): (&BTreeMap<String, Base>, &BTreeMap<String, Value>),
    now: &Circumstances<'_>,
) -> Result<Inquiry, Refusal> {
    let (old, mut new) = (undo::fields(current)?, undo::fields(after)?);
    let mut conflicts = after.conflicts.clone();
    for field in lost {
        let theirs = old.get(field).cloned().unwrap_or_default();
        let mine = new
            .insert(field.clone(), theirs.clone())
            .unwrap_or_default();
        conflicts.push(Conflict {
            id: conflict_id(now.command, field),
            field: field.clone(),
            command: now.command,
            by: now.actor.id,
            at: now.at,
            base_version: match base.get(field) {
                Some(Base::Version(v)) => *v,
                _ => 0,
            },
            base: was.get(field).filter(|v| fits(&old, field, v)).cloned(),
            mine,
            theirs,
            settled: None,
        });
    }
    let mut inquiry = undo::from_fields(new, &format!("inquiry {}", current.id))?;
    inquiry.conflicts = conflicts;
    // The act only half happened: taking it back would be ambiguous.
    inquiry.undo = None;
    Ok(inquiry)
}

/// Bytes of a value, as JSON, that a device may say was there before.
const WAS_MOST: usize = 256 * 1024;

/// Whether the field could have held that: a device may say anything.
fn fits(row: &Map<String, Value>, field: &str, value: &Value) -> bool {
    let mut row = row.clone();
    row.insert(field.to_owned(), value.clone());
    value.to_string().len() <= WAS_MOST && undo::from_fields(row, field).is_ok()
}

/// Same command and field, same id, on every machine.
fn conflict_id(command: CommandId, field: &str) -> ConflictId {
    let mut bytes = *command.0.as_bytes();
    for (i, b) in field.bytes().enumerate() {
        bytes[6 + i % 10] = bytes[6 + i % 10].rotate_left(3) ^ b;
    }
    ConflictId(Uuid::new_v8(bytes))
}
