//! A letter is entered in the register.

use leptos::prelude::*;

/// A letter is entered in the register.
#[component]
pub fn Register() -> impl IntoView {
    view! { <section class="page"></section> }
}
