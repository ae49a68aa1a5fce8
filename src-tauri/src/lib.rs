//! The desktop program: a window (Leptos, in `src-ui`) over the use cases (`crates/desk`).
//!
//! This package wires; it decides nothing. [`commands`] are thin, [`picker`] is the port to file dialogs,
//! [`events`] carries what the desk tells to the window.

pub mod commands;
mod drawing;
pub mod events;
pub mod picker;
pub mod state;

use crate::picker::Picker;
use crate::state::Program;
use desk::Desk;
use desk::clock::SystemClock;
use office::DemoServer;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use tauri::Manager as _;

/// How long the end waits for the database to close.
const AT_THE_END: Duration = Duration::from_secs(5);

/// How the program was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// Directory of the replica.
    pub data: PathBuf,
    /// Directory of a demonstration office, whose server is embedded.
    pub demo: Option<PathBuf>,
    /// How many inquiries a new demonstration gets.
    pub inquiries: u32,
}

impl Start {
    /// From the command line: `[--data DIR] [--demo DIR] [--inquiries N]`.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut start = Self {
            data: default_data(),
            demo: None,
            inquiries: office::YEAR,
        };
        while let Some(argument) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .ok_or_else(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--data" => start.data = value()?.into(),
                "--demo" => start.demo = Some(value()?.into()),
                "--inquiries" => {
                    start.inquiries = value()?.parse().map_err(|e| format!("--inquiries: {e}"))?
                }
                other => {
                    return Err(format!(
                        "unknown argument {other}; known: --data DIR, --demo DIR, --inquiries N"
                    ));
                }
            }
        }
        Ok(start)
    }
}

/// The usual place of the replica, by the desktop's convention.
fn default_data() -> PathBuf {
    let base = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| {
            std::env::var_os("HOME")
                .or_else(|| std::env::var_os("USERPROFILE"))
                .map(|home| PathBuf::from(home).join(".local/share"))
        });
    base.unwrap_or_else(|| PathBuf::from("."))
        .join("inquiry-desk")
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// When the demonstration cannot be made or the window cannot be opened.
pub fn run(start: Start) -> Result<(), Box<dyn std::error::Error>> {
    if !screen_is_here() {
        let lang = Desk::at(&start.data, Arc::new(SystemClock)).settings().lang;
        return Err(text::Texts::new(lang).get("start-no-screen").into());
    }
    let (desk, demo) = prepare(&start)?;
    let at_the_end = desk.clone();
    let program = Program {
        desk: desk.clone(),
        picker: Picker::from_environment(),
        demo,
        held: AtomicBool::new(false),
    };
    tauri::Builder::default()
        .manage(program)
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if let Some(window) = app.get_webview_window("main") {
                drawing::by_processor(&window)?;
            }
            events::forward(app.handle().clone(), &desk);
            tauri::async_runtime::spawn(desk.clone().keep_synchronised());
            Ok(())
        })
        .on_window_event(|window, event| match event {
            tauri::WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) => {
                events::dropped(window, paths.clone());
            }
            tauri::WindowEvent::CloseRequested { api, .. } if events::refuse_to_close(window) => {
                api.prevent_close();
            }
            _ => {}
        })
        .build(tauri::generate_context!())?
        .run(move |_, event| {
            if matches!(event, tauri::RunEvent::Exit) {
                // The database is closed before the process ends, unless something holds it that does not come to an
                // end itself. What was acknowledged is on the disk already.
                let closed = async { tokio::time::timeout(AT_THE_END, at_the_end.lock()).await };
                let _ = tauri::async_runtime::block_on(closed);
            }
        });
    Ok(())
}

/// Whether there is a screen to open a window on; without one the toolkit would end the program with a panic.
fn screen_is_here() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The desk; in a demonstration also its server, made on first start.
#[expect(clippy::type_complexity, reason = "two values of one start")]
fn prepare(
    start: &Start,
) -> Result<(Arc<Desk>, Option<Arc<DemoServer>>), Box<dyn std::error::Error>> {
    let clock = Arc::new(SystemClock);
    let Some(dir) = &start.demo else {
        return Ok((Arc::new(Desk::at(&start.data, clock)), None));
    };
    let wanted = office::Options {
        inquiries: start.inquiries,
        ..office::Options::default()
    };
    let (demo, server) = tauri::async_runtime::block_on(async {
        let demo = office::open_or_build(dir, &wanted, &|step| eprintln!("{step}")).await?;
        let server = DemoServer::start(dir, &demo).await?;
        Ok::<_, office::OfficeError>((demo, server))
    })?;
    let device = demo
        .devices
        .first()
        .ok_or("the demonstration has no device")?;
    let passphrases = demo
        .accounts
        .iter()
        .map(|a| (a.login.clone(), a.passphrase.clone()))
        .collect();
    let desk = Desk::at(&dir.join(&device.dir), clock).demonstration(passphrases);
    Ok((Arc::new(desk), Some(Arc::new(server))))
}

impl Program {
    /// A title for a file dialog, in the window's language.
    #[must_use]
    pub fn title(&self, key: &str) -> String {
        text::Texts::new(self.desk.settings().lang).get(key)
    }
}

/// Makes the managed state reachable for what is not a command.
pub(crate) fn program<R: tauri::Runtime>(
    manager: &impl tauri::Manager<R>,
) -> tauri::State<'_, Program> {
    manager.state::<Program>()
}
