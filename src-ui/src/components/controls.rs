//! Buttons and fields. A field has a visible label, a hint and an error that belong to it for screen readers.

use super::Icon;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A new id for the page's elements.
pub(super) fn fresh_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{prefix}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one that goes on with the work.
    Primary,
    /// Any other.
    #[default]
    Normal,
    /// Without a border, in bars.
    Quiet,
    /// What cannot be taken back.
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Look::Primary => "button primary",
            Look::Normal => "button",
            Look::Quiet => "button quiet",
            Look::Danger => "button danger",
        }
    }
}

/// A button. `key` is the key that does the same, shown as a hint (`R`, `Ctrl+Enter`).
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// On press.
    #[prop(into)]
    on_press: Callback<()>,
    /// Name for the window's tests.
    test: &'static str,
    /// Look.
    #[prop(optional)]
    look: Look,
    /// Key hint.
    #[prop(optional)]
    key: &'static str,
    /// Icon.
    #[prop(optional)]
    icon: &'static str,
    /// Shows the icon alone; the label becomes the tooltip.
    #[prop(optional)]
    bare: bool,
    /// Whether it rests.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let class = if bare {
        format!("{} bare", look.class())
    } else {
        look.class().to_owned()
    };
    view! {
        <button
            type="button"
            class=class
            data-test=test
            disabled=move || disabled.get()
            aria-label=move || bare.then(|| label.get())
            title=move || bare.then(|| if key.is_empty() { label.get() } else { format!("{} ({key})", label.get()) })
            aria-keyshortcuts=(!key.is_empty()).then(|| key.replace("Ctrl", "Control"))
            on:click=move |_| on_press.run(())
        >
            {(!icon.is_empty()).then(|| view! { <Icon name=icon/> })}
            {(!bare).then(|| view! { <span>{label}</span> })}
            {(!key.is_empty() && !bare).then(|| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
}

/// Label, hint and error around a control with the given id.
#[component]
pub(super) fn Frame(
    id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hint: Signal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    required: bool,
    children: Children,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="field" class:invalid=move || error.with(Option::is_some)>
            <label for=id>
                {label}
                {required.then(|| view! { <span class="required" aria-hidden="true">" *"</span> })}
            </label>
            {children()}
            {move || (!hint.with(String::is_empty)).then(|| view! { <p class="hint" id=hint_id.clone()>{hint.get()}</p> })}
            {move || {
                error.get().map(|e| view! { <p class="field-error" id=error_id.clone()><Icon name="alert"/>{e}</p> })
            }}
        </div>
    }
}

fn described(
    id: &str,
    hint: Signal<String>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    move || {
        let mut ids = Vec::new();
        if !hint.with(String::is_empty) {
            ids.push(hint_id.clone());
        }
        if error.with(Option::is_some) {
            ids.push(error_id.clone());
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// One line of text. `kind` is `text`, `password`, `tel`, `email`, `number`, `search`.
#[component]
pub fn TextField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] test: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(into, optional)] hint: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    /// After each change by the person.
    #[prop(into, optional)]
    on_input: Option<Callback<()>>,
    #[prop(optional)] node: NodeRef<leptos::html::Input>,
) -> impl IntoView {
    let id = fresh_id("field-");
    let describe = described(&id, hint, error);
    if autofocus {
        focus_when_shown(node);
    }
    view! {
        <Frame id=id.clone() label hint error required>
            <input
                id=id
                node_ref=node
                type=kind
                data-test=test
                autocomplete="off"
                spellcheck="false"
                prop:value=value
                disabled=move || disabled.get()
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=describe
                on:input=move |e| {
                    value.set(event_target_value(&e));
                    if let Some(f) = on_input { f.run(()) }
                }
            />
        </Frame>
    }
}

/// Gives the focus to a field once it is on the page.
pub(super) fn focus_when_shown(node: NodeRef<leptos::html::Input>) {
    Effect::new(move |_| {
        if let Some(input) = node.get() {
            let _ = input.focus();
        }
    });
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    test: &'static str,
    #[prop(default = 4)] rows: u32,
    #[prop(into, optional)] hint: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(into, optional)] disabled: Signal<bool>,
    /// Language of the text, for the spelling checker and screen readers.
    #[prop(into, optional)]
    lang: Signal<Option<String>>,
    #[prop(into, optional)] on_input: Option<Callback<()>>,
    #[prop(optional)] node: NodeRef<leptos::html::Textarea>,
) -> impl IntoView {
    let id = fresh_id("field-");
    let describe = described(&id, hint, error);
    if autofocus {
        Effect::new(move |_| {
            if let Some(area) = node.get() {
                let _ = area.focus();
            }
        });
    }
    view! {
        <Frame id=id.clone() label hint error required>
            <textarea
                id=id
                node_ref=node
                rows=rows
                data-test=test
                lang=move || lang.get()
                prop:value=value
                disabled=move || disabled.get()
                aria-required=required.then_some("true")
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=describe
                on:input=move |e| {
                    value.set(event_target_value(&e));
                    if let Some(f) = on_input { f.run(()) }
                }
            ></textarea>
        </Frame>
    }
}

/// A day. The value is ISO 8601 (`2026-12-04`); shown and typed as day.month.year, or with the arrow keys:
/// up and down for days, Page Up and Page Down for months. Web views lack Kyrgyz calendars, so this is a plain
/// field with checked text.
#[component]
pub fn DateField(
    #[prop(into)] label: Signal<String>,
    value: RwSignal<Option<chrono::NaiveDate>>,
    test: &'static str,
    #[prop(into, optional)] hint: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(into, optional)] on_input: Option<Callback<()>>,
) -> impl IntoView {
    let words = crate::i18n::words();
    let typed = RwSignal::new(value.get_untracked().map(figures).unwrap_or_default());
    let wrong = RwSignal::new(false);
    // A value set from outside shows itself, unless it is what was just typed.
    Effect::new(move |_| {
        let value = value.get();
        if value.is_some() && value != parse(&typed.get_untracked()) {
            typed.set(value.map(figures).unwrap_or_default());
            wrong.set(false);
        }
    });
    let lacks = error;
    let error = Signal::derive(move || {
        let wrong = wrong.get().then(|| words.get("field-date-wrong"));
        wrong.or_else(|| lacks.get())
    });
    let hint = Signal::derive(move || {
        let own = hint.get();
        if own.is_empty() {
            words.get("field-date-hint")
        } else {
            own
        }
    });
    let id = fresh_id("field-");
    let describe = described(&id, hint, error);
    let changed = move || {
        if let Some(f) = on_input {
            f.run(());
        }
    };
    let shift = move |event: &web_sys::KeyboardEvent| {
        let Some(day) = value.get_untracked() else {
            return;
        };
        let next = match event.code().as_str() {
            "ArrowUp" => day.succ_opt(),
            "ArrowDown" => day.pred_opt(),
            "PageUp" => day.checked_add_months(chrono::Months::new(1)),
            "PageDown" => day.checked_sub_months(chrono::Months::new(1)),
            _ => None,
        };
        if let Some(next) = next {
            event.prevent_default();
            typed.set(figures(next));
            wrong.set(false);
            value.set(Some(next));
            changed();
        }
    };
    view! {
        <Frame id=id.clone() label hint error required>
            <input
                id=id
                type="text"
                class="date"
                inputmode="numeric"
                data-test=test
                autocomplete="off"
                prop:value=typed
                aria-required=required.then_some("true")
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=describe
                on:keydown=move |e| shift(&e)
                on:input=move |e| {
                    typed.set(event_target_value(&e));
                    value.set(parse(&typed.get_untracked()));
                    changed();
                }
                on:blur=move |_| {
                    let text = typed.get_untracked();
                    wrong.set(!text.trim().is_empty() && parse(&text).is_none());
                }
            />
        </Frame>
    }
}

fn figures(day: chrono::NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

fn parse(text: &str) -> Option<chrono::NaiveDate> {
    let text = text.trim();
    ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"]
        .into_iter()
        .find_map(|form| chrono::NaiveDate::parse_from_str(text, form).ok())
        .filter(|d| (1900..=2200).contains(&chrono::Datelike::year(d)))
}
