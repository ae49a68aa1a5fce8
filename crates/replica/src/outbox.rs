//! The outbox: what waits, what became of it, and what the server refused.

use crate::error::{ReplicaError, Result};
use crate::identity::Enrolment;
use crate::pull::Rebuild;
use crate::replica::{Changes, Replica, Tag};
use crate::rows;
use crate::writing::{Change, Writing};
use chrono::{DateTime, FixedOffset};
use domain::sensitive::Sensitive;
use domain::{CommandId, InquiryId, Refusal, TenantId};
use protocol::ApiError;
use protocol::window::case::RejectedView;
use protocol::window::sync::{QueuedView, RefusedView};
use protocol::wire::{Command, Outcome, OutcomeKind};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Where the replica stands towards the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Epoch of the server's log.
    pub epoch: u64,
    /// Last log sequence applied.
    pub cursor: u64,
    /// Version of the scope that was last stored.
    pub scope_version: u64,
    /// Which legal profile it holds ([`protocol::wire::profile_digest`]), where the scope names another one.
    pub profile: Option<String>,
    /// The body.
    pub tenant: TenantId,
    /// The device's bearer token.
    pub token: Sensitive<String>,
    /// Last device sequence whose outcome is stored; 0 before the first.
    pub acked: u64,
    /// Commands without an outcome.
    pub queued: u64,
    /// Last device sequence that was ever signed here.
    pub signed: u64,
    /// Whether this is an old copy: see [`Replica::note_old_copy`].
    pub old_copy: bool,
    /// Units whose rows have to be compared and fetched again.
    pub repair: Vec<domain::UnitId>,
}

/// What the chip shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChipCounts {
    /// Commands that wait.
    pub queued: u32,
    /// Inquiries with open conflicts.
    pub conflicts: u32,
    /// Refused commands that nobody has looked at.
    pub rejected: u32,
    /// Files that wait to be sent or fetched.
    pub files: u32,
}

pub(crate) fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

pub(crate) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl Replica {
    /// Where the replica stands.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn standing(&self) -> Result<Standing> {
        let mut held = self.inner.db.reader().await?;
        let row = sqlx::query(include_str!("sql/standing.sql"))
            .fetch_optional(held.conn()?)
            .await?
            .ok_or(ReplicaError::NotEnrolled)?;
        let enrolment = self.enrolment_as_of(held.conn()?, row.try_get(4)?).await?;
        let repair: Vec<String> = sqlx::query_scalar("select unit from repair order by unit")
            .fetch_all(held.conn()?)
            .await?;
        Ok(Standing {
            epoch: unsigned(row.try_get(0)?),
            cursor: unsigned(row.try_get(1)?),
            scope_version: enrolment.identity.scope.version,
            profile: enrolment.outdated_profile(),
            tenant: enrolment.identity.tenant,
            token: enrolment.identity.token.clone(),
            acked: unsigned(row.try_get(2)?),
            queued: unsigned(row.try_get(3)?),
            signed: unsigned(row.try_get(5)?),
            old_copy: row.try_get(6)?,
            repair: repair.into_iter().map(Into::into).collect(),
        })
    }

    /// The identity holds the whole legal profile: it is read only when another program wrote a newer one.
    async fn enrolment_as_of(
        &self,
        conn: &mut SqliteConnection,
        generation: i64,
    ) -> Result<Arc<Enrolment>> {
        if self.inner.roster().identity_generation() == generation
            && let Ok(enrolment) = self.inner.enrolment()
        {
            return Ok(enrolment);
        }
        let identity = crate::identity::load(conn).await?;
        Ok(Arc::new(Enrolment::of(
            identity.ok_or(ReplicaError::NotEnrolled)?,
        )?))
    }

    /// The oldest commands without an outcome, after a device sequence, contiguous: at most so many and so many
    /// bytes, but at least one when there is any.
    ///
    /// # Errors
    /// The database's.
    pub async fn outbox_after(
        &self,
        acked: u64,
        max_commands: usize,
        max_bytes: usize,
    ) -> Result<Vec<Command>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(
            "select signed, signature, tombstone, was from outbox where status = 'queued' and device_seq > ?
             order by device_seq limit ?",
        )
        .bind(signed(acked))
        .bind(i64::try_from(max_commands).unwrap_or(i64::MAX))
        .fetch_all(held.conn()?)
        .await?;
        let (mut commands, mut bytes) = (Vec::new(), 0);
        for row in rows {
            let command = Command {
                signed: row.try_get(0)?,
                signature: row.try_get(1)?,
                tombstone: row
                    .try_get::<Option<&str>, _>(2)?
                    .map(serde_json::from_str)
                    .transpose()
                    .map_err(|_| ReplicaError::corrupt("tombstone"))?,
                was: row
                    .try_get::<Option<&str>, _>(3)?
                    .map(serde_json::from_str)
                    .transpose()
                    .map_err(|_| ReplicaError::corrupt("was"))?
                    .unwrap_or_default(),
            };
            bytes += command.size();
            if bytes > max_bytes && !commands.is_empty() {
                break;
            }
            commands.push(command);
        }
        Ok(commands)
    }

    /// Stores outcomes. An applied command goes on being shown until the pull brings its row; a refused one leaves
    /// the row and stays visible with its reason. Bears repetition.
    ///
    /// # Errors
    /// The database's.
    pub async fn store_outcomes(&self, outcomes: &[Outcome]) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let mut changes = Changes::default();
        let settled = settle(&mut w, outcomes).await?;
        let mut touched = BTreeSet::new();
        for one in &settled {
            if one.status == "rejected" {
                changes.tags.insert(Tag::Rejected);
            }
            if one.status != "acked" {
                touched.insert(one.inquiry);
            }
        }
        for inquiry in settled.iter().map(|s| s.inquiry).collect::<BTreeSet<_>>() {
            changes.touch(inquiry);
            changes.tags.insert(Tag::Outbox);
            note_queued(&mut w, inquiry).await?;
        }
        let mut rebuild = Rebuild::new(&mut w)?;
        for inquiry in touched {
            rebuild.inquiry(&mut w, inquiry).await?;
        }
        rebuild.finish(&mut w).await?;
        w.commit().await?;
        changes.settle();
        Ok(changes)
    }

    /// Commands that wait, oldest first, at most 500.
    ///
    /// # Errors
    /// The database's.
    pub async fn outbox_view(&self) -> Result<Vec<QueuedView>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(include_str!("sql/outbox_view.sql"))
            .fetch_all(held.conn()?)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(QueuedView {
                    command: CommandId(rows::uuid(row, 0)?),
                    inquiry: InquiryId(rows::uuid(row, 1)?),
                    number: row.try_get(2)?,
                    act: row.try_get(3)?,
                    at: moment(row, 4)?,
                })
            })
            .collect()
    }

    /// Commands of this device about an inquiry that wait, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn queued_of(&self, id: InquiryId) -> Result<Vec<CommandId>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(
            "select command from outbox where inquiry = ? and status = 'queued' order by device_seq",
        )
        .bind(rows::blob(id.0))
        .fetch_all(held.conn()?)
        .await?;
        rows.iter()
            .map(|row| Ok(CommandId(rows::uuid(row, 0)?)))
            .collect()
    }

    /// Commands about an inquiry that the server refused, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn rejected_of(&self, id: InquiryId) -> Result<Vec<RejectedView>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(
            "select command, act, refusal from rejected where inquiry = ? order by command",
        )
        .bind(rows::blob(id.0))
        .fetch_all(held.conn()?)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(RejectedView {
                    command: CommandId(rows::uuid(row, 0)?),
                    act: row.try_get(1)?,
                    refusal: refusal(row, 2)?,
                })
            })
            .collect()
    }

    /// All commands that the server refused and nobody has put aside, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn rejected(&self) -> Result<Vec<RefusedView>> {
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query("select command, inquiry, act, at, refusal from rejected where seen = 0 order by command")
            .fetch_all(held.conn()?)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(RefusedView {
                    command: CommandId(rows::uuid(row, 0)?),
                    inquiry: InquiryId(rows::uuid(row, 1)?),
                    act: row.try_get(2)?,
                    at: moment(row, 3)?,
                    error: ApiError::from(refusal(row, 4)?),
                })
            })
            .collect()
    }

    /// The text of a refused command, as it was signed: what a person typed is in it.
    ///
    /// # Errors
    /// The database's.
    pub async fn rejected_command(
        &self,
        command: CommandId,
    ) -> Result<Option<protocol::wire::Unsigned>> {
        let mut held = self.inner.db.reader().await?;
        let signed: Option<String> =
            sqlx::query_scalar("select signed from rejected where command = ?")
                .bind(rows::blob(command.0))
                .fetch_optional(held.conn()?)
                .await?;
        // Of an erased case only the refusal is left.
        signed
            .filter(|json| !json.is_empty())
            .map(|json| {
                serde_json::from_str(&json)
                    .map_err(|_| ReplicaError::corrupt(format!("rejected {command}")))
            })
            .transpose()
    }

    /// Puts a refused command aside: somebody has seen it. Its text is kept.
    ///
    /// # Errors
    /// [`Refusal::Unknown`], the database's.
    pub async fn dismiss_rejected(&self, command: CommandId) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let done = sqlx::query("update rejected set seen = 1 where command = ?")
            .bind(rows::blob(command.0))
            .execute(held.at_rest().await?)
            .await?;
        if done.rows_affected() == 0 {
            return Err(Refusal::Unknown.into());
        }
        Ok(Changes {
            inquiries: Vec::new(),
            tags: BTreeSet::from([Tag::Rejected]),
        })
    }

    /// What the chip shows to a person.
    ///
    /// # Errors
    /// The database's.
    pub async fn chip(&self, viewer: &crate::Viewer) -> Result<ChipCounts> {
        let mut held = self.inner.db.reader().await?;
        let row = sqlx::query(include_str!("sql/chip.sql"))
            .fetch_one(held.conn()?)
            .await?;
        let count = |column: usize| -> Result<u32> {
            Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX))
        };
        let roster = self.inner.roster();
        let conflicts = roster
            .entries()
            .iter()
            .filter(|e| e.conflict && viewer.may_see(&roster, e))
            .count();
        Ok(ChipCounts {
            queued: count(0)?,
            conflicts: u32::try_from(conflicts).unwrap_or(u32::MAX),
            rejected: count(1)?,
            files: count(2)?,
        })
    }

    /// Forgets the text of commands that the server keeps safe: done ones up to `durable_seq`, and at least a
    /// thousand of the latest stay. Called now and then, so that the outbox does not grow for ever.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_durable(&self, durable_seq: u64) -> Result<()> {
        const KEPT: i64 = 1_000;
        let mut held = self.inner.db.writer().await?;
        sqlx::query(
            "delete from outbox
             where status in ('done', 'rejected') and device_seq <= ?
               and device_seq <= (select device_seq from device where id = 1) - ?",
        )
        .bind(signed(durable_seq))
        .bind(KEPT)
        .execute(held.at_rest().await?)
        .await?;
        Ok(())
    }
}

/// What an outcome made of its command.
struct Settled {
    device_seq: u64,
    inquiry: InquiryId,
    /// `acked`: applied, and its row is still to come. `done` and `rejected`: the shown row is made again.
    status: &'static str,
    seq: Option<u64>,
}

/// Stores outcomes with few statements; one that is known already is left out.
async fn settle(w: &mut Writing<'_>, outcomes: &[Outcome]) -> Result<Vec<Settled>> {
    let mut queued = queued(w, outcomes).await?;
    let waiting = outcomes.iter().filter(|o| o.seq.is_some());
    let waiting = waiting.filter_map(|o| queued.get(&o.device_seq).map(|(_, inquiry)| *inquiry));
    let here = here(w, waiting.collect()).await?;
    let mut settled = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        if matches!(outcome.result, OutcomeKind::Unsupported) {
            continue;
        }
        let known = queued.remove(&outcome.device_seq);
        let Some((_, inquiry)) = known.filter(|(command, _)| *command == outcome.id) else {
            continue;
        };
        let arrived = |seq| match here.get(&inquiry) {
            Some(base) => base.is_some_and(|base| base >= seq),
            // Not here (any more): out of scope once the cursor has passed it.
            None => unsigned(w.device.cursor) >= seq,
        };
        let status = match (&outcome.result, outcome.seq) {
            (OutcomeKind::Rejected { refusal }, _) => {
                reject(w, outcome, refusal).await?;
                "rejected"
            }
            // Nothing happened to the row: there is nothing to wait for.
            (_, None) => "done",
            (_, Some(seq)) if arrived(seq) => "done",
            (_, Some(_)) => "acked",
        };
        settled.push(Settled {
            device_seq: outcome.device_seq,
            inquiry,
            status,
            seq: outcome.seq,
        });
    }
    let values: Vec<_> = settled
        .iter()
        .map(|s| (s.device_seq, s.status, s.seq))
        .collect();
    sqlx::query(include_str!("sql/settle.sql"))
        .bind(rows::json(&values)?)
        .execute(w.conn())
        .await?;
    Ok(settled)
}

/// The commands of outcomes that still wait for one, by their place on this device.
async fn queued(
    w: &mut Writing<'_>,
    outcomes: &[Outcome],
) -> Result<HashMap<u64, (CommandId, InquiryId)>> {
    let places: Vec<u64> = outcomes.iter().map(|o| o.device_seq).collect();
    let rows = sqlx::query(
        "select device_seq, command, inquiry from outbox
         where status = 'queued' and device_seq in (select value from json_each(?))",
    )
    .bind(rows::json(&places)?)
    .fetch_all(w.conn())
    .await?;
    rows.iter()
        .map(|row| {
            let ids = (
                CommandId(rows::uuid(row, 1)?),
                InquiryId(rows::uuid(row, 2)?),
            );
            Ok((unsigned(row.try_get(0)?), ids))
        })
        .collect()
}

/// Of cases that are here, up to which sequence of the log.
async fn here(
    w: &mut Writing<'_>,
    inquiries: BTreeSet<InquiryId>,
) -> Result<HashMap<InquiryId, Option<u64>>> {
    let places: Vec<(InquiryId, i64)> = inquiries
        .into_iter()
        .filter_map(|inquiry| Some((inquiry, w.place(inquiry)?)))
        .collect();
    let ids: Vec<i64> = places.iter().map(|(_, id)| *id).collect();
    let known = rows::known_all(w.conn(), &ids).await?;
    let base = |id: &i64| Some(known.get(id)?.base.as_ref()?.seq);
    Ok(places
        .iter()
        .map(|(inquiry, id)| (*inquiry, base(id)))
        .collect())
}

async fn reject(w: &mut Writing<'_>, outcome: &Outcome, refusal: &Refusal) -> Result<()> {
    let refusal = serde_json::to_string(refusal).map_err(|_| ReplicaError::corrupt("refusal"))?;
    sqlx::query(
        "insert or ignore into rejected (command, inquiry, act, at, refusal, signed)
         select command, inquiry, act, at, ?, signed from outbox where device_seq = ?",
    )
    .bind(refusal)
    .bind(signed(outcome.device_seq))
    .execute(w.conn())
    .await?;
    Ok(())
}

/// Tells the roster whether an inquiry still has commands that wait.
pub(crate) async fn note_queued(w: &mut Writing<'_>, inquiry: InquiryId) -> Result<()> {
    let waits: bool = sqlx::query_scalar(
        "select exists (select 1 from outbox where inquiry = ? and status = 'queued')",
    )
    .bind(rows::blob(inquiry.0))
    .fetch_one(w.conn())
    .await?;
    w.changes.push(Change::Queued(inquiry.0, waits));
    Ok(())
}

fn moment(row: &SqliteRow, column: usize) -> Result<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(row.try_get(column)?)
        .map_err(|_| ReplicaError::corrupt("a moment"))
}

fn refusal(row: &SqliteRow, column: usize) -> Result<Refusal> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| ReplicaError::corrupt("a refusal"))
}
