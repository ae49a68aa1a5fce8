//! E-mail addresses, also with blanks around the marks, with `[at]`, `(собака)`, and with Cyrillic look-alikes.

use crate::{
    hit::{Hit, Why},
    kind::Kind,
    normal::Normal,
};

/// How the sign is written to hide it from machines.
const SIGNS: &[&str] = &[
    "(at)",
    "[at]",
    "{at}",
    "(собака)",
    "[собака]",
    "{собака}",
    "(a)",
    "[a]",
    " собака ",
];

/// All addresses of a text.
#[must_use]
pub fn find(text: &Normal) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut i = 0;
    while i < text.len() {
        let length = sign_at(text, i);
        if length > 0
            && let Some(hit) = around(text, i, i + length)
        {
            i = hit.end.max(i + 1);
            hits.push(hit);
        } else {
            i += 1;
        }
    }
    hits
}

/// How long the sign at `i` is; 0 where there is none.
fn sign_at(text: &Normal, i: usize) -> usize {
    match text.at(i) {
        '@' => 1,
        '(' | '[' | '{' | ' ' => SIGNS
            .iter()
            .find(|s| {
                s.chars()
                    .enumerate()
                    .all(|(k, c)| text.at(i + k).to_lowercase().eq([c]))
            })
            .map_or(0, |s| s.chars().count()),
        _ => 0,
    }
}

fn local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-".contains(c)
}

fn around(text: &Normal, sign: usize, after: usize) -> Option<Hit> {
    let blank = |i: usize| usize::from(text.at(i) == ' ');
    let mut start = sign - usize::from(sign > 0 && text.at(sign - 1) == ' ');
    let name_ends = start;
    while start > 0 && local(text.at(start - 1)) {
        start -= 1;
    }
    while start < name_ends && !text.at(start).is_alphanumeric() {
        start += 1;
    }
    let host = after + blank(after);
    let end = host_end(text, host)?;
    let domain: String = text.slice(host, end).iter().collect();
    let top = domain.rsplit(['.', ' ']).next().unwrap_or_default();
    let fits = start < name_ends
        && domain.contains('.')
        && top.chars().count() >= 2
        && top.chars().all(char::is_alphabetic);
    fits.then(|| Hit::new(Kind::Email, start, end, 0.98, Why::Form))
}

/// Where the host ends: labels joined by points; a blank beside a point is a slip, if a short ending follows.
fn host_end(text: &Normal, host: usize) -> Option<usize> {
    let label = |from: usize| -> usize {
        (from..text.len())
            .find(|i| !(text.at(*i).is_alphanumeric() || text.at(*i) == '-'))
            .unwrap_or(text.len())
    };
    let mut end = label(host);
    if end == host {
        return None;
    }
    loop {
        let mut next = end;
        let before = usize::from(text.at(next) == ' ');
        next += before;
        if text.at(next) != '.' {
            break;
        }
        next += 1;
        let blank = usize::from(text.at(next) == ' ') + before;
        next += usize::from(text.at(next) == ' ');
        let stop = label(next);
        if stop == next {
            break;
        }
        let word: String = text.slice(next, stop).iter().collect();
        let ending = [
            "ru", "kg", "com", "net", "org", "kz", "uz", "info", "рф", "su",
        ]
        .contains(&word.to_lowercase().as_str());
        // A full stop and the next sentence: `... @mail.ru. Прошу`.
        let sentence = word.chars().next().is_some_and(char::is_uppercase)
            && !word.chars().all(char::is_uppercase);
        if (blank > 0 && !ending) || sentence {
            break;
        }
        end = stop;
    }
    Some(end)
}
