//! One inquiry as the report sees it, and the questions that the sections put to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One inquiry. Codes are the profile's (`website`, `complaint`); no personal data of the applicant is here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// The inquiry's id, by which a figure leads to it.
    pub id: String,
    /// Its number as shown, official or provisional.
    pub number: String,
    /// Day of receipt: the day by which an inquiry belongs to a period.
    pub received: NaiveDate,
    /// Day of registration.
    pub registered: Option<NaiveDate>,
    /// Channel: post, website ...
    pub channel: String,
    /// Form: written, electronic, oral.
    pub form: String,
    /// Kind of the law: proposal, application, complaint ...
    pub kind: String,
    /// Topic of the classifier.
    pub topic: Option<String>,
    /// Territory.
    pub territory: Option<String>,
    /// Outcome, once there is one.
    pub outcome: Option<String>,
    /// State of the case.
    pub state: String,
    /// Last day of the deadline, extensions included.
    pub due: Option<NaiveDate>,
    /// Day on which the applicant was answered.
    pub answered: Option<NaiveDate>,
    /// Day on which the case was removed from control.
    pub closed: Option<NaiveDate>,
    /// A repeat of an earlier inquiry.
    pub repeat: bool,
    /// Of two people or more.
    pub collective: bool,
    /// Social category of the applicant.
    pub category: Option<String>,
    /// Language of the inquiry.
    pub lang: String,
    /// Executor.
    pub executor: Option<String>,
}

impl ReportRow {
    /// How the inquiry stands to its deadline on a day.
    #[must_use]
    pub fn timeliness(&self, on: NaiveDate) -> Timeliness {
        let Some(due) = self.due else {
            return Timeliness::NoDeadline;
        };
        // A case that was forwarded or left without consideration has no answer, but it has an end.
        match self.answered.or(self.closed) {
            Some(done) if done <= due => Timeliness::InTime,
            Some(_) => Timeliness::Late,
            None if on <= due => Timeliness::Pending,
            None => Timeliness::Overdue,
        }
    }
}

/// How an inquiry stands to its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Answered, or ended otherwise, not later than the deadline.
    InTime,
    /// Answered, or ended otherwise, after it.
    Late,
    /// Open, and the deadline has not passed.
    Pending,
    /// Open, and the deadline has passed.
    Overdue,
    /// Not registered yet, so no deadline runs.
    NoDeadline,
}

impl Timeliness {
    /// All, in the order of the paper.
    pub const ALL: [Self; 5] = [
        Self::InTime,
        Self::Late,
        Self::Pending,
        Self::Overdue,
        Self::NoDeadline,
    ];

    /// The code, also the end of the text's key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Pending => "pending",
            Self::Overdue => "overdue",
            Self::NoDeadline => "no_deadline",
        }
    }
}

/// What a section distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Written, electronic, oral.
    Form,
    /// Post, website, reception ...
    Channel,
    /// Proposal, application, complaint ...
    Kind,
    /// Topics.
    Topic,
    /// Territories.
    Territory,
    /// Outcomes, and what is still open.
    Outcome,
    /// Deadlines kept and missed.
    Timeliness,
    /// First or repeat.
    Repeat,
    /// Individual or collective.
    Collective,
    /// Social categories.
    Category,
    /// Languages.
    Lang,
    /// Executors.
    Executor,
}

impl Dimension {
    /// All, in the order of the paper.
    pub const ALL: [Self; 12] = [
        Self::Form,
        Self::Channel,
        Self::Kind,
        Self::Topic,
        Self::Territory,
        Self::Outcome,
        Self::Timeliness,
        Self::Repeat,
        Self::Collective,
        Self::Category,
        Self::Lang,
        Self::Executor,
    ];

    /// The code, also the end of the title's key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Channel => "channel",
            Self::Kind => "kind",
            Self::Topic => "topic",
            Self::Territory => "territory",
            Self::Outcome => "outcome",
            Self::Timeliness => "timeliness",
            Self::Repeat => "repeat",
            Self::Collective => "collective",
            Self::Category => "category",
            Self::Lang => "lang",
            Self::Executor => "executor",
        }
    }

    /// What a row answers, on a day; `None` where nothing is stated.
    #[must_use]
    pub fn of(self, row: &ReportRow, on: NaiveDate) -> Option<&str> {
        match self {
            Self::Form => Some(row.form.as_str()),
            Self::Channel => Some(row.channel.as_str()),
            Self::Kind => Some(row.kind.as_str()),
            Self::Topic => row.topic.as_deref(),
            Self::Territory => row.territory.as_deref(),
            Self::Outcome => row.outcome.as_deref(),
            Self::Timeliness => Some(row.timeliness(on).code()),
            Self::Repeat => Some(if row.repeat { "repeat" } else { "first" }),
            Self::Collective => Some(if row.collective {
                "collective"
            } else {
                "individual"
            }),
            Self::Category => row.category.as_deref(),
            Self::Lang => Some(row.lang.as_str()),
            Self::Executor => row.executor.as_deref(),
        }
        .filter(|code| !code.is_empty())
    }

    /// Codes that stand on the paper even when nothing is counted, apart from those that the caller knows.
    pub(crate) fn fixed(self) -> &'static [&'static str] {
        match self {
            Self::Timeliness => &["in_time", "late", "pending", "overdue"],
            Self::Repeat => &["first", "repeat"],
            Self::Collective => &["individual", "collective"],
            _ => &[],
        }
    }

    /// A long list goes from the most frequent down; a short one keeps the order of the law.
    pub(crate) fn by_count(self) -> bool {
        matches!(
            self,
            Self::Topic | Self::Territory | Self::Executor | Self::Category | Self::Lang
        )
    }
}
