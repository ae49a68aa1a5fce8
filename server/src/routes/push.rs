//! `POST /v1/push`: commands, each of which ends as exactly one stored outcome.

use crate::AdminError;
use crate::App;
use crate::auth::Caller;
use crate::body::Packed;
use crate::decide::{Origin, Submitted, World};
use crate::erasure;
use crate::error::Failure;
use crate::store::batch::{self, Done, Named};
use crate::store::device::{self, Device};
use crate::store::{Tx, Wall, staff, tenant, to_json};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::ids::InquiryId;
use domain::merge::Base;
use domain::{Act, Refusal};
use ed25519_dalek::{Signature, VerifyingKey};
use protocol::wire::{
    ACT_FORM, Command, Envelope, Outcome, OutcomeKind, PUSH_BYTES, PUSH_COMMANDS, Push, PushReply,
    Unsigned,
};

/// A command whose signature holds.
struct Checked {
    command: Command,
    envelope: Envelope,
    body: Body,
}

/// What a command says.
enum Body {
    Known(Box<Unsigned>),
    /// A form that this server does not know yet.
    Later,
    /// A text that breaks its own form: it ends here, so that it does not hold up what is behind it.
    Broken,
    /// Only its place is left.
    Erased,
}

pub(crate) async fn push(
    State(app): State<App>,
    Caller(caller): Caller,
    Packed { message, accepts }: Packed<Push>,
) -> Result<Response, Failure> {
    let outcomes = outcomes(&app, &caller, message).await?;
    Ok(accepts.reply_text(format!("{{\"outcomes\":[{}]}}", outcomes.join(","))))
}

/// A push that came on a stick: the same rules, and the outcomes as they are stored.
pub(crate) async fn take(app: &App, caller: &Device, push: Push) -> Result<PushReply, Failure> {
    let outcomes = outcomes(app, caller, push).await?;
    let read = outcomes.iter().map(|text| serde_json::from_str(text));
    Ok(PushReply {
        outcomes: read
            .collect::<Result<_, _>>()
            .map_err(|_| Failure::bad_request("an outcome that cannot be read"))?,
    })
}

/// What became of the commands of a push, as it is stored and sent.
async fn outcomes(app: &App, caller: &Device, message: Push) -> Result<Vec<String>, Failure> {
    within_limits(&message)?;
    let key = caller.public_key;
    let commands = tokio::task::spawn_blocking(move || check(&key, message.commands)).await??;
    let now = (app.clock)();
    let mut tx = app.store.begin(Wall::Tenant(caller.tenant)).await?;
    if tenant::epoch(&mut tx).await? != message.epoch {
        return Err(Failure::new(StatusCode::CONFLICT, "wrong-epoch"));
    }
    // Read again under the lock: two requests of one device come one after the other.
    let caller = device::get(&mut tx, caller.id).await?;
    if caller.revoked {
        return Err(Failure::new(StatusCode::FORBIDDEN, "device-revoked"));
    }
    let (mut outcomes, fresh) = replay(&mut tx, &caller, commands).await?;
    continues(&caller, &fresh)?;
    let (known, unsupported) = until_later(fresh);
    if !known.is_empty() {
        outcomes.extend(apply(app, &mut tx, &caller, known, now).await?);
    }
    tx.commit().await?;
    if outcomes.iter().any(|text| tells_of_erasure(text))
        && let Err(error) =
            erasure::sweep::<AdminError>(&app.store, &app.objects, caller.tenant).await
    {
        // What was pushed stands; the next start takes up what is left.
        tracing::warn!(%error, "files of an erased case are still stored");
    }
    if let Some(envelope) = unsupported {
        let result = OutcomeKind::Unsupported;
        let outcome = Outcome {
            id: envelope.id,
            device_seq: envelope.device_seq,
            result,
            seq: None,
            number: None,
        };
        outcomes.push(to_json("command", &outcome)?);
    }
    Ok(outcomes)
}

/// A command about an erased case can name files that nobody else names any more.
fn tells_of_erasure(outcome: &str) -> bool {
    // Most say nothing of the kind, and reading each of two thousand takes its time.
    if !outcome.contains("erased") {
        return false;
    }
    let read: Result<Outcome, _> = serde_json::from_str(outcome);
    read.is_ok_and(|outcome| {
        matches!(
            outcome.result,
            OutcomeKind::Rejected {
                refusal: Refusal::Erased
            }
        )
    })
}

fn within_limits(push: &Push) -> Result<(), Failure> {
    if push.commands.len() > PUSH_COMMANDS {
        return Err(Failure::too_large(format!(
            "at most {PUSH_COMMANDS} commands"
        )));
    }
    let bytes: usize = push.commands.iter().map(Command::size).sum();
    if push.commands.len() > 1 && bytes > PUSH_BYTES {
        return Err(Failure::too_large(format!(
            "at most {PUSH_BYTES} bytes, or a single command"
        )));
    }
    Ok(())
}

/// Checks all signatures before anything is looked at.
fn check(key: &[u8; 32], commands: Vec<Command>) -> Result<Vec<Checked>, Failure> {
    let bad_signature = || Failure::new(StatusCode::FORBIDDEN, "bad-signature");
    let key = VerifyingKey::from_bytes(key).map_err(|_| bad_signature())?;
    commands
        .into_iter()
        .map(|command| {
            let bytes: Option<[u8; 64]> = hex::decode(&command.signature)
                .ok()
                .and_then(|b| b.try_into().ok());
            let signature = Signature::from_bytes(&bytes.ok_or_else(bad_signature)?);
            key.verify_strict(&command.hash(), &signature)
                .map_err(|_| bad_signature())?;
            let envelope = command
                .envelope()
                .map_err(|_| Failure::bad_request("not a command"))?;
            let body = match command.read() {
                _ if command.tombstone.is_some() => Body::Erased,
                Ok(body) => Body::Known(Box::new(body)),
                Err(_) if envelope.type_version > ACT_FORM => Body::Later,
                Err(_) => Body::Broken,
            };
            Ok(Checked {
                command,
                envelope,
                body,
            })
        })
        .collect()
}

/// Commands that have an outcome already get it word for word; the rest is new. Another command in a place that is
/// taken means that the device's disk was restored or copied.
async fn replay(
    tx: &mut Tx<'_>,
    device: &Device,
    commands: Vec<Checked>,
) -> Result<(Vec<String>, Vec<Checked>), Failure> {
    let (old, fresh): (Vec<_>, Vec<_>) = commands
        .into_iter()
        .partition(|c| c.envelope.device_seq <= device.durable_seq);
    let (Some(first), Some(last)) = (old.first(), old.last()) else {
        return Ok((Vec::new(), fresh));
    };
    let stored = batch::outcomes(
        tx,
        device.id,
        first.envelope.device_seq,
        last.envelope.device_seq,
    )
    .await?;
    let mut outcomes = Vec::with_capacity(old.len());
    for command in &old {
        match stored.get(&command.envelope.device_seq) {
            Some((hash, outcome)) if *hash == command.command.hash_hex() => {
                outcomes.push(outcome.clone())
            }
            _ => return Err(bad_chain(device)),
        }
    }
    Ok((outcomes, fresh))
}

/// Whether the new commands go on where the device's history ends.
fn continues(device: &Device, fresh: &[Checked]) -> Result<(), Failure> {
    let mut prev = device.last_hash.clone();
    for (expected, checked) in (device.durable_seq + 1..).zip(fresh) {
        if checked.envelope.device_seq != expected {
            return Err(Failure::new(StatusCode::CONFLICT, "gap").expecting(expected));
        }
        if checked.envelope.prev_hash != prev {
            return Err(bad_chain(device));
        }
        prev = checked.command.hash_hex();
    }
    Ok(())
}

fn bad_chain(device: &Device) -> Failure {
    Failure::new(StatusCode::CONFLICT, "bad-chain").expecting(device.durable_seq + 1)
}

/// The commands up to the first one of a later form. Order is kept: nothing behind it is looked at.
fn until_later(mut fresh: Vec<Checked>) -> (Vec<Checked>, Option<Envelope>) {
    match fresh.iter().position(|c| matches!(c.body, Body::Later)) {
        Some(at) => {
            let later = fresh.drain(at..).next().map(|c| c.envelope);
            (fresh, later)
        }
        None => (fresh, None),
    }
}

async fn apply(
    app: &App,
    tx: &mut Tx<'_>,
    device: &Device,
    commands: Vec<Checked>,
    now: chrono::DateTime<chrono::FixedOffset>,
) -> Result<Vec<String>, Failure> {
    let origin = Origin {
        device: Some(device.id),
        units: device.units.clone(),
        admitted: staff::admitted(tx, device.id).await?,
    };
    let mut world = batch::load(
        &app.store,
        tx,
        device.tenant,
        Some(device.id),
        &named(&commands),
    )
    .await?;
    let head = world.head;
    let last = commands
        .last()
        .map(|c| (c.envelope.device_seq, c.command.hash_hex()));
    let done: Vec<Done> = commands
        .into_iter()
        .map(|checked| decide(&mut world, &origin, checked))
        .collect();
    let outcomes =
        batch::flush(tx, device.tenant, Some(device.id), head, &world, &done, now).await?;
    for done in &done {
        app.metrics.outcome(&done.decided.outcome.result);
    }
    if let Some((device_seq, hash)) = last {
        device::acknowledge(tx, device.id, device_seq, &hash).await?;
    }
    Ok(outcomes)
}

fn decide(world: &mut World, origin: &Origin, checked: Checked) -> Done {
    let (refusal, act) = match checked.body {
        Body::Known(body) => {
            let submitted = Submitted {
                device_seq: body.device_seq,
                id: body.id,
                inquiry: body.inquiry,
                base: &body.base,
                was: &checked.command.was,
                epoch: body.epoch,
                act: &body.act,
                actor: body.actor,
                at: body.at,
                provisional: body.provisional,
            };
            return Done {
                decided: world.decide(origin, &submitted),
                inquiry: body.inquiry,
                actor: Some(body.actor),
                act: body.act.code(),
                sent: Some(checked.command),
            };
        }
        Body::Later | Body::Broken => (Refusal::Malformed, "unreadable"),
        Body::Erased => (Refusal::Erased, "erased"),
    };
    Done {
        decided: world.refuse(&checked.envelope, refusal),
        inquiry: InquiryId(uuid::Uuid::nil()),
        actor: None,
        act,
        sent: Some(checked.command),
    }
}

fn named(commands: &[Checked]) -> Named {
    let mut named = Named::default();
    for checked in commands {
        named.commands.insert(checked.envelope.id);
        let Body::Known(body) = &checked.body else {
            continue;
        };
        named.inquiries.insert(body.inquiry);
        named
            .earlier
            .extend(body.base.values().filter_map(|base| match base {
                Base::After(command) => Some(*command),
                Base::Version(_) => None,
            }));
        if let Act::Receive(card) | Act::Register(card) = &body.act {
            named
                .sources
                .extend(card.source.iter().map(|s| s.key.clone()));
        }
    }
    named
}
