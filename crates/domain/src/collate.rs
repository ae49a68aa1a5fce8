//! Kyrgyz alphabetical order: ң after н, ө after о, ү after у, ё after е. Russian words keep their order.

use std::cmp::Ordering;

/// Compares two texts by the Kyrgyz alphabet, ignoring case first and using it only to break a tie.
#[must_use]
pub fn compare(a: &str, b: &str) -> Ordering {
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

/// A sort key: one number a letter. Blanks and punctuation sort before digits, digits before letters.
#[must_use]
pub fn key(text: &str) -> Vec<u32> {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(rank)
        .collect()
}

fn rank(c: char) -> u32 {
    const ALPHABET: &str = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя";
    if let Some(place) = ALPHABET.chars().position(|letter| letter == c) {
        return 0x1_0000 + u32::try_from(place).unwrap_or(0);
    }
    u32::from(c).min(0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_where_the_alphabet_puts_them() {
        let mut names = vec![
            "Үсөн",
            "Улан",
            "Өмүр",
            "Омор",
            "Ёлкина",
            "Ермек",
            "Жыпар",
            "Нур",
            "Ңа",
        ];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(
            names,
            [
                "Ермек",
                "Ёлкина",
                "Жыпар",
                "Нур",
                "Ңа",
                "Омор",
                "Өмүр",
                "Улан",
                "Үсөн"
            ]
        );
    }
}
