//! What can go wrong in a use case, and the one mapping to what the window and the command line show.

use domain::Refusal;
use protocol::ApiError;
use std::path::{Path, PathBuf};

/// Result of a use case.
pub type Result<T> = std::result::Result<T, DeskError>;

/// An error of a use case.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The program is locked.
    #[error("locked")]
    Locked,
    /// No such account, or the wrong passphrase.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The lease of the device has run out.
    #[error("the lease ended on {0}")]
    LeaseEnded(String),
    /// No device is enrolled here.
    #[error("no replica here")]
    NotEnrolled,
    /// The domain refuses.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The replica.
    #[error(transparent)]
    Replica(#[from] replica::ReplicaError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] replica::vault::VaultError),
    /// The server or the way to it.
    #[error(transparent)]
    Sync(#[from] sync::SyncError),
    /// A file on a stick.
    #[error(transparent)]
    Stick(sync::StickProblem),
    /// A redaction.
    #[error(transparent)]
    Redaction(#[from] redaction::RedactionError),
    /// A copy did not pass.
    #[error("the copy did not pass verification")]
    NotVerified,
    /// The redaction was stopped by the person.
    #[error("cancelled")]
    Cancelled,
    /// A file of submissions.
    #[error(transparent)]
    Intake(#[from] intake::FileError),
    /// A paper could not be made.
    #[error("paper: {0}")]
    Paper(String),
    /// A token, job or staged file that is not known (any more).
    #[error("no {0}")]
    Gone(&'static str),
    /// The bytes of a file have not come from the server yet.
    #[error("the file is not here yet")]
    NotHere,
    /// No character recognition is installed.
    #[error("no character recognition is installed")]
    NoOcr,
    /// The character recognition failed.
    #[error("character recognition: {0}")]
    OcrFailed(String),
    /// The server does not answer, and this computer is not enrolled.
    #[error("the server cannot be reached: {0}")]
    NotReached(String),
    /// A file of the computer.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("{path}: {source}")]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No such department.
    #[error("no department {value}")]
    UnknownUnit {
        /// What was asked for.
        value: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Data that contradict themselves.
    #[error("inconsistent {place}: {why}")]
    Inconsistent {
        /// Where.
        place: String,
        /// Why.
        why: String,
    },
    /// The operating system has no randomness.
    #[error("randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl DeskError {
    /// Maps an error to an inconsistency in a place.
    pub fn inconsistent<E: std::fmt::Display>(place: &str) -> impl Fn(E) -> DeskError {
        let place = place.to_owned();
        move |e| DeskError::Inconsistent {
            place: place.clone(),
            why: e.to_string(),
        }
    }
}

impl From<DeskError> for ApiError {
    fn from(error: DeskError) -> Self {
        let details = error.to_string();
        match error {
            DeskError::Locked => ApiError::new("locked"),
            DeskError::WrongPassphrase => ApiError::new("wrong-passphrase"),
            DeskError::LeaseEnded(until) => ApiError::new("lease-ended").with("until", until),
            DeskError::NotEnrolled => ApiError::new("not-enrolled"),
            DeskError::NoOcr => ApiError::new("no-ocr"),
            DeskError::OcrFailed(_) => ApiError::new("ocr-failed").because(details),
            DeskError::NotReached(_) => ApiError::new("not-reached-to-enrol").because(details),
            DeskError::Refused(refusal) => refusal.into(),
            DeskError::Replica(replica::ReplicaError::Refused(refusal)) => refusal.into(),
            DeskError::Replica(e) => ApiError::new(e.code()).because(details),
            DeskError::Vault(e) => {
                let full = matches!(&e, replica::vault::VaultError::Io(io) if is_full(io));
                ApiError::new(if full { "disk-full" } else { e.code() }).because(details)
            }
            DeskError::Sync(e) => ApiError::from(&e).because(details),
            DeskError::Stick(e) => stick_error(&e).because(details),
            DeskError::Redaction(e) => {
                ApiError::new(&format!("redaction-error-{}", e.code())).because(details)
            }
            DeskError::NotVerified => ApiError::new("not-verified"),
            DeskError::Cancelled => ApiError::new("cancelled"),
            DeskError::Intake(e) => {
                let error = ApiError::new(&format!("intake-file-{}", e.code())).because(details);
                match e {
                    intake::FileError::NoContentColumn { found } => error.with("value", found),
                    intake::FileError::JsonSyntax { line } => error.with("line", line),
                    _ => error,
                }
            }
            DeskError::Paper(why) => ApiError::new("paper").because(why),
            DeskError::Gone(what) => ApiError::new("gone").with("what", what),
            DeskError::NotHere => ApiError::new("file-not-here"),
            DeskError::File {
                ref path,
                ref source,
            } => file_error(path, source).because(details),
            DeskError::Write {
                ref path,
                ref source,
            } => write_error(path, source).because(details),
            DeskError::UnknownUnit { value, known } => ApiError::new("unknown-unit")
                .with("value", value)
                .with("known", known.join(", ")),
            DeskError::Inconsistent { place, why } => {
                ApiError::new("inconsistent").because(format!("{place}: {why}"))
            }
            DeskError::Randomness(e) => ApiError::new("randomness").because(e),
        }
    }
}

/// What a person is told of a file on a stick.
fn stick_error(problem: &sync::StickProblem) -> ApiError {
    use protocol::stick::StickError as E;
    use sync::StickProblem as P;
    ApiError::new(match problem {
        P::Stick(E::Io(io)) if is_full(io) => "disk-full",
        P::Stick(E::Io(_)) => "stick-io",
        P::Stick(E::Foreign) => "stick-foreign",
        P::Stick(E::Damaged) | P::Store(_) => "stick-damaged",
        P::Begun => "stick-begun",
        P::Old => "stick-old",
        P::Empty => "stick-empty",
    })
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind as K;
    matches!(error.kind(), K::StorageFull | K::QuotaExceeded)
}

fn file_error(path: &Path, source: &std::io::Error) -> ApiError {
    use std::io::ErrorKind as K;
    let code = match source.kind() {
        _ if is_full(source) => "disk-full",
        K::PermissionDenied | K::ReadOnlyFilesystem => "file-no-permission",
        K::NotFound => "file-not-found",
        K::IsADirectory => "file-folder",
        _ => "file",
    };
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    ApiError::new(code).with("name", name)
}

/// The whole path is named: the person chose it, and the folder is most often what is wrong with it.
fn write_error(path: &Path, source: &std::io::Error) -> ApiError {
    use std::io::ErrorKind as K;
    let code = match source.kind() {
        _ if is_full(source) => "disk-full",
        K::PermissionDenied | K::ReadOnlyFilesystem => "write-no-permission",
        K::NotFound | K::NotADirectory => "write-no-folder",
        K::IsADirectory => "write-folder",
        K::InvalidInput => "write-not-a-file",
        _ => "write",
    };
    ApiError::new(code).with("name", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_of_synchronisation_keeps_its_values() {
        let unit = "roads".to_owned();
        let error = ApiError::from(DeskError::Sync(sync::SyncError::StillDiffers { unit }));
        assert_eq!(error.code, "sync-problem-still-differs");
        assert_eq!(error.params["unit"], "roads");
        assert!(!error.details.is_empty());
    }
}
