//! Lists.

use super::Reply;
use crate::state::Program;
use protocol::window::list::{Counts, CountsView, List, ListView};
use tauri::State;

/// See [`List`].
#[tauri::command]
pub async fn list(program: State<'_, Program>, request: List) -> Reply<ListView> {
    Ok(program.desk.session().await?.list(&request).await?)
}

/// See [`Counts`].
#[tauri::command]
pub async fn counts(program: State<'_, Program>, request: Counts) -> Reply<CountsView> {
    let Counts {} = request;
    Ok(program.desk.session().await?.counts().await?)
}
