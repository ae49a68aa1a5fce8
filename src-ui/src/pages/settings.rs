//! In work.

use leptos::prelude::*;

/// In work.
#[component]
pub fn SettingsSheet() -> impl IntoView {
    view! { <section class="page"></section> }
}
