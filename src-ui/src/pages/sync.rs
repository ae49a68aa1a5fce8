//! How the replica and the server stand: what waits and why, what was refused and why, and the audit's chain.

mod devices;

use super::later::now;
use super::top::ClockNote;
use crate::components::{Button, Empty, ErrorNote, Icon, Loading, Look, Note};
use crate::i18n::{Words, words};
use crate::ipc::{Fetched, Remote, call, fetch};
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use devices::OtherComputers;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::list::View;
use protocol::window::sync::{
    AuditView, Chip, QueuedView, RefusedView, SaveOutbox, SwitchDemoServer, SyncNow, SyncView,
    VerifyAudit, ViewSync, WitnessView,
};

#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    words: Words,
    shown: Fetched<SyncView>,
    busy: RwSignal<bool>,
    /// The answer to the last press of "now": said once, in words.
    said: RwSignal<Option<String>>,
}

impl Work {
    fn take(self, reply: Result<SyncView, ApiError>) -> Option<SyncView> {
        self.busy.try_set(false);
        match reply {
            Ok(view) => {
                self.desk.chip.set(view.chip.clone());
                self.shown.value.try_set(Remote::Ready(view.clone()));
                Some(view)
            }
            Err(error) => {
                self.desk.fail(&error);
                None
            }
        }
    }

    fn now(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let Some(view) = self.take(call(SyncNow {}).await) else {
                return;
            };
            if view.problem.is_none() {
                let left = i64::from(view.chip.queued);
                let key = if left == 0 {
                    "sync-screen-done"
                } else {
                    "sync-screen-done-left"
                };
                let text = self.words.with(key, &[("n", left.into())]);
                self.desk.say(text.clone());
                self.said.try_set(Some(text));
            }
        });
    }

    fn switch(self, run: bool) {
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            self.take(call(SwitchDemoServer { run }).await);
        });
    }
}

/// How the replica and the server stand.
#[component]
pub fn SyncPage() -> impl IntoView {
    let (desk, words) = (desk(), words());
    // The chip changes whenever something is queued, sent, refused or fails.
    let shown = fetch(move || {
        desk.chip.track();
        Some(ViewSync {})
    });
    let work = Work {
        desk,
        words,
        shown,
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
    };
    use_keys(move |key| {
        if key.plain("KeyR") {
            work.now();
            return true;
        }
        false
    });
    view! {
        <section class="page sync" data-test="sync">
            <div class="page-head">
                <h1>{words.say("sync-screen-title")}</h1>
                <span class="grow"></span>
                <Button label=words.say("sync-screen-now") on_press=move || work.now() test="sync-now" look=Look::Primary icon="sync" key="R" disabled=work.busy/>
            </div>
            <div class="page-body stack">
                <ClockNote/>
                {move || work.said.get().map(|text| view! { <div data-test="sync-said"><Note kind="ok"><p>{text}</p></Note></div> })}
                {move || match shown.value.get() {
                    Remote::Loading => view! { <Loading/> }.into_any(),
                    Remote::Failed(error) => view! { <ErrorNote error on_retry=move || shown.refresh()/> }.into_any(),
                    Remote::Ready(view) => view! { <Stand work view/> }.into_any(),
                }}
                <OtherComputers/>
                <Audit/>
            </div>
        </section>
    }
}

#[component]
fn Stand(work: Work, view: SyncView) -> impl IntoView {
    let (desk, words) = (work.desk, work.words);
    let chip = view.chip.clone();
    let failed = view.problem.is_some();
    let why = why(&chip, failed);
    let queued = chip.queued;
    view! {
        <ChipInWords desk chip/>
        {view.problem.map(|error| view! { <Problem work error queued/> })}
        <dl class="sync-facts">
            <div><dt>{words.say("sync-screen-server")}</dt><dd>{view.server}</dd></div>
            <div><dt>{words.say("sync-screen-device")}</dt><dd class="figures">{view.device_number.to_string()}</dd></div>
        </dl>
        {view.demo_server.map(|runs| view! { <DemoServer work runs/> })}
        <Outbox desk rows=view.outbox why/>
        {(queued > 0).then(|| view! { <Stick/> })}
        <Rejected desk rows=view.rejected/>
    }
}

/// Why a command waits, as far as this device can know: a key of the texts.
fn why(chip: &Chip, failed: bool) -> &'static str {
    if chip.busy {
        "sync-screen-why-busy"
    } else if !chip.online {
        "sync-screen-why-offline"
    } else if failed {
        "sync-screen-why-problem"
    } else {
        "sync-screen-why-turn"
    }
}

#[component]
fn ChipInWords(desk: Desk, chip: Chip) -> impl IntoView {
    let words = words();
    let (link, icon, look) = match (chip.busy, chip.online) {
        (true, _) => ("sync-screen-busy", "sync", ""),
        (false, true) => ("sync-screen-online", "check", "ok"),
        (false, false) => ("sync-screen-offline", "offline", "soon"),
    };
    let (last, queued, conflicts, files) = (chip.last, chip.queued, chip.conflicts, chip.files);
    let open = conflicts > 0;
    let counted = move |key: &'static str, n: u32| move || words.with(key, &[("n", n.into())]);
    view! {
        <ul class="sync-chip panel" data-test="sync-chip" aria-live="polite">
            <li class=look><Icon name=icon/><strong>{words.say(link)}</strong></li>
            <li><Icon name="clock"/><span>{move || match last {
                Some(at) => words.with("sync-screen-last", &[("when", words.moment(at).into())]),
                None => words.get("sync-screen-last-never"),
            }}</span></li>
            <li><Icon name="send"/><span data-test="sync-queued">{counted("sync-screen-queued", queued)}</span></li>
            <li><Icon name="file"/><span>{counted("sync-screen-files", files)}</span></li>
            <li class={if open { "soon" } else { "" }}>
                <Icon name={if open { "alert" } else { "check" }}/>
                <span>{counted("sync-screen-conflicts", conflicts)}</span>
                {open.then(|| view! {
                    <button type="button" class="link" data-test="sync-conflicts" on:click=move |_| desk.show_view(View::Conflicts)>{words.say("sync-screen-conflicts-open")}</button>
                })}
            </li>
        </ul>
    }
}

/// What happened, what is safe, what to do.
#[component]
fn Problem(work: Work, error: ApiError, queued: u32) -> impl IntoView {
    let words = words();
    view! {
        <section aria-label=words.say("sync-screen-problem-title") data-test="sync-problem" class="stack">
            <h2>{words.say("sync-screen-problem-title")}</h2>
            <ErrorNote error on_retry=move || work.now()/>
            <p>{move || words.with("sync-screen-safe", &[("n", queued.into())])}</p>
        </section>
    }
}

#[component]
fn DemoServer(work: Work, runs: bool) -> impl IntoView {
    let words = words();
    let (state, action, icon) = if runs {
        ("sync-screen-demo-runs", "sync-screen-demo-stop", "offline")
    } else {
        ("sync-screen-demo-stopped", "sync-screen-demo-start", "sync")
    };
    view! {
        <section class="panel stack" aria-label=words.say("sync-screen-demo")>
            <h2>{words.say("sync-screen-demo")}</h2>
            <p class="muted">{words.say("sync-screen-demo-lead")}</p>
            <div class="line">
                <span class=if runs { "line ok" } else { "line soon" } data-test="sync-demo-state">
                    <Icon name=if runs { "check" } else { "offline" }/>{words.say(state)}
                </span>
                <Button label=words.say(action) on_press=move || work.switch(!runs) test="sync-demo-switch" icon=icon disabled=work.busy/>
            </div>
        </section>
    }
}

#[component]
fn Outbox(desk: Desk, rows: Vec<QueuedView>, why: &'static str) -> impl IntoView {
    let words = words();
    let body = if rows.is_empty() {
        view! { <Empty title=words.say("sync-screen-outbox-empty") icon="check"/> }.into_any()
    } else {
        view! {
            <table class="plain" data-test="sync-outbox">
                <thead>
                    <tr>
                        <th scope="col">{words.say("sync-screen-col-number")}</th>
                        <th scope="col">{words.say("sync-screen-col-what")}</th>
                        <th scope="col">{words.say("sync-screen-col-when")}</th>
                        <th scope="col">{words.say("sync-screen-col-why")}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let act = format!("act-{}", row.act);
                            view! {
                                <tr>
                                    <td><CaseLink desk id=row.inquiry number=row.number/></td>
                                    <td>{move || words.get(&act)}</td>
                                    <td class="figures nowrap">{move || words.moment(row.at)}</td>
                                    <td>{words.say(why)}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
        .into_any()
    };
    view! { <section aria-label=words.say("sync-screen-outbox")><h2>{words.say("sync-screen-outbox")}</h2>{body}</section> }
}

#[component]
fn CaseLink(desk: Desk, id: domain::InquiryId, number: String) -> impl IntoView {
    let words = words();
    let shown = number.clone();
    view! {
        <button
            type="button"
            class="link figures nowrap"
            aria-label=move || if number.is_empty() { words.get("sync-screen-open-case-plain") } else { words.with("sync-screen-open-case", &[("number", number.clone().into())]) }
            on:click=move |_| desk.show_case(id)
        >
            {move || if shown.is_empty() { words.get("sync-screen-unnumbered") } else { shown.clone() }}
        </button>
    }
}

#[component]
fn Rejected(desk: Desk, rows: Vec<RefusedView>) -> impl IntoView {
    let words = words();
    let body = if rows.is_empty() {
        view! { <p class="muted">{words.say("sync-screen-rejected-empty")}</p> }.into_any()
    } else {
        view! {
            <p>{words.say("sync-screen-rejected-lead")}</p>
            <table class="plain" data-test="sync-rejected">
                <thead>
                    <tr>
                        <th scope="col">{words.say("sync-screen-col-what")}</th>
                        <th scope="col">{words.say("sync-screen-col-when")}</th>
                        <th scope="col">{words.say("sync-screen-col-refused")}</th>
                        <th scope="col"><span class="unseen">{words.say("sync-screen-open-case-plain")}</span></th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            let act = format!("act-{}", row.act);
                            view! {
                                <tr>
                                    <td>{move || words.get(&act)}</td>
                                    <td class="figures nowrap">{move || words.moment(row.at)}</td>
                                    <td class="late"><span class="line"><Icon name="alert"/>{move || words.error(&row.error)}</span></td>
                                    <td>
                                        <button type="button" class="link" on:click=move |_| desk.show_case(row.inquiry)>{words.say("sync-screen-open-case-plain")}</button>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        }
        .into_any()
    };
    view! { <section aria-label=words.say("sync-screen-rejected")><h2>{words.say("sync-screen-rejected")}</h2>{body}</section> }
}

/// What waits, into a file for a stick: where there is no link, it can still be carried.
#[component]
fn Stick() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let busy = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    let save = move || {
        busy.set(true);
        spawn_local(async move {
            match call(SaveOutbox {}).await {
                Ok(Some(saved)) => {
                    let n = i64::try_from(saved.commands).unwrap_or(i64::MAX);
                    let values = [("n", n.into()), ("path", saved.path.into())];
                    let text = words.with("sync-screen-stick-saved", &values);
                    desk.say(text.clone());
                    said.try_set(Some(text));
                }
                Ok(None) => {}
                Err(error) => desk.fail(&error),
            }
            busy.try_set(false);
        });
    };
    view! {
        <section class="panel stack" aria-label=words.say("sync-screen-stick")>
            <h2>{words.say("sync-screen-stick")}</h2>
            <p class="muted">{words.say("sync-screen-stick-lead")}</p>
            <div class="line">
                <Button label=words.say("sync-screen-stick-save") on_press=save test="sync-stick" icon="download" disabled=busy/>
            </div>
            {move || said.get().map(|text| view! { <div data-test="sync-stick-said"><Note kind="ok"><p>{text}</p></Note></div> })}
        </section>
    }
}

/// The audit's chain, checked when asked.
#[component]
fn Audit() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let found = RwSignal::new(None::<Remote<(AuditView, String)>>);
    let check = move || {
        found.set(Some(Remote::Loading));
        spawn_local(async move {
            let reply = call(VerifyAudit {}).await;
            let offset = desk
                .session
                .with_untracked(|s| s.as_ref().map(|s| s.profile.offset()));
            let at = offset.map(now).map(text::format::time).unwrap_or_default();
            found.try_set(Some(match reply {
                Ok(view) => Remote::Ready((view, at)),
                Err(error) => Remote::Failed(error),
            }));
        });
    };
    view! {
        <section class="panel stack" aria-label=words.say("sync-screen-audit")>
            <h2>{words.say("sync-screen-audit")}</h2>
            <p class="muted">{words.say("sync-screen-audit-lead")}</p>
            <div class="line">
                <Button label=words.say("sync-screen-audit-check") on_press=check test="sync-audit" icon="shield"
                    disabled=Signal::derive(move || found.with(|f| matches!(f, Some(Remote::Loading))))/>
            </div>
            <div aria-live="polite" data-test="sync-audit-found">
                {move || found.get().map(|found| match found {
                    Remote::Loading => view! { <p class="muted">{words.say("sync-screen-audit-checking")}</p> }.into_any(),
                    Remote::Failed(error) => view! { <ErrorNote error/> }.into_any(),
                    Remote::Ready((audit, at)) => view! { <AuditFound audit at/> }.into_any(),
                })}
            </div>
        </section>
    }
}

#[component]
fn AuditFound(audit: AuditView, at: String) -> impl IntoView {
    let words = words();
    let (kind, key) = match audit.broken_at {
        None => ("ok", "sync-screen-audit-whole"),
        Some(_) => ("failed", "sync-screen-audit-broken"),
    };
    let entries = i64::try_from(audit.entries).unwrap_or(i64::MAX);
    let broken = i64::try_from(audit.broken_at.unwrap_or_default()).unwrap_or(i64::MAX);
    view! {
        <Note kind>
            <p>{move || words.with(key, &[("n", entries.into()), ("at", broken.into())])}" "<span class="muted figures">{at}</span></p>
            <p class="muted">{words.say("sync-screen-audit-head")}": "<code class="details">{audit.head}</code></p>
        </Note>
        {audit.server.map(|server| view! { <ServersAudit server/> })}
    }
}

/// What this computer has seen of the server's audit.
#[component]
fn ServersAudit(server: WitnessView) -> impl IntoView {
    let words = words();
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (entries, forks) = (count(server.entries), count(server.forks));
    view! {
        <Note kind=if forks == 0 { "ok" } else { "failed" }>
            <p>{move || words.with("sync-screen-audit-server", &[("n", entries.into()), ("at", words.moment(server.at).into())])}</p>
            {(forks > 0).then(|| view! { <p>{move || words.with("sync-screen-audit-forked", &[("n", forks.into())])}</p> })}
            <p class="muted"><code class="details">{server.root}</code></p>
        </Note>
    }
}

#[cfg(test)]
mod tests {
    use super::why;
    use protocol::window::sync::Chip;

    #[test]
    fn each_command_that_waits_has_a_plain_cause() {
        let check = |online: bool, busy: bool, failed: bool, expect: &str| {
            assert_eq!(
                why(
                    &Chip {
                        online,
                        busy,
                        ..Chip::default()
                    },
                    failed
                ),
                expect
            );
        };
        check(false, false, true, "sync-screen-why-offline");
        check(true, true, false, "sync-screen-why-busy");
        check(true, false, true, "sync-screen-why-problem");
        check(true, false, false, "sync-screen-why-turn");
    }
}
