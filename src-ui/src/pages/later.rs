//! Waiting for a person to pause; and the time now.

use chrono::{DateTime, FixedOffset};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Runs `act` with the latest value once it has not changed for a while.
pub fn after_pause<T: Clone + PartialEq + Send + Sync + 'static>(
    pause: Duration,
    watched: impl Fn() -> T + Send + Sync + 'static,
    act: impl Fn(T) + Clone + 'static,
) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let watched = Memo::new(move |_| watched());
    let stop = move || {
        if let Some(Some(handle)) = waiting.try_update_value(Option::take) {
            handle.clear();
        }
    };
    Effect::new(move |_| {
        let value = watched.get();
        stop();
        let act = act.clone();
        waiting.set_value(set_timeout_with_handle(move || act(value), pause).ok());
    });
    on_cleanup(stop);
}

/// Now, in the given offset from UTC.
pub fn now(offset: FixedOffset) -> DateTime<FixedOffset> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds since 1970 fit"
    )]
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds)
        .unwrap_or_default()
        .with_timezone(&offset)
}

/// Gives the focus to the element with this test name, once it is on the page.
pub fn focus(test: String) {
    request_animation_frame(move || {
        if let Some(found) = element(&test) {
            let _ = found.focus();
        }
    });
}

/// The work takes the focus where the page itself gives it to nothing: what had it is gone with the page before, and the
/// next Tab would begin at the top of the window. Asked in the second frame: pages focus their first field in the first.
pub fn focus_work() {
    request_animation_frame(|| {
        request_animation_frame(|| {
            let document = web_sys::window().and_then(|w| w.document());
            let idle =
                |d: &web_sys::Document| d.active_element().is_none_or(|e| e.tag_name() == "BODY");
            let work = document
                .filter(idle)
                .and_then(|d| d.get_element_by_id("work"))
                .and_then(|e| e.dyn_into::<HtmlElement>().ok());
            if let Some(work) = work {
                let _ = work.focus();
            }
        });
    });
}

/// The element with this test name.
pub fn element(test: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document
        .query_selector(&format!("[data-test=\"{test}\"]"))
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}
