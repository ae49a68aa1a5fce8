//! A choice by typing a part of the name: the combobox pattern of the W3C.

use super::controls::{Frame, fresh_id};
use domain::fold::fold;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// How many options are offered at once.
const OFFERED: usize = 50;

/// One of many: codes with their labels, found by any part of the label. An empty code is "nothing chosen".
#[component]
pub fn Combo(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    test: &'static str,
    #[prop(into, optional)] hint: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(into, optional)] on_change: Option<Callback<()>>,
) -> impl IntoView {
    let id = fresh_id("combo-");
    let list_id = format!("{id}-list");
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let input = NodeRef::<html::Input>::new();
    let label_of = move |code: &str| {
        options
            .with(|o| o.iter().find(|(c, _)| c == code).map(|(_, l)| l.clone()))
            .unwrap_or_default()
    };
    // Whatever is chosen stands in the field: also when it is chosen elsewhere or the language changes.
    Effect::new(move |_| {
        let shown = value.with(|v| label_of(v));
        if !open.get_untracked() {
            typed.set(shown);
        }
    });
    let found = Memo::new(move |_| {
        let wanted = typed.with(|t| fold(t.trim()));
        let unchanged = value.with(|v| typed.with(|t| *t == label_of(v)));
        options.with(|all| {
            all.iter()
                .filter(|(_, l)| unchanged || wanted.is_empty() || fold(l).contains(&wanted))
                .take(OFFERED)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let close = move || {
        open.set(false);
        typed.set(value.with_untracked(|v| label_of(v)));
    };
    let choose = move |code: String| {
        let changed = value.with_untracked(|v| *v != code);
        value.set(code);
        close();
        if changed && let Some(f) = on_change {
            f.run(());
        }
    };
    let own_id = id.clone();
    let press = move |event: &KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.code().as_str() {
            "ArrowDown" | "ArrowUp" if !open.get_untracked() => {
                at.set(0);
                open.set(true);
            }
            "ArrowDown" if count > 0 => at.update(|a| *a = (*a + 1) % count),
            "ArrowUp" if count > 0 => at.update(|a| *a = (*a + count - 1) % count),
            "Enter" | "NumpadEnter" if open.get_untracked() && !event.ctrl_key() => {
                if let Some((code, _)) =
                    found.with_untracked(|f| f.get(at.get_untracked()).cloned())
                {
                    choose(code);
                }
            }
            "Escape" if open.get_untracked() => close(),
            "Tab" => {
                // What was typed and found is meant; an emptied field means nothing.
                if open.get_untracked() {
                    if typed.with_untracked(|t| t.trim().is_empty()) {
                        choose(String::new());
                    } else if let Some((code, _)) =
                        found.with_untracked(|f| f.get(at.get_untracked()).cloned())
                    {
                        choose(code);
                    }
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        if let Some(option) = document_element(&format!("{own_id}-{}", at.get_untracked())) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    };
    let active = {
        let id = id.clone();
        move || (open.get() && found.with(|f| !f.is_empty())).then(|| format!("{id}-{}", at.get()))
    };
    let (frame_id, option_id, listed) = (id.clone(), id.clone(), list_id.clone());
    view! {
        <Frame id=frame_id label hint error required=false>
            <div class="combo">
                <input
                    id=id
                    node_ref=input
                    type="text"
                    role="combobox"
                    data-test=test
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls=list_id
                    aria-activedescendant=active
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=typed
                    on:keydown=move |e| press(&e)
                    on:input=move |e| {
                        typed.set(event_target_value(&e));
                        at.set(0);
                        open.set(true);
                    }
                    on:click=move |_| { at.set(0); open.set(true); }
                    on:focus=move |_| if let Some(field) = input.get_untracked() { field.select() }
                    on:blur=move |_| {
                        if open.get_untracked() {
                            if typed.with_untracked(|t| t.trim().is_empty()) { choose(String::new()) } else { close() }
                        }
                    }
                />
                <ul id=listed role="listbox" aria-label=label class="combo-list" hidden=move || !open.get() || found.with(Vec::is_empty)>
                    {move || {
                        let current = value.get();
                        found
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(i, (code, label))| {
                                let chosen = code == current;
                                view! {
                                    <li
                                        id=format!("{option_id}-{i}")
                                        role="option"
                                        class:active=move || at.get() == i
                                        aria-selected=if chosen { "true" } else { "false" }
                                        // Before the field loses the focus.
                                        on:mousedown=move |e| { e.prevent_default(); choose(code.clone()); }
                                    >
                                        {label}
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </div>
        </Frame>
    }
}

fn document_element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}
