//! Synchronisation and audit.

use super::Reply;
use crate::state::Program;
use protocol::ApiError;
use protocol::devices::Devices;
use protocol::window::sync::{
    AuditView, OutboxSaved, SaveOutbox, SwitchDemoServer, SyncNow, SyncView, VerifyAudit,
    ViewDevices, ViewSync,
};
use tauri::State;

/// See [`SyncNow`].
#[tauri::command]
pub async fn sync_now(program: State<'_, Program>, request: SyncNow) -> Reply<SyncView> {
    let SyncNow {} = request;
    let session = program.desk.session().await?;
    // Why it failed is part of the view: being offline is a state, not an error.
    let _ = session.synchronise().await;
    view(&program).await
}

/// See [`ViewSync`].
#[tauri::command]
pub async fn view_sync(program: State<'_, Program>, request: ViewSync) -> Reply<SyncView> {
    let ViewSync {} = request;
    view(&program).await
}

/// See [`SwitchDemoServer`].
#[tauri::command]
pub async fn switch_demo_server(
    program: State<'_, Program>,
    request: SwitchDemoServer,
) -> Reply<SyncView> {
    let demo = program
        .demo
        .as_ref()
        .ok_or_else(|| ApiError::new("gone").with("what", "demo"))?;
    demo.switch(request.run)
        .await
        .map_err(|e| ApiError::new("demo-server").because(e))?;
    // At once, so that the window says how it is now and not at the next turn of the clock.
    let _ = program.desk.session().await?.synchronise().await;
    view(&program).await
}

/// See [`VerifyAudit`].
#[tauri::command]
pub async fn verify_audit(program: State<'_, Program>, request: VerifyAudit) -> Reply<AuditView> {
    let VerifyAudit {} = request;
    Ok(program.desk.session().await?.verify_audit().await?)
}

/// See [`SaveOutbox`].
#[tauri::command]
pub async fn save_outbox(
    program: State<'_, Program>,
    request: SaveOutbox,
) -> Reply<Option<OutboxSaved>> {
    let SaveOutbox {} = request;
    let session = program.desk.session().await?;
    let device = session.office().device_number;
    let name = format!("inquiry-desk-{device}.stick");
    let Some(path) = program
        .picker
        .save(&program.title("save-file"), &name)
        .await
    else {
        return Ok(None);
    };
    let commands = session.save_outbox(&path).await?;
    Ok(Some(OutboxSaved {
        commands,
        path: path.display().to_string(),
    }))
}

/// See [`ViewDevices`].
#[tauri::command]
pub async fn view_devices(program: State<'_, Program>, request: ViewDevices) -> Reply<Devices> {
    let ViewDevices {} = request;
    Ok(program.desk.session().await?.devices().await?)
}

async fn view(program: &Program) -> Reply<SyncView> {
    let mut view = program.desk.session().await?.view_sync().await?;
    if let Some(demo) = &program.demo {
        view.demo_server = Some(demo.runs().await);
    }
    Ok(view)
}
