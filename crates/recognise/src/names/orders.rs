//! The orders of a name's parts, and when a row of words in such an order is a person's name.

use crate::tokens::Case;

/// One part: a word, a double one (`Петрова-Водкина`), an initial, or a name with `уулу`.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) after: usize,
    pub(super) given: u8,
    pub(super) surname: u8,
    pub(super) patronymic: u8,
    /// An initial; `Some(true)` with its point.
    pub(super) initial: Option<bool>,
    pub(super) child: bool,
    pub(super) case: Case,
    /// A line's end stands before it.
    pub(super) broken: bool,
    /// How many letters it has.
    pub(super) letters: usize,
    /// Without the usual endings of verbs and nouns.
    pub(super) plain: bool,
    /// An initial that is no abbreviation of anything usual (`г.`, `с.`, `д.`).
    pub(super) lone: bool,
    /// A letter of `и т. д.`, `т. е.`, `г. р.`
    pub(super) usual: bool,
}

/// Orders of parts: **S**urname, **G**iven name, **P**atronymic, **I**nitial, **U** name with `уулу`.
pub(super) const ORDERS: &[&str] = &[
    "SGP", "GPS", "SGU", "SUG", "GSU", "SII", "IIS", "SGI", "GIS", "SG", "GS", "GP", "SP", "PS",
    "GU", "UG", "SU", "US", "UI", "GG", "SI", "IS", "U", "P", "S", "G",
];

/// What stands before a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// A word that announces a person.
    pub(super) announced: bool,
    /// One that announces a private person.
    pub(super) surely: bool,
    /// The writer, who names themselves.
    pub(super) speaks: bool,
    /// Nothing of its sentence.
    pub(super) starts: bool,
}

/// The longest order.
pub(super) const LONGEST: usize = 3;

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
pub(super) fn holds(order: &str, row: &[Piece], told: Told) -> Option<f32> {
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
        "UI" => (pointed && (!small || child_given >= 2)).then_some(0.9),
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
            (good && (named || !broken)).then_some(if named { 0.97 } else { 0.8 })
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
