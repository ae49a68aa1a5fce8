//! Delimiter-separated text, cut into records with the physical line of each.
//!
//! Written by hand because a reader of hostile tables needs what general CSV readers hide: the line
//! on which a record begins, quotation marks that were never closed, and a way to go on after them.

use crate::MAX_CELL_BYTES;

/// One record, or what stands where one should.
pub(crate) enum Record {
    Cells(Cells),
    /// A cell opened by a quotation mark runs to the end of the file.
    Unclosed {
        line: u64,
        start: String,
    },
    /// A cell is larger than the limit; the record was skipped.
    TooLong {
        line: u64,
        cell: usize,
    },
}

pub(crate) struct Cells {
    /// Physical line on which the record begins, from 1.
    pub line: u64,
    /// Physical lines that it takes up.
    pub height: u64,
    pub cells: Vec<String>,
    /// A quotation mark stood where none may stand.
    pub stray_quote: bool,
    /// Such a mark stood where a cell of another row may begin.
    pub swallowed_quote: bool,
}

/// How many bytes may be read a second time by going back to the line after a broken record; a
/// file that is wrong more often is read forwards only, so that no file takes for ever.
const READ_AGAIN: usize = 32 * 1024 * 1024;

pub(crate) struct Records<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    delimiter: char,
    read_again: usize,
    /// Where the current record's second physical line begins, if it has one.
    second_line: Option<(usize, u64)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Bare,
    Quoted,
    Closed,
}

impl<'t> Records<'t> {
    /// `text` with `\n` as its only line end, whose first line is numbered `line`.
    pub(crate) fn new(text: &'t str, delimiter: char, line: u64) -> Self {
        Self {
            text,
            at: 0,
            line,
            delimiter,
            read_again: READ_AGAIN,
            second_line: None,
        }
    }

    pub(crate) fn delimiter(&self) -> char {
        self.delimiter
    }

    /// Goes back to the line after the one on which the last record began. `false` where it had
    /// one line only, or where that was done too often.
    pub(crate) fn return_to_second_line(&mut self) -> bool {
        let Some((at, line)) = self.second_line else {
            return false;
        };
        let cost = self.at.saturating_sub(at);
        if cost > self.read_again {
            return false;
        }
        self.read_again -= cost;
        (self.at, self.line) = (at, line);
        true
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let first_line = self.line;
        self.second_line = None;
        let mut open = Open::default();
        let mut chars = rest.char_indices();
        let mut ended = false;
        for (offset, c) in chars.by_ref() {
            if c == '\n' {
                self.line += 1;
                if self.second_line.is_none() {
                    self.second_line = Some((self.at + offset + 1, self.line));
                }
            }
            if open.take(c, self.delimiter) {
                ended = true;
                break;
            }
        }
        self.at += rest.len() - chars.as_str().len();
        if !ended && open.state == State::Quoted {
            let start = open.cells.first().unwrap_or(&open.cell).clone();
            let _ = self.return_to_second_line();
            return Some(Record::Unclosed {
                line: first_line,
                start,
            });
        }
        open.end_cell();
        if let Some(cell) = open.too_long {
            return Some(Record::TooLong {
                line: first_line,
                cell,
            });
        }
        Some(Record::Cells(Cells {
            line: first_line,
            height: (self.line - first_line).max(1),
            cells: open.cells,
            stray_quote: open.stray_quote,
            swallowed_quote: open.swallowed_quote,
        }))
    }
}

/// A record while it is being read.
struct Open {
    state: State,
    cells: Vec<String>,
    cell: String,
    stray_quote: bool,
    swallowed_quote: bool,
    /// Blanks seen after a closing mark.
    blanks: usize,
    too_long: Option<usize>,
}

impl Default for Open {
    fn default() -> Self {
        Self {
            state: State::Start,
            cells: Vec::new(),
            cell: String::new(),
            stray_quote: false,
            swallowed_quote: false,
            blanks: 0,
            too_long: None,
        }
    }
}

impl Open {
    /// Takes one character; `true` where it ends the record.
    fn take(&mut self, c: char, delimiter: char) -> bool {
        match self.state {
            State::Quoted => {
                if c == '"' {
                    self.state = State::Closed;
                } else {
                    self.push(c);
                }
            }
            State::Closed if c == '"' => {
                self.stray_quote |= self.blanks > 0;
                self.push('"');
                for _ in 0..std::mem::take(&mut self.blanks) {
                    self.push(' ');
                }
                self.state = State::Quoted;
            }
            _ if c == '\n' => return true,
            _ if c == delimiter => self.end_cell(),
            State::Start if c == '"' => {
                // Blanks before an opening quotation mark are decoration, not content.
                self.cell.clear();
                self.state = State::Quoted;
            }
            State::Start if c == ' ' => self.push(c),
            State::Closed if c == ' ' => self.blanks += 1,
            State::Closed => {
                // The mark closed nothing: it belongs to the text, as do the blanks behind it.
                self.stray_quote = true;
                self.swallowed_quote |= self.cell.ends_with(['\n', delimiter]);
                self.state = State::Quoted;
                self.push('"');
                for _ in 0..std::mem::take(&mut self.blanks) {
                    self.push(' ');
                }
                self.push(c);
            }
            State::Start | State::Bare => {
                self.state = State::Bare;
                self.push(c);
            }
        }
        false
    }

    fn push(&mut self, c: char) {
        if self.cell.len() + c.len_utf8() > MAX_CELL_BYTES {
            self.too_long.get_or_insert(self.cells.len());
        } else {
            self.cell.push(c);
        }
    }

    fn end_cell(&mut self) {
        self.cells.push(std::mem::take(&mut self.cell));
        self.blanks = 0;
        self.state = State::Start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(u64, &[&str])]) {
        let found: Vec<(u64, Vec<String>)> = Records::new(text, ';', 1)
            .map(|record| match record {
                Record::Cells(c) => (c.line, c.cells),
                Record::Unclosed { line, .. } => (line, vec!["UNCLOSED".into()]),
                Record::TooLong { line, .. } => (line, vec!["TOO LONG".into()]),
            })
            .collect();
        let expect: Vec<(u64, Vec<String>)> = expect
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(ToString::to_string).collect()))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn lines_are_physical_ones() {
        check(
            "a;b\n\n\"x\ny\";\"q\"\"q\"\nlast;",
            &[
                (1, &["a", "b"]),
                (2, &[""]),
                (3, &["x\ny", "q\"q"]),
                (5, &["last", ""]),
            ],
        );
    }

    #[test]
    fn an_unclosed_quotation_mark_costs_one_row() {
        check(
            "a;\"b\nc;d\ne;f\n",
            &[(1, &["UNCLOSED"]), (2, &["c", "d"]), (3, &["e", "f"])],
        );
    }

    #[test]
    fn stray_marks_stay_in_the_text() {
        check(
            "ТОО \"Суу\";b\n\"he \"said\" so\";b\n  \"padded\" ;b\n",
            &[
                (1, &["ТОО \"Суу\"", "b"]),
                (2, &["he \"said\" so", "b"]),
                (3, &["padded", "b"]),
            ],
        );
    }

    #[test]
    fn a_cell_over_the_limit_costs_one_row() {
        let text = format!("a;{}\nb;c\n", "я".repeat(MAX_CELL_BYTES / 2 + 1));
        check(&text, &[(1, &["TOO LONG"]), (2, &["b", "c"])]);
    }

    #[test]
    fn marks_that_never_close_do_not_take_for_ever() {
        let text = "\"a\"b;c\n".repeat(1000);
        let mut records = Records::new(&text, ';', 1);
        // Enough to go back twice over nearly the whole text; the third time must read to the end.
        records.read_again = text.len() * 2 + 1000;
        let lines: Vec<u64> = records
            .map(|record| match record {
                Record::Unclosed { line, .. } => line,
                _ => 0,
            })
            .collect();
        assert_eq!(lines, [1, 2, 3]);
    }
}
