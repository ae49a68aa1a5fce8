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
use protocol::window::session::{LoadDraft, SaveDraftText};
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
            form,
            loaded: RwSignal::new(false),
            latest: StoredValue::new(None),
        };
        draft.fresh(desk);
        spawn_local(async move {
            // Without the draft an empty card is shown; what cannot be read is not lost, only not shown.
            if let Ok(Some(text)) = call(LoadDraft { key: KEY.into() }).await
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
        on_cleanup(move || {
            if let Some(Some(typed)) = draft.latest.try_update_value(Option::take) {
                spawn_local(async move { drop(call(request(&typed)).await) });
            }
        });
        draft
    }

    /// An empty card, and nothing kept: at once, so that a card that is in the register never comes back as a draft.
    pub fn forget(self, desk: Desk) {
        self.fresh(desk);
        spawn_local(async move {
            drop(
                call(SaveDraftText {
                    key: KEY.into(),
                    text: None,
                })
                .await,
            )
        });
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
        let blank = typed.blank();
        spawn_local(async move {
            if call(request(&typed)).await.is_ok() {
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

fn request(typed: &Typed) -> SaveDraftText {
    let text = if typed.blank() {
        None
    } else {
        serde_json::to_string(typed).ok()
    };
    SaveDraftText {
        key: KEY.into(),
        text,
    }
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
