//! The frame: asks the core where the program stands, then shows the unlock screen or the work.

use crate::components::{ErrorNote, Live, Loading, UndoBar, UnsavedNote};
use crate::i18n::{Words, words};
use crate::ipc::{Remote, call};
use crate::keys;
use crate::pages;
use crate::state::{Desk, Overlay, Page, desk, large};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::session::{Status, StatusView};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The program.
#[component]
pub fn App() -> impl IntoView {
    let words = Words::provide(domain::Lang::default());
    let desk = Desk::provide();
    keys::start();
    pages::full_text::start();
    desk.listen();
    follow_settings(desk);
    lock_when_idle(desk);
    let asked = RwSignal::new(Remote::<()>::Loading);
    let ask = move || {
        spawn_local(async move {
            asked.set(match call(Status {}).await {
                Ok(status) => {
                    begin(desk, words, status);
                    Remote::Ready(())
                }
                Err(error) => Remote::Failed(error),
            });
        });
    };
    ask();
    let open = Memo::new(move |_| desk.session.with(Option::is_some));
    view! {
        {move || match asked.get() {
            Remote::Loading => view! { <main class="unlock"><Loading/></main> }.into_any(),
            Remote::Failed(error) => view! { <main class="unlock"><ErrorNote error on_retry=ask/></main> }.into_any(),
            Remote::Ready(()) if open.get() => view! { <Frame/> }.into_any(),
            Remote::Ready(()) => view! { <pages::Unlock/> }.into_any(),
        }}
        <Live/>
    }
}

fn begin(desk: Desk, words: Words, status: StatusView) {
    words.switch(status.settings.lang, &status.overrides);
    desk.settings.set(status.settings.clone());
    if let Some(session) = status.session.clone() {
        desk.unlocked(session);
    }
    desk.status.set(Some(status));
}

/// Top, views, work.
#[component]
fn Frame() -> impl IntoView {
    let desk = desk();
    pages::ListModel::provide();
    pages::use_frame_keys();
    view! {
        <a class="skip" href="#work">{words().say("skip-to-work")}</a>
        <div class="frame" class:narrow=move || desk.narrow() style:--views=move || format!("{}px", desk.settings.with(|s| s.panes[0]))>
            <pages::TopBar/>
            <UnsavedNote/>
            <pages::Views/>
            <Work/>
            <pages::Footer/>
        </div>
        <UndoBar/>
        {move || desk.overlay.get().map(|overlay| match overlay {
            Overlay::Palette => view! { <pages::Palette/> }.into_any(),
            Overlay::Keys => view! { <pages::KeySheet/> }.into_any(),
            Overlay::Settings => view! { <pages::SettingsSheet/> }.into_any(),
        })}
    }
}

/// The bar between the views and the work.
#[component]
fn ViewsSplit() -> impl IntoView {
    let desk = desk();
    let moved = move |(width, ended): (u32, bool)| {
        if ended {
            desk.change_settings(|s| s.panes[0] = width);
        } else {
            desk.settings.update(|s| s.panes[0] = width);
        }
    };
    move || {
        (!desk.narrow()).then(|| {
            view! {
                <pages::Split
                    label=words().say("split-views")
                    width=Signal::derive(move || desk.settings.with(|s| s.panes[0]))
                    least=140 most=360
                    on_move=Callback::new(moved)
                    test="split-views"
                />
            }
        })
    }
}

/// The page in work.
#[component]
fn Work() -> impl IntoView {
    let desk = desk();
    let page = Memo::new(move |_| match desk.page.get() {
        Page::Panes if desk.today_shown() => Page::Today,
        page => page,
    });
    Effect::new(move |_| {
        page.track();
        pages::focus_work();
    });
    view! {
        <main id="work" tabindex="-1">
            <ViewsSplit/>
            {move || match page.get() {
                Page::Today => view! { <pages::Today/> }.into_any(),
                Page::Panes => view! { <pages::Panes/> }.into_any(),
                Page::Register => view! { <pages::Register/> }.into_any(),
                Page::Import => view! { <pages::Import/> }.into_any(),
                Page::Answer(inquiry) => view! { <pages::Answer inquiry/> }.into_any(),
                Page::SignOff(inquiry) => view! { <pages::SignOff inquiry/> }.into_any(),
                Page::Redact { inquiry, attachment } => view! { <pages::Redact inquiry attachment/> }.into_any(),
                Page::Reports => view! { <pages::Reports/> }.into_any(),
                Page::Archive => view! { <pages::Archive/> }.into_any(),
                Page::Sync => view! { <pages::SyncPage/> }.into_any(),
            }}
        </main>
    }
}

/// Theme, density and text size go to the root element, where the style sheet reads them.
fn follow_settings(desk: Desk) {
    let measure = move || {
        let Some(window) = web_sys::window() else {
            return;
        };
        let width = window
            .inner_width()
            .ok()
            .and_then(|w| w.as_f64())
            .unwrap_or(1366.0);
        let scale = f64::from(
            desk.settings
                .with_untracked(|s| s.text_scale.clamp(100, 200)),
        ) / 100.0;
        desk.width.set(width / scale);
    };
    Effect::new(move |_| {
        let settings = desk.settings.get();
        let root = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.document_element())
            .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(root) = root {
            let _ = root.set_attribute("data-theme", &settings.theme);
            let _ = root.set_attribute("data-density", &settings.density);
            let scale = f64::from(settings.text_scale.clamp(100, 200)) / 100.0;
            let _ = root.style().set_property("--scale", &scale.to_string());
            // Large words take two lines where small ones are cut.
            let _ = root.toggle_attribute_with_force("data-large", large(&settings));
        }
        measure();
    });
    if let Some(window) = web_sys::window() {
        let closure = Closure::<dyn Fn()>::new(measure);
        let _ = window.add_event_listener_with_callback("resize", closure.as_ref().unchecked_ref());
        closure.forget();
    }
}

/// Locks the program when nobody has touched a key or the mouse for as long as the settings say.
fn lock_when_idle(desk: Desk) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let touched = Rc::new(Cell::new(js_sys::Date::now()));
    for event in ["keydown", "pointerdown", "wheel"] {
        let touched = Rc::clone(&touched);
        let closure = Closure::<dyn Fn()>::new(move || touched.set(js_sys::Date::now()));
        let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        closure.forget();
    }
    let check = move || {
        let minutes = f64::from(desk.settings.with_untracked(|s| s.lock_after));
        let idle = js_sys::Date::now() - touched.get();
        if desk.session.with_untracked(Option::is_some) && idle > minutes * 60_000.0 {
            desk.lock();
        }
    };
    set_interval(check, Duration::from_secs(10));
}
