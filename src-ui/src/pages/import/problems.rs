//! What is wrong with the rows of a file, or only to be looked at: counted by rows, said once for all lines.

use crate::i18n::{Words, words};
use leptos::prelude::*;
use protocol::window::work::ImportProblem;
use std::collections::BTreeMap;

/// Line, and place in a list of JSON.
type Place = (u32, Option<u32>);

/// How many rows these are about. A row may have several, and a file of JSON all its rows on one line: as many rows
/// begin there as one remark about one column was made.
pub fn rows<'a>(problems: impl IntoIterator<Item = &'a ImportProblem>) -> u32 {
    let mut lines: BTreeMap<Place, BTreeMap<(&str, Option<&str>), u32>> = BTreeMap::new();
    for p in problems {
        let of_line = lines.entry((p.line, p.element)).or_default();
        *of_line.entry((&p.code, p.column.as_deref())).or_default() += 1;
    }
    let most = |of_line: BTreeMap<_, u32>| of_line.into_values().max().unwrap_or(0);
    lines.into_values().map(most).fold(0, u32::saturating_add)
}

/// Bad rows by line with their reason; then rows that are taken and should be looked at.
#[component]
pub fn Problems(problems: Vec<ImportProblem>, warnings: Vec<ImportProblem>) -> impl IntoView {
    let words = words();
    let section = move |key: &'static str,
                        list: Vec<ImportProblem>,
                        icon: &'static str,
                        look: &'static str| {
        (!list.is_empty()).then(|| {
            let lines = said(list)
                .into_iter()
                .map(|p| view! { <li class=look><crate::components::Icon name=icon/><span>{move || sentence(words, &p)}</span></li> })
                .collect_view();
            view! {
                <section aria-label=words.say(key)>
                    <h2>{words.say(key)}</h2>
                    <ul class="import-problems" data-test=key>{lines}</ul>
                </section>
            }
        })
    };
    view! {
        {section("import-problems-title", problems, "alert", "late")}
        {section("import-warnings-title", warnings, "eye", "soon")}
    }
}

/// A problem's own sentence names the line; a warning's does not, so the line is put before it. Of a list of JSON the
/// place in the list is said, since the whole list may stand on one line.
fn sentence(words: Words, problem: &Said) -> String {
    let column = problem.column.clone().unwrap_or_default();
    let (line, element) = problem.places.first().copied().unwrap_or_default();
    let own = [
        ("line", line.into()),
        ("column", column.clone().into()),
        ("value", problem.excerpt.as_str().into()),
    ];
    if !problem.warning {
        let what = words.with(&format!("intake-problem-{}", problem.code), &own);
        return match element {
            None => what,
            Some(n) => words.with(
                "import-problem-element",
                &[("what", what.into()), ("n", n.into())],
            ),
        };
    }
    let what = words.with(&format!("intake-warning-{}", problem.code), &own);
    let key = match (element, problem.places.len(), column.is_empty()) {
        (Some(_), _, true) => "import-warning-elements-only",
        (Some(_), _, false) => "import-warning-elements",
        (None, 1, true) => "import-warning-line-only",
        (None, 1, false) => "import-warning-line",
        (None, _, true) => "import-warning-lines-only",
        (None, _, false) => "import-warning-lines",
    };
    let places = problem.places.iter();
    let places = places.map(|(line, element)| element.unwrap_or(*line).to_string());
    words.with(
        key,
        &[
            ("line", line.into()),
            ("lines", places.collect::<Vec<_>>().join(", ").into()),
            ("column", column.into()),
            ("what", what.into()),
        ],
    )
}

/// What is said once of all the lines that it is true of.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    places: Vec<Place>,
    column: Option<String>,
    code: String,
    excerpt: String,
    warning: bool,
}

/// The same warning about the same column is one sentence; a problem keeps its own, with what stands in the line.
fn said(problems: Vec<ImportProblem>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for p in problems {
        let same = all
            .iter_mut()
            .filter(|s| p.warning && s.warning && s.code == p.code && s.column == p.column)
            .find(|s| {
                s.places
                    .iter()
                    .all(|(_, e)| e.is_some() == p.element.is_some())
            });
        match same {
            Some(said) => said.places.push((p.line, p.element)),
            None => all.push(Said {
                places: vec![(p.line, p.element)],
                column: p.column,
                code: p.code,
                excerpt: p.excerpt,
                warning: p.warning,
            }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::rows;
    use protocol::window::work::ImportProblem;

    #[test]
    fn a_row_counts_once_whatever_is_said_of_it() {
        let remark = |line: u32, column: &str, code: &str| ImportProblem {
            line,
            element: None,
            column: Some(column.into()),
            code: code.into(),
            excerpt: String::new(),
            warning: true,
        };
        let check = |problems: &[ImportProblem], expect: u32| {
            assert_eq!(rows(problems), expect, "{problems:?}");
        };
        check(&[], 0);
        check(
            &[
                remark(2, "phone", "phone-odd"),
                remark(2, "email", "email-odd"),
                remark(5, "phone", "phone-odd"),
            ],
            2,
        );
        check(
            &[
                remark(1, "phone", "phone-odd"),
                remark(1, "phone", "phone-odd"),
                remark(1, "email", "email-odd"),
            ],
            2,
        );
        let of_list = |element: u32| ImportProblem {
            element: Some(element),
            ..remark(1, "phone", "phone-odd")
        };
        check(&[of_list(3), of_list(4)], 2);
    }
}
