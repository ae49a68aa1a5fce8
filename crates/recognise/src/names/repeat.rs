//! A name found once is looked for everywhere in the text, in other cases of grammar and letters too.

use std::collections::BTreeMap;

use super::{
    endings,
    parts::{Parts, Surname},
};
use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Case, Form, Token},
};

/// How a found word may come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Again {
    /// Without a capital too: a surname that no common word is.
    small: bool,
}

/// Stems shorter than this would be found in other words.
const SHORTEST: usize = 4;

/// Adds what repeats.
pub(super) fn find(hits: &mut Vec<Hit>, tokens: &[Token], parts: &[Parts], hidden: &[bool]) {
    let stems = stems(hits, tokens, parts);
    if stems.is_empty() {
        return;
    }
    let mut covered = vec![false; tokens.len()];
    for hit in hits.iter() {
        let first = tokens.partition_point(|t| t.end <= hit.start);
        for (token, covered) in tokens.iter().zip(&mut covered).skip(first) {
            if token.start >= hit.end {
                break;
            }
            *covered = true;
        }
    }
    let mut i = 0;
    while i < tokens.len() {
        let mut after = i;
        while after < tokens.len()
            && !covered[after]
            && !hidden[after]
            && repeats(&stems, &tokens[after], &parts[after])
        {
            after += 1;
        }
        if after > i {
            let (start, end) = (tokens[i].start, tokens[after - 1].end);
            join(hits, tokens, i, after, start, end);
            i = after;
        } else {
            i += 1;
        }
    }
    hits.sort_by_key(|h| (h.start, h.end));
}

/// Beside a name that is already there it is a part of it; else a name by itself.
fn join(
    hits: &mut Vec<Hit>,
    tokens: &[Token],
    first: usize,
    after: usize,
    start: usize,
    end: usize,
) {
    let before = first.checked_sub(1).map(|i| tokens[i].end);
    let behind = tokens.get(after).map(|t| t.start);
    let beside = hits.iter_mut().find(|h| {
        (Some(h.end) == before && tokens[first - 1].form != Form::Break) || Some(h.start) == behind
    });
    match beside {
        Some(hit) => {
            hit.start = hit.start.min(start);
            hit.end = hit.end.max(end);
        }
        None => hits.push(Hit::new(Kind::Person, start, end, 0.7, Why::Repeated)),
    }
}

fn stems(hits: &[Hit], tokens: &[Token], parts: &[Parts]) -> BTreeMap<String, Again> {
    let mut stems = BTreeMap::new();
    for hit in hits.iter().filter(|h| h.score >= 0.7) {
        let first = tokens.partition_point(|t| t.end <= hit.start);
        for (i, token) in tokens.iter().enumerate().skip(first) {
            if token.start >= hit.end {
                break;
            }
            let part = &parts[i];
            if !token.is_word() || part.child || part.never || token.letters() < SHORTEST {
                continue;
            }
            // In a half-sure name an unknown word may be none.
            if hit.score < 0.85 && !part.any() {
                continue;
            }
            let small = part.surname == Some(Surname::Sure) && token.letters() >= 6;
            let stem = stem(&part.coarse, part);
            if stem.chars().count() >= SHORTEST - 1 {
                stems.insert(stem, Again { small });
            }
        }
    }
    stems
}

/// The part of a word that its cases share.
fn stem(word: &str, part: &Parts) -> String {
    if part.surname >= Some(Surname::Formed) {
        for base in endings::without_kyrgyz(word) {
            for (ending, cases) in endings::SURNAMES {
                for case in *cases {
                    if let Some(root) = base
                        .strip_suffix(case)
                        .filter(|r| r.ends_with(ending) && r.chars().count() >= SHORTEST)
                    {
                        return root.to_owned();
                    }
                }
            }
        }
    }
    word.trim_end_matches(['а', 'я', 'и', 'е', 'у', 'о'])
        .to_owned()
}

fn repeats(stems: &BTreeMap<String, Again>, token: &Token, part: &Parts) -> bool {
    if !token.is_word() || part.never || part.child || part.coarse.is_empty() {
        return false;
    }
    let capital = matches!(token.case, Case::Title | Case::Upper | Case::Other);
    part.coarse
        .char_indices()
        .map(|(i, _)| i)
        .chain([part.coarse.len()])
        .skip(SHORTEST - 1)
        .any(|cut| {
            let (Some(root), Some(rest)) = (part.coarse.get(..cut), part.coarse.get(cut..)) else {
                return false;
            };
            stems
                .get(root)
                .is_some_and(|again| (capital || again.small) && endings::is_ending(rest))
        })
}
