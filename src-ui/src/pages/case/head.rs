//! Number, state, who, and the deadline as a sentence that opens into the counted calendar.

use super::Shown;
use super::calendar::CountedCalendar;
use crate::components::{Button, Icon, Look};
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use domain::deadline::Urgency;
use leptos::prelude::*;
use protocol::window::case::CaseView;
use text::format::date_with_weekday;

/// The head of a case.
#[component]
pub fn Head(shown: Shown, why: RwSignal<bool>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let read = move |f: fn(Desk, Words, &CaseView) -> String| {
        move || shown.with(|c| c.as_ref().map(|c| f(desk, words, c)).unwrap_or_default())
    };
    let queued = move || shown.with(|c| c.as_ref().map_or(0, |c| c.queued.len()));
    let class = move || shown.with(|c| c.as_ref().map(|c| sign(c).0).unwrap_or_default());
    let icon = move || shown.with(|c| c.as_ref().map(|c| sign(c).1).unwrap_or_default());
    let flags = move || shown.with(|c| c.as_ref().map(|c| flags(words, c)).unwrap_or_default());
    let explained = move || {
        shown.with(|c| {
            c.as_ref()
                .is_some_and(|c| !c.deadlines.is_empty() || c.registration_due.is_some())
        })
    };
    view! {
        <header class="case-head">
            <div class="line">
                {move || desk.narrow().then(|| view! {
                    <Button label=words.say("back-to-list") on_press=move || desk.case.set(None) test="case-back" look=Look::Quiet icon="left" bare=true/>
                })}
                <h1 class="figures" data-test="case-number">{read(number)}</h1>
                <span class="state" data-test="case-state">{read(|_, words, c| words.get(&format!("state-{}", c.inquiry.state.code())))}</span>
                {move || (queued() > 0).then(|| view! {
                    <span class="state queued" data-test="case-queued"><Icon name="upload"/>{words.with("case-queued", &[("n", i64::try_from(queued()).unwrap_or(0).into())])}</span>
                })}
                {move || flags().into_iter().map(|(icon, text)| view! { <span class="state"><Icon name=icon/>{text}</span> }).collect_view()}
            </div>
            <p class="case-subject">{read(|_, _, c| c.inquiry.subject.clone())}</p>
            <p class="muted">{read(who)}</p>
            <div class="line due">
                <span class=move || format!("line {}", class())>
                    {move || (!icon().is_empty()).then(|| view! { <Icon name=icon()/> })}
                    <span data-test="case-due">{read(due)}</span>
                </span>
                {move || explained().then(|| view! {
                    <button
                        type="button" class="link" data-test="why"
                        aria-expanded=move || if why.get() { "true" } else { "false" }
                        aria-controls="deadline-why" aria-keyshortcuts="W"
                        on:click=move |_| why.update(|w| *w = !*w)
                    >
                        {words.say("deadline-why")}
                    </button>
                    <kbd aria-hidden="true">"W"</kbd>
                })}
            </div>
            {move || (why.get() && explained()).then(|| view! { <CountedCalendar shown/> })}
        </header>
    }
}

fn number(_: Desk, words: Words, case: &CaseView) -> String {
    let shown = case.inquiry.shown_number();
    match (shown, case.inquiry.number.is_some()) {
        (Some(number), true) => number,
        (Some(number), false) => format!("{number} ~"),
        (None, _) => words.get("number-none"),
    }
}

fn who(desk: Desk, words: Words, case: &CaseView) -> String {
    let i = &case.inquiry;
    let mut parts = Vec::new();
    if i.anonymous() {
        parts.push(words.get("applicant-anonymous"));
    } else if let Some(first) = i.applicants.first() {
        let name = first.name.expose().trim();
        let more = i64::try_from(i.applicants.len()).unwrap_or(1) - 1;
        parts.push(if more > 0 {
            format!("{name} +{more}")
        } else {
            name.to_owned()
        });
    }
    if let Some(territory) = &i.territory {
        parts.push(desk.label("territory", territory));
    }
    parts.push(desk.label("channel", &i.channel));
    parts.push(match i.executor {
        Some(id) => words.with("executor-is", &[("name", desk.staff_name(id).into())]),
        None => words.get("executor-none"),
    });
    parts.join(" · ")
}

fn sign(case: &CaseView) -> (&'static str, &'static str) {
    match case.urgency {
        Urgency::Late => ("late", "alert"),
        Urgency::Soon => ("soon", "clock"),
        _ => ("", ""),
    }
}

/// The deadline as a sentence.
pub fn due(_: Desk, words: Words, case: &CaseView) -> String {
    let i = &case.inquiry;
    let lang = words.lang();
    if let (None, Some(entry)) = (&i.due, &case.registration_due) {
        return words.with(
            "due-registration",
            &[("date", date_with_weekday(lang, entry.on).into())],
        );
    }
    let Some(due) = &i.due else {
        return words.get("due-none");
    };
    let date = date_with_weekday(lang, due.on);
    if !i.state.on_control() {
        let key = if case.today > due.on {
            "due-was"
        } else {
            "due-of"
        };
        return words.with(key, &[("date", date.into())]);
    }
    let left = case.days_left.unwrap_or(0);
    let days = words.with("unit-working_days", &[("n", left.abs().into())]);
    let key = match (case.today > due.on, left) {
        (true, _) => "due-late",
        (false, 0) => "due-today",
        _ => "due-left",
    };
    words.with(
        key,
        &[
            ("date", date.into()),
            ("days", days.into()),
            ("n", left.abs().into()),
        ],
    )
}

fn flags(words: Words, case: &CaseView) -> Vec<(&'static str, String)> {
    let i = &case.inquiry;
    let mut flags = Vec::new();
    if i.restricted {
        flags.push(("lock", words.get("flag-restricted")));
    }
    if i.minor {
        flags.push(("shield", words.get("flag-minor")));
    }
    if i.collective {
        flags.push(("users", words.get("flag-collective")));
    }
    if i.repeat_of.is_some() {
        flags.push(("repeat", words.get("flag-repeat")));
    }
    flags
}
