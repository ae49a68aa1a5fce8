//! Files: staged, stored, shown page by page.

use crate::error::{DeskError, Result};
use crate::perform::is_refusal;
use crate::session::Session;
use domain::inquiry::{Attachment, AttachmentRole};
use domain::{Act, AttachmentId, InquiryId, Refusal};
use protocol::window::files::{FileInfoView, FilePage, FileRef, PagePicture, StagedFile};
use protocol::window::work::Performed;
use std::path::Path;
use std::sync::Arc;

/// The largest file that is taken in.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;

impl Session {
    /// Takes a file of the computer in, encrypted; it belongs to no case yet. A file that cannot be taken comes
    /// back with `refused` set.
    pub async fn stage_path(&self, path: &Path) -> StagedFile {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        match self.read_path(path).await {
            Ok(bytes) => self.stage(&name, bytes).await,
            Err(error) => refused(&name, error),
        }
    }

    async fn read_path(&self, path: &Path) -> Result<Vec<u8>> {
        let file_error = |source| DeskError::File {
            path: path.to_owned(),
            source,
        };
        let size = tokio::fs::metadata(path).await.map_err(file_error)?.len();
        if size > MOST_BYTES {
            return Err(Refusal::OutOfBounds {
                field: "size".into(),
            }
            .into());
        }
        tokio::fs::read(path).await.map_err(file_error)
    }

    /// Takes bytes in, encrypted.
    pub async fn stage(&self, name: &str, bytes: Vec<u8>) -> StagedFile {
        if bytes.is_empty() {
            return refused(
                name,
                Refusal::OutOfBounds {
                    field: "size".into(),
                }
                .into(),
            );
        }
        match self.replica.stage(name, &bytes).await {
            Ok(staged) => StagedFile {
                id: staged.id,
                name: staged.name,
                media_type: staged.media_type,
                size: staged.size,
                warnings: staged.warnings,
                refused: None,
            },
            Err(error) => refused(name, error.into()),
        }
    }

    /// Forgets a staged file.
    ///
    /// # Errors
    /// The replica's.
    pub async fn drop_staged(&self, id: &str) -> Result<()> {
        Ok(self.replica.drop_staged(id).await?)
    }

    /// A staged file as an attachment, not yet of any case.
    pub(crate) async fn describe_staged(
        &self,
        id: &str,
        role: AttachmentRole,
    ) -> Result<Attachment> {
        let staged = self
            .replica
            .staged(id)
            .await?
            .ok_or(DeskError::Gone("staged"))?;
        Ok(Attachment {
            id: staged.attachment,
            name: staged.name.into(),
            media_type: staged.media_type,
            size: staged.size,
            sha256: staged.sha256,
            role,
            added_at: self.now(),
        })
    }

    pub(crate) async fn adopt_staged(&self, inquiry: InquiryId, staged: &[String]) -> Result<()> {
        for id in staged {
            self.replica.adopt(id, inquiry).await?;
        }
        Ok(())
    }

    /// Adds staged files to a case.
    ///
    /// # Errors
    /// The replica's; refusals are in the reply.
    pub async fn attach(
        &self,
        inquiry: InquiryId,
        staged: &[String],
        answer: bool,
    ) -> Result<Performed> {
        let mut performed = Performed::default();
        for id in staged {
            let role = if answer {
                AttachmentRole::Answer
            } else {
                AttachmentRole::Received
            };
            let file = self.describe_staged(id, role).await?;
            match self.perform_one(inquiry, Act::Attach(Box::new(file))).await {
                Ok(done) => {
                    self.adopt_staged(inquiry, std::slice::from_ref(id)).await?;
                    performed.done.push(done);
                }
                Err(error) if is_refusal(&error) => performed.refused.push((inquiry, error.into())),
                Err(error) => return Err(error),
            }
        }
        self.announce(performed.done.iter().map(|d| d.inquiry).collect())
            .await?;
        Ok(performed)
    }

    /// An attachment of a case that this person may see, with its bytes.
    ///
    /// # Errors
    /// A refusal, or [`DeskError::NotHere`] while the bytes have not come.
    pub async fn attachment(
        &self,
        inquiry: InquiryId,
        id: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>)> {
        let i = self
            .replica
            .get(inquiry)
            .await?
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        self.check_access(&i)?;
        let file = i
            .attachment(id)
            .cloned()
            .ok_or(DeskError::Refused(Refusal::Unknown))?;
        let bytes = self
            .replica
            .read_file(id)
            .await?
            .ok_or(DeskError::NotHere)?;
        Ok((file, bytes))
    }

    /// The bytes of whatever the window looks at.
    async fn bytes_of(&self, file: &FileRef) -> Result<Arc<Vec<u8>>> {
        match file {
            FileRef::Attachment {
                inquiry,
                attachment,
            } => {
                let key = format!("attachment:{attachment}");
                if let Some(bytes) = self.papers.viewed(&key) {
                    return Ok(bytes);
                }
                let (_, bytes) = self.attachment(*inquiry, *attachment).await?;
                Ok(self.papers.view(key, bytes))
            }
            FileRef::Staged { id } => {
                let staged = self
                    .replica
                    .staged(id)
                    .await?
                    .ok_or(DeskError::Gone("staged"))?;
                let bytes = self
                    .replica
                    .read_file(staged.attachment)
                    .await?
                    .ok_or(DeskError::NotHere)?;
                Ok(Arc::new(bytes))
            }
            FileRef::Paper { token } => Ok(self.papers.get(token)?.bytes),
            FileRef::Burned { .. } => Err(DeskError::Gone("paper")),
        }
    }

    /// What a file is and how many pages it has.
    ///
    /// # Errors
    /// As [`Session::attachment`]; a file that is not a document or picture is `other`, not an error.
    pub async fn file_info(&self, file: &FileRef) -> Result<FileInfoView> {
        if let FileRef::Burned { job } = file {
            return self.burned_info(job);
        }
        let bytes = match self.bytes_of(file).await {
            Err(DeskError::NotHere) => {
                return Ok(FileInfoView {
                    kind: "other".into(),
                    pages: Vec::new(),
                    size: 0,
                    here: false,
                });
            }
            other => other?,
        };
        blocking(move || {
            let (kind, pages) = match redaction::detect(&bytes) {
                Ok(kind) => (kind.file_extension(), redaction::pages(&bytes)?),
                Err(_) => ("other", Vec::new()),
            };
            let kind = if kind == "jpg" {
                "jpeg"
            } else if kind == "tif" {
                "tiff"
            } else {
                kind
            };
            Ok(FileInfoView {
                kind: kind.to_owned(),
                pages: pages.iter().map(|p| [p.width, p.height]).collect(),
                size: bytes.len() as u64,
                here: true,
            })
        })
        .await
    }

    /// Draws a page.
    ///
    /// # Errors
    /// As [`Session::attachment`], or the reader's.
    pub async fn file_page(&self, wanted: &FilePage) -> Result<PagePicture> {
        let (page, dpi) = (wanted.page, wanted.dpi.clamp(10, 300));
        if let FileRef::Burned { job } = &wanted.file {
            return self.burned_page(job, page, dpi).await;
        }
        let bytes = self.bytes_of(&wanted.file).await?;
        blocking(move || Ok(picture(&redaction::render_page(&bytes, page, dpi)?))).await
    }
}

/// Runs work that takes long on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(DeskError::inconsistent("worker"))?
}

pub(crate) fn picture(page: &redaction::PagePicture) -> PagePicture {
    use base64::Engine as _;
    let data = base64::engine::general_purpose::STANDARD.encode(&page.png);
    PagePicture {
        url: format!("data:image/png;base64,{data}"),
        width: page.width,
        height: page.height,
    }
}

fn refused(name: &str, error: DeskError) -> StagedFile {
    StagedFile {
        id: String::new(),
        name: name.to_owned(),
        media_type: String::new(),
        size: 0,
        warnings: Vec::new(),
        refused: Some(error.into()),
    }
}
