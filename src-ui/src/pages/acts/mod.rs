//! What a person does to a case, asked for in a sheet: the fields that the act needs, and nothing else.

mod assign;
mod reasons;
mod way_out;

use crate::components::{Button, Dialog, ErrorNote, Look};
use crate::i18n::words;
use crate::ipc::call;
use crate::state::{Desk, desk};
use domain::Act;
use domain::ids::InquiryId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::case::CaseView;
use protocol::window::work::Perform;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// A sheet that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Act code, or `topic` for a correction of the topic alone.
    pub what: &'static str,
    /// To which inquiries.
    pub targets: Vec<InquiryId>,
    /// The case, when it is about one that is open.
    pub case: Option<Arc<CaseView>>,
}

impl Asked {
    /// About the open case.
    pub fn of(what: &'static str, case: Arc<CaseView>) -> Self {
        Self {
            what,
            targets: vec![case.inquiry.id],
            case: Some(case),
        }
    }

    /// Assigns the selected ones.
    pub fn assign_several(targets: Vec<InquiryId>) -> Self {
        Self {
            what: "assign",
            targets,
            case: None,
        }
    }

    /// Sets the topic of the selected ones.
    pub fn topic_of_several(targets: Vec<InquiryId>) -> Self {
        Self {
            what: "topic",
            targets,
            case: None,
        }
    }
}

/// The sheet of an act.
#[component]
pub fn ActSheet(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    match asked.what {
        "assign" => view! { <assign::Assign asked on_close/> }.into_any(),
        "topic" => view! { <assign::Topic asked on_close/> }.into_any(),
        "forward" => view! { <way_out::Forward asked on_close/> }.into_any(),
        "extend" => view! { <way_out::Extend asked on_close/> }.into_any(),
        "record_dispatch" => view! { <way_out::RecordDispatch asked on_close/> }.into_any(),
        "close" => view! { <way_out::Close asked on_close/> }.into_any(),
        "not_considered" => view! { <way_out::NotConsidered asked on_close/> }.into_any(),
        "correct" => view! { <assign::Correct asked on_close/> }.into_any(),
        _ => view! { <reasons::Reason asked on_close/> }.into_any(),
    }
}

/// The fields of the sheet that lack something.
#[derive(Clone, Copy)]
struct Lacking(RwSignal<Vec<&'static str>>);

/// What stands at a field of the sheet when it was left empty. To be called among the sheet's children.
fn lacking(field: &'static str) -> Signal<Option<String>> {
    let (words, lacking) = (words(), use_context::<Lacking>());
    Signal::derive(move || {
        let lacks = lacking.is_some_and(|l| l.0.with(|fields| fields.contains(&field)));
        lacks.then(|| words.get("sheet-fill-in"))
    })
}

/// Puts the focus on the first field with an error.
fn focus_first_lack() {
    spawn_local(async {
        let first = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| {
                let fields = ".dialog .invalid :is(input, select, textarea)";
                d.query_selector(fields).ok().flatten()
            })
            .and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(first) = first {
            let _ = first.focus();
        }
    });
}

/// Title, fields, error, buttons. `act` builds the act, or returns the names of the fields that lack something.
#[component]
fn Sheet(
    asked: Asked,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] on_close: Callback<()>,
    act: Callback<(), Result<Act, Vec<&'static str>>>,
    #[prop(optional)] danger: bool,
    children: Children,
) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let error = RwSignal::new(None::<ApiError>);
    let lacks = Lacking(RwSignal::new(Vec::new()));
    provide_context(lacks);
    let busy = RwSignal::new(false);
    let (count, targets) = (asked.targets.len(), StoredValue::new(asked.targets));
    let title = Signal::derive(move || {
        if count > 1 {
            words.with(
                "sheet-for-several",
                &[
                    ("act", title.get().into()),
                    ("n", i64::try_from(count).unwrap_or(0).into()),
                ],
            )
        } else {
            title.get()
        }
    });
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        let act = match act.run(()) {
            Ok(act) => act,
            Err(fields) => {
                lacks.0.set(fields);
                focus_first_lack();
                return;
            }
        };
        busy.set(true);
        error.set(None);
        lacks.0.set(Vec::new());
        let code = act.code();
        spawn_local(async move {
            let inquiries = targets.get_value();
            let reply = call(Perform { inquiries, act }).await;
            busy.try_set(false);
            match reply {
                Ok(performed) if performed.done.is_empty() && !performed.refused.is_empty() => {
                    error.try_set(performed.refused.into_iter().next().map(|(_, e)| e));
                }
                Ok(performed) => {
                    on_close.try_run(());
                    desk.performed(&performed, code);
                }
                Err(e) => {
                    error.try_set(Some(e));
                }
            }
        });
    };
    let test = format!("sheet-{}", asked.what);
    view! {
        <Dialog title on_close on_submit=Callback::new(move |()| submit()) test="sheet">
            <div class="form" data-test=test>{children()}</div>
            {move || error.get().map(|error| view! { <ErrorNote error/> })}
            <div class="buttons">
                <Button label=words.say("action-cancel") on_press=move || on_close.run(()) test="sheet-cancel" key="Esc"/>
                <Button
                    label=title_of_button(words, asked.what)
                    on_press=submit
                    test="sheet-do"
                    look=if danger { Look::Danger } else { Look::Primary }
                    key="Ctrl+Enter"
                    disabled=busy
                />
            </div>
        </Dialog>
    }
}

fn title_of_button(words: crate::i18n::Words, what: &'static str) -> Signal<String> {
    Signal::derive(move || words.get(&format!("do-{what}")))
}

/// People who can be executors: active ones of the directory, by name, with their unit.
pub fn executors(desk: Desk) -> Vec<(String, String)> {
    let lang = desk.words.lang();
    desk.with(|s| {
        let mut people: Vec<(String, String)> = s
            .directory
            .iter()
            .filter(|p| p.active && p.roles.iter().any(|r| r.executes()))
            .map(|p| {
                let unit = s
                    .units
                    .iter()
                    .find(|u| u.id == p.unit)
                    .map(|u| u.name.get(lang))
                    .unwrap_or_default();
                let text = if unit.is_empty() {
                    p.name.clone()
                } else {
                    format!("{} · {unit}", p.name)
                };
                (p.id.to_string(), text)
            })
            .collect();
        people.sort_by_cached_key(|(_, name)| domain::collate::key(name));
        people
    })
    .unwrap_or_default()
}

/// Text that is not blank.
fn filled(value: RwSignal<String>) -> Option<String> {
    let value = value.get_untracked().trim().to_owned();
    (!value.is_empty()).then_some(value)
}
