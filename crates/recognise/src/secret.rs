//! Passwords, PINs and codes that a text gives away: the word, and the value behind it.

use crate::{
    hit::{Hit, Why},
    kind::Kind,
    normal::Normal,
    tokens::{Form, Token},
};

/// What the value of a label may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// Anything that does not look like a plain word.
    Any,
    /// So many figures.
    Figures(usize, usize),
}

/// The secret's word at a token, and how many tokens it takes.
fn label_at(tokens: &[Token], i: usize) -> Option<(Value, usize)> {
    let key = tokens[i].key.as_str();
    let next = |n: usize| tokens.get(i + n).map_or("", |t| t.key.as_str());
    // `пин-код`, `пин код`, `код-пароль`
    let dash = usize::from(tokens.get(i + 1).is_some_and(|t| t.is('-')));
    let second = next(1 + dash);
    let begins = |stems: &[&str]| stems.iter().any(|s| key.starts_with(s));
    if begins(&[
        "парол",
        "сырсоз",
        "password",
        "passwd",
        "parol",
        "пассворд",
        "купуясоз",
    ]) || (["сыр", "купуя", "кодовое"].contains(&key)
        && ["соз", "сози", "созу", "созум", "слово"].contains(&second))
    {
        let two = ["сыр", "купуя", "кодовое"].contains(&key);
        return Some((Value::Any, if two { 2 + dash } else { 1 }));
    }
    if [
        "пин",
        "pin",
        "пинкод",
        "pincode",
        "пини",
        "пиним",
        "пинкоду",
        "пинкодум",
    ]
    .contains(&key)
        || key.starts_with("пинкод")
    {
        let two =
            second.starts_with("код") || second.starts_with("code") || second.starts_with("kod");
        return Some((Value::Figures(4, 6), if two { 2 + dash } else { 1 }));
    }
    if [
        "cvv", "cvc", "cvv2", "cvc2", "цвв", "свв", "cvс", "сvv", "свс",
    ]
    .contains(&key)
    {
        let two = second.starts_with("код") || second == "code";
        return Some((Value::Figures(3, 4), if two { 2 + dash } else { 1 }));
    }
    let code = key == "код" || key == "code" || key.starts_with("коду") || key == "кодом";
    let sms = [
        "смс",
        "sms",
        "подтверждения",
        "доступа",
        "безопасности",
        "входа",
        "домофона",
        "активации",
        "банка",
        "разблокировки",
    ];
    if code && (sms.contains(&second) || sms.contains(&next(2))) {
        let taken = if sms.contains(&second) { 2 + dash } else { 3 };
        return Some((Value::Figures(3, 8), taken));
    }
    if ["смс", "sms"].contains(&key) && second.starts_with("код") {
        return Some((Value::Figures(3, 8), 2 + dash));
    }
    (["тастыктоо", "ырастоо", "кируу", "коопсуздук"].contains(&key) && second.starts_with("код"))
        .then_some((Value::Figures(3, 8), 2 + dash))
}

/// All values given away.
#[must_use]
pub fn find(text: &Normal, tokens: &[Token]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let found = label_at(tokens, i)
            .filter(|_| matches!(tokens[i].form, Form::Word | Form::Mixed))
            .and_then(|(value, taken)| {
                given(text, tokens, i + taken, value)
                    .map(|(start, end, score)| (start, end, score, tokens[i].key.clone()))
            });
        if let Some((start, end, score, word)) = found {
            let hit = Hit::new(Kind::Secret, start, end, score, Why::Label(word));
            hits.push(Hit {
                named_from: tokens[i].start,
                ..hit
            });
            i = tokens.partition_point(|t| t.end <= end).max(i + 1);
        } else {
            i += 1;
        }
    }
    hits
}

/// How many words may stand between the label and its value.
const BETWEEN: usize = 6;

/// The value behind the label that ends before the token `after`.
fn given(
    text: &Normal,
    tokens: &[Token],
    after: usize,
    value: Value,
) -> Option<(usize, usize, f32)> {
    let mut told = false;
    let mut words = 0;
    for i in after..tokens.len() {
        let token = &tokens[i];
        match token.form {
            Form::Mark(':' | '=') => {
                told = true;
                continue;
            }
            Form::Mark('-')
                if text.at(token.start + 1) == ' '
                    || text.at(token.start.wrapping_sub(1)) == ' ' =>
            {
                told = true;
                continue;
            }
            Form::Mark('"' | '«' | '“' | '(' | '\'' | '№' | '>') => continue,
            Form::Mark('.' | ',' | ';' | '?') | Form::Break if !told => return None,
            Form::Break => continue,
            _ => {}
        }
        if let Some((start, end)) = value_at(text, tokens, i, value, told) {
            let score = if told { 0.95 } else { 0.85 };
            return Some((start, end, score));
        }
        words += 1;
        let numbered = matches!(token.form, Form::Number | Form::Mixed)
            && token.key.chars().filter(char::is_ascii_digit).count() > 2;
        if words > BETWEEN
            || numbered
            || token.form == Form::Number
            || (told && value == Value::Any)
        {
            return None;
        }
    }
    None
}

fn value_at(
    text: &Normal,
    tokens: &[Token],
    i: usize,
    value: Value,
    told: bool,
) -> Option<(usize, usize)> {
    let start = tokens[i].start;
    match value {
        Value::Figures(least, most) => figures_at(text, start, least, most),
        Value::Any => {
            let end = (start..text.len())
                .find(|k| text.at(*k).is_whitespace())
                .unwrap_or(text.len());
            let end = without_marks(text, start, end);
            let chars = text.slice(start, end);
            let figures = chars.iter().filter(|c| c.is_numeric()).count();
            let latin = chars.iter().any(char::is_ascii_alphabetic);
            let odd = chars.iter().any(|c| "!@#$%^&*_+=".contains(*c));
            let plain = figures == 0 && !odd;
            // Behind a colon any one word is meant; else only what no sentence goes on with.
            let good = if told {
                chars.len() >= 3 && (!plain || latin || ends_thought(tokens, end))
            } else {
                chars.len() >= 4
                    && (figures > 0 || odd || latin)
                    && !(figures > 0 && figures == chars.len() && chars.len() < 4)
            };
            good.then_some((start, end))
        }
    }
}

/// Whether no plain word follows: the value was the last of its sentence.
fn ends_thought(tokens: &[Token], end: usize) -> bool {
    let next = tokens.partition_point(|t| t.start < end);
    tokens
        .get(next)
        .is_none_or(|t| !t.is_word() || t.case == crate::tokens::Case::Title)
}

fn without_marks(text: &Normal, start: usize, end: usize) -> usize {
    (start..end)
        .rev()
        .find(|i| !".,;:)»\"”'?".contains(text.at(*i)))
        .map_or(start, |i| i + 1)
}

/// `least` to `most` figures, perhaps one by one with blanks or dashes.
fn figures_at(text: &Normal, start: usize, least: usize, most: usize) -> Option<(usize, usize)> {
    let (mut count, mut end, mut real) = (0, start, 0);
    let mut i = start;
    while i < text.len() {
        let c = text.at(i);
        if crate::figures::figure(c).is_some() && c != '!' {
            count += 1;
            real += usize::from(c.is_ascii_digit());
            end = i + 1;
        } else if !(c == ' ' || c == '-') || i != end || !text.at(i + 1).is_ascii_digit() {
            break;
        }
        i += 1;
    }
    let glued = text.at(end).is_alphanumeric();
    ((least..=most).contains(&count) && real * 2 >= count && real >= 2 && !glued)
        .then_some((start, end))
}
