//! The rows of a period, for reports: columns only, no content is read.

use crate::bulk;
use crate::days;
use crate::error::{ReplicaError, Result};
use crate::extract::Flags;
use crate::replica::Replica;
use chrono::NaiveDate;
use domain::{Code, InquiryId, Lang, StaffId, UnitId};
use serde::Deserialize;
use std::borrow::Cow;

/// An inquiry as a report counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Id.
    pub id: InquiryId,
    /// Department.
    pub unit: UnitId,
    /// Official number, else the provisional one, else empty.
    pub number: String,
    /// Whether the number is provisional.
    pub provisional: bool,
    /// State code.
    pub state: String,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Day of entry in the register.
    pub registered: Option<NaiveDate>,
    /// Last day, extensions counted.
    pub due: Option<NaiveDate>,
    /// Day of signing, forwarding or leaving without consideration.
    pub answered: Option<NaiveDate>,
    /// Which of these: `approve`, `forward`, `not_considered`, or empty.
    pub ending: String,
    /// Day of dispatch.
    pub dispatched: Option<NaiveDate>,
    /// Way of delivery.
    pub delivery: Option<Code>,
    /// Day of removal from control.
    pub closed: Option<NaiveDate>,
    /// Days added by extension.
    pub extended: u32,
    /// Kind.
    pub kind: Code,
    /// Channel.
    pub channel: Code,
    /// Language.
    pub lang: Lang,
    /// Topic.
    pub topic: Option<Code>,
    /// Territory.
    pub territory: Option<Code>,
    /// Social category of the first applicant.
    pub category: Option<Code>,
    /// Outcome.
    pub outcome: Option<Code>,
    /// Executor.
    pub executor: Option<StaffId>,
    /// Collective.
    pub collective: bool,
    /// Repeats an earlier one.
    pub repeat: bool,
    /// Under age.
    pub minor: bool,
    /// Nobody is named.
    pub anonymous: bool,
    /// Access is narrowed.
    pub restricted: bool,
}

impl Replica {
    /// Tells each inquiry received in a period, both days included, in no certain order: a hundred thousand of them need
    /// not be here and in the report at once. Void ones are among them: their numbers stay given, and the report says
    /// what it does with them.
    ///
    /// # Errors
    /// The database's.
    pub async fn report_rows(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        mut tell: impl FnMut(ReportRow) + Send,
    ) -> Result<()> {
        let mut held = self.inner.db.long_reader().await?;
        // One look at the database: what is written between two pages is in none of them.
        let mut tx = sqlx::Connection::begin(held.conn()?).await?;
        let days = [days::number(from), days::number(to)];
        bulk::pages(
            &mut tx,
            include_str!("sql/report_rows.sql"),
            &days,
            |page| {
                for line in bulk::rows::<Line<'_>>(page)? {
                    tell(line.row()?);
                }
                Ok(())
            },
        )
        .await?;
        Ok(tx.rollback().await?)
    }
}

/// A row of `sql/report_rows.sql`: the columns in its order, ids in hexadecimal.
#[derive(Deserialize)]
struct Line<'t> {
    uuid: &'t str,
    #[serde(borrow)]
    unit: Cow<'t, str>,
    #[serde(borrow)]
    number: Cow<'t, str>,
    #[serde(borrow)]
    provisional: Cow<'t, str>,
    state: &'t str,
    received: i64,
    registered: Option<i64>,
    due: Option<i64>,
    answered: Option<i64>,
    ending: &'t str,
    dispatched: Option<i64>,
    #[serde(borrow)]
    delivery: Cow<'t, str>,
    closed: Option<i64>,
    extended: i64,
    #[serde(borrow)]
    kind: Cow<'t, str>,
    #[serde(borrow)]
    channel: Cow<'t, str>,
    lang: &'t str,
    #[serde(borrow)]
    topic: Cow<'t, str>,
    #[serde(borrow)]
    territory: Cow<'t, str>,
    #[serde(borrow)]
    category: Cow<'t, str>,
    #[serde(borrow)]
    outcome: Cow<'t, str>,
    executor: &'t str,
    flags: i64,
    repeat: i64,
}

impl Line<'_> {
    fn row(self) -> Result<ReportRow> {
        let day = |day: Option<i64>| day.and_then(days::date);
        let code = |text: Cow<'_, str>| (!text.is_empty()).then(|| Code(text.into_owned()));
        let flags = Flags::stored(self.flags)?;
        let provisional = self.number.is_empty() && !self.provisional.is_empty();
        let number = if provisional {
            self.provisional
        } else {
            self.number
        };
        Ok(ReportRow {
            id: InquiryId(bulk::uuid(self.uuid)?),
            unit: UnitId(self.unit.into_owned()),
            number: number.into_owned(),
            provisional,
            state: self.state.to_owned(),
            received: days::date(self.received).ok_or_else(|| ReplicaError::corrupt("a day"))?,
            registered: day(self.registered),
            due: day(self.due),
            answered: day(self.answered),
            ending: self.ending.to_owned(),
            dispatched: day(self.dispatched),
            delivery: code(self.delivery),
            closed: day(self.closed),
            extended: u32::try_from(self.extended).unwrap_or(0),
            kind: Code(self.kind.into_owned()),
            channel: Code(self.channel.into_owned()),
            lang: Lang::from_tag(self.lang).ok_or_else(|| ReplicaError::corrupt("a language"))?,
            topic: code(self.topic),
            territory: code(self.territory),
            category: code(self.category),
            outcome: code(self.outcome),
            executor: bulk::optional_uuid(self.executor)?.map(StaffId),
            collective: flags.has(Flags::COLLECTIVE),
            repeat: self.repeat != 0,
            minor: flags.has(Flags::MINOR),
            anonymous: flags.has(Flags::ANONYMOUS),
            restricted: flags.has(Flags::RESTRICTED),
        })
    }
}
