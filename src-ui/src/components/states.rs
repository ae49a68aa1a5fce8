//! Empty, loading, failed: each list and page has all of them.

use super::{Button, Icon};
use crate::i18n::words;
use crate::state::desk;
use leptos::prelude::*;
use protocol::ApiError;
use std::time::Duration;

/// Nothing here: what would be, and the key that makes one.
#[component]
pub fn Empty(
    #[prop(into)] title: Signal<String>,
    #[prop(into, optional)] text: Signal<String>,
    #[prop(optional)] icon: &'static str,
) -> impl IntoView {
    view! {
        <div class="empty" data-test="empty">
            <Icon name=if icon.is_empty() { "inbox" } else { icon }/>
            <p class="empty-title">{title}</p>
            <p class="muted">{text}</p>
        </div>
    }
}

/// The shape of what comes; shows itself after 300 ms, so that what is quick does not flicker.
#[component]
pub fn Loading(#[prop(default = 6)] lines: u32) -> impl IntoView {
    let words = words();
    let shown = RwSignal::new(false);
    let handle = set_timeout_with_handle(
        move || {
            let _ = shown.try_set(true);
        },
        Duration::from_millis(300),
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    view! {
        <div class="loading" role="status" aria-busy="true" data-test="loading">
            {move || shown.get().then(|| view! {
                <span class="unseen">{words.say("loading")}</span>
                {(0..lines).map(|_| view! { <span class="bone" aria-hidden="true"></span> }).collect_view()}
            })}
        </div>
    }
}

/// Something failed: the sentence, "again", and the technical details folded away.
#[component]
pub fn ErrorNote(
    error: ApiError,
    #[prop(into, optional)] on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let words = words();
    let details = format!("{error}");
    let sentence = Signal::derive(move || words.error(&error));
    view! {
        <div class="note failed" role="alert" data-test="error">
            <Icon name="alert"/>
            <div>
                <p>{sentence}</p>
                <details>
                    <summary>{words.say("error-details")}</summary>
                    <code class="details">{details}</code>
                </details>
                {on_retry.map(|f| view! {
                    <Button label=words.say("action-retry") on_press=move || f.run(()) test="retry" icon="sync"/>
                })}
            </div>
        </div>
    }
}

/// A remark: `kind` is `info`, `ok`, `soon` or `failed`; always with a sign.
#[component]
pub fn Note(#[prop(default = "info")] kind: &'static str, children: Children) -> impl IntoView {
    let icon = match kind {
        "ok" => "check",
        "soon" | "failed" => "alert",
        _ => "help",
    };
    view! {
        <div class=format!("note {kind}") role="note">
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// The progress of a job, if it is the one that goes on.
#[component]
pub fn ProgressBar(
    /// Job's name.
    #[prop(into)]
    job: Signal<String>,
) -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        let job = job.get();
        desk.progress.get().filter(|p| p.job == job).map(|p| {
            let text = words.first(&[&format!("progress-{}", p.what), "progress"], &[]);
            let figures = format!("{} / {}", words.number(p.done as i64), words.number(p.of as i64));
            view! {
                <div class="progress" data-test="progress">
                    <span>{text.clone()}</span>
                    <progress max=p.of.to_string() value=p.done.to_string() aria-label=text></progress>
                    <span class="figures">{figures}</span>
                </div>
            }
        })
    }
}
