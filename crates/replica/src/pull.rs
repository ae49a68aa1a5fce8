//! The server's rows: frames of its log, repairs, scope and epoch.

use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use crate::files;
use crate::identity::{self, Enrolment};
use crate::outbox::{note_queued, signed, unsigned};
use crate::replay;
use crate::replica::{Changes, Replica, Tag};
use crate::rows::{self, BaseOf, RowToPut};
use crate::search::{self, Before};
use crate::writing::{Change, Writing};
use domain::{Inquiry, InquiryId, UnitId};
use protocol::checksum::{self, Sum};
use protocol::wire::{Bucket, Op, PullReply, Scope};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Rows of one transaction above which their words come into the index later, in pieces.
const INDEXED_AT_ONCE: usize = 100;
/// Rows gathered before they are written.
const FLUSH: usize = 400;

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
        w.device.cursor = signed(frame.to);
        mark_differing(w.conn(), &frame.buckets).await?;
        w.commit().await?;
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
    /// marked for repair, which fetches their rows. Queued commands stay.
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
        for gone in before.units.iter().filter(|u| !scope.units.contains(u)) {
            for (id, _) in base_rows(w.conn(), gone).await? {
                rebuild.remove(&mut w, id, None).await?;
                changes.touch(id);
            }
            sqlx::query("delete from repair where unit = ?")
                .bind(gone.as_str())
                .execute(w.conn())
                .await?;
        }
        rebuild.finish(&mut w).await?;
        let new: Vec<UnitId> = scope
            .units
            .iter()
            .filter(|u| !before.units.contains(u))
            .cloned()
            .collect();
        mark_for_repair(w.conn(), &new).await?;
        w.commit().await?;
        self.inner
            .set_enrolment(Some(Arc::new(Enrolment::of(identity)?)));
        Ok(changes)
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
        sqlx::query(
            "update blob_up set receipt = null
             where command in (select command from outbox where device_seq > ?)",
        )
        .bind(signed(durable_seq))
        .execute(w.conn())
        .await?;
        w.device.epoch = signed(epoch);
        w.device.cursor = w.device.cursor.min(signed(head));
        mark_for_repair(w.conn(), &enrolment.identity.scope.units).await?;
        w.commit().await?;
        changes.settle();
        Ok(changes)
    }
}

async fn put_ops(w: &mut Writing<'_>, ops: &[Op]) -> Result<(Rebuild, Changes)> {
    let mut rebuild = Rebuild::new(w)?;
    rebuild.defer = ops.len() > INDEXED_AT_ONCE;
    rebuild.open = replay::open_inquiries(w.conn()).await?;
    let mut changes = Changes::default();
    for op in ops {
        match op {
            Op::Put {
                seq,
                id,
                unit,
                content,
            } => {
                let inquiry = rows::parse(content, *id)?;
                if inquiry.id != *id {
                    return Err(ReplicaError::corrupt(format!("frame, inquiry {id}")));
                }
                rebuild.put(w, *seq, unit, inquiry, content).await?;
                changes.touch(*id);
            }
            Op::Remove { seq, id } => {
                rebuild.remove(w, *id, Some(*seq)).await?;
                changes.touch(*id);
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

/// Rows that a transaction makes anew, gathered and written together.
pub(crate) struct Rebuild {
    enrolment: Option<Arc<Enrolment>>,
    /// Unconfirmed commands by inquiry, where they were counted.
    open: HashMap<Uuid, i64>,
    defer: bool,
    next_id: i64,
    /// Keys of rows that this transaction made; `None` for those that it took away.
    here: HashMap<Uuid, Option<i64>>,
    rows: Vec<RowToPut>,
    bases: Vec<(i64, String)>,
    pending: HashSet<i64>,
    later: Vec<i64>,
    files: Vec<files::Wanted>,
    buckets: Option<BTreeMap<String, Sum>>,
}

impl Rebuild {
    pub fn new(w: &mut Writing<'_>) -> Result<Self> {
        Ok(Self {
            enrolment: w.inner.enrolment().ok(),
            open: HashMap::new(),
            defer: false,
            next_id: w.next_id(),
            here: HashMap::new(),
            rows: Vec::new(),
            bases: Vec::new(),
            pending: HashSet::new(),
            later: Vec::new(),
            files: Vec::new(),
            buckets: None,
        })
    }

    /// Makes the shown row of an inquiry anew from what is stored.
    pub async fn inquiry(&mut self, w: &mut Writing<'_>, id: InquiryId) -> Result<()> {
        // What this transaction has gathered so far is part of what is stored.
        self.flush(w).await?;
        let key = self.key(w, id);
        let base = match key {
            Some(key) => rows::base_content(w.conn(), key)
                .await?
                .map(|json| rows::parse(&json, id))
                .transpose()?,
            None => None,
        };
        let commands = replay::open_commands(w.conn(), id).await?;
        let enrolment = self.enrolment.clone().ok_or(ReplicaError::NotEnrolled)?;
        let open = !commands.is_empty();
        match replay::replay(base, &commands, &enrolment) {
            Some(shown) => {
                let content = if open {
                    Some(rows::write(&shown)?)
                } else {
                    None
                };
                let before = match key {
                    Some(key) => Before::Stored(rows::known(w.conn(), key).await?.search_hash),
                    None => Before::New,
                };
                self.show(w, key, before, shown, content, None).await
            }
            None => match key {
                Some(key) => self.take_away(w, id, key, false).await,
                None => Ok(()),
            },
        }
    }

    fn key(&self, w: &Writing<'_>, id: InquiryId) -> Option<i64> {
        self.here.get(&id.0).copied().unwrap_or_else(|| w.place(id))
    }

    async fn put(
        &mut self,
        w: &mut Writing<'_>,
        seq: u64,
        unit: &UnitId,
        theirs: Inquiry,
        content: &str,
    ) -> Result<()> {
        let id = theirs.id;
        let key = self.key(w, id);
        let mut before = Before::New;
        if let Some(key) = key {
            if self.pending.contains(&key) {
                self.flush(w).await?;
            }
            let stored = rows::known(w.conn(), key).await?;
            if let Some(old) = &stored.base {
                self.subtract(w, old).await?;
            }
            before = Before::Stored(stored.search_hash);
        }
        let sum = checksum::row(id, seq, content);
        self.add(w, unit, sum).await?;
        self.files.extend(files::wanted(&theirs));
        let (shown, shown_content) = if self.open.contains_key(&id.0) {
            sqlx::query("update outbox set status = 'done' where inquiry = ? and status = 'acked' and seq <= ?")
                .bind(rows::blob(id.0))
                .bind(signed(seq))
                .execute(w.conn())
                .await?;
            let commands = replay::open_commands(w.conn(), id).await?;
            let enrolment = self.enrolment.clone().ok_or(ReplicaError::NotEnrolled)?;
            if commands.is_empty() {
                (theirs, None)
            } else {
                let shown = replay::replay(Some(theirs), &commands, &enrolment)
                    .ok_or_else(|| ReplicaError::corrupt(format!("inquiry {id}")))?;
                let json = rows::write(&shown)?;
                (shown, Some(json))
            }
        } else {
            (theirs, None)
        };
        let base = BaseOf {
            unit: unit.0.clone(),
            seq,
            sum,
        };
        self.show(
            w,
            key,
            before,
            shown,
            shown_content,
            Some((base, content.to_owned())),
        )
        .await
    }

    /// Takes a row away because the server says so (with its sequence) or the scope did.
    async fn remove(&mut self, w: &mut Writing<'_>, id: InquiryId, seq: Option<u64>) -> Result<()> {
        self.flush(w).await?;
        if let Some(seq) = seq {
            sqlx::query("update outbox set status = 'done' where inquiry = ? and status = 'acked' and seq <= ?")
                .bind(rows::blob(id.0))
                .bind(signed(seq))
                .execute(w.conn())
                .await?;
        }
        match self.key(w, id) {
            Some(key) => self.take_away(w, id, key, true).await,
            None => Ok(()),
        }
    }

    async fn take_away(
        &mut self,
        w: &mut Writing<'_>,
        id: InquiryId,
        key: i64,
        with_files: bool,
    ) -> Result<()> {
        if let Some(old) = rows::known(w.conn(), key).await?.base {
            self.subtract(w, &old).await?;
        }
        if let Some(old) = rows::current(w.conn(), id).await? {
            w.device.fts_stale |=
                search::forget(w.conn(), key, &old.inquiry, old.search_hash).await?;
        }
        if with_files {
            files::let_go(w, id).await?;
        }
        rows::remove(w.conn(), key).await?;
        self.here.insert(id.0, None);
        w.changes.push(Change::Remove(key));
        Ok(())
    }

    /// Gathers a shown row. `content` is `None` when it is the server's.
    async fn show(
        &mut self,
        w: &mut Writing<'_>,
        key: Option<i64>,
        before: Before<'_>,
        shown: Inquiry,
        content: Option<String>,
        base: Option<(BaseOf, String)>,
    ) -> Result<()> {
        let id = key.unwrap_or_else(|| {
            let id = self.next_id;
            self.next_id += 1;
            self.here.insert(shown.id.0, Some(id));
            id
        });
        let indexed = search::index(w.conn(), id, before, &shown, self.defer).await?;
        w.device.fts_stale |= indexed.stale;
        if indexed.hash.is_none() {
            self.later.push(id);
        }
        let extract = Box::new(Extract::of(&shown));
        w.changes.push(Change::Put(id, extract.clone()));
        let (base, text) = base.unzip();
        self.rows.push(RowToPut {
            id,
            had_helpers: key.is_some(),
            extract,
            content,
            base,
            search_hash: indexed.hash,
        });
        self.pending.insert(id);
        self.bases.extend(text.map(|text| (id, text)));
        if self.rows.len() >= FLUSH {
            self.flush(w).await
        } else {
            Ok(())
        }
    }

    async fn flush(&mut self, w: &mut Writing<'_>) -> Result<()> {
        self.pending.clear();
        rows::put_all(w.conn(), &mut self.rows).await?;
        rows::put_base(w.conn(), &mut self.bases).await?;
        files::want(w.conn(), &mut self.files).await?;
        search::later(w.conn(), &std::mem::take(&mut self.later)).await
    }

    /// Writes what is gathered.
    pub async fn finish(mut self, w: &mut Writing<'_>) -> Result<()> {
        self.flush(w).await?;
        for (unit, sum) in self.buckets.take().unwrap_or_default() {
            sqlx::query(
                "insert into bucket (unit, rows, sum) values (?, ?, ?)
                 on conflict (unit) do update set rows = excluded.rows, sum = excluded.sum",
            )
            .bind(unit)
            .bind(signed(sum.rows))
            .bind(sum.sum.to_be_bytes().to_vec())
            .execute(w.conn())
            .await?;
        }
        Ok(())
    }

    async fn bucket(&mut self, w: &mut Writing<'_>, unit: &str) -> Result<&mut Sum> {
        if self.buckets.is_none() {
            self.buckets = Some(buckets(w.conn()).await?);
        }
        Ok(self
            .buckets
            .get_or_insert_default()
            .entry(unit.to_owned())
            .or_default())
    }

    async fn add(&mut self, w: &mut Writing<'_>, unit: &UnitId, row: u128) -> Result<()> {
        let sum = self.bucket(w, unit.as_str()).await?;
        *sum = sum.plus(row);
        Ok(())
    }

    async fn subtract(&mut self, w: &mut Writing<'_>, old: &BaseOf) -> Result<()> {
        let sum = self.bucket(w, &old.unit).await?;
        *sum = sum.minus(old.sum);
        Ok(())
    }
}
