//! Findings that meet: which one stays.

use crate::{hit::Hit, kind::Kind};

/// How a kind fares against another where both claim a place with about the same score.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Secret => 9,
        Kind::Iban | Kind::Email => 8,
        Kind::NationalId | Kind::InsuranceNumber | Kind::TaxId | Kind::Passport | Kind::Plate => 7,
        Kind::Card => 6,
        Kind::Address => 5,
        Kind::BirthDate => 4,
        Kind::Phone => 3,
        Kind::Person => 2,
    }
}

/// Leaves findings that do not meet, in order. The surer one stays, then the one of a stronger kind, then the longer.
#[must_use]
pub fn settle(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.retain(|h| h.start < h.end);
    hits.sort_by(|a, b| {
        let near = |h: &Hit| (h.score * 10.0).round();
        near(b)
            .total_cmp(&near(a))
            .then(rank(b.kind).cmp(&rank(a.kind)))
            .then((b.end - b.start).cmp(&(a.end - a.start)))
    });
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        if !kept.iter().any(|k| k.meets(hit.start, hit.end)) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|h| (h.start, h.end));
    kept
}
