//! Addresses in Russian and Kyrgyz: parts in a row, from the region down to the flat.
//!
//! Russian puts what it is before the name (`ул. Ленина`), Kyrgyz behind it (`Ленин көчөсү`). A row is an address if it
//! leads to a door, or if a word says that somebody lives there. Any row at all hides its names from the search for
//! persons: a street called after somebody is not somebody.

mod door;
mod named;
mod words;

use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Form, Token},
};
use door::{after_number, house_number, index, numbered};
use named::{postfixed, prefixed};

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Index,
    Country,
    Region,
    District,
    Settlement,
    Block,
    Street,
    House,
    Flat,
    /// Figures that stand where a house or flat would.
    Bare,
}

/// Addresses, and places with names that are no persons.
#[derive(Debug, Default)]
pub struct Places {
    /// The addresses.
    pub hits: Vec<Hit>,
    /// Places with names: first character, after the last.
    pub named: Vec<(usize, usize)>,
}

/// All of a text.
#[must_use]
pub fn find(tokens: &[Token]) -> Places {
    let mut places = Places::default();
    let mut i = 0;
    while i < tokens.len() {
        let row = row_at(tokens, i);
        let Some((after, parts)) = row else {
            i += 1;
            continue;
        };
        let (start, end) = (tokens[i].start, tokens[after - 1].end);
        if let Some(score) = leads_to_a_door(&parts, || lives_here(tokens, i)) {
            places.hits.push(Hit::new(
                Kind::Address,
                start,
                end,
                score,
                Why::AddressParts(parts.len()),
            ));
        }
        places.named.push((start, end));
        i = after;
    }
    places
}

fn leads_to_a_door(parts: &[Part], lives: impl Fn() -> bool) -> Option<f32> {
    let has = |p: Part| parts.contains(&p);
    let door = has(Part::House) || has(Part::Bare) || has(Part::Flat);
    if has(Part::Street) && door {
        return Some(0.95);
    }
    if (has(Part::Block) || has(Part::Settlement)) && door {
        return Some(0.88);
    }
    if has(Part::House) && has(Part::Flat) {
        return Some(0.75);
    }
    let named = parts
        .iter()
        .filter(|p| !matches!(p, Part::Bare | Part::Country | Part::Index))
        .count();
    let near = has(Part::Street)
        || has(Part::Block)
        || (has(Part::Settlement) && named >= 2)
        || has(Part::House);
    if near && lives() {
        return Some(0.75);
    }
    (has(Part::Street) && named >= 2 && (has(Part::Settlement))).then_some(0.6)
}

/// Whether a word shortly before says that somebody lives there.
fn lives_here(tokens: &[Token], first: usize) -> bool {
    const WORDS: &str = "адрес прожив прожит живу живет живем живущ прописан зарегистр жашай жашаг жашап турам турган дарег \
    дарек катталг катталып address домой дома";
    tokens[first.saturating_sub(8)..first]
        .iter()
        .rev()
        .any(|t| WORDS.split(' ').any(|w| t.key.starts_with(w)))
}

/// The longest row of parts from the token `i`.
fn row_at(tokens: &[Token], i: usize) -> Option<(usize, Vec<Part>)> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut at, mut after) = (i, i);
    while let Some((part, next)) = part_at(tokens, at, parts.last().copied()) {
        parts.push(part);
        after = next;
        at = skip_between(tokens, next);
    }
    // An index or a bare country at the end or alone is no row.
    let strong = parts
        .iter()
        .any(|p| !matches!(p, Part::Index | Part::Country | Part::Bare));
    strong.then_some((after, parts))
}

/// Commas, points, one line's end and small words between parts.
fn skip_between(tokens: &[Token], mut at: usize) -> usize {
    let mut breaks = 0;
    while let Some(token) = tokens.get(at) {
        match token.form {
            Form::Mark(',' | '.' | ';' | '-' | '(' | ')' | ':' | '№' | '#') => at += 1,
            Form::Break if breaks == 0 => {
                breaks += 1;
                at += 1;
            }
            Form::Word if ["по", "на", "в", "жана"].contains(&token.key.as_str()) => {
                at += 1
            }
            _ => break,
        }
    }
    at
}

fn part_at(tokens: &[Token], i: usize, last: Option<Part>) -> Option<(Part, usize)> {
    let token = tokens.get(i)?;
    index(tokens, i)
        .or_else(|| country(tokens, i))
        .or_else(|| numbered(tokens, i))
        .or_else(|| prefixed(tokens, i))
        .or_else(|| postfixed(tokens, i))
        .or_else(|| {
            // `ул. Ленина, 86`, `Ленин көчөсү 86/2`, `ул. Ленина 86-12`
            let follows = matches!(
                last,
                Some(Part::Street | Part::Block | Part::House | Part::Bare | Part::Settlement)
            );
            let bare = follows
                && house_number(token)
                && !(last == Some(Part::Settlement)
                    && token.form == Form::Number
                    && token.letters() > 3);
            let twice = last == Some(Part::Bare)
                && tokens
                    .get(i.wrapping_sub(1))
                    .is_some_and(|t| !t.is('-') && !t.is('/') && !t.is(','));
            let years = tokens
                .get(i + 1)
                .is_some_and(|t| t.key == "лет" || t.key == "жыл");
            (bare && !twice && !years).then(|| (Part::Bare, after_number(tokens, i)))
        })
}

fn country(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let next = tokens.get(i + 1).map_or("", |t| t.key.as_str());
    let key = tokens[i].key.as_str();
    let two = (key.starts_with("кыргыз") && next.starts_with("республик"))
        || (key == "российская" && next == "федерация");
    match key {
        _ if two => Some((Part::Country, i + 2)),
        "кр" | "рф" | "россия" | "кыргызстан" => Some((Part::Country, i + 1)),
        _ => None,
    }
}
