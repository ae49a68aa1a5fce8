//! Pictures of pages: asked of the core, a few of them kept, the late ones dropped.

use crate::ipc::call;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::ApiError;
use protocol::window::files::{FilePage, FileRef, PagePicture};
use protocol::window::papers::PaperPage;
use std::collections::VecDeque;
use std::sync::Arc;

/// How many pictures are kept: a page of a letter at twice its size is about 2 MB.
const KEEP: usize = 4;
/// Bounds of what is asked of the core, dots an inch.
const DPI: (f64, f64) = (24.0, 300.0);

/// A page as it is drawn.
#[derive(Clone, Copy)]
pub struct Picture {
    /// The picture, with what it is of.
    pub shown: RwSignal<Option<(FilePage, Arc<PagePicture>)>>,
    /// Why there is none.
    pub failed: RwSignal<Option<ApiError>>,
}

impl Picture {
    /// The picture's address, if it is of this file and page; at another size it stays until the new one is there.
    pub fn url(self, file: &FileRef, page: u32) -> Option<String> {
        self.shown.with(|s| {
            s.as_ref()
                .filter(|(of, _)| of.file == *file && of.page == page)
                .map(|(_, p)| p.url.clone())
        })
    }
}

/// Draws what is asked for, again whenever it changes.
pub fn picture(request: impl Fn() -> Option<FilePage> + 'static) -> Picture {
    let picture = Picture {
        shown: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    let kept = StoredValue::new(VecDeque::<(FilePage, Arc<PagePicture>)>::new());
    let asked = StoredValue::new(None::<FilePage>);
    Effect::new(move |_| {
        let request = request();
        asked.set_value(request.clone());
        let Some(request) = request else { return };
        let old = kept.with_value(|k| k.iter().find(|(of, _)| *of == request).cloned());
        if old.is_some() {
            picture.failed.set(None);
            picture.shown.set(old);
            return;
        }
        spawn_local(async move {
            let reply = draw(request.clone()).await;
            // The person went on while the page was drawn.
            if asked.try_get_value().flatten().as_ref() != Some(&request) {
                return;
            }
            match reply {
                Ok(drawn) => {
                    let entry = (request, Arc::new(drawn));
                    kept.try_update_value(|k| {
                        k.push_front(entry.clone());
                        k.truncate(KEEP);
                    });
                    picture.failed.try_set(None);
                    picture.shown.try_set(Some(entry));
                }
                Err(error) => drop(picture.failed.try_set(Some(error))),
            }
        });
    });
    picture
}

/// Draws one page.
///
/// # Errors
/// What the core answers.
pub async fn draw(request: FilePage) -> Result<PagePicture, ApiError> {
    match request.file {
        FileRef::Paper { token } => {
            call(PaperPage {
                token,
                page: request.page,
                dpi: request.dpi,
            })
            .await
        }
        _ => call(request).await,
    }
}

/// The dots an inch at which a page of this width (points, or a picture's pixels) fills so many pixels of the
/// screen; in steps, so that a small change of the window draws nothing anew.
pub fn dpi_for(page_width: f32, css_pixels: f64) -> u32 {
    let ratio = web_sys::window()
        .map_or(1.0, |w| w.device_pixel_ratio())
        .clamp(1.0, 3.0);
    steps(page_width, css_pixels * ratio)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 24..=300"
)]
fn steps(page_width: f32, pixels: f64) -> u32 {
    let exact = 72.0 * pixels / f64::from(page_width).max(1.0);
    ((exact / 12.0).ceil() * 12.0).clamp(DPI.0, DPI.1) as u32
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn a_page_is_drawn_as_large_as_it_is_shown_in_steps_and_within_bounds() {
        let check = |width: f32, pixels: f64, expect: u32| assert_eq!(steps(width, pixels), expect);
        check(595.0, 595.0, 72);
        check(595.0, 600.0, 84);
        check(595.0, 1190.0, 144);
        check(595.0, 100_000.0, 300);
        check(4_000.0, 100.0, 24);
        check(0.0, 100.0, 300);
    }
}
