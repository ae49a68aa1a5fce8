//! Numbers, addresses and dates that are nobody's, in the ways people write them.

use crate::{chance::Chance, people::Lang};

fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .zip(weights)
        .map(|(d, w)| d * w)
        .sum()
}

fn luhn_digit(digits: &str) -> u32 {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                if d > 4 { d * 2 - 9 } else { d * 2 }
            } else {
                d
            }
        })
        .sum();
    (10 - sum % 10) % 10
}

fn grouped(digits: &str, sizes: &[usize], by: &str) -> String {
    let chars: Vec<char> = digits.chars().collect();
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    for size in sizes {
        parts.push(chars[at..(at + size).min(chars.len())].iter().collect());
        at += size;
    }
    parts.join(by)
}

fn day(chance: &mut Chance, from: usize, to: usize) -> (usize, usize, usize) {
    (
        chance.between(1, 28),
        chance.between(1, 12),
        chance.between(from, to),
    )
}

/// As scanning and haste spoil figures: a letter for one, blanks between.
fn spoiled(chance: &mut Chance, number: &str) -> String {
    let zero = chance.one(&["O", "О", "о"]);
    match chance.below(16) {
        0 => number.replacen('0', zero, 1),
        1 => number.replacen('1', "l", 1),
        2 if number.chars().count() >= 12 => {
            let at = number.chars().count() / 2;
            number
                .chars()
                .enumerate()
                .flat_map(|(i, c)| {
                    if i == at {
                        vec!['\u{200b}', c]
                    } else {
                        vec![c]
                    }
                })
                .collect()
        }
        _ => number.to_owned(),
    }
}

pub fn pin(chance: &mut Chance) -> String {
    let (d, m, y) = day(chance, 1940, 2024);
    let digits = format!(
        "{}{d:02}{m:02}{y}{}",
        chance.between(1, 2),
        chance.digits(5)
    );
    let written = match chance.below(8) {
        0 => grouped(&digits, &[1, 8, 5], " "),
        1 => grouped(&digits, &[1, 2, 2, 4, 5], "-"),
        2 => grouped(&digits, &[7, 7], " "),
        3 => grouped(&digits, &[8, 6], "\n"),
        _ => digits,
    };
    spoiled(chance, &written)
}

pub fn card(chance: &mut Chance) -> String {
    let start = chance.one(&["4", "51", "9417", "2200", "55"]);
    let body = format!("{start}{}", chance.digits(15 - start.len()));
    let digits = format!("{body}{}", luhn_digit(&body));
    let by = chance.one(&[" ", "-", "", "\u{a0}", " ", "\n"]);
    let written = grouped(&digits, &[4, 4, 4, 4], by);
    spoiled(chance, &written)
}

pub fn oms(chance: &mut Chance) -> String {
    let body = format!("77{}", chance.digits(13));
    let digits = format!("{body}{}", luhn_digit(&body));
    let by = chance.one(&[" ", ""]);
    grouped(&digits, &[4, 4, 4, 4], by)
}

pub fn snils(chance: &mut Chance) -> String {
    let body = format!("1{}", chance.digits(8));
    let check = weighted(&body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    match chance.below(4) {
        0 => format!("{body}{check:02}"),
        1 => format!("{} {check:02}", grouped(&body, &[3, 3, 3], " ")),
        _ => spoiled(
            chance,
            &format!("{} {check:02}", grouped(&body, &[3, 3, 3], "-")),
        ),
    }
}

pub fn inn10(chance: &mut Chance) -> String {
    let body = format!("25{}", chance.digits(7));
    format!(
        "{body}{}",
        weighted(&body, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10
    )
}

pub fn inn12(chance: &mut Chance) -> String {
    let body = format!("25{}", chance.digits(8));
    let a = weighted(&body, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    let b = weighted(&format!("{body}{a}"), &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10;
    let digits = format!("{body}{a}{b}");
    if chance.percent(20) {
        grouped(&digits, &[4, 4, 4], " ")
    } else {
        spoiled(chance, &digits)
    }
}

pub fn phone(chance: &mut Chance, lang: Lang) -> String {
    let code = chance.one(&["000", "555", "700", "312", "999", "3135", "777"]);
    let n = chance.digits(9 - code.len());
    let (a, b) = n.split_at(n.len() - 4);
    let (b1, b2) = b.split_at(2);
    let written = match chance.below(if lang == Lang::Ru { 13 } else { 10 }) {
        0 => format!("+996 {code} {n}"),
        1 => format!("+996({code}){a}-{b1}-{b2}"),
        2 => format!("0{code} {n}"),
        3 => format!("0{code}{n}"),
        4 => format!("0{code} {a} {b1} {b2}"),
        5 => format!("996{code}{n}"),
        6 => format!("0 ({code}) {a}-{b1}-{b2}"),
        7 => format!("0{code}-{a}-{b1}-{b2}"),
        8 => format!("+996 {code}\n{a} {b1} {b2}"),
        9 => format!("(0{code}) {a}-{b1}-{b2}"),
        10 => format!("+7 (900) 120-{b1}-{b2}"),
        11 => format!("8 900 12{} {b1} {b2}", chance.digits(1)),
        _ => format!("8900{}", chance.digits(7)),
    };
    spoiled(chance, &written)
}

pub fn email(chance: &mut Chance) -> String {
    let name = chance.one(&[
        "asel.test",
        "primer_2026",
        "kat-77",
        "nomad.kg",
        "Vymyshlen",
        "aibek.m",
    ]);
    let host = chance.one(&[
        "example.org",
        "mail.example",
        "example.kg",
        "pochta.example.ru",
    ]);
    match chance.below(10) {
        0 => format!("{name} @ {host}"),
        1 => format!("{name}[at]{host}"),
        2 => format!("{name}(собака){host}"),
        _ => format!("{name}@{host}"),
    }
}

pub fn passport(chance: &mut Chance) -> String {
    let series = chance.one(&["ID", "AN", "AC", "АN", "АС", "ID"]);
    let number = chance.digits(7);
    let written = match chance.below(5) {
        0 => format!("{series} {number}"),
        1 => format!("{series} № {number}"),
        2 => format!("{series}-{number}"),
        _ => format!("{series}{number}"),
    };
    if chance.percent(8) {
        written.replacen('0', "O", 1)
    } else {
        written
    }
}

pub fn russian_passport(chance: &mut Chance) -> String {
    let (a, b, n) = (chance.digits(2), chance.digits(2), chance.digits(6));
    match chance.below(4) {
        0 => format!("{a} {b} № {n}"),
        1 => format!("{a} {b} {n}"),
        2 => format!("{a}{b} номер {n}"),
        _ => format!("{a}{b} {n}"),
    }
}

const MONTHS_RU: [&str; 12] = [
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
const MONTHS_KY: [&str; 12] = [
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

pub fn birth(chance: &mut Chance, lang: Lang) -> String {
    let (d, m, y) = day(chance, 1940, 2024);
    match (chance.below(6), lang) {
        (0, Lang::Ru) => format!("{d} {} {y}", MONTHS_RU[m - 1]),
        (0, Lang::Ky) => format!("{y}-жылдын {d}-{}", MONTHS_KY[m - 1]),
        (1, _) => format!("{d:02}/{m:02}/{y}"),
        (2, _) => format!("{d:02}.{m:02}.{:02}", y % 100),
        (3, _) => format!("{y}-{m:02}-{d:02}"),
        _ => format!("{d:02}.{m:02}.{y}"),
    }
}

pub fn date(chance: &mut Chance, lang: Lang) -> String {
    let (d, m, y) = day(chance, 2022, 2026);
    match (chance.below(3), lang) {
        (0, Lang::Ru) => format!("{d} {} {y} года", MONTHS_RU[m - 1]),
        (0, Lang::Ky) => format!("{y}-жылдын {d}-{}", MONTHS_KY[m - 1]),
        _ => format!("{d:02}.{m:02}.{y}"),
    }
}

pub fn address(chance: &mut Chance, lang: Lang, held: bool) -> String {
    let village = if held {
        chance.one(&["Көк-Ойрок", "Шабдан", "Кара-Булак", "Тар-Суу", "Жаңы-Алыш"])
    } else {
        chance.one(&["Боролдой", "Ак-Түз", "Кичи-Кемин", "Чым-Коргон"])
    };
    let town = chance.one(&["Кемин", "Орловка", "Токмок", "Бишкек"]);
    let street = if held {
        chance.one(&[
            "Раззаков",
            "Жусуп Абдрахманов",
            "Достук",
            "Т. Молдо",
            "Советская",
        ])
    } else {
        chance.one(&[
            "Ленин",
            "Ч. Айтматов",
            "Манас",
            "Жаштык",
            "Бейшеналиева",
            "Ж. Бөкөнбаев",
            "Тоголок Молдо",
            "8-Март",
            "7-апрель",
            "50 лет Октября",
            "Жаңы-Конуш",
        ])
    };
    let house = match chance.below(4) {
        0 => format!("{}/{}", chance.between(1, 150), chance.between(1, 9)),
        1 => format!("{}{}", chance.between(1, 99), chance.one(&["а", "б", "А"])),
        _ => chance.between(1, 199).to_string(),
    };
    let flat = chance.between(1, 90);
    match (lang, chance.below(6)) {
        (Lang::Ky, 0) => {
            format!("Чүй облусу, Кемин району, {village} айылы, {street} көчөсү, {house}-үй")
        }
        (Lang::Ky, 1) => format!("{town} шаары, {street} көчөсү {house}"),
        (Lang::Ky, 2) => format!("{village} айылы, {street} көч., {house}"),
        (Lang::Ky, 3) => format!("{town} ш., {street} көч. {house}, {flat}-батир"),
        (Lang::Ky, 4) => {
            format!("Кемин району, {village} айыл аймагы, {street} көчөсүнүн {house}-үйү")
        }
        (Lang::Ky, _) => format!("г. {town}, ул. {street}, {house}, кв. {flat}"),
        (Lang::Ru, 0) => {
            format!("Чуйская область, Кеминский район, с. {village}, ул. {street}, д. {house}")
        }
        (Lang::Ru, 1) => format!("г. {town}, ул. {street}, {house}, кв. {flat}"),
        (Lang::Ru, 2) => format!("село {village}, улица {street}, дом {house}"),
        (Lang::Ru, 3) => format!("г.{town} ул.{street} д.{house} кв.{flat}"),
        (Lang::Ru, 4) => format!(
            "724300, г. {town}, мкр. {}, д. {house}, кв. {flat}",
            chance.between(1, 12)
        ),
        (Lang::Ru, _) => format!("{town}, пр. {street} {house}-{flat}").replacen(
            &format!("{town}, "),
            &format!("г. {town}, "),
            1,
        ),
    }
}

pub fn iban(chance: &mut Chance) -> String {
    let country = chance.one(&["KG", "KG", "KZ", "DE"]);
    let body = match country {
        "KZ" => chance.digits(16),
        "DE" => chance.digits(18),
        _ => chance.digits(16),
    };
    let mut remainder = 0;
    for c in format!("{body}{country}00").chars() {
        let v = c.to_digit(36).unwrap_or(0);
        remainder = (remainder * if v > 9 { 100 } else { 10 } + v) % 97;
    }
    let whole = format!("{country}{:02}{body}", 98 - remainder);
    match chance.below(3) {
        0 => grouped(&whole, &[4, 4, 4, 4, 4, 4], " ")
            .trim_end()
            .to_owned(),
        _ => whole,
    }
}

pub fn plate(chance: &mut Chance) -> String {
    let letters = chance.one(&["ABC", "AAB", "ACK", "АВС"]);
    match chance.below(5) {
        0 => format!(
            "{:02} KG {} {letters}",
            chance.between(1, 11),
            chance.digits(3)
        ),
        1 => format!(
            "{:02}KG{}{letters}",
            chance.between(1, 11),
            chance.digits(3)
        ),
        2 => format!("А{}ВС{}", chance.digits(3), chance.between(10, 99)),
        3 => format!("B {} AK", chance.digits(4)),
        _ => format!(
            "{:02}KG{}{letters}",
            chance.between(1, 11),
            chance.digits(3)
        ),
    }
}

pub fn password(chance: &mut Chance) -> String {
    let word = chance.one(&["Qwerty", "tooLor", "Kemin!", "parol_", "Z9x#k"]);
    format!("{word}{}", chance.digits(3))
}

pub fn sum(chance: &mut Chance) -> String {
    match chance.below(3) {
        0 => format!("{} сом", chance.between(100, 99999)),
        1 => format!("{} {} сом", chance.between(1, 99), chance.digits(3)),
        _ => format!("{},{} сом", chance.between(100, 9999), chance.digits(2)),
    }
}

pub fn document(chance: &mut Chance, lang: Lang) -> String {
    match (chance.below(3), lang) {
        (0, _) => format!(
            "№ {}-{}/{}",
            chance.digits(2),
            chance.digits(2),
            chance.digits(4)
        ),
        (1, Lang::Ru) => format!("исх. № {}", chance.digits(6)),
        (1, Lang::Ky) => format!("№ К-{}", chance.digits(6)),
        _ => format!("№{}", chance.digits(5)),
    }
}

pub fn law(chance: &mut Chance, lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => chance.one(&[
            "статьёй 8 Закона КР от 04.05.2007 № 67",
            "пунктом 3.2 постановления № 540",
            "частью 2 статьи 41 Конституции",
        ]),
        Lang::Ky => chance.one(&[
            "2007-жылдын 4-майындагы № 67 мыйзамдын 8-беренесине",
            "Конституциянын 41-беренесине",
            "№ 540 токтомдун 3-пунктуна",
        ]),
    }
}

pub fn organisation(chance: &mut Chance, lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => chance.one(&[
            "ОАО «Северэлектро»",
            "Кеминское РУВД",
            "Социальный фонд",
            "Министерство финансов",
            "школа имени Токтогула",
        ]),
        Lang::Ky => chance.one(&[
            "Социалдык фонд",
            "«Түндүкэлектро» ААК",
            "Кемин РИИБ",
            "Ч. Айтматов атындагы мектеп",
            "Финансы министрлиги",
        ]),
    }
}
