//! The days of the year: which are worked, how many inquiries come on each, and steps in working time.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use domain::Profile;
use domain::calendar::Calendar;

/// Relative number of inquiries in each month, January first: many in winter and spring, few in summer.
const MONTHS: [u64; 12] = [108, 104, 112, 110, 92, 88, 80, 86, 104, 110, 104, 102];
/// Relative number on each weekday, Monday first; reception days are Monday and Wednesday.
const WEEKDAYS: [u64; 7] = [124, 100, 116, 96, 84, 9, 7];
/// Of a working day's inquiries, how many in a hundred come before and after hours (by the website).
const EARLY: u64 = 3;
const LATE: u64 = 6;

/// The year that ends on a day, with what lies around it.
pub(crate) struct Year {
    first: NaiveDate,
    /// Whether each day from `known_from` on is worked.
    works: Vec<bool>,
    known_from: NaiveDate,
    /// Weights of the days before each day of the year, and the total at the end.
    before: Vec<u64>,
    offset: FixedOffset,
}

/// A moment of receipt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receipt {
    pub at: DateTime<FixedOffset>,
    /// In office hours of a working day.
    pub in_hours: bool,
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt((minutes / 60).min(23), minutes % 60, 0).unwrap_or_default()
}

impl Year {
    pub(crate) fn ending(last: NaiveDate, profile: &Profile) -> Self {
        let first = last.checked_sub_days(Days::new(364)).unwrap_or(last);
        let known_from = first.checked_sub_days(Days::new(31)).unwrap_or(first);
        let calendar = Calendar::of(profile);
        let works: Vec<bool> = known_from
            .iter_days()
            .take(31 + 365 + 120)
            .map(|d| calendar.works(d))
            .collect();
        let mut before = vec![0u64];
        let mut total = 0;
        for date in first.iter_days().take(365) {
            let worked = calendar.works(date);
            let weekday = WEEKDAYS
                .get(date.weekday().num_days_from_monday() as usize)
                .copied()
                .unwrap_or(0);
            // A holiday on a working weekday is as quiet as a Sunday.
            let weekday = if worked {
                weekday.max(84)
            } else {
                weekday.min(8)
            };
            // Days differ: a fixed ripple, the same for every seed.
            let ripple = 80 + u64::from(date.ordinal() * 37 % 41);
            total += weekday * ripple * MONTHS.get(date.month0() as usize).copied().unwrap_or(100);
            before.push(total);
        }
        Self {
            first,
            works,
            known_from,
            before,
            offset: profile.offset(),
        }
    }

    /// When the inquiry with a place among `count` is received: later places never come earlier.
    /// `fraction` (below 1000) varies the moment between its neighbours.
    pub(crate) fn receipt(&self, place: u64, count: u64, fraction: u32) -> Receipt {
        let total = self.before.last().copied().unwrap_or(1).max(1);
        // Position in thousandths of a place, so that neighbours keep their order.
        let at = (u128::from(place) * 1000 + u128::from(fraction)) * u128::from(total)
            / (u128::from(count.max(1)) * 1000);
        let at = u64::try_from(at).unwrap_or(0).min(total - 1);
        let day = self.before.partition_point(|&b| b <= at).saturating_sub(1);
        let (from, to) = (self.before[day], self.before[day + 1]);
        let share = (at - from) * 100_000 / (to - from).max(1);
        let date = self
            .first
            .checked_add_days(Days::new(day as u64))
            .unwrap_or(self.first);
        let works = self.works(date);
        let (seconds, in_hours) = if works {
            second_of_day(share)
        } else {
            // From eight in the morning until half past ten at night.
            (28_800 + share * 52_200 / 100_000, false)
        };
        let seconds = u32::try_from(seconds).unwrap_or(0).min(86_399);
        let clock = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
        Receipt {
            at: self.at(date, clock),
            in_hours,
        }
    }

    pub(crate) fn at(&self, date: NaiveDate, clock: NaiveTime) -> DateTime<FixedOffset> {
        let local = date.and_time(clock);
        // A fixed offset has exactly one instant for every wall time.
        local
            .and_local_timezone(self.offset)
            .single()
            .unwrap_or_else(|| local.and_utc().with_timezone(&self.offset))
    }

    pub(crate) fn works(&self, date: NaiveDate) -> bool {
        let day = usize::try_from((date - self.known_from).num_days()).ok();
        day.and_then(|d| self.works.get(d))
            .copied()
            .unwrap_or(date.weekday().num_days_from_monday() < 5)
    }

    /// The `n`-th working day after a day; the day itself or the next working one for 0.
    pub(crate) fn working_day(&self, from: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n;
        let mut date = from;
        if n == 0 && self.works(from) {
            return from;
        }
        for next in from.iter_days().skip(1).take(400) {
            date = next;
            if self.works(next) {
                left = left.saturating_sub(1);
                if left == 0 {
                    break;
                }
            }
        }
        date
    }

    /// A moment `n` working days later, at a minute of the day (from midnight), but never before
    /// `from` has passed by a few minutes.
    pub(crate) fn later(
        &self,
        from: DateTime<FixedOffset>,
        n: u32,
        minute: u32,
    ) -> DateTime<FixedOffset> {
        let date = self.working_day(from.date_naive(), n);
        let wished = self.at(date, time(minute.clamp(510, 1045)));
        let least = from + TimeDelta::minutes(4);
        if wished >= least {
            return wished;
        }
        if self.works(least.date_naive()) && least.time() < time(1050) && least.time() >= time(510)
        {
            least
        } else {
            self.at(self.working_day(from.date_naive(), 1), time(515))
        }
    }
}

/// The second of a working day by its share of the inquiries, and whether the office is open.
fn second_of_day(share: u64) -> (u64, bool) {
    let (early, late) = (EARLY * 1000, LATE * 1000);
    if share < early {
        // Midnight to half past eight.
        (share * 30_600 / early, false)
    } else if share < 100_000 - late {
        let open = share - early;
        (30_600 + open * 32_400 / (100_000 - early - late), true)
    } else {
        (63_001 + (share - (100_000 - late)) * 21_000 / late, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> Year {
        let last = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day");
        Year::ending(last, &crate::profile())
    }

    #[test]
    fn receipts_are_in_order_and_in_the_year() {
        let year = year();
        for count in [1u64, 900, 20_000] {
            let mut before = None;
            for place in 0..count {
                let receipt = year.receipt(
                    place,
                    count,
                    u32::try_from(place * 617 % 1000).expect("small"),
                );
                assert!(before.is_none_or(|b| b <= receipt.at), "{place} of {count}");
                assert!(receipt.at.date_naive() >= year.first);
                assert!((receipt.at.date_naive() - year.first).num_days() < 365);
                assert!(!receipt.in_hours || year.works(receipt.at.date_naive()));
                before = Some(receipt.at);
            }
        }
    }

    #[test]
    fn quiet_days_are_quiet() {
        let year = year();
        let off = (0..9000u64)
            .filter(|p| !year.works(year.receipt(*p, 9000, 0).at.date_naive()))
            .count();
        assert!((100..700).contains(&off), "{off} of 9000 on days off");
    }

    #[test]
    fn steps_stay_in_office_hours_and_go_forward() {
        let year = year();
        let friday = year.at(
            NaiveDate::from_ymd_opt(2026, 10, 16).expect("a day"),
            time(1049),
        );
        let next = year.later(friday, 0, 600);
        assert_eq!(next.date_naive().weekday().to_string(), "Mon");
        let due = year.working_day(friday.date_naive(), 14);
        let profile = crate::profile();
        let kind = domain::Code::from("application");
        let law =
            domain::deadline::consideration(&profile, &kind, friday.date_naive()).expect("a clock");
        assert_eq!(due, law.on);
    }
}
