//! Keys that work on every page.

use crate::keys::{on_go, use_keys};
use crate::state::{Desk, Overlay, Page, desk};
use domain::Role;
use leptos::prelude::*;
use protocol::window::list::View;
use wasm_bindgen::JsCast;

/// Where `g` and a letter go: letter, view.
pub const GO_VIEWS: [(&str, View); 12] = [
    ("T", View::Today),
    ("I", View::Inbox),
    ("N", View::New),
    ("M", View::Mine),
    ("S", View::ToSign),
    ("R", View::Returned),
    ("O", View::Overdue),
    ("D", View::ToDispatch),
    ("C", View::Closed),
    ("A", View::Archived),
    ("X", View::Conflicts),
    ("E", View::All),
];

/// Where `g` and a letter go: letter, page, its name's key.
pub const GO_PAGES: [(&str, Page, &str); 4] = [
    ("W", Page::Import, "go-import"),
    ("P", Page::Reports, "go-reports"),
    ("H", Page::Archive, "go-archive"),
    ("Y", Page::Sync, "go-sync"),
];

/// Whether a page is offered to the person.
pub fn offered(desk: Desk, page: Page) -> bool {
    match page {
        Page::Import | Page::Register => desk.is(Role::Clerk) || desk.is(Role::Supervisor),
        Page::Reports => desk
            .with(|s| s.staff.roles.iter().any(|r| r.reports()))
            .unwrap_or(false),
        Page::Archive => desk.is(Role::Archivist),
        _ => true,
    }
}

/// Puts the cursor into the search field.
pub fn focus_search() {
    let field = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id("search"))
        .and_then(|e| e.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field {
        let _ = field.focus();
        field.select();
    }
}

/// Listens for them while the frame is shown.
pub fn use_frame_keys() {
    let desk = desk();
    on_go(move |letter| go(desk, letter));
    use_keys(move |key| {
        if key.ctrl("KeyK") {
            desk.overlay.set(Some(Overlay::Palette));
        } else if key.ctrl("Comma") {
            desk.overlay.set(Some(Overlay::Settings));
        } else if key.question() || key.code == "F1" {
            desk.overlay.set(Some(Overlay::Keys));
        } else if key.slash() {
            focus_search();
        } else if key.code == "F6" {
            next_region(key.shift);
        } else if key.ctrl("KeyL") {
            desk.lock();
        } else if key.ctrl("KeyN") && offered(desk, Page::Register) {
            desk.go(Page::Register);
        } else if key.ctrl("KeyZ")
            && !key.typing
            && desk
                .bar
                .with_untracked(|b| b.as_ref().is_some_and(|b| !b.undo.is_empty()))
        {
            desk.undo();
        } else if key.escape() && !key.typing && desk.page.get_untracked() != Page::Panes {
            desk.back();
        } else {
            return false;
        }
        true
    });
}

/// Parts of the window in their order: the first that is there stands for each.
const REGIONS: [&[&str]; 4] = [
    &["#search"],
    &[".view[aria-current]", ".view"],
    &["#list", "#work"],
    &["#case"],
];

/// Moves the focus to the next part of the window, or to the one before.
fn next_region(backwards: bool) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    let active = document.active_element();
    let part = |selectors: &[&str]| {
        let found = selectors
            .iter()
            .find_map(|s| document.query_selector(s).ok().flatten());
        found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
    };
    let within = |selector: &str| {
        active
            .as_ref()
            .is_some_and(|a| a.closest(selector).ok().flatten().is_some())
    };
    let here = if within(".top") {
        0
    } else if within(".views") {
        1
    } else if within("#case") {
        3
    } else {
        2
    };
    let count = REGIONS.len();
    for step in 1..count {
        let at = if backwards {
            (here + count - step) % count
        } else {
            (here + step) % count
        };
        if let Some(element) = REGIONS.get(at).and_then(|selectors| part(selectors)) {
            let _ = element.focus();
            return;
        }
    }
}

fn go(desk: Desk, letter: &str) {
    if desk.session.with_untracked(Option::is_none) {
        return;
    }
    if let Some((_, view)) = GO_VIEWS.into_iter().find(|(l, _)| *l == letter) {
        desk.show_view(view);
    } else if let Some((_, page, _)) = GO_PAGES.into_iter().find(|(l, ..)| *l == letter)
        && offered(desk, page)
    {
        desk.go(page);
    }
}
