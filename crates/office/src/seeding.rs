//! Working a made-up year: the generator's plans become acts, done by the desk's own door on the first device and
//! synchronised like any work.
//!
//! The year goes by in weeks; within a week the first acts of all inquiries come first, then the second ones and so
//! on, each person's in one transaction. Every act has its own moment; only the order of transactions differs from a
//! real office's.

use crate::serve::staff_id;
use crate::{Account, OfficeError, Options};
use chrono::{DateTime, Datelike, FixedOffset};
use demo::{DemoInquiry, Step, StepKind};
use desk::{Desk, Session};
use domain::inquiry::{AttachmentRole, Draft};
use domain::{Act, Actor, CommandId, InquiryId};
use replica::NewCommand;
use uuid::Uuid;

/// Weeks of work between two synchronisations.
const SYNC_EVERY_WEEKS: usize = 8;

/// A planned act: week, place in the inquiry's life, person, moment, command.
struct Planned {
    week: (i32, u32),
    step: usize,
    by: &'static str,
    at: DateTime<FixedOffset>,
    inquiry: usize,
}

/// Works the year and synchronises it.
pub(crate) async fn work_the_year(
    desk: &Desk,
    accounts: &[Account],
    options: &Options,
    say: &(dyn Fn(&str) + Send + Sync),
) -> Result<(), OfficeError> {
    let account = accounts.first().ok_or_else(|| unfit("accounts", "none"))?;
    let session = desk.unlock(&account.login, &account.passphrase).await?;
    let year = demo::Options::year(u64::from(options.inquiries), options.seed, options.until);
    let made: Vec<DemoInquiry> = demo::inquiries(year).collect();
    let mut plan: Vec<Planned> = made
        .iter()
        .enumerate()
        .flat_map(|(n, i)| planned(n, i))
        .collect();
    plan.sort_by_key(|p| (p.week, p.step, p.by, p.at, p.inquiry));
    let weeks: Vec<&[Planned]> = plan.chunk_by(|a, b| a.week == b.week).collect();
    let mut begun = 0;
    for (n, week) in weeks.iter().enumerate() {
        for block in week.chunk_by(|a, b| a.step == b.step && a.by == b.by) {
            work_block(&session, &made, block, options.seed).await?;
        }
        begun += week.iter().filter(|p| p.step == 0).count();
        say(&format!(
            "working a made-up year: week {} of {}, {begun} of {} inquiries",
            n + 1,
            weeks.len(),
            made.len()
        ));
        if n % SYNC_EVERY_WEEKS == SYNC_EVERY_WEEKS - 1 || n + 1 == weeks.len() {
            session.synchronise().await?;
        }
    }
    drop(session);
    desk.lock().await?;
    Ok(())
}

fn planned(inquiry: usize, i: &DemoInquiry) -> impl Iterator<Item = Planned> + '_ {
    i.steps.iter().enumerate().map(move |(step, s)| {
        let week = s.at.date_naive().iso_week();
        Planned {
            week: (week.year(), week.week()),
            step,
            by: s.by,
            at: s.at,
            inquiry,
        }
    })
}

async fn work_block(
    session: &Session,
    made: &[DemoInquiry],
    block: &[Planned],
    seed: u64,
) -> Result<(), OfficeError> {
    let Some(person) = block.first().and_then(|p| demo::staff(p.by)) else {
        return Ok(());
    };
    let actor = Actor {
        id: staff_id(person.key),
        roles: person.roles.iter().copied().collect(),
    };
    let mut commands = Vec::with_capacity(block.len());
    let mut adopted = Vec::new();
    for p in block {
        let i = &made[p.inquiry];
        let step = &i.steps[p.step];
        let act = act_of(session, made, i, step, seed, &mut adopted).await?;
        commands.push(NewCommand {
            id: command_id(seed, i, p.step),
            inquiry: inquiry_id(seed, i),
            act,
            at: p.at,
        });
    }
    let profile = session.profile();
    session
        .replica()
        .perform_many(commands, &actor, &profile)
        .await
        .map_err(desk::DeskError::from)?;
    for (inquiry, staged) in adopted {
        session
            .replica()
            .adopt(&staged, inquiry)
            .await
            .map_err(desk::DeskError::from)?;
    }
    Ok(())
}

/// The generator's step as an act.
async fn act_of(
    session: &Session,
    made: &[DemoInquiry],
    i: &DemoInquiry,
    step: &Step,
    seed: u64,
    adopted: &mut Vec<(InquiryId, String)>,
) -> Result<Act, OfficeError> {
    Ok(match &step.what {
        StepKind::Receive => {
            Act::Receive(Box::new(card_of(session, made, i, seed, adopted).await?))
        }
        StepKind::Register => {
            Act::Register(Box::new(card_of(session, made, i, seed, adopted).await?))
        }
        StepKind::EnterInRegister => Act::EnterInRegister {
            on: step.at.date_naive(),
        },
        StepKind::Assign {
            executor,
            co_executors,
            resolution,
        } => Act::Assign {
            executor: staff_id(executor),
            co_executors: co_executors.iter().map(|c| staff_id(c)).collect(),
            topic: Some(i.topic.into()),
            resolution: resolution.clone(),
        },
        StepKind::Extend { days, reason } => Act::Extend {
            days: *days,
            reason: reason.clone(),
        },
        StepKind::Forward { to, reason } => Act::Forward {
            to: to.clone(),
            reason: (*reason).into(),
        },
        StepKind::Note { text } => Act::AddNote { text: text.clone() },
        StepKind::SaveDraft { outcome, answer } => {
            let shown = session
                .replica()
                .get(inquiry_id(seed, i))
                .await
                .map_err(desk::DeskError::from)?;
            let number = shown
                .and_then(|shown| shown.shown_number())
                .unwrap_or_default();
            Act::SaveDraft(Box::new(Draft {
                lang: i.lang,
                template: None,
                outcome: Some((*outcome).into()),
                body: answer.text(&number).into(),
            }))
        }
        StepKind::Submit => Act::SubmitForSignoff,
        StepKind::Return { reason } => Act::Return {
            reason: reason.clone(),
        },
        StepKind::Approve => Act::Approve,
        StepKind::Dispatch {
            method,
            on,
            reference,
        } => Act::RecordDispatch {
            method: (*method).into(),
            on: *on,
            reference: reference.clone(),
        },
        StepKind::Close { file_index } => Act::Close {
            file_index: (*file_index).into(),
        },
        StepKind::NotConsidered { reason, note } => Act::NotConsidered {
            reason: (*reason).into(),
            note: note.clone(),
        },
    })
}

/// The card with its files stored and the earlier inquiry linked.
async fn card_of(
    session: &Session,
    made: &[DemoInquiry],
    i: &DemoInquiry,
    seed: u64,
    adopted: &mut Vec<(InquiryId, String)>,
) -> Result<domain::inquiry::Card, OfficeError> {
    let mut card = i.card();
    card.repeat_of = i
        .repeat_of
        .and_then(|earlier| usize::try_from(earlier).ok())
        .and_then(|place| made.get(place))
        .map(|earlier| inquiry_id(seed, earlier));
    for spec in &i.attachments {
        let rendered = spec
            .render()
            .map_err(|e| unfit(&i.index.to_string(), &e.to_string()))?;
        let staged = session
            .replica()
            .stage(&spec.name, &rendered.bytes)
            .await
            .map_err(desk::DeskError::from)?;
        card.attachments
            .push(staged.describe(AttachmentRole::Received, i.received_at));
        adopted.push((inquiry_id(seed, i), staged.id));
    }
    Ok(card)
}

/// Ids come from seed and place, so that the same seed gives the same data.
fn inquiry_id(seed: u64, i: &DemoInquiry) -> InquiryId {
    match i.submission.as_deref().and_then(InquiryId::of_submission) {
        Some(id) => id,
        None => InquiryId(id(i.received_at, &format!("inquiry {seed} {}", i.index))),
    }
}

fn command_id(seed: u64, i: &DemoInquiry, step: usize) -> CommandId {
    let at = i.steps.get(step).map_or(i.received_at, |s| s.at);
    CommandId(id(at, &format!("command {seed} {} {step}", i.index)))
}

/// A `UUIDv7` whose random part is a hash.
fn id(at: DateTime<FixedOffset>, what: &str) -> Uuid {
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(what.as_bytes());
    let mut random = [0; 10];
    random.copy_from_slice(&hash[..10]);
    uuid::Builder::from_unix_timestamp_millis(
        u64::try_from(at.timestamp_millis()).unwrap_or(0),
        &random,
    )
    .into_uuid()
}

fn unfit(place: &str, why: &str) -> OfficeError {
    OfficeError::Unfit {
        place: place.into(),
        why: why.into(),
    }
}
