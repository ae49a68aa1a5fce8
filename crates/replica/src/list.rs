//! Lists, counts and single inquiries, as a person may see them.

use crate::days;
use crate::error::{ReplicaError, Result};
use crate::extract::Flags;
use crate::replica::Replica;
use crate::roster::{Days, Entry, FoundRows, Roster, Selection};
use crate::rows;
use crate::search;
use crate::writing::Writing;
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::deadline::Urgency;
use domain::{Code, Inquiry, InquiryId, Lang, Profile, Role, StaffId};
use protocol::window::case::RelatedView;
use protocol::window::list::{CountsView, List, ListView, RowView};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError};

/// Rows of a list, at most.
const MOST_ROWS: u32 = 200;
/// Working days from which on a deadline is near.
const SOON: i64 = 3;

/// Who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub staff: StaffId,
    /// The person's roles.
    pub roles: BTreeSet<Role>,
}

impl Viewer {
    /// Whether restricted cases of others may be seen.
    #[must_use]
    pub fn sees_restricted(&self) -> bool {
        self.roles.iter().any(|role| role.sees_restricted())
    }

    /// Whether an inquiry may be seen: a restricted one only by those named on it, supervisors and data officers.
    #[must_use]
    pub fn may_read(&self, i: &Inquiry) -> bool {
        !i.restricted || self.sees_restricted() || i.named().any(|id| id == self.staff)
    }

    pub(crate) fn may_see(&self, roster: &Roster, entry: &Entry) -> bool {
        !entry.flags.has(Flags::RESTRICTED)
            || self.sees_restricted()
            || roster.names(entry, self.staff)
    }
}

impl Replica {
    /// An inquiry as it is shown: the server's row with this device's unconfirmed commands on it. Whether a person
    /// may see it is asked with [`Viewer::may_read`].
    ///
    /// # Errors
    /// [`ReplicaError::Corrupt`], the database's.
    pub async fn get(&self, id: InquiryId) -> Result<Option<Inquiry>> {
        let mut held = self.inner.db.reader().await?;
        Ok(rows::current(held.conn()?, id).await?.map(|c| c.inquiry))
    }

    /// The inquiry that bears a number, official or provisional, written in full.
    ///
    /// # Errors
    /// The database's.
    pub async fn by_number(&self, number: &str) -> Result<Option<InquiryId>> {
        self.freshen().await?;
        let wanted = domain::fold::fold(number.trim());
        let roster = self.inner.roster();
        let has = |e: &&Entry| !wanted.is_empty() && e.numbers.split(' ').any(|n| n == wanted);
        Ok(roster.entries().iter().find(has).map(|e| InquiryId(e.uuid)))
    }

    /// A window of a list, at most 200 rows. With a search, what fits a number exactly comes first, then what has it
    /// as a part, then what has the words, then what has them in other forms; within these, the list's order. With
    /// `only`, these and no others, whatever the view: `list.figure` itself says nothing to the replica.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(
        &self,
        list: &List,
        only: Option<&HashSet<InquiryId>>,
        viewer: &Viewer,
        today: NaiveDate,
        profile: &Profile,
    ) -> Result<ListView> {
        self.freshen().await?;
        let found = if list.search.trim().is_empty() {
            None
        } else {
            Some(self.found(&list.search).await?)
        };
        let selection = Selection {
            view: list.view,
            viewer,
            days: days_of(profile, today),
            topics: list
                .topic
                .as_ref()
                .map(|topic| with_topics_below(profile, topic)),
            territory: list.territory.as_ref().map(Code::as_str),
            executor: list.executor,
            only,
            found: found.as_deref(),
            sort: list.sort,
            reverse: list.reverse,
        };
        let offset = usize::try_from(list.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(list.limit.min(MOST_ROWS)).unwrap_or(0);
        let (total, ids) = self.inner.roster().window(&selection, offset, limit);
        let mut held = self.inner.db.reader().await?;
        let rows = self.rows(held.conn()?, &ids, today, profile).await?;
        Ok(ListView {
            total: u32::try_from(total).unwrap_or(u32::MAX),
            rows,
        })
    }

    /// How many rows each view has for a person.
    ///
    /// # Errors
    /// The database's.
    pub async fn counts(
        &self,
        viewer: &Viewer,
        today: NaiveDate,
        profile: &Profile,
    ) -> Result<CountsView> {
        self.freshen().await?;
        Ok(CountsView {
            views: self.inner.roster().counts(viewer, days_of(profile, today)),
        })
    }

    /// The inquiry that one repeats, and those which repeat it or the same one: earliest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn related(&self, id: InquiryId, viewer: &Viewer) -> Result<Vec<RelatedView>> {
        self.freshen().await?;
        let mut held = self.inner.db.reader().await?;
        let rows = sqlx::query(include_str!("sql/related.sql"))
            .bind(rows::blob(id.0))
            .fetch_all(held.conn()?)
            .await?;
        let roster = self.inner.roster();
        let mut related = Vec::with_capacity(rows.len());
        for row in &rows {
            let visible = roster
                .entry(row.try_get(0)?)
                .is_some_and(|e| viewer.may_see(&roster, e));
            if visible {
                related.push(RelatedView {
                    id: InquiryId(rows::uuid(row, 1)?),
                    number: row.try_get(2)?,
                    subject: row.try_get(3)?,
                    earlier: row.try_get(4)?,
                });
            }
        }
        Ok(related)
    }

    /// Which of these keys of submissions are here already, and as what.
    ///
    /// # Errors
    /// The database's.
    pub async fn known_sources(&self, keys: &[String]) -> Result<BTreeMap<String, InquiryId>> {
        let mut known = BTreeMap::new();
        let mut held = self.inner.db.reader().await?;
        for part in keys.chunks(1_000) {
            let json = serde_json::to_string(part).map_err(|_| ReplicaError::corrupt("keys"))?;
            let here = sqlx::query(
                "select source_key, uuid from inquiry where source_key in (select value from json_each(?))",
            )
            .bind(json)
            .fetch_all(held.conn()?)
            .await?;
            for row in &here {
                known.insert(row.try_get(0)?, InquiryId(rows::uuid(row, 1)?));
            }
        }
        Ok(known)
    }

    /// What a query finds; the last query's answer is kept until something is written.
    pub(crate) async fn found(&self, query: &str) -> Result<Arc<FoundRows>> {
        let generation = self.inner.roster().generation();
        let kept = self
            .inner
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(query, generation);
        let age = match kept {
            Ok(found) => return Ok(found),
            Err(age) => age,
        };
        let mut held = self.inner.db.reader().await?;
        let found = Arc::new(search::find(held.conn()?, query).await?);
        self.inner
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keep(age, query, generation, found.clone());
        Ok(found)
    }

    /// Reads the roster again when another program has written.
    pub(crate) async fn freshen(&self) -> Result<()> {
        let generation: i64 = {
            let mut held = self.inner.db.reader().await?;
            sqlx::query_scalar("select generation from device where id = 1")
                .fetch_one(held.conn()?)
                .await?
        };
        if self.inner.roster().generation() >= generation {
            return Ok(());
        }
        // Either this program is between a commit and its roster, and waiting for the writer is enough, or another
        // one has written, and beginning a write reads the roster again.
        let mut held = self.inner.db.writer().await?;
        if self.inner.roster().generation() < generation {
            Writing::begin(&self.inner, &mut held).await?;
        }
        Ok(())
    }

    /// Rows for a screen, in the order of the keys.
    pub(crate) async fn rows(
        &self,
        conn: &mut SqliteConnection,
        ids: &[i64],
        today: NaiveDate,
        profile: &Profile,
    ) -> Result<Vec<RowView>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let json = serde_json::to_string(ids).map_err(|_| ReplicaError::corrupt("keys"))?;
        let rows = sqlx::query(include_str!("sql/list_rows.sql"))
            .bind(json)
            .fetch_all(conn)
            .await?;
        let mut countdown = Countdown::new(profile, today);
        let mut by_id = HashMap::with_capacity(rows.len());
        for row in &rows {
            let id: i64 = row.try_get(0)?;
            let queued = self.inner.roster().entry(id).is_some_and(|e| e.queued);
            by_id.insert(id, row_view(row, queued, &mut countdown)?);
        }
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }
}

fn row_view(row: &SqliteRow, queued: bool, countdown: &mut Countdown<'_>) -> Result<RowView> {
    let count = |column: usize| -> Result<u32> {
        Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX))
    };
    let code = |column: usize| -> Result<Option<Code>> {
        let text: &str = row.try_get(column)?;
        Ok((!text.is_empty()).then(|| Code::from(text)))
    };
    let flags = Flags::stored(row.try_get(17)?)?;
    let state: String = row.try_get(9)?;
    let due = row.try_get::<Option<i64>, _>(4)?.and_then(days::date);
    let on_control = crate::roster::state(&state).is_some_and(|s| s < 6);
    let left = due.filter(|_| on_control).map(|due| countdown.left(due));
    let number: String = row.try_get(2)?;
    let provisional: String = row.try_get(3)?;
    Ok(RowView {
        id: InquiryId(rows::uuid(row, 1)?),
        provisional: number.is_empty() && !provisional.is_empty(),
        number: if number.is_empty() {
            provisional
        } else {
            number
        },
        days_left: left.map(|l| l.0),
        due,
        urgency: left.map_or(Urgency::None, |l| l.1),
        applicant: row.try_get(5)?,
        applicants: count(6)?,
        subject: row.try_get(7)?,
        topic: code(8)?,
        territory: code(10)?,
        state,
        kind: Code(row.try_get(11)?),
        lang: Lang::from_tag(row.try_get(12)?).unwrap_or_default(),
        executor: rows::optional_uuid(row, 13)?.map(StaffId),
        received: days::date(row.try_get(14)?).ok_or_else(|| ReplicaError::corrupt("a day"))?,
        attachments: count(15)?,
        queued,
        conflict: row.try_get::<i64, _>(16)? > 0,
        collective: flags.has(Flags::COLLECTIVE),
        repeat: row.try_get(18)?,
        minor: flags.has(Flags::MINOR),
        restricted: flags.has(Flags::RESTRICTED),
    })
}

/// The topic and all below it.
fn with_topics_below(profile: &Profile, topic: &Code) -> Vec<String> {
    let mut codes = vec![topic.0.clone()];
    let mut at = 0;
    while let Some(parent) = codes.get(at).cloned() {
        for child in profile
            .topics
            .iter()
            .filter(|t| t.parent.as_ref().is_some_and(|p| *p == parent.as_str()))
        {
            if !codes.contains(&child.code.0) {
                codes.push(child.code.0.clone());
            }
        }
        at += 1;
    }
    codes
}

fn days_of(profile: &Profile, today: NaiveDate) -> Days {
    let calendar = Calendar::of(profile);
    let mut left = SOON;
    // The day before the fourth working day from now. No checked calendar has a year of days off.
    let soon = today
        .iter_days()
        .take(366)
        .skip(1)
        .take_while(|d| {
            left -= i64::from(calendar.works(*d));
            left >= 0
        })
        .last()
        .unwrap_or(today);
    let number = |date: NaiveDate| i32::try_from(days::number(date)).unwrap_or(i32::MAX);
    Days {
        today: number(today),
        soon: number(soon),
    }
}

/// Working days to deadlines, as `domain::deadline::left` counts them, each day of the calendar asked once.
struct Countdown<'p> {
    calendar: Calendar<'p>,
    today: NaiveDate,
    known: BTreeMap<NaiveDate, i64>,
}

impl<'p> Countdown<'p> {
    fn new(profile: &'p Profile, today: NaiveDate) -> Self {
        Self {
            calendar: Calendar::of(profile),
            today,
            known: BTreeMap::from([(today, 0)]),
        }
    }

    fn left(&mut self, due: NaiveDate) -> (i64, Urgency) {
        let days = self.days(due);
        let urgency = if self.today > due {
            Urgency::Late
        } else if days <= SOON {
            Urgency::Soon
        } else {
            Urgency::Ok
        };
        (days, urgency)
    }

    /// Counts on from the nearest day that is known.
    fn days(&mut self, due: NaiveDate) -> i64 {
        let nearest = if due >= self.today {
            self.known.range(..=due).next_back()
        } else {
            self.known.range(due..).next()
        };
        let (from, counted) = nearest.map_or((self.today, 0), |(day, n)| (*day, *n));
        let days = counted + self.calendar.working_days_between(from, due);
        self.known.insert(due, days);
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::profile::KG_DISTRICT;

    #[test]
    fn days_left_are_those_of_the_deadline() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        let mut countdown = Countdown::new(&profile, today);
        // Out of order, so that each is counted on from another.
        for offset in [40, -3, 0, 1, 2, 3, 4, 5, 6, 7, -200, -1, 39, 90, -199, 4] {
            let due = today + chrono::TimeDelta::days(offset);
            assert_eq!(
                countdown.left(due),
                domain::deadline::left(&profile, due, today),
                "{due}"
            );
        }
    }

    #[test]
    fn near_is_what_the_deadline_calls_soon() {
        let profile = Profile::read(KG_DISTRICT).unwrap();
        for start in 0..60 {
            let today =
                NaiveDate::from_ymd_opt(2026, 3, 1).unwrap() + chrono::TimeDelta::days(start);
            let soon = days_of(&profile, today).soon;
            for offset in 0..20 {
                let due = today + chrono::TimeDelta::days(offset);
                let near = domain::deadline::left(&profile, due, today).1 == Urgency::Soon;
                assert_eq!(days::number(due) <= i64::from(soon), near, "{today} {due}");
            }
        }
    }
}
