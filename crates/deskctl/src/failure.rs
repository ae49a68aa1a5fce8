//! How a failure is told, and with which exit code.

use desk::DeskError;
use domain::Lang;
use protocol::ApiError;
use std::process::ExitCode;
use text::Texts;

/// A failure with its exit code.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    error: ApiError,
}

impl Failure {
    /// A failure by its error code.
    pub fn new(code: u8, error: ApiError) -> Self {
        Self { code, error }
    }

    /// Wrong usage that the parser cannot see.
    pub fn usage(error: &str, value: &str) -> Self {
        Self::new(2, ApiError::new(error).with("value", value))
    }

    /// Prints the sentence, and the error as JSON when asked.
    pub fn report(&self, lang: Lang, json: bool) -> ExitCode {
        let sentence = Texts::new(lang).error(&self.error.code, &self.error.params);
        if json {
            let error = serde_json::json!({ "error": self.error, "message": sentence });
            println!("{error}");
        }
        eprintln!("{sentence}");
        if !self.error.details.is_empty() && self.error.details != sentence {
            eprintln!("({})", self.error.details);
        }
        ExitCode::from(self.code)
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let code = match &error {
            DeskError::NotVerified => 3,
            DeskError::Redaction(e) if e.code().starts_with("limits") => 5,
            DeskError::Redaction(_) | DeskError::Intake(_) | DeskError::File { .. } => 4,
            DeskError::Sync(sync::SyncError::Offline(_) | sync::SyncError::Stall) => 6,
            _ => 1,
        };
        Self::new(code, error.into())
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
