//! How a failure is told, and with which exit code.

use desk::DeskError;
use domain::{Lang, Profile};
use protocol::ApiError;
use std::path::Path;
use std::process::ExitCode;
use text::{Texts, arg};

/// Exit code where a result could not be written, or the disk is full.
const NOT_WRITTEN: u8 = 7;
/// What is written to find out whether the disk is full.
const PROBE: usize = 256 * 1024;

/// A failure with its exit code.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    error: ApiError,
    /// The database could not write, and SQLite does not say why.
    perhaps_full: bool,
}

impl Failure {
    /// A failure by its error code. A full disk has one exit code, wherever it was met.
    pub fn new(code: u8, error: ApiError) -> Self {
        let full = ["disk-full", "sync-problem-disk-full"].contains(&error.code.as_str());
        Self {
            code: if full { NOT_WRITTEN } else { code },
            error,
            perhaps_full: false,
        }
    }

    /// The result could not be written to standard output.
    pub fn unwritten(error: std::io::Error) -> Self {
        let path = "stdout".into();
        let source = error;
        Self::from(DeskError::Write { path, source })
    }

    /// Wrong usage that the parser cannot see.
    pub fn usage(error: &str, value: &str) -> Self {
        Self::new(2, ApiError::new(error).with("value", value))
    }

    /// As [`Failure::usage`], with what could have been said instead.
    pub fn unknown(error: &str, value: &str, known: &[&str]) -> Self {
        let error = ApiError::new(error)
            .with("value", value)
            .with("known", known.join(", "));
        Self::new(2, error)
    }

    /// Names the codes that the profile has, where one was given that it has not.
    pub fn listing(mut self, profile: &Profile) -> Self {
        if self.error.code != "refused-not-in-profile" {
            return self;
        }
        let known: Vec<&str> = match self.error.params.get("field").map(String::as_str) {
            Some("template") => profile.templates.iter().map(|t| t.code.as_str()).collect(),
            Some("file_index") => profile.files.iter().map(|f| f.index.as_str()).collect(),
            Some(list) => profile.list(list).iter().map(|(c, _)| c.as_str()).collect(),
            None => Vec::new(),
        };
        self.error = self.error.with("known", known.join(", "));
        self
    }

    /// Looks whether a full disk is the reason, where the database could not say.
    pub fn looked_at(self, data: Option<&Path>) -> Self {
        let Some(data) = data.filter(|_| self.perhaps_full) else {
            return self;
        };
        match desk::settings::prepare(&data.join("probe"), &[0; PROBE]) {
            Err(error) => {
                let found = Self::from(error);
                if found.code == NOT_WRITTEN && found.error.code == "disk-full" {
                    return found;
                }
                self
            }
            Ok(_) => self,
        }
    }

    /// Prints the sentence, and the error as JSON when asked.
    pub fn report(&self, lang: Lang, json: bool) -> ExitCode {
        let texts = Texts::new(lang);
        let sentence = texts.error(&self.error.code, &self.error.params);
        if json {
            let error = serde_json::json!({ "error": self.error, "message": sentence });
            // The sentence follows on the other stream in any case.
            let _ = super::commands::say(&error.to_string());
        }
        eprintln!("{sentence}");
        let known = self.error.params.get("known").filter(|k| !k.is_empty());
        if let Some(known) = known {
            eprintln!(
                "{}",
                texts.with("deskctl-known", &[("known", arg(known.clone()))])
            );
        }
        if !self.error.details.is_empty() && self.error.details != sentence {
            eprintln!("({})", self.error.details);
        }
        ExitCode::from(self.code)
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let code = match &error {
            DeskError::UnknownUnit { .. } => 2,
            DeskError::NotVerified => 3,
            DeskError::Redaction(e) if e.code().starts_with("limits") => 5,
            DeskError::Intake(
                intake::FileError::TooLarge { .. } | intake::FileError::TooManyRows { .. },
            ) => 5,
            DeskError::Redaction(_) | DeskError::Intake(_) | DeskError::File { .. } => 4,
            DeskError::Sync(sync::SyncError::Offline(_) | sync::SyncError::Stall) => 6,
            DeskError::Write { .. } => NOT_WRITTEN,
            _ => 1,
        };
        let perhaps_full = matches!(&error, DeskError::Replica(e) if e.is_failed_write());
        Self {
            perhaps_full,
            ..Self::new(code, error.into())
        }
    }
}

impl From<office::OfficeError> for Failure {
    fn from(error: office::OfficeError) -> Self {
        match error {
            office::OfficeError::Desk(error) => error.into(),
            other => Self::new(1, ApiError::new("demo").because(other)),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::new(4, ApiError::new("json").because(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_has_one_exit_code_wherever_it_is_met() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        let path = std::path::PathBuf::from("a.pdf");
        let met: [DeskError; 4] = [
            DeskError::Vault(full().into()),
            DeskError::File {
                path: path.clone(),
                source: full(),
            },
            DeskError::Write {
                path,
                source: full(),
            },
            DeskError::Replica(full().into()),
        ];
        for error in met {
            let failure = Failure::from(error);
            assert_eq!(failure.error.code, "disk-full");
            assert_eq!(failure.code, NOT_WRITTEN);
        }
        for code in ["disk-full", "sync-problem-disk-full"] {
            assert_eq!(Failure::new(4, ApiError::new(code)).code, NOT_WRITTEN);
        }
    }
}
