//! Writing the answer: template, language, outcome, text; the inquiry or the letter as it will be sent beside it.

mod checks;
mod choices;
mod form;

use super::case::{FoundText, follow};
use super::letter::Letter;
use crate::components::{Button, Confirm, ErrorNote, Loading, Look, Note, Tabs, TextArea};
use crate::i18n::words;
use crate::keys::use_keys;
use crate::state::{Page, desk};
use checks::{Lacking, LanguageGuard, Returned, lacks};
use choices::{Choices, take_template};
use domain::Act;
use domain::ids::InquiryId;
use form::{Form, Typed};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn Answer(inquiry: InquiryId) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let followed = follow(desk, move || Some(inquiry));
    let case = Memo::new(move |_| followed.view.get());
    let form = Form::new(desk, inquiry);
    let loaded = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(case) = case.get().filter(|_| !loaded.get_untracked()) else {
            return;
        };
        let start = case.inquiry.draft.as_ref().map_or_else(
            || Typed {
                lang: case.inquiry.lang,
                ..Typed::default()
            },
            Typed::of,
        );
        let slot = form.slot();
        spawn_local(async move {
            let kept = slot.load().await;
            let kept = kept.and_then(|text| serde_json::from_str::<Typed>(&text).ok());
            if loaded.try_get_untracked() == Some(false) {
                form.stored.set(start.clone());
                form.set(kept.as_ref().unwrap_or(&start));
                loaded.set(true);
                if kept.is_some() {
                    desk.done(words.get("answer-restored"));
                }
            }
        });
    });
    on_cleanup(move || {
        if loaded.try_get_untracked() == Some(true) {
            form.keep();
        }
    });
    let number = move || {
        case.with(|c| {
            c.as_ref()
                .and_then(|c| c.inquiry.shown_number())
                .unwrap_or_default()
        })
    };
    view! {
        <section class="page" aria-label=words.say("answer-title") data-test="answer">
            <header class="page-head">
                <Button label=words.say("action-back") on_press=move || desk.back() test="answer-back" look=Look::Quiet icon="left" bare=true key="Esc"/>
                <h1>{move || words.with("answer-to", &[("number", number().into())])}</h1>
                <span class="muted cut">{move || case.with(|c| c.as_ref().map(|c| c.inquiry.subject.clone()))}</span>
            </header>
            {move || followed.error.get().map(|error| view! { <div class="page-body"><ErrorNote error/></div> })}
            {move || if loaded.get() {
                view! { <Desktop form case/> }.into_any()
            } else if followed.error.with(Option::is_none) {
                view! { <Loading lines=12/> }.into_any()
            } else {
                ().into_any()
            }}
        </section>
    }
}

type Case = Memo<Option<std::sync::Arc<protocol::window::case::CaseView>>>;

/// Form at the left, inquiry or letter at the right.
#[component]
fn Desktop(form: Form, case: Case) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let side = RwSignal::new("inquiry");
    let busy = RwSignal::new(false);
    let letter = RwSignal::new(0_u32);
    let replacing = RwSignal::new(None::<(String, String)>);
    let template = NodeRef::<leptos::html::Select>::new();
    let outdated = Memo::new(move |_| form.now() != form.stored.get());
    let lacks = Memo::new(move |_| lacks(words, &form.now(), case.get().as_deref()));
    let preview = move || {
        spawn_local(async move {
            if form.store().await {
                letter.try_update(|n| *n += 1);
                side.try_set("letter");
            }
        });
    };
    let save = move || {
        spawn_local(async move {
            if form.store().await {
                desk.done(words.get("answer-saved"));
            }
        });
    };
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let lacks = lacks.get_untracked();
        if lacks.iter().any(|l| l.blocks) {
            let text = lacks
                .iter()
                .filter(|l| l.blocks)
                .map(|l| l.text.clone())
                .collect::<Vec<_>>()
                .join(" ");
            desk.show_bar(text, true, Vec::new());
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let sent = form.store().await && {
                let done = desk
                    .perform(vec![form.inquiry], Act::SubmitForSignoff)
                    .await;
                done.is_some_and(|d| !d.done.is_empty())
            };
            busy.try_set(false);
            if sent && desk.page.get_untracked() == Page::Answer(form.inquiry) {
                desk.back();
            }
        });
    };
    use_keys(move |key| {
        if key.ctrl("Enter") || key.ctrl("NumpadEnter") {
            submit();
        } else if key.ctrl("Semicolon") {
            if let Some(select) = template.get_untracked() {
                let _ = select.focus();
            }
        } else if key.ctrl("KeyS") {
            save();
        } else if key.ctrl("KeyP") {
            preview();
        } else if key.escape() {
            desk.back();
        } else {
            return false;
        }
        true
    });
    let side_tabs = Signal::derive(move || {
        vec![
            ("inquiry", words.get("tab-inquiry")),
            ("letter", words.get("answer-preview")),
        ]
    });
    view! {
        <div class="columns">
            <div class="answer-form">
                <Returned case/>
                <Choices form replacing template/>
                <LanguageGuard form case/>
                <TextArea
                    label=words.say("field-body")
                    value=form.body
                    lang=Signal::derive(move || Some(form.lang.get()))
                    rows=18
                    autofocus=true
                    test="answer-body"
                    on_input=Callback::new(move |()| form.keep_soon())
                />
                <Lacking lacks/>
            </div>
            <div class="answer-side">
                <Tabs name="side" label=words.say("answer-side") tabs=side_tabs value=side/>
                <div class="case-body" role="tabpanel" id="side-panel" tabindex="0" aria-labelledby=move || format!("side-{}", side.get())>
                    {move || if side.get() == "letter" {
                        view! {
                            {move || outdated.get().then(|| view! {
                                <Note kind="soon"><p>{words.say("answer-letter-outdated")}</p></Note>
                            })}
                            <Letter inquiry=form.inquiry again=letter/>
                        }.into_any()
                    } else {
                        view! { <Original case/> }.into_any()
                    }}
                </div>
            </div>
        </div>
        <footer class="page-foot">
            <Button label=words.say("answer-preview") on_press=preview test="answer-preview" icon="eye" key="Ctrl+P"/>
            <Button label=words.say("answer-save") on_press=save test="answer-save" key="Ctrl+S"/>
            <span class="muted">{words.say("answer-kept")}</span>
            <span class="grow"></span>
            <Button label=words.say("do-submit_for_signoff") on_press=submit test="answer-submit" look=Look::Primary icon="send" key="Ctrl+Enter" disabled=busy/>
        </footer>
        {move || replacing.get().map(|(template, body)| view! {
            <Confirm
                title=words.say("answer-replace-title")
                text=words.say("answer-replace-text")
                yes=words.say("answer-replace-yes")
                on_yes=move || {
                    take_template(form, &template, body.clone());
                    replacing.set(None);
                }
                on_close=move || {
                    form.template.set(form.stored.with_untracked(|s| s.template.clone()));
                    replacing.set(None);
                }
            />
        })}
    }
}

/// The inquiry beside the answer.
#[component]
fn Original(case: Case) -> impl IntoView {
    move || {
        let case = case.get()?;
        let (text, found, lang) = (
            case.inquiry.text.expose().clone(),
            case.found.clone(),
            case.inquiry.lang.tag(),
        );
        Some(view! { <FoundText text found lang/> })
    }
}
