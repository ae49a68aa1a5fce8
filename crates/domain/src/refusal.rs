//! Why an act is refused. The window and the command line say it in the user's language by its code.

use serde::{Deserialize, Serialize};

/// A refusal: nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refusal {
    /// The role does not allow it.
    #[error("the role does not allow {act}")]
    NotAllowed {
        /// Act code.
        act: String,
    },
    /// The state does not allow it.
    #[error("{act} is not possible in state {state}")]
    WrongState {
        /// Act code.
        act: String,
        /// State code.
        state: String,
    },
    /// The inquiry exists already.
    #[error("the inquiry exists already")]
    Exists,
    /// The inquiry is not known here.
    #[error("the inquiry is not known")]
    Unknown,
    /// Something required is missing; all of it is named.
    #[error("missing: {}", fields.join(", "))]
    Missing {
        /// Field names.
        fields: Vec<String>,
    },
    /// A code is not in the legal profile.
    #[error("the legal profile has no {field} {code:?}")]
    NotInProfile {
        /// Field.
        field: String,
        /// Code.
        code: String,
    },
    /// Something is out of bounds.
    #[error("{field} is out of bounds")]
    OutOfBounds {
        /// Field.
        field: String,
    },
    /// A value is longer than its kind may be.
    #[error("{field} is longer than {most}")]
    TooLong {
        /// Field.
        field: String,
        /// The most: characters, or bytes for a text.
        most: u32,
    },
    /// The act to be taken back is not the last one.
    #[error("something happened after it")]
    NotTheLast,
    /// A restricted case.
    #[error("the case is restricted")]
    Restricted,
    /// The case is not, or no longer, one of the departments that this device works for.
    #[error("the case belongs to a department that this device does not work for")]
    OutOfScope,
    /// The command does not keep to its own form: a fault of the program that wrote it.
    #[error("the command breaks its own form")]
    Malformed,
    /// The data of this case were erased by an officer's order.
    #[error("the case was erased")]
    Erased,
    /// A stored row cannot be read: an inconsistency, with its place.
    #[error("inconsistent data in {place}")]
    Inconsistent {
        /// Where.
        place: String,
    },
}

impl Refusal {
    /// The code under which the texts keep the sentence.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAllowed { .. } => "not-allowed",
            Refusal::WrongState { .. } => "wrong-state",
            Refusal::Exists => "exists",
            Refusal::Unknown => "unknown",
            Refusal::Missing { .. } => "missing",
            Refusal::NotInProfile { .. } => "not-in-profile",
            Refusal::OutOfBounds { .. } => "out-of-bounds",
            Refusal::TooLong { .. } => "too-long",
            Refusal::NotTheLast => "not-the-last",
            Refusal::Restricted => "restricted",
            Refusal::OutOfScope => "out-of-scope",
            Refusal::Malformed => "malformed",
            Refusal::Erased => "erased",
            Refusal::Inconsistent { .. } => "inconsistent",
        }
    }
}
