//! From a frame to a letter: opening, matter, background, request, closing.

use chrono::Datelike;
use domain::Lang;

use crate::base::Base;
use crate::content::{Line, content};
use crate::matters::MATTERS;
use crate::office::{self, BODY};
use crate::people::Person;
use crate::seeded::Seeded;
use crate::spoil::Typed;
use crate::words::{self, Voice, expand};

/// Test numbers that payment companies publish; the Luhn sum holds, no account belongs to them.
const CARDS: [&str; 6] = [
    "4111 1111 1111 1111",
    "5555 5555 5555 4444",
    "4242424242424242",
    "4000 0566 5566 5556",
    "5105105105105100",
    "6011 1111 1111 1117",
];

/// The words of an inquiry.
pub(crate) struct Letter {
    pub subject: String,
    pub text: String,
    pub typed: Typed,
    /// Number of people who signed, 1 for most.
    pub signers: u32,
    /// The text holds a test card's number.
    pub card: bool,
    /// Tag of the case that it tells, for the answer.
    pub case: &'static str,
}

/// Values of the variables, fixed for one letter.
pub(crate) struct Values<'b> {
    base: &'b Base,
    lang: Lang,
    days: [i64; 3],
    with_year: bool,
    phone_style: u32,
    card: usize,
    signers: u32,
    sheets: u32,
}

impl<'b> Values<'b> {
    fn new(base: &'b Base, lang: Lang, rng: &mut Seeded) -> Self {
        Self {
            base,
            lang,
            days: [
                rng.between(3, 45),
                rng.between(40, 200),
                rng.between(14, 90),
            ],
            with_year: rng.chance(450),
            phone_style: rng.below(4),
            card: rng.below(6) as usize,
            signers: u32::try_from(rng.between(8, 64)).unwrap_or(8),
            sheets: u32::try_from(rng.between(2, 5)).unwrap_or(2),
        }
    }

    fn get(&self, name: &str) -> Option<String> {
        let (base, lang) = (self.base, self.lang);
        let person: &Person = &base.person;
        Some(match name {
            "name" => person.name(lang),
            "village" => base.place.village(lang).to_owned(),
            "street" => base.place.street(lang).to_owned(),
            "ay" => base.place.aimak(lang).to_owned(),
            "house" => base.place.house.to_string(),
            "school" => base.place.school.to_string(),
            "date1" => words::on(lang, base.before(self.days[0]), self.with_year),
            "date2" => words::on(lang, base.before(self.days[1]), self.with_year),
            "since1" => words::since(lang, base.before(self.days[2]), self.with_year),
            "year" => (base.received_at.year() - 1).to_string(),
            "phone" => person.phone(self.phone_style),
            "pin" => person.pin(),
            "passport" => person.passport(),
            "age" => (i64::from(base.received_at.year()) - i64::from(person.born.2)).to_string(),
            "surname" => misspelt(&person.surname(lang)),
            "card" => CARDS.get(self.card).copied().unwrap_or(CARDS[0]).to_owned(),
            "signers" => self.signers.to_string(),
            "files" => self.sheets.to_string(),
            "repeat_date" => words::on(lang, base.repeats?.1, true),
            _ => return None,
        })
    }
}

/// One letter lost, as clerks at a counter do.
fn misspelt(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let skip = letters.len() / 2;
    letters
        .iter()
        .enumerate()
        .filter(|(i, _)| *i != skip)
        .map(|(_, c)| *c)
        .collect()
}

struct Writer<'w> {
    rng: &'w mut Seeded,
    voice: Voice,
    values: Values<'w>,
    lang: Lang,
    /// The case that is being told.
    case: &'static str,
}

impl Writer<'_> {
    /// One text of a key that fits the case; empty where there is none.
    fn one(&mut self, section: &str, key: &str) -> String {
        let mut lines = content(self.lang).fitting(section, key, self.case);
        // Nobody gives their own number under a name that is many, or none.
        if self.voice.plural || self.values.base.anonymous {
            lines.retain(|text| {
                !["{pin}", "{passport}", "{phone}"]
                    .iter()
                    .any(|own| text.contains(own))
            });
        }
        if lines.is_empty() {
            return String::new();
        }
        let line = *self.rng.pick(&lines);
        self.fill(line)
    }

    /// What is asked for: the matter's own words, or plain ones.
    fn ask(&mut self, matter: &str) -> String {
        let own = self.one(matter, "ask");
        if own.is_empty() {
            self.one("ask", "any")
        } else {
            own
        }
    }

    fn fill(&mut self, line: &str) -> String {
        let values = &self.values;
        expand(line, self.rng, self.voice, &|name| values.get(name))
    }

    /// A case of a matter in its words.
    fn case(&mut self, matter: &str) -> String {
        let line = pick_case(self.rng, self.lang, self.voice.female, matter);
        self.case = line.tags;
        self.fill(line.text)
    }
}

/// Chooses a case of a matter; some fit women only.
fn pick_case(rng: &mut Seeded, lang: Lang, female: bool, matter: &str) -> Line {
    let all = content(lang);
    let (common, womens) = (all.lines(matter, "case"), all.lines(matter, "casef"));
    let from = if female && !womens.is_empty() {
        let share = womens.len() * 1000 / (womens.len() + common.len());
        if rng.chance(u32::try_from(share).unwrap_or(0)) {
            womens
        } else {
            common
        }
    } else {
        common
    };
    if from.is_empty() {
        Line { tags: "", text: "" }
    } else {
        *rng.pick(from)
    }
}

/// Writes the letter of a frame. `story` decides what happened: a letter that repeats an earlier
/// one is given the earlier one's.
pub(crate) fn write(base: &Base, story: &mut Seeded, rng: &mut Seeded, long: bool) -> Letter {
    // What was said is written down by a clerk.
    let typed = if base.oral() {
        Typed::Plain
    } else {
        Typed::draw(rng, base.lang, base.electronic())
    };
    // Card numbers and passports stay what they are when the rest is typed badly.
    let values = Values::new(base, base.lang, rng);
    let signers = if base.collective { values.signers } else { 1 };
    let voice = Voice {
        female: base.person.female,
        plural: base.collective,
    };
    let mut writer = Writer {
        rng,
        voice,
        values,
        lang: base.lang,
        case: "",
    };
    let Line {
        tags: case,
        text: told,
    } = pick_case(story, base.lang, base.person.female, base.matter.code);
    writer.case = case;
    let subject = writer.one(base.matter.code, "subject");
    let card = base.matter.code == "aid" && !base.oral() && writer.rng.chance(45);
    let text = match (base.matter.code, base.on_paper(), base.oral()) {
        ("rant", ..) => rant(&mut writer, told),
        (_, true, _) => on_paper(&mut writer, base, told, typed, card),
        (_, _, true) => spoken(&mut writer, base, told),
        _ => electronic(&mut writer, base, told, typed, card),
    };
    let mut text = typed.apply(text);
    if long {
        lengthen(&mut writer, base, &mut text);
    }
    let typed_subject = if matches!(typed, Typed::Mixed | Typed::Careless) {
        subject
    } else {
        typed.apply(subject)
    };
    Letter {
        subject: typed_subject,
        text,
        typed,
        signers,
        card,
        case,
    }
}

fn rant(writer: &mut Writer<'_>, told: &str) -> String {
    let mut text = writer.fill(told);
    if writer.rng.chance(500) {
        text.push(' ');
        text.push_str(&writer.one("rant", "ask"));
    }
    text
}

/// The body: what happened, more about it, what is asked.
fn body(
    writer: &mut Writer<'_>,
    base: &Base,
    told: &str,
    typed: Typed,
    background: u32,
) -> Vec<String> {
    let code = base.matter.code;
    let mut first = writer.fill(told);
    if writer.rng.chance(620) {
        let detail = writer.one(code, "detail");
        first = format!("{first} {detail}").trim_end().to_owned();
    }
    let mut paragraphs = vec![first];
    if asks_for_help(base) && writer.rng.chance(background) {
        let key = if base.matter.personal || writer.rng.chance(400) {
            "any"
        } else {
            "street"
        };
        paragraphs.push(writer.one("background", key));
    }
    if typed == Typed::Mixed && content(Lang::Ru).has(code) {
        // The last part in Russian, as people who speak both write.
        let home = std::mem::replace(&mut writer.lang, Lang::Ru);
        writer.values.lang = Lang::Ru;
        paragraphs.push(writer.ask(code));
        writer.lang = home;
        writer.values.lang = home;
    } else {
        paragraphs.push(writer.ask(code));
    }
    paragraphs
}

fn on_paper(writer: &mut Writer<'_>, base: &Base, told: &str, typed: Typed, card: bool) -> String {
    let lang = base.lang;
    let mut lines = head(base);
    let forced = asks_for_help(base) && writer.rng.chance(180);
    let mut opening = writer.one("open", if forced { "forced" } else { "formal" });
    let minor = base.matter.code == "minor";
    if base.anonymous {
        opening = format!("{opening}\n{}", writer.one("open", "anonymous"));
    } else if base.collective {
        opening = format!("{opening}\n{}", writer.one("open", "who_many"));
    } else if !minor && writer.rng.chance(750) {
        opening = format!("{opening}\n{}", writer.one("open", "who"));
    }
    lines.push(opening);
    if base.repeats.is_some() {
        lines.push(writer.one("open", "repeat"));
    }
    lines.extend(body(writer, base, told, typed, 600));
    if card {
        lines.push(writer.one("close", "card"));
    }
    if writer.rng.chance(650) && asks_for_help(base) {
        lines.push(writer.one("close", "formal"));
    }
    if writer.rng.chance(220) {
        lines.push(writer.one("close", "attached"));
    }
    lines.push(base.received_at.date_naive().format("%d.%m.%Y").to_string());
    if base.collective {
        lines.push(writer.one("close", "sign_many"));
    } else if !base.anonymous {
        let sign = writer.one("close", "sign");
        // "Yours" twice in a row reads like a form that was filled by a machine.
        lines.push(
            if lines
                .iter()
                .any(|l| l.contains("Урматтоо менен") || l.contains("С уважением"))
            {
                base.person.name(lang)
            } else {
                sign
            },
        );
    }
    lines.join("\n")
}

/// A plain request or complaint, as against thanks, a child's letter, a question or a proposal.
fn asks_for_help(base: &Base) -> bool {
    !matches!(
        base.matter.code,
        "thanks" | "minor" | "information" | "proposal"
    )
}

/// "To the head of the body, from so-and-so" and the name of the paper.
fn head(base: &Base) -> Vec<String> {
    let lang = base.lang;
    let body = office::in_lang(&BODY, lang);
    let address = base.place.address(lang);
    let from = base.person.sender(lang);
    let title = title(base);
    let mut lines = match lang {
        Lang::Ky => {
            let to = body
                .strip_suffix("администрациясы")
                .map_or(body.to_owned(), |b| {
                    format!("{b}администрациясынын башчысына")
                });
            vec![
                to,
                if base.anonymous {
                    address
                } else {
                    format!("{address} дарегинде жашаган {from}")
                },
            ]
        }
        Lang::Ru => {
            let to = "Главе государственной администрации района Демо".to_owned();
            let living = if base.person.female {
                "проживающей"
            } else {
                "проживающего"
            };
            vec![
                to,
                if base.anonymous {
                    address
                } else {
                    format!("от {from}, {living} по адресу: {address}")
                },
            ]
        }
        Lang::En => vec![
            format!("To the Head of the {body}"),
            if base.anonymous {
                address
            } else {
                format!("{from}, {address}")
            },
        ],
    };
    if base.collective {
        // Those who signed stand at the end.
        lines.truncate(1);
    }
    if let Some(title) = title {
        lines.push(String::new());
        lines.push(title.to_owned());
    }
    lines
}

fn title(base: &Base) -> Option<&'static str> {
    if matches!(base.matter.code, "thanks" | "minor") {
        return None;
    }
    Some(match (base.lang, base.kind) {
        (Lang::Ky, "complaint") => "ДАТТАНУУ",
        (Lang::Ky, "proposal") => "СУНУШ",
        (Lang::Ky, "application") => "АРЫЗ",
        (Lang::Ru, "complaint") => "ЖАЛОБА",
        (Lang::Ru, "proposal") => "ПРЕДЛОЖЕНИЕ",
        (Lang::Ru, "application") => "ЗАЯВЛЕНИЕ",
        _ => return None,
    })
}

fn electronic(
    writer: &mut Writer<'_>,
    base: &Base,
    told: &str,
    typed: Typed,
    card: bool,
) -> String {
    let mut parts = Vec::new();
    if writer.rng.chance(720) {
        parts.push(writer.one("open", "web"));
    }
    if base.anonymous {
        parts.push(writer.one("open", "anonymous"));
    } else if base.collective {
        parts.push(writer.one("open", "who_many"));
    } else if base.matter.code != "minor" && writer.rng.chance(260) {
        parts.push(writer.one("open", "who"));
    }
    if base.repeats.is_some() {
        parts.push(writer.one("open", "repeat"));
    }
    parts.extend(body(writer, base, told, typed, 330));
    if card {
        parts.push(writer.one("close", "card"));
    }
    if writer.rng.chance(560) && !base.anonymous {
        parts.push(writer.one("close", "web"));
    }
    // Some press Enter, some do not.
    let joint = if writer.rng.chance(550) { "\n" } else { " " };
    parts.join(joint)
}

fn spoken(writer: &mut Writer<'_>, base: &Base, told: &str) -> String {
    let key = match base.channel {
        "phone" => "phone",
        "hotline" => "hotline",
        "radio" => "radio",
        _ => "oral",
    };
    let intro = writer.one("open", key);
    let code = base.matter.code;
    let mut said = writer.fill(told);
    if writer.rng.chance(380) {
        let mut detail = writer.one(code, "detail");
        // Nothing is enclosed in what is said.
        if ["тирке", "прилага", "attached"]
            .iter()
            .any(|word| detail.contains(word))
        {
            detail.clear();
        }
        said = format!("{said} {detail}").trim_end().to_owned();
    }
    if base.repeats.is_some() {
        said = format!("{} {said}", writer.one("open", "repeat"));
    }
    let ask = writer.ask(code);
    format!("{intro} «{said}» {ask}")
}

/// More questions in one letter, until it has the length of a long one.
fn lengthen(writer: &mut Writer<'_>, base: &Base, text: &mut String) {
    while text.len() < 1_700 {
        let other = loop {
            let matter = writer.rng.pick(MATTERS);
            let fits = !matches!(matter.code, "rant" | "minor" | "thanks" | "information");
            if fits && content(base.lang).has(matter.code) {
                break matter.code;
            }
        };
        let (case, detail) = (writer.case(other), writer.one(other, "detail"));
        let (more, ask) = (writer.one("background", "any"), writer.ask(other));
        *text = format!("{text}\n{case} {detail} {more}\n{ask}");
    }
}
