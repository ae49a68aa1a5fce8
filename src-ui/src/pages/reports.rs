//! The report of a period.

use leptos::prelude::*;

/// The report of a period.
#[component]
pub fn Reports() -> impl IntoView {
    view! { <section class="page"></section> }
}
