//! Tabs by the pattern of the W3C: one stop, arrows inside.

use crate::keys::Key;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Tabs: codes with labels. The panel beside it has the id `<name>-panel` and `aria-labelledby="<name>-<code>"`.
#[component]
pub fn Tabs(
    /// Prefix of ids and test names.
    name: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] tabs: Signal<Vec<(&'static str, String)>>,
    value: RwSignal<&'static str>,
) -> impl IntoView {
    let step = move |event: web_sys::KeyboardEvent| {
        let codes: Vec<&'static str> = tabs.with_untracked(|t| t.iter().map(|(c, _)| *c).collect());
        let at = codes
            .iter()
            .position(|c| *c == value.get_untracked())
            .unwrap_or(0);
        let count = codes.len().max(1);
        let next = match Key::of(&event).code.as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(code) = codes.get(next) {
            value.set(code);
            let tab = web_sys::window()
                .and_then(|w| w.document())
                .and_then(|d| d.get_element_by_id(&format!("{name}-{code}")));
            if let Some(tab) = tab.and_then(|t| t.dyn_into::<HtmlElement>().ok()) {
                let _ = tab.focus();
            }
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=step>
            <For each=move || tabs.get() key=|tab| tab.clone() let((code, text))>
                <button
                    type="button"
                    role="tab"
                    id=format!("{name}-{code}")
                    data-test=format!("{name}-{code}")
                    aria-selected=move || if value.get() == code { "true" } else { "false" }
                    aria-controls=format!("{name}-panel")
                    tabindex=move || if value.get() == code { "0" } else { "-1" }
                    on:click=move |_| value.set(code)
                >
                    {text}
                </button>
            </For>
        </div>
    }
}
