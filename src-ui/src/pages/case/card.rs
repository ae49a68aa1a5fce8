//! The registration-control card: what is known, field by field; what is not known takes no room.

use super::Shown;
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use domain::Inquiry;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Card(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let lines = Memo::new(move |_| {
        shown.with(|c| {
            c.as_ref()
                .map(|c| lines(desk, words, &c.inquiry))
                .unwrap_or_default()
        })
    });
    view! {
        <section>
            <h2>{words.say("case-card-title")}</h2>
            <dl class="card">
                {move || lines.get().into_iter().map(|(name, value)| view! {
                    <div><dt>{name}</dt><dd>{value}</dd></div>
                }).collect_view()}
            </dl>
        </section>
    }
}

fn lines(desk: Desk, words: Words, i: &Inquiry) -> Vec<(String, String)> {
    let field = |name: &str| words.get(&format!("field-{name}"));
    let mut lines = Vec::new();
    let mut add = |name: String, value: String| {
        if !value.trim().is_empty() {
            lines.push((name, value));
        }
    };
    let offset = desk.with(|s| s.profile.offset());
    let received = offset.map_or(i.received_at, |o| i.received_at.with_timezone(&o));
    add(field("received_at"), words.moment(received));
    add(
        field("registered_on"),
        i.registered_on.map(|d| words.date(d)).unwrap_or_default(),
    );
    if let (Some(_), Some(provisional)) = (&i.number, &i.provisional) {
        add(words.get("case-card-provisional"), provisional.to_string());
    }
    add(field("kind"), desk.label("kind", &i.kind));
    let form = desk
        .with(|s| s.profile.form_of(&i.channel).map(|f| f.0.clone()))
        .flatten();
    let form = form
        .map(|f| format!(" ({})", words.get(&format!("form-{f}"))))
        .unwrap_or_default();
    add(
        field("channel"),
        format!("{}{form}", desk.label("channel", &i.channel)),
    );
    add(
        field("lang"),
        words.get(&format!("language-{}", i.lang.tag())),
    );
    add(
        field("topic"),
        i.topic
            .as_ref()
            .map(|t| desk.label("topic", t))
            .unwrap_or_else(|| words.get("not-set")),
    );
    add(
        field("territory"),
        i.territory
            .as_ref()
            .map(|t| desk.label("territory", t))
            .unwrap_or_default(),
    );
    for (n, a) in i.applicants.iter().enumerate() {
        let name = if i.applicants.len() > 1 {
            format!("{} {}", field("applicant"), n + 1)
        } else {
            field("applicant")
        };
        let category = a
            .category
            .as_ref()
            .map(|c| desk.label("category", c))
            .unwrap_or_default();
        let parts = [
            a.name.expose(),
            a.phone.expose(),
            a.email.expose(),
            a.address.expose(),
            &category,
        ];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(|p| p.trim())
            .filter(|p| !p.is_empty())
            .collect();
        add(name, parts.join(" · "));
    }
    let unit = desk
        .with(|s| {
            s.units
                .iter()
                .find(|u| u.id == i.unit)
                .map(|u| u.name.get(words.lang()).to_owned())
        })
        .flatten();
    add(field("unit"), unit.unwrap_or_else(|| i.unit.0.clone()));
    add(
        field("executor"),
        i.executor.map(|e| desk.staff_name(e)).unwrap_or_default(),
    );
    add(
        field("co_executors"),
        i.co_executors
            .iter()
            .map(|e| desk.staff_name(*e))
            .collect::<Vec<_>>()
            .join(", "),
    );
    add(field("service"), i.service.clone().unwrap_or_default());
    add(
        field("sheets"),
        i.sheets.map(|n| n.to_string()).unwrap_or_default(),
    );
    add(
        field("outcome"),
        i.outcome
            .as_ref()
            .map(|o| desk.label("outcome", o))
            .unwrap_or_default(),
    );
    if let Some(d) = &i.dispatch {
        let parts = [
            desk.label("delivery", &d.method),
            words.date(d.on),
            d.reference.clone(),
        ];
        add(
            field("dispatch"),
            parts
                .into_iter()
                .filter(|p| !p.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
        );
    }
    match &i.state {
        domain::State::Forwarded { to, reason, .. } => {
            add(
                field("to"),
                format!("{to} · {}", desk.label("forwarded", reason)),
            );
        }
        domain::State::NotConsidered { reason, note, .. } => {
            add(
                field("reason"),
                format!("{} · {note}", desk.label("not_considered", reason)),
            );
        }
        domain::State::Closed { file_index, .. } | domain::State::Archived { file_index, .. } => {
            add(field("file_index"), file_index.clone());
        }
        _ => {}
    }
    for e in i.due.iter().flat_map(|d| &d.extended) {
        let days = words.with(
            "extended-by",
            &[
                ("n", i64::from(e.days).into()),
                ("reason", e.reason.clone().into()),
            ],
        );
        add(words.get("act-extend"), days);
    }
    lines
}
