//! Papers that were made, kept until they are saved or the session ends.

use crate::clock::random;
use crate::error::{DeskError, Result};
use protocol::window::papers::PaperView;
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
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
        let pages = redaction::pages(&bytes)?.len();
        let paper = Paper {
            token: hex::encode(random::<16>()?),
            name: name.to_owned(),
            sha256: hex::encode(Sha256::digest(&bytes)),
            bytes: Arc::new(bytes),
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
