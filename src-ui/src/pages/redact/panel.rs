//! Beside the page: the reason and the marks, the progress, the checks of the second reader, the release.

use super::marks::Stop;
use super::step::Step;
use super::suggested::Suggestions;
use super::work::Work;
use crate::components::{Button, ErrorNote, Icon, Look, Note, ProgressBar, Select};
use leptos::prelude::*;
use protocol::window::redact::{CheckView, MarkView, VerificationView};

/// The three steps; exactly one is lit.
#[component]
pub fn Steps(work: Work) -> impl IntoView {
    let words = work.words;
    let lit = Memo::new(move |_| work.step.with(Step::lit));
    let step = move |n: usize, key: &'static str| {
        view! {
            <li class:lit=move || lit.get() == n class:past=move || n < lit.get() aria-current=move || (lit.get() == n).then_some("step") data-test=format!("redact-step-{n}")>
                <span class="redact-step-number figures">{n.to_string()}</span>
                {words.say(key)}
                <span class="unseen">{move || (lit.get() == n).then(|| format!(" ({})", words.get("redact-step-now")))}</span>
            </li>
        }
    };
    view! {
        <ol class="redact-steps" aria-label=words.say("redact-steps")>
            {step(1, "redact-step-mark")}
            {step(2, "redact-step-apply")}
            {step(3, "redact-step-verified")}
        </ol>
    }
}

/// What belongs to the step in hand.
#[component]
pub fn Panel(work: Work) -> impl IntoView {
    let words = work.words;
    // The list of marks must not be built anew while only the marks change.
    let marking = Memo::new(move |_| work.step.with(|s| *s == Step::Marking));
    view! {
        <div class="redact-panel" role="region" aria-label=words.say("redact-panel") tabindex=move || (!marking.get()).then_some("0")>
            <p class="redact-stage-sentence" role="status" data-test="redact-stage">{move || work.step.with(|s| words.get(s.sentence()))}</p>
            {move || work.failed.get().map(|error| view! { <ErrorNote error/> })}
            {move || if marking.get() {
                view! { <Marking work/> }.into_any()
            } else {
                view! { <After work/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Marking(work: Work) -> impl IntoView {
    let words = work.words;
    let reasons = Signal::derive(move || {
        let all = work.desk.choices("redaction");
        all.into_iter()
            .enumerate()
            .map(|(i, (code, label))| (code, format!("{} {label}", i + 1)))
            .collect::<Vec<_>>()
    });
    let held = Memo::new(move |_| match work.at.get() {
        Some(Stop::Mark(i)) => work
            .marks
            .with(|m| m.all().get(i).map(|m| (i, m.reason.clone()))),
        _ => None,
    });
    // The choice shows the reason of the mark in hand, else the one for new marks.
    let shown = RwSignal::new(work.reason.get_untracked());
    Effect::new(move |_| {
        shown.set(
            held.get()
                .map_or_else(|| work.reason.get(), |(_, reason)| reason),
        )
    });
    let chosen = move || {
        let reason = shown.get_untracked();
        match held.get_untracked() {
            Some((i, _)) => work.marks.update(|m| m.reason(i, &reason)),
            None => work.reason.set(reason),
        }
    };
    let label = Signal::derive(move || {
        words.get(if held.with(Option::is_some) {
            "redact-reason-of-mark"
        } else {
            "redact-reason-for-new"
        })
    });
    let hint = move || {
        let page = work.page.get();
        let known = work
            .page_words
            .with(|w| w.as_ref().is_some_and(|(of, _)| *of == page));
        let n = work.words_of(page).len();
        known.then(|| {
            if n == 0 {
                words.get("redact-words-none")
            } else {
                words.with("redact-words-count", &[("n", n.into())])
            }
        })
    };
    view! {
        <Select label value=shown options=reasons test="redact-reason" on_change=chosen/>
        <p class="muted" data-test="redact-words">{hint}</p>
        <Suggestions work/>
        <div class="line">
            <h2>{words.say("redact-marks")}</h2>
            <span class="muted figures" data-test="redact-mark-count">
                {move || words.with("redact-marks-count", &[("n", work.marks.with(|m| m.all().len()).into())])}
            </span>
            <span class="grow"></span>
            <Button label=words.say("redact-undo") on_press=move || work.undo() test="redact-undo" look=Look::Quiet icon="undo" bare=true key="Ctrl+Z"/>
        </div>
        {move || if work.marks.with(|m| m.all().is_empty()) {
            view! { <p class="muted">{words.say("redact-marks-none")}</p> }.into_any()
        } else {
            view! { <MarkList work/> }.into_any()
        }}
        <KeySheet work/>
    }
}

#[component]
fn MarkList(work: Work) -> impl IntoView {
    let marks = move || {
        work.marks
            .with(|m| m.all().iter().cloned().enumerate().collect::<Vec<_>>())
    };
    view! {
        <ul class="redact-mark-list" data-test="redact-marks">
            {move || marks().into_iter().map(|(i, mark)| view! { <MarkLine work i mark/> }).collect_view()}
        </ul>
    }
}

#[component]
fn MarkLine(work: Work, i: usize, mark: MarkView) -> impl IntoView {
    let words = work.words;
    let page = mark.page;
    let what = mark.text.unwrap_or_else(|| words.get("redact-mark-area"));
    let reason = work.reason_label(&mark.reason);
    let current = move || work.at.get() == Some(Stop::Mark(i));
    view! {
        <li class:current=current>
            <button
                type="button"
                class="link cut"
                on:click=move |_| {
                    work.turn(page);
                    work.at.set(Some(Stop::Mark(i)));
                }
            >
                {words.with("redact-mark-item", &[("page", page.into()), ("what", what.into())])}
            </button>
            <Button label=words.say("redact-mark-delete") on_press=move || work.delete(i) test="redact-mark-delete" look=Look::Quiet icon="close" bare=true/>
            <span class="muted cut">{reason}</span>
        </li>
    }
}

/// The keys of marking, as a legend that screen readers hear with the page.
#[component]
fn KeySheet(work: Work) -> impl IntoView {
    let words = work.words;
    let keys = [
        ("Tab", "redact-key-walk"),
        ("M", "redact-key-word"),
        ("L", "redact-key-line"),
        ("F", "redact-key-field"),
        ("A", "redact-key-all"),
        ("S", "redact-key-suggestion"),
        ("B", "redact-key-box"),
        ("Del", "redact-key-delete"),
        ("F6", "redact-key-leave"),
    ];
    view! {
        <dl class="redact-keys" id="redact-keys">
            {keys.into_iter().map(|(key, name)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{words.say(name)}</dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn After(work: Work) -> impl IntoView {
    let words = work.words;
    move || {
        match work.step.get() {
        Step::Marking => ().into_any(),
        Step::Applying => view! { <ProgressBar job=work.job/> }.into_any(),
        Step::Applied(burned) => {
            let size = move || words.size(burned.size);
            view! { <p data-test="redact-applied">{move || words.with("redact-applied", &[("pages", burned.pages.into()), ("size", size().into())])}</p> }
                .into_any()
        }
        Step::Verifying(_) => view! { <crate::components::Loading lines=6/> }.into_any(),
        Step::Failed(_, found) | Step::Verified(_, found) => view! { <Checks work found/> }.into_any(),
        Step::Released(found, _) => view! {
            <div data-test="redact-released"><Note kind="ok"><p>{words.say("redact-released")}</p></Note></div>
            <Checks work found/>
        }
        .into_any(),
    }
    }
}

#[component]
fn Checks(work: Work, found: VerificationView) -> impl IntoView {
    let words = work.words;
    let passed = found.passed;
    // What failed stands first.
    let (good, bad): (Vec<_>, Vec<_>) = found.checks.into_iter().partition(|c| c.passed);
    let failed = bad.len();
    let verdict = move || {
        if passed {
            words.get("redact-verify-passed")
        } else {
            words.with("redact-verify-failed", &[("n", failed.into())])
        }
    };
    view! {
        <section aria-label=words.say("redact-checks")>
            <p class={if passed { "ok" } else { "late" }} data-test="redact-verdict" data-passed={if passed { "true" } else { "false" }}>
                <strong class="redact-verdict"><Icon name={if passed { "shield" } else { "alert" }}/>{verdict}</strong>
            </p>
            <h2>{words.say("redact-checks")}</h2>
            <ul class="redact-checks" data-test="redact-checks">
                {bad.into_iter().chain(good).map(|check| view! { <CheckLine work check/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn CheckLine(work: Work, check: CheckView) -> impl IntoView {
    let words = work.words;
    let CheckView {
        name,
        passed,
        detail,
    } = check;
    let key = format!("redaction-check-{name}");
    let test = key.clone();
    let (look, icon, sign) = if passed {
        ("ok", "check", "redact-check-passed")
    } else {
        ("late", "alert", "redact-check-failed")
    };
    view! {
        <li data-test=test>
            <span class=look><Icon name=icon/></span>
            <span>
                {move || words.get(&key)}
                <span class=format!("{look} redact-check-sign")>" "{words.say(sign)}</span>
                {(!passed && !detail.is_empty()).then(|| view! {
                    <span class="details">{move || words.with("redact-check-where", &[("detail", detail.clone().into())])}</span>
                })}
            </span>
        </li>
    }
}

/// What can be done now.
#[component]
pub fn Actions(work: Work) -> impl IntoView {
    let words = work.words;
    let none = Signal::derive(move || work.marks.with(|m| m.all().is_empty()));
    let back = move || {
        view! { <Button label=words.say("redact-back-to-marks") on_press=move || work.back_to_marks() test="redact-back-to-marks" look=Look::Quiet icon="left"/> }
    };
    move || {
        match work.step.get() {
        Step::Marking => view! {
            <Button label=words.say("redact-apply") on_press=move || work.apply() test="redact-apply" look=Look::Primary key="Ctrl+Enter" disabled=none/>
        }.into_any(),
        Step::Applying => view! {
            <Button label=words.say("redact-apply-cancel") on_press=move || work.stop() test="redact-stop" key="Esc"/>
        }.into_any(),
        Step::Applied(_) => view! {
            <Button label=words.say("redact-verify") on_press=move || work.verify() test="redact-verify" look=Look::Primary icon="shield" key="Ctrl+Shift+V"/>
            {back()}
        }.into_any(),
        Step::Verifying(_) => view! {
            <Button label=words.say("redact-verify") on_press=move || () test="redact-verify" look=Look::Primary icon="shield" key="Ctrl+Shift+V" disabled=Signal::derive(|| true)/>
        }.into_any(),
        Step::Failed(..) => back().into_any(),
        Step::Verified(..) => view! {
            <Button label=words.say("redact-release") on_press=move || work.release() test="redact-release" look=Look::Primary icon="check" key="Ctrl+Enter"/>
            {back()}
        }.into_any(),
        Step::Released(_, copy) => view! {
            {copy.map(|copy| view! {
                <Button label=words.say("redact-certificate") on_press=move || work.certificate(copy) test="redact-certificate" look=Look::Primary icon="file"/>
            })}
            <Button label=words.say("redact-back") on_press=move || work.desk.back() test="redact-back" key="Esc"/>
        }.into_any(),
    }
    }
}
