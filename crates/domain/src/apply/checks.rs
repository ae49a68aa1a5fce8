//! What has to hold before something is changed.

use crate::act::Act;
use crate::ids::Code;
use crate::inquiry::{Card, Inquiry};
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::state::State;
use chrono::Datelike;

/// An older year of receipt is a slip of the finger: an archive is not registered anew.
const EARLIEST: i32 = 1990;

pub(super) fn assigned_or_registered(i: &Inquiry) -> State {
    if i.executor.is_some() {
        State::Assigned
    } else {
        State::Registered
    }
}

pub(super) fn check_card(card: &Card, profile: &Profile) -> Result<(), Refusal> {
    let mut missing = Vec::new();
    if card.subject.trim().is_empty() {
        missing.push("subject".to_owned());
    }
    if card.text.expose().trim().is_empty() && card.attachments.is_empty() {
        missing.push("text".to_owned());
    }
    if card.unit.as_str().is_empty() {
        missing.push("unit".to_owned());
    }
    if !missing.is_empty() {
        return Err(Refusal::Missing { fields: missing });
    }
    if card.received_at.year() < EARLIEST {
        return Err(Refusal::OutOfBounds {
            field: "received_at".into(),
        });
    }
    known(profile, "kind", &card.kind)?;
    known(profile, "channel", &card.channel)?;
    for (list, code) in [("topic", &card.topic), ("territory", &card.territory)] {
        if let Some(code) = code {
            known(profile, list, code)?;
        }
    }
    for category in card.applicants.iter().filter_map(|a| a.category.as_ref()) {
        known(profile, "category", category)?;
    }
    Ok(())
}

pub(super) fn known(profile: &Profile, list: &str, code: &Code) -> Result<(), Refusal> {
    if profile.has(list, code) {
        Ok(())
    } else {
        Err(Refusal::NotInProfile {
            field: list.into(),
            code: code.0.clone(),
        })
    }
}

pub(super) fn filled(field: &str, value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        Err(Refusal::Missing {
            fields: vec![field.into()],
        })
    } else {
        Ok(())
    }
}

pub(super) fn require(i: &Inquiry, act: &Act, holds: bool) -> Result<(), Refusal> {
    if holds {
        Ok(())
    } else {
        Err(wrong_state(i, act))
    }
}

pub(super) fn wrong_state(i: &Inquiry, act: &Act) -> Refusal {
    Refusal::WrongState {
        act: act.code().into(),
        state: i.state.code().into(),
    }
}

/// What the timeline says beside the act: never the citizen's own words.
pub(super) fn detail(act: &Act) -> String {
    match act {
        Act::Return { reason }
        | Act::Reopen { reason }
        | Act::Extend { reason, .. }
        | Act::Recount { reason }
        | Act::Void { reason } => reason.clone(),
        Act::Forward { to, .. } => to.clone(),
        Act::NotConsidered { note, .. } => note.clone(),
        Act::RecordDispatch { reference, .. } => reference.clone(),
        Act::Close { file_index } => file_index.clone(),
        // Which policy was agreed to.
        Act::Receive(card) | Act::Register(card) => card
            .source
            .as_ref()
            .and_then(|source| source.consent.as_ref())
            .map(|consent| consent.policy.clone())
            .unwrap_or_default(),
        Act::Correct(c) => match serde_json::to_value(c) {
            Ok(serde_json::Value::Object(map)) => {
                map.keys().cloned().collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The reason of the law that an act gives. It outlives the state that the act leads to.
pub(super) fn reason(act: &Act) -> Option<Code> {
    match act {
        Act::Forward { reason, .. } | Act::NotConsidered { reason, .. } => Some(reason.clone()),
        _ => None,
    }
}
