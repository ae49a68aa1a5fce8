//! The website's submissions are taken: the file is chosen, looked at, and its good rows become inquiries.

mod problems;

use crate::components::{Button, Check, Empty, ErrorNote, Loading, Look, Note, Select};
use crate::i18n::{Words, words};
use crate::ipc::call;
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use domain::{Role, UnitId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use problems::{Problems, rows};
use protocol::ApiError;
use protocol::window::list::View;
use protocol::window::work::{CommitImport, ImportPreview, ImportReport, ImportRow, PickImport};

/// Where the page stands.
#[derive(Clone)]
enum Step {
    /// No file yet.
    Empty,
    /// A file was read; nothing is stored.
    Preview(ImportPreview),
    /// The good rows were taken.
    Done(ImportReport),
}

#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    words: Words,
    step: RwSignal<Step>,
    /// What goes on: the text's key.
    busy: RwSignal<Option<&'static str>>,
    failed: RwSignal<Option<ApiError>>,
    unit: RwSignal<String>,
    register: RwSignal<bool>,
}

impl Work {
    fn pick(self) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        self.busy.set(Some("import-reading"));
        self.failed.set(None);
        spawn_local(async move {
            let reply = call(PickImport {}).await;
            self.busy.try_set(None);
            match reply {
                Ok(Some(preview)) => {
                    self.desk.say(untrack(|| summary(self.words, &preview)));
                    self.step.try_set(Step::Preview(preview));
                }
                // Cancelled: what was on the screen stays.
                Ok(None) => {}
                Err(error) => drop(self.failed.try_set(Some(error))),
            }
        });
    }

    fn commit(self) {
        let Step::Preview(preview) = self.step.get_untracked() else {
            return;
        };
        if self.busy.with_untracked(Option::is_some) || preview.new == 0 {
            return;
        }
        self.busy.set(Some("import-committing"));
        self.failed.set(None);
        let request = CommitImport {
            token: preview.token,
            unit: UnitId(self.unit.get_untracked()),
            register: self.register.get_untracked(),
        };
        spawn_local(async move {
            let reply = call(request).await;
            self.busy.try_set(None);
            match reply {
                Ok(report) => {
                    self.desk.say(
                        self.words
                            .with("import-report-taken", &[("n", report.taken.into())]),
                    );
                    self.step.try_set(Step::Done(report));
                }
                Err(error) => drop(self.failed.try_set(Some(error))),
            }
        });
    }
}

/// The figures of a preview in one sentence, for screen readers.
fn summary(words: Words, preview: &ImportPreview) -> String {
    let bad = preview.problems.iter().filter(|p| !p.warning);
    let figures = [
        ("import-count-new", preview.new),
        ("import-count-known", preview.known),
        ("import-count-problems", rows(bad)),
    ];
    figures
        .map(|(key, n)| format!("{}: {n}", words.get(key)))
        .join(". ")
}

/// The website's submissions are taken.
#[component]
pub fn Import() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let unit = desk.with(|s| s.staff.unit.0.clone()).unwrap_or_default();
    let work = Work {
        desk,
        words,
        step: RwSignal::new(Step::Empty),
        busy: RwSignal::new(None),
        failed: RwSignal::new(None),
        unit: RwSignal::new(unit),
        register: RwSignal::new(true),
    };
    let may = desk.is(Role::Clerk) || desk.is(Role::Supervisor);
    use_keys(move |key| {
        if key.ctrl("KeyO") && may {
            work.pick();
        } else if key.ctrl("Enter") && may {
            work.commit();
        } else {
            return false;
        }
        true
    });
    if !may {
        return view! { <section class="page"><div class="page-body"><Note kind="soon"><p>{words.say("import-not-allowed")}</p></Note></div></section> }
            .into_any();
    }
    let pick = Signal::derive(move || {
        let empty = work.step.with(|s| matches!(s, Step::Empty));
        words.get(if empty {
            "import-pick"
        } else {
            "import-pick-other"
        })
    });
    view! {
        <section class="page import" data-test="import">
            <div class="page-head">
                <h1>{words.say("import-title")}</h1>
                <span class="grow"></span>
                <Button label=pick on_press=move || work.pick() test="import-pick" icon="upload" key="Ctrl+O" disabled=Signal::derive(move || work.busy.with(Option::is_some))/>
            </div>
            <div class="page-body stack" aria-busy=move || if work.busy.with(Option::is_some) { "true" } else { "false" }>
                {move || work.failed.get().map(|error| view! { <Failed error/> })}
                {move || work.busy.get().map(|key| view! { <p class="muted" role="status">{words.say(key)}</p><Loading lines=4/> })}
                {move || match work.step.get() {
                    Step::Empty => view! { <Empty title=words.say("import-empty") text=words.say("import-lead") icon="upload"/> }.into_any(),
                    Step::Preview(preview) => view! { <Preview work preview/> }.into_any(),
                    Step::Done(report) => view! { <Done desk report/> }.into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

/// A file that cannot be read has its own sentence (`intake-file-…`); anything else is an error as everywhere.
#[component]
fn Failed(error: ApiError) -> impl IntoView {
    let words = words();
    if !error.code.starts_with("intake-file-") {
        return view! { <ErrorNote error/> }.into_any();
    }
    let sentence = move || {
        let values: Vec<_> = error
            .params
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str().into()))
            .collect();
        words.with(&error.code, &values)
    };
    view! { <div role="alert" data-test="import-file-error"><Note kind="failed"><p>{sentence}</p></Note></div> }.into_any()
}

#[component]
fn Preview(work: Work, preview: ImportPreview) -> impl IntoView {
    let (desk, words) = (work.desk, words());
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
    let (warnings, bad): (Vec<_>, Vec<_>) = preview.problems.into_iter().partition(|p| p.warning);
    let (total, new, known) = (preview.total, preview.new, preview.known);
    let figures = [
        ("import-count-total", total, "list", ""),
        ("import-count-new", new, "plus", "ok"),
        ("import-count-known", known, "check", ""),
        ("import-count-problems", rows(&bad), "alert", "late"),
        ("import-count-warnings", rows(&warnings), "eye", "soon"),
    ];
    let format = preview.format;
    view! {
        <div class="line">
            <h2>{preview.file}</h2>
            <span class="muted">{move || words.with("import-read-as", &[("format", format.clone().into())])}</span>
        </div>
        <dl class="import-figures">
            {figures
                .into_iter()
                .map(|(key, n, icon, look)| view! {
                    <div class={if n > 0 { look } else { "" }} data-test=key>
                        <dt><crate::components::Icon name=icon/>{words.say(key)}</dt>
                        <dd class="figures">{move || words.number(n)}</dd>
                    </div>
                })
                .collect_view()}
        </dl>
        {if new > 0 {
            view! {
                <div class="panel import-take">
                    <Select label=words.say("import-unit") value=work.unit options=units test="import-unit"/>
                    <div>
                        <Check label=words.say("import-register") value=work.register test="import-register"/>
                        <p class="muted">{words.say("import-register-hint")}</p>
                    </div>
                    <Button
                        label=Signal::derive(move || words.with("import-commit", &[("n", new.into())]))
                        on_press=move || work.commit()
                        test="import-commit"
                        look=Look::Primary
                        key="Ctrl+Enter"
                        disabled=Signal::derive(move || work.busy.with(Option::is_some))
                    />
                </div>
            }.into_any()
        } else {
            let (key, kind) = if known > 0 { ("import-nothing-new", "info") } else { ("import-nothing-good", "soon") };
            view! { <div data-test=key><Note kind><p>{move || words.with(key, &[("n", known.into())])}</p></Note></div> }.into_any()
        }}
        <Problems problems=bad warnings/>
        <Sample rows=preview.sample/>
    }
}

#[component]
fn Sample(rows: Vec<ImportRow>) -> impl IntoView {
    let words = words();
    (!rows.is_empty()).then(|| view! {
        <table class="plain" data-test="import-sample">
            <caption>{words.say("import-sample-title")}</caption>
            <thead>
                <tr>
                    <th scope="col" class="num">{words.say("import-sample-line")}</th>
                    <th scope="col">{words.say("import-sample-name")}</th>
                    <th scope="col">{words.say("import-sample-subject")}</th>
                    <th scope="col">{words.say("import-sample-state")}</th>
                </tr>
            </thead>
            <tbody>
                {rows
                    .into_iter()
                    .map(|row| {
                        let (name, known) = (row.name, row.known);
                        let anonymous = name.trim().is_empty();
                        view! {
                            <tr class:muted=known>
                                <td class="num figures">{row.line.to_string()}</td>
                                <td>{move || if anonymous { words.get("import-anonymous") } else { name.clone() }}</td>
                                <td class="import-subject">{row.subject}</td>
                                <td class="nowrap">{words.say(if known { "import-sample-known" } else { "import-sample-new" })}</td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    })
}

#[component]
fn Done(desk: Desk, report: ImportReport) -> impl IntoView {
    let words = words();
    let (warnings, bad): (Vec<_>, Vec<_>) = report.problems.into_iter().partition(|p| p.warning);
    let (taken, known, left_out) = (report.taken, report.known, rows(&bad));
    let kind = if taken > 0 { "ok" } else { "info" };
    let say = move |key: &'static str, n: u32| move || words.with(key, &[("n", n.into())]);
    let to = if taken > 0 { View::Inbox } else { View::New };
    view! {
        <div data-test="import-report">
            <Note kind>
                <h2>{words.say("import-report-title")}</h2>
                <p data-test="import-taken">{say("import-report-taken", taken)}</p>
                <p>{say("import-report-known", known)}</p>
                <p>{say("import-report-problems", left_out)}</p>
                <Button label=words.say("import-report-next") on_press=move || desk.show_view(to) test="import-open-list" icon="list"/>
            </Note>
        </div>
        <Problems problems=bad warnings/>
    }
}
