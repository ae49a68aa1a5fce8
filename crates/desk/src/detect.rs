//! The detector of personal data as programs use it: where the tagger's weights lie, and what happens without them.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::error::Result as Done;
use crate::files::blocking;
use crate::redact::{view, word};
use crate::session::Session;
use crate::{DeskError, ocr};
use domain::{AttachmentId, InquiryId};
use protocol::window::detect::{
    DetectedView, ReadPageView, SpanView, SuggestionView, SuggestionsView, Why,
};
use protocol::window::redact::PlacedRect;
use recognise::{Detector, Hit, Kind, Tagger, WeightsError, tagger};
use redaction::{Rect, Suggestion};

/// Names the folder with the weights, where they do not lie beside the program.
pub const WEIGHTS: &str = "INQUIRY_DESK_WEIGHTS";

/// Why the tagger is not there.
#[derive(Debug, thiserror::Error)]
pub enum NoTagger {
    /// No folder has weights.
    #[error("no weights")]
    NotInstalled,
    /// They cannot be read.
    #[error("{0}")]
    Unreadable(#[from] std::io::Error),
    /// They are not what they should be.
    #[error("{0}")]
    Damaged(#[from] WeightsError),
}

/// Key of the sentence about the language model.
#[must_use]
pub fn told(missing: Option<&NoTagger>) -> &'static str {
    match missing {
        None => "detect-with-model",
        Some(NoTagger::NotInstalled) => "detect-rules-alone",
        Some(_) => "detect-model-damaged",
    }
}

/// The program's detector and what is said of it, made when it is first asked for: the tagger takes a moment and memory.
fn shared() -> &'static (Detector, &'static str) {
    static SHARED: OnceLock<(Detector, &'static str)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let (detector, missing) = detector();
        (detector, told(missing.as_ref()))
    })
}

impl Session {
    /// Personal data in the words of a file, to be marked if a person agrees.
    ///
    /// # Errors
    /// As [`Session::attachment`], or the reader's.
    pub async fn suggest_redaction(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
    ) -> Done<SuggestionsView> {
        let (_, bytes) = self.attachment(inquiry, id).await?;
        blocking(move || {
            let (detector, model) = shared();
            let suggested = redaction::suggest(&bytes, detector, &Kind::ALL)?;
            Ok(SuggestionsView {
                found: suggested.found.iter().map(suggestion).collect(),
                unread: suggested.unread,
                model: (*model).to_owned(),
            })
        })
        .await
    }

    /// The words of a page that has none, read off its pixels, and the personal data in them.
    ///
    /// # Errors
    /// As [`Session::attachment`], the reader's, or [`crate::ocr::read`]'s.
    pub async fn read_page(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
        page: u32,
    ) -> Done<ReadPageView> {
        let (_, bytes) = self.attachment(inquiry, id).await?;
        let (picture, info) = blocking(move || {
            let picture = redaction::render_page(&bytes, page, ocr::DPI)?;
            let pages = redaction::pages(&bytes)?;
            let at = usize::try_from(page).unwrap_or(usize::MAX).wrapping_sub(1);
            let info = pages.get(at).copied().ok_or(DeskError::Gone("page"))?;
            Ok((picture, info))
        })
        .await?;
        let words = ocr::read(&picture, info).await?;
        blocking(move || {
            let shown = words.iter().map(word).collect();
            let found = redaction::suggest_in(words, page, &shared().0, &Kind::ALL);
            Ok(ReadPageView {
                words: shown,
                found: found.iter().map(suggestion).collect(),
            })
        })
        .await
    }

    /// Personal data in a text.
    ///
    /// # Errors
    /// The thread that looks did not end.
    pub async fn detect_text(&self, text: String) -> Done<DetectedView> {
        blocking(move || {
            let (detector, model) = shared();
            Ok(DetectedView {
                found: detector.find(&text).iter().map(span).collect(),
                model: (*model).to_owned(),
            })
        })
        .await
    }
}

fn suggestion(suggestion: &Suggestion) -> SuggestionView {
    SuggestionView {
        kind: suggestion.hit.kind.code().to_owned(),
        text: suggestion.text.clone(),
        score: suggestion.hit.score,
        why: why(&suggestion.hit),
        reason: redaction::reason(suggestion.hit.kind).code().to_owned(),
        places: suggestion.places.iter().map(placed).collect(),
    }
}

fn placed((page, rect): &(u32, Rect)) -> PlacedRect {
    PlacedRect {
        page: *page,
        rect: view(*rect),
    }
}

fn span(hit: &Hit) -> SpanView {
    SpanView {
        start: u32::try_from(hit.named_from).unwrap_or(u32::MAX),
        end: u32::try_from(hit.end).unwrap_or(u32::MAX),
        kind: hit.kind.code().to_owned(),
        why: why(hit),
    }
}

fn why(hit: &Hit) -> Why {
    Why {
        code: hit.why.code().to_owned(),
        word: hit.why.word().map(str::to_owned),
        count: hit.why.count().and_then(|n| u32::try_from(n).ok()),
    }
}

/// The detector, and why it works by rules alone if it does.
#[must_use]
pub fn detector() -> (Detector, Option<NoTagger>) {
    match folder()
        .ok_or(NoTagger::NotInstalled)
        .and_then(|dir| load(&dir))
    {
        Ok(tagger) => (Detector::new(Some(tagger)), None),
        Err(why) => (Detector::new(None), Some(why)),
    }
}

fn load(dir: &Path) -> Result<Tagger, NoTagger> {
    let navec = std::fs::read(dir.join(tagger::NAVEC))?;
    let slovnet = std::fs::read(dir.join(tagger::SLOVNET))?;
    Ok(Tagger::load(navec, &slovnet)?)
}

/// The folder that [`WEIGHTS`] names, `weights` beside the program, or where packages put it.
fn folder() -> Option<PathBuf> {
    if let Some(dir) = std::env::var_os(WEIGHTS).filter(|dir| !dir.is_empty()) {
        return Some(dir.into());
    }
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    [
        beside.join("weights"),
        beside.join("../share/inquiry-desk/weights"),
        beside.join("../lib/inquiry-desk/weights"),
    ]
    .into_iter()
    .find(|dir| dir.join(tagger::NAVEC).is_file())
}
