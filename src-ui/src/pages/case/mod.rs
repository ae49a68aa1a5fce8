//! The case beside the list: head with the deadline, four tabs, and what can be done now.

mod actions;
mod answer;
mod calendar;
mod card;
mod conflicts;
mod files;
mod head;
mod history;
mod inquiry;

pub use actions::attach_picked;
pub use files::FilesTab;
pub use head::due as due_sentence;
pub use inquiry::FoundText;

use super::acts::Asked;
use crate::components::{Empty, ErrorNote, Loading, Tabs};
use crate::i18n::words;
use crate::ipc::call;
use crate::keys::use_keys;
use crate::state::{Desk, desk};
use actions::Actions;
use domain::ids::InquiryId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::case::{CaseView, OpenCase};
use std::sync::Arc;
use std::time::Duration;

/// A case as it is shown: kept on the screen until the next one is there.
pub type Shown = Memo<Option<Arc<CaseView>>>;

/// Follows a case: asks for it, and again when the replica says that it changed.
pub struct Followed {
    /// What is shown; may still be the case before.
    pub view: RwSignal<Option<Arc<CaseView>>>,
    /// Why there is none.
    pub error: RwSignal<Option<ApiError>>,
}

/// Follows a case by its id.
pub fn follow(desk: Desk, id: impl Fn() -> Option<InquiryId> + Send + Sync + 'static) -> Followed {
    let view = RwSignal::new(None::<Arc<CaseView>>);
    let error = RwSignal::new(None);
    let id = Memo::new(move |_| id());
    let load = move || {
        let Some(wanted) = id.try_get_untracked().flatten() else {
            view.try_set(None);
            return;
        };
        spawn_local(async move {
            let reply = call(OpenCase { id: wanted }).await;
            if id.try_get_untracked().flatten() != Some(wanted) {
                return;
            }
            match reply {
                Ok(case) => {
                    error.try_set(None);
                    let case = Arc::new(case);
                    if view.try_with_untracked(|v| v.as_ref() != Some(&case)) == Some(true) {
                        view.set(Some(case));
                    }
                }
                Err(e) => {
                    view.try_set(None);
                    error.try_set(Some(e));
                }
            }
        });
    };
    Effect::new(move |_| {
        id.track();
        error.set(None);
        load();
    });
    Effect::new(move |before: Option<u32>| {
        let (serial, mine) = desk.changed.with(|(serial, tags)| {
            let wanted = id.get_untracked();
            (
                *serial,
                tags.all || wanted.is_some_and(|w| tags.inquiries.contains(&w)),
            )
        });
        if mine && before.is_some_and(|b| b != serial) {
            set_timeout(load, Duration::from_millis(30));
        }
        serial
    });
    Followed { view, error }
}

/// The pane.
#[component]
pub fn CasePane(asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let followed = follow(desk, move || desk.case.get());
    let (view, error) = (followed.view, followed.error);
    let shown: Shown = Memo::new(move |_| view.get());
    let there = Memo::new(move |_| shown.with(Option::is_some));
    let tab = RwSignal::new("inquiry");
    let why = RwSignal::new(false);
    // Another case begins with its own words; the same one stays where it was.
    Effect::new(move |before: Option<Option<InquiryId>>| {
        let id = desk.case.get();
        if before.is_some_and(|b| b != id) {
            why.set(false);
            if tab.get_untracked() != "inquiry" {
                tab.set("inquiry");
            }
        }
        id
    });
    use_keys(move |key| {
        if there.get_untracked()
            && let Some(digit) = key.digit().filter(|d| *d <= 4)
        {
            tab.set(["inquiry", "answer", "files", "history"][digit - 1]);
            return true;
        }
        if there.get_untracked() && key.plain("KeyW") {
            why.update(|w| *w = !*w);
            return true;
        }
        if key.escape() && !key.typing && why.get_untracked() {
            why.set(false);
            return true;
        }
        false
    });
    let tabs = Signal::derive(move || {
        let files = shown.with(|c| c.as_ref().map_or(0, |c| c.inquiry.attachments.len()));
        let files = if files == 0 {
            words.get("tab-files")
        } else {
            format!("{} {files}", words.get("tab-files"))
        };
        vec![
            ("inquiry", words.get("tab-inquiry")),
            ("answer", words.get("tab-answer")),
            ("files", files),
            ("history", words.get("tab-history")),
        ]
    });
    let waiting =
        move || desk.case.with(Option::is_some) && !there.get() && error.with(Option::is_none);
    view! {
        <section id="case" class="case" tabindex="-1" aria-label=words.say("case-label") data-test="case">
            {move || error.get().map(|error| view! { <div class="page-body"><ErrorNote error/></div> })}
            {move || waiting().then(|| view! { <Loading lines=10/> })}
            {move || desk.case.with(Option::is_none).then(|| view! {
                <Empty title=words.say("case-none") text=words.say("case-none-why") icon="file"/>
            })}
            {move || there.get().then(|| view! {
                <head::Head shown why/>
                <Tabs name="tab" label=words.say("case-tabs") tabs value=tab/>
                <div
                    class="case-body" role="tabpanel" id="tab-panel" tabindex="0"
                    aria-labelledby=move || format!("tab-{}", tab.get())
                >
                    {move || match tab.get() {
                        "answer" => view! { <answer::AnswerTab shown/> }.into_any(),
                        "files" => view! { <FilesTab shown/> }.into_any(),
                        "history" => view! { <history::History shown/> }.into_any(),
                        _ => view! { <inquiry::InquiryTab shown/> }.into_any(),
                    }}
                </div>
                <Actions shown asked/>
            })}
        </section>
    }
}
