//! Acts that need one text: a note, or the reason for returning, reopening, voiding.

use super::{Asked, Sheet, filled, lacking};
use crate::components::TextArea;
use crate::i18n::words;
use domain::Act;
use leptos::prelude::*;

/// One text.
#[component]
pub fn Reason(asked: Asked, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let words = words();
    let what = asked.what;
    let text = RwSignal::new(String::new());
    let field = if what == "add_note" { "text" } else { "reason" };
    let act = Callback::new(move |()| {
        let text = filled(text).ok_or_else(|| vec![field])?;
        Ok(match what {
            "return" => Act::Return { reason: text },
            "reopen" => Act::Reopen { reason: text },
            "void" => Act::Void { reason: text },
            _ => Act::AddNote { text },
        })
    });
    let title = Signal::derive(move || words.get(&format!("act-{what}")));
    let label = Signal::derive(move || words.get(&format!("reason-{what}")));
    let hint = Signal::derive(move || words.get(&format!("reason-{what}-hint")));
    view! {
        <Sheet asked title on_close act danger=what == "void">
            <TextArea label hint value=text rows=4 required=true autofocus=true error=lacking(field) test="sheet-text"/>
        </Sheet>
    }
}
