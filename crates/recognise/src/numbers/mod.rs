//! Numbers told by their figures: personal numbers, taxpayers', insurance, cards, telephones, Russian passports.
//!
//! Every row of groups is tried by every rule; of those that meet, the surest stays.

mod phone;
mod rules;

use crate::{
    figures::{self, Run, Window},
    hit::{Hit, Why},
    kind::Kind,
    labels::{Beside, Labels},
    normal::Normal,
    tokens::Token,
};

/// What a rule says of a window: kind, score, reason.
type Verdict = (Kind, f32, Why);

/// A rule: a window and the word beside it.
type Rule = fn(&Window<'_>, Option<&Beside>) -> Option<Verdict>;

/// To add a number: a rule here, and its words in `labels`.
const RULES: &[Rule] = &[
    rules::personal,
    rules::card,
    rules::policy,
    rules::snils,
    rules::taxpayer,
    rules::russian_passport,
    phone::phone,
];

/// The shortest number that a rule takes: a local telephone.
const SHORTEST: usize = 5;

/// All numbers of a text.
#[must_use]
pub fn find(text: &Normal, tokens: &[Token], labels: &Labels) -> Vec<Hit> {
    figures::runs(text)
        .iter()
        .flat_map(|run| of_run(text, run, tokens, labels))
        .collect()
}

/// `(0555) 12-34-56`: a bracket that closes within the number belongs to it.
fn bracket_before(text: &Normal, window: &Window<'_>) -> Option<usize> {
    let before = window
        .start()
        .checked_sub(1)
        .filter(|i| text.at(*i) == '(')?;
    text.slice(window.start(), window.end())
        .contains(&')')
        .then_some(before)
}

fn of_run(text: &Normal, run: &Run, tokens: &[Token], labels: &Labels) -> Vec<Hit> {
    let mut candidates: Vec<(Hit, usize)> = Vec::new();
    let total: usize = run.groups.iter().map(|g| g.digits.len()).sum();
    if total < SHORTEST {
        return Vec::new();
    }
    for window in run.windows(SHORTEST) {
        let bracket = bracket_before(text, &window);
        let first = tokens.partition_point(|t| t.end <= window.start());
        let after = tokens.partition_point(|t| t.start < window.end());
        let beside = labels.beside(tokens, first, after);
        for rule in RULES {
            if let Some((kind, score, why)) = rule(&window, beside.as_ref()) {
                // Letters read as figures, and a part of a longer row, are a little less sure.
                let score = score
                    - if window.misread() { 0.04 } else { 0.0 }
                    - if window.whole { 0.0 } else { 0.03 };
                let start = match run.plus {
                    Some(plus) if window.plus && kind == Kind::Phone => plus,
                    _ if kind == Kind::Phone => bracket.unwrap_or(window.start()),
                    _ => window.start(),
                };
                let hit = Hit::new(kind, start, window.end(), score, why);
                candidates.push((hit, window.digits.len()));
            }
        }
    }
    candidates.sort_by(|(a, an), (b, bn)| b.score.total_cmp(&a.score).then(bn.cmp(an)));
    let mut chosen: Vec<Hit> = Vec::new();
    for (hit, _) in candidates {
        if !chosen.iter().any(|c| c.meets(hit.start, hit.end)) {
            chosen.push(hit);
        }
    }
    chosen
}
