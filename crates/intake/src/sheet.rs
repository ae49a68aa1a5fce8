//! A table of cells: which character stands between them, which line names the columns, which row
//! is a submission.

use crate::check::{RawRow, is_blank};
use crate::columns::{self, Field};
use crate::delimited::{Cells, Record, Records};
use crate::encoding::Encoding;
use crate::gather::Gather;
use crate::problem::{ProblemCode, WarningCode, excerpt};
use crate::{DetectedFormat, FileError, Import, Kind};

/// Reports are headed by a title or two: the column names are looked for in this many rows.
const HEADER_WITHIN: usize = 20;

pub(crate) fn read(text: &str, encoding: Encoding) -> Result<Import, FileError> {
    let (declared, body, first_line) = separator_line(text);
    let lossy = encoding.loses_kyrgyz();
    let Some((delimiter, header)) = find_header(body, declared, first_line, lossy) else {
        return Err(FileError::NoContentColumn {
            found: first_cells(body),
        });
    };
    let mut sheet = Sheet {
        header,
        lossy,
        gather: Gather::default(),
        cut_possible: false,
    };
    let mut records = Records::new(body, delimiter, first_line);
    for _ in 0..=sheet.header.record {
        records.next();
    }
    while let Some(record) = records.next() {
        sheet.take(record, &mut records)?;
    }
    Ok(sheet.gather.finish(DetectedFormat {
        encoding,
        delimiter: Some(delimiter),
        kind: Kind::Table,
    }))
}

/// Excel's own first line, `sep=;`: the delimiter, the text after it, the number of its first line.
fn separator_line(text: &str) -> (Option<char>, &str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let bare = first.trim_matches(|c| c == '"' || c == ' ').to_lowercase();
    let mut chars = bare.strip_prefix("sep=").unwrap_or_default().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii() && !c.is_ascii_alphanumeric() && c != '"' => {
            (Some(c), rest, 2)
        }
        _ => (None, text, 1),
    }
}

struct Header {
    /// Column names as written, with the field each stands for.
    columns: Vec<(String, Option<Field>)>,
    /// Position among the records of the file.
    record: usize,
    /// Where the content stands.
    content: usize,
}

/// The delimiter and the line of column names under which most columns are known.
fn find_header(
    body: &str,
    declared: Option<char>,
    first_line: u64,
    lossy: bool,
) -> Option<(char, Header)> {
    let candidates: Vec<char> = declared.map_or(vec![',', ';', '\t', '|'], |c| vec![c]);
    let mut best: Option<(usize, char, Header)> = None;
    for delimiter in candidates {
        let records = Records::new(body, delimiter, first_line).take(HEADER_WITHIN);
        for (position, record) in records.enumerate() {
            let Record::Cells(Cells { cells, .. }) = record else {
                continue;
            };
            let Some((known, header)) = as_header(cells, position, lossy) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _, _)| known > *most) {
                best = Some((known, delimiter, header));
            }
        }
    }
    best.map(|(_, delimiter, header)| (delimiter, header))
}

fn as_header(cells: Vec<String>, record: usize, lossy: bool) -> Option<(usize, Header)> {
    let columns: Vec<(String, Option<Field>)> = cells
        .into_iter()
        .map(|cell| {
            let field = columns::field(&cell, lossy);
            (cell.split_whitespace().collect::<Vec<_>>().join(" "), field)
        })
        .collect();
    let content = columns
        .iter()
        .position(|(_, field)| *field == Some(Field::Content))?;
    let known = columns.iter().filter(|(_, field)| field.is_some()).count();
    Some((
        known,
        Header {
            columns,
            record,
            content,
        },
    ))
}

fn first_cells(body: &str) -> String {
    let first = body.lines().find(|line| !is_blank(line));
    excerpt(first.unwrap_or_default())
}

struct Sheet {
    header: Header,
    lossy: bool,
    gather: Gather,
    /// The last row was taken and ends with its content: a line break without quotes would have
    /// cut it there.
    cut_possible: bool,
}

impl Sheet {
    fn take(&mut self, record: Record, records: &mut Records<'_>) -> Result<(), FileError> {
        match record {
            Record::Unclosed { line, start } => {
                self.cut_possible = false;
                self.gather
                    .problem(line, None, ProblemCode::UnclosedQuote, &start)
            }
            Record::TooLong { line, cell } => {
                self.cut_possible = false;
                let column = self.header.columns.get(cell).map(|(name, _)| name.clone());
                self.gather
                    .problem(line, column, ProblemCode::CellTooLong, "")
            }
            Record::Cells(cells) if cells.cells.iter().all(|cell| is_blank(cell)) => Ok(()),
            Record::Cells(cells) => self.take_cells(cells, records),
        }
    }

    fn take_cells(&mut self, row: Cells, records: &mut Records<'_>) -> Result<(), FileError> {
        let width = self.header.columns.len();
        let filled = row
            .cells
            .iter()
            .rposition(|cell| !is_blank(cell))
            .map_or(0, |last| last + 1);
        let first = row.cells.first().map_or("", String::as_str);
        if row.stray_quote && row.height > 1 && self.may_hold_other_rows(&row, records.delimiter())
        {
            self.cut_possible = false;
            records.return_to_second_line();
            return self
                .gather
                .problem(row.line, None, ProblemCode::BrokenQuotes, first);
        }
        if filled > width {
            self.cut_possible = false;
            let surplus = row.cells.get(width).map_or("", String::as_str);
            return self
                .gather
                .problem(row.line, None, ProblemCode::TooManyCells, surplus);
        }
        if self.repeats_header(&row.cells) {
            self.cut_possible = false;
            return self
                .gather
                .problem(row.line, None, ProblemCode::HeaderAgain, first);
        }
        let (cells, ends_with_content) = (row.cells.len(), filled == self.header.content + 1);
        let taken = self.gather.row(self.raw(row))?;
        if !taken && cells <= self.header.content && self.cut_possible {
            self.gather.doubt_last(WarningCode::ShortRow);
        }
        // Several lost lines may follow one cut row: the doubt is said once and then rests.
        self.cut_possible = taken && ends_with_content;
        Ok(())
    }

    /// A row with undoubled quotation marks over several lines may have swallowed rows.
    fn may_hold_other_rows(&self, row: &Cells, delimiter: char) -> bool {
        let width = self.header.columns.len();
        let inner_row = |cell: &String| {
            let lines = cell.split('\n').count();
            cell.split('\n')
                .skip(1)
                .take(lines.saturating_sub(2))
                .any(|line| line.matches(delimiter).count() + 1 >= width.max(2))
        };
        row.cells.len() != width || row.swallowed_quote || row.cells.iter().any(inner_row)
    }

    fn repeats_header(&self, cells: &[String]) -> bool {
        let same = |(cell, (name, _)): (&String, &(String, Option<Field>))| {
            cell.split_whitespace().eq(name.split_whitespace())
        };
        cells.len() == self.header.columns.len() && cells.iter().zip(&self.header.columns).all(same)
    }

    fn raw(&self, row: Cells) -> RawRow {
        let mut raw = RawRow {
            line: row.line,
            lossy: self.lossy,
            ..RawRow::default()
        };
        if row.stray_quote {
            raw.warnings.push(WarningCode::StrayQuote);
        }
        for (value, (name, field)) in row.cells.into_iter().zip(&self.header.columns) {
            match field {
                Some(field) => raw.cells.push((*field, name.clone(), value)),
                None => raw.extra.push((name.clone(), value)),
            }
        }
        // A row that ends before its content still names the column that is missing.
        if !raw
            .cells
            .iter()
            .any(|(field, _, _)| *field == Field::Content)
            && let Some((name, _)) = self.header.columns.get(self.header.content)
        {
            raw.cells
                .push((Field::Content, name.clone(), String::new()));
        }
        raw
    }
}
