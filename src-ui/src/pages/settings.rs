//! Settings of this computer.

use super::unlock::Languages;
use crate::components::{Button, Dialog};
use crate::i18n::words;
use crate::state::{Desk, desk};
use leptos::prelude::*;

const THEMES: [(&str, &str); 4] = [
    ("system", "theme-system"),
    ("light", "theme-light"),
    ("dark", "theme-dark"),
    ("contrast", "theme-contrast"),
];
const DENSITIES: [(&str, &str); 3] = [
    ("compact", "density-compact"),
    ("normal", "density-normal"),
    ("roomy", "density-roomy"),
];
const SCALES: [u32; 6] = [100, 110, 125, 150, 175, 200];
const LOCKS: [u32; 4] = [5, 15, 30, 60];

/// Settings of this computer.
#[component]
pub fn SettingsSheet() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let person = move || desk.with(|s| s.staff.name.clone()).unwrap_or_default();
    let roles = move || {
        let roles = desk.with(|s| s.staff.roles.clone()).unwrap_or_default();
        words.roles(&roles)
    };
    view! {
        <Dialog title=words.say("settings-title") on_close=move || desk.overlay.set(None) test="settings">
            <div class="stack">
                <p><strong>{person}</strong>" "<span class="muted">{roles}</span></p>
                <div class="setting"><span>{words.say("settings-lang")}</span><Languages/></div>
                <Choice
                    label="settings-theme"
                    options=THEMES.map(|(v, k)| (v.to_owned(), words.say(k))).to_vec()
                    now=Signal::derive(move || desk.settings.with(|s| s.theme.clone()))
                    on_choose=move |v: String| desk.change_settings(|s| s.theme = v)
                />
                <Choice
                    label="settings-density"
                    options=DENSITIES.map(|(v, k)| (v.to_owned(), words.say(k))).to_vec()
                    now=Signal::derive(move || desk.settings.with(|s| s.density.clone()))
                    on_choose=move |v: String| desk.change_settings(|s| s.density = v)
                />
                <Choice
                    label="settings-scale"
                    options=SCALES.map(|n| (n.to_string(), Signal::stored(format!("{n} %")))).to_vec()
                    now=Signal::derive(move || desk.settings.with(|s| s.text_scale.to_string()))
                    on_choose=move |v: String| set_scale(desk, &v)
                />
                <Choice
                    label="settings-lock"
                    options=LOCKS.map(|n| (n.to_string(), Signal::derive(move || words.with("minutes", &[("n", i64::from(n).into())])))).to_vec()
                    now=Signal::derive(move || desk.settings.with(|s| s.lock_after.to_string()))
                    on_choose=move |v: String| desk.change_settings(|s| s.lock_after = v.parse().unwrap_or(s.lock_after))
                />
            </div>
            <div class="buttons">
                <Button label=words.say("settings-lock-now") on_press=move || desk.lock() test="lock" icon="lock" key="Ctrl+L"/>
                <Button label=words.say("action-done") on_press=move || desk.overlay.set(None) test="settings-done" key="Esc"/>
            </div>
        </Dialog>
    }
}

fn set_scale(desk: Desk, value: &str) {
    if let Ok(scale) = value.parse() {
        desk.change_settings(|s| s.text_scale = scale);
    }
}

/// A row of buttons of which one is pressed.
#[component]
fn Choice(
    label: &'static str,
    options: Vec<(String, Signal<String>)>,
    now: Signal<String>,
    #[prop(into)] on_choose: Callback<(String,)>,
) -> impl IntoView {
    let words = words();
    view! {
        <div class="setting">
            <span>{words.say(label)}</span>
            <div class="choices" role="group" aria-label=words.say(label)>
                {options.into_iter().map(|(value, text)| {
                    let (own, chosen) = (value.clone(), value.clone());
                    view! {
                        <button
                            type="button"
                            class="button quiet figures"
                            data-test=format!("{label}-{value}")
                            aria-pressed=move || if now.get() == own { "true" } else { "false" }
                            on:click=move |_| on_choose.run((chosen.clone(),))
                        >
                            {text}
                        </button>
                    }
                }).collect_view()}
            </div>
        </div>
    }
}
