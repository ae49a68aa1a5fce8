//! Template, language and outcome of an answer.

use super::form::Form;
use crate::components::Select;
use crate::i18n::words;
use crate::ipc::call;
use crate::state::desk;
use domain::Lang;
use domain::ids::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::work::FillTemplate;

/// Template, language, outcome.
#[component]
pub fn Choices(
    form: Form,
    replacing: RwSignal<Option<(String, String)>>,
    template: NodeRef<leptos::html::Select>,
) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let templates = Signal::derive(move || {
        let lang = words.lang();
        desk.with(|s| {
            s.profile
                .templates
                .iter()
                .map(|t| (t.code.0.clone(), t.label.get(lang).to_owned()))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let langs = Signal::derive(move || desk.languages());
    let fill = move || {
        let code = form.template.get_untracked();
        if code.is_empty() {
            form.keep_soon();
            return;
        }
        let lang = Lang::from_tag(&form.lang.get_untracked()).unwrap_or_default();
        let request = FillTemplate {
            inquiry: form.inquiry,
            template: Code(code.clone()),
            lang,
        };
        spawn_local(async move {
            match call(request).await {
                Ok(filled) => {
                    if let Some(outcome) = &filled.outcome {
                        form.outcome.try_set(outcome.0.clone());
                    }
                    let body = form.body.try_get_untracked().unwrap_or_default();
                    // The same text in place of itself is no loss, and nothing to ask about.
                    let own = !body.trim().is_empty()
                        && body != filled.body
                        && form.filled.try_get_untracked() != Some(body);
                    if own {
                        replacing.try_set(Some((code, filled.body)));
                    } else {
                        take_template(form, &code, filled.body);
                    }
                }
                Err(error) => desk.fail(&error),
            }
        });
    };
    // Another language with a template still untouched: the same template in that language.
    let relang = move || {
        let body = form.body.get_untracked();
        if !form.template.get_untracked().is_empty()
            && form.filled.get_untracked() == body
            && !body.is_empty()
        {
            fill();
        } else {
            form.keep_soon();
        }
    };
    view! {
        <div class="form three">
            <Select label=words.say("answer-template") value=form.template options=templates empty=words.say("answer-no-template") hint=words.say("answer-template-hint") test="answer-template" node=template on_change=Callback::new(move |()| fill())/>
            <Select label=words.say("answer-lang") value=form.lang options=langs test="answer-lang" on_change=Callback::new(move |()| relang())/>
            <Select label=words.say("field-outcome") value=form.outcome options=Signal::derive(move || desk.choices("outcome")) empty=words.say("choose") required=true test="answer-outcome" on_change=Callback::new(move |()| form.keep_soon())/>
        </div>
    }
}

/// A template's text takes the place of what stands there.
pub fn take_template(form: Form, template: &str, body: String) {
    form.template.try_set(template.to_owned());
    form.filled.try_set(body.clone());
    form.body.try_set(body);
    form.keep_soon();
}
