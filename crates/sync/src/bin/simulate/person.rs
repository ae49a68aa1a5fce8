//! What people type: an act from a deed, the case that is chosen and the event's salt.

use crate::central::{staff, start_of_time, unit};
use crate::chance::Chance;
use crate::plan::{Deed, UNITS};
use chrono::{DateTime, FixedOffset};
use domain::act::Correction;
use domain::ids::{AttachmentId, UnitId};
use domain::inquiry::{Applicant, AttachmentRole, Card, Draft};
use domain::{Act, Inquiry, Lang};
use protocol::wire::CHUNK;
use replica::{Replica, Result};

/// Where somebody sits when they do something.
pub struct Desk<'a> {
    /// The replica.
    pub replica: &'a Replica,
    /// Its departments.
    pub units: &'a [UnitId],
    /// Its clock.
    pub now: DateTime<FixedOffset>,
}

fn card(unit: UnitId, word: &str) -> Card {
    Card {
        unit,
        received_at: start_of_time() - chrono::TimeDelta::days(7_000),
        channel: "post".into(),
        kind: "application".into(),
        lang: Lang::Ky,
        applicants: vec![Applicant {
            name: "Демоев Бакыт".into(),
            ..Applicant::default()
        }],
        collective: false,
        subject: format!("Көчөнүн жарыгы {word}"),
        text: format!("Көчөдө жарык жок. {word}").into(),
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

/// The act; `None` where there is nothing to do it to.
pub async fn act(
    desk: &Desk<'_>,
    deed: Deed,
    case: Option<&Inquiry>,
    word: &str,
    chance: &mut Chance,
) -> Result<Option<Act>> {
    let correct = |correction| Some(Act::Correct(Box::new(correction)));
    Ok(match deed {
        Deed::Register => chance
            .pick(desk.units)
            .map(|unit| Act::Register(Box::new(card(unit.clone(), word)))),
        Deed::Note => Some(Act::AddNote { text: word.into() }),
        Deed::Subject => correct(Correction {
            subject: Some(format!("Жаңы тема {word}")),
            ..Correction::default()
        }),
        Deed::Move => correct(Correction {
            unit: Some(unit(chance.below(UNITS.len()))),
            ..Correction::default()
        }),
        Deed::Assign => Some(Act::Assign {
            executor: staff(chance.below(3)),
            co_executors: chance
                .one_in(3)
                .then(|| staff(chance.below(3)))
                .into_iter()
                .collect(),
            topic: Some("roads.repair".into()),
            resolution: String::new(),
        }),
        Deed::Draft => Some(Act::SaveDraft(Box::new(Draft {
            lang: Lang::Ky,
            template: None,
            outcome: Some("explained".into()),
            body: format!("Урматтуу Бакыт мырза, {word}").into(),
        }))),
        Deed::Submit => Some(Act::SubmitForSignoff),
        Deed::Approve => Some(Act::Approve),
        Deed::Undo => case
            .and_then(|c| c.undo.as_ref())
            .map(|u| Act::Withdraw { command: u.command }),
        Deed::Settle => case
            .and_then(|c| c.conflicts.iter().find(|c| c.settled.is_none()))
            .map(|c| Act::SettleConflict {
                conflict: c.id,
                take_mine: chance.one_in(2),
            }),
        Deed::Restrict => Some(Act::Restrict {
            restricted: !case.is_some_and(|c| c.restricted),
        }),
        Deed::Attach => Some(attach(desk, word, chance).await?),
    })
}

/// A small file, seldom one of more than a chunk.
async fn attach(desk: &Desk<'_>, word: &str, chance: &mut Chance) -> Result<Act> {
    let size = if chance.one_in(16) { CHUNK } else { 0 } + chance.below(2_000);
    let mut bytes = word.as_bytes().to_vec();
    bytes.extend(chance.bytes(size));
    let id = AttachmentId(chance.uuid());
    let reader = std::io::Cursor::new(bytes);
    let staged = desk.replica.stage_as(id, "кат.pdf", reader).await?;
    let file = staged.describe(AttachmentRole::Received, desk.now);
    Ok(Act::Attach(Box::new(file)))
}
