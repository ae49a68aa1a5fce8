//! The one place where an act changes an inquiry. Replica and server call the same function.

mod acts;
mod checks;

use crate::act::Act;
use crate::ids::{CommandId, DeviceId, InquiryId, StaffId};
use crate::inquiry::{AttachmentRole, Event, Inquiry, Note};
use crate::number::ProvisionalNumber;
use crate::profile::Profile;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::sensitive::Sensitive;
use crate::state::State;
use crate::undo;
use crate::{bounds, clean};
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeSet;

pub use acts::missing_for_signoff;
use acts::{assign, close, correct, dispatch, enter, extend, recount, save_draft, settle, submit};
use checks::{
    assigned_or_registered, check_card, detail, filled, known, reason, require, wrong_state,
};

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
            || self.roles.iter().any(|role| role.sees_restricted())
            || i.named().any(|id| id == self.id)
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
    bounds::check(act, now.at)?;
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
        reason: reason(act),
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
        Act::Recount { reason } => recount(i, act, reason, now)?,
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
            if !bounds::is_sha256(sha256) {
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
