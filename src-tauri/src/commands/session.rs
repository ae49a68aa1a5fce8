//! Unlocking, settings, drafts.

use super::Reply;
use crate::state::Program;
use protocol::window::session::{
    HoldWindow, LoadDraft, Lock, SaveDraftText, SaveSettings, SessionView, Status, StatusView,
    Unlock,
};
use std::sync::atomic::Ordering;
use tauri::State;

/// See [`Status`].
#[tauri::command]
pub async fn status(program: State<'_, Program>, request: Status) -> Reply<StatusView> {
    let Status {} = request;
    Ok(program.desk.status().await?)
}

/// See [`Unlock`].
#[tauri::command]
pub async fn unlock(program: State<'_, Program>, request: Unlock) -> Reply<SessionView> {
    let session = program
        .desk
        .unlock(&request.login, &request.passphrase)
        .await?;
    Ok(session.view().await?)
}

/// See [`Lock`].
#[tauri::command]
pub async fn lock(program: State<'_, Program>, request: Lock) -> Reply<()> {
    let Lock {} = request;
    Ok(program.desk.lock().await?)
}

/// See [`SaveSettings`].
#[tauri::command]
pub async fn save_settings(program: State<'_, Program>, request: SaveSettings) -> Reply<()> {
    Ok(program.desk.save_settings(request.settings)?)
}

/// See [`LoadDraft`].
#[tauri::command]
pub async fn load_draft(program: State<'_, Program>, request: LoadDraft) -> Reply<Option<String>> {
    Ok(program
        .desk
        .session()
        .await?
        .load_draft(&request.key)
        .await?)
}

/// See [`SaveDraftText`].
#[tauri::command]
pub async fn save_draft_text(program: State<'_, Program>, request: SaveDraftText) -> Reply<()> {
    Ok(program
        .desk
        .session()
        .await?
        .save_draft(&request.key, request.text.as_deref())
        .await?)
}

/// See [`HoldWindow`].
#[tauri::command]
pub async fn hold_window(program: State<'_, Program>, request: HoldWindow) -> Reply<()> {
    program.held.store(request.hold, Ordering::Relaxed);
    Ok(())
}
