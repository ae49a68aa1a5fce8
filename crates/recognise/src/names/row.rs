//! Parts of names in a row, and which rows are a person's name.

use super::{
    announce,
    known::{self, Sure},
    orders::{LONGEST, ORDERS, Piece, Told, holds},
    parts::{Parts, Surname},
};
use crate::{
    hit::{Hit, Why},
    kind::Kind,
    tokens::{Case, Form, Token},
};

/// Endings of words beside which a surname in small letters proves nothing: verbs, cases, adjectives.
const USUAL: &str = "ган ген гон ды ди ду ты ти ту ып ип уп ет ит ть ла ло ли ый ий ая ое ые ого ому ние ния сть нын нин \
    нун дын дин дун го ге ко де до дан ден дон лар лер лор айт ейт ойт луу дук дык мын мин быз биз тин \
    тын тун ами ях ах ом ем ой ей но же ше ын дым дим дум сын син";

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
            let word = token.is_word() && !self.parts[after].never && words < 4;
            if !word && !mark {
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
                    || !USUAL.split(' ').any(|e| token.key.ends_with(e))),
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
