//! The screens, one file each.

mod acts;
mod answer;
mod archive;
mod case;
mod frame_keys;
mod import;
mod key_sheet;
mod later;
mod letter;
mod palette;
mod panes;
mod picture;
mod redact;
mod register;
mod reports;
mod settings;
mod sheet;
mod sign_off;
mod sync;
mod today;
mod top;
mod unlock;
mod views;

pub use answer::Answer;
pub use archive::Archive;
#[cfg(test)]
pub use case::source_key;
pub use frame_keys::use_frame_keys;
pub use import::Import;
pub use key_sheet::KeySheet;
pub use palette::Palette;
pub use panes::{ListModel, Panes, Split};
pub use redact::Redact;
pub use register::Register;
pub use reports::Reports;
pub use settings::SettingsSheet;
pub use sign_off::SignOff;
pub use sync::SyncPage;
pub use today::Today;
pub use top::{Footer, TopBar};
pub use unlock::Unlock;
pub use views::Views;
