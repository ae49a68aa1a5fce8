//! Mark -> Apply -> Verify.

use super::Reply;
use crate::state::Program;
use protocol::window::detect::{
    DetectText, DetectedView, ReadPage, ReadPageView, Suggest, SuggestionsView,
};
use protocol::window::redact::{
    Apply, BurnedView, Discard, FindText, PageWords, PlacedRect, RectView, Release,
    VerificationView, Verify, WholeLine, WordView,
};
use protocol::window::work::Performed;
use tauri::State;

/// See [`PageWords`].
#[tauri::command]
pub async fn page_words(program: State<'_, Program>, request: PageWords) -> Reply<Vec<WordView>> {
    Ok(program
        .desk
        .session()
        .await?
        .page_words(request.inquiry, request.attachment, request.page)
        .await?)
}

/// See [`FindText`].
#[tauri::command]
pub async fn find_text(program: State<'_, Program>, request: FindText) -> Reply<Vec<PlacedRect>> {
    Ok(program
        .desk
        .session()
        .await?
        .find_text(request.inquiry, request.attachment, request.text)
        .await?)
}

/// See [`WholeLine`].
#[tauri::command]
pub async fn whole_line(program: State<'_, Program>, request: WholeLine) -> Reply<RectView> {
    let session = program.desk.session().await?;
    Ok(session
        .whole_line(
            request.inquiry,
            request.attachment,
            (request.page, request.rect),
            request.field,
        )
        .await?)
}

/// See [`Suggest`].
#[tauri::command]
pub async fn redact_suggest(
    program: State<'_, Program>,
    request: Suggest,
) -> Reply<SuggestionsView> {
    let session = program.desk.session().await?;
    Ok(session
        .suggest_redaction(request.inquiry, request.attachment)
        .await?)
}

/// See [`ReadPage`].
#[tauri::command]
pub async fn redact_read_page(
    program: State<'_, Program>,
    request: ReadPage,
) -> Reply<ReadPageView> {
    let session = program.desk.session().await?;
    Ok(session
        .read_page(request.inquiry, request.attachment, request.page)
        .await?)
}

/// See [`DetectText`].
#[tauri::command]
pub async fn detect_text(program: State<'_, Program>, request: DetectText) -> Reply<DetectedView> {
    Ok(program
        .desk
        .session()
        .await?
        .detect_text(request.text)
        .await?)
}

/// See [`Apply`].
#[tauri::command]
pub async fn redact_apply(program: State<'_, Program>, request: Apply) -> Reply<BurnedView> {
    Ok(program
        .desk
        .session()
        .await?
        .apply_redaction(request)
        .await?)
}

/// See [`Verify`].
#[tauri::command]
pub async fn redact_verify(
    program: State<'_, Program>,
    request: Verify,
) -> Reply<VerificationView> {
    Ok(program
        .desk
        .session()
        .await?
        .verify_redaction(&request.job)
        .await?)
}

/// See [`Release`].
#[tauri::command]
pub async fn redact_release(program: State<'_, Program>, request: Release) -> Reply<Performed> {
    Ok(program
        .desk
        .session()
        .await?
        .release_redaction(&request.job)
        .await?)
}

/// See [`Discard`].
#[tauri::command]
pub async fn redact_discard(program: State<'_, Program>, request: Discard) -> Reply<()> {
    program.desk.session().await?.discard(&request.job);
    Ok(())
}
