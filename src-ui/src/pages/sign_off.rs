//! The supervisor's page: the inquiry, the answer beside it, what was checked; approve or return.

use super::acts::{ActSheet, Asked};
use super::case::{FoundText, follow};
use super::letter::Letter;
use crate::components::{Button, ErrorNote, Icon, Loading, Look, Tabs};
use crate::i18n::{Words, words};
use crate::ipc::{Remote, call, fetch};
use crate::keys::use_keys;
use crate::state::{Desk, Page, desk};
use domain::ids::InquiryId;
use domain::{Act, Lang};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::case::CaseView;
use protocol::window::list::{List, Sort, View};
use protocol::window::work::FillTemplate;
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn SignOff(inquiry: InquiryId) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let followed = follow(desk, move || Some(inquiry));
    let case = Memo::new(move |_| followed.view.get());
    let side = RwSignal::new("answer");
    let asked = RwSignal::new(None::<Asked>);
    let busy = RwSignal::new(false);
    let waits = Memo::new(move |_| {
        case.with(|c| {
            c.as_ref()
                .is_some_and(|c| c.can.iter().any(|a| a == "approve"))
        })
    });
    let approve = move || {
        if busy.get_untracked() || !waits.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let done = desk.perform(vec![inquiry], Act::Approve).await;
            busy.try_set(false);
            if done.is_some_and(|d| !d.done.is_empty()) {
                next(desk, inquiry).await;
            }
        });
    };
    let give_back = move || {
        if let Some(case) = case.get_untracked().filter(|_| waits.get_untracked()) {
            asked.set(Some(Asked::of("return", case)));
        }
    };
    use_keys(move |key| {
        if key.plain("KeyY") {
            approve();
        } else if key.plain("KeyX") {
            give_back();
        } else if key.plain("KeyJ") {
            spawn_local(next(desk, inquiry));
        } else if key.plain("Digit1") {
            side.set("answer");
        } else if key.plain("Digit2") {
            side.set("letter");
        } else {
            return false;
        }
        true
    });
    let number = move || {
        case.with(|c| {
            c.as_ref()
                .and_then(|c| c.inquiry.shown_number())
                .unwrap_or_default()
        })
    };
    let who = move || {
        case.with(|c| {
            c.as_ref().and_then(|c| match &c.inquiry.state {
                domain::State::AwaitingSignoff { by, at } => Some(words.with(
                    "signoff-from",
                    &[
                        ("name", desk.staff_name(*by).into()),
                        ("at", words.moment(*at).into()),
                    ],
                )),
                _ => None,
            })
        })
    };
    let tabs = Signal::derive(move || {
        vec![
            ("answer", words.get("tab-answer")),
            ("letter", words.get("answer-preview")),
        ]
    });
    // Once it was returned the sheet closes, and the next one comes up.
    let sheet_closed = move || {
        asked.set(None);
        spawn_local(async move {
            // The act is in the replica before the sheet closes.
            if let Ok(case) = call(protocol::window::case::OpenCase { id: inquiry }).await
                && case.inquiry.state.code() == "returned"
            {
                next(desk, inquiry).await;
            }
        });
    };
    view! {
        <section class="page" aria-label=words.say("signoff-title") data-test="signoff">
            <header class="page-head">
                <Button label=words.say("action-back") on_press=move || desk.back() test="signoff-back" look=Look::Quiet icon="left" bare=true key="Esc"/>
                <h1>{move || words.with("signoff-of", &[("number", number().into())])}</h1>
                <span class="muted cut">{who}</span>
            </header>
            {move || followed.error.get().map(|error| view! { <div class="page-body"><ErrorNote error/></div> })}
            {move || case.with(Option::is_none).then(|| view! { <Loading lines=12/> })}
            {move || case.with(Option::is_some).then(|| view! {
                <div class="columns">
                    <div class="signoff-part" tabindex="0" role="region" aria-label=words.say("tab-inquiry")>
                        <h2>{move || case.with(|c| c.as_ref().map(|c| c.inquiry.subject.clone()))}</h2>
                        {move || case.get().map(|c| view! {
                            <FoundText text=c.inquiry.text.expose().clone() found=c.found.clone() lang=c.inquiry.lang.tag()/>
                        })}
                        <Resolutions case/>
                    </div>
                    <div class="answer-side">
                        <Tabs name="sign" label=words.say("answer-side") tabs value=side/>
                        <div class="case-body" role="tabpanel" id="sign-panel" tabindex="0" aria-labelledby=move || format!("sign-{}", side.get())>
                            {move || if side.get() == "letter" {
                                view! { <Letter inquiry again=Signal::stored(0)/> }.into_any()
                            } else {
                                view! { <Checks case/><Text case/> }.into_any()
                            }}
                        </div>
                    </div>
                </div>
                <footer class="page-foot">
                    <Button label=words.say("signoff-next") on_press=move || spawn_local(next(desk, inquiry)) test="signoff-next" look=Look::Quiet key="J"/>
                    <span class="grow"></span>
                    {move || (!waits.get()).then(|| view! { <span class="muted">{words.say("signoff-not-waiting")}</span> })}
                    <Button label=words.say("do-return") on_press=give_back test="return" icon="undo" key="X" disabled=Signal::derive(move || !waits.get())/>
                    <Button label=words.say("do-approve") on_press=approve test="approve" look=Look::Primary icon="check" key="Y" disabled=Signal::derive(move || busy.get() || !waits.get())/>
                </footer>
            })}
        </section>
        {move || asked.get().map(|what| view! { <ActSheet asked=what on_close=sheet_closed/> })}
    }
}

type Case = Memo<Option<std::sync::Arc<CaseView>>>;

/// Opens the next one that waits for a signature, or goes back to the list when there is none.
async fn next(desk: Desk, inquiry: InquiryId) {
    let request = List {
        view: View::ToSign,
        sort: Sort::Due,
        limit: 200,
        ..List::default()
    };
    let rows = match call(request).await {
        Ok(list) => list.rows,
        Err(error) => return desk.fail(&error),
    };
    if desk.page.get_untracked() != Page::SignOff(inquiry) {
        return;
    }
    let at = rows.iter().position(|r| r.id == inquiry);
    let after = at.map_or(0, |at| at + 1);
    match rows.get(after).or(rows.first()).filter(|r| r.id != inquiry) {
        Some(row) => desk.page.set(Page::SignOff(row.id)),
        None if at.is_none() => desk.show_view(View::ToSign),
        None => desk.done(desk.words.get("signoff-last")),
    }
}

#[component]
fn Resolutions(case: Case) -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        let case = case.get()?;
        (!case.inquiry.resolutions.is_empty()).then(|| view! {
            <h3>{words.say("resolutions-title")}</h3>
            {case.inquiry.resolutions.iter().map(|r| view! {
                <div class="quote">
                    <p class="reading">{r.text.clone()}</p>
                    <p class="muted">{format!("{} · {}", desk.staff_name(r.author), words.moment(r.at))}</p>
                </div>
            }).collect_view()}
        })
    }
}

/// What the program checked for the supervisor.
#[component]
fn Checks(case: Case) -> impl IntoView {
    let (desk, words) = (desk(), words());
    move || {
        let case = case.get()?;
        let checks = checks(desk, words, &case);
        Some(view! {
            <ul class="checks" data-test="signoff-checks">
                {checks.into_iter().map(|(good, text)| view! {
                    <li class=if good { "line ok" } else { "line soon" }>
                        <Icon name=if good { "check" } else { "alert" }/><span>{text}</span>
                    </li>
                }).collect_view()}
            </ul>
        })
    }
}

fn checks(desk: Desk, words: Words, case: &CaseView) -> Vec<(bool, String)> {
    let i = &case.inquiry;
    let mut checks = Vec::new();
    let late = i.due.as_ref().is_some_and(|d| case.today > d.on);
    checks.push((!late, super::case::due_sentence(desk, words, case)));
    if let Some(draft) = &i.draft {
        let written = Lang::guess(draft.body.expose()).unwrap_or(draft.lang);
        let name = words.get(&format!("language-{}", written.tag()));
        let key = if written == i.lang {
            "check-lang-same"
        } else {
            "check-lang-other"
        };
        checks.push((written == i.lang, words.with(key, &[("lang", name.into())])));
        let outcome = draft.outcome.as_ref().map(|o| desk.label("outcome", o));
        checks.push((
            outcome.is_some(),
            outcome.map_or_else(
                || words.get("check-outcome-none"),
                |o| words.with("check-outcome", &[("outcome", o.into())]),
            ),
        ));
    }
    let files = i
        .attachments
        .iter()
        .filter(|a| !matches!(a.role, domain::inquiry::AttachmentRole::Received))
        .count();
    checks.push((
        true,
        words.with(
            "check-files",
            &[("n", i64::try_from(files).unwrap_or(0).into())],
        ),
    ));
    checks
}

/// The answer; paragraphs that are not of the template are marked, so that the eye goes there first.
#[component]
fn Text(case: Case) -> impl IntoView {
    let words = words();
    let template = fetch(move || {
        let case = case.get()?;
        let draft = case.inquiry.draft.as_ref()?;
        Some(FillTemplate {
            inquiry: case.inquiry.id,
            template: draft.template.clone()?,
            lang: draft.lang,
        })
    });
    let known = Memo::new(move |_| {
        template.value.with(|v| match v {
            Remote::Ready(filled) => Some(
                filled
                    .body
                    .lines()
                    .map(|l| l.trim().to_owned())
                    .collect::<BTreeSet<_>>(),
            ),
            _ => None,
        })
    });
    move || {
        let case = case.get()?;
        let draft = case.inquiry.draft.as_ref()?;
        let known = known.get();
        let marked = known.is_some();
        let lines = case
            .inquiry
            .with_official_number(draft.body.expose())
            .lines()
            .map(|line| {
                let own = known
                    .as_ref()
                    .is_some_and(|k| !line.trim().is_empty() && !k.contains(line.trim()));
                view! { <p class:own=own>{line.to_owned()}</p> }
            })
            .collect_view();
        Some(view! {
            {marked.then(|| view! { <p class="muted">{words.say("signoff-own")}</p> })}
            <div class="letter lines reading" lang=draft.lang.tag() data-test="signoff-text">{lines}</div>
        })
    }
}
