//! The letter as it will be sent, page by page.

use crate::components::{Button, ErrorNote, Loading, Look};
use crate::i18n::words;
use crate::ipc::{Remote, call, fetch};
use crate::state::desk;
use domain::ids::InquiryId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::papers::{MakeLetter, PaperPage, PaperView, SavePaper};

/// Sharp at the width of the column.
const DPI: u32 = 110;

/// The letter; made again when `again` changes.
#[component]
pub fn Letter(inquiry: InquiryId, #[prop(into)] again: Signal<u32>) -> impl IntoView {
    let letter = fetch(move || Some(MakeLetter { inquiry }));
    Effect::new(move |before: Option<u32>| {
        let now = again.get();
        if before.is_some_and(|b| b != now) {
            letter.refresh();
        }
        now
    });
    move || match letter.value.get() {
        Remote::Loading => view! { <Loading lines=14/> }.into_any(),
        Remote::Failed(error) => {
            view! { <ErrorNote error on_retry=move || letter.refresh()/> }.into_any()
        }
        Remote::Ready(paper) => view! { <Pages paper/> }.into_any(),
    }
}

#[component]
fn Pages(paper: PaperView) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let token = StoredValue::new(paper.token);
    let save = move || {
        spawn_local(async move {
            match call(SavePaper {
                token: token.get_value(),
            })
            .await
            {
                Ok(Some(name)) => desk.done(words.with("file-saved", &[("name", name.into())])),
                Ok(None) => {}
                Err(error) => desk.fail(&error),
            }
        });
    };
    view! {
        <div class="sheets">
            <div class="line">
                <span class="muted cut">{paper.name}</span>
                <span class="grow"></span>
                <Button label=words.say("action-save-as") on_press=save test="letter-save" look=Look::Quiet icon="download"/>
            </div>
            {(1..=paper.pages).map(|page| view! { <Sheet token page pages=paper.pages/> }).collect_view()}
        </div>
    }
}

#[component]
fn Sheet(token: StoredValue<String>, page: u32, pages: u32) -> impl IntoView {
    let words = words();
    let picture = fetch(move || {
        Some(PaperPage {
            token: token.get_value(),
            page,
            dpi: DPI,
        })
    });
    let alt = move || {
        words.with(
            "letter-page",
            &[
                ("page", i64::from(page).into()),
                ("pages", i64::from(pages).into()),
            ],
        )
    };
    move || {
        match picture.value.get() {
        Remote::Loading => view! { <Loading lines=14/> }.into_any(),
        Remote::Failed(error) => view! { <ErrorNote error on_retry=move || picture.refresh()/> }.into_any(),
        Remote::Ready(p) => view! {
            <img class="sheet" src=p.url width=p.width.to_string() height=p.height.to_string() alt=alt data-test="letter-page"/>
        }.into_any(),
    }
    }
}
