//! What the archivist sees: closed cases and the file of one.

use super::{Looker, Seen, Walk};
use crate::window::Failure;
use thirtyfour::Key;

pub(super) async fn walk(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.unlock("archivist").await?;
    walk.go('h').await?;
    window.see("archives-row").await?;
    window.see("archives-number").await?;
    seen.look(window, "archive").await?;
    window.press(&[Key::Control], 'g').await?;
    window.see("archives-made").await?;
    window.find(".sheet-page").await?;
    seen.look(window, "archive-paper").await?;
    window.press(&[], Key::Escape).await
}
