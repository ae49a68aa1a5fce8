//! The page in the middle: the picture, the marks upon it, and marking with the mouse.

use super::marks::{Stop, mark_at};
use super::places::{between, word_at};
use super::step::Step;
use super::work::Work;
use crate::components::{Empty, ErrorNote, Loading};
use crate::pages::picture::{dpi_for, picture};
use leptos::html;
use leptos::prelude::*;
use protocol::window::files::FilePage;
use protocol::window::redact::RectView;
use web_sys::PointerEvent;

/// A place on the page, in its units.
type Point = (f32, f32);

/// A press that moves less than this many pixels of the screen is a click.
const CLICK: f32 = 4.0;

/// The page.
#[component]
pub fn Stage(work: Work) -> impl IntoView {
    let words = work.words;
    let room = RwSignal::new(0.0_f64);
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        work.desk.width.track();
        if let Some(place) = place.get() {
            room.set(f64::from(place.client_width()) - 32.0);
        }
    });
    let width = Signal::derive(move || (room.get() * f64::from(work.size.get()) / 100.0).max(0.0));
    let drawn = picture(move || {
        let page = work.page.get();
        let size = work.page_size(page)?;
        let file = work.shown_file()?;
        (room.get() > 0.0).then(|| FilePage {
            file,
            page,
            dpi: dpi_for(size[0], width.get()),
        })
    });
    let url = move || {
        work.shown_file()
            .and_then(|file| drawn.url(&file, work.page.get()))
    };
    let alt = move || {
        words.with(
            "redact-page-of",
            &[
                ("page", work.page.get().into()),
                ("of", work.pages().into()),
            ],
        )
    };
    view! {
        <div
            class="redact-canvas"
            node_ref=place
            data-test="redact-canvas"
            tabindex="0"
            role="application"
            aria-label=alt
            aria-describedby="redact-keys"
        >
            {move || drawn.failed.get().map(|error| view! { <ErrorNote error/> })}
            {move || match url() {
                Some(url) => view! { <Page work url width/> }.into_any(),
                None if work.shown_file().is_none() => view! { <Empty title=words.say("redact-stage-released") icon="check"/> }.into_any(),
                None if drawn.failed.with(Option::is_none) => view! { <Loading lines=14/> }.into_any(),
                None => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn Page(work: Work, url: String, width: Signal<f64>) -> impl IntoView {
    let words = work.words;
    let page = work.page.get_untracked();
    let size = untrack(|| work.page_size(page)).unwrap_or([1.0, 1.0]);
    let node = NodeRef::<html::Div>::new();
    let drag = RwSignal::new(None::<(Point, Point)>);
    // A place on the screen as a place on the page.
    let on_page = move |event: &PointerEvent| -> Option<Point> {
        let bounds = node.get_untracked()?.get_bounding_client_rect();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "places on a page need no more than single precision"
        )]
        let part =
            |at: i32, from: f64, length: f64| ((f64::from(at) - from) / length.max(1.0)) as f32;
        Some((
            part(event.client_x(), bounds.left(), bounds.width()) * size[0],
            part(event.client_y(), bounds.top(), bounds.height()) * size[1],
        ))
    };
    let press = move |event: PointerEvent| {
        if event.button() != 0 || !work.marking() {
            return;
        }
        if let (Some(at), Some(node)) = (on_page(&event), node.get_untracked()) {
            let _ = node.set_pointer_capture(event.pointer_id());
            drag.set(Some((at, at)));
        }
    };
    let pull = move |event: PointerEvent| {
        if drag.with_untracked(Option::is_some)
            && let Some(at) = on_page(&event)
        {
            drag.update(|d| {
                if let Some((_, to)) = d {
                    *to = at;
                }
            });
        }
    };
    let drop_it = move |_: PointerEvent| {
        let Some((from, to)) = drag.get_untracked() else {
            return;
        };
        drag.set(None);
        #[expect(clippy::cast_possible_truncation, reason = "a width in pixels")]
        let scale = size[0] / (width.get_untracked() as f32).max(1.0);
        if (to.0 - from.0).abs() / scale < CLICK || (to.1 - from.1).abs() / scale < CLICK {
            take_in_hand(work, page, from);
        } else {
            work.set_box(between(from, to, size));
        }
    };
    let alt = move || {
        words.with(
            "redact-page-of",
            &[("page", page.into()), ("of", work.pages().into())],
        )
    };
    let marking = move || {
        work.step
            .with(|s| matches!(s, Step::Marking | Step::Applying))
    };
    view! {
        <div
            class="redact-page"
            class:marking=marking
            node_ref=node
            style:width=move || format!("{}px", width.get())
            on:pointerdown=press
            on:pointermove=pull
            on:pointerup=drop_it
            on:dblclick=move |_| if work.marking() { work.mark_word() }
        >
            <img src=url alt=alt draggable="false" data-test="redact-picture"/>
            {move || marking().then(|| view! { <Overlay work page size drag/> })}
        </div>
    }
}

/// A click takes the mark or the word under it in hand.
fn take_in_hand(work: Work, page: u32, (x, y): Point) {
    let mark = work
        .marks
        .with_untracked(|m| mark_at(m, page, x, y))
        .map(Stop::Mark);
    let word = || word_at(&untrack(|| work.words_of(page)), x, y).map(Stop::Word);
    work.draft_box.set(None);
    work.at.set(mark.or_else(word));
}

/// Marks are see-through hatches with a border: they look as unfinished as they are.
#[component]
fn Overlay(
    work: Work,
    page: u32,
    size: [f32; 2],
    drag: RwSignal<Option<(Point, Point)>>,
) -> impl IntoView {
    let gap = size[0] / 90.0;
    let marks = move || {
        work.marks.with(|m| {
            m.places(page)
                .into_iter()
                .filter_map(|i| m.all().get(i).map(|m| (i, m.rect)))
                .collect::<Vec<_>>()
        })
    };
    let held = move |i: usize| work.at.get() == Some(Stop::Mark(i));
    let word = move || match work.at.get() {
        Some(Stop::Word(i)) => work.words_of(page).get(i).map(|w| w.rect),
        _ => None,
    };
    let pulled = move || drag.get().map(|(from, to)| between(from, to, size));
    view! {
        <svg class="redact-overlay" viewBox=format!("0 0 {} {}", size[0], size[1]) preserveAspectRatio="none" aria-hidden="true">
            <defs>
                <pattern id="redact-hatch" width=gap height=gap patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <line x1="0" y1="0" x2="0" y2=gap stroke-width=gap * 0.5></line>
                </pattern>
            </defs>
            {move || marks().into_iter().map(|(i, rect)| view! {
                <Rect rect look={if held(i) { "redact-mark held" } else { "redact-mark" }} hatch=true/>
            }).collect_view()}
            {move || work.suggested_on(page).into_iter().map(|(place, held)| view! {
                <Rect rect=place.rect look={if held { "redact-suggested held" } else { "redact-suggested" }}/>
            }).collect_view()}
            {move || word().map(|rect| view! { <Rect rect look="redact-word"/> })}
            {move || work.draft_box.get().or_else(pulled).map(|rect| view! { <Rect rect look="redact-box"/> })}
        </svg>
    }
}

#[component]
fn Rect(rect: RectView, look: &'static str, #[prop(optional)] hatch: bool) -> impl IntoView {
    view! {
        <rect
            class=look
            x=rect.x0
            y=rect.y0
            width=(rect.x1 - rect.x0).max(0.0)
            height=(rect.y1 - rect.y0).max(0.0)
            fill={if hatch { "url(#redact-hatch)" } else { "none" }}
            vector-effect="non-scaling-stroke"
        ></rect>
    }
}
