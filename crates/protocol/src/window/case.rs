//! One case, with everything that its screen shows.

use chrono::NaiveDate;
use domain::deadline::{Deadline, Urgency};
use domain::ids::{CommandId, InquiryId};
use domain::{Inquiry, Refusal};
use serde::{Deserialize, Serialize};

/// Opens a case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OpenCase {
    /// Which.
    pub id: InquiryId,
}

/// Reply to [`OpenCase`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// The inquiry as the device knows it: the server's row with the outbox replayed on it.
    pub inquiry: Inquiry,
    /// Last day for entry in the register, for one that is only received.
    pub registration_due: Option<Deadline>,
    /// The deadlines, each with every day counted or skipped.
    pub deadlines: Vec<Deadline>,
    /// Working days left.
    pub days_left: Option<i64>,
    /// Urgency.
    pub urgency: Urgency,
    /// Commands of this device about it that wait to be sent.
    pub queued: Vec<CommandId>,
    /// Commands of this device about it that the server refused, with why.
    pub rejected: Vec<RejectedView>,
    /// Act codes that this person may do now in this state.
    pub can: Vec<String>,
    /// What the answer still lacks for sign-off: field names.
    pub missing: Vec<String>,
    /// The earlier inquiry that it repeats, and those which repeat it: number, subject.
    pub related: Vec<RelatedView>,
    /// Pieces of the text that look like card numbers, personal numbers, telephones.
    pub found: Vec<super::work::Alert>,
    /// The day for which `days_left` holds.
    pub today: NaiveDate,
}

/// A command that the server refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RejectedView {
    /// The command.
    pub command: CommandId,
    /// Act code.
    pub act: String,
    /// Why.
    pub refusal: Refusal,
}

/// A related inquiry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelatedView {
    /// Id.
    pub id: InquiryId,
    /// Number to show.
    pub number: String,
    /// Subject.
    pub subject: String,
    /// Whether it came earlier.
    pub earlier: bool,
}
