//! A large replica for measuring: inquiries grown by the domain's own acts and brought in through the door by which
//! the server's rows come.

use chrono::{DateTime, FixedOffset};
use demo::{DemoInquiry, StepKind};
use domain::inquiry::Draft;
use domain::number::RegistrationNumber;
use domain::{
    Act, Actor, Circumstances, CommandId, DeviceId, Inquiry, InquiryId, Profile, StaffId, TenantId,
};
use protocol::window::directory::{StaffRow, UnitRow};
use protocol::wire::{Op, PullReply, Scope};
use replica::vault::{Account, Vault};
use replica::{Identity, Replica};
use std::path::Path;
use uuid::Uuid;

/// Login of the only account.
pub const LOGIN: &str = "supervisor";
/// Its passphrase.
pub const PASSPHRASE: &str = "measuring-only";
/// Rows of a frame.
const FRAME: usize = 2_000;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Makes a replica with `count` inquiries in `dir`; does nothing when it is there already.
///
/// # Errors
/// Whatever the replica says.
pub async fn replica(dir: &Path, count: u64, say: &dyn Fn(u64)) -> Result<(), Failure> {
    let marker = dir.join(format!("complete-{count}"));
    if marker.exists() {
        return Ok(());
    }
    if dir.exists() {
        std::fs::remove_dir_all(dir)?;
    }
    std::fs::create_dir_all(dir)?;
    let mut created = Vault::create(dir)?;
    let person = staff();
    let account = Account {
        login: LOGIN.into(),
        name: person.name.clone(),
        roles: person.roles.clone(),
    };
    created
        .vault
        .add_account(&created.key, account, PASSPHRASE)?;
    let replica = Replica::create(dir, &created.key).await?;
    replica.set_identity(&identity(person)).await?;
    let profile = demo::profile();
    let mut ops = Vec::with_capacity(FRAME);
    let mut from = 0;
    for (n, made) in demo::bench_rows(count, 7).enumerate() {
        let seq = n as u64 + 1;
        ops.push(op(&grow(&made, seq, &profile)?, seq)?);
        if ops.len() == FRAME || seq == count {
            let frame = PullReply {
                from,
                to: seq,
                head: count,
                ops: std::mem::take(&mut ops),
                buckets: Vec::new(),
            };
            replica.apply_pull(&frame).await?;
            from = seq;
            say(seq);
        }
    }
    while replica.index_pending(5_000).await? > 0 {}
    replica.close().await?;
    std::fs::write(marker, "")?;
    Ok(())
}

fn op(inquiry: &Inquiry, seq: u64) -> Result<Op, Failure> {
    Ok(Op::Put {
        seq,
        id: inquiry.id,
        unit: inquiry.unit.clone(),
        content: serde_json::to_string(inquiry)?,
    })
}

fn staff() -> StaffRow {
    let person = demo::staff(LOGIN).copied().unwrap_or(demo::STAFF[0]);
    let label = |[ky, ru, en]: [&str; 3]| domain::profile::Label {
        ky: ky.into(),
        ru: ru.into(),
        en: en.into(),
    };
    StaffRow {
        id: staff_id(LOGIN),
        login: LOGIN.into(),
        name: person.name[0].into(),
        position: label(person.position),
        roles: domain::Role::ALL.to_vec(),
        unit: person.unit.into(),
        phone: person.phone.into(),
        active: true,
        on_this_device: true,
    }
}

fn staff_id(key: &str) -> StaffId {
    let place = demo::STAFF.iter().position(|s| s.key == key).unwrap_or(0);
    StaffId(Uuid::from_u128(1_000 + place as u128))
}

fn identity(person: StaffRow) -> Identity {
    let label = |[ky, ru, en]: [&str; 3]| domain::profile::Label {
        ky: ky.into(),
        ru: ru.into(),
        en: en.into(),
    };
    Identity {
        device: DeviceId(Uuid::from_u128(1)),
        device_number: 1,
        tenant: TenantId(Uuid::from_u128(2)),
        token: "measuring".to_owned().into(),
        epoch: 1,
        server_key: String::new(),
        signing_seed: [7; 32].into(),
        // Nothing listens on the discard port: the measured program is offline.
        server_url: "http://127.0.0.1:9".into(),
        server_ca: None,
        scope: Scope {
            version: 1,
            units: demo::UNITS.iter().map(|u| u.code.into()).collect(),
            all_units: demo::UNITS
                .iter()
                .map(|u| UnitRow {
                    id: u.code.into(),
                    name: label(u.name),
                })
                .collect(),
            staff: vec![person],
            profile: None,
        },
        profile_json: demo::profile_json(),
        lease_until: None,
    }
}

/// The inquiry as the server would have it after its planned life.
fn grow(made: &DemoInquiry, serial: u64, profile: &Profile) -> Result<Inquiry, Failure> {
    let id = InquiryId(Uuid::from_u128(
        u128::from(serial) << 64 | 0x7000_8000_0000_0000,
    ));
    let mut current: Option<Inquiry> = None;
    for (n, step) in made.steps.iter().enumerate() {
        let roles = demo::staff(step.by)
            .map(|s| s.roles.iter().copied().collect())
            .unwrap_or_default();
        let actor = Actor {
            id: staff_id(step.by),
            roles,
        };
        let now = Circumstances {
            actor: &actor,
            inquiry: id,
            command: CommandId(Uuid::from_u128(u128::from(serial) << 32 | n as u128)),
            device: None,
            at: step.at,
            provisional: None,
            profile,
        };
        let act = act(made, &step.what, step.at, serial);
        let mut after = domain::apply(current.as_ref(), &act, &now)?;
        if after.number.is_none() && after.registered_on.is_some() {
            let year = chrono::Datelike::year(&step.at);
            let serial = u32::try_from(serial)?;
            after.number = Some(RegistrationNumber {
                year,
                journal: String::new(),
                serial,
            });
        }
        current = Some(after);
    }
    let mut inquiry = current.ok_or("an inquiry without a life")?;
    inquiry.undo = None;
    Ok(inquiry)
}

fn act(made: &DemoInquiry, what: &StepKind, at: DateTime<FixedOffset>, serial: u64) -> Act {
    match what {
        StepKind::Receive => Act::Receive(Box::new(made.card())),
        StepKind::Register => Act::Register(Box::new(made.card())),
        StepKind::EnterInRegister => Act::EnterInRegister {
            on: at.date_naive(),
        },
        StepKind::Assign {
            executor,
            co_executors,
            resolution,
        } => Act::Assign {
            executor: staff_id(executor),
            co_executors: co_executors.iter().map(|c| staff_id(c)).collect(),
            topic: Some(made.topic.into()),
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
        StepKind::SaveDraft { outcome, answer } => Act::SaveDraft(Box::new(Draft {
            lang: made.lang,
            template: None,
            outcome: Some((*outcome).into()),
            body: answer.text(&serial.to_string()).into(),
        })),
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
    }
}
