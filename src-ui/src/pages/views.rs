//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn Views() -> impl IntoView {
    view! { <section class="page"></section> }
}
