//! The key that stands in a form: when it was given, chance, and the server's seal on both. It lets the same post, sent
//! twice by an impatient finger or a bad link, be known again, and tells a form that was filled in by a machine in no time
//! or lay open for days. It is kept nowhere, so that any instance of the server can read it.

use crate::App;
use crate::secrets::{self, SecretError};
use chrono::{DateTime, FixedOffset, TimeDelta};

/// A person needs longer to fill a form in.
const LEAST: TimeDelta = TimeDelta::seconds(2);
/// How long a form may lie open.
const MOST: TimeDelta = TimeDelta::hours(24);

/// What a key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Good,
    /// Filled in faster than a person can.
    TooQuick,
    /// Too old, or not one of ours.
    Expired,
}

pub(super) fn fresh(app: &App, now: DateTime<FixedOffset>) -> Result<String, SecretError> {
    let chance = hex::encode(secrets::random::<16>()?);
    let text = format!("{}.{chance}", now.timestamp());
    let seal = secrets::seal(&app.key, &text);
    Ok(format!("{text}.{seal}"))
}

pub(super) fn age(app: &App, key: &str, now: DateTime<FixedOffset>) -> Age {
    let Some((text, seal)) = key.rsplit_once('.') else {
        return Age::Expired;
    };
    let at = text.split('.').next().and_then(|at| at.parse().ok());
    let (Some(at), true) = (at, secrets::sealed(&app.key, text, seal)) else {
        return Age::Expired;
    };
    let age = DateTime::from_timestamp(at, 0).map(|at| now.to_utc() - at);
    match age {
        Some(age) if age < LEAST => Age::TooQuick,
        Some(age) if age <= MOST => Age::Good,
        _ => Age::Expired,
    }
}
