//! How near a deadline is.

use crate::calendar::Calendar;
use crate::profile::Profile;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How near the deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Nothing runs.
    None,
    /// More than three working days.
    Ok,
    /// Three working days or fewer.
    Soon,
    /// Past.
    Late,
}

/// Working days left (negative when late) and the urgency, for a case on control.
#[must_use]
pub fn left(profile: &Profile, due: NaiveDate, today: NaiveDate) -> (i64, Urgency) {
    let days = Calendar::of(profile).working_days_between(today, due);
    let urgency = if today > due {
        Urgency::Late
    } else if days <= 3 {
        Urgency::Soon
    } else {
        Urgency::Ok
    };
    (days, urgency)
}
