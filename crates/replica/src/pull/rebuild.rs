//! Rows of one transaction, rebuilt from what the server says and what waits here.

use super::buckets;
use super::reading::RowRead;
use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use crate::identity::Enrolment;
use crate::outbox::signed;
use crate::rows::{BaseOf, Known, RowToPut};
use crate::search::Before;
use crate::writing::{Change, Writing};
use crate::{files, replay, rows, search};
use domain::{Inquiry, InquiryId, UnitId};
use protocol::checksum::Sum;
use protocol::wire::Op;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Rows gathered before they are written.
const FLUSH: usize = 120;

/// A row as people see it. `content` is `None` when it is the server's.
struct Shown<'a> {
    inquiry: &'a Inquiry,
    content: Option<String>,
    extract: Arc<Extract>,
}

/// Rows that a transaction makes anew, gathered and written together.
pub(crate) struct Rebuild {
    enrolment: Option<Arc<Enrolment>>,
    /// Unconfirmed commands by inquiry, where they were counted.
    pub(super) open: HashMap<Uuid, i64>,
    pub(super) defer: bool,
    next_id: i64,
    /// Keys of rows that this transaction made; `None` for those that it took away.
    here: HashMap<Uuid, Option<i64>>,
    /// Rows that were read at once, until they are first asked for.
    known: HashMap<i64, Known>,
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
            known: HashMap::new(),
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
                    Some(key) => Before::Stored(self.known(w, key).await?.search_hash),
                    None => Before::New,
                };
                let shown = Shown {
                    inquiry: &shown,
                    content,
                    extract: Arc::new(Extract::of(&shown)),
                };
                self.show(w, key, before, shown, None).await
            }
            None => match key {
                Some(key) => self.take_away(w, id, key, false).await,
                None => Ok(()),
            },
        }
    }

    /// Whether the inquiry is shown after what was done so far.
    pub(super) fn shows(&self, w: &Writing<'_>, id: InquiryId) -> bool {
        self.key(w, id).is_some()
    }

    fn key(&self, w: &Writing<'_>, id: InquiryId) -> Option<i64> {
        self.here.get(&id.0).copied().unwrap_or_else(|| w.place(id))
    }

    /// Reads at once what is known of the rows that these operations will put: one by one it would cost more than they.
    pub(super) async fn expect(&mut self, w: &mut Writing<'_>, ops: &[Op]) -> Result<()> {
        let puts = ops.iter().filter_map(|op| match op {
            Op::Put { id, .. } => w.place(*id),
            Op::Remove { .. } | Op::Erase { .. } => None,
        });
        let keys: Vec<i64> = puts.collect();
        self.known = rows::known_all(w.conn(), &keys).await?;
        Ok(())
    }

    async fn known(&mut self, w: &mut Writing<'_>, key: i64) -> Result<Known> {
        // What was read before holds until this transaction changes the row for the first time.
        match self.known.remove(&key) {
            Some(known) => Ok(known),
            None => rows::known(w.conn(), key).await,
        }
    }

    pub(super) async fn put(&mut self, w: &mut Writing<'_>, row: RowRead) -> Result<()> {
        let RowRead {
            seq,
            unit,
            content,
            inquiry: theirs,
            sum,
            extract,
        } = row;
        let id = theirs.id;
        let key = self.key(w, id);
        let mut before = Before::New;
        if let Some(key) = key {
            if self.pending.contains(&key) {
                self.flush(w).await?;
            }
            let stored = self.known(w, key).await?;
            if let Some(old) = &stored.base {
                self.subtract(w, old).await?;
            }
            before = Before::Stored(stored.search_hash);
        }
        self.add(w, &unit, sum).await?;
        self.files.extend(files::wanted(&theirs));
        let (shown, shown_content, extract) = if self.open.contains_key(&id.0) {
            sqlx::query("update outbox set status = 'done' where inquiry = ? and status = 'acked' and seq <= ?")
                .bind(rows::blob(id.0))
                .bind(signed(seq))
                .execute(w.conn())
                .await?;
            let commands = replay::open_commands(w.conn(), id).await?;
            let enrolment = self.enrolment.clone().ok_or(ReplicaError::NotEnrolled)?;
            if commands.is_empty() {
                (theirs, None, extract)
            } else {
                let shown = replay::replay(Some(theirs), &commands, &enrolment)
                    .ok_or_else(|| ReplicaError::corrupt(format!("inquiry {id}")))?;
                let json = rows::write(&shown)?;
                let extract = Arc::new(Extract::of(&shown));
                (shown, Some(json), extract)
            }
        } else {
            (theirs, None, extract)
        };
        let base = BaseOf {
            unit: unit.0,
            seq,
            sum,
        };
        let shown = Shown {
            inquiry: &shown,
            content: shown_content,
            extract,
        };
        self.show(w, key, before, shown, Some((base, content)))
            .await
    }

    /// Takes a row away because the server says so (with its sequence) or the scope did.
    pub(crate) async fn remove(
        &mut self,
        w: &mut Writing<'_>,
        id: InquiryId,
        seq: Option<u64>,
    ) -> Result<()> {
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
        if let Some(old) = self.known(w, key).await?.base {
            self.subtract(w, &old).await?;
        }
        if let Some(old) = rows::current(w.conn(), id).await? {
            w.device.fts_stale |=
                search::forget(w.conn(), key, &old.inquiry, old.search_hash).await?;
        }
        // What waits stays, in the words of whoever typed it, but without those that it was to replace.
        sqlx::query("update outbox set was = null where inquiry = ? and status = 'queued'")
            .bind(rows::blob(id.0))
            .execute(w.conn())
            .await?;
        if with_files {
            files::let_go(w, id).await?;
        }
        rows::remove(w.conn(), key).await?;
        w.device.removed += 1;
        self.here.insert(id.0, None);
        w.changes.push(Change::Remove(key));
        Ok(())
    }

    /// Gathers a shown row.
    async fn show(
        &mut self,
        w: &mut Writing<'_>,
        key: Option<i64>,
        before: Before<'_>,
        shown: Shown<'_>,
        base: Option<(BaseOf, String)>,
    ) -> Result<()> {
        let id = key.unwrap_or_else(|| {
            let id = self.next_id;
            self.next_id += 1;
            self.here.insert(shown.inquiry.id.0, Some(id));
            id
        });
        let indexed = search::index(w.conn(), id, before, shown.inquiry, self.defer).await?;
        w.device.fts_stale |= indexed.stale;
        if indexed.hash.is_none() {
            self.later.push(id);
        }
        let Shown {
            content, extract, ..
        } = shown;
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
