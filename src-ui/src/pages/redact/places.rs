//! Places on a page: which word stands where, and boxes that stay on the paper. Pure.

use protocol::window::redact::{RectView, WordView};

/// The word under a point.
pub fn word_at(words: &[WordView], x: f32, y: f32) -> Option<usize> {
    words.iter().position(|w| holds(&w.rect, x, y))
}

/// The words that a rectangle covers by half or more, as text: what will be searched for in the copy.
pub fn text_under(words: &[WordView], rect: &RectView) -> Option<String> {
    let under: Vec<&str> = words
        .iter()
        .filter(|w| covered(&w.rect, rect) >= 0.5)
        .map(|w| w.text.as_str())
        .collect();
    (!under.is_empty()).then(|| under.join(" "))
}

/// A rectangle from two corners, held inside a page.
pub fn between(a: (f32, f32), b: (f32, f32), page: [f32; 2]) -> RectView {
    let [width, height] = page;
    RectView {
        x0: a.0.min(b.0).clamp(0.0, width),
        y0: a.1.min(b.1).clamp(0.0, height),
        x1: a.0.max(b.0).clamp(0.0, width),
        y1: a.1.max(b.1).clamp(0.0, height),
    }
}

/// Moves a rectangle; it stays inside the page with its size.
pub fn moved(rect: RectView, dx: f32, dy: f32, page: [f32; 2]) -> RectView {
    let dx = dx.clamp(-rect.x0, (page[0] - rect.x1).max(-rect.x0));
    let dy = dy.clamp(-rect.y0, (page[1] - rect.y1).max(-rect.y0));
    RectView {
        x0: rect.x0 + dx,
        y0: rect.y0 + dy,
        x1: rect.x1 + dx,
        y1: rect.y1 + dy,
    }
}

/// Moves a rectangle's lower right corner; it never becomes smaller than `least`.
pub fn resized(rect: RectView, dx: f32, dy: f32, page: [f32; 2], least: f32) -> RectView {
    let x1 = (rect.x1 + dx).max(rect.x0 + least).min(page[0]);
    let y1 = (rect.y1 + dy).max(rect.y0 + least).min(page[1]);
    RectView { x1, y1, ..rect }
}

/// Whether a rectangle holds a point.
pub fn holds(rect: &RectView, x: f32, y: f32) -> bool {
    (rect.x0..=rect.x1).contains(&x) && (rect.y0..=rect.y1).contains(&y)
}

fn area(rect: &RectView) -> f32 {
    (rect.x1 - rect.x0).max(0.0) * (rect.y1 - rect.y0).max(0.0)
}

/// The area that two rectangles share.
pub fn overlap(a: &RectView, b: &RectView) -> f32 {
    area(&RectView {
        x0: a.x0.max(b.x0),
        y0: a.y0.max(b.y0),
        x1: a.x1.min(b.x1),
        y1: a.y1.min(b.y1),
    })
}

/// The part of `a` that `b` covers, 0 to 1.
pub fn covered(a: &RectView, b: &RectView) -> f32 {
    let whole = area(a);
    if whole > 0.0 {
        overlap(a, b) / whole
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: [f32; 2] = [600.0, 800.0];

    fn rect(x0: f32, y0: f32, x1: f32, y1: f32) -> RectView {
        RectView { x0, y0, x1, y1 }
    }

    #[test]
    fn boxes_stay_on_the_page() {
        assert_eq!(
            between((50.0, -5.0), (10.0, 900.0), PAGE),
            rect(10.0, 0.0, 50.0, 800.0)
        );
        assert_eq!(
            moved(rect(10.0, 10.0, 30.0, 20.0), -50.0, 5.0, PAGE),
            rect(0.0, 15.0, 20.0, 25.0)
        );
        assert_eq!(
            moved(rect(570.0, 10.0, 590.0, 20.0), 50.0, 0.0, PAGE),
            rect(580.0, 10.0, 600.0, 20.0)
        );
        assert_eq!(
            resized(rect(10.0, 10.0, 30.0, 20.0), -100.0, 4.0, PAGE, 6.0),
            rect(10.0, 10.0, 16.0, 24.0)
        );
    }
}
