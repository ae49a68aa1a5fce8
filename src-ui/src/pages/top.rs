//! The top bar: search, palette, chip, person; and the line at the foot.

use crate::components::{Button, Icon, Look, Note};
use crate::i18n::{Words, words};
use crate::state::{Desk, Overlay, Page, desk};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::sync::Chip;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// How long typing rests before the list is asked for.
const DEBOUNCE: Duration = Duration::from_millis(80);

/// The top bar.
#[component]
pub fn TopBar() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let demo = move || desk.status.with(|s| s.as_ref().is_some_and(|s| s.demo));
    let name = move || desk.with(|s| s.staff.name.clone()).unwrap_or_default();
    view! {
        <header class="top">
            {move || desk.narrow().then(|| view! {
                <Button
                    label=words.say("views-title")
                    on_press=move || desk.views_open.update(|o| *o = !*o)
                    test="views-toggle" look=Look::Quiet icon="list" bare=true
                />
            })}
            <span class="brand">{words.say("app-name")}</span>
            {move || demo().then(|| view! {
                <span class="demo" title=words.say("demo-why")>{words.say("demo-badge")}</span>
            })}
            <Search/>
            <Button
                label=words.say("palette-title")
                on_press=move || desk.overlay.set(Some(Overlay::Palette))
                test="open-palette" look=Look::Quiet key="Ctrl+K"
            />
            <span class="grow"></span>
            <ChipButton/>
            <button
                type="button"
                class="button quiet person"
                data-test="open-settings"
                title=move || format!("{} · {} (Ctrl+,)", name(), words.get("settings-title"))
                aria-label=move || format!("{}. {}", name(), words.get("settings-title"))
                on:click=move |_| desk.overlay.set(Some(Overlay::Settings))
            >
                <Icon name="user"/>
                <span class="cut">{name}</span>
            </button>
        </header>
    }
}

#[component]
fn Search() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let typed = RwSignal::new(String::new());
    let pending = StoredValue::new(None::<TimeoutHandle>);
    // A view change or Escape clears the search from outside.
    Effect::new(move |_| {
        let search = desk.search.get();
        if search.is_empty() && pending.with_value(Option::is_none) {
            typed.set(String::new());
        }
    });
    let apply = move || {
        pending.set_value(None);
        let text = typed.get_untracked().trim().to_owned();
        if text != desk.search.get_untracked() {
            desk.search_for(text);
        }
    };
    let changed = move |text: String| {
        typed.set(text);
        if let Some(handle) = pending.with_value(|p| *p) {
            handle.clear();
        }
        pending.set_value(set_timeout_with_handle(apply, DEBOUNCE).ok());
    };
    let keys = move |event: web_sys::KeyboardEvent| match event.code().as_str() {
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            changed(String::new());
            focus_list();
        }
        "Enter" | "NumpadEnter" | "ArrowDown" => {
            event.prevent_default();
            event.stop_propagation();
            if let Some(handle) = pending.with_value(|p| *p) {
                handle.clear();
            }
            apply();
            focus_list();
        }
        _ => {}
    };
    view! {
        <div class="search" role="search">
            <Icon name="search"/>
            <input
                id="search"
                type="search"
                data-test="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=words.say("search-label")
                aria-keyshortcuts="/"
                placeholder=words.say("search-placeholder")
                title=words.say("search-placeholder")
                prop:value=typed
                on:input=move |e| changed(event_target_value(&e))
                on:keydown=keys
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// Moves the focus to the list, where the keys go on.
pub fn focus_list() {
    // After the page has been drawn: the list may only now come up.
    spawn_local(async {
        let document = web_sys::window().and_then(|w| w.document());
        let list = document.and_then(|d| {
            d.get_element_by_id("list")
                .or_else(|| d.get_element_by_id("work"))
        });
        if let Some(list) = list.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = list.focus();
        }
    });
}

#[component]
fn ChipButton() -> impl IntoView {
    let (desk, words) = (desk(), words());
    view! {
        <button
            type="button"
            class="chip"
            class:off=move || !desk.chip.with(|c| c.online)
            class:trouble=move || desk.chip.with(|c| c.conflicts + c.rejected > 0 || c.clock_off.is_some())
            data-test="chip"
            title=move || format!("{}. {}", chip_text(words, desk, &desk.chip.get()), words.get("chip-open"))
            on:click=move |_| desk.go(Page::Sync)
        >
            {move || {
                let icon = desk.chip.with(|c| if c.busy { "sync" } else if c.online { "dot" } else { "offline" });
                view! { <Icon name=icon/> }
            }}
            <span class="figures">{move || chip_text(words, desk, &desk.chip.get())}</span>
        </button>
    }
}

fn chip_text(words: Words, desk: Desk, chip: &Chip) -> String {
    let mut parts = vec![words.get(if chip.online {
        "chip-online"
    } else {
        "chip-offline"
    })];
    if chip.busy {
        parts.push(words.get("chip-busy"));
    }
    let counted = [
        (chip.queued, "chip-queued"),
        (chip.files, "chip-files"),
        (chip.conflicts, "chip-conflicts"),
        (chip.rejected, "chip-rejected"),
    ];
    for (count, key) in counted {
        if count > 0 {
            parts.push(words.with(key, &[("n", i64::from(count).into())]));
        }
    }
    if chip.clock_off.is_some() {
        parts.push(words.get("chip-clock"));
    }
    match chip.last {
        Some(at) if at.date_naive() == desk.today() => parts.push(text::format::time(at)),
        Some(at) => parts.push(words.moment(at)),
        None => parts.push(words.get("chip-never")),
    }
    parts.join(" · ")
}

/// Says that this computer's clock is wrong, where it is: what is registered now gets a wrong date.
#[component]
pub fn ClockNote() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let wrong = Memo::new(move |_| desk.chip.with(Chip::clock_words));
    move || {
        wrong.get().map(|wrong| {
            let amount = words.with(wrong.amount, &[("n", wrong.n.into())]);
            view! {
                <div data-test="clock-off">
                    <Note kind="soon"><p>{words.with(wrong.sentence, &[("amount", amount.into())])}</p></Note>
                </div>
            }
        })
    }
}

/// The line at the foot: the keys at hand, and how old the data are.
#[component]
pub fn Footer() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let hints = move || {
        let pairs: &[(&str, &str)] = match desk.page.get() {
            Page::Panes | Page::Today => &[
                ("J K", "hint-move"),
                ("Enter", "hint-open"),
                ("X", "hint-select"),
                ("?", "hint-keys"),
            ],
            Page::SignOff(_) => &[
                ("Y", "hint-approve"),
                ("X", "hint-return"),
                ("Esc", "hint-back"),
                ("?", "hint-keys"),
            ],
            _ => &[
                ("Esc", "hint-back"),
                ("Ctrl+K", "hint-palette"),
                ("?", "hint-keys"),
            ],
        };
        pairs.iter().map(|(key, text)| view! { <span class="key-hint"><kbd>{*key}</kbd>{words.say(text)}</span> }).collect_view()
    };
    let age = move || {
        desk.chip.with(|c| c.last).map(|at| {
            let value = if at.date_naive() == desk.today() {
                text::format::time(at)
            } else {
                words.moment(at)
            };
            words.with("data-of", &[("at", value.into())])
        })
    };
    view! {
        <footer class="foot">
            <span class="hints">{hints}</span>
            <span class="grow"></span>
            <span class="figures">{move || desk.foot.get()}</span>
            <span class="muted figures">{age}</span>
        </footer>
    }
}
