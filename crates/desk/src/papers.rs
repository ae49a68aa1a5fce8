//! Papers that were made, kept until they are saved or the session ends.

use crate::clock::random;
use crate::error::{DeskError, Result};
use domain::InquiryId;
use protocol::window::list::FigureOf;
use protocol::window::papers::PaperView;
use sha2::{Digest as _, Sha256};
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Papers kept at a time; the oldest go first.
const KEPT: usize = 6;

/// A made paper.
#[derive(Clone)]
pub struct Paper {
    /// To name it.
    pub token: String,
    /// File name that is offered.
    pub name: String,
    /// PDF.
    pub bytes: Arc<Vec<u8>>,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// What stands behind the figures of a report.
    behind: Option<Arc<Behind>>,
}

/// The inquiries behind each figure of a report.
pub(crate) struct Behind {
    ids: Vec<InquiryId>,
    /// Places in `ids`, by section and row.
    figures: Vec<Vec<Vec<u32>>>,
    /// The last ones asked for: a list asks again with each step of its scrolling.
    last: Mutex<Option<Last>>,
}

/// The inquiries behind the row of a section.
type Last = (u32, u32, Arc<HashSet<InquiryId>>);

impl Behind {
    pub fn new(ids: Vec<InquiryId>, figures: Vec<Vec<Vec<u32>>>) -> Self {
        Self {
            ids,
            figures,
            last: Mutex::default(),
        }
    }

    fn of(&self, section: u32, row: u32) -> Option<Arc<HashSet<InquiryId>>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((s, r, ids)) = &*last
            && (*s, *r) == (section, row)
        {
            return Some(ids.clone());
        }
        let places = self
            .figures
            .get(usize::try_from(section).ok()?)?
            .get(usize::try_from(row).ok()?)?;
        let ids = places
            .iter()
            .filter_map(|at| self.ids.get(usize::try_from(*at).ok()?).copied())
            .collect();
        let ids = Arc::new(ids);
        *last = Some((section, row, Arc::clone(&ids)));
        Some(ids)
    }
}

/// The session's papers, and the file that is being looked at.
#[derive(Default)]
pub struct Papers {
    made: Mutex<VecDeque<Paper>>,
    viewed: Mutex<Option<(String, Arc<Vec<u8>>)>>,
}

impl Papers {
    /// Keeps a paper.
    ///
    /// # Errors
    /// Without randomness, or when the PDF cannot be read back.
    pub fn keep(&self, name: &str, bytes: Vec<u8>) -> Result<PaperView> {
        self.keep_with(name, bytes, None)
    }

    /// Keeps the paper of a report, with what stands behind its figures.
    pub(crate) fn keep_with(
        &self,
        name: &str,
        bytes: Vec<u8>,
        behind: Option<Behind>,
    ) -> Result<PaperView> {
        let pages = redaction::pages(&bytes)?.len();
        let paper = Paper {
            token: hex::encode(random::<16>()?),
            name: name.to_owned(),
            sha256: hex::encode(Sha256::digest(&bytes)),
            bytes: Arc::new(bytes),
            behind: behind.map(Arc::new),
        };
        let view = PaperView {
            token: paper.token.clone(),
            name: paper.name.clone(),
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            size: paper.bytes.len() as u64,
            sha256: paper.sha256.clone(),
        };
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made.len() == KEPT {
            made.pop_front();
        }
        made.push_back(paper);
        Ok(view)
    }

    /// A paper that was made.
    ///
    /// # Errors
    /// [`DeskError::Gone`].
    pub fn get(&self, token: &str) -> Result<Paper> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.iter()
            .find(|p| p.token == token)
            .cloned()
            .ok_or(DeskError::Gone("paper"))
    }

    /// The inquiries behind a figure of a report.
    ///
    /// # Errors
    /// [`DeskError::Gone`].
    pub(crate) fn behind(&self, figure: &FigureOf) -> Result<Arc<HashSet<InquiryId>>> {
        self.get(&figure.report)?
            .behind
            .and_then(|behind| behind.of(figure.section, figure.row))
            .ok_or(DeskError::Gone("paper"))
    }

    /// The file that is being looked at, so that its pages do not decrypt it again and again. Only one is kept.
    pub(crate) fn viewed(&self, key: &str) -> Option<Arc<Vec<u8>>> {
        let viewed = self.viewed.lock().unwrap_or_else(PoisonError::into_inner);
        viewed
            .as_ref()
            .filter(|(k, _)| k == key)
            .map(|(_, bytes)| bytes.clone())
    }

    pub(crate) fn view(&self, key: String, bytes: Vec<u8>) -> Arc<Vec<u8>> {
        let bytes = Arc::new(bytes);
        *self.viewed.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, bytes.clone()));
        bytes
    }
}

impl crate::session::Session {
    /// A paper that was made.
    ///
    /// # Errors
    /// [`DeskError::Gone`].
    pub fn paper(&self, token: &str) -> Result<Paper> {
        self.papers.get(token)
    }
}
