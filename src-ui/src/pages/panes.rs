//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn Panes() -> impl IntoView {
    view! { <section class="page"></section> }
}
