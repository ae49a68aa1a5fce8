//! Whether what is stored fits together, as far as that can be seen without a device.

use crate::admin::{Admin, AdminError};
use crate::audit::ChainReport;
use crate::backup;
use crate::store::sql::{either, sql};
use crate::store::{StoreError, Tx, Wall, audit, blob, erasure, frames, sums, tenant};
use domain::ids::{InquiryId, TenantId, UnitId};
use protocol::checksum::Sum;
use serde::Serialize;

/// What a check found.
#[derive(Debug, Clone, Serialize)]
pub struct CheckReport {
    /// What SQLite says of its file: `ok`, or what is wrong.
    pub database: String,
    /// Folders with data that a restore replaced: personal data, also of cases that were erased since.
    pub replaced: Vec<String>,
    /// Each body.
    pub tenants: Vec<TenantCheck>,
}

/// What a check found in one body.
#[derive(Debug, Clone, Serialize)]
pub struct TenantCheck {
    /// The body.
    pub tenant: TenantId,
    /// Last sequence of the log.
    pub head: u64,
    /// First sequence that is missing in the log.
    pub log_gap: Option<u64>,
    /// The audit chain.
    pub audit: ChainReport,
    /// Registration numbers that are missing or given twice, as `journal/year/serial`.
    pub numbers: Vec<String>,
    /// Departments, or buckets of their restricted cases, whose stored sum is not that of their rows.
    pub sums: Vec<UnitId>,
    /// Files whose bytes are missing or not those of their hash.
    pub files: Vec<String>,
    /// Cases that are here though it was ordered that they be erased.
    pub unerased: Vec<InquiryId>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.database == "ok"
            && self.tenants.iter().all(|t| {
                t.log_gap.is_none()
                    && t.audit.broken_at.is_none()
                    && t.numbers.is_empty()
                    && t.sums.is_empty()
                    && t.files.is_empty()
                    && t.unerased.is_empty()
            })
    }
}

impl Admin {
    /// Checks everything that can be checked without a device: the file, the log, the numbers, the chain, the sums
    /// and the files' bytes.
    ///
    /// # Errors
    /// The database.
    pub async fn check(&self) -> Result<CheckReport, AdminError> {
        let mut tx = self.app.store.snapshot(Wall::Open).await?;
        // PostgreSQL looks after its own files; that it answers is all that can be asked from here.
        let lines: Vec<String> = either(&tx, "pragma integrity_check", "select 'ok'")
            .scalars(&mut tx)
            .await?;
        let mut report = CheckReport {
            database: lines.join("; "),
            replaced: backup::swap::replaced(&self.app.data_dir),
            tenants: Vec::new(),
        };
        for id in tenant::all(&mut tx).await? {
            report.tenants.push(self.check_tenant(&mut tx, id).await?);
        }
        Ok(report)
    }

    async fn check_tenant(&self, tx: &mut Tx<'_>, id: TenantId) -> Result<TenantCheck, AdminError> {
        let head = tenant::counter(tx, id, "log").await?;
        let mut wrong = Vec::new();
        for unit in sums::buckets(tx, id).await? {
            let parts = frames::part_sums(tx, id, &unit, None).await?;
            let whole = parts.iter().fold(Sum::default(), |a, b| Sum {
                rows: a.rows + b.rows,
                sum: a.sum.wrapping_add(b.sum),
            });
            if whole != sums::get(tx, id, &unit).await? {
                wrong.push(unit);
            }
        }
        let mut files = Vec::new();
        for (sha256, _) in blob::all_stored(tx, id).await? {
            if !self.app.objects.intact(id, &sha256).await? {
                files.push(sha256);
            }
        }
        Ok(TenantCheck {
            tenant: id,
            head,
            log_gap: log_gap(tx, id, head).await?,
            audit: audit::verify(tx, id).await?,
            numbers: wrong_numbers(tx, id).await?,
            sums: wrong,
            files,
            unerased: self.unerased(tx, id).await?,
        })
    }

    async fn unerased(&self, tx: &mut Tx<'_>, id: TenantId) -> Result<Vec<InquiryId>, AdminError> {
        let orders = self.app.objects.orders(id).await?;
        let ids = orders.iter().map(|order| order.inquiry).collect();
        let known = erasure::among(tx, id, &ids).await?;
        let rest = ids.into_iter().filter(|id| !known.contains(id));
        Ok(rest.collect())
    }
}

async fn log_gap(tx: &mut Tx<'_>, tenant: TenantId, head: u64) -> Result<Option<u64>, StoreError> {
    let seqs: Vec<i64> = sql("select seq from log where tenant = ? order by seq")
        .bind(crate::store::blob(tenant.0))
        .scalars(tx)
        .await?;
    let mut expected = 1;
    for seq in seqs {
        if crate::store::unsigned("log", seq)? != expected {
            return Ok(Some(expected));
        }
        expected += 1;
    }
    Ok((expected != head + 1).then_some(expected))
}

async fn wrong_numbers(tx: &mut Tx<'_>, tenant: TenantId) -> Result<Vec<String>, StoreError> {
    let rows = either(
        tx,
        "select coalesce(content ->> '$.number.journal', '') as journal, content ->> '$.number.year' as year, \
         content ->> '$.number.serial' as serial from inquiry \
         where tenant = ? and content ->> '$.number.serial' is not null order by journal, year, serial",
        "select coalesce(content::jsonb #>> '{number,journal}', '') as journal, \
         (content::jsonb #>> '{number,year}')::bigint as year, (content::jsonb #>> '{number,serial}')::bigint as serial \
         from inquiry where tenant = ? and content::jsonb #>> '{number,serial}' is not null \
         order by journal, year, serial",
    )
    .bind(crate::store::blob(tenant.0))
    .fetch_all(tx)
    .await?;
    let mut given: std::collections::BTreeMap<(String, i32), Vec<i64>> =
        tenant::numbers(tx, tenant)
            .await?
            .into_keys()
            .map(|key| (key, Vec::new()))
            .collect();
    for row in rows {
        let year = i32::try_from(row.int("year")?)
            .map_err(|_| crate::store::bad("inquiry", "a year out of range"))?;
        given
            .entry((row.text("journal")?, year))
            .or_default()
            .push(row.int("serial")?);
    }
    let counters = tenant::numbers(tx, tenant).await?;
    for (journal, year, serial) in erasure::numbers(tx, tenant).await? {
        let key = (journal, year);
        // After a restore the counter may not have come to it again yet.
        if counters.get(&key).is_some_and(|last| *last >= serial) {
            let serials = given.entry(key).or_default();
            serials.push(i64::from(serial));
            serials.sort_unstable();
        }
    }
    let mut wrong = Vec::new();
    for ((journal, year), serials) in given {
        let last = counters.get(&(journal.clone(), year)).copied().unwrap_or(0);
        let expected: Vec<i64> = (1..=i64::from(last)).collect();
        if serials != expected {
            let at = serials
                .iter()
                .zip(&expected)
                .find(|(a, b)| a != b)
                .map_or(i64::from(last), |(_, b)| *b);
            wrong.push(format!("{journal}/{year}/{at}"));
        }
    }
    Ok(wrong)
}
