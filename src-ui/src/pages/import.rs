//! The website's submissions are taken.

use leptos::prelude::*;

/// The website's submissions are taken.
#[component]
pub fn Import() -> impl IntoView {
    view! { <section class="page"></section> }
}
