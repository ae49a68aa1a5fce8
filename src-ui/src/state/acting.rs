//! Doing something to inquiries, and taking it back: what was done is said, with the way back, or why it was not.

use super::Desk;
use crate::ipc::call;
use domain::Act;
use domain::ids::{CommandId, InquiryId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::sync::Changed;
use protocol::window::work::{Perform, Performed};

impl Desk {
    /// Does an act to one inquiry or several; shows what was done with the way back, or why it was not.
    /// Returns what was done, or `None` when the core could not be asked.
    pub async fn perform(self, inquiries: Vec<InquiryId>, act: Act) -> Option<Performed> {
        let code = act.code();
        match call(Perform { inquiries, act }).await {
            Ok(performed) => {
                self.performed(&performed, code);
                Some(performed)
            }
            Err(error) => {
                self.fail(&error);
                None
            }
        }
    }

    /// Shows what was done with the way back, or why it was not.
    pub fn performed(self, performed: &Performed, act: &str) {
        // The core tells of the change too; asking again twice in a moment is one question.
        let mine = performed.done.iter().map(|d| d.inquiry).collect();
        self.touch(Changed {
            inquiries: mine,
            all: false,
        });
        if let Some((_, error)) = performed.refused.first() {
            let sentence = self.words.error(error);
            let text = if performed.done.is_empty() && performed.refused.len() == 1 {
                sentence
            } else {
                let values = [
                    ("done", (performed.done.len() as i64).into()),
                    ("refused", (performed.refused.len() as i64).into()),
                    ("why", sentence.into()),
                ];
                self.words.with("bar-partly", &values)
            };
            let undo = undoable(performed);
            self.show_bar(text, true, undo);
            return;
        }
        let Some(first) = performed.done.first() else {
            return;
        };
        let values = [
            ("number", first.number.clone().into()),
            ("n", (performed.done.len() as i64).into()),
            ("act", self.words.get(&format!("act-{act}")).into()),
        ];
        let key = format!("done-{act}");
        let keys: [&str; 2] = if performed.done.len() == 1 {
            [&key, "done-one"]
        } else {
            ["done-many", "done-many"]
        };
        let text = self.words.first(&keys, &values);
        self.show_bar(text, false, undoable(performed));
    }

    /// Takes back what the bar offers.
    pub fn undo(self) {
        let Some(bar) = self.bar.get_untracked().filter(|b| !b.undo.is_empty()) else {
            return;
        };
        self.bar.set(None);
        spawn_local(async move {
            let mut undone = 0_i64;
            for (inquiry, command) in bar.undo {
                let request = Perform {
                    inquiries: vec![inquiry],
                    act: Act::Withdraw { command },
                };
                match call(request).await {
                    Ok(performed) => match performed.refused.first() {
                        Some((_, error)) => return self.fail(error),
                        None => undone += 1,
                    },
                    Err(error) => return self.fail(&error),
                }
            }
            self.done(self.words.with("done-undone", &[("n", undone.into())]));
        });
    }
}

fn undoable(performed: &Performed) -> Vec<(InquiryId, CommandId)> {
    performed
        .done
        .iter()
        .filter(|d| d.undoable)
        .map(|d| (d.inquiry, d.command))
        .collect()
}
