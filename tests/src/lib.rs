//! Scenarios: one story a data flow, against a real server on a random port and real encrypted replicas; and the real
//! window under WebDriver (`tests/window/`).
//!
//! To add a story: a file here, and a `[[test]]` in `Cargo.toml`.

pub mod axe;
pub mod bulk;
pub mod figures;
pub mod light;
pub mod looks;
pub mod programs;
pub mod tour;
pub mod window;
pub mod wiretap;

use chrono::NaiveDate;
use office::Options;

/// A small demonstration that ends today, so that work of today fits behind it.
#[must_use]
pub fn demonstration() -> Options {
    Options {
        inquiries: 40,
        ..Options::default()
    }
}

/// A day.
///
/// # Panics
/// When the text is not a date: a fault of the story.
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A picture of one colour with a darker place to be redacted: PNG, 400 x 300.
///
/// # Panics
/// Never: encoding into memory.
#[must_use]
pub fn picture() -> Vec<u8> {
    let mut picture = image::RgbImage::from_pixel(400, 300, image::Rgb([200, 220, 240]));
    for (x, y) in (30..110).flat_map(|x| (30..50).map(move |y| (x, y))) {
        picture.put_pixel(x, y, image::Rgb([20, 20, 120]));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("encodes into memory");
    bytes.into_inner()
}

/// A template's text with each of its open places written.
#[must_use]
pub fn written(body: &str) -> String {
    domain::places::places(body)
        .iter()
        .fold(body.to_owned(), |text, place| {
            text.replace(place, "үлгү текст")
        })
}
