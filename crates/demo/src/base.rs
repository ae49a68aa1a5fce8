//! The frame of one inquiry: who, where, what about, through which channel, when.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use domain::Lang;

use crate::content::content;
use crate::matters::{MATTERS, Matter};
use crate::people::Person;
use crate::places::Place;
use crate::seeded::Seeded;
use crate::world::World;

/// What stands before a word of the letter is written.
pub(crate) struct Base {
    pub received_at: DateTime<FixedOffset>,
    pub channel: &'static str,
    pub matter: &'static Matter,
    pub kind: &'static str,
    pub lang: Lang,
    pub person: Person,
    pub place: Place,
    pub anonymous: bool,
    pub collective: bool,
    /// The earlier inquiry that this one repeats, and its day.
    pub repeats: Option<(u64, NaiveDate)>,
}

/// Channels in office hours, with their shares in a thousand: what an oblast published for 2024
/// (written 55 %, oral 38 %, radio 6 %), and the website that a district has besides.
const CHANNELS: [(&str, u32); 8] = [
    ("counter", 265),
    ("post", 140),
    ("website", 95),
    ("email", 30),
    ("reception", 355),
    ("phone", 50),
    ("hotline", 6),
    ("radio", 59),
];
const AFTER_HOURS: [(&str, u32); 3] = [("website", 860), ("email", 125), ("hotline", 15)];

impl Base {
    /// The frame of the inquiry at a place; repeats are resolved.
    pub(crate) fn of(world: &World, place: u64) -> Self {
        let mut base = Self::first(world, place);
        let mut rng = world.rng("repeat", place);
        if let Some(earlier) = earlier(world, place, &mut rng) {
            let origin = Self::first(world, earlier);
            let repeatable = !origin.anonymous
                && !matches!(
                    origin.matter.code,
                    "thanks" | "rant" | "minor" | "information" | "proposal"
                );
            // A bounded look-back: far enough for the first answer to be late or empty.
            let gap = (base.received_at - origin.received_at).num_days();
            if repeatable && (20..220).contains(&gap) {
                base.repeats = Some((earlier, origin.received_at.date_naive()));
                base.matter = origin.matter;
                base.lang = origin.lang;
                base.person = origin.person;
                base.place = origin.place;
                base.anonymous = false;
                base.collective = origin.collective && base.channel != "reception";
                base.kind = if origin.matter.kind == "application" {
                    "complaint"
                } else {
                    origin.kind
                };
            }
        }
        base
    }

    /// The frame without regard to repeats.
    fn first(world: &World, index: u64) -> Self {
        let mut rng = world.rng("base", index);
        let receipt = world
            .year
            .receipt(index, world.options.count, rng.below(1000));
        let channel = channel(&mut rng, receipt.in_hours);
        let month = receipt.at.month0() as usize;
        let matter = matter(&mut rng, month, channel);
        let lang = language(&mut rng, channel, matter);
        let year = receipt.at.year();
        let person = match matter.code {
            "minor" => {
                let age = rng.between(13, 15);
                Person::of_age(&mut rng, lang, year, age)
            }
            "pension" => {
                let age = rng.between(58, 82);
                Person::of_age(&mut rng, lang, year, age)
            }
            _ => Person::adult(&mut rng, lang, year),
        };
        let anonymous = match matter.code {
            "rant" => rng.chance(800),
            "conduct" => rng.chance(180),
            "thanks" | "aid" | "pension" | "documents" | "work" | "minor" | "plot" => false,
            _ => rng.chance(22),
        };
        let written = !matches!(channel, "phone" | "hotline" | "radio");
        let collective = !anonymous && !matter.personal && written && rng.chance(95);
        let kind = if rng.below(100) < matter.complaints {
            "complaint"
        } else {
            matter.kind
        };
        Self {
            received_at: receipt.at,
            channel,
            matter,
            kind,
            lang,
            person,
            place: Place::any(&mut rng),
            anonymous: anonymous && channel != "reception",
            collective,
            repeats: None,
        }
    }

    /// A letter on paper, as against a form, an e-mail or a note of what was said.
    pub(crate) fn on_paper(&self) -> bool {
        matches!(self.channel, "counter" | "post")
    }

    pub(crate) fn oral(&self) -> bool {
        matches!(self.channel, "reception" | "phone" | "hotline" | "radio")
    }

    pub(crate) fn electronic(&self) -> bool {
        matches!(self.channel, "website" | "email")
    }

    /// A day some time before the receipt.
    pub(crate) fn before(&self, days: i64) -> NaiveDate {
        let date = self.received_at.date_naive();
        date.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0)))
            .unwrap_or(date)
    }
}

/// The place of the inquiry that this one repeats, if it repeats one; never one that repeats itself.
fn earlier(world: &World, place: u64, rng: &mut Seeded) -> Option<u64> {
    if !repeats(world, place) {
        return None;
    }
    let a_month = (world.options.count / 12).max(1);
    let back = a_month + u64::from(rng.below(u32::try_from(a_month * 4).unwrap_or(u32::MAX)));
    let earlier = place.checked_sub(back)?;
    (!repeats(world, earlier)).then_some(earlier)
}

fn repeats(world: &World, place: u64) -> bool {
    world.rng("repeats", place).chance(90)
}

fn channel(rng: &mut Seeded, in_hours: bool) -> &'static str {
    if in_hours {
        CHANNELS[rng.weighted(CHANNELS.map(|c| c.1))].0
    } else {
        AFTER_HOURS[rng.weighted(AFTER_HOURS.map(|c| c.1))].0
    }
}

fn matter(rng: &mut Seeded, month: usize, channel: &str) -> &'static Matter {
    let electronic = matches!(channel, "website" | "email");
    let weights = MATTERS.iter().map(|m| {
        let season = m.months.get(month).copied().unwrap_or(100);
        let fits = match m.code {
            "rant" => electronic,
            "minor" => electronic || channel == "post",
            "information" | "proposal" => !matches!(channel, "phone" | "hotline"),
            "aid" | "pension" | "documents" | "work" => channel != "radio",
            _ => true,
        };
        // What only some channels bring comes through those more often.
        let scarce = if matches!(m.code, "rant" | "minor") {
            4
        } else {
            1
        };
        if fits { m.weight * season * scarce } else { 0 }
    });
    &MATTERS[rng.weighted(weights)]
}

fn language(rng: &mut Seeded, channel: &str, matter: &Matter) -> Lang {
    let english =
        matches!(channel, "website" | "email" | "post") && content(Lang::En).has(matter.code);
    let share = rng.below(1000);
    if english && share < 110 {
        Lang::En
    } else if share < 640 {
        Lang::Ky
    } else {
        Lang::Ru
    }
}
