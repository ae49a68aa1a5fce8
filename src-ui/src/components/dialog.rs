//! Dialogs: they hold the focus while they are open and give it back when they close.

use super::{Button, Look};
use crate::i18n::words;
use crate::keys::use_modal_keys;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const STOPS: &str = "button:not([disabled]), [href], input:not([disabled]), select:not([disabled]), \
                     textarea:not([disabled]), [tabindex]:not([tabindex='-1'])";

/// A dialog. Mount it to open it, unmount it to close it.
#[component]
pub fn Dialog(
    #[prop(into)] title: Signal<String>,
    /// Escape, the cross and a press beside it.
    #[prop(into)]
    on_close: Callback<()>,
    test: &'static str,
    /// Ctrl+Enter.
    #[prop(into, optional)]
    on_submit: Option<Callback<()>>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let words = words();
    let node = NodeRef::<html::Div>::new();
    keep_focus(node);
    use_modal_keys(move |key| {
        if key.escape() {
            on_close.run(());
            return true;
        }
        if key.ctrl("Enter") {
            if let Some(submit) = on_submit {
                submit.run(());
            }
            return true;
        }
        false
    });
    view! {
        <div class="veil" on:mousedown=move |_| on_close.run(())>
            <div
                class="dialog"
                class:wide=wide
                role="dialog"
                aria-modal="true"
                aria-label=title
                data-test=test
                tabindex="-1"
                node_ref=node
                on:mousedown=|e| e.stop_propagation()
                on:keydown=move |e| trap(&e, node)
            >
                <div class="dialog-head">
                    <h2>{title}</h2>
                    <Button
                        label=words.say("action-close")
                        on_press=move || on_close.run(())
                        test="dialog-close"
                        look=Look::Quiet
                        icon="close"
                        bare=true
                    />
                </div>
                <div class="dialog-body">{children()}</div>
            </div>
        </div>
    }
}

/// Moves the focus into an element when it is shown, and back to where it was when it goes.
pub fn keep_focus(node: NodeRef<html::Div>) {
    let before = StoredValue::new_local(active_element());
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        let inside = active_element().is_some_and(|a| dialog.contains(Some(&a)));
        if !inside {
            // The first field rather than the cross in the corner.
            let body = dialog.query_selector(".dialog-body").ok().flatten();
            let first = body.and_then(|b| b.query_selector(STOPS).ok().flatten());
            match first.and_then(|f| f.dyn_into::<HtmlElement>().ok()) {
                Some(first) => drop(first.focus()),
                None => drop(dialog.focus()),
            }
        }
    });
    on_cleanup(move || {
        if let Some(Some(before)) = before.try_get_value() {
            let _ = before.focus();
        }
    });
}

fn active_element() -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .active_element()?
        .dyn_into()
        .ok()
}

/// Tab goes round inside.
fn trap(event: &web_sys::KeyboardEvent, node: NodeRef<html::Div>) {
    if event.code() != "Tab" {
        return;
    }
    let Some(dialog) = node.get_untracked() else {
        return;
    };
    let Ok(stops) = dialog.query_selector_all(STOPS) else {
        return;
    };
    let at = |i: u32| stops.item(i).and_then(|n| n.dyn_into::<HtmlElement>().ok());
    let (Some(first), Some(last)) = (at(0), at(stops.length().saturating_sub(1))) else {
        return;
    };
    let active = active_element();
    let on = |e: &HtmlElement| active.as_ref().is_some_and(|a| a == e);
    let outside = !active.as_ref().is_some_and(|a| dialog.contains(Some(a)));
    if event.shift_key() && (on(&first) || outside) {
        event.prevent_default();
        let _ = last.focus();
    } else if !event.shift_key() && (on(&last) || outside) {
        event.prevent_default();
        let _ = first.focus();
    }
}

/// Asks before what cannot be undone. Mount it to ask.
#[component]
pub fn Confirm(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] yes: Signal<String>,
    #[prop(into)] on_yes: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let words = words();
    view! {
        <Dialog title on_close on_submit=on_yes test="confirm">
            <p class="reading">{text}</p>
            <div class="buttons">
                <Button label=words.say("action-cancel") on_press=move || on_close.run(()) test="confirm-no" key="Esc"/>
                <Button label=yes on_press=move || on_yes.run(()) test="confirm-yes" look=Look::Danger key="Ctrl+Enter"/>
            </div>
        </Dialog>
    }
}
