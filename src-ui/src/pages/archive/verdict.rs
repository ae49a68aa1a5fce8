//! The completeness of a case, gap by gap.

use super::Work;
use super::complete::{Check, Readable, missing};
use crate::components::{Button, Icon, Loading, Look};
use crate::i18n::Words;
use leptos::prelude::*;

/// What the case has and what it lacks, with what to do.
#[component]
pub fn Completeness(work: Work, again: Callback<()>) -> impl IntoView {
    let words = work.words;
    view! {
        <section class="panel stack" aria-label=words.say("archives-complete-title")>
            <div class="line">
                <h3>{words.say("archives-complete-title")}</h3>
                <span class="grow"></span>
                <Button label=words.say("archives-verify") on_press=move || again.run(()) test="archives-verify" look=Look::Quiet icon="shield" key="V"/>
            </div>
            {move || if work.case.with(Option::is_none) {
                view! { <Loading lines=4/> }.into_any()
            } else {
                let checks = work.checks();
                let gaps = missing(&checks);
                let verdict = if gaps == 0 { words.get("archives-complete") } else { words.with("archives-incomplete", &[("n", gaps.into())]) };
                view! {
                    <p class={if gaps == 0 { "ok" } else { "late" }} role="status" data-test="archives-verdict"><strong>{verdict}</strong></p>
                    <ul class="archive-checks">
                        {checks.into_iter().map(|check| view! { <CheckLine words check/> }).collect_view()}
                        {broken(work).into_iter().map(|(name, why)| view! {
                            <li class="late"><Icon name="alert"/><span>{words.with("archives-file-broken", &[("name", name.into()), ("why", why.into())])}</span></li>
                        }).collect_view()}
                    </ul>
                }.into_any()
            }}
        </section>
    }
}

fn broken(work: Work) -> Vec<(String, String)> {
    work.case.with(|c| {
        let files = c.iter().flat_map(|(_, files)| files);
        files
            .filter_map(|f| match &f.state {
                Readable::Broken(why) => Some((f.name.clone(), why.clone())),
                _ => None,
            })
            .collect()
    })
}

#[component]
fn CheckLine(words: Words, check: Check) -> impl IntoView {
    let (look, icon, sign) = match (check.present, check.needed) {
        (true, _) => ("ok", "check", "archives-ok"),
        (false, true) => ("late", "alert", "archives-lacks"),
        (false, false) => ("soon", "clock", "archives-waits"),
    };
    view! {
        <li data-test=check.key>
            <span class=look><Icon name=icon/><span class="unseen">{words.get(sign)}": "</span></span>
            <span>
                {words.with(check.key, &[("n", check.n.into())])}
                {(!check.present).then(|| view! {
                    <span class="muted archive-why">{words.with(&format!("{}-why", check.key), &[("n", check.gap.into())])}</span>
                })}
            </span>
        </li>
    }
}
