//! Views, list and case side by side; on a narrow window one after the other.

mod filter;
mod list;
mod model;
mod row;
mod split;

pub use model::{ListModel, list_model};
pub use row::{applicant, left};
pub use split::Split;

use super::acts::{ActSheet, Asked};
use super::case::CasePane;
use super::top::focus_list;
use crate::i18n::words;
use crate::keys::use_keys;
use crate::state::desk;
use filter::FilterSheet;
use leptos::prelude::*;
use list::ListPane;
use protocol::window::list::{Sort, View};
use wasm_bindgen::JsCast;

/// List and case.
#[component]
pub fn Panes() -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    let filtering = RwSignal::new(false);
    let asked = RwSignal::new(None::<Asked>);
    use_list_keys(asked, filtering);
    focus_where_work_is();
    let case_open = Memo::new(move |_| desk.case.with(Option::is_some));
    let show_list = move || !desk.narrow() || !case_open.get();
    let show_case = move || !desk.narrow() || case_open.get();
    // A case opened from elsewhere: the cursor goes to it where it is in the list.
    Effect::new(move |_| {
        if let Some(id) = desk.case.get()
            && untrack(|| model.in_hand()) != Some(id)
        {
            model.point_at(id);
        }
    });
    let width = Signal::derive(move || desk.settings.with(|s| s.panes[1]));
    let set_width = move |(width, ended): (u32, bool)| {
        if ended {
            desk.change_settings(|s| s.panes[1] = width);
        } else {
            desk.settings.update(|s| s.panes[1] = width);
        }
    };
    view! {
        <div class="panes">
            {move || show_list().then(|| view! {
                <div class="pane-list" style:width=move || if desk.narrow() { "auto".to_owned() } else { format!("{}px", width.get()) }>
                    <ListPane on_filter=move || filtering.set(true)/>
                </div>
            })}
            {move || (show_list() && show_case()).then(|| view! {
                <Split label=words.say("split-list") width least=320 most=900 on_move=Callback::new(set_width) test="split-list"/>
            })}
            {move || show_case().then(|| view! { <CasePane asked/> })}
        </div>
        {move || filtering.get().then(|| view! { <FilterSheet on_close=move || filtering.set(false)/> })}
        {move || asked.get().map(|what| view! { <ActSheet asked=what on_close=move || asked.set(None)/> })}
    }
}

fn use_list_keys(asked: RwSignal<Option<Asked>>, filtering: RwSignal<bool>) {
    let (desk, model) = (desk(), list_model());
    // Escape goes one step back: from the case to the list, then selection, case, search, the figure's list, then the page before.
    let leave = move || {
        let closes = untrack(|| desk.narrow()) || desk.view.get_untracked() == View::Today;
        if !closes && in_case() {
            // The list and what it was searched for stay.
        } else if !model
            .selected
            .with_untracked(std::collections::BTreeSet::is_empty)
        {
            model.selected.update(std::collections::BTreeSet::clear);
        } else if desk.case.get_untracked().is_some() && closes {
            desk.case.set(None);
        } else if !desk.search.with_untracked(String::is_empty) {
            desk.search_for(String::new());
        } else if desk.only.with_untracked(Option::is_some) {
            desk.only.set(None);
        }
        focus_list();
        true
    };
    use_keys(move |key| {
        if key.plain("KeyJ") {
            model.step(1);
        } else if key.plain("KeyK") {
            model.step(-1);
        } else if key.plain("KeyX") {
            model.toggle();
        } else if key.shift("KeyX") {
            model.toggle_range();
        } else if key.ctrl("KeyA") && !key.typing {
            model.select_shown();
        } else if key.plain("KeyD") {
            model.sort_by(Sort::Due);
        } else if key.plain("KeyF") {
            filtering.set(true);
        } else if key.plain("Enter") || key.plain("NumpadEnter") {
            model.open();
            focus_case();
        } else if !model
            .selected
            .with_untracked(std::collections::BTreeSet::is_empty)
            && (key.plain("KeyA") || key.plain("KeyT"))
        {
            let several = model
                .selected
                .with_untracked(|s| s.iter().copied().collect());
            asked.set(Some(if key.plain("KeyA") {
                Asked::assign_several(several)
            } else {
                Asked::topic_of_several(several)
            }));
        } else if key.escape() && !key.typing {
            return leave();
        } else {
            return false;
        }
        true
    });
}

fn case_element() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id("case")
}

/// Whether the focus is in the case.
fn in_case() -> bool {
    let active = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element());
    case_element().is_some_and(|case| case.contains(active.as_deref()))
}

/// Moves the focus into the case.
pub fn focus_case() {
    leptos::task::spawn_local(async {
        let case = case_element();
        if let Some(case) = case.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = case.focus();
        }
    });
}

/// The list takes the focus when nothing else has it, so that its keys work from the first moment. Asked once the
/// page before is gone and its focus with it.
fn focus_where_work_is() {
    leptos::task::spawn_local(async {
        let document = web_sys::window().and_then(|w| w.document());
        let idle = document
            .and_then(|d| d.active_element())
            .is_none_or(|a| matches!(a.tag_name().as_str(), "BODY" | "MAIN"));
        if idle {
            focus_list();
        }
    });
}
