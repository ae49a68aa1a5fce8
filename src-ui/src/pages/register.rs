//! A letter is entered in the register: the card at the left, the scan and what is like it at the right. By the
//! keyboard alone; Ctrl+Enter registers and the next card opens by itself.

mod beside;
mod card;
mod draft;
mod fields;
mod files;
mod form;

use super::later::{focus, now};
use super::top::ClockNote;
use crate::components::{Button, ErrorNote, Look, Note};
use crate::i18n::{Words, words};
use crate::ipc::call;
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use card::{Fault, Typed};
use chrono::FixedOffset;
use domain::Role;
use domain::ids::InquiryId;
use draft::Draft;
use fields::Fields;
use files::{Files, FilesPanel};
use form::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::work::{Performed, RegisterInquiry};

/// What the screen is about: the fields, what is wrong with them, what was done.
#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    words: Words,
    form: Form,
    draft: Draft,
    files: Files,
    /// Whether the card was tried once: from then on faults are shown, and go as they are mended.
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<ApiError>>,
    last: RwSignal<Option<(InquiryId, String)>>,
    /// The card that was put aside for an empty one, until the next is registered.
    aside: RwSignal<Option<Typed>>,
    count: RwSignal<i64>,
}

impl Work {
    fn check(self) -> Result<(Typed, domain::inquiry::Card), Vec<Fault>> {
        let typed = self.form.typed();
        let offset = self.desk.with(|s| s.profile.offset()).unwrap_or_else(utc);
        let card = typed.card(now(offset))?;
        Ok((typed, card))
    }

    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.tried.set(true);
        self.failed.set(None);
        match untrack(|| self.check()) {
            Err(faults) => {
                if let Some(first) = faults.first() {
                    focus(first.field.clone());
                }
                let n = i64::try_from(faults.len()).unwrap_or(0);
                self.desk.say(
                    self.words
                        .with("register-missing-title", &[("n", n.into())]),
                );
            }
            Ok((typed, card)) => {
                self.busy.set(true);
                let staged = typed.staged.into_iter().map(|f| f.id).collect();
                spawn_local(async move {
                    let reply = call(RegisterInquiry { card, staged }).await;
                    self.busy.try_set(false);
                    match reply {
                        Ok(performed) => self.registered(performed),
                        Err(error) => drop(self.failed.try_set(Some(error))),
                    }
                });
            }
        }
    }

    fn registered(self, performed: Performed) {
        if let Some((_, error)) = performed.refused.into_iter().next() {
            return self.failed.set(Some(error));
        }
        let Some(done) = performed.done.into_iter().next() else {
            return;
        };
        let key = if done.number.starts_with("P-") {
            "register-done"
        } else {
            "register-done-official"
        };
        let text = self
            .words
            .with(key, &[("number", done.number.clone().into())]);
        let undo = if done.undoable {
            vec![(done.inquiry, done.command)]
        } else {
            Vec::new()
        };
        self.desk.show_bar(text, false, undo);
        self.last.set(Some((done.inquiry, done.number)));
        self.count.update(|n| *n += 1);
        self.tried.set(false);
        self.files.forget();
        self.draft.forget(self.desk);
        self.clear_aside();
        focus("register-name-1".into());
    }

    /// An empty card; the one on the screen can be taken back until the next one is registered.
    fn put_aside(self) {
        let typed = untrack(|| self.form.typed());
        self.tried.set(false);
        self.failed.set(None);
        self.files.forget();
        self.draft.forget(self.desk);
        if !typed.blank() {
            self.clear_aside();
            self.aside.set(Some(typed));
            self.desk.say(self.words.get("register-draft-discarded"));
        }
        focus("register-name-1".into());
    }

    fn take_back(self) {
        if let Some(typed) = self.aside.get_untracked() {
            self.aside.set(None);
            self.draft.take_back(typed);
            focus("register-name-1".into());
        }
    }

    fn clear_aside(self) {
        if let Some(old) = self.aside.get_untracked() {
            self.aside.set(None);
            for file in old.staged {
                Files::drop_staged(self.desk, file.id);
            }
        }
    }
}

/// A letter is entered in the register.
#[component]
pub fn Register() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let form = Form::new();
    let work = Work {
        desk,
        words,
        form,
        draft: Draft::open(desk, form),
        files: Files::open(desk, form),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        last: RwSignal::new(None),
        aside: RwSignal::new(None),
        count: RwSignal::new(0),
    };
    let may = desk.is(Role::Clerk) || desk.is(Role::Supervisor);
    use_keys(move |key| {
        if key.ctrl("Enter") || key.ctrl("NumpadEnter") {
            work.submit();
        } else if key.ctrl("KeyO") {
            work.files.pick(desk);
        } else if key.escape() {
            desk.back();
        } else {
            return false;
        }
        true
    });
    let faults = Memo::new(move |_| {
        if work.tried.get() {
            work.check().err().unwrap_or_default()
        } else {
            Vec::new()
        }
    });
    if !may {
        return view! { <section class="page"><div class="page-body"><Note kind="soon"><p>{words.say("register-not-allowed")}</p></Note></div></section> }
            .into_any();
    }
    focus("register-name-1".into());
    view! {
        <section class="page register" data-test="register">
            <div class="page-head">
                <h1>{words.say("register-title")}</h1>
                <span class="muted">{words.say("register-lead")}</span>
                <span class="grow"></span>
                <span class="muted figures" data-test="register-count">
                    {move || Some(work.count.get()).filter(|n| *n > 0).map(|n| words.with("register-count-today", &[("n", n.into())]))}
                </span>
            </div>
            <div class="columns">
                <div class="register-card">
                    <ClockNote/>
                    <Remarks work/>
                    <Faults faults/>
                    <Fields form faults/>
                </div>
                <div class="register-beside">
                    <beside::Alerts form/>
                    <FilesPanel files=work.files/>
                    <beside::Similar form/>
                </div>
            </div>
            <div class="page-foot">
                <Button
                    label=Signal::derive(move || words.get(if work.busy.get() { "register-busy" } else { "register-submit" }))
                    on_press=move || work.submit()
                    test="register-submit"
                    look=Look::Primary
                    key="Ctrl+Enter"
                    disabled=work.busy
                />
                <Button label=words.say("register-draft-discard") on_press=move || work.put_aside() test="register-discard" look=Look::Quiet/>
                <span class="grow"></span>
                <span class="muted" data-test="register-kept">{move || work.draft.kept.get().then(|| words.get("register-draft-kept"))}</span>
            </div>
        </section>
    }
    .into_any()
}

/// What happened: the draft that came back, the number that was given, why the core refused.
#[component]
fn Remarks(work: Work) -> impl IntoView {
    let words = words();
    let desk = work.desk;
    view! {
        {move || work.draft.restored.get().map(|begun| view! {
            <div data-test="register-restored">
                <Note>
                    <p>{move || words.with("register-draft-restored", &[("when", words.moment(begun).into())])}</p>
                    {move || Some(work.draft.lost.get()).filter(|n| *n > 0).map(|n| view! {
                        <p class="soon">{words.with("register-draft-files-lost", &[("n", n.into())])}</p>
                    })}
                </Note>
            </div>
        })}
        {move || work.last.get().map(|(id, number)| view! {
            <div data-test="register-last">
                <Note kind="ok">
                    <p class="line">
                        <span>{move || {
                            let key = if number.starts_with("P-") { "register-done" } else { "register-done-official" };
                            words.with(key, &[("number", number.clone().into())])
                        }}</span>
                        <button type="button" class="link" data-test="register-open-last" on:click=move |_| desk.show_case(id)>{words.say("register-done-open")}</button>
                    </p>
                </Note>
            </div>
        })}
        {move || work.aside.with(Option::is_some).then(|| view! {
            <div data-test="register-aside">
                <Note>
                    <p>{words.say("register-draft-discarded")}</p>
                    <Button label=words.say("action-undo") on_press=move || work.take_back() test="register-take-back" icon="undo"/>
                </Note>
            </div>
        })}
        {move || work.failed.get().map(|error| view! { <ErrorNote error on_retry=move || work.submit()/> })}
    }
}

/// Everything that is still wrong, each leading to its field.
#[component]
fn Faults(faults: Memo<Vec<Fault>>) -> impl IntoView {
    let words = words();
    view! {
        <div role="alert" hidden=move || faults.with(Vec::is_empty) data-test="register-faults">
            <Note kind="failed">
                <p>{move || faults.with(|f| words.with("register-missing-title", &[("n", f.len().into())]))}</p>
                <ul>
                    <For each=move || faults.get() key=|f| (f.key, f.n) let(fault)>
                        {
                            let (key, n, field) = (fault.key, fault.n, fault.field);
                            view! {
                                <li>
                                    <button type="button" class="link" on:click=move |_| focus(field.clone())>
                                        {move || words.with(key, &[("n", n.into())])}
                                    </button>
                                </li>
                            }
                        }
                    </For>
                </ul>
            </Note>
        </div>
    }
}

fn utc() -> FixedOffset {
    FixedOffset::east_opt(0).expect("zero is an offset")
}
