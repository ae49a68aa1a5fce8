//! Applies a plan: every page becomes pixels, the marked ones are destroyed, and a new file is built from what is left.

use crate::area::{Growth, ON_PAPER, ON_PICTURE, painted, to_pixels};
use crate::error::guarded;
use crate::pdf::build::{build, encode_page};
use crate::pdf::{source, text};
use crate::picture::build::PictureWriter;
use crate::picture::source::Picture;
use crate::raster::Raster;
use crate::{CertifiedMark, PageInfo, PagePicture, Plan, RedactionError, SourceKind, Word, detect};

/// What the caller of [`burn`] wants after each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop; nothing is made.
    Cancel,
}

/// A copy with the marks applied, **not yet verified**: it can be looked at, and it cannot be released. Only
/// [`crate::release`] turns it into a [`crate::ReleasableCopy`], and only with a passed [`crate::Verification`].
pub struct Burned {
    pub(crate) bytes: Vec<u8>,
    pub(crate) kind: SourceKind,
    pub(crate) source_sha256: [u8; 32],
    pub(crate) plan_digest: [u8; 32],
    pub(crate) painted: Vec<CertifiedMark>,
    incomplete: Vec<u32>,
}

impl std::fmt::Debug for Burned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Burned")
            .field("kind", &self.kind)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl Burned {
    /// The format, which is that of the source.
    pub fn kind(&self) -> SourceKind {
        self.kind
    }

    /// How many bytes the copy has.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The sizes of its pages.
    ///
    /// # Errors
    /// As [`crate::pages`].
    pub fn pages(&self) -> Result<Vec<PageInfo>, RedactionError> {
        crate::pages(&self.bytes)
    }

    /// A page for viewing.
    ///
    /// # Errors
    /// As [`crate::render_page`].
    pub fn render_page(&self, page: u32, dpi: u32) -> Result<PagePicture, RedactionError> {
        crate::render_page(&self.bytes, page, dpi)
    }

    /// What was painted, by page: larger than the marks, since boxes are padded and widened.
    pub fn painted(&self) -> &[CertifiedMark] {
        &self.painted
    }

    /// Pages on which a picture or a font of the source could not be read, so that the copy may lack something the source
    /// has. No secret is at stake; the person who releases the copy should look at these pages.
    pub fn incomplete_pages(&self) -> &[u32] {
        &self.incomplete
    }
}

/// Burns the plan into a new file of the source's format. The source is not changed. The same source and plan give the
/// same bytes. `progress` is told how many pages are done, of how many, before each page and at the end.
///
/// # Errors
/// Whatever makes the source unreadable; `Plan` with every violation; `Cancelled` if `progress` said so.
pub fn burn(
    source: &[u8],
    plan: &Plan,
    progress: &mut dyn FnMut(u32, u32) -> Flow,
) -> Result<Burned, RedactionError> {
    let infos = crate::pages(source)?;
    let violations = plan.validate_for(&infos);
    if !violations.is_empty() {
        return Err(RedactionError::Plan(violations));
    }
    let kind = detect(source)?;
    let mut job = Job {
        plan,
        infos: &infos,
        painted: Vec::new(),
        incomplete: Vec::new(),
        progress,
    };
    let bytes = guarded("burning", || match kind {
        SourceKind::Pdf => job.pdf(source),
        _ => job.picture(kind, source),
    })?;
    Ok(Burned {
        bytes,
        kind,
        source_sha256: crate::sha256(source),
        plan_digest: plan.digest(),
        painted: job.painted,
        incomplete: job.incomplete,
    })
}

struct Job<'j> {
    plan: &'j Plan,
    infos: &'j [PageInfo],
    painted: Vec<CertifiedMark>,
    incomplete: Vec<u32>,
    progress: &'j mut dyn FnMut(u32, u32) -> Flow,
}

impl Job<'_> {
    fn report(&mut self, done: u32) -> Result<(), RedactionError> {
        match (self.progress)(done, self.infos.len() as u32) {
            Flow::Continue => Ok(()),
            Flow::Cancel => Err(RedactionError::Cancelled),
        }
    }

    /// Paints the marks of a page, and remembers where.
    fn paint(&mut self, raster: &mut Raster, number: u32, words: &[Word], growth: Growth) {
        let info = self.infos[number as usize - 1];
        for mark in self.plan.on_page(number) {
            let area = painted(mark, words, &info, growth);
            raster.paint_black(to_pixels(&area, &info, raster.width, raster.height));
            self.painted.push(CertifiedMark {
                page: number,
                rect: area,
                reason: mark.reason,
            });
        }
    }

    fn pdf(&mut self, bytes: &[u8]) -> Result<Vec<u8>, RedactionError> {
        let pdf = source::open(bytes)?;
        let mut draftsman = source::Draftsman::new();
        let mut pages = Vec::with_capacity(self.infos.len());
        for (number, page) in (1..).zip(pdf.pages().iter()) {
            self.report(number - 1)?;
            let info = self.infos[number as usize - 1];
            let mut drawn = draftsman.draw(page, source::burn_dpi(&info))?;
            if !drawn.complete {
                self.incomplete.push(number);
            }
            let words = if self.plan.on_page(number).next().is_some() {
                text::words(&text::lines(page))
            } else {
                Vec::new()
            };
            self.paint(&mut drawn.raster, number, &words, ON_PAPER);
            pages.push(encode_page(&drawn.raster, info)?);
        }
        let copy = build(pages)?;
        self.report(self.infos.len() as u32)?;
        Ok(copy)
    }

    fn picture(&mut self, kind: SourceKind, bytes: &[u8]) -> Result<Vec<u8>, RedactionError> {
        let picture = Picture::open(kind, bytes)?;
        let mut writer = PictureWriter::new(kind)?;
        for number in 1..=picture.page_count() {
            self.report(number - 1)?;
            let mut raster = picture.decode(number)?;
            self.paint(&mut raster, number, &[], ON_PICTURE);
            writer.add(&raster)?;
        }
        let copy = writer.finish()?;
        self.report(self.infos.len() as u32)?;
        Ok(copy)
    }
}
