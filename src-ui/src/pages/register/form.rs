//! The register screen's fields as signals.

use super::card::{Typed, TypedApplicant};
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::Lang;
use domain::ids::InquiryId;
use leptos::prelude::*;
use protocol::window::files::StagedFile;
use protocol::window::session::SessionView;

/// One applicant's fields.
#[derive(Clone, Copy, PartialEq)]
pub struct ApplicantForm {
    /// Tells applicants apart while they are added and removed.
    pub id: u32,
    /// Name.
    pub name: RwSignal<String>,
    /// Telephone.
    pub phone: RwSignal<String>,
    /// E-mail.
    pub email: RwSignal<String>,
    /// Address.
    pub address: RwSignal<String>,
    /// Category.
    pub category: RwSignal<String>,
}

/// All fields. Copy it freely; the fields live as long as the page.
#[derive(Clone, Copy)]
pub struct Form {
    owner: StoredValue<Owner>,
    next: RwSignal<u32>,
    /// Department.
    pub unit: RwSignal<String>,
    /// Channel.
    pub channel: RwSignal<String>,
    /// Day of receipt.
    pub date: RwSignal<Option<NaiveDate>>,
    /// Time of receipt.
    pub time: RwSignal<String>,
    /// Kind.
    pub kind: RwSignal<String>,
    /// Language, by its tag.
    pub lang: RwSignal<String>,
    /// Whether a person chose the language.
    pub lang_chosen: RwSignal<bool>,
    /// Applicants.
    pub applicants: RwSignal<Vec<ApplicantForm>>,
    /// Collective.
    pub collective: RwSignal<bool>,
    /// Under age.
    pub minor: RwSignal<bool>,
    /// Subject.
    pub subject: RwSignal<String>,
    /// Text.
    pub text: RwSignal<String>,
    /// Topic.
    pub topic: RwSignal<String>,
    /// Territory.
    pub territory: RwSignal<String>,
    /// Service.
    pub service: RwSignal<String>,
    /// Sheets.
    pub sheets: RwSignal<String>,
    /// The earlier inquiry, with its number.
    pub repeat_of: RwSignal<Option<(InquiryId, String)>>,
    /// Staged files.
    pub staged: RwSignal<Vec<StagedFile>>,
    begun: RwSignal<Option<DateTime<FixedOffset>>>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            next: RwSignal::new(0),
            unit: text(),
            channel: text(),
            date: RwSignal::new(None),
            time: text(),
            kind: text(),
            lang: text(),
            lang_chosen: RwSignal::new(false),
            applicants: RwSignal::new(Vec::new()),
            collective: RwSignal::new(false),
            minor: RwSignal::new(false),
            subject: text(),
            text: text(),
            topic: text(),
            territory: text(),
            service: text(),
            sheets: text(),
            repeat_of: RwSignal::new(None),
            staged: RwSignal::new(Vec::new()),
            begun: RwSignal::new(None),
        }
    }

    /// The next card: empty, received now; channel, kind and department as on the card before, since letters come in stacks.
    pub fn begin(self, session: &SessionView, now: DateTime<FixedOffset>) {
        let first = |list: &str, wanted: &str| {
            let items = session.profile.list(list);
            let code = items
                .iter()
                .find(|(c, _)| c.as_str() == wanted)
                .or(items.first());
            code.map(|(c, _)| c.0.clone()).unwrap_or_default()
        };
        let keep = |signal: RwSignal<String>, otherwise: String| {
            Some(signal.get_untracked())
                .filter(|v| !v.is_empty())
                .unwrap_or(otherwise)
        };
        let typed = Typed {
            unit: keep(self.unit, session.staff.unit.0.clone()),
            channel: keep(self.channel, first("channel", "post")),
            date: Some(now.date_naive()),
            time: text::format::time(now),
            kind: keep(self.kind, first("kind", "application")),
            lang: session
                .profile
                .languages
                .first()
                .copied()
                .unwrap_or_default(),
            begun: Some(now),
            ..Typed::default()
        };
        self.show(typed);
    }

    /// Shows what was typed.
    pub fn show(self, typed: Typed) {
        self.unit.set(typed.unit);
        self.channel.set(typed.channel);
        self.date.set(typed.date);
        self.time.set(typed.time);
        self.kind.set(typed.kind);
        self.lang.set(typed.lang.tag().to_owned());
        self.lang_chosen.set(typed.lang_chosen);
        self.collective.set(typed.collective);
        self.minor.set(typed.minor);
        self.subject.set(typed.subject);
        self.text.set(typed.text);
        self.topic.set(typed.topic);
        self.territory.set(typed.territory);
        self.service.set(typed.service);
        self.sheets.set(typed.sheets);
        self.repeat_of.set(typed.repeat_of);
        self.staged.set(typed.staged);
        self.begun.set(typed.begun);
        let mut applicants: Vec<ApplicantForm> = typed
            .applicants
            .into_iter()
            .map(|a| self.fresh(a))
            .collect();
        if applicants.is_empty() {
            applicants.push(self.fresh(TypedApplicant::default()));
        }
        self.applicants.set(applicants);
    }

    /// One applicant more.
    pub fn add_applicant(self) {
        let fresh = self.fresh(TypedApplicant::default());
        self.applicants.update(|a| a.push(fresh));
    }

    /// One applicant fewer; the last one is emptied instead.
    pub fn remove_applicant(self, id: u32) {
        self.applicants.update(|a| a.retain(|a| a.id != id));
        if self.applicants.with_untracked(Vec::is_empty) {
            self.add_applicant();
        }
    }

    fn fresh(self, typed: TypedApplicant) -> ApplicantForm {
        self.next.update(|n| *n += 1);
        let id = self.next.get_untracked();
        // They belong to the page, not to the press of the button that made them.
        self.owner.get_value().with(|| ApplicantForm {
            id,
            name: RwSignal::new(typed.name),
            phone: RwSignal::new(typed.phone),
            email: RwSignal::new(typed.email),
            address: RwSignal::new(typed.address),
            category: RwSignal::new(typed.category),
        })
    }

    /// What is typed. Tracked.
    pub fn typed(self) -> Typed {
        Typed {
            unit: self.unit.get(),
            channel: self.channel.get(),
            date: self.date.get(),
            time: self.time.get(),
            kind: self.kind.get(),
            lang: Lang::from_tag(&self.lang.get()).unwrap_or_default(),
            lang_chosen: self.lang_chosen.get(),
            applicants: self.applicants.with(|all| {
                all.iter()
                    .map(|a| TypedApplicant {
                        name: a.name.get(),
                        phone: a.phone.get(),
                        email: a.email.get(),
                        address: a.address.get(),
                        category: a.category.get(),
                    })
                    .collect()
            }),
            collective: self.collective.get(),
            minor: self.minor.get(),
            subject: self.subject.get(),
            text: self.text.get(),
            topic: self.topic.get(),
            territory: self.territory.get(),
            service: self.service.get(),
            sheets: self.sheets.get(),
            repeat_of: self.repeat_of.get(),
            staged: self.staged.get(),
            begun: self.begun.get(),
        }
    }
}
