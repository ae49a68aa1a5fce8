//! A case with everything that its screen shows.

use crate::error::{DeskError, Result};
use crate::session::Session;
use domain::apply::missing_for_signoff;
use domain::deadline::{self, Deadline, Urgency};
use domain::inquiry::{Attachment, AttachmentRole, Card, Draft};
use domain::{Act, Code, Inquiry, InquiryId, Lang, Refusal, State};
use protocol::window::case::CaseView;

impl Session {
    /// Opens a case.
    ///
    /// # Errors
    /// A refusal for one that is not here or not for this person.
    pub async fn open_case(&self, id: InquiryId) -> Result<CaseView> {
        let inquiry = self
            .replica
            .get(id)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        self.check_access(&inquiry)?;
        let profile = self.profile();
        let today = self.today();
        let deadlines = match inquiry.registered_on {
            Some(_) => deadline::explain(&profile, &inquiry)?,
            None => Vec::new(),
        };
        let registration_due = match inquiry.state {
            State::Received => Some(deadline::registration(
                &profile,
                &inquiry.kind,
                inquiry.received_at,
            )?),
            _ => None,
        };
        let (days_left, urgency) = self.days_left(&inquiry, registration_due.as_ref());
        Ok(CaseView {
            registration_due,
            deadlines,
            days_left,
            urgency,
            queued: self.replica.queued_of(id).await?,
            rejected: self.replica.rejected_of(id).await?,
            can: self.possible(&inquiry),
            missing: missing_for_signoff(&inquiry),
            related: self.replica.related(id, &self.viewer()).await?,
            found: self.check_text(inquiry.text.expose()),
            today,
            inquiry,
        })
    }

    /// A restricted case is for those named on it, supervisors and the data officer.
    ///
    /// # Errors
    /// [`Refusal::Restricted`].
    pub fn check_access(&self, i: &Inquiry) -> Result<()> {
        if self.viewer().may_read(i) {
            Ok(())
        } else {
            Err(Refusal::Restricted.into())
        }
    }

    fn days_left(&self, i: &Inquiry, registration: Option<&Deadline>) -> (Option<i64>, Urgency) {
        let due = registration
            .map(|d| d.on)
            .or_else(|| i.due.as_ref().map(|d| d.on));
        match due {
            Some(due) if i.state.on_control() => {
                let (days, urgency) = deadline::left(&self.profile(), due, self.today());
                (Some(days), urgency)
            }
            _ => (None, Urgency::None),
        }
    }

    /// Codes of the acts that this person may do now. An act is tried on the case with harmless values, so that
    /// this list can never disagree with the rules themselves.
    fn possible(&self, i: &Inquiry) -> Vec<String> {
        let profile = self.profile();
        let now = self.now();
        let circumstances = domain::Circumstances {
            actor: &self.actor,
            inquiry: i.id,
            command: domain::CommandId(i.id.0),
            device: None,
            at: now,
            provisional: None,
            profile: &profile,
        };
        self.trial_acts(i)
            .into_iter()
            .filter(|act| match domain::apply(Some(i), act, &circumstances) {
                Ok(_) => true,
                // What is only missing something can be begun; the screen says what is missing.
                Err(Refusal::Missing { .. }) => true,
                Err(_) => false,
            })
            .map(|act| act.code().to_owned())
            .collect()
    }

    fn trial_acts(&self, i: &Inquiry) -> Vec<Act> {
        let p = self.profile();
        let first = |list: &str| {
            p.list(list)
                .first()
                .map(|(c, _)| (*c).clone())
                .unwrap_or_default()
        };
        let day = self.today().max(i.received_at.date_naive());
        let some = || "-".to_owned();
        let mut acts = vec![
            Act::EnterInRegister { on: day },
            Act::Correct(Box::default()),
            Act::Assign {
                executor: self.actor.id,
                co_executors: Vec::new(),
                topic: None,
                resolution: String::new(),
            },
            Act::SaveDraft(Box::new(Draft {
                lang: i.lang,
                template: None,
                outcome: None,
                body: some().into(),
            })),
            Act::SubmitForSignoff,
            Act::Return { reason: some() },
            Act::Approve,
            Act::RecordDispatch {
                method: first("delivery"),
                on: day,
                reference: String::new(),
            },
            Act::Close {
                file_index: p.files.first().map(|f| f.index.clone()).unwrap_or_default(),
            },
            Act::Reopen { reason: some() },
            Act::Forward {
                to: some(),
                reason: first("forwarded"),
            },
            Act::Extend {
                days: 1,
                reason: some(),
            },
            Act::NotConsidered {
                reason: first("not_considered"),
                note: some(),
            },
            Act::Void { reason: some() },
            Act::AddNote { text: some() },
            Act::Attach(Box::new(trial_file(i, AttachmentRole::Received))),
            Act::RecordRedaction(Box::new(trial_file(i, trial_copy(i)))),
            Act::Link { repeat_of: None },
            Act::Restrict {
                restricted: !i.restricted,
            },
            Act::Archive {
                sha256: "0".repeat(64),
            },
            Act::Withdraw {
                command: i
                    .undo
                    .as_ref()
                    .map_or(domain::CommandId(i.id.0), |u| u.command),
            },
        ];
        acts.extend(i.open_conflicts().next().map(|c| Act::SettleConflict {
            conflict: c.id,
            take_mine: false,
        }));
        acts
    }
}

fn trial_file(i: &Inquiry, role: AttachmentRole) -> Attachment {
    Attachment {
        id: domain::AttachmentId(i.id.0),
        name: "-".into(),
        media_type: String::new(),
        size: 0,
        sha256: String::new(),
        role,
        added_at: i.received_at,
    }
}

fn trial_copy(i: &Inquiry) -> AttachmentRole {
    let of = i
        .attachments
        .first()
        .map_or(domain::AttachmentId(i.id.0), |a| a.id);
    AttachmentRole::RedactedCopy {
        of,
        certificate: "{}".into(),
    }
}

/// A card with nothing in it, for a form to begin with.
#[must_use]
pub fn blank_card(
    unit: domain::UnitId,
    received_at: chrono::DateTime<chrono::FixedOffset>,
    channel: Code,
    kind: Code,
) -> Card {
    Card {
        unit,
        received_at,
        channel,
        kind,
        lang: Lang::default(),
        applicants: Vec::new(),
        collective: false,
        subject: String::new(),
        text: String::new().into(),
        topic: None,
        territory: None,
        service: None,
        sheets: None,
        repeat_of: None,
        minor: false,
        attachments: Vec::new(),
        source: None,
    }
}
