//! Folding for search: what a clerk types without Kyrgyz letters still finds them.

use unicode_normalization::UnicodeNormalization;

/// Lower case, compatibility forms unified, and ё/е, ө/ɵ/о, ү/ʏ/у, ң/н made one letter. Used for both the
/// indexed text and the query, so the two always agree.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.chars().all(composed) {
        text.chars().flat_map(lower).map(one_letter).collect()
    } else {
        text.nfkc().flat_map(lower).map(one_letter).collect()
    }
}

/// Letters and signs that normalisation leaves as they are, whatever stands beside them: nearly every text here has
/// no others, and the tables of all scripts cost ten times the time.
fn composed(c: char) -> bool {
    // Between the two parts of the Cyrillic block stand its combining marks.
    matches!(c, '\0'..='\x7f' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{4ff}' | '–' | '—' | '«' | '»' | '’')
}

fn lower(c: char) -> impl Iterator<Item = char> {
    let simple = match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20),
        'а'..='я' => Some(c),
        _ => None,
    };
    let all = simple.is_none().then(|| c.to_lowercase());
    simple.into_iter().chain(all.into_iter().flatten())
}

fn one_letter(c: char) -> char {
    match c {
        'ё' => 'е',
        'ө' | 'ɵ' => 'о',
        'ү' | 'ʏ' => 'у',
        'ң' => 'н',
        other => other,
    }
}

/// The words of a query or a text, folded; anything that is neither letter nor digit separates.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !of_a_word(c))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

fn of_a_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'а'..='я' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Only the digits of a text: how a phone number or a registration number is compared.
#[must_use]
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_gives_what_the_long_way_gives(text in "[ -~\u{400}-\u{4ff}–—«»№’ⅣﬁЙёө\u{306}\u{301}]{0,40}") {
            let long: String = text.nfkc().flat_map(char::to_lowercase).map(one_letter).collect();
            prop_assert_eq!(fold(&text), long);
        }

        #[test]
        fn words_are_letters_and_digits(text in "\\PC{0,40}") {
            let folded = fold(&text);
            let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            prop_assert_eq!(super::words(&text), words);
        }
    }

    #[test]
    fn kyrgyz_letters_are_found_without_them() {
        let check = |a: &str, b: &str| assert_eq!(fold(a), fold(b));
        check("Өмүрбек Ңуров", "омурбек нуров");
        check("ɵмʏр", "ӨМҮР");
        check("Артём", "АРТЕМ");
    }
}
