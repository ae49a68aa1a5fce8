//! The receipt, and how it stands.

use super::draft::Draft;
use super::{Place, page};
use crate::entry::Taken;
use chrono::{DateTime, FixedOffset, NaiveDate};
use domain::deadline;
use domain::profile::{Rule, Unit};
use domain::{Inquiry, State};
use maud::{Markup, html};
use text::format::date_long;

pub(super) fn receipt(
    place: &Place,
    draft: &Draft,
    taken: &Taken,
    secret: &str,
    now: DateTime<FixedOffset>,
) -> Markup {
    let title = place.say("receipt-title");
    let received = now.with_timezone(&place.profile.offset());
    let kind = draft.kind();
    let what = match draft.asks() {
        Some(asks) => place.say(&format!("asks-{}", asks.code())),
        None => place.profile.label("kind", &kind, place.lang).to_owned(),
    };
    let main = html! {
        h1 { (title) }
        div.box.ok role="status" { p { span.sign aria-hidden="true" { "✓" } " " (place.say("receipt-taken")) } }
        dl.receipt {
            dt { (place.say("receipt-number")) } dd { strong.code { (taken.reference) } }
            dt { (place.say("receipt-code")) } dd { strong.code { (secret) } }
            dt { (place.say("receipt-received")) }
            dd { (date_long(place.lang, received.date_naive())) ", " (received.format("%H:%M")) }
            dt { (place.say("field-what")) } dd { (what) }
            dt { (place.say("receipt-state")) } dd { (place.say("state-received")) }
            dt { (place.say("receipt-policy")) } dd { (place.policy.version) }
        }
        div.box.soon {
            p { strong { (place.say("receipt-keep")) } }
            p { (place.say("receipt-keep-why")) }
        }
        h2 { (place.say("receipt-next")) }
        (promise(place, &kind, received))
        p { a href=(place.link("/status")) { (place.say("receipt-follow")) } }
        p.screen { (place.say("receipt-print")) }
    };
    page::of(place, "/receipt", &title, &main)
}

/// What the law promises, with its sources.
fn promise(place: &Place, kind: &domain::ids::Code, received: DateTime<FixedOffset>) -> Markup {
    let registration = deadline::registration(&place.profile, kind, received).ok();
    let consideration = registration.as_ref().and_then(|registered| {
        let clock = place.profile.clock_of(kind).ok()?;
        Some(clock.consideration.on(registered.on))
    });
    html! {
        @if let Some(registered) = &registration {
            p {
                (place.texts.with("reception-promise-registration", &[("date", date_long(place.lang, registered.on).into())]))
                " " (source(place, &registered.rule))
            }
        }
        @if let Some(rule) = consideration {
            p {
                (place.texts.with("reception-promise-answer", &[("term", term(place, rule).into())]))
                " " (source(place, rule))
            }
        }
    }
}

fn term(place: &Place, rule: &Rule) -> String {
    let key = match rule.unit {
        Unit::WorkingDays => "unit-working_days",
        Unit::CalendarDays => "unit-calendar_days",
    };
    place.texts.with(key, &[("n", rule.value.into())])
}

fn source(place: &Place, rule: &Rule) -> Markup {
    html! { small.muted { "(" (place.texts.source(&rule.source)) ")" } }
}

/// The form of number and code. `says` is the key of what was wrong.
pub(super) fn ask(place: &Place, number: &str, says: Option<&str>) -> Markup {
    let name = place.say("status-title");
    let title = match says {
        Some(_) => format!("{}: {name}", place.say("error")),
        None => name.clone(),
    };
    let main = html! {
        h1 { (name) }
        @if let Some(says) = says {
            div.box.late #problems role="alert" tabindex="-1" autofocus { p { a href="#number" { (place.say(says)) } } }
        }
        p { (place.say("status-intro")) }
        form method="post" action=(place.link("/status")) novalidate {
            div.field {
                label for="number" { (place.say("receipt-number")) }
                p.hint #number-hint { (place.say("status-number-hint")) }
                input type="text" id="number" name="number" value=(number) autocomplete="off" autocapitalize="characters"
                    spellcheck="false" required aria-describedby="number-hint" aria-invalid=[says.map(|_| "true")];
            }
            div.field {
                label for="code" { (place.say("receipt-code")) }
                p.hint #code-hint { (place.say("status-code-hint")) }
                input type="text" id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false"
                    required aria-describedby="code-hint" aria-invalid=[says.map(|_| "true")];
            }
            div.buttons { button.primary type="submit" { (place.say("status-ask")) } }
        }
    };
    page::of(place, "/status", &title, &main)
}

/// How it stands: nothing of the person, the text or the staff.
pub(super) fn status(place: &Place, inquiry: &Inquiry) -> Markup {
    let title = place.say("status-title");
    let lang = place.lang;
    let received = inquiry.received_at.with_timezone(&place.profile.offset());
    let row = |key: &str, date: Option<NaiveDate>| {
        html! {
            @if let Some(date) = date {
                dt { (place.say(key)) } dd { (date_long(lang, date)) }
            }
        }
    };
    let ended = inquiry
        .ended_by()
        .map(|(_, event)| event.at.with_timezone(&place.profile.offset()));
    let running = inquiry.state.on_control();
    let due = inquiry.due.as_ref().filter(|_| running).map(|d| d.on);
    let extended = running && inquiry.due.as_ref().is_some_and(|d| !d.extended.is_empty());
    let main = html! {
        h1 { (title) }
        div.box.ok role="status" { p { strong { (place.say(&format!("state-{}", inquiry.state.code()))) } } }
        dl.receipt {
            @if let Some(number) = &inquiry.number {
                dt { (place.say("status-number")) } dd { strong { (number) } }
            }
            (row("receipt-received", Some(received.date_naive())))
            (row("status-registered", inquiry.registered_on))
            (row("status-due", due))
            (row("status-ended", ended.map(|at| at.date_naive())))
            (row("status-sent", inquiry.dispatch.as_ref().map(|d| d.on)))
        }
        @if extended { p { (place.say("status-extended")) } }
        @if matches!(inquiry.state, State::Received) {
            (promise(place, &inquiry.kind, received))
        }
        p.muted { (place.say("status-no-data")) }
        p { a href=(place.link("/status")) { (place.say("status-again")) } }
    };
    page::of(place, "/status", &title, &main)
}
