//! A case.

use super::Reply;
use crate::state::Program;
use protocol::window::case::{CaseView, OpenCase};
use tauri::State;

/// See [`OpenCase`].
#[tauri::command]
pub async fn open_case(program: State<'_, Program>, request: OpenCase) -> Reply<CaseView> {
    Ok(program.desk.session().await?.open_case(request.id).await?)
}
