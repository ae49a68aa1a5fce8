//! What was just done, with the way back; and the voice for screen readers.

use super::{Button, Icon, Look};
use crate::i18n::words;
use crate::state::desk;
use leptos::prelude::*;

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

/// The live region.
#[component]
pub fn Live() -> impl IntoView {
    let desk = desk();
    view! { <div class="unseen" role="status" aria-live="polite" data-test="said">{move || desk.said.get()}</div> }
}
