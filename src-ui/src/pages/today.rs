//! What is due, overdue, new, returned, in conflict: one look at the beginning of a day.

use super::panes::{applicant, left};
use crate::components::{ErrorNote, Icon, Loading};
use crate::i18n::words;
use crate::ipc::{Fetched, Remote, fetch};
use crate::keys::{Key, use_keys};
use crate::state::{Desk, desk};
use domain::ids::InquiryId;
use leptos::prelude::*;
use protocol::window::list::{List, ListView, RowView, Sort, View};
use wasm_bindgen::JsCast;

/// Sections in the order of their keys.
const SECTIONS: [(View, &str); 5] = [
    (View::Today, "clock"),
    (View::Overdue, "alert"),
    (View::New, "plus"),
    (View::Returned, "undo"),
    (View::Conflicts, "repeat"),
];
/// Rows of a section.
const ROWS: u32 = 6;
/// Rows of the first one, which takes the left half.
const FIRST_ROWS: u32 = 16;

/// The page.
#[component]
pub fn Today() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let lists: Vec<(View, &'static str, Fetched<ListView>)> = SECTIONS
        .into_iter()
        .map(|(view, icon)| {
            let limit = if view == View::Today {
                FIRST_ROWS
            } else {
                ROWS
            };
            (
                view,
                icon,
                fetch(move || {
                    Some(List {
                        view,
                        sort: Sort::Due,
                        limit,
                        ..List::default()
                    })
                }),
            )
        })
        .collect();
    let all: Vec<Fetched<ListView>> = lists.iter().map(|(_, _, f)| *f).collect();
    Effect::new(move |before: Option<u32>| {
        let serial = desk.changed.with(|(serial, _)| *serial);
        if before.is_some_and(|b| b != serial) {
            all.iter().for_each(Fetched::refresh);
        }
        serial
    });
    let first = lists.first().map(|(_, _, f)| *f);
    use_keys(move |key| {
        if let Some(digit) = key.digit().filter(|d| *d <= SECTIONS.len()) {
            let first = first.and_then(first_of);
            open_view(desk, SECTIONS[digit - 1].0, first);
        } else if key.plain("KeyJ") || key.plain("ArrowDown") {
            walk(1);
        } else if key.plain("KeyK") || key.plain("ArrowUp") {
            walk(-1);
        } else {
            return false;
        }
        true
    });
    // The first row takes the focus once it is there, so that Enter opens it.
    Effect::new(move |done: Option<bool>| {
        let ready = first.is_some_and(|f| {
            f.value
                .with(|v| v.ready().is_some_and(|l| !l.rows.is_empty()))
        });
        if ready && done != Some(true) {
            leptos::task::spawn_local(async { focus_first() });
        }
        ready || done == Some(true)
    });
    let date = move || text::format::date_with_weekday(words.lang(), desk.today());
    view! {
        <section class="page today" aria-label=words.say("view-today")>
            <header class="page-head">
                <h1>{words.say("view-today")}</h1>
                <span class="muted figures">{date}</span>
            </header>
            <div class="page-body today-grid" on:keydown=arrows>
                {lists.into_iter().enumerate().map(|(i, (view, icon, list))| view! { <Section view icon list number=i + 1/> }).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Section(
    view: View,
    icon: &'static str,
    list: Fetched<ListView>,
    number: usize,
) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let code = view.code();
    let total = move || list.value.with(|v| v.ready().map(|l| l.total));
    let alarming =
        move || matches!(view, View::Overdue | View::Conflicts) && total().unwrap_or(0) > 0;
    let title = Signal::derive(move || {
        words.get(if view == View::Today {
            "today-next"
        } else {
            view_key(view)
        })
    });
    view! {
        <section class="today-part" class:first=view == View::Today aria-label=title>
            <h2>
                <button type="button" class="today-title" data-test=format!("today-{code}") aria-keyshortcuts=number.to_string() on:click=move |_| open_view(desk, view, first_of(list))>
                    <span class=move || if alarming() { "line late" } else { "line" }><Icon name=icon/></span>
                    <span>{title}</span>
                    <span class="figures count" class:late=alarming>{move || total().map(|n| words.number(i64::from(n)))}</span>
                    <kbd aria-hidden="true">{number}</kbd>
                </button>
            </h2>
            {move || match list.value.get() {
                Remote::Loading => view! { <Loading lines=3/> }.into_any(),
                Remote::Failed(error) => view! { <ErrorNote error on_retry=move || list.refresh()/> }.into_any(),
                Remote::Ready(found) if found.rows.is_empty() => view! {
                    <p class="muted today-none"><Icon name="check"/>{words.say(none_key(view))}</p>
                }.into_any(),
                Remote::Ready(found) => {
                    let more = found.total.saturating_sub(u32::try_from(found.rows.len()).unwrap_or(0));
                    view! {
                        <ul>{found.rows.into_iter().map(|row| view! { <Line view row/> }).collect_view()}</ul>
                        {(more > 0).then(|| view! {
                            <button type="button" class="link" on:click=move |_| open_view(desk, view, first_of(list))>
                                {move || words.with("today-more", &[("n", i64::from(more).into())])}
                            </button>
                        })}
                    }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Line(view: View, row: RowView) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let id = row.id;
    let number = if row.number.is_empty() {
        "—".to_owned()
    } else {
        row.number.clone()
    };
    let (class, icon, _) = left(words, &row);
    let (for_left, for_name) = (row.clone(), row.clone());
    view! {
        <li>
            <button
                type="button"
                class="today-line"
                data-test="today-row"
                on:click=move |_| {
                    desk.view.set(view);
                    desk.show_case(id);
                }
            >
                <span class="figures today-number cut">{number}</span>
                <span class=format!("today-left figures line {class}")>
                    {(!icon.is_empty()).then(|| view! { <Icon name=icon/> })}
                    {move || left(words, &for_left).2}
                </span>
                <span class="cut today-who">{move || applicant(words, &for_name)}</span>
                <span class="cut muted">{row.subject}</span>
            </button>
        </li>
    }
}

fn first_of(list: Fetched<ListView>) -> Option<InquiryId> {
    list.value
        .with_untracked(|v| v.ready().and_then(|l| l.rows.first().map(|r| r.id)))
}

fn view_key(view: View) -> &'static str {
    match view {
        View::Overdue => "view-overdue",
        View::New => "view-new",
        View::Returned => "view-returned",
        View::Conflicts => "view-conflicts",
        _ => "view-today",
    }
}

fn none_key(view: View) -> &'static str {
    match view {
        View::Overdue => "empty-overdue",
        View::New => "empty-new",
        View::Returned => "empty-returned",
        View::Conflicts => "empty-conflicts",
        _ => "empty-today",
    }
}

/// Opens a view's list. The list of the day opens with its first case: without one, this page stands in its place.
fn open_view(desk: Desk, view: View, first: Option<InquiryId>) {
    match first.filter(|_| view == View::Today) {
        Some(id) => {
            desk.view.set(view);
            desk.show_case(id);
        }
        None if view == View::Today => focus_first(),
        None => desk.show_view(view),
    }
}

fn lines() -> Option<web_sys::NodeList> {
    web_sys::window()?
        .document()?
        .query_selector_all(".today-line")
        .ok()
}

fn focus(lines: &web_sys::NodeList, at: u32) {
    if let Some(line) = lines
        .item(at)
        .and_then(|l| l.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = line.focus();
    }
}

fn focus_first() {
    let busy = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element())
        .is_some_and(|a| {
            a.closest("input, dialog, [role=dialog]")
                .ok()
                .flatten()
                .is_some()
        });
    if let Some(lines) = lines().filter(|_| !busy) {
        focus(&lines, 0);
    }
}

fn walk(by: i64) {
    let Some(lines) = lines() else { return };
    let active = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element());
    let at =
        (0..lines.length()).find(|i| lines.item(*i).as_ref() == active.as_ref().map(AsRef::as_ref));
    let next = at.map_or(0, |at| {
        (i64::from(at) + by).clamp(0, i64::from(lines.length()) - 1)
    });
    focus(&lines, u32::try_from(next).unwrap_or(0));
}

fn arrows(event: web_sys::KeyboardEvent) {
    match Key::of(&event).code.as_str() {
        "ArrowDown" => walk(1),
        "ArrowUp" => walk(-1),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}
