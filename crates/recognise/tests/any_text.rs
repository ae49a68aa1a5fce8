//! Whatever the text: no panic, places within it, in order, apart.

use proptest::prelude::*;
use recognise::{Detector, Normal};

fn holds(detector: &Detector, text: &str) {
    let length = text.chars().count();
    let mut last = 0;
    for hit in detector.find(text) {
        assert!(
            hit.start < hit.end && hit.end <= length,
            "{hit:?} of {length}"
        );
        assert!(hit.start >= last, "{hit:?} meets the one before");
        assert!(hit.named_from <= hit.start);
        assert!((0.5..=1.0).contains(&hit.score), "{hit:?}");
        last = hit.end;
    }
}

/// Pieces that rules look for, glued at random.
const PIECES: &[&str] = &[
    "Асанов",
    "уулу",
    "кызы",
    "А.",
    ".",
    "-",
    " ",
    "\n",
    "№",
    "ПИН",
    "пароль",
    ":",
    "2121019",
    "8500234",
    "4111",
    " 1111",
    "@",
    "mail.ru",
    "ул.",
    "Ленин",
    "көчөсү",
    "5-үй",
    "д.",
    "\u{ad}",
    "\u{200b}",
    "и\u{306}",
    "KG",
    "01",
    "IDKGZ",
    "12.05.1985",
    "туулган",
    "г.р.",
    "+996",
    "(",
    ")",
    "І",
    "ID",
    "ё",
    "İ",
    "ß",
    "\u{301}",
    "лет",
    "50",
    "«",
    "серия",
    "кв",
    "тел",
    "DE89",
];

proptest! {
    #[test]
    fn any_string(text in "\\PC{0,200}") {
        holds(&Detector::new(None), &text);
    }

    #[test]
    fn pieces_of_personal_data(parts in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        holds(&Detector::new(None), &parts.concat());
    }

    #[test]
    fn the_way_back_never_goes_back(text in "\\PC{0,100}") {
        let normal = Normal::of(&text);
        let places: Vec<(usize, usize)> = (0..normal.len()).map(|i| normal.given(i, i + 1)).collect();
        prop_assert!(places.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1));
        prop_assert!(places.iter().all(|(a, b)| a < b && *b <= text.chars().count()));
    }
}
