//! What a case file is made of: labels and values, already in the language of the paper.

use std::io;

use chrono::{DateTime, FixedOffset};
use domain::Lang;
use paper::Content;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A case as it is put on paper. Order is kept everywhere.
#[derive(Debug)]
pub struct CaseFile {
    /// Registration number; must be that of the closed case.
    pub number: String,
    /// Names of the body, the state language first.
    pub body: Vec<String>,
    /// The moment for which the file is made; also the date inside the PDF.
    pub as_of: DateTime<FixedOffset>,
    /// Who made it.
    pub made_by: String,
    /// Fields of the registration-control card, in groups.
    pub card: Vec<Group>,
    /// The applicants.
    pub applicants: Vec<CaseApplicant>,
    /// The inquiry's text.
    pub text: CaseText,
    /// How the deadline was computed, line by line.
    pub deadline: Vec<String>,
    /// Resolutions.
    pub resolutions: Vec<Resolution>,
    /// The answer; `None` for a case that ended without one (forwarded, not considered).
    pub answer: Option<Answer>,
    /// How the answer left: method, day, reference.
    pub dispatch: Vec<Field>,
    /// What happened, from receipt to closing.
    pub timeline: Vec<Event>,
    /// Certificates of redaction.
    pub certificates: Vec<Certificate>,
    /// The files of the case. Each attachment of the inquiry must be here.
    pub attachments: Vec<CaseAttachment>,
    /// The case's entries of the audit chain.
    pub audit: AuditSlice,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Label.
    pub label: String,
    /// Value.
    pub value: String,
}

impl Field {
    /// A label with its value.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// Fields that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Title; may be empty.
    pub title: String,
    /// Fields.
    pub fields: Vec<Field>,
}

/// An applicant. Personal data: `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Default)]
pub struct CaseApplicant {
    /// Full name; may be empty.
    pub name: String,
    /// Address.
    pub address: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Social category.
    pub category: String,
}

impl std::fmt::Debug for CaseApplicant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CaseApplicant")
    }
}

/// A text and its language. Personal data: `Debug` shows nothing of the text.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CaseText {
    /// Language.
    pub lang: Lang,
    /// Text; line feeds begin paragraphs.
    pub text: String,
}

impl std::fmt::Debug for CaseText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CaseText({})", self.lang.tag())
    }
}

/// A resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Resolution {
    /// When, as shown.
    pub when: String,
    /// Who wrote it.
    pub author: String,
    /// Text.
    pub text: String,
}

/// The signed answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Its text.
    pub text: CaseText,
    /// Outcome, who signed and when, who prepared it.
    pub fields: Vec<Field>,
}

/// An event of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When, as shown.
    pub when: String,
    /// What happened.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// More about it; may be empty.
    pub detail: String,
}

/// A certificate of redaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Title.
    pub title: String,
    /// Fields.
    pub fields: Vec<Field>,
}

/// Entries of the audit chain, and the chain's head when they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct AuditSlice {
    /// Entries of this case.
    pub lines: Vec<AuditLine>,
    /// Hash of the chain's head, hexadecimal.
    pub head: String,
    /// The head's place in the chain.
    pub head_sequence: u64,
}

/// An entry of the audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditLine {
    /// Place in the chain.
    pub sequence: u64,
    /// When, as shown.
    pub when: String,
    /// What.
    pub what: String,
    /// Who.
    pub who: String,
    /// Hash of the entry, hexadecimal.
    pub hash: String,
}

/// A file of the case.
#[derive(Debug)]
pub struct CaseAttachment {
    /// Name as received.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// What it is to the case, in words: received, answer, redacted copy.
    pub role: String,
    /// The bytes, or where to read them.
    pub content: Content,
}

/// The bytes of an attachment are not those that were received.
#[derive(Debug, thiserror::Error)]
#[error("size or hash differs")]
pub(crate) struct NotAsReceived;

impl CaseAttachment {
    /// The bytes when their turn comes, compared with size and hash.
    pub(crate) fn checked(content: Content, size: u64, sha256: String) -> Content {
        Content::Load(Box::new(move || {
            let bytes = match content {
                Content::Bytes(bytes) => bytes,
                Content::Load(load) => load()?,
            };
            let same = u64::try_from(bytes.len()).is_ok_and(|length| length == size)
                && hex::encode(Sha256::digest(&bytes)).eq_ignore_ascii_case(&sha256);
            if same {
                Ok(bytes)
            } else {
                Err(io::Error::other(NotAsReceived))
            }
        }))
    }
}
