//! The one door for what people do: row, outbox and audit in one transaction, or nothing.

use crate::audit::{self, Happened};
use crate::base;
use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use crate::files;
use crate::replica::{Changes, Replica, Tag};
use crate::rows::{self, RowToPut};
use crate::search::{self, Before};
use crate::sign;
use crate::writing::{Change, Writing};
use chrono::{DateTime, FixedOffset};
use domain::number::ProvisionalNumber;
use domain::{Act, Actor, Circumstances, CommandId, Inquiry, InquiryId, Profile, Refusal, undo};
use protocol::wire::{Command, Unsigned};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An act of a person, to be done now.
#[derive(Debug, Clone)]
pub struct NewCommand {
    /// Id of the command: done at most once.
    pub id: CommandId,
    /// The inquiry that it is about, or makes.
    pub inquiry: InquiryId,
    /// The act.
    pub act: Act,
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Done {
    /// The inquiry afterwards.
    pub inquiry: Inquiry,
    /// What changed.
    pub changes: Changes,
    /// Whether [`Act::Withdraw`] can take it back.
    pub undoable: bool,
}

impl Replica {
    /// Does one act. When this returns, the act is on the disk: the row as it is shown, the signed command in the
    /// outbox and the entry in the audit, in one transaction.
    ///
    /// # Errors
    /// [`ReplicaError::Refused`] by the domain (also [`Refusal::Exists`] for a command that was done before),
    /// [`ReplicaError::NoFile`] for an attachment whose bytes are not here, [`ReplicaError::NotEnrolled`],
    /// [`ReplicaError::OldCopy`], the database's. Nothing is changed then.
    pub async fn perform(&self, new: NewCommand, actor: &Actor, profile: &Profile) -> Result<Done> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let inquiry = one(&mut w, &new, actor, profile).await?;
        w.commit().await?;
        let undoable = inquiry.undo.as_ref().is_some_and(|u| u.command == new.id);
        let mut changes = Changes::default();
        changes.touch(new.inquiry);
        changes.tags.insert(Tag::Outbox);
        Ok(Done {
            inquiry,
            changes,
            undoable,
        })
    }

    /// Does many acts in one transaction, in order: all of them, or none.
    ///
    /// # Errors
    /// As [`Replica::perform`], for the first that fails.
    pub async fn perform_many(
        &self,
        new: Vec<NewCommand>,
        actor: &Actor,
        profile: &Profile,
    ) -> Result<Changes> {
        self.perform_many_telling(new, actor, profile, &mut |_| {})
            .await
    }

    /// As [`Replica::perform_many`]; tells after each act how many are done. None of them is on the disk before this
    /// returns.
    ///
    /// # Errors
    /// As there.
    pub async fn perform_many_telling(
        &self,
        new: Vec<NewCommand>,
        actor: &Actor,
        profile: &Profile,
        tell: &mut (dyn FnMut(usize) + Send),
    ) -> Result<Changes> {
        let mut changes = Changes::default();
        if new.is_empty() {
            return Ok(changes);
        }
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        for (done, command) in (1..).zip(&new) {
            one(&mut w, command, actor, profile).await?;
            changes.touch(command.inquiry);
            tell(done);
        }
        w.commit().await?;
        changes.tags.insert(Tag::Outbox);
        changes.settle();
        Ok(changes)
    }
}

pub(crate) async fn one(
    w: &mut Writing<'_>,
    new: &NewCommand,
    actor: &Actor,
    profile: &Profile,
) -> Result<Inquiry> {
    let enrolment = w.inner.enrolment()?;
    if w.device.old_copy {
        return Err(ReplicaError::OldCopy);
    }
    // Cleaned before it is signed: the server and every other device get the same words as this one.
    let new = &NewCommand {
        act: domain::clean::act(&new.act)?,
        ..new.clone()
    };
    let before = rows::current(w.conn(), new.inquiry).await?;
    let provisional = provisional(w, &new.act, enrolment.identity.device_number);
    let now = Circumstances {
        actor,
        inquiry: new.inquiry,
        command: new.id,
        device: Some(enrolment.identity.device),
        at: new.at,
        provisional: provisional.clone(),
        profile,
    };
    let old = before.as_ref().map(|b| &b.inquiry);
    let after = domain::apply(old, &new.act, &now)?;
    let changed = match old {
        Some(old) => undo::changed(old, &after)?,
        None => BTreeSet::new(),
    };
    let (base, was) = match old {
        Some(old) => {
            let mut fields = base::may_change(&new.act, old);
            fields.extend(changed.iter().cloned());
            let base = base::base(w.conn(), new.inquiry, old, &fields).await?;
            (base, base::was(old, &fields)?)
        }
        None => Default::default(),
    };
    let body = Unsigned {
        device_seq: u64::try_from(w.device.device_seq + 1)
            .map_err(|_| ReplicaError::corrupt("device"))?,
        id: new.id,
        type_version: protocol::wire::ACT_FORM,
        inquiry: new.inquiry,
        base,
        act: new.act.clone(),
        actor: actor.id,
        at: new.at,
        provisional,
        prev_hash: w.device.prev_hash.clone(),
        epoch: u64::try_from(w.device.epoch).map_err(|_| ReplicaError::corrupt("device"))?,
    };
    let command = Command {
        was,
        ..sign::sign(&enrolment.key, &body)?
    };
    queue(w, &body, &command, actor, &changed).await?;
    files::belong_to(w, &new.act, new.inquiry, new.id).await?;
    store(
        w,
        before.as_ref().map(|b| (&b.inquiry, b.search_hash)),
        &after,
    )
    .await?;
    let about = committed(old, &after, &changed)?;
    let what = Happened {
        at: new.at,
        actor: Some(actor.id),
        act: new.act.code(),
        command: Some(new.id),
        inquiry: Some(new.inquiry),
    };
    audit::append(w, &what, &about).await?;
    Ok(after)
}

/// The device's next number, for an act that enters something in the register. Taken only if the transaction is
/// committed, so that the device's numbers have no gaps.
fn provisional(w: &mut Writing<'_>, act: &Act, device: u32) -> Option<ProvisionalNumber> {
    if !matches!(act, Act::Register(_) | Act::EnterInRegister { .. }) {
        return None;
    }
    w.device.provisional += 1;
    let serial = u32::try_from(w.device.provisional).unwrap_or(u32::MAX);
    Some(ProvisionalNumber { device, serial })
}

async fn queue(
    w: &mut Writing<'_>,
    body: &Unsigned,
    command: &Command,
    actor: &Actor,
    changed: &BTreeSet<String>,
) -> Result<()> {
    let json = |place: &str, value: Result<String, serde_json::Error>| {
        value.map_err(|_| ReplicaError::corrupt(place))
    };
    let stored = sqlx::query(
        "insert into outbox (device_seq, command, inquiry, act, at, signed, signature, was, roles, fields)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(w.device.device_seq + 1)
    .bind(rows::blob(body.id.0))
    .bind(rows::blob(body.inquiry.0))
    .bind(body.act.code())
    .bind(body.at.to_rfc3339())
    .bind(&command.signed)
    .bind(&command.signature)
    .bind(match command.was.is_empty() {
        true => None,
        false => Some(json("was", serde_json::to_string(&command.was))?),
    })
    .bind(json("roles", serde_json::to_string(&actor.roles))?)
    .bind(json("fields", serde_json::to_string(changed))?)
    .execute(w.conn())
    .await;
    match stored {
        Err(sqlx::Error::Database(e)) if e.is_unique_violation() => {
            return Err(Refusal::Exists.into());
        }
        other => other?,
    };
    w.device.device_seq += 1;
    w.device.prev_hash = command.hash_hex();
    Ok(())
}

/// Writes the row as it is shown, its columns and its words.
async fn store(
    w: &mut Writing<'_>,
    old: Option<(&Inquiry, Option<i64>)>,
    after: &Inquiry,
) -> Result<()> {
    let id = match w.place(after.id) {
        Some(id) => id,
        // Rows of this transaction are not in the roster yet.
        None => match key_of(w, after.id).await? {
            Some(id) => id,
            None => w.next_id(),
        },
    };
    let before = old.map_or(Before::New, |(old, hash)| Before::Read(old, hash));
    let indexed = search::index(w.conn(), id, before, after, false).await?;
    w.device.fts_stale |= indexed.stale;
    let extract = Arc::new(Extract::of(after));
    w.changes.push(Change::Put(id, extract.clone()));
    w.changes.push(Change::Queued(after.id.0, true));
    let content = Some(rows::write(after)?);
    let row = RowToPut {
        id,
        had_helpers: old.is_some_and(|(old, _)| old.co_executors != after.co_executors),
        extract,
        content,
        base: None,
        search_hash: indexed.hash,
    };
    rows::put_all(w.conn(), &mut vec![row]).await
}

async fn key_of(w: &mut Writing<'_>, id: InquiryId) -> Result<Option<i64>> {
    if w.changes.is_empty() {
        return Ok(None);
    }
    Ok(sqlx::query_scalar("select id from inquiry where uuid = ?")
        .bind(rows::blob(id.0))
        .fetch_optional(w.conn())
        .await?)
}

/// What the audit commits to: the fields that changed, with their values, or the whole of a new inquiry.
fn committed(
    old: Option<&Inquiry>,
    after: &Inquiry,
    changed: &BTreeSet<String>,
) -> Result<Vec<u8>> {
    let corrupt = |_| ReplicaError::corrupt(format!("inquiry {}", after.id));
    if old.is_none() {
        return serde_json::to_vec(after).map_err(corrupt);
    }
    let mut value = serde_json::to_value(after).map_err(corrupt)?;
    if let Some(map) = value.as_object_mut() {
        map.retain(|field, _| changed.contains(field));
    }
    serde_json::to_vec(&value).map_err(corrupt)
}
