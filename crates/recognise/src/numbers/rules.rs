//! Rules for numbers with check digits, a date within, or a label.

use super::Verdict;
use crate::{
    checks,
    figures::Window,
    hit::Why,
    kind::Kind,
    labels::{Beside, Label},
};

fn named<'a>(beside: Option<&'a Beside>, labels: &[Label]) -> Option<&'a str> {
    beside
        .filter(|b| labels.contains(&b.label))
        .map(|b| b.word.as_str())
}

/// Whether the word beside it says that it is something else.
fn other(beside: Option<&Beside>) -> bool {
    beside.is_some_and(|b| b.label == Label::Other)
}

/// Whether it looks written as one number: together, in groups of one length (the last may differ), figure by figure.
fn in_one_piece(window: &Window<'_>) -> bool {
    let sizes = window.sizes();
    sizes.len() == 1
        || sizes
            .windows(2)
            .all(|w| w[0] == w[1] || w[1] == *sizes.last().unwrap_or(&0))
        || window.whole
}

/// ПИН: 14 figures with a date of birth; or with a label.
pub(super) fn personal(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let d = window.digits.as_str();
    if d.len() != 14 {
        return None;
    }
    let label = named(beside, &[Label::Tax, Label::Personal, Label::Passport]);
    match (checks::pin(d), label) {
        (true, Some(word)) => Some((
            Kind::NationalId,
            0.99,
            Why::DateWithinAndLabel(word.to_owned()),
        )),
        (true, None) if in_one_piece(window) => Some((Kind::NationalId, 0.95, Why::DateWithin)),
        // A legal entity's begins with 0 and is no person's.
        (false, Some(word)) if d.starts_with('0') => {
            Some((Kind::TaxId, 0.85, Why::FormAndLabel(word.to_owned())))
        }
        (false, Some(word)) => Some((Kind::NationalId, 0.85, Why::FormAndLabel(word.to_owned()))),
        _ => None,
    }
}

/// A bank card: Luhn's sum, and a beginning that cards have.
pub(super) fn card(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let d = window.digits.as_str();
    if !(13..=19).contains(&d.len()) || !checks::luhn(d) {
        return None;
    }
    if let Some(word) = named(beside, &[Label::Card]) {
        return Some((Kind::Card, 0.98, Why::ChecksumAndLabel(word.to_owned())));
    }
    let sizes = window.sizes();
    let printed = matches!(
        sizes.as_slice(),
        [4, 4, 4, 4] | [4, 4, 4, 4, 3] | [4, 6, 5] | [16]
    );
    let sure = checks::card_range(d) && (printed || (in_one_piece(window) && window.whole));
    // A number of 16 figures behind "account" is an account's, whatever its sum says.
    (sure && !(other(beside) && sizes.len() == 1)).then_some((
        Kind::Card,
        if printed { 0.93 } else { 0.8 },
        Why::Checksum,
    ))
}

/// ОМС: 16 figures whose sum is as a card's; its label, or a beginning that no card has.
pub(super) fn policy(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let d = window.digits.as_str();
    if d.len() != 16 {
        return None;
    }
    match (checks::luhn(d), named(beside, &[Label::Insurance])) {
        (true, Some(word)) => Some((
            Kind::InsuranceNumber,
            0.99,
            Why::ChecksumAndLabel(word.to_owned()),
        )),
        (false, Some(word)) => Some((Kind::InsuranceNumber, 0.75, Why::Label(word.to_owned()))),
        (true, None) if !checks::card_range(d) && !other(beside) && in_one_piece(window) => {
            Some((Kind::InsuranceNumber, 0.7, Why::Checksum))
        }
        _ => None,
    }
}

/// СНИЛС: its check figures with its form `112-233-445 95` or its label.
pub(super) fn snils(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let d = window.digits.as_str();
    if d.len() != 11 {
        return None;
    }
    let formed = window.sizes() == [3, 3, 3, 2];
    let why = |word: &str, right: bool| match right {
        true => Why::ChecksumAndLabel(word.to_owned()),
        false => Why::Label(word.to_owned()),
    };
    match (checks::snils(d), named(beside, &[Label::Insurance])) {
        (true, Some(word)) => Some((Kind::InsuranceNumber, 0.99, why(word, true))),
        (false, Some(word)) => Some((Kind::InsuranceNumber, 0.75, why(word, false))),
        (true, None) if formed => Some((Kind::InsuranceNumber, 0.95, Why::Checksum)),
        _ => None,
    }
}

/// Russian ИНН: 12 figures of a person, 10 of an organisation.
pub(super) fn taxpayer(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    let d = window.digits.as_str();
    let right = match d.len() {
        10 => checks::inn10(d),
        12 => checks::inn12(d),
        _ => return None,
    };
    match (right, named(beside, &[Label::Tax])) {
        (true, Some(word)) => Some((Kind::TaxId, 0.99, Why::ChecksumAndLabel(word.to_owned()))),
        (false, Some(word)) => Some((Kind::TaxId, 0.8, Why::Label(word.to_owned()))),
        // One in ten numbers has a right sum of 10, one in a hundred of 12.
        (true, None) if d.len() == 12 && window.sizes().len() == 1 && beside.is_none() => {
            Some((Kind::TaxId, 0.6, Why::Checksum))
        }
        _ => None,
    }
}

/// Russian passport: series and number, ten figures; only with a label.
pub(super) fn russian_passport(window: &Window<'_>, beside: Option<&Beside>) -> Option<Verdict> {
    if window.digits.len() != 10 {
        return None;
    }
    let word = named(beside, &[Label::Passport])?;
    Some((Kind::Passport, 0.93, Why::FormAndLabel(word.to_owned())))
}
