//! The use cases, one file each. This crate owns the replica, the synchronisation, the clock and randomness;
//! the window (`src-tauri`) and the command line (`deskctl`) only call it.
//!
//! A use case reads: look up -> decide (domain) -> save (one call of the replica). To add one: a file here, a
//! method on [`Desk`], and a command in `protocol::window` if the window needs it.

pub mod audit;

pub mod case_file;
pub mod certificate;
pub mod check_text;
pub mod clock;
pub mod detect;
mod devices;
pub mod enrol;
pub mod error;
pub mod explained;
pub mod export;
pub mod files;
pub mod history;
pub mod import;
pub mod letter;
pub mod lists;
pub mod ocr;
pub mod office;
pub mod open_case;
pub mod papers;
pub mod perform;
pub mod redact;
pub mod register;
pub mod report_period;
pub mod session;
pub mod settings;
mod stick;
mod submission;
pub mod synchronise;
pub mod template;

pub use error::{DeskError, Result};
pub use session::{Desk, Session};
