//! The first screen: who, passphrase, language. Works without a network.

use crate::components::{Button, ErrorNote, Icon, Look, Note, TextField};
use crate::i18n::words;
use crate::ipc::call;
use crate::keys::{Key, use_keys};
use crate::state::desk;
use domain::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::session::{AccountView, Unlock as UnlockRequest};
use wasm_bindgen::JsCast;

/// The first screen.
#[component]
pub fn Unlock() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let accounts = desk
        .status
        .with_untracked(|s| s.as_ref().map(|s| s.accounts.clone()).unwrap_or_default());
    let last = desk.settings.with_untracked(|s| s.last_login.clone());
    let first = accounts.iter().position(|a| a.login == last).unwrap_or(0);
    let chosen = RwSignal::new(first);
    let passphrase = RwSignal::new(String::new());
    let error = RwSignal::new(None::<ApiError>);
    let busy = RwSignal::new(false);
    let demo = desk
        .status
        .with_untracked(|s| s.as_ref().is_some_and(|s| s.demo));
    let list = StoredValue::new(accounts);
    let field = NodeRef::<leptos::html::Input>::new();
    // The demonstration offers the passphrase; elsewhere a person types it.
    Effect::new(move |_| {
        let offered =
            list.with_value(|l| l.get(chosen.get()).and_then(|a| a.demo_passphrase.clone()));
        passphrase.set(offered.unwrap_or_default());
        error.set(None);
    });
    let submit = move || {
        let Some(login) =
            list.with_value(|l| l.get(chosen.get_untracked()).map(|a| a.login.clone()))
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        let request = UnlockRequest {
            login: login.clone(),
            passphrase: passphrase.get_untracked(),
        };
        spawn_local(async move {
            let reply = call(request).await;
            busy.try_set(false);
            match reply {
                Ok(session) => {
                    desk.settings.update(|s| s.last_login = login);
                    desk.unlocked(session);
                }
                Err(e) => {
                    error.try_set(Some(e));
                    focus_field(field);
                }
            }
        });
    };
    use_keys(move |key| {
        if key.code == "Enter" && !key.ctrl && !key.alt && (key.typing || !key.on_control) {
            submit();
            return true;
        }
        false
    });
    let nobody = list.with_value(Vec::is_empty);
    view! {
        <main class="unlock">
            <div class="unlock-card">
                <header class="unlock-head">
                    <h1>{words.say("app-name")}</h1>
                    <Languages/>
                </header>
                <p class="muted">{words.say("unlock-lead")}</p>
                {move || desk.closing.get().then(|| view! {
                    <Note kind="failed"><p role="alert">{words.say("unsaved-closing")}</p></Note>
                })}
                {demo.then(|| view! { <Note kind="info"><p>{words.say("unlock-demo")}</p></Note> })}
                {if nobody {
                    view! { <Note kind="soon"><p>{words.say("unlock-nobody")}</p></Note> }.into_any()
                } else {
                    view! {
                        <Accounts list chosen on_choose=move || focus_field(field)/>
                        <TextField
                            label=words.say("unlock-passphrase")
                            value=passphrase
                            test="passphrase"
                            kind=if demo { "text" } else { "password" }
                            hint=Signal::derive(move || if demo { words.get("unlock-passphrase-demo") } else { String::new() })
                            autofocus=true
                            node=field
                        />
                        {move || error.get().map(|error| view! { <ErrorNote error/> })}
                        <div class="buttons">
                            <Button
                                label=Signal::derive(move || words.get(if busy.get() { "unlock-busy" } else { "unlock-open" }))
                                on_press=submit
                                test="unlock" look=Look::Primary key="Enter" disabled=busy
                            />
                        </div>
                    }.into_any()
                }}
            </div>
            <p class="muted unlock-foot">
                {move || words.with("unlock-version", &[("version", desk.status.with(|s| s.as_ref().map(|s| s.version.clone()).unwrap_or_default()).into())])}
            </p>
        </main>
    }
}

fn focus_field(field: NodeRef<leptos::html::Input>) {
    if let Some(input) = field.try_get_untracked().flatten() {
        let _ = input.focus();
        input.select();
    }
}

/// Accounts as a group of radio buttons: arrows choose, Enter opens.
#[component]
fn Accounts(
    list: StoredValue<Vec<AccountView>>,
    chosen: RwSignal<usize>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let words = words();
    let count = list.with_value(Vec::len);
    let step = move |event: web_sys::KeyboardEvent| {
        let at = chosen.get_untracked();
        let next = match Key::of(&event).code.as_str() {
            "ArrowDown" | "ArrowRight" => (at + 1) % count.max(1),
            "ArrowUp" | "ArrowLeft" => (at + count.max(1) - 1) % count.max(1),
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        let element = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.get_element_by_id(&format!("account-{next}")));
        if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    };
    view! {
        <div class="accounts" role="radiogroup" aria-label=words.say("unlock-who") on:keydown=step>
            {list.get_value().into_iter().enumerate().map(|(i, account)| {
                let roles = account.roles.clone();
                let roles = move || words.roles(&roles);
                view! {
                    <button
                        type="button"
                        role="radio"
                        id=format!("account-{i}")
                        class="account"
                        data-test=format!("account-{}", account.login)
                        aria-checked=move || if chosen.get() == i { "true" } else { "false" }
                        tabindex=move || if chosen.get() == i { "0" } else { "-1" }
                        on:click=move |_| {
                            chosen.set(i);
                            on_choose.run(());
                        }
                    >
                        <Icon name="user"/>
                        <span class="account-name">{account.name}</span>
                        <span class="muted">{roles}</span>
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

/// The three languages, each by its own name.
#[component]
pub fn Languages() -> impl IntoView {
    let (desk, words) = (desk(), words());
    view! {
        <div class="languages" role="group" aria-label=words.say("settings-lang")>
            {Lang::ALL.map(|lang| view! {
                <button
                    type="button"
                    class="button quiet"
                    lang=lang.tag()
                    data-test=format!("lang-{}", lang.tag())
                    aria-pressed=move || if words.lang() == lang { "true" } else { "false" }
                    on:click=move |_| switch(desk, words, lang)
                >
                    {words.say(match lang { Lang::Ky => "language-ky", Lang::Ru => "language-ru", Lang::En => "language-en" })}
                </button>
            }).collect_view()}
        </div>
    }
}

/// Changes the language of the window and keeps it.
pub fn switch(desk: crate::state::Desk, words: crate::i18n::Words, lang: Lang) {
    let overrides = desk
        .status
        .with_untracked(|s| s.as_ref().map(|s| s.overrides.clone()).unwrap_or_default());
    words.switch(lang, &overrides);
    desk.change_settings(|s| s.lang = lang);
}
