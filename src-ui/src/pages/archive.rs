//! Closed cases go into the archive.

use leptos::prelude::*;

/// Closed cases go into the archive.
#[component]
pub fn Archive() -> impl IntoView {
    view! { <section class="page"></section> }
}
