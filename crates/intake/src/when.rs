//! Dates as web forms and spreadsheets write them.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::SubmittedAt;

/// Reads a date with or without a time of day. `None` where it cannot be read, or could mean two
/// different days (`03/04/2026`).
pub(crate) fn read(raw: &str) -> Option<SubmittedAt> {
    let text = raw.trim().trim_matches(|c| c == '\'' || c == '"').trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(SubmittedAt {
            wall: at.naive_local(),
            utc_offset_minutes: Some(at.offset().local_minus_utc() / 60),
            has_time: true,
        });
    }
    if let Some(serial) = spreadsheet_serial(text) {
        return Some(serial);
    }
    let (date, time) = match text.split_once(['T', ' ', ',']) {
        Some((date, time)) => (date, time.trim().trim_start_matches("в ").trim()),
        None => (text, ""),
    };
    let date = read_date(date.trim_end_matches('г').trim_end_matches('.'))?;
    let (time, has_time) = if time.is_empty() || time == "г." {
        (NaiveTime::MIN, false)
    } else {
        (read_time(time)?, true)
    };
    Some(SubmittedAt {
        wall: date.and_time(time),
        utc_offset_minutes: None,
        has_time,
    })
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let separator = ['.', '-', '/'].into_iter().find(|c| text.contains(*c))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| part.parse::<u32>().ok();
    let (a_num, b_num, c_num) = (number(a)?, number(b)?, number(c)?);
    let year = |text: &str, value: u32| -> Option<i32> {
        let value = i32::try_from(value).ok()?;
        match text.len() {
            4 => Some(value),
            2 => Some(2000 + value),
            _ => None,
        }
    };
    let (year, month, day) = if a.len() == 4 {
        (year(a, a_num)?, b_num, c_num)
    } else if separator == '/' {
        // Day first here, month first in an American Excel: only an unequivocal one is taken.
        match (a_num > 12, b_num > 12) {
            (true, false) => (year(c, c_num)?, b_num, a_num),
            (false, true) => (year(c, c_num)?, a_num, b_num),
            (false, false) if a_num == b_num => (year(c, c_num)?, b_num, a_num),
            _ => return None,
        }
    } else {
        (year(c, c_num)?, b_num, a_num)
    };
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    (1990..=2100).contains(&year).then_some(date)
}

fn read_time(text: &str) -> Option<NaiveTime> {
    const FORMATS: [&str; 6] = [
        "%H:%M:%S%.f",
        "%H:%M:%S",
        "%H:%M",
        "%I:%M:%S %p",
        "%I:%M %p",
        "%H.%M",
    ];
    FORMATS
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

/// Days since the last day of 1899, as Excel stores a date when a cell is formatted as a number.
fn spreadsheet_serial(text: &str) -> Option<SubmittedAt> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if whole.len() != 5 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let days: u64 = whole.parse().ok()?;
    if !(33_000..=73_000).contains(&days) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    let Some(fraction) = fraction else {
        return Some(SubmittedAt {
            wall: date.and_time(NaiveTime::MIN),
            utc_offset_minutes: None,
            has_time: false,
        });
    };
    if fraction.is_empty() || fraction.len() > 15 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: f64 = format!("0.{fraction}").parse().ok()?;
    let seconds = (part * 86_400.0).round().clamp(0.0, 86_399.0);
    // Clamped to a day just above.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0)?;
    Some(SubmittedAt {
        wall: NaiveDateTime::new(date, time),
        utc_offset_minutes: None,
        has_time: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expect: Option<&str>) {
        let found = read(raw).map(|at| {
            let zone = at
                .utc_offset_minutes
                .map_or(String::new(), |m| format!(" {m:+}"));
            if at.has_time {
                format!("{}{zone}", at.wall.format("%Y-%m-%d %H:%M:%S"))
            } else {
                format!("{}{zone}", at.wall.format("%Y-%m-%d"))
            }
        });
        assert_eq!(found.as_deref(), expect, "{raw}");
    }

    #[test]
    fn dates_of_forms_and_spreadsheets() {
        check(
            "2026-03-05T10:12:30+06:00",
            Some("2026-03-05 10:12:30 +360"),
        );
        check("2026-03-05T04:12:30.123Z", Some("2026-03-05 04:12:30 +0"));
        check("2026-03-05 10:12", Some("2026-03-05 10:12:00"));
        check("05.03.2026", Some("2026-03-05"));
        check("05.03.2026 г.", Some("2026-03-05"));
        check("5.3.26 9:05", Some("2026-03-05 09:05:00"));
        check("05.03.2026, 10:12:30", Some("2026-03-05 10:12:30"));
        check("25/03/2026 10:12", Some("2026-03-25 10:12:00"));
        check("3/25/2026 10:12:00 AM", Some("2026-03-25 10:12:00"));
        check("46086.5", Some("2026-03-05 12:00:00"));
        check("46086", Some("2026-03-05"));
    }

    #[test]
    fn what_could_mean_two_days_is_not_guessed() {
        check("03/04/2026", None);
        check("04/04/2026", Some("2026-04-04"));
        check("кечээ", None);
        check("2026", None);
        check("31.02.2026", None);
        check("", None);
    }
}
