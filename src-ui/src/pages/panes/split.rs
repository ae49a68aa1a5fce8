//! A bar between two panes: drag it, or move it with the arrow keys.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A separator. Reports the width of the pane before it, in pixels.
#[component]
pub fn Split(
    #[prop(into)] label: Signal<String>,
    /// Width of the pane before it.
    #[prop(into)]
    width: Signal<u32>,
    least: u32,
    most: u32,
    /// While it moves: the new width, and whether the movement ended.
    #[prop(into)]
    on_move: Callback<(u32, bool)>,
    test: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    // Where the drag began: pointer, width.
    let from = StoredValue::new(None::<(i32, u32)>);
    let at = move |event: &web_sys::PointerEvent| {
        from.get_value().map(|(x, width)| {
            let wanted = i64::from(width) + i64::from(event.client_x() - x);
            u32::try_from(wanted.clamp(i64::from(least), i64::from(most))).unwrap_or(least)
        })
    };
    let down = move |event: web_sys::PointerEvent| {
        from.set_value(Some((event.client_x(), width.get_untracked())));
        if let Some(bar) = node.get_untracked() {
            let _ = bar
                .unchecked_ref::<web_sys::Element>()
                .set_pointer_capture(event.pointer_id());
        }
        event.prevent_default();
    };
    let moved = move |event: web_sys::PointerEvent| {
        if let Some(wanted) = at(&event) {
            on_move.run((wanted, false));
        }
    };
    let up = move |event: web_sys::PointerEvent| {
        if let Some(wanted) = at(&event) {
            on_move.run((wanted, true));
        }
        from.set_value(None);
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let now = width.get_untracked();
        let wanted = match event.code().as_str() {
            "ArrowLeft" => now.saturating_sub(16),
            "ArrowRight" => now + 16,
            "Home" => least,
            "End" => most,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        on_move.run((wanted.clamp(least, most), true));
    };
    view! {
        <div
            class="split"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=label
            aria-valuemin=least.to_string()
            aria-valuemax=most.to_string()
            aria-valuenow=move || width.get().to_string()
            data-test=test
            node_ref=node
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:keydown=keys
        ></div>
    }
}
