//! `deadline ...`

use super::print;
use crate::cli::{Cli, Compute, Deadline as What};
use crate::failure::Failure;
use crate::session::{open, read_text};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use desk::explained;
use domain::calendar::{Arrival, Day};
use domain::deadline::{self, CountedDay, Course, Deadline, Pause, Receipt};
use domain::profile::{Rule, SHIPPED, Status, Term, shipped};
use domain::{Code, Profile, Refusal};
use protocol::ApiError;
use serde::Serialize;
use std::path::Path;
use text::Texts;

pub async fn run(cli: &Cli, what: &What) -> Result<(), Failure> {
    match what {
        What::Compute(asked) => compute(cli, asked),
        What::Explain { number } => explain(cli, number).await,
    }
}

/// A day that is counted.
#[derive(Debug, Serialize)]
struct Counted {
    date: NaiveDate,
    day: u32,
    #[serde(flatten)]
    why: Option<Why>,
}

/// A day that is not.
#[derive(Debug, Serialize)]
struct Skipped {
    date: NaiveDate,
    #[serde(flatten)]
    why: Why,
}

/// Why a day is not counted, or is although it is no usual one.
#[derive(Debug, Serialize)]
struct Why {
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

/// One deadline as it was computed.
#[derive(Debug, Serialize)]
struct Step {
    term: Term,
    due: NaiveDate,
    from: NaiveDate,
    rule: Rule,
    #[serde(skip_serializing_if = "Option::is_none")]
    received_at: Option<DateTime<FixedOffset>>,
    counted: Vec<Counted>,
    skipped: Vec<Skipped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    beyond_calendar: bool,
}

/// All that was computed.
#[derive(Debug, Serialize)]
struct Computed {
    profile: String,
    version: String,
    kind: Code,
    registration_due: NaiveDate,
    consideration_due: NaiveDate,
    forwarding_due: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    extended_due: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents_due: Option<NaiveDate>,
    registration: Step,
    consideration: Step,
    forwarding: Step,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    extensions: Vec<Step>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Step>,
}

/// All deadlines of one case, not yet put into an answer.
struct Found {
    registration: Deadline,
    /// Consideration, then each extension.
    course: Vec<Deadline>,
    forwarding: Deadline,
    documents: Option<Deadline>,
}

fn compute(cli: &Cli, asked: &Compute) -> Result<(), Failure> {
    let profile = profile(&asked.profile)?;
    let kind = Code::from(asked.kind.as_str());
    let found = find(&profile, &kind, asked).map_err(|f| f.listing(&profile))?;
    let step = |d: &Deadline| step(d, &profile, cli);
    let consideration = found.course.first().unwrap_or(&found.registration);
    let extensions: Vec<Step> = found.course.iter().skip(1).map(step).collect();
    let computed = Computed {
        profile: profile.id.clone(),
        version: profile.version.clone(),
        kind: kind.clone(),
        registration_due: found.registration.on,
        consideration_due: consideration.on,
        forwarding_due: found.forwarding.on,
        extended_due: extensions.last().map(|s| s.due),
        documents_due: found.documents.as_ref().map(|d| d.on),
        registration: step(&found.registration),
        consideration: step(consideration),
        forwarding: step(&found.forwarding),
        extensions,
        documents: found.documents.as_ref().map(step),
    };
    print(cli, &computed, |_| {
        let steps: Vec<&Deadline> = std::iter::once(&found.registration)
            .chain(&found.course)
            .chain([&found.forwarding])
            .chain(&found.documents)
            .collect();
        told(&profile, &kind, &steps, cli)
    })
}

fn find(profile: &Profile, kind: &Code, asked: &Compute) -> Result<Found, Failure> {
    let received = moment(&asked.received, profile)?;
    let registration = deadline::registration(profile, kind, received).map_err(refused)?;
    let registered_on = asked.registered.unwrap_or(registration.on);
    if registered_on < received.date_naive() {
        return Err(refused(Refusal::OutOfBounds {
            field: "registered_on".into(),
        }));
    }
    let pauses = asked
        .pause
        .iter()
        .map(|text| pause(text))
        .collect::<Result<Vec<Pause>, Failure>>()?;
    let most = profile.clock_of(kind).map_err(refused)?;
    let most = most.extension.on(registered_on).value;
    if asked.extend.contains(&0)
        || asked.extend.iter().map(|n| u64::from(*n)).sum::<u64>() > u64::from(most)
    {
        return Err(refused(Refusal::OutOfBounds {
            field: "days".into(),
        }));
    }
    let extended: Vec<(u32, NaiveDate)> =
        asked.extend.iter().map(|n| (*n, registered_on)).collect();
    let course = Course {
        kind,
        registered_on,
        extended: &extended,
        pauses: &pauses,
    }
    .steps(profile)
    .map_err(refused)?;
    let documents = match asked.asked {
        None => None,
        Some(on) => deadline::documents(profile, kind, on).map_err(refused)?,
    };
    Ok(Found {
        registration,
        course,
        forwarding: deadline::forwarding(profile, kind, registered_on).map_err(refused)?,
        documents,
    })
}

/// The deadlines of a case on this computer.
async fn explain(cli: &Cli, number: &str) -> Result<(), Failure> {
    let open = open(cli).await?;
    let result = async {
        let inquiry = open.find(number).await?;
        let case = open.session.open_case(inquiry.id).await?;
        let profile = open.session.profile();
        let (kind, received) = (&case.inquiry.kind, case.inquiry.received_at);
        let mut steps = vec![deadline::registration(&profile, kind, received).map_err(refused)?];
        steps.extend(case.deadlines);
        let view: Vec<Step> = steps.iter().map(|d| step(d, &profile, cli)).collect();
        print(cli, &view, |_| {
            told(&profile, kind, &steps.iter().collect::<Vec<_>>(), cli)
        })
    }
    .await;
    let closed = open.close().await;
    result.and(closed)
}

/// A profile that ships, by its code, or a file.
fn profile(name: &str) -> Result<Profile, Failure> {
    let text = match shipped(name) {
        Some(text) => text.to_owned(),
        None if name == "-" || Path::new(name).exists() => read_text(Path::new(name))?,
        None => {
            let known: Vec<&str> = SHIPPED.iter().map(|(id, _)| *id).collect();
            return Err(Failure::unknown("unknown-profile", name, &known));
        }
    };
    Profile::read(&text).map_err(|wrong| {
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        let error = ApiError::new("bad-profile")
            .with("value", name)
            .with("wrong", wrong.join("; "));
        Failure::new(4, error)
    })
}

/// A moment in the body's own time, unless it says another.
fn moment(text: &str, profile: &Profile) -> Result<DateTime<FixedOffset>, Failure> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.with_timezone(&profile.offset()));
    }
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .and_then(|at| at.and_local_timezone(profile.offset()).single())
        .ok_or_else(|| Failure::usage("bad-moment", text))
}

fn pause(text: &str) -> Result<Pause, Failure> {
    let read = || {
        let (days, reason) = text.split_once(':')?;
        let (from, to) = days.split_once("..")?;
        Some(Pause {
            from: from.parse().ok()?,
            to: to.parse().ok()?,
            reason: Code::from(reason),
        })
    };
    read().ok_or_else(|| Failure::usage("bad-pause", text))
}

fn refused(refusal: Refusal) -> Failure {
    Failure::new(2, refusal.into())
}

fn told(profile: &Profile, kind: &Code, steps: &[&Deadline], cli: &Cli) -> String {
    let t = Texts::new(cli.lang());
    let mut parts: Vec<String> = steps
        .iter()
        .map(|d| {
            let head = t.get(&format!("deadline-term-{}", d.term.code()));
            let mut lines = vec![head];
            lines.extend(explained::deadline(d, profile, &t));
            lines.join("\n")
        })
        .collect();
    let proposed = explained::proposed(profile, kind, &t);
    if !proposed.is_empty() {
        parts.push(proposed.join("\n"));
    }
    parts.join("\n\n")
}

fn step(d: &Deadline, profile: &Profile, cli: &Cli) -> Step {
    let skipped_before = d.receipt.iter().flat_map(|r| before(r, profile, cli));
    let skipped = d
        .days
        .iter()
        .filter(|day| day.counted.is_none())
        .map(|day| Skipped {
            date: day.date,
            why: why(day, profile, cli).unwrap_or(Why::of("after_the_count")),
        });
    Step {
        term: d.term,
        due: d.on,
        from: d.from,
        rule: d.rule.clone(),
        received_at: d.receipt.as_ref().map(|r| r.at),
        counted: d
            .days
            .iter()
            .filter_map(|day| {
                Some(Counted {
                    date: day.date,
                    day: day.counted?,
                    why: why(day, profile, cli),
                })
            })
            .collect(),
        skipped: skipped_before.chain(skipped).collect(),
        moved_from: d.moved_from,
        beyond_calendar: d.beyond_calendar,
    }
}

/// Days from the one on which it came to the one on which that counts.
fn before(receipt: &Receipt, profile: &Profile, cli: &Cli) -> Vec<Skipped> {
    let late = receipt.came == Arrival::AfterHours;
    receipt
        .skipped
        .iter()
        .map(|day| Skipped {
            date: day.date,
            why: why(day, profile, cli).unwrap_or(Why::of(if late {
                "after_hours"
            } else {
                "day_off"
            })),
        })
        .collect()
}

impl Why {
    fn of(reason: &'static str) -> Self {
        Self {
            reason,
            name: None,
            source: None,
            status: None,
        }
    }
}

/// `None` for a usual worked day.
fn why(day: &CountedDay, profile: &Profile, cli: &Cli) -> Option<Why> {
    if let Some(code) = &day.paused {
        let rules = profile.clocks.iter().flat_map(|c| &c.pauses);
        let rule = rules.into_iter().find(|p| p.code == *code);
        return Some(Why {
            reason: "paused",
            name: Some(
                rule.map_or(code.as_str(), |p| p.label.get(cli.lang()))
                    .to_owned(),
            ),
            source: rule.map(|p| p.source.clone()),
            status: rule.map(|p| p.status),
        });
    }
    let (reason, name) = match &day.day {
        Day::Working => return None,
        Day::Weekend => ("weekend", None),
        Day::Holiday { name } => ("holiday", Some(name.get(cli.lang()).to_owned())),
        Day::Transferred { stands_for } => ("transferred", Some(stands_for.to_string())),
    };
    Some(Why {
        reason,
        name,
        source: day.cited.as_ref().map(|c| c.source.clone()),
        status: day.cited.as_ref().map(|c| c.status),
    })
}
