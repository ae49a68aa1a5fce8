//! Choosing from a list, and yes or no.

use super::controls::{Frame, fresh_id};
use leptos::prelude::*;

/// One of several: codes with their labels. An empty code is "nothing chosen".
#[component]
pub fn Select(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] test: String,
    /// What stands first for "nothing chosen"; without it there is no such line.
    #[prop(into, optional)]
    empty: Option<Signal<String>>,
    #[prop(into, optional)] hint: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] on_change: Option<Callback<()>>,
    #[prop(optional)] node: NodeRef<leptos::html::Select>,
) -> impl IntoView {
    let id = fresh_id("field-");
    view! {
        <Frame id=id.clone() label hint error required>
            <select
                id=id
                node_ref=node
                data-test=test
                disabled=move || disabled.get()
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |e| {
                    value.set(event_target_value(&e));
                    if let Some(f) = on_change { f.run(()) }
                }
            >
                {empty.map(|text| view! { <option value="" selected=move || value.with(String::is_empty)>{text}</option> })}
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(code, label)| {
                            let own = code.clone();
                            view! { <option value=code selected=move || value.with(|v| *v == own)>{label}</option> }
                        })
                        .collect_view()
                }}
            </select>
        </Frame>
    }
}

/// Yes or no.
#[component]
pub fn Check(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<bool>,
    test: &'static str,
    #[prop(into, optional)] disabled: Signal<bool>,
    #[prop(into, optional)] on_change: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                data-test=test
                prop:checked=value
                disabled=move || disabled.get()
                on:change=move |e| {
                    value.set(event_target_checked(&e));
                    if let Some(f) = on_change { f.run(()) }
                }
            />
            <span>{label}</span>
        </label>
    }
}
