//! Other forms of a word of a query: Russian declines, Kyrgyz adds endings. A word is looked for by its beginnings
//! that all its forms share; the index itself holds words as they were written.
//!
//! Words come folded (`domain::fold`): ө, ү and ң are о, у and н here, in words and endings alike.

use rust_stemmers::{Algorithm, Stemmer};

/// Shorter beginnings would find words that have nothing to do with the one that was typed.
const LETTERS: usize = 3;
/// The same for Russian, whose short stems begin many other words: with these each ending is named.
const RUSSIAN_LETTERS: usize = 4;
/// Endings of short Russian nouns.
const RUSSIAN: [&str; 16] = [
    "", "а", "ы", "у", "е", "и", "о", "ой", "ом", "ов", "ам", "ами", "ах", "ей", "я", "ю",
];

/// How other forms of a word are found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Whatever begins so.
    Beginning(String),
    /// This word.
    Word(String),
}

/// What finds the forms of a word; no beginning is the beginning of another. Empty for what has no forms: numbers, words
/// of other scripts and very short ones.
pub(crate) fn forms(word: &str) -> Vec<Form> {
    let letters = word.chars().count();
    if letters <= LETTERS || !word.chars().all(cyrillic) {
        return Vec::new();
    }
    let russian = Stemmer::create(Algorithm::Russian).stem(word).into_owned();
    let kyrgyz = kyrgyz(word);
    let mut beginnings = vec![kyrgyz.to_owned()];
    beginnings.extend(voiced(kyrgyz));
    let short = russian.chars().count() < RUSSIAN_LETTERS;
    if !short {
        beginnings.push(russian.clone());
    }
    beginnings.sort_unstable();
    // Sorted, a word stands behind its beginning.
    beginnings.dedup_by(|next, kept| next.starts_with(kept.as_str()));
    let mut forms: Vec<Form> = beginnings.into_iter().map(Form::Beginning).collect();
    if short && russian.chars().count() == LETTERS {
        forms.extend(RUSSIAN.map(|ending| Form::Word(format!("{russian}{ending}"))));
    }
    forms
}

fn cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&c)
}

/// Endings of Kyrgyz nouns, each with all its vowels and consonants: plural, possession, case. The longest come first.
const ENDINGS: [&[&str]; 4] = [
    &[
        "нын", "нин", "нун", "дын", "дин", "дун", "тын", "тин", "тун", "дан", "ден", "дон", "тан",
        "тен", "тон", "нан", "нен", "нон", "лар", "лер", "лор", "дар", "дер", "дор", "тар", "тер",
        "тор",
    ],
    &[
        "ыбыз", "ибиз", "убуз", "быз", "биз", "буз", "ныз", "низ", "нуз",
    ],
    &[
        "га", "ге", "го", "ка", "ке", "ко", "на", "не", "но", "ны", "ни", "ну", "ды", "ди", "ду",
        "ты", "ти", "ту", "да", "де", "до", "та", "те", "то", "сы", "си", "су",
    ],
    &["ым", "им", "ум", "ын", "ин", "ун", "ы", "и", "у"],
];

/// A Kyrgyz word without its endings, as far as three letters and a vowel are left.
fn kyrgyz(word: &str) -> &str {
    let mut stem = word;
    while let Some(shorter) = ENDINGS
        .iter()
        .flat_map(|endings| endings.iter())
        .filter_map(|ending| Some((stem.strip_suffix(ending)?, *ending)))
        .find(|(rest, ending)| {
            // A single letter may well belong to the word.
            let least = LETTERS + usize::from(ending.chars().count() == 1);
            rest.chars().count() >= least && rest.contains(vowel) && fits(rest, ending)
        })
        .map(|(rest, _)| rest)
    {
        stem = shorter;
    }
    stem
}

/// Whether an ending follows such a stem: its first letter goes by the stem's last one. Russian words seldom pass.
fn fits(stem: &str, ending: &str) -> bool {
    let (Some(last), Some(first)) = (stem.chars().next_back(), ending.chars().next()) else {
        return false;
    };
    let voiceless = "пфктсшщчцх".contains(last);
    match first {
        'с' | 'н' | 'б' => vowel(last),
        'л' => vowel(last) || matches!(last, 'й' | 'р'),
        'д' | 'г' => !voiceless,
        'т' | 'к' => voiceless,
        _ => !vowel(last),
    }
}

fn vowel(c: char) -> bool {
    "аеиоуыэюя".contains(c)
}

/// The stem as it sounds before a vowel, where that differs: мектеп, мектеби; чарбак, чарбагы.
fn voiced(stem: &str) -> Option<String> {
    let mut letters = stem.chars();
    let turned = match letters.next_back()? {
        'п' => 'б',
        'к' => 'г',
        'б' => 'п',
        'г' => 'к',
        _ => return None,
    };
    Some(letters.chain([turned]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a query with one form finds a text with the other.
    fn meet(query: &str, text: &str) -> bool {
        let [query, text] = [query, text].map(domain::fold::fold);
        forms(&query).iter().any(|form| match form {
            Form::Beginning(beginning) => text.starts_with(beginning.as_str()),
            Form::Word(word) => text == *word,
        })
    }

    #[test]
    fn forms_of_a_word_find_one_another() {
        let families = [
            &["дорога", "дороги", "дорогу", "дорогами", "дорог"][..],
            &["ремонт", "ремонта", "ремонтом"],
            &["школа", "школы", "школах"],
            &["вода", "воды", "водой", "воду"],
            &["дома", "домов", "домам"],
            &["жол", "жолдун", "жолду", "жолго"],
            &["мектеп", "мектептин", "мектеби", "мектебине", "мектептер"],
            &["суроо", "суроосу", "суроолорду"],
            &["көчө", "көчөсү", "көчөдө", "көчөнүн", "көчөлөр"],
            &["китеп", "китебибиз", "китептерди"],
        ];
        for family in families {
            for query in family.iter().filter(|w| w.chars().count() > LETTERS) {
                for text in family {
                    assert!(
                        meet(query, text),
                        "{query} finds {text}: {:?}",
                        forms(query)
                    );
                }
            }
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for (query, text) in [
            ("школа", "шкаф"),
            ("вода", "водитель"),
            ("воду", "водитель"),
            ("пенсии", "пение"),
            ("ремонты", "ремень"),
            ("пенсия", "пение"),
            ("мектеп", "мекен"),
        ] {
            assert!(
                !meet(query, text),
                "{query} finds {text}: {:?}",
                forms(query)
            );
        }
        for word in ["", "суу", "2026", "asan", "12а", "ab"] {
            assert!(forms(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn no_beginning_is_the_beginning_of_another() {
        for word in [
            "дорога",
            "мектептеринде",
            "ремонтко",
            "боюнча",
            "чарбагыбыз",
        ] {
            let all = forms(word);
            for (n, a) in all.iter().enumerate() {
                for (m, b) in all.iter().enumerate() {
                    if let (Form::Beginning(a), Form::Beginning(b)) = (a, b) {
                        assert!(n == m || !b.starts_with(a.as_str()), "{word}: {all:?}");
                    }
                }
            }
        }
    }
}
