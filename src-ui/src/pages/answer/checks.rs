//! What an answer lacks before it can go: fields, open places of a template, the right language.

use super::Case;
use super::form::{Form, Typed};
use crate::components::Note;
use crate::i18n::{Words, words};
use domain::Lang;
use leptos::prelude::*;

/// Why the supervisor gave it back.
#[component]
pub fn Returned(case: Case) -> impl IntoView {
    let words = words();
    move || {
        let reason = case.with(|c| match c.as_ref().map(|c| &c.inquiry.state) {
            Some(domain::State::Returned { reason, .. }) => Some(reason.clone()),
            _ => None,
        })?;
        Some(view! {
            <Note kind="soon"><p>{words.with("returned-because", &[("reason", reason.into())])}</p></Note>
        })
    }
}

/// Warns when the text is not in the inquiry's language.
#[component]
pub fn LanguageGuard(form: Form, case: Case) -> impl IntoView {
    let words = words();
    let warning = Memo::new(move |_| {
        let asked = case.with(|c| c.as_ref().map(|c| c.inquiry.lang))?;
        let chosen = Lang::from_tag(&form.lang.get())?;
        let written = form.body.with(|b| Lang::guess(b));
        let name = |l: Lang| words.get(&format!("language-{}", l.tag()));
        if let Some(written) = written.filter(|w| *w != asked) {
            return Some(words.with(
                "guard-written",
                &[
                    ("written", name(written).into()),
                    ("asked", name(asked).into()),
                ],
            ));
        }
        (chosen != asked).then(|| {
            words.with(
                "guard-chosen",
                &[
                    ("chosen", name(chosen).into()),
                    ("asked", name(asked).into()),
                ],
            )
        })
    });
    view! {
        <div aria-live="polite" data-test="guard">
            {move || warning.get().map(|text| view! { <Note kind="soon"><p>{text}</p></Note> })}
        </div>
    }
}

/// Something that the answer lacks.
#[derive(Debug, Clone, PartialEq)]
pub struct Lack {
    /// What, as a sentence.
    pub text: String,
    /// Whether it cannot be sent so.
    pub blocks: bool,
}

/// What is missing, as a list.
#[component]
pub fn Lacking(lacks: Memo<Vec<Lack>>) -> impl IntoView {
    let words = words();
    view! {
        <div class="lacking" data-test="answer-missing">
            {move || {
                let lacks = lacks.get();
                if lacks.is_empty() {
                    view! { <p class="ok line"><crate::components::Icon name="check"/>{words.say("answer-complete")}</p> }.into_any()
                } else {
                    view! {
                        <h2 class="small-head">{words.say("answer-lacks")}</h2>
                        <ul>{lacks.into_iter().map(|l| view! {
                            <li class=if l.blocks { "line late" } else { "line soon" }>
                                <crate::components::Icon name=if l.blocks { "alert" } else { "help" }/>{l.text}
                            </li>
                        }).collect_view()}</ul>
                    }.into_any()
                }
            }}
        </div>
    }
}

/// What is missing: as the state machine will judge, and places of a template that nobody filled in.
pub fn lacks(
    words: Words,
    typed: &Typed,
    case: Option<&protocol::window::case::CaseView>,
) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let lack = |field: &str| Lack {
        text: words.with(
            "answer-lacks-field",
            &[("field", words.get(&format!("field-{field}")).into())],
        ),
        blocks: true,
    };
    if let Some(case) = case {
        if case.inquiry.topic.is_none() {
            lacks.push(lack("topic"));
        }
        if case.inquiry.executor.is_none() {
            lacks.push(lack("executor"));
        }
    }
    if typed.body.trim().is_empty() {
        lacks.push(lack("body"));
    }
    if typed.outcome.is_empty() {
        lacks.push(lack("outcome"));
    }
    for place in domain::places::places(&typed.body) {
        lacks.push(Lack {
            text: words.with("answer-lacks-place", &[("place", place.into())]),
            blocks: true,
        });
    }
    lacks
}
