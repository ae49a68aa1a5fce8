//! Unlocking, settings, drafts.

use super::directory::{StaffRow, UnitRow};
use super::sync::Chip;
use domain::{Lang, Profile};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the program stands: asked first, works locked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {}

/// Reply to [`Status`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusView {
    /// Accounts that can unlock this device.
    pub accounts: Vec<AccountView>,
    /// Present while unlocked.
    pub session: Option<SessionView>,
    /// Whether the data are made up: the window says so.
    pub demo: bool,
    /// Settings of this computer.
    pub settings: Settings,
    /// The office's own words, by language and key.
    pub overrides: BTreeMap<Lang, BTreeMap<String, String>>,
    /// Version of the program.
    pub version: String,
}

/// An account on this device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountView {
    /// Login.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role codes.
    pub roles: Vec<domain::Role>,
    /// Only in the demonstration: the passphrase, so that the first screen can offer the account.
    pub demo_passphrase: Option<String>,
}

/// Opens the replica.
#[derive(Clone, Serialize, Deserialize)]
pub struct Unlock {
    /// Login.
    pub login: String,
    /// Passphrase.
    pub passphrase: String,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// Who.
    pub staff: StaffRow,
    /// All staff, for names and lists.
    pub directory: Vec<StaffRow>,
    /// Units.
    pub units: Vec<UnitRow>,
    /// Units whose rows this device holds.
    pub scope: Vec<domain::UnitId>,
    /// The law.
    pub profile: Profile,
    /// The chip.
    pub chip: Chip,
    /// Today in the body's time zone.
    pub today: chrono::NaiveDate,
}

/// Closes the replica.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lock {}

/// Stores settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveSettings {
    /// All settings.
    pub settings: Settings,
}

/// Settings of this computer; kept in the clear beside the replica, since they are needed before unlocking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the window.
    pub lang: Lang,
    /// `system`, `light`, `dark`.
    pub theme: String,
    /// `compact`, `normal`, `roomy`.
    pub density: String,
    /// Text size in per cent: 100 to 200.
    pub text_scale: u32,
    /// Widths of the panes in pixels: views, list.
    pub panes: [u32; 2],
    /// Minutes without a key after which the program locks itself.
    pub lock_after: u32,
    /// The account that unlocked last.
    pub last_login: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::Ky,
            theme: "system".into(),
            density: "normal".into(),
            text_scale: 100,
            panes: [208, 560],
            lock_after: 15,
            last_login: String::new(),
        }
    }
}

/// What was typed but not yet done, by a key such as `register` or `answer:<inquiry id>`. Kept in the replica.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadDraft {
    /// Key.
    pub key: String,
}

/// Stores what was typed; `None` forgets it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaveDraftText {
    /// Key.
    pub key: String,
    /// JSON of the form.
    pub text: Option<String>,
}

/// Whether something typed is so far only in the window, because the core could not keep it. While it is, the first
/// attempt to close the window is refused, with [`super::events::CLOSING`]; the next one is not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HoldWindow {
    /// Whether.
    pub hold: bool,
}
