//! A person at the window, who has a keyboard only.

use scenarios::window::{Window, shots};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use thirtyfour::Key;

/// How long a person waits for what should come at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody at the window.
pub struct Person {
    window: Window,
    dir: PathBuf,
    pictures: Cell<u32>,
}

impl Person {
    /// Opens the window over a device's directory and unlocks as the first account. Files are picked from, and saved
    /// to, `dir`.
    pub async fn sits_down(device: &Path, dir: &Path) -> Self {
        let arguments = ["--data", device.to_str().expect("a plain path")];
        let window = Window::open(&arguments, &dir.join("picked"))
            .await
            .expect("a window");
        let person = Self {
            window,
            dir: dir.to_owned(),
            pictures: Cell::new(0),
        };
        person.unlocks("clerk").await;
        person
    }

    /// Locks, and unlocks as somebody else.
    pub async fn changes_to(&self, login: &str) {
        self.presses(&[Key::Control], 'l').await;
        self.unlocks(login).await;
    }

    async fn unlocks(&self, login: &str) {
        self.sees("passphrase").await;
        self.looks("unlock").await;
        // The passphrase has the focus; the accounts are before it, one stop for all of them.
        self.presses(&[Key::Shift], Key::Tab).await;
        let mut presses = 0;
        while !self
            .shows(&format!("[data-test=account-{login}][aria-checked=true]"))
            .await
        {
            assert!(presses < 10, "{login} cannot be chosen");
            self.presses(&[], Key::Down).await;
            presses += 1;
        }
        self.presses(&[], Key::Tab).await;
        self.focuses("passphrase").await;
        self.writes(&format!("demo-{login}-2026")).await;
        self.presses(&[], Key::Enter).await;
        self.sees("search").await;
        // The frame listens once its first screen is there.
        self.sees("views").await;
    }

    /// Presses a key, with modifiers held.
    pub async fn presses(&self, held: &[Key], key: impl Into<char>) {
        self.window.press(held, key).await.expect("a key");
    }

    /// Types.
    pub async fn writes(&self, text: &str) {
        self.window.write(text).await.expect("typed");
    }

    /// Goes somewhere: `g` and a letter.
    pub async fn goes(&self, letter: char, test: &str) {
        self.presses(&[], 'g').await;
        self.presses(&[], letter).await;
        self.sees(test).await;
    }

    /// Waits until something shows.
    pub async fn sees(&self, test: &str) {
        if let Err(error) = self.window.see(test).await {
            self.looks("missing").await;
            panic!("{error}");
        }
    }

    /// Waits until something says what is expected.
    pub async fn reads(&self, test: &str, holds: impl Fn(&str) -> bool) -> String {
        match self.window.until(test, holds).await {
            Ok(text) => text,
            Err(error) => {
                self.looks("unexpected").await;
                panic!("{error}");
            }
        }
    }

    /// Waits until the window has said something to those who listen.
    pub async fn hears(&self, words: &str) {
        let script = "return document.querySelector('[data-test=said]')?.textContent ?? '';";
        let started = Instant::now();
        loop {
            let said = self.window.script(script).await.expect("an answer");
            if said.as_str().is_some_and(|said| said.contains(words)) {
                return;
            }
            if started.elapsed() > PATIENCE {
                self.looks("not-said").await;
                panic!("the window said {said}, not {words:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether something is there now.
    pub async fn shows(&self, css: &str) -> bool {
        self.window.has(css).await.expect("an answer")
    }

    /// Waits until an element has the focus.
    pub async fn focuses(&self, test: &str) {
        let started = Instant::now();
        loop {
            let focused = self.window.focused().await.expect("an answer");
            if focused == test {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the focus is on {focused:?}, not on {test:?}"
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Walks with Tab until an element has the focus.
    pub async fn walks_to(&self, test: &str) {
        for _ in 0..40 {
            if self.window.focused().await.expect("an answer") == test {
                return;
            }
            self.presses(&[], Key::Tab).await;
        }
        self.looks("not-reached").await;
        panic!("{test} is not reached with Tab");
    }

    /// Says what the next file dialog answers.
    pub fn picks(&self, name: &str) -> PathBuf {
        let path = self.dir.join(name);
        let line = format!("{}\n", path.display());
        std::fs::write(self.dir.join("picked"), line).expect("written");
        path
    }

    /// Finds the inquiry of the story and puts the cursor on it.
    pub async fn finds(&self, words: &str, subject: &str) {
        self.presses(&[], '/').await;
        self.focuses("search").await;
        self.presses(&[Key::Control], 'a').await;
        self.writes(words).await;
        self.reads("list", |text| text.contains(subject)).await;
        self.presses(&[], Key::Enter).await;
        self.focuses("list").await;
        self.chooses("[data-test=case]", subject).await;
    }

    /// Goes down a list with `j` until an element names what is looked for, cut off on the screen or not.
    pub async fn chooses(&self, css: &str, subject: &str) {
        let script = format!("return document.querySelector('{css}')?.textContent ?? '';");
        for _ in 0..40 {
            for _ in 0..5 {
                let text = self.window.script(&script).await.expect("an answer");
                if text.as_str().is_some_and(|text| text.contains(subject)) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(60)).await;
            }
            self.presses(&[], 'j').await;
        }
        self.looks("not-found").await;
        panic!("{subject} is not in the list");
    }

    /// Leaves a picture of the screen.
    pub async fn looks(&self, name: &str) {
        let n = self.pictures.get() + 1;
        self.pictures.set(n);
        let path = shots().join(format!("job-{n:02}-{name}.png"));
        self.window.picture(&path).await.expect("a picture");
    }

    /// Closes the window.
    pub async fn leaves(self) {
        self.window.close().await.expect("closes");
    }
}
