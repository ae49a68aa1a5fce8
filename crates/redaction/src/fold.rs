//! One form for everything that looks or reads the same: what `find_text` compares, and what the verifier searches.

use unicode_normalization::UnicodeNormalization;

/// Letters of other scripts, and digits, that pass for one another on paper; folded to one of them. Lower case.
fn look_alike(c: char) -> char {
    match c {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' => 'c',
        'е' | 'ё' | 'ε' => 'e',
        'н' | 'ң' | 'һ' => 'h',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        // O and nought: a reader of scans takes one for the other.
        'о' | 'ο' | 'o' | 'ө' | 'ɵ' => '0',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' | 'ү' | 'ʏ' | 'υ' => 'y',
        'х' | 'χ' => 'x',
        'і' | 'ї' | 'i' | 'l' | 'ı' | 'ι' => '1',
        'й' => 'и',
        other => other,
    }
}

/// Compatibility forms, case and look-alikes folded; everything that is neither letter nor digit is dropped, so that
/// blanks, dashes, soft hyphens and directional marks do not split a word.
pub(crate) fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(look_alike)
        .collect()
}

/// Case and compatibility forms folded, blanks made single: the strict comparison of `find_text`.
pub(crate) fn plain(text: &str) -> String {
    let lowered: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_invisible(*c))
        .collect();
    lowered.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Soft hyphens, zero-width and directional characters: they take no room on paper.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_blanks_and_case_fold_to_one() {
        assert_eq!(fold("Кыдырова"), fold("К\u{AD}ЫДЫ POBA"));
        assert_eq!(fold("2121-0198 5OO234"), fold("21210198500234"));
        assert_eq!(fold("Өмүрбек"), fold("Oмyрбек"));
        assert_ne!(fold("Асанов"), fold("Усенов"));
    }

    #[test]
    fn plain_keeps_words_apart() {
        assert_eq!(plain("  АСАН\u{AD}ОВ \n А. "), "асанов а.");
    }
}
