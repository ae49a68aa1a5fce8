//! The rows of a period, for reports: columns only, no content is read.

use crate::days;
use crate::error::{ReplicaError, Result};
use crate::extract::Flags;
use crate::replica::Replica;
use crate::rows;
use chrono::NaiveDate;
use domain::{Code, InquiryId, Lang, StaffId, UnitId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

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
    /// Inquiries received in a period, both days included, in order of receipt. Void ones are among them: their
    /// numbers stay given, and the report says what it does with them.
    ///
    /// # Errors
    /// The database's.
    pub async fn report_rows(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<ReportRow>> {
        let mut held = self.inner.db.long_reader().await?;
        let rows = sqlx::query(include_str!("sql/report_rows.sql"))
            .bind(days::number(from))
            .bind(days::number(to))
            .fetch_all(held.conn()?)
            .await?;
        rows.iter().map(report_row).collect()
    }
}

fn report_row(row: &SqliteRow) -> Result<ReportRow> {
    let day = |column: usize| -> Result<Option<NaiveDate>> {
        Ok(row.try_get::<Option<i64>, _>(column)?.and_then(days::date))
    };
    let code = |column: usize| -> Result<Option<Code>> {
        let text: &str = row.try_get(column)?;
        Ok((!text.is_empty()).then(|| Code::from(text)))
    };
    let flags = Flags(u8::try_from(row.try_get::<i64, _>(22)?).unwrap_or(0));
    let (number, provisional): (&str, &str) = (row.try_get(2)?, row.try_get(3)?);
    Ok(ReportRow {
        id: InquiryId(rows::uuid(row, 0)?),
        unit: UnitId(row.try_get(1)?),
        number: if number.is_empty() {
            provisional.to_owned()
        } else {
            number.to_owned()
        },
        provisional: number.is_empty() && !provisional.is_empty(),
        state: row.try_get(4)?,
        received: day(5)?.ok_or_else(|| ReplicaError::corrupt("a day"))?,
        registered: day(6)?,
        due: day(7)?,
        answered: day(8)?,
        ending: row.try_get(9)?,
        dispatched: day(10)?,
        delivery: code(11)?,
        closed: day(12)?,
        extended: u32::try_from(row.try_get::<i64, _>(13)?).unwrap_or(0),
        kind: Code(row.try_get(14)?),
        channel: Code(row.try_get(15)?),
        lang: Lang::from_tag(row.try_get(16)?).unwrap_or_default(),
        topic: code(17)?,
        territory: code(18)?,
        category: code(19)?,
        outcome: code(20)?,
        executor: rows::optional_uuid(row, 21)?.map(StaffId),
        collective: flags.has(Flags::COLLECTIVE),
        repeat: row.try_get(23)?,
        minor: flags.has(Flags::MINOR),
        anonymous: flags.has(Flags::ANONYMOUS),
        restricted: flags.has(Flags::RESTRICTED),
    })
}
