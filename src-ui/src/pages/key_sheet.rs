//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn KeySheet() -> impl IntoView {
    view! { <section class="page"></section> }
}
