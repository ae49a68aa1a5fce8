//! How the window is drawn.

/// Has the page drawn by the processor. A list of text gains nothing from a graphics card, and offices have computers
/// whose card is emulated: there each frame took a tenth of a second, and half the memory was the emulation's
/// (docs/adr/0006). Who has a good card and a very large screen starts the program with `INQUIRY_DESK_DRAWING=card`.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub fn by_processor(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    if std::env::var_os("INQUIRY_DESK_DRAWING").is_some_and(|by| by == "card") {
        return Ok(());
    }
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Elsewhere the system draws, and draws well.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn by_processor(_: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
