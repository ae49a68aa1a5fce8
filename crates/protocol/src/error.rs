//! The one error that crosses to the window: a code, its parameters, and details for support.

use domain::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An error as the window receives it. The sentence is `error-<code>` in the texts; `details` is technical and
/// holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// Code, kebab-case.
    pub code: String,
    /// Values for the sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// Shown only under "details".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub details: String,
}

impl ApiError {
    /// An error by its code.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            params: BTreeMap::new(),
            details: String::new(),
        }
    }

    /// Adds a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds technical details.
    #[must_use]
    pub fn because(mut self, details: impl ToString) -> Self {
        self.details = details.to_string();
        self
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code)?;
        for (name, value) in &self.params {
            write!(f, " {name}={value}")?;
        }
        if self.details.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.details)
        }
    }
}

impl std::error::Error for ApiError {}

/// A refusal's sentence is `error-refused-<code>`; field names are given as codes of `field-<name>` texts.
impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let error = Self::new(&format!("refused-{}", refusal.code()));
        match refusal {
            Refusal::NotAllowed { act } => error.with("act", act),
            Refusal::WrongState { act, state } => error.with("act", act).with("state", state),
            Refusal::Missing { fields } => error.with("fields", fields.join(",")),
            Refusal::NotInProfile { field, code } => error.with("field", field).with("value", code),
            Refusal::OutOfBounds { field } => error.with("field", field),
            Refusal::TooLong { field, most } => error.with("field", field).with("most", most),
            Refusal::Inconsistent { place } => error.because(place),
            Refusal::Exists
            | Refusal::Unknown
            | Refusal::NotTheLast
            | Refusal::Restricted
            | Refusal::OutOfScope
            | Refusal::Malformed
            | Refusal::Erased => error,
        }
    }
}
