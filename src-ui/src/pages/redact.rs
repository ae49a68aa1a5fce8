//! A file is looked at, and redacted: mark, apply, verify, release. What is marked is not yet applied, what is
//! applied is not yet verified, and only what is verified can be released.

mod copying;
mod keyboard;
mod marks;
mod panel;
mod places;
mod stage;
mod step;
mod suggested;
mod thumbs;
mod work;

use super::later::{after_pause, focus};
use super::sheet::{Sheet, step as size_step};
use crate::components::{Button, Empty, ErrorNote, Loading, Look, Note};
use crate::i18n::words;
use crate::ipc::{Remote, call};
use crate::state::desk;
use domain::Role;
use domain::ids::{AttachmentId, InquiryId};
use domain::inquiry::AttachmentRole;
use leptos::prelude::*;
use leptos::task::spawn_local;
use marks::Marks;
use panel::{Actions, Panel, Steps};
use protocol::ApiError;
use protocol::window::case::OpenCase;
use protocol::window::files::{FileInfo, FileInfoView, FileRef, SaveAttachment};
use protocol::window::redact::{MarkView, PageWords};
use stage::Stage;
use std::time::Duration;
use step::Step;
use suggested::Suggested;
use thumbs::Thumbs;
use work::Work;

/// What the case says of the file.
#[derive(Debug, Clone, PartialEq)]
struct About {
    name: String,
    number: String,
    /// Whether it is a redacted copy itself.
    copy: bool,
}

/// A file is looked at, and redacted.
#[component]
pub fn Redact(inquiry: InquiryId, attachment: AttachmentId) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let first_reason = desk
        .choices("redaction")
        .into_iter()
        .next()
        .map(|(code, _)| code)
        .unwrap_or_default();
    let work = Work {
        desk,
        words,
        inquiry,
        attachment,
        may: RwSignal::new(false),
        info: RwSignal::new(None),
        page: RwSignal::new(1),
        size: RwSignal::new(100),
        marks: RwSignal::new(Marks::default()),
        at: RwSignal::new(None),
        draft_box: RwSignal::new(None),
        page_words: RwSignal::new(None),
        reason: RwSignal::new(first_reason),
        step: RwSignal::new(Step::Marking),
        job: RwSignal::new(String::new()),
        failed: RwSignal::new(None),
        over: RwSignal::new(None),
        suggested: Suggested::new(),
    };
    let about = RwSignal::new(Remote::<About>::Loading);
    let ask = move || {
        about.set(Remote::Loading);
        spawn_local(async move {
            about.try_set(match learn(work).await {
                Ok(known) => Remote::Ready(known),
                Err(error) => Remote::Failed(error),
            });
        });
    };
    ask();
    keep_marks(work);
    read_words(work);
    work.look_for_suggestions();
    keyboard::use_redact_keys(work);
    on_cleanup(move || work.drop_job());
    view! {
        <section class="page redact" data-test="redact">
            {move || match about.get() {
                Remote::Loading => view! { <Loading lines=10/> }.into_any(),
                Remote::Failed(error) => view! {
                    <div class="page-body stack">
                        <ErrorNote error on_retry=ask/>
                        <Rescue work/>
                    </div>
                }.into_any(),
                Remote::Ready(about) => view! { <File work about/> }.into_any(),
            }}
        </section>
    }
}

/// Asks what the file is, and of which case.
async fn learn(work: Work) -> Result<About, ApiError> {
    let case = call(OpenCase { id: work.inquiry }).await?;
    let file = case.inquiry.attachment(work.attachment);
    let about = About {
        name: file.map(|f| f.name.expose().clone()).unwrap_or_default(),
        number: case.inquiry.shown_number().unwrap_or_default(),
        copy: file.is_some_and(|f| matches!(f.role, AttachmentRole::RedactedCopy { .. })),
    };
    let info = call(FileInfo {
        file: FileRef::Attachment {
            inquiry: work.inquiry,
            attachment: work.attachment,
        },
    })
    .await?;
    let roles = [Role::Clerk, Role::Supervisor, Role::DataOfficer];
    let may = untrack(|| roles.into_iter().any(|r| work.desk.is(r)));
    work.may
        .try_set(may && !about.copy && info.here && !info.pages.is_empty());
    work.info.try_set(Some(info));
    focus("redact-canvas".into());
    Ok(about)
}

/// Marks are kept as they are set: whoever leaves finds them again.
fn keep_marks(work: Work) {
    let slot = work.desk.draft(format!("redact:{}", work.attachment));
    let loaded = RwSignal::new(false);
    let latest = StoredValue::new(None::<Vec<MarkView>>);
    let text = |marks: &[MarkView]| {
        let some = Some(marks).filter(|m| !m.is_empty());
        some.and_then(|m| serde_json::to_string(m).ok())
    };
    let load = slot.clone();
    spawn_local(async move {
        if let Some(text) = load.load().await
            && let Ok(list) = serde_json::from_str::<Vec<MarkView>>(&text)
            && !list.is_empty()
            && work.marks.try_with_untracked(|m| m.all().is_empty()) == Some(true)
        {
            work.marks.try_set(Marks::restore(list));
            work.desk.say(work.words.get("redact-draft-restored"));
        }
        loaded.try_set(true);
    });
    let own = slot.clone();
    after_pause(
        Duration::from_millis(500),
        move || (loaded.get(), work.marks.with(|m| m.all().to_vec())),
        move |(loaded, marks)| {
            if loaded {
                let keep = own.clone().keep(text(&marks));
                spawn_local(async move {
                    if keep.await {
                        latest.try_update_value(|l| {
                            if l.as_ref() == Some(&marks) {
                                *l = None
                            }
                        });
                    }
                });
            }
        },
    );
    Effect::new(move |_| {
        let marks = work.marks.with(|m| m.all().to_vec());
        if loaded.get() {
            latest.set_value(Some(marks));
        }
    });
    on_cleanup(move || {
        if let Some(Some(marks)) = latest.try_update_value(Option::take) {
            slot.clone().keep_soon(text(&marks));
        }
    });
}

/// The words of the page in hand, for the walk.
fn read_words(work: Work) {
    Effect::new(move |_| {
        let page = work.page.get();
        if !work.may.get() {
            return;
        }
        let request = PageWords {
            inquiry: work.inquiry,
            attachment: work.attachment,
            page,
        };
        spawn_local(async move {
            // A page whose words cannot be read is marked by boxes, as one without text.
            let mut words = call(request).await.unwrap_or_default();
            if words.is_empty()
                && let Some(seen) = work.suggested.seen_on(page)
            {
                words = seen;
            }
            if work.page.try_get_untracked() == Some(page) {
                work.page_words.try_set(Some((page, words)));
            }
        });
    });
}

#[component]
fn File(work: Work, about: About) -> impl IntoView {
    let words = work.words;
    let About { name, number, copy } = about;
    let info = work.info.get_untracked();
    let shows = info.as_ref().is_some_and(|i| i.here && !i.pages.is_empty());
    let title = name.clone();
    view! {
        <div class="page-head">
            <Button label=words.say("redact-back") on_press=move || work.desk.back() test="redact-back-head" look=Look::Quiet icon="left" bare=true key="Esc"/>
            <h1 class="cut" data-test="redact-name">{title}</h1>
            <span class="muted nowrap">{move || words.with("redact-viewing", &[("number", number.clone().into())])}</span>
            <span class="grow"></span>
            {move || work.may.get().then(|| view! { <Steps work/> })}
        </div>
        {if shows {
            view! { <Shown work name copy/> }.into_any()
        } else {
            view! { <NotShown work info/> }.into_any()
        }}
    }
}

#[component]
fn Shown(work: Work, name: String, copy: bool) -> impl IntoView {
    let words = work.words;
    move || {
        match work.over.get() {
        Some(paper) => view! {
            <div class="redact-certificate">
                <div class="line">
                    <h2>{words.say("redact-certificate-title")}</h2>
                    <span class="grow"></span>
                    <Button label=words.say("redact-certificate-close") on_press=move || work.over.set(None) test="redact-certificate-close" icon="left" key="Esc"/>
                </div>
                <Sheet file=FileRef::Paper { token: paper.token } name=paper.name test="redact-certificate-paper"/>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="redact-columns">
                <Thumbs work/>
                <div class="redact-middle">
                    <PageBar work/>
                    <Stage work/>
                </div>
                <div class="redact-side">
                    {if work.may.get() {
                        view! { <Panel work/><div class="page-foot"><Actions work/></div> }.into_any()
                    } else {
                        view! { <ViewOnly work copy name=name.clone()/> }.into_any()
                    }}
                </div>
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn PageBar(work: Work) -> impl IntoView {
    let words = work.words;
    let page = work.page;
    view! {
        <div class="sheet-bar">
            <Button label=words.say("redact-page-previous") on_press=move || work.turn(page.get_untracked().saturating_sub(1)) test="redact-previous" look=Look::Quiet icon="left" bare=true key="PageUp"
                disabled=Signal::derive(move || page.get() <= 1)/>
            <span class="figures" data-test="redact-page">{move || words.with("redact-page-of", &[("page", page.get().into()), ("of", work.pages().into())])}</span>
            <Button label=words.say("redact-page-next") on_press=move || work.turn(page.get_untracked() + 1) test="redact-next" look=Look::Quiet icon="right" bare=true key="PageDown"
                disabled=Signal::derive(move || page.get() >= work.pages())/>
            <span class="grow"></span>
            <Button label=words.say("redact-zoom-out") on_press=move || work.size.update(|s| *s = size_step(*s, false)) test="redact-smaller" look=Look::Quiet icon="minus" bare=true key="Ctrl+−"/>
            <span class="figures">{move || words.with("redact-zoom-now", &[("n", work.size.get().into())])}</span>
            <Button label=words.say("redact-zoom-in") on_press=move || work.size.update(|s| *s = size_step(*s, true)) test="redact-larger" look=Look::Quiet icon="plus" bare=true key="Ctrl++"/>
            <SaveFile work/>
        </div>
    }
}

/// A redacted copy, or a role that only looks.
#[component]
fn ViewOnly(work: Work, copy: bool, name: String) -> impl IntoView {
    let words = work.words;
    let key = if copy {
        "redact-is-copy"
    } else {
        "redact-not-allowed"
    };
    view! {
        <div class="redact-panel">
            <h2 class="cut">{name}</h2>
            <Note kind={if copy { "ok" } else { "info" }}><p>{words.say(key)}</p></Note>
            {copy.then(|| view! {
                <Button label=words.say("redact-certificate") on_press=move || work.certificate(work.attachment) test="redact-certificate" icon="file"/>
            })}
        </div>
    }
}

#[component]
fn NotShown(work: Work, info: Option<FileInfoView>) -> impl IntoView {
    let words = work.words;
    let here = info.is_some_and(|i| i.here);
    let key = if here {
        "redact-cannot-show"
    } else {
        "redact-not-here"
    };
    view! {
        <div class="page-body stack" data-test="redact-not-shown">
            <Empty title=words.say("sheet-no-pages") text=words.say(key) icon="file"/>
            {here.then(|| view! { <Rescue work/> })}
        </div>
    }
}

/// A file that the program cannot show can still be taken out.
#[component]
fn Rescue(work: Work) -> impl IntoView {
    view! { <div class="buttons start redact-rescue"><SaveFile work/></div> }
}

/// Saves what is on the screen: the original while it is marked, the released copy afterwards. A copy that is not
/// verified cannot be taken out.
#[component]
fn SaveFile(work: Work) -> impl IntoView {
    let words = work.words;
    let shown = Memo::new(move |_| {
        work.step.with(|step| match step {
            Step::Marking | Step::Applying => Some(work.attachment),
            Step::Released(_, copy) => *copy,
            _ => None,
        })
    });
    let save = move |attachment| {
        let inquiry = work.inquiry;
        spawn_local(async move {
            match call(SaveAttachment {
                inquiry,
                attachment,
            })
            .await
            {
                Ok(Some(name)) => {
                    let said = work.words.with("redact-saved", &[("name", name.into())]);
                    work.desk.done(said);
                }
                Ok(None) => {}
                Err(error) => work.desk.fail(&error),
            }
        });
    };
    move || {
        shown.get().map(|attachment| view! {
            <Button label=words.say("redact-save-file") on_press=move || save(attachment) test="redact-save" look=Look::Quiet icon="download"/>
        })
    }
}
