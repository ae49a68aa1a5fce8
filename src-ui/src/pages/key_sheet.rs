//! The sheet of keys.

use super::frame_keys::{GO_PAGES, GO_VIEWS};
use crate::components::Dialog;
use crate::i18n::words;
use crate::state::{Overlay, desk};
use leptos::prelude::*;

type Line = (&'static str, &'static str);

const EVERYWHERE: [Line; 9] = [
    ("Ctrl+K", "palette-title"),
    ("/", "search-label"),
    ("?  F1", "keys-title"),
    ("Ctrl+N", "go-register"),
    ("Ctrl+Z", "action-undo"),
    ("Ctrl+,", "settings-title"),
    ("Ctrl+L", "settings-lock-now"),
    ("Esc", "hint-back"),
    ("F6", "keys-regions"),
];
const LIST: [Line; 11] = [
    ("J  K", "hint-move"),
    ("PgUp  PgDn", "keys-page"),
    ("Home  End", "keys-ends"),
    ("Enter", "hint-open"),
    ("X", "hint-select"),
    ("Shift+X", "keys-range"),
    ("X … A", "keys-assign-selected"),
    ("X … T", "keys-topic-selected"),
    ("Ctrl+A", "keys-select-shown"),
    ("D", "keys-sort-due"),
    ("F", "filter-title"),
];
const CASE: [Line; 19] = [
    ("1 – 4", "keys-tabs"),
    ("W", "deadline-why"),
    ("I", "act-enter_in_register"),
    ("A", "act-assign"),
    ("T", "action-topic"),
    ("R", "action-answer"),
    ("S", "action-sign"),
    ("P", "act-record_dispatch"),
    ("C", "act-close"),
    ("O", "act-reopen"),
    ("N", "act-add_note"),
    ("E", "act-forward"),
    ("Ctrl+Shift+E", "act-extend"),
    ("U", "act-attach"),
    ("Shift+C", "act-correct"),
    ("Shift+N", "act-not_considered"),
    ("Shift+V", "act-void"),
    ("H", "go-archive"),
    ("S", "keys-save-file"),
];
const ANSWER: [Line; 6] = [
    ("Ctrl+;", "answer-template"),
    ("Ctrl+S", "answer-save"),
    ("Ctrl+P", "answer-preview"),
    ("Ctrl+Enter", "act-submit_for_signoff"),
    ("Y", "keys-approve"),
    ("X", "keys-return"),
];
const REDACT: [Line; 8] = [
    ("B", "redact-key-box"),
    ("Tab", "redact-key-walk"),
    ("M", "redact-key-word"),
    ("L", "redact-key-line"),
    ("A", "redact-key-all"),
    ("Del", "redact-key-delete"),
    ("Ctrl+Enter", "redact-step-apply"),
    ("Ctrl+Shift+V", "redact-verify"),
];
const PAGES: [Line; 8] = [
    ("Ctrl+Enter", "keys-main"),
    ("Ctrl+O", "keys-pick"),
    ("Ctrl+G", "keys-make"),
    ("Ctrl+S", "keys-save"),
    ("Alt+←  Alt+→", "keys-period"),
    ("V", "archives-verify"),
    ("R", "sync-screen-now"),
    ("1 – 5", "keys-sections"),
];

/// The sheet of keys.
#[component]
pub fn KeySheet() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let close = move || {
        if desk.overlay.get_untracked() == Some(Overlay::Keys) {
            desk.overlay.set(None);
        }
    };
    let going = move || {
        let views = GO_VIEWS
            .iter()
            .map(|(l, v)| (*l, format!("view-{}", v.code())));
        let pages = GO_PAGES.iter().map(|(l, _, key)| (*l, (*key).to_owned()));
        views
            .chain(pages)
            .map(|(letter, key)| line(format!("g {}", letter.to_lowercase()), words.get(&key)))
            .collect_view()
    };
    let group = move |title: &'static str, lines: &'static [Line]| {
        view! {
            <section>
                <h3>{words.say(title)}</h3>
                <dl class="keys">
                    {move || lines.iter().map(|(key, text)| line((*key).to_owned(), words.get(text))).collect_view()}
                </dl>
            </section>
        }
    };
    view! {
        <Dialog title=words.say("keys-title") on_close=close test="keys" wide=true>
            // Takes the focus, so that the arrows scroll what does not fit.
            <div class="key-scroll" tabindex="0" role="region" aria-label=words.say("keys-title")>
                <p class="muted">{words.say("keys-lead")}</p>
                <div class="key-columns">
                    {group("keys-everywhere", &EVERYWHERE)}
                    {group("keys-list", &LIST)}
                    {group("keys-case", &CASE)}
                    {group("keys-answer", &ANSWER)}
                    {group("keys-redact", &REDACT)}
                    {group("keys-pages", &PAGES)}
                    <section>
                        <h3>{words.say("keys-go")}</h3>
                        <dl class="keys">{going}</dl>
                    </section>
                </div>
            </div>
        </Dialog>
    }
}

fn line(key: String, text: String) -> impl IntoView {
    view! { <div><dt><kbd>{key}</kbd></dt><dd>{text}</dd></div> }
}
