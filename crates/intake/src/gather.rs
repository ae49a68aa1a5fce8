//! Collects checked rows, problems and the count, and knows a submission that stands twice.

use std::collections::HashMap;

use crate::check::{RawRow, check};
use crate::problem::{ProblemCode, RowProblem, Warning, WarningCode, excerpt};
use crate::submission::Submission;
use crate::{DetectedFormat, FileError, Import, MAX_ROWS};

#[derive(Default)]
pub(crate) struct Gather {
    rows: Vec<Submission>,
    problems: Vec<RowProblem>,
    total: usize,
    /// Key of a submission to the key of its content.
    seen: HashMap<String, String>,
    /// Place of the element that is being read, where the file is a list.
    pub(crate) element: Option<u64>,
}

impl Gather {
    /// Checks a row and keeps it or its problems. Says whether it was taken.
    pub(crate) fn row(&mut self, raw: RawRow) -> Result<bool, FileError> {
        self.count()?;
        let line = raw.line;
        match check(raw) {
            Ok(submission) => Ok(self.keep(submission)),
            Err(violations) => {
                let element = self.element;
                self.problems
                    .extend(violations.into_iter().map(|v| RowProblem {
                        element,
                        ..crate::web::row_problem(line, v)
                    }));
                Ok(false)
            }
        }
    }

    /// Reports a row that could not even be cut into cells.
    pub(crate) fn problem(
        &mut self,
        line: u64,
        column: Option<String>,
        code: ProblemCode,
        value: &str,
    ) -> Result<(), FileError> {
        self.count()?;
        self.problems.push(RowProblem {
            line,
            element: self.element,
            column,
            code,
            excerpt: excerpt(value),
        });
        Ok(())
    }

    /// Says of the last row taken that its text seems to go on in the line after it.
    pub(crate) fn doubt_last(&mut self, code: WarningCode) {
        if let Some(last) = self.rows.last_mut()
            && !last.warnings.iter().any(|w| w.code == code)
        {
            last.warnings.push(Warning { code, column: None });
        }
    }

    pub(crate) fn finish(self, format: DetectedFormat) -> Import {
        Import {
            rows: self.rows,
            problems: self.problems,
            format,
            total: self.total,
        }
    }

    /// Whether the last thing read was a piece of text that is not JSON.
    pub(crate) fn last_is_broken(&self) -> bool {
        let broken = self
            .problems
            .last()
            .filter(|p| p.code == ProblemCode::JsonSyntax);
        broken.is_some_and(|p| p.element == self.element)
    }

    fn count(&mut self) -> Result<(), FileError> {
        self.total += 1;
        if self.total > MAX_ROWS {
            return Err(FileError::TooManyRows { limit: MAX_ROWS });
        }
        Ok(())
    }

    fn keep(&mut self, mut submission: Submission) -> bool {
        submission.element = self.element;
        let (key, content) = (submission.key(), submission.content_key());
        match self.seen.get(&key) {
            Some(earlier) if *earlier != content => {
                self.problems.push(RowProblem {
                    line: submission.line,
                    element: self.element,
                    column: None,
                    code: ProblemCode::SameNumber,
                    excerpt: excerpt(submission.id.as_deref().unwrap_or_default()),
                });
                return false;
            }
            Some(_) => submission.warnings.push(Warning {
                code: WarningCode::Repeated,
                column: None,
            }),
            None => {
                self.seen.insert(key, content);
            }
        }
        self.rows.push(submission);
        true
    }
}
