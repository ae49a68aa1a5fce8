//! Warnings about what a citizen should not have sent.

use crate::session::Session;
use protocol::window::work::Alert;

impl Session {
    /// Card numbers, personal numbers, passwords, telephones and signs of a minor in a text.
    #[must_use]
    pub fn check_text(&self, text: &str) -> Vec<Alert> {
        domain::alerts::find(text, self.profile().minor_under)
            .into_iter()
            .map(|f| Alert {
                kind: f.kind.code().to_owned(),
                start: u32::try_from(f.start).unwrap_or(u32::MAX),
                end: u32::try_from(f.end).unwrap_or(u32::MAX),
            })
            .collect()
    }
}
