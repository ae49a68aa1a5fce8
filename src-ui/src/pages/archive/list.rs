//! The list of closed or archived cases, a page of it at a time.

use crate::components::{Button, Empty, ErrorNote, Loading, Look, Tabs};
use crate::i18n::words;
use crate::ipc::{Fetched, Remote, fetch};
use crate::keys::use_keys;
use crate::pages::later::after_pause;
use crate::state::desk;
use domain::ids::InquiryId;
use leptos::prelude::*;
use protocol::window::list::{List, ListView, RowView, Sort, View};
use std::time::Duration;

/// Rows asked for at once.
const PAGE: u32 = 100;

/// The list's state.
#[derive(Clone, Copy)]
pub struct Cases {
    /// `closed` or `archived`.
    pub tab: RwSignal<&'static str>,
    /// The case in hand.
    pub chosen: RwSignal<Option<InquiryId>>,
    search: RwSignal<String>,
    typed: RwSignal<String>,
    offset: RwSignal<u32>,
    shown: Fetched<ListView>,
}

impl Cases {
    /// The list, read again whenever the replica changes.
    pub fn open() -> Self {
        let desk = desk();
        let (tab, search, offset) = (
            RwSignal::new("closed"),
            RwSignal::new(String::new()),
            RwSignal::new(0),
        );
        let typed = RwSignal::new(String::new());
        let shown = fetch(move || {
            desk.changed.track();
            let view = if tab.get() == "closed" {
                View::Closed
            } else {
                View::Archived
            };
            Some(List {
                view,
                search: search.get(),
                sort: Sort::Number,
                offset: offset.get(),
                limit: PAGE,
                ..List::default()
            })
        });
        after_pause(
            Duration::from_millis(250),
            move || typed.get(),
            move |text: String| {
                offset.set(0);
                search.set(text.trim().to_owned());
            },
        );
        let cases = Self {
            tab,
            chosen: RwSignal::new(None),
            search,
            typed,
            offset,
            shown,
        };
        Effect::new(move |before: Option<&'static str>| {
            let tab = tab.get();
            if before.is_some_and(|b| b != tab) {
                offset.set(0);
                cases.chosen.set(None);
            }
            tab
        });
        // The first one is in hand until a person chooses; one that left the list makes room for its neighbour.
        Effect::new(move |before: Option<Vec<InquiryId>>| {
            let Some(ids) = shown.value.with(|v| {
                v.ready()
                    .map(|v| v.rows.iter().map(|r| r.id).collect::<Vec<_>>())
            }) else {
                return before.unwrap_or_default();
            };
            let chosen = cases.chosen.get_untracked();
            if chosen.is_none_or(|c| !ids.contains(&c)) {
                cases
                    .chosen
                    .set(neighbour(&before.unwrap_or_default(), chosen, &ids));
            }
            ids
        });
        cases
    }

    fn rows<T>(self, read: impl FnOnce(&[RowView]) -> T) -> Option<T> {
        self.shown
            .value
            .with_untracked(|v| v.ready().map(|v| read(&v.rows)))
    }

    fn step(self, by: isize) {
        let chosen = self.chosen.get_untracked();
        let next = self.rows(|rows| {
            let at = rows.iter().position(|r| Some(r.id) == chosen)?;
            rows.get(at.checked_add_signed(by)?).map(|r| r.id)
        });
        if let Some(Some(id)) = next {
            self.chosen.set(Some(id));
        }
    }

    /// How many closed cases there are, where they are the ones shown.
    pub fn total(self) -> u32 {
        self.shown
            .value
            .with_untracked(|v| v.ready().map_or(0, |v| v.total))
    }
}

/// Which case is in hand after a change of the list: the one that stands where the old one stood.
fn neighbour(
    before: &[InquiryId],
    chosen: Option<InquiryId>,
    now: &[InquiryId],
) -> Option<InquiryId> {
    let at = chosen
        .and_then(|c| before.iter().position(|b| *b == c))
        .unwrap_or(0);
    now.get(at).or(now.last()).copied()
}

/// The list.
#[component]
pub fn CasesPanel(cases: Cases) -> impl IntoView {
    let words = words();
    use_keys(move |key| {
        if key.plain("KeyJ") || key.plain("ArrowDown") {
            cases.step(1);
        } else if key.plain("KeyK") || key.plain("ArrowUp") {
            cases.step(-1);
        } else {
            return false;
        }
        true
    });
    let tabs = Signal::derive(move || {
        vec![
            ("closed", words.get("archives-tab-closed")),
            ("archived", words.get("archives-tab-archived")),
        ]
    });
    view! {
        <div class="archive-list">
            <Tabs name="archives" label=words.say("archives-title") tabs value=cases.tab/>
            <div class="archive-search">
                <input
                    type="search"
                    data-test="archives-search"
                    autocomplete="off"
                    aria-label=words.say("archives-search")
                    placeholder=words.say("archives-search")
                    prop:value=cases.typed
                    on:input=move |e| cases.typed.set(event_target_value(&e))
                />
            </div>
            <div class="archive-rows" id="archives-panel" role="tabpanel" aria-labelledby=move || format!("archives-{}", cases.tab.get())>
                {move || match cases.shown.value.get() {
                    Remote::Loading => view! { <Loading/> }.into_any(),
                    Remote::Failed(error) => view! { <ErrorNote error on_retry=move || cases.shown.refresh()/> }.into_any(),
                    Remote::Ready(list) if list.rows.is_empty() => view! { <Nothing cases/> }.into_any(),
                    Remote::Ready(list) => view! { <Rows cases list/> }.into_any(),
                }}
            </div>
        </div>
    }
}

#[component]
fn Nothing(cases: Cases) -> impl IntoView {
    let words = words();
    let title = Signal::derive(move || {
        let search = cases.search.get();
        match (search.is_empty(), cases.tab.get()) {
            (false, _) => words.with("archives-empty-search", &[("search", search.into())]),
            (true, "closed") => words.get("archives-empty-closed"),
            (true, _) => words.get("archives-empty-archived"),
        }
    });
    view! { <Empty title icon="archive"/> }
}

#[component]
fn Rows(cases: Cases, list: ListView) -> impl IntoView {
    let words = words();
    let (total, offset) = (list.total, cases.offset.get_untracked());
    let last = offset.saturating_add(PAGE).min(total);
    view! {
        <ul data-test="archives-list">
            {list
                .rows
                .into_iter()
                .map(|row| {
                    let id = row.id;
                    let anonymous = row.applicant.trim().is_empty();
                    let applicant = row.applicant.clone();
                    let current = Memo::new(move |_| cases.chosen.get() == Some(id));
                    view! {
                        <li>
                            <button
                                type="button"
                                class="archive-row"
                                class:current=current
                                aria-current=move || current.get().then_some("true")
                                data-test="archives-row"
                                on:click=move |_| cases.chosen.set(Some(id))
                            >
                                <span class="figures nowrap">{row.number}</span>
                                <span class="cut">{move || if anonymous { words.get("import-anonymous") } else { applicant.clone() }}</span>
                                <span class="cut muted">{row.subject}</span>
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <div class="archive-foot line">
            <span class="muted figures">{move || words.with("archives-count", &[("n", total.into())])}</span>
            <span class="grow"></span>
            {(total > PAGE).then(|| view! {
                <span class="figures">{format!("{}–{last}", offset + 1)}</span>
                <Button label=words.say("archives-previous") on_press=move || cases.offset.set(offset.saturating_sub(PAGE)) test="archives-previous" look=Look::Quiet icon="left" bare=true disabled=Signal::derive(move || offset == 0)/>
                <Button label=words.say("archives-more") on_press=move || cases.offset.set(last) test="archives-more" look=Look::Quiet icon="right" bare=true disabled=Signal::derive(move || last == total)/>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::neighbour;
    use domain::ids::InquiryId;

    #[test]
    fn the_next_case_takes_the_place_of_the_archived_one() {
        let id = |n: u128| InquiryId(uuid::Uuid::from_u128(n));
        let check = |before: &[u128], chosen: Option<u128>, now: &[u128], expect: Option<u128>| {
            let ids = |all: &[u128]| all.iter().map(|n| id(*n)).collect::<Vec<_>>();
            assert_eq!(
                neighbour(&ids(before), chosen.map(id), &ids(now)),
                expect.map(id)
            );
        };
        check(&[], None, &[1, 2], Some(1));
        check(&[1, 2, 3], Some(2), &[1, 3], Some(3));
        check(&[1, 2, 3], Some(3), &[1, 2], Some(2));
        check(&[1], Some(1), &[], None);
    }
}
