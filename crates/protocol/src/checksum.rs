//! Checksums over current rows, by which server and replica notice that they differ, and where.
//!
//! A row's checksum is the first 16 bytes of SHA-256 over the 16 bytes of its id, its sequence as 8 bytes
//! big-endian and its content, read as a big-endian number. A unit's is the sum of its rows' modulo 2^128, so both
//! sides keep it up to date row by row. A unit divides into 256 [`part`]s, each with a sum of its own, so that a
//! repair fetches only what differs.
//!
//! Rows of restricted cases are in a [`restricted_bucket`] beside their unit's.

use crate::wire::Bucket;
use domain::ids::{InquiryId, UnitId};
use sha2::{Digest, Sha256};

/// Parts of a unit.
pub const PARTS: usize = 256;

/// What a bucket of restricted rows is called behind its unit. No unit's id has this sign.
const RESTRICTED: &str = "~restricted";

/// Bucket of a unit's restricted rows: on the wire a unit of its own, of which each device has other rows.
#[must_use]
pub fn restricted_bucket(unit: &UnitId) -> UnitId {
    UnitId(format!("{unit}{RESTRICTED}"))
}

/// The unit that a bucket belongs to, and whether the bucket is that of its restricted rows.
#[must_use]
pub fn unit_of(bucket: &UnitId) -> (UnitId, bool) {
    match bucket.as_str().strip_suffix(RESTRICTED) {
        Some(unit) => (UnitId::from(unit), true),
        None => (bucket.clone(), false),
    }
}

/// A unit's bucket, and that of its restricted rows.
#[must_use]
pub fn buckets_of(unit: &UnitId) -> [UnitId; 2] {
    [unit.clone(), restricted_bucket(unit)]
}

/// Whether a unit's id can be told from a bucket's.
#[must_use]
pub fn is_unit(id: &UnitId) -> bool {
    !id.as_str().is_empty() && !id.as_str().contains('~')
}

/// The part that a row belongs to: the last byte of its id.
#[must_use]
pub fn part(id: InquiryId) -> u8 {
    let [.., last] = *id.0.as_bytes();
    last
}

/// Checksum of one row.
#[must_use]
pub fn row(id: InquiryId, seq: u64, content: &str) -> u128 {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(id.0.as_bytes())
        .chain_update(seq.to_be_bytes())
        .chain_update(content)
        .finalize()
        .into();
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    u128::from_be_bytes(first)
}

/// Number and sum of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Rows.
    pub rows: u64,
    /// Sum modulo 2^128 of their checksums.
    pub sum: u128,
}

impl Sum {
    /// With one row more.
    #[must_use]
    pub fn plus(self, row: u128) -> Self {
        Self {
            rows: self.rows.wrapping_add(1),
            sum: self.sum.wrapping_add(row),
        }
    }

    /// With one row less.
    #[must_use]
    pub fn minus(self, row: u128) -> Self {
        Self {
            rows: self.rows.wrapping_sub(1),
            sum: self.sum.wrapping_sub(row),
        }
    }

    /// The sum as it travels: 32 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("{:032x}", self.sum)
    }

    /// As a bucket of a frame.
    #[must_use]
    pub fn bucket(self, unit: UnitId) -> Bucket {
        Bucket {
            unit,
            rows: self.rows,
            sum: self.hex(),
        }
    }

    /// Whether a bucket says the same.
    #[must_use]
    pub fn agrees(self, bucket: &Bucket) -> bool {
        self.rows == bucket.rows && self.hex() == bucket.sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> InquiryId {
        InquiryId(Uuid::from_u128(n))
    }

    #[test]
    fn the_order_of_rows_does_not_matter_but_their_content_does() {
        let (a, b) = (row(id(1), 7, "{}"), row(id(2), 8, "{}"));
        let one = Sum::default().plus(a).plus(b);
        assert_eq!(one, Sum::default().plus(b).plus(a));
        assert_eq!(one.minus(b), Sum::default().plus(a));
        for other in [
            row(id(1), 8, "{}"),
            row(id(3), 7, "{}"),
            row(id(1), 7, "{ }"),
        ] {
            assert_ne!(other, a);
        }
        assert!(one.agrees(&one.bucket(UnitId::from("u"))));
        assert!(!one.minus(a).agrees(&one.bucket(UnitId::from("u"))));
    }

    #[test]
    fn a_bucket_of_restricted_rows_is_no_units() {
        let unit = UnitId::from("general");
        let bucket = restricted_bucket(&unit);
        assert_eq!(bucket.as_str(), "general~restricted");
        assert_eq!(unit_of(&bucket), (unit.clone(), true));
        assert_eq!(unit_of(&unit), (unit.clone(), false));
        assert!(is_unit(&unit) && !is_unit(&bucket) && !is_unit(&"".into()));
    }

    #[test]
    fn the_formula_is_the_documented_one() {
        // sha256(00..01 || 0000000000000007 || "{}"), first 16 bytes.
        let bytes = [&id(1).0.as_bytes()[..], &7u64.to_be_bytes(), b"{}"].concat();
        let expected = hex::encode(Sha256::digest(bytes))
            .chars()
            .take(32)
            .collect::<String>();
        assert_eq!(Sum::default().plus(row(id(1), 7, "{}")).hex(), expected);
        assert_eq!(part(id(0x1ff)), 0xff);
    }
}
