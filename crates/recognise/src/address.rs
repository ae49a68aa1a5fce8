//! Addresses in Russian and Kyrgyz: parts in a row, from the region down to the flat.
//!
//! Russian puts what it is before the name (`ул. Ленина`), Kyrgyz behind it (`Ленин көчөсү`). A row is an address if it
//! leads to a door, or if a word says that somebody lives there. Any row at all hides its names from the search for
//! persons: a street called after somebody is not somebody.

use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Case, Form, Token},
};

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
    const WORDS: &[&str] = &[
        "адрес",
        "прожив",
        "прожит",
        "живу",
        "живет",
        "живем",
        "живущ",
        "прописан",
        "зарегистр",
        "жашай",
        "жашаг",
        "жашап",
        "турам",
        "турган",
        "дарег",
        "дарек",
        "катталг",
        "катталып",
        "address",
        "домой",
        "дома",
    ];
    tokens[first.saturating_sub(8)..first]
        .iter()
        .rev()
        .take_while(|t| !t.is('.') || true)
        .any(|t| WORDS.iter().any(|w| t.key.starts_with(w)))
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
            Form::Mark(',' | '.' | ';' | '-' | '(' | ')' | ':') => at += 1,
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

fn index(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let is_index = tokens[i].form == Form::Number && tokens[i].end - tokens[i].start == 6;
    let then_place = is_index && {
        let next = skip_between(tokens, i + 1);
        next > i + 1 || tokens.get(next).is_some_and(Token::is_word)
    };
    then_place.then_some((Part::Index, i + 1))
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

/// `5`, `5а`, `120/3` (its first figure), `12-Б`: up to four figures and perhaps a letter.
fn house_number(token: &Token) -> bool {
    let digits = token.key.chars().take_while(char::is_ascii_digit).count();
    let rest = token.letters() - digits;
    matches!(token.form, Form::Number | Form::Mixed) && (1..=4).contains(&digits) && rest <= 1
}

/// After a number with its fraction, letter or corpus: `86/2`, `86-А`, `86 "б"`.
fn after_number(tokens: &[Token], i: usize) -> usize {
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

const HOUSE: &[&str] = &[
    "д",
    "дом",
    "дома",
    "доме",
    "дому",
    "корп",
    "корпус",
    "стр",
    "строение",
    "house",
    "dom",
    "уй",
    "уйу",
    "вл",
];
const FLAT: &[&str] = &[
    "кв",
    "квартира",
    "квартире",
    "квартиры",
    "оф",
    "офис",
    "комн",
    "комната",
    "ком",
    "батир",
    "батири",
    "квартирасы",
    "apt",
    "kv",
    "каб",
    "подъезд",
];
/// Forms of `үй` and `батир` behind a number: `5-үй`, `12-батирде`.
const HOUSE_BEHIND: &[&str] = &[
    "уй",
    "уйдо",
    "уйундо",
    "уйу",
    "уйунун",
    "уйго",
    "уйдун",
    "дом",
    "уйун",
];
const FLAT_BEHIND: &[&str] = &[
    "батир",
    "батирде",
    "батири",
    "батиринде",
    "батирдин",
    "квартира",
    "квартирада",
    "кв",
    "батирге",
];

/// A house or flat with its number: `д. 5`, `дом № 5`, `кв. 12`, `5-үй`, `12-батир`.
fn numbered(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let token = &tokens[i];
    if token.is_word() {
        let part = match token.key.as_str() {
            k if HOUSE.contains(&k) => Part::House,
            k if FLAT.contains(&k) => Part::Flat,
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
    match word.key.as_str() {
        k if HOUSE_BEHIND.contains(&k) => Some((Part::House, at + 1)),
        k if FLAT_BEHIND.contains(&k) => Some((Part::Flat, at + 1)),
        _ => None,
    }
}

/// What stands before a name: (what it is, keys, whether a point must follow, so that it is no other word).
const PREFIXES: &[(Part, &[&str])] = &[
    (
        Part::Settlement,
        &[
            "г",
            "гор",
            "город",
            "города",
            "городе",
            "с",
            "сел",
            "село",
            "селе",
            "села",
            "дер",
            "деревня",
            "деревне",
            "пос",
            "поселок",
            "поселке",
            "поселка",
            "пгт",
            "аил",
            "аиле",
            "ст",
        ],
    ),
    (
        Part::Block,
        &[
            "мкр",
            "мкрн",
            "микрорайон",
            "микрорайоне",
            "жилмассив",
            "жилмассиве",
            "жм",
            "квартал",
            "снт",
            "массив",
        ],
    ),
    (
        Part::Street,
        &[
            "ул",
            "улица",
            "улице",
            "улицы",
            "улицу",
            "пр",
            "просп",
            "проспект",
            "проспекте",
            "проспекту",
            "пер",
            "переулок",
            "переулке",
            "бул",
            "бульвар",
            "бульваре",
            "туп",
            "тупик",
            "проезд",
            "шоссе",
            "наб",
            "набережная",
            "площадь",
            "пл",
            "ул-ца",
            "street",
            "ul",
        ],
    ),
    (Part::Region, &["обл", "область"]),
    (Part::District, &["район"]),
];

/// What stands behind a name.
const POSTFIXES: &[(Part, &[&str])] = &[
    (
        Part::Region,
        &["област", "обл=", "облус", "облусу", "край=", "края="],
    ),
    (Part::District, &["район", "р=", "аймаг", "аймаk", "аймак"]),
    (
        Part::Settlement,
        &[
            "шаар",
            "айыл",
            "айл=",
            "ш=",
            "кыштак",
            "кышт",
            "посел",
            "шаарч",
            "city",
        ],
    ),
    (
        Part::Block,
        &[
            "кичирайон",
            "кичи=",
            "мкр=",
            "массив",
            "конуш",
            "микрорайон",
            "турак=",
        ],
    ),
    (
        Part::Street,
        &[
            "кочо",
            "коч=",
            "к=",
            "проспект",
            "пр=",
            "бульвар",
            "тупиг",
            "тупик",
            "улиц",
            "ул=",
            "street",
            "чолмо",
        ],
    ),
];

/// `г. Бишкек`, `улица Ч. Айтматова`, `пр-т Чуй`, `ул. 50 лет Октября`.
fn prefixed(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
    let token = tokens.get(i).filter(|t| t.is_word())?;
    let (part, _) = PREFIXES
        .iter()
        .find(|(_, keys)| keys.contains(&token.key.as_str()))?;
    let mut at = i + 1;
    // `пр-т`, `б-р`, `ж/м`
    if tokens.get(at).is_some_and(|t| t.is('-'))
        && tokens.get(at + 1).is_some_and(|t| {
            t.is_word() && t.letters() <= 3 && t.case == Case::Lower && t.start == tokens[at].end
        })
    {
        at += 2;
    }
    let pointed = tokens.get(at).is_some_and(|t| t.is('.'));
    at += usize::from(pointed);
    if token.letters() == 1 && is_initial(tokens, i, at) {
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
fn is_initial(tokens: &[Token], i: usize, after: usize) -> bool {
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
    HOUSE.contains(&key)
        || FLAT.contains(&key)
        || PREFIXES.iter().any(|(_, keys)| keys.contains(&key))
        || postfix(key).is_some()
}

fn postfix(key: &str) -> Option<Part> {
    POSTFIXES.iter().find_map(|(part, stems)| {
        stems
            .iter()
            .any(|s| match s.strip_suffix('=') {
                Some(whole) => key == whole,
                None => key.starts_with(s),
            })
            .then_some(*part)
    })
}

/// `Чүй облусу`, `Кемин району`, `Ленин көчөсү`, `Чуйская область`, `8-Март көчөсү`, `Ак-Түз айыл аймагы`.
fn postfixed(tokens: &[Token], i: usize) -> Option<(Part, usize)> {
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
                        && tokens
                            .get(at + 2)
                            .is_some_and(|t| ["н", "не", "на", "т"].contains(&t.key.as_str())) =>
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
            && (!NO_NAME.contains(&token.key.as_str())
                || tokens.get(at + 1).is_some_and(|t| t.is('-')))
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

/// Words with a capital at a sentence's start, or before any street.
const NO_NAME: &[&str] = &[
    "мен",
    "биз",
    "дарегим",
    "дареги",
    "дарек",
    "дарегибиз",
    "адрес",
    "адресим",
    "жери",
    "ал",
    "анын",
    "менин",
    "биздин",
    "ушул",
    "бул",
    "ошол",
    "айыл",
    "жаны",
    "башкы",
    "ар",
    "бир",
    "кайсы",
    "негизги",
    "борбордук",
    "этой",
    "нашей",
    "каждой",
    "данной",
    "по",
    "на",
    "в",
    "эл",
    "жергиликтуу",
];
