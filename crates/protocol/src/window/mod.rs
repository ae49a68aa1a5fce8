//! Window <-> core: typed commands. A command is a request type with a name and a reply; errors are
//! [`crate::ApiError`].

pub mod case;
pub mod detect;
pub mod directory;
pub mod files;
pub mod list;
pub mod papers;
pub mod redact;
pub mod session;
pub mod sync;
pub mod work;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request of the window to the core.
pub trait Command: Serialize + DeserializeOwned {
    /// The name under which the core registers it.
    const NAME: &'static str;
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
}

/// Declares commands: request, name, reply; and [`NAMES`], the list that the core must register.
macro_rules! commands {
    ($($request:ty, $name:literal => $reply:ty;)+) => {
        $(impl Command for $request { const NAME: &'static str = $name; type Reply = $reply; })+
        /// Every command's name.
        pub const NAMES: &[&str] = &[$($name),+];
    };
}

commands! {
    session::Status, "status" => session::StatusView;
    session::Unlock, "unlock" => session::SessionView;
    session::Lock, "lock" => ();
    session::SaveSettings, "save_settings" => ();
    session::LoadDraft, "load_draft" => Option<String>;
    session::SaveDraftText, "save_draft_text" => ();
    session::HoldWindow, "hold_window" => ();
    list::List, "list" => list::ListView;
    list::Counts, "counts" => list::CountsView;
    case::OpenCase, "open_case" => case::CaseView;
    work::Perform, "perform" => work::Performed;
    work::RegisterInquiry, "register_inquiry" => work::Performed;
    work::FindSimilar, "find_similar" => Vec<list::RowView>;
    work::CheckText, "check_text" => Vec<work::Alert>;
    work::FillTemplate, "fill_template" => work::FilledTemplate;
    work::PickImport, "pick_import" => Option<work::ImportPreview>;
    work::CommitImport, "commit_import" => work::ImportReport;
    files::PickFiles, "pick_files" => Vec<files::StagedFile>;
    files::StagePasted, "stage_pasted" => files::StagedFile;
    files::DropStaged, "drop_staged" => ();
    files::AttachStaged, "attach_staged" => work::Performed;
    files::SaveAttachment, "save_attachment" => Option<String>;
    files::FileInfo, "file_info" => files::FileInfoView;
    files::FilePage, "file_page" => files::PagePicture;
    redact::PageWords, "page_words" => Vec<redact::WordView>;
    redact::FindText, "find_text" => Vec<redact::PlacedRect>;
    redact::WholeLine, "whole_line" => redact::RectView;
    detect::Suggest, "redact_suggest" => detect::SuggestionsView;
    detect::ReadPage, "redact_read_page" => detect::ReadPageView;
    detect::DetectText, "detect_text" => detect::DetectedView;
    redact::Apply, "redact_apply" => redact::BurnedView;
    redact::Verify, "redact_verify" => redact::VerificationView;
    redact::Release, "redact_release" => work::Performed;
    redact::Discard, "redact_discard" => ();
    papers::MakeReport, "make_report" => papers::ReportView;
    papers::MakeCaseFile, "make_case_file" => papers::PaperView;
    papers::MakeLetter, "make_letter" => papers::PaperView;
    papers::MakeCertificate, "make_certificate" => papers::PaperView;
    papers::PaperPage, "paper_page" => files::PagePicture;
    papers::SavePaper, "save_paper" => Option<String>;
    sync::SyncNow, "sync_now" => sync::SyncView;
    sync::ViewSync, "view_sync" => sync::SyncView;
    sync::SwitchDemoServer, "switch_demo_server" => sync::SyncView;
    sync::VerifyAudit, "verify_audit" => sync::AuditView;
    sync::SaveOutbox, "save_outbox" => Option<sync::OutboxSaved>;
    sync::ViewDevices, "view_devices" => crate::devices::Devices;
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_list_for_the_build_equals_the_types() {
        let file = include_str!("../../commands.txt");
        let listed: Vec<&str> = file.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(listed, super::NAMES);
    }
}

/// Events that the core sends to the window without being asked.
pub mod events {
    /// The replica changed; payload [`super::sync::Changed`].
    pub const CHANGED: &str = "changed";
    /// The chip changed; payload [`super::sync::Chip`].
    pub const CHIP: &str = "chip";
    /// Something long goes on; payload [`super::sync::Progress`].
    pub const PROGRESS: &str = "progress";
    /// Files were dropped on the window; payload `Vec<`[`super::files::StagedFile`]`>`.
    pub const DROPPED: &str = "dropped";
    /// The window was asked to close while something typed is only in it: it stays this once; no payload.
    pub const CLOSING: &str = "closing";
    /// The core locked itself; no payload.
    pub const LOCKED: &str = "locked";
}
