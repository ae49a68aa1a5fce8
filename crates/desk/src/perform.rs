//! Doing something to one inquiry or to several.

use crate::clock::Ids;
use crate::error::Result;
use crate::session::{Event, Session};
use domain::{Act, InquiryId};
use protocol::window::sync::Changed;
use protocol::window::work::{DoneView, Performed};
use replica::NewCommand;

impl Session {
    /// Performs an act on each of the inquiries. What is refused is named; what is done is done.
    ///
    /// # Errors
    /// When the replica fails; refusals of the domain are in the reply.
    pub async fn perform(&self, inquiries: &[InquiryId], act: &Act) -> Result<Performed> {
        let mut performed = Performed::default();
        for inquiry in inquiries {
            match self.perform_one(*inquiry, act.clone()).await {
                Ok(done) => performed.done.push(done),
                Err(error) if is_refusal(&error) => {
                    performed.refused.push((*inquiry, error.into()))
                }
                Err(error) => return Err(error),
            }
        }
        self.announce(performed.done.iter().map(|d| d.inquiry).collect())
            .await?;
        Ok(performed)
    }

    /// Performs one act on one inquiry, in one durable transaction.
    ///
    /// # Errors
    /// A refusal, or the replica's.
    pub async fn perform_one(&self, inquiry: InquiryId, act: Act) -> Result<DoneView> {
        if let Act::Correct(correction) = &act
            && let Some(unit) = &correction.unit
        {
            self.office().check_unit(unit)?;
        }
        if let Act::Assign {
            executor,
            co_executors,
            ..
        } = &act
        {
            let people = [std::slice::from_ref(executor), co_executors].concat();
            self.office().check_executors(&people)?;
        }
        let command = Ids(&*self.clock).command()?;
        let new = NewCommand {
            id: command,
            inquiry,
            act,
            at: self.now(),
        };
        let done = self
            .replica
            .perform(new, &self.actor, &self.profile())
            .await?;
        Ok(DoneView {
            inquiry,
            command,
            number: done.inquiry.shown_number().unwrap_or_default(),
            undoable: done.inquiry.undo.is_some(),
        })
    }

    /// Whether an act would be allowed on a case as it stands. Nothing is changed: for what has effects outside the
    /// replica, which must not happen before the act is certain.
    ///
    /// # Errors
    /// The refusal that the act would meet, or the replica's.
    pub async fn would(&self, inquiry: InquiryId, act: &Act) -> Result<()> {
        let current = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(crate::DeskError::Refused(domain::Refusal::Unknown))?;
        self.check_access(&current)?;
        let now = domain::Circumstances {
            actor: &self.actor,
            inquiry,
            command: Ids(&*self.clock).command()?,
            device: None,
            at: self.now(),
            provisional: None,
            profile: &self.profile(),
        };
        domain::apply(Some(&current), act, &now)?;
        Ok(())
    }

    /// Tells the window what changed, and the chip with it.
    pub(crate) async fn announce(&self, inquiries: Vec<InquiryId>) -> Result<()> {
        if inquiries.is_empty() {
            return Ok(());
        }
        let all = inquiries.len() > 50;
        let inquiries = if all { Vec::new() } else { inquiries };
        self.tell(Event::Changed(Changed { inquiries, all }));
        let chip = self.chip().await?;
        self.tell(Event::Chip(chip));
        self.nudge_sync();
        Ok(())
    }
}

pub(crate) fn is_refusal(error: &crate::DeskError) -> bool {
    matches!(
        error,
        crate::DeskError::Refused(_) | crate::DeskError::Replica(replica::ReplicaError::Refused(_))
    )
}
