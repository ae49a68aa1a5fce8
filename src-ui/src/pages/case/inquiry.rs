//! The inquiry's own words, with what was found in them, and everything that is known about it.

use super::Shown;
use super::card::Card;
use super::conflicts::{Conflicts, Rejected};
use crate::i18n::{Words, words};
use crate::ipc::call;
use crate::pages::later::after_pause;
use crate::state::desk;
use domain::Inquiry;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::detect::{DetectText, SpanView, Why};
use protocol::window::work::Alert;
use std::time::Duration;

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

/// How long a text has to stay on the screen before names are looked for in it: who walks through cases does not wait.
const PAUSE: Duration = Duration::from_millis(400);

/// A text in which pieces that look like personal data are underlined; each says its kind, and why, on focus. Numbers are
/// known with the case; names and addresses come a moment later.
#[component]
pub fn FoundText(text: String, found: Vec<Alert>, lang: &'static str) -> impl IntoView {
    let words = words();
    let minors: Vec<Piece> = pieces_of(&found, |kind| kind == "minor");
    let first = cut(&text, pieces_of(&found, |_| true));
    let pieces = RwSignal::new(first);
    let asked = text.clone();
    after_pause(
        PAUSE,
        || (),
        move |()| {
            let (text, mut known) = (asked.clone(), minors.clone());
            spawn_local(async move {
                // What is underlined already stays where this fails.
                if let Ok(detected) = call(DetectText { text: text.clone() }).await {
                    known.extend(detected.found.into_iter().map(Piece::from));
                    pieces.try_set(cut(&text, known));
                }
            });
        },
    );
    view! {
        <div class="letter reading" lang=lang data-test="inquiry-text">
            {move || pieces.get().into_iter().map(|(piece, says)| match says {
                Some(says) => {
                    let says = Signal::derive(move || says.sentence(words));
                    view! {
                        <span class="found" tabindex="0" data-kind=says title=says>{piece}<span class="unseen">" ("{says}")"</span></span>
                    }.into_any()
                }
                None => piece.into_any(),
            }).collect_view()}
        </div>
    }
}

/// A place in a text, in characters, and what it says of itself.
#[derive(Clone)]
struct Piece {
    start: u32,
    end: u32,
    says: Says,
}

#[derive(Debug, Clone, PartialEq)]
enum Says {
    /// The kind of an alert.
    Alert(String),
    /// What the detector found, and why.
    Detected(String, Why),
}

impl Says {
    fn sentence(&self, words: Words) -> String {
        match self {
            Says::Alert(kind) => words.first(&[&format!("found-{kind}"), "found-other"], &[]),
            Says::Detected(kind, why) => {
                let kind = words.get(&format!("detect-kind-{kind}"));
                format!("{kind} · {}", words.why(why))
            }
        }
    }
}

impl From<SpanView> for Piece {
    fn from(span: SpanView) -> Self {
        Self {
            start: span.start,
            end: span.end,
            says: Says::Detected(span.kind, span.why),
        }
    }
}

fn pieces_of(alerts: &[Alert], wanted: impl Fn(&str) -> bool) -> Vec<Piece> {
    let alerts = alerts.iter().filter(|alert| wanted(&alert.kind));
    alerts
        .map(|alert| Piece {
            start: alert.start,
            end: alert.end,
            says: Says::Alert(alert.kind.clone()),
        })
        .collect()
}

/// Cuts a text at the found places. Overlapping finds: the first one stands.
fn cut(text: &str, mut found: Vec<Piece>) -> Vec<(String, Option<Says>)> {
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
    for Piece { start, end, says } in found {
        let start = usize::try_from(start).unwrap_or(0);
        let end = usize::try_from(end).unwrap_or(0).min(chars.len());
        if start < at || start >= end {
            continue;
        }
        pieces.push((piece(at, start), None));
        pieces.push((piece(start, end), Some(says)));
        at = end;
    }
    pieces.push((piece(at, chars.len()), None));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Says, cut, pieces_of};
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
        let pieces = cut(text, pieces_of(&found, |_| true));
        assert_eq!(
            pieces,
            vec![
                ("Өмүр, тел. ".to_owned(), None),
                ("0555 11".to_owned(), Some(Says::Alert("phone".to_owned()))),
                (", ПИН".to_owned(), None)
            ]
        );
        assert_eq!(
            pieces.iter().map(|(p, _)| p.as_str()).collect::<String>(),
            text
        );
    }
}
