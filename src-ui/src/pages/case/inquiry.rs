//! The inquiry's own words, with what was found in them, and everything that is known about it.

use super::Shown;
use super::card::Card;
use super::conflicts::{Conflicts, Rejected};
use crate::i18n::{Words, words};
use crate::state::desk;
use domain::Inquiry;
use leptos::prelude::*;
use protocol::window::work::Alert;

/// The first tab.
#[component]
pub fn InquiryTab(shown: Shown) -> impl IntoView {
    let (desk, words) = (desk(), words());
    let inquiry = move || shown.get().map(|c| c.inquiry.clone());
    let text = Memo::new(move |_| {
        shown.with(|c| {
            c.as_ref().map(|c| {
                (
                    c.inquiry.text.expose().clone(),
                    c.found.clone(),
                    c.inquiry.lang.tag(),
                )
            })
        })
    });
    let resolutions = Memo::new(move |_| inquiry().map(|i| i.resolutions).unwrap_or_default());
    let notes = Memo::new(move |_| inquiry().map(|i| i.notes).unwrap_or_default());
    let related = Memo::new(move |_| shown.get().map(|c| c.related.clone()).unwrap_or_default());
    view! {
        <div class="stack">
            <Rejected shown/>
            <Conflicts shown/>
            {move || returned(words, &inquiry()?).map(|text| view! { <crate::components::Note kind="soon"><p>{text}</p></crate::components::Note> }.into_any())}
            {move || text.get().map(|(text, found, lang)| view! { <FoundText text found lang/> })}
            {move || (!resolutions.with(Vec::is_empty)).then(|| view! {
                <section>
                    <h2>{words.say("resolutions-title")}</h2>
                    {resolutions.get().into_iter().map(|r| view! {
                        <div class="quote">
                            <p class="reading">{r.text}</p>
                            <p class="muted">{move || format!("{} · {}", desk.staff_name(r.author), words.moment(r.at))}</p>
                        </div>
                    }).collect_view()}
                </section>
            })}
            {move || (!notes.with(Vec::is_empty)).then(|| view! {
                <section>
                    <h2>{words.say("notes-title")}</h2>
                    {notes.get().into_iter().map(|n| view! {
                        <div class="quote note-quote">
                            <p class="reading">{n.text.expose().clone()}</p>
                            <p class="muted">{move || format!("{} · {}", desk.staff_name(n.by), words.moment(n.at))}</p>
                        </div>
                    }).collect_view()}
                </section>
            })}
            {move || (!related.with(Vec::is_empty)).then(|| view! {
                <section>
                    <h2>{words.say("related-title")}</h2>
                    <ul>
                        {related.get().into_iter().map(|r| view! {
                            <li class="line">
                                <button type="button" class="link figures" on:click=move |_| desk.show_case(r.id)>{r.number}</button>
                                <span class="muted">{words.say(if r.earlier { "related-earlier" } else { "related-later" })}</span>
                                <span class="cut">{r.subject}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
            })}
            <Card shown/>
        </div>
    }
}

/// What a supervisor wants mended.
fn returned(words: Words, inquiry: &Inquiry) -> Option<String> {
    match &inquiry.state {
        domain::State::Returned { reason, .. } => {
            Some(words.with("returned-because", &[("reason", reason.clone().into())]))
        }
        domain::State::Void { reason } => {
            Some(words.with("void-because", &[("reason", reason.clone().into())]))
        }
        _ => None,
    }
}

/// A text in which pieces that look like personal data are underlined; each says its kind on focus.
#[component]
pub fn FoundText(text: String, found: Vec<Alert>, lang: &'static str) -> impl IntoView {
    let words = words();
    let pieces = split(&text, &found);
    view! {
        <div class="letter reading" lang=lang data-test="inquiry-text">
            {pieces.into_iter().map(|(piece, kind)| match kind {
                Some(kind) => {
                    let says = Signal::derive(move || words.first(&[&format!("found-{kind}"), "found-other"], &[]));
                    view! {
                        <span class="found" tabindex="0" data-kind=says title=says>{piece}<span class="unseen">" ("{says}")"</span></span>
                    }.into_any()
                }
                None => piece.into_any(),
            }).collect_view()}
        </div>
    }
}

/// Cuts a text at the found places, which count in characters. Overlapping finds: the first one stands.
fn split(text: &str, found: &[Alert]) -> Vec<(String, Option<String>)> {
    let mut found: Vec<&Alert> = found.iter().filter(|f| f.end > f.start).collect();
    found.sort_by_key(|f| f.start);
    let chars: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize| {
        chars
            .get(from..to)
            .map(|c| c.iter().collect::<String>())
            .unwrap_or_default()
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    for alert in found {
        let start = usize::try_from(alert.start).unwrap_or(0);
        let end = usize::try_from(alert.end).unwrap_or(0).min(chars.len());
        if start < at || start >= end {
            continue;
        }
        pieces.push((piece(at, start), None));
        pieces.push((piece(start, end), Some(alert.kind.clone())));
        at = end;
    }
    pieces.push((piece(at, chars.len()), None));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::split;
    use protocol::window::work::Alert;

    #[test]
    fn a_text_is_cut_by_characters_not_bytes() {
        let alert = |kind: &str, start, end| Alert {
            kind: kind.into(),
            start,
            end,
        };
        let text = "Өмүр, тел. 0555 11, ПИН";
        let found = [
            alert("phone", 11, 18),
            alert("pin", 15, 20),
            alert("card", 90, 95),
        ];
        let pieces = split(text, &found);
        assert_eq!(
            pieces,
            vec![
                ("Өмүр, тел. ".to_owned(), None),
                ("0555 11".to_owned(), Some("phone".to_owned())),
                (", ПИН".to_owned(), None)
            ]
        );
        assert_eq!(
            pieces.iter().map(|(p, _)| p.as_str()).collect::<String>(),
            text
        );
    }
}
