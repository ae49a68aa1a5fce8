//! Disagreements that wait for a person, and what the server refused.

use super::Shown;
use crate::components::{Button, Note};
use crate::i18n::{Words, words};
use crate::state::{Desk, desk};
use domain::Act;
use domain::ids::{Code, StaffId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use serde_json::Value;

/// Open conflicts: both values side by side, with what stood there before.
#[component]
pub fn Conflicts(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let open = Memo::new(move |_| {
        shown.with(|c| {
            c.as_ref().map(|c| {
                (
                    c.inquiry.id,
                    c.inquiry.open_conflicts().cloned().collect::<Vec<_>>(),
                )
            })
        })
    });
    let may = move || {
        shown.with(|c| {
            c.as_ref()
                .is_some_and(|c| c.can.iter().any(|a| a == "settle_conflict"))
        })
    };
    move || {
        let (inquiry, conflicts) = open.get()?;
        let items = conflicts
            .into_iter()
            .map(|c| {
                let settle = move |take_mine: bool| {
                    spawn_local(async move {
                        desk.perform(vec![inquiry], Act::SettleConflict { conflict: c.id, take_mine }).await;
                    });
                };
                let (mine, theirs) = (said(desk, words, &c.field, &c.mine), said(desk, words, &c.field, &c.theirs));
                let base = c.base.as_ref().map(|base| said(desk, words, &c.field, base));
                let field = c.field.clone();
                let by = move || words.with("conflict-mine", &[("name", desk.staff_name(c.by).into()), ("at", words.moment(c.at).into())]);
                view! {
                    <Note kind="failed">
                        <p><strong>{move || words.with("conflict-title", &[("field", words.get(&format!("field-{field}")).into())])}</strong></p>
                        <div class="versus">
                            {base.map(|base| view! {
                                <div class="before" data-test="conflict-base">
                                    <p class="muted">{words.say("conflict-base")}</p>
                                    <p class="reading">{base}</p>
                                </div>
                            })}
                            <div>
                                <p class="muted">{words.say("conflict-stands")}</p>
                                <p class="reading">{theirs}</p>
                                {move || may().then(|| view! {
                                    <Button label=words.say("conflict-keep") on_press=move || settle(false) test="conflict-keep"/>
                                })}
                            </div>
                            <div>
                                <p class="muted">{by}</p>
                                <p class="reading">{mine}</p>
                                {move || may().then(|| view! {
                                    <Button label=words.say("conflict-take") on_press=move || settle(true) test="conflict-take"/>
                                })}
                            </div>
                        </div>
                    </Note>
                }
            })
            .collect_view();
        Some(items)
    }
}

/// A field's value as a person reads it.
fn said(desk: Desk, words: Words, field: &str, value: &Value) -> String {
    let code = |list: &str| value.as_str().map(|c| desk.label(list, &Code::from(c)));
    let person = |v: &Value| {
        v.as_str()
            .and_then(|s| s.parse::<StaffId>().ok())
            .map(|id| desk.staff_name(id))
    };
    let known = match field {
        "topic" | "kind" | "channel" | "territory" | "outcome" => code(field),
        "executor" => person(value),
        "co_executors" => value
            .as_array()
            .map(|l| l.iter().filter_map(person).collect::<Vec<_>>().join(", ")),
        "draft" => value.get("body").and_then(Value::as_str).map(str::to_owned),
        "applicants" => value.as_array().map(|l| {
            l.iter()
                .filter_map(|a| a.get("name").and_then(Value::as_str))
                .collect::<Vec<_>>()
                .join(", ")
        }),
        "lang" => value.as_str().map(|l| words.get(&format!("language-{l}"))),
        "due" => value
            .get("on")
            .and_then(Value::as_str)
            .and_then(|d| d.parse().ok())
            .map(|d| words.date(d)),
        "state" => value
            .get("is")
            .and_then(Value::as_str)
            .map(|s| words.get(&format!("state-{s}"))),
        "dispatch" => value
            .get("on")
            .and_then(Value::as_str)
            .and_then(|d| d.parse().ok())
            .map(|d| words.date(d)),
        _ => None,
    };
    known.unwrap_or_else(|| match value {
        Value::Null => words.get("not-set"),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => words.get(if *yes { "yes" } else { "no" }),
        other => other.to_string(),
    })
}

/// What the server refused, with why.
#[component]
pub fn Rejected(shown: Shown) -> impl IntoView {
    let words = words();
    let rejected = Memo::new(move |_| shown.get().map(|c| c.rejected.clone()).unwrap_or_default());
    move || {
        rejected
            .get()
            .into_iter()
            .map(|r| {
                let act = r.act.clone();
                let error = ApiError::from(r.refusal);
                view! {
                    <Note kind="failed">
                        <p><strong>{move || words.with("rejected-title", &[("act", words.get(&format!("act-{act}")).into())])}</strong></p>
                        <p>{move || words.error(&error)}</p>
                        <p class="muted">{words.say("rejected-safe")}</p>
                    </Note>
                }
            })
            .collect_view()
    }
}
