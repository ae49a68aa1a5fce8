//! Endings of grammar, in the coarse spelling (`ы й` are `и`, `ң ө ү` are `н о у`).

/// Russian endings of a name that ends in a consonant or `ь`.
pub const AFTER_CONSONANT: &[&str] = &["", "а", "у", "ом", "ем", "е", "я", "ю", "и"];
/// Of one whose last `а` is taken off.
pub const AFTER_A: &[&str] = &["а", "и", "е", "у", "ои", "ою", "еи"];
/// Of one whose last `я` is taken off.
pub const AFTER_YA: &[&str] = &["я", "и", "е", "ю", "еи", "ею"];
/// Of one whose last `й` is taken off.
pub const AFTER_I: &[&str] = &["и", "я", "ю", "ем", "е"];
/// Kyrgyz endings of cases, the first person, and plural.
pub const KYRGYZ: &[&str] = &[
    "нин", "нун", "дин", "дун", "тин", "тун", "га", "ге", "го", "ка", "ке", "ко", "ни", "ну", "ди",
    "ду", "ти", "ту", "да", "де", "до", "та", "те", "то", "дан", "ден", "дон", "тан", "тен", "тон",
    "нан", "нен", "нон", "мин", "мун", "дар", "дер", "дор", "лар", "лер", "тар", "тер", "дики",
    "дуку", "ники", "нуку", "тики", "туку",
];

/// Endings by which a surname is told, as (in the first case, how much it proves, its other cases).
pub const SURNAMES: &[(&str, &[&str])] = &[
    (
        "ов",
        &["", "а", "у", "им", "е", "ои", "ою", "и", "их", "ими", "ом"],
    ),
    (
        "ев",
        &["", "а", "у", "им", "е", "ои", "ою", "и", "их", "ими", "ом"],
    ),
    (
        "ин",
        &["", "а", "у", "им", "е", "ои", "ою", "и", "их", "ими", "ом"],
    ),
    (
        "ск",
        &[
            "и", "ого", "ому", "им", "ом", "ая", "ои", "ую", "ие", "их", "ими", "аи", "аиа",
        ],
    ),
    (
        "цк",
        &[
            "и", "ого", "ому", "им", "ом", "ая", "ои", "ую", "ие", "их", "ими", "аи",
        ],
    ),
];

/// Endings of surnames that have no other cases, or few.
pub const SURNAMES_FIXED: &[&str] = &[
    "енко",
    "ченко",
    "чук",
    "щук",
    "дзе",
    "швили",
    "янц",
    "оглу",
    "оглы",
    "кызы",
    "зода",
    "заде",
    "тегин",
    "штеин",
    "берг",
    "ман",
    "юк",
    "ни",
    "ная",
    "ного",
    "ному",
    "ним",
    "нои",
    "ную",
    "ук",
    "ко",
    "ян",
    "ец",
    "ик",
    "аго",
    "их",
    "ко",
    "ба",
    "ич",
    "ус",
    "ас",
    "ис",
    "ель",
    "ер",
];

/// Of these, the ones that are rarely anything but surnames.
pub const SURNAMES_SURE: &[&str] = &[
    "енко",
    "ченко",
    "чук",
    "щук",
    "швили",
    "оглу",
    "оглы",
    "зода",
    "заде",
    "тегин",
];

/// The stem of a word without a Kyrgyz ending, for each that fits; the word itself first.
pub fn without_kyrgyz(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once(word).chain(
        KYRGYZ
            .iter()
            .filter_map(move |e| word.strip_suffix(e).filter(|s| s.chars().count() >= 3)),
    )
}

/// Whether the rest of a word behind its stem is an ending of either language.
#[must_use]
pub fn is_ending(rest: &str) -> bool {
    let russian = |r: &str| {
        r.is_empty()
            || [AFTER_CONSONANT, AFTER_A, AFTER_YA, AFTER_I]
                .iter()
                .any(|set| set.contains(&r))
            || SURNAMES.iter().any(|(_, cases)| cases.contains(&r))
    };
    russian(rest)
        || KYRGYZ.contains(&rest)
        // `Асановага`, `Айнуранын`
        || KYRGYZ.iter().any(|e| rest.strip_suffix(e).is_some_and(|r| r == "а" || r == "я" || r == "и"))
}
