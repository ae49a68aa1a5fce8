//! What is typed on the register screen, and how it becomes a card: every fault is named at once.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use domain::ids::{Code, InquiryId};
use domain::inquiry::{Applicant, Card};
use domain::{Lang, UnitId};
use protocol::window::files::StagedFile;
use serde::{Deserialize, Serialize};

/// The screen's fields as they stand; also what the draft keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Typed {
    /// Department.
    pub unit: String,
    /// Channel.
    pub channel: String,
    /// Day of receipt.
    pub date: Option<NaiveDate>,
    /// Time of receipt as typed.
    pub time: String,
    /// Kind.
    pub kind: String,
    /// Language.
    pub lang: Lang,
    /// Whether a person chose the language, so that the text no longer decides it.
    pub lang_chosen: bool,
    /// Applicants.
    pub applicants: Vec<TypedApplicant>,
    /// Collective.
    pub collective: bool,
    /// Under age.
    pub minor: bool,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// Topic.
    pub topic: String,
    /// Territory.
    pub territory: String,
    /// Service.
    pub service: String,
    /// Sheets as typed.
    pub sheets: String,
    /// The earlier inquiry that it repeats, with its number.
    pub repeat_of: Option<(InquiryId, String)>,
    /// Staged files.
    pub staged: Vec<StagedFile>,
    /// When the card was begun.
    pub begun: Option<DateTime<FixedOffset>>,
}

/// One applicant as typed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct TypedApplicant {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Address.
    pub address: String,
    /// Social category.
    pub category: String,
}

impl TypedApplicant {
    /// Whether nothing was typed.
    pub fn blank(&self) -> bool {
        [
            &self.name,
            &self.phone,
            &self.email,
            &self.address,
            &self.category,
        ]
        .iter()
        .all(|f| f.trim().is_empty())
    }
}

/// Something that has to be mended before the card can be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The text's key.
    pub key: &'static str,
    /// The field's test name: where the focus goes.
    pub field: String,
    /// The applicant, from 1, where it is about one.
    pub n: usize,
}

impl Fault {
    fn new(key: &'static str, field: &str) -> Self {
        Self {
            key,
            field: field.to_owned(),
            n: 0,
        }
    }
}

impl Typed {
    /// Whether nothing of the inquiry itself was typed: such a card is no draft.
    pub fn blank(&self) -> bool {
        self.applicants.iter().all(TypedApplicant::blank)
            && [
                &self.subject,
                &self.text,
                &self.service,
                &self.topic,
                &self.sheets,
            ]
            .iter()
            .all(|f| f.trim().is_empty())
            && self.staged.is_empty()
            && self.repeat_of.is_none()
    }

    /// The card, or everything that is wrong with it, in the order of the screen.
    pub fn card(&self, now: DateTime<FixedOffset>) -> Result<Card, Vec<Fault>> {
        let mut faults = Vec::new();
        let received_at = self.moment(now, &mut faults);
        if self.unit.is_empty() {
            faults.push(Fault::new("register-missing-unit", "register-unit"));
        }
        let applicants: Vec<Applicant> = self
            .applicants
            .iter()
            .filter(|a| !a.blank())
            .map(applicant)
            .collect();
        for (i, typed) in self.applicants.iter().enumerate() {
            let email = typed.email.trim();
            if !email.is_empty() && !email.contains('@') {
                let field = format!("register-email-{}", i + 1);
                faults.push(Fault {
                    key: "register-bad-email",
                    field,
                    n: i + 1,
                });
            }
        }
        if self.collective && applicants.iter().all(|a| a.name.expose().is_empty()) {
            faults.push(Fault::new("register-collective-unnamed", "register-name-1"));
        }
        if self.subject.trim().is_empty() {
            faults.push(Fault::new("register-missing-subject", "register-subject"));
        }
        if self.text.trim().is_empty() && self.staged.is_empty() {
            faults.push(Fault::new("register-missing-text", "register-text"));
        }
        let sheets = self
            .sheets
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|n| (1..=9_999).contains(n));
        if sheets.is_none() && !self.sheets.trim().is_empty() {
            faults.push(Fault::new("register-bad-sheets", "register-sheets"));
        }
        let Some(received_at) = received_at.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        Ok(Card {
            unit: UnitId(self.unit.clone()),
            received_at,
            channel: Code(self.channel.clone()),
            kind: Code(self.kind.clone()),
            lang: self.lang,
            applicants,
            collective: self.collective,
            subject: self.subject.trim().to_owned(),
            text: self.text.trim().to_owned().into(),
            topic: code(&self.topic),
            territory: code(&self.territory),
            service: Some(self.service.trim().to_owned()).filter(|s| !s.is_empty()),
            sheets,
            repeat_of: self.repeat_of.as_ref().map(|(id, _)| *id),
            minor: self.minor,
            attachments: Vec::new(),
            source: None,
        })
    }

    fn moment(
        &self,
        now: DateTime<FixedOffset>,
        faults: &mut Vec<Fault>,
    ) -> Option<DateTime<FixedOffset>> {
        let Some(date) = self.date else {
            faults.push(Fault::new("register-bad-date", "register-date"));
            return None;
        };
        let Some(time) = time(&self.time) else {
            faults.push(Fault::new("register-bad-time", "register-time"));
            return None;
        };
        let moment = date
            .and_time(time)
            .and_local_timezone(*now.offset())
            .single()?;
        if moment > now {
            faults.push(Fault::new("register-future", "register-date"));
            return None;
        }
        Some(moment)
    }
}

fn applicant(typed: &TypedApplicant) -> Applicant {
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").into();
    Applicant {
        name: clean(&typed.name),
        phone: clean(&typed.phone),
        email: clean(&typed.email),
        address: clean(&typed.address),
        category: code(&typed.category),
    }
}

fn code(text: &str) -> Option<Code> {
    Some(text).filter(|t| !t.is_empty()).map(Code::from)
}

/// A time of day as people type it: `08:42`, `8.42`, `842`, `8`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let parts: Vec<&str> = text
        .split([':', '.', '-', ' '])
        .filter(|p| !p.is_empty())
        .collect();
    let number = |t: &str| t.parse::<u32>().ok();
    let (hours, minutes) = match parts.as_slice() {
        [hours, minutes] => (number(hours)?, number(minutes)?),
        [figures] if figures.len() <= 2 => (number(figures)?, 0),
        [figures] if figures.len() <= 4 => {
            let all = number(figures)?;
            (all / 100, all % 100)
        }
        _ => return None,
    };
    NaiveTime::from_hms_opt(hours, minutes, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-20T10:00:00+06:00").expect("a moment")
    }

    fn typed() -> Typed {
        Typed {
            unit: "reception".into(),
            channel: "post".into(),
            date: Some(now().date_naive()),
            time: "9.15".into(),
            kind: "application".into(),
            applicants: vec![TypedApplicant {
                name: "  Үлгү   Үлгүев ".into(),
                ..Default::default()
            }],
            subject: " Суу ".into(),
            text: "Таза суу жок.".into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_full_card_is_taken_with_its_blanks_cleaned() {
        let card = typed().card(now()).expect("a card");
        assert_eq!(card.applicants[0].name.expose(), "Үлгү Үлгүев");
        assert_eq!(card.subject, "Суу");
        assert_eq!(card.received_at.to_rfc3339(), "2026-11-20T09:15:00+06:00");
        assert_eq!((card.topic, card.sheets), (None, None));
    }

    #[test]
    fn every_fault_is_named_at_once_in_the_order_of_the_screen() {
        let mut card = typed();
        card.time = "25:00".into();
        card.applicants[0].email = "nobody".into();
        card.subject = " ".into();
        card.text = String::new();
        card.sheets = "0".into();
        let faults = card.card(now()).expect_err("faults");
        let keys: Vec<&str> = faults.iter().map(|f| f.key).collect();
        assert_eq!(
            keys,
            [
                "register-bad-time",
                "register-bad-email",
                "register-missing-subject",
                "register-missing-text",
                "register-bad-sheets"
            ]
        );
        assert_eq!(faults[1].field, "register-email-1");
    }

    #[test]
    fn a_letter_without_text_needs_its_scan_and_nothing_comes_from_the_future() {
        let mut card = typed();
        card.text = String::new();
        card.staged = vec![StagedFile {
            id: "s1".into(),
            name: "scan.pdf".into(),
            media_type: "application/pdf".into(),
            size: 1,
            warnings: Vec::new(),
            refused: None,
        }];
        assert!(card.card(now()).is_ok());
        card.time = "10:01".into();
        assert_eq!(
            card.card(now()).expect_err("a fault")[0].key,
            "register-future"
        );
    }

    #[test]
    fn nobody_named_is_anonymous_but_not_collective() {
        let mut card = typed();
        card.applicants = vec![
            TypedApplicant::default(),
            TypedApplicant {
                phone: "0555 000 000".into(),
                ..Default::default()
            },
        ];
        assert_eq!(card.card(now()).expect("anonymous").applicants.len(), 1);
        card.collective = true;
        assert_eq!(
            card.card(now()).expect_err("a fault")[0].key,
            "register-collective-unnamed"
        );
    }

    #[test]
    fn times_as_people_type_them() {
        let check = |text: &str, expect: Option<(u32, u32)>| {
            assert_eq!(
                time(text),
                expect.and_then(|(h, m)| NaiveTime::from_hms_opt(h, m, 0)),
                "{text}"
            );
        };
        check("08:42", Some((8, 42)));
        check("8.42", Some((8, 42)));
        check("842", Some((8, 42)));
        check("8", Some((8, 0)));
        check("24:00", None);
        check("", None);
        check("утром", None);
    }

    #[test]
    fn only_what_belongs_to_the_inquiry_makes_a_draft() {
        let mut card = Typed {
            channel: "post".into(),
            date: Some(now().date_naive()),
            ..Default::default()
        };
        assert!(card.blank());
        card.text = "a".into();
        assert!(!card.blank());
    }
}
