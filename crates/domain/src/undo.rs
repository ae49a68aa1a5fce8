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

/// The fields that are compared. Naming them all, with [`BOOKKEEPING`], in a pattern without `..` makes a field that
/// is added to the inquiry and forgotten here a compiler's error.
macro_rules! compared {
    ($($field:ident),+ $(,)?) => {
        fn differing(before: &Inquiry, after: &Inquiry) -> BTreeSet<String> {
            let Inquiry { $($field: _,)+ history: _, undo: _, versions: _, conflicts: _ } = before;
            let mut names = BTreeSet::new();
            $(if before.$field != after.$field { names.insert(stringify!($field).to_owned()); })+
            names
        }

        /// The value of a field as JSON; `None` for a name that is not compared.
        ///
        /// # Errors
        /// [`Refusal::Inconsistent`] if it cannot be serialised.
        pub fn value(inquiry: &Inquiry, name: &str) -> Result<Option<Value>, Refusal> {
            let value = match name {
                $(stringify!($field) => serde_json::to_value(&inquiry.$field),)+
                _ => return Ok(None),
            };
            value.map(Some).map_err(|_| Refusal::Inconsistent { place: format!("inquiry {}", inquiry.id) })
        }
    };
}

compared!(
    id,
    unit,
    number,
    provisional,
    received_at,
    registered_on,
    channel,
    kind,
    lang,
    applicants,
    collective,
    subject,
    text,
    topic,
    territory,
    service,
    sheets,
    repeat_of,
    minor,
    restricted,
    source,
    state,
    executor,
    co_executors,
    resolutions,
    due,
    draft,
    outcome,
    dispatch,
    attachments,
    notes,
);

/// Names of the fields in which two forms of an inquiry differ, bookkeeping aside. Compares without serialising: a
/// clerk's save and the server's work on a batch go through here several times.
///
/// # Errors
/// None at present; callers treat it as they treat [`value`].
pub fn changed(before: &Inquiry, after: &Inquiry) -> Result<BTreeSet<String>, Refusal> {
    Ok(differing(before, after))
}

/// The undo point of an act that turned `before` into `after`.
pub(crate) fn point(
    before: &Inquiry,
    after: &Inquiry,
    command: CommandId,
    act: &str,
) -> Result<UndoPoint, Refusal> {
    let mut replaced = Map::new();
    for name in differing(before, after) {
        let value = value(before, &name)?.unwrap_or(Value::Null);
        replaced.insert(name, value);
    }
    Ok(UndoPoint {
        command,
        act: act.to_owned(),
        before: replaced,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{Code, InquiryId, UnitId};
    use crate::inquiry::Card;
    use crate::lang::Lang;
    use uuid::Uuid;

    fn inquiry() -> Inquiry {
        let card = Card {
            unit: UnitId::from("general"),
            received_at: chrono::DateTime::parse_from_rfc3339("2026-03-02T10:00:00+06:00").unwrap(),
            channel: Code::from("post"),
            kind: Code::from("application"),
            lang: Lang::Ky,
            applicants: Vec::new(),
            collective: false,
            subject: "Жол".into(),
            text: "Жол бузук".into(),
            topic: None,
            territory: None,
            service: None,
            sheets: None,
            repeat_of: None,
            minor: false,
            attachments: Vec::new(),
            source: None,
        };
        Inquiry::from_card(InquiryId(Uuid::from_u128(1)), card)
    }

    #[test]
    fn every_field_is_compared_under_its_name_in_json() {
        let i = inquiry();
        for (name, json) in fields(&i).unwrap() {
            let known = value(&i, &name).unwrap();
            if BOOKKEEPING.contains(&name.as_str()) {
                assert_eq!(known, None, "{name}");
            } else {
                assert_eq!(known, Some(json), "{name}");
            }
        }
    }

    #[test]
    fn what_changed_is_named_and_kept() {
        let before = inquiry();
        let mut after = before.clone();
        after.subject = "Көпүрө".into();
        after.minor = true;
        after.history.clear();
        after.versions.insert("subject".into(), 7);
        let names: Vec<String> = changed(&before, &after).unwrap().into_iter().collect();
        assert_eq!(names, ["minor", "subject"]);
        let kept = point(&before, &after, CommandId(Uuid::from_u128(2)), "correct")
            .unwrap()
            .before;
        assert_eq!(
            (
                kept["subject"].as_str(),
                kept["minor"].as_bool(),
                kept.len()
            ),
            (Some("Жол"), Some(false), 2)
        );
    }
}
