//! Personal data in Kyrgyz and Russian texts: what, where, how sure, and why. Suggestions for a person who confirms them.
//!
//! ```
//! let detector = recognise::Detector::new(None);
//! let hits = detector.find("ПИН 21210198500234, тел. 0555 12 34 56");
//! assert_eq!(hits[0].kind, recognise::Kind::NationalId);
//! assert_eq!((hits[0].start, hits[0].end), (4, 18));
//! ```
//!
//! In order: the text is normalised with the way back ([`normal`](Normal)), cut into words and figures (`tokens`), and
//! given to the recognisers: `numbers` (check digits, dates within, labels), `codes` (letters and figures), `email`,
//! `passport`, `birth`, `secret`, `address`, then `names`, which knows what the addresses hid and what the tagger said, and
//! looks for each name again. `settle` leaves one finding where several claim a place.
//!
//! **To add a recogniser:** a file with `find(..) -> Vec<Hit>` over tokens or the normalised text, a line in
//! `plain` or [`Detector::find`], a [`Kind`] if it is a new one, a reason in [`Why`], and their words in `crates/text`.
//!
//! No clock, no chance, no files, no network. The tagger's weights are given as bytes; without them the rules work alone.

mod address;
mod birth;
mod checks;
mod codes;
mod email;
mod figures;
mod hit;
mod kind;
mod labels;
mod names;
mod normal;
mod numbers;
mod passport;
mod secret;
mod settle;
pub mod tagger;
mod tokens;

pub use hit::{Hit, Why};
pub use kind::Kind;
pub use normal::Normal;
pub use tagger::{Tagger, WeightsError};

use names::Known;

/// Finds personal data.
#[derive(Debug, Default)]
pub struct Detector {
    tagger: Option<Tagger>,
    known: Known,
}

impl Detector {
    /// With the tagger, or by rules alone.
    #[must_use]
    pub fn new(tagger: Option<Tagger>) -> Self {
        Self {
            tagger,
            known: Known::default(),
        }
    }

    /// Whether the tagger works too.
    #[must_use]
    pub fn has_tagger(&self) -> bool {
        self.tagger.is_some()
    }

    /// All findings in order of their places, which are in Unicode scalar values of `text` and do not meet.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit> {
        let normal = Normal::of(text);
        let tokens = tokens::tokens(&normal);
        let places = address::find(&tokens);
        let tagged = self
            .tagger
            .as_ref()
            .map(|t| t.persons_and_names(&normal))
            .unwrap_or_default();
        let mut hits = plain(&normal, &tokens);
        hits.extend(names::find(
            &tokens,
            &places,
            &tagged,
            &self.known,
            is_kyrgyz(&normal, &tokens),
        ));
        hits.extend(places.hits);
        given(&normal, hits)
    }
}

/// What needs no names and no tagger: numbers, codes, e-mail, dates of birth, passwords. Cheap enough to warn while
/// somebody types.
#[must_use]
pub fn numbers_and_secrets(text: &str) -> Vec<Hit> {
    let normal = Normal::of(text);
    let tokens = tokens::tokens(&normal);
    given(&normal, plain(&normal, &tokens))
}

fn plain(text: &Normal, tokens: &[tokens::Token]) -> Vec<Hit> {
    let labels = labels::Labels::of(tokens);
    let mut hits = numbers::find(text, tokens, &labels);
    hits.extend(codes::find(text, tokens, &labels));
    hits.extend(email::find(text));
    hits.extend(passport::find(tokens));
    hits.extend(birth::find(text, tokens));
    hits.extend(secret::find(text, tokens));
    hits
}

/// Settled, with places of the text as it was given.
fn given(normal: &Normal, hits: Vec<Hit>) -> Vec<Hit> {
    let mut hits = settle::settle(hits);
    for hit in &mut hits {
        let named = hit.named_from < hit.start;
        let from = normal.given(hit.named_from, hit.named_from + 1).0;
        (hit.start, hit.end) = normal.given(hit.start, hit.end);
        hit.named_from = if named { from } else { hit.start };
    }
    hits
}

/// Whether a text seems to be Kyrgyz: its own letters, or small words that Russian lacks.
fn is_kyrgyz(text: &Normal, tokens: &[tokens::Token]) -> bool {
    const WORDS: &[&str] = &[
        "жана",
        "менен",
        "учун",
        "боюнча",
        "деген",
        "мен",
        "биз",
        "бул",
        "керек",
        "эле",
        "эмес",
        "менин",
        "суранам",
    ];
    text.chars
        .iter()
        .any(|c| matches!(c, 'ң' | 'ө' | 'ү' | 'Ң' | 'Ө' | 'Ү'))
        || tokens
            .iter()
            .filter(|t| WORDS.contains(&t.key.as_str()))
            .count()
            >= 2
}
