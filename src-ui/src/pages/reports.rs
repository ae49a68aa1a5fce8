//! The report of a period: form and figures at the left, the page as it will be printed at the right.

mod figures;
mod period;
mod unsent;

use super::sheet::Sheet;
use crate::components::{Button, DateField, Empty, ErrorNote, Loading, Look, Note, Select};
use crate::i18n::{Words, words};
use crate::ipc::{Remote, call};
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use chrono::{Datelike, NaiveDate};
use domain::Lang;
use figures::Figures;
use leptos::prelude::*;
use leptos::task::spawn_local;
use period::{Span, last_whole};
use protocol::window::files::FileRef;
use protocol::window::papers::{MakeReport, ReportView, SavePaper};
use unsent::OtherComputers;

#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    words: Words,
    span: RwSignal<String>,
    /// A day of the period, for all but the range.
    anchor: RwSignal<NaiveDate>,
    from: RwSignal<Option<NaiveDate>>,
    to: RwSignal<Option<NaiveDate>>,
    lang: RwSignal<String>,
    /// The report with the name of its period; `None` before the first one.
    made: RwSignal<Option<Remote<(ReportView, String)>>>,
    saving: RwSignal<bool>,
}

impl Work {
    fn span(self) -> Span {
        self.span.with(|s| Span::of(s)).unwrap_or(Span::Quarter)
    }

    /// First and last day; `None` while they make no period. Tracked.
    fn bounds(self) -> Option<(NaiveDate, NaiveDate)> {
        match self.span().around(self.anchor.get()) {
            Some(bounds) => Some(bounds),
            None => self
                .from
                .get()
                .zip(self.to.get())
                .filter(|(from, to)| from <= to),
        }
    }

    /// The period in words. Tracked.
    fn name(self) -> String {
        let words = self.words;
        let (span, day) = (self.span(), self.anchor.get());
        let year = day.year().to_string();
        match span {
            Span::Month => text::format::month(words.lang(), day),
            Span::Quarter => words.with(
                "reports-name-quarter",
                &[("n", span.number(day).into()), ("year", year.into())],
            ),
            Span::Half => words.with(
                "reports-name-half",
                &[("n", span.number(day).into()), ("year", year.into())],
            ),
            Span::Year => words.with("reports-name-year", &[("year", year.into())]),
            Span::Range => match self.bounds() {
                Some((from, to)) => words.with(
                    "reports-name-range",
                    &[
                        ("from", words.date(from).into()),
                        ("to", words.date(to).into()),
                    ],
                ),
                None => String::new(),
            },
        }
    }

    fn step(self, forward: bool) {
        let span = untrack(|| self.span());
        self.anchor.update(|day| *day = span.step(*day, forward));
        self.desk.say(untrack(|| self.name()));
    }

    fn make(self) {
        let Some((from, to)) = untrack(|| self.bounds()) else {
            return self.desk.say(self.words.get("reports-bad-range"));
        };
        let name = untrack(|| self.name());
        let lang = self
            .lang
            .with_untracked(|l| Lang::from_tag(l))
            .unwrap_or_default();
        self.made.set(Some(Remote::Loading));
        spawn_local(async move {
            let reply = call(MakeReport { from, to, lang }).await;
            if let Ok(report) = &reply {
                self.desk.say(
                    self.words
                        .with("reports-total", &[("n", report.total.into())]),
                );
            }
            self.made.try_set(Some(match reply {
                Ok(report) => Remote::Ready((report, name)),
                Err(error) => Remote::Failed(error),
            }));
        });
    }

    fn token(self) -> Option<String> {
        self.made.with(|m| {
            m.as_ref()
                .and_then(Remote::ready)
                .map(|(r, _)| r.paper.token.clone())
        })
    }

    fn save(self) {
        let Some(token) = untrack(|| self.token()) else {
            return;
        };
        if self.saving.get_untracked() {
            return;
        }
        self.saving.set(true);
        spawn_local(async move {
            let reply = call(SavePaper { token }).await;
            self.saving.try_set(false);
            match reply {
                Ok(Some(name)) => self
                    .desk
                    .done(self.words.with("reports-saved", &[("name", name.into())])),
                Ok(None) => self.desk.say(self.words.get("reports-save-cancelled")),
                Err(error) => self.desk.fail(&error),
            }
        });
    }
}

/// The report of a period.
#[component]
pub fn Reports() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let today = desk.today();
    let work = Work {
        desk,
        words,
        span: RwSignal::new(Span::Quarter.code().to_owned()),
        anchor: RwSignal::new(last_whole(Span::Quarter, today)),
        from: RwSignal::new(today.with_day(1)),
        to: RwSignal::new(Some(today)),
        lang: RwSignal::new(untrack(|| words.lang()).tag().to_owned()),
        made: RwSignal::new(None),
        saving: RwSignal::new(false),
    };
    let may = desk
        .with(|s| s.staff.roles.iter().any(|r| r.reports()))
        .unwrap_or(false);
    use_keys(move |key| {
        if !may {
            return false;
        }
        if key.ctrl("KeyG") || (key.ctrl("Enter")) {
            work.make();
        } else if key.ctrl("KeyP") || key.ctrl("KeyS") {
            work.save();
        } else if key.alt && !key.ctrl && key.code == "ArrowLeft" {
            work.step(false);
        } else if key.alt && !key.ctrl && key.code == "ArrowRight" {
            work.step(true);
        } else {
            return false;
        }
        true
    });
    if !may {
        return view! { <section class="page"><div class="page-body"><Note kind="soon"><p>{words.say("reports-not-allowed")}</p></Note></div></section> }
            .into_any();
    }
    let making = Signal::derive(move || work.made.with(|m| matches!(m, Some(Remote::Loading))));
    let nothing_to_save = Signal::derive(move || work.token().is_none() || work.saving.get());
    view! {
        <section class="page reports" data-test="reports">
            <div class="page-head">
                <h1>{words.say("reports-title")}</h1>
                <span class="muted">{words.say("reports-lead")}</span>
                <span class="grow"></span>
                <Button label=words.say("reports-save") on_press=move || work.save() test="reports-save" icon="download" key="Ctrl+S" disabled=nothing_to_save/>
            </div>
            <div class="columns">
                <div class="reports-left">
                    <Form work making/>
                    <OtherComputers work/>
                    <div aria-busy=move || if making.get() { "true" } else { "false" }>
                        {move || match work.made.get() {
                            None => view! { <Empty title=words.say("reports-empty") icon="chart"/> }.into_any(),
                            Some(Remote::Loading) => view! { <Loading lines=12/> }.into_any(),
                            Some(Remote::Failed(error)) => view! { <ErrorNote error on_retry=move || work.make()/> }.into_any(),
                            Some(Remote::Ready((report, period))) => view! { <Figures report period/> }.into_any(),
                        }}
                    </div>
                </div>
                <div class="reports-paper">
                    {move || work.made.with(|m| m.as_ref().and_then(Remote::ready).map(|(r, _)| r.paper.clone())).map(|paper| view! {
                        <Sheet file=FileRef::Paper { token: paper.token } name=paper.name test="reports-paper"/>
                    })}
                </div>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Form(work: Work, making: Signal<bool>) -> impl IntoView {
    let words = work.words;
    let spans = Signal::derive(move || {
        Span::ALL
            .into_iter()
            .map(|s| {
                (
                    s.code().to_owned(),
                    words.get(&format!("reports-period-{}", s.code())),
                )
            })
            .collect::<Vec<_>>()
    });
    let languages = Signal::derive(move || {
        let used = work
            .desk
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
    // Another span begins with its last whole period.
    let respan = move || {
        work.anchor
            .set(untrack(|| last_whole(work.span(), work.desk.today())))
    };
    let unfinished = move || work.bounds().is_some_and(|(_, to)| to > work.desk.today());
    view! {
        <form class="reports-form" on:submit=|e| e.prevent_default()>
            <Select label=words.say("reports-period") value=work.span options=spans test="reports-span" on_change=respan/>
            {move || if work.span() == Span::Range {
                view! {
                    <DateField label=words.say("reports-from") value=work.from test="reports-from"/>
                    <DateField label=words.say("reports-to") value=work.to test="reports-to"/>
                }.into_any()
            } else {
                view! {
                    <div class="reports-step" role="group" aria-label=words.say("reports-period")>
                        <Button label=words.say("reports-previous") on_press=move || work.step(false) test="reports-previous" icon="left" bare=true key="Alt+←"/>
                        <output class="figures" data-test="reports-period">{move || work.name()}</output>
                        <Button label=words.say("reports-next") on_press=move || work.step(true) test="reports-next" icon="right" bare=true key="Alt+→"/>
                    </div>
                }.into_any()
            }}
            <Select label=words.say("reports-paper-lang") value=work.lang options=languages test="reports-lang"/>
            <Button label=Signal::derive(move || words.get(if making.get() { "reports-making" } else { "reports-make" }))
                on_press=move || work.make() test="reports-make" look=Look::Primary icon="chart" key="Ctrl+G"
                disabled=Signal::derive(move || making.get() || work.bounds().is_none())/>
        </form>
        {move || work.bounds().is_none().then(|| view! { <p class="late" role="alert">{words.say("reports-bad-range")}</p> })}
        {move || unfinished().then(|| view! { <p class="muted">{words.say("reports-future")}</p> })}
    }
}
