//! The law as data. A profile is a file: kinds, channels, topics, clocks, calendar, reasons, templates. Every
//! value carries its source and how sure it is; nothing of it stands in code.

use crate::ids::Code;
use crate::lang::Lang;
use crate::profile_check::{self, Violation};
use crate::refusal::Refusal;
use chrono::{FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// The district profile that ships with the program: a Kyrgyz district state administration.
pub const KG_DISTRICT: &str = include_str!("../profiles/kg-district.json");

/// A text in the three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Label {
    /// Kyrgyz.
    pub ky: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Label {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ky => &self.ky,
            Lang::Ru => &self.ru,
            Lang::En => &self.en,
        }
    }
}

/// How sure a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read in the source itself.
    Verified,
    /// From a secondary source.
    Secondary,
    /// General knowledge; an officer should check it.
    Unverified,
}

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that the calendar counts as worked.
    WorkingDays,
    /// All days; a last day that is not worked moves to the next one that is.
    CalendarDays,
}

/// One term of the law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: Unit,
    /// Where it says so.
    pub source: String,
    /// How sure that is.
    pub status: Status,
    /// From which day it is in force.
    pub effective_from: NaiveDate,
}

/// A term through time: at least one rule, by day of effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Rule>", into = "Vec<Rule>")]
pub struct Series {
    first: Rule,
    later: Vec<Rule>,
}

impl Series {
    /// The rule in force on a day: the latest whose day of effect has come, else the first.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> &Rule {
        self.later
            .iter()
            .rev()
            .find(|r| r.effective_from <= date)
            .unwrap_or(&self.first)
    }

    /// All rules in order of effect.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(&self.first).chain(&self.later)
    }
}

impl TryFrom<Vec<Rule>> for Series {
    type Error = &'static str;
    fn try_from(mut rules: Vec<Rule>) -> Result<Self, Self::Error> {
        if rules.is_empty() {
            return Err("a term needs at least one rule");
        }
        rules.sort_by_key(|r| r.effective_from);
        let first = rules.remove(0);
        Ok(Self {
            first,
            later: rules,
        })
    }
}

impl From<Series> for Vec<Rule> {
    fn from(series: Series) -> Self {
        std::iter::once(series.first).chain(series.later).collect()
    }
}

/// A code with its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
}

/// A kind of inquiry and the clock that runs for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindRule {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// Code of the clock.
    pub clock: Code,
    /// Where the kind is defined.
    pub source: String,
    /// How sure that is.
    pub status: Status,
}

/// A channel and the form of what comes through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRule {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// `written`, `electronic` or `oral`.
    pub form: Code,
}

/// A topic of the classifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Code.
    pub code: Code,
    /// Label.
    pub label: Label,
    /// Section that it stands in.
    #[serde(default)]
    pub parent: Option<Code>,
}

/// The terms of one sort of inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Code.
    pub code: Code,
    /// From receipt to entry in the register.
    pub registration: Series,
    /// From registration to the answer.
    pub consideration: Series,
    /// The most that an extension may add.
    pub extension: Series,
    /// From registration to forwarding by competence.
    pub forwarding: Series,
}

/// A day off that is not weekly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// First day.
    pub from: NaiveDate,
    /// Last day; the first if absent.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Name.
    pub name: Label,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

impl Holiday {
    /// Whether a day is part of it.
    #[must_use]
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.to.unwrap_or(self.from)
    }
}

/// A weekly day off that is worked in place of another day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The day that is worked.
    pub worked: NaiveDate,
    /// The day that is free for it.
    pub stands_for: NaiveDate,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

/// Working hours of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Opening.
    pub from: NaiveTime,
    /// Closing: what arrives later counts as received on the next worked day.
    pub to: NaiveTime,
    /// Pause.
    pub lunch_from: NaiveTime,
    /// End of the pause.
    pub lunch_to: NaiveTime,
}

/// The calendar's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// Minutes east of UTC.
    pub utc_offset_minutes: i32,
    /// Weekly days off: 1 Monday to 7 Sunday.
    pub weekend: Vec<u8>,
    /// Hours.
    pub hours: Hours,
    /// Holidays.
    pub holidays: Vec<Holiday>,
    /// Transfers.
    pub transfers: Vec<Transfer>,
    /// Years for which the calendar is complete: `[first, last]`.
    pub complete: [i32; 2],
}

/// A template of an answer: text with `{variables}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Code.
    pub code: Code,
    /// Name in the list.
    pub label: Label,
    /// Outcome that it announces.
    #[serde(default)]
    pub outcome: Option<Code>,
    /// Text in each language.
    pub text: Label,
}

/// A file of the nomenclature that closed cases go into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileIndex {
    /// Index.
    pub index: String,
    /// Title.
    pub title: Label,
    /// How long it is kept, as the list of documents says.
    pub retention: Label,
    /// Source.
    pub source: String,
    /// How sure.
    pub status: Status,
}

/// The body that uses the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Name, as in the head of a letter.
    pub name: Label,
    /// Address.
    pub address: Label,
    /// Telephone; may be empty.
    #[serde(default)]
    pub phone: String,
    /// Office of the person who signs.
    pub head: Label,
}

/// Reasons that a person must choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// For leaving without consideration.
    pub not_considered: Vec<Item>,
    /// For forwarding.
    pub forwarded: Vec<Item>,
    /// For redaction.
    pub redaction: Vec<Item>,
}

/// A legal profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Id, for example `kg-district`.
    pub id: String,
    /// Version of the data.
    pub version: String,
    /// Title.
    pub title: Label,
    /// The body.
    pub body: Body,
    /// Languages in use, the state language first.
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
}

impl Profile {
    /// Reads a profile's file.
    ///
    /// # Errors
    /// Every violation at once; a file that is not a profile at all is one violation.
    pub fn read(json: &str) -> Result<Self, Vec<Violation>> {
        let profile: Profile = serde_json::from_str(json).map_err(|e| {
            vec![Violation {
                place: format!("line {}", e.line()),
                what: e.to_string(),
            }]
        })?;
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
        FixedOffset::east_opt(self.calendar.utc_offset_minutes * 60)
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
