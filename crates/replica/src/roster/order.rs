//! Orders of a list. A row without the value that is sorted by stands last, also the other way round.

use super::{Entry, Roster};
use protocol::window::list::Sort;
use std::cmp::Ordering;

impl Roster {
    /// For each number of a code, its place in the alphabetical order of codes.
    pub(super) fn topic_ranks(&self) -> Vec<u16> {
        let names = self.codes.all();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_unstable_by_key(|at| &names[*at]);
        let mut ranks = vec![0; names.len() + 1];
        for (rank, at) in (0_u16..).zip(order) {
            ranks[at + 1] = rank;
        }
        ranks
    }

    pub(super) fn compare(
        &self,
        a: u32,
        b: u32,
        sort: Sort,
        reverse: bool,
        ranks: &[u16],
    ) -> Ordering {
        let entry = |at: u32| {
            usize::try_from(at)
                .ok()
                .and_then(|at| self.entries().get(at))
        };
        let (Some(a), Some(b)) = (entry(a), entry(b)) else {
            return Ordering::Equal;
        };
        let turn = |order: Ordering| if reverse { order.reverse() } else { order };
        let rank = |e: &Entry| ranks.get(usize::from(e.topic)).copied().unwrap_or(u16::MAX);
        let by_value = match sort {
            Sort::Due => absent_last(a.due == i32::MAX, b.due == i32::MAX)
                .then_with(|| turn(a.due.cmp(&b.due))),
            Sort::Received => turn(b.received_at.cmp(&a.received_at)),
            Sort::Number => absent_last(a.number == 0, b.number == 0)
                .then_with(|| turn(b.number.cmp(&a.number))),
            Sort::Applicant => absent_last(a.name_key.is_empty(), b.name_key.is_empty())
                .then_with(|| turn(a.name_key.cmp(&b.name_key))),
            Sort::Topic => {
                absent_last(a.topic == 0, b.topic == 0).then_with(|| turn(rank(a).cmp(&rank(b))))
            }
        };
        // Equal ones: the one that came first, so that a list never jumps.
        by_value
            .then_with(|| a.received_at.cmp(&b.received_at))
            .then_with(|| a.id.cmp(&b.id))
    }
}

fn absent_last(a: bool, b: bool) -> Ordering {
    a.cmp(&b)
}
