//! What the desk tells, carried to the window.

use desk::{Desk, session::Event};
use protocol::window::events as names;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, Emitter as _, Window};
use tokio::sync::broadcast::error::RecvError;

/// Forwards the desk's events until the program ends.
pub fn forward(app: AppHandle, desk: &Arc<Desk>) {
    let mut heard = desk.subscribe();
    tauri::async_runtime::spawn(async move {
        loop {
            // A window that is being closed takes no more events; nothing depends on them.
            let _ = match heard.recv().await {
                Ok(Event::Changed(changed)) => app.emit(names::CHANGED, changed),
                Ok(Event::Chip(chip)) => app.emit(names::CHIP, chip),
                Ok(Event::Progress(progress)) => app.emit(names::PROGRESS, progress),
                Ok(Event::Locked) => app.emit(names::LOCKED, ()),
                // Too many to tell one by one: read everything again.
                Err(RecvError::Lagged(_)) => app.emit(
                    names::CHANGED,
                    protocol::window::sync::Changed {
                        inquiries: Vec::new(),
                        all: true,
                    },
                ),
                Err(RecvError::Closed) => break,
            };
        }
    });
}

/// Takes in files that were dropped on the window and tells it which.
pub fn dropped(window: &Window, paths: Vec<PathBuf>) {
    let window = window.clone();
    tauri::async_runtime::spawn(async move {
        let Ok(session) = crate::program(&window).desk.session().await else {
            return;
        };
        let mut staged = Vec::new();
        for path in paths {
            staged.push(session.stage_path(&path).await);
        }
        let _ = window.emit(names::DROPPED, staged);
    });
}

/// Whether the window has to stay for once, because something typed is only in it; tells the window.
pub fn refuse_to_close(window: &Window) -> bool {
    let held = crate::program(window).held.swap(false, Ordering::Relaxed);
    // A window that hears nothing any more goes at the second attempt.
    held && window.emit(names::CLOSING, ()).is_ok()
}
