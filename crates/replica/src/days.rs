//! Days as numbers since 1970-01-01: how columns and the roster keep them.

use chrono::NaiveDate;

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date of the calendar");

pub(crate) fn number(date: NaiveDate) -> i64 {
    date.signed_duration_since(EPOCH).num_days()
}

pub(crate) fn date(number: i64) -> Option<NaiveDate> {
    EPOCH.checked_add_signed(chrono::TimeDelta::try_days(number)?)
}
