//! What no honest program sends: days that no calendar has, files that cannot be stored. Refused before anything is made
//! of them, since a program of another origin, or a damaged one, would otherwise stop whoever reads the row.

use crate::act::Act;
use crate::inquiry::Attachment;
use crate::refusal::Refusal;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

/// The largest file of a case, in bytes.
pub const LARGEST_FILE: u64 = 1024 * 1024 * 1024;
/// Years that every program on the way can write with four digits. A clock may be wrong by decades, and is recorded.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

/// Whether an act, at a time, can be computed with and stored.
///
/// # Errors
/// [`Refusal::OutOfBounds`] with the field.
pub fn check(act: &Act, at: DateTime<FixedOffset>) -> Result<(), Refusal> {
    moment("at", at)?;
    match act {
        Act::Receive(card) | Act::Register(card) => {
            moment("received_at", card.received_at)?;
            card.attachments.iter().try_for_each(file)
        }
        Act::EnterInRegister { on } => day("on", *on),
        Act::RecordDispatch { on, .. } => day("on", *on),
        Act::Attach(attached) | Act::RecordRedaction(attached) => file(attached),
        _ => Ok(()),
    }
}

fn moment(field: &str, at: DateTime<FixedOffset>) -> Result<(), Refusal> {
    // Of the time in UTC: the local one of the last moments that exist cannot be asked for.
    within(field, YEARS.contains(&at.naive_utc().year()))
}

fn day(field: &str, on: NaiveDate) -> Result<(), Refusal> {
    within(field, YEARS.contains(&on.year()))
}

fn file(attached: &Attachment) -> Result<(), Refusal> {
    moment("added_at", attached.added_at)?;
    within("size", attached.size <= LARGEST_FILE)?;
    within("sha256", is_sha256(&attached.sha256))
}

/// Whether a text is a SHA-256 as it is written everywhere here: 64 hexadecimal digits, the letters small.
#[must_use]
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn within(field: &str, holds: bool) -> Result<(), Refusal> {
    if holds {
        return Ok(());
    }
    Err(Refusal::OutOfBounds {
        field: field.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inquiry::AttachmentRole;
    use chrono::Utc;
    use uuid::Uuid;

    fn when(utc: DateTime<Utc>) -> DateTime<FixedOffset> {
        utc.fixed_offset()
    }

    fn attach(size: u64, sha256: &str) -> Act {
        Act::Attach(Box::new(Attachment {
            id: crate::ids::AttachmentId(Uuid::nil()),
            name: "кат.pdf".into(),
            media_type: "application/pdf".into(),
            size,
            sha256: sha256.into(),
            role: AttachmentRole::Received,
            added_at: when(DateTime::UNIX_EPOCH),
        }))
    }

    fn fault(act: &Act, at: DateTime<FixedOffset>) -> Option<String> {
        match check(act, at).err()? {
            Refusal::OutOfBounds { field } => Some(field),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_moments_that_exist_are_refused_and_wrong_clocks_are_not() {
        for end in [DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC] {
            assert_eq!(fault(&Act::Approve, when(end)).as_deref(), Some("at"));
        }
        let on = Act::EnterInRegister { on: NaiveDate::MAX };
        let epoch = when(DateTime::UNIX_EPOCH);
        assert_eq!(fault(&on, epoch).as_deref(), Some("on"));
        assert_eq!(fault(&Act::Approve, epoch), None);
    }

    #[test]
    fn a_file_has_a_size_that_can_be_stored_and_a_hash() {
        let epoch = when(DateTime::UNIX_EPOCH);
        let good = "0f".repeat(32);
        assert_eq!(fault(&attach(LARGEST_FILE, &good), epoch), None);
        for size in [LARGEST_FILE + 1, 1 << 63, u64::MAX] {
            assert_eq!(fault(&attach(size, &good), epoch).as_deref(), Some("size"));
        }
        for hash in ["", "0f", &"0F".repeat(32), &"zz".repeat(32)] {
            assert_eq!(
                fault(&attach(1, hash), epoch).as_deref(),
                Some("sha256"),
                "{hash}"
            );
        }
    }
}
