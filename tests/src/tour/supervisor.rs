//! What the supervisor sees: the list, sign-off, the report.

use super::{Looker, Seen, Walk, outward};
use crate::window::Failure;
use thirtyfour::Key;

pub(super) async fn walk(walk: &Walk<'_>, seen: &mut Seen<'_, impl Looker>) -> Result<(), Failure> {
    let window = walk.window;
    walk.unlock("supervisor").await?;
    window.see("row").await?;
    seen.look(window, "supervisor").await?;
    outward::extend(walk, seen).await?;
    walk.go('s').await?;
    window.see("row").await?;
    window.press(&[], Key::Enter).await?;
    window.see("do-sign").await?;
    window.press(&[], 's').await?;
    window.see("signoff-text").await?;
    seen.look(window, "signoff").await?;
    window.press(&[], '2').await?;
    window.see("letter-page").await?;
    seen.look(window, "signoff-letter").await?;
    window.press(&[], 'x').await?;
    window.see("sheet-text").await?;
    seen.look(window, "return").await?;
    window.press(&[], Key::Escape).await?;
    walk.go('p').await?;
    window.see("reports").await?;
    seen.look(window, "reports-begin").await?;
    window.press(&[Key::Control], 'g').await?;
    window.see("reports-figures").await?;
    window.find(".sheet-page").await?;
    seen.look(window, "reports").await?;
    window.press(&[], Key::Escape).await
}
