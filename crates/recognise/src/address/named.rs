//! Parts of an address with names: what stands before the name (`ул. Ленина`) or behind it (`Ленин көчөсү`).

use super::{
    Part,
    door::{after_number, house_number},
    words::{FLAT, HOUSE, NO_NAME, PREFIXES, listed, postfix},
};
use crate::tokens::{Case, Form, Token};

/// `г. Бишкек`, `улица Ч. Айтматова`, `пр-т Чуй`, `ул. 50 лет Октября`.
pub(super) fn prefixed(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let token = tokens.get(i).filter(|t| t.is_word())?;
    let (part, _) = PREFIXES.iter().find(|(_, keys)| listed(keys, &token.key))?;
    let mut at = i + 1;
    // `пр-т`, `б-р`, `ж/м`
    if ["пр", "б", "ул", "просп"].contains(&token.key.as_str())
        && tokens.get(at).is_some_and(|t| t.is('-'))
        && tokens.get(at + 1).is_some_and(|t| {
            t.is_word() && t.letters() <= 3 && t.case == Case::Lower && t.start == tokens[at].end
        })
    {
        at += 2;
    }
    let shortened = at > i + 1;
    let pointed = shortened || tokens.get(at).is_some_and(|t| t.is('.'));
    at += usize::from(tokens.get(at).is_some_and(|t| t.is('.')));
    if token.letters() == 1 && !shortened && is_initial(tokens, i, at) {
        return None;
    }
    at += usize::from(tokens.get(at).is_some_and(|t| t.form == Form::Break));
    at += usize::from(
        tokens
            .get(at)
            .is_some_and(|t| matches!(t.form, Form::Mark('"' | '«'))),
    );
    // One letter without its point is a preposition (`с 5 мая`) or a year's `г`.
    if token.letters() == 1
        && !pointed
        && tokens
            .get(at)
            .is_none_or(|t| !t.is_capital() || t.start > token.end + 1)
    {
        return None;
    }
    let strict = !pointed && token.letters() <= 4;
    let after = name(tokens, at, *part, strict)?;
    Some((*part, after))
}

/// `С. Асанов`, `Н.С. Асанов`, `Асанов С. А.`: a letter of somebody's initials, not `с.` of a village.
pub(super) fn is_initial(tokens: &[Token], i: usize, after: usize) -> bool {
    let letter = |k: usize| tokens.get(k).is_some_and(Token::is_letter);
    let pointed = |k: usize| tokens.get(k).is_some_and(|t| t.is('.'));
    let name_is_capital = tokens
        .get(after)
        .is_some_and(|t| t.case == Case::Upper && !t.is_letter());
    let before =
        i >= 2 && pointed(i - 1) && letter(i - 2) && tokens[i - 1].end + 1 >= tokens[i].start;
    let behind = letter(after) && pointed(after + 1);
    before || behind || (tokens[i].case == Case::Upper && !name_is_capital)
}

/// The name behind what it is: up to three words with a capital, initials, figures as in `8 Марта`; in lower case one.
fn name(tokens: &[Token], first: usize, part: Part, strict: bool) -> Option<usize> {
    let mut at = first;
    // `50 лет Октября`, `7-апрель`, `8 Марта`
    if part == Part::Street
        && tokens
            .get(at)
            .is_some_and(|t| t.form == Form::Number && t.letters() <= 3)
    {
        let mut next = at + 1;
        next += usize::from(tokens.get(next).is_some_and(|t| t.is('-')));
        let word = tokens.get(next).filter(|t| t.is_word())?;
        if word.key == "лет" {
            next += 1;
        }
        tokens.get(next).filter(|t| t.is_word())?;
        return Some(next + 1);
    }
    if part == Part::Block && tokens.get(at).is_some_and(house_number) {
        return Some(after_number(tokens, at));
    }
    let mut words = 0;
    while let Some(token) = tokens.get(at) {
        let initial = token.is_letter()
            && token.is_capital()
            && tokens.get(at + 1).is_some_and(|t| t.is('.'));
        if initial {
            at += 2;
            continue;
        }
        let hyphen = words > 0
            && token.is('-')
            && token.start == tokens[at - 1].end
            && tokens
                .get(at + 1)
                .is_some_and(|t| t.is_word() && t.start == token.end);
        if hyphen {
            at += 2;
            continue;
        }
        let marker = token.is_word() && is_marker(tokens, at);
        let fits = token.is_word()
            && !marker
            && !token.is_letter()
            && (token.is_capital() || (words == 0 && !strict && token.letters() > 2));
        if !fits || words == 3 {
            break;
        }
        // In a text all in capitals or all in small letters one word is the name.
        let alone = words > 0 && (token.case != Case::Title || tokens[at - 1].form == Form::Break);
        if alone {
            break;
        }
        words += 1;
        at += 1;
    }
    (words > 0).then_some(at)
}

/// Whether a word begins another part.
fn is_marker(tokens: &[Token], i: usize) -> bool {
    let key = tokens[i].key.as_str();
    // `Кичи-Кемин` is a village, `кичи район` a block.
    if tokens
        .get(i + 1)
        .is_some_and(|t| t.is('-') && t.start == tokens[i].end)
        && tokens[i].is_capital()
    {
        return false;
    }
    listed(HOUSE, key)
        || listed(FLAT, key)
        || PREFIXES.iter().any(|(_, keys)| listed(keys, key))
        || postfix(key).is_some()
}

/// `Чүй облусу`, `Кемин району`, `Ленин көчөсү`, `Чуйская область`, `8-Март көчөсү`, `Ак-Түз айыл аймагы`.
pub(super) fn postfixed(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let mut at = i;
    let mut words = 0;
    // `50 лет Октября көчөсү`
    if tokens
        .get(at + 1)
        .is_some_and(|t| t.key == "лет" || t.key == "жыл")
        && tokens[at].form == Form::Number
    {
        at += 2;
        words = 1;
        at += usize::from(tokens.get(at)?.is_capital());
    }
    // `8-Март`, `7-апрель`, `12-кичи район`
    if tokens.get(at)?.form == Form::Number && tokens[at].letters() <= 3 {
        at += 1;
        at += usize::from(tokens.get(at)?.is('-'));
        if let Some(Part::Block) = postfix(&tokens.get(at)?.key) {
            words = 1;
        }
    }
    loop {
        let token = tokens.get(at)?;
        // `Жаңы-Конуш`: glued by a hyphen it is a name's second half.
        let glued = at > i
            && tokens[at - 1].is('-')
            && token.start == tokens[at - 1].end
            && token.is_capital();
        if words > 0
            && !glued
            && token.is_word()
            && let Some(part) = postfix(&token.key)
        {
            let next = tokens.get(at + 1);
            let lower = token.case != Case::Title;
            // `айыл аймагы`, `айылдык аймак`, `кичи район`, `р-н`
            let more = match (part, next) {
                (Part::Settlement | Part::Block, Some(n))
                    if n.key.starts_with("айма")
                        || n.key.starts_with("район")
                        || n.key.starts_with("жай")
                        || n.key.starts_with("окмот") =>
                {
                    1
                }
                (_, Some(n))
                    if n.is('-')
                        && tokens.get(at + 2).is_some_and(|t| {
                            ["н", "не", "на", "ну", "нун", "нда", "т"].contains(&t.key.as_str())
                        }) =>
                {
                    2
                }
                (_, Some(n)) if n.is('.') && token.letters() <= 4 => 1,
                _ => 0,
            };
            // One letter alone proves nothing: `р` of `р-н`, `к.`; a capital is an initial.
            if token.letters() == 1 && (more == 0 || more == 1 && token.case != Case::Lower) {
                return None;
            }
            return lower.then_some((part, at + 1 + more));
        }
        let initial = token.is_letter() && token.is_capital() && tokens.get(at + 1)?.is('.');
        let hyphen = words > 0
            && token.is('-')
            && token.start == tokens[at - 1].end
            && tokens.get(at + 1)?.start == token.end;
        if initial {
            at += 2;
        } else if hyphen {
            at += 1;
        } else if token.is_word()
            && words < 3
            && (!listed(NO_NAME, &token.key) || tokens.get(at + 1).is_some_and(|t| t.is('-')))
            && (token.is_capital() || words == 0 && lower_name(tokens, at))
        {
            words += 1;
            at += 1;
        } else {
            return None;
        }
    }
}

/// In small letters a name stands right before its street: `ленин көчөсү`.
fn lower_name(tokens: &[Token], at: usize) -> bool {
    tokens[at].letters() > 2
        && tokens.get(at + 1).is_some_and(|t| {
            t.is_word()
                && (t.key.starts_with("кочос")
                    || t.key == "коч"
                    || t.key.starts_with("облус")
                    || t.key.starts_with("айылы")
                    || t.key.starts_with("району")
                    || t.key.starts_with("шаары"))
        })
}
