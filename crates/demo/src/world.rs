//! What all inquiries of one run share.

use chrono::NaiveDate;

use crate::seeded::Seeded;
use crate::year::Year;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many inquiries; a district's real year has about 900.
    pub count: u64,
    /// The seed: the same seed, count and last day give the same data, byte for byte.
    pub seed: u64,
    /// The last day of the year; nothing is later than its working hours.
    pub year_end: NaiveDate,
    /// Letters of about 1.8 kB each, for measuring.
    pub long: bool,
}

impl Options {
    /// A year of inquiries that ends on a day.
    #[must_use]
    pub fn year(count: u64, seed: u64, year_end: NaiveDate) -> Self {
        Self {
            count,
            seed,
            year_end,
            long: false,
        }
    }
}

pub(crate) struct World {
    pub options: Options,
    pub year: Year,
}

impl World {
    pub(crate) fn new(options: Options) -> Self {
        let year = Year::ending(options.year_end, &crate::office::profile());
        Self { options, year }
    }

    pub(crate) fn rng(&self, purpose: &str, index: u64) -> Seeded {
        Seeded::new(self.options.seed, purpose, index)
    }
}
