//! One inquiry as the register, the case and the archive know it.

use crate::alerts::AlertKind;
use crate::ids::{AttachmentId, Code, CommandId, ConflictId, DeviceId, InquiryId, StaffId, UnitId};
use crate::lang::Lang;
use crate::number::{ProvisionalNumber, RegistrationNumber};
use crate::sensitive::Sensitive;
use crate::state::State;
use crate::undo::UndoPoint;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person or organisation that wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Applicant {
    /// Surname, name, patronymic as given; empty for an anonymous inquiry.
    pub name: Sensitive<String>,
    /// Telephone as given.
    #[serde(default)]
    pub phone: Sensitive<String>,
    /// E-mail as given.
    #[serde(default)]
    pub email: Sensitive<String>,
    /// Postal address as given.
    #[serde(default)]
    pub address: Sensitive<String>,
    /// Social category, a code of the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Code>,
}

/// What a clerk enters when an inquiry comes in: the upper part of the registration-control card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The department whose rows it belongs to.
    pub unit: UnitId,
    /// Moment of receipt, in the body's own time.
    pub received_at: DateTime<FixedOffset>,
    /// Channel, a code of the profile.
    pub channel: Code,
    /// Kind, a code of the profile.
    pub kind: Code,
    /// Language of the inquiry: the answer is due in it.
    pub lang: Lang,
    /// Who wrote; the first is the one who is answered.
    pub applicants: Vec<Applicant>,
    /// Two or more citizens, an organisation for citizens, or a meeting.
    #[serde(default)]
    pub collective: bool,
    /// One line.
    pub subject: String,
    /// The inquiry's own words.
    pub text: Sensitive<String>,
    /// Topic, a code of the classifier.
    #[serde(default)]
    pub topic: Option<Code>,
    /// Place the inquiry is about, a code of the profile's territories.
    #[serde(default)]
    pub territory: Option<Code>,
    /// Service or department chosen on the website.
    #[serde(default)]
    pub service: Option<String>,
    /// Sheets of the letter.
    #[serde(default)]
    pub sheets: Option<u32>,
    /// The earlier inquiry that this one repeats.
    #[serde(default)]
    pub repeat_of: Option<InquiryId>,
    /// Written by somebody under the profile's age, or about whom that is suspected.
    #[serde(default)]
    pub minor: bool,
    /// Files that came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// The website's submission that it came from.
    #[serde(default)]
    pub source: Option<Source>,
}

/// Where an imported inquiry came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Source {
    /// The system, for example `electronic-reception`.
    pub system: String,
    /// Stable key of the submission.
    pub key: String,
    /// What the writer agreed to, where the form asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// What the writer asks about data of their own, where the form offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<DataRequest>,
    /// What the form warned of before it was sent, and the writer sent knowingly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warned_of: Vec<AlertKind>,
}

/// Consent to the processing of personal data, as a form recorded it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Version of the policy that was shown.
    pub policy: String,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// What the law lets people ask about data of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataRequest {
    /// What is held, and what for.
    Know,
    /// To have it corrected.
    Correct,
    /// To have it used no further for a while.
    Restrict,
    /// To have it deleted.
    Erase,
}

impl DataRequest {
    /// All, in the order in which a person is offered them.
    pub const ALL: [Self; 4] = [Self::Know, Self::Correct, Self::Restrict, Self::Erase];

    /// Code in forms, texts and mapping files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Know => "know",
            Self::Correct => "correct",
            Self::Restrict => "restrict",
            Self::Erase => "erase",
        }
    }

    /// The one of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// A stored file's description. Its bytes are elsewhere, encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Id.
    pub id: AttachmentId,
    /// File name as received, shown with bidi controls made visible.
    pub name: Sensitive<String>,
    /// Media type found from the bytes, not from the name.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// What it is to the case.
    pub role: AttachmentRole,
    /// When it was added.
    pub added_at: DateTime<FixedOffset>,
}

/// What a file is to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum AttachmentRole {
    /// Came with the inquiry.
    Received,
    /// Goes with the answer.
    Answer,
    /// A verified redacted copy of another attachment.
    RedactedCopy {
        /// The original.
        of: AttachmentId,
        /// The certificate of redaction, as JSON text.
        certificate: String,
    },
}

/// What a supervisor ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Text of the order.
    pub text: String,
    /// Who ordered.
    pub author: StaffId,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// An answer that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Language of the answer.
    pub lang: Lang,
    /// Template it began from, a code of the profile.
    #[serde(default)]
    pub template: Option<Code>,
    /// Outcome that it announces, a code of the profile.
    pub outcome: Option<Code>,
    /// The letter's text.
    pub body: Sensitive<String>,
}

/// How the answer left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    /// Way of delivery, a code of the profile.
    pub method: Code,
    /// Day.
    pub on: NaiveDate,
    /// Outgoing number or postal receipt.
    pub reference: String,
    /// Who recorded it.
    pub by: StaffId,
}

/// An internal remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Text.
    pub text: Sensitive<String>,
    /// Who wrote.
    pub by: StaffId,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// One line of the case's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The command that caused it.
    pub command: CommandId,
    /// The act's code (see [`crate::act::Act::code`]).
    pub what: String,
    /// Who.
    pub by: StaffId,
    /// From which device; `None` for what entered on the server itself.
    #[serde(default)]
    pub device: Option<DeviceId>,
    /// When, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// State afterwards.
    pub state: String,
    /// A short remark: reason, recipient, field names. Never the citizen's text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Reason code of the profile, for an act that has one (see [`Event::reasons`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
}

impl Event {
    /// The profile's list that its reason is from.
    #[must_use]
    pub fn reasons(&self) -> &'static str {
        match self.what.as_str() {
            "forward" => "forwarded",
            _ => "not_considered",
        }
    }
}

/// A deadline as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Last day.
    pub on: NaiveDate,
    /// Working or calendar days added by extension, with reason.
    #[serde(default)]
    pub extended: Vec<Extension>,
    /// Changes of the day because the law or the calendar changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recounted: Vec<Recount>,
}

/// One change of the day because the law or the calendar changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    /// The day that stood before.
    pub was: NaiveDate,
    /// The day since.
    pub on: NaiveDate,
    /// Profile that it was computed by: id and version.
    pub profile: String,
    /// Why, in the officer's words.
    pub reason: String,
    /// Who ordered it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// One extension of the deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Days added, in the unit of the profile's extension rule.
    pub days: u32,
    /// Reason for the applicant.
    pub reason: String,
    /// Who decided.
    pub by: StaffId,
    /// When.
    pub at: DateTime<FixedOffset>,
}

/// Two acts set the same field; both values are kept until a person decides, and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Id: the losing command's id with the field's place.
    pub id: ConflictId,
    /// The field's name.
    pub field: String,
    /// The command whose value was not taken.
    pub command: CommandId,
    /// Whose it was.
    pub by: StaffId,
    /// When it was made on its device.
    pub at: DateTime<FixedOffset>,
    /// Version the device had seen.
    pub base_version: u64,
    /// What the device had seen in the field, as JSON; `None` where it was empty, or the device did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<serde_json::Value>,
    /// The value that was not taken, as JSON.
    pub mine: serde_json::Value,
    /// The value that stands, as JSON.
    pub theirs: serde_json::Value,
    /// The decision, when there is one.
    #[serde(default)]
    pub settled: Option<Settled>,
}

/// How a conflict ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Who decided.
    pub by: StaffId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Whether the value that had not been taken was taken after all.
    pub took_mine: bool,
}

/// The whole inquiry. Serialises to the canonical content that server and replicas agree on byte for byte:
/// struct order is fixed, maps are ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inquiry {
    /// Id.
    pub id: InquiryId,
    /// The department whose rows it belongs to.
    pub unit: UnitId,
    /// Official number, from the server.
    pub number: Option<RegistrationNumber>,
    /// The device's number while it waits, kept afterwards for whoever wrote it on paper.
    pub provisional: Option<ProvisionalNumber>,
    /// Moment of receipt.
    pub received_at: DateTime<FixedOffset>,
    /// Day of entry in the register: the clock starts here.
    pub registered_on: Option<NaiveDate>,
    /// Channel code.
    pub channel: Code,
    /// Kind code.
    pub kind: Code,
    /// Language.
    pub lang: Lang,
    /// Applicants; the first is answered.
    pub applicants: Vec<Applicant>,
    /// Collective.
    pub collective: bool,
    /// One line.
    pub subject: String,
    /// The inquiry's own words.
    pub text: Sensitive<String>,
    /// Topic code.
    pub topic: Option<Code>,
    /// Territory code.
    pub territory: Option<Code>,
    /// Service chosen on the website.
    pub service: Option<String>,
    /// Sheets.
    pub sheets: Option<u32>,
    /// Earlier inquiry.
    pub repeat_of: Option<InquiryId>,
    /// Under age.
    pub minor: bool,
    /// Only for those named on the case and the supervisor.
    pub restricted: bool,
    /// Source of an import.
    pub source: Option<Source>,
    /// State.
    pub state: State,
    /// Who answers for it.
    pub executor: Option<StaffId>,
    /// Who helps.
    pub co_executors: Vec<StaffId>,
    /// Orders.
    pub resolutions: Vec<Resolution>,
    /// Deadline of consideration, once registered.
    pub due: Option<Due>,
    /// Answer in work.
    pub draft: Option<Draft>,
    /// Outcome, once answered.
    pub outcome: Option<Code>,
    /// How the answer left.
    pub dispatch: Option<Dispatch>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// Timeline.
    pub history: Vec<Event>,
    /// Disagreements.
    pub conflicts: Vec<Conflict>,
    /// What the last act replaced.
    pub undo: Option<UndoPoint>,
    /// For each field, the server's log sequence that last changed it. Only the server writes this.
    pub versions: BTreeMap<String, u64>,
}

impl Inquiry {
    /// Who is named on it: executor and co-executors. With those whose role [`crate::Role::sees_restricted`], they are
    /// the ones who may see it when it is restricted.
    pub fn named(&self) -> impl Iterator<Item = StaffId> + '_ {
        self.executor
            .into_iter()
            .chain(self.co_executors.iter().copied())
    }

    /// A new inquiry from a card, in state `received`, before any act is recorded on it.
    #[must_use]
    pub fn from_card(id: InquiryId, card: Card) -> Self {
        Self {
            id,
            unit: card.unit,
            number: None,
            provisional: None,
            received_at: card.received_at,
            registered_on: None,
            channel: card.channel,
            kind: card.kind,
            lang: card.lang,
            applicants: card.applicants,
            collective: card.collective,
            subject: card.subject,
            text: card.text,
            topic: card.topic,
            territory: card.territory,
            service: card.service,
            sheets: card.sheets,
            repeat_of: card.repeat_of,
            minor: card.minor,
            restricted: false,
            source: card.source,
            state: State::Received,
            executor: None,
            co_executors: Vec::new(),
            resolutions: Vec::new(),
            due: None,
            draft: None,
            outcome: None,
            dispatch: None,
            attachments: card.attachments,
            notes: Vec::new(),
            history: Vec::new(),
            conflicts: Vec::new(),
            undo: None,
            versions: BTreeMap::new(),
        }
    }

    /// The number to show: the official one, else the provisional one, else nothing.
    #[must_use]
    pub fn shown_number(&self) -> Option<String> {
        self.number
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| self.provisional.as_ref().map(ToString::to_string))
    }

    /// A text with the official number where it says the provisional one, once there is an official one: an answer
    /// written offline leaves the house after the number has come.
    #[must_use]
    pub fn with_official_number(&self, text: &str) -> String {
        let (Some(number), Some(provisional)) = (&self.number, &self.provisional) else {
            return text.to_owned();
        };
        let (number, provisional) = (number.to_string(), provisional.to_string());
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(&provisional) {
            said.push_str(before);
            // P-1-29 is not P-1-292.
            let longer = after.starts_with(|c: char| c.is_ascii_digit());
            said.push_str(if longer { &provisional } else { &number });
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// Whether nobody is named: no name and no way to answer.
    #[must_use]
    pub fn anonymous(&self) -> bool {
        self.applicants
            .iter()
            .all(|a| a.name.expose().trim().is_empty())
    }

    /// A file of the case.
    #[must_use]
    pub fn attachment(&self, id: AttachmentId) -> Option<&Attachment> {
        self.attachments.iter().find(|a| a.id == id)
    }

    /// The act by which consideration ended, its code first: signed, forwarded or left without consideration. None while it is on
    /// control, and for an entry that was made by mistake.
    #[must_use]
    pub fn ended_by(&self) -> Option<(&'static str, &Event)> {
        if self.state.on_control() || matches!(self.state, State::Void { .. }) {
            return None;
        }
        self.history.iter().rev().find_map(|e| {
            let act = ["approve", "forward", "not_considered"]
                .into_iter()
                .find(|act| *act == e.what)?;
            Some((act, e))
        })
    }

    /// As [`Inquiry::ended_by`], where it was without an answer: forwarded or left without consideration.
    #[must_use]
    pub fn left_by(&self) -> Option<&Event> {
        self.ended_by()
            .filter(|(act, _)| *act != "approve")
            .map(|(_, event)| event)
    }

    /// Disagreements that wait for a person.
    pub fn open_conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(|c| c.settled.is_none())
    }
}
