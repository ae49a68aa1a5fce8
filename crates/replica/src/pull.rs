//! The server's rows: frames of its log, repairs, scope and epoch.

mod reading;
mod rebuild;

use crate::erase;
use crate::error::{ReplicaError, Result};
use crate::files;
use crate::identity::{self, Enrolment};
use crate::outbox::{note_queued, signed, unsigned};
use crate::replay;
use crate::replica::{Changes, Replica, Tag};
use crate::rows;
use crate::writing::Writing;
use domain::{InquiryId, StaffId, UnitId};
use protocol::checksum::{self, Sum};
use protocol::wire::{Bucket, Op, PullReply, Scope};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use reading::{Reading, Step};
pub(crate) use rebuild::Rebuild;

/// Rows of one transaction above which their words come into the index later, in pieces.
const INDEXED_AT_ONCE: usize = 100;

impl Replica {
    /// Applies a frame of the server's log: rows, checksums and cursor in one transaction. The shown rows are the
    /// new ones with the unconfirmed commands on them, so that nobody's own act vanishes. A frame that was applied
    /// before changes nothing. Units whose checksums differ are marked for repair (see [`Replica::standing`]).
    ///
    /// # Errors
    /// [`ReplicaError::Gap`], [`ReplicaError::Corrupt`] for a row that is not an inquiry, the database's.
    pub async fn apply_pull(&self, frame: &PullReply) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let cursor = unsigned(w.device.cursor);
        if frame.from > cursor {
            return Err(ReplicaError::Gap {
                cursor,
                from: frame.from,
            });
        }
        if frame.to < cursor {
            return Ok(Changes::default());
        }
        let (mut rebuild, mut changes) = put_ops(&mut w, &frame.ops).await?;
        if frame.to == frame.head {
            confirm_up_to(&mut w, &mut rebuild, frame.to, &mut changes).await?;
        }
        rebuild.finish(&mut w).await?;
        if cursor == 0 {
            // All of it comes by the log: a snapshot that was begun is not gone on with.
            sqlx::query("delete from snapshot")
                .execute(w.conn())
                .await?;
        }
        w.device.cursor = signed(frame.to);
        mark_differing(w.conn(), &frame.buckets).await?;
        w.commit().await?;
        drop(held);
        if frame.ops.iter().any(|op| matches!(op, Op::Erase { .. })) {
            self.sweep().await?;
        }
        changes.settle();
        Ok(changes)
    }

    /// Puts rows of a repair: as [`Replica::apply_pull`], without touching the cursor.
    ///
    /// # Errors
    /// As [`Replica::apply_pull`].
    pub async fn apply_repair(&self, ops: &[Op]) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let (rebuild, mut changes) = put_ops(&mut w, ops).await?;
        rebuild.finish(&mut w).await?;
        w.commit().await?;
        changes.settle();
        Ok(changes)
    }

    /// Ends a repair: rows of the unit in the parts that were fetched, but which did not come, are deleted, and the
    /// mark is taken off.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish_repair(
        &self,
        unit: &UnitId,
        parts: &[u8],
        seen: &BTreeSet<InquiryId>,
    ) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let mut changes = Changes::default();
        let mut rebuild = Rebuild::new(&mut w)?;
        for (id, _) in base_rows(w.conn(), unit).await? {
            if parts.contains(&checksum::part(id)) && !seen.contains(&id) {
                rebuild.remove(&mut w, id, None).await?;
                changes.touch(id);
            }
        }
        rebuild.finish(&mut w).await?;
        sqlx::query("delete from repair where unit = ?")
            .bind(unit.as_str())
            .execute(w.conn())
            .await?;
        w.commit().await?;
        Ok(changes)
    }

    /// Sums of a unit's 256 parts in hexadecimal; empty when it has no rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn part_sums(&self, unit: &UnitId) -> Result<Vec<String>> {
        let mut held = self.inner.db.long_reader().await?;
        let rows = base_rows(held.conn()?, unit).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut sums = vec![Sum::default(); checksum::PARTS];
        for (id, row) in rows {
            if let Some(sum) = sums.get_mut(usize::from(checksum::part(id))) {
                *sum = sum.plus(row);
            }
        }
        Ok(sums.into_iter().map(Sum::hex).collect())
    }

    /// Computes all checksums again from the stored rows, byte for byte, and marks units for repair where the
    /// stored sums do not fit. Returns them.
    ///
    /// # Errors
    /// The database's.
    pub async fn check_rows(&self) -> Result<Vec<UnitId>> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
        let mut after = 0_i64;
        loop {
            let page = sqlx::query(include_str!("sql/base_page.sql"))
                .bind(after)
                .fetch_all(w.conn())
                .await?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                after = row.try_get(0)?;
                let id = InquiryId(rows::uuid(row, 1)?);
                let sum = checksum::row(id, unsigned(row.try_get(3)?), row.try_get(4)?);
                let unit = sums.entry(row.try_get(2)?).or_default();
                *unit = unit.plus(sum);
            }
        }
        let stored = buckets(w.conn()).await?;
        let units: BTreeSet<&String> = sums.keys().chain(stored.keys()).collect();
        let differs: Vec<UnitId> = units
            .into_iter()
            .filter(|u| {
                sums.get(*u).copied().unwrap_or_default()
                    != stored.get(*u).copied().unwrap_or_default()
            })
            .map(|u| UnitId(u.clone()))
            .collect();
        mark_for_repair(w.conn(), &differs).await?;
        w.commit().await?;
        Ok(differs)
    }

    /// Stores a scope. Rows, words and files of units that are no longer in it are deleted; units that are new are
    /// marked for repair, which fetches their rows. So are the restricted rows of all units when other people use this
    /// device, or in other roles. Queued commands stay.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn set_scope(&self, scope: &Scope) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let mut identity = identity::load(w.conn())
            .await?
            .ok_or(ReplicaError::NotEnrolled)?;
        let before = std::mem::replace(&mut identity.scope, scope.clone());
        identity::store(w.conn(), &identity).await?;
        let mut changes = Changes {
            inquiries: Vec::new(),
            tags: BTreeSet::from([Tag::Scope]),
        };
        let mut rebuild = Rebuild::new(&mut w)?;
        let gone = before.units.iter().filter(|u| !scope.units.contains(u));
        for gone in gone.flat_map(checksum::buckets_of) {
            for (id, _) in base_rows(w.conn(), &gone).await? {
                rebuild.remove(&mut w, id, None).await?;
                changes.touch(id);
            }
            sqlx::query("delete from repair where unit = ?")
                .bind(gone.as_str())
                .execute(w.conn())
                .await?;
        }
        rebuild.finish(&mut w).await?;
        // New people see other restricted cases than those before them: no log tells of that.
        let same_people = sight(&before) == sight(scope);
        let stays = |bucket: &UnitId| {
            let (unit, restricted) = checksum::unit_of(bucket);
            before.units.contains(&unit) && (same_people || !restricted)
        };
        let new: Vec<UnitId> = scope
            .units
            .iter()
            .flat_map(checksum::buckets_of)
            .filter(|bucket| !stays(bucket))
            .collect();
        mark_for_repair(w.conn(), &new).await?;
        w.commit().await?;
        self.inner
            .set_enrolment(Some(Arc::new(Enrolment::of(identity)?)));
        Ok(changes)
    }

    /// Stores another legal profile. Whether it was taken: one that this program cannot read is left, and work goes on by
    /// the one that is here.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn set_profile(&self, file: &str) -> Result<bool> {
        if domain::Profile::read(file).is_err() {
            return Ok(false);
        }
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let mut identity = identity::load(w.conn())
            .await?
            .ok_or(ReplicaError::NotEnrolled)?;
        file.clone_into(&mut identity.profile_json);
        identity::store(w.conn(), &identity).await?;
        w.commit().await?;
        self.inner
            .set_enrolment(Some(Arc::new(Enrolment::of(identity)?)));
        Ok(true)
    }

    /// The server has commands of this computer that are not here. Reading goes on; nothing is signed any more, until the
    /// server has lost those, too.
    ///
    /// # Errors
    /// The database's.
    pub async fn note_old_copy(&self) -> Result<()> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        w.device.old_copy = true;
        w.commit().await
    }

    /// The server was restored from a backup: it knows this device up to `durable_seq` and its log up to `head`.
    /// Later commands go back into the queue as they were signed, the cursor falls to `head` if it is beyond, and
    /// all units are compared again. The rows that are here stay until then: they may be the only copy.
    ///
    /// # Errors
    /// [`ReplicaError::NotEnrolled`], the database's.
    pub async fn enter_epoch(&self, epoch: u64, durable_seq: u64, head: u64) -> Result<Changes> {
        let mut held = self.inner.db.writer().await?;
        let mut w = Writing::begin(&self.inner, &mut held).await?;
        let enrolment = w.inner.enrolment()?;
        let reopened = sqlx::query(
            "select distinct inquiry from outbox where device_seq > ? and status != 'queued'",
        )
        .bind(signed(durable_seq))
        .fetch_all(w.conn())
        .await?;
        sqlx::query("update outbox set status = 'queued', seq = null where device_seq > ?")
            .bind(signed(durable_seq))
            .execute(w.conn())
            .await?;
        let mut changes = Changes {
            inquiries: Vec::new(),
            tags: BTreeSet::from([Tag::Outbox, Tag::Scope]),
        };
        let mut rebuild = Rebuild::new(&mut w)?;
        for row in &reopened {
            let id = InquiryId(rows::uuid(row, 0)?);
            rebuild.inquiry(&mut w, id).await?;
            changes.touch(id);
        }
        rebuild.finish(&mut w).await?;
        for id in changes.inquiries.clone() {
            note_queued(&mut w, id).await?;
        }
        // Sequences beyond the head are given anew now: a row must not seem newer than a command that goes again.
        sqlx::query("update inquiry set base_seq = ?1 where base_seq > ?1")
            .bind(signed(head))
            .execute(w.conn())
            .await?;
        // The backup of the database says nothing of the store of the files: each file is offered again, and costs one
        // call where it is there. Files that have left this computer since cannot be offered.
        sqlx::query("update blob_up set receipt = null where sha256 in (select sha256 from file)")
            .execute(w.conn())
            .await?;
        // Nor does it know the receipts that came after it.
        sqlx::query("update erased set sent = 0")
            .execute(w.conn())
            .await?;
        // A snapshot of the lost log is not gone on with; what came of it is as old as it was.
        sqlx::query("update snapshot set id = '', at = min(at, ?)")
            .bind(signed(head))
            .execute(w.conn())
            .await?;
        w.device.epoch = signed(epoch);
        // What the server had and this computer had not is lost there, too: the queue goes on from what is here.
        w.device.old_copy = false;
        w.device.cursor = w.device.cursor.min(signed(head));
        let units = enrolment.identity.scope.units.iter();
        let all: Vec<UnitId> = units.flat_map(checksum::buckets_of).collect();
        mark_for_repair(w.conn(), &all).await?;
        w.commit().await?;
        changes.settle();
        Ok(changes)
    }
}

/// Who uses a device, as far as it decides which restricted cases come: `None` where one of them sees all.
fn sight(scope: &Scope) -> Option<BTreeSet<StaffId>> {
    let here = || scope.staff.iter().filter(|s| s.on_this_device && s.active);
    let all = here().any(|s| s.roles.iter().any(|role| role.sees_restricted()));
    (!all).then(|| here().map(|s| s.id).collect())
}

pub(crate) async fn put_ops(w: &mut Writing<'_>, ops: &[Op]) -> Result<(Rebuild, Changes)> {
    let mut rebuild = Rebuild::new(w)?;
    rebuild.defer = ops.len() > INDEXED_AT_ONCE;
    rebuild.open = replay::open_inquiries(w.conn()).await?;
    let mut changes = Changes::default();
    rebuild.expect(w, ops).await?;
    let mut reading = Reading::of(ops);
    while let Some(steps) = reading.more().await? {
        for step in steps {
            match step {
                Step::Put(row) => {
                    changes.touch(row.inquiry.id);
                    rebuild.put(w, *row).await?;
                }
                Step::Remove { seq, id } => {
                    rebuild.remove(w, id, Some(seq)).await?;
                    changes.touch(id);
                }
                Step::Erase { seq, id } => {
                    erase::erase(w, &mut rebuild, id, seq).await?;
                    changes.touch(id);
                    changes.tags.insert(Tag::Outbox);
                }
            }
        }
    }
    Ok((rebuild, changes))
}

/// At the head of the log, whatever took effect up to there has come, or is not for this device.
async fn confirm_up_to(
    w: &mut Writing<'_>,
    rebuild: &mut Rebuild,
    to: u64,
    changes: &mut Changes,
) -> Result<()> {
    let late =
        sqlx::query("select distinct inquiry from outbox where status = 'acked' and seq <= ?")
            .bind(signed(to))
            .fetch_all(w.conn())
            .await?;
    sqlx::query("update outbox set status = 'done' where status = 'acked' and seq <= ?")
        .bind(signed(to))
        .execute(w.conn())
        .await?;
    for row in &late {
        let id = InquiryId(rows::uuid(row, 0)?);
        rebuild.inquiry(w, id).await?;
        if !rebuild.shows(w, id) {
            // What was done took effect, but the server's row never came: the case is not for this computer any more.
            files::let_go(w, id).await?;
        }
        changes.touch(id);
    }
    Ok(())
}

async fn mark_differing(conn: &mut SqliteConnection, theirs: &[Bucket]) -> Result<()> {
    if theirs.is_empty() {
        return Ok(());
    }
    let ours = buckets(conn).await?;
    let differs: Vec<UnitId> = theirs
        .iter()
        .filter(|b| {
            !ours
                .get(b.unit.as_str())
                .copied()
                .unwrap_or_default()
                .agrees(b)
        })
        .map(|b| b.unit.clone())
        .collect();
    mark_for_repair(conn, &differs).await
}

async fn mark_for_repair(conn: &mut SqliteConnection, units: &[UnitId]) -> Result<()> {
    for unit in units {
        sqlx::query("insert or ignore into repair (unit) values (?)")
            .bind(unit.as_str())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn buckets(conn: &mut SqliteConnection) -> Result<BTreeMap<String, Sum>> {
    let rows = sqlx::query("select unit, rows, sum from bucket")
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|row| {
            let unit: String = row.try_get(0)?;
            let sum: [u8; 16] = row
                .try_get::<&[u8], _>(2)?
                .try_into()
                .map_err(|_| ReplicaError::corrupt(format!("bucket {unit}")))?;
            Ok((
                unit,
                Sum {
                    rows: unsigned(row.try_get(1)?),
                    sum: u128::from_be_bytes(sum),
                },
            ))
        })
        .collect()
}

/// The server's rows of a unit with their checksums.
async fn base_rows(conn: &mut SqliteConnection, unit: &UnitId) -> Result<Vec<(InquiryId, u128)>> {
    let rows = sqlx::query("select uuid, base_sum from inquiry where base_unit = ?")
        .bind(unit.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|row| {
            let id = InquiryId(rows::uuid(row, 0)?);
            let sum: &[u8] = row.try_get(1)?;
            let sum = sum
                .try_into()
                .map_err(|_| ReplicaError::corrupt(format!("inquiry {id}")))?;
            Ok((id, u128::from_be_bytes(sum)))
        })
        .collect()
}
