//! Russian passports whose series and number stand apart: `серия 45 08 № 123456`. Told only by the words.

use crate::{
    figures::figure,
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Form, Token},
};

/// All of a text.
#[must_use]
pub fn find(tokens: &[Token]) -> Vec<Hit> {
    (0..tokens.len())
        .filter_map(|i| series_and_number(tokens, i))
        .collect()
}

fn figures(token: &Token) -> Option<usize> {
    let all = matches!(token.form, Form::Number | Form::Mixed)
        && token.key.chars().all(|c| figure(c).is_some());
    all.then_some(token.end - token.start)
}

/// Whether a word of a passport stands shortly before.
fn labelled(tokens: &[Token], first: usize) -> Option<String> {
    tokens[first.saturating_sub(8)..first]
        .iter()
        .rev()
        .find(|t| {
            ["паспорт", "удостовер", "сери", "passport"]
                .iter()
                .any(|s| t.key.starts_with(s))
        })
        .map(|t| t.key.clone())
}

fn series_and_number(tokens: &[Token], first: usize) -> Option<Hit> {
    let mut at = match (
        figures(&tokens[first])?,
        tokens.get(first + 1).and_then(figures),
    ) {
        (4, _) => first + 1,
        (2, Some(2)) => first + 2,
        _ => return None,
    };
    let mut between = 0;
    // `№`, `N`, `номер`, `no.`: something must part them, else the figures' own rule has it.
    while let Some(token) = tokens.get(at) {
        let parts = match token.form {
            Form::Mark('№' | ',' | '.' | ':' | '-') => true,
            Form::Break => true,
            Form::Word => ["номер", "номери", "n", "no", "н", "ном"].contains(&token.key.as_str()),
            _ => false,
        };
        if !parts {
            break;
        }
        between += 1;
        at += 1;
    }
    let last = tokens.get(at).filter(|t| figures(t) == Some(6))?;
    let word = labelled(tokens, first)?;
    (between > 0 && between <= 4).then(|| {
        Hit::new(
            Kind::Passport,
            tokens[first].start,
            last.end,
            0.93,
            Why::FormAndLabel(word),
        )
    })
}
