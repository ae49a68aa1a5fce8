//! Rows come from the core in the background: which pieces are asked for, and what an answer changes.

use super::{AHEAD, KEPT, ListModel, PIECE};
use crate::ipc::call;
use domain::ids::InquiryId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::list::{List, RowView};
use std::collections::BTreeSet;
use std::sync::Arc;

impl ListModel {
    /// The pieces with the rows that are drawn, then those that the next step may need.
    pub(super) fn wanted(self) -> Vec<u32> {
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
    pub(super) fn want(self) {
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

    pub(super) fn find(self, id: InquiryId) -> Option<u32> {
        self.pieces.with_untracked(|pieces| {
            pieces.iter().find_map(|(piece, rows)| {
                let at = rows.iter().position(|r| r.id == id)?;
                Some(piece * PIECE + u32::try_from(at).ok()?)
            })
        })
    }
}
