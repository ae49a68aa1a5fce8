//! Dates of birth: a date, and a word that says that somebody was born then.

use crate::{
    checks,
    hit::{Hit, Why},
    kind::Kind,
    normal::Normal,
    tokens::{Form, Token},
};

/// A date in tokens: first, after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date {
    pub first: usize,
    pub after: usize,
    /// Only a year.
    pub year_only: bool,
}

/// Beginnings of months' names, Russian and Kyrgyz, by number.
const MONTHS: [&[&str]; 12] = [
    &["январ", "үчтүн", "янв", "january"],
    &["феврал", "бирдин", "фев", "february"],
    &["март", "жалган", "march"],
    &["апрел", "апр", "чын", "april"],
    &["мая", "май", "бугу", "may"],
    &["июн", "кулжа", "june"],
    &["июл", "теке", "july"],
    &["август", "авг", "баш", "august"],
    &["сентябр", "сен", "аяк", "september"],
    &["октябр", "окт", "тогуз", "october"],
    &["ноябр", "ноя", "жети", "november"],
    &["декабр", "дек", "беш", "december"],
];

fn month(key: &str) -> Option<u32> {
    let found = MONTHS.iter().position(|names| {
        names
            .iter()
            .any(|n| key.starts_with(n) && (n.chars().count() > 3 || key.chars().count() <= 8))
    })?;
    u32::try_from(found + 1).ok()
}

/// Words before a date.
const BEFORE: &[&str] = &[
    "рожд",
    "родил",
    "род",
    "туулг",
    "торолг",
    "туул",
    "др",
    "born",
    "birth",
    "dob",
    "рожден",
];
/// Words behind a date; `г.р.` and `ж.т.` beside them.
const BEHIND: &[&str] = &[
    "рожд",
    "рожден",
    "туулг",
    "торолг",
    "гр",
    "гр.",
    "born",
    "туул",
];

/// All dates of birth.
#[must_use]
pub fn find(text: &Normal, tokens: &[Token]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let Some(date) = date_at(text, tokens, i) else {
            i += 1;
            continue;
        };
        let label = behind(tokens, date.after).or_else(|| {
            before(tokens, date.first)
                .filter(|_| !date.year_only || tokens[date.first].letters() == 4)
        });
        if let Some(word) = label {
            let last = &tokens[date.after - 1];
            let glued = last.form == Form::Mixed && last.key.ends_with(['г', 'ж']);
            let (start, end) = (tokens[date.first].start, last.end - usize::from(glued));
            let score = if date.year_only { 0.7 } else { 0.96 };
            hits.push(Hit::new(
                Kind::BirthDate,
                start,
                end,
                score,
                Why::Label(word),
            ));
        }
        i = date.after;
    }
    hits
}

/// The date that begins with the token `i`.
fn date_at(text: &Normal, tokens: &[Token], i: usize) -> Option<Date> {
    let date = |after: usize| Date {
        first: i,
        after,
        year_only: false,
    };
    numeric(text, tokens, i)
        .or_else(|| in_words(tokens, i))
        .or_else(|| kyrgyz(tokens, i))
        .map(date)
        .or_else(|| {
            let year = number(tokens, i)?;
            (tokens[i].end - tokens[i].start == 4 && (1900..=2099).contains(&year)).then_some(
                Date {
                    first: i,
                    after: i + 1,
                    year_only: true,
                },
            )
        })
}

/// The figures of a token, letters read as figures among them.
fn number(tokens: &[Token], i: usize) -> Option<u32> {
    let token = tokens.get(i)?;
    let mixed = token.form == Form::Mixed || (token.is_word() && token.letters() <= 2);
    if token.form != Form::Number && !mixed {
        return None;
    }
    if !token.key.chars().any(|c| c.is_ascii_digit()) && token.letters() > 1 {
        return None;
    }
    // `1993г.`
    let key = match token.key.strip_suffix(['г', 'ж']) {
        Some(year) if year.len() == 4 => year,
        _ => token.key.as_str(),
    };
    let digits: Option<String> = key.chars().map(crate::figures::figure).collect();
    digits.filter(|d| d.len() <= 4)?.parse().ok()
}

fn full_year(year: u32) -> u32 {
    match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        _ => year,
    }
}

/// `12.05.1985`, `12/05/85`, `1985-05-12`, `12 05 1985`, also with blanks around the marks.
fn numeric(text: &Normal, tokens: &[Token], i: usize) -> Option<usize> {
    let first = number(tokens, i)?;
    let separated = |at: usize| -> Option<usize> {
        let token = tokens.get(at)?;
        match token.form {
            Form::Mark('.' | '/' | '-' | ',' | ':') => {
                Some(at + 1 + usize::from(tokens.get(at + 1)?.form == Form::Break))
            }
            Form::Break => Some(at + 1),
            _ => (text.at(token.start.checked_sub(1)?) == ' ').then_some(at),
        }
    };
    let second_at = separated(i + 1)?;
    let second = number(tokens, second_at)?;
    let third_at = separated(second_at + 1)?;
    let third = number(tokens, third_at)?;
    let size = |at: usize| match number(tokens, at) {
        // `1985г`
        Some(1000..) => 4,
        _ => tokens[at].end - tokens[at].start,
    };
    let good = match (size(i), size(second_at), size(third_at)) {
        (1 | 2, 1 | 2, 4) => checks::date(first, second, third),
        (1 | 2, 2, 2) => checks::date(first, second, full_year(third)),
        (4, 2, 1 | 2) => checks::date(third, second, first),
        _ => false,
    };
    good.then_some(third_at + 1)
}

/// `12 мая 1985`, `«12» мая 1985 года`, `12-май 1985-жыл`, `12 May 1985`.
fn in_words(tokens: &[Token], i: usize) -> Option<usize> {
    let day = number(tokens, i)?;
    let mut at = i + 1;
    while tokens.get(at)?.is('-')
        || tokens.get(at)?.is('»')
        || tokens.get(at)?.is('"')
        || tokens.get(at)?.form == Form::Break
    {
        at += 1;
    }
    let month = month(&tokens.get(at).filter(|t| t.is_word())?.key)?;
    at += 1;
    while tokens.get(at)?.is(',') || tokens.get(at)?.is('.') || tokens.get(at)?.form == Form::Break
    {
        at += 1;
    }
    let year = number(tokens, at).filter(|y| *y > 1000)?;
    checks::date(day, month, year).then_some(())?;
    Some(with_year_word(tokens, at + 1))
}

/// `1985-жылдын 12-майында`, `1985-жылы 12-май`, `1985-ж. 12-май`.
fn kyrgyz(tokens: &[Token], i: usize) -> Option<usize> {
    let year = number(tokens, i).filter(|y| *y > 1000)?;
    let mut at = i + 1;
    at += usize::from(tokens.get(at)?.is('-'));
    let word = tokens.get(at)?;
    (word.key.starts_with("жыл") || word.key == "ж").then_some(())?;
    at += 1;
    while tokens.get(at)?.is('.') || tokens.get(at)?.is(',') || tokens.get(at)?.form == Form::Break
    {
        at += 1;
    }
    let (day_at, month_at) = if tokens.get(at)?.is_word() {
        // `1985-жылдын май айынын 12си`
        let day = (at + 1..at + 4).find(|k| number(tokens, *k).is_some())?;
        (day, at)
    } else {
        let mut m = at + 1;
        m += usize::from(tokens.get(m)?.is('-'));
        m += usize::from(tokens.get(m)?.key == "чи" || tokens.get(m)?.key == "чу");
        (at, m)
    };
    let month = month(&tokens.get(month_at)?.key)?;
    checks::date(number(tokens, day_at)?, month, year).then_some(day_at.max(month_at) + 1)
}

/// `года` and `-жыл` belong to the date.
fn with_year_word(tokens: &[Token], after: usize) -> usize {
    let dash = usize::from(tokens.get(after).is_some_and(|t| t.is('-')));
    match tokens.get(after + dash) {
        Some(t) if t.key.starts_with("жыл") && dash == 1 => after + dash + 1,
        Some(t) if dash == 0 && t.key.starts_with("год") => after + 1,
        _ => after,
    }
}

fn behind(tokens: &[Token], after: usize) -> Option<String> {
    let mut words = 0;
    for i in after..tokens.len().min(after + 12) {
        let token = &tokens[i];
        match token.form {
            Form::Word => {
                if BEHIND
                    .iter()
                    .any(|b| token.key.starts_with(b) && (b.len() > 4 || token.key == *b))
                {
                    return Some(token.key.clone());
                }
                // `г.р.`, `г. р.`, `ж.т.`
                let next = tokens[i + 1..]
                    .iter()
                    .find(|t| !t.is('.'))
                    .map(|t| t.key.as_str());
                let short = matches!(
                    (token.key.as_str(), next),
                    ("г" | "год" | "года", Some("р" | "рожд" | "рождения"))
                        | ("ж", Some("т" | "туулган"))
                );
                if short && words == 0 {
                    return Some(format!("{}.{}.", token.key, next.unwrap_or_default()));
                }
                words += 1;
                if words > 5 {
                    return None;
                }
            }
            Form::Number | Form::Mixed => return None,
            Form::Mark(';' | '!' | '?') => return None,
            Form::Mark('.') if token.start > 0 && i > 0 && tokens[i - 1].letters() > 2 => {
                return None;
            }
            Form::Mark(',') if words > 0 => return None,
            // `12.05.1985, туулган жери Нарын`
            Form::Mark(',') => {
                return tokens
                    .get(i + 1)
                    .filter(|t| {
                        t.key == "туулган"
                            && tokens.get(i + 2).is_none_or(|n| !n.key.starts_with("жер"))
                    })
                    .map(|t| t.key.clone());
            }
            Form::Break if words > 0 => return None,
            _ => {}
        }
    }
    None
}

fn before(tokens: &[Token], first: usize) -> Option<String> {
    let mut words = 0;
    let mut breaks = 0;
    for i in (0..first).rev() {
        let token = &tokens[i];
        match token.form {
            Form::Word => {
                let born = BEFORE.iter().any(|b| {
                    token.key.starts_with(b) && (b.chars().count() > 3 || token.key == *b)
                });
                // `д.р.`
                let short = token.key == "р"
                    && i >= 2
                    && tokens[..i]
                        .iter()
                        .rev()
                        .find(|t| !t.is('.'))
                        .is_some_and(|t| t.key == "д");
                if born || short {
                    return Some(token.key.clone());
                }
                words += 1;
                if words > 7 {
                    return None;
                }
            }
            Form::Number | Form::Mixed => return None,
            Form::Mark('.' | '!' | '?' | ';') => {
                let short = i > 0 && tokens[i - 1].letters() <= 3;
                if !short && words > 0 {
                    return None;
                }
            }
            Form::Break => {
                breaks += 1;
                if breaks > 1 || words > 0 {
                    return None;
                }
            }
            _ => {}
        }
    }
    None
}
