//! What was just done, with the way back; what could not be kept; and the voice for screen readers.

use super::{Button, Icon, Look};
use crate::i18n::words;
use crate::state::desk;
use leptos::prelude::*;
use std::time::Duration;

/// The undo bar: ten seconds, Ctrl+Z.
#[component]
pub fn UndoBar() -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        desk.bar.get().map(|bar| {
            let can = !bar.undo.is_empty();
            view! {
                <div class="bar" class:failed=bar.failed data-test="bar">
                    <Icon name=if bar.failed { "alert" } else { "check" }/>
                    <span class="bar-text">{bar.text}</span>
                    {can.then(|| view! {
                        <Button label=words.say("action-undo") on_press=move || desk.undo() test="undo" look=Look::Quiet icon="undo" key="Ctrl+Z"/>
                    })}
                    <Button label=words.say("action-close") on_press=move || desk.bar.set(None) test="bar-close" look=Look::Quiet icon="close" bare=true/>
                </div>
            }
        })
    }
}

/// How often it is tried again to keep what is only in the window.
const AGAIN: Duration = Duration::from_secs(10);

/// What is typed could not be kept: why, that it is still here, and "again". Goes by itself once it is kept.
#[component]
pub fn UnsavedNote() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let why = Memo::new(move |_| desk.unsaved.with(|u| u.why().cloned()));
    let trying = set_interval_with_handle(
        move || {
            if why.try_get_untracked().flatten().is_some() {
                desk.keep_unsaved();
            }
        },
        AGAIN,
    );
    on_cleanup(move || {
        if let Ok(trying) = trying {
            trying.clear();
        }
    });
    view! {
        <div class="unsaved" role="alert" hidden=move || why.with(Option::is_none) data-test="unsaved">
            {move || why.get().map(|error| view! {
                <Icon name="alert"/>
                <p>
                    {words.error(&error)}" "
                    <strong>{move || words.get(if desk.closing.get() { "unsaved-closing" } else { "unsaved-here" })}</strong>
                </p>
                <Button label=words.say("action-retry") on_press=move || desk.keep_unsaved() test="unsaved-retry" icon="sync"/>
            })}
        </div>
    }
}

/// The live region.
#[component]
pub fn Live() -> impl IntoView {
    let desk = desk();
    view! { <div class="unseen" role="status" aria-live="polite" data-test="said">{move || desk.said.get()}</div> }
}
