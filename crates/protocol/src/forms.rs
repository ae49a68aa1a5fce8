//! Forms of commands. A laptop that was away for a year sends what its program of that time signed; it is read here in
//! the meaning that it had then, and goes on as a command of today's form.
//!
//! To change an act: raise [`crate::wire::ACT_FORM`], keep the old shape as a function `from_N` that makes an
//! [`Unsigned`] of today, add its line in [`read`], and a fixture in `crates/protocol/tests/wire`. Nothing here is ever
//! taken away.
//!
//! | Form | Since | What was other |
//! |---|---|---|
//! | 1 | 0.1 | A command does not name its epoch: `base` may stand on a log that a restore has lost. |
//! | 2 | 0.1 | `epoch` must be there. |

use crate::wire::{ACT_FORM, Unsigned};
use serde::Deserialize;

/// Why a signed text cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// A later program wrote it.
    #[error("form {0} is later than this program")]
    Later(u32),
    /// It breaks its own form.
    #[error("the text is no command of its form")]
    Malformed(#[from] serde_json::Error),
}

#[derive(Deserialize)]
struct Form {
    type_version: u32,
    /// Whether the text has the field at all: form 1 knows none.
    epoch: Option<u64>,
}

/// Reads a signed text of any form up to today's.
///
/// # Errors
/// [`Unreadable`].
pub fn read(signed: &str) -> Result<Unsigned, Unreadable> {
    let form: Form = serde_json::from_str(signed)?;
    match (form.type_version, form.epoch) {
        (1, _) => from_1(signed),
        (2, Some(epoch)) if epoch > 0 => Ok(serde_json::from_str(signed)?),
        (0 | 2, _) => Err(Unreadable::Malformed(serde::de::Error::missing_field(
            "epoch",
        ))),
        (later, _) if later > ACT_FORM => Err(Unreadable::Later(later)),
        (other, _) => Err(Unreadable::Malformed(serde::de::Error::custom(format!(
            "no form {other}"
        )))),
    }
}

/// Form 1 is read as it stands: where no epoch is named, the server takes the first one.
fn from_1(signed: &str) -> Result<Unsigned, Unreadable> {
    Ok(serde_json::from_str(signed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(version: &str, epoch: &str) -> String {
        format!(
            r#"{{"device_seq":1,"id":"00000000-0000-0000-0000-000000000001","type_version":{version},"inquiry":"00000000-0000-0000-0000-000000000002","base":{{}},"act":{{"act":"approve"}},"actor":"00000000-0000-0000-0000-000000000003","at":"2026-03-02T10:00:00+06:00","prev_hash":"00"{epoch}}}"#
        )
    }

    #[test]
    fn each_form_is_read_in_its_own_meaning() {
        assert_eq!(read(&text("1", "")).unwrap().epoch, 0);
        assert_eq!(read(&text("1", r#","epoch":3"#)).unwrap().epoch, 3);
        assert_eq!(read(&text("2", r#","epoch":3"#)).unwrap().epoch, 3);
    }

    #[test]
    fn what_breaks_its_form_is_told_from_what_is_later() {
        for broken in [
            text("2", ""),
            text("0", ""),
            text("2", r#","epoch":0"#),
            "{}".into(),
        ] {
            assert!(
                matches!(read(&broken), Err(Unreadable::Malformed(_))),
                "{broken}"
            );
        }
        assert!(matches!(
            read(&text("3", r#","epoch":1"#)),
            Err(Unreadable::Later(3))
        ));
        let other_act = text("2", r#","epoch":1"#).replace("approve", "levitate");
        assert!(matches!(read(&other_act), Err(Unreadable::Malformed(_))));
    }
}
