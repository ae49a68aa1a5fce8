//! Rows of one transaction, rebuilt from what the server says and what waits here.

use super::buckets;
use crate::error::{ReplicaError, Result};
use crate::extract::Extract;
use crate::identity::Enrolment;
use crate::outbox::signed;
use crate::rows::{BaseOf, RowToPut};
use crate::search::Before;
use crate::writing::{Change, Writing};
use crate::{files, replay, rows, search};
use domain::{Inquiry, InquiryId, UnitId};
use protocol::checksum::{self, Sum};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Rows gathered before they are written.
const FLUSH: usize = 400;

/// Rows that a transaction makes anew, gathered and written together.
pub(crate) struct Rebuild {
    enrolment: Option<Arc<Enrolment>>,
    /// Unconfirmed commands by inquiry, where they were counted.
    pub(super) open: HashMap<Uuid, i64>,
    pub(super) defer: bool,
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

    pub(super) async fn put(
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
