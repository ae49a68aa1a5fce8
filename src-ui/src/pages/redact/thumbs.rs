//! The pages of the file, small, with how many marks each has. Only those that are seen are drawn.

use super::work::Work;
use crate::pages::picture::{dpi_for, draw};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::files::FilePage;

/// Height of one, in pixels; as in `redact.css`.
const HIGH: f64 = 132.0;
/// Width of its picture, in pixels.
const WIDE: f64 = 72.0;
/// How many are drawn above and below those that are seen.
const MARGIN: u32 = 1;

/// The column of pages.
#[component]
pub fn Thumbs(work: Work) -> impl IntoView {
    let words = work.words;
    let place = NodeRef::<html::Nav>::new();
    let top = RwSignal::new(0.0_f64);
    let seen = move || {
        work.desk.width.track();
        place.get().map_or(600.0, |p| f64::from(p.client_height()))
    };
    let shown = Memo::new(move |_| {
        let (first, count) = window(top.get(), seen(), work.pages());
        (first..first + count).collect::<Vec<u32>>()
    });
    // The page in hand is always among those that are seen.
    Effect::new(move |_| {
        let page = f64::from(work.page.get());
        if let Some(place) = place.get() {
            let (from, to) = ((page - 1.0) * HIGH, page * HIGH);
            let (at, height) = (
                f64::from(place.scroll_top()),
                f64::from(place.client_height()),
            );
            if from < at {
                scroll(&place, from);
            } else if to > at + height {
                scroll(&place, to - height);
            }
        }
    });
    view! {
        <nav
            class="redact-thumbs"
            node_ref=place
            aria-label=words.say("redact-thumbs")
            on:scroll=move |_| if let Some(place) = place.get_untracked() { top.set(f64::from(place.scroll_top())) }
        >
            <ul style:height=move || format!("{}px", f64::from(work.pages()) * HIGH)>
                <For each=move || shown.get() key=|page| *page let(page)>
                    <Thumb work page/>
                </For>
            </ul>
        </nav>
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a scroll position in whole pixels"
)]
fn scroll(place: &web_sys::HtmlElement, to: f64) {
    place.set_scroll_top(to.round() as i32);
}

/// The first page to draw, from 1, and how many.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions are not negative and pages few"
)]
fn window(top: f64, height: f64, pages: u32) -> (u32, u32) {
    let first = ((top.max(0.0) / HIGH).floor() as u32).saturating_sub(MARGIN) + 1;
    let first = first.min(pages.max(1));
    let fit = (height.max(0.0) / HIGH).ceil() as u32 + 1 + 2 * MARGIN;
    (first, fit.min((pages + 1).saturating_sub(first)))
}

#[component]
fn Thumb(work: Work, page: u32) -> impl IntoView {
    let words = work.words;
    let url = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let (Some(file), Some(size)) = (work.shown_file(), work.page_size(page)) else {
            return;
        };
        let request = FilePage {
            file: file.clone(),
            page,
            dpi: dpi_for(size[0], WIDE),
        };
        url.set(None);
        spawn_local(async move {
            // A small picture that cannot be drawn leaves its place empty: the large one says why.
            if let Ok(drawn) = draw(request).await
                && work.step.try_with_untracked(|_| ()).is_some()
                && untrack(|| work.shown_file()) == Some(file)
            {
                url.try_set(Some(drawn.url));
            }
        });
    });
    let count = Memo::new(move |_| work.marks.with(|m| m.on_page(page)));
    let label = move || {
        words.with(
            "redact-thumb",
            &[("page", page.into()), ("n", count.get().into())],
        )
    };
    let current = move || work.page.get() == page;
    view! {
        <li style:top=format!("{}px", f64::from(page - 1) * HIGH)>
            <button
                type="button"
                class="redact-thumb"
                class:current=current
                aria-current=move || current().then_some("page")
                on:click=move |_| work.turn(page)
            >
                <span class="unseen">{label}</span>
                {move || url.get().map(|url| view! { <img src=url alt=""/> })}
                <span class="figures" aria-hidden="true">{page.to_string()}</span>
                {move || Some(count.get()).filter(|n| *n > 0).map(|n| view! { <span class="redact-count figures" aria-hidden="true">{n.to_string()}</span> })}
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::window;

    #[test]
    fn only_what_is_seen_is_drawn() {
        assert_eq!(window(0.0, 660.0, 2_000), (1, 8));
        assert_eq!(window(1_320.0, 660.0, 2_000), (10, 8));
        assert_eq!(window(0.0, 660.0, 3), (1, 3));
        assert_eq!(window(99_999.0, 660.0, 3), (3, 1));
        assert_eq!(window(0.0, 660.0, 0).1, 0);
    }
}
