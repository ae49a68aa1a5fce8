//! Everything by its name: commands, views, and inquiries by number or words.

use super::frame_keys::{GO_PAGES, GO_VIEWS, offered};
use super::unlock::switch;
use crate::components::keep_focus;
use crate::i18n::{Words, words};
use crate::ipc::{Remote, fetch};
use crate::keys::use_modal_keys;
use crate::state::{Desk, Overlay, Page, desk};
use domain::Lang;
use domain::ids::InquiryId;
use leptos::html;
use leptos::prelude::*;
use protocol::window::list::{List, View};

/// What a line of the palette does.
#[derive(Debug, Clone, PartialEq)]
enum Does {
    View(View),
    Page(Page),
    Overlay(Overlay),
    Lang(Lang),
    Theme(&'static str),
    Lock,
    Case(InquiryId),
    /// With the case that is shown.
    Act(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
struct Line {
    text: String,
    key: String,
    does: Does,
}

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let (desk, words) = (desk(), words());
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let node = NodeRef::<html::Div>::new();
    let field = NodeRef::<html::Input>::new();
    keep_focus(node);
    Effect::new(move |_| {
        if let Some(input) = field.get() {
            let _ = input.focus();
        }
    });
    let found = fetch(move || {
        let search = typed.get().trim().to_owned();
        (search.chars().count() >= 2).then(|| List {
            view: View::All,
            search,
            limit: 6,
            ..List::default()
        })
    });
    let lines = Memo::new(move |_| {
        let wanted = domain::fold::fold(&typed.get());
        let mut lines: Vec<Line> = commands(desk, words)
            .into_iter()
            .filter(|l| {
                wanted
                    .split_whitespace()
                    .all(|w| domain::fold::fold(&l.text).contains(w))
            })
            .collect();
        if let Remote::Ready(list) = found.value.get()
            && !wanted.is_empty()
        {
            lines.extend(list.rows.into_iter().map(|row| Line {
                text: format!("{} · {} · {}", row.number, row.applicant, row.subject),
                key: String::new(),
                does: Does::Case(row.id),
            }));
        }
        lines
    });
    Effect::new(move |_| {
        typed.track();
        at.set(0);
    });
    let close = move || desk.overlay.set(None);
    let run = move |index: usize| {
        let Some(line) = lines.with_untracked(|l| l.get(index).cloned()) else {
            return;
        };
        close();
        act(desk, words, line.does);
    };
    use_modal_keys(move |key| {
        let last = lines.with_untracked(Vec::len).saturating_sub(1);
        match key.code.as_str() {
            "Escape" => close(),
            "ArrowDown" => at.update(|a| *a = (*a + 1).min(last)),
            "ArrowUp" => at.update(|a| *a = a.saturating_sub(1)),
            "Home" if key.ctrl => at.set(0),
            "End" if key.ctrl => at.set(last),
            "Enter" | "NumpadEnter" => run(at.get_untracked()),
            // The field is the only stop.
            "Tab" => {}
            _ => return false,
        }
        true
    });
    Effect::new(move |_| {
        let line = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.get_element_by_id(&format!("palette-{}", at.get())));
        if let Some(line) = line {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            line.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    view! {
        <div class="veil high" on:mousedown=move |_| close()>
            <div
                class="dialog palette" role="dialog" aria-modal="true" aria-label=words.say("palette-title")
                data-test="palette" tabindex="-1" node_ref=node
                on:mousedown=|e| e.stop_propagation()
            >
                <div class="dialog-body">
                    <input
                        node_ref=field
                        type="text"
                        role="combobox"
                        aria-expanded="true"
                        aria-controls="palette-list"
                        aria-autocomplete="list"
                        aria-activedescendant=move || (!lines.with(Vec::is_empty)).then(|| format!("palette-{}", at.get()))
                        aria-label=words.say("palette-label")
                        placeholder=words.say("palette-placeholder")
                        autocomplete="off"
                        spellcheck="false"
                        data-test="palette-input"
                        prop:value=typed
                        on:input=move |e| typed.set(event_target_value(&e))
                    />
                    <ul id="palette-list" role="listbox" aria-label=words.say("palette-title")>
                        {move || lines.get().into_iter().enumerate().map(|(i, line)| view! {
                            <li
                                id=format!("palette-{i}")
                                role="option"
                                aria-selected=move || if at.get() == i { "true" } else { "false" }
                                on:mousemove=move |_| if at.get_untracked() != i { at.set(i) }
                                on:click=move |_| run(i)
                            >
                                <span class="cut">{line.text}</span>
                                {(!line.key.is_empty()).then(|| view! { <kbd>{line.key}</kbd> })}
                            </li>
                        }).collect_view()}
                    </ul>
                    {move || lines.with(Vec::is_empty).then(|| view! { <p class="muted palette-none">{words.say("palette-none")}</p> })}
                </div>
            </div>
        </div>
    }
}

fn commands(desk: Desk, words: Words) -> Vec<Line> {
    let line = |text: String, key: &str, does: Does| Line {
        text,
        key: key.to_owned(),
        does,
    };
    let acts = desk.acts.get();
    let mut lines: Vec<Line> = acts
        .iter()
        .map(|act| line(words.get(act.text), act.key, Does::Act(act.what)))
        .collect();
    if offered(desk, Page::Register) {
        lines.push(line(
            words.get("go-register"),
            "Ctrl+N",
            Does::Page(Page::Register),
        ));
    }
    for (letter, view) in GO_VIEWS {
        let key = format!("g {}", letter.to_lowercase());
        lines.push(line(
            words.get(&format!("view-{}", view.code())),
            &key,
            Does::View(view),
        ));
    }
    for (letter, page, name) in GO_PAGES {
        if offered(desk, page) {
            lines.push(line(
                words.get(name),
                &format!("g {}", letter.to_lowercase()),
                Does::Page(page),
            ));
        }
    }
    lines.push(line(
        words.get("settings-title"),
        "Ctrl+,",
        Does::Overlay(Overlay::Settings),
    ));
    lines.push(line(
        words.get("keys-title"),
        "?",
        Does::Overlay(Overlay::Keys),
    ));
    for lang in Lang::ALL {
        let name = words.get(&format!("language-{}", lang.tag()));
        lines.push(line(
            format!("{}: {name}", words.get("settings-lang")),
            "",
            Does::Lang(lang),
        ));
    }
    for (theme, key) in [
        ("light", "theme-light"),
        ("dark", "theme-dark"),
        ("contrast", "theme-contrast"),
        ("system", "theme-system"),
    ] {
        lines.push(line(
            format!("{}: {}", words.get("settings-theme"), words.get(key)),
            "",
            Does::Theme(theme),
        ));
    }
    lines.push(line(words.get("settings-lock-now"), "Ctrl+L", Does::Lock));
    lines
}

fn act(desk: Desk, words: Words, does: Does) {
    match does {
        Does::View(view) => desk.show_view(view),
        Does::Page(page) => desk.go(page),
        Does::Overlay(overlay) => desk.overlay.set(Some(overlay)),
        Does::Lang(lang) => switch(desk, words, lang),
        Does::Theme(theme) => desk.change_settings(|s| s.theme = theme.to_owned()),
        Does::Lock => desk.lock(),
        Does::Case(id) => desk.show_case(id),
        Does::Act(what) => desk.act.set(Some(what)),
    }
}
