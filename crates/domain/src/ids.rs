//! Ids are newtypes, so that a staff member can never be passed where a device is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { Uuid::parse_str(s).map(Self) }
        }
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
    )+};
}

uuid_ids! {
    /// One inquiry, from receipt to archive. `UUIDv7` from the registering device, or derived from the
    /// website's submission key so that the same submission is the same inquiry on every device.
    InquiryId,
    /// One stored file.
    AttachmentId,
    /// One act of a person, queued on a device and applied at most once by the server.
    CommandId,
    /// One field on which two acts disagree.
    ConflictId,
    /// One enrolled computer.
    DeviceId,
    /// One member of staff.
    StaffId,
    /// One body (a district administration) on a server.
    TenantId,
}

impl InquiryId {
    /// The id of a website's submission, from its stable key of at least 32 hexadecimal digits: the same on every
    /// device and on the server, so that the same submission is never two inquiries. `None` for any other key.
    #[must_use]
    pub fn of_submission(key: &str) -> Option<Self> {
        let digits: String = key.chars().take(32).collect();
        let number = u128::from_str_radix(&digits, 16)
            .ok()
            .filter(|_| digits.len() == 32 && !digits.starts_with('+'))?;
        Some(Self(Uuid::new_v8(number.to_be_bytes())))
    }
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub String);
        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name { fn from(s: &str) -> Self { Self(s.to_owned()) } }
        impl From<String> for $name { fn from(s: String) -> Self { Self(s) } }
        impl PartialEq<&str> for $name { fn eq(&self, other: &&str) -> bool { self.0 == *other } }
    )+};
}

text_ids! {
    /// A code of the legal profile: a kind, channel, topic, outcome, reason. Its label is data.
    Code,
    /// A department of the body, by its code. Rows are synchronised by unit.
    UnitId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_has_one_id_wherever_it_is_read() {
        let key = "00112233445566778899aabbccddeeff0011";
        let id = InquiryId::of_submission(key);
        assert_eq!(
            id.map(|i| i.to_string()).as_deref(),
            Some("00112233-4455-8677-8899-aabbccddeeff")
        );
        assert_ne!(
            id,
            InquiryId::of_submission("10112233445566778899aabbccddeeff0011")
        );
        for bad in [
            "",
            "0011",
            "+0112233445566778899aabbccddeeff",
            "ң0112233445566778899aabbccddeef",
            "zz",
        ] {
            assert_eq!(InquiryId::of_submission(bad), None, "{bad}");
        }
    }
}
