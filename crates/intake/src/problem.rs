//! Why a file, a row or a cell could not be taken as it stands.
//!
//! Three grades, never mixed: a [`FileError`] means that nothing was read; a [`RowProblem`] that
//! one row was left out; a [`Warning`] that a row was taken and a person should look at it.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

/// Nothing could be read from the file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FileError {
    /// Larger than [`crate::MAX_FILE_BYTES`].
    #[error("file of {bytes} bytes, at most {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size that is read.
        limit: usize,
    },
    /// No byte, or blanks only.
    #[error("empty file")]
    Empty,
    /// A workbook (XLSX, XLS, ODS): to be saved as CSV first.
    #[error("a workbook, not a text table")]
    Workbook,
    /// A web page saved under the name of a table.
    #[error("a web page, not a text table")]
    WebPage,
    /// No text: an image, a PDF, an archive, an encrypted file.
    #[error("not a text file")]
    NotText,
    /// No line of column names with a column for the content was found in the first lines.
    #[error("no column for the content among: {found}")]
    NoContentColumn {
        /// The first line's cells, shortened.
        found: String,
    },
    /// More rows than [`crate::MAX_ROWS`].
    #[error("more than {limit} rows")]
    TooManyRows {
        /// The most rows that are read.
        limit: usize,
    },
    /// JSON, but neither an array of submissions nor an object that holds one.
    #[error("JSON of another shape")]
    JsonShape,
    /// Begins like JSON, and nothing in it can be read as such.
    #[error("not JSON, first on line {line}")]
    JsonSyntax {
        /// The first line that cannot be read.
        line: u64,
    },
}

impl FileError {
    /// The code under which the text catalogue knows it: `intake-file-<code>`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::Empty => "empty",
            Self::Workbook => "workbook",
            Self::WebPage => "web-page",
            Self::NotText => "not-text",
            Self::NoContentColumn { .. } => "no-content-column",
            Self::TooManyRows { .. } => "too-many-rows",
            Self::JsonShape => "json-shape",
            Self::JsonSyntax { .. } => "json-syntax",
        }
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(into = "&'static str")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every code, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as text: stable, in lower case with hyphens.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }

        impl From<$name> for &'static str {
            fn from(code: $name) -> Self {
                code.code()
            }
        }
    };
}

codes! {
    /// Why a row was left out.
    ProblemCode {
        /// The content is missing or blank.
        ContentMissing = "content-missing",
        /// A cell is larger than [`crate::MAX_CELL_BYTES`].
        CellTooLong = "cell-too-long",
        /// A value of one line is longer than [`domain::clean::LONGEST_LINE`].
        LineTooLong = "line-too-long",
        /// More filled cells than columns: most often a separator inside a text without quotes.
        TooManyCells = "too-many-cells",
        /// A quotation mark that opens a cell is never closed.
        UnclosedQuote = "unclosed-quote",
        /// Quotation marks inside a text were not doubled, and the row runs over several lines.
        BrokenQuotes = "broken-quotes",
        /// The column names once more: files that were put one behind another.
        HeaderAgain = "header-again",
        /// The same submission number as an earlier row of the file, with another content.
        SameNumber = "same-number",
        /// The submission's number is in the register already, with another text. Only who has the register can say it.
        KnownDiffers = "known-differs",
        /// The file ends before its list does.
        CutShort = "cut-short",
        /// Text that is not JSON where a submission was expected.
        JsonSyntax = "json-syntax",
        /// A JSON value that is not an object where a submission was expected.
        NotASubmission = "not-a-submission",
        /// A JSON value of a shape that the field cannot have (an object as a name).
        WrongShape = "wrong-shape",
    }
}

codes! {
    /// What a person should look at in a row that was taken.
    WarningCode {
        /// No name.
        Anonymous = "anonymous",
        /// Neither telephone nor e-mail.
        NoContact = "no-contact",
        /// Excel turned the number into 9.96555E+11: digits are lost.
        PhoneDamaged = "phone-damaged",
        /// Nine digits without a prefix: read as a Kyrgyz number.
        PhoneGuessed = "phone-guessed",
        /// Not a telephone number, or several: kept as written.
        PhoneUnclear = "phone-unclear",
        /// Not an e-mail address: kept as written.
        EmailUnclear = "email-unclear",
        /// The date cannot be read, or could be read in two ways: left out.
        DateUnclear = "date-unclear",
        /// Another language than Kyrgyz, Russian or English: left out.
        LanguageUnclear = "language-unclear",
        /// Excel turned the submission number into 1.2E+15: left out.
        NumberDamaged = "number-damaged",
        /// Question marks inside words: letters that the file's encoding cannot hold.
        LostLetters = "lost-letters",
        /// Bytes that are no characters in the file's encoding.
        UnreadableBytes = "unreadable-bytes",
        /// Text that was decoded wrongly before it was written.
        Garbled = "garbled",
        /// Fewer cells than columns: the text may have been cut at a line break.
        ShortRow = "short-row",
        /// Quotation marks inside a text that were not doubled: taken as they stand.
        StrayQuote = "stray-quote",
        /// Invisible control or direction characters were taken out.
        ControlCharacters = "control-characters",
        /// The same submission stands in an earlier row of the file.
        Repeated = "repeated",
        /// Two columns stand for one field and say different things: the second is kept below the text.
        SeveralValues = "several-values",
        /// The name of a file sent along ends as programs do.
        FileCanRun = "file-can-run",
    }
}

/// A row that was left out.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The physical line of the file on which the row begins, from 1.
    pub line: u64,
    /// The place among the elements of a JSON list, from 1.
    pub element: Option<u64>,
    /// The column's name as the file has it, where one column is to blame.
    pub column: Option<String>,
    /// Why.
    pub code: ProblemCode,
    /// The beginning of what was found, on one line, at most [`EXCERPT_CHARS`] characters.
    pub excerpt: String,
}

/// A remark on a row that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What to look at.
    pub code: WarningCode,
    /// The column's name as the file has it, where one column is meant.
    pub column: Option<String>,
}

/// How much of a value a problem quotes.
pub const EXCERPT_CHARS: usize = 60;

// What citizens wrote does not belong into logs: the excerpt is personal data.
impl fmt::Debug for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowProblem")
            .field("line", &self.line)
            .field("column", &self.column)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// The beginning of `text` on one line.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if count > 0 {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count >= EXCERPT_CHARS {
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_short_line() {
        assert_eq!(excerpt("  Суу\r\n\tжок \u{0} "), "Суу жок");
        let long = excerpt(&"ө".repeat(500));
        assert_eq!(long.chars().count(), EXCERPT_CHARS + 1);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn every_code_has_its_sentence_in_three_languages() {
        let catalogues = [
            ("ky", include_str!("../../text/ftl/ky/intake.ftl")),
            ("ru", include_str!("../../text/ftl/ru/intake.ftl")),
            ("en", include_str!("../../text/ftl/en/intake.ftl")),
        ];
        let files = [
            FileError::TooLarge { bytes: 0, limit: 0 },
            FileError::Empty,
            FileError::Workbook,
            FileError::WebPage,
            FileError::NotText,
            FileError::NoContentColumn {
                found: String::new(),
            },
            FileError::TooManyRows { limit: 0 },
            FileError::JsonShape,
            FileError::JsonSyntax { line: 0 },
        ];
        let keys: Vec<String> = ProblemCode::ALL
            .iter()
            .map(|c| format!("intake-problem-{} =", c.code()))
            .chain(
                WarningCode::ALL
                    .iter()
                    .map(|c| format!("intake-warning-{} =", c.code())),
            )
            .chain(files.iter().map(|e| format!("intake-file-{} =", e.code())))
            .collect();
        for (language, catalogue) in catalogues {
            for key in &keys {
                assert!(
                    catalogue.lines().any(|l| l.starts_with(key.as_str())),
                    "{language}: {key}"
                );
            }
            let messages = catalogue
                .lines()
                .filter(|l| l.starts_with("intake-problem-") || l.starts_with("intake-warning-"))
                .count();
            assert_eq!(
                messages,
                ProblemCode::ALL.len() + WarningCode::ALL.len(),
                "{language}: a sentence without a code"
            );
        }
    }
}
