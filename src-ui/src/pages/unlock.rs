//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn Unlock() -> impl IntoView {
    view! { <section class="page"></section> }
}
