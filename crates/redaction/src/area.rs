//! How large a mark becomes when it is painted: whole words, the whole height of the line, padded, and as wide as a
//! multiple of a quantum, so that neither a jagged edge nor a width tells what was there.

use crate::find::touches_line;
use crate::raster::PixelArea;
use crate::{Mark, PageInfo, Rect, Word};

/// How boxes grow, in the units of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Growth {
    /// Added on every side.
    pub(crate) pad: f32,
    /// Widths are multiples of this.
    pub(crate) quantum: f32,
}

/// For pages of a PDF, in points.
pub(crate) const ON_PAPER: Growth = Growth {
    pad: 2.0,
    quantum: 12.0,
};
/// For pictures, in pixels: a JPEG block is 8 pixels, so what surrounds a mark cannot bleed into it.
pub(crate) const ON_PICTURE: Growth = Growth {
    pad: 8.0,
    quantum: 32.0,
};

/// A word of which so much lies under a mark goes as a whole.
const TAKES_WORD_FROM: f32 = 0.3;
/// Words that stand so much taller than the mark run up the page: a mark across them does not take them as its line.
const UPRIGHT: f32 = 3.0;

/// The area to be painted for a mark, within the page.
pub(crate) fn painted(mark: &Mark, words: &[Word], page: &PageInfo, growth: Growth) -> Rect {
    let area = |rect: &Rect| rect.width() * rect.height();
    let full = words
        .iter()
        .filter(|word| {
            mark.rect
                .intersection(&word.rect)
                .is_some_and(|shared| area(&shared) >= TAKES_WORD_FROM * area(&word.rect))
        })
        .fold(mark.rect, |all, word| all.union(&word.rect));
    let full = lines_height(full, words).grown(growth.pad);
    // Cut to the page first: else what is cut off would be missing from the multiple.
    let (left, right) = (full.x0.max(0.0), full.x1.min(page.width));
    let width = ((right - left) / growth.quantum).ceil() * growth.quantum;
    // What does not fit on the right is added on the left. A page too narrow for that is covered from edge to edge.
    let x1 = (left + width).min(page.width);
    let x0 = (x1 - width).max(0.0);
    Rect::new(x0, full.y0.max(0.0), x1, full.y1.min(page.height))
}

/// The rectangle with the whole height of the lines that it touches, capital or small letters alike.
fn lines_height(rect: Rect, words: &[Word]) -> Rect {
    let mut all = rect;
    for word in words {
        let Some(_) = rect.intersection(&word.rect) else {
            continue;
        };
        let upright = word.rect.height() <= UPRIGHT * rect.height().max(8.0);
        if upright && touches_line(&word.rect, &rect) {
            all.y0 = all.y0.min(word.rect.y0);
            all.y1 = all.y1.max(word.rect.y1);
        }
    }
    all
}

/// The pixels that a rectangle of the page touches, however little.
pub(crate) fn to_pixels(rect: &Rect, page: &PageInfo, width: u32, height: u32) -> PixelArea {
    let (sx, sy) = (width as f32 / page.width, height as f32 / page.height);
    PixelArea {
        x0: (rect.x0 * sx).floor().max(0.0) as u32,
        y0: (rect.y0 * sy).floor().max(0.0) as u32,
        x1: ((rect.x1 * sx).ceil().max(0.0) as u32).min(width),
        y1: ((rect.y1 * sy).ceil().max(0.0) as u32).min(height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReasonCode;

    const PAGE: PageInfo = PageInfo {
        width: 200.0,
        height: 100.0,
    };

    fn painted_for(rect: Rect, words: &[Word]) -> Rect {
        let mark = Mark {
            page: 1,
            rect,
            reason: ReasonCode::Minor,
            text: None,
        };
        painted(&mark, words, &PAGE, ON_PAPER)
    }

    fn word(x0: f32, y0: f32, x1: f32, y1: f32) -> Word {
        Word {
            text: "x".to_owned(),
            rect: Rect::new(x0, y0, x1, y1),
            line: 0,
        }
    }

    #[test]
    fn widths_are_multiples_of_the_quantum_and_padded() {
        for width in 1..90 {
            let width = width as f32;
            let area = painted_for(Rect::new(20.0, 20.0, 20.0 + width, 30.0), &[]);
            assert_eq!(area.width() % 12.0, 0.0, "{width}");
            assert!(area.x0 <= 18.0 && area.x1 >= 22.0 + width);
            assert_eq!((area.y0, area.y1), (18.0, 32.0));
        }
    }

    #[test]
    fn a_box_at_the_edge_grows_inwards() {
        let area = painted_for(Rect::new(185.0, 20.0, 199.0, 30.0), &[]);
        assert_eq!((area.x0, area.x1), (176.0, 200.0));
        let area = painted_for(Rect::new(-5.0, 20.0, 9.0, 30.0), &[]);
        assert_eq!((area.x0, area.x1), (0.0, 12.0));
        for x in 0..188 {
            let x = x as f32;
            let area = painted_for(Rect::new(x, 20.0, x + 12.0, 30.0), &[]);
            assert_eq!(area.width() % 12.0, 0.0, "{x}");
            assert!(area.x0 >= 0.0 && area.x1 <= 200.0, "{area:?}");
        }
        let area = painted_for(Rect::new(-5.0, -5.0, 500.0, 500.0), &[]);
        assert_eq!(area, Rect::new(0.0, 0.0, 200.0, 100.0));
    }

    #[test]
    fn words_are_taken_whole_and_lines_in_their_height() {
        let words = [
            word(20.0, 20.0, 60.0, 32.0),
            word(64.0, 18.0, 90.0, 34.0),
            word(20.0, 34.0, 60.0, 46.0),
        ];
        // Most of the first word, at half its height; the line below is grazed.
        let area = painted_for(Rect::new(20.0, 26.0, 50.0, 35.0), &words);
        assert!(area.x0 <= 18.0 && area.x1 >= 62.0, "{area:?}");
        assert_eq!((area.y0, area.y1), (18.0, 37.0));
        // A word that runs up the page is not taken for its line.
        let margin = [word(30.0, 0.0, 42.0, 100.0)];
        let area = painted_for(Rect::new(20.0, 40.0, 60.0, 52.0), &margin);
        assert_eq!((area.y0, area.y1), (38.0, 54.0));
        // A word of which little is covered stays.
        let area = painted_for(Rect::new(20.0, 20.0, 66.0, 32.0), &words);
        assert!(area.x1 < 80.0, "{area:?}");
    }
}
