//! Files.

use super::Reply;
use crate::state::Program;
use protocol::ApiError;
use protocol::window::files::{
    AttachStaged, DropStaged, FileInfo, FileInfoView, FilePage, PagePicture, PickFiles,
    SaveAttachment, StagePasted, StagedFile,
};
use protocol::window::work::Performed;
use std::path::Path;
use tauri::State;

/// See [`PickFiles`].
#[tauri::command]
pub async fn pick_files(program: State<'_, Program>, request: PickFiles) -> Reply<Vec<StagedFile>> {
    let PickFiles {} = request;
    let session = program.desk.session().await?;
    let mut staged = Vec::new();
    for path in program.picker.files(&program.title("pick-files")).await {
        staged.push(session.stage_path(&path).await);
    }
    Ok(staged)
}

/// See [`StagePasted`].
#[tauri::command]
pub async fn stage_pasted(program: State<'_, Program>, request: StagePasted) -> Reply<StagedFile> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(&request.base64)
        .map_err(|e| ApiError::new("file").with("name", &request.name).because(e))?;
    Ok(program
        .desk
        .session()
        .await?
        .stage(&request.name, bytes)
        .await)
}

/// See [`DropStaged`].
#[tauri::command]
pub async fn drop_staged(program: State<'_, Program>, request: DropStaged) -> Reply<()> {
    Ok(program
        .desk
        .session()
        .await?
        .drop_staged(&request.id)
        .await?)
}

/// See [`AttachStaged`].
#[tauri::command]
pub async fn attach_staged(program: State<'_, Program>, request: AttachStaged) -> Reply<Performed> {
    Ok(program
        .desk
        .session()
        .await?
        .attach(request.inquiry, &request.staged, request.answer)
        .await?)
}

/// See [`SaveAttachment`].
#[tauri::command]
pub async fn save_attachment(
    program: State<'_, Program>,
    request: SaveAttachment,
) -> Reply<Option<String>> {
    let session = program.desk.session().await?;
    let (file, bytes) = session
        .attachment(request.inquiry, request.attachment)
        .await?;
    save(&program, file.name.expose(), &bytes).await
}

/// See [`FileInfo`].
#[tauri::command]
pub async fn file_info(program: State<'_, Program>, request: FileInfo) -> Reply<FileInfoView> {
    Ok(program
        .desk
        .session()
        .await?
        .file_info(&request.file)
        .await?)
}

/// See [`FilePage`].
#[tauri::command]
pub async fn file_page(program: State<'_, Program>, request: FilePage) -> Reply<PagePicture> {
    Ok(program.desk.session().await?.file_page(&request).await?)
}

/// Asks where to save and writes whole or not at all. The reply is the name; `None` when cancelled.
pub(super) async fn save(program: &Program, name: &str, bytes: &[u8]) -> Reply<Option<String>> {
    let Some(path) = program.picker.save(&program.title("save-file"), name).await else {
        return Ok(None);
    };
    desk::settings::write_atomically(&path, bytes)?;
    Ok(Some(file_name(&path)))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}
