//! Lists of inquiries.

use chrono::NaiveDate;
use domain::Lang;
use domain::deadline::Urgency;
use domain::ids::{Code, InquiryId, StaffId};
use serde::{Deserialize, Serialize};

/// A view of the list.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// On control and due within three working days, overdue, new or returned to me: what to do next.
    Today,
    /// Everything on control.
    #[default]
    Inbox,
    /// Received, not yet registered.
    New,
    /// Executor is me.
    Mine,
    /// Awaits sign-off.
    ToSign,
    /// Returned by the supervisor.
    Returned,
    /// Late.
    Overdue,
    /// Signed, to be dispatched and closed.
    ToDispatch,
    /// Closed, not yet archived.
    Closed,
    /// Archived.
    Archived,
    /// With open conflicts.
    Conflicts,
    /// Everything in the replica.
    All,
}

impl View {
    /// All views in the order of the left pane.
    pub const ALL: [View; 12] = [
        View::Today,
        View::Inbox,
        View::New,
        View::Mine,
        View::ToSign,
        View::Returned,
        View::Overdue,
        View::ToDispatch,
        View::Closed,
        View::Archived,
        View::Conflicts,
        View::All,
    ];

    /// Code in texts.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            View::Today => "today",
            View::Inbox => "inbox",
            View::New => "new",
            View::Mine => "mine",
            View::ToSign => "to_sign",
            View::Returned => "returned",
            View::Overdue => "overdue",
            View::ToDispatch => "to_dispatch",
            View::Closed => "closed",
            View::Archived => "archived",
            View::Conflicts => "conflicts",
            View::All => "all",
        }
    }
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Nearest deadline first; what has none, last.
    #[default]
    Due,
    /// Latest receipt first.
    Received,
    /// Highest number first.
    Number,
    /// Applicant, by the Kyrgyz alphabet.
    Applicant,
    /// Topic code.
    Topic,
}

/// A window of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct List {
    /// View.
    pub view: View,
    /// Search: words, or any part of a number.
    #[serde(default)]
    pub search: String,
    /// Only this topic (or below it).
    #[serde(default)]
    pub topic: Option<Code>,
    /// Only this territory.
    #[serde(default)]
    pub territory: Option<Code>,
    /// Only this executor.
    #[serde(default)]
    pub executor: Option<StaffId>,
    /// Only what stands behind a figure of a report. The view then narrows nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<FigureOf>,
    /// Order.
    #[serde(default)]
    pub sort: Sort,
    /// The other way round.
    #[serde(default)]
    pub reverse: bool,
    /// First row.
    pub offset: u32,
    /// Rows, at most 200.
    pub limit: u32,
}

/// A figure of a report that was made in this session. The inquiries behind it stay in the core: there may be a hundred
/// thousand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureOf {
    /// Token of the report's paper.
    pub report: String,
    /// Place of its section, from 0.
    pub section: u32,
    /// Place of its row, from 0.
    pub row: u32,
}

/// Reply to [`List`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ListView {
    /// Rows that match.
    pub total: u32,
    /// The rows of the window.
    pub rows: Vec<RowView>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// Id.
    pub id: InquiryId,
    /// Number to show; empty for one that is not registered.
    pub number: String,
    /// Whether the number is provisional.
    pub provisional: bool,
    /// Working days left; negative when late.
    pub days_left: Option<i64>,
    /// Last day.
    pub due: Option<NaiveDate>,
    /// Urgency.
    pub urgency: Urgency,
    /// First applicant; empty when anonymous.
    pub applicant: String,
    /// Applicants.
    pub applicants: u32,
    /// Subject.
    pub subject: String,
    /// Topic.
    pub topic: Option<Code>,
    /// Territory.
    pub territory: Option<Code>,
    /// State code.
    pub state: String,
    /// Kind.
    pub kind: Code,
    /// Language.
    pub lang: Lang,
    /// Executor.
    pub executor: Option<StaffId>,
    /// Day of receipt.
    pub received: NaiveDate,
    /// Files.
    pub attachments: u32,
    /// Waits to be sent.
    pub queued: bool,
    /// Has open conflicts.
    pub conflict: bool,
    /// Collective.
    pub collective: bool,
    /// Repeats an earlier one.
    pub repeat: bool,
    /// Under age.
    pub minor: bool,
    /// Restricted.
    pub restricted: bool,
}

/// How many each view has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Counts {}

/// Reply to [`Counts`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct CountsView {
    /// By view.
    pub views: Vec<(View, u32)>,
}
