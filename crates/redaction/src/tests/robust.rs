//! Whatever the bytes, the answer is a value: never a panic, never an endless loop.

use proptest::prelude::*;

use super::hostile::hostile;
use super::make::letter;
use super::*;

const MAGIC: [&[u8]; 8] = [
    b"",
    b"%PDF-1.7\n",
    b"\xFF\xD8\xFF",
    b"\x89PNG\r\n\x1a\n",
    b"II*\0\x08\0\0\0",
    b"MM\0+\0\x08\0\0",
    b"RIFF\x40\0\0\0WEBPVP8L",
    b"BM\x40\0\0\0\0\0\0\0\x36\0\0\0",
];

/// Uses every entry of the crate on the bytes.
fn use_all(bytes: &[u8]) {
    let plan = Plan {
        marks: vec![mark(1, Rect::new(10.0, 10.0, 60.0, 30.0), Some(PIN))],
    };
    // A panic inside a library would come out as this code; none is known, and one that turns up here is worth a look.
    let no_panic = |code: &str| assert_ne!(code, "failed");
    if let Err(error) = pages(bytes) {
        no_panic(error.code());
    }
    if let Err(error) = render_page(bytes, 1, 30) {
        no_panic(error.code());
    }
    if let Err(error) = words(bytes, 1) {
        no_panic(error.code());
    }
    if let Err(error) = find_text(bytes, PIN) {
        no_panic(error.code());
    }
    match burn(bytes, &plan, &mut go) {
        Ok(burned) => {
            verify(&burned, bytes, &plan);
        }
        Err(error) => no_panic(error.code()),
    }
    let good = letter(PIN);
    let plan = plan_for(&good, PIN);
    let mut burned = burn(&good, &plan, &mut go).unwrap();
    burned.bytes = bytes.to_vec();
    assert!(!verify(&burned, &good, &plan).passed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(which in 0..MAGIC.len(), tail in prop::collection::vec(any::<u8>(), 0..400)) {
        use_all(&[MAGIC[which], &tail].concat());
    }

    #[test]
    fn a_damaged_pdf(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = hostile();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        use_all(&bytes);
    }
}
