//! What the simulator remembers of the server's answers, to hold later ones against.

use crate::broken_rule::{Result, broken, holds};
use crate::central::Central;
use domain::ids::{CommandId, DeviceId, InquiryId};
use domain::inquiry::Inquiry;
use domain::number::RegistrationNumber;
use protocol::wire::{Outcome, OutcomeKind, Push, PushReply};
use sqlx::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What must be.
#[derive(Debug, Default)]
pub struct Model {
    /// Cases in the order in which they were made.
    pub cases: Vec<InquiryId>,
    /// Commands that somebody has taken back, or tried to.
    pub withdrawn: BTreeSet<CommandId>,
    /// Outcomes that the server gave since it was last restored, by device and place.
    pub outcomes: BTreeMap<(usize, u64), Outcome>,
    /// All commands that a device ever got an outcome for.
    pub acknowledged: BTreeSet<(usize, CommandId)>,
    /// Last sequence of the log.
    pub head: u64,
    numbers: BTreeMap<String, InquiryId>,
    /// Commands that the server ever refused.
    refused: BTreeSet<CommandId>,
}

impl Model {
    /// A reply to a push.
    pub fn answered(&mut self, place: usize, push: &Push, reply: &[u8]) -> Result<()> {
        let reply: PushReply = serde_json::from_slice(reply)?;
        for (command, outcome) in push.commands.iter().zip(reply.outcomes) {
            if matches!(outcome.result, OutcomeKind::Unsupported) {
                continue;
            }
            // Of an erased case only the envelope is left, which is compared before.
            let Ok(body) = command.read() else {
                let envelope = command.envelope()?;
                holds(2, envelope.id == outcome.id, || {
                    format!("device {place}: an outcome of another erased command")
                })?;
                self.take(place, None, outcome)?;
                continue;
            };
            holds(
                2,
                (body.id, body.device_seq) == (outcome.id, outcome.device_seq),
                || format!("device {place}: an outcome of another command"),
            )?;
            self.take(place, Some(body.inquiry), outcome)?;
        }
        Ok(())
    }

    fn take(&mut self, place: usize, case: Option<InquiryId>, outcome: Outcome) -> Result<()> {
        let key = (place, outcome.device_seq);
        self.acknowledged.insert((place, outcome.id));
        if matches!(outcome.result, OutcomeKind::Rejected { .. }) {
            self.refused.insert(outcome.id);
        }
        if let Some(known) = self.outcomes.get(&key) {
            return holds(2, *known == outcome, || {
                format!("device {place}: first {known:?}, on a retry {outcome:?}")
            });
        }
        if let Some(seq) = outcome.seq {
            holds(4, seq == self.head + 1, || {
                format!("the log goes from {} to {seq}", self.head)
            })?;
            self.head = seq;
        }
        if let (Some(number), Some(case)) = (&outcome.number, case) {
            let number = number.to_string();
            if let Some(other) = self.numbers.insert(number.clone(), case) {
                return broken(4, format!("number {number} given to {other} and to {case}"));
            }
        }
        self.outcomes.insert(key, outcome);
        Ok(())
    }

    /// Whether the server ever refused a command, before a restore or after.
    pub fn refused_ever(&self, id: CommandId) -> bool {
        self.refused.contains(&id)
    }

    /// The server was put back to a backup: what it said since then, it may say otherwise.
    pub async fn restored(&mut self, central: &Central, devices: &[DeviceId]) -> Result<()> {
        self.outcomes.clear();
        self.numbers.clear();
        let mut database = central.database().await?;
        let rows = sqlx::query("select device, outcome from command")
            .fetch_all(&mut database)
            .await?;
        for row in rows {
            let of: &[u8] = row.try_get(0)?;
            let place = devices.iter().position(|d| d.0.as_bytes() == of);
            let outcome: Outcome = serde_json::from_str(row.try_get(1)?)?;
            if let Some(place) = place {
                self.outcomes.insert((place, outcome.device_seq), outcome);
            }
        }
        let rows = sqlx::query("select content from inquiry")
            .fetch_all(&mut database)
            .await?;
        for row in rows {
            let case: Inquiry = serde_json::from_str(row.try_get(0)?)?;
            if let Some(number) = &case.number {
                self.numbers.insert(number.to_string(), case.id);
            }
        }
        // An erased case keeps its number.
        let rows = sqlx::query("select inquiry, number from erasure where number is not null")
            .fetch_all(&mut database)
            .await?;
        for row in rows {
            let number: RegistrationNumber = serde_json::from_str(row.try_get(1)?)?;
            let case = InquiryId(Uuid::from_slice(row.try_get(0)?)?);
            self.numbers.insert(number.to_string(), case);
        }
        let head: i64 = sqlx::query_scalar("select coalesce(max(seq), 0) from log")
            .fetch_one(&mut database)
            .await?;
        self.head = u64::try_from(head).unwrap_or(0);
        database.close().await?;
        Ok(())
    }
}
