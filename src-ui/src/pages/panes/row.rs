//! One row of the list.

use super::model::list_model;
use crate::components::Icon;
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use domain::deadline::Urgency;
use leptos::prelude::*;
use protocol::window::list::RowView;

/// A row by its index, `top` pixels below the first one's; empty bones until its data are here. A page of them is made
/// anew with each Page Down, so a row listens to no more than it must.
#[component]
pub fn Row(index: u32, top: f64) -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    let row = Memo::new(move |_| model.row(index));
    let selected = move || {
        row.with(|r| {
            r.as_ref()
                .is_some_and(|r| model.selected.with(|s| s.contains(&r.id)))
        })
    };
    let class = move || {
        let open = row.with(|r| r.as_ref().is_some_and(|r| desk.case.get() == Some(r.id)));
        [
            ("grid-row body", true),
            (" odd", index % 2 == 1),
            (" cursor", model.cursor.get() == index),
            (" open", open),
            (" chosen", selected()),
        ]
        .into_iter()
        .filter_map(|(class, holds)| holds.then_some(class))
        .collect::<String>()
    };
    view! {
        <div
            id=format!("row-{index}")
            class=class
            role="row"
            data-test="row"
            aria-rowindex=(index + 2).to_string()
            aria-selected=move || if selected() { "true" } else { "false" }
            style:top=format!("{top}px")
            on:click=move |e| {
                model.move_to(index);
                if e.shift_key() {
                    model.toggle_range();
                } else if e.ctrl_key() || e.meta_key() {
                    model.toggle();
                } else if desk.narrow() {
                    model.open();
                }
            }
            on:dblclick=move |_| model.open()
        >
            {move || match row.get() {
                Some(row) => cells(desk, words, &row).into_any(),
                None => view! { <div class="c-bone" role="gridcell" aria-busy="true"><span class="bone"></span></div> }.into_any(),
            }}
        </div>
    }
}

fn cells(desk: Desk, words: Words, row: &RowView) -> impl IntoView + use<> {
    let unnumbered = row.number.is_empty();
    let number = if unnumbered {
        "—".to_owned()
    } else {
        row.number.clone()
    };
    let provisional = row.provisional;
    let (class, icon, left) = left(words, row);
    let applicant = applicant(words, row);
    let topic = row
        .topic
        .as_ref()
        .map(|t| desk.label("topic", t))
        .unwrap_or_default();
    let subject = row.subject.clone();
    view! {
        <div class="c-number figures" role="gridcell" title=provisional.then(|| words.get("number-provisional"))>
            <span class="cut" aria-hidden=unnumbered.then_some("true")>{number}</span>
            {unnumbered.then(|| view! { <span class="unseen">{words.get("number-none")}</span> })}
            {provisional.then(|| view! { <span aria-hidden="true">"~"</span><span class="unseen">{words.get("number-provisional")}</span> })}
        </div>
        <div class=format!("c-left figures {class}") role="gridcell" title=row.due.map(|d| words.date(d))>
            {(!icon.is_empty()).then(|| view! { <Icon name=icon/> })}
            <span class="cut">{left}</span>
        </div>
        <div class="c-applicant cut" role="gridcell">{applicant}</div>
        <div class="c-topic cut" role="gridcell" title=row.subject.clone()>
            {(!topic.is_empty()).then(|| view! { <span class="topic">{topic}</span>" " })}
            <span class="muted">{subject}</span>
        </div>
        <div class="c-flags" role="gridcell">{flags(words, row)}</div>
    }
}

/// Days left: class, sign and words; never by colour alone.
pub fn left(words: Words, row: &RowView) -> (&'static str, &'static str, String) {
    match (row.days_left, row.urgency) {
        (Some(days), Urgency::Late) => ("late", "alert", words.count("left-late", days.abs())),
        (Some(0), Urgency::Soon) => ("soon", "clock", words.get("left-today")),
        (Some(days), Urgency::Soon) => ("soon", "clock", words.count("left-days", days)),
        (Some(days), Urgency::Ok) => ("", "", words.count("left-days", days)),
        _ => ("muted", "", words.get(&format!("state-{}", row.state))),
    }
}

/// First applicant, and how many more.
pub fn applicant(words: Words, row: &RowView) -> String {
    if row.applicant.is_empty() {
        words.get("applicant-anonymous")
    } else if row.collective || row.applicants > 1 {
        let more = i64::from(row.applicants.saturating_sub(1));
        if more > 0 {
            format!("{} +{more}", row.applicant)
        } else {
            row.applicant.clone()
        }
    } else {
        row.applicant.clone()
    }
}

fn flags(words: Words, row: &RowView) -> impl IntoView + use<> {
    let mut signs: Vec<(&'static str, String)> = Vec::new();
    if row.conflict {
        signs.push(("alert", words.get("flag-conflict")));
    }
    if row.restricted {
        signs.push(("lock", words.get("flag-restricted")));
    }
    if row.minor {
        signs.push(("shield", words.get("flag-minor")));
    }
    if row.collective {
        signs.push(("users", words.get("flag-collective")));
    }
    if row.repeat {
        signs.push(("repeat", words.get("flag-repeat")));
    }
    if row.attachments > 0 {
        signs.push((
            "clip",
            words.count("flag-files", i64::from(row.attachments)),
        ));
    }
    if row.queued {
        signs.push(("upload", words.get("flag-queued")));
    }
    let tag = row.lang.tag();
    let signs = signs
        .into_iter()
        .map(|(icon, text)| view! { <span class="flag" title=text.clone()><Icon name=icon/><span class="unseen">{text.clone()}</span></span> })
        .collect_view();
    view! {
        {signs}
        <span class="lang" title=words.get(&format!("language-{tag}"))>{tag}</span>
    }
}
