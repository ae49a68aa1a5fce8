//! From marks to a copy in the case: apply, verify, release. Nothing is released that was not verified.

use super::marks::Marks;
use super::step::Step;
use super::work::Work;
use crate::ipc::call;
use domain::ids::AttachmentId;
use domain::inquiry::AttachmentRole;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::window::case::OpenCase;
use protocol::window::papers::MakeCertificate;
use protocol::window::redact::{Apply, Discard, Release, Verify};

impl Work {
    /// Burns the marks into a new copy.
    pub fn apply(self) {
        if !self.marking() {
            return;
        }
        let marks = self.marks.with_untracked(|m| m.all().to_vec());
        if marks.is_empty() {
            return self.say("redact-apply-none", &[]);
        }
        let job = format!("redact-{}-{}", self.attachment, js_sys::Date::now());
        self.job.set(job.clone());
        self.failed.set(None);
        self.draft_box.set(None);
        self.at.set(None);
        self.step.set(Step::Applying);
        self.say("redact-applying-start", &[]);
        let request = Apply {
            inquiry: self.inquiry,
            attachment: self.attachment,
            marks,
            job: job.clone(),
        };
        spawn_local(async move {
            let reply = call(request).await;
            // Stopped meanwhile, or the page was left.
            if self.job.try_get_untracked().as_ref() != Some(&job) {
                return;
            }
            match reply {
                Ok(burned) => {
                    let size = untrack(|| self.words.size(burned.size));
                    self.say(
                        "redact-applied",
                        &[("pages", burned.pages.into()), ("size", size.into())],
                    );
                    self.step.set(Step::Applied(burned));
                }
                Err(error) => {
                    self.failed.set(Some(error));
                    self.step.set(Step::Marking);
                }
            }
        });
    }

    /// Stops burning.
    pub fn stop(self) {
        if self.step.with_untracked(|s| *s == Step::Applying) {
            self.drop_job();
            self.step.set(Step::Marking);
            self.say("redact-apply-cancelled", &[]);
        }
    }

    /// Back to the marks: the copy that was not released goes.
    pub fn back_to_marks(self) {
        if self.step.with_untracked(|s| s.burned().is_some()) {
            self.drop_job();
            self.step.set(Step::Marking);
            self.say("redact-leave-burned", &[]);
        }
    }

    /// Tells the core to forget the job.
    pub fn drop_job(self) {
        let Some(job) = self.job.try_get_untracked().filter(|j| !j.is_empty()) else {
            return;
        };
        self.job.try_set(String::new());
        spawn_local(async move {
            // A job that has ended by itself cannot be forgotten once more; nothing is left of it either way.
            drop(call(Discard { job }).await);
        });
    }

    /// Lets the second reader look through the copy.
    pub fn verify(self) {
        let Step::Applied(burned) = self.step.get_untracked() else {
            return;
        };
        self.failed.set(None);
        self.step.set(Step::Verifying(burned.clone()));
        self.say("redact-stage-verifying", &[]);
        spawn_local(async move {
            let reply = call(Verify {
                job: burned.job.clone(),
            })
            .await;
            if self.job.try_get_untracked().as_ref() != Some(&burned.job) {
                return;
            }
            match reply {
                Ok(found) if found.passed => {
                    self.say("redact-verify-passed", &[]);
                    self.step.set(Step::Verified(burned, found));
                }
                Ok(found) => {
                    let n = found.checks.iter().filter(|c| !c.passed).count();
                    self.say("redact-verify-failed", &[("n", n.into())]);
                    self.step.set(Step::Failed(burned, found));
                }
                Err(error) => {
                    self.failed.set(Some(error));
                    self.step.set(Step::Applied(burned));
                }
            }
        });
    }

    /// Stores the verified copy with its certificate in the case.
    pub fn release(self) {
        let Step::Verified(burned, found) = self.step.get_untracked() else {
            return;
        };
        self.failed.set(None);
        spawn_local(async move {
            match call(Release { job: burned.job }).await {
                Ok(performed) => {
                    if let Some((_, error)) = performed.refused.into_iter().next() {
                        return self.failed.set(Some(error));
                    }
                    self.job.set(String::new());
                    let copy = self.newest_copy().await;
                    self.desk.done(self.words.get("redact-released"));
                    self.step.set(Step::Released(found, copy));
                    // The marks have done their work.
                    self.marks.set(Marks::default());
                }
                Err(error) => {
                    // The copy is no longer there: back to the marks, which are.
                    if error.code == "gone" {
                        self.job.set(String::new());
                        self.step.set(Step::Marking);
                    }
                    self.failed.set(Some(error));
                }
            }
        });
    }

    /// The latest redacted copy of this file in the case.
    async fn newest_copy(self) -> Option<AttachmentId> {
        let case = call(OpenCase { id: self.inquiry }).await.ok()?;
        let copies = case.inquiry.attachments.into_iter().rev();
        copies.filter(|a| matches!(&a.role, AttachmentRole::RedactedCopy { of, .. } if *of == self.attachment)).map(|a| a.id).next()
    }

    /// Shows the certificate of a redacted copy.
    pub fn certificate(self, copy: AttachmentId) {
        let lang = untrack(|| self.words.lang());
        spawn_local(async move {
            match call(MakeCertificate {
                inquiry: self.inquiry,
                attachment: copy,
                lang,
            })
            .await
            {
                Ok(paper) => drop(self.over.try_set(Some(paper))),
                Err(error) => self.desk.fail(&error),
            }
        });
    }
}
