//! The detector of personal data as programs use it: where the tagger's weights lie, and what happens without them.

use std::path::{Path, PathBuf};

use recognise::{Detector, Tagger, WeightsError, tagger};

/// Names the folder with the weights, where they do not lie beside the program.
pub const WEIGHTS: &str = "INQUIRY_DESK_WEIGHTS";

/// Why the tagger is not there.
#[derive(Debug, thiserror::Error)]
pub enum NoTagger {
    /// No folder has weights.
    #[error("no weights")]
    NotInstalled,
    /// They cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// They are not what they should be.
    #[error("{0}")]
    Damaged(#[from] WeightsError),
}

/// The detector, and why it works by rules alone if it does.
#[must_use]
pub fn detector() -> (Detector, Option<NoTagger>) {
    match folder()
        .ok_or(NoTagger::NotInstalled)
        .and_then(|dir| load(&dir))
    {
        Ok(tagger) => (Detector::new(Some(tagger)), None),
        Err(why) => (Detector::new(None), Some(why)),
    }
}

fn load(dir: &Path) -> Result<Tagger, NoTagger> {
    let navec = std::fs::read(dir.join(tagger::NAVEC))?;
    let slovnet = std::fs::read(dir.join(tagger::SLOVNET))?;
    Ok(Tagger::load(navec, &slovnet)?)
}

/// The folder that [`WEIGHTS`] names, `weights` beside the program, or where packages put it.
fn folder() -> Option<PathBuf> {
    if let Some(dir) = std::env::var_os(WEIGHTS).filter(|dir| !dir.is_empty()) {
        return Some(dir.into());
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    [
        beside.join("weights"),
        beside.join("../share/inquiry-desk/weights"),
        beside.join("../lib/inquiry-desk/weights"),
    ]
    .into_iter()
    .find(|dir| dir.join(tagger::NAVEC).is_file())
}
