//! The tagger against the original: `golden.txt` holds what slovnet itself says. Needs the weights; without them it says
//! that it was skipped (`./desk test` fetches them).

use std::path::PathBuf;

use recognise::tagger::{Named, Tag, Tagger};

fn tagger() -> Option<Tagger> {
    let dir = PathBuf::from(std::env::var_os("INQUIRY_DESK_WEIGHTS")?);
    let read = |name: &str| std::fs::read(dir.join(name)).expect(name);
    let navec = read("navec_news_v1_1B_250K_300d_100q.tar");
    Some(Tagger::load(navec, &read("slovnet_ner_news_v1.tar")).expect("weights"))
}

fn code(tag: Tag) -> &'static str {
    match tag {
        Tag::Outside => "O",
        Tag::First(Named::Person) => "B-PER",
        Tag::Inside(Named::Person) => "I-PER",
        Tag::First(Named::Place) => "B-LOC",
        Tag::Inside(Named::Place) => "I-LOC",
        Tag::First(Named::Organisation) => "B-ORG",
        Tag::Inside(Named::Organisation) => "I-ORG",
    }
}

#[test]
fn every_word_and_tag_is_the_originals() {
    let Some(tagger) = tagger() else {
        eprintln!("SKIPPED: INQUIRY_DESK_WEIGHTS names no folder with the tagger's weights");
        return;
    };
    let golden = include_str!("golden.txt");
    let mut lines = golden.lines().filter(|l| !l.starts_with("# "));
    let mut compared = 0;
    while let (Some(line), Some(expect)) = (lines.next(), lines.next()) {
        let chars: Vec<char> = line.chars().collect();
        let found: Vec<String> = tagger
            .tags(&chars)
            .into_iter()
            .map(|(start, end, tag)| format!("{start}-{end}:{}", code(tag)))
            .collect();
        assert_eq!(found.join(" "), expect, "{line}");
        compared += 1;
    }
    assert_eq!(compared, 32);
}

#[test]
fn what_are_no_weights_is_refused() {
    assert!(Tagger::load(Vec::new(), &[]).is_err());
    assert!(Tagger::load(vec![b'x'; 2000], &[0; 600]).is_err());
}
