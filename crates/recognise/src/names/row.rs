//! Parts of names in a row, and which rows are a person's name.

use super::{
    announce,
    known::{self, Sure},
    parts::{Parts, Surname},
};
use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Case, Form, Token},
};

/// One part: a word, a double one (`Петрова-Водкина`), an initial, or a name with `уулу`.
#[derive(Debug, Clone)]
struct Piece {
    after: usize,
    given: u8,
    surname: u8,
    patronymic: u8,
    /// An initial; `Some(true)` with its point.
    initial: Option<bool>,
    child: bool,
    case: Case,
    /// A line's end stands before it.
    broken: bool,
    /// How many letters it has.
    letters: usize,
    /// Without the usual endings of verbs and nouns.
    plain: bool,
    /// An initial that is no abbreviation of anything usual (`г.`, `с.`, `д.`).
    lone: bool,
    /// A letter of `и т. д.`, `т. е.`, `г. р.`
    usual: bool,
}

/// Orders of parts: **S**urname, **G**iven name, **P**atronymic, **I**nitial, **U** name with `уулу`.
const ORDERS: &[&str] = &[
    "SGP", "GPS", "SGU", "SUG", "GSU", "SII", "IIS", "SGI", "GIS", "SG", "GS", "GP", "SP", "PS",
    "GU", "UG", "SU", "US", "GG", "SI", "IS", "U", "P", "S", "G",
];

/// What stands before a row.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// A word that announces a person.
    announced: bool,
    /// One that announces a private person.
    surely: bool,
    /// The writer, who names themselves.
    speaks: bool,
    /// Nothing of its sentence.
    starts: bool,
}

/// The longest order.
const LONGEST: usize = 3;

/// Endings of words beside which a surname in small letters proves nothing: verbs, cases, adjectives.
const USUAL: &[&str] = &[
    "ган", "ген", "гон", "ды", "ди", "ду", "ты", "ти", "ту", "ып", "ип", "уп", "ет", "ит", "ть",
    "ла", "ло", "ли", "ый", "ий", "ая", "ое", "ые", "ого", "ому", "ние", "ния", "сть", "нын",
    "нин", "нун", "дын", "дин", "дун", "го", "ге", "ко", "де", "до", "дан", "ден", "дон", "лар",
    "лер", "лор", "айт", "ейт", "ойт", "луу", "дук", "дык", "мын", "мин", "быз", "биз", "тин",
    "тын", "тун", "ами", "ях", "ах", "ом", "ем", "ой", "ей", "но", "же", "ше", "ын", "дым", "дим",
    "дум", "сын", "син",
];

struct Reader<'a> {
    tokens: &'a [Token],
    parts: &'a [Parts],
    hidden: &'a [bool],
}

/// All names.
pub(super) fn find(tokens: &[Token], parts: &[Parts], hidden: &[bool]) -> Vec<Hit> {
    let reader = Reader {
        tokens,
        parts,
        hidden,
    };
    let mut hits = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if announce::field_ends_at(tokens, i)
            && let Some((after, hit)) = reader.field(i)
        {
            hits.push(hit);
            i = after;
            continue;
        }
        match reader.best(i) {
            Some((after, hit)) => {
                hits.push(hit);
                i = after;
            }
            None => i += 1,
        }
    }
    hits
}

impl Reader<'_> {
    /// The longest order that holds from the token `i`.
    fn best(&self, i: usize) -> Option<(usize, Hit)> {
        let pieces = self.pieces(i);
        if pieces.is_empty() {
            return None;
        }
        let announced = announce::before(self.tokens, i);
        let told = Told {
            announced: announced.is_some(),
            surely: announce::surely(self.tokens, i, announced),
            speaks: announce::speaks(self.tokens, i),
            starts: self.starts_sentence(i),
        };
        let mut best: Option<(usize, f32, &str)> = None;
        for order in ORDERS {
            let n = order.len();
            if n > pieces.len() || best.is_some_and(|(m, _, _)| m > n) {
                continue;
            }
            let row = &pieces[..n];
            if let Some(score) = holds(order, row, told)
                && best.is_none_or(|(m, s, _)| (n, score) > (m, s))
            {
                best = Some((n, score, order));
            }
        }
        let (n, score, order) = best?;
        if n > 1 && self.begins_later(&pieces, order, i) {
            return None;
        }
        let after = pieces[n - 1].after;
        let why = match (order, announced) {
            (o, _) if o.contains('U') => Why::ChildOf,
            (o, _) if o.contains('I') => Why::Initials,
            (o, _) if o.len() > 1 => Why::NameParts,
            (_, Some(word)) => Why::Announced(word.to_owned()),
            _ => Why::KnownName,
        };
        let (start, end) = (self.tokens[i].start, self.tokens[after - 1].end);
        Some((after, Hit::new(Kind::Person, start, end, score, why)))
    }

    /// `Получатель Асан Бакирович Асанов`: an unknown first word that only takes the place of the last one.
    fn begins_later(&self, pieces: &[Piece], order: &str, i: usize) -> bool {
        let first = &pieces[0];
        let unknown = first.initial.is_none()
            && !first.child
            && match order.chars().next() {
                Some('S') => first.surname == 0,
                Some('G') => first.given == 0,
                _ => false,
            };
        if !unknown {
            return false;
        }
        let later = self.pieces(first.after);
        let told = Told {
            announced: false,
            surely: false,
            speaks: false,
            starts: self.starts_sentence(first.after),
        };
        let whole = ORDERS
            .iter()
            .filter(|o| o.len() == order.len() && o.len() <= later.len())
            .filter_map(|o| holds(o, &later[..o.len()], told))
            .fold(0.0, f32::max);
        let alone = ORDERS
            .iter()
            .filter(|o| o.len() < order.len() && o.len() <= later.len())
            .filter_map(|o| holds(o, &later[..o.len()], told))
            .fold(0.0, f32::max);
        // At a sentence's start a capital proves nothing.
        whole >= 0.9 || (alone >= 0.9 && self.starts_sentence(i))
    }

    /// Behind `ФИО:` two to four words of a line are a name.
    fn field(&self, colon: usize) -> Option<(usize, Hit)> {
        let first = colon + 1;
        let mut after = first;
        let mut words = 0;
        while let Some(token) = self.tokens.get(after) {
            let mark = token.is('.') || token.is('-');
            if !(token.is_word() && !self.parts[after].never || mark) || words == 4 && !mark {
                break;
            }
            words += usize::from(token.is_word());
            after += 1;
        }
        while after > first
            && self.tokens[after - 1].form != Form::Word
            && !self.tokens[after - 1].is('.')
        {
            after -= 1;
        }
        // A full stop behind a word is the sentence's.
        if after > first
            && self.tokens[after - 1].is('.')
            && self
                .tokens
                .get(after.wrapping_sub(2))
                .is_some_and(|t| t.letters() > 2)
        {
            after -= 1;
        }
        let ended = self
            .tokens
            .get(after)
            .is_none_or(|t| matches!(t.form, Form::Break | Form::Mark(_)));
        let named = (first..after).any(|k| self.parts[k].any() || self.tokens[k].is_capital());
        (words >= 2 && ended && named).then(|| {
            let (start, end) = (self.tokens[first].start, self.tokens[after - 1].end);
            let hit = Hit::new(
                Kind::Person,
                start,
                end,
                0.9,
                Why::Announced(self.tokens[colon.saturating_sub(1)].key.clone()),
            );
            (after, hit)
        })
    }

    fn starts_sentence(&self, i: usize) -> bool {
        i.checked_sub(1).is_none_or(|j| {
            matches!(
                self.tokens[j].form,
                Form::Break
                    | Form::Mark(
                        '.' | '!' | '?' | ':' | '"' | '«' | '-' | '*' | '=' | '|' | '[' | ']' | '•'
                    )
            )
        })
    }

    fn pieces(&self, i: usize) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut at = i;
        while pieces.len() < LONGEST {
            let mut broken = false;
            if !pieces.is_empty() && self.tokens.get(at).is_some_and(|t| t.form == Form::Break) {
                broken = true;
                at += 1;
            }
            let Some(mut piece) = self.piece(at) else {
                break;
            };
            piece.broken = broken;
            at = piece.after;
            pieces.push(piece);
        }
        pieces
    }

    fn piece(&self, i: usize) -> Option<Piece> {
        let token = self
            .tokens
            .get(i)
            .filter(|t| t.is_word() && !self.hidden[i])?;
        if let Some(initial) = self.initial(i) {
            return Some(initial);
        }
        let parts = &self.parts[i];
        if token.letters() < 2 || parts.never || parts.child {
            return None;
        }
        let mut piece = Piece {
            after: i + 1,
            given: match parts.given {
                Some(Sure::Listed) => 3,
                Some(Sure::Doubtful | Sure::Built) => 2,
                None => 0,
            },
            surname: match parts.surname {
                Some(Surname::Sure) => 3,
                Some(Surname::Formed) => 2,
                Some(Surname::Perhaps) => 1,
                None => 0,
            },
            patronymic: match parts.patronymic {
                Some(true) => 3,
                Some(false) => 2,
                None => 0,
            },
            initial: None,
            child: false,
            case: token.case,
            broken: false,
            letters: token.letters(),
            plain: token.letters() >= 4
                && (known::ends_as_given(&parts.coarse)
                    || !USUAL.iter().any(|e| token.key.ends_with(e))),
            lone: false,
            usual: false,
        };
        self.double(i, &mut piece);
        self.child(&mut piece);
        Some(piece)
    }

    fn initial(&self, i: usize) -> Option<Piece> {
        let token = &self.tokens[i];
        let pointed = self.tokens.get(i + 1).is_some_and(|t| t.is('.'));
        // `Дж.`, `Ж.-А.`
        let short = token.is_letter()
            || (token.letters() == 2
                && pointed
                && token.case == Case::Title
                && token.key.starts_with("дж"));
        if !short || !(token.is_capital() || pointed) || !token.key.chars().all(char::is_alphabetic)
        {
            return None;
        }
        let mut after = i + 1 + usize::from(pointed);
        let second = pointed
            && self.tokens.get(after).is_some_and(|t| t.is('-'))
            && self.tokens.get(after + 1).is_some_and(Token::is_letter)
            && self.tokens.get(after + 2).is_some_and(|t| t.is('.'));
        if second {
            after += 3;
        }
        Some(Piece {
            after,
            given: 0,
            surname: 0,
            patronymic: 0,
            initial: Some(pointed),
            child: false,
            case: token.case,
            broken: false,
            letters: 1,
            plain: false,
            usual: "тдпекгржнэ".contains(&token.key),
            lone: !"гсдпктчурвлмох".contains(&token.key),
        })
    }

    /// `Петрова-Водкина`, `Анна-Мария`.
    fn double(&self, i: usize, piece: &mut Piece) {
        let (Some(dash), Some(second)) = (self.tokens.get(i + 1), self.tokens.get(i + 2)) else {
            return;
        };
        let glued = dash.is('-')
            && dash.start == self.tokens[i].end
            && second.start == dash.end
            && second.is_word()
            && second.letters() > 2;
        let parts = self.parts.get(i + 2).filter(|p| !p.never && !p.child);
        if let Some(parts) =
            parts.filter(|p| glued && (p.any() || second.case == self.tokens[i].case))
        {
            piece.after = i + 3;
            if parts.surname >= Some(Surname::Formed) {
                piece.surname = piece.surname.max(2);
            }
            if parts.given == Some(Sure::Listed) {
                piece.given = piece.given.max(2);
            }
        }
    }

    /// `Асан уулу`, `Асан-кызы`, over a line's end too.
    fn child(&self, piece: &mut Piece) {
        let mut at = piece.after;
        if self
            .tokens
            .get(at)
            .is_some_and(|t| t.is('-') || t.form == Form::Break)
        {
            at += 1;
        }
        if self.tokens.get(at).is_some_and(|t| t.is_word()) && self.parts[at].child {
            // `Асандын уулу` is somebody's son, and no name.
            let name = &self.parts[piece.after - 1];
            let genitive = ["нин", "нун", "дин", "дун", "тин", "тун"]
                .iter()
                .any(|e| name.coarse.ends_with(e));
            if genitive && name.given != Some(Sure::Listed) || piece.patronymic > 0 {
                return;
            }
            if genitive && !self.parts[piece.after - 1].nominative {
                return;
            }
            piece.child = true;
            piece.after = at + 1;
        }
    }
}

/// How the letters of a row are written: nothing is proved by capitals where all are capitals, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Titled,
    Capitals,
    Small,
    /// `асанов Бакыт`
    Mixed,
}

fn written(row: &[Piece]) -> Written {
    let words = || row.iter().filter(|p| p.initial.is_none());
    if words().all(|p| p.case == Case::Upper) {
        Written::Capitals
    } else if words().all(|p| matches!(p.case, Case::Title | Case::Other | Case::Upper)) {
        Written::Titled
    } else if words().all(|p| p.case == Case::Lower) {
        Written::Small
    } else {
        Written::Mixed
    }
}

/// Beside words with a capital, one without it must be a name's part beyond doubt.
fn mixed_is_sure(order: &str, row: &[Piece]) -> bool {
    order.chars().zip(row).all(|(slot, piece)| {
        piece.case != Case::Lower
            || piece.initial.is_some()
            || match slot {
                'S' => piece.surname == 3,
                'G' => piece.given == 3,
                'P' => piece.patronymic == 3,
                _ => piece.child,
            }
    })
}

/// Whether the row is a name in this order, and how surely.
fn holds(order: &str, row: &[Piece], told: Told) -> Option<f32> {
    let Told {
        announced,
        surely,
        speaks,
        starts,
    } = told;
    let (mut s, mut g, mut p) = (0, 0, 0);
    let mut given_twice = (0, 0);
    let mut pointed = true;
    for (slot, piece) in order.chars().zip(row) {
        let word = piece.initial.is_none() && !piece.child;
        match slot {
            'S' if word => s = piece.surname,
            'G' if word => {
                given_twice = (g, piece.given);
                g = piece.given;
            }
            'P' if word && piece.patronymic > 0 => p = piece.patronymic,
            'I' if piece.initial.is_some() => pointed &= piece.initial == Some(true),
            'U' if piece.child => {}
            _ => return None,
        }
    }
    let how = written(row);
    if how == Written::Mixed && !mixed_is_sure(order, row) {
        return None;
    }
    let titled = how == Written::Titled;
    let small = matches!(how, Written::Small | Written::Mixed);
    let broken = row.iter().any(|p| p.broken);
    let child_given = row.iter().find(|p| p.child).map_or(0, |p| p.given);
    match order {
        "SGP" | "GPS" => {
            let both = s >= 2 && g >= 2;
            let good = if small {
                both || p == 3 && (s >= 2 || g >= 2)
            } else {
                p == 3 || s >= 2 || g >= 2
            };
            good.then_some(if s >= 2 && g >= 2 { 0.98 } else { 0.9 })
        }
        "SG" | "GS" => {
            let both = s >= 2 && g >= 2;
            let good = match how {
                // A given name in no list, beside a surname beyond doubt.
                Written::Titled => {
                    let one = s == 3 && (order == "SG" || row[0].plain)
                        || (s >= 2 || g == 3) && (!starts || surely);
                    both || (g == 3 && s >= 1) || !broken && (one || surely)
                }
                Written::Capitals => {
                    let other = row.iter().all(|p| p.letters >= 4);
                    both || !broken
                        && other
                        && (s == 3 && (order == "SG" || announced)
                            || surely && s >= 2
                            || announced && g == 3)
                }
                Written::Small | Written::Mixed => {
                    both && (s == 3 || g == 3)
                        || !broken
                            && how == Written::Small
                            && (surely || speaks || announced)
                            && g == 3
                            && s == 1
                            && row.iter().all(|p| p.plain || p.given == 3)
                        || !broken && how == Written::Small && surely && (s == 3 || g == 3)
                        || !broken
                            && how == Written::Small
                            && (speaks || announced)
                            && (s == 3 || s == 2 && g == 2)
                        || !broken && s == 3 && order == "SG" && row[1].plain
                }
            };
            good.then_some(match (both, s >= 2 || g >= 2) {
                (true, _) => 0.95,
                (false, true) => 0.75,
                (false, false) => 0.62,
            })
        }
        "GP" => {
            let good = if titled { p == 3 || g >= 2 } else { g >= 2 };
            good.then_some(if g >= 2 { 0.96 } else { 0.85 })
        }
        "SP" | "PS" => (s >= 2 && (titled || p == 3)).then_some(0.85),
        "GG" => {
            let (a, b) = given_twice;
            (titled && !broken && a >= 2 && b >= 2 && a + b >= 5).then_some(0.8)
        }
        "SGU" => (s >= 2 && (!small || g >= 2) || g >= 2 && s >= 1 || titled && !starts && s >= 1)
            .then_some(0.97),
        "SUG" => (s >= 2 && (g >= 2 || titled && !broken)).then_some(0.96),
        "GSU" => (s >= 2 && g >= 2).then_some(0.96),
        "GU" => {
            (g >= 2 || titled && (!starts || !broken)).then_some(if g >= 2 { 0.97 } else { 0.85 })
        }
        "SU" | "US" => (s >= 2 && (!small || s == 3)).then_some(0.95),
        "UG" => (g >= 2 || titled && !broken).then_some(if g >= 2 { 0.97 } else { 0.85 }),
        "U" => (!small || child_given >= 2).then_some(if child_given >= 2 { 0.95 } else { 0.85 }),
        "SII" | "IIS" => {
            let word = row.iter().find(|p| p.initial.is_none())?;
            if small && s < 2 && row.iter().all(|p| p.initial.is_none() || p.usual) {
                return None;
            }
            let good = if small {
                s >= 2 || pointed && (s >= 1 || word.plain)
            } else {
                pointed || s >= 2
            };
            let named = s >= 1 || word.given >= 2;
            (good && !(broken && !named)).then_some(if named { 0.97 } else { 0.8 })
        }
        "SI" | "IS" => {
            let word = row.iter().find(|p| p.initial.is_none())?;
            let enough = s >= 2 || (titled && !broken && (word.given >= 2 || s >= 1 || announced));
            let letter = row.iter().find(|p| p.initial.is_some())?;
            (enough && pointed && (!small || s == 3 || letter.lone)).then_some(if s >= 2 {
                0.9
            } else {
                0.65
            })
        }
        "SGI" | "GIS" => {
            let enough = if small {
                s >= 2 && g >= 2
            } else {
                s >= 2 || g >= 2
            };
            (pointed && enough).then_some(0.93)
        }
        "P" => match (titled, p, announced) {
            (_, 3, true) => Some(0.75),
            (true, 3, false) => Some(0.7),
            _ => None,
        },
        "S" => match (titled, s, announced) {
            (true, 3, true) => Some(0.85),
            (true, 3, false) => Some(if starts { 0.6 } else { 0.72 }),
            (true, 2, true) => Some(0.72),
            (false, 3, true) => Some(0.65),
            _ => None,
        },
        "G" => match (titled, g, announced) {
            (true, 3, true) => Some(0.8),
            (true, 3, false) => Some(0.62),
            (true, 2, true) if !starts => Some(0.6),
            (false, 3, true) => Some(0.6),
            _ => None,
        },
        _ => None,
    }
}
