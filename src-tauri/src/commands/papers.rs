//! Papers.

use super::Reply;
use super::files::save;
use crate::state::Program;
use protocol::window::files::{FilePage, FileRef, PagePicture};
use protocol::window::papers::{
    MakeCaseFile, MakeCertificate, MakeLetter, MakeReport, PaperPage, PaperView, ReportView,
    SavePaper,
};
use tauri::State;

/// See [`MakeReport`].
#[tauri::command]
pub async fn make_report(program: State<'_, Program>, request: MakeReport) -> Reply<ReportView> {
    Ok(program.desk.session().await?.make_report(&request).await?)
}

/// See [`MakeCaseFile`].
#[tauri::command]
pub async fn make_case_file(
    program: State<'_, Program>,
    request: MakeCaseFile,
) -> Reply<PaperView> {
    Ok(program
        .desk
        .session()
        .await?
        .make_case_file(request.inquiry, request.lang)
        .await?)
}

/// See [`MakeLetter`].
#[tauri::command]
pub async fn make_letter(program: State<'_, Program>, request: MakeLetter) -> Reply<PaperView> {
    Ok(program
        .desk
        .session()
        .await?
        .make_letter(request.inquiry)
        .await?)
}

/// See [`MakeCertificate`].
#[tauri::command]
pub async fn make_certificate(
    program: State<'_, Program>,
    request: MakeCertificate,
) -> Reply<PaperView> {
    let session = program.desk.session().await?;
    Ok(session
        .make_certificate(request.inquiry, request.attachment, request.lang)
        .await?)
}

/// See [`PaperPage`].
#[tauri::command]
pub async fn paper_page(program: State<'_, Program>, request: PaperPage) -> Reply<PagePicture> {
    let page = FilePage {
        file: FileRef::Paper {
            token: request.token,
        },
        page: request.page,
        dpi: request.dpi,
    };
    Ok(program.desk.session().await?.file_page(&page).await?)
}

/// See [`SavePaper`].
#[tauri::command]
pub async fn save_paper(program: State<'_, Program>, request: SavePaper) -> Reply<Option<String>> {
    let paper = program.desk.session().await?.paper(&request.token)?;
    save(&program, &paper.name, &paper.bytes).await
}
