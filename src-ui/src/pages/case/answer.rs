//! The answer as it stands.

use super::Shown;
use crate::components::{Button, Empty, Look, Note};
use crate::i18n::words;
use crate::state::{Page, desk};
use leptos::prelude::*;

/// The second tab.
#[component]
pub fn AnswerTab(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        let case = shown.get()?;
        let id = case.inquiry.id;
        let may_write = case.can.iter().any(|a| a == "save_draft");
        let write = may_write.then(|| view! {
            <div class="buttons start">
                <Button label=words.say("action-answer") on_press=move || desk.go(Page::Answer(id)) test="answer-write" look=Look::Primary icon="pen" key="R"/>
            </div>
        });
        let Some(draft) = case.inquiry.draft.clone() else {
            let why = if may_write {
                "answer-none-write"
            } else {
                "answer-none-wait"
            };
            return Some(view! { <Empty title=words.say("answer-none") text=words.say(why) icon="pen"/>{write} }.into_any());
        };
        let on_control = case.inquiry.state.on_control();
        let missing = if on_control {
            case.missing.clone()
        } else {
            Vec::new()
        };
        let outcome = draft
            .outcome
            .as_ref()
            .map(|o| desk.label("outcome", o))
            .unwrap_or_else(|| words.get("not-set"));
        let lang = words.get(&format!("language-{}", draft.lang.tag()));
        Some(view! {
            <div class="stack">
                {(!missing.is_empty()).then(|| {
                    let fields = missing.iter().map(|f| words.get(&format!("field-{f}"))).collect::<Vec<_>>().join(", ");
                    view! { <Note kind="soon"><p>{words.with("answer-missing", &[("fields", fields.into())])}</p></Note> }
                })}
                <p class="muted">{format!("{}: {outcome} · {}: {lang}", words.get("field-outcome"), words.get("field-lang"))}</p>
                <div class="letter reading" lang=draft.lang.tag() data-test="answer-text">{case.inquiry.with_official_number(draft.body.expose())}</div>
                {write}
            </div>
        }.into_any())
    }
}
