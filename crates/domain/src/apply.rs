//! The one place where an act changes an inquiry. Replica and server call the same function.

use crate::act::{Act, Correction};
use crate::clean;
use crate::deadline;
use crate::ids::{Code, CommandId, DeviceId, InquiryId, StaffId};
use crate::inquiry::{
    AttachmentRole, Card, Dispatch, Draft, Due, Event, Extension, Inquiry, Note, Resolution,
    Settled,
};
use crate::number::ProvisionalNumber;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::sensitive::Sensitive;
use crate::state::State;
use crate::undo;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub id: StaffId,
    /// The person's roles.
    pub roles: BTreeSet<Role>,
}

impl Actor {
    /// Whether one of the roles allows an act.
    #[must_use]
    pub fn may(&self, act: &Act) -> bool {
        self.roles.iter().any(|role| role.allows(act))
    }

    /// Whether the actor may see a case: a restricted one is for those named on it, supervisors and the data officer.
    #[must_use]
    pub fn sees(&self, i: &Inquiry) -> bool {
        !i.restricted
            || i.executor == Some(self.id)
            || i.co_executors.contains(&self.id)
            || self.is(Role::Supervisor)
            || self.is(Role::DataOfficer)
    }

    /// Whether the actor has a role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Everything an act needs besides the inquiry and itself. Clock and ids come in here.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The inquiry that the act is about, or that it makes.
    pub inquiry: InquiryId,
    /// The command that carries the act.
    pub command: CommandId,
    /// The device, `None` on the server itself.
    pub device: Option<DeviceId>,
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// Provisional number for a registration on a device.
    pub provisional: Option<ProvisionalNumber>,
    /// The law.
    pub profile: &'a Profile,
}

/// Applies an act to an inquiry, or to nothing when the act makes one.
///
/// # Errors
/// A [`Refusal`]; the inquiry is then unchanged.
pub fn apply(
    current: Option<&Inquiry>,
    act: &Act,
    now: &Circumstances<'_>,
) -> Result<Inquiry, Refusal> {
    if !now.actor.may(act) {
        return Err(Refusal::NotAllowed {
            act: act.code().into(),
        });
    }
    let act = &clean::act(act)?;
    let (before, mut after) = match (current, act) {
        (Some(_), Act::Receive(_) | Act::Register(_)) => return Err(Refusal::Exists),
        (None, Act::Receive(card) | Act::Register(card)) => {
            check_card(card, now.profile)?;
            let blank = Inquiry::from_card(now.inquiry, (**card).clone());
            (None, blank)
        }
        (None, _) => return Err(Refusal::Unknown),
        (Some(inquiry), _) => (Some(inquiry), inquiry.clone()),
    };
    if let Act::Withdraw { command } = act {
        after = withdraw(before.unwrap_or(&after), *command, now)?;
    } else {
        change(&mut after, act, now)?;
    }
    let code = act.code();
    after.undo = match before {
        Some(before) if undoable(act) => Some(undo::point(before, &after, now.command, code)?),
        _ => None,
    };
    after.history.push(Event {
        command: now.command,
        what: code.into(),
        by: now.actor.id,
        device: now.device,
        at: now.at,
        state: after.state.code().into(),
        detail: detail(act),
    });
    Ok(after)
}

/// Whether an act can be taken back by [`Act::Withdraw`]. What leaves the house or the archive cannot.
#[must_use]
pub fn undoable(act: &Act) -> bool {
    matches!(
        act,
        Act::Correct(_)
            | Act::Assign { .. }
            | Act::SaveDraft(_)
            | Act::SubmitForSignoff
            | Act::Return { .. }
            | Act::Approve
            | Act::RecordDispatch { .. }
            | Act::Close { .. }
            | Act::AddNote { .. }
            | Act::Link { .. }
    )
}

fn withdraw(
    before: &Inquiry,
    command: CommandId,
    now: &Circumstances<'_>,
) -> Result<Inquiry, Refusal> {
    let own = before
        .history
        .iter()
        .any(|e| e.command == command && e.by == now.actor.id);
    if !own && !now.actor.is(Role::Supervisor) {
        return Err(Refusal::NotAllowed {
            act: "withdraw".into(),
        });
    }
    undo::put_back(before, command)
}

fn change(i: &mut Inquiry, act: &Act, now: &Circumstances<'_>) -> Result<(), Refusal> {
    match act {
        Act::Receive(_) | Act::Withdraw { .. } => Ok(()),
        Act::Register(_) => {
            i.provisional.clone_from(&now.provisional);
            enter(
                i,
                now.at.with_timezone(&now.profile.offset()).date_naive(),
                now,
            )
        }
        Act::EnterInRegister { on } => {
            require(i, act, matches!(i.state, State::Received))?;
            i.provisional.clone_from(&now.provisional);
            enter(i, *on, now)
        }
        Act::Correct(correction) => correct(i, act, correction, now),
        Act::Assign {
            executor,
            co_executors,
            topic,
            resolution,
        } => assign(
            i,
            act,
            *executor,
            co_executors,
            topic.as_ref(),
            resolution,
            now,
        ),
        Act::SaveDraft(draft) => save_draft(i, act, draft, now),
        Act::SubmitForSignoff => submit(i, act, now),
        Act::Return { reason } => {
            require(i, act, matches!(i.state, State::AwaitingSignoff { .. }))?;
            filled("reason", reason)?;
            i.state = State::Returned {
                by: now.actor.id,
                at: now.at,
                reason: reason.clone(),
            };
            Ok(())
        }
        Act::Approve => {
            require(i, act, matches!(i.state, State::AwaitingSignoff { .. }))?;
            i.outcome = i.draft.as_ref().and_then(|d| d.outcome.clone());
            i.state = State::Answered {
                by: now.actor.id,
                at: now.at,
            };
            Ok(())
        }
        Act::RecordDispatch {
            method,
            on,
            reference,
        } => dispatch(i, act, method, *on, reference, now),
        Act::Close { file_index } => close(i, act, file_index, now),
        _ => change_aside(i, act, now),
    }
}

/// The acts beside the straight way.
fn change_aside(i: &mut Inquiry, act: &Act, now: &Circumstances<'_>) -> Result<(), Refusal> {
    match act {
        Act::Reopen { reason } => {
            require(
                i,
                act,
                matches!(
                    i.state,
                    State::Closed { .. }
                        | State::Answered { .. }
                        | State::Forwarded { .. }
                        | State::NotConsidered { .. }
                ),
            )?;
            filled("reason", reason)?;
            i.state = if i.draft.is_some() {
                State::InWork
            } else {
                assigned_or_registered(i)
            };
            i.dispatch = None;
        }
        Act::Forward { to, reason } => {
            require(
                i,
                act,
                i.state.on_control() && !matches!(i.state, State::Received),
            )?;
            filled("to", to)?;
            known(now.profile, "forwarded", reason)?;
            i.state = State::Forwarded {
                to: to.clone(),
                reason: reason.clone(),
                at: now.at,
            };
        }
        Act::Extend { days, reason } => extend(i, act, *days, reason, now)?,
        Act::NotConsidered { reason, note } => {
            require(
                i,
                act,
                i.state.on_control() && !matches!(i.state, State::Received),
            )?;
            known(now.profile, "not_considered", reason)?;
            filled("note", note)?;
            i.state = State::NotConsidered {
                reason: reason.clone(),
                note: note.clone(),
                at: now.at,
            };
        }
        Act::Void { reason } => {
            require(i, act, !i.state.ended())?;
            filled("reason", reason)?;
            i.state = State::Void {
                reason: reason.clone(),
            };
        }
        Act::AddNote { text } => {
            filled("text", text)?;
            i.notes.push(Note {
                text: Sensitive(text.clone()),
                by: now.actor.id,
                at: now.at,
            });
        }
        Act::Attach(file) => {
            require(i, act, !i.state.ended())?;
            if i.attachment(file.id).is_some() {
                return Err(Refusal::Exists);
            }
            i.attachments.push((**file).clone());
        }
        Act::RecordRedaction(copy) => {
            let AttachmentRole::RedactedCopy { of, certificate } = &copy.role else {
                return Err(Refusal::Missing {
                    fields: vec!["certificate".into()],
                });
            };
            filled("certificate", certificate)?;
            if i.attachment(*of).is_none() {
                return Err(Refusal::Unknown);
            }
            i.attachments.push((**copy).clone());
        }
        Act::Link { repeat_of } => {
            if *repeat_of == Some(i.id) {
                return Err(Refusal::OutOfBounds {
                    field: "repeat_of".into(),
                });
            }
            i.repeat_of = *repeat_of;
        }
        Act::Restrict { restricted } => i.restricted = *restricted,
        Act::Archive { sha256 } => {
            let State::Closed { file_index, .. } = &i.state else {
                return Err(wrong_state(i, act));
            };
            if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(Refusal::OutOfBounds {
                    field: "sha256".into(),
                });
            }
            i.state = State::Archived {
                at: now.at,
                sha256: sha256.clone(),
                file_index: file_index.clone(),
            };
        }
        Act::SettleConflict {
            conflict,
            take_mine,
        } => settle(i, *conflict, *take_mine, now)?,
        _ => return Err(wrong_state(i, act)),
    }
    Ok(())
}

fn enter(i: &mut Inquiry, on: NaiveDate, now: &Circumstances<'_>) -> Result<(), Refusal> {
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
    });
    Ok(())
}

fn correct(
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

fn assign(
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

fn save_draft(
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

fn submit(i: &mut Inquiry, act: &Act, now: &Circumstances<'_>) -> Result<(), Refusal> {
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
            if draft.outcome.is_none() {
                missing.push("outcome".to_owned());
            }
        }
    }
    missing
}

fn dispatch(
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

fn close(
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

fn extend(
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
        .on(now.at.date_naive())
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

fn settle(
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
        map.insert(field, value);
        *i = undo::from_fields(map, &format!("conflict {id}"))?;
    }
    Ok(())
}

fn assigned_or_registered(i: &Inquiry) -> State {
    if i.executor.is_some() {
        State::Assigned
    } else {
        State::Registered
    }
}

fn check_card(card: &Card, profile: &Profile) -> Result<(), Refusal> {
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

fn known(profile: &Profile, list: &str, code: &Code) -> Result<(), Refusal> {
    if profile.has(list, code) {
        Ok(())
    } else {
        Err(Refusal::NotInProfile {
            field: list.into(),
            code: code.0.clone(),
        })
    }
}

fn filled(field: &str, value: &str) -> Result<(), Refusal> {
    if value.trim().is_empty() {
        Err(Refusal::Missing {
            fields: vec![field.into()],
        })
    } else {
        Ok(())
    }
}

fn require(i: &Inquiry, act: &Act, holds: bool) -> Result<(), Refusal> {
    if holds {
        Ok(())
    } else {
        Err(wrong_state(i, act))
    }
}

fn wrong_state(i: &Inquiry, act: &Act) -> Refusal {
    Refusal::WrongState {
        act: act.code().into(),
        state: i.state.code().into(),
    }
}

/// What the timeline says beside the act: never the citizen's own words.
fn detail(act: &Act) -> String {
    match act {
        Act::Return { reason }
        | Act::Reopen { reason }
        | Act::Extend { reason, .. }
        | Act::Void { reason } => reason.clone(),
        Act::Forward { to, .. } => to.clone(),
        Act::RecordDispatch { reference, .. } => reference.clone(),
        Act::Close { file_index } => file_index.clone(),
        Act::Correct(c) => match serde_json::to_value(c) {
            Ok(serde_json::Value::Object(map)) => {
                map.keys().cloned().collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}
