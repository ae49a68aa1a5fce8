//! What the list holds: a window of rows out of any number, the cursor, the selection. The cursor moves at
//! once; rows come from the core in the background and one request at a time.

use crate::ipc::call;
use crate::state::{Desk, Page, desk, large};
use domain::ids::{Code, InquiryId, StaffId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::list::{FigureOf, List, RowView, Sort, View};
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

    /// The pieces with the rows that are drawn, then those that the next step may need.
    fn wanted(self) -> Vec<u32> {
        if self.inner.with_value(|i| i.fresh) {
            return vec![0];
        }
        let (first, last) = untrack(|| self.shown());
        let last = last.max(first + 1) - 1;
        let total = self.total.get_untracked().unwrap_or(0);
        let (drawn, below, above) = (
            first / PIECE..=last / PIECE,
            (last + AHEAD).min(total.saturating_sub(1)) / PIECE,
            first.saturating_sub(AHEAD) / PIECE,
        );
        let mut wanted: Vec<u32> = drawn.clone().collect();
        wanted.extend((*drawn.end() + 1)..=below);
        wanted.extend(above..*drawn.start());
        wanted
    }

    /// Asks for the next pieces that are needed and not here. One request at a time.
    fn want(self) {
        let (generation, free, fresh) = self
            .inner
            .with_value(|i| (i.generation, i.busy != Some(i.generation), i.fresh));
        if !free {
            return;
        }
        let missing: Vec<u32> = if fresh {
            vec![0]
        } else {
            let here = self
                .pieces
                .with_untracked(|p| p.keys().copied().collect::<BTreeSet<_>>());
            let stale = self.inner.with_value(|i| i.stale.clone());
            self.wanted()
                .into_iter()
                .filter(|p| !here.contains(p) || stale.contains(p))
                .collect()
        };
        let Some(first) = missing.first().copied() else {
            return;
        };
        let count = if missing.get(1) == Some(&(first + 1)) {
            2
        } else {
            1
        };
        self.inner.update_value(|i| i.busy = Some(generation));
        let query = self.query.get_untracked();
        let request = List {
            view: query.view,
            search: query.search,
            topic: query.filter.topic,
            territory: query.filter.territory,
            executor: query.filter.executor,
            figure: query.figure,
            sort: query.sort,
            reverse: query.reverse,
            offset: first * PIECE,
            limit: count * PIECE,
        };
        spawn_local(async move {
            let reply = call(request).await;
            if self.inner.try_with_value(|i| i.generation) != Some(generation) {
                // Locked meanwhile, or a newer question is on its way.
                return;
            }
            self.inner.update_value(|i| i.busy = None);
            match reply {
                Ok(list) => {
                    self.take(first, count, list.total, list.rows);
                    self.want();
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn take(self, first: u32, count: u32, total: u32, rows: Vec<RowView>) {
        let fresh = self.inner.with_value(|i| i.fresh);
        let asked: BTreeSet<u32> = (first..first + count).collect();
        self.inner.update_value(|i| {
            i.fresh = false;
            i.stale.retain(|p| !asked.contains(p));
        });
        self.error.set(None);
        let near = first;
        self.pieces.update(|pieces| {
            if fresh {
                pieces.clear();
            }
            let mut rows = rows.into_iter();
            for piece in &asked {
                pieces.insert(
                    *piece,
                    Arc::new(rows.by_ref().take(PIECE as usize).collect()),
                );
            }
            while pieces.len() > KEPT {
                let far = pieces.keys().copied().max_by_key(|p| p.abs_diff(near));
                far.map(|p| pieces.remove(&p));
            }
        });
        if self.total.get_untracked() != Some(total) {
            self.total.set(Some(total));
        }
        self.hold_cursor(total);
    }

    /// After an answer: the cursor stays on its inquiry, wherever that has moved to.
    fn hold_cursor(self, total: u32) {
        let cursor = self.cursor.get_untracked().min(total.saturating_sub(1));
        let held = self.inner.with_value(|i| i.cursor_id);
        let here = self.row_untracked(cursor).map(|r| r.id);
        let open = self.desk.case.get_untracked();
        if self
            .inner
            .try_update_value(|i| std::mem::take(&mut i.seek))
            .unwrap_or(false)
            && let Some(index) = open.and_then(|id| self.find(id))
        {
            self.inner.update_value(|i| {
                i.cursor_id = open;
                i.loose = false;
                i.follow = false;
            });
            self.cursor.set(index);
            self.reveal(index);
            return;
        }
        match (held, here) {
            (Some(id), Some(other)) if id != other => {
                if let Some(index) = self.find(id) {
                    self.cursor.set(index);
                } else {
                    self.inner.update_value(|i| {
                        i.cursor_id = None;
                        i.loose = true;
                    });
                    self.cursor.set(cursor);
                }
            }
            (Some(_), None) if total == 0 => self.inner.update_value(|i| {
                i.cursor_id = None;
                i.loose = true;
            }),
            (None, Some(id)) if !self.inner.with_value(|i| i.loose) => {
                self.inner.update_value(|i| i.cursor_id = Some(id));
                self.cursor.set(cursor);
                self.follow_now();
            }
            _ => {
                if cursor != self.cursor.get_untracked() {
                    self.cursor.set(cursor);
                }
            }
        }
    }

    fn find(self, id: InquiryId) -> Option<u32> {
        self.pieces.with_untracked(|pieces| {
            pieces.iter().find_map(|(piece, rows)| {
                let at = rows.iter().position(|r| r.id == id)?;
                Some(piece * PIECE + u32::try_from(at).ok()?)
            })
        })
    }

    /// The inquiry under the cursor, if it is known.
    pub fn in_hand(self) -> Option<InquiryId> {
        self.row_untracked(self.cursor.get_untracked())
            .map(|r| r.id)
    }

    /// Moves the cursor by a number of rows.
    pub fn step(self, by: i64) {
        let loose = self.inner.with_value(|i| i.loose);
        let cursor = i64::from(self.cursor.get_untracked());
        // The row that took the place of the one that left is the next one.
        let to = if loose && by == 1 {
            cursor
        } else {
            cursor + by
        };
        self.move_to(u32::try_from(to.max(0)).unwrap_or(0));
    }

    /// Moves the cursor by what fits on the screen.
    pub fn page(self, down: bool) {
        let rows = ((self.height.get_untracked() / self.row_height.get_untracked()).floor() as i64
            - 2)
        .max(1);
        self.step(if down { rows } else { -rows });
    }

    /// Moves the cursor to an index: at once, whatever is loaded.
    pub fn move_to(self, index: u32) {
        let total = self.total.get_untracked().unwrap_or(0);
        if total == 0 {
            return;
        }
        let index = index.min(total - 1);
        let id = self.row_untracked(index).map(|r| r.id);
        self.inner.update_value(|i| {
            i.cursor_id = id;
            i.loose = false;
            i.follow = true;
            i.seek = false;
        });
        self.cursor.set(index);
        self.reveal(index);
        self.follow_soon();
    }

    /// Puts the cursor on an inquiry if it is loaded, without opening it.
    pub fn point_at(self, id: InquiryId) {
        if let Some(index) = self.find(id) {
            self.inner.update_value(|i| {
                i.cursor_id = Some(id);
                i.loose = false;
                i.follow = false;
            });
            self.cursor.set(index);
            self.reveal(index);
        }
    }

    fn reveal(self, index: u32) {
        let row = self.row_height.get_untracked();
        let (top, height) = (self.top.get_untracked(), self.height.get_untracked());
        let (upper, lower) = (f64::from(index) * row, f64::from(index + 1) * row);
        if upper < top {
            self.scroll_to(upper);
        } else if lower > top + height {
            self.scroll_to(lower - height);
        }
    }

    /// Moves what is seen. After a jump over more rows than the margin has, the rows in sight are drawn and painted
    /// before those beyond.
    fn scroll_to(self, top: f64) {
        let by = (top - self.top.get_untracked()).abs();
        if by > f64::from(MARGIN) * self.row_height.get_untracked() {
            self.margin.set(0);
            self.widen_soon();
        }
        self.top.set(top);
    }

    /// Draws the rows beyond what is seen, one above and one below at a time: a key that comes meanwhile waits for no
    /// more than that.
    fn widen_soon(self) {
        let widen = move || {
            let Some(margin) = self.margin.try_get_untracked() else {
                // Locked meanwhile.
                return;
            };
            if margin < MARGIN {
                self.margin.set(margin + 1);
                self.widen_soon();
            }
        };
        let next = set_timeout_with_handle(widen, WIDEN).ok();
        let before = self
            .inner
            .try_update_value(|i| std::mem::replace(&mut i.widen, next));
        if let Some(before) = before.flatten() {
            before.clear();
        }
    }

    fn follow_soon(self) {
        if let Some(timer) = self.inner.with_value(|i| i.timer) {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.follow_now(), FOLLOW).ok();
        self.inner.update_value(|i| i.timer = timer);
    }

    /// Opens the case under the cursor beside the list, where there is room for it.
    fn follow_now(self) {
        let follow = self.inner.try_with_value(|i| i.follow).unwrap_or(false);
        let here =
            self.desk.page.get_untracked() == Page::Panes && !untrack(|| self.desk.today_shown());
        if !follow || !here || untrack(|| self.desk.narrow()) {
            return;
        }
        // A case that was opened otherwise stays until the person moves.
        let Some(id) = self.in_hand() else { return };
        self.inner.update_value(|i| i.follow = false);
        if self.desk.case.get_untracked() != Some(id) {
            self.desk.case.set(Some(id));
        }
    }

    fn take_in_hand(self, id: InquiryId) {
        self.inner.update_value(|i| {
            i.cursor_id = Some(id);
            i.loose = false;
            i.follow = false;
        });
    }

    /// Opens the case under the cursor at once.
    pub fn open(self) {
        if let Some(id) = self.in_hand() {
            self.take_in_hand(id);
            self.desk.case.set(Some(id));
        }
    }

    /// Selects the row under the cursor, or no longer.
    pub fn toggle(self) {
        let cursor = self.cursor.get_untracked();
        if let Some(id) = self.in_hand() {
            self.selected.update(|s| {
                if !s.remove(&id) {
                    s.insert(id);
                }
            });
            self.take_in_hand(id);
            self.inner.update_value(|i| i.anchor = cursor);
        }
    }

    /// Selects from the last selected row to the cursor; rows that are not loaded stay out.
    pub fn toggle_range(self) {
        let (from, to) = (
            self.inner.with_value(|i| i.anchor),
            self.cursor.get_untracked(),
        );
        let ids: Vec<InquiryId> = (from.min(to)..=from.max(to))
            .filter_map(|i| self.row_untracked(i))
            .map(|r| r.id)
            .collect();
        self.selected.update(|s| s.extend(ids));
    }

    /// Selects every row that is loaded around the cursor.
    pub fn select_shown(self) {
        let (first, last) = untrack(|| self.shown());
        let ids: Vec<InquiryId> = (first..last)
            .filter_map(|i| self.row_untracked(i))
            .map(|r| r.id)
            .collect();
        self.selected.update(|s| s.extend(ids));
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
