//! Dates, times, numbers and sizes as each language writes them. Web views lack the `ky` locale, so this is
//! done here for the window too.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Weekday};
use domain::Lang;

const KY_MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
/// With the possessive ending that a day's number asks for: `4-декабры`.
const KY_MONTHS_OF_DAY: [&str; 12] = [
    "январы",
    "февралы",
    "марты",
    "апрели",
    "майы",
    "июну",
    "июлу",
    "августу",
    "сентябры",
    "октябры",
    "ноябры",
    "декабры",
];
const RU_MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const RU_MONTHS_OF_DAY: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const EN_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const KY_DAYS: [&str; 7] = [
    "дүйшөмбү",
    "шейшемби",
    "шаршемби",
    "бейшемби",
    "жума",
    "ишемби",
    "жекшемби",
];
const KY_DAYS_SHORT: [&str; 7] = ["дш", "шш", "шр", "бш", "жм", "иш", "жк"];
const RU_DAYS: [&str; 7] = [
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
];
const RU_DAYS_SHORT: [&str; 7] = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];
const EN_DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const EN_DAYS_SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn month_index(date: NaiveDate) -> usize {
    usize::try_from(date.month0()).unwrap_or(0)
}

fn day_index(day: Weekday) -> usize {
    usize::try_from(day.num_days_from_monday()).unwrap_or(0)
}

/// A date in words: `2026-жылдын 4-декабры`, `4 декабря 2026 г.`, `4 December 2026`.
#[must_use]
pub fn date_long(lang: Lang, date: NaiveDate) -> String {
    let (d, m, y) = (date.day(), month_index(date), date.year());
    match lang {
        Lang::Ky => format!("{y}-жылдын {d}-{}", KY_MONTHS_OF_DAY[m]),
        Lang::Ru => format!("{d} {} {y} г.", RU_MONTHS_OF_DAY[m]),
        Lang::En => format!("{d} {} {y}", EN_MONTHS[m]),
    }
}

/// A date in figures: `04.12.2026`; in English `4 Dec 2026`, which cannot be misread.
#[must_use]
pub fn date_short(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Ky | Lang::Ru => format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
        Lang::En => {
            let month: String = EN_MONTHS[month_index(date)].chars().take(3).collect();
            format!("{} {month} {}", date.day(), date.year())
        }
    }
}

/// Weekday, day and month without the year: `жума, 4-декабрь`, `пятница, 4 декабря`, `Friday 4 December`.
#[must_use]
pub fn date_with_weekday(lang: Lang, date: NaiveDate) -> String {
    let (d, m) = (date.day(), month_index(date));
    let weekday = weekday(lang, date.weekday());
    match lang {
        Lang::Ky => format!("{d}-{}, {weekday}", KY_MONTHS[m]),
        Lang::Ru => format!("{weekday}, {d} {}", RU_MONTHS_OF_DAY[m]),
        Lang::En => format!("{weekday} {d} {}", EN_MONTHS[m]),
    }
}

/// A weekday's name.
#[must_use]
pub fn weekday(lang: Lang, day: Weekday) -> &'static str {
    match lang {
        Lang::Ky => KY_DAYS[day_index(day)],
        Lang::Ru => RU_DAYS[day_index(day)],
        Lang::En => EN_DAYS[day_index(day)],
    }
}

/// A weekday's name in the head of a calendar.
#[must_use]
pub fn weekday_short(lang: Lang, day: Weekday) -> &'static str {
    match lang {
        Lang::Ky => KY_DAYS_SHORT[day_index(day)],
        Lang::Ru => RU_DAYS_SHORT[day_index(day)],
        Lang::En => EN_DAYS_SHORT[day_index(day)],
    }
}

/// A month with its year: `2026-жыл, декабрь`, `декабрь 2026 г.`, `December 2026`.
#[must_use]
pub fn month(lang: Lang, date: NaiveDate) -> String {
    let (m, y) = (month_index(date), date.year());
    match lang {
        Lang::Ky => format!("{y}-жыл, {}", KY_MONTHS[m]),
        Lang::Ru => format!("{} {y} г.", RU_MONTHS[m]),
        Lang::En => format!("{} {y}", EN_MONTHS[m]),
    }
}

/// A time of day: `08:42`.
#[must_use]
pub fn time(at: DateTime<FixedOffset>) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Date in figures and time.
#[must_use]
pub fn date_time(lang: Lang, at: DateTime<FixedOffset>) -> String {
    format!("{}, {}", date_short(lang, at.date_naive()), time(at))
}

/// A whole number with its groups: `12 345` (a narrow no-break space) or `12,345`.
#[must_use]
pub fn number(lang: Lang, value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let gap = if lang == Lang::En { ',' } else { '\u{a0}' };
    let mut out = String::new();
    if value < 0 {
        out.push('\u{2212}');
    }
    let length = digits.len();
    for (i, c) in digits.chars().enumerate() {
        // Four figures stand together, as offices write them.
        if i > 0 && length > 4 && (length - i).is_multiple_of(3) {
            out.push(gap);
        }
        out.push(c);
    }
    out
}

/// A share given in per mille: `13,6 %` or `13.6%`.
#[must_use]
pub fn percent(lang: Lang, per_mille: i64) -> String {
    let sign = if per_mille < 0 { "\u{2212}" } else { "" };
    let (whole, tenth) = (per_mille.abs() / 10, per_mille.abs() % 10);
    match lang {
        Lang::En => format!("{sign}{whole}.{tenth}%"),
        Lang::Ky | Lang::Ru => format!("{sign}{whole},{tenth}\u{a0}%"),
    }
}

/// A file's size: `48 КБ`, `1,2 МБ`, `1.2 MB`.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    let names = if lang == Lang::En {
        ["B", "KB", "MB", "GB"]
    } else {
        ["Б", "КБ", "МБ", "ГБ"]
    };
    let comma = if lang == Lang::En { '.' } else { ',' };
    let mut tenths = bytes.saturating_mul(10);
    let mut unit = 0;
    while tenths >= 10_240 && unit < 3 {
        tenths /= 1_024;
        unit += 1;
    }
    if unit == 0 || tenths >= 100 {
        format!("{}\u{a0}{}", (tenths + 5) / 10, names[unit])
    } else {
        format!("{}{comma}{}\u{a0}{}", tenths / 10, tenths % 10, names[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).expect("a date")
    }

    #[test]
    fn dates() {
        let d = day(2026, 12, 4);
        assert_eq!(date_long(Lang::Ky, d), "2026-жылдын 4-декабры");
        assert_eq!(date_long(Lang::Ru, d), "4 декабря 2026 г.");
        assert_eq!(date_short(Lang::En, d), "4 Dec 2026");
        assert_eq!(date_with_weekday(Lang::Ky, d), "4-декабрь, жума");
        assert_eq!(date_with_weekday(Lang::Ru, d), "пятница, 4 декабря");
    }

    #[test]
    fn numbers() {
        assert_eq!(number(Lang::Ru, 1_234), "1234");
        assert_eq!(number(Lang::Ru, 1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number(Lang::En, -12_345), "\u{2212}12,345");
        assert_eq!(percent(Lang::Ky, 136), "13,6\u{a0}%");
        assert_eq!(size(Lang::En, 49_152), "48\u{a0}KB");
        assert_eq!(size(Lang::Ru, 1_258_291), "1,1\u{a0}МБ");
        assert_eq!(size(Lang::En, 0), "0\u{a0}B");
    }
}
