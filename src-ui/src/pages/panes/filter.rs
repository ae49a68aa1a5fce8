//! Narrowing the list.

use super::model::{Filter, list_model};
use crate::components::{Button, Dialog, Look, Select};
use crate::i18n::words;
use crate::state::desk;
use domain::ids::Code;
use leptos::prelude::*;

/// Narrows the list by topic, place and executor.
#[component]
pub fn FilterSheet(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    let now = model.filter.get_untracked();
    let text = |code: &Option<Code>| code.as_ref().map(|c| c.0.clone()).unwrap_or_default();
    let topic = RwSignal::new(text(&now.topic));
    let territory = RwSignal::new(text(&now.territory));
    let executor = RwSignal::new(now.executor.map(|e| e.to_string()).unwrap_or_default());
    let code = |value: RwSignal<String>| {
        let value = value.get_untracked();
        (!value.is_empty()).then_some(Code(value))
    };
    let apply = move || {
        model.filter.set(Filter {
            topic: code(topic),
            territory: code(territory),
            executor: executor.get_untracked().parse().ok(),
        });
        on_close.run(());
    };
    let people = Signal::derive(move || super::super::acts::executors(desk));
    view! {
        <Dialog title=words.say("filter-title") on_close on_submit=Callback::new(move |()| apply()) test="filter-sheet">
            <div class="form">
                <Select label=words.say("field-topic") value=topic options=Signal::derive(move || desk.choices("topic")) empty=words.say("filter-any") test="filter-topic"/>
                <Select label=words.say("field-territory") value=territory options=Signal::derive(move || desk.choices("territory")) empty=words.say("filter-any") test="filter-territory"/>
                <Select label=words.say("field-executor") value=executor options=people empty=words.say("filter-any") test="filter-executor"/>
            </div>
            <div class="buttons">
                <Button
                    label=words.say("filter-none")
                    on_press=move || { model.filter.set(Filter::default()); on_close.run(()); }
                    test="filter-none"
                />
                <Button label=words.say("filter-apply") on_press=apply test="filter-apply" look=Look::Primary key="Ctrl+Enter"/>
            </div>
        </Dialog>
    }
}
