//! Writing the answer: template, language, outcome, text; the inquiry or the letter as it will be sent beside it.

use super::case::{FoundText, follow};
use super::letter::Letter;
use crate::components::{Button, Confirm, ErrorNote, Loading, Look, Note, Select, Tabs, TextArea};
use crate::i18n::{Words, words};
use crate::ipc::call;
use crate::keys::use_keys;
use crate::state::{Desk, Page, desk};
use domain::ids::{Code, InquiryId};
use domain::inquiry::Draft;
use domain::sensitive::Sensitive;
use domain::{Act, Lang};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::session::{LoadDraft, SaveDraftText};
use protocol::window::work::FillTemplate;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long typing rests before the draft is kept.
const KEEP_AFTER: Duration = Duration::from_millis(400);

/// What is typed, kept under `answer:<inquiry>` until it becomes the case's draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    lang: Lang,
    template: String,
    outcome: String,
    body: String,
}

impl Typed {
    fn of(draft: &Draft) -> Self {
        Self {
            lang: draft.lang,
            template: draft
                .template
                .as_ref()
                .map(|t| t.0.clone())
                .unwrap_or_default(),
            outcome: draft
                .outcome
                .as_ref()
                .map(|o| o.0.clone())
                .unwrap_or_default(),
            body: draft.body.expose().clone(),
        }
    }
}

/// The form's fields.
#[derive(Clone, Copy)]
struct Form {
    lang: RwSignal<String>,
    template: RwSignal<String>,
    outcome: RwSignal<String>,
    body: RwSignal<String>,
    /// What the template last filled in: while the text is still that, another template replaces it.
    filled: RwSignal<String>,
    /// The case's draft as the replica has it.
    stored: RwSignal<Typed>,
    timer: StoredValue<Option<TimeoutHandle>>,
    inquiry: InquiryId,
    desk: Desk,
}

impl Form {
    fn now(self) -> Typed {
        Typed {
            lang: Lang::from_tag(&self.lang.get()).unwrap_or_default(),
            template: self.template.get(),
            outcome: self.outcome.get(),
            body: self.body.get(),
        }
    }

    fn set(self, typed: &Typed) {
        self.lang.set(typed.lang.tag().to_owned());
        self.template.set(typed.template.clone());
        self.outcome.set(typed.outcome.clone());
        self.body.set(typed.body.clone());
    }

    fn key(self) -> String {
        format!("answer:{}", self.inquiry)
    }

    /// Keeps what is typed, a moment after the last key.
    fn keep_soon(self) {
        if let Some(Some(timer)) = self.timer.try_get_value() {
            timer.clear();
        }
        let keep = move || {
            // Nothing is lost when the page is gone: leaving keeps it too.
            if self.body.try_get_untracked().is_some() {
                self.keep();
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(keep, KEEP_AFTER).ok());
    }

    fn keep(self) {
        let typed = untrack(|| self.now());
        let same = typed == self.stored.get_untracked();
        let text = if same {
            None
        } else {
            serde_json::to_string(&typed).ok()
        };
        let key = self.key();
        spawn_local(async move {
            if let Err(error) = call(SaveDraftText { key, text }).await {
                self.desk.fail(&error);
            }
        });
    }

    /// Stores what is typed as the case's draft, if it differs. Whether the case has it now.
    async fn store(self) -> bool {
        let typed = untrack(|| self.now());
        if typed == self.stored.get_untracked() {
            return true;
        }
        let code = |text: &String| (!text.is_empty()).then(|| Code(text.clone()));
        let draft = Draft {
            lang: typed.lang,
            template: code(&typed.template),
            outcome: code(&typed.outcome),
            body: Sensitive(typed.body.clone()),
        };
        let done = self
            .desk
            .perform(vec![self.inquiry], Act::SaveDraft(Box::new(draft)))
            .await;
        let stored = done.is_some_and(|d| !d.done.is_empty());
        if stored {
            self.stored.try_set(typed);
            let _ = call(SaveDraftText {
                key: self.key(),
                text: None,
            })
            .await;
        }
        stored
    }
}

/// The page.
#[component]
pub fn Answer(inquiry: InquiryId) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let followed = follow(desk, move || Some(inquiry));
    let case = Memo::new(move |_| followed.view.get());
    let form = Form {
        lang: RwSignal::new(String::new()),
        template: RwSignal::new(String::new()),
        outcome: RwSignal::new(String::new()),
        body: RwSignal::new(String::new()),
        filled: RwSignal::new(String::new()),
        stored: RwSignal::new(Typed::default()),
        timer: StoredValue::new(None),
        inquiry,
        desk,
    };
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
        spawn_local(async move {
            let kept = call(LoadDraft { key: form.key() }).await.ok().flatten();
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
                        view! { <Letter inquiry=form.inquiry again=letter/> }.into_any()
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

#[component]
fn Returned(case: Case) -> impl IntoView {
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

/// Template, language, outcome.
#[component]
fn Choices(
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
    let langs = Signal::derive(move || {
        Lang::ALL
            .map(|l| {
                (
                    l.tag().to_owned(),
                    words.get(&format!("language-{}", l.tag())),
                )
            })
            .to_vec()
    });
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

fn take_template(form: Form, template: &str, body: String) {
    form.template.try_set(template.to_owned());
    form.filled.try_set(body.clone());
    form.body.try_set(body);
    form.keep_soon();
}

/// Warns when the text is not in the inquiry's language.
#[component]
fn LanguageGuard(form: Form, case: Case) -> impl IntoView {
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
struct Lack {
    text: String,
    /// Whether it cannot be sent so.
    blocks: bool,
}

#[component]
fn Lacking(lacks: Memo<Vec<Lack>>) -> impl IntoView {
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
fn lacks(
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
    for place in places(&typed.body) {
        lacks.push(Lack {
            text: words.with("answer-lacks-place", &[("place", place.into())]),
            blocks: true,
        });
    }
    lacks
}

/// Places left open in a text: `[...]` to be written and `{...}` without a value.
fn places(body: &str) -> Vec<String> {
    let mut places = Vec::new();
    let mut open: Option<(char, String)> = None;
    for c in body.chars() {
        match (&mut open, c) {
            (None, '[') => open = Some((']', String::from("["))),
            (None, '{') => open = Some(('}', String::from("{"))),
            (Some((end, text)), c) => {
                text.push(c);
                if c == *end {
                    places.push(std::mem::take(text));
                    open = None;
                } else if c == '\n' {
                    open = None;
                }
            }
            _ => {}
        }
    }
    places
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

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn open_places_of_a_template_are_found() {
        let check = |body: &str, expect: &[&str]| assert_eq!(places(body), expect, "{body}");
        check(
            "Урматтуу {applicant}! [иштерди жазыңыз].",
            &["{applicant}", "[иштерди жазыңыз]"],
        );
        check("п. 1) и 2] без скобок", &[]);
        check("открытая [скобка\nи дальше]", &[]);
        check("", &[]);
    }
}
