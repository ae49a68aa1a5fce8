//! The card's fields, in the order of the registration-control card.

use super::card::Fault;
use super::form::{ApplicantForm, Form};
use crate::components::{Button, Check, Combo, DateField, Look, Select, TextArea, TextField};
use crate::i18n::words;
use crate::pages::later::focus;
use crate::state::desk;
use domain::Lang;
use leptos::prelude::*;

/// The card.
#[component]
pub fn Fields(form: Form, faults: Memo<Vec<Fault>>) -> impl IntoView {
    guess_language(form);
    view! {
        <form class="register-fields" on:submit=|e| e.prevent_default()>
            <Receipt form faults/>
            <Applicants form faults/>
            <Matter form faults/>
        </form>
    }
}

/// The sentence of the first fault of a field.
fn fault_of(faults: Memo<Vec<Fault>>, field: String) -> Signal<Option<String>> {
    let words = words();
    Signal::derive(move || {
        faults.with(|f| {
            f.iter()
                .find(|f| f.field == field)
                .map(|f| words.with(f.key, &[("n", f.n.into())]))
        })
    })
}

/// Until a person chooses, the language follows the text.
fn guess_language(form: Form) {
    Effect::new(move |_| {
        let text = format!("{}\n{}", form.subject.get(), form.text.get());
        if !form.lang_chosen.get()
            && let Some(lang) = Lang::guess(&text)
        {
            form.lang.set(lang.tag().to_owned());
        }
    });
}

#[component]
fn Receipt(form: Form, faults: Memo<Vec<Fault>>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let choices = move |list: &'static str| Signal::derive(move || desk.choices(list));
    let languages = Signal::derive(move || {
        let used = desk
            .with(|s| s.profile.languages.clone())
            .unwrap_or_default();
        used.into_iter()
            .map(|l| {
                (
                    l.tag().to_owned(),
                    words.get(&format!("language-{}", l.tag())),
                )
            })
            .collect::<Vec<_>>()
    });
    // Departments whose rows this device holds: an inquiry of another one would vanish from the screen.
    let units = Signal::derive(move || {
        let lang = words.lang();
        desk.with(|s| {
            let held = s
                .units
                .iter()
                .filter(|u| s.scope.is_empty() || s.scope.contains(&u.id));
            held.map(|u| (u.id.0.clone(), u.name.get(lang).to_owned()))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let guessed = Signal::derive(move || {
        let typed =
            form.text.with(|t| !t.trim().is_empty()) || form.subject.with(|t| !t.trim().is_empty());
        if typed && !form.lang_chosen.get() {
            words.get("register-lang-guessed")
        } else {
            String::new()
        }
    });
    view! {
        <fieldset class="register-part">
            <legend>{words.say("register-part-receipt")}</legend>
            <div class="register-grid six">
                <div class="span2"><Select label=words.say("register-channel") value=form.channel options=choices("channel") test="register-channel"/></div>
                <div class="span2">
                    <DateField label=words.say("register-date") value=form.date test="register-date" required=true hint=fault_hint(faults, "register-date")/>
                </div>
                <div class="span2">
                    <TextField label=words.say("register-time") value=form.time test="register-time" required=true error=fault_of(faults, "register-time".into())/>
                </div>
                <div class="span2"><Select label=words.say("register-kind") value=form.kind options=choices("kind") test="register-kind"/></div>
                <div class="span2">
                    <Select label=words.say("register-lang") value=form.lang options=languages test="register-lang" hint=guessed on_change=move || form.lang_chosen.set(true)/>
                </div>
                <div class="span2">
                    <Select label=words.say("register-unit") value=form.unit options=units test="register-unit" error=fault_of(faults, "register-unit".into())/>
                </div>
            </div>
        </fieldset>
    }
}

/// A day's own field says when it is no date; that it lies in the future is said here.
fn fault_hint(faults: Memo<Vec<Fault>>, field: &'static str) -> Signal<String> {
    let fault = fault_of(faults, field.to_owned());
    Signal::derive(move || fault.get().unwrap_or_default())
}

#[component]
fn Applicants(form: Form, faults: Memo<Vec<Fault>>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let places = move || {
        form.applicants
            .get()
            .into_iter()
            .enumerate()
            .collect::<Vec<_>>()
    };
    let add = move || {
        form.add_applicant();
        focus(format!(
            "register-name-{}",
            form.applicants.with_untracked(Vec::len)
        ));
    };
    let minor = Signal::derive(move || {
        let age = i64::from(desk.with(|s| s.profile.minor_under).unwrap_or(16));
        words.with("register-minor", &[("age", age.into())])
    });
    view! {
        <fieldset class="register-part">
            <legend>{words.say("register-part-applicants")}</legend>
            <For each=places key=|(i, a)| (*i, a.id) let((i, applicant))>
                <OneApplicant form applicant place=i + 1 faults/>
            </For>
            <div class="line">
                <Button label=words.say("register-applicant-add") on_press=add test="register-applicant-add" look=Look::Quiet icon="plus"/>
                <Check label=words.say("register-collective") value=form.collective test="register-collective"/>
                <Check label=minor value=form.minor test="register-minor"/>
            </div>
        </fieldset>
    }
}

#[component]
fn OneApplicant(
    form: Form,
    applicant: ApplicantForm,
    place: usize,
    faults: Memo<Vec<Fault>>,
) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let several = move || form.applicants.with(|a| a.len() > 1);
    let named = move |field: &str| format!("register-{field}-{place}");
    let remove =
        Signal::derive(move || words.with("register-applicant-remove", &[("n", place.into())]));
    let categories = Signal::derive(move || desk.choices("category"));
    view! {
        <div class="register-applicant" role="group" aria-label=move || words.with("register-applicant-nth", &[("n", place.into())])>
            {move || several().then(|| view! {
                <div class="line">
                    <h3>{move || words.with("register-applicant-nth", &[("n", place.into())])}</h3>
                    <span class="grow"></span>
                    <Button
                        label=remove
                        on_press=move || { form.remove_applicant(applicant.id); focus("register-name-1".into()) }
                        test="register-applicant-remove"
                        look=Look::Quiet
                        icon="close"
                        bare=true
                    />
                </div>
            })}
            <div class="register-grid six">
                <div class="span4">
                    <TextField label=words.say("register-name") value=applicant.name test=named("name") error=fault_of(faults, named("name"))
                        hint=Signal::derive(move || if place == 1 && applicant.name.with(|n| n.trim().is_empty()) { words.get("register-name-hint") } else { String::new() })/>
                </div>
                <div class="span2"><TextField label=words.say("register-phone") value=applicant.phone test=named("phone") kind="tel"/></div>
                <div class="span2"><TextField label=words.say("register-address") value=applicant.address test=named("address")/></div>
                <div class="span2">
                    <TextField label=words.say("register-email") value=applicant.email test=named("email") error=fault_of(faults, named("email"))/>
                </div>
                <div class="span2">
                    <Select label=words.say("register-category") value=applicant.category options=categories test=named("category") empty=words.say("register-not-stated")/>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Matter(form: Form, faults: Memo<Vec<Fault>>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    // A topic is found by its section too.
    let topics = Signal::derive(move || {
        let lang = words.lang();
        desk.with(|s| {
            let section = |code: &domain::Code| {
                s.profile
                    .topics
                    .iter()
                    .find(|t| t.code == *code)
                    .map(|t| t.label.get(lang))
            };
            s.profile
                .topics
                .iter()
                .map(|t| {
                    let own = t.label.get(lang);
                    let label = match t.parent.as_ref().and_then(section) {
                        Some(parent) => format!("{parent}: {own}"),
                        None => own.to_owned(),
                    };
                    (t.code.0.clone(), label)
                })
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let places = Signal::derive(move || desk.choices("territory"));
    view! {
        <fieldset class="register-part">
            <legend>{words.say("register-part-matter")}</legend>
            <div class="register-grid six">
                <div class="span6">
                    <TextField label=words.say("register-subject") value=form.subject test="register-subject" required=true error=fault_of(faults, "register-subject".into())/>
                </div>
                <div class="span6">
                    <TextArea
                        label=words.say("register-text")
                        value=form.text
                        test="register-text"
                        rows=6
                        error=fault_of(faults, "register-text".into())
                        lang=Signal::derive(move || Some(form.lang.get()))
                    />
                </div>
                <div class="span4"><Combo label=words.say("register-topic") value=form.topic options=topics test="register-topic" hint=words.say("register-topic-hint")/></div>
                <div class="span2"><TextField label=words.say("register-sheets") value=form.sheets test="register-sheets" error=fault_of(faults, "register-sheets".into())/></div>
                <div class="span4"><Combo label=words.say("register-territory") value=form.territory options=places test="register-territory"/></div>
                <div class="span2"><TextField label=words.say("register-service") value=form.service test="register-service"/></div>
            </div>
        </fieldset>
    }
}
