//! Registration numbers: official ones come from the server's counter, provisional ones from a device.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The official number: contiguous per tenant, journal and year, never given twice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegistrationNumber {
    /// The calendar year of registration.
    pub year: i32,
    /// The journal's prefix; empty for the main journal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub journal: String,
    /// The place in the journal, from 1.
    pub serial: u32,
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.journal.is_empty() {
            write!(f, "{}/{}", self.serial, self.year)
        } else {
            write!(f, "{}-{}/{}", self.journal, self.serial, self.year)
        }
    }
}

/// The number a device gives while it waits for the official one: `P-3-7` is the seventh of device 3.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProvisionalNumber {
    /// The device's short number, given at enrolment.
    pub device: u32,
    /// The device's own count, from 1.
    pub serial: u32,
}

impl fmt::Display for ProvisionalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P-{}-{}", self.device, self.serial)
    }
}
