//! What can be done now, each with its key. Only what the core says is possible is shown.

use super::super::acts::Asked;
use super::super::panes::list_model;
use super::Shown;
use crate::components::{Button, Icon, Look};
use crate::i18n::words;
use crate::ipc::call;
use crate::keys::{Key, use_keys};
use crate::state::{CaseAct, Desk, Page, desk};
use domain::Act;
use domain::ids::InquiryId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::case::CaseView;
use protocol::window::files::{AttachStaged, PickFiles, StagedFile};
use std::sync::Arc;

/// One thing that can be done: act code that must be possible, what it is, its words, its key.
struct Action {
    needs: &'static str,
    what: &'static str,
    text: &'static str,
    key: &'static str,
    pressed: fn(&Key) -> bool,
}

impl Action {
    /// Whether it is a step of the straight way from entry to archive.
    fn straight(&self) -> bool {
        matches!(
            self.what,
            "enter_in_register"
                | "sign"
                | "answer"
                | "assign"
                | "record_dispatch"
                | "close"
                | "archive"
        )
    }
}

/// Shown at once; the rest is behind "more", and its keys work all the same.
const SHOWN: usize = 6;

const ACTIONS: [Action; 16] = [
    Action {
        needs: "enter_in_register",
        what: "enter_in_register",
        text: "do-enter_in_register",
        key: "I",
        pressed: |k| k.plain("KeyI"),
    },
    Action {
        needs: "approve",
        what: "sign",
        text: "action-sign",
        key: "S",
        pressed: |k| k.plain("KeyS"),
    },
    Action {
        needs: "save_draft",
        what: "answer",
        text: "action-answer",
        key: "R",
        pressed: |k| k.plain("KeyR"),
    },
    Action {
        needs: "assign",
        what: "assign",
        text: "do-assign",
        key: "A",
        pressed: |k| k.plain("KeyA"),
    },
    Action {
        needs: "record_dispatch",
        what: "record_dispatch",
        text: "action-dispatch",
        key: "P",
        pressed: |k| k.plain("KeyP"),
    },
    Action {
        needs: "close",
        what: "close",
        text: "do-close",
        key: "C",
        pressed: |k| k.plain("KeyC"),
    },
    Action {
        needs: "reopen",
        what: "reopen",
        text: "do-reopen",
        key: "O",
        pressed: |k| k.plain("KeyO"),
    },
    Action {
        needs: "add_note",
        what: "add_note",
        text: "action-note",
        key: "N",
        pressed: |k| k.plain("KeyN"),
    },
    Action {
        needs: "correct",
        what: "topic",
        text: "action-topic-short",
        key: "T",
        pressed: |k| k.plain("KeyT"),
    },
    Action {
        needs: "forward",
        what: "forward",
        text: "do-forward",
        key: "E",
        pressed: |k| k.plain("KeyE"),
    },
    Action {
        needs: "extend",
        what: "extend",
        text: "do-extend",
        key: "Ctrl+Shift+E",
        pressed: |k| k.ctrl_shift("KeyE"),
    },
    Action {
        needs: "attach",
        what: "attach",
        text: "action-attach",
        key: "U",
        pressed: |k| k.plain("KeyU"),
    },
    Action {
        needs: "correct",
        what: "correct",
        text: "do-correct",
        key: "Shift+C",
        pressed: |k| k.shift("KeyC"),
    },
    Action {
        needs: "archive",
        what: "archive",
        text: "go-archive",
        key: "H",
        pressed: |k| k.plain("KeyH"),
    },
    Action {
        needs: "not_considered",
        what: "not_considered",
        text: "do-not_considered",
        key: "Shift+N",
        pressed: |k| k.shift("KeyN"),
    },
    Action {
        needs: "void",
        what: "void",
        text: "do-void",
        key: "Shift+V",
        pressed: |k| k.shift("KeyV"),
    },
];

/// The bar of actions.
#[component]
pub fn Actions(shown: Shown, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    let can =
        Memo::new(move |_| shown.with(|c| c.as_ref().map(|c| c.can.clone()).unwrap_or_default()));
    let possible =
        move |action: &Action| can.with_untracked(|c| c.iter().any(|a| a == action.needs));
    let run = move |what: &'static str| {
        if let Some(case) = shown.get_untracked() {
            act(desk, asked, what, case);
        }
    };
    let all = RwSignal::new(false);
    use_keys(move |key| {
        // With rows selected, A and T are about all of them: the list hears them.
        let several = !model
            .selected
            .with_untracked(std::collections::BTreeSet::is_empty);
        let Some(action) = ACTIONS.iter().find(|a| (a.pressed)(key) && possible(a)) else {
            return false;
        };
        if several && matches!(action.what, "assign" | "topic") {
            return false;
        }
        // The key of a case is about the one that is shown, not about one on its way.
        if shown.with_untracked(|c| c.as_ref().map(|c| c.inquiry.id)) != desk.case.get_untracked() {
            return true;
        }
        run(action.what);
        true
    });
    take_dropped(desk, shown);
    offer_by_name(desk, can);
    Effect::new(move |_| {
        if let Some(what) = desk.act.get() {
            desk.act.set(None);
            run(what);
        }
    });
    view! {
        <div class="actions" aria-label=words.say("actions-label") role="toolbar">
            {move || {
                let can = can.get();
                let mut possible: Vec<&Action> =
                    ACTIONS.iter().filter(|a| can.iter().any(|c| c == a.needs)).collect();
                // What was sent already is only corrected: the next step is to close.
                if shown.with(|c| c.as_ref().is_some_and(|c| c.inquiry.dispatch.is_some())) {
                    possible.sort_by_key(|a| a.what == "record_dispatch");
                }
                let hidden = possible.len().saturating_sub(SHOWN);
                let shown = if all.get() || hidden == 1 { possible.len() } else { SHOWN };
                let buttons = possible
                    .into_iter()
                    .take(shown)
                    .enumerate()
                    .map(|(i, action)| {
                        let (what, text, key) = (action.what, action.text, action.key);
                        // The first one is the next step of the straight way.
                        let look = if i == 0 && action.straight() { Look::Primary } else { Look::Quiet };
                        view! { <Button label=words.say(text) on_press=move || run(what) test=test_name(what) look key/> }
                    })
                    .collect_view();
                let more = (hidden > 1).then(|| view! {
                    <button
                        type="button" class="button quiet" data-test="actions-more"
                        aria-expanded=move || if all.get() { "true" } else { "false" }
                        on:click=move |_| all.update(|a| *a = !*a)
                    >
                        <span>{words.say("actions-more")}</span>
                        {move || view! { <Icon name=if all.get() { "down" } else { "up" }/> }}
                    </button>
                });
                view! { {buttons}{more} }
            }}
        </div>
    }
}

/// The palette knows the same acts by their words, as long as the case is shown.
fn offer_by_name(desk: Desk, can: Memo<Vec<String>>) {
    Effect::new(move |_| {
        let can = can.get();
        let possible = ACTIONS.iter().filter(|a| can.iter().any(|c| c == a.needs));
        desk.acts.set(
            possible
                .map(|a| CaseAct {
                    what: a.what,
                    text: a.text,
                    key: a.key,
                })
                .collect(),
        );
    });
    on_cleanup(move || desk.acts.set(Vec::new()));
}

fn test_name(what: &'static str) -> &'static str {
    match what {
        "enter_in_register" => "do-enter",
        "sign" => "do-sign",
        "answer" => "do-answer",
        "assign" => "do-assign",
        "record_dispatch" => "do-dispatch",
        "close" => "do-close",
        "reopen" => "do-reopen",
        "add_note" => "do-note",
        "topic" => "do-topic",
        "forward" => "do-forward",
        "extend" => "do-extend",
        "attach" => "do-attach",
        "correct" => "do-correct",
        "archive" => "do-archive",
        "not_considered" => "do-not-considered",
        _ => "do-void",
    }
}

fn act(desk: Desk, asked: RwSignal<Option<Asked>>, what: &'static str, case: Arc<CaseView>) {
    let id = case.inquiry.id;
    match what {
        "enter_in_register" => {
            let on = case.today;
            spawn_local(async move {
                desk.perform(vec![id], Act::EnterInRegister { on }).await;
            });
        }
        "answer" => desk.go(Page::Answer(id)),
        "sign" => desk.go(Page::SignOff(id)),
        "archive" => desk.go(Page::Archive),
        "attach" => attach_picked(desk, id, false),
        _ => asked.set(Some(Asked::of(what, case))),
    }
}

/// Asks for files and adds them to a case.
pub fn attach_picked(desk: Desk, inquiry: InquiryId, answer: bool) {
    spawn_local(async move {
        match call(PickFiles {}).await {
            Ok(files) => attach(desk, inquiry, answer, files).await,
            Err(error) => desk.fail(&error),
        }
    });
}

/// Files dropped on the window while a case is open go to it.
fn take_dropped(desk: Desk, shown: Shown) {
    Effect::new(move |_| {
        let files = desk.dropped.get();
        if files.is_empty() {
            return;
        }
        let case = shown.get_untracked();
        let Some(case) = case.filter(|c| c.can.iter().any(|a| a == "attach")) else {
            return;
        };
        desk.dropped.set(Vec::new());
        spawn_local(attach(desk, case.inquiry.id, false, files));
    });
}

async fn attach(desk: Desk, inquiry: InquiryId, answer: bool, files: Vec<StagedFile>) {
    let refused = files.iter().find_map(|f| f.refused.clone());
    let staged: Vec<String> = files
        .into_iter()
        .filter(|f| f.refused.is_none())
        .map(|f| f.id)
        .collect();
    if !staged.is_empty() {
        match call(AttachStaged {
            inquiry,
            staged,
            answer,
        })
        .await
        {
            Ok(performed) => desk.performed(&performed, "attach"),
            Err(error) => return desk.fail(&error),
        }
    }
    if let Some(error) = refused {
        desk.fail(&error);
    }
}
