//! What the office does with an inquiry: registered, assigned, extended, answered, returned once,
//! signed, sent, closed; or sent on, or left without consideration. A plan in time order that a
//! caller turns into acts; what lies after the year's end has not happened yet.

use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::Lang;

use crate::base::Base;
use crate::content::content;
use crate::office::{self, Staff};
use crate::seeded::Seeded;
use crate::words::{self, Voice, expand};
use crate::world::World;

/// One step of an inquiry's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Whose act it is: a key of [`crate::STAFF`].
    pub by: &'static str,
    /// What is done.
    pub what: StepKind,
}

/// What is done. Codes are the profile's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A submission of the website arrives; nobody acts, `by` is who will enter it.
    Receive,
    /// A clerk registers what came by post, by hand, by voice.
    Register,
    /// A received submission is entered in the register.
    EnterInRegister,
    /// Given to an executor.
    Assign {
        /// Key of the executor.
        executor: &'static str,
        /// Keys of those who help.
        co_executors: Vec<&'static str>,
        /// The order; may be empty.
        resolution: String,
    },
    /// The deadline is moved.
    Extend {
        /// Calendar days.
        days: u32,
        /// The reason for the applicant.
        reason: String,
    },
    /// Sent on to a competent body.
    Forward {
        /// The body.
        to: String,
        /// Reason code.
        reason: &'static str,
    },
    /// An internal remark.
    Note {
        /// Its text.
        text: String,
    },
    /// An answer is drafted.
    SaveDraft {
        /// Outcome code.
        outcome: &'static str,
        /// The answer; see [`Answer::text`].
        answer: Answer,
    },
    /// The draft goes to the supervisor.
    Submit,
    /// It comes back.
    Return {
        /// What to mend.
        reason: String,
    },
    /// It is signed.
    Approve,
    /// It leaves.
    Dispatch {
        /// Way of delivery.
        method: &'static str,
        /// Day.
        on: NaiveDate,
        /// Outgoing number.
        reference: String,
    },
    /// Removed from control.
    Close {
        /// Index of the file.
        file_index: &'static str,
    },
    /// Left without consideration.
    NotConsidered {
        /// Reason code.
        reason: &'static str,
        /// Explanation.
        note: String,
    },
}

/// An answer whose inquiry has no number before the register gives one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    body: String,
}

impl Answer {
    /// The letter, with the registration number in its place.
    #[must_use]
    pub fn text(&self, number: &str) -> String {
        self.body.replace("{number}", number)
    }
}

struct Plan<'p> {
    world: &'p World,
    base: &'p Base,
    /// Tag of the case that the letter tells.
    case: &'static str,
    rng: Seeded,
    at: DateTime<FixedOffset>,
    steps: Vec<Step>,
}

/// The whole life, without regard to the year's end.
fn whole(world: &World, base: &Base, case: &'static str, index: u64) -> Vec<Step> {
    let mut plan = Plan {
        world,
        base,
        case,
        rng: world.rng("life", index),
        at: base.received_at,
        steps: Vec::new(),
    };
    plan.register();
    if base.matter.code == "rant" {
        plan.not_considered();
        return plan.steps;
    }
    plan.assign();
    let forwards = matches!(base.matter.code, "power" | "noise" | "transport" | "road")
        && plan.rng.chance(110);
    if forwards {
        plan.forward(index);
    } else {
        plan.answer(index);
    }
    plan.steps
}

/// The steps that have happened by the end of the year's last working hours.
pub(crate) fn steps(world: &World, base: &Base, case: &'static str, index: u64) -> Vec<Step> {
    let end = chrono::NaiveTime::from_hms_opt(17, 30, 0).unwrap_or_default();
    let now = world.year.at(world.options.year_end, end);
    let mut steps = whole(world, base, case, index);
    // The receipt itself belongs to the year by construction, even in its last evening.
    let kept = 1 + steps
        .iter()
        .skip(1)
        .take_while(|step| step.at <= now)
        .count();
    steps.truncate(kept);
    steps
}

impl Plan<'_> {
    fn add(&mut self, by: &'static str, what: StepKind) {
        self.steps.push(Step {
            at: self.at,
            by,
            what,
        });
    }

    /// Time passes: working days, then a minute of the day.
    fn wait(&mut self, days: u32) {
        let minute = u32::try_from(self.rng.between(515, 1040)).unwrap_or(600);
        self.at = self.world.year.later(self.at, days, minute);
    }

    fn soon(&mut self) {
        let minutes = u32::try_from(self.rng.between(6, 55)).unwrap_or(10);
        let minute = {
            use chrono::Timelike;
            self.at.hour() * 60 + self.at.minute() + minutes
        };
        let days = u32::from(minute > 1045);
        self.at = self
            .world
            .year
            .later(self.at, days, if days == 1 { 520 } else { minute });
    }

    /// Lets some working days pass, by their weights; none means within the hour.
    fn ponder(&mut self, weights: &[u32]) {
        match self.rng.weighted(weights.iter().copied()) {
            0 => self.soon(),
            days => self.wait(u32::try_from(days).unwrap_or(1)),
        }
    }

    fn line(&mut self, section: &str, key: &str, lang: Lang) -> String {
        let lines = content(lang).lines(section, key);
        if lines.is_empty() {
            String::new()
        } else {
            self.rng.pick(lines).text.to_owned()
        }
    }

    /// The office writes to itself in the state language mostly.
    fn office_lang(&mut self) -> Lang {
        match self.base.lang {
            Lang::Ru if self.rng.chance(600) => Lang::Ru,
            _ => Lang::Ky,
        }
    }

    fn register(&mut self) {
        if self.base.channel == "website" {
            self.add("clerk", StepKind::Receive);
            if self.rng.chance(700) {
                self.soon()
            } else {
                self.wait(1)
            }
            self.add("clerk", StepKind::EnterInRegister);
        } else {
            if self.rng.chance(850) {
                self.soon()
            } else {
                self.wait(1)
            }
            self.add("clerk", StepKind::Register);
        }
    }

    fn executor(&self) -> &'static Staff {
        office::executor(self.base.matter.unit)
    }

    fn assign(&mut self) {
        if self.rng.chance(600) {
            self.soon()
        } else {
            self.wait(1)
        }
        let executor = self.executor().key;
        let mut co_executors = Vec::new();
        if self.rng.chance(140) {
            let other = self.rng.pick(&[
                "clerk",
                "clerk-social",
                "clerk-infrastructure",
                "clerk-land",
            ]);
            if *other != executor {
                co_executors.push(*other);
            }
        }
        let lang = self.office_lang();
        let resolution = match self.rng.below(10) {
            0 => String::new(),
            1..=4 => self.line("office", "order", lang),
            _ => self.line(self.base.matter.code, "order", lang),
        };
        self.add(
            "supervisor",
            StepKind::Assign {
                executor,
                co_executors,
                resolution,
            },
        );
    }

    fn not_considered(&mut self) {
        self.wait(1);
        let lang = self.base.lang;
        let reason = if self.base.anonymous {
            "no_contacts"
        } else {
            "insults"
        };
        let note = self.line("rant", "explained", lang);
        self.add("supervisor", StepKind::NotConsidered { reason, note });
        self.wait(1);
        self.add(
            "clerk",
            StepKind::Close {
                file_index: "01-14",
            },
        );
    }

    fn forward(&mut self, index: u64) {
        let days = self.rng.below(2) + 1;
        self.wait(days);
        let lang = self.office_lang();
        let to = self.line("office", "forward", lang);
        self.add(
            "supervisor",
            StepKind::Forward {
                to,
                reason: "competence",
            },
        );
        self.dispatch(index);
    }

    fn answer(&mut self, index: u64) {
        let executor = self.executor().key;
        if self.rng.chance(160) {
            self.wait(1);
            let lang = self.office_lang();
            let key = if self.base.repeats.is_some() {
                "note_repeat"
            } else {
                "note"
            };
            let text = self.line("office", key, lang);
            self.add(executor, StepKind::Note { text });
        }
        let extended = self.rng.chance(65);
        let late = !extended && self.rng.chance(60);
        let oral = self.base.oral();
        let work = match (extended, late) {
            (true, _) => 8,
            // The law gives 14 working days from the registration.
            (_, true) => 15 + self.rng.below(16),
            _ if oral => 1 + self.rng.below(8),
            _ => 2 + self.rng.below(5) + self.rng.below(4),
        };
        self.wait(work);
        if extended {
            let lang = self.base.lang;
            let reason = self.line("office", "extended", lang);
            let days = [10, 15, 20, 30][self.rng.weighted([2, 3, 2, 3])];
            self.add("supervisor", StepKind::Extend { days, reason });
            let more = 5 + self.rng.below(days / 3);
            self.wait(more);
        }
        let outcome = self.outcome();
        self.draft(outcome);
        self.ponder(&[50, 30, 20]);
        self.add(executor, StepKind::Submit);
        self.ponder(&[55, 35, 10]);
        if self.rng.chance(120) {
            let lang = self.office_lang();
            let reason = self.line("office", "returned", lang);
            self.add("supervisor", StepKind::Return { reason });
            self.ponder(&[35, 40, 25]);
            self.draft(outcome);
            self.soon();
            self.add(executor, StepKind::Submit);
            self.soon();
        }
        self.add("supervisor", StepKind::Approve);
        self.dispatch(index);
    }

    fn outcome(&mut self) -> &'static str {
        let has = |key| {
            !content(self.base.lang)
                .fitting(self.base.matter.code, key, self.case)
                .is_empty()
        };
        match self.base.matter.code {
            "thanks" => {
                if self.rng.chance(400) {
                    "satisfied"
                } else {
                    "explained"
                }
            }
            _ if self.base.kind == "proposal" || has("refused") => {
                ["satisfied", "explained", "refused"][self.rng.weighted([32, 50, 18])]
            }
            _ => ["satisfied", "explained", "refused"][self.rng.weighted([37, 57, 6])],
        }
    }

    fn draft(&mut self, outcome: &'static str) {
        let answer = self.compose(outcome);
        let executor = self.executor().key;
        self.add(executor, StepKind::SaveDraft { outcome, answer });
    }

    fn compose(&mut self, outcome: &str) -> Answer {
        let (lang, base) = (self.base.lang, self.base);
        let code = base.matter.code;
        let today = self.at.date_naive();
        let received = base.received_at.date_naive();
        let span = (today - received).num_days().max(1);
        let done = received + chrono::TimeDelta::days(self.rng.between(span / 2, span));
        let coming = today + chrono::TimeDelta::days(self.rng.between(3, 25));
        let vars = |name: &str| {
            Some(match name {
                "applicant" => base.person.addressed(lang),
                "received" => words::on(lang, received, true),
                "village" => base.place.village(lang).to_owned(),
                "street" => base.place.street(lang).to_owned(),
                "ay" => base.place.aimak(lang).to_owned(),
                "school" => base.place.school.to_string(),
                "house" => base.place.house.to_string(),
                "date1" => words::on(lang, done, true),
                "since1" => words::since(lang, coming, true),
                _ => return None,
            })
        };
        let blocks = content(lang);
        let mut parts: Vec<String> = Vec::new();
        for key in ["open", "intro", outcome, "appeal"] {
            let general = |key| blocks.fitting("answer", key, "");
            let lines = match key {
                "open" if base.anonymous => general("open_anonymous"),
                // Nobody appeals against thanks.
                "appeal" if code == "thanks" => continue,
                "satisfied" | "explained" | "refused" => {
                    let own = blocks.fitting(code, key, self.case);
                    if own.is_empty() { general(key) } else { own }
                }
                _ => general(key),
            };
            if !lines.is_empty() {
                let voice = Voice {
                    female: base.person.female,
                    plural: false,
                };
                let line = *self.rng.pick(&lines);
                parts.push(expand(line, &mut self.rng, voice, &vars));
            }
        }
        Answer {
            body: parts.join("\n\n"),
        }
    }

    fn dispatch(&mut self, index: u64) {
        if self.rng.chance(500) {
            self.soon()
        } else {
            self.wait(1)
        }
        let method = match self.base.channel {
            "website" => "website",
            "email" => "email",
            "post" => "post",
            "counter" => ["hand", "post"][self.rng.weighted([55, 45])],
            "reception" => ["post", "hand", "phone"][self.rng.weighted([60, 25, 15])],
            _ => ["phone", "post"][self.rng.weighted([70, 30])],
        };
        let on = self.at.date_naive();
        let reference = format!("01-14/{}", index + 1);
        self.add(
            "clerk",
            StepKind::Dispatch {
                method,
                on,
                reference,
            },
        );
        if self.rng.chance(350) {
            self.soon()
        } else {
            self.wait(1)
        }
        let file_index = match self.base.channel {
            "reception" => "01-16",
            _ if self.base.kind == "proposal" => "01-15",
            _ => "01-14",
        };
        self.add("clerk", StepKind::Close { file_index });
    }
}
