//! The seeded, visibly fictional year of inquiries: for demonstrations, stories and measurements.
//!
//! The district of Demo does not exist, nor do its villages, its staff and its citizens: every
//! surname, place and telephone says so. What is real is the shape: channels, topics, seasons and
//! outcomes as administrations publish them, letters in Kyrgyz, Russian and a little English with
//! all that real letters have, files with real bytes.
//!
//! The same [`Options`] give the same data, byte for byte, on every machine. Each inquiry is made
//! alone from its place in the year ([`inquiries`]), so a million of them can be streamed; files
//! are rendered when they are asked for ([`AttachmentSpec::render`]). This crate writes nothing: a
//! caller turns [`DemoInquiry::steps`] into acts through the program's own doors.
//!
//! To add a matter: a row in `matters`, a section in each of `content/*.txt`. To add a sentence: a
//! line there; the tests hold Kyrgyz and Russian to the same number of each.

mod attachment;
mod base;
mod content;
mod export;
mod inquiry;
mod letter;
mod life;
mod matters;
mod office;
mod people;
mod places;
mod render;
mod seeded;
mod spoil;
mod words;
mod world;
mod year;

pub use attachment::{AttachmentSpec, Content, Region, RenderError, Rendered, Scene};
pub use export::{ExportFormat, SubmissionsFile, submissions};
pub use inquiry::{DemoInquiry, inquiries};
pub use life::{Answer, Step, StepKind};
pub use office::{BODY, STAFF, Staff, UNITS, Unit, in_lang, profile, profile_json, staff};
pub use spoil::Typed;
pub use world::Options;

/// Inquiries with letters of about 1.8 kB, for measuring: as [`inquiries`] with [`Options::long`],
/// in a fixed year.
///
/// # Panics
/// Never: the fixed day exists.
pub fn bench_rows(count: u64, seed: u64) -> impl ExactSizeIterator<Item = DemoInquiry> + Send {
    let year_end = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day of the calendar");
    inquiries(Options {
        long: true,
        ..Options::year(count, seed, year_end)
    })
}
