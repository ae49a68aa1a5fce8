//! Parts of an address with figures: index, house, flat.

use super::{
    Part,
    named::is_initial,
    skip_between,
    words::{FLAT, FLAT_BEHIND, HOUSE, HOUSE_BEHIND, listed},
};
use crate::tokens::{Case, Form, Token};

pub(super) fn index(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let is_index = tokens[i].form == Form::Number && tokens[i].end - tokens[i].start == 6;
    let then_place = is_index && {
        let next = skip_between(tokens, i + 1);
        next > i + 1 || tokens.get(next).is_some_and(Token::is_word)
    };
    then_place.then_some((Part::Index, i + 1))
}

/// `5`, `5а`, `120/3` (its first figure), `12-Б`: up to four figures and perhaps a letter.
pub(super) fn house_number(token: &Token) -> bool {
    let digits = token.key.chars().take_while(char::is_ascii_digit).count();
    let rest = token.letters() - digits;
    matches!(token.form, Form::Number | Form::Mixed) && (1..=4).contains(&digits) && rest <= 1
}

/// After a number with its fraction, letter or corpus: `86/2`, `86-А`, `86 "б"`.
pub(super) fn after_number(tokens: &[Token], i: usize) -> usize {
    let mut after = i + 1;
    while let (Some(mark), Some(part)) = (tokens.get(after), tokens.get(after + 1)) {
        let glued = mark.start == tokens[after - 1].end && part.start == mark.end;
        let goes_on = matches!(mark.form, Form::Mark('/' | '-' | '\\'))
            && glued
            && (house_number(part) || part.is_letter());
        let quoted = matches!(mark.form, Form::Mark('"' | '«')) && part.is_letter();
        if goes_on {
            after += 2;
        } else if quoted {
            after += 2 + usize::from(
                tokens
                    .get(after + 2)
                    .is_some_and(|t| matches!(t.form, Form::Mark('"' | '»'))),
            );
        } else {
            break;
        }
    }
    // `86 а`
    if let Some(t) = tokens.get(after)
        && t.is_letter()
        && ["а", "б", "в", "г"].contains(&t.key.as_str())
        && tokens
            .get(after + 1)
            .is_none_or(|n| !n.is_word() && !n.is('.'))
    {
        after += 1;
    }
    after
}

/// A house or flat with its number: `д. 5`, `дом № 5`, `кв. 12`, `5-үй`, `12-батир`.
pub(super) fn numbered(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let token = &tokens[i];
    if token.is_word() {
        let part = match token.key.as_str() {
            k if listed(HOUSE, k) => Part::House,
            k if listed(FLAT, k) => Part::Flat,
            _ => return None,
        };
        let mut at = i + 1;
        while tokens
            .get(at)
            .is_some_and(|t| matches!(t.form, Form::Mark('.' | '№' | ':' | '#') | Form::Break))
        {
            at += 1;
        }
        if token.letters() == 1
            && is_initial(tokens, i, at)
            && token.case == Case::Upper
            && i > 0
            && tokens[i - 1].is('.')
        {
            return None;
        }
        let number = tokens.get(at).filter(|t| house_number(t))?;
        // `дом 5 лет` is no door.
        let unit = tokens.get(at + 1).is_some_and(|t| {
            [
                "лет",
                "год",
                "года",
                "человек",
                "семей",
                "класс",
                "жыл",
                "жаш",
            ]
            .contains(&t.key.as_str())
        });
        return (!unit && number.start > 0).then(|| (part, after_number(tokens, at)));
    }
    if !house_number(token) {
        return None;
    }
    let mut at = after_number(tokens, i);
    at += usize::from(tokens.get(at).is_some_and(|t| t.is('-')));
    let word = tokens.get(at).filter(|t| t.is_word())?;
    // `227-а кв 9`: that word goes with what follows it.
    let next = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|t| t.is('.')));
    if at > i + 1 && tokens.get(next).is_some_and(house_number) && !tokens[at - 1].is('-') {
        return None;
    }
    match word.key.as_str() {
        k if listed(HOUSE_BEHIND, k) => Some((Part::House, at + 1)),
        k if listed(FLAT_BEHIND, k) => Some((Part::Flat, at + 1)),
        _ => None,
    }
}
