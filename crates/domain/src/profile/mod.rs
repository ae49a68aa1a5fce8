//! The law as data. A profile is a file: kinds, channels, topics, clocks, calendar, reasons, letters, retention. Every
//! value carries its source, how sure it is and from which day it holds; nothing of it stands in code. The file is
//! described in `docs/legal-profile.md`.

mod clock;
mod days;
mod label;
mod lists;
mod records;
mod rule;
mod shipped;

use crate::ids::Code;
use crate::lang::Lang;
use crate::profile_check::{self, Violation};
use crate::refusal::Refusal;
use chrono::{FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use clock::{AfterHours, Clock, Counting, DayOne, OnDayOff, PauseRule, Proposed, Term};
pub use days::{CalendarData, Holiday, Hours, ShortDay, Transfer};
pub use label::Label;
pub use lists::{
    ChannelRule, Form, Item, KindRule, Letter, Occasion, Reasons, Template, Topic, TopicForm,
    VARIABLES,
};
pub use records::{
    Body, FileIndex, Limit, Measure, NumberFormats, Portal, PortalStatus, Retention, Starts,
};
pub use rule::{Origin, Rule, Series, Status, Unit};
pub use shipped::{KG_CONSULAR, KG_DISTRICT, KG_VACANCIES, RU_MUNICIPALITY, SHIPPED, shipped};

/// The schema that this program writes and checks. A file of an older one is checked by what held then, so that no
/// office is locked out of its own profile by a newer program.
pub const SCHEMA: u32 = 2;

fn first_schema() -> u32 {
    1
}

/// A legal profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Id, for example `kg-district`.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// Schema of the file; 1 where it does not say.
    #[serde(default = "first_schema")]
    pub schema: u32,
    /// Title.
    pub title: Label,
    /// The body.
    pub body: Body,
    /// Languages in use, the one of originals first.
    pub languages: Vec<Lang>,
    /// Age under which a guardian's consent is needed.
    pub minor_under: u32,
    /// Kinds.
    pub kinds: Vec<KindRule>,
    /// Channels.
    pub channels: Vec<ChannelRule>,
    /// Classifier.
    pub topics: Vec<Topic>,
    /// Territories.
    pub territories: Vec<Item>,
    /// Social categories.
    pub categories: Vec<Item>,
    /// Outcomes.
    pub outcomes: Vec<Item>,
    /// Ways of delivery.
    pub deliveries: Vec<Item>,
    /// Reasons.
    pub reasons: Reasons,
    /// Clocks.
    pub clocks: Vec<Clock>,
    /// Calendar.
    pub calendar: CalendarData,
    /// Templates of answers.
    pub templates: Vec<Template>,
    /// Files of the nomenclature.
    pub files: Vec<FileIndex>,
    /// How days are counted.
    #[serde(default)]
    pub counting: Counting,
    /// The form of the classifier's codes, where one is prescribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic_form: Option<TopicForm>,
    /// Letters beside the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// Papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// Retention schedule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retention: Vec<Retention>,
    /// How numbers are written.
    #[serde(default)]
    pub numbers: NumberFormats,
    /// Figures of the law beside the clocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// Portals that the body reports to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub portals: Vec<Portal>,
    /// Where values are from that do not say it themselves, by the path of their field (see [`ORIGINS`]).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, Origin>,
}

/// Fields whose source, status and day stand in [`Profile::origins`].
pub const ORIGINS: [&str; 22] = [
    "body",
    "calendar.complete",
    "calendar.hours",
    "calendar.utc_offset_minutes",
    "calendar.weekend",
    "categories",
    "channels",
    "counting.after_hours",
    "counting.day_one",
    "counting.on_day_off",
    "deliveries",
    "languages",
    "letters",
    "minor_under",
    "numbers",
    "outcomes",
    "reasons.forwarded",
    "reasons.not_considered",
    "reasons.redaction",
    "templates",
    "territories",
    "topics",
];

impl Profile {
    /// Reads a profile's file.
    ///
    /// # Errors
    /// Every violation at once; a file that is not a profile at all is one violation.
    pub fn read(json: &str) -> Result<Self, Vec<Violation>> {
        let broken = |e: &serde_json::Error| {
            vec![Violation {
                place: format!("line {}", e.line()),
                what: e.to_string(),
            }]
        };
        let profile = match serde_json::from_str::<Profile>(json) {
            Ok(profile) => profile,
            Err(e) => return Err(profile_check::without_rules(json).unwrap_or_else(|| broken(&e))),
        };
        let violations = profile_check::check(&profile);
        if violations.is_empty() {
            Ok(profile)
        } else {
            Err(violations)
        }
    }

    /// The body's offset from UTC.
    #[must_use]
    pub fn offset(&self) -> FixedOffset {
        FixedOffset::east_opt(self.calendar.utc_offset_minutes.saturating_mul(60))
            .unwrap_or(FixedOffset::east_opt(0).expect("zero is an offset"))
    }

    /// The clock of a kind.
    ///
    /// # Errors
    /// [`Refusal::NotInProfile`].
    pub fn clock_of(&self, kind: &Code) -> Result<&Clock, Refusal> {
        let missing = || Refusal::NotInProfile {
            field: "kind".into(),
            code: kind.0.clone(),
        };
        let rule = self
            .kinds
            .iter()
            .find(|k| k.code == *kind)
            .ok_or_else(missing)?;
        self.clocks
            .iter()
            .find(|c| c.code == rule.clock)
            .ok_or_else(missing)
    }

    /// Where a value is from that does not say it itself.
    #[must_use]
    pub fn origin(&self, field: &str) -> Option<&Origin> {
        self.origins.get(field)
    }

    /// The row of a figure that holds on a day: the latest whose day has come, else the first.
    #[must_use]
    pub fn limit(&self, code: &Code, on: NaiveDate) -> Option<&Limit> {
        let rows = || self.limits.iter().filter(|l| l.code == *code);
        rows()
            .filter(|l| l.effective_from <= on)
            .max_by_key(|l| l.effective_from)
            .or_else(|| rows().min_by_key(|l| l.effective_from))
    }

    /// The row of the retention schedule for a file of the nomenclature.
    #[must_use]
    pub fn retention_of(&self, file_index: &str) -> Option<&Retention> {
        let file = self.files.iter().find(|f| f.index == file_index)?;
        let row = file.row.as_ref()?;
        self.retention.iter().find(|r| r.code == *row)
    }

    /// The form of what comes through a channel.
    #[must_use]
    pub fn form_of(&self, channel: &Code) -> Option<&Code> {
        self.channels
            .iter()
            .find(|c| c.code == *channel)
            .map(|c| &c.form)
    }

    /// A label of a code, by list: `kind`, `channel`, `topic`, `territory`, `category`, `outcome`, `delivery`,
    /// `not_considered`, `forwarded`, `redaction`. The code itself when the profile does not know it, so that a
    /// value from an older profile never vanishes from a screen.
    #[must_use]
    pub fn label<'a>(&'a self, list: &str, code: &'a Code, lang: Lang) -> &'a str {
        self.find(list, code)
            .map_or(code.as_str(), |label| label.get(lang))
    }

    /// Whether a list has a code.
    #[must_use]
    pub fn has(&self, list: &str, code: &Code) -> bool {
        self.find(list, code).is_some()
    }

    /// The codes and labels of a list, in the profile's order.
    #[must_use]
    pub fn list(&self, list: &str) -> Vec<(&Code, &Label)> {
        match list {
            "kind" => self.kinds.iter().map(|i| (&i.code, &i.label)).collect(),
            "channel" => self.channels.iter().map(|i| (&i.code, &i.label)).collect(),
            "topic" => self.topics.iter().map(|i| (&i.code, &i.label)).collect(),
            "territory" => pairs(&self.territories),
            "category" => pairs(&self.categories),
            "outcome" => pairs(&self.outcomes),
            "delivery" => pairs(&self.deliveries),
            "not_considered" => pairs(&self.reasons.not_considered),
            "forwarded" => pairs(&self.reasons.forwarded),
            "redaction" => pairs(&self.reasons.redaction),
            _ => Vec::new(),
        }
    }

    fn find(&self, list: &str, code: &Code) -> Option<&Label> {
        self.list(list)
            .into_iter()
            .find(|(c, _)| *c == code)
            .map(|(_, label)| label)
    }
}

fn pairs(items: &[Item]) -> Vec<(&Code, &Label)> {
    items.iter().map(|i| (&i.code, &i.label)).collect()
}
