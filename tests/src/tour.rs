//! A walk through every main screen of the real window, for whoever wants to look at each: the pictures and axe.
//!
//! To add a screen: its name in [`SCREENS`] in its place, and a `look` with that name in the walk of the person who
//! sees it. Whoever walks gets the window at rest; a fault on the screen or a complaint of the window ends the walk.

mod apart;
mod archivist;
mod cases;
mod clerk;
mod fresh;
mod outward;
mod supervisor;

pub use cases::Cases;

use crate::window::{Failure, Window};
use domain::Lang;
use std::path::{Path, PathBuf};
use thirtyfour::Key;

/// The screens of each language in the order of the walk.
pub const SCREENS: &[&str] = &[
    "unlock",
    "unlock-wrong",
    "today",
    "inbox",
    "inbox-selected",
    "inbox-filter",
    "inbox-filtered",
    "nothing-found",
    "case",
    "case-answer",
    "case-files",
    "case-history",
    "case-deadline",
    "assign",
    "forward",
    "dispatch",
    "close",
    "register",
    "register-faults",
    "import-begin",
    "import",
    "answer",
    "answer-letter",
    "redact-view",
    "redact-marks",
    "redact-applied",
    "redact-verified",
    "redact-released",
    "redact-certificate",
    "sync",
    "sync-offline",
    "sync-refused",
    "case-refused",
    "conflicts",
    "case-conflict",
    "palette",
    "keys",
    "settings",
    "supervisor",
    "extend",
    "signoff",
    "signoff-letter",
    "return",
    "reports-begin",
    "reports",
    "archive",
    "archive-paper",
    "narrow-list",
    "narrow-case",
    "large-text",
    "large-inbox",
    "large-register",
];

/// Looks that are shown once more in other clothes: a theme and the screens.
pub const THEMES: &[(&str, &[&str])] = &[
    ("dark", &["today", "case", "redact-view", "settings"]),
    ("contrast", &["today", "case", "redact-view", "settings"]),
];

/// What a walk needs besides the window.
pub struct Walk<'a> {
    /// The window.
    pub window: &'a Window,
    /// Language of the window.
    pub lang: Lang,
    /// Cases that have what the screens show.
    pub cases: &'a Cases,
    /// The file that the next file dialog answers with is named here.
    pub picked: &'a Path,
    /// A file of the website with bad rows.
    pub submissions: &'a Path,
}

/// Is called on each screen.
pub trait Looker {
    /// Looks at a screen.
    ///
    /// # Errors
    /// When it is not as it should be.
    fn look(&mut self, window: &Window, screen: &str) -> impl Future<Output = Result<(), Failure>>;
}

/// Walks through all screens in one language: the clerk's, the supervisor's, the archivist's.
///
/// # Errors
/// A screen that does not come, hangs or shows a fault; whatever the looker found.
pub async fn walk(walk: &Walk<'_>, looker: &mut impl Looker) -> Result<(), Failure> {
    let mut seen = Seen { looker };
    walk.window.watch().await?;
    clerk::walk(walk, &mut seen).await?;
    walk.lock().await?;
    supervisor::walk(walk, &mut seen).await?;
    walk.lock().await?;
    archivist::walk(walk, &mut seen).await
}

/// Walks through some screens in the other themes.
///
/// # Errors
/// As [`walk`].
pub async fn themes(walk: &Walk<'_>, looker: &mut impl Looker) -> Result<(), Failure> {
    let mut seen = Seen { looker };
    walk.window.watch().await?;
    walk.unlock("clerk").await?;
    for (theme, _) in THEMES {
        clerk::theme(walk, &mut seen, theme).await?;
    }
    walk.window.press(&[Key::Control], ',').await?;
    walk.window.click("settings-theme-system").await?;
    walk.window.press(&[], Key::Escape).await
}

/// Looks at screens that have come to rest, and at what the program itself says of them.
struct Seen<'a, L> {
    looker: &'a mut L,
}

impl<L: Looker> Seen<'_, L> {
    async fn look(&mut self, window: &Window, screen: &str) -> Result<(), Failure> {
        self.look_despite(window, screen, &[]).await
    }

    /// As [`Seen::look`], where the screen is meant to show faults of some kinds.
    async fn look_despite(
        &mut self,
        window: &Window,
        screen: &str,
        meant: &[&str],
    ) -> Result<(), Failure> {
        let at = |e: Failure| -> Failure { format!("{screen}: {e}").into() };
        window.rest().await.map_err(at)?;
        self.looker.look(window, screen).await.map_err(at)?;
        let faults = window.faults().await.map_err(at)?;
        let bad: Vec<String> = faults
            .into_iter()
            .filter(|f| f.kind != "shortened" && !meant.contains(&f.kind.as_str()))
            .map(|f| format!("{}: {}", f.kind, f.text))
            .collect();
        let complaints = window.complaints().await.map_err(at)?;
        if bad.is_empty() && complaints.is_empty() {
            return Ok(());
        }
        Err(at(bad
            .into_iter()
            .chain(complaints)
            .collect::<Vec<_>>()
            .join("\n    ")
            .into()))
    }
}

impl Walk<'_> {
    /// Opens the replica as somebody.
    async fn unlock(&self, login: &str) -> Result<(), Failure> {
        self.window.see("passphrase").await?;
        self.window
            .click(&format!("lang-{}", self.lang.tag()))
            .await?;
        self.window.click(&format!("account-{login}")).await?;
        self.window.press(&[], Key::Enter).await?;
        self.window.see("views").await?;
        self.window.rest().await
    }

    async fn lock(&self) -> Result<(), Failure> {
        self.window.press(&[Key::Control], 'l').await?;
        self.window.see("passphrase").await.map(drop)
    }

    /// `g` and a letter.
    async fn go(&self, letter: char) -> Result<(), Failure> {
        self.window.press(&[], 'g').await?;
        self.window.press(&[], letter).await?;
        self.window.rest().await
    }

    /// Opens a case by its number, by the search.
    async fn open(&self, number: &str) -> Result<(), Failure> {
        let window = self.window;
        self.go('e').await?;
        window.see("row").await?;
        window.press(&[], '/').await?;
        window.write(number).await?;
        window.press(&[], Key::Enter).await?;
        window.says("row", number).await?;
        window.rest().await?;
        window.press(&[], Key::Enter).await?;
        window.says("case-number", number).await?;
        window.rest().await
    }

    /// Lets the next file dialog answer with a file.
    fn pick(&self, file: &Path) -> Result<(), Failure> {
        Ok(std::fs::write(
            self.picked,
            file.to_string_lossy().as_bytes(),
        )?)
    }
}

/// The website's file that the import is shown with: what Excel leaves of it, with rows that cannot be taken.
///
/// # Errors
/// When it cannot be written.
pub fn submissions(dir: &Path, demo: &office::Demo) -> Result<PathBuf, Failure> {
    let options = demo::Options::year(u64::from(demo.inquiries), demo.seed, demo.until);
    let file = demo::submissions(options, 45, demo::ExportFormat::ExcelCsv);
    let path = dir.join(file.name);
    std::fs::write(&path, file.bytes)?;
    Ok(path)
}
