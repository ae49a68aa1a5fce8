//! Templates to sentences, dates and case endings in Kyrgyz and Russian.

use chrono::{Datelike, NaiveDate};
use domain::Lang;

use crate::seeded::Seeded;

/// Who speaks: decides `{he|she}` and `[singular|plural]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    pub female: bool,
    pub plural: bool,
}

/// Fills a template. `{a|b}` is chosen by sex, `[a|b]` by number, `{#2-5}` and `{#100-900/50}` are
/// numbers, `{name}` a variable. A variable that is not known stays as it is, in its braces.
pub(crate) fn expand(
    template: &str,
    rng: &mut Seeded,
    voice: Voice,
    vars: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, from)) = split_before(rest, &['{', '[']) {
        out.push_str(before);
        let bracket = from.starts_with('[');
        let Some((inner, after)) = take_group(from) else {
            out.push_str(from);
            return out;
        };
        if bracket {
            let chosen = choose(inner, voice.plural);
            out.push_str(&expand(chosen, rng, voice, vars));
        } else if let Some(range) = inner.strip_prefix('#') {
            out.push_str(&number(range, rng));
        } else if inner.contains('|') {
            out.push_str(choose(inner, voice.female));
        } else if let Some(value) = vars(inner) {
            out.push_str(&value);
        } else {
            out.push('{');
            out.push_str(inner);
            out.push('}');
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn split_before<'t>(text: &'t str, marks: &[char]) -> Option<(&'t str, &'t str)> {
    let at = text.find(marks)?;
    text.split_at_checked(at)
}

/// What stands between an opening mark and the one that closes it, and what follows.
fn take_group(text: &str) -> Option<(&str, &str)> {
    let (open, close) = if text.starts_with('[') {
        ('[', ']')
    } else {
        ('{', '}')
    };
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some((text.get(1..at)?, text.get(at + 1..)?));
            }
        }
    }
    None
}

/// The first or the second part, divided by `|` outside inner groups.
fn choose(inner: &str, second: bool) -> &str {
    let mut depth = 0usize;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                let (first, rest) = inner.split_at_checked(at).unwrap_or((inner, ""));
                return if second {
                    rest.strip_prefix('|').unwrap_or(rest)
                } else {
                    first
                };
            }
            _ => {}
        }
    }
    inner
}

fn number(range: &str, rng: &mut Seeded) -> String {
    let (range, step) = range.split_once('/').unwrap_or((range, "1"));
    let (low, high) = range.split_once('-').unwrap_or((range, range));
    let parse = |text: &str| text.parse::<i64>().unwrap_or(1);
    let (low, high, step) = (parse(low), parse(high), parse(step).max(1));
    let value = low + rng.between(0, (high - low) / step) * step;
    if value >= 10_000 {
        format!("{} {:03}", value / 1000, value % 1000)
    } else {
        value.to_string()
    }
}

const KY_ON: [&str; 12] = [
    "январда",
    "февралда",
    "мартта",
    "апрелде",
    "майда",
    "июнда",
    "июлда",
    "августта",
    "сентябрда",
    "октябрда",
    "ноябрда",
    "декабрда",
];
const KY_ON_OF_YEAR: [&str; 12] = [
    "январында",
    "февралында",
    "мартында",
    "апрелинде",
    "майында",
    "июнунда",
    "июлунда",
    "августунда",
    "сентябрында",
    "октябрында",
    "ноябрында",
    "декабрында",
];
const KY_FROM: [&str; 12] = [
    "январдан",
    "февралдан",
    "марттан",
    "апрелден",
    "майдан",
    "июндан",
    "июлдан",
    "августтан",
    "сентябрдан",
    "октябрдан",
    "ноябрдан",
    "декабрдан",
];
const KY_FROM_OF_YEAR: [&str; 12] = [
    "январынан",
    "февралынан",
    "мартынан",
    "апрелинен",
    "майынан",
    "июнунан",
    "июлунан",
    "августунан",
    "сентябрынан",
    "октябрынан",
    "ноябрынан",
    "декабрынан",
];
const RU_OF: [&str; 12] = [
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
const EN: [&str; 12] = [
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

fn of(months: &[&'static str; 12], date: NaiveDate) -> &'static str {
    months
        .get(date.month0() as usize)
        .copied()
        .unwrap_or_default()
}

/// "On that day": `2026-жылдын 12-мартында`, `12 марта 2026 года`, `12 March 2026`.
pub(crate) fn on(lang: Lang, date: NaiveDate, with_year: bool) -> String {
    let (day, year) = (date.day(), date.year());
    match (lang, with_year) {
        (Lang::Ky, true) => format!("{year}-жылдын {day}-{}", of(&KY_ON_OF_YEAR, date)),
        (Lang::Ky, false) => format!("{day}-{}", of(&KY_ON, date)),
        (Lang::Ru, true) => format!("{day} {} {year} года", of(&RU_OF, date)),
        (Lang::Ru, false) => format!("{day} {}", of(&RU_OF, date)),
        (Lang::En, true) => format!("{day} {} {year}", of(&EN, date)),
        (Lang::En, false) => format!("{day} {}", of(&EN, date)),
    }
}

/// "From that day on": `12-марттан`; in Russian and English as [`on`].
pub(crate) fn since(lang: Lang, date: NaiveDate, with_year: bool) -> String {
    let (day, year) = (date.day(), date.year());
    match (lang, with_year) {
        (Lang::Ky, true) => format!("{year}-жылдын {day}-{}", of(&KY_FROM_OF_YEAR, date)),
        (Lang::Ky, false) => format!("{day}-{}", of(&KY_FROM, date)),
        _ => on(lang, date, with_year),
    }
}

/// The Kyrgyz ablative ("from"): the ending follows the last vowel and the last sound.
pub(crate) fn ky_from(word: &str) -> String {
    let lower = word.to_lowercase();
    let last_vowel = lower.chars().rev().find(|c| "аоуыэеёиөүюя".contains(*c));
    let vowel = match last_vowel {
        Some('э' | 'е' | 'и') => 'е',
        Some('о' | 'ё') => 'о',
        Some('ө' | 'ү') => 'ө',
        _ => 'а',
    };
    let voiceless = lower
        .chars()
        .last()
        .is_some_and(|c| "кпстфхцчшщ".contains(c));
    format!("{word}{}{vowel}н", if voiceless { 'т' } else { 'д' })
}

/// The Russian genitive of one word of a name; a surname in -ова, -ина is declined as an adjective.
pub(crate) fn ru_of(word: &str, surname: bool, female: bool) -> String {
    let ends = |tail: &str| word.ends_with(tail);
    let cut = |tail: &str, new: &str| format!("{}{new}", word.strip_suffix(tail).unwrap_or(word));
    match (word, female) {
        ("уулу" | "кызы" | "кизи", _) => word.to_owned(),
        ("Пётр", _) => "Петра".to_owned(),
        ("Павел", _) => "Павла".to_owned(),
        (_, true) if surname && (ends("ова") || ends("ева") || ends("ина") || ends("ына")) => {
            cut("а", "ой")
        }
        (_, true)
            if ["га", "ка", "ха", "жа", "ша", "ча", "ща"]
                .iter()
                .any(|t| ends(t)) =>
        {
            cut("а", "и")
        }
        (_, true) if ends("а") => cut("а", "ы"),
        (_, true) if ends("я") => cut("я", "и"),
        (_, true) => word.to_owned(),
        (_, false) if ends("ь") => cut("ь", "я"),
        (_, false) if ends("й") => cut("й", "я"),
        (_, false)
            if word
                .chars()
                .last()
                .is_some_and(|c| "аеёиоуыэюя".contains(c)) =>
        {
            word.to_owned()
        }
        (_, false) => format!("{word}а"),
    }
}

/// Russian letters as people type them without a Cyrillic keyboard; also names in English.
pub(crate) fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let lower: char = c.to_lowercase().next().unwrap_or(c);
        let spelled = match lower {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' => "e",
            'ё' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' => "c",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sch",
            'ъ' | 'ь' => "",
            'ы' => "y",
            'э' => "e",
            'ю' => "yu",
            'я' => "ya",
            'ң' => "n",
            'ө' => "o",
            'ү' => "u",
            '«' | '»' => "\"",
            '—' => "-",
            '№' => "N",
            _ => {
                out.push(c);
                continue;
            }
        };
        if c.is_uppercase() {
            let mut letters = spelled.chars();
            out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            out.push_str(letters.as_str());
        } else {
            out.push_str(spelled);
        }
    }
    out
}

/// Kyrgyz typed on a Russian keyboard: ң ө ү become н о у.
pub(crate) fn without_kyrgyz_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'ң' => 'н',
            'ө' => 'о',
            'ү' => 'у',
            'Ң' => 'Н',
            'Ө' => 'О',
            'Ү' => 'У',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, female: bool, plural: bool, expect: &str) {
        let mut rng = Seeded::new(1, "words", 0);
        let vars = |name: &str| (name == "who").then(|| "Демоев".to_owned());
        assert_eq!(
            expand(template, &mut rng, Voice { female, plural }, &vars),
            expect
        );
    }

    #[test]
    fn templates() {
        check("[прошу|просим] {who}", false, false, "прошу Демоев");
        check("[прошу|просим]", true, true, "просим");
        check(
            "[обращал{ся|ась}|обращались] сам{|а}",
            true,
            false,
            "обращалась сама",
        );
        check("[обращал{ся|ась}|обращались]", false, false, "обращался");
        check(
            "{#5-5} лет, {#70-70/10}, {#12000-12000/500}",
            false,
            false,
            "5 лет, 70, 12 000",
        );
        check("№ {number}", false, false, "№ {number}");
    }

    #[test]
    fn dates_are_inflected() {
        let date = NaiveDate::from_ymd_opt(2026, 4, 5).expect("a day");
        assert_eq!(on(Lang::Ky, date, true), "2026-жылдын 5-апрелинде");
        assert_eq!(on(Lang::Ky, date, false), "5-апрелде");
        assert_eq!(since(Lang::Ky, date, false), "5-апрелден");
        assert_eq!(on(Lang::Ru, date, true), "5 апреля 2026 года");
        assert_eq!(since(Lang::En, date, true), "5 April 2026");
    }

    #[test]
    fn kyrgyz_ablative_follows_the_vowels() {
        for (word, expect) in [
            ("Айгүл", "Айгүлдөн"),
            ("Бакыт", "Бакыттан"),
            ("Эркин", "Эркинден"),
            ("Болот", "Болоттон"),
            ("Асанович", "Асановичтен"),
            ("Бакытовна", "Бакытовнадан"),
            ("Нурсултан", "Нурсултандан"),
        ] {
            assert_eq!(ky_from(word), expect);
        }
    }

    #[test]
    fn russian_genitive_of_names() {
        for (word, female, expect) in [
            ("Демоева", true, "Демоевой"),
            ("Небылицына", true, "Небылицыной"),
            ("Примеров", false, "Примерова"),
            ("Айгуль", true, "Айгуль"),
            ("Ольга", true, "Ольги"),
            ("Галина", true, "Галины"),
            ("Анна", true, "Анны"),
            ("Мария", true, "Марии"),
            ("Бакытовна", true, "Бакытовны"),
            ("Сергей", false, "Сергея"),
            ("Эмиль", false, "Эмиля"),
            ("Асанович", false, "Асановича"),
            ("Пётр", false, "Петра"),
            ("уулу", false, "уулу"),
        ] {
            let surname = word.ends_with("ева") || word.ends_with("ына") || word.ends_with("ов");
            assert_eq!(ru_of(word, surname, female), expect);
        }
    }

    #[test]
    fn latin_letters() {
        assert_eq!(
            latin("Здравствуйте! Жду ответа."),
            "Zdravstvuyte! Zhdu otveta."
        );
        assert_eq!(latin("Үлгү"), "Ulgu");
    }
}
