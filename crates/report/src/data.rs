//! The rows as data: JSON for programs, CSV for tables.

use serde::Serialize;
use text::Texts;
use text::format::date_short;

use crate::ReportError;
use crate::labels::Labels;
use crate::model::{Figure, Period, ReportModel};
use crate::row::{Dimension, ReportRow};

/// Version of the JSON's shape.
const SHAPE: u32 = 1;

/// The report as JSON: figures of every section, then the rows of both periods with their timeliness. The inquiries
/// behind a figure are the rows that answer with its code; they are not listed twice.
///
/// # Errors
/// [`ReportError::Data`], which a model of these types never gives.
pub fn json(model: &ReportModel) -> Result<Vec<u8>, ReportError> {
    let on = model.as_of.date_naive();
    let data = Data {
        shape: SHAPE,
        body: &model.body,
        period: model.period,
        before: model.before,
        as_of: model.as_of.to_rfc3339(),
        sequence: model.sequence,
        profile: &model.profile,
        profile_version: &model.profile_version,
        made_by: &model.made_by,
        total: model.total,
        sections: model
            .sections
            .iter()
            .map(|section| DataSection {
                by: section.dimension.code(),
                rows: section
                    .rows
                    .iter()
                    .map(|row| DataFigure {
                        code: row.code.as_deref(),
                        figure: row.figure,
                    })
                    .collect(),
            })
            .collect(),
        rows: model.rows.iter().map(|row| DataRow::of(row, on)).collect(),
        rows_before: model
            .rows_before
            .iter()
            .map(|row| DataRow::of(row, on))
            .collect(),
    };
    let mut bytes =
        serde_json::to_vec(&data).map_err(|error| ReportError::Data(Box::new(error)))?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[derive(Serialize)]
struct Data<'m> {
    shape: u32,
    body: &'m [String],
    period: Period,
    before: Period,
    as_of: String,
    sequence: Option<u64>,
    profile: &'m str,
    profile_version: &'m str,
    made_by: &'m str,
    total: Figure,
    sections: Vec<DataSection<'m>>,
    rows: Vec<DataRow<'m>>,
    rows_before: Vec<DataRow<'m>>,
}

#[derive(Serialize)]
struct DataSection<'m> {
    by: &'static str,
    rows: Vec<DataFigure<'m>>,
}

#[derive(Serialize)]
struct DataFigure<'m> {
    code: Option<&'m str>,
    #[serde(flatten)]
    figure: Figure,
}

#[derive(Serialize)]
struct DataRow<'m> {
    #[serde(flatten)]
    row: &'m ReportRow,
    timeliness: &'static str,
}

impl<'m> DataRow<'m> {
    fn of(row: &'m ReportRow, on: chrono::NaiveDate) -> Self {
        Self {
            row,
            timeliness: row.timeliness(on).code(),
        }
    }
}

/// The rows of the period as CSV in the language of the texts: UTF-8 with a byte order mark and semicolons, as
/// Excel opens it. A cell that a table program would take for a formula begins with an apostrophe.
///
/// # Errors
/// [`ReportError::Data`], which writing to memory never gives.
pub fn csv(model: &ReportModel, labels: &Labels, texts: &Texts) -> Result<Vec<u8>, ReportError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| ReportError::Data(Box::new(error));
    writer
        .write_record(COLUMNS.map(|key| texts.get(&format!("report-column-{key}"))))
        .map_err(failed)?;
    let on = model.as_of.date_naive();
    for row in &model.rows {
        let name = |d: Dimension| labels.name(texts, d, d.of(row, on));
        let day = |day: Option<chrono::NaiveDate>| {
            day.map_or(String::new(), |day| date_short(texts.lang(), day))
        };
        let cells = [
            row.number.clone(),
            day(Some(row.received)),
            day(row.registered),
            name(Dimension::Form),
            name(Dimension::Channel),
            name(Dimension::Kind),
            row.topic.clone().unwrap_or_default(),
            name(Dimension::Topic),
            name(Dimension::Territory),
            name(Dimension::Outcome),
            name(Dimension::Timeliness),
            day(row.due),
            day(row.answered),
            day(row.closed),
            name(Dimension::Repeat),
            name(Dimension::Collective),
            name(Dimension::Category),
            name(Dimension::Lang),
            name(Dimension::Executor),
        ];
        writer
            .write_record(cells.map(|cell| neutral(&cell)))
            .map_err(failed)?;
    }
    let rows = writer
        .into_inner()
        .map_err(|error| ReportError::Data(error.to_string().into()))?;
    Ok([b"\xef\xbb\xbf".as_slice(), &rows].concat())
}

const COLUMNS: [&str; 19] = [
    "number",
    "received",
    "registered",
    "form",
    "channel",
    "kind",
    "topic_code",
    "topic",
    "territory",
    "outcome",
    "timeliness",
    "due",
    "answered",
    "closed",
    "repeat",
    "collective",
    "category",
    "lang",
    "executor",
];

/// A cell that no table program takes for a formula.
fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn formulas_are_made_harmless() {
        for cell in ["=1+1", "+7", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        for cell in ["", "суу = жол", "1-2", "№ 5"] {
            assert_eq!(neutral(cell), cell);
        }
    }
}
