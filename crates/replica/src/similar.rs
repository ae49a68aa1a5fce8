//! Earlier inquiries of the same person or about the same matter.

use crate::error::Result;
use crate::list::Viewer;
use crate::replica::Replica;
use crate::search::{keys, phone_key, quoted};
use chrono::NaiveDate;
use domain::{Profile, fold};
use protocol::window::list::RowView;
use sqlx::SqliteConnection;
use std::collections::BTreeMap;

/// Words of a text that are looked for, longest first: long words say most about the matter.
const WORDS: usize = 12;
const LETTERS: usize = 5;
/// Of these, the share that another text must have, in per cent.
const SHARED: usize = 60;
/// Rows that have a word, latest first, beyond which it says nothing.
const OF_EACH: i64 = 400;

const SAME_PHONE: u32 = 100;
const SAME_NAME: u32 = 60;

impl Replica {
    /// Inquiries that may be from the same person (telephone, all words of the name) or about the same matter (most
    /// long words of the text), the likeliest first. What the viewer may not see is left out.
    ///
    /// # Errors
    /// The database's.
    #[expect(
        clippy::too_many_arguments,
        reason = "three things to compare, and who looks when"
    )]
    pub async fn similar(
        &self,
        name: &str,
        phone: &str,
        text: &str,
        limit: u32,
        viewer: &Viewer,
        today: NaiveDate,
        profile: &Profile,
    ) -> Result<Vec<RowView>> {
        self.freshen().await?;
        let mut held = self.inner.db.reader().await?;
        let conn = held.conn()?;
        let mut scores: BTreeMap<i64, u32> = BTreeMap::new();
        let digits = fold::digits(phone);
        if digits.chars().count() >= 6 {
            for id in keys(conn, &quoted(&phone_key(&digits))).await? {
                *scores.entry(id).or_default() += SAME_PHONE;
            }
        }
        let names = fold::words(name);
        if names.len() >= 2 {
            let all: Vec<String> = names.iter().map(|w| quoted(w)).collect();
            for id in keys(conn, &all.join(" AND ")).await? {
                *scores.entry(id).or_default() += SAME_NAME;
            }
        }
        for (id, percent) in same_matter(conn, text).await? {
            *scores.entry(id).or_default() += percent / 2;
        }
        let ids: Vec<i64> = {
            let roster = self.inner.roster();
            let mut found: Vec<(u32, i64, i64)> = scores
                .into_iter()
                .filter_map(|(id, score)| {
                    let entry = roster.entry(id).filter(|e| viewer.may_see(&roster, e))?;
                    Some((score, entry.received_at, id))
                })
                .collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            found
                .into_iter()
                .take(usize::try_from(limit).unwrap_or(0))
                .map(|(.., id)| id)
                .collect()
        };
        self.rows(conn, &ids, today, profile).await
    }
}

/// Rows that share most long words with a text, with the share in per cent.
async fn same_matter(conn: &mut SqliteConnection, text: &str) -> Result<Vec<(i64, u32)>> {
    let mut words = fold::words(text);
    words.retain(|w| w.chars().count() >= LETTERS);
    words.sort_by(|a, b| {
        b.chars()
            .count()
            .cmp(&a.chars().count())
            .then_with(|| a.cmp(b))
    });
    words.dedup();
    words.truncate(WORDS);
    if words.len() < 3 {
        return Ok(Vec::new());
    }
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for word in &words {
        let rows: Vec<i64> = sqlx::query_scalar(
            "select rowid from search where search match ? order by rowid desc limit ?",
        )
        .bind(quoted(word))
        .bind(OF_EACH)
        .fetch_all(&mut *conn)
        .await?;
        for id in rows {
            *shared.entry(id).or_default() += 1;
        }
    }
    let percent = |n: usize| n * 100 / words.len();
    Ok(shared
        .into_iter()
        .filter(|(_, n)| percent(*n) >= SHARED)
        .map(|(id, n)| (id, u32::try_from(percent(n)).unwrap_or(100)))
        .collect())
}
