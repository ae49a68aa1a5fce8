//! The window: Leptos, client side, compiled to wasm.

use leptos::prelude::*;

/// Puts the program into the page.
pub fn mount() {
    mount_to_body(|| view! { <h1>"Inquiry Desk"</h1> });
}
