//! The cursor and the selection: they move at once, whatever is loaded.

use super::{FOLLOW, ListModel, MARGIN, WIDEN};
use crate::state::Page;
use domain::ids::InquiryId;
use leptos::prelude::*;

impl ListModel {
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

    pub(super) fn reveal(self, index: u32) {
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
    pub(super) fn follow_now(self) {
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
}
