//! What a person does.

use super::Reply;
use crate::state::Program;
use protocol::window::list::RowView;
use protocol::window::work::{
    Alert, CheckText, CommitImport, FillTemplate, FilledTemplate, FindSimilar, ImportPreview,
    ImportReport, Perform, Performed, PickImport, RegisterInquiry,
};
use tauri::State;

/// See [`Perform`].
#[tauri::command]
pub async fn perform(program: State<'_, Program>, request: Perform) -> Reply<Performed> {
    Ok(program
        .desk
        .session()
        .await?
        .perform(&request.inquiries, &request.act)
        .await?)
}

/// See [`RegisterInquiry`].
#[tauri::command]
pub async fn register_inquiry(
    program: State<'_, Program>,
    request: RegisterInquiry,
) -> Reply<Performed> {
    Ok(program
        .desk
        .session()
        .await?
        .register(request.card, &request.staged)
        .await?)
}

/// See [`FindSimilar`].
#[tauri::command]
pub async fn find_similar(
    program: State<'_, Program>,
    request: FindSimilar,
) -> Reply<Vec<RowView>> {
    Ok(program.desk.session().await?.find_similar(&request).await?)
}

/// See [`CheckText`].
#[tauri::command]
pub async fn check_text(program: State<'_, Program>, request: CheckText) -> Reply<Vec<Alert>> {
    Ok(program.desk.session().await?.check_text(&request.text))
}

/// See [`FillTemplate`].
#[tauri::command]
pub async fn fill_template(
    program: State<'_, Program>,
    request: FillTemplate,
) -> Reply<FilledTemplate> {
    Ok(program
        .desk
        .session()
        .await?
        .fill_template(request.inquiry, &request.template, request.lang)
        .await?)
}

/// See [`PickImport`].
#[tauri::command]
pub async fn pick_import(
    program: State<'_, Program>,
    request: PickImport,
) -> Reply<Option<ImportPreview>> {
    let PickImport {} = request;
    let session = program.desk.session().await?;
    let title = program.title("pick-import");
    match program
        .picker
        .file(&title, &["csv", "json", "jsonl", "txt", "tsv"])
        .await
    {
        Some(path) => Ok(Some(session.preview_import(&path).await?)),
        None => Ok(None),
    }
}

/// See [`CommitImport`].
#[tauri::command]
pub async fn commit_import(
    program: State<'_, Program>,
    request: CommitImport,
) -> Reply<ImportReport> {
    Ok(program
        .desk
        .session()
        .await?
        .commit_import(&request.token, &request.unit, request.register)
        .await?)
}
