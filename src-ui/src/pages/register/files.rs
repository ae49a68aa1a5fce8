//! The letter's files: added by dialog, by drag and drop, by paste; and the scan beside the card.

use super::form::Form;
use crate::components::{Button, Icon, Look, Note};
use crate::i18n::words;
use crate::ipc::call;
use crate::pages::sheet::Sheet;
use crate::state::{Desk, desk};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::files::{DropStaged, FileRef, PickFiles, StagePasted, StagedFile};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{ClipboardEvent, File, FileReader};

/// The files of the card in work.
#[derive(Clone, Copy)]
pub struct Files {
    form: Form,
    chosen: RwSignal<Option<String>>,
    /// The one that is shown.
    pub shown: Memo<Option<String>>,
    refused: RwSignal<Vec<(String, ApiError)>>,
    unread: RwSignal<bool>,
}

impl Files {
    /// Takes files from wherever they come, for as long as the page lives.
    pub fn open(desk: Desk, form: Form) -> Self {
        let chosen = RwSignal::new(None::<String>);
        // What is shown is one of the files; the first, until a person chooses.
        let shown = Memo::new(move |_| {
            form.staged.with(|all| {
                let there = chosen.get().filter(|id| all.iter().any(|f| f.id == *id));
                there.or_else(|| all.first().map(|f| f.id.clone()))
            })
        });
        let files = Self {
            form,
            chosen,
            shown,
            refused: RwSignal::new(Vec::new()),
            unread: RwSignal::new(false),
        };
        Effect::new(move |_| {
            let dropped = desk.dropped.get();
            if !dropped.is_empty() {
                desk.dropped.set(Vec::new());
                files.take(dropped);
            }
        });
        hear_paste(files);
        files
    }

    /// Asks for files.
    pub fn pick(self, desk: Desk) {
        spawn_local(async move {
            match call(PickFiles {}).await {
                Ok(picked) => self.take(picked),
                Err(error) => desk.fail(&error),
            }
        });
    }

    /// A new card has none.
    pub fn forget(self) {
        self.refused.set(Vec::new());
        self.unread.set(false);
    }

    fn take(self, files: Vec<StagedFile>) {
        self.forget();
        for file in files {
            match file.refused {
                Some(why) => self.refused.update(|r| r.push((file.name, why))),
                None => {
                    self.chosen.set(Some(file.id.clone()));
                    self.form.staged.update(|s| s.push(file));
                }
            }
        }
    }

    fn remove(self, desk: Desk, id: String) {
        self.form.staged.update(|s| s.retain(|f| f.id != id));
        Self::drop_staged(desk, id);
    }

    /// Lets the core forget a staged file.
    pub fn drop_staged(desk: Desk, id: String) {
        spawn_local(async move {
            if let Err(error) = call(DropStaged { id }).await {
                desk.fail(&error);
            }
        });
    }

    fn paste(self, name: String, data_url: &str) {
        let Some((_, base64)) = data_url.split_once(',') else {
            return self.unread.set(true);
        };
        let request = StagePasted {
            name,
            base64: base64.to_owned(),
        };
        spawn_local(async move {
            match call(request).await {
                Ok(file) => self.take(vec![file]),
                Err(error) => self.refused.update(|r| r.push((String::new(), error))),
            }
        });
    }
}

fn hear_paste(files: Files) {
    let closure = Closure::<dyn Fn(ClipboardEvent)>::new(move |event: ClipboardEvent| {
        let Some(list) = event.clipboard_data().and_then(|d| d.files()) else {
            return;
        };
        for i in 0..list.length() {
            if let Some(file) = list.item(i) {
                event.prevent_default();
                read(file, files);
            }
        }
    });
    let function: js_sys::Function = closure.into_js_value().unchecked_into();
    let Some(window) = web_sys::window() else {
        return;
    };
    let _ = window.add_event_listener_with_callback("paste", &function);
    let function = StoredValue::new_local(function);
    on_cleanup(move || {
        if let (Some(window), Some(function)) = (web_sys::window(), function.try_get_value()) {
            let _ = window.remove_event_listener_with_callback("paste", &function);
        }
    });
}

fn read(file: File, files: Files) {
    let Ok(reader) = FileReader::new() else {
        return files.unread.set(true);
    };
    let name = file.name();
    let done = reader.clone();
    let loaded =
        Closure::once_into_js(
            move || match done.result().ok().and_then(|r| r.as_string()) {
                Some(url) => files.paste(name, &url),
                None => files.unread.set(true),
            },
        );
    reader.set_onloadend(Some(loaded.unchecked_ref()));
    if reader.read_as_data_url(&file).is_err() {
        files.unread.set(true);
    }
}

/// The list of files and the page of the one in hand.
#[component]
pub fn FilesPanel(files: Files) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let form = files.form;
    view! {
        <section class="register-files" aria-label=words.say("register-part-files")>
            <div class="line">
                <h2>{words.say("register-part-files")}</h2>
                <span class="muted figures">
                    {move || form.staged.with(|s| (!s.is_empty()).then(|| words.with("register-files-count", &[("n", s.len().into())])))}
                </span>
                <span class="grow"></span>
                <Button label=words.say("register-files-add") on_press=move || files.pick(desk) test="register-pick" icon="clip" key="Ctrl+O"/>
            </div>
            {move || files.unread.get().then(|| view! { <Note kind="failed"><p>{words.say("register-file-failed")}</p></Note> })}
            <For each=move || files.refused.get() key=|(name, _)| name.clone() let((name, why))>
                <Note kind="failed">
                    <p role="alert">{move || words.with("register-file-refused", &[("name", name.clone().into()), ("why", words.error(&why).into())])}</p>
                </Note>
            </For>
            <ul class="register-file-list">
                <For each=move || form.staged.get() key=|f| f.id.clone() let(file)>
                    <FileLine files file/>
                </For>
            </ul>
            {move || match files.shown.get() {
                Some(id) => {
                    let name = form.staged.with_untracked(|s| s.iter().find(|f| f.id == id).map(|f| f.name.clone())).unwrap_or_default();
                    view! { <Sheet file=FileRef::Staged { id } name test="register-scan"/> }.into_any()
                }
                None => view! {
                    <p class="register-drop" data-test="register-drop"><Icon name="upload"/>{words.say("register-files-drop")}</p>
                }.into_any(),
            }}
        </section>
    }
}

#[component]
fn FileLine(files: Files, file: StagedFile) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let (id, own, name, size) = (
        file.id.clone(),
        file.id.clone(),
        file.name.clone(),
        file.size,
    );
    let show = {
        let name = name.clone();
        Signal::derive(move || words.with("register-file-show", &[("name", name.clone().into())]))
    };
    let remove = {
        let name = name.clone();
        Signal::derive(move || words.with("register-file-remove", &[("name", name.clone().into())]))
    };
    let current = move || files.shown.with(|s| s.as_deref() == Some(&*own));
    let chosen = id.clone();
    view! {
        <li class="line" data-test="register-file">
            <button
                type="button"
                class="link cut"
                aria-label=show
                aria-current=move || current().then_some("true")
                on:click=move |_| files.chosen.set(Some(chosen.clone()))
            >
                {name}
            </button>
            <span class="muted figures nowrap">{move || words.size(size)}</span>
            <span class="grow"></span>
            <Button label=remove on_press=move || files.remove(desk, id.clone()) test="register-file-remove" look=Look::Quiet icon="close" bare=true/>
            {file
                .warnings
                .into_iter()
                .map(|code| {
                    let key = format!("file-warning-{code}");
                    view! { <p class="soon whole"><Icon name="alert"/>{move || words.get(&key)}</p> }
                })
                .collect_view()}
        </li>
    }
}
