//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn Today() -> impl IntoView {
    view! { <section class="page"></section> }
}
