//! One timeline: who did what and when, and what still waits to be sent.

use super::Shown;
use crate::components::Icon;
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use domain::inquiry::Event;
use leptos::prelude::*;

/// The timeline, latest first.
#[component]
pub fn History(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        let case = shown.get()?;
        let items = case
            .inquiry
            .history
            .iter()
            .rev()
            .map(|event| {
                let queued = case.queued.contains(&event.command);
                let note = note_of(&case.inquiry, event);
                view! {
                    <li class="event">
                        <Icon name=icon(&event.what)/>
                        <div>
                            <p>
                                <strong>{words.get(&format!("event-{}", event.what))}</strong>
                                {queued.then(|| view! { <span class="state queued"><Icon name="upload"/>{words.say("event-queued")}</span> })}
                            </p>
                            {detail(desk, words, event).map(|d| view! { <p>{d}</p> })}
                            {note.map(|n| view! { <p class="reading">{n}</p> })}
                            <p class="muted figures">{format!("{} · {}", desk.staff_name(event.by), words.moment(event.at))}</p>
                        </div>
                    </li>
                }
            })
            .collect_view();
        Some(view! { <ol class="timeline" data-test="history">{items}</ol> })
    }
}

fn detail(desk: Desk, words: Words, event: &Event) -> Option<String> {
    if let Some(reason) = &event.reason {
        let label = desk.label(event.reasons(), reason);
        return Some(match event.detail.as_str() {
            "" => label,
            detail => format!("{label} · {detail}"),
        });
    }
    if event.detail.is_empty() {
        return None;
    }
    Some(match event.what.as_str() {
        "correct" => event
            .detail
            .split(", ")
            .map(|f| words.get(&format!("field-{f}")))
            .collect::<Vec<_>>()
            .join(", "),
        "close" => {
            let title = desk
                .with(|s| {
                    s.profile
                        .files
                        .iter()
                        .find(|f| f.index == event.detail)
                        .map(|f| f.title.get(words.lang()).to_owned())
                })
                .flatten();
            title.map_or(event.detail.clone(), |t| format!("{} · {t}", event.detail))
        }
        "receive" | "register" => {
            words.with("event-consent", &[("policy", event.detail.clone().into())])
        }
        _ => event.detail.clone(),
    })
}

fn note_of(inquiry: &domain::Inquiry, event: &Event) -> Option<String> {
    if event.what != "add_note" {
        return None;
    }
    inquiry
        .notes
        .iter()
        .find(|n| n.by == event.by && n.at == event.at)
        .map(|n| n.text.expose().clone())
}

fn icon(what: &str) -> &'static str {
    match what {
        "receive" => "inbox",
        "register" | "enter_in_register" => "plus",
        "assign" => "user",
        "save_draft" | "correct" => "pen",
        "submit_for_signoff" => "send",
        "return" | "withdraw" => "undo",
        "approve" | "close" => "check",
        "record_dispatch" | "forward" => "send",
        "extend" | "recount" => "clock",
        "add_note" => "note",
        "attach" => "clip",
        "record_redaction" | "restrict" => "shield",
        "link" => "link",
        "archive" => "archive",
        "settle_conflict" => "check",
        _ => "dot",
    }
}
