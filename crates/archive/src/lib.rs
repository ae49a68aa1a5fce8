//! A closed case becomes one archival PDF: the registration-control card first, then the inquiry's text, how its
//! deadline was computed, resolutions, answer, history, attachments with their hashes, and the case's slice of the
//! audit chain. Inside it travel the attachments as received and the case as data.
//!
//! Only a [`ClosedCase`] comes in. What stands on the paper is a [`CaseFile`]: plain labels and values, put into words
//! by the caller, so that this crate knows neither the law nor the database. The file is made before the archiving is
//! recorded and holds nothing of that act: from the same case and the same moment the same bytes can be made again.
//!
//! To add a part: a field of [`CaseFile`], its block in `page`, its title `archive-...` in
//! `crates/text/ftl/*/archive.ftl`.

mod case_file;
mod data;
mod page;

use domain::ClosedCase;
use paper::{Paper, PaperError, Replaced};
use sha2::{Digest, Sha256};
use text::Texts;

pub use case_file::{
    Answer, AuditLine, AuditSlice, CaseApplicant, CaseAttachment, CaseFile, CaseText, Certificate,
    Event, Field, Group, Resolution,
};
pub use paper::Content;

/// A case file.
#[derive(Debug)]
pub struct Archived {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// SHA-256 of the PDF, lower-case hexadecimal; it is recorded in the register.
    pub sha256: String,
    /// How many pages it has.
    pub pages: usize,
    /// Characters for which a box had to be printed. The data inside has them.
    pub replaced: Vec<Replaced>,
}

/// Why there is no case file.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The case file is that of another case.
    #[error("the case file is of {file}, the case is {case}")]
    OtherCase {
        /// Number in the case file.
        file: String,
        /// Number of the case.
        case: String,
    },
    /// An attachment of the case is not in the case file.
    #[error("attachment {name} of the case is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// An attachment is not what was received: its size or hash differs.
    #[error("attachment {name} is not what was received")]
    Altered {
        /// Its name.
        name: String,
    },
    /// An attachment cannot be read.
    #[error("attachment {name} cannot be read")]
    Unreadable {
        /// Its name.
        name: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// The case could not be written as data.
    #[error("the case cannot be written as data")]
    Data(#[from] serde_json::Error),
    /// The paper could not be written.
    #[error(transparent)]
    Paper(PaperError),
}

/// Makes the case file of a closed case. Attachments are read one at a time, each is compared with its hash.
///
/// # Errors
/// See [`ArchiveError`]; no file is made with an attachment missing or altered.
pub fn archive(
    closed: &ClosedCase,
    file: CaseFile,
    texts: &Texts,
) -> Result<Archived, ArchiveError> {
    check(closed, &file)?;
    let data = data::json(closed, &file)?;
    let document = page::document(file, data, texts);
    let Paper {
        bytes,
        pages,
        replaced,
    } = paper::write(document).map_err(failed)?;
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Ok(Archived {
        bytes,
        sha256,
        pages,
        replaced,
    })
}

fn check(closed: &ClosedCase, file: &CaseFile) -> Result<(), ArchiveError> {
    let inquiry = closed.inquiry();
    let case = inquiry
        .number
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    if file.number != case {
        return Err(ArchiveError::OtherCase {
            file: file.number.clone(),
            case,
        });
    }
    let given = |sha256: &str| {
        file.attachments
            .iter()
            .any(|a| a.sha256.eq_ignore_ascii_case(sha256))
    };
    match inquiry
        .attachments
        .iter()
        .find(|attachment| !given(&attachment.sha256))
    {
        Some(attachment) => Err(ArchiveError::Missing {
            name: attachment.name.expose().clone(),
        }),
        None => Ok(()),
    }
}

fn failed(error: PaperError) -> ArchiveError {
    match error {
        PaperError::Attachment { name, source }
            if source
                .get_ref()
                .is_some_and(|e| e.is::<case_file::NotAsReceived>()) =>
        {
            ArchiveError::Altered { name }
        }
        PaperError::Attachment { name, source } => ArchiveError::Unreadable { name, source },
        other => ArchiveError::Paper(other),
    }
}
