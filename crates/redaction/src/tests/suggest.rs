//! Suggestions become marks, and the marks a copy that passes.

use lopdf::dictionary;
use recognise::{Detector, Kind};

use super::make::{Maker, letter, scan, text_lines};
use super::*;

fn found(source: &[u8], kinds: &[Kind]) -> Suggestions {
    suggest(source, &Detector::new(None), kinds).unwrap()
}

#[test]
fn what_is_suggested_can_be_taken_out_and_is_gone() {
    let mut maker = Maker::new();
    let first = [
        "To the district administration.",
        &format!("My number is {PIN}, telephone"),
        "0555 123 456, card 4111 1111 1111 1111.",
    ];
    maker.page(&text_lines(&first), dictionary! {});
    let second = format!("Again {PIN} and nothing else.");
    maker.page(&text_lines(&[&second]), dictionary! {});
    let source = maker.finish();

    let all = found(&source, &Kind::ALL);
    assert_eq!(all.unread, [] as [u32; 0]);
    let kinds: Vec<Kind> = all.found.iter().map(|s| s.hit.kind).collect();
    assert!(
        kinds.contains(&Kind::NationalId) && kinds.contains(&Kind::Phone),
        "{kinds:?}"
    );
    let card = all.found.iter().find(|s| s.hit.kind == Kind::Card).unwrap();
    assert_eq!(card.marks().next().unwrap().reason, ReasonCode::CardData);
    let pages: Vec<u32> = (all.found.iter())
        .filter(|s| s.hit.kind == Kind::NationalId)
        .flat_map(|s| s.places.iter().map(|(page, _)| *page))
        .collect();
    assert!(pages.contains(&1) && pages.contains(&2), "{pages:?}");

    let marks = all.found.iter().flat_map(Suggestion::marks).collect();
    let plan = Plan { marks };
    let burned = burn(&source, &plan, &mut go).unwrap();
    let verification = verify(&burned, &source, &plan);
    assert_passed(&verification);
    release(burned, verification, issued()).unwrap();

    let phones = found(&source, &[Kind::Phone]);
    assert!(!phones.found.is_empty());
    assert!(phones.found.iter().all(|s| s.hit.kind == Kind::Phone));
}

#[test]
fn a_suggestion_stands_where_the_words_stand() {
    let source = letter(PIN);
    let all = found(&source, &Kind::ALL);
    let [suggestion] = &all.found[..] else {
        panic!("{all:?}");
    };
    assert_eq!(suggestion.text, PIN);
    let marked = plan_for(&source, PIN).marks[0].rect;
    let [(1, rect)] = suggestion.places[..] else {
        panic!("{suggestion:?}");
    };
    assert!(rect.intersection(&marked).unwrap().width() > 0.95 * marked.width());
}

#[test]
fn a_page_that_shows_something_without_words_is_named() {
    assert_eq!(found(&scan(300, 400), &Kind::ALL).unread, [1]);
    let mut maker = Maker::new();
    maker.page("", dictionary! {});
    maker.page(&text_lines(&["Some words."]), dictionary! {});
    assert_eq!(found(&maker.finish(), &Kind::ALL).unread, [] as [u32; 0]);
    let picture = {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let image = image::DynamicImage::new_luma8(8, 8);
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    assert_eq!(found(&picture, &Kind::ALL).unread, [1]);
}
