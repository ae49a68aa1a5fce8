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
