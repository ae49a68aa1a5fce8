//! How the computers of a body stand, as the server knows: `POST /v1/devices`.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Asks for the computers that share a department with the one that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicesAsk {}

/// Computers that are let in, by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// One each.
    pub devices: Vec<DeviceState>,
}

/// How a computer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceState {
    /// Its short number.
    pub number: u32,
    /// Its name, given when it was let in.
    pub name: String,
    /// Whether it is the one that asks.
    pub here: bool,
    /// When it last greeted, by the server's clock; `None` when it never did.
    pub last_seen: Option<DateTime<FixedOffset>>,
    /// Acts that it had then and that have not come since.
    pub waiting: u64,
    /// Until when it may be unlocked.
    pub lease_until: DateTime<FixedOffset>,
    /// Seconds that its clock was ahead of the server's.
    pub clock_skew: Option<i64>,
}
