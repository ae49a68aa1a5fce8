//! What a change of the law or of the calendar makes of the open cases: which dates move, from which to which, and why.
//! It is for a person to look at; nothing is applied here.

use crate::calendar::{Calendar, Day};
use crate::deadline::{self, Deadline};
use crate::ids::{Code, InquiryId};
use crate::inquiry::Inquiry;
use crate::profile::{Profile, Rule, Term};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a changed profile does to the open cases.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Review {
    /// Open cases that were looked at.
    pub open: usize,
    /// Those whose date moves, in the order of the new date.
    pub moved: Vec<Moved>,
    /// Codes in open cases that the new profile does not have. Of a kind without a clock no date can be computed.
    pub lost: Vec<Lost>,
    /// Cases whose new date lies in years of which the new calendar knows nothing.
    pub beyond_calendar: Vec<InquiryId>,
}

/// A date that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The case.
    pub inquiry: InquiryId,
    /// Its number, for people.
    pub number: Option<String>,
    /// The date that stands.
    pub was: NaiveDate,
    /// The date by the new profile.
    pub becomes: NaiveDate,
    /// Why.
    pub why: Vec<Cause>,
}

/// Why a date moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Cause {
    /// Another rule holds.
    Rule {
        /// Of which term.
        term: Term,
        /// The rule that held.
        was: Rule,
        /// The one that holds.
        becomes: Rule,
    },
    /// A day on the way is another one.
    Day {
        /// The day.
        date: NaiveDate,
        /// What it was.
        was: Day,
        /// What it is.
        becomes: Day,
    },
    /// Days are counted by another custom.
    Counting,
    /// The date that stands is not the one that the old profile gives: a program or a profile before it computed it.
    Standing {
        /// What the old profile gives.
        by_the_old: NaiveDate,
    },
}

/// A code that the new profile does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// The case.
    pub inquiry: InquiryId,
    /// List: `kind`, `channel`, `topic`, `territory`.
    pub list: String,
    /// Code.
    pub code: Code,
}

/// Looks at the open cases under a changed profile.
#[must_use]
pub fn review<'i>(
    old: &Profile,
    new: &Profile,
    cases: impl IntoIterator<Item = &'i Inquiry>,
) -> Review {
    let mut review = Review::default();
    for case in cases.into_iter().filter(|i| i.state.on_control()) {
        review.open += 1;
        review.lost.extend(lost(new, case));
        let (Some(was), Ok(steps)) = (
            case.due.as_ref().map(|d| d.on),
            deadline::explain(new, case),
        ) else {
            continue;
        };
        let Some(last) = steps.last() else { continue };
        if last.beyond_calendar {
            review.beyond_calendar.push(case.id);
        }
        if last.on != was {
            review.moved.push(Moved {
                inquiry: case.id,
                number: case.shown_number(),
                was,
                becomes: last.on,
                why: causes((old, new), case, was, &steps),
            });
        }
    }
    review.moved.sort_by_key(|m| (m.becomes, m.inquiry));
    review
}

fn lost(new: &Profile, case: &Inquiry) -> Vec<Lost> {
    [
        ("kind", Some(&case.kind)),
        ("channel", Some(&case.channel)),
        ("topic", case.topic.as_ref()),
        ("territory", case.territory.as_ref()),
    ]
    .into_iter()
    .filter_map(|(list, code)| code.map(|c| (list, c)))
    .filter(|(list, code)| !new.has(list, code))
    .map(|(list, code)| Lost {
        inquiry: case.id,
        list: list.into(),
        code: code.clone(),
    })
    .collect()
}

fn causes(
    (old, new): (&Profile, &Profile),
    case: &Inquiry,
    was: NaiveDate,
    after: &[Deadline],
) -> Vec<Cause> {
    let before = deadline::explain(old, case).unwrap_or_default();
    let mut causes: Vec<Cause> = before
        .iter()
        .zip(after)
        .filter(|(b, a)| (b.rule.value, b.rule.unit) != (a.rule.value, a.rule.unit))
        .map(|(b, a)| Cause::Rule {
            term: a.term,
            was: b.rule.clone(),
            becomes: a.rule.clone(),
        })
        .collect();
    causes.extend(days((old, new), &before, after));
    let by_the_old = before.last().map(|d| d.on);
    if causes.is_empty() && old.counting != new.counting {
        causes.push(Cause::Counting);
    }
    if let Some(by_the_old) = by_the_old.filter(|on| *on != was) {
        causes.push(Cause::Standing { by_the_old });
    }
    causes
}

/// Days on either way that became others.
fn days((old, new): (&Profile, &Profile), before: &[Deadline], after: &[Deadline]) -> Vec<Cause> {
    let (was, becomes) = (Calendar::of(old), Calendar::of(new));
    let dates: BTreeSet<NaiveDate> = before
        .iter()
        .chain(after)
        .flat_map(|step| &step.days)
        .map(|day| day.date)
        .collect();
    dates
        .into_iter()
        .map(|date| (date, was.day(date), becomes.day(date)))
        .filter(|(_, was, becomes)| was.works() != becomes.works())
        .map(|(date, was, becomes)| Cause::Day { date, was, becomes })
        .collect()
}
