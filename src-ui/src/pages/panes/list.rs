//! The list: only the rows that are seen are in the page, whatever the number.

use super::model::{ListModel, list_model};
use super::row::Row;
use crate::components::{Button, Empty, ErrorNote, Loading, Look};
use crate::i18n::words;
use crate::state::desk;
use leptos::html;
use leptos::prelude::*;
use protocol::window::list::{Sort, View};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The list with its head and its states.
#[component]
pub fn ListPane(#[prop(into)] on_filter: Callback<()>) -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    let title = move || {
        if let Some(title) = desk.only.with(|o| o.as_ref().map(|o| o.0.clone())) {
            return title;
        }
        let search = desk.search.get();
        if search.is_empty() {
            words.get(&format!("view-{}", desk.view.get().code()))
        } else {
            words.with("list-found", &[("search", search.into())])
        }
    };
    let count = Memo::new(move |_| {
        model.total.get().map(|n| {
            let figures = words.number(i64::from(n));
            words.with(
                "list-count",
                &[("n", i64::from(n).into()), ("figures", figures.into())],
            )
        })
    });
    Effect::new(move |_| desk.foot.set(count.get().unwrap_or_default()));
    on_cleanup(move || desk.foot.set(String::new()));
    view! {
        <section class="list-pane" aria-label=words.say("list-label")>
            <header class="list-title">
                <h1 class="cut">{title}</h1>
                <span class="muted figures" data-test="list-count">{move || count.get()}</span>
                <span class="grow"></span>
                <Narrowed/>
                <Button label=words.say("filter-title") on_press=move || on_filter.run(()) test="filter" look=Look::Quiet key="F"/>
            </header>
            <Selection/>
            {move || model.error.get().map(|error| view! { <ErrorNote error on_retry=move || model.refresh()/> })}
            <Grid/>
        </section>
    }
}

/// What the list is narrowed to, each with its cross.
#[component]
fn Narrowed() -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    move || {
        let filter = model.filter.get();
        let mut parts: Vec<(String, Callback<()>)> = Vec::new();
        if let Some(code) = filter.topic {
            parts.push((
                desk.label("topic", &code),
                Callback::new(move |()| model.filter.update(|f| f.topic = None)),
            ));
        }
        if let Some(code) = filter.territory {
            parts.push((
                desk.label("territory", &code),
                Callback::new(move |()| model.filter.update(|f| f.territory = None)),
            ));
        }
        if let Some(id) = filter.executor {
            parts.push((
                desk.staff_name(id),
                Callback::new(move |()| model.filter.update(|f| f.executor = None)),
            ));
        }
        parts
            .into_iter()
            .map(|(text, clear)| view! {
                <span class="token">
                    <span class="cut">{text}</span>
                    <Button label=words.say("filter-clear") on_press=move || clear.run(()) test="filter-clear" look=Look::Quiet icon="close" bare=true/>
                </span>
            })
            .collect_view()
    }
}

/// How many rows are selected.
#[component]
fn Selection() -> impl IntoView {
    let (words, model) = (words(), list_model());
    move || {
        let count = model.selected.with(std::collections::BTreeSet::len);
        (count > 0).then(|| view! {
            <div class="selection" data-test="selection">
                <strong>{words.with("list-selected", &[("n", i64::try_from(count).unwrap_or(0).into())])}</strong>
                <span class="key-hint"><kbd>"A"</kbd>{words.say("do-assign")}</span>
                <span class="key-hint"><kbd>"T"</kbd>{words.say("action-topic-short")}</span>
                <span class="grow"></span>
                <Button
                    label=words.say("list-unselect")
                    on_press=move || model.selected.update(std::collections::BTreeSet::clear)
                    test="unselect" look=Look::Quiet key="Esc"
                />
            </div>
        })
    }
}

/// Columns: class, text, order.
const COLUMNS: [(&str, &str, Option<Sort>); 5] = [
    ("c-number", "col-number", Some(Sort::Number)),
    ("c-left", "col-left", Some(Sort::Due)),
    ("c-applicant", "col-applicant", Some(Sort::Applicant)),
    ("c-topic", "col-topic", Some(Sort::Topic)),
    ("c-flags", "col-flags", None),
];

#[component]
fn Grid() -> impl IntoView {
    let (words, model) = (words(), list_model());
    let node = NodeRef::<html::Div>::new();
    watch_size(node, model);
    // The model moves the view (cursor); the person moves it (wheel): both meet in `top`.
    Effect::new(move |_| {
        let top = model.top.get();
        if let Some(grid) = node.get()
            && (f64::from(grid.scroll_top()) - top).abs() > 1.0
        {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "pixels of a scroll position fit"
            )]
            grid.set_scroll_top(top.round() as i32);
        }
    });
    let indexes = move || {
        let (first, last) = model.shown();
        let height = model.row_height.get();
        // A row of another height is another row.
        (first..last)
            .map(|index| (index, height))
            .collect::<Vec<_>>()
    };
    let active = move || {
        let cursor = model.cursor.get();
        let (first, last) = model.shown();
        (first..last)
            .contains(&cursor)
            .then(|| format!("row-{cursor}"))
    };
    let nothing = move || model.total.get() == Some(0);
    view! {
        <div
            id="list"
            class="grid"
            class:empty-grid=nothing
            role="grid"
            tabindex="0"
            data-test="list"
            node_ref=node
            aria-label=words.say("list-label")
            aria-multiselectable="true"
            aria-rowcount=move || model.total.get().map_or(-1, |n| i64::from(n) + 1).to_string()
            aria-colcount=COLUMNS.len().to_string()
            aria-activedescendant=active
            on:keydown=move |e| walk(&e, model)
            on:scroll=move |_| {
                if let Some(grid) = node.get_untracked() {
                    let top = f64::from(grid.scroll_top());
                    if (top - model.top.get_untracked()).abs() > 0.5 {
                        model.top.set(top);
                    }
                }
            }
        >
            <div class="grid-head" role="rowgroup">
                <div class="grid-row" role="row" aria-rowindex="1">
                    {COLUMNS.map(|(class, text, sort)| view! { <Head class text sort/> }).collect_view()}
                </div>
            </div>
            <div
                class="grid-body"
                role="rowgroup"
                style:height=move || format!("{}px", f64::from(model.total.get().unwrap_or(0)) * model.row_height.get())
            >
                <For each=indexes key=|(index, height)| (*index, height.to_bits()) let((index, height))>
                    <Row index top=f64::from(index) * height/>
                </For>
            </div>
        </div>
        {move || model.total.get().is_none().then(|| view! { <Loading lines=12/> })}
        {move || nothing().then(|| view! { <NothingHere/> })}
    }
}

#[component]
fn Head(class: &'static str, text: &'static str, sort: Option<Sort>) -> impl IntoView {
    let (words, model) = (words(), list_model());
    let order = move || match sort {
        Some(s) if s == model.sort.get() => Some(if model.reverse.get() {
            "descending"
        } else {
            "ascending"
        }),
        _ => None,
    };
    view! {
        <div class=class role="columnheader" aria-sort=order>
            {match sort {
                Some(sort) => view! {
                    <button type="button" class="head" data-test=format!("sort-{text}") on:click=move |_| model.sort_by(sort)>
                        {words.say(text)}
                        {move || order().map(|o| view! {
                            <span class="order" aria-hidden="true">{if o == "ascending" { "↑" } else { "↓" }}</span>
                        })}
                    </button>
                }.into_any(),
                None => view! { <span class="head">{words.say(text)}</span> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn NothingHere() -> impl IntoView {
    let (desk, words, model) = (desk(), words(), list_model());
    move || {
        let narrowed = model.filter.with(|f| *f != super::model::Filter::default());
        let searching = !desk.search.with(String::is_empty);
        let (title, text) = if searching {
            (words.get("empty-search"), words.get("empty-search-why"))
        } else if narrowed {
            (words.get("empty-filter"), words.get("empty-filter-why"))
        } else {
            let code = desk.view.get().code();
            (
                words.get(&format!("empty-{code}")),
                words.get(&format!("empty-{code}-why")),
            )
        };
        let icon = match desk.view.get() {
            View::Overdue | View::Conflicts | View::Inbox | View::Today if !searching => "check",
            _ => "inbox",
        };
        view! { <Empty title text icon/> }
    }
}

/// Arrow keys walk while the list has the focus; elsewhere they scroll what is there.
fn walk(event: &web_sys::KeyboardEvent, model: ListModel) {
    let key = crate::keys::Key::of(event);
    if key.ctrl || key.alt || key.on_control {
        return;
    }
    match (key.code.as_str(), key.shift) {
        ("ArrowDown", false) => model.step(1),
        ("ArrowUp", false) => model.step(-1),
        ("ArrowDown", true) => {
            model.step(1);
            model.toggle_range();
        }
        ("ArrowUp", true) => {
            model.step(-1);
            model.toggle_range();
        }
        ("PageDown", _) => model.page(true),
        ("PageUp", _) => model.page(false),
        ("Home", _) => model.move_to(0),
        ("End", _) => model.move_to(u32::MAX),
        ("Space", _) => model.toggle(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Keeps the height of what is seen.
fn watch_size(node: NodeRef<html::Div>, model: ListModel) {
    let measure = move || {
        if let Some(grid) = node.try_get_untracked().flatten() {
            let head = grid
                .query_selector(".grid-head")
                .ok()
                .flatten()
                .map_or(0, |h| h.client_height());
            let height = f64::from(grid.client_height() - head);
            if height > 0.0 && (height - model.height.get_untracked()).abs() > 0.5 {
                model.height.set(height);
            }
        }
    };
    let observer = StoredValue::new_local(None::<web_sys::ResizeObserver>);
    Effect::new(move |_| {
        let Some(grid) = node.get() else { return };
        measure();
        // Coming back to the page finds the list where it was.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "pixels of a scroll position fit"
        )]
        grid.set_scroll_top(model.top.get_untracked().round() as i32);
        let closure = Closure::<dyn Fn()>::new(measure);
        if let Ok(resize) = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            resize.observe(&grid);
            observer.set_value(Some(resize));
        }
        closure.forget();
    });
    on_cleanup(move || {
        if let Some(Some(resize)) = observer.try_get_value() {
            resize.disconnect();
        }
    });
}
