//! Taking back the last act: the fields it replaced are kept with the inquiry, so undo is an act like any
//! other, seen and logged, and never a silent erasure of something that was sent.

use crate::ids::CommandId;
use crate::inquiry::Inquiry;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What the last act replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoPoint {
    /// The act.
    pub command: CommandId,
    /// Its code.
    pub act: String,
    /// The replaced values by field.
    pub before: Map<String, Value>,
}

/// Fields that belong to the record itself and are neither undone nor compared.
pub const BOOKKEEPING: [&str; 4] = ["history", "undo", "versions", "conflicts"];

pub(crate) fn fields(inquiry: &Inquiry) -> Result<Map<String, Value>, Refusal> {
    match serde_json::to_value(inquiry) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Refusal::Inconsistent {
            place: format!("inquiry {}", inquiry.id),
        }),
    }
}

pub(crate) fn from_fields(map: Map<String, Value>, place: &str) -> Result<Inquiry, Refusal> {
    serde_json::from_value(Value::Object(map)).map_err(|_| Refusal::Inconsistent {
        place: place.to_owned(),
    })
}

/// Names of the fields in which two forms of an inquiry differ, bookkeeping aside.
///
/// # Errors
/// [`Refusal::Inconsistent`] if one cannot be serialised.
pub fn changed(before: &Inquiry, after: &Inquiry) -> Result<BTreeSet<String>, Refusal> {
    let (old, new) = (fields(before)?, fields(after)?);
    Ok(new
        .iter()
        .filter(|(name, value)| {
            !BOOKKEEPING.contains(&name.as_str()) && old.get(*name) != Some(value)
        })
        .map(|(name, _)| name.clone())
        .collect())
}

/// The undo point of an act that turned `before` into `after`.
pub(crate) fn point(
    before: &Inquiry,
    after: &Inquiry,
    command: CommandId,
    act: &str,
) -> Result<UndoPoint, Refusal> {
    let old = fields(before)?;
    let before = changed(before, after)?
        .into_iter()
        .map(|name| {
            let value = old.get(&name).cloned().unwrap_or(Value::Null);
            (name, value)
        })
        .collect();
    Ok(UndoPoint {
        command,
        act: act.to_owned(),
        before,
    })
}

/// The inquiry with the replaced values put back.
pub(crate) fn put_back(inquiry: &Inquiry, command: CommandId) -> Result<Inquiry, Refusal> {
    let Some(point) = inquiry.undo.as_ref().filter(|p| p.command == command) else {
        return Err(Refusal::NotTheLast);
    };
    let mut map = fields(inquiry)?;
    for (name, value) in &point.before {
        map.insert(name.clone(), value.clone());
    }
    from_fields(map, &format!("inquiry {}", inquiry.id))
}
