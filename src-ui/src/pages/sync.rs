//! How the replica and the server stand.

use leptos::prelude::*;

/// How the replica and the server stand.
#[component]
pub fn SyncPage() -> impl IntoView {
    view! { <section class="page"></section> }
}
