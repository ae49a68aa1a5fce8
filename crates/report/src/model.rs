//! The figures of a period, with the inquiries behind each.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ReportError;
use crate::row::{Dimension, ReportRow};
use crate::spread::section;

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Period {
    /// The same days a year before; 29 February becomes 28 February.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self {
            from: year_before(self.from),
            to: year_before(self.to),
        }
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

fn year_before(day: NaiveDate) -> NaiveDate {
    day.with_year(day.year() - 1)
        .or_else(|| day.pred_opt().and_then(|d| d.with_year(d.year() - 1)))
        .unwrap_or(day)
}

/// Who signs the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    /// Office.
    pub role: String,
    /// Name; may be empty, to be written by hand.
    pub name: String,
}

/// What the figures may lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Unsynced {
    /// Changes made here that the server has not confirmed. They are counted.
    pub queued: u64,
    /// Names of devices that the server has not heard of since the period ended. What they hold is not counted.
    pub devices: Vec<String>,
}

impl Unsynced {
    /// Nothing is missing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.queued == 0 && self.devices.is_empty()
    }
}

/// Everything a report is made of.
#[derive(Debug, Clone)]
pub struct ReportInput {
    /// The period, by day of receipt.
    pub period: Period,
    /// The inquiries received in it.
    pub rows: Vec<ReportRow>,
    /// The inquiries received in the same period a year before, as the register knows them now.
    pub rows_before: Vec<ReportRow>,
    /// Codes that stand on the paper even when nothing is counted, in the order of the profile.
    pub known: BTreeMap<Dimension, Vec<String>>,
    /// As of when the register is read; open cases are late or not on this day.
    pub as_of: DateTime<FixedOffset>,
    /// As of which sequence number of the server's log.
    pub sequence: Option<u64>,
    /// Names of the body, the state language first.
    pub body: Vec<String>,
    /// Name of the legal profile.
    pub profile: String,
    /// Its version.
    pub profile_version: String,
    /// Who made the report.
    pub made_by: String,
    /// Who signs it.
    pub signers: Vec<Signer>,
    /// What may be missing.
    pub unsynced: Unsynced,
}

/// A figure with the same figure a year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// In the period.
    pub count: usize,
    /// In the same period a year before.
    pub before: usize,
    /// `count - before`.
    pub difference: i64,
    /// Share of the period's total in per mille, rounded; `None` where the total is 0.
    pub per_mille: Option<u32>,
}

impl Figure {
    pub(crate) fn new(count: usize, before: usize, total: usize) -> Self {
        let wide = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let per_mille = (total > 0)
            .then(|| u32::try_from((count * 2000 + total) / (total * 2)).unwrap_or(u32::MAX));
        Self {
            count,
            before,
            difference: wide(count) - wide(before),
            per_mille,
        }
    }
}

/// A table of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What it distinguishes.
    pub dimension: Dimension,
    /// Its rows.
    pub rows: Vec<SectionRow>,
    /// Their sum, which is the report's total.
    pub total: Figure,
}

/// A row of a section, with the inquiries behind its figures as indices into the model's rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionRow {
    /// Code; `None` where nothing is stated.
    pub code: Option<String>,
    /// The figures.
    pub figure: Figure,
    /// Indices into [`ReportModel::rows`].
    pub inquiries: Vec<u32>,
    /// Indices into [`ReportModel::rows_before`].
    pub inquiries_before: Vec<u32>,
}

/// A report as data, in no language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportModel {
    /// The period.
    pub period: Period,
    /// The period with which it is compared.
    pub before: Period,
    /// As of when.
    pub as_of: DateTime<FixedOffset>,
    /// As of which sequence number.
    pub sequence: Option<u64>,
    /// Names of the body.
    pub body: Vec<String>,
    /// Legal profile.
    pub profile: String,
    /// Its version.
    pub profile_version: String,
    /// Who made it.
    pub made_by: String,
    /// Who signs it.
    pub signers: Vec<Signer>,
    /// What may be missing.
    pub unsynced: Unsynced,
    /// All inquiries of the period.
    pub total: Figure,
    /// The sections.
    pub sections: Vec<Section>,
    /// The inquiries of the period, by day of receipt and number.
    pub rows: Vec<ReportRow>,
    /// Those of the year before.
    pub rows_before: Vec<ReportRow>,
}

impl ReportModel {
    /// Counts. The order of the given rows makes no difference.
    ///
    /// # Errors
    /// A period that ends before it begins, a row outside its period or given twice, and totals that do not
    /// reconcile.
    pub fn build(input: ReportInput) -> Result<Self, ReportError> {
        let Period { from, to } = input.period;
        if to < from {
            return Err(ReportError::Period { from, to });
        }
        let before = input.period.year_before();
        let rows = checked(input.rows, input.period)?;
        let rows_before = checked(input.rows_before, before)?;
        let on = input.as_of.date_naive();
        let none = Vec::new();
        let sections = Dimension::ALL
            .into_iter()
            .map(|d| {
                section(
                    d,
                    &rows,
                    &rows_before,
                    input.known.get(&d).unwrap_or(&none),
                    on,
                )
            })
            .collect();
        let model = Self {
            period: input.period,
            before,
            as_of: input.as_of,
            sequence: input.sequence,
            body: input.body,
            profile: input.profile,
            profile_version: input.profile_version,
            made_by: input.made_by,
            signers: input.signers,
            unsynced: input.unsynced,
            total: Figure::new(rows.len(), rows_before.len(), rows.len()),
            sections,
            rows,
            rows_before,
        };
        model.reconcile()?;
        Ok(model)
    }

    /// Checks that in every section each inquiry is counted once and the figures say how many there are. True of a
    /// model that was built; a model that was read from a file is checked with it.
    ///
    /// # Errors
    /// [`ReportError::Unreconciled`] with the first section that does not add up.
    pub fn reconcile(&self) -> Result<(), ReportError> {
        for section in &self.sections {
            let now = section
                .rows
                .iter()
                .map(|row| (row.figure.count, row.inquiries.as_slice()));
            reconcile(
                section,
                now,
                self.rows.len(),
                section.total.count,
                self.total.count,
            )?;
            let before = section
                .rows
                .iter()
                .map(|row| (row.figure.before, row.inquiries_before.as_slice()));
            reconcile(
                section,
                before,
                self.rows_before.len(),
                section.total.before,
                self.total.before,
            )?;
        }
        Ok(())
    }

    /// A section.
    #[must_use]
    pub fn section(&self, dimension: Dimension) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.dimension == dimension)
    }

    /// The inquiries behind a row's figure in the period.
    pub fn behind<'m>(&'m self, row: &'m SectionRow) -> impl Iterator<Item = &'m ReportRow> {
        row.inquiries
            .iter()
            .filter_map(|&index| self.rows.get(index as usize))
    }

    /// The inquiries behind a row's figure a year before.
    pub fn behind_before<'m>(&'m self, row: &'m SectionRow) -> impl Iterator<Item = &'m ReportRow> {
        row.inquiries_before
            .iter()
            .filter_map(|&index| self.rows_before.get(index as usize))
    }
}

fn reconcile<'r>(
    section: &Section,
    rows: impl Iterator<Item = (usize, &'r [u32])>,
    present: usize,
    section_total: usize,
    total: usize,
) -> Result<(), ReportError> {
    let mut seen = vec![false; present];
    let (mut counted, mut listed) = (0, 0);
    for (count, inquiries) in rows {
        counted += count;
        for &index in inquiries {
            // An inquiry that is not there, or counted before, is not counted here: the sum then shows it.
            if let Some(seen) = seen.get_mut(index as usize).filter(|seen| !**seen) {
                *seen = true;
                listed += 1;
            }
        }
    }
    for counted in [counted, listed, section_total, total] {
        if counted != present {
            let section = section.dimension.code().to_owned();
            return Err(ReportError::Unreconciled {
                section,
                counted,
                total: present,
            });
        }
    }
    Ok(())
}

/// Rows in their order, each within the period and there once.
fn checked(rows: Vec<ReportRow>, period: Period) -> Result<Vec<ReportRow>, ReportError> {
    if let Some(row) = rows.iter().find(|row| !period.contains(row.received)) {
        return Err(ReportError::OutsidePeriod {
            number: row.number.clone(),
            received: row.received,
        });
    }
    let mut ids = HashSet::with_capacity(rows.len());
    if let Some(row) = rows.iter().find(|row| !ids.insert(row.id.as_str())) {
        return Err(ReportError::Twice {
            number: row.number.clone(),
        });
    }
    drop(ids);
    // The rows are wide: their order is found first, then each is moved once.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let key = |index: &usize| {
        rows.get(*index)
            .map(|row| (row.received, row.number.as_str(), row.id.as_str()))
    };
    order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    let mut rows: Vec<Option<ReportRow>> = rows.into_iter().map(Some).collect();
    Ok(order
        .into_iter()
        .filter_map(|index| rows.get_mut(index)?.take())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn shares_are_rounded_and_nothing_of_nothing_has_none() {
        let check =
            |count, total, expect| assert_eq!(Figure::new(count, 0, total).per_mille, expect);
        check(0, 0, None);
        check(0, 7, Some(0));
        check(1, 3, Some(333));
        check(2, 3, Some(667));
        check(1, 2000, Some(1));
        check(500, 3679, Some(136));
        check(7, 7, Some(1000));
    }

    #[test]
    fn a_year_before_a_leap_day_is_the_28th() {
        let period = Period {
            from: day("2024-01-01"),
            to: day("2024-02-29"),
        };
        assert_eq!(
            period.year_before(),
            Period {
                from: day("2023-01-01"),
                to: day("2023-02-28")
            }
        );
        let leap = Period {
            from: day("2025-02-01"),
            to: day("2025-02-28"),
        };
        assert_eq!(leap.year_before().to, day("2024-02-28"));
    }
}
