//! The files of a case: looked at, redacted, saved, added.

use super::{Shown, attach_picked};
use crate::components::{Button, Empty, Icon, Look};
use crate::i18n::{Words, words};
use crate::ipc::call;
use crate::keys::{Key, use_keys};
use crate::state::{Desk, Page, desk};
use domain::ids::{AttachmentId, InquiryId};
use domain::inquiry::{Attachment, AttachmentRole};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::files::SaveAttachment;
use protocol::window::papers::{MakeCertificate, SavePaper};
use wasm_bindgen::JsCast;

/// The third tab.
#[component]
pub fn FilesTab(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let files = Memo::new(move |_| {
        shown.with(|c| {
            c.as_ref()
                .map(|c| (c.inquiry.id, c.inquiry.attachments.clone()))
        })
    });
    let may_attach = move || {
        shown.with(|c| {
            c.as_ref()
                .is_some_and(|c| c.can.iter().any(|a| a == "attach"))
        })
    };
    // S saves the file that has the focus.
    use_keys(move |key| {
        if !key.plain("KeyS") {
            return false;
        }
        let Some((inquiry, files)) = files.get_untracked() else {
            return false;
        };
        let at = focused_file();
        let Some(file) = at.and_then(|i| files.get(i)) else {
            return false;
        };
        save(desk, words, inquiry, file.id);
        true
    });
    let add = move |answer: bool| {
        if let Some((inquiry, _)) = files.get_untracked() {
            attach_picked(desk, inquiry, answer);
        }
    };
    move || {
        let (inquiry, list) = files.get()?;
        let empty = list.is_empty();
        let items = list
            .iter()
            .enumerate()
            .map(|(at, file)| item(desk, words, inquiry, file, &list, at))
            .collect_view();
        Some(view! {
            <div class="stack">
                {empty.then(|| view! { <Empty title=words.say("files-none") text=words.say("files-none-why") icon="clip"/> })}
                <ul class="files" data-test="files" on:keydown=step>{items}</ul>
                {move || may_attach().then(|| view! {
                    <div class="buttons start">
                        <Button label=words.say("files-add") on_press=move || add(false) test="files-add" icon="clip" key="U"/>
                        <Button label=words.say("files-add-answer") on_press=move || add(true) test="files-add-answer" icon="send"/>
                        <span class="muted">{words.say("files-drop")}</span>
                    </div>
                })}
            </div>
        })
    }
}

fn item(
    desk: Desk,
    words: Words,
    inquiry: InquiryId,
    file: &Attachment,
    all: &[Attachment],
    at: usize,
) -> impl IntoView + use<> {
    let id = file.id;
    let copy = matches!(file.role, AttachmentRole::RedactedCopy { .. });
    let role = match &file.role {
        AttachmentRole::Received => words.get("file-received"),
        AttachmentRole::Answer => words.get("file-answer"),
        AttachmentRole::RedactedCopy { of, .. } => {
            let original = all
                .iter()
                .find(|a| a.id == *of)
                .map(|a| a.name.expose().clone())
                .unwrap_or_default();
            words.with("file-redacted", &[("name", original.into())])
        }
    };
    let kind = words.first(
        &[
            &format!("media-{}", file.media_type.replace('/', "-")),
            "media-other",
        ],
        &[],
    );
    let facts = format!(
        "{kind} · {} · {role} · {}",
        words.size(file.size),
        words.moment(file.added_at)
    );
    let name = visible(file.name.expose());
    view! {
        <li class="file">
            <button
                type="button"
                class="file-open"
                data-test="file"
                data-file=at.to_string()
                aria-keyshortcuts="Enter S"
                on:click=move |_| desk.go(Page::Redact { inquiry, attachment: id })
            >
                <Icon name=if copy { "shield" } else { "file" }/>
                <span class="file-names">
                    <span class="cut">{name}</span>
                    <span class="muted figures">{facts}</span>
                </span>
            </button>
            {copy.then(|| view! {
                <Button label=words.say("file-certificate") on_press=move || certificate(desk, words, inquiry, id) test="file-certificate" look=Look::Quiet/>
            })}
            <Button label=words.say("action-save-as") on_press=move || save(desk, words, inquiry, id) test="file-save" look=Look::Quiet icon="download" bare=true key="S"/>
        </li>
    }
}

/// A name with characters that turn the direction of writing made visible.
fn visible(name: &str) -> String {
    name.chars()
        .map(|c| if matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') || c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

fn save(desk: Desk, words: Words, inquiry: InquiryId, attachment: AttachmentId) {
    spawn_local(async move {
        match call(SaveAttachment {
            inquiry,
            attachment,
        })
        .await
        {
            Ok(Some(name)) => desk.done(words.with("file-saved", &[("name", name.into())])),
            Ok(None) => {}
            Err(error) => desk.fail(&error),
        }
    });
}

fn certificate(desk: Desk, words: Words, inquiry: InquiryId, attachment: AttachmentId) {
    let lang = words.lang();
    spawn_local(async move {
        let saved = match call(MakeCertificate {
            inquiry,
            attachment,
            lang,
        })
        .await
        {
            Ok(paper) => call(SavePaper { token: paper.token }).await,
            Err(error) => Err(error),
        };
        match saved {
            Ok(Some(name)) => desk.done(words.with("file-saved", &[("name", name.into())])),
            Ok(None) => {}
            Err(error) => desk.fail(&error),
        }
    });
}

fn focused_file() -> Option<usize> {
    let active = web_sys::window()?.document()?.active_element()?;
    active.get_attribute("data-file")?.parse().ok()
}

/// Up and down walk through the files.
fn step(event: web_sys::KeyboardEvent) {
    let by: i64 = match Key::of(&event).code.as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(at) = focused_file() else { return };
    let next = i64::try_from(at).unwrap_or(0) + by;
    let document = web_sys::window().and_then(|w| w.document());
    let file = document.and_then(|d| {
        d.query_selector(&format!("[data-file='{next}']"))
            .ok()
            .flatten()
    });
    if let Some(file) = file.and_then(|f| f.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = file.focus();
    }
    event.prevent_default();
    event.stop_propagation();
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_cannot_hide_its_ending() {
        assert_eq!(
            super::visible("письмо\u{202e}fdp.exe"),
            "письмо\u{fffd}fdp.exe"
        );
        assert_eq!(super::visible("Өтүнмө.pdf"), "Өтүнмө.pdf");
    }
}
