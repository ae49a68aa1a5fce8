//! The card is kept as it is typed, and comes back as it was left.

use super::card::Typed;
use super::form::Form;
use crate::ipc::call;
use crate::pages::later::{after_pause, focus, now};
use crate::state::Desk;
use chrono::{DateTime, FixedOffset};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::files::{FileInfo, FileRef, StagedFile};
use std::time::Duration;

const KEY: &str = "register";
const PAUSE: Duration = Duration::from_millis(600);

/// What the person is told of a draft.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Set while a card that was left stands on the screen: when it was begun.
    pub restored: RwSignal<Option<DateTime<FixedOffset>>>,
    /// Files of it that are no longer there.
    pub lost: RwSignal<usize>,
    /// Whether what is typed has been kept.
    pub kept: RwSignal<bool>,
    desk: Desk,
    form: Form,
    loaded: RwSignal<bool>,
    latest: StoredValue<Option<Typed>>,
}

impl Draft {
    /// Brings back what was left and begins to keep what is typed.
    pub fn open(desk: Desk, form: Form) -> Self {
        let draft = Self {
            restored: RwSignal::new(None),
            lost: RwSignal::new(0),
            kept: RwSignal::new(false),
            desk,
            form,
            loaded: RwSignal::new(false),
            latest: StoredValue::new(None),
        };
        draft.fresh(desk);
        let slot = desk.draft(KEY);
        spawn_local(async move {
            // Without the draft an empty card is shown.
            if let Some(text) = slot.load().await
                && let Ok(mut typed) = serde_json::from_str::<Typed>(&text)
            {
                let before = typed.staged.len();
                typed.staged = still_there(typed.staged).await;
                // Whoever was quicker than the disk keeps what was typed meanwhile.
                if draft.loaded.try_get_untracked() == Some(false)
                    && untrack(|| form.typed()).blank()
                {
                    draft.lost.set(before - typed.staged.len());
                    draft.restored.set(typed.begun);
                    form.show(typed);
                    focus("register-name-1".into());
                }
            }
            draft.loaded.try_set(true);
        });
        after_pause(
            PAUSE,
            move || (draft.loaded.get(), form.typed()),
            move |(loaded, typed)| {
                if loaded {
                    draft.store(typed);
                }
            },
        );
        Effect::new(move |_| {
            let typed = form.typed();
            if draft.loaded.get() {
                draft.kept.set(false);
                draft.latest.set_value(Some(typed));
            }
        });
        // Whoever leaves in the middle of a word finds the word again.
        let slot = desk.draft(KEY);
        on_cleanup(move || {
            if let Some(Some(typed)) = draft.latest.try_update_value(Option::take) {
                slot.keep_soon(text(&typed));
            }
        });
        draft
    }

    /// An empty card, and nothing kept: at once, so that a card that is in the register never comes back as a draft.
    pub fn forget(self, desk: Desk) {
        self.fresh(desk);
        desk.draft(KEY).keep_soon(None);
    }

    /// A card that was put aside comes back.
    pub fn take_back(self, typed: Typed) {
        self.form.show(typed);
    }

    fn fresh(self, desk: Desk) {
        self.restored.set(None);
        self.lost.set(0);
        if let Some(session) = desk.session.get_untracked() {
            let now = now(session.profile.offset());
            self.form.begin(&session, now);
        }
    }

    fn store(self, typed: Typed) {
        let (blank, slot) = (typed.blank(), self.desk.draft(KEY));
        spawn_local(async move {
            if slot.keep(text(&typed)).await {
                self.kept.try_set(!blank);
                self.latest.try_update_value(|latest| {
                    if latest.as_ref() == Some(&typed) {
                        *latest = None;
                    }
                });
            }
        });
    }
}

/// What is kept: nothing of an empty card.
fn text(typed: &Typed) -> Option<String> {
    let filled = Some(typed).filter(|t| !t.blank());
    filled.and_then(|t| serde_json::to_string(t).ok())
}

async fn still_there(staged: Vec<StagedFile>) -> Vec<StagedFile> {
    let mut there = Vec::new();
    for file in staged {
        if call(FileInfo {
            file: FileRef::Staged {
                id: file.id.clone(),
            },
        })
        .await
        .is_ok()
        {
            there.push(file);
        }
    }
    there
}
