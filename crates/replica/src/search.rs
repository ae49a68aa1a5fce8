//! The full-text index: which words an inquiry has, and which inquiries have the words of a query.
//!
//! The index (FTS5, `search`) stores words only, neither text nor positions. What it needs to forget a row is
//! computed again from the row as it was; `inquiry.search_hash` proves that it is the same. Where it is not (a later
//! version folds differently), the index is marked stale and made again from the rows in the background.

use crate::error::Result;
use crate::forms::{self, Form};
use crate::roster::FoundRows;
use crate::rows;
use domain::fold;
use domain::{Inquiry, InquiryId};
use sha2::{Digest, Sha256};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use std::collections::HashSet;
use std::sync::Arc;

/// The last search, so that scrolling through its list does not search again. Emptied by every write.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Rises with each emptying: an answer that was looked for before one is not kept.
    age: u64,
    last: Option<(String, i64, Arc<FoundRows>)>,
}

impl Found {
    /// The kept answer, or the age to hand to [`Found::keep`] with a new one.
    pub fn get(&self, query: &str, generation: i64) -> Result<Arc<FoundRows>, u64> {
        match &self.last {
            Some((q, g, rows)) if q == query && *g == generation => Ok(rows.clone()),
            _ => Err(self.age),
        }
    }

    pub fn keep(&mut self, age: u64, query: &str, generation: i64, rows: Arc<FoundRows>) {
        if age == self.age {
            self.last = Some((query.to_owned(), generation, rows));
        }
    }

    pub fn empty(&mut self) {
        self.age += 1;
        self.last = None;
    }
}

/// Digits at the end of a telephone number that tell it from others, whatever prefix it is written with.
const PHONE_DIGITS: usize = 9;

/// The words of an inquiry and of the texts of its attachments: folded, sorted, each once, blanks between.
pub(crate) fn words_of(i: &Inquiry, attachments: &[String]) -> String {
    let mut words = fold::words(&i.subject);
    words.extend(fold::words(i.text.expose()));
    for applicant in &i.applicants {
        words.extend(fold::words(applicant.name.expose()));
        words.extend(fold::words(applicant.address.expose()));
        words.extend(fold::words(applicant.email.expose()));
        words.extend(phone_words(applicant.phone.expose()));
    }
    words.extend(i.notes.iter().flat_map(|n| fold::words(n.text.expose())));
    words.extend(i.resolutions.iter().flat_map(|r| fold::words(&r.text)));
    words.extend(i.dispatch.iter().flat_map(|d| fold::words(&d.reference)));
    words.extend(
        i.attachments
            .iter()
            .flat_map(|a| fold::words(a.name.expose())),
    );
    words.extend(attachments.iter().flat_map(|t| fold::words(t)));
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// A telephone number as words: all its digits, and the last ones alone.
pub(crate) fn phone_words(phone: &str) -> Vec<String> {
    let digits = fold::digits(phone);
    if digits.is_empty() {
        return Vec::new();
    }
    let short = phone_key(&digits);
    if short == digits {
        vec![digits]
    } else {
        vec![digits, short]
    }
}

/// The last digits of a telephone number.
pub(crate) fn phone_key(digits: &str) -> String {
    let skip = digits.chars().count().saturating_sub(PHONE_DIGITS);
    digits.chars().skip(skip).collect()
}

/// A fingerprint of words, for `inquiry.search_hash`.
pub(crate) fn hash(words: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(words.as_bytes()).into();
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// Texts found in the attachments of an inquiry.
async fn attachment_texts(
    conn: &mut SqliteConnection,
    id: i64,
    i: &Inquiry,
) -> Result<Vec<String>> {
    if i.attachments.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_scalar(
        "select text from attachment_text where inquiry_id = ? order by attachment",
    )
    .bind(id)
    .fetch_all(conn)
    .await?)
}

/// Takes the words of a row out of the index. `old` is the row as it was indexed. Returns `true` when it was not:
/// then the index is stale.
pub(crate) async fn forget(
    conn: &mut SqliteConnection,
    id: i64,
    old: &Inquiry,
    hash_then: Option<i64>,
) -> Result<bool> {
    let Some(hash_then) = hash_then else {
        return Ok(false);
    };
    let texts = attachment_texts(conn, id, old).await?;
    let words = words_of(old, &texts);
    if hash(&words) != hash_then {
        return Ok(true);
    }
    delete(conn, id, &words).await?;
    Ok(false)
}

async fn delete(conn: &mut SqliteConnection, id: i64, words: &str) -> Result<()> {
    sqlx::query("insert into search (search, rowid, words) values ('delete', ?, ?)")
        .bind(id)
        .bind(words)
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a row's new words in place of its old ones. Only what differs is written: to take a word out, the page that
/// holds it is written anew, and most changes of an inquiry add words and take none.
async fn replace(conn: &mut SqliteConnection, id: i64, old: &str, new: &str) -> Result<()> {
    let gone = only_in(old, new);
    let added = only_in(new, old);
    if !gone.is_empty() {
        delete(conn, id, &gone).await?;
    }
    // FTS5 counts its documents and refuses to take one from none: each deletion goes with an insertion.
    if !gone.is_empty() || !added.is_empty() {
        insert(conn, id, &added).await?;
    }
    Ok(())
}

/// The words of a text that another does not have.
fn only_in(words: &str, other: &str) -> String {
    let other: HashSet<&str> = other.split(' ').collect();
    let rest: Vec<&str> = words.split(' ').filter(|w| !other.contains(w)).collect();
    rest.join(" ")
}

/// The index after a row has changed: the hash to be stored with the row, and whether the index is stale.
pub(crate) struct Indexed {
    pub hash: Option<i64>,
    pub stale: bool,
}

/// A row before it is written.
#[derive(Clone, Copy)]
pub(crate) enum Before<'a> {
    /// There is none.
    New,
    /// As it stands in the database, with the hash of its words.
    Stored(Option<i64>),
    /// The same, read already.
    Read(&'a Inquiry, Option<i64>),
}

/// Brings the index up to date with a row that is written in the same transaction, but not yet. With `later`, words
/// that are new are left to [`index_waiting`]: the hash is `None` then.
pub(crate) async fn index(
    conn: &mut SqliteConnection,
    id: i64,
    before: Before<'_>,
    new: &Inquiry,
    later: bool,
) -> Result<Indexed> {
    let then = match before {
        Before::New => None,
        Before::Stored(then) | Before::Read(_, then) => then,
    };
    let nothing = Indexed {
        hash: None,
        stale: false,
    };
    if later && then.is_none() {
        return Ok(nothing);
    }
    let texts = match before {
        Before::New => Vec::new(),
        _ => attachment_texts(conn, id, new).await?,
    };
    let words = words_of(new, &texts);
    let hash = hash(&words);
    let Some(then) = then else {
        if !matches!(before, Before::New) {
            sqlx::query("delete from unindexed where id = ?")
                .bind(id)
                .execute(&mut *conn)
                .await?;
        }
        insert(conn, id, &words).await?;
        return Ok(Indexed {
            hash: Some(hash),
            stale: false,
        });
    };
    if then == hash {
        return Ok(Indexed {
            hash: Some(hash),
            stale: false,
        });
    }
    let stored = match before {
        Before::Stored(_) => rows::current(conn, new.id).await?.map(|c| c.inquiry),
        Before::New | Before::Read(..) => None,
    };
    let old = match before {
        Before::Read(old, _) => Some(old),
        Before::New | Before::Stored(_) => stored.as_ref(),
    };
    let old_words = match old {
        Some(old) => words_of(old, &attachment_texts(conn, id, old).await?),
        None => String::new(),
    };
    let stale = self::hash(&old_words) != then;
    match (stale, later) {
        (false, true) => delete(conn, id, &old_words).await?,
        (true, true) => {}
        (false, false) => replace(conn, id, &old_words, &words).await?,
        // The index is made again: until then the new words are found, and the old ones too.
        (true, false) => insert(conn, id, &words).await?,
    }
    Ok(Indexed {
        hash: (!later).then_some(hash),
        stale,
    })
}

async fn insert(conn: &mut SqliteConnection, id: i64, words: &str) -> Result<()> {
    sqlx::query("insert into search (rowid, words) values (?, ?)")
        .bind(id)
        .bind(words)
        .execute(conn)
        .await?;
    Ok(())
}

/// Many at once: fewer trips to the connection's thread.
async fn insert_all(conn: &mut SqliteConnection, mut documents: Vec<(i64, String)>) -> Result<()> {
    const BATCH: usize = 25;
    while !documents.is_empty() {
        let take = if documents.len() >= BATCH { BATCH } else { 1 };
        let mut query = QueryBuilder::<Sqlite>::new("insert into search (rowid, words) ");
        query.push_values(documents.drain(..take), |mut b, (id, words)| {
            b.push_bind(id).push_bind(words);
        });
        query.build().execute(&mut *conn).await?;
    }
    Ok(())
}

/// Puts rows on the list of those whose words come into the index later.
pub(crate) async fn later(conn: &mut SqliteConnection, ids: &[i64]) -> Result<()> {
    for part in ids.chunks(500) {
        sqlx::query("insert or ignore into unindexed (id) select value from json_each(?)")
            .bind(rows::json(part)?)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// A row whose words are not in the index.
struct Unindexed {
    id: i64,
    inquiry: Inquiry,
}

/// Indexes the oldest rows of the list of those that wait. Returns how many it did.
pub(crate) async fn index_waiting(conn: &mut SqliteConnection, most: u32) -> Result<usize> {
    let rows = sqlx::query(include_str!("sql/unindexed.sql"))
        .bind(most)
        .fetch_all(&mut *conn)
        .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in &rows {
        let inquiry = rows::parse(row.try_get(2)?, InquiryId(rows::uuid(row, 1)?))?;
        waiting.push(Unindexed {
            id: row.try_get(0)?,
            inquiry,
        });
    }
    let mut documents = Vec::with_capacity(waiting.len());
    let mut hashes = Vec::with_capacity(waiting.len());
    for Unindexed { id, inquiry } in &waiting {
        let texts = attachment_texts(conn, *id, inquiry).await?;
        let words = words_of(inquiry, &texts);
        hashes.push((*id, hash(&words)));
        documents.push((*id, words));
    }
    insert_all(conn, documents).await?;
    sqlx::query(
        "update inquiry set search_hash = new.value ->> 1 from json_each(?) new where inquiry.id = new.value ->> 0",
    )
    .bind(rows::json(&hashes)?)
    .execute(&mut *conn)
    .await?;
    sqlx::query("delete from unindexed where id in (select value ->> 0 from json_each(?))")
        .bind(rows::json(&hashes)?)
        .execute(&mut *conn)
        .await?;
    Ok(waiting.len())
}

/// Empties the index and puts all rows on the list of those that wait.
pub(crate) async fn start_again(conn: &mut SqliteConnection) -> Result<()> {
    sqlx::query("insert into search (search) values ('delete-all')")
        .execute(&mut *conn)
        .await?;
    sqlx::query("update inquiry set search_hash = null")
        .execute(&mut *conn)
        .await?;
    sqlx::query("insert or ignore into unindexed (id) select id from inquiry")
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Rows that have a query's very words, from which on other forms of the words are not looked for: whoever finds so
/// many has to say more, not to find more.
const ENOUGH: usize = 200;

/// What a query finds: rows by words, rows by other forms of the words, and the query as part of a number.
pub(crate) async fn find(conn: &mut SqliteConnection, query: &str) -> Result<FoundRows> {
    let by_words = match expression(query, Match::Words) {
        Some(expression) => keys(conn, &expression).await?,
        None => Vec::new(),
    };
    let number = number_part(query);
    let forms =
        expression(query, Match::Forms).filter(|_| by_words.len() < ENOUGH && number.is_empty());
    let by_forms = match forms {
        Some(expression) => keys(conn, &expression).await?,
        None => Vec::new(),
    };
    Ok(FoundRows {
        by_words,
        by_forms,
        number,
    })
}

/// Keys of the rows that an FTS5 expression finds, ascending. They come as one text: a hundred thousand rows of the
/// driver would take ten times as long.
pub(crate) async fn keys(conn: &mut SqliteConnection, expression: &str) -> Result<Vec<i64>> {
    let list: Option<String> =
        sqlx::query_scalar("select group_concat(rowid, ' ') from search where search match ?")
            .bind(expression)
            .fetch_one(conn)
            .await?;
    let mut keys: Vec<i64> = list
        .unwrap_or_default()
        .split(' ')
        .filter_map(|id| id.parse().ok())
        .collect();
    keys.sort_unstable();
    Ok(keys)
}

/// How the words of a query are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    /// As they were typed.
    Words,
    /// In their other forms too.
    Forms,
}

/// The FTS5 expression of a query: all its words, the last one as the beginning of a word. `None` without words, and
/// for [`Match::Forms`] where no word has other forms.
fn expression(query: &str, how: Match) -> Option<String> {
    let words = fold::words(query);
    let complete = query.chars().last().is_some_and(|c| !c.is_alphanumeric());
    let last = words.len().checked_sub(1)?;
    let mut other_forms = false;
    let parts: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(n, word)| {
            let mut ways = plain(word, n == last && !complete);
            if how == Match::Forms {
                let forms = forms::forms(word);
                other_forms |= !forms.is_empty();
                ways.extend(forms.iter().map(|form| match form {
                    Form::Beginning(beginning) => format!("{}*", quoted(beginning)),
                    Form::Word(word) => quoted(word),
                }));
            }
            match ways.as_slice() {
                [only] => only.clone(),
                _ => format!("({})", ways.join(" OR ")),
            }
        })
        .collect();
    (how == Match::Words || other_forms).then(|| parts.join(" AND "))
}

/// How a word is looked for as it was typed. A telephone number is looked for by its last digits too.
fn plain(word: &str, open: bool) -> Vec<String> {
    let end = if open { "*" } else { "" };
    let digits = word.chars().all(|c| c.is_ascii_digit());
    let mut ways = vec![format!("{}{end}", quoted(word))];
    if digits && word.len() > PHONE_DIGITS {
        ways.push(format!("{}{end}", quoted(&phone_key(word))));
    }
    ways
}

/// A word as an FTS5 string. Folded words hold no quotation marks, but nothing here relies on it.
pub(crate) fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

/// A query that may be part of a number, as numbers are folded: digits with strokes, dashes and letters before
/// them, without blanks. Empty for everything else. A typed Cyrillic Р stands for the P of provisional numbers.
fn number_part(query: &str) -> String {
    let bare = query.trim().trim_start_matches(['№', '#', 'N', 'n']).trim();
    let folded = fold::fold(bare);
    let fits = folded.chars().any(|c| c.is_ascii_digit())
        && folded
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_alphabetic() || matches!(c, '/' | '-'));
    if !fits {
        return String::new();
    }
    match folded.strip_prefix("р-") {
        Some(rest) => format!("p-{rest}"),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_becomes_words_with_an_open_end() {
        let check = |query: &str, expect: Option<&str>| {
            assert_eq!(
                expression(query, Match::Words).as_deref(),
                expect,
                "{query}"
            )
        };
        check("Өмүр көчө", Some("\"омур\" AND \"кочо\"*"));
        check("суу ", Some("\"суу\""));
        check("0555 123", Some("\"0555\" AND \"123\"*"));
        check(
            "996555123456",
            Some("(\"996555123456\"* OR \"555123456\"*)"),
        );
        check("\" * (", None);
        check("", None);
    }

    #[test]
    fn forms_are_looked_for_where_there_are_any() {
        let check = |query: &str, expect: Option<&str>| {
            assert_eq!(
                expression(query, Match::Forms).as_deref(),
                expect,
                "{query}"
            )
        };
        check("суу 2026", None);
        check("", None);
        check("суу пенсии ", Some("\"суу\" AND (\"пенсии\" OR \"пенс\"*)"));
    }

    #[test]
    fn parts_of_numbers_are_told_from_words() {
        let check = |query: &str, expect: &str| assert_eq!(number_part(query), expect, "{query}");
        check("123", "123");
        check("№ 123/2026", "123/2026");
        check("Р-3-7", "p-3-7");
        check("p-3", "p-3");
        check("P-3-7", "p-3-7");
        check("А-12/2026", "а-12/2026");
        check("школа 5", "");
        check("школа", "");
        check("12%", "");
    }

    #[test]
    fn telephone_numbers_are_the_same_with_any_prefix() {
        for phone in ["+996 555 12-34-56", "0555123456", "555 123456"] {
            assert!(
                phone_words(phone).contains(&"555123456".to_owned()),
                "{phone}"
            );
        }
    }
}
