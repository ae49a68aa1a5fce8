//! One case as a page of text, in the words of the case file.

use desk::{explained, history, office::Office};
use domain::Lang;
use protocol::window::case::CaseView;
use text::Texts;

/// The case: card, applicants, text, answer, deadlines, timeline.
pub fn page(case: &CaseView, office: &Office, lang: Lang) -> String {
    let (i, t) = (&case.inquiry, &Texts::new(lang));
    let state = (
        t.get("field-state"),
        t.get(&format!("state-{}", i.state.code())),
    );
    let mut parts = vec![lines([vec![state], history::card(i, office, t)].concat())];
    parts.extend(
        i.applicants
            .iter()
            .map(|a| lines(history::applicant(a, office, t))),
    );
    parts.push(i.text.expose().clone());
    if let Some(draft) = &i.draft {
        parts.push(format!("{}\n{}", t.get("field-body"), draft.body.expose()));
    }
    let found = case
        .deadlines
        .iter()
        .flat_map(|d| explained::deadline(d, &office.profile, t));
    parts.push(found.collect::<Vec<_>>().join("\n"));
    let timeline = i
        .history
        .iter()
        .map(|e| history::event(e, office, t).join("  "));
    parts.push(timeline.collect::<Vec<_>>().join("\n"));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

fn lines(lines: Vec<history::Line>) -> String {
    let filled = lines.into_iter().filter(|(_, value)| !value.is_empty());
    filled
        .map(|(label, value)| format!("{label}: {value}"))
        .collect::<Vec<_>>()
        .join("\n")
}
