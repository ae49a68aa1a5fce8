//! Acts by which a case leaves the desk: forwarded, extended, dispatched, closed, not considered.

use super::{Asked, Sheet, filled, lacking};
use crate::components::{DateField, Note, Select, TextArea, TextField};
use crate::i18n::words;
use crate::state::desk;
use domain::Act;
use domain::ids::Code;
use domain::profile::Unit;
use leptos::prelude::*;

/// Sent on by competence.
#[component]
pub fn Forward(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let to = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let act = Callback::new(move |()| match (filled(to), filled(reason)) {
        (Some(to), Some(reason)) => Ok(Act::Forward {
            to,
            reason: Code(reason),
        }),
        (to, reason) => {
            let mut missing = Vec::new();
            if to.is_none() {
                missing.push("to");
            }
            if reason.is_none() {
                missing.push("reason");
            }
            Err(missing)
        }
    });
    view! {
        <Sheet asked title=words.say("act-forward") on_close act>
            <TextField label=words.say("field-to") value=to hint=words.say("forward-to-hint") required=true autofocus=true error=lacking("to") test="forward-to"/>
            <Select label=words.say("field-reason") value=reason options=Signal::derive(move || desk.choices("forwarded")) empty=words.say("choose") required=true error=lacking("reason") test="forward-reason"/>
        </Sheet>
    }
}

/// The deadline moves.
#[component]
pub fn Extend(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let case = asked.case.clone();
    // The most that the law leaves: the rule's days less what was given already.
    let rule = case.as_ref().and_then(|c| {
        desk.with(|s| {
            s.profile
                .clock_of(&c.inquiry.kind)
                .ok()
                .map(|clock| clock.extension.on(c.today).clone())
        })
        .flatten()
    });
    let given: u32 = case
        .iter()
        .flat_map(|c| &c.inquiry.due)
        .flat_map(|d| &d.extended)
        .map(|e| e.days)
        .sum();
    let most = rule.as_ref().map_or(0, |r| r.value.saturating_sub(given));
    let unit = rule.as_ref().map_or(Unit::CalendarDays, |r| r.unit);
    let days = RwSignal::new(most.min(15).to_string());
    let reason = RwSignal::new(String::new());
    let act = Callback::new(move |()| {
        let days = days
            .get_untracked()
            .trim()
            .parse::<u32>()
            .map_err(|_| vec!["days"])?;
        let reason = filled(reason).ok_or_else(|| vec!["reason"])?;
        Ok(Act::Extend { days, reason })
    });
    let hint = Signal::derive(move || {
        let key = if unit == Unit::WorkingDays {
            "unit-working_days"
        } else {
            "unit-calendar_days"
        };
        let most = words.with(key, &[("n", i64::from(most).into())]);
        words.with("extend-most", &[("most", most.into())])
    });
    let preview = move || {
        let (rule, due) = (rule.clone()?, case.as_ref()?.inquiry.due.as_ref()?.on);
        let mut rule = rule;
        rule.value = days
            .get()
            .trim()
            .parse()
            .ok()
            .filter(|d| (1..=most).contains(d))?;
        let on = desk.with(|s| domain::deadline::count(&s.profile, due, &rule).on)?;
        Some(words.with(
            "extend-new",
            &[(
                "date",
                text::format::date_with_weekday(words.lang(), on).into(),
            )],
        ))
    };
    view! {
        <Sheet asked title=words.say("act-extend") on_close act>
            <TextField label=words.say("field-days") value=days kind="number" hint required=true autofocus=true error=lacking("days") test="extend-days"/>
            <p aria-live="polite"><strong>{preview}</strong></p>
            <TextArea label=words.say("reason-extend") value=reason hint=words.say("reason-extend-hint") rows=3 required=true error=lacking("reason") test="extend-reason"/>
        </Sheet>
    }
}

/// How the answer left.
#[component]
pub fn RecordDispatch(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let first = asked.case.as_ref().map(|c| {
        if c.inquiry.channel == "website" || c.inquiry.channel == "email" {
            "email"
        } else {
            "post"
        }
    });
    let method = RwSignal::new(first.unwrap_or_default().to_owned());
    let on = RwSignal::new(Some(untrack(|| desk.today())));
    let reference = RwSignal::new(String::new());
    let act = Callback::new(move |()| {
        let method = filled(method).ok_or_else(|| vec!["method"])?;
        let on = on.get_untracked().ok_or_else(|| vec!["on"])?;
        Ok(Act::RecordDispatch {
            method: Code(method),
            on,
            reference: reference.get_untracked().trim().to_owned(),
        })
    });
    view! {
        <Sheet asked title=words.say("act-record_dispatch") on_close act>
            <Select label=words.say("field-method") value=method options=Signal::derive(move || desk.choices("delivery")) empty=words.say("choose") required=true error=lacking("method") test="dispatch-method"/>
            <DateField label=words.say("field-on") value=on required=true error=lacking("on") test="dispatch-on"/>
            <TextField label=words.say("field-reference") value=reference hint=words.say("dispatch-reference-hint") test="dispatch-reference"/>
        </Sheet>
    }
}

/// Removed from control.
#[component]
pub fn Close(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let files = Signal::derive(move || {
        let lang = words.lang();
        desk.with(|s| {
            let files = s.profile.files.iter();
            files
                .map(|f| {
                    let text = format!("{} · {}", f.index, f.title.get(lang));
                    (f.index.clone(), text)
                })
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let index = RwSignal::new(
        files
            .get_untracked()
            .first()
            .map(|(i, _)| i.clone())
            .unwrap_or_default(),
    );
    let kept = Signal::derive(move || {
        let (lang, index) = (words.lang(), index.get());
        desk.with(|s| {
            let file = s.profile.files.iter().find(|f| f.index == index);
            file.map(|f| f.retention.get(lang).to_owned())
        })
        .flatten()
        .map(|retention| words.with("archives-retention", &[("retention", retention.into())]))
        .unwrap_or_default()
    });
    let act = Callback::new(move |()| {
        let file_index = filled(index).ok_or_else(|| vec!["file_index"])?;
        Ok(Act::Close { file_index })
    });
    let undispatched = asked
        .case
        .as_ref()
        .is_some_and(|c| c.inquiry.dispatch.is_none() && c.inquiry.state.code() == "answered");
    view! {
        <Sheet asked title=words.say("act-close") on_close act>
            {undispatched.then(|| view! { <Note kind="soon"><p>{words.say("close-undispatched")}</p></Note> })}
            <Select label=words.say("field-file_index") value=index options=files hint=kept required=true error=lacking("file_index") test="close-index"/>
        </Sheet>
    }
}

/// Left without consideration, by a person, with a reason of the law.
#[component]
pub fn NotConsidered(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let reason = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let act = Callback::new(move |()| match (filled(reason), filled(note)) {
        (Some(reason), Some(note)) => Ok(Act::NotConsidered {
            reason: Code(reason),
            note,
        }),
        (reason, note) => {
            let mut missing = Vec::new();
            if reason.is_none() {
                missing.push("reason");
            }
            if note.is_none() {
                missing.push("note");
            }
            Err(missing)
        }
    });
    view! {
        <Sheet asked title=words.say("act-not_considered") on_close act danger=true>
            <Select label=words.say("field-reason") value=reason options=Signal::derive(move || desk.choices("not_considered")) empty=words.say("choose") required=true error=lacking("reason") test="not-considered-reason"/>
            <TextArea label=words.say("field-note") value=note hint=words.say("not-considered-hint") rows=3 required=true error=lacking("note") test="not-considered-note"/>
        </Sheet>
    }
}
