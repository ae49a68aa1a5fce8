//! A paper or a file, one page at a time, as large as there is room for.

use super::picture::{dpi_for, picture};
use crate::components::{Button, Empty, ErrorNote, Loading, Look};
use crate::i18n::words;
use crate::ipc::{Remote, call};
use crate::keys::use_keys;
use crate::state::desk;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::files::{FileInfo, FilePage, FileRef};

/// An A4 page in points: what a paper is until its file says otherwise.
const A4: [f32; 2] = [595.3, 841.9];
/// Sizes, per cent of the width that there is.
const SIZES: [u32; 7] = [50, 75, 100, 125, 150, 200, 300];

/// Shows a file page by page. Alt+Page Down and Alt+Page Up turn the page, Ctrl+plus and Ctrl+minus change the size.
#[component]
pub fn Sheet(
    /// What is shown.
    file: FileRef,
    /// Its name.
    #[prop(into)]
    name: String,
    /// Name for the window's tests.
    test: &'static str,
) -> impl IntoView {
    let words = words();
    let pages = RwSignal::new(Remote::<Vec<[f32; 2]>>::Loading);
    let asked = file.clone();
    spawn_local(async move {
        pages.try_set(match call(FileInfo { file: asked }).await {
            Ok(info) if !info.here => Remote::Ready(Vec::new()),
            Ok(info) => Remote::Ready(info.pages),
            Err(error) => Remote::Failed(error),
        });
    });
    move || {
        let (file, name) = (file.clone(), name.clone());
        match pages.get() {
            Remote::Loading => view! { <Loading/> }.into_any(),
            Remote::Failed(error) => view! { <ErrorNote error/> }.into_any(),
            Remote::Ready(pages) if pages.is_empty() => {
                view! { <Empty title=words.say("sheet-no-pages") text=words.say("sheet-no-pages-why") icon="file"/> }.into_any()
            }
            Remote::Ready(pages) => view! { <Pages file name pages test/> }.into_any(),
        }
    }
}

#[component]
fn Pages(file: FileRef, name: String, pages: Vec<[f32; 2]>, test: &'static str) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let page = RwSignal::new(1_u32);
    let size = RwSignal::new(100_u32);
    let room = RwSignal::new(0.0_f64);
    let place = NodeRef::<html::Div>::new();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let turn = move |by: i64| {
        let to = (i64::from(page.get_untracked()) + by).clamp(1, i64::from(count));
        page.set(u32::try_from(to).unwrap_or(1));
        if let Some(place) = place.get_untracked() {
            place.set_scroll_top(0);
        }
        desk.say(words.with(
            "sheet-page-of",
            &[("page", to.into()), ("of", count.into())],
        ));
    };
    use_keys(move |key| {
        match key.code.as_str() {
            "PageDown" if key.alt => turn(1),
            "PageUp" if key.alt => turn(-1),
            "Equal" | "NumpadAdd" if key.ctrl && !key.alt => size.update(|s| *s = step(*s, true)),
            "Minus" | "NumpadSubtract" if key.ctrl && !key.alt => {
                size.update(|s| *s = step(*s, false))
            }
            "Digit0" | "Numpad0" if key.ctrl && !key.alt => size.set(100),
            _ => return false,
        }
        true
    });
    Effect::new(move |_| {
        desk.width.track();
        if let Some(place) = place.get() {
            room.set(f64::from(place.client_width()) - 24.0);
        }
    });
    let width = move || (room.get() * f64::from(size.get()) / 100.0).max(0.0);
    let asked = file.clone();
    let drawn = picture(move || {
        let number = page.get();
        let own = pages
            .get(number.checked_sub(1)? as usize)
            .copied()
            .unwrap_or(A4);
        (room.get() > 0.0).then(|| FilePage {
            file: asked.clone(),
            page: number,
            dpi: dpi_for(own[0], width()),
        })
    });
    let shown = file;
    let (label, alt) = (name.clone(), name);
    view! {
        <div class="paper">
            <div class="sheet-bar">
                <Button label=words.say("sheet-previous") on_press=move || turn(-1) test="sheet-previous" look=Look::Quiet icon="left" bare=true key="Alt+PageUp"
                    disabled=Signal::derive(move || page.get() <= 1)/>
                <span class="figures" data-test="sheet-page">{move || words.with("sheet-page-of", &[("page", page.get().into()), ("of", count.into())])}</span>
                <Button label=words.say("sheet-next") on_press=move || turn(1) test="sheet-next" look=Look::Quiet icon="right" bare=true key="Alt+PageDown"
                    disabled=Signal::derive(move || page.get() >= count)/>
                <span class="grow"></span>
                <Button label=words.say("sheet-smaller") on_press=move || size.update(|s| *s = step(*s, false)) test="sheet-smaller" look=Look::Quiet icon="minus" bare=true key="Ctrl+−"/>
                <span class="figures">{move || format!("{}\u{a0}%", size.get())}</span>
                <Button label=words.say("sheet-larger") on_press=move || size.update(|s| *s = step(*s, true)) test="sheet-larger" look=Look::Quiet icon="plus" bare=true key="Ctrl++"/>
            </div>
            <div
                class="sheet-place"
                node_ref=place
                data-test=test
                tabindex="0"
                role="region"
                aria-label=move || words.with("sheet-label", &[("name", label.clone().into())])
            >
                {move || drawn.failed.get().map(|error| view! {
                    <p class="sheet-failed">{words.say("sheet-failed")}</p>
                    <ErrorNote error/>
                })}
                {move || {
                    let number = page.get();
                    match drawn.url(&shown, number) {
                        Some(url) => {
                            let alt = words.with("sheet-alt", &[("page", number.into()), ("name", alt.clone().into())]);
                            view! { <img class="sheet-page" src=url alt=alt style:width=move || format!("{}px", width())/> }.into_any()
                        }
                        None if drawn.failed.with(Option::is_none) => view! { <Loading lines=12/> }.into_any(),
                        None => ().into_any(),
                    }
                }}
            </div>
        </div>
    }
}

/// The next size up or down.
pub fn step(size: u32, up: bool) -> u32 {
    let next = if up {
        SIZES.iter().find(|s| **s > size)
    } else {
        SIZES.iter().rev().find(|s| **s < size)
    };
    next.copied().unwrap_or(size)
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn sizes_go_up_and_down_and_stop() {
        assert_eq!(step(100, true), 125);
        assert_eq!(step(100, false), 75);
        assert_eq!(step(300, true), 300);
        assert_eq!(step(50, false), 50);
        assert_eq!(step(110, true), 125);
    }
}
