//! What of an inquiry stands in columns of its own.

use crate::days;
use crate::error::{ReplicaError, Result};
use domain::State;
use domain::collate;
use domain::inquiry::Inquiry;
use std::ops::BitOr;
use uuid::Uuid;

/// Marks of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Flags(pub u8);

impl Flags {
    pub const COLLECTIVE: Flags = Flags(1);
    pub const MINOR: Flags = Flags(2);
    pub const RESTRICTED: Flags = Flags(4);
    pub const ANONYMOUS: Flags = Flags(8);

    /// As stored. What is no set of flags is an error: read as none, a restricted row would look like any other.
    pub fn stored(stored: i64) -> Result<Flags> {
        match u8::try_from(stored) {
            Ok(flags) => Ok(Flags(flags)),
            Err(_) => Err(ReplicaError::corrupt("flags")),
        }
    }

    pub fn has(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    fn when(self, holds: bool) -> Flags {
        if holds { self } else { Flags(0) }
    }
}

impl BitOr for Flags {
    type Output = Flags;
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

/// The columns of table `inquiry` that come from the content. Days are counted from 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Extract {
    pub uuid: Uuid,
    pub unit: String,
    pub state: &'static str,
    pub number: String,
    pub provisional: String,
    pub number_year: Option<i64>,
    pub number_serial: Option<i64>,
    pub due: Option<i64>,
    pub received_at: i64,
    pub received: i64,
    pub registered: Option<i64>,
    pub answered: Option<i64>,
    pub closed: Option<i64>,
    pub ending: &'static str,
    pub dispatched: Option<i64>,
    pub delivery: String,
    pub extended: i64,
    pub kind: String,
    pub channel: String,
    pub lang: &'static str,
    pub topic: String,
    pub territory: String,
    pub category: String,
    pub outcome: String,
    pub executor: Option<Uuid>,
    pub co_executors: Vec<Uuid>,
    pub repeat_of: Option<Uuid>,
    pub source_key: Option<String>,
    pub applicant: String,
    pub applicant_key: Vec<u8>,
    pub applicants: i64,
    pub subject: String,
    pub attachments: i64,
    pub conflicts: i64,
    pub flags: Flags,
}

impl Extract {
    pub fn of(i: &Inquiry) -> Self {
        let first = i.applicants.first();
        let applicant = first
            .map(|a| a.name.expose().trim().to_owned())
            .unwrap_or_default();
        let (ending, answered) = ending(i);
        let text = |code: Option<&domain::Code>| code.map(|c| c.0.clone()).unwrap_or_default();
        Self {
            uuid: i.id.0,
            unit: i.unit.0.clone(),
            state: i.state.code(),
            number: i
                .number
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            provisional: i
                .provisional
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            number_year: i.number.as_ref().map(|n| i64::from(n.year)),
            number_serial: i
                .number
                .as_ref()
                .map(|n| i64::from(n.serial))
                .or_else(|| i.provisional.as_ref().map(|p| i64::from(p.serial))),
            due: i.due.as_ref().map(|d| days::number(d.on)),
            received_at: i.received_at.timestamp(),
            received: days::number(i.received_at.date_naive()),
            registered: i.registered_on.map(days::number),
            answered,
            closed: match &i.state {
                State::Closed { at, .. } => Some(days::number(at.date_naive())),
                State::Archived { .. } => last(i, "close"),
                _ => None,
            },
            ending,
            dispatched: i.dispatch.as_ref().map(|d| days::number(d.on)),
            delivery: text(i.dispatch.as_ref().map(|d| &d.method)),
            extended: i
                .due
                .iter()
                .flat_map(|d| &d.extended)
                .map(|e| i64::from(e.days))
                .sum(),
            kind: i.kind.0.clone(),
            channel: i.channel.0.clone(),
            lang: i.lang.tag(),
            topic: text(i.topic.as_ref()),
            territory: text(i.territory.as_ref()),
            category: text(first.and_then(|a| a.category.as_ref())),
            outcome: text(i.outcome.as_ref()),
            executor: i.executor.map(|e| e.0),
            co_executors: i.co_executors.iter().map(|e| e.0).collect(),
            repeat_of: i.repeat_of.map(|r| r.0),
            source_key: i.source.as_ref().map(|s| s.key.clone()),
            applicant_key: sort_key(&applicant),
            applicant,
            applicants: count(i.applicants.len()),
            subject: i.subject.clone(),
            attachments: count(i.attachments.len()),
            conflicts: count(i.open_conflicts().count()),
            flags: Flags::COLLECTIVE.when(i.collective)
                | Flags::MINOR.when(i.minor)
                | Flags::RESTRICTED.when(i.restricted)
                | Flags::ANONYMOUS.when(i.anonymous()),
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn last(i: &Inquiry, act: &str) -> Option<i64> {
    i.history
        .iter()
        .rev()
        .find(|e| e.what == act)
        .map(|e| days::number(e.at.date_naive()))
}

/// The act that ended consideration, and its day, for one that is no longer on control.
fn ending(i: &Inquiry) -> (&'static str, Option<i64>) {
    i.ended_by().map_or(("", None), |(act, e)| {
        (act, Some(days::number(e.at.date_naive())))
    })
}

/// Letters of a name that decide its place in a list.
const SORTED_LETTERS: usize = 48;

/// The Kyrgyz sort key of a name as bytes that compare like the key itself.
pub(crate) fn sort_key(name: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    for rank in collate::key(name).into_iter().take(SORTED_LETTERS) {
        let part = |shift: u32, mask: u32| u8::try_from((rank >> shift) & mask).unwrap_or(u8::MAX);
        match rank {
            // A letter of the alphabet: one byte above everything else.
            0x1_0000.. => bytes.push(0xc0 | part(0, 0x3f)),
            0..0x80 => bytes.push(part(0, 0x7f)),
            _ => bytes.extend([0x80 | part(10, 0x3f), part(5, 0x1f), part(0, 0x1f)]),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_compare_like_the_alphabet(a in "[ -~а-яА-ЯңөүёҢӨҮ中é]{0,20}", b in "[ -~а-яА-ЯңөүёҢӨҮ中é]{0,20}") {
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), collate::key(&a).cmp(&collate::key(&b)));
        }
    }
}
