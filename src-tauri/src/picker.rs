//! File dialogs behind a port: the real one asks the person through `rfd`; tests answer from a list, since a
//! native dialog cannot be driven.

use std::path::PathBuf;
#[cfg(debug_assertions)]
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// Where paths come from.
pub enum Picker {
    /// The system's dialogs.
    System,
    /// Answers given beforehand, for tests of the window. Compiled into debug builds only.
    #[cfg(debug_assertions)]
    Scripted(Mutex<VecDeque<PathBuf>>),
}

impl Picker {
    /// The system's dialogs; in debug builds `INQUIRY_DESK_PICK` names a file with one answer a line, read anew
    /// at each question.
    #[must_use]
    pub fn from_environment() -> Self {
        #[cfg(debug_assertions)]
        if std::env::var_os("INQUIRY_DESK_PICK").is_some() {
            return Self::Scripted(Mutex::default());
        }
        Self::System
    }

    /// Asks for files to take in. Empty when the person cancels.
    pub async fn files(&self, title: &str) -> Vec<PathBuf> {
        match self {
            Self::System => {
                let picked = rfd::AsyncFileDialog::new()
                    .set_title(title)
                    .pick_files()
                    .await;
                picked
                    .unwrap_or_default()
                    .iter()
                    .map(|f| f.path().to_owned())
                    .collect()
            }
            #[cfg(debug_assertions)]
            Self::Scripted(answers) => scripted(answers).into_iter().collect(),
        }
    }

    /// Asks for one file of the given kinds.
    pub async fn file(&self, title: &str, kinds: &[&str]) -> Option<PathBuf> {
        match self {
            Self::System => {
                let dialog = rfd::AsyncFileDialog::new()
                    .set_title(title)
                    .add_filter(kinds.join(", "), kinds);
                dialog.pick_file().await.map(|f| f.path().to_owned())
            }
            #[cfg(debug_assertions)]
            Self::Scripted(answers) => scripted(answers),
        }
    }

    /// Asks where to save.
    pub async fn save(&self, title: &str, name: &str) -> Option<PathBuf> {
        match self {
            Self::System => {
                let dialog = rfd::AsyncFileDialog::new()
                    .set_title(title)
                    .set_file_name(name);
                dialog.save_file().await.map(|f| f.path().to_owned())
            }
            #[cfg(debug_assertions)]
            Self::Scripted(answers) => scripted(answers),
        }
    }
}

/// The next answer: lines of the script that were not used yet.
#[cfg(debug_assertions)]
fn scripted(answers: &Mutex<VecDeque<PathBuf>>) -> Option<PathBuf> {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if answers.is_empty() {
        let script = PathBuf::from(std::env::var_os("INQUIRY_DESK_PICK")?);
        let lines = std::fs::read_to_string(&script).ok()?;
        // Taken once: the test writes the next answers before it asks again.
        std::fs::write(&script, "").ok()?;
        answers.extend(lines.lines().filter(|l| !l.is_empty()).map(PathBuf::from));
    }
    answers.pop_front()
}
