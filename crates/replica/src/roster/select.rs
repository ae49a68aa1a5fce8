//! Which rows a list has, and how many each view has.

use super::{Entry, Roster};
use crate::extract::Flags;
use crate::list::Viewer;
use domain::{InquiryId, StaffId};
use protocol::window::list::{Sort, View};
use std::collections::HashSet;

/// States by their place in `State::CODES`.
const RECEIVED: u8 = 0;
const AWAITING_SIGNOFF: u8 = 4;
const RETURNED: u8 = 5;
const ANSWERED: u8 = 6;
const FORWARDED: u8 = 7;
const NOT_CONSIDERED: u8 = 8;
const CLOSED: u8 = 9;
const ARCHIVED: u8 = 10;

/// The days on which a view depends, since 1970-01-01.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Days {
    pub today: i32,
    /// The last day that is at most three working days away.
    pub soon: i32,
}

/// Which rows are wanted.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    pub view: View,
    pub viewer: &'a Viewer,
    pub days: Days,
    /// Codes of the topic and of those below it, where a topic is asked for.
    pub topics: Option<Vec<String>>,
    pub territory: Option<&'a str>,
    pub executor: Option<StaffId>,
    pub only: Option<&'a HashSet<InquiryId>>,
    /// What a search found; `None` when nothing is searched.
    pub found: Option<&'a FoundRows>,
    pub sort: Sort,
    pub reverse: bool,
}

/// What a search found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FoundRows {
    /// Keys of rows whose words fit, ascending.
    pub by_words: Vec<i64>,
    /// Keys of rows whose words fit in other forms, ascending; those of `by_words` may be among them.
    pub by_forms: Vec<i64>,
    /// The query as part of a number, folded; empty when it cannot be one.
    pub number: String,
}

/// How well a row fits a search: smaller is better, and comes first whatever the order of the list.
const EXACT: u8 = 0;
const FORMER: u8 = 1;
const PART: u8 = 2;
const WORDS: u8 = 3;
const FORMS: u8 = 4;

/// Numbers of a filter in the roster's own numbering, made once for each list.
struct Filter {
    topics: Option<Vec<u16>>,
    territory: Option<u16>,
    executor: Option<u16>,
    me: u16,
    sees_all: bool,
}

impl Roster {
    /// Indexes into [`Roster::entries`] of the rows that match, with how well they fit a search.
    fn matching(&self, s: &Selection<'_>) -> Vec<(u32, u8)> {
        // A code or person that no row has matches nothing: no row's number is u16::MAX by a look-up.
        const NOBODY: u16 = u16::MAX;
        let filter = Filter {
            topics: s.topics.as_ref().map(|codes| {
                codes
                    .iter()
                    .filter_map(|c| self.codes.get(c.as_str()))
                    .collect()
            }),
            territory: s.territory.map(|c| self.codes.get(c).unwrap_or(NOBODY)),
            executor: s.executor.map(|e| self.staff.get(&e.0).unwrap_or(NOBODY)),
            me: self.staff.get(&s.viewer.staff.0).unwrap_or(NOBODY),
            sees_all: s.viewer.sees_restricted(),
        };
        let found = |rows: fn(&FoundRows) -> &[i64]| Ascending(s.found.map_or(&[], rows));
        let (mut words, mut forms) = (
            found(|f| f.by_words.as_slice()),
            found(|f| f.by_forms.as_slice()),
        );
        let mut out = Vec::new();
        for (at, entry) in (0_u32..).zip(self.entries()) {
            let by_words = match (words.has(entry.id), forms.has(entry.id)) {
                (true, _) => Some(WORDS),
                (false, true) => Some(FORMS),
                (false, false) => None,
            };
            if !self.wanted(entry, s, &filter) {
                continue;
            }
            match s.found {
                None => out.push((at, EXACT)),
                Some(found) => {
                    if let Some(fit) = fit(entry, found, by_words) {
                        out.push((at, fit));
                    }
                }
            }
        }
        out
    }

    fn wanted(&self, e: &Entry, s: &Selection<'_>, f: &Filter) -> bool {
        let in_view = match s.only {
            Some(only) => only.contains(&InquiryId(e.uuid)),
            None => in_view(e, s.view, s.days, f.me),
        };
        in_view
            && f.topics
                .as_ref()
                .is_none_or(|topics| topics.contains(&e.topic))
            && f.territory.is_none_or(|t| t == e.territory)
            && f.executor.is_none_or(|x| x == e.executor)
            && (f.sees_all || !e.flags.has(Flags::RESTRICTED) || self.names(e, s.viewer.staff))
    }

    /// How many rows match, and the keys of those in a window of the sorted list.
    pub fn window(&self, s: &Selection<'_>, offset: usize, limit: usize) -> (usize, Vec<i64>) {
        let mut rows = self.matching(s);
        let total = rows.len();
        if offset >= total || limit == 0 {
            return (total, Vec::new());
        }
        let end = (offset + limit).min(total);
        let ranks = self.topic_ranks();
        let order = |a: &(u32, u8), b: &(u32, u8)| {
            a.1.cmp(&b.1)
                .then_with(|| self.compare(a.0, b.0, s.sort, s.reverse, &ranks))
        };
        // Only the window has to be in order: what is before it and behind it is set apart, not sorted.
        if offset > 0 {
            rows.select_nth_unstable_by(offset, order);
        }
        let mut rest = rows.split_off(offset);
        let wanted = end - offset;
        if wanted < rest.len() {
            rest.select_nth_unstable_by(wanted, order);
            rest.truncate(wanted);
        }
        rest.sort_unstable_by(order);
        let entries = self.entries();
        let ids = rest
            .iter()
            .filter_map(|(at, _)| entries.get(usize::try_from(*at).ok()?))
            .map(|e| e.id)
            .collect();
        (total, ids)
    }

    /// How many rows each view has for a viewer.
    pub fn counts(&self, viewer: &Viewer, days: Days) -> Vec<(View, u32)> {
        let me = self.staff.get(&viewer.staff.0).unwrap_or(u16::MAX);
        let sees_all = viewer.sees_restricted();
        let mut counts = View::ALL.map(|view| (view, 0_u32));
        for entry in self.entries() {
            if !sees_all && entry.flags.has(Flags::RESTRICTED) && !self.names(entry, viewer.staff) {
                continue;
            }
            for (view, count) in &mut counts {
                *count += u32::from(in_view(entry, *view, days, me));
            }
        }
        counts.to_vec()
    }
}

fn in_view(e: &Entry, view: View, days: Days, me: u16) -> bool {
    match view {
        View::Today => {
            e.on_control()
                && (e.due <= days.soon
                    || e.state == RECEIVED
                    || (e.state == RETURNED && e.executor == me))
        }
        View::Inbox => e.on_control(),
        View::New => e.state == RECEIVED,
        View::Mine => e.executor == me && e.executor != 0 && e.state < CLOSED,
        View::ToSign => e.state == AWAITING_SIGNOFF,
        View::Returned => e.state == RETURNED,
        View::Overdue => e.on_control() && e.due < days.today,
        View::ToDispatch => matches!(e.state, ANSWERED | FORWARDED | NOT_CONSIDERED),
        View::Closed => e.state == CLOSED,
        View::Archived => e.state == ARCHIVED,
        View::Conflicts => e.conflict,
        View::All => true,
    }
}

/// Ascending keys that are asked for in ascending order.
struct Ascending<'a>(&'a [i64]);

impl Ascending<'_> {
    fn has(&mut self, id: i64) -> bool {
        while let [first, rest @ ..] = self.0
            && *first < id
        {
            self.0 = rest;
        }
        self.0.first() == Some(&id)
    }
}

fn fit(e: &Entry, found: &FoundRows, by_words: Option<u8>) -> Option<u8> {
    let wanted = found.number.as_str();
    if wanted.is_empty() || !e.numbers.contains(wanted) {
        return by_words;
    }
    let exact = |n: &str| {
        n == wanted || n.rsplit('-').next().and_then(|last| last.split('/').next()) == Some(wanted)
    };
    // The first is the number that it goes by; behind it stands the provisional one that it had.
    let mut numbers = e.numbers.split(' ');
    Some(if numbers.next().is_some_and(exact) {
        EXACT
    } else if numbers.any(exact) {
        FORMER
    } else {
        PART
    })
}
