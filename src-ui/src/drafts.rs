//! What is typed and not yet done. It goes to the core at once; until the core has it, it stays in the window, so that
//! a full disk, or a lock in the middle of a word, loses nothing. It is its writer's own, also on a shared computer.

use crate::ipc::{call, listen};
use crate::state::Desk;
use domain::ids::StaffId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::events;
use protocol::window::session::{HoldWindow, LoadDraft, SaveDraftText};
use std::collections::BTreeMap;
use std::time::Duration;

/// For how long a second attempt to close the window closes it.
const SECOND_THOUGHT: Duration = Duration::from_secs(15);

/// Whose, and under which name.
type Place = (Option<StaffId>, String);

/// What the core does not have yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unsaved {
    texts: BTreeMap<Place, Option<String>>,
    /// Why the core could not keep the last one.
    why: Option<ApiError>,
    /// Who sits here; who sat here last, while it is locked.
    who: Option<StaffId>,
}

impl Unsaved {
    /// Why something of the person at work is only in the window.
    pub fn why(&self) -> Option<&ApiError> {
        let mine = self.texts.keys().any(|(owner, _)| *owner == self.who);
        self.why.as_ref().filter(|_| mine)
    }

    /// Whether something is only in the window, whoever typed it.
    pub fn holds(&self) -> bool {
        self.why.is_some() && !self.texts.is_empty()
    }

    fn put(&mut self, place: Place, text: Option<String>) {
        self.texts.insert(place, text);
    }

    /// The core answered about a text; a later one under the same name still waits.
    fn answered(&mut self, place: &Place, text: &Option<String>, reply: Result<(), ApiError>) {
        match reply {
            Ok(()) => {
                if self.texts.get(place) == Some(text) {
                    self.texts.remove(place);
                }
                self.why = None;
            }
            Err(error) => self.why = Some(error),
        }
    }
}

/// One thing that is typed.
#[derive(Clone)]
pub struct Draft {
    desk: Desk,
    place: Place,
}

impl Draft {
    /// What was left, if anything was.
    pub async fn load(self) -> Option<String> {
        let here = self
            .desk
            .unsaved
            .with_untracked(|u| u.texts.get(&self.place).cloned());
        if let Some(text) = here {
            return text;
        }
        // What cannot be read is not lost, only not shown.
        let key = self.place.1;
        call(LoadDraft { key }).await.ok().flatten()
    }

    /// Keeps what is typed; `None` forgets it. Whether the core has it now.
    pub async fn keep(self, text: Option<String>) -> bool {
        let unsaved = self.desk.unsaved;
        unsaved.update_untracked(|u| u.put(self.place.clone(), text.clone()));
        let request = SaveDraftText {
            key: self.place.1.clone(),
            text: text.clone(),
        };
        let reply = call(request).await;
        let kept = reply.is_ok();
        unsaved.update(|u| u.answered(&self.place, &text, reply));
        kept
    }

    /// As [`Draft::keep`], for whoever leaves the page.
    pub fn keep_soon(self, text: Option<String>) {
        spawn_local(async move {
            self.keep(text).await;
        });
    }
}

impl Desk {
    /// What the person at work types under a name.
    pub fn draft(self, key: impl Into<String>) -> Draft {
        let who = self.unsaved.with_untracked(|u| u.who);
        Draft {
            desk: self,
            place: (who, key.into()),
        }
    }

    /// Somebody sits down: what the lock came before is kept now.
    pub fn drafts_of(self, who: StaffId) {
        self.unsaved.update(|u| u.who = Some(who));
        self.keep_unsaved();
    }

    /// The window stays open once when it is closed with something that is only in it. Runs as long as the program.
    pub fn hold_what_is_typed(self) {
        let holds = Memo::new(move |_| self.unsaved.with(Unsaved::holds));
        let tell = move |hold| {
            spawn_local(async move {
                // A core that does not answer lets the window close.
                let _ = call(HoldWindow { hold }).await;
            });
        };
        Effect::new(move |before: Option<bool>| {
            let hold = holds.get();
            if hold != before.unwrap_or(false) {
                tell(hold);
            }
            hold
        });
        listen::<Option<()>>(events::CLOSING, move |_| {
            self.closing.set(true);
            set_timeout(
                move || {
                    self.closing.set(false);
                    tell(holds.get_untracked());
                },
                SECOND_THOUGHT,
            );
        });
    }

    /// Tries once more to keep what is only in the window.
    pub fn keep_unsaved(self) {
        let waiting: Vec<_> = self.unsaved.with_untracked(|u| {
            let mine = u.texts.iter().filter(|((owner, _), _)| *owner == u.who);
            mine.map(|((_, key), text)| (key.clone(), text.clone()))
                .collect()
        });
        for (key, text) in waiting {
            self.draft(key).keep_soon(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(who: u128, key: &str) -> Place {
        (Some(StaffId(uuid::Uuid::from_u128(who))), key.to_owned())
    }

    #[test]
    fn what_the_core_could_not_keep_stays_and_is_its_writers_own() {
        let (mine, other) = (place(1, "answer"), place(2, "answer"));
        let (one, two) = (Some("one".to_owned()), Some("two".to_owned()));
        let mut unsaved = Unsaved {
            who: mine.0,
            ..Unsaved::default()
        };
        unsaved.put(mine.clone(), one.clone());
        assert_eq!(unsaved.why(), None, "on its way is no trouble");
        unsaved.answered(&mine, &one, Err(ApiError::new("disk-full")));
        assert!(unsaved.why().is_some());
        unsaved.who = other.0;
        assert_eq!(unsaved.why(), None, "somebody else is told nothing");
        unsaved.who = mine.0;
        unsaved.put(mine.clone(), two.clone());
        unsaved.answered(&mine, &one, Ok(()));
        assert_eq!(
            unsaved.texts.get(&mine),
            Some(&two),
            "an older answer says nothing of the newer text"
        );
        unsaved.answered(&mine, &two, Ok(()));
        assert!(unsaved.texts.is_empty());
    }
}
