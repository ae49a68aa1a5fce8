//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn Palette() -> impl IntoView {
    view! { <section class="page"></section> }
}
