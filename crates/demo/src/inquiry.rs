//! One finished inquiry as plain data, and the stream of them.

use chrono::{DateTime, FixedOffset};
use domain::inquiry::{Applicant, Card, Source};
use domain::{Code, Lang, UnitId};

use crate::attachment::{self, AttachmentSpec};
use crate::base::Base;
use crate::letter;
use crate::life::{self, Step};
use crate::people::Person;
use crate::spoil::Typed;
use crate::world::{Options, World};

/// An inquiry of the demonstration year. Everybody and everything in it is made up.
#[derive(Clone, Debug)]
pub struct DemoInquiry {
    /// Place in the year, from 0; later ones are never received earlier.
    pub index: u64,
    /// Moment of receipt.
    pub received_at: DateTime<FixedOffset>,
    /// Channel, a code of the profile.
    pub channel: &'static str,
    /// Kind, a code of the profile.
    pub kind: &'static str,
    /// Language.
    pub lang: Lang,
    /// Who wrote, the one to be answered first; one without a name for an anonymous inquiry.
    pub applicants: Vec<Applicant>,
    /// Several citizens together.
    pub collective: bool,
    /// How many people signed.
    pub signers: u32,
    /// The writer is under age.
    pub minor: bool,
    /// One line.
    pub subject: String,
    /// The letter's own words.
    pub text: String,
    /// How it was typed.
    pub typed: Typed,
    /// The text holds a published test card's number.
    pub card_in_text: bool,
    /// Topic, a code of the profile.
    pub topic: &'static str,
    /// Territory, a code of [`crate::profile`].
    pub territory: &'static str,
    /// Department that works on it, a code of [`crate::UNITS`].
    pub unit: &'static str,
    /// Service chosen on the website.
    pub service: Option<&'static str>,
    /// Sheets of a letter on paper.
    pub sheets: Option<u32>,
    /// Place of the earlier inquiry that this one repeats.
    pub repeat_of: Option<u64>,
    /// The website's own number.
    pub submission: Option<String>,
    /// Files that came with it; rendered when asked for.
    pub attachments: Vec<AttachmentSpec>,
    /// What the office has done by the end of the year, in time order; the first step creates it.
    pub steps: Vec<Step>,
}

impl DemoInquiry {
    /// The registration card, without attachments and without the link to an earlier inquiry:
    /// their ids are the caller's.
    #[must_use]
    pub fn card(&self) -> Card {
        Card {
            unit: UnitId::from(self.unit),
            received_at: self.received_at,
            channel: Code::from(self.channel),
            kind: Code::from(self.kind),
            lang: self.lang,
            applicants: self.applicants.clone(),
            collective: self.collective,
            subject: self.subject.clone(),
            text: self.text.clone().into(),
            topic: Some(Code::from(self.topic)),
            territory: Some(Code::from(self.territory)),
            service: self.service.map(str::to_owned),
            sheets: self.sheets,
            repeat_of: None,
            minor: self.minor,
            attachments: Vec::new(),
            source: self.submission.as_ref().map(|key| Source {
                system: "electronic-reception".into(),
                key: key.clone(),
                ..Source::default()
            }),
        }
    }
}

/// The inquiries of a year, in order of receipt. Each is made when it is asked for.
pub fn inquiries(options: Options) -> impl ExactSizeIterator<Item = DemoInquiry> + Send {
    Inquiries {
        world: World::new(options),
        next: 0,
    }
}

struct Inquiries {
    world: World,
    next: u64,
}

impl Iterator for Inquiries {
    type Item = DemoInquiry;

    fn next(&mut self) -> Option<DemoInquiry> {
        (self.next < self.world.options.count).then(|| {
            let made = make(&self.world, self.next);
            self.next += 1;
            made
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.world.options.count - self.next).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Inquiries {}

pub(crate) fn make(world: &World, index: u64) -> DemoInquiry {
    let base = Base::of(world, index);
    let mut rng = world.rng("letter", index);
    let mut story = world.rng("story", base.repeats.map_or(index, |(earlier, _)| earlier));
    let letter = letter::write(&base, &mut story, &mut rng, world.options.long);
    let mut rng = world.rng("card", index);
    let mut applicants = vec![applicant(&base, &base.person, &mut rng)];
    if base.collective {
        for _ in 0..rng.between(1, 3) {
            let other = Person::adult(
                &mut rng,
                base.lang,
                chrono::Datelike::year(&base.received_at),
            );
            let place = base.place.neighbour(&mut rng);
            applicants.push(Applicant {
                name: other.name(base.lang).into(),
                address: place.address(base.lang).into(),
                ..Applicant::default()
            });
        }
    }
    let attachments = attachment::plan(world, &base, &letter, index);
    DemoInquiry {
        index,
        received_at: base.received_at,
        channel: base.channel,
        kind: base.kind,
        lang: base.lang,
        applicants,
        collective: base.collective,
        signers: letter.signers,
        minor: base.matter.code == "minor",
        service: (base.channel == "website").then(|| service(base.matter.unit, base.lang)),
        sheets: base.on_paper().then(|| 1 + rng.below(4)),
        repeat_of: base.repeats.map(|(earlier, _)| earlier),
        submission: (base.channel == "website").then(|| format!("ER-{:08}", 20_000_000 + index)),
        steps: life::steps(world, &base, letter.case, index),
        subject: letter.subject,
        text: letter.text,
        typed: letter.typed,
        card_in_text: letter.card,
        topic: base.matter.topic,
        territory: base.place.territory(),
        unit: base.matter.unit,
        attachments,
    }
}

fn applicant(base: &Base, person: &Person, rng: &mut crate::seeded::Seeded) -> Applicant {
    if base.anonymous {
        return Applicant::default();
    }
    let category = base
        .matter
        .categories
        .iter()
        .find(|(_, share)| rng.below(100) < *share)
        .map(|(code, _)| Code::from(*code));
    let style = rng.below(4);
    let phone = if base.electronic() || rng.chance(620) {
        person.phone(style)
    } else {
        String::new()
    };
    let email = if base.electronic() && rng.chance(800) {
        person.email()
    } else {
        String::new()
    };
    let address = if base.electronic() && rng.chance(350) {
        String::new()
    } else {
        base.place.address(base.lang)
    };
    Applicant {
        name: person.name(base.lang).into(),
        phone: phone.into(),
        email: email.into(),
        address: address.into(),
        category,
    }
}

/// The service under which the website files a department's matters.
fn service(unit: &str, lang: Lang) -> &'static str {
    let names = match unit {
        "social" => ["Социалдык коргоо", "Социальная защита", "Social protection"],
        "infrastructure" => [
            "Инфратүзүм жана коммуналдык чарба",
            "Инфраструктура и коммунальное хозяйство",
            "Infrastructure and utilities",
        ],
        "land" => [
            "Жер жана айыл чарба",
            "Земля и сельское хозяйство",
            "Land and agriculture",
        ],
        _ => ["Жалпы маселелер", "Общие вопросы", "General matters"],
    };
    crate::office::in_lang(&names, lang)
}
