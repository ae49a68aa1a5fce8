//! What the list holds: a window of rows out of any number, the cursor, the selection. The cursor moves at
//! once; rows come from the core in the background and one request at a time.

mod asking;
mod walking;

use crate::state::{Desk, desk, large};
use domain::ids::{Code, InquiryId, StaffId};
use leptos::prelude::*;
use protocol::ApiError;
use protocol::window::list::{FigureOf, RowView, Sort, View};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// Rows of one piece of the cache; at most two are asked for at once.
const PIECE: u32 = 50;
/// Rows drawn above and below what is seen, so that a turn of the wheel meets no bare ground.
const MARGIN: u32 = 8;
/// Rows beyond the drawn ones that are asked for ahead of need.
const AHEAD: u32 = 30;
/// Pieces kept.
const KEPT: usize = 24;
/// How long the cursor rests before the case beside it is opened.
const FOLLOW: Duration = Duration::from_millis(120);
/// How long changes are gathered before the list is asked for again.
const GATHER: Duration = Duration::from_millis(30);

/// Pause between the rows that are drawn beyond what is seen after a jump.
const WIDEN: Duration = Duration::from_millis(24);

/// What the list is narrowed to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Topic or section.
    pub topic: Option<Code>,
    /// Territory.
    pub territory: Option<Code>,
    /// Executor.
    pub executor: Option<StaffId>,
}

#[derive(Debug, Clone, PartialEq)]
struct Query {
    view: View,
    search: String,
    filter: Filter,
    figure: Option<FigureOf>,
    sort: Sort,
    reverse: bool,
}

/// The list's state; lives as long as the session, so that coming back finds it as it was.
#[derive(Clone, Copy)]
pub struct ListModel {
    /// Order.
    pub sort: RwSignal<Sort>,
    /// The other way round.
    pub reverse: RwSignal<bool>,
    /// Narrowed to.
    pub filter: RwSignal<Filter>,
    /// Rows that match; `None` before the first answer.
    pub total: RwSignal<Option<u32>>,
    /// Why there is no list.
    pub error: RwSignal<Option<ApiError>>,
    /// Index of the row in hand.
    pub cursor: RwSignal<u32>,
    /// Selected rows, for acts on several.
    pub selected: RwSignal<BTreeSet<InquiryId>>,
    /// Scroll position in pixels.
    pub top: RwSignal<f64>,
    /// Height of what is seen in pixels.
    pub height: RwSignal<f64>,
    /// Height of a row in pixels.
    pub row_height: Memo<f64>,
    /// Rows drawn beyond what is seen: none for the moment of a jump, so that what is seen is painted first.
    margin: RwSignal<u32>,
    pieces: RwSignal<BTreeMap<u32, Arc<Vec<RowView>>>>,
    query: Memo<Query>,
    inner: StoredValue<Inner>,
    desk: Desk,
}

#[derive(Default)]
struct Inner {
    /// Raised by a new question; answers to older ones are dropped.
    generation: u32,
    /// The generation whose request is on its way.
    busy: Option<u32>,
    /// Pieces that are shown but have to be asked for again.
    stale: BTreeSet<u32>,
    /// The next answer replaces everything.
    fresh: bool,
    /// The row in hand; `None` when it left the view or is not loaded.
    cursor_id: Option<InquiryId>,
    /// The row in hand left the view: the next step goes to the row that took its place.
    loose: bool,
    /// The case is to be opened as soon as the row under the cursor is known.
    follow: bool,
    /// A case was open before the list came: the cursor goes to it where it is among the first rows.
    seek: bool,
    anchor: u32,
    timer: Option<TimeoutHandle>,
    widen: Option<TimeoutHandle>,
}

impl ListModel {
    /// Makes the list and puts it into the context.
    pub fn provide() -> Self {
        let desk = desk();
        let (sort, reverse) = (RwSignal::new(Sort::Due), RwSignal::new(false));
        let filter = RwSignal::new(Filter::default());
        let query = Memo::new(move |_| {
            let search = desk.search.get();
            Query {
                view: if search.is_empty() {
                    desk.view.get()
                } else {
                    View::All
                },
                search,
                filter: filter.get(),
                figure: desk.only.with(|o| o.as_ref().map(|o| o.1.clone())),
                sort: sort.get(),
                reverse: reverse.get(),
            }
        });
        let row_height = Memo::new(move |_| {
            desk.settings.with(|s| {
                let row = match s.density.as_str() {
                    "compact" => 28.0,
                    "roomy" => 40.0,
                    _ => 32.0,
                };
                // A second line where the text is large; the style sheet has the same heights.
                let row = if large(s) { row + 20.0 } else { row };
                (row * f64::from(s.text_scale.clamp(100, 200)) / 100.0_f64).round()
            })
        });
        let model = Self {
            sort,
            reverse,
            filter,
            total: RwSignal::new(None),
            error: RwSignal::new(None),
            cursor: RwSignal::new(0),
            selected: RwSignal::new(BTreeSet::new()),
            top: RwSignal::new(0.0),
            height: RwSignal::new(600.0),
            row_height,
            margin: RwSignal::new(MARGIN),
            pieces: RwSignal::new(BTreeMap::new()),
            query,
            inner: StoredValue::new(Inner::default()),
            desk,
        };
        Effect::new(move |_| {
            query.track();
            model.start();
        });
        Effect::new(move |_| {
            let _ = model.shown();
            model.want();
        });
        Effect::new(move |before: Option<u32>| {
            let serial = desk.changed.with(|(serial, _)| *serial);
            if before.is_some_and(|b| b != serial) {
                set_timeout(move || model.refresh(), GATHER);
            }
            serial
        });
        provide_context(model);
        model
    }

    /// Indexes of the rows to draw: first, and one after the last. Tracked.
    pub fn shown(self) -> (u32, u32) {
        let row = self.row_height.get();
        let total = self.total.get().unwrap_or(0);
        let margin = self.margin.get();
        let first = ((self.top.get() / row).floor() as u32)
            .saturating_sub(margin)
            .min(total);
        let last = ((self.top.get() + self.height.get()) / row).ceil() as u32 + margin;
        (first, last.min(total).min(first + 180))
    }

    /// A row, if it is here. Tracked.
    pub fn row(self, index: u32) -> Option<RowView> {
        self.pieces.with(|p| {
            p.get(&(index / PIECE))
                .and_then(|rows| rows.get((index % PIECE) as usize).cloned())
        })
    }

    fn row_untracked(self, index: u32) -> Option<RowView> {
        self.pieces.with_untracked(|p| {
            p.get(&(index / PIECE))
                .and_then(|rows| rows.get((index % PIECE) as usize).cloned())
        })
    }

    /// A new question: from the top, nothing in hand.
    fn start(self) {
        self.inner.update_value(|i| {
            i.generation += 1;
            i.stale.clear();
            i.fresh = true;
            i.cursor_id = None;
            i.loose = false;
            // A case that was opened from elsewhere stays; the cursor will look for it.
            i.seek = self.desk.case.get_untracked().is_some();
            i.follow = !i.seek;
            i.anchor = 0;
        });
        self.cursor.set(0);
        self.top.set(0.0);
        self.selected.set(BTreeSet::new());
        self.want();
    }

    /// Asks again for what is seen; the rest is forgotten.
    pub fn refresh(self) {
        if self.inner.try_with_value(|_| ()).is_none() {
            // Locked meanwhile.
            return;
        }
        let seen = self.wanted();
        self.pieces
            .try_update_untracked(|p| p.retain(|piece, _| seen.contains(piece)));
        self.inner.try_update_value(|i| {
            i.stale = seen.iter().copied().collect();
            // Whatever is on its way was asked before the change.
            i.generation += 1;
        });
        self.want();
    }

    /// Sorts; the same order again turns it round.
    pub fn sort_by(self, sort: Sort) {
        if self.sort.get_untracked() == sort {
            self.reverse.update(|r| *r = !*r);
        } else {
            self.reverse.set(false);
            self.sort.set(sort);
        }
    }
}

/// The list.
pub fn list_model() -> ListModel {
    expect_context::<ListModel>()
}
