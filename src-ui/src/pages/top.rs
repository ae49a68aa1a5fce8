use leptos::prelude::*;
#[component]
pub fn TopBar() -> impl IntoView {
    view! { <header class="top"></header> }
}
#[component]
pub fn Footer() -> impl IntoView {
    view! { <footer class="foot"></footer> }
}
