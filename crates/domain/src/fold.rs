//! Folding for search: what a clerk types without Kyrgyz letters still finds them.

use unicode_normalization::UnicodeNormalization;

/// Lower case, compatibility forms unified, and ё/е, ө/ɵ/о, ү/ʏ/у, ң/н made one letter. Used for both the
/// indexed text and the query, so the two always agree.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            'ө' | 'ɵ' => 'о',
            'ү' | 'ʏ' => 'у',
            'ң' => 'н',
            other => other,
        })
        .collect()
}

/// The words of a query or a text, folded; anything that is neither letter nor digit separates.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Only the digits of a text: how a phone number or a registration number is compared.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kyrgyz_letters_are_found_without_them() {
        let check = |a: &str, b: &str| assert_eq!(fold(a), fold(b));
        check("Өмүрбек Ңуров", "омурбек нуров");
        check("ɵмʏр", "ӨМҮР");
        check("Артём", "АРТЕМ");
    }
}
