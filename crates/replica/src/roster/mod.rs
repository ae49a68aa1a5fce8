//! The roster: what lists, counts and look-ups by number need of every inquiry, in memory.
//!
//! A row costs about 150 bytes, so 100,000 inquiries fit in 15 MB and any combination of view, filter, search and
//! order is answered in a few milliseconds without an index of its own in the database. The database stays the
//! truth: the roster is read from it at opening, follows each commit of this program, and is read again when
//! `device.generation` says that another program has written.

mod order;
mod places;
mod select;

pub(crate) use select::{Days, FoundRows, Selection};

use crate::error::{ReplicaError, Result};
use crate::extract::{Extract, Flags};
use crate::writing::{Change, Device};
use crate::{bulk, rows};
use domain::{InquiryId, StaffId, State};
use places::Places;
use serde::Deserialize;
use sqlx::{Row, SqliteConnection};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use uuid::Uuid;

/// Values that many rows share, as small numbers. Number 0 is "none".
#[derive(Debug)]
pub(crate) struct Names<T> {
    numbers: HashMap<T, u16>,
    names: Vec<T>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            names: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Names<T> {
    /// The number of a value, new if need be. More than 65,534 values share the last number, which then stands for
    /// "another one": such rows are found in every list but not by a filter.
    fn number<Q>(&mut self, name: &Q) -> u16
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ToOwned<Owned = T> + ?Sized,
    {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let Ok(number) = u16::try_from(self.names.len() + 1) else {
            return u16::MAX;
        };
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub fn get<Q>(&self, name: &Q) -> Option<u16>
    where
        T: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.numbers.get(name).copied()
    }

    pub fn all(&self) -> &[T] {
        &self.names
    }
}

/// One inquiry.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Key of table `inquiry`.
    pub id: i64,
    pub uuid: Uuid,
    pub received_at: i64,
    /// Days since 1970-01-01; `i32::MAX` for none.
    pub due: i32,
    /// Year and serial of the official number; provisional ones above all official ones; 0 for none.
    pub number: u64,
    /// Both numbers, folded, with a blank between: for look-ups by any part.
    pub numbers: Box<str>,
    pub name_key: Box<[u8]>,
    /// Place in [`State::CODES`].
    pub state: u8,
    pub flags: Flags,
    pub conflict: bool,
    pub queued: bool,
    pub topic: u16,
    pub territory: u16,
    pub executor: u16,
}

impl Entry {
    /// Whether the deadline still runs: the first six states.
    pub fn on_control(&self) -> bool {
        self.state < 6
    }
}

#[derive(Debug, Default)]
pub(crate) struct Roster {
    generation: i64,
    identity_generation: i64,
    /// In order of `id`.
    entries: Vec<Entry>,
    places: Places,
    pub codes: Names<String>,
    pub staff: Names<Uuid>,
    helpers: HashMap<i64, Vec<u16>>,
}

const LOAD: &str = include_str!("../sql/roster.sql");

/// A row of [`LOAD`]: the columns in its order, blobs in hexadecimal.
#[derive(Deserialize)]
struct Line<'t> {
    id: i64,
    uuid: &'t str,
    received_at: i64,
    due: Option<i64>,
    #[serde(borrow)]
    number: Cow<'t, str>,
    #[serde(borrow)]
    provisional: Cow<'t, str>,
    number_year: Option<i64>,
    number_serial: Option<i64>,
    state: &'t str,
    flags: i64,
    #[serde(borrow)]
    topic: Cow<'t, str>,
    #[serde(borrow)]
    territory: Cow<'t, str>,
    applicant_key: &'t str,
    executor: &'t str,
    conflicts: i64,
}

impl Roster {
    /// Reads all of it from the database.
    pub async fn load(conn: &mut SqliteConnection) -> Result<Self> {
        let device = Device::load(conn).await?;
        let mut roster = Roster {
            generation: device.generation,
            identity_generation: device.identity_generation,
            ..Roster::default()
        };
        let helpers = sqlx::query("select inquiry_id, staff from co_executor")
            .fetch_all(&mut *conn)
            .await?;
        for row in helpers {
            let staff = roster.staff.number(&rows::uuid(&row, 1)?);
            roster
                .helpers
                .entry(row.try_get(0)?)
                .or_default()
                .push(staff);
        }
        let queued = sqlx::query("select distinct inquiry from outbox where status = 'queued'")
            .fetch_all(&mut *conn)
            .await?
            .iter()
            .map(|row| rows::uuid(row, 0))
            .collect::<Result<HashSet<Uuid>>>()?;
        let rows: i64 = sqlx::query_scalar("select count(*) from inquiry")
            .fetch_one(&mut *conn)
            .await?;
        roster
            .places
            .reserve(usize::try_from(rows).unwrap_or_default(), &[]);
        bulk::pages(conn, LOAD, &[], |page| {
            let lines: Vec<Line<'_>> = bulk::rows(page)?;
            roster.entries.reserve(lines.len());
            for line in lines {
                let entry = roster.read(&line, &queued)?;
                let (uuid, id) = (entry.uuid, entry.id);
                roster.entries.push(entry);
                roster.places.put(uuid, id, &roster.entries);
            }
            Ok(())
        })
        .await?;
        Ok(roster)
    }

    fn read(&mut self, line: &Line<'_>, queued: &HashSet<Uuid>) -> Result<Entry> {
        let uuid = bulk::uuid(line.uuid)?;
        let corrupt = || ReplicaError::corrupt(format!("inquiry {uuid}"));
        let executor = bulk::optional_uuid(line.executor)?;
        Ok(Entry {
            id: line.id,
            uuid,
            received_at: line.received_at,
            due: due(line.due),
            number: number(line.number.is_empty(), line.number_year, line.number_serial),
            numbers: numbers(&line.number, &line.provisional),
            name_key: hex::decode(line.applicant_key)
                .map_err(|_| corrupt())?
                .into(),
            state: state(line.state).ok_or_else(corrupt)?,
            flags: Flags::stored(line.flags)?,
            conflict: line.conflicts > 0,
            queued: queued.contains(&uuid),
            topic: self.code(&line.topic),
            territory: self.code(&line.territory),
            executor: executor.map_or(0, |e| self.staff.number(&e)),
        })
    }

    fn code(&mut self, code: &str) -> u16 {
        if code.is_empty() {
            0
        } else {
            self.codes.number(code)
        }
    }

    pub fn generation(&self) -> i64 {
        self.generation
    }

    pub fn identity_generation(&self) -> i64 {
        self.identity_generation
    }

    pub fn set_identity_generation(&mut self, generation: i64) {
        self.identity_generation = generation;
    }

    /// The integer key of an inquiry.
    pub fn place(&self, id: InquiryId) -> Option<i64> {
        self.places.find(id.0, &self.entries)
    }

    /// The smallest key above all in use.
    pub fn next_id(&self) -> i64 {
        self.entries.last().map_or(1, |e| e.id + 1)
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn entry(&self, id: i64) -> Option<&Entry> {
        self.entries
            .binary_search_by_key(&id, |e| e.id)
            .ok()
            .and_then(|at| self.entries.get(at))
    }

    /// Whether somebody is executor or co-executor.
    pub fn names(&self, entry: &Entry, staff: StaffId) -> bool {
        let Some(number) = self.staff.get(&staff.0) else {
            return false;
        };
        entry.executor == number
            || self
                .helpers
                .get(&entry.id)
                .is_some_and(|h| h.contains(&number))
    }

    /// Follows a commit.
    pub fn apply(&mut self, changes: Vec<Change>, generation: i64) {
        let mut removed = HashSet::new();
        for change in changes {
            match change {
                Change::Put(id, extract) => self.put(id, &extract),
                Change::Remove(id) => {
                    removed.insert(id);
                    self.helpers.remove(&id);
                }
                Change::Queued(uuid, queued) => {
                    let id = self.places.find(uuid, &self.entries);
                    if let Some(entry) = id.and_then(|id| self.entry_mut(id)) {
                        entry.queued = queued;
                    }
                }
            }
        }
        if !removed.is_empty() {
            self.places.retain(|id| !removed.contains(&id));
            self.entries.retain(|e| !removed.contains(&e.id));
        }
        self.generation = generation;
    }

    fn entry_mut(&mut self, id: i64) -> Option<&mut Entry> {
        self.entries
            .binary_search_by_key(&id, |e| e.id)
            .ok()
            .and_then(|at| self.entries.get_mut(at))
    }

    fn put(&mut self, id: i64, x: &Extract) {
        let entry = Entry {
            id,
            uuid: x.uuid,
            received_at: x.received_at,
            due: due(x.due),
            number: number(x.number.is_empty(), x.number_year, x.number_serial),
            numbers: numbers(&x.number, &x.provisional),
            name_key: x.applicant_key.as_slice().into(),
            state: state(x.state).unwrap_or(0),
            flags: x.flags,
            conflict: x.conflicts > 0,
            queued: false,
            topic: self.code(&x.topic),
            territory: self.code(&x.territory),
            executor: x.executor.map_or(0, |e| self.staff.number(&e)),
        };
        if x.co_executors.is_empty() {
            self.helpers.remove(&id);
        } else {
            let helpers = x
                .co_executors
                .iter()
                .map(|e| self.staff.number(e))
                .collect();
            self.helpers.insert(id, helpers);
        }
        let uuid = entry.uuid;
        match self.entries.binary_search_by_key(&id, |e| e.id) {
            Ok(at) => {
                if let Some(old) = self.entries.get_mut(at) {
                    *old = Entry {
                        queued: old.queued,
                        ..entry
                    };
                }
            }
            Err(at) => self.entries.insert(at, entry),
        }
        self.places.put(uuid, id, &self.entries);
    }
}

pub(crate) fn state(code: &str) -> Option<u8> {
    State::CODES
        .iter()
        .position(|c| *c == code)
        .and_then(|at| u8::try_from(at).ok())
}

fn due(day: Option<i64>) -> i32 {
    day.and_then(|d| i32::try_from(d).ok()).unwrap_or(i32::MAX)
}

fn number(provisional: bool, year: Option<i64>, serial: Option<i64>) -> u64 {
    let Some(serial) = serial.and_then(|s| u32::try_from(s).ok()) else {
        return 0;
    };
    // Provisional ones are newer than any official one; years fit in 20 bits for a while.
    let year = if provisional {
        0xf_ffff
    } else {
        year.and_then(|y| u32::try_from(y).ok()).unwrap_or(0)
    };
    (u64::from(year) << 32) | u64::from(serial)
}

fn numbers(official: &str, provisional: &str) -> Box<str> {
    let both = format!("{official} {provisional}");
    domain::fold::fold(both.trim()).into()
}
