//! Executor, co-executors, topic, resolution; and corrections of the card.

use super::{Asked, Sheet, executors, filled, lacking};
use crate::components::{Check, Select, TextArea, TextField};
use crate::i18n::words;
use crate::state::desk;
use domain::act::Correction;
use domain::ids::{Code, StaffId};
use domain::{Act, Lang};
use leptos::prelude::*;

/// Who answers for it.
#[component]
pub fn Assign(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let inquiry = asked.case.as_ref().map(|c| c.inquiry.clone());
    let executor = RwSignal::new(
        inquiry
            .as_ref()
            .and_then(|i| i.executor)
            .map(|e| e.to_string())
            .unwrap_or_default(),
    );
    let helpers = RwSignal::new(
        inquiry
            .as_ref()
            .map(|i| i.co_executors.clone())
            .unwrap_or_default(),
    );
    let topic = RwSignal::new(
        inquiry
            .and_then(|i| i.topic)
            .map(|t| t.0)
            .unwrap_or_default(),
    );
    let resolution = RwSignal::new(String::new());
    let people = Memo::new(move |_| executors(desk));
    let free = Signal::derive(move || {
        let taken = helpers.get();
        people
            .get()
            .into_iter()
            .filter(|(id, _)| *id != executor.get() && !taken.iter().any(|h| h.to_string() == *id))
            .collect::<Vec<_>>()
    });
    let adding = RwSignal::new(String::new());
    let add = move || {
        if let Ok(id) = adding.get_untracked().parse::<StaffId>() {
            helpers.update(|h| h.push(id));
            adding.set(String::new());
        }
    };
    let act = Callback::new(move |()| {
        let executor = executor
            .get_untracked()
            .parse::<StaffId>()
            .map_err(|_| vec!["executor"])?;
        let topic = topic.get_untracked();
        Ok(Act::Assign {
            executor,
            co_executors: helpers.get_untracked(),
            topic: (!topic.is_empty()).then_some(Code(topic)),
            resolution: resolution.get_untracked().trim().to_owned(),
        })
    });
    view! {
        <Sheet asked title=words.say("act-assign") on_close act>
            <Select label=words.say("field-executor") value=executor options=Signal::derive(move || people.get()) empty=words.say("choose") required=true error=lacking("executor") test="assign-executor"/>
            <Select label=words.say("field-topic") value=topic options=Signal::derive(move || desk.choices("topic")) empty=words.say("topic-as-is") test="assign-topic"/>
            <TextArea label=words.say("field-resolution") value=resolution hint=words.say("resolution-hint") rows=3 test="assign-resolution"/>
            <div>
                <Select label=words.say("field-co_executors") value=adding options=free empty=words.say("co-executor-add") on_change=Callback::new(move |()| add()) test="assign-helper"/>
                <ul class="helpers">
                    {move || helpers.get().into_iter().map(|id| view! {
                        <li class="token">
                            <span class="cut">{move || desk.staff_name(id)}</span>
                            <button
                                type="button" class="button quiet bare"
                                aria-label=move || words.with("co-executor-remove", &[("name", desk.staff_name(id).into())])
                                on:click=move |_| helpers.update(|h| h.retain(|x| *x != id))
                            >
                                <crate::components::Icon name="close"/>
                            </button>
                        </li>
                    }).collect_view()}
                </ul>
            </div>
        </Sheet>
    }
}

/// The topic alone.
#[component]
pub fn Topic(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let topic = RwSignal::new(
        asked
            .case
            .as_ref()
            .and_then(|c| c.inquiry.topic.clone())
            .map(|t| t.0)
            .unwrap_or_default(),
    );
    let act = Callback::new(move |()| {
        let topic = filled(topic).ok_or_else(|| vec!["topic"])?;
        Ok(Act::Correct(Box::new(Correction {
            topic: Some(Code(topic)),
            ..Correction::default()
        })))
    });
    view! {
        <Sheet asked title=words.say("action-topic") on_close act>
            <Select label=words.say("field-topic") value=topic options=Signal::derive(move || desk.choices("topic")) empty=words.say("choose") required=true error=lacking("topic") test="topic-choice"/>
        </Sheet>
    }
}

/// The card: only what differs is sent.
#[component]
pub fn Correct(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let before = asked.case.as_ref().map(|c| c.inquiry.clone());
    let start = |read: fn(&domain::Inquiry) -> String| {
        RwSignal::new(before.as_ref().map(read).unwrap_or_default())
    };
    let subject = start(|i| i.subject.clone());
    let kind = start(|i| i.kind.0.clone());
    let lang = start(|i| i.lang.tag().to_owned());
    let topic = start(|i| i.topic.as_ref().map(|t| t.0.clone()).unwrap_or_default());
    let territory = start(|i| {
        i.territory
            .as_ref()
            .map(|t| t.0.clone())
            .unwrap_or_default()
    });
    let minor = RwSignal::new(before.as_ref().is_some_and(|i| i.minor));
    let before = StoredValue::new(before);
    let act = Callback::new(move |()| {
        let subject = filled(subject).ok_or_else(|| vec!["subject"])?;
        let mut change = Correction::default();
        before.with_value(|before| {
            let Some(i) = before else { return };
            change.subject = (subject != i.subject).then_some(subject);
            change.kind = Some(Code(kind.get_untracked())).filter(|k| *k != i.kind);
            change.lang = Lang::from_tag(&lang.get_untracked()).filter(|l| *l != i.lang);
            change.topic = filled(topic)
                .map(Code)
                .filter(|t| Some(t) != i.topic.as_ref());
            change.territory = filled(territory)
                .map(Code)
                .filter(|t| Some(t) != i.territory.as_ref());
            change.minor = Some(minor.get_untracked()).filter(|m| *m != i.minor);
        });
        Ok(Act::Correct(Box::new(change)))
    });
    let langs = Signal::derive(move || desk.languages());
    view! {
        <Sheet asked title=words.say("act-correct") on_close act>
            <TextField label=words.say("field-subject") value=subject required=true error=lacking("subject") test="correct-subject"/>
            <div class="form two">
                <Select label=words.say("field-kind") value=kind options=Signal::derive(move || desk.choices("kind")) test="correct-kind"/>
                <Select label=words.say("field-lang") value=lang options=langs test="correct-lang"/>
                <Select label=words.say("field-topic") value=topic options=Signal::derive(move || desk.choices("topic")) empty=words.say("not-set") test="correct-topic"/>
                <Select label=words.say("field-territory") value=territory options=Signal::derive(move || desk.choices("territory")) empty=words.say("not-set") test="correct-territory"/>
            </div>
            <Check label=words.say("flag-minor") value=minor test="correct-minor"/>
        </Sheet>
    }
}
