//! Beside the card: earlier inquiries like this one, and what in the text a person should look at.

use super::form::Form;
use crate::components::{Button, Icon, Look};
use crate::i18n::words;
use crate::ipc::call;
use crate::pages::later::{after_pause, element};
use crate::state::desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::list::RowView;
use protocol::window::work::{Alert, CheckText, FindSimilar};
use std::time::Duration;
use wasm_bindgen::JsCast;

const PAUSE: Duration = Duration::from_millis(450);
/// Fewer characters find half the register.
const ENOUGH: usize = 4;

/// Earlier inquiries of the same person or about the same matter.
#[component]
pub fn Similar(form: Form) -> impl IntoView {
    let words = words();
    let found = RwSignal::new(None::<Vec<RowView>>);
    let latest = StoredValue::new(None::<FindSimilar>);
    let asked = move || {
        let (name, phone) = form.applicants.with(|a| {
            a.first()
                .map_or_else(Default::default, |a| (a.name.get(), a.phone.get()))
        });
        let text = [form.subject.get(), form.text.get()].join(" ");
        FindSimilar {
            name: name.trim().to_owned(),
            phone: phone.trim().to_owned(),
            text: text.trim().to_owned(),
        }
    };
    after_pause(PAUSE, asked, move |request: FindSimilar| {
        latest.set_value(Some(request.clone()));
        let enough = [&request.name, &request.phone, &request.text]
            .iter()
            .any(|t| t.chars().count() >= ENOUGH);
        if !enough {
            return found.set(None);
        }
        spawn_local(async move {
            let reply = call(request.clone()).await;
            if latest.try_get_value().flatten().as_ref() == Some(&request) {
                // A search that fails is no reason to stop a person who registers: the panel stays as it was.
                if let Ok(rows) = reply {
                    found.try_set(Some(rows));
                }
            }
        });
    });
    view! {
        <section class="register-similar" aria-label=words.say("register-similar")>
            <h2>{words.say("register-similar")}</h2>
            {move || form.repeat_of.get().map(|(_, number)| view! {
                <p class="line">
                    <Icon name="repeat"/>
                    <span>{move || words.with("register-repeat-is", &[("number", number.clone().into())])}</span>
                    <Button label=words.say("register-repeat-clear") on_press=move || form.repeat_of.set(None) test="register-repeat-clear" look=Look::Quiet/>
                </p>
            })}
            {move || match found.get() {
                None => view! { <p class="muted">{words.say("register-similar-waiting")}</p> }.into_any(),
                Some(rows) if rows.is_empty() => view! { <p class="muted">{words.say("register-similar-none")}</p> }.into_any(),
                Some(rows) => view! {
                    <ul class="register-similar-list" data-test="register-similar">
                        {rows.into_iter().take(6).map(|row| view! { <SimilarLine form row/> }).collect_view()}
                    </ul>
                }.into_any(),
            }}
            <div class="unseen" role="status">
                {move || found.with(|f| f.as_ref().filter(|f| !f.is_empty()).map(|f| words.with("register-similar-count", &[("n", f.len().into())])))}
            </div>
        </section>
    }
}

#[component]
fn SimilarLine(form: Form, row: RowView) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let (id, number, received) = (row.id, row.number.clone(), row.received);
    let state = row.state.clone();
    view! {
        <li>
            <div class="line">
                <strong class="figures nowrap">{row.number}</strong>
                <span class="cut">{row.applicant}</span>
                <span class="grow"></span>
                <Button
                    label=words.say("register-repeat-set")
                    on_press=move || {
                        form.repeat_of.set(Some((id, number.clone())));
                        desk.say(words.with("register-repeat-is", &[("number", number.clone().into())]));
                    }
                    test="register-repeat-set"
                    look=Look::Quiet
                    icon="repeat"
                />
            </div>
            <p class="cut">{row.subject}</p>
            <p class="muted">
                {move || words.with("register-similar-received", &[("date", words.date(received).into())])}
                " · "
                {move || words.get(&format!("state-{state}"))}
            </p>
        </li>
    }
}

/// Cards, PINs, passwords and minors in the text: each with what to do.
#[component]
pub fn Alerts(form: Form) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let found = RwSignal::new(Vec::<Alert>::new());
    let latest = StoredValue::new(String::new());
    // The subject stands after the text, so that places in the text keep their numbers.
    let text = move || format!("{}\n{}", form.text.get(), form.subject.get());
    after_pause(PAUSE, text, move |text: String| {
        latest.set_value(text.clone());
        if text.trim().is_empty() {
            return found.set(Vec::new());
        }
        spawn_local(async move {
            if let Ok(alerts) = call(CheckText { text: text.clone() }).await
                && latest.try_get_value() == Some(text)
            {
                found.try_set(alerts);
            }
        });
    });
    let age = move || i64::from(desk.with(|s| s.profile.minor_under).unwrap_or(16));
    let kinds = Memo::new(move |_| {
        found.with(|f| {
            ["card", "password", "pin", "minor", "phone"]
                .into_iter()
                .filter_map(|kind| {
                    let of: Vec<(u32, u32)> = f
                        .iter()
                        .filter(|a| a.kind == kind)
                        .map(|a| (a.start, a.end))
                        .collect();
                    of.first().map(|first| (kind, of.len(), *first))
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <section class="register-alerts" aria-label=words.say("register-alerts") hidden=move || kinds.with(Vec::is_empty)>
            <h2>{words.say("register-alerts")}</h2>
            <div aria-live="polite">
                <For each=move || kinds.get() key=|k| *k let((kind, n, place))>
                    <div class="register-alert" class:quiet=kind == "phone" data-test=format!("register-alert-{kind}")>
                        <Icon name="alert"/>
                        <p>{move || words.with(&format!("register-alert-{kind}"), &[("n", n.into()), ("age", age().into())])}</p>
                        <div class="line">
                            <Button label=words.say("register-alert-show") on_press=move || show(form, place) test="register-alert-show" look=Look::Quiet icon="eye"/>
                            {(kind == "minor").then(|| view! {
                                <Button
                                    label=words.say("register-alert-mark-minor")
                                    on_press=move || form.minor.set(true)
                                    test="register-alert-mark-minor"
                                    look=Look::Quiet
                                    icon="check"
                                    disabled=Signal::derive(move || form.minor.get())
                                />
                            })}
                        </div>
                    </div>
                </For>
            </div>
        </section>
    }
}

/// Selects the place in the text, or in the subject when it stands there.
fn show(form: Form, (start, end): (u32, u32)) {
    let text = form.text.get_untracked();
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let (field, text, start, end) = if start > length {
        let past = length + 1;
        (
            "register-subject",
            form.subject.get_untracked(),
            start - past,
            end.saturating_sub(past),
        )
    } else {
        ("register-text", text, start, end)
    };
    let (from, to) = (utf16(&text, start), utf16(&text, end));
    let Some(found) = element(field) else { return };
    let _ = found.focus();
    if let Some(area) = found.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        let _ = area.set_selection_range(from, to);
    } else if let Some(input) = found.dyn_ref::<web_sys::HtmlInputElement>() {
        let _ = input.set_selection_range(from, to);
    }
}

/// A place in Unicode scalar values as the web view counts it.
fn utf16(text: &str, scalars: u32) -> u32 {
    let units: usize = text
        .chars()
        .take(scalars as usize)
        .map(char::len_utf16)
        .sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::utf16;

    #[test]
    fn places_are_counted_as_the_web_view_counts_them() {
        assert_eq!(utf16("Суу 😀 жок", 4), 4);
        assert_eq!(utf16("Суу 😀 жок", 6), 7);
        assert_eq!(utf16("ab", 99), 2);
    }
}
