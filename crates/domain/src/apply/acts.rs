//! The acts that need more than a line: what each asks for and what it changes.

use super::Circumstances;
use super::checks::{filled, known, require};
use crate::act::{Act, Correction};
use crate::ids::{Code, StaffId};
use crate::inquiry::{Dispatch, Draft, Due, Extension, Inquiry, Recount, Resolution, Settled};
use crate::places::places;
use crate::refusal::Refusal;
use crate::state::State;
use crate::{deadline, undo};
use chrono::NaiveDate;

pub(super) fn enter(
    i: &mut Inquiry,
    on: NaiveDate,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    let received = i
        .received_at
        .with_timezone(&now.profile.offset())
        .date_naive();
    if on < received {
        // What lies in the future is at fault, not the day of entry.
        let today = now.at.with_timezone(&now.profile.offset()).date_naive();
        let field = if received > today {
            "received_at"
        } else {
            "registered_on"
        };
        return Err(Refusal::OutOfBounds {
            field: field.into(),
        });
    }
    i.registered_on = Some(on);
    i.state = State::Registered;
    i.due = Some(Due {
        on: deadline::consideration(now.profile, &i.kind, on)?.on,
        extended: Vec::new(),
        recounted: Vec::new(),
    });
    Ok(())
}

pub(super) fn correct(
    i: &mut Inquiry,
    act: &Act,
    c: &Correction,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(i, act, !i.state.ended())?;
    let p = now.profile;
    if let Some(code) = &c.kind {
        known(p, "kind", code)?;
    }
    if let Some(code) = &c.topic {
        known(p, "topic", code)?;
    }
    if let Some(code) = &c.territory {
        known(p, "territory", code)?;
    }
    if let Some(subject) = &c.subject {
        filled("subject", subject)?;
    }
    macro_rules! set { ($($field:ident),+) => { $( if let Some(value) = &c.$field { i.$field = value.clone(); } )+ } }
    macro_rules! set_some { ($($field:ident),+) => { $( if let Some(value) = &c.$field { i.$field = Some(value.clone()); } )+ } }
    set!(unit, kind, lang, applicants, collective, subject, minor);
    set_some!(topic, territory, sheets);
    if c.kind.is_some() && i.registered_on.is_some() {
        let on = deadline::due_on(p, i)?;
        if let Some(due) = &mut i.due {
            due.on = on;
        }
    }
    Ok(())
}

pub(super) fn assign(
    i: &mut Inquiry,
    act: &Act,
    executor: StaffId,
    co_executors: &[StaffId],
    topic: Option<&Code>,
    resolution: &str,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(
        i,
        act,
        matches!(
            i.state,
            State::Registered | State::Assigned | State::InWork | State::Returned { .. }
        ),
    )?;
    if let Some(topic) = topic {
        known(now.profile, "topic", topic)?;
        i.topic = Some(topic.clone());
    }
    i.executor = Some(executor);
    i.co_executors = co_executors
        .iter()
        .copied()
        .filter(|c| *c != executor)
        .collect();
    if !resolution.trim().is_empty() {
        i.resolutions.push(Resolution {
            text: resolution.trim().to_owned(),
            author: now.actor.id,
            at: now.at,
        });
    }
    if matches!(i.state, State::Registered) {
        i.state = State::Assigned;
    }
    Ok(())
}

pub(super) fn save_draft(
    i: &mut Inquiry,
    act: &Act,
    draft: &Draft,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(
        i,
        act,
        matches!(
            i.state,
            State::Assigned | State::InWork | State::Returned { .. }
        ),
    )?;
    if let Some(outcome) = &draft.outcome {
        known(now.profile, "outcome", outcome)?;
    }
    i.draft = Some(draft.clone());
    i.state = State::InWork;
    Ok(())
}

pub(super) fn submit(i: &mut Inquiry, act: &Act, now: &Circumstances<'_>) -> Result<(), Refusal> {
    require(
        i,
        act,
        matches!(i.state, State::InWork | State::Returned { .. }),
    )?;
    let missing = missing_for_signoff(i);
    if !missing.is_empty() {
        return Err(Refusal::Missing { fields: missing });
    }
    i.state = State::AwaitingSignoff {
        by: now.actor.id,
        at: now.at,
    };
    Ok(())
}

/// What an answer lacks before it can be signed: names of fields.
#[must_use]
pub fn missing_for_signoff(i: &Inquiry) -> Vec<String> {
    let mut missing = Vec::new();
    if i.topic.is_none() {
        missing.push("topic".to_owned());
    }
    if i.executor.is_none() {
        missing.push("executor".to_owned());
    }
    match &i.draft {
        None => missing.push("draft".to_owned()),
        Some(draft) => {
            if draft.body.expose().trim().is_empty() {
                missing.push("body".to_owned());
            }
            if !places(draft.body.expose()).is_empty() {
                missing.push("places".to_owned());
            }
            if draft.outcome.is_none() {
                missing.push("outcome".to_owned());
            }
        }
    }
    missing
}

pub(super) fn dispatch(
    i: &mut Inquiry,
    act: &Act,
    method: &Code,
    on: NaiveDate,
    reference: &str,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(
        i,
        act,
        matches!(
            i.state,
            State::Answered { .. } | State::Forwarded { .. } | State::NotConsidered { .. }
        ),
    )?;
    known(now.profile, "delivery", method)?;
    if i.registered_on.is_some_and(|registered| on < registered) {
        return Err(Refusal::OutOfBounds { field: "on".into() });
    }
    i.dispatch = Some(Dispatch {
        method: method.clone(),
        on,
        reference: reference.trim().to_owned(),
        by: now.actor.id,
    });
    Ok(())
}

pub(super) fn close(
    i: &mut Inquiry,
    act: &Act,
    file_index: &str,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(
        i,
        act,
        matches!(
            i.state,
            State::Answered { .. } | State::Forwarded { .. } | State::NotConsidered { .. }
        ),
    )?;
    if matches!(i.state, State::Answered { .. }) && i.dispatch.is_none() {
        return Err(Refusal::Missing {
            fields: vec!["dispatch".into()],
        });
    }
    if !now.profile.files.iter().any(|f| f.index == file_index) {
        return Err(Refusal::NotInProfile {
            field: "file_index".into(),
            code: file_index.into(),
        });
    }
    if i.open_conflicts().next().is_some() {
        return Err(Refusal::Missing {
            fields: vec!["conflicts".into()],
        });
    }
    i.state = State::Closed {
        by: now.actor.id,
        at: now.at,
        file_index: file_index.into(),
    };
    Ok(())
}

pub(super) fn extend(
    i: &mut Inquiry,
    act: &Act,
    days: u32,
    reason: &str,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(i, act, i.state.on_control() && i.registered_on.is_some())?;
    filled("reason", reason)?;
    let most = now
        .profile
        .clock_of(&i.kind)?
        .extension
        .on(now.at.with_timezone(&now.profile.offset()).date_naive())
        .value;
    let already: u32 = i.due.iter().flat_map(|d| &d.extended).map(|e| e.days).sum();
    if days == 0 || days.saturating_add(already) > most {
        return Err(Refusal::OutOfBounds {
            field: "days".into(),
        });
    }
    if let Some(due) = &mut i.due {
        due.extended.push(Extension {
            days,
            reason: reason.into(),
            by: now.actor.id,
            at: now.at,
        });
    }
    let on = deadline::due_on(now.profile, i)?;
    if let Some(due) = &mut i.due {
        due.on = on;
    }
    Ok(())
}

pub(super) fn recount(
    i: &mut Inquiry,
    act: &Act,
    reason: &str,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    require(i, act, i.state.on_control() && i.registered_on.is_some())?;
    filled("reason", reason)?;
    let on = deadline::due_on(now.profile, i)?;
    if let Some(due) = &mut i.due {
        due.recounted.push(Recount {
            was: due.on,
            on,
            profile: format!("{} {}", now.profile.id, now.profile.version),
            reason: reason.into(),
            by: now.actor.id,
            at: now.at,
        });
        due.on = on;
    }
    Ok(())
}

pub(super) fn settle(
    i: &mut Inquiry,
    id: crate::ids::ConflictId,
    take_mine: bool,
    now: &Circumstances<'_>,
) -> Result<(), Refusal> {
    let conflict = i
        .conflicts
        .iter_mut()
        .find(|c| c.id == id && c.settled.is_none())
        .ok_or(Refusal::Unknown)?;
    conflict.settled = Some(Settled {
        by: now.actor.id,
        at: now.at,
        took_mine: take_mine,
    });
    let (field, value) = (conflict.field.clone(), conflict.mine.clone());
    if take_mine {
        let mut map = undo::fields(i)?;
        let of_due = field == "due";
        map.insert(field, value);
        *i = undo::from_fields(map, &format!("conflict {id}"))?;
        // It was counted when the value was made: the law may have changed since.
        if of_due && i.registered_on.is_some() && i.state.on_control() {
            let on = deadline::due_on(now.profile, i)?;
            if let Some(due) = &mut i.due {
                due.on = on;
            }
        }
    }
    Ok(())
}
