//! `deadline ...`

use chrono::NaiveDate;
use clap::{Args, Subcommand};

/// How a date was computed.
#[derive(Debug, Subcommand)]
pub enum Deadline {
    /// Compute deadlines by a legal profile. Needs no data folder.
    Compute(Compute),
    /// Explain the deadlines of a case: each day counted or not, with the reason, the rule, its source and how sure that is.
    Explain {
        /// Registration number, provisional number or id.
        number: String,
    },
}

/// `deadline compute`
#[derive(Debug, Args)]
#[command(
    after_help = "With --json: `registration_due`, `consideration_due`, `forwarding_due`, and where asked for \
    `extended_due` and `documents_due`; then, under `registration`, `consideration` and so on, `from`, `rule` (value, unit, \
    source, status, effective_from), and the days `counted` (date, day) and `skipped` (date, reason, and where the calendar \
    says why: name, source, status). Reasons: weekend, holiday, paused, after_hours, day_off, after_the_count. A day that is \
    counted though it is no usual one has a reason too: transferred. A term that was moved off a day off has `moved_from`; \
    one in years that the calendar does not know has `beyond_calendar`."
)]
pub struct Compute {
    /// Legal profile: kg-district, ru-municipality, kg-vacancies, kg-consular, or a file.
    #[arg(long, default_value = "kg-district")]
    pub profile: String,
    /// Kind of inquiry, a code of the profile.
    #[arg(long)]
    pub kind: String,
    /// When it came: 2026-05-08T16:00, in the body's own time, or with an offset.
    #[arg(long, value_name = "MOMENT")]
    pub received: String,
    /// When it was entered in the register; the last day for that if absent.
    #[arg(long, value_name = "DATE")]
    pub registered: Option<NaiveDate>,
    /// Days of an extension; several times for several.
    #[arg(long, value_name = "DAYS")]
    pub extend: Vec<u32>,
    /// When another body was asked for documents.
    #[arg(long, value_name = "DATE")]
    pub asked: Option<NaiveDate>,
    /// Days on which the clock stood still, and why: 2026-05-12..2026-05-20:CODE, a code of the profile's pauses.
    #[arg(long, value_name = "FROM..TO:CODE")]
    pub pause: Vec<String>,
}
