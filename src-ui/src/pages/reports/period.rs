//! The period of a report: a month, a quarter, half a year, a year, or any dates.

use chrono::{Datelike, Months, NaiveDate};

/// How a period is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    Half,
    /// Twelve months.
    Year,
    /// From a day to a day.
    Range,
}

impl Span {
    /// All, in the order in which they are offered.
    pub const ALL: [Span; 5] = [
        Span::Month,
        Span::Quarter,
        Span::Half,
        Span::Year,
        Span::Range,
    ];

    /// Code in texts.
    pub fn code(self) -> &'static str {
        match self {
            Span::Month => "month",
            Span::Quarter => "quarter",
            Span::Half => "half",
            Span::Year => "year",
            Span::Range => "range",
        }
    }

    /// By its code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    fn months(self) -> u32 {
        match self {
            Span::Month | Span::Range => 1,
            Span::Quarter => 3,
            Span::Half => 6,
            Span::Year => 12,
        }
    }

    /// First and last day of the period that a day lies in. Of a range only the caller knows them.
    pub fn around(self, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let months = self.months();
        let month = day.month0() / months * months + 1;
        let from = NaiveDate::from_ymd_opt(day.year(), month, 1)?;
        let to = from.checked_add_months(Months::new(months))?.pred_opt()?;
        (self != Span::Range).then_some((from, to))
    }

    /// A day of the next period, or of the one before.
    pub fn step(self, day: NaiveDate, forward: bool) -> NaiveDate {
        let months = Months::new(self.months());
        let first = self.around(day).map_or(day, |(from, _)| from);
        let to = if forward {
            first.checked_add_months(months)
        } else {
            first.checked_sub_months(months)
        };
        to.unwrap_or(day)
    }

    /// The place of the period in its year, from 1.
    pub fn number(self, day: NaiveDate) -> u32 {
        day.month0() / self.months() + 1
    }
}

/// The last whole period before a day: what a report is usually made of.
pub fn last_whole(span: Span, today: NaiveDate) -> NaiveDate {
    match span.around(today) {
        // On its last day a period is whole.
        Some((_, to)) if to == today => today,
        _ => span.step(today, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn a_period_holds_its_days() {
        let check = |span: Span, from: NaiveDate, to: NaiveDate| {
            assert_eq!(span.around(day(2026, 11, 22)), Some((from, to)))
        };
        check(Span::Month, day(2026, 11, 1), day(2026, 11, 30));
        check(Span::Quarter, day(2026, 10, 1), day(2026, 12, 31));
        check(Span::Half, day(2026, 7, 1), day(2026, 12, 31));
        check(Span::Year, day(2026, 1, 1), day(2026, 12, 31));
        assert_eq!(Span::Range.around(day(2026, 11, 22)), None);
        assert_eq!(
            Span::Month.around(day(2028, 2, 29)),
            Some((day(2028, 2, 1), day(2028, 2, 29)))
        );
    }

    #[test]
    fn steps_cross_the_year() {
        assert_eq!(
            Span::Quarter.around(Span::Quarter.step(day(2026, 12, 31), true)),
            Some((day(2027, 1, 1), day(2027, 3, 31)))
        );
        assert_eq!(
            Span::Month.around(Span::Month.step(day(2026, 3, 31), false)),
            Some((day(2026, 2, 1), day(2026, 2, 28)))
        );
        assert_eq!(Span::Quarter.number(day(2026, 11, 22)), 4);
        assert_eq!(Span::Half.number(day(2026, 6, 30)), 1);
    }

    #[test]
    fn the_last_whole_period_is_offered() {
        assert_eq!(
            Span::Quarter.around(last_whole(Span::Quarter, day(2026, 11, 22))),
            Some((day(2026, 7, 1), day(2026, 9, 30)))
        );
        assert_eq!(
            Span::Month.around(last_whole(Span::Month, day(2026, 11, 30))),
            Some((day(2026, 11, 1), day(2026, 11, 30)))
        );
    }

    #[test]
    fn codes_come_back() {
        for span in Span::ALL {
            assert_eq!(Span::of(span.code()), Some(span));
        }
    }
}
