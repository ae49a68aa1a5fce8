//! Redaction by the keyboard alone. Letters and figures work wherever no field has the focus; Tab, Enter and the
//! arrows belong to the page only while the page has the focus. F6 and Escape lead out of it.

use super::marks::{Stop, line_step, stops, walk};
use super::places::{moved, resized};
use super::step::Step;
use super::work::Work;
use crate::keys::{Key, use_keys};
use crate::pages::later::{element, focus};
use crate::pages::sheet::step as size_step;
use leptos::prelude::*;
use protocol::window::redact::RectView;

/// Listens while the screen is shown.
pub fn use_redact_keys(work: Work) {
    // Set when the walk goes on to another page whose words are not known yet: whether it goes forward.
    let onward = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        let known = work.page_words.with(|w| w.as_ref().map(|(page, _)| *page));
        if let Some(forward) = onward.get_untracked()
            && known == Some(work.page.get_untracked())
        {
            onward.set(None);
            tread(work, onward, forward);
        }
    });
    use_keys(move |key| {
        if work.over.with_untracked(Option::is_some) {
            if key.escape() {
                work.over.set(None);
                return true;
            }
            return false;
        }
        view_keys(work, key)
            || step_keys(work, key)
            || (work.marking() && (box_keys(work, key) || mark_keys(work, key, onward)))
    });
}

/// Pages and size.
fn view_keys(work: Work, key: &Key) -> bool {
    let page = work.page.get_untracked();
    match key.code.as_str() {
        "PageDown" if !key.typing && !key.ctrl => work.turn(page.saturating_add(1)),
        "PageUp" if !key.typing && !key.ctrl => work.turn(page.saturating_sub(1)),
        "Home" if key.ctrl && !key.typing => work.turn(1),
        "End" if key.ctrl && !key.typing => work.turn(u32::MAX),
        "Equal" | "NumpadAdd" if key.ctrl && !key.alt => {
            work.size.update(|s| *s = size_step(*s, true))
        }
        "Minus" | "NumpadSubtract" if key.ctrl && !key.alt => {
            work.size.update(|s| *s = size_step(*s, false))
        }
        "Digit0" | "Numpad0" if key.ctrl && !key.alt => work.size.set(100),
        "F6" => focus(if on_canvas() {
            "redact-reason".into()
        } else {
            "redact-canvas".into()
        }),
        _ => return false,
    }
    true
}

/// Apply, verify, release.
fn step_keys(work: Work, key: &Key) -> bool {
    if key.ctrl("Enter") || key.ctrl("NumpadEnter") {
        match work.step.get_untracked() {
            Step::Marking => work.apply(),
            Step::Verified(..) => work.release(),
            Step::Applied(_) => work.desk.say(work.words.get("redact-stage-applied")),
            _ => {}
        }
    } else if key.ctrl_shift("KeyV") {
        work.verify();
    } else if key.escape() && work.step.with_untracked(|s| *s == Step::Applying) {
        work.stop();
    } else if key.escape() && work.step.with_untracked(|s| s.burned().is_some()) {
        // A copy that was not released would be lost with the page.
        work.back_to_marks();
    } else {
        return false;
    }
    true
}

/// The box that is being placed.
fn box_keys(work: Work, key: &Key) -> bool {
    let size = untrack(|| work.page_size(work.page.get_untracked())).unwrap_or([600.0, 800.0]);
    let Some(rect) = work.draft_box.get_untracked() else {
        if key.plain("KeyB") {
            work.draft_box.set(Some(first_box(work, size)));
            focus("redact-canvas".into());
            work.desk.say(work.words.get("redact-box-started"));
            return true;
        }
        return false;
    };
    let unit = if key.alt {
        size[0] / 1_200.0
    } else {
        size[0] / 200.0
    };
    let by = match key.code.as_str() {
        "ArrowLeft" => (-unit, 0.0),
        "ArrowRight" => (unit, 0.0),
        "ArrowUp" => (0.0, -unit),
        "ArrowDown" => (0.0, unit),
        "Enter" | "NumpadEnter" if !key.ctrl => {
            work.set_box(rect);
            return true;
        }
        "Escape" => {
            work.draft_box.set(None);
            work.desk.say(work.words.get("redact-box-dropped"));
            return true;
        }
        _ => return false,
    };
    let next = if key.shift {
        resized(rect, by.0, by.1, size, unit)
    } else {
        moved(rect, by.0, by.1, size)
    };
    work.draft_box.set(Some(next));
    true
}

/// A box begins at the word in hand, else in the middle of the page.
fn first_box(work: Work, size: [f32; 2]) -> RectView {
    if let Some(word) = work.word_in_hand() {
        return word.rect;
    }
    let (wide, high) = (size[0] / 5.0, size[0] / 36.0);
    let (x0, y0) = ((size[0] - wide) / 2.0, (size[1] - high) / 2.0);
    RectView {
        x0,
        y0,
        x1: x0 + wide,
        y1: y0 + high,
    }
}

/// Words and marks.
fn mark_keys(work: Work, key: &Key, onward: RwSignal<Option<bool>>) -> bool {
    let canvas = on_canvas();
    if key.code == "Tab" && canvas && !key.ctrl && !key.alt {
        return tread(work, onward, !key.shift);
    }
    if key.plain("KeyM") || (canvas && key.plain("Enter")) {
        work.mark_word();
    } else if key.plain("KeyL") {
        work.mark_line(false);
    } else if key.plain("KeyF") {
        work.mark_line(true);
    } else if key.code == "KeyS" && !key.typing && !key.ctrl && !key.alt {
        work.tread_suggestions(!key.shift);
    } else if key.plain("KeyA") {
        work.mark_all_like();
    } else if key.plain("Delete") || key.plain("Backspace") {
        match (work.mark_in_hand(), work.suggestion_in_hand()) {
            (Some((at, _)), _) => work.delete(at),
            (None, Some(at)) => work.drop_suggestion(at),
            (None, None) => return false,
        }
    } else if key.ctrl("KeyZ") && !key.typing {
        work.undo();
    } else if let Some(n) = key.digit() {
        return choose_reason(work, n);
    } else if canvas && key.plain("ArrowRight") {
        return tread(work, onward, true);
    } else if canvas && key.plain("ArrowLeft") {
        return tread(work, onward, false);
    } else if canvas && (key.plain("ArrowDown") || key.plain("ArrowUp")) {
        return line(work, key.code == "ArrowDown");
    } else if key.escape() && work.at.with_untracked(Option::is_some) {
        work.at.set(None);
        focus("redact-reason".into());
    } else {
        return false;
    }
    true
}

/// Whether the page has the focus.
fn on_canvas() -> bool {
    let active = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element());
    active
        .zip(element("redact-canvas"))
        .is_some_and(|(active, canvas)| canvas.is_same_node(Some(&active)))
}

/// One stop further. At the end of a page the walk goes on to the next one; at the end of the file the key is
/// left alone, so that Tab leads out of the page.
fn tread(work: Work, onward: RwSignal<Option<bool>>, forward: bool) -> bool {
    let page = work.page.get_untracked();
    let words = untrack(|| work.words_of(page));
    let all = work.marks.with_untracked(|m| stops(&words, m, page));
    let next = walk(&all, work.at.get_untracked(), forward);
    if let Some(stop) = next {
        work.at.set(next);
        say_stop(work, stop, words.len());
        return true;
    }
    let last = untrack(|| work.pages());
    let to = if forward {
        page + 1
    } else {
        page.saturating_sub(1)
    };
    // A page without words and marks has nothing to stop at.
    if all.is_empty() || to < 1 || to > last {
        return false;
    }
    onward.set(Some(forward));
    work.turn(to);
    true
}

fn line(work: Work, down: bool) -> bool {
    let words = untrack(|| work.words_of(work.page.get_untracked()));
    let Some(Stop::Word(at)) = work.at.get_untracked() else {
        return false;
    };
    let Some(next) = line_step(&words, at, down) else {
        return false;
    };
    work.at.set(Some(Stop::Word(next)));
    say_stop(work, Stop::Word(next), words.len());
    true
}

fn say_stop(work: Work, stop: Stop, words: usize) {
    let said = match stop {
        Stop::Word(i) => {
            let text = work.word_in_hand().map(|w| w.text).unwrap_or_default();
            work.words.with(
                "redact-word-at",
                &[
                    ("text", text.into()),
                    ("i", (i + 1).into()),
                    ("n", words.into()),
                ],
            )
        }
        // It says what it is when it is taken in hand.
        Stop::Suggestion(_) => return,
        Stop::Mark(i) => {
            let (n, reason) = work
                .marks
                .with_untracked(|m| (m.all().len(), m.all().get(i).map(|m| m.reason.clone())));
            let reason = untrack(|| work.reason_label(&reason.unwrap_or_default()));
            work.words.with(
                "redact-mark-at",
                &[
                    ("i", (i + 1).into()),
                    ("n", n.into()),
                    ("reason", reason.into()),
                ],
            )
        }
    };
    work.desk.say(said);
}

/// A figure chooses the reason: of the mark in hand, else of those to come.
fn choose_reason(work: Work, n: usize) -> bool {
    let choices = untrack(|| work.desk.choices("redaction"));
    let Some((code, label)) = choices.into_iter().nth(n - 1) else {
        return false;
    };
    match work.mark_in_hand() {
        Some((at, _)) => work.marks.update(|m| m.reason(at, &code)),
        None => work.reason.set(code),
    }
    work.desk.say(label);
    true
}
