//! Check digits, and dates that exist.

/// The digits of a string of digits.
fn digits(number: &str) -> Vec<u32> {
    number.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// The sum of digits times weights.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// Luhn's sum, of cards; the Russian policy of health insurance (ОМС) has the same.
#[must_use]
pub fn luhn(number: &str) -> bool {
    let sum: u32 = digits(number)
        .into_iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2, d) {
            (0, d) => d,
            (_, d) if d > 4 => d * 2 - 9,
            (_, d) => d * 2,
        })
        .sum();
    sum.is_multiple_of(10) && number.chars().any(|c| c != '0')
}

/// Whether a card's number can begin so: the payment systems' ranges, Элкарт (9417) and Узкарт (8600) among them.
#[must_use]
pub fn card_range(number: &str) -> bool {
    number.starts_with(['2', '3', '4', '5', '6'])
        || number.starts_with("94")
        || number.starts_with("86")
}

/// СНИЛС: nine digits weighted 9 to 1, modulo 101; 100 is written 00.
#[must_use]
pub fn snils(number: &str) -> bool {
    let d = digits(number);
    if d.len() != 11 || d.iter().all(|x| *x == 0) {
        return false;
    }
    let sum = weighted(&d[..9], &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    sum == d[9] * 10 + d[10]
}

/// Russian ИНН of an organisation, 10 digits.
#[must_use]
pub fn inn10(number: &str) -> bool {
    let d = digits(number);
    d.len() == 10
        && d.iter().any(|x| *x != 0)
        && weighted(&d, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d[9]
}

/// Russian ИНН of a person, 12 digits.
#[must_use]
pub fn inn12(number: &str) -> bool {
    let d = digits(number);
    d.len() == 12
        && d.iter().any(|x| *x != 0)
        && weighted(&d, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d[10]
        && weighted(&d, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d[11]
}

/// Whether a day exists. Years of people alive or in old papers.
#[must_use]
pub fn date(day: u32, month: u32, year: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1880..=2099).contains(&year) && (1..=days).contains(&day)
}

/// A personal number (ПИН): sex, day, month and year of birth, five more digits. It has no public check digit.
#[must_use]
pub fn pin(number: &str) -> bool {
    let d = digits(number);
    d.len() == 14
        && (d[0] == 1 || d[0] == 2)
        && date(
            d[1] * 10 + d[2],
            d[3] * 10 + d[4],
            weighted(&d[5..9], &[1000, 100, 10, 1]),
        )
}

/// The remainder of an IBAN by 97, its first four characters moved to the end, letters as 10 to 35; 1 if it is right.
#[must_use]
pub fn iban(number: &str) -> bool {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() < 15 || chars.len() > 34 {
        return false;
    }
    let (head, rest) = chars.split_at(4);
    let mut remainder = 0;
    for c in rest.iter().chain(head) {
        let Some(value) = c.to_digit(36) else {
            return false;
        };
        remainder = (remainder * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    remainder == 1
}

/// How long a country's IBAN is, where it is known.
#[must_use]
pub fn iban_length(country: &str) -> Option<usize> {
    const LENGTHS: &[(&str, usize)] = &[
        ("AD", 24),
        ("AE", 23),
        ("AL", 28),
        ("AT", 20),
        ("AZ", 28),
        ("BA", 20),
        ("BE", 16),
        ("BG", 22),
        ("BH", 22),
        ("BY", 28),
        ("CH", 21),
        ("CY", 28),
        ("CZ", 24),
        ("DE", 22),
        ("DK", 18),
        ("EE", 20),
        ("ES", 24),
        ("FI", 18),
        ("FR", 27),
        ("GB", 22),
        ("GE", 22),
        ("GI", 23),
        ("GR", 27),
        ("HR", 21),
        ("HU", 28),
        ("IE", 22),
        ("IL", 23),
        ("IT", 27),
        ("KW", 30),
        ("KZ", 20),
        ("LI", 21),
        ("LT", 20),
        ("LU", 20),
        ("LV", 21),
        ("MC", 27),
        ("MD", 24),
        ("ME", 22),
        ("MK", 19),
        ("MT", 31),
        ("NL", 18),
        ("NO", 15),
        ("PK", 24),
        ("PL", 28),
        ("PT", 25),
        ("QA", 29),
        ("RO", 24),
        ("RS", 22),
        ("RU", 33),
        ("SA", 24),
        ("SE", 24),
        ("SI", 19),
        ("SK", 24),
        ("TR", 26),
        ("UA", 29),
        ("XK", 20),
    ];
    LENGTHS
        .iter()
        .find_map(|(code, length)| (*code == country).then_some(*length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_the_rules_hold_and_their_neighbours_do_not() {
        for (check, good, bad) in [
            (
                luhn as fn(&str) -> bool,
                "4111111111111111",
                "4111111111111112",
            ),
            (luhn, "7700000000000016", "7700000000000017"),
            (snils, "11223344595", "11223344596"),
            (inn10, "2500000010", "2500000011"),
            (inn12, "250000000022", "250000000032"),
            (pin, "21210198500234", "29902198500234"),
            (iban, "GB82WEST12345698765432", "GB82WEST12345698765431"),
        ] {
            assert!(check(good), "{good}");
            assert!(!check(bad), "{bad}");
        }
        assert!(!luhn("0000000000000000"));
        assert!(date(29, 2, 2024) && !date(29, 2, 2023) && !date(31, 4, 2000));
    }
}
