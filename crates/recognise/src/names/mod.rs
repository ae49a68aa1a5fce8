//! Names of persons, by rules: given names from the two lists, surnames and patronymics by their endings, initials,
//! `уулу` and `кызы`; in Cyrillic and Latin letters, in any case of grammar and of letters.
//!
//! To add a name: `lists/ky.txt` or `lists/ru.txt`. To add a form of grammar: `endings.rs`. To add an order of parts:
//! `orders.rs`.

mod announce;
mod coarse;
mod endings;
mod known;
mod orders;
mod parts;
mod repeat;
mod row;
mod tagged;
mod words;

pub use known::Known;

use crate::{
    address::Places,
    hit::Hit,
    tokens::{Form, Token},
};

/// A tagger's finding: first character, after the last, and whether it is a person.
pub type Tagged = (usize, usize, bool);

/// All persons of a text.
#[must_use]
pub fn find(
    tokens: &[Token],
    places: &Places,
    tagged: &[Tagged],
    known: &Known,
    kyrgyz: bool,
) -> Vec<Hit> {
    let parts: Vec<parts::Parts> = parts::of(tokens, known, kyrgyz);
    let hidden = hidden(tokens, places);
    let mut hits = row::find(tokens, &parts, &hidden);
    let text = tagged::Text {
        tokens,
        parts: &parts,
        hidden: &hidden,
        kyrgyz,
    };
    tagged::merge(&mut hits, tagged, &text);
    repeat::find(&mut hits, tokens, &parts, &hidden);
    hits
}

/// Tokens in which no person is looked for: of places, and of what is called after somebody.
fn hidden(tokens: &[Token], places: &Places) -> Vec<bool> {
    let mut hidden = vec![false; tokens.len()];
    for (start, end) in &places.named {
        let first = tokens.partition_point(|t| t.end <= *start);
        for (token, hidden) in tokens.iter().zip(&mut hidden).skip(first) {
            if token.start >= *end {
                break;
            }
            *hidden = true;
        }
    }
    for i in 0..tokens.len() {
        if !tokens[i].is_word() {
            continue;
        }
        match tokens[i].key.as_str() {
            "им" | "имени" | "памяти" => hide_after(tokens, &mut hidden, i + 1),
            key if key.starts_with("атындаг") => hide_before(tokens, &mut hidden, i),
            _ => {}
        }
    }
    hidden
}

/// `школа имени Ч. Айтматова`
fn hide_after(tokens: &[Token], hidden: &mut [bool], first: usize) {
    for i in first..tokens.len().min(first + 7) {
        let named = tokens[i].is_capital() || tokens[i].is('.') || tokens[i].is('-');
        if !named {
            break;
        }
        hidden[i] = true;
    }
}

/// `Ч. Айтматов атындагы мектеп`
fn hide_before(tokens: &[Token], hidden: &mut [bool], after: usize) {
    for i in (after.saturating_sub(7)..after).rev() {
        let named = tokens[i].is_capital() || tokens[i].is('.') || tokens[i].is('-');
        if !named || tokens[i].form == Form::Break {
            break;
        }
        hidden[i] = true;
    }
}
