//! The window's commands. Each is thin: it opens the session, calls one use case, and maps the error.

pub mod case;
pub mod files;
pub mod list;
pub mod papers;
pub mod redaction;
pub mod session;
pub mod sync;
pub mod work;

use protocol::ApiError;

/// What every command returns.
pub type Reply<T> = Result<T, ApiError>;

/// Registers every command, in the order of `protocol::window`.
macro_rules! registered {
    ($($path:path),+ $(,)?) => {
        /// The handler of the window's calls.
        pub fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($path),+]
        }

        /// Names of what is registered, for the test against the protocol's list.
        pub const REGISTERED: &[&str] = &[$(stringify!($path)),+];
    };
}

registered![
    session::status,
    session::unlock,
    session::lock,
    session::save_settings,
    session::load_draft,
    session::save_draft_text,
    session::hold_window,
    list::list,
    list::counts,
    case::open_case,
    work::perform,
    work::register_inquiry,
    work::find_similar,
    work::check_text,
    work::fill_template,
    work::pick_import,
    work::commit_import,
    files::pick_files,
    files::stage_pasted,
    files::drop_staged,
    files::attach_staged,
    files::save_attachment,
    files::file_info,
    files::file_page,
    redaction::page_words,
    redaction::find_text,
    redaction::whole_line,
    redaction::redact_suggest,
    redaction::redact_read_page,
    redaction::detect_text,
    redaction::redact_apply,
    redaction::redact_verify,
    redaction::redact_release,
    redaction::redact_discard,
    papers::make_report,
    papers::make_case_file,
    papers::make_letter,
    papers::make_certificate,
    papers::paper_page,
    papers::save_paper,
    sync::sync_now,
    sync::view_sync,
    sync::switch_demo_server,
    sync::verify_audit,
    sync::save_outbox,
    sync::view_devices,
];

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_registered_is_what_the_protocol_lists() {
        let registered: Vec<String> = super::REGISTERED
            .iter()
            .map(|path| {
                path.rsplit("::")
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            })
            .collect();
        assert_eq!(registered, protocol::window::NAMES);
    }
}
