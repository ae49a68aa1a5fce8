//! The real window, driven as a person drives it: keys through WebDriver's Actions, looks by screenshot.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

/// How long anything may take to appear. Nothing is timed by it; it only ends a wait that would never end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why a step in the window failed.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The program in a window.
pub struct Window {
    pub(crate) driver: WebDriver,
    service: Child,
}

impl Window {
    /// Starts the program with arguments, on the display of the environment. `pick` is the file from which the file
    /// dialogs are answered.
    ///
    /// # Errors
    /// When the program, the driver or the window does not come up.
    pub async fn open(arguments: &[&str], pick: &Path) -> Result<Self, Failure> {
        // A page that the processor draws does not always answer the driver's question for a picture (ADR 6).
        Self::start(arguments, pick, "card").await
    }

    /// As [`Window::open`], drawn as the program is shipped: to be measured, not to be pictured.
    ///
    /// # Errors
    /// As there.
    pub async fn open_as_shipped(arguments: &[&str], pick: &Path) -> Result<Self, Failure> {
        Self::start(arguments, pick, "").await
    }

    async fn start(arguments: &[&str], pick: &Path, drawing: &str) -> Result<Self, Failure> {
        let program = std::env::var("INQUIRY_DESK_BIN")
            .map_err(|_| "INQUIRY_DESK_BIN names the program under test")?;
        let port = std::net::TcpListener::bind(("127.0.0.1", 0))?
            .local_addr()?
            .port();
        let service = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("INQUIRY_DESK_PICK", pick)
            .env("INQUIRY_DESK_DRAWING", drawing)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut guard = Guard(Some(service));
        let mut wanted = Capabilities::new();
        wanted.set(
            "webkitgtk:browserOptions",
            serde_json::json!({ "binary": program, "args": arguments }),
        )?;
        let url = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let driver = loop {
            match WebDriver::new(&url, wanted.clone()).await {
                Ok(driver) => break driver,
                Err(error) if started.elapsed() > PATIENCE => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(150)).await,
            }
        };
        let service = guard.0.take().ok_or("the driver is gone")?;
        Ok(Self { driver, service })
    }

    /// Waits until an element with a `data-test` shows.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn see(&self, test: &str) -> Result<WebElement, Failure> {
        self.find(&format!("[data-test=\"{test}\"]")).await
    }

    /// Waits until an element shows.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(&self, css: &str) -> Result<WebElement, Failure> {
        let started = Instant::now();
        loop {
            if let Ok(found) = self.driver.find(By::Css(css)).await
                && found.is_displayed().await.unwrap_or(false)
            {
                return Ok(found);
            }
            if started.elapsed() > PATIENCE {
                let said = self.text("body").await.unwrap_or_default();
                return Err(format!("{css} does not show; the window says: {said}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until an element's text satisfies a condition, and returns it.
    ///
    /// # Errors
    /// When it never does.
    pub async fn until(&self, test: &str, holds: impl Fn(&str) -> bool) -> Result<String, Failure> {
        let started = Instant::now();
        loop {
            let text = self.see(test).await?.text().await.unwrap_or_default();
            if holds(&text) {
                return Ok(text);
            }
            if started.elapsed() > PATIENCE {
                return Err(format!("{test} says {text:?}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The text of an element.
    ///
    /// # Errors
    /// The driver's.
    pub async fn text(&self, css: &str) -> Result<String, Failure> {
        Ok(self.driver.find(By::Css(css)).await?.text().await?)
    }

    /// Whether an element is there.
    ///
    /// # Errors
    /// The driver's.
    pub async fn has(&self, css: &str) -> Result<bool, Failure> {
        Ok(!self.driver.find_all(By::Css(css)).await?.is_empty())
    }

    /// The `data-test` of what has the focus, or its id; empty when nothing has it.
    ///
    /// # Errors
    /// The driver's.
    pub async fn focused(&self) -> Result<String, Failure> {
        let script = "const e = document.activeElement; return e?.dataset?.test || e?.id || '';";
        let answer = self.driver.execute(script, Vec::new()).await?;
        Ok(answer.json().as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page, and gives what it returns.
    ///
    /// # Errors
    /// The driver's.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value, Failure> {
        let answer = self.driver.execute(script, Vec::new()).await?;
        Ok(answer.json().clone())
    }

    /// Tells, when asked, the processes of the program: all that descend from the driver, without itself.
    pub fn processes(&self) -> impl Fn() -> Vec<u32> + Send + 'static {
        let driver = self.service.id();
        move || descendants(driver)
    }

    /// Types text where the focus is.
    ///
    /// # Errors
    /// The driver's.
    pub async fn write(&self, text: &str) -> Result<(), Failure> {
        Ok(self.driver.action_chain().send_keys(text).perform().await?)
    }

    /// Presses a key, with the modifiers held.
    ///
    /// # Errors
    /// The driver's.
    pub async fn press(&self, held: &[Key], key: impl Into<char>) -> Result<(), Failure> {
        let key = key.into();
        let mut chain = self.driver.action_chain();
        for modifier in held {
            chain = chain.key_down(modifier.clone());
        }
        chain = chain.key_down(key).key_up(key);
        for modifier in held.iter().rev() {
            chain = chain.key_up(modifier.clone());
        }
        Ok(chain.perform().await?)
    }

    /// Leaves a picture of the window.
    ///
    /// # Errors
    /// The driver's, or the file's.
    pub async fn picture(&self, path: &Path) -> Result<(), Failure> {
        Ok(self.driver.screenshot(path).await?)
    }

    /// Closes the window and the driver, and waits until the program has ended: it may hold a port and a replica that
    /// the next one needs.
    ///
    /// # Errors
    /// The driver's; or when the program goes on.
    pub async fn close(mut self) -> Result<(), Failure> {
        let program = program_of(&self.service);
        let quit = self.driver.clone().quit().await;
        let started = Instant::now();
        // The driver ends the program after it has answered: it must live until then.
        while program.is_some_and(runs) && started.elapsed() < PATIENCE / 4 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let stuck = program.is_some_and(runs);
        self.end();
        quit?;
        if stuck {
            return Err("the program goes on after its window was closed".into());
        }
        Ok(())
    }

    /// Ends what this window started and nothing else.
    fn end(&mut self) {
        if let Some(program) = program_of(&self.service).filter(|p| runs(*p)) {
            let _ = Command::new("kill")
                .args(["-KILL", &program.to_string()])
                .status();
        }
        // The service is ours; it has nothing to lose.
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.end();
    }
}

/// The program that a driver started.
fn program_of(service: &Child) -> Option<u32> {
    let id = service.id();
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// Whether a process is there and has not ended.
fn runs(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = state.rsplit(')').next().unwrap_or_default().trim_start();
    !after.is_empty() && !after.starts_with('Z')
}

/// Ends the driver when the window never came up.
struct Guard(Option<Child>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Where pictures of a run are left: `SHOTS`, else a folder beside the builds.
#[must_use]
pub fn shots() -> PathBuf {
    let dir = std::env::var_os("SHOTS").map_or_else(
        || std::env::temp_dir().join("inquiry-desk-shots"),
        PathBuf::from,
    );
    // A missing folder shows as a picture that cannot be written.
    let _ = std::fs::create_dir_all(&dir);
    dir
}

/// The processes below one, as Linux tells it.
fn descendants(of: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pairs: Vec<(u32, u32)> = entries
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            // Behind the name, which stands in brackets and may hold anything: state, parent.
            let (_, rest) = stat.rsplit_once(')')?;
            let parent = rest.split_whitespace().nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect();
    let mut found = Vec::new();
    let mut next = vec![of];
    while let Some(parent) = next.pop() {
        let children = pairs.iter().filter(|(_, p)| *p == parent).map(|(c, _)| *c);
        let children: Vec<u32> = children.collect();
        found.extend(&children);
        next.extend(children);
    }
    found
}
