//! Words before a name that announce a person, and words that are in no name. The words: `lists/*.txt`.

use std::sync::LazyLock;

use super::words::Words;
use crate::tokens::{Form, Token};

static ANNOUNCE: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("lists/announce.txt")));
static NEVER: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("lists/never.txt")));
static PRIVATE: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("lists/private.txt")));

/// Whether a word is in no name.
#[must_use]
pub fn never_in_a_name(key: &str) -> bool {
    // Titles that are also parts of names.
    let part = key == "мырза" || key == "айым";
    NEVER.has(key) || announces(key) && !is_surname(key) && !part
}

/// `Жолдошов`, `Соседова`: a surname that begins as a word that announces.
fn is_surname(key: &str) -> bool {
    [
        "ов",
        "ев",
        "ова",
        "ева",
        "овой",
        "евой",
        "овго",
        "овага",
        "евага",
        "овдун",
        "евдин",
        "ованын",
        "еванын",
        "ову",
        "еву",
        "овым",
        "евым",
        "бек",
        "бай",
        "бекти",
        "бектин",
        "бекке",
    ]
    .iter()
    .any(|e| key.ends_with(e))
        && !["жаранов", "атуулов"].contains(&key)
}

/// Whether a word announces a person.
#[must_use]
pub fn announces(key: &str) -> bool {
    ANNOUNCE.has(key)
}

/// The word before the token `i` that announces a person: right before it, or parted by marks or a line's end.
#[must_use]
pub fn before(tokens: &[Token], i: usize) -> Option<&str> {
    // `г-н`, `г-жа`, `гр-ка`
    if i >= 3
        && tokens[i - 1].is_word()
        && tokens[i - 2].is('-')
        && ["г", "гр"].contains(&tokens[i - 3].key.as_str())
    {
        return Some("г-н");
    }
    let mut breaks = 0;
    for token in tokens[..i].iter().rev().take(4) {
        match token.form {
            Form::Word if token.letters() > 1 || token.key == "г" => {
                return announces(&token.key).then_some(token.key.as_str());
            }
            Form::Mark('.' | ':' | ',' | '-' | '(' | '"' | '«') => {}
            Form::Break if breaks == 0 => breaks += 1,
            _ => return None,
        }
    }
    None
}

/// Whether the word that announces (a key) speaks of a private person; or `урматтоо менен,` closes the letter.
#[must_use]
pub fn surely(tokens: &[Token], i: usize, word: Option<&str>) -> bool {
    let words: Vec<&str> = tokens[..i]
        .iter()
        .rev()
        .take(5)
        .filter(|t| t.is_word())
        .map(|t| t.key.as_str())
        .collect();
    let closes = matches!(words.as_slice(), ["менен", w, ..] if w.starts_with("урмат") || w.starts_with("сый"))
        || words
            .first()
            .is_some_and(|w| *w == "уважением" || *w == "почтением");
    closes || word.is_some_and(|w| PRIVATE.has(w))
}

/// Whether the writer names themselves: `мен асанов бакыт`, `пишет вам ...`.
#[must_use]
pub fn speaks(tokens: &[Token], i: usize) -> bool {
    i.checked_sub(1).is_some_and(|j| {
        ["мен", "я", "вам", "биз", "атым", "зовут"].contains(&tokens[j].key.as_str())
    })
}

/// Fields of forms behind which a name stands, whatever it looks like: `ФИО:`, `Аты-жөнү:`.
#[must_use]
pub fn field_ends_at(tokens: &[Token], i: usize) -> bool {
    const FIELDS: &[&str] = &[
        "фио",
        "жону",
        "заявитель",
        "ээси",
        "кайрылуучу",
        "исполнитель",
        "аткаруучу",
        "name",
        "атуул",
        "гражданин",
        "инициалы",
        "отчество",
        "имя",
        "аты",
        "фамилия",
        "владелец",
        "получатель",
        "абонент",
        "подписант",
        "автор",
    ];
    // `Ф.И.О.:`
    let letters = |k: usize| -> bool {
        k >= 5 && tokens[k].key == "о" && tokens[k - 2].key == "и" && tokens[k - 4].key == "ф"
    };
    let colon = tokens[i].is(':');
    let word = (0..i)
        .rev()
        .find(|k| !tokens[*k].is('.') && !tokens[*k].is(')'));
    colon && word.is_some_and(|k| FIELDS.contains(&tokens[k].key.as_str()) || letters(k))
}
