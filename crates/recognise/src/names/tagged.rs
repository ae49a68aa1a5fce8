//! What the tagger found, joined with what the rules found.

use super::{
    Tagged,
    known::Sure,
    parts::{Parts, Surname},
};
use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Case, Form, Token},
};

/// A tagger's person without any form of a name must be as sure as this: two words, or one within a sentence.
const TWO_WORDS: f32 = 0.75;
const ONE_WORD: f32 = 0.55;

/// What the joining looks at.
pub(super) struct Text<'a> {
    /// The words.
    pub tokens: &'a [Token],
    /// What each could be in a name.
    pub parts: &'a [Parts],
    /// Where no person is looked for.
    pub hidden: &'a [bool],
    /// The network knows Russian; of Kyrgyz it takes much for names.
    pub kyrgyz: bool,
}

/// Joins the two.
pub(super) fn merge(hits: &mut Vec<Hit>, tagged: &[Tagged], text: &Text<'_>) {
    // What it takes for a place or an organisation is no lone, half-sure name.
    hits.retain(|h| {
        h.score >= 0.7
            || !tagged
                .iter()
                .any(|(start, end, person)| !person && h.meets(*start, *end))
    });
    for (start, end, person) in tagged {
        if *person && let Some((first, after)) = text.trimmed(*start, *end) {
            text.take(hits, first, after);
        }
    }
    hits.sort_by_key(|h| (h.start, h.end));
}

impl Text<'_> {
    /// The tokens of a finding without words and marks at its edges that are no name.
    fn trimmed(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let (tokens, parts) = (self.tokens, self.parts);
        let mut first = tokens.partition_point(|t| t.end <= start);
        let mut after = tokens.partition_point(|t| t.start < end);
        let edge = |i: usize| {
            !tokens[i].is_word() || parts[i].never || !tokens[i].is_capital() && !parts[i].child
        };
        while first < after && edge(first) {
            first += 1;
        }
        // The point of a last initial belongs to it.
        let initials_point = |i: usize| tokens[i].is('.') && i > 0 && tokens[i - 1].is_letter();
        while after > first && edge(after - 1) && !initials_point(after - 1) {
            after -= 1;
        }
        if first < after
            && tokens[after - 1].is_letter()
            && tokens.get(after).is_some_and(|t| t.is('.'))
        {
            after += 1;
        }
        let clean = (first..after).all(|i| {
            !self.hidden[i]
                && !parts[i].never
                && !matches!(tokens[i].form, Form::Number | Form::Mixed)
        });
        (first < after && clean).then_some((first, after))
    }

    fn take(&self, hits: &mut Vec<Hit>, first: usize, after: usize) {
        let (start, end) = (self.tokens[first].start, self.tokens[after - 1].end);
        let mut met = hits.iter_mut().filter(|h| h.meets(start, end));
        match (met.next(), met.next()) {
            (None, _) => {
                if let Some(score) = self.alone(first, after) {
                    let formed = (first..after).any(|i| self.parts[i].any());
                    let why = if formed {
                        Why::TaggerAndForm
                    } else {
                        Why::Tagger
                    };
                    hits.push(Hit::new(Kind::Person, start, end, score, why));
                }
            }
            (Some(hit), None) => {
                let upper =
                    |i: usize| self.tokens[i].case == Case::Upper && self.tokens[i].letters() > 1;
                // A line in capitals was shown to the network with other letters: too many words join.
                if (first..after).filter(|i| upper(*i)).count() > 3 {
                    return;
                }
                hit.start = hit.start.min(start);
                hit.end = hit.end.max(end);
                hit.score = (hit.score + 0.15).min(0.99);
                hit.why = Why::TaggerAndForm;
            }
            // Two names that rules tell apart, and the tagger joins, stay two.
            _ => {}
        }
    }

    fn opens_line(&self, first: usize) -> bool {
        first == 0
            || !matches!(
                self.tokens[first - 1].form,
                Form::Word | Form::Mark(',' | '(')
            )
    }

    /// How sure the tagger is where no rule found anything.
    fn alone(&self, first: usize, after: usize) -> Option<f32> {
        let words: Vec<usize> = (first..after)
            .filter(|i| self.tokens[*i].is_word() && !self.tokens[*i].is_letter())
            .collect();
        let titled = words
            .iter()
            .all(|i| self.tokens[*i].case == Case::Title || self.parts[*i].child);
        let sure = words.iter().any(|i| {
            let p = &self.parts[*i];
            p.given == Some(Sure::Listed)
                || p.surname >= Some(Surname::Formed)
                || p.patronymic.is_some()
                || p.child
        });
        let formed = words.iter().any(|i| self.parts[*i].any());
        // Behind a small word of the same sentence a capital means something.
        let within = first > 0
            && self.tokens[first - 1].is_word()
            && self.tokens[first - 1].case == Case::Lower;
        // A line in capitals, which the network saw otherwise.
        let upper = words.iter().all(|i| self.tokens[*i].case == Case::Upper);
        let perhaps = words
            .iter()
            .any(|i| self.parts[*i].any() || self.parts[*i].surname.is_some());
        match (words.len(), self.kyrgyz) {
            (2 | 3, _)
                if upper && perhaps && words.iter().all(|i| self.tokens[*i].letters() >= 4) =>
            {
                Some(0.6)
            }
            _ if !titled => None,
            (0, _) => None,
            (1, true) => (sure && within).then_some(0.65),
            (1, false) => (within || sure && !self.opens_line(first)).then_some(if formed {
                0.65
            } else {
                ONE_WORD
            }),
            (_, true) => (sure && formed).then_some(0.85),
            (_, false) => Some(if formed { 0.85 } else { TWO_WORDS }),
        }
    }
}
