//! Mark -> Apply -> Verify -> release. The types of `redaction` see to it that nothing skips a step.

use crate::error::{DeskError, Result};
use crate::files::{blocking, picture};
use crate::session::{Event, Session};
use domain::inquiry::{Attachment, AttachmentRole};
use domain::{Act, AttachmentId, InquiryId};
use protocol::window::files::{FileInfoView, PagePicture};
use protocol::window::redact::{
    Apply, BurnedView, CheckView, MarkView, PlacedRect, RectView, VerificationView, WordView,
};
use protocol::window::sync::Progress;
use protocol::window::work::Performed;
use redaction::{Burned, Certificate, Flow, Mark, Plan, Rect, Verification};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A redaction on its way.
struct Job {
    inquiry: InquiryId,
    attachment: AttachmentId,
    source: Arc<Vec<u8>>,
    plan: Plan,
    burned: Option<Arc<Burned>>,
    verification: Option<Verification>,
    stop: Arc<AtomicBool>,
}

/// The session's redactions.
#[derive(Default)]
pub struct Jobs(Mutex<BTreeMap<String, Job>>);

impl Jobs {
    fn with<T>(&self, job: &str, f: impl FnOnce(&mut Job) -> T) -> Result<T> {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get_mut(job).map(f).ok_or(DeskError::Gone("job"))
    }

    fn put(&self, name: &str, job: Job) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), job);
    }

    fn take(&self, name: &str) -> Option<Job> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(name)
    }

    fn burned(&self, job: &str) -> Result<Arc<Burned>> {
        self.with(job, |j| j.burned.clone())?
            .ok_or(DeskError::Gone("job"))
    }
}

impl Session {
    /// The words of a page, with their boxes.
    ///
    /// # Errors
    /// As [`Session::attachment`], or the reader's.
    pub async fn page_words(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
        page: u32,
    ) -> Result<Vec<WordView>> {
        let (_, bytes) = self.attachment(inquiry, id).await?;
        blocking(move || {
            let words = redaction::words(&bytes, page)?;
            Ok(words.iter().map(word).collect())
        })
        .await
    }

    /// Where a text stands in a file.
    ///
    /// # Errors
    /// As [`Session::attachment`], or the reader's.
    pub async fn find_text(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
        text: String,
    ) -> Result<Vec<PlacedRect>> {
        let (_, bytes) = self.attachment(inquiry, id).await?;
        blocking(move || {
            let found = redaction::find_text(&bytes, &text)?;
            Ok(found
                .into_iter()
                .map(|(page, rect)| PlacedRect {
                    page,
                    rect: view(rect),
                })
                .collect())
        })
        .await
    }

    /// A mark widened to its line, or only as far as its field goes.
    ///
    /// # Errors
    /// As [`Session::attachment`], or the reader's.
    pub async fn whole_line(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
        (page, rect): (u32, RectView),
        field: bool,
    ) -> Result<RectView> {
        let (_, bytes) = self.attachment(inquiry, id).await?;
        let widen = match field {
            true => redaction::widen_to_field,
            false => redaction::widen_to_line,
        };
        blocking(move || {
            let words = redaction::words(&bytes, page)?;
            Ok(view(widen(&words, rect_of(rect))))
        })
        .await
    }

    /// Burns the marks into a new copy. Sends progress; [`Session::discard`] stops it.
    ///
    /// # Errors
    /// [`DeskError::Cancelled`], a reason code that the profile lacks, or the reader's.
    pub async fn apply_redaction(&self, request: Apply) -> Result<BurnedView> {
        let (_, bytes) = self.attachment(request.inquiry, request.attachment).await?;
        let plan = Plan {
            marks: request.marks.iter().map(mark_of).collect::<Result<_>>()?,
        };
        let (source, stop) = (Arc::new(bytes), Arc::new(AtomicBool::new(false)));
        self.jobs.put(
            &request.job,
            Job {
                inquiry: request.inquiry,
                attachment: request.attachment,
                source: source.clone(),
                plan: plan.clone(),
                burned: None,
                verification: None,
                stop: stop.clone(),
            },
        );
        let burned = self.burn(request.job.clone(), source, plan, stop).await;
        let burned = match burned {
            Ok(burned) => Arc::new(burned),
            Err(error) => {
                self.jobs.take(&request.job);
                return Err(error);
            }
        };
        let pages = burned.pages()?.len();
        let size = burned.size() as u64;
        self.jobs.with(&request.job, |j| j.burned = Some(burned))?;
        Ok(BurnedView {
            job: request.job,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            size,
        })
    }

    async fn burn(
        &self,
        job: String,
        source: Arc<Vec<u8>>,
        plan: Plan,
        stop: Arc<AtomicBool>,
    ) -> Result<Burned> {
        let events = self.events.clone();
        blocking(move || {
            let mut progress = |done: u32, of: u32| {
                let step = Progress {
                    job: job.clone(),
                    what: "burn".into(),
                    done: done.into(),
                    of: of.into(),
                };
                // Nobody listening is no error.
                let _ = events.send(Event::Progress(step));
                if stop.load(Ordering::Relaxed) {
                    Flow::Cancel
                } else {
                    Flow::Continue
                }
            };
            match redaction::burn(&source, &plan, &mut progress) {
                Err(redaction::RedactionError::Cancelled) => Err(DeskError::Cancelled),
                other => Ok(other?),
            }
        })
        .await
    }

    /// The second reader looks at the burned copy.
    ///
    /// # Errors
    /// [`DeskError::Gone`] without a burned copy.
    pub async fn verify_redaction(&self, job: &str) -> Result<VerificationView> {
        let burned = self.jobs.burned(job)?;
        let (source, plan) = self
            .jobs
            .with(job, |j| (j.source.clone(), j.plan.clone()))?;
        let verification = blocking(move || Ok(redaction::verify(&burned, &source, &plan))).await?;
        let shown = VerificationView {
            passed: verification.passed(),
            checks: checks(&verification),
        };
        self.jobs
            .with(job, |j| j.verification = Some(verification))?;
        Ok(shown)
    }

    /// Stores the verified copy with its certificate in the case.
    ///
    /// # Errors
    /// [`DeskError::NotVerified`] without a passed verification, a refusal, or the replica's.
    pub async fn release_redaction(&self, job: &str) -> Result<Performed> {
        let passed = |j: &mut Job| {
            j.burned.is_some() && j.verification.as_ref().is_some_and(Verification::passed)
        };
        if !self.jobs.with(job, passed)? {
            return Err(DeskError::NotVerified);
        }
        let taken = self.jobs.take(job).ok_or(DeskError::Gone("job"))?;
        let (Some(burned), Some(verification)) = (taken.burned, taken.verification) else {
            return Err(DeskError::NotVerified);
        };
        // Nobody else holds it: drawing a page clones the handle only while it draws.
        let burned = Arc::try_unwrap(burned).map_err(|_| DeskError::Gone("job"))?;
        let issued = redaction::Issued {
            by: self.staff.name.clone(),
            at: self.now(),
        };
        let (copy, certificate) =
            redaction::release(burned, verification, issued).map_err(|_| DeskError::NotVerified)?;
        self.store_copy(taken.inquiry, taken.attachment, copy, &certificate)
            .await
    }

    async fn store_copy(
        &self,
        inquiry: InquiryId,
        of: AttachmentId,
        copy: redaction::ReleasableCopy,
        certificate: &Certificate,
    ) -> Result<Performed> {
        // The source's name is personal data too: the copy gets one of its own.
        let name = format!(
            "redacted-{}.{}",
            certificate.id.chars().take(8).collect::<String>(),
            copy.file_extension()
        );
        let staged = self.stage(&name, copy.into_bytes()).await;
        if let Some(error) = staged.refused {
            return Err(DeskError::Inconsistent {
                place: "redacted copy".into(),
                why: error.to_string(),
            });
        }
        let json =
            serde_json::to_string(certificate).map_err(DeskError::inconsistent("certificate"))?;
        let role = AttachmentRole::RedactedCopy {
            of,
            certificate: json,
        };
        let file: Attachment = self.describe_staged(&staged.id, role).await?;
        let done = self
            .perform_one(inquiry, Act::RecordRedaction(Box::new(file)))
            .await?;
        self.adopt_staged(inquiry, &[staged.id]).await?;
        self.announce(vec![inquiry]).await?;
        Ok(Performed {
            done: vec![done],
            refused: Vec::new(),
        })
    }

    /// Stops a redaction and forgets its copy.
    pub fn discard(&self, job: &str) {
        if let Some(job) = self.jobs.take(job) {
            job.stop.store(true, Ordering::Relaxed);
        }
    }

    pub(crate) fn burned_info(&self, job: &str) -> Result<FileInfoView> {
        let burned = self.jobs.burned(job)?;
        Ok(FileInfoView {
            kind: burned.kind().file_extension().to_owned(),
            pages: burned
                .pages()?
                .iter()
                .map(|p| [p.width, p.height])
                .collect(),
            size: burned.size() as u64,
            here: true,
        })
    }

    pub(crate) async fn burned_page(&self, job: &str, page: u32, dpi: u32) -> Result<PagePicture> {
        let burned = self.jobs.burned(job)?;
        blocking(move || Ok(picture(&burned.render_page(page, dpi)?))).await
    }

    /// Burns, verifies and releases in one go, for the command line. The copy's bytes come back with the
    /// certificate; nothing is stored in a case.
    ///
    /// # Errors
    /// As the three steps.
    pub fn redact_bytes(
        source: &[u8],
        plan: &Plan,
        issued: redaction::Issued,
    ) -> Result<(redaction::ReleasableCopy, Certificate)> {
        let burned = redaction::burn(source, plan, &mut |_, _| Flow::Continue)?;
        let verification = redaction::verify(&burned, source, plan);
        redaction::release(burned, verification, issued).map_err(|_| DeskError::NotVerified)
    }
}

fn checks(verification: &Verification) -> Vec<CheckView> {
    verification
        .checks()
        .iter()
        .map(|c| CheckView {
            name: c.name.clone(),
            passed: c.passed,
            detail: c.detail.clone(),
        })
        .collect()
}

fn mark_of(mark: &MarkView) -> Result<Mark> {
    let reason =
        serde_json::from_value(serde_json::Value::String(mark.reason.clone())).map_err(|_| {
            domain::Refusal::NotInProfile {
                field: "redaction".into(),
                code: mark.reason.clone(),
            }
        })?;
    Ok(Mark {
        page: mark.page,
        rect: rect_of(mark.rect),
        reason,
        text: mark.text.clone(),
    })
}

fn rect_of(r: RectView) -> Rect {
    Rect::new(r.x0, r.y0, r.x1, r.y1)
}

pub(crate) fn word(word: &redaction::Word) -> WordView {
    WordView {
        text: word.text.clone(),
        rect: view(word.rect),
        line: word.line,
    }
}

pub(crate) fn view(r: Rect) -> RectView {
    RectView {
        x0: r.x0,
        y0: r.y0,
        x1: r.x1,
        y1: r.y1,
    }
}
