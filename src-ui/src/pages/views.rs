//! The left pane: views with their counts, and the other pages.

use super::frame_keys::{GO_PAGES, offered};
use crate::components::{Button, Icon};
use crate::i18n::words;
use crate::ipc::{Remote, fetch};
use crate::keys::Key;
use crate::state::{Desk, Page, desk};
use domain::Role;
use leptos::prelude::*;
use protocol::window::list::{Counts, View};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

const GROUPS: [&[View]; 3] = [
    &[
        View::Today,
        View::Inbox,
        View::New,
        View::Mine,
        View::ToSign,
        View::Overdue,
    ],
    &[View::Returned, View::ToDispatch, View::Conflicts],
    &[View::Closed, View::Archived, View::All],
];

/// The left pane.
#[component]
pub fn Views() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let counts = use_counts(desk);
    let groups = GROUPS
        .into_iter()
        .map(|views| {
            let items = views
                .iter()
                .map(|v| view! { <ViewItem view=*v counts/> })
                .collect_view();
            view! { <ul>{items}</ul> }
        })
        .collect_view();
    view! {
        <nav
            class="views"
            class:open=move || desk.views_open.get()
            aria-label=words.say("views-title")
            data-test="views"
            on:keydown=step
        >
            {move || offered(desk, Page::Register).then(|| view! {
                <Button
                    label=words.say("go-register-short")
                    on_press=move || desk.go(Page::Register)
                    test="go-register" icon="plus" key="Ctrl+N"
                />
            })}
            {groups}
            <ul>
                {GO_PAGES.map(|(letter, page, key)| view! { <PageItem letter page key/> }).collect_view()}
            </ul>
        </nav>
    }
}

fn use_counts(desk: Desk) -> Memo<BTreeMap<View, u32>> {
    // The serial makes each change a new question; the old answer stays until the new one is there.
    let fetched = fetch(move || Some(Counts {}));
    Effect::new(move |before: Option<u32>| {
        let serial = desk.changed.with(|(serial, _)| *serial);
        if before.is_some_and(|b| b != serial) {
            fetched.refresh();
        }
        serial
    });
    Memo::new(move |before: Option<&BTreeMap<View, u32>>| {
        fetched.value.with(|value| match value {
            Remote::Ready(counts) => counts.views.iter().copied().collect(),
            _ => before.cloned().unwrap_or_default(),
        })
    })
}

#[component]
fn ViewItem(view: View, counts: Memo<BTreeMap<View, u32>>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let count = Memo::new(move |_| counts.with(|c| c.get(&view).copied()));
    let name = move || words.get(&format!("view-{}", view.code()));
    let current = move || {
        let here = matches!(desk.page.get(), Page::Panes) && desk.search.with(String::is_empty);
        here && desk.view.get() == view
    };
    // What nobody has to look at takes no room.
    let shown = move || match view {
        View::ToSign => desk.is(Role::Supervisor) || count.get().unwrap_or(0) > 0,
        View::Conflicts => count.get().unwrap_or(0) > 0 || current(),
        _ => true,
    };
    let alarming =
        move || matches!(view, View::Overdue | View::Conflicts) && count.get().unwrap_or(0) > 0;
    move || {
        shown().then(|| {
            view! {
                <li>
                    <button
                        type="button"
                        class="view"
                        data-test=format!("view-{}", view.code())
                        aria-current=move || current().then_some("page")
                        on:click=move |_| desk.show_view(view)
                    >
                        <Icon name=icon(view)/>
                        <span class="cut">{name}</span>
                        <span class="count figures" class:late=alarming>
                            {move || alarming().then(|| view! { <Icon name="alert"/> })}
                            {move || count.get().map(words_number(words))}
                        </span>
                    </button>
                </li>
            }
        })
    }
}

fn words_number(words: crate::i18n::Words) -> impl Fn(u32) -> String {
    move |n| words.number(i64::from(n))
}

fn icon(view: View) -> &'static str {
    match view {
        View::Today => "calendar",
        View::Inbox => "inbox",
        View::New => "plus",
        View::Mine => "user",
        View::ToSign => "pen",
        View::Returned => "undo",
        View::Overdue => "clock",
        View::ToDispatch => "send",
        View::Closed => "check",
        View::Archived => "archive",
        View::Conflicts => "alert",
        View::All => "list",
    }
}

#[component]
fn PageItem(letter: &'static str, page: Page, key: &'static str) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let icon = match page {
        Page::Import => "upload",
        Page::Reports => "chart",
        Page::Archive => "archive",
        _ => "sync",
    };
    move || {
        offered(desk, page).then(|| {
            view! {
                <li>
                    <button
                        type="button"
                        class="view"
                        data-test=key
                        title=format!("g {}", letter.to_lowercase())
                        aria-current=move || (desk.page.get() == page).then_some("page")
                        on:click=move |_| desk.go(page)
                    >
                        <Icon name=icon/>
                        <span class="cut">{words.say(key)}</span>
                    </button>
                </li>
            }
        })
    }
}

/// Up and down walk through the pane.
fn step(event: web_sys::KeyboardEvent) {
    let key = Key::of(&event);
    let forward = match key.code.as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(pane) = event
        .current_target()
        .and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(buttons) = pane.query_selector_all("button") else {
        return;
    };
    let active = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element());
    let at = (0..buttons.length())
        .find(|i| buttons.item(*i).as_ref() == active.as_ref().map(AsRef::as_ref));
    let next = match (at, forward) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at.saturating_sub(1),
        (None, _) => 0,
    };
    if let Some(button) = buttons
        .item(next)
        .and_then(|n| n.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = button.focus();
    }
    event.prevent_default();
    event.stop_propagation();
}
