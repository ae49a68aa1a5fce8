//! What goes out of the office: forwarded, sent, closed; and what comes back from the server: a refusal, a conflict.

use super::{Looker, Seen, Walk};
use crate::window::Failure;
use thirtyfour::Key;

/// The sheets by which a case leaves the clerk's desk. Each is looked at and closed.
pub(super) async fn sheets(
    walk: &Walk<'_>,
    seen: &mut Seen<'_, impl Looker>,
) -> Result<(), Failure> {
    let window = walk.window;
    walk.open(&walk.cases.rich).await?;
    window.press(&[], 'e').await?;
    window.see("forward-to").await?;
    seen.look(window, "forward").await?;
    window.press(&[], Key::Escape).await?;
    walk.open(&walk.cases.signed).await?;
    for (key, field, screen) in [
        ('p', "dispatch-method", "dispatch"),
        ('c', "close-index", "close"),
    ] {
        window.press(&[], key).await?;
        window.see(field).await?;
        seen.look(window, screen).await?;
        window.press(&[], Key::Escape).await?;
    }
    Ok(())
}

/// What the server refused, and what another device changed too.
pub(super) async fn apart(
    walk: &Walk<'_>,
    seen: &mut Seen<'_, impl Looker>,
) -> Result<(), Failure> {
    let window = walk.window;
    walk.go('y').await?;
    window.see("sync-rejected").await?;
    window
        .script("document.querySelector('[data-test=\"sync-rejected\"]').scrollIntoView({ block: 'center' }); return null;")
        .await?;
    seen.look(window, "sync-refused").await?;
    walk.open(&walk.cases.refused).await?;
    window.find(".case-body .note.failed").await?;
    seen.look(window, "case-refused").await?;
    walk.go('x').await?;
    window.says("row", &walk.cases.disputed).await?;
    seen.look(window, "conflicts").await?;
    window.press(&[], Key::Enter).await?;
    window.see("conflict-keep").await?;
    seen.look(window, "case-conflict").await
}

/// The supervisor moves a deadline; looked at and closed.
pub(super) async fn extend(
    walk: &Walk<'_>,
    seen: &mut Seen<'_, impl Looker>,
) -> Result<(), Failure> {
    let window = walk.window;
    walk.open(&walk.cases.extendable).await?;
    window.press(&[Key::Control, Key::Shift], 'e').await?;
    window.see("extend-days").await?;
    seen.look(window, "extend").await?;
    window.press(&[], Key::Escape).await
}
