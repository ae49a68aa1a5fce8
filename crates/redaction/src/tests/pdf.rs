//! Ordinary and awkward PDFs from mark to release.

use lopdf::{Stream, dictionary};

use super::make::{Maker, edited, letter, scan, text_lines};
use super::*;
use crate::pdf::source;
use crate::raster::Raster;

fn draw(bytes: &[u8]) -> Raster {
    draw_at(bytes, 72.0)
}

fn draw_at(bytes: &[u8], dpi: f32) -> Raster {
    let pdf = source::open(bytes).unwrap();
    let mut draftsman = source::Draftsman::new();
    draftsman.draw(&pdf.pages()[0], dpi).unwrap().raster
}

/// The share of pixels that are nearly black within a box.
fn dark_in(raster: &Raster, rect: &Rect) -> f32 {
    let (mut dark, mut all) = (0, 0);
    for y in rect.y0 as u32..rect.y1 as u32 {
        for x in rect.x0 as u32..rect.x1 as u32 {
            let at = (y * raster.width + x) as usize * raster.channels;
            dark += u32::from(raster.samples[at] < 40);
            all += 1;
        }
    }
    dark as f32 / all.max(1) as f32
}

#[test]
fn a_letter_loses_the_number_and_keeps_the_rest() {
    let source = letter(PIN);
    let plan = plan_for(&source, PIN);
    assert_eq!(plan.marks.len(), 1);
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert_eq!(burned.incomplete_pages(), [] as [u32; 0]);
    assert_passed(&verify(&burned, &source, &plan));
    let (before, after) = (draw(&source), draw(&burned.bytes));
    let number = plan.marks[0].rect;
    assert!(dark_in(&before, &number) < 0.5);
    assert!(dark_in(&after, &number) > 0.99);
    // The first line, above the number, still shows, pixel by pixel: drawn as finely as it was burned.
    let first = words(&source, 1).unwrap()[0].rect;
    let scale = 200.0 / 72.0;
    let [x0, y0, x1, y1] = [first.x0, first.y0, first.x1, first.y1].map(|edge| edge * scale);
    let first = Rect::new(x0, y0, x1, y1);
    let was = dark_in(&draw_at(&source, 200.0), &first);
    let is = dark_in(&draw_at(&burned.bytes, 200.0), &first);
    assert!(was > 0.1 && (was - is).abs() < 0.02, "{was} {is}");
    assert!(burned.size() < 30_000, "{}", burned.size());
    assert!(burned.bytes.windows(18).any(|w| w == b"BitsPerComponent 4"));
    let shown = burned.render_page(1, 72).unwrap();
    assert_eq!((shown.width, shown.height), (420, 595));
}

#[test]
fn the_same_source_and_plan_give_the_same_bytes() {
    let source = letter(PIN);
    let plan = plan_for(&source, PIN);
    let once = burn(&source, &plan, &mut go).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    let again = burn(&source, &plan, &mut go).unwrap();
    assert!(once.bytes == again.bytes);
    let salt = [7; 32];
    let certify = |burned: Burned| {
        let verification = verify(&burned, &source, &plan);
        release_salted(burned, verification, issued(), salt)
            .unwrap()
            .1
    };
    let certificate = certify(once);
    assert_eq!(certificate, certify(again));
    assert_eq!(certificate.is_of_source(&source), Some(true));
    assert_eq!(certificate.is_of_source(b"another"), Some(false));
    let public = certificate.public();
    assert_eq!(
        (public.source_sha256.clone(), public.is_of_source(&source)),
        (None, None)
    );
    let json = serde_json::to_string(&certificate).unwrap();
    assert_eq!(
        serde_json::from_str::<Certificate>(&json).unwrap(),
        certificate
    );
}

#[test]
fn two_secrets_of_different_content_leave_the_same_copy() {
    // Same width in this font: all digits are equally wide.
    let (one, other) = (letter("11111111111111"), letter("99999999999999"));
    let copy = |source: &[u8], text| {
        burn(source, &plan_for(source, text), &mut go)
            .unwrap()
            .bytes
    };
    assert!(copy(&one, "11111111111111") == copy(&other, "99999999999999"));
}

#[test]
fn rotated_and_cropped_pages_are_marked_as_displayed() {
    for turn in [0, 90, 180, 270] {
        let mut maker = Maker::new();
        let more = dictionary! {
            "Rotate" => turn,
            "CropBox" => vec![20.into(), 400.into(), 380.into(), 580.into()],
        };
        maker.page(
            &text_lines(&["Plain words above", &format!("and {PIN} below")]),
            more,
        );
        let source = maker.finish();
        let info = pages(&source).unwrap()[0];
        let (long, short) = (info.width.max(info.height), info.width.min(info.height));
        assert_eq!((long, short), (360.0, 180.0));
        assert_eq!(info.width > info.height, turn % 180 == 0);
        let plan = plan_for(&source, PIN);
        let before = draw(&source);
        let rect = plan.marks[0].rect;
        assert!(
            dark_in(&before, &rect) > 0.05,
            "{turn}: the number is where the mark is"
        );
        let burned = burn(&source, &plan, &mut go).unwrap();
        assert_passed(&verify(&burned, &source, &plan));
        assert!(dark_in(&draw(&burned.bytes), &rect) > 0.98, "{turn}");
        assert_eq!(burned.pages().unwrap(), [info]);
    }
}

#[test]
fn words_are_found_however_they_are_drawn() {
    let glyph_by_glyph: String = PIN
        .char_indices()
        .rev()
        .map(|(i, c)| {
            format!(
                "BT /F 12 Tf {} 500 Td ({c}) Tj ET\n",
                40.0 + 6.67 * i as f32
            )
        })
        .collect();
    let kerned = "BT /F 12 Tf 40 460 Td [(2121) -10 (019) 5 (8500) (234)] TJ ET\n";
    let doubled =
        format!("BT /F 12 Tf 40 420 Td ({PIN}) Tj ET BT /F 12 Tf 40.3 420 Td ({PIN}) Tj ET\n");
    let spaced = "BT /F 12 Tf 40 380 Td (2121 0198-5002 34) Tj ET\n";
    let broken = "BT /F 12 Tf 14 TL 40 340 Td (2121019-) Tj T* (8500234) Tj ET\n";
    let invisible = format!("BT 3 Tr /F 12 Tf 40 280 Td ({PIN}) Tj 0 Tr ET\n");
    let outside = format!("BT /F 12 Tf 40 -300 Td ({PIN}) Tj ET\n");
    let content = glyph_by_glyph + kerned + &doubled + spaced + broken + &invisible + &outside;
    let mut maker = Maker::new();
    maker.page(&content, dictionary! {});
    let source = maker.finish();
    let found = find_text(&source, PIN).unwrap();
    // One box a line: the broken one has two.
    assert_eq!(found.len(), 7, "{found:?}");
    let first: Vec<Word> = words(&source, 1).unwrap();
    assert_eq!(first[0].text, PIN);
    assert_eq!(first[2].text, PIN, "drawn twice to look bold, read once");
    let plan = plan_for(&source, PIN);
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert_passed(&verify(&burned, &source, &plan));
}

#[test]
fn short_needles_match_whole_text_only() {
    let mut maker = Maker::new();
    maker.page(
        &text_lines(&["Ms  Ann  Lee", "Hannah of Annlee"]),
        dictionary! {},
    );
    let source = maker.finish();
    assert_eq!(
        find_text(&source, "ANN LEE").unwrap().len(),
        2,
        "folded: six letters"
    );
    assert_eq!(find_text(&source, "s ann").unwrap().len(), 1);
    assert_eq!(find_text(&source, "").unwrap(), []);
}

#[test]
fn scans_and_line_art_pass_in_their_own_codings() {
    let source = scan(600, 850);
    let plan = Plan {
        marks: vec![mark(1, Rect::new(101.0, 203.0, 222.0, 219.0), Some(PIN))],
    };
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert!(burned.bytes.windows(9).any(|w| w == b"DCTDecode"));
    assert_passed(&verify(&burned, &source, &plan));

    let mut maker = Maker::new();
    maker.page(
        "0 g 0 0 210 595 re f",
        dictionary! { "MediaBox" => vec![0.into(), 0.into(), 720.into(), 720.into()] },
    );
    let source = maker.finish();
    let plan = Plan {
        marks: vec![mark(1, Rect::new(500.0, 300.0, 520.0, 320.0), None)],
    };
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert!(burned.bytes.windows(18).any(|w| w == b"BitsPerComponent 1"));
    assert_passed(&verify(&burned, &source, &plan));
}

#[test]
fn many_pages_report_their_progress_and_can_be_cancelled() {
    let mut maker = Maker::new();
    for page in 0..4 {
        maker.page(
            &text_lines(&[&format!("page {page} {PIN}")]),
            dictionary! {},
        );
    }
    let source = maker.finish();
    let plan = plan_for(&source, PIN);
    let mut seen = Vec::new();
    let burned = burn(&source, &plan, &mut |done, of| {
        seen.push((done, of));
        Flow::Continue
    })
    .unwrap();
    assert_eq!(seen, [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]);
    assert_passed(&verify(&burned, &source, &plan));
    let cancelled = burn(&source, &plan, &mut |done, _| {
        if done == 2 {
            Flow::Cancel
        } else {
            Flow::Continue
        }
    });
    assert_eq!(cancelled.unwrap_err(), RedactionError::Cancelled);
}

#[test]
fn what_does_not_fit_is_refused_with_its_code() {
    let source = letter(PIN);
    let code = |bytes: &[u8]| pages(bytes).unwrap_err().code();
    assert_eq!(code(b""), "empty");
    assert_eq!(code(b"plain words"), "unsupported");
    assert_eq!(code(b"%PDF-1.7 and nothing"), "unreadable");
    assert_eq!(code(&source[..source.len() / 2]), "unreadable");
    assert_eq!(code(&source[..source.len() - 6]), "unreadable");
    assert_eq!(
        render_page(&source, 2, 72).unwrap_err().code(),
        "out-of-range"
    );
    assert_eq!(words(&source, 0).unwrap_err().code(), "out-of-range");
    let plan = Plan {
        marks: vec![
            mark(9, Rect::new(0.0, 0.0, 9.0, 9.0), None),
            mark(1, Rect::new(500.0, 0.0, 600.0, 9.0), None),
        ],
    };
    let error = burn(&source, &plan, &mut go).unwrap_err();
    assert_eq!(
        error,
        RedactionError::Plan(vec![
            PlanViolation::NoSuchPage { mark: 0, page: 9 },
            PlanViolation::OutsidePage { mark: 1, page: 1 },
        ])
    );
    assert_eq!(
        burn(&source, &Plan::default(), &mut go).unwrap_err().code(),
        "plan-invalid"
    );
    let lacking = edited(&source, |document| {
        let tree = document
            .catalog()
            .unwrap()
            .get(b"Pages")
            .unwrap()
            .as_reference()
            .unwrap();
        document.get_dictionary_mut(tree).unwrap().set("Count", 3);
    });
    assert_eq!(code(&lacking), "unreadable");
}

fn encrypted(user: &str) -> Vec<u8> {
    use lopdf::{EncryptionState, EncryptionVersion, Permissions};
    edited(&letter(PIN), |document| {
        let version = EncryptionVersion::V2 {
            document: &document.clone(),
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
    })
}

#[test]
fn encrypted_files_open_with_the_empty_password_alone() {
    let source = encrypted("");
    let plan = plan_for(&source, PIN);
    let burned = burn(&source, &plan, &mut go).unwrap();
    assert_passed(&verify(&burned, &source, &plan));
    assert_eq!(pages(&encrypted("secret")).unwrap_err().code(), "encrypted");
}

#[test]
fn a_picture_that_cannot_be_read_is_reported() {
    let mut maker = Maker::new();
    let picture = maker.document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 10, "Height" => 10,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
        },
        b"no jpeg at all".to_vec(),
    ));
    let font = maker.font;
    maker.page(
        &format!("{} q 100 0 0 100 40 40 cm /Im Do Q", text_lines(&[PIN])),
        dictionary! { "Resources" => dictionary! {
            "XObject" => dictionary! { "Im" => picture }, "Font" => dictionary! { "F" => font },
        } },
    );
    let source = maker.finish();
    let burned = burn(&source, &plan_for(&source, PIN), &mut go).unwrap();
    assert_eq!(burned.incomplete_pages(), [1]);
}

#[test]
fn a_text_stands_under_its_own_place_and_under_no_other() {
    let source = letter(PIN);
    let [(page, place)] = find_text(&source, PIN).unwrap()[..] else {
        panic!("the number stands there once")
    };
    let under = |page, rect| text_under(&source, page, rect, PIN);
    assert_eq!(under(page, place), Ok(true));
    assert_eq!(under(page, place.grown(20.0)), Ok(true));
    let half = Rect::new(place.x0, place.y0, place.x0 + place.width() / 2.0, place.y1);
    assert_eq!(under(page, half), Ok(false), "half of it would stay");
    let beside = Rect::new(place.x0, place.y0 - 300.0, place.x1, place.y1 - 300.0);
    assert_eq!(under(page, beside), Ok(false));
    let first = words(&source, 1).unwrap()[0].clone();
    assert_eq!(text_under(&source, 1, first.rect, &first.text), Ok(true));
    assert!(matches!(
        under(9, place),
        Err(RedactionError::OutOfRange { page: 9, .. })
    ));
}

/// The middle of a letter by its number, from the lower left corner.
type Middle<'m> = &'m dyn Fn(usize) -> [f32; 2];

#[test]
fn text_aslant_over_another_or_struck_twice_is_found_where_it_stands() {
    // Helvetica's digits are 0.556 em wide.
    const STEP: f32 = 0.556 * 12.0;
    let level = |i: usize| [60.0 + STEP * (i as f32 + 0.5), 400.0 + 4.0];
    let aslant = |i: usize| {
        let along = STEP * (i as f32 + 0.5);
        [100.0 + 0.7 * (along - 4.0), 200.0 + 0.7 * (along + 4.0)]
    };
    let raised = |i: usize| {
        let [x, y] = level(i);
        [x, if (4..8).contains(&i) { y + 8.0 } else { y }]
    };
    let (head, tail) = PIN.split_at(4);
    let (middle, tail) = tail.split_at(4);
    let placed = format!("BT /F 12 Tf 1 0 0 1 60 400 Tm ({PIN}) Tj ET");
    let twice = format!("{placed} BT /F 12 Tf 1 0 0 1 62 400 Tm ({PIN}) Tj ET");
    let under = format!("{placed} BT /F 40 Tf 1 0 0 1 40 400 Tm (COPY COPY) Tj ET");
    let in_pieces =
        format!("BT /F 12 Tf 1 0 0 1 60 400 Tm ({head}) Tj 8 Ts ({middle}) Tj 0 Ts ({tail}) Tj ET");
    let turned = format!("BT /F 12 Tf 0.7 0.7 -0.7 0.7 100 200 Tm ({PIN}) Tj ET");
    let cases: [(&str, Middle<'_>); 4] = [
        (&turned, &aslant),
        (&under, &level),
        (&twice, &level),
        (&in_pieces, &raised),
    ];
    for (content, place) in cases {
        let mut maker = Maker::new();
        // The same number stands there plainly too: finding that one alone is what would deceive.
        maker.page(&format!("{} {content}", text_lines(&[PIN])), dictionary! {});
        let found = find_text(&maker.finish(), PIN).unwrap();
        for i in 0..PIN.len() {
            let [x, y] = place(i);
            let y = 595.0 - y;
            let covered = found
                .iter()
                .any(|(_, r)| r.x0 <= x && x <= r.x1 && r.y0 <= y && y <= r.y1);
            assert!(covered, "letter {i} at {x} {y} of {content}: {found:?}");
        }
    }
}
