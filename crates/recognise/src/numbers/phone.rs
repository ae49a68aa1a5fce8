//! Telephone numbers of Kyrgyzstan, Russia, and with a plus of anywhere.

use super::Verdict;
use crate::{
    figures::Window,
    hit::Why,
    kind::Kind,
    labels::{Beside, Label},
};

/// A telephone's number by its form, or by its label.
pub(super) fn phone(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let label = beside
        .filter(|b| b.label == Label::Phone)
        .map(|b| b.word.clone());
    // What another word names (an account, a contract, ИНН) is no telephone unless it has a country's code.
    let claimed = beside.is_some_and(|b| b.label != Label::Phone);
    let by_form = by_form(window, claimed);
    match (by_form, label) {
        (Some(score), Some(word)) => Some((
            Kind::Phone,
            (score + 0.1).min(0.99),
            Why::FormAndLabel(word),
        )),
        (Some(score), None) => Some((Kind::Phone, score, Why::Form)),
        (None, Some(word)) if by_label(window) => Some((Kind::Phone, 0.75, Why::Label(word))),
        _ => None,
    }
}

fn by_form(window: &Window<'_>, claimed: bool) -> Option<f32> {
    let d = window.digits.as_str();
    let sizes = window.sizes();
    if sizes.iter().any(|n| *n > 12) {
        return None;
    }
    match d.len() {
        12 if d.starts_with("996") => Some(if window.plus { 0.97 } else { 0.92 }),
        14 if d.starts_with("00996") => Some(0.92),
        // The trunk's 0 beside the country's code: +996 (0555) 12-34-56.
        13 if d.starts_with("9960") => Some(0.9),
        11 if window.plus && d.starts_with('7') => Some(0.95),
        10..=14 if window.plus && (window.whole || sizes.len() == 1) => Some(0.85),
        _ if claimed => None,
        10 if d.starts_with('0')
            && (!d.starts_with("00") || d.starts_with("0000"))
            && kyrgyz_groups(&sizes) =>
        {
            Some(0.85)
        }
        11 if d.starts_with("89") && russian_groups(&sizes) => Some(0.82),
        11 if d.starts_with('8') && sizes.len() > 2 && russian_groups(&sizes) => Some(0.8),
        11 if d.starts_with("79") && sizes.len() > 2 && russian_groups(&sizes) => Some(0.75),
        _ => None,
    }
}

/// `0555123456`, `0555 12 34 56`, `0312 621234`, `0 (555) 123-456`; not the groups of dates.
fn kyrgyz_groups(sizes: &[usize]) -> bool {
    match sizes {
        [10 | 4 | 5 | 3, ..] => true,
        [1, 3..=5, ..] => true,
        _ => sizes.iter().all(|n| *n == 1),
    }
}

/// `8 (912) 345-67-89`, `89123456789`, `8912 3456789`.
fn russian_groups(sizes: &[usize]) -> bool {
    matches!(sizes, [11] | [1, 3..=5, ..] | [1, 10] | [4, ..]) || sizes.iter().all(|n| *n == 1)
}

/// Behind "telephone" the rest may be missing: `555 12 34 56`, `2-15-48`.
fn by_label(window: &Window<'_>) -> bool {
    let d = window.digits.as_str();
    match d.len() {
        5..=7 => window.whole && !d.starts_with('0') && !looks_like_date(window),
        9..=11 => window.whole || window.sizes().iter().all(|n| *n <= 4),
        12 => window.whole,
        _ => false,
    }
}

fn looks_like_date(window: &Window<'_>) -> bool {
    let sizes = window.sizes();
    matches!(sizes.as_slice(), [1 | 2, 2, 4] | [4, 2, 2] | [2, 2, 2])
        && window
            .groups
            .get(1)
            .and_then(|g| g.digits.parse::<u32>().ok())
            .is_some_and(|month| (1..=12).contains(&month))
}
