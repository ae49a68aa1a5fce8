//! Suggestions: personal data that the program found in the file's words. Nothing is marked before a person agrees.

use super::marks::{Marks, Stop};
use super::work::Work;
use crate::components::{Button, Loading, Look, Note};
use crate::ipc::{Remote, call};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::detect::{ReadPage, ReadPageView, Suggest, SuggestionView, SuggestionsView};
use protocol::window::redact::{MarkView, PlacedRect, WordView};
use std::collections::{BTreeMap, BTreeSet};

/// What was suggested, and what a person put aside of it.
#[derive(Clone, Copy)]
pub struct Suggested {
    found: RwSignal<Remote<SuggestionsView>>,
    aside: RwSignal<BTreeSet<usize>>,
    /// Words that were read off pages without any.
    seen: RwSignal<BTreeMap<u32, Vec<WordView>>>,
    /// The page that is being read.
    reading: RwSignal<Option<u32>>,
}

impl Suggested {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            found: RwSignal::new(Remote::Loading),
            aside: RwSignal::new(BTreeSet::new()),
            seen: RwSignal::new(BTreeMap::new()),
            reading: RwSignal::new(None),
        }
    }

    /// What was read off a page's pixels. Untracked.
    pub fn seen_on(self, page: u32) -> Option<Vec<WordView>> {
        self.seen.with_untracked(|seen| seen.get(&page).cloned())
    }
}

/// How one of them stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A person has not decided.
    Open,
    /// All its places are marked.
    Marked,
    /// It is none.
    Aside,
}

fn state(at: usize, one: &SuggestionView, marks: &Marks, aside: &BTreeSet<usize>) -> State {
    if aside.contains(&at) {
        State::Aside
    } else if one.places.iter().all(|p| marks.covers(p.page, &p.rect)) {
        State::Marked
    } else {
        State::Open
    }
}

/// The open one after or before another, around the end.
fn next(open: &[usize], at: Option<usize>, forward: bool) -> Option<usize> {
    let after = |from: usize| open.iter().find(|i| **i > from);
    let before = |from: usize| open.iter().rev().find(|i| **i < from);
    match (at, forward) {
        (Some(from), true) => after(from).or(open.first()),
        (Some(from), false) => before(from).or(open.last()),
        (None, true) => open.first(),
        (None, false) => open.last(),
    }
    .copied()
}

/// Pages as people write them: `1–3, 7`.
fn ranges(pages: &[u32]) -> String {
    let runs = pages.chunk_by(|a, b| *b == a + 1);
    let runs: Vec<String> = runs
        .map(|run| match run {
            [one] => one.to_string(),
            [first, .., last] => format!("{first}–{last}"),
            [] => String::new(),
        })
        .collect();
    runs.join(", ")
}

impl Work {
    /// Looks for personal data as soon as the file may be redacted.
    pub fn look_for_suggestions(self) {
        Effect::new(move |_| {
            if self.may.get() {
                self.ask_suggestions();
            }
        });
    }

    fn ask_suggestions(self) {
        let request = Suggest {
            inquiry: self.inquiry,
            attachment: self.attachment,
        };
        self.suggested.found.set(Remote::Loading);
        spawn_local(async move {
            let found = match call(request).await {
                Ok(found) => Remote::Ready(found),
                Err(error) => Remote::Failed(error),
            };
            self.suggested.found.try_set(found);
        });
    }

    /// Reads the page in hand off its pixels.
    fn read_page(self) {
        let page = self.page.get_untracked();
        if self.suggested.reading.get_untracked().is_some() {
            return;
        }
        self.suggested.reading.set(Some(page));
        let request = ReadPage {
            inquiry: self.inquiry,
            attachment: self.attachment,
            page,
        };
        spawn_local(async move {
            let reply = call(request).await;
            self.suggested.reading.try_set(None);
            match reply {
                Ok(read) => self.take_read(page, read),
                Err(error) => self.desk.fail(&error),
            }
        });
    }

    fn take_read(self, page: u32, read: ReadPageView) {
        let count = read.words.len();
        if self.page.try_get_untracked() == Some(page) {
            self.page_words.try_set(Some((page, read.words.clone())));
        }
        self.suggested.seen.try_update(|seen| {
            seen.insert(page, read.words);
        });
        self.suggested.found.try_update(|found| {
            // Where no word was made out, the page is as unread as before.
            if let Remote::Ready(found) = found
                && count > 0
            {
                found.found.extend(read.found);
                found.unread.retain(|unread| *unread != page);
            }
        });
        let said = self.words.with("redact-read", &[("n", count.into())]);
        self.desk.done(said);
    }

    /// One of them.
    pub fn suggestion(self, at: usize) -> Option<SuggestionView> {
        self.suggested.found.with(|found| match found {
            Remote::Ready(found) => found.found.get(at).cloned(),
            _ => None,
        })
    }

    fn states(self) -> Vec<State> {
        self.suggested.found.with(|found| {
            let Remote::Ready(found) = found else {
                return Vec::new();
            };
            self.marks.with(|marks| {
                self.suggested.aside.with(|aside| {
                    let each = found.found.iter().enumerate();
                    each.map(|(at, one)| state(at, one, marks, aside)).collect()
                })
            })
        })
    }

    fn open_suggestions(self) -> Vec<usize> {
        let states = self.states().into_iter().enumerate();
        states
            .filter(|(_, state)| *state == State::Open)
            .map(|(at, _)| at)
            .collect()
    }

    /// The boxes of suggestions that a page shows, and whether each is in hand.
    pub fn suggested_on(self, page: u32) -> Vec<(PlacedRect, bool)> {
        let held = match self.at.get() {
            Some(Stop::Suggestion(at)) => Some(at),
            _ => None,
        };
        let open = self.open_suggestions().into_iter();
        open.filter_map(|at| Some((self.suggestion(at)?.places, held == Some(at))))
            .flat_map(|(places, held)| places.into_iter().map(move |place| (place, held)))
            .filter(|(place, _)| place.page == page)
            .collect()
    }

    /// The suggestion in hand.
    pub fn suggestion_in_hand(self) -> Option<usize> {
        match self.at.get_untracked() {
            Some(Stop::Suggestion(at)) => Some(at),
            _ => None,
        }
    }

    /// Takes the next open suggestion in hand, or the one before.
    pub fn tread_suggestions(self, forward: bool) {
        let open = untrack(|| self.open_suggestions());
        match next(&open, self.suggestion_in_hand(), forward) {
            Some(at) => self.take_suggestion(at),
            None => self.say("redact-suggestions-done", &[]),
        }
    }

    fn take_suggestion(self, at: usize) {
        let Some(one) = untrack(|| self.suggestion(at)) else {
            return;
        };
        let page = one.places.first().map_or(1, |place| place.page);
        self.turn(page);
        self.draft_box.set(None);
        self.at.set(Some(Stop::Suggestion(at)));
        let kind = self.words.get(&format!("detect-kind-{}", one.kind));
        let why = untrack(|| self.words.why(&one.why));
        self.say(
            "redact-suggestion-at",
            &[
                ("kind", kind.into()),
                ("text", one.text.into()),
                ("page", page.into()),
                ("why", why.into()),
            ],
        );
    }

    fn marks_of(self, one: &SuggestionView) -> Vec<MarkView> {
        let known = untrack(|| self.desk.choices("redaction"));
        // A profile may lack the code: then the reason that was chosen for new marks.
        let reason = match known.iter().any(|(code, _)| *code == one.reason) {
            true => one.reason.clone(),
            false => self.reason.get_untracked(),
        };
        let places = one.places.iter().map(|place| MarkView {
            page: place.page,
            rect: place.rect,
            reason: reason.clone(),
            text: Some(one.text.clone()),
        });
        places.collect()
    }

    /// Marks a suggestion wherever it stands, and goes on to the next.
    pub fn mark_suggestion(self, at: usize) {
        let Some(one) = untrack(|| self.suggestion(at)) else {
            return;
        };
        let marks = self.marks_of(&one);
        let added = self.marks.try_update(|m| m.add(marks)).unwrap_or(0);
        self.say(
            "redact-suggestion-marked",
            &[("text", one.text.into()), ("n", added.into())],
        );
        self.leave_suggestion(at);
    }

    /// Puts a suggestion aside: it is no personal data, or may stay.
    pub fn drop_suggestion(self, at: usize) {
        let Some(one) = untrack(|| self.suggestion(at)) else {
            return;
        };
        self.suggested.aside.update(|aside| {
            aside.insert(at);
        });
        self.say("redact-suggestion-dropped", &[("text", one.text.into())]);
        self.leave_suggestion(at);
    }

    /// The next open one is taken in hand if the one that was decided was.
    fn leave_suggestion(self, at: usize) {
        if self.suggestion_in_hand() != Some(at) {
            return;
        }
        let open = untrack(|| self.open_suggestions());
        match open.iter().find(|i| **i > at).or(open.first()) {
            Some(next) => self.take_suggestion(*next),
            None => self.at.set(None),
        }
    }

    fn mark_all_suggestions(self) {
        let open = untrack(|| self.open_suggestions());
        let all = open
            .into_iter()
            .filter_map(|at| untrack(|| self.suggestion(at)));
        let marks: Vec<MarkView> = all.flat_map(|one| self.marks_of(&one)).collect();
        let added = self.marks.try_update(|m| m.add(marks)).unwrap_or(0);
        self.at.set(None);
        self.say("redact-suggestions-marked", &[("n", added.into())]);
    }
}

/// The suggestions beside the page.
#[component]
pub fn Suggestions(work: Work) -> impl IntoView {
    let words = work.words;
    move || {
        work.suggested.found.with(|found| match found {
            Remote::Loading => view! {
                <div data-test="redact-suggestions-looking">
                    <p class="muted">{words.say("redact-suggestions-looking")}</p>
                    <Loading lines=2/>
                </div>
            }
            .into_any(),
            Remote::Failed(error) => {
                let error = error.clone();
                view! { <crate::components::ErrorNote error on_retry=move || work.ask_suggestions()/> }.into_any()
            }
            Remote::Ready(found) => view! { <Found work found=found.clone()/> }.into_any(),
        })
    }
}

#[component]
fn Found(work: Work, found: SuggestionsView) -> impl IntoView {
    let words = work.words;
    let open = Memo::new(move |_| work.open_suggestions());
    let aside = move || work.suggested.aside.with(BTreeSet::len);
    let none = Signal::derive(move || open.with(Vec::is_empty));
    let SuggestionsView {
        found,
        unread,
        model,
    } = found;
    let nothing = found.is_empty();
    let blind = unread.len()
        >= work
            .info
            .with_untracked(|i| i.as_ref().map_or(1, |i| i.pages.len()));
    let pages = ranges(&unread);
    let count = unread.len();
    let seen = move || {
        work.suggested.seen.with(|seen| {
            let read = seen.iter().filter(|(_, words)| !words.is_empty());
            read.map(|(page, _)| *page).collect::<Vec<u32>>()
        })
    };
    let readable = move |page: u32| unread.contains(&page);
    let busy = Signal::derive(move || work.suggested.reading.get().is_some());
    let read_label = Signal::derive(move || {
        words.get(if busy.get() {
            "redact-reading"
        } else {
            "redact-read-page"
        })
    });
    view! {
        <section class="redact-suggestions" aria-label=words.say("redact-suggestions") data-test="redact-suggestions">
            <div class="line">
                <h2>{words.say("redact-suggestions")}</h2>
                <span class="muted figures" data-test="redact-suggestions-count">
                    {move || words.with("redact-suggestions-count", &[("n", open.with(Vec::len).into())])}
                </span>
                <span class="grow"></span>
                {(!nothing).then(|| view! {
                    <Button label=words.say("redact-suggestions-all") on_press=move || work.mark_all_suggestions() test="redact-suggestions-all" look=Look::Quiet disabled=none/>
                })}
            </div>
            {(count > 0).then(|| view! {
                <div data-test="redact-suggestions-unread"><Note kind="warn"><p>{move || if blind {
                    words.get("redact-suggestions-blind")
                } else {
                    words.with("redact-suggestions-unread", &[("n", count.into()), ("pages", pages.clone().into())])
                }}</p></Note></div>
                {move || readable(work.page.get()).then(|| view! {
                    <Button label=read_label on_press=move || work.read_page() test="redact-read-page" icon="eye" disabled=busy/>
                })}
            })}
            {move || Some(seen()).filter(|pages| !pages.is_empty()).map(|pages| view! {
                <Note kind="info"><p>{move || words.with("redact-read-pages", &[("n", pages.len().into()), ("pages", ranges(&pages).into())])}</p></Note>
            })}
            {(nothing && !blind).then(|| view! { <p class="muted">{words.say("redact-suggestions-none")}</p> })}
            {(!nothing).then(|| view! {
                <ul class="redact-mark-list">
                    {found.into_iter().enumerate().map(|(at, one)| view! { <Line work at one open/> }).collect_view()}
                </ul>
            })}
            {move || (aside() > 0).then(|| view! {
                <p class="line muted">
                    <span>{move || words.with("redact-suggestions-aside", &[("n", aside().into())])}</span>
                    <Button label=words.say("redact-suggestions-again") on_press=move || work.suggested.aside.set(BTreeSet::new()) test="redact-suggestions-again" look=Look::Quiet/>
                </p>
            })}
            {(!blind).then(|| view! { <p class="muted redact-model">{move || words.get(&model)}</p> })}
        </section>
    }
}

/// One that is open. Those that are marked stand among the marks, those put aside are counted.
#[component]
fn Line(work: Work, at: usize, one: SuggestionView, open: Memo<Vec<usize>>) -> impl IntoView {
    let words = work.words;
    let shown = Memo::new(move |_| open.with(|open| open.contains(&at)));
    let one = StoredValue::new(one);
    move || {
        shown.get().then(|| {
            let (kind, text) = one.with_value(|one| (one.kind.clone(), one.text.clone()));
            let (places, page) =
                one.with_value(|one| (one.places.len(), one.places.first().map_or(1, |p| p.page)));
            let current = move || work.at.get() == Some(Stop::Suggestion(at));
            let kind = move || words.get(&format!("detect-kind-{kind}"));
            let beside = move || {
                let place = words.with(
                    "redact-suggestion-where",
                    &[("n", places.into()), ("page", page.into())],
                );
                let why = one.with_value(|one| words.why(&one.why));
                format!("{} · {place} · {why}", kind())
            };
            view! {
                <li class:current=current data-test="redact-suggestion">
                    <button type="button" class="link cut" on:click=move |_| work.take_suggestion(at)>{text}</button>
                    <span class="redact-suggestion-buttons">
                        <Button label=words.say("redact-suggestion-mark") on_press=move || work.mark_suggestion(at) test="redact-suggestion-mark" look=Look::Quiet icon="check" bare=true/>
                        <Button label=words.say("redact-suggestion-drop") on_press=move || work.drop_suggestion(at) test="redact-suggestion-drop" look=Look::Quiet icon="close" bare=true/>
                    </span>
                    <span class="muted redact-suggestion-why">{beside}</span>
                </li>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::window::detect::Why;
    use protocol::window::redact::RectView;

    fn one(places: &[(u32, f32)]) -> SuggestionView {
        let place = |(page, x0): &(u32, f32)| PlacedRect {
            page: *page,
            rect: RectView {
                x0: *x0,
                y0: 0.0,
                x1: x0 + 10.0,
                y1: 10.0,
            },
        };
        SuggestionView {
            kind: "phone".into(),
            text: "0555 123 456".into(),
            score: 0.9,
            why: Why {
                code: "form".into(),
                word: None,
                count: None,
            },
            reason: "personal-data".into(),
            places: places.iter().map(place).collect(),
        }
    }

    #[test]
    fn a_suggestion_is_done_when_all_its_places_are_marked_or_it_was_put_aside() {
        let suggestion = one(&[(1, 0.0), (2, 50.0)]);
        let mut marks = Marks::default();
        let none = BTreeSet::new();
        let check = |marks: &Marks, aside: &BTreeSet<usize>, expect| {
            assert_eq!(state(3, &suggestion, marks, aside), expect);
        };
        check(&marks, &none, State::Open);
        let mark = |place: &PlacedRect| MarkView {
            page: place.page,
            rect: place.rect,
            reason: "personal-data".into(),
            text: None,
        };
        marks.add(vec![mark(&suggestion.places[0])]);
        check(&marks, &none, State::Open);
        marks.add(vec![mark(&suggestion.places[1])]);
        check(&marks, &none, State::Marked);
        check(&marks, &[3].into(), State::Aside);
    }

    #[test]
    fn the_walk_goes_around() {
        let open = [1, 4, 6];
        for (at, forward, expect) in [
            (None, true, 1),
            (None, false, 6),
            (Some(1), true, 4),
            (Some(5), true, 6),
            (Some(6), true, 1),
            (Some(4), false, 1),
            (Some(1), false, 6),
        ] {
            assert_eq!(next(&open, at, forward), Some(expect), "{at:?} {forward}");
        }
        assert_eq!(next(&[], Some(2), true), None);
    }

    #[test]
    fn pages_in_a_row_are_a_range() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[2]), "2");
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
    }
}
